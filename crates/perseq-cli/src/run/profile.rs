//! The heap profiles that the library leaves at the end of each process.
//!
//! Each process writes a file of its own, whose name has its number. The program's then gets the name that the user gave.

use std::{
    ffi::{OsStr, OsString},
    fs,
    os::unix::ffi::{OsStrExt as _, OsStringExt as _},
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
}

impl Files {
    /// Files beside `path`, which can be written.
    ///
    /// # Errors
    /// When they cannot, with the reason.
    pub(super) fn promise(path: &Path) -> Result<Self> {
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
        Ok(Self {
            directory: directory.to_owned(),
            start: OsStr::from_bytes(start).to_owned(),
            end: OsStr::from_bytes(end).to_owned(),
        })
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
        if !written.exists() {
            return Ok(format!(
                "perseq: the program itself has left no heap profile: it ended by a signal or `_exit`, dropped LD_PRELOAD, or could not \
                 write {told}"
            ));
        }
        fs::rename(&written, &file).with_context(|| format!("cannot rename the heap profile to {told}"))?;
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
