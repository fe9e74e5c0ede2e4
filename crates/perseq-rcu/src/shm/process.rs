//! Whether another process lives.

use std::{fs, os::fd::OwnedFd};

use rustix::{
    event::{PollFd, PollFlags, Timespec, poll},
    io::Errno,
    process::{Pid, PidfdFlags, getpid, pidfd_open, test_kill_process},
};

/// A process, told from a later one with the same id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Process {
    pub(super) pid: u32,
    /// When it started, in the kernel's ticks since boot; 0 where `/proc` does not tell.
    pub(super) start: u64,
    /// The time namespace in which that was read: in another one, boot was at another time. 0 where there are none.
    pub(super) clock: u64,
}

impl Process {
    /// This one.
    pub(super) fn me() -> Self {
        let pid = getpid();
        let pid = pid.as_raw_nonzero().get().unsigned_abs();
        Self { pid, start: started("self").unwrap_or(0), clock: clock() }
    }

    /// A handle that becomes readable when it has ended, if there can be one.
    pub(super) fn open(self) -> rustix::io::Result<OwnedFd> {
        let pid = i32::try_from(self.pid).ok().and_then(Pid::from_raw).ok_or(Errno::SRCH)?;
        pidfd_open(pid, PidfdFlags::empty())
    }

    /// Whether all its threads have ended, killed or not, waited for or not. `false` where that cannot be told.
    pub(super) fn is_gone(self) -> bool {
        let Some(pid) = i32::try_from(self.pid).ok().and_then(Pid::from_raw) else { return true };
        let handle = match self.open() {
            Ok(handle) => handle,
            Err(Errno::SRCH) => return true,
            // Before Linux 5.3, or refused.
            Err(_) => return test_kill_process(pid) == Err(Errno::SRCH) || self.is_another(),
        };
        let mut ready = [PollFd::new(&handle, PollFlags::IN)];
        // Readable when the last thread has ended.
        let now = Timespec { tv_sec: 0, tv_nsec: 0 };
        // The start is read behind the opening of the handle, which is of the process that has the id now.
        matches!(poll(&mut ready, Some(&now)), Ok(1..)) || self.is_another()
    }

    /// Whether the id is another process's now.
    fn is_another(self) -> bool {
        let another = |start| start != self.start && self.clock == clock();
        self.start != 0 && started(&self.pid.to_string()).is_some_and(another)
    }

    /// Whether it has become another program, and so has the file mapped no more. `false` where that cannot be told.
    ///
    /// What is mapped all the time is listed whatever else changes meanwhile (Linux `Documentation/filesystems/proc.rst`).
    pub(super) fn has_unmapped(self, file: &Mapped) -> bool {
        fs::read_to_string(format!("/proc/{}/maps", self.pid)).is_ok_and(|maps| {
            !maps.is_empty() && !maps.lines().any(|line| mapped(line) == Some(file.0.clone()))
        })
    }
}

/// A file, as lists of what is mapped name it: `stat(2)` may give other numbers (btrfs, overlayfs).
#[derive(Debug, Clone)]
pub(super) struct Mapped((String, String));

impl Mapped {
    /// The file that this process has mapped at `address`; `None` where `/proc` does not tell.
    pub(super) fn at(address: usize) -> Option<Self> {
        let start = format!("{address:08x}-");
        let maps = fs::read_to_string("/proc/self/maps").ok()?;
        maps.lines().find(|line| line.starts_with(&start)).and_then(mapped).map(Self)
    }
}

/// Device and inode of a line of `/proc/<pid>/maps`.
fn mapped(line: &str) -> Option<(String, String)> {
    let mut columns = line.split_ascii_whitespace().skip(3).map(str::to_owned);
    Some((columns.next()?, columns.next()?))
}

/// When the process that `/proc/<which>` is of has started.
fn started(which: &str) -> Option<u64> {
    let stat = fs::read_to_string(format!("/proc/{which}/stat")).ok()?;
    // The name may hold anything, parentheses too. Field 22 is the 20th behind it.
    stat.rsplit_once(')')?.1.split_ascii_whitespace().nth(19)?.parse().ok()
}

/// The pid namespace's number, or 0 where `/proc` does not tell.
pub(super) fn namespace() -> u64 {
    rustix::fs::stat("/proc/self/ns/pid").map_or(0, |stat| stat.st_ino)
}

/// The time namespace's number, or 0 where there are none (before Linux 5.6).
fn clock() -> u64 {
    rustix::fs::stat("/proc/self/ns/time").map_or(0, |stat| stat.st_ino)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_is_gone_when_it_was_killed_and_before_anybody_waits_for_it() {
        // SAFETY: the child calls nothing but these two.
        let child = unsafe { libc::fork() };
        if child == 0 {
            loop {
                // SAFETY: no arguments.
                unsafe { libc::pause() };
            }
        }
        let process =
            Process { pid: child as u32, start: started(&child.to_string()).unwrap(), clock: clock() };
        assert!(!process.is_gone());
        // SAFETY: a child that was not waited for.
        unsafe { libc::kill(child, libc::SIGKILL) };
        while !process.is_gone() {
            std::thread::yield_now();
        }
        // SAFETY: as above; how it has ended is known.
        unsafe { libc::waitpid(child, core::ptr::null_mut(), 0) };
        assert!(process.is_gone());
    }

    #[test]
    fn a_later_process_with_the_same_id_is_another() {
        let me = Process::me();
        assert!(!me.is_gone());
        assert!(Process { start: me.start + 1, ..me }.is_gone());
        assert!(!Process { start: 0, ..me }.is_gone(), "where nothing is known it may be the same");
        let elsewhere = Process { start: me.start + 1, clock: me.clock + 1, ..me };
        assert!(!elsewhere.is_gone(), "in another time namespace every start is another");
    }

    #[test]
    fn what_is_mapped_is_told_from_what_is_not() {
        let me = Process::me();
        let maps = fs::read_to_string("/proc/self/maps").unwrap();
        let start = maps.split('-').next().unwrap();
        let program = Mapped::at(usize::from_str_radix(start, 16).unwrap()).unwrap();
        assert!(!me.has_unmapped(&program));
        assert!(me.has_unmapped(&Mapped((program.0.0, "0000".to_owned()))));
        assert!(Mapped::at(16).is_none());
    }
}
