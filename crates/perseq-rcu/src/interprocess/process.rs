//! Handles and states of other members.
//!
//! [`perseq_core::process`] tells whether a member lives.

use std::{fs, os::fd::OwnedFd};

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

/// Returns whether `/proc` shows the process as stopped by a signal or a debugger; not where it shows nothing of it.
pub(super) fn is_stopped(pid: u32) -> bool {
    let state = fs::read(format!("/proc/{pid}/stat")).ok().and_then(|stat| state_in(&stat));
    matches!(state, Some(b'T' | b't'))
}

/// The state in a line of `proc_pid_stat(5)`: the letter after the name, which may have parentheses of its own.
fn state_in(stat: &[u8]) -> Option<u8> {
    let name_end = stat.iter().rposition(|byte| *byte == b')')?;
    stat.get(name_end + 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_state_is_found_after_whatever_name() {
        assert_eq!(state_in(b"7 (sh) T 1 7"), Some(b'T'));
        assert_eq!(state_in(b"7 (a) T (b)) S 1 7"), Some(b'S'));
        assert_eq!(state_in(b"7 (sh"), None);
        assert_eq!(state_in(b"7 (sh)"), None);
    }
}
