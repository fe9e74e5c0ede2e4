//! The heap profiles that the library leaves at the end of each process.
//!
//! Each process writes a file of its own, whose name has its number. The program's then gets the name that the user gave. A number may
//! have been that of an earlier run's process, whose file is left alone.

use std::{
    collections::HashMap,
    ffi::{OsStr, OsString},
    fs,
    os::unix::{
        ffi::{OsStrExt as _, OsStringExt as _},
        fs::MetadataExt as _,
    },
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result, bail};

use crate::text::harmless;

/// The variable by which the library is told the files' name.
pub(super) const VARIABLE: &str = "PERSEQ_MALLOC_PROFILE";

/// The files of a run.
pub(super) struct Files {
    directory: PathBuf,
    /// The name before the place of a process's number, and after it.
    start: OsString,
    end: OsString,
    /// Those of earlier runs.
    old: HashMap<PathBuf, Version>,
}

/// A file's number, and the time of its last change, by which a file is told from what it was before.
#[derive(PartialEq, Eq)]
struct Version(u64, i64, i64);

impl Version {
    /// `None` if there is no such file.
    fn of(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().map(|is| Self(is.ino(), is.ctime(), is.ctime_nsec()))
    }
}

impl Files {
    /// Files beside `path`, which can be written.
    ///
    /// # Errors
    /// When they cannot, with the reason.
    pub(super) fn promise(path: &Path) -> Result<Self> {
        if path.is_dir() {
            bail!(
                "--profile names {}, which is a directory; name a file in it, as {}",
                harmless(&path.to_string_lossy()),
                harmless(&path.join("heap.pb.gz").to_string_lossy())
            );
        }
        let path = std::path::absolute(path).context("no current directory")?;
        let (Some(directory), Some(name)) = (path.parent(), path.file_name()) else {
            bail!("--profile names {}, which is no file", harmless(&path.to_string_lossy()));
        };
        if !directory.is_dir() {
            bail!(
                "the heap profile cannot be written: there is no directory {}",
                harmless(&directory.to_string_lossy())
            );
        }
        // The part after the first dot tells the form: `.pb.gz`.
        let name = name.as_bytes();
        let dot =
            name.iter().skip(1).position(|byte| *byte == b'.').map_or(name.len(), |position| position + 1);
        let (start, end) = name.split_at(dot);
        let mut files = Self {
            directory: directory.to_owned(),
            start: OsStr::from_bytes(start).to_owned(),
            end: OsStr::from_bytes(end).to_owned(),
            old: HashMap::new(),
        };
        files.old = files.present();
        Ok(files)
    }

    /// Files that have such a name now. Of a directory that cannot be read none are known.
    fn present(&self) -> HashMap<PathBuf, Version> {
        let has_number = |name: &OsStr| {
            let rest = name.as_bytes().strip_prefix(self.start.as_bytes())?;
            let number = rest.strip_suffix(self.end.as_bytes())?.strip_prefix(b".")?;
            Some(number.iter().all(u8::is_ascii_digit))
        };
        let entries = fs::read_dir(&self.directory).into_iter().flatten().flatten();
        let names = entries.map(|entry| entry.file_name()).filter(|name| has_number(name) == Some(true));
        let paths = names.map(|name| self.directory.join(name));
        paths.filter_map(|path| Version::of(&path).map(|version| (path, version))).collect()
    }

    /// The name, as the library wants it.
    pub(super) fn pattern(&self) -> OsString {
        let plain = |part: &OsStr| {
            let parts: Vec<_> = part.as_bytes().split(|byte| *byte == b'%').collect();
            parts.join(&b"%%"[..])
        };
        let directory = plain(self.directory.as_os_str());
        OsString::from_vec([&directory[..], b"/", &plain(&self.start), b".%p", &plain(&self.end)].concat())
    }

    fn name(&self, middle: &str) -> PathBuf {
        let mut name = self.start.clone();
        name.push(middle);
        name.push(&self.end);
        self.directory.join(name)
    }

    /// Gives the program's file its name, and tells which there is.
    ///
    /// # Errors
    /// When it cannot.
    pub(super) fn collect(&self, pid: u32) -> Result<String> {
        let (written, file) = (self.name(&format!(".{pid}")), self.name(""));
        let told = harmless(&file.to_string_lossy()).into_owned();
        let is_new = Version::of(&written).is_some_and(|version| self.old.get(&written) != Some(&version));
        if !is_new {
            return Ok(format!(
                "perseq: the program itself has left no heap profile: it ended by a signal or `_exit`, dropped LD_PRELOAD, or could not \
                 write {told}"
            ));
        }
        fs::rename(&written, &file).with_context(|| {
            let written = harmless(&written.to_string_lossy()).into_owned();
            format!("cannot rename the heap profile {written} to {told}")
        })?;
        Ok(format!("perseq: the heap profile is {told}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_is_before_what_tells_the_form() {
        let pattern = |path: &str| Files::promise(Path::new(path)).expect("a directory").pattern();
        assert_eq!(pattern("/heap.pb.gz"), "//heap.%p.pb.gz");
        assert_eq!(pattern("/.heap%.folded"), "//.heap%%.%p.folded");
        assert_eq!(pattern("/heap"), "//heap.%p");
        assert!(Files::promise(Path::new("/no/such/directory/heap")).is_err());
    }
}
