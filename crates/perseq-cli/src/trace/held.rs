//! The directory of a recording, held open: it may get another name, and another session take its place.

use std::{
    fs,
    os::{fd::AsRawFd as _, unix::fs::MetadataExt as _},
    path::{Path, PathBuf},
};

/// A directory, and the path by which it was opened.
pub(super) struct Held {
    file: Option<fs::File>,
    given: PathBuf,
}

impl Held {
    /// If no descriptor is left, the path alone.
    pub(super) fn new(given: &Path) -> Self {
        Self { file: fs::File::open(given).ok(), given: given.to_owned() }
    }

    /// A path by which it is found now; `None` if it was removed.
    pub(super) fn now(&self) -> Option<PathBuf> {
        let Some(file) = &self.file else { return Some(self.given.clone()) };
        let identity = |about: fs::Metadata| (about.dev(), about.ino());
        let ours = file.metadata().ok().map(identity)?;
        let leads_there = |path: &PathBuf| fs::metadata(path).ok().map(identity) == Some(ours);
        let given = Some(self.given.clone()).filter(leads_there);
        given.or_else(|| fs::read_link(self.by_descriptor()?).ok().filter(leads_there))
    }

    /// Its path as the kernel has it for this process, whatever its name is; `None` where there is no `/proc`.
    fn by_descriptor(&self) -> Option<PathBuf> {
        let path = PathBuf::from(format!("/proc/self/fd/{}", self.file.as_ref()?.as_raw_fd()));
        path.exists().then_some(path)
    }

    /// A directory within it, whose path had `base` for it.
    pub(super) fn within(&self, base: &Path, path: &Path) -> Option<PathBuf> {
        let name = path.strip_prefix(base).ok()?;
        Some(self.by_descriptor().or_else(|| self.now())?.join(name))
    }

    /// Tells of its new name, if it has one.
    pub(super) fn tell_of_name(&self) {
        if let Some(now) = self.now().filter(|now| *now != self.given) {
            tell!("perseq: {} has another name by now: {}", self.given.display(), now.display());
        }
    }
}
