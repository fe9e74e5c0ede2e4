//! Files and directories of sessions and traces: this user's alone, never reached through another user's symbolic link, and never under the
//! number of standard input, output or error, to which the program writes what it likes.
//!
//! Links in a path are followed once, when a session is made or opened. After that there are none: a link in the place of a directory is not
//! followed, and files are made in directories of this user only. A file is opened, named and removed by its directory, which is opened before.

use core::ffi::CStr;
use std::{
    fs, io,
    os::{
        fd::{AsFd, AsRawFd as _, OwnedFd},
        unix::fs::MetadataExt as _,
    },
    path::{Path, PathBuf},
};

use rustix::{
    fs::{AtFlags, CWD, Mode, OFlags, ResolveFlags, fstat, mkdirat, openat, openat2, statat},
    io::{Errno, retry_on_intr},
    path::Arg,
};

use crate::{Error, Result, buffer::file::at};

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

/// The path without links, as it is now.
pub(crate) fn resolved(path: &Path) -> Result<PathBuf> {
    fs::canonicalize(path).map_err(at(path))
}

/// Opens a directory that no link leads to. It allocates nothing for a C string.
pub(crate) fn existing_directory(path: impl Arg + Copy) -> core::result::Result<OwnedFd, Errno> {
    directory_in(CWD, path)
}

/// The same, from another directory on.
pub(crate) fn directory_in(home: impl AsFd, path: impl Arg + Copy) -> core::result::Result<OwnedFd, Errno> {
    let flags = OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
    let opened = retry_on_intr(|| openat2(&home, path, flags, Mode::empty(), ResolveFlags::NO_SYMLINKS));
    let opened = match opened {
        // Before Linux 5.6, or refused by a filter: the last part at least is no link.
        Err(Errno::NOSYS | Errno::PERM) => retry_on_intr(|| openat(&home, path, flags, Mode::empty())),
        opened => opened,
    };
    above_standard(opened?)
}

/// Device and inode of an open file: nothing else has them as long as it is open, or mapped.
pub(crate) fn identity(file: impl AsFd) -> io::Result<(u64, u64)> {
    let about = fstat(file)?;
    Ok((about.st_dev, about.st_ino))
}

/// The same of a file in a directory.
pub(crate) fn identity_at(directory: impl AsFd, name: &CStr) -> core::result::Result<(u64, u64), Errno> {
    let about = statat(directory, name, AtFlags::SYMLINK_NOFOLLOW)?;
    Ok((about.st_dev, about.st_ino))
}

/// Makes a session's directory, and those that it is in; or takes one that is there, if it is this user's: its owner can
/// put symbolic links there. Its path without links.
pub(crate) fn session_directory(path: &Path) -> Result<PathBuf> {
    let absolute = std::path::absolute(path).map_err(at(path))?;
    let (Some(parent), Some(name)) = (absolute.parent(), absolute.file_name()) else {
        return Err(at(path)(Errno::EXIST.into()));
    };
    fs::create_dir_all(parent).map_err(at(parent))?;
    let given = resolved(parent)?.join(name);
    match mkdirat(CWD, &given, Mode::RWXU) {
        Err(errno) if errno != Errno::EXIST => return Err(at(path)(errno.into())),
        _made => {}
    }
    // The directory, and the link that leads to it, if it is one.
    for about in [fs::symlink_metadata(&given), fs::metadata(&given)] {
        let owner = about.map_err(at(path))?.uid();
        if owner != rustix::process::geteuid().as_raw() {
            return Err(Error::Foreign { path: path.to_owned(), owner });
        }
    }
    resolved(&given)
}

/// The path without links of a directory that is to be made.
pub(crate) fn path_to_make(path: &Path) -> Result<PathBuf> {
    let absolute = std::path::absolute(path).map_err(at(path))?;
    let (Some(parent), Some(name)) = (absolute.parent(), absolute.file_name()) else {
        return Err(at(path)(Errno::EXIST.into()));
    };
    Ok(resolved(parent)?.join(name))
}
