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
use std::os::fd::{AsFd as _, BorrowedFd};

use rustix::{
    fs::{AtFlags, CWD, FlockOperation, Mode, OFlags, flock, mkdirat, openat, renameat, unlinkat},
    io::Errno,
};

use crate::{
    Result,
    buffer::{
        fault::Fault,
        file::{File, NAME, at},
        header::NAME_LEN,
        reserve::{self, Kept},
    },
    session::{
        open::{self, above_standard, identity_at},
        place::Place,
        settings::Settings,
    },
};

/// The beginning of the names of processes' directories.
pub(super) const PREFIX: &str = "process-";
/// The session's file, for the kernel.
pub(super) const FILE: &CStr = c".session";

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
    // The directory may have been removed, and be another session's by now.
    if identity_at(&session, FILE)? != settings.session {
        return Err(Errno::NOENT.into());
    }
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
pub(crate) fn directories(session: &Place) -> Result<Vec<Place>> {
    named(session, |name| name.starts_with(PREFIX))
}

fn named(session: &Place, is: impl Fn(&str) -> bool) -> Result<Vec<Place>> {
    let names = session.names().map_err(at(session.path()))?;
    let names = names.into_iter().filter(|name| name.to_str().is_some_and(&is));
    Ok(names.map(|name| session.join(name)).collect())
}

/// Calls `with` for the buffers of each process, and its directory. Returns how many there are that cannot be used: those are their own process's
/// affair.
///
/// # Errors
///
/// Those of [`directories`] and of `with`; and of buffers that this process has no descriptor or memory for, after all others had their turn.
pub(crate) fn each(session: &Place, mut with: impl FnMut(File, &Place) -> Result<()>) -> Result<u64> {
    let (mut missed, mut unusable) = (None, 0);
    for directory in directories(session)? {
        match File::open(&directory) {
            Ok(file) => with(file.for_looking(), &directory)?,
            Err(error) if error.is_for_now() => missed = Some(error),
            // A trace that is complete has none.
            Err(error) if error.is_missing() => {}
            Err(_) => unusable += 1,
        }
    }
    missed.map_or(Ok(unusable), Err)
}

/// The contents of a directory; nothing if they cannot be listed.
fn contents(directory: &Place) -> Vec<Place> {
    directory.names().unwrap_or_default().into_iter().map(|name| directory.join(name)).collect()
}

/// Removes what is left of a directory whose buffers are not needed any more, but for a trace that has events: also parts that have none. Returns
/// whether the buffers are gone.
pub(crate) fn tidy(directory: &Place) -> bool {
    let removed = reserve::remove(&directory.buffers());
    contents(directory).iter().for_each(remove_if_empty);
    remove_if_empty(directory);
    removed.is_ok()
}

/// Returns whether a directory has a trace and no buffers: another process's directory never takes its place.
pub(crate) fn has_trace_only(directory: &Place) -> bool {
    let names = directory.names().unwrap_or_default();
    !names.is_empty() && names.iter().all(|name| name != NAME)
}

/// Removes a directory in which there is nothing, or nothing but metadata and streams without a packet.
fn remove_if_empty(directory: &Place) {
    let all = contents(directory);
    let is_empty = |place: &Place| place.name() == "metadata" || matches!(place.len(), Ok(Some(0)));
    if all.iter().all(is_empty) {
        all.iter().for_each(|place| _ = place.remove());
    }
    // Fails where there is something.
    _ = directory.remove_directory();
}

/// Removes the buffers of a session that has ended and was consumed, also if its file was removed by hand: those of all processes, if each has its
/// own, and what was never completed.
///
/// # Errors
///
/// [`Error::File`](crate::Error::File).
pub(crate) fn remove_session(session: &Place, per_process: bool) -> Result<()> {
    let file = session.buffers();
    match reserve::remove(&file).map_err(at(file.path())) {
        Err(error) if error.is_missing() => {}
        removed => removed?,
    }
    if per_process {
        let hidden = |name: &str| name.strip_prefix('.').is_some_and(|name| name.starts_with(PREFIX));
        let all = named(session, |name| name.starts_with(PREFIX) || hidden(name))?;
        all.iter().for_each(|directory| _ = tidy(directory));
    }
    Ok(())
}
