//! Files and directories of a session or a trace, reached by its directory, which is held open.
//!
//! A path may lead to another session's directory by the next moment: the one that it led to was renamed or removed, and made anew. A
//! directory that is held open stays the same one, under whatever name.

use std::{
    ffi::{OsStr, OsString},
    fs, io,
    os::{
        fd::{AsFd, BorrowedFd, OwnedFd},
        unix::ffi::OsStringExt as _,
    },
    path::{Path, PathBuf},
    sync::Arc,
};

use rustix::{
    fs::{
        AtFlags, Dir, FileType, Mode, OFlags, RenameFlags, Stat, fstat, linkat, mkdirat, openat, renameat,
        renameat_with, statat, unlinkat,
    },
    io::{Errno, retry_on_intr},
};

use crate::{
    Error, Result,
    buffer::file::{File, NAME, at},
    session::{
        open::{above_standard, directory_in, existing_directory, identity_at, resolved},
        process,
    },
};

/// A directory that is held open.
#[derive(Debug)]
struct Home {
    descriptor: OwnedFd,
    /// Device and inode of its session's file. Nothing is changed in a directory that has another one.
    session: Option<(u64, u64)>,
}

/// A file or directory that is within one that is held open; or that one.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    home: Arc<Home>,
    within: PathBuf,
    /// By which it was reached when that one was opened.
    path: PathBuf,
}

/// A directory, held or opened for now.
enum Parent<'a> {
    Held(&'a OwnedFd),
    Opened(OwnedFd),
}

impl AsFd for Parent<'_> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        match self {
            Self::Held(descriptor) => descriptor.as_fd(),
            Self::Opened(descriptor) => descriptor.as_fd(),
        }
    }
}

impl Place {
    /// Holds a directory open that no link leads to.
    ///
    /// # Errors
    /// [`Error::File`](crate::Error::File).
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let descriptor = existing_directory(path).map_err(|errno| at(path)(errno.into()))?;
        let home = Arc::new(Home { descriptor, session: None });
        Ok(Self { home, within: PathBuf::new(), path: path.to_owned() })
    }

    /// The same, for a session's, also by a path with links.
    ///
    /// # Errors
    /// [`Error::File`](crate::Error::File), of the session's file if it is no directory.
    pub(crate) fn open_session(path: &Path) -> Result<Self> {
        let path = resolved(path)?;
        Self::open(&path).map_err(|error| match error {
            Error::File { source, .. } => at(&path.join(NAME))(source),
            other => other,
        })
    }

    /// As `open`, of the session with that file, if the directory has no other session.
    ///
    /// # Errors
    /// [`Error::File`](crate::Error::File), with `NotFound` if it has.
    pub(crate) fn open_of(path: &Path, session: &File) -> Result<Self> {
        Self::open(path)?.of(session)
    }

    /// The directory as that of the session with that file.
    ///
    /// # Errors
    /// As [`open_of`](Self::open_of).
    pub(crate) fn of(self, session: &File) -> Result<Self> {
        let path = self.path;
        // One that is cloned already stays as it is.
        let home = Arc::try_unwrap(self.home).map(|home| Home { session: Some(session.session), ..home });
        let home = home.map_or_else(|shared| shared, Arc::new);
        let place = Self { home, within: self.within, path };
        place.check().map_err(at(&place.path))?;
        Ok(place)
    }

    /// A file or directory in this one.
    pub(crate) fn join(&self, name: impl AsRef<Path>) -> Self {
        let name = name.as_ref();
        Self { home: self.home.clone(), within: self.within.join(name), path: self.path.join(name) }
    }

    /// Its path, as it was when its session's directory was opened.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The same, of which messages say that it is at `path`.
    pub(crate) fn told_as(self, path: &Path) -> Self {
        Self { path: path.to_owned(), ..self }
    }

    /// Its name in its directory.
    pub(crate) fn name(&self) -> &OsStr {
        self.within.file_name().unwrap_or_default()
    }

    /// Fails if another session is in the directory by now.
    pub(crate) fn check(&self) -> io::Result<()> {
        let Some(session) = self.home.session else { return Ok(()) };
        match identity_at(&self.home.descriptor, process::FILE) {
            Ok(other) if other != session => {
                Err(io::Error::new(io::ErrorKind::NotFound, "another session is there by now"))
            }
            _ => Ok(()),
        }
    }

    /// Returns whether the file of buffers in this directory is that one.
    pub(crate) fn is_of(&self, file: &File) -> bool {
        self.buffers().about().is_ok_and(|about| (about.st_dev, about.st_ino) == file.session)
    }

    /// The directory that it is in, and its name there.
    fn inside(&self) -> io::Result<(Parent<'_>, &OsStr)> {
        let name = self.within.file_name().ok_or(Errno::INVAL)?;
        let home = &self.home.descriptor;
        let parent = match self.within.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            Some(parent) => Parent::Opened(directory_in(home, parent)?),
            None => Parent::Held(home),
        };
        Ok((parent, name))
    }

    /// Opens a file, which is this user's alone if it is made.
    pub(crate) fn file(&self, flags: OFlags) -> io::Result<fs::File> {
        let (directory, name) = self.inside()?;
        if flags.intersects(OFlags::CREATE | OFlags::RDWR | OFlags::WRONLY) {
            self.check()?;
        }
        if flags.contains(OFlags::CREATE) && fstat(&directory)?.st_uid != rustix::process::geteuid().as_raw()
        {
            return Err(io::Error::new(io::ErrorKind::PermissionDenied, "its directory is another user's"));
        }
        let mode = Mode::RUSR | Mode::WUSR;
        // A pipe in its place would be waited for, until another process opens it.
        let flags = flags | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        let opened = retry_on_intr(|| openat(&directory, name, flags, mode))?;
        Ok(above_standard(opened)?.into())
    }

    /// Opens a directory.
    pub(crate) fn directory(&self) -> io::Result<OwnedFd> {
        let path = if self.within.as_os_str().is_empty() { Path::new(".") } else { &self.within };
        Ok(directory_in(&self.home.descriptor, path)?)
    }

    /// The names in a directory.
    pub(crate) fn names(&self) -> io::Result<Vec<OsString>> {
        let mut names = Vec::new();
        for entry in Dir::new(self.directory()?)? {
            let name = OsString::from_vec(entry?.file_name().to_bytes().to_vec());
            if name != "." && name != ".." {
                names.push(name);
            }
        }
        Ok(names)
    }

    /// Asks for a file's state, or a link's.
    fn about(&self) -> io::Result<Stat> {
        let (directory, name) = self.inside()?;
        Ok(statat(directory, name, AtFlags::SYMLINK_NOFOLLOW)?)
    }

    /// Returns whether there is anything; no if that cannot be told.
    pub(crate) fn is_there(&self) -> bool {
        self.about().is_ok()
    }

    /// How many bytes a file has; `None` if it is no file.
    pub(crate) fn len(&self) -> io::Result<Option<u64>> {
        let about = self.about()?;
        let is_file = FileType::from_raw_mode(about.st_mode) == FileType::RegularFile;
        Ok(is_file.then(|| about.st_size.unsigned_abs()))
    }

    /// Gives a file or directory another name in its directory, at once.
    pub(crate) fn rename(&self, to: &OsStr) -> io::Result<()> {
        let (directory, name) = self.inside()?;
        self.check()?;
        Ok(renameat(&directory, name, &directory, to)?)
    }

    /// The same, if nothing has that name.
    pub(crate) fn rename_new(&self, to: &OsStr) -> io::Result<()> {
        let (directory, name) = self.inside()?;
        self.check()?;
        match renameat_with(&directory, name, &directory, to, RenameFlags::NOREPLACE) {
            // Not every file system can. A directory takes the place of an empty one at most.
            Err(Errno::INVAL | Errno::NOSYS) => Ok(renameat(&directory, name, &directory, to)?),
            renamed => Ok(renamed?),
        }
    }

    /// Gives a file a second name in its directory, which must not be there; or another one, where the file system has no second ones.
    pub(crate) fn link(&self, to: &OsStr) -> io::Result<()> {
        let (directory, name) = self.inside()?;
        match linkat(&directory, name, &directory, to, AtFlags::empty()) {
            Err(Errno::PERM | Errno::OPNOTSUPP | Errno::NOSYS | Errno::MLINK) => {
                Ok(renameat_with(&directory, name, &directory, to, RenameFlags::NOREPLACE)?)
            }
            linked => Ok(linked?),
        }
    }

    /// Removes a file.
    pub(crate) fn remove(&self) -> io::Result<()> {
        let (directory, name) = self.inside()?;
        self.check()?;
        Ok(unlinkat(&directory, name, AtFlags::empty())?)
    }

    /// Removes a file, or a directory with all that is in it, as far as that can be.
    pub(crate) fn remove_all(&self) {
        if self.remove().is_err() {
            for name in self.names().unwrap_or_default() {
                self.join(name).remove_all();
            }
            _ = self.remove_directory();
        }
    }

    /// Removes a directory in which there is nothing.
    pub(crate) fn remove_directory(&self) -> io::Result<()> {
        let (directory, name) = self.inside()?;
        self.check()?;
        Ok(unlinkat(&directory, name, AtFlags::REMOVEDIR)?)
    }

    /// Makes a directory that is this user's alone, which must not be there.
    pub(crate) fn make_new(&self) -> io::Result<()> {
        let (directory, name) = self.inside()?;
        self.check()?;
        Ok(mkdirat(&directory, name, Mode::RWXU)?)
    }

    /// As `make_new`; one that is there will do.
    pub(crate) fn make(&self) -> io::Result<()> {
        match self.make_new() {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
            made => made,
        }
    }

    /// Its session's file, or a process's.
    pub(crate) fn buffers(&self) -> Self {
        self.join(NAME)
    }
}
