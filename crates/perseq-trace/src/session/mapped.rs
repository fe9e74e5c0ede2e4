//! Which processes have a session's buffers mapped, as the kernel's lists of mappings say.

use std::{
    collections::{HashMap, HashSet},
    fs, io,
    os::unix::ffi::OsStrExt as _,
    path::Path,
};

use rustix::fs::{FlockOperation, flock};

use crate::{
    buffer::file::{File, NAME},
    session::{place::Place, process::PREFIX},
};

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

/// The processes, but this one, that have the session's file mapped: each that traces into it has, also where it has buffers of its own.
pub(crate) fn that_have_mapped(session: &File) -> Vec<u32> {
    let ours = identities_of(&[session]).remove(0);
    processes_with(|line| match &ours {
        Some(ours) => identity(&String::from_utf8_lossy(line)).as_ref() == Some(ours),
        // Any session's of that path.
        None => path_of(line) == session.path,
    })
}

/// Tells whether any process can still write to a process's buffers.
#[derive(Debug)]
pub(crate) struct Life {
    directory: Place,
    process: Option<u32>,
}

impl Life {
    /// Of the process with that directory.
    pub(crate) fn of(directory: &Place) -> Self {
        let name = directory.name().to_string_lossy();
        let numbers = name.strip_prefix(PREFIX).unwrap_or_default();
        let process = numbers.split('-').next().and_then(|process| process.parse().ok());
        Self { directory: directory.clone(), process }
    }

    /// Returns whether none of its process's threads can, nor a process that keeps the lock. `false` if that cannot be told.
    pub(crate) fn is_over(&self, file: &File) -> bool {
        // The last open file of the lock's is closed by the kernel, however its processes ended, and when they became other programs.
        let unlocked = match self.directory.directory() {
            // Until this closes it.
            Ok(directory) => flock(&directory, FlockOperation::NonBlockingLockExclusive).is_ok(),
            Err(error) => error.kind() == io::ErrorKind::NotFound,
        };
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
