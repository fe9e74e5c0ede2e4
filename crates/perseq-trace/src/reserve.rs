//! Memory for a session's file, asked for before anybody touches it.

use std::{fs, io, os::unix::fs::FileExt as _};

use perseq_core::cpu::{self, CpuSet};
use rustix::{
    fs::{FallocateFlags, fallocate, ftruncate},
    io::Errno,
    process::{Resource, getrlimit},
};

use crate::{
    file::Fault,
    geometry::{CONTROL, Geometry, HEAD},
};

/// CPUs whose buffers need room; all of them where that cannot be told.
#[derive(Debug)]
pub(crate) struct Online(Option<CpuSet>);

impl Online {
    pub(crate) fn now() -> Self {
        Self(cpu::online().ok())
    }

    fn contains(&self, cpu: u32) -> bool {
        self.0.as_ref().is_none_or(|online| online.contains(cpu))
    }
}

/// Makes `file` as long as its session needs, of memory that the file system sets aside. A sparse file would do as long as there is room: where
/// there is none, `/dev/shm` of a container being small, whoever traces would die of `SIGBUS`. It does not allocate.
///
/// Of CPUs below `cpus` that are not online the control pages alone: there may be hundreds that will never be.
///
/// # Errors
/// The kernel's.
pub(crate) fn reserve(file: &fs::File, geometry: &Geometry, cpus: u32, online: &Online) -> io::Result<()> {
    // Beyond the limit of this process (`ulimit -f`) the kernel would end it by SIGXFSZ.
    if getrlimit(Resource::Fsize).current.is_some_and(|most| geometry.total() as u64 > most) {
        return Err(Errno::FBIG.into());
    }
    ftruncate(file, geometry.total() as u64)?;
    // The header and the CPUs behind it at once: on a disk each call is a transaction.
    let (mut start, mut end) = (0, HEAD);
    for cpu in 0..geometry.cpus.min(cpus) {
        let control = geometry.control(cpu);
        if online.contains(cpu) {
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

/// Where there was no room, what to do about it.
pub(crate) fn with_advice(fault: Fault, geometry: &Geometry) -> Fault {
    match fault {
        Fault::Io(source) if source.kind() == io::ErrorKind::StorageFull => {
            let advice = format!(
                "{source}: the session needs {HEAD} bytes, and {} for each CPU: make it with smaller or fewer sub-buffers, or elsewhere",
                geometry.stride
            );
            Fault::Io(io::Error::new(source.kind(), advice))
        }
        other => other,
    }
}
