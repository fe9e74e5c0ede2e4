//! The domain, its guards, and its lock.

use core::{
    fmt,
    sync::atomic::{
        AtomicU32, AtomicU64,
        Ordering::{Acquire, Relaxed, SeqCst},
    },
    time::Duration,
};
use std::os::fd::{AsFd, BorrowedFd};

use perseq_core::guard::{RobustHeld, RobustMutex};

use super::{
    ProcessError, ProcessResult,
    file::File,
    layout::MAX_MEMBERS,
    mine::{COUNTED, Membership, Mine},
    watch::Watch,
};
use crate::grace::{
    name,
    side::{FLAG, IN_SIDE, Ticket, UNPLACED, any_flag, next_flag, phase_of, try_flag},
};

/// How large a domain between processes is made. The file is sparse: what is not used takes no memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProcessOptions {
    /// Processes that can be members at a time: 1 to 1024.
    pub members: u32,
    /// Bytes for the values of cells, each of which takes a multiple of 64, and 64 more. Memory that values have left is used for any others:
    /// neighbours become one. A value that is replaced stays until its readers have left, so a cell needs room for two.
    pub arena: usize,
}

impl Default for ProcessOptions {
    /// 64 processes and 1 MiB.
    fn default() -> Self {
        Self { members: 64, arena: 1 << 20 }
    }
}

/// A domain that processes share: readers and writers are in any of them.
///
/// It is a file, of one pid namespace and one boot. A process that opens it is a member until this value is dropped, or the process dies, at whatever
/// instruction: then its readers count as gone. [Cells](Self::cell) in the file hold plain values that members replace while others read.
///
/// ```
/// use perseq_rcu::{ProcessOptions, ProcessRcu};
///
/// let domain = ProcessRcu::anonymous(&ProcessOptions::default())?; // or: create, open, open_or_create of a path
/// let limits = domain.cell::<[u64; 2]>("limits")?;
/// limits.store([10, 20])?;
///
/// let guard = domain.read();
/// assert_eq!(limits.load(&guard), Some(&[10, 20]));
/// # drop(guard);
/// # Ok::<(), perseq_rcu::ProcessError>(())
/// ```
///
/// # Cost
///
/// A reader costs what one of [`Rcu`](crate::Rcu) does, and two looks at the process's membership more. Of the file, what is
/// used takes memory: 64 KiB, 4 KiB for each 4 members, 4 KiB for each possible CPU (for each 64 members), and the values of cells.
///
/// That memory is asked for before it is used, so a file system that is full (`/dev/shm` of a container often has 64 MiB) is a
/// [`ProcessError::File`] of the process that joins or stores. If a file system cannot set memory aside (`fallocate(2)`: some of networks, old ones),
/// the control group's limit is reached, or the file is cut short, a process that touches the memory is killed: use a tmpfs.
///
/// # Forks, programs, signals
///
/// * A forked child joins when it first reads; guards that it has copies of are its parent's: to drop them there does nothing, and to
///   load under them is [`Error::ForkedGuard`](crate::Error::ForkedGuard). References that were loaded before the fork are the parent's as well: the child must
///   not use them, for nothing keeps their values there.
/// * A program that is executed is another process: the member of before is found to be gone.
/// * Signal handlers may read, unless it is a forked child's first time. They must not wait or store.
///
/// Linux 4.16 (`membarrier` between processes). 64-bit processes where that is refused make fences of their own.
pub struct ProcessRcu {
    pub(super) file: File,
    pub(super) mine: Mine,
    /// A bit for each place in the table that this process has had, or one that it was forked from: it may have copies of guards of there.
    pub(super) had: [AtomicU64; MAX_MEMBERS.div_ceil(64) as usize],
    /// Looks that had to wait.
    pub(super) looks: AtomicU32,
    /// Waits that a death has ended.
    pub(super) wakes: AtomicU64,
    pub(super) watch: Watch,
}

/// The domain's lock, held, and whatever a dead holder has left repaired.
pub(super) struct Locked<'a> {
    pub(super) domain: &'a ProcessRcu,
    _held: RobustHeld<'a>,
}

/// A read-side section of a [`ProcessRcu`]. While it lives, nothing that was loaded under it is freed by any process.
///
/// It may go to another thread and be held across `.await`, as guards of [`Rcu`](crate::Rcu) may.
#[must_use = "the section ends when the guard is dropped"]
pub struct ProcessGuard<'a> {
    pub(super) domain: &'a ProcessRcu,
    /// The domain's.
    mine: &'a Membership,
    /// Which line it is in: what [`Membership`] had then, with [`COUNTED`] if the guard has no flag. So one
    /// comparison tells that it is this process's and that it has a flag.
    line: usize,
    ticket: Ticket,
}

impl ProcessRcu {
    /// Bytes of the longest name of a cell.
    pub const MAX_NAME: usize = 48;
    /// Cells of a domain.
    pub const MAX_CELLS: usize = 128;

    pub(super) fn join(file: File) -> ProcessResult<Self> {
        let mine = Mine::new().map_err(|errno| ProcessError::File { path: None, source: errno.into() })?;
        let (looks, watch) = (AtomicU32::new(1), Watch::new());
        let had = [const { AtomicU64::new(0) }; _];
        let wakes = AtomicU64::new(0);
        let domain = Self { file, mine, had, looks, wakes, watch };
        domain.lock()?.join()?;
        Ok(domain)
    }

    /// Takes the domain's lock; sleeps while another thread of any process holds it, for [`RobustMutex::PATIENCE`] at most.
    pub(super) fn lock(&self) -> ProcessResult<Locked<'_>> {
        self.lock_within(RobustMutex::PATIENCE)
    }

    /// The same, for `patience` at most.
    pub(super) fn lock_within(&self, patience: Duration) -> ProcessResult<Locked<'_>> {
        let held = self.file.header().lock.0.lock_within(patience).map_err(ProcessError::Lock)?;
        let died = held.previous_owner_died();
        let locked = Locked { domain: self, _held: held };
        if died {
            self.file.header().deaths.0.holders.fetch_add(1, Relaxed);
            locked.repair();
        }
        Ok(locked)
    }

    /// This process's number as a member, plus 1, or 0: a forked child has none, or another one than its parent.
    pub(super) fn member(&self) -> u32 {
        self.mine.get().member.load(Relaxed)
    }

    /// As [`lock`](Self::lock), in a forked child after it has joined: others must know whose it is what it takes in hand.
    pub(super) fn lock_as_member(&self) -> ProcessResult<Locked<'_>> {
        let locked = self.lock()?;
        locked.join()?;
        Ok(locked)
    }

    /// Enters a read-side section, which lasts until the guard is dropped. Never waits, but for the domain's lock in a forked child's first section:
    /// ten seconds at most, beside a member that is stopped with it.
    ///
    /// # Panics
    ///
    /// In a forked child that cannot join, at its first section: [`try_read`](Self::try_read) tells why.
    #[inline]
    pub fn read(&self) -> ProcessGuard<'_> {
        // The slow path's result fits in registers, so that guards need no memory on the fast path either.
        let mine = self.mine.get();
        let (line, ticket) = self.try_enter(mine).unwrap_or_else(|| self.enter_or_panic());
        ProcessGuard { domain: self, mine, line, ticket }
    }

    /// As [`read`](Self::read).
    ///
    /// # Errors
    ///
    /// Those of [`open`](Self::open), in a forked child at its first section. Never otherwise.
    #[inline]
    pub fn try_read(&self) -> ProcessResult<ProcessGuard<'_>> {
        let mine = self.mine.get();
        let (line, ticket) = match self.try_enter(mine) {
            Some(entered) => entered,
            None => self.enter()?,
        };
        Ok(ProcessGuard { domain: self, mine, line, ticket })
    }

    /// The flag that a reader tries first that enters now, in row 0, if `line` is this process's. Of the file only the bits go into the address
    /// that say which flag of the line it is: whatever a member has written there, it is one.
    #[inline(always)]
    fn flag(&self, line: usize) -> usize {
        if line == 0 { UNPLACED } else { line ^ (self.file.header().current.0.load(Relaxed) & FLAG) }
    }

    /// Enters, unless the flag that is tried first is taken, the section aborts, or this is a forked child that has not joined.
    #[inline(always)]
    fn try_enter(&self, mine: &Membership) -> Option<(usize, Ticket)> {
        let line = mine.line.load(Relaxed);
        if line == 0 {
            return None;
        }
        // SAFETY: PLAIN: near UNPLACED, or a flag of this process's line, by SHM. OWNED: nothing but these sections, of this process, sets
        // its flags.
        let ticket = unsafe { try_flag(self.flag(line), name::known()) }.ok()?;
        Some((line, ticket))
    }

    /// From now on new readers, of all processes, try that flag of their line first, which this thread has found to be free where others are taken.
    ///
    /// No look need be told: those between processes are at all flags. Any order will do, for a reader may try any flag of its line
    /// at any time.
    #[cold]
    fn try_first(&self, ticket: Ticket) {
        let change = |now: usize| Some(now & !IN_SIDE | ticket.offset());
        _ = self.file.header().current.0.fetch_update(Relaxed, Relaxed, change);
    }

    #[cold]
    #[inline(never)]
    fn enter_or_panic(&self) -> (usize, Ticket) {
        match self.enter() {
            Ok(entered) => entered,
            Err(error) => panic!("this process, a forked child, cannot join the domain: {error}"),
        }
    }

    #[cold]
    #[inline(never)]
    fn enter(&self) -> ProcessResult<(usize, Ticket)> {
        let mine = self.mine.get();
        let line = mine.line.load(Relaxed);
        // SAFETY: as in `try_enter`.
        let why = match unsafe { next_flag(self.flag(line), name::known()) } {
            Ok(ticket) => {
                if name::is_late_often() {
                    self.try_first(ticket);
                }
                return Ok((line, ticket));
            }
            Err(why) => why,
        };
        if mine.member.load(Acquire) == 0 {
            self.lock()?.join()?;
        }
        let (line, name) = (mine.line.load(Acquire), name::get());
        // SAFETY: as in `try_enter`.
        let flagged = unsafe { any_flag(why, name, || self.flag(line)) };
        let ticket = flagged.unwrap_or_else(|| {
            let counts = self.file.counts(mine.member.load(Acquire) - 1);
            let ticket = counts.add(phase_of(self.flag(line)), name);
            // As in `Rows::count`: this process may be one that others' fences do not reach.
            core::sync::atomic::fence(SeqCst);
            ticket
        });
        Ok((if ticket.is_flag() { line } else { line | COUNTED }, ticket))
    }
}

impl AsFd for ProcessRcu {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.file.file.as_fd()
    }
}

impl Drop for ProcessRcu {
    fn drop(&mut self) {
        // Guards borrow the domain, so no reader is inside. If the lock is broken, others find this process dead some time.
        if let Ok(locked) = self.lock() {
            locked.leave();
        }
    }
}

impl Drop for ProcessGuard<'_> {
    // Also where the stack unwinds: a call there would keep every guard in memory.
    #[inline(always)]
    fn drop(&mut self) {
        if self.mine.line.load(Relaxed) == self.line {
            // SAFETY: a flag, for the line has no `COUNTED`; it is in this process's line of the mapping, which the guard's domain has, and a
            // guard is dropped once.
            unsafe { self.ticket.clear_flag() };
        } else {
            // By value, so that guards need no memory on the fast path.
            self.domain.leave(self.line, self.ticket);
        }
    }
}

impl ProcessRcu {
    /// The guard is dropped that has entered so, and has no flag or is a copy of the parent's.
    #[cold]
    #[inline(never)]
    fn leave(&self, line: usize, ticket: Ticket) {
        if line & COUNTED != 0 && self.mine.get().has_line(line) {
            // SAFETY: the word is in the member's counts, which the mapping has, and a guard is dropped once.
            unsafe { ticket.leave() };
        }
        // If not, this is a forked child, which has a copy of a guard of its parent's, whose words are the parent's.
    }
}

impl ProcessGuard<'_> {
    /// Returns whether it was made in the domain whose membership `mine` is, by this process. If it was by another one, this is a forked child,
    /// and the guard a copy of its parent's.
    #[inline(always)]
    pub(super) fn is_of(&self, mine: &Membership) -> bool {
        mine.has_line(self.line)
    }

    /// Leaves and enters again, as [`Guard::refresh`](crate::Guard::refresh).
    ///
    /// # Panics
    ///
    /// As [`ProcessRcu::read`].
    #[inline]
    pub fn refresh(&mut self) {
        *self = self.domain.read();
    }
}

impl fmt::Debug for ProcessRcu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let readers = self.members().map(|(member, entry)| (entry.process().pid(), self.inside(member)));
        f.debug_struct("ProcessRcu")
            .field("readers_by_process", &readers.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for ProcessGuard<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ProcessGuard").field(&self.domain).finish()
    }
}
