//! What this process can tell of itself and of other members: boot, handles.
//!
//! Whether a member lives is for [`perseq_core::process`].

use std::{fs, io, os::fd::OwnedFd};

use perseq_core::process::Process;
use rustix::{
    io::Errno,
    process::{Pid, PidfdFlags, pidfd_open},
};

/// A handle that becomes readable when `process` has ended, if there can be one.
pub(super) fn handle(process: Process) -> rustix::io::Result<OwnedFd> {
    let pid = i32::try_from(process.pid()).ok().and_then(Pid::from_raw).ok_or(Errno::SRCH)?;
    // Later processes with the same id, and those of other namespaces, wake for nothing, which does no harm.
    super::file::above_standard(pidfd_open(pid, PidfdFlags::empty())?)
}

/// The kernel's number of the time since it was started, or 0 where the kernel does not tell: then files of other boots are not told from
/// ours.
///
/// # Errors
/// This process, or the machine, has no descriptor or memory left to ask with.
pub(super) fn boot() -> io::Result<[u64; 2]> {
    let text = match fs::read_to_string("/proc/sys/kernel/random/boot_id") {
        Ok(text) => text,
        Err(error) => match Errno::from_io_error(&error) {
            Some(Errno::MFILE | Errno::NFILE | Errno::NOMEM) => return Err(error),
            _ => return Ok([0; 2]),
        },
    };
    let digits: String = text.chars().filter(char::is_ascii_hexdigit).collect();
    let half = |at: usize| digits.get(at..at + 16).and_then(|half| u64::from_str_radix(half, 16).ok());
    Ok(half(0).zip(half(16)).map_or([0; 2], |(high, low)| [high, low]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_boot_has_a_number() {
        assert_ne!(boot().unwrap(), [0; 2]);
        assert_eq!(boot().unwrap(), boot().unwrap());
    }
}
