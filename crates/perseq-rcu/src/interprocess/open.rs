//! Making and opening domains: which files are used.

use core::{hash::BuildHasher as _, time::Duration};
use std::{
    fs,
    hash::RandomState,
    io,
    os::fd::{AsFd as _, AsRawFd as _, OwnedFd},
    os::unix::fs::{MetadataExt as _, OpenOptionsExt as _},
    path::Path,
    thread,
    time::Instant,
};

use perseq_core::guard::RobustMutex;
use rustix::{
    fs::{AtFlags, CWD, FlockOperation, MemfdFlags, Mode, OFlags, flock, linkat, memfd_create, open},
    io::Errno,
    process::geteuid,
};

use super::{
    ProcessError, ProcessResult,
    domain::{ProcessOptions, ProcessRcu},
    file::{File, io_error},
    layout::Refusal,
};

fn at(path: &Path) -> impl Fn(io::Error) -> ProcessError {
    move |source| ProcessError::File { path: Some(path.to_owned()), source }
}

/// An error with the file's path.
fn named(path: &Path) -> impl Fn(ProcessError) -> ProcessError {
    move |error| match error {
        ProcessError::File { path: None, source } => at(path)(source),
        ProcessError::Refused { path: None, why } => {
            ProcessError::Refused { path: Some(path.to_owned()), why }
        }
        other => other,
    }
}

/// Opens the file at `path`, if it is this user's own, and no link.
fn open_own(path: &Path) -> ProcessResult<fs::File> {
    // Not to wait for the other end where it is a pipe.
    let flags = libc_flags(OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY);
    let opened = fs::OpenOptions::new().read(true).write(true).custom_flags(flags).open(path);
    let file = opened.map_err(|error| match error.raw_os_error() {
        Some(code) if code == Errno::LOOP.raw_os_error() => Refusal::Link.into(),
        _ => io_error(error),
    })?;
    let about = file.metadata().map_err(io_error)?;
    let ours = geteuid().as_raw();
    if about.uid() != ours {
        return Err(Refusal::Owner { theirs: about.uid(), ours }.into());
    }
    if about.is_file() { Ok(file) } else { Err(Refusal::Foreign.into()) }
}

fn libc_flags(flags: OFlags) -> i32 {
    flags.bits().cast_signed()
}

impl ProcessRcu {
    /// Makes a new domain at `path`, for this user's processes, and joins it. Files on a tmpfs (`/dev/shm`, `/run`) are never written to
    /// a disk. The file gets its name when it is complete, so a process that is killed before leaves nothing. If the file system has no files without
    /// a name (`O_TMPFILE`) or `/proc` is not mounted, it is made as `<path>.<pid>.<number>.new` first: a process that is killed there leaves that
    /// file, which may be removed.
    ///
    /// # Errors
    ///
    /// [`ProcessError::File`], with `AlreadyExists` if there is a file, `StorageFull` where the file system is, `FileTooLarge` beyond `ulimit -f`; [`ProcessError::Refused`] for options out of range,
    /// and where the pid namespace of this process cannot be told; [`Error::Fence`](crate::Error::Fence) where readers of this process cannot be fenced.
    pub fn create(path: impl AsRef<Path>, options: &ProcessOptions) -> ProcessResult<Self> {
        let path = path.as_ref();
        match Self::create_unnamed(path, options) {
            Some(result) => result,
            None => Self::make(path, options, |new, path| fs::hard_link(new, path)),
        }
    }

    /// Makes a new domain in a file without a name, which is given one when the domain is complete; `None` where that cannot be done.
    fn create_unnamed(path: &Path, options: &ProcessOptions) -> Option<ProcessResult<Self>> {
        let parent = path.parent()?;
        let directory = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
        let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
        let file = open(directory, flags, Mode::RUSR | Mode::WUSR).ok()?;
        let domain = match File::create(file.into(), options.members, options.arena).and_then(Self::join) {
            Ok(domain) => domain,
            Err(error) => return Some(Err(named(path)(error))),
        };
        let nameless = format!("/proc/self/fd/{}", domain.as_fd().as_raw_fd());
        match linkat(CWD, nameless, CWD, path, AtFlags::SYMLINK_FOLLOW) {
            Ok(()) => Some(Ok(domain)),
            Err(errno @ Errno::EXIST) => Some(Err(at(path)(errno.into()))),
            Err(_) => None,
        }
    }

    /// Makes a new domain under a name of its own, which `publish` replaces by the one that was asked for.
    fn make(
        path: &Path,
        options: &ProcessOptions,
        publish: fn(&Path, &Path) -> io::Result<()>,
    ) -> ProcessResult<Self> {
        // Made under another name, so that no process opens a half of it. By chance, for threads may do this at once, and a file that is left of a
        // process that died here may have been made by one with the same id.
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.{:016x}.new", std::process::id(), RandomState::new().hash_one(0_u8)));
        let new = path.with_file_name(name);
        let made = fs::OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&new);
        let file = made.map_err(at(path))?;
        // Joined before others can, so that there is a domain only where one could be made and used.
        let linked = File::create(file, options.members, options.arena)
            .and_then(Self::join)
            .and_then(|domain| publish(&new, path).map(|()| domain).map_err(at(path)));
        // It may be gone, which is as good.
        let _removed = fs::remove_file(&new);
        linked.map_err(named(path))
    }

    /// Joins the domain at `path`, which is this user's own and no symbolic link. To trust another user's, or a link, open the file and hand
    /// it to [`from_descriptor`](Self::from_descriptor).
    ///
    /// # Errors
    ///
    /// [`ProcessError::File`], with `PermissionDenied` where this process may not write it; [`ProcessError::Refused`] with what is wrong with it; [`ProcessError::Full`];
    /// [`ProcessError::Lock`] where a member that is stopped has the domain's lock, after 20 s; [`Error::Fence`](crate::Error::Fence).
    pub fn open(path: impl AsRef<Path>) -> ProcessResult<Self> {
        let path = path.as_ref();
        open_own(path).and_then(File::open).and_then(Self::join).map_err(named(path))
    }

    /// Joins the domain at `path`, and makes it if there is none, or one that was made before this machine was started: the values in that are gone
    /// with its members, for a power cut may have kept a part of each. The one that takes their place is made as `<path>.<pid>.<number>.new` first.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open) and [`create`](Self::create).
    pub fn open_or_create(path: impl AsRef<Path>, options: &ProcessOptions) -> ProcessResult<Self> {
        let path = path.as_ref();
        let is = |error: &ProcessError, kind: io::ErrorKind| matches!(error, ProcessError::File { source, .. } if source.kind() == kind);
        let start = Instant::now();
        loop {
            let made = match Self::open(path) {
                Err(error) if is(&error, io::ErrorKind::NotFound) => Self::create(path, options).map(Some),
                Err(ProcessError::Refused { why: Refusal::Boot, .. }) => Self::make_instead(path, options),
                result => return result,
            };
            match made {
                Ok(Some(domain)) => return Ok(domain),
                // Another process was faster, or is at it.
                Ok(None) if start.elapsed() < RobustMutex::PATIENCE => {
                    thread::sleep(Duration::from_millis(1))
                }
                Ok(None) => return Err(named(path)(Refusal::Boot.into())),
                Err(error)
                    if is(&error, io::ErrorKind::AlreadyExists)
                        && start.elapsed() < RobustMutex::PATIENCE => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Makes a new domain instead of the one at `path`, which is of another boot; `None` if another process does so, or has.
    fn make_instead(path: &Path, options: &ProcessOptions) -> ProcessResult<Option<Self>> {
        let old = match open_own(path) {
            Ok(old) => old,
            Err(ProcessError::File { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                return Ok(None);
            }
            Err(error) => return Err(named(path)(error)),
        };
        // Released by the kernel should this process die.
        if flock(&old, FlockOperation::NonBlockingLockExclusive).is_err() {
            return Ok(None);
        }
        let is_there =
            |at: fs::Metadata| old.metadata().is_ok_and(|old| (old.dev(), old.ino()) == (at.dev(), at.ino()));
        if !fs::symlink_metadata(path).is_ok_and(is_there) {
            return Ok(None);
        }
        // It may be the new one already: another process has made it since this one was refused.
        let opened = old.try_clone().map_err(at(path));
        if !matches!(opened.and_then(File::open), Err(ProcessError::Refused { why: Refusal::Boot, .. })) {
            return Ok(None);
        }
        Self::make(path, options, |new, path| fs::rename(new, path)).map(Some)
    }

    /// Makes a domain without a name (`memfd_create(2)`): others get it by its [descriptor](std::os::fd::AsFd), or are forked.
    ///
    /// # Errors
    ///
    /// As [`create`](Self::create).
    pub fn anonymous(options: &ProcessOptions) -> ProcessResult<Self> {
        let file = memfd_create("perseq-rcu", MemfdFlags::CLOEXEC)
            .map_err(|errno| ProcessError::File { path: None, source: errno.into() })?;
        Self::join(File::create(file.into(), options.members, options.arena)?)
    }

    /// Joins the domain whose file `descriptor` is, as it was inherited, received or opened by the caller: whose it is is not looked at.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn from_descriptor(descriptor: OwnedFd) -> ProcessResult<Self> {
        Self::join(File::open(descriptor.into())?)
    }
}
