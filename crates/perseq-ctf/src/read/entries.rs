//! The contents of directories.

use super::ReadError;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

pub(super) fn failed(path: &Path) -> impl Fn(io::Error) -> ReadError {
    move |source| ReadError::Io { path: path.to_owned(), source }
}

/// A name in a directory, and whether that is a link, as the directory itself says: the file system is not asked about each file.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) path: PathBuf,
    pub(super) is_link: bool,
    /// Or it may be one, which a link leads to.
    pub(super) is_directory: bool,
}

/// The contents of a directory, sorted by name, but for what is hidden.
pub(super) fn entries(directory: &Path) -> Result<Vec<Entry>, ReadError> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(directory).map_err(failed(directory))? {
        let entry = entry.map_err(failed(directory))?;
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        // An entry that is gone by now is neither.
        let kind = entry.file_type().ok();
        let is_link = kind.is_some_and(|kind| kind.is_symlink());
        let is_directory = is_link || kind.is_some_and(|kind| kind.is_dir());
        entries.push(Entry { path: entry.path(), is_link, is_directory });
    }
    entries.sort();
    Ok(entries)
}

/// A directory's identity, by whatever name.
#[cfg(unix)]
pub(super) type Identity = (u64, u64);
#[cfg(not(unix))]
pub(super) type Identity = PathBuf;

/// Device and inode, or where there are none, the path without links. `None` if it is gone.
pub(super) fn identity(path: &Path) -> Option<Identity> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        fs::metadata(path).ok().map(|about| (about.dev(), about.ino()))
    }
    #[cfg(not(unix))]
    fs::canonicalize(path).ok()
}

/// Those of what is in a directory itself.
pub(super) fn identities(entries: &[Entry]) -> impl Iterator<Item = Identity> {
    entries.iter().filter(|entry| !entry.is_link).filter_map(|entry| identity(&entry.path))
}
