//! Buffers of one process, in a directory of its own.
//!
//! ```text
//!   .process-PID-NUMBER.new        hidden while it is made: its maker may be killed
//!     locked (flock, shared)       by an open file that ends with the last process that may write here
//!     .session                     as that of a session whose buffers processes share
//!   process-PID, process-PID-1 …   renamed to when it is complete
//! ```
//!
//! Making allocates nothing and waits for no thread: it is done at a forked child's first event, which may be in a signal handler.

use core::{
    ffi::CStr,
    fmt::Write as _,
    sync::atomic::{
        Ordering::{Relaxed, SeqCst},
        fence,
    },
};
use std::{
    fs, io,
    os::{
        fd::{AsFd as _, BorrowedFd},
        unix::ffi::OsStrExt as _,
    },
    path::{Path, PathBuf},
};

use rustix::{
    fs::{AtFlags, CWD, FlockOperation, Mode, OFlags, flock, mkdirat, openat, renameat, unlinkat},
    io::Errno,
};

use crate::{
    Result,
    file::{Fault, File, at},
    header::NAME_LEN,
    open::{self, above_standard},
    reserve::{Kept, release},
    settings::Settings,
};

/// The beginning of the names of processes' directories.
const PREFIX: &str = "process-";
/// The session's file, for the kernel.
const FILE: &CStr = c".session";

/// A short name, made without allocating.
struct Name {
    bytes: [u8; 64],
    len: usize,
}

impl Name {
    fn new(text: core::fmt::Arguments<'_>) -> Self {
        let mut name = Self { bytes: [0; 64], len: 0 };
        // Two numbers and some letters fit.
        _ = name.write_fmt(text);
        name
    }

    fn as_c_str(&self) -> &CStr {
        CStr::from_bytes_until_nul(&self.bytes).unwrap_or(c"")
    }
}

impl core::fmt::Write for Name {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        // The last byte stays 0.
        let to = self.bytes[..63].get_mut(self.len..self.len + text.len()).ok_or(core::fmt::Error)?;
        to.copy_from_slice(text.as_bytes());
        self.len += text.len();
        Ok(())
    }
}

/// Makes the buffers of this process, which has the event types of `parent`, if there is one, with the same numbers. They are visible when
/// this returns: a process that changes the session's filter now finds them.
///
/// # Errors
///
/// The kernel's error; and that the session has ended.
pub(crate) fn make(settings: &'static Settings, parent: Option<&File>) -> core::result::Result<File, Fault> {
    if settings.is_stopped() {
        return Err(Fault::Ended);
    }
    let session = open::existing_directory(&*settings.directory)?;
    let process = rustix::process::getpid().as_raw_nonzero().get().unsigned_abs();
    // A process of another pid namespace may have the same id, but not at the same time.
    let number = settings.geometry.clock.now();
    let hidden = Name::new(format_args!(".{PREFIX}{process}-{number}.new"));
    mkdirat(&session, hidden.as_c_str(), Mode::from_raw_mode(0o700))?;
    let made = fill(settings, session.as_fd(), &hidden, process).and_then(|made| {
        if let Some(parent) = parent {
            made.copy_types(parent)?;
        }
        let name = show(session.as_fd(), &hidden, process)?;
        // SeqCst, with `Session::stop`: either that finds these buffers, or this finds that it has ended.
        fence(SeqCst);
        if settings.is_stopped() {
            remove(session.as_fd(), &name);
            return Err(Fault::Ended);
        }
        Ok(made)
    });
    if made.is_err() {
        remove(session.as_fd(), &hidden);
    }
    made
}

/// Makes the file in the directory `hidden`, which is locked from then on.
fn fill(
    settings: &'static Settings,
    session: BorrowedFd<'_>,
    hidden: &Name,
    process: u32,
) -> core::result::Result<File, Fault> {
    let flags = OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
    let home = above_standard(openat(session, hidden.as_c_str(), flags, Mode::empty())?)?;
    flock(&home, FlockOperation::NonBlockingLockShared)?;
    let flags = OFlags::CREATE | OFlags::EXCL | OFlags::RDWR | OFlags::CLOEXEC;
    let file = above_standard(openat(&home, FILE, flags, Mode::from_raw_mode(0o600))?)?;
    let Settings { claims, geometry, start, .. } = settings;
    let mut made = File::furnish(file.into(), claims, *geometry, start, &Kept::Nothing)?;
    made.header().process.store(process, Relaxed);
    for (to, byte) in made.header().name.iter().zip(own_name()) {
        to.store(byte, Relaxed);
    }
    made.settings = Some(settings);
    made.session = settings.session;
    made.file = Some(home.into());
    Ok(made)
}

/// This process's name, or zeroes where `/proc` does not tell.
fn own_name() -> [u8; NAME_LEN] {
    let mut name = [0; NAME_LEN];
    let file = openat(CWD, c"/proc/self/comm", OFlags::CLOEXEC, Mode::empty());
    let len = file.and_then(|file| rustix::io::read(file, &mut name)).unwrap_or(0);
    // A line.
    name[len.saturating_sub(1)..].fill(0);
    name
}

/// Gives a complete directory the first name that is free.
fn show(session: BorrowedFd<'_>, hidden: &Name, process: u32) -> core::result::Result<Name, Errno> {
    let mut name = Name::new(format_args!("{PREFIX}{process}"));
    for number in 1_u32.. {
        // Nothing takes the place of a directory that has something in it.
        match renameat(session, hidden.as_c_str(), session, name.as_c_str()) {
            Err(Errno::NOTEMPTY | Errno::EXIST) => {
                name = Name::new(format_args!("{PREFIX}{process}-{number}"));
            }
            Ok(()) => return Ok(name),
            Err(errno) => return Err(errno),
        }
    }
    Err(Errno::EXIST)
}

/// Removes a directory of this process that no process needs.
fn remove(session: BorrowedFd<'_>, name: &Name) {
    // A directory that cannot be removed is left over, and does no harm.
    let flags = OFlags::DIRECTORY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
    if let Ok(home) = openat(session, name.as_c_str(), flags, Mode::empty()) {
        _ = unlinkat(home, FILE, AtFlags::empty());
        _ = unlinkat(session, name.as_c_str(), AtFlags::REMOVEDIR);
    }
}

/// The directories in `session` that processes have made, with buffers or without.
///
/// # Errors
///
/// [`Error::File`](crate::Error::File).
pub(crate) fn directories(session: &Path) -> Result<Vec<PathBuf>> {
    named(session, |name| name.starts_with(PREFIX))
}

fn named(session: &Path, is: impl Fn(&str) -> bool) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(session).map_err(at(session))? {
        let entry = entry.map_err(at(session))?;
        if entry.file_name().to_str().is_some_and(&is) {
            found.push(entry.path());
        }
    }
    Ok(found)
}

/// Calls `with` for the buffers of each process, and its directory. Those that cannot be used are their own process's affair.
///
/// # Errors
///
/// Those of [`directories`] and of `with`; and of buffers that this process has no descriptor or memory for, after all others had their turn.
pub(crate) fn each(session: &Path, mut with: impl FnMut(File, &Path) -> Result<()>) -> Result<()> {
    let mut missed = Ok(());
    for directory in directories(session)? {
        match File::open(&directory) {
            Ok(file) => with(file.for_looking(), &directory)?,
            Err(error) if error.is_for_now() => missed = Err(error),
            Err(_) => {}
        }
    }
    missed
}

/// Removes what is left of a directory whose buffers are not needed any more, but for a trace that has events: also parts that have none.
pub(crate) fn tidy(directory: &Path) {
    let file = directory.join(crate::file::NAME);
    release(&file);
    _ = open::remove(&file);
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        remove_if_empty(&entry.path());
    }
    remove_if_empty(directory);
}

/// Removes a directory in which there is nothing, or nothing but metadata.
fn remove_if_empty(directory: &Path) {
    let names = fs::read_dir(directory).into_iter().flatten().map(|entry| Some(entry.ok()?.file_name()));
    if names.collect::<Vec<_>>() == [Some("metadata".into())] {
        _ = open::remove(&directory.join("metadata"));
    }
    // Fails where there is something.
    _ = open::remove_directory(directory);
}

/// Removes the buffers of all processes of a session whose file is gone, and what was never completed.
///
/// # Errors
///
/// [`Error::File`](crate::Error::File).
pub(crate) fn tidy_all(session: &Path) -> Result<()> {
    let hidden = |name: &str| name.strip_prefix('.').is_some_and(|name| name.starts_with(PREFIX));
    let all = named(session, |name| name.starts_with(PREFIX) || hidden(name))?;
    all.iter().for_each(|directory| tidy(directory));
    Ok(())
}

/// The processes, but this one, that have a file in that directory mapped, or in one of its directories.
pub(crate) fn that_have_mapped(session: &Path) -> Vec<u32> {
    let session = session.canonicalize().unwrap_or_else(|_| session.to_owned());
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let has_mapped = |process: &u32| {
        let maps = fs::read(format!("/proc/{process}/maps")).unwrap_or_default();
        maps.split(|byte| *byte == b'\n').any(|line| {
            let path = line.iter().position(|byte| *byte == b'/').map_or(&[][..], |start| &line[start..]);
            let path = Path::new(std::ffi::OsStr::from_bytes(path));
            path.starts_with(&session) && path.file_name().is_some_and(|name| name == crate::file::NAME)
        })
    };
    numbers.filter(|process| *process != std::process::id() && has_mapped(process)).collect()
}

/// Tells whether any process can still write to a process's buffers.
#[derive(Debug)]
pub(crate) struct Life {
    directory: fs::File,
    process: Option<u32>,
}

impl Life {
    /// Of the process with that directory.
    ///
    /// # Errors
    ///
    /// [`Error::File`](crate::Error::File).
    pub(crate) fn of(directory: &Path) -> Result<Self> {
        let name = directory.file_name().unwrap_or_default().to_string_lossy();
        let numbers = name.strip_prefix(PREFIX).unwrap_or_default();
        let process = numbers.split('-').next().and_then(|process| process.parse().ok());
        Ok(Self {
            directory: open::existing_directory(directory)
                .map_err(|errno| at(directory)(errno.into()))?
                .into(),
            process,
        })
    }

    /// Returns whether none can. `false` if that cannot be told.
    pub(crate) fn has_ended(&self, file: &File) -> bool {
        // The last open file of the lock's is closed by the kernel, however its processes ended, and when they became other programs.
        let unlocked = flock(&self.directory, FlockOperation::NonBlockingLockExclusive).is_ok();
        if unlocked {
            _ = flock(&self.directory, FlockOperation::Unlock);
        }
        // Or by programs that close whatever is open: they have the file mapped all the same.
        unlocked && !self.process.is_some_and(|process| has_mapped(process, file))
    }
}

/// Returns whether a process has a file mapped that this one has mapped, too; yes, if that cannot be told.
fn has_mapped(process: u32, file: &File) -> bool {
    // Device and inode, as these lists name them: `stat(2)` may give other numbers (btrfs, overlayfs).
    let identity = |line: &str| {
        let mut columns = line.split_ascii_whitespace().skip(3).map(str::to_owned);
        Some((columns.next()?, columns.next()?))
    };
    let theirs = match fs::read(format!("/proc/{process}/maps")) {
        Ok(maps) => String::from_utf8_lossy(&maps).into_owned(),
        Err(error) => return error.kind() != io::ErrorKind::NotFound,
    };
    let start = format!("{:08x}-", file.address());
    let Ok(ours) = fs::read("/proc/self/maps") else { return true };
    let ours =
        String::from_utf8_lossy(&ours).lines().find(|line| line.starts_with(&start)).and_then(identity);
    ours.is_some() && theirs.lines().any(|line| identity(line) == ours)
}
