//! Handles of other members.
//!
//! [`perseq_core::process`] tells whether a member lives.

use std::os::fd::OwnedFd;

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
