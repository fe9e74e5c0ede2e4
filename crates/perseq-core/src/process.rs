//! Processes by name: whether one lives, as far as another process can tell.
//!
//! A process id alone is no name: it means another process in another pid namespace, and it is given again. So a [`Process`] is
//!
//! ```text
//!   bit  0       free for users of the word
//!        1..23   process id (Linux gives none above 2²²)
//!       23..44   when it started: a hash of the kernel's ticks, 0 where that is not known
//!       44..64   its pid namespace: the low bits of the kernel's number of it, 0 where that is not known
//! ```
//!
//! [`is_gone`](Process::is_gone) says so only of what it knows:
//!
//! | asked | by | believed |
//! |---|---|---|
//! | is the id that of a process here at all? | the namespaces: `/proc/self/ns/pid`, or the ioctl of Linux 6.11 | if both are known and equal |
//! | has it ended, waited for or not? | `pidfd_open(2)` and `ppoll(2)`; before Linux 5.3, or refused: `kill(pid, 0)` and the state in `/proc`; without a descriptor: its memory and threads there, by `readlink(2)` and `stat(2)` | always |
//! | is it a later process with that id? | the start in `/proc/<pid>/stat` | if `/proc` is of this process's own pid namespace, and times are those of the initial time namespace |
//!
//! `/proc` is of this process's namespace if `/proc/self/status` names this process by one id, its own (`NSpid`): a sandbox often sees its
//! parent's, where all ids are those of other processes.
//!
//! # Not noticed
//!
//! * The death of a process of another pid namespace, or of an unknown one (no `/proc` before Linux 6.11): it counts as alive.
//! * A process that was given the id of a dead one, where the start of either is not known: it counts as the dead one, until it ends.
//!   By chance (one in two million) also where both are known.
//! * The end of a single thread of a process that lives.
//! * While this process has no descriptor left and has not looked at `/proc` before: the end of a process whose parent has not waited for it.
//!   The same for a process of another user.
//!
//! Source: `pidfd_open(2)`, `ioctl_pidfd(2)`, `proc_pid_stat(5)`, `pid_namespaces(7)`, `time_namespaces(7)`.

use core::{
    fmt,
    sync::atomic::{
        AtomicPtr, AtomicU64,
        Ordering::{AcqRel, Acquire, Relaxed},
    },
};

use self::proc::{Path, birth, each_line, file_at, file_of, is_own_proc, is_spent, is_zombie, namespace};
use crate::sys;

mod boot;
mod proc;

pub use boot::boot;

/// A process, told from a later one with the same id, and from those of other pid namespaces.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Process(u64);

const PID: (u32, u64) = (1, (1 << 22) - 1);
const BIRTH: (u32, u64) = (23, (1 << 21) - 1);
const NAMESPACE: (u32, u64) = (44, (1 << 20) - 1);

/// A process's knowledge of itself, in a page that forked children find zeroed, also those that have the same id in another
/// namespace.
struct Kept {
    /// Its name.
    me: AtomicU64,
    /// The device of the `/proc` that is of its namespace, plus 1.
    proc: AtomicU64,
}

static KEPT: AtomicPtr<Kept> = AtomicPtr::new(core::ptr::null_mut());

impl Process {
    /// Bits that no name has.
    pub const UNUSED: u64 = 1;

    /// This process. Async-signal-safe; costs one system call, and some files of `/proc` once per process.
    #[must_use]
    pub fn me() -> Self {
        let pid = sys::getpid();
        let kept = kept();
        if let Some(kept) = kept {
            let me = Self(kept.me.load(Relaxed));
            if me.pid() == pid {
                return me;
            }
        }
        let me = Self::of_parts(pid, birth(pid), namespace());
        if let Some(kept) = kept {
            kept.me.store(me.0, Relaxed);
        }
        me
    }

    /// The process of a word that [`word`](Self::word) has given. Any bits are a process, at worst one that there is not.
    #[must_use]
    pub const fn from_word(word: u64) -> Self {
        Self(word & !Self::UNUSED)
    }

    /// As one word, which is not 0 and in which [`UNUSED`](Self::UNUSED) is 0.
    #[must_use]
    pub const fn word(self) -> u64 {
        self.0
    }

    fn of_parts(pid: u32, birth: u32, namespace: u32) -> Self {
        let part = |(shift, mask): (u32, u64), value: u32| (u64::from(value) & mask) << shift;
        Self(part(PID, pid) | part(BIRTH, birth) | part(NAMESPACE, namespace))
    }

    const fn part(self, (shift, mask): (u32, u64)) -> u32 {
        (self.0 >> shift & mask) as u32
    }

    /// Its id, in its own pid namespace.
    #[must_use]
    pub const fn pid(self) -> u32 {
        self.part(PID)
    }

    /// Its pid namespace, by the low bits of the kernel's number of it; 0 where that is not known.
    #[must_use]
    pub const fn namespace(self) -> u32 {
        self.part(NAMESPACE)
    }

    /// Returns whether its pid namespace is known. A process of an unknown one cannot tell of others whether they live, nor
    /// others of it.
    #[must_use]
    pub const fn has_namespace(self) -> bool {
        self.part(NAMESPACE) != 0
    }

    /// Returns whether its id is that of a process here: it and this process are of one pid namespace, as far as is known.
    #[must_use]
    pub fn is_local(self) -> bool {
        self.has_namespace() && self.part(NAMESPACE) == Self::me().part(NAMESPACE)
    }

    /// Returns whether all its threads have ended, killed or not, waited for or not. `false` where that cannot be told:
    /// see the [module](self).
    #[must_use]
    pub fn is_gone(self) -> bool {
        let pid = self.pid();
        if pid == 0 {
            // No process has this id: some other process wrote here.
            return true;
        }
        if !self.is_local() {
            return false;
        }
        let ended = match sys::pidfd_open(pid) {
            // Readable when the last thread has ended.
            Ok(handle) => handle.is_readable(),
            Err(libc::ESRCH) => return true,
            // Before Linux 5.3, refused, or no descriptors left: then `/proc` is asked by calls that need none.
            Err(_) => sys::does_not_exist(pid) || is_zombie(pid) || is_spent(pid),
        };
        // Read after the handle was opened, which is of the process that has the id now.
        ended || self.is_another()
    }

    /// Returns whether the id is a later process's now.
    fn is_another(self) -> bool {
        let (then, now) = (self.part(BIRTH), birth(self.pid()));
        then != 0 && now != 0 && then != now
    }

    /// Returns whether it lives without the memory that this process has mapped, for sharing, at `address`: it has become another
    /// program, or the memory here is a copy of the file that it has mapped. `false` where that cannot be told.
    ///
    /// Reads `/proc/<pid>/maps`, which lists all that is mapped all the time, whatever else changes during the read
    /// (Linux `Documentation/filesystems/proc.rst`).
    #[must_use]
    pub fn has_unmapped(self, address: usize) -> bool {
        if !self.is_local() || !is_own_proc() {
            return false;
        }
        let mut here = None;
        each_line(&Path::of(None, b"maps"), |line| {
            here = file_at(line, address);
            here.is_none()
        });
        let Some(here) = here else { return false };
        let (mut lines, mut found) = (0_usize, false);
        let read = each_line(&Path::of(Some(self.pid()), b"maps"), |line| {
            lines += 1;
            found = file_of(line) == Some(here);
            !found
        });
        // An empty list is that of a process which is just becoming another program, or ends.
        read && lines > 0 && !found
    }
}

impl fmt::Debug for Process {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Process")
            .field("pid", &self.pid())
            .field("birth", &self.part(BIRTH))
            .field("namespace", &self.part(NAMESPACE))
            .finish()
    }
}

/// The page, unless there can be none (no memory; before Linux 4.14).
fn kept() -> Option<&'static Kept> {
    let mut page = KEPT.load(Acquire);
    if page.is_null() {
        let new = sys::map_wiped_on_fork(size_of::<Kept>()).ok()?;
        page = match KEPT.compare_exchange(page, new.cast().as_ptr(), AcqRel, Acquire) {
            Ok(_) => new.cast().as_ptr(),
            Err(others) => {
                // SAFETY: the mapping of above, which no other thread has seen.
                unsafe { sys::unmap_memory(new, size_of::<Kept>()) };
                others
            }
        };
    }
    // SAFETY: a page that is never unmapped once it is in `KEPT`; any bytes are atomics.
    Some(unsafe { &*page })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A child that sleeps until it is killed, or the test has failed.
    fn sleeper() -> u32 {
        // SAFETY: the child calls nothing but these three.
        let child = unsafe { libc::fork() };
        if child == 0 {
            // SAFETY: no memory is involved.
            unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) };
            loop {
                // SAFETY: no arguments.
                unsafe { libc::pause() };
            }
        }
        u32::try_from(child).unwrap()
    }

    fn kill(pid: u32) {
        // SAFETY: a child that was not waited for.
        unsafe { libc::kill(pid.cast_signed(), libc::SIGKILL) };
    }

    fn reap(pid: u32) {
        // SAFETY: as above; how it has ended is known.
        unsafe { libc::waitpid(pid.cast_signed(), core::ptr::null_mut(), 0) };
    }

    #[test]
    fn a_process_is_gone_when_it_was_killed_and_before_its_parent_waits_for_it() {
        let pid = sleeper();
        let process = Process::of_parts(pid, birth(pid), namespace());
        assert!(!process.is_gone() && !is_zombie(pid));
        kill(pid);
        while !process.is_gone() {
            std::thread::yield_now();
        }
        assert!(is_zombie(pid), "by /proc alone");
        reap(pid);
        assert!(process.is_gone() && sys::does_not_exist(pid));
    }

    #[test]
    fn a_later_process_with_the_same_id_is_another() {
        let pid = sleeper();
        let then = birth(pid);
        assert_ne!(then, 0);
        assert!(!Process::of_parts(pid, then, namespace()).is_gone());
        assert!(Process::of_parts(pid, then ^ 1, namespace()).is_gone());
        assert!(
            !Process::of_parts(pid, 0, namespace()).is_gone(),
            "where nothing is known it may be the same"
        );
        assert!(
            !Process::of_parts(pid, then ^ 1, namespace() ^ 1).is_gone(),
            "in another namespace nothing is"
        );
        assert!(!Process::of_parts(pid, then ^ 1, 0).is_gone(), "nor in an unknown one");
        kill(pid);
        reap(pid);
    }

    #[test]
    fn this_process_has_a_name_and_lives_and_a_child_has_another_one() {
        let me = Process::me();
        assert_eq!(me, Process::me());
        assert_eq!(Process::from_word(me.word() | 1), me);
        assert!(me.has_namespace() && me.is_local() && !me.is_gone() && me.pid() == std::process::id());
        // SAFETY: the child makes system calls only.
        let child = unsafe { libc::fork() };
        if child == 0 {
            let other = Process::me();
            let fine = other != me && other.pid() == sys::getpid() && !me.is_gone() && me.is_local();
            // SAFETY: no destructors are wanted.
            unsafe { libc::_exit(i32::from(!fine)) };
        }
        let mut status = 0;
        // SAFETY: `status` is valid for the call.
        unsafe { libc::waitpid(child, &raw mut status, 0) };
        assert_eq!(status, 0);
    }

    #[test]
    fn memory_that_a_process_shares_is_told_from_memory_that_it_does_not() {
        let map = || {
            let flags = libc::MAP_SHARED | libc::MAP_ANONYMOUS;
            // SAFETY: a new mapping touches no existing memory.
            unsafe { libc::mmap(core::ptr::null_mut(), 4096, libc::PROT_READ, flags, -1, 0) }.addr()
        };
        let before = map();
        let pid = sleeper();
        let after = map();
        let child = Process::of_parts(pid, birth(pid), namespace());
        assert!(!child.has_unmapped(before) && child.has_unmapped(after));
        assert!(!Process::me().has_unmapped(after) && !child.has_unmapped(16));
        kill(pid);
        reap(pid);
    }

    #[test]
    fn a_word_without_an_id_is_no_process() {
        assert!(Process::from_word(0).is_gone() && Process::from_word(1).is_gone());
        assert!(Process::of_parts(0, 7, namespace()).is_gone());
    }
}
