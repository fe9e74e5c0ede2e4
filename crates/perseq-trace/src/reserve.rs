//! Memory for a session's file, asked for before anybody touches it.

use std::{fs, io, os::unix::fs::FileExt as _};

use perseq_core::cpu;
use rustix::{
    fs::{FallocateFlags, fallocate},
    io::Errno,
};

use crate::geometry::{CONTROL, Geometry, HEAD};

/// Makes `file` as long as its session needs, of memory that the file system sets aside. A sparse file would do as long as there is room: where
/// there is none, `/dev/shm` of a container being small, whoever traces would die of `SIGBUS`.
///
/// Of CPUs that are not online the control pages alone: there may be hundreds that will never be.
///
/// # Errors
/// The kernel's; where the file system is full, with what to do about it.
pub(crate) fn reserve(file: &fs::File, geometry: &Geometry) -> io::Result<()> {
    file.set_len(geometry.total() as u64)?;
    let online = cpu::online().ok();
    let is_online = |cpu| online.as_ref().is_none_or(|online| online.contains(cpu));
    // The header and the CPUs behind it at once: on a disk each call is a transaction.
    let (mut start, mut end, mut cpus) = (0, HEAD, 0);
    let full = |source: io::Error, cpus: u32| match source.kind() {
        io::ErrorKind::StorageFull => io::Error::new(
            source.kind(),
            format!(
                "{source}: the session needs {HEAD} bytes, and {} for each of {cpus} CPUs: make it with smaller or fewer sub-buffers, \
                 or elsewhere",
                geometry.stride
            ),
        ),
        _ => source,
    };
    for cpu in 0..geometry.cpus {
        let control = geometry.control(cpu);
        if is_online(cpu) {
            cpus += 1;
            if control != end {
                keep(file, start, end).map_err(|error| full(error, cpus))?;
                start = control;
            }
            end = control + geometry.stride;
        } else {
            file.write_all_at(&[0; CONTROL], control as u64).map_err(|error| full(error, cpus))?;
        }
    }
    keep(file, start, end).map_err(|error| full(error, cpus))
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
