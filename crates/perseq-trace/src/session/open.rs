//! Files and directories of sessions and traces: this user's alone, never reached through another user's symbolic link, and never under the
//! number of standard input, output or error, to which the program writes what it likes.
//!
//! Links in a path are followed once, when a session is made or opened. After that there are none: a link in the place of a directory is not
//! followed, and files are made in directories of this user only. A file is opened, named and removed by its directory, which is opened before.

use std::{
    fs, io,
    os::{
        fd::{AsRawFd as _, OwnedFd},
        unix::fs::MetadataExt as _,
    },
    path::{Path, PathBuf},
};

use rustix::{
    fs::{
        AtFlags, CWD, Mode, OFlags, RenameFlags, ResolveFlags, fstat, linkat, mkdirat, openat, openat2,
        renameat, renameat_with, unlinkat,
    },
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

/// Device and inode of a file, or of a link; `None` if there is none, or it cannot be told.
pub(crate) fn identity(path: &Path) -> Option<(u64, u64)> {
    fs::symlink_metadata(path).ok().map(|about| (about.dev(), about.ino()))
}

/// The path without links, as it is now.
pub(crate) fn resolved(path: &Path) -> Result<PathBuf> {
    fs::canonicalize(path).map_err(at(path))
}

/// Opens a directory that no link leads to. It allocates nothing for a C string.
pub(crate) fn existing_directory(path: impl Arg + Copy) -> core::result::Result<OwnedFd, Errno> {
    let flags = OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
    let opened = retry_on_intr(|| openat2(CWD, path, flags, Mode::empty(), ResolveFlags::NO_SYMLINKS));
    let opened = match opened {
        // Before Linux 5.6, or refused by a filter: the last part at least is no link.
        Err(Errno::NOSYS | Errno::PERM) => retry_on_intr(|| openat(CWD, path, flags, Mode::empty())),
        opened => opened,
    };
    above_standard(opened?)
}

/// The directory that a file or directory is in, and its name there.
fn inside(path: &Path) -> io::Result<(OwnedFd, &std::ffi::OsStr)> {
    let name = path.file_name().ok_or(Errno::INVAL)?;
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Ok((existing_directory(parent)?, name))
}

/// Opens a file, which is this user's alone if it is made.
pub(crate) fn file(path: &Path, flags: OFlags) -> io::Result<fs::File> {
    let (directory, name) = inside(path)?;
    if flags.contains(OFlags::CREATE) && fstat(&directory)?.st_uid != rustix::process::geteuid().as_raw() {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "its directory is another user's"));
    }
    let mode = Mode::RUSR | Mode::WUSR;
    // A pipe in its place would be waited for, until another process opens it.
    let flags = flags | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
    let opened = retry_on_intr(|| openat(&directory, name, flags, mode))?;
    Ok(above_standard(opened)?.into())
}

/// Gives a file another name in its directory, at once.
pub(crate) fn rename(path: &Path, to: &Path) -> io::Result<()> {
    let (directory, name) = inside(path)?;
    Ok(renameat(&directory, name, &directory, to.file_name().ok_or(Errno::INVAL)?)?)
}

/// Gives a file a second name in its directory, which must not be there; or another one, where the file system has no second ones.
pub(crate) fn link(path: &Path, to: &Path) -> io::Result<()> {
    let ((directory, name), to) = (inside(path)?, to.file_name().ok_or(Errno::INVAL)?);
    match linkat(&directory, name, &directory, to, AtFlags::empty()) {
        Err(Errno::PERM | Errno::OPNOTSUPP | Errno::NOSYS | Errno::MLINK) => {
            Ok(renameat_with(&directory, name, &directory, to, RenameFlags::NOREPLACE)?)
        }
        linked => Ok(linked?),
    }
}

/// Removes a file.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    let (directory, name) = inside(path)?;
    Ok(unlinkat(&directory, name, AtFlags::empty())?)
}

/// Removes a directory in which there is nothing.
pub(crate) fn remove_directory(path: &Path) -> io::Result<()> {
    let (directory, name) = inside(path)?;
    Ok(unlinkat(&directory, name, AtFlags::REMOVEDIR)?)
}

/// Makes a directory that is this user's alone, which must not be there.
pub(crate) fn new_directory(path: &Path) -> io::Result<()> {
    let (directory, name) = inside(path)?;
    Ok(mkdirat(&directory, name, Mode::RWXU)?)
}

/// As `new_directory`; one that is there will do.
pub(crate) fn directory(path: &Path) -> io::Result<()> {
    match new_directory(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    }
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
    directory(&given).map_err(at(path))?;
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
