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
    collections::{HashMap, HashSet},
    ffi::OsString,
    fs, io,
    os::{
        fd::{AsFd as _, BorrowedFd},
        unix::ffi::OsStrExt as _,
    },
    path::{Path, PathBuf},
};

use rustix::{
    fs::{AtFlags, CWD, FlockOperation, Mode, OFlags, flock, mkdirat, openat, renameat, statat, unlinkat},
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
        open::{self, above_standard},
        settings::Settings,
    },
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
    // The directory may have been removed, and be another session's by now.
    let about = statat(&session, FILE, AtFlags::SYMLINK_NOFOLLOW)?;
    if (about.st_dev, about.st_ino) != settings.session {
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

/// Calls `with` for the buffers of each process, and its directory. Returns how many there are that cannot be used: those are their own process's
/// affair.
///
/// # Errors
///
/// Those of [`directories`] and of `with`; and of buffers that this process has no descriptor or memory for, after all others had their turn.
pub(crate) fn each(session: &Path, mut with: impl FnMut(File, &Path) -> Result<()>) -> Result<u64> {
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

/// Removes what is left of a directory whose buffers are not needed any more, but for a trace that has events: also parts that have none. Returns
/// whether the buffers are gone.
pub(crate) fn tidy(directory: &Path) -> bool {
    let removed = reserve::remove(&directory.join(NAME));
    for entry in fs::read_dir(directory).into_iter().flatten().flatten() {
        remove_if_empty(&entry.path());
    }
    remove_if_empty(directory);
    removed.is_ok()
}

/// Returns whether a directory has a trace and no buffers: another process's directory never takes its place.
pub(crate) fn has_trace_only(directory: &Path) -> bool {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let names: Vec<OsString> = entries.map(|entry| entry.file_name()).collect();
    !names.is_empty() && names.iter().all(|name| name != NAME)
}

/// Removes a directory in which there is nothing, or nothing but metadata and streams without a packet.
fn remove_if_empty(directory: &Path) {
    let entries: Vec<_> = fs::read_dir(directory).into_iter().flatten().flatten().collect();
    let is_empty = |entry: &fs::DirEntry| {
        let is_file = |about: fs::Metadata| about.is_file() && about.len() == 0;
        entry.file_name() == "metadata" || entry.metadata().is_ok_and(is_file)
    };
    if entries.iter().all(is_empty) {
        entries.iter().for_each(|entry| _ = open::remove(&entry.path()));
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
    all.iter().for_each(|directory| _ = tidy(directory));
    Ok(())
}

/// The processes, but this one, whose lists of mappings have a line about a file of that name for which
/// `is` says yes.
fn processes_with(is: impl Fn(&[u8]) -> bool) -> Vec<u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let numbers = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let others = numbers.filter(|process| *process != std::process::id());
    let has_one = |process: &u32| {
        let maps = fs::read(format!("/proc/{process}/maps")).unwrap_or_default();
        maps.split(|byte| *byte == b'\n').any(|line| path_of(line).ends_with(NAME) && is(line))
    };
    others.filter(has_one).collect()
}

/// The path of a line of such a list, also of a file that was removed.
fn path_of(line: &[u8]) -> &Path {
    let path = line.iter().position(|byte| *byte == b'/').map_or(&[][..], |start| &line[start..]);
    let path = path.strip_suffix(b" (deleted)").unwrap_or(path);
    Path::new(std::ffi::OsStr::from_bytes(path))
}

/// The processes, but this one, that have a file in that directory mapped, or in one of its directories.
pub(crate) fn that_have_mapped(session: &Path) -> Vec<u32> {
    let session = session.canonicalize().unwrap_or_else(|_| session.to_owned());
    processes_with(|line| path_of(line).starts_with(&session))
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

    /// Returns whether none of its process's threads can, nor a process that keeps the lock. `false` if that cannot be told.
    pub(crate) fn is_over(&self, file: &File) -> bool {
        // The last open file of the lock's is closed by the kernel, however its processes ended, and when they became other programs.
        let unlocked = flock(&self.directory, FlockOperation::NonBlockingLockExclusive).is_ok();
        if unlocked {
            _ = flock(&self.directory, FlockOperation::Unlock);
        }
        // Or by programs that close whatever is open: they have the file mapped all the same.
        unlocked && !self.process.is_some_and(|process| is_mapped_by(process, file))
    }
}

/// Device and inode of a mapped file, as the kernel's lists of mappings name them: `stat(2)` may give other numbers (btrfs, overlayfs).
type Identity = (String, String);

fn identity(line: &str) -> Option<Identity> {
    let mut columns = line.split_ascii_whitespace().skip(3).map(str::to_owned);
    Some((columns.next()?, columns.next()?))
}

/// Those of files that this process has mapped, in their order; `None` for one of which it cannot be told.
fn identities_of(files: &[&File]) -> Vec<Option<Identity>> {
    let ours = fs::read("/proc/self/maps").unwrap_or_default();
    let ours = String::from_utf8_lossy(&ours);
    let by_start: HashMap<_, _> =
        ours.lines().filter_map(|line| Some((line.split_once('-')?.0, line))).collect();
    let line_of = |file: &File| by_start.get(&*format!("{:08x}", file.address()));
    files.iter().map(|file| line_of(file).and_then(|line| identity(line))).collect()
}

/// Returns whether a process has a file mapped that this one has mapped, too; yes, if that cannot be told.
fn is_mapped_by(process: u32, file: &File) -> bool {
    let theirs = match fs::read(format!("/proc/{process}/maps")) {
        Ok(maps) => String::from_utf8_lossy(&maps).into_owned(),
        Err(error) => return error.kind() != io::ErrorKind::NotFound,
    };
    let ours = identities_of(&[file]);
    ours[0].is_none() || theirs.lines().any(|line| identity(line) == ours[0])
}

/// Returns for each of these files whether another process has it mapped to write there, of those processes
/// that this user may look at; yes, if that cannot be told. A forked child that closes what it does not know,
/// and outlives its parent, keeps no lock, and may write there.
///
/// Looks at all processes, once for all files: some milliseconds where there are hundreds.
pub(crate) fn are_written(files: &[&File]) -> Vec<bool> {
    let files = identities_of(files);
    let wanted: HashSet<&Identity> = files.iter().flatten().collect();
    let is_one =
        |line: &[u8]| identity(&String::from_utf8_lossy(line)).is_some_and(|file| wanted.contains(&file));
    let written: HashSet<_> = processes_with(is_one).into_iter().flat_map(written_by).collect();
    files.iter().map(|file| file.as_ref().is_none_or(|file| written.contains(file))).collect()
}

/// The files of that name that a process has mapped, but for those that it only looks at ([`File::for_looking`]): a recorder's own children have
/// them, too.
fn written_by(process: u32) -> Vec<Identity> {
    let maps = fs::read(format!("/proc/{process}/smaps")).unwrap_or_default();
    let (mut found, mut current) = (Vec::new(), None);
    for line in maps.split(|byte| *byte == b'\n') {
        match line.strip_prefix(b"VmFlags:") {
            Some(flags) => {
                let looks = flags.split(|byte| *byte == b' ').any(|flag| flag == b"rr");
                found.extend(current.take().filter(|_| !looks));
            }
            None if path_of(line).ends_with(NAME) => current = identity(&String::from_utf8_lossy(line)),
            None => {}
        }
    }
    found
}
