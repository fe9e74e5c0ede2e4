//! The places of files: directories of this user alone, and files that no link leads to.

use std::{
    env, format,
    fs::{self, DirBuilder, File, OpenOptions},
    io,
    os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _},
    path::{Path, PathBuf},
    vec::Vec,
};

use rustix::{fs::OFlags, process::geteuid};

use super::{Error, Reader, State};

/// An error of a step with a file.
pub(super) fn at(step: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    move |source| Error::File { step, path: path.into(), source }
}

/// The directories that files are made in if no other is named, the preferred one first: `perseq` in `$XDG_RUNTIME_DIR`, and
/// `/tmp/perseq-UID`.
fn usual() -> impl Iterator<Item = PathBuf> {
    let runtime = env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from).filter(|path| path.is_absolute());
    let of_tmp = PathBuf::from(format!("/tmp/perseq-{}", geteuid().as_raw()));
    runtime.map(|path| path.join("perseq")).into_iter().chain([of_tmp])
}

/// Makes a directory of this user alone, or finds it.
pub(super) fn directory() -> Result<PathBuf, Error> {
    let mut last = None;
    for path in usual() {
        match DirBuilder::new().mode(0o700).create(&path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                last = Some(at("make the directory", &path)(error));
                continue;
            }
            _ => {}
        }
        match check_directory(&path) {
            Ok(()) => return Ok(path),
            Err(error) => last = Some(error),
        }
    }
    Err(last.unwrap_or(Error::Size("there is no directory for live files")))
}

/// Returns an error unless the directory is this user's, no link, and no other user may write to it.
fn check_directory(path: &Path) -> Result<(), Error> {
    let is = fs::symlink_metadata(path).map_err(at("look at", path))?;
    let foreign = |found| Err(Error::Foreign { path: path.into(), found });
    if !is.is_dir() {
        return foreign("it is no directory");
    }
    if is.uid() != geteuid().as_raw() {
        return foreign("it belongs to another user");
    }
    if is.mode() & 0o022 != 0 {
        return foreign("other users may write to it");
    }
    Ok(())
}

/// Makes a file, which must not be there.
pub(super) fn create(path: &Path, mode: u32) -> Result<File, Error> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true).mode(mode);
    options.custom_flags(OFlags::NOFOLLOW.bits().cast_signed());
    options.open(path).map_err(at("make it", path))
}

/// Opens a file of this user for reading.
pub(super) fn open(path: &Path) -> Result<File, Error> {
    let mut options = OpenOptions::new();
    // A pipe would be waited for.
    options.read(true).custom_flags((OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed());
    let file = options.open(path).map_err(|error| match error.raw_os_error() {
        Some(code) if code == rustix::io::Errno::LOOP.raw_os_error() => {
            Error::Foreign { path: path.into(), found: "it is a link" }
        }
        _ => at("open it", path)(error),
    })?;
    let is = file.metadata().map_err(at("look at", path))?;
    let foreign = |found| Err(Error::Foreign { path: path.into(), found });
    if !is.is_file() {
        return foreign("it is no file");
    }
    if is.uid() != geteuid().as_raw() {
        return foreign("it belongs to another user");
    }
    if is.mode() & 0o022 != 0 {
        return foreign("other users may write to it");
    }
    Ok(file)
}

/// Removes files of that name whose programs were killed, but for the latest: a program that is killed each time it was started would fill the
/// directory. Errors leave a file there for the next time.
pub(super) fn sweep(directory: &Path, name: &str) {
    let is_called = |path: &PathBuf| {
        let file = path.file_name().and_then(|file| file.to_str());
        file.and_then(|file| file.strip_prefix(name)).is_some_and(|rest| rest.starts_with('_'))
    };
    let readers = find_in(directory).into_iter().filter(is_called).filter_map(|path| Reader::open(path).ok());
    let is_left = |reader: &Reader| {
        reader.name() == name && !reader.is_kept() && reader.state().is_ok_and(|state| state == State::Ended)
    };
    let mut left: Vec<Reader> = readers.filter(is_left).collect();
    left.sort_by_key(Reader::created);
    left.pop();
    for reader in left {
        let _is_gone = fs::remove_file(reader.path());
    }
}

/// Most files that are looked for in a directory.
const MOST_FILES: usize = 4096;

/// The files in the directories where this user's programs make them. Directories of other users are not looked at.
#[must_use]
pub fn find() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = usual().flat_map(|directory| find_in(&directory)).collect();
    found.dedup();
    found
}

/// The files in a directory, by name.
#[must_use]
pub fn find_in(directory: &Path) -> Vec<PathBuf> {
    if check_directory(directory).is_err() {
        return Vec::new();
    }
    let Ok(entries) = fs::read_dir(directory) else { return Vec::new() };
    let is_ours = |path: &PathBuf| {
        path.file_name()
            .and_then(|name| name.to_str())
            .is_some_and(|name| name.starts_with(|first: char| first.is_ascii_alphabetic()))
    };
    let files = entries.take(MOST_FILES).filter_map(|entry| Some(entry.ok()?.path()));
    let mut files: Vec<PathBuf> = files.filter(is_ours).collect();
    files.sort();
    files
}
