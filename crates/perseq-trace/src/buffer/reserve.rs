//! Memory for a session's file, asked for before any process touches it.

use std::{fs, io, os::unix::fs::FileExt as _};

use perseq_core::cpu::{self, CpuSet};
use rustix::{
    fs::{FallocateFlags, OFlags, fallocate, ftruncate},
    io::Errno,
    process::{Resource, getrlimit},
};

use crate::{
    buffer::{
        fault::Fault,
        geometry::{CONTROL, Geometry, HEAD, UNBUFFERED},
        header::{FIXED, Header},
    },
    session::place::Place,
};

/// The CPUs whose buffers have their room from the start.
#[derive(Debug)]
pub(crate) enum Kept {
    /// Those that are online; all of them where that cannot be told.
    Online(Option<Box<CpuSet>>),
    /// None: each buffer, and the descriptions of types, when something is written there.
    Nothing,
}

impl Kept {
    pub(crate) fn online() -> Self {
        Self::Online(cpu::online().ok().map(Box::new))
    }

    pub(crate) fn all() -> Self {
        Self::Online(None)
    }

    pub(crate) fn contains(&self, cpu: u32) -> bool {
        match self {
            Self::Online(online) => online.as_ref().is_none_or(|online| online.contains(cpu)),
            Self::Nothing => false,
        }
    }

    /// Bytes of the header that have their room from the start.
    fn head(&self) -> usize {
        if matches!(self, Self::Nothing) { FIXED } else { HEAD }
    }
}

/// Most bytes of a file of this process's (`ulimit -f`).
pub(crate) fn longest_file() -> u64 {
    getrlimit(Resource::Fsize).current.unwrap_or(u64::MAX)
}

/// Asked before a file gets `len` bytes long: beyond the limit of this process the kernel would end it by SIGXFSZ.
///
/// # Errors
/// As that signal's handler would find it: `FBIG`.
pub(crate) fn check_limit(len: u64) -> io::Result<()> {
    if len > longest_file() { Err(Errno::FBIG.into()) } else { Ok(()) }
}

/// Makes `file` as long as its session needs, of memory that the file system sets aside. A sparse file would do as long as there is room: if there is
/// none, `/dev/shm` of a container being small, a process that traces would die of `SIGBUS`. It does not allocate.
///
/// Of CPUs whose buffers are not `kept` the control pages alone: there may be hundreds that will never be used.
///
/// # Errors
/// The kernel's.
pub(crate) fn reserve(file: &fs::File, geometry: &Geometry, kept: &Kept) -> io::Result<()> {
    check_limit(geometry.len() as u64)?;
    ftruncate(file, geometry.len() as u64)?;
    // The header and the CPUs after it at once: on a disk each call is a transaction.
    let (mut start, mut end) = (0, kept.head());
    for cpu in 0..geometry.rows {
        let control = geometry.control(cpu);
        if kept.contains(cpu) {
            if control != end {
                keep(file, start, end)?;
                start = control;
            }
            end = control + geometry.stride;
        } else {
            file.write_all_at(&[0; CONTROL], control as u64)?;
        }
    }
    keep(file, start, end)
}

/// Removes a file of buffers that are not needed any more, and gives their memory back: processes that have written there have them mapped for ever.
///
/// The name goes first. A file without the words of its buffers says of a complete trace that nothing of it was committed, and a recovery would cut
/// that trace to nothing. If this process is killed in between, the last process that has the file mapped gives the memory back when it ends.
///
/// # Errors
/// The kernel's: then nothing was changed.
pub(crate) fn remove(place: &Place) -> io::Result<()> {
    let file = place.file(OFlags::RDWR);
    place.remove()?;
    let Ok(file) = file else { return Ok(()) };
    give_back(&file);
    Ok(())
}

/// Gives back the memory of a file whose session has ended, but for its header, in which processes see that, and the count of programs
/// without buffers, if there are any.
pub(crate) fn give_back(file: &fs::File) {
    let len = file.metadata().map_or(0, |about| about.len());
    let mut untraced = [0; 4];
    let read = file.read_exact_at(&mut untraced, core::mem::offset_of!(Header, untraced) as u64);
    let is_counted = len == HEAD as u64 && (read.is_err() || untraced != [0; 4]);
    let end = if is_counted { UNBUFFERED as u64 } else { len };
    let start = (FIXED as u64).next_multiple_of(1 << 16);
    if end > start {
        // If that cannot be, they keep it.
        let flags = FallocateFlags::PUNCH_HOLE | FallocateFlags::KEEP_SIZE;
        _ = fallocate(file, flags, start, end - start);
    }
}

fn keep(file: &fs::File, start: usize, end: usize) -> io::Result<()> {
    loop {
        match fallocate(file, FallocateFlags::empty(), start as u64, (end - start) as u64) {
            Err(Errno::INTR) => {}
            // Not every file system can.
            Err(Errno::OPNOTSUPP | Errno::NOSYS) => return Ok(()),
            kept => return kept.map_err(io::Error::from),
        }
    }
}

/// Adds advice to a fault that was for lack of room.
pub(crate) fn with_advice(fault: Fault, geometry: &Geometry) -> Fault {
    match fault {
        Fault::Io(source) if source.kind() == io::ErrorKind::StorageFull => {
            let advice = format!(
                "{source}: the session needs {HEAD} bytes, and {} for each CPU: make it with smaller or fewer sub-buffers, or elsewhere",
                geometry.stride
            );
            Fault::Io(io::Error::new(source.kind(), advice))
        }
        Fault::Io(source) if source.kind() == io::ErrorKind::FileTooLarge => {
            let advice = format!(
                "{source}: it needs {} bytes, and files of this process may have {} (ulimit -f): raise that limit, or make the session with smaller \
                 or fewer sub-buffers",
                geometry.len(),
                longest_file()
            );
            Fault::Io(io::Error::new(source.kind(), advice))
        }
        other => other,
    }
}
