//! Files and directories of sessions and traces: this user's alone, never reached through another user's symbolic link, and never under the
//! number of standard input, output or error, to which the program writes what it likes.

use std::{
    fs, io,
    os::{
        fd::{AsRawFd as _, OwnedFd},
        unix::fs::{DirBuilderExt as _, MetadataExt as _},
    },
    path::Path,
};

use rustix::{
    fs::{CWD, Mode, OFlags, openat},
    io::Errno,
};

use crate::{Error, Result, file::at};

/// Numbers from this one on have no meaning of their own.
const FIRST: i32 = 3;

/// The same open file under a number that has no meaning of its own. A program that was started with standard error closed would
/// write its messages into what is open under that number.
pub(crate) fn above_standard(descriptor: OwnedFd) -> core::result::Result<OwnedFd, Errno> {
    if descriptor.as_raw_fd() >= FIRST {
        return Ok(descriptor);
    }
    rustix::io::fcntl_dupfd_cloexec(&descriptor, FIRST)
}

/// Opens a file, which is this user's alone if it is made.
pub(crate) fn file(path: &Path, flags: OFlags) -> io::Result<fs::File> {
    let mode = Mode::RUSR | Mode::WUSR;
    let flags = flags | OFlags::CLOEXEC | OFlags::NOFOLLOW;
    let opened = rustix::io::retry_on_intr(|| openat(CWD, path, flags, mode))?;
    Ok(above_standard(opened)?.into())
}

/// Makes a directory that is this user's alone, which must not be there.
pub(crate) fn new_directory(path: &Path) -> io::Result<()> {
    fs::DirBuilder::new().mode(0o700).create(path)
}

/// As `new_directory`; one that is there will do.
pub(crate) fn directory(path: &Path) -> io::Result<()> {
    match new_directory(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
}

/// Makes a session's directory, and those that it is in; or takes one that is there, if it is this user's: whoever owns it can
/// put symbolic links there.
pub(crate) fn session_directory(path: &Path) -> Result<()> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(at(parent))?;
    }
    directory(path).map_err(at(path))?;
    // The directory, and the link that leads to it, if it is one.
    for about in [fs::symlink_metadata(path), fs::metadata(path)] {
        let owner = about.map_err(at(path))?.uid();
        if owner != rustix::process::geteuid().as_raw() {
            return Err(Error::Foreign { path: path.to_owned(), owner });
        }
    }
    Ok(())
}
