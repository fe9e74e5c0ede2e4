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

use perseq_core::{
    Outcome,
    guard::{RobustHeld, RobustMutex},
};

use super::{SharedError, SharedResult, file::File, layout::MAX_MEMBERS, mine::Mine, watch::Watch};
use crate::{
    name,
    side::{ODD, Ticket, UNPLACED, any_flag, next_flag, phase_of, try_flag},
};

/// How large a domain between processes is made. The file is sparse: what is not used takes no memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SharedOptions {
    /// Processes that can be members at a time: 1 to 1024.
    pub members: u32,
    /// Bytes for the values of cells, each of which takes a power of two from 64 on, and 64 more. Memory that was once used for one such size
    /// stays that size's, so the arena needs the sum of what each size ever takes at once, with old values that wait for readers.
    pub arena: usize,
}

impl Default for SharedOptions {
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
/// use perseq_rcu::{SharedOptions, SharedRcu};
///
/// let domain = SharedRcu::anonymous(&SharedOptions::default())?; // or: create, open, open_or_create of a path
/// let limits = domain.cell::<[u64; 2]>("limits")?;
/// limits.store([10, 20])?;
///
/// let guard = domain.read();
/// assert_eq!(limits.load(&guard), Some(&[10, 20]));
/// # drop(guard);
/// # Ok::<(), perseq_rcu::SharedError>(())
/// ```
///
/// # Cost
///
/// A reader costs what one of [`Rcu`](crate::Rcu) does, and two looks at the process's membership more. Of the file, what is
/// used takes memory: 64 KiB, 4 KiB for each 4 members, 4 KiB for each possible CPU (for each 64 members), and the values of cells.
///
/// That memory is asked for before it is used, so a file system that is full (`/dev/shm` of a container often has 64 MiB) is a
/// [`SharedError::File`] of the process that joins or stores. If a file system cannot set memory aside (`fallocate(2)`: some of networks, old ones),
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
pub struct SharedRcu {
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
    pub(super) domain: &'a SharedRcu,
    _held: RobustHeld<'a>,
}

/// A read-side section of a [`SharedRcu`]. While it lives, nothing that was loaded under it is freed by any process.
///
/// It may go to another thread and be held across `.await`, as guards of [`Rcu`](crate::Rcu) may.
#[must_use = "the section ends when the guard is dropped"]
pub struct SharedReadGuard<'a> {
    pub(super) domain: &'a SharedRcu,
    /// Which line it is in: what [`Membership`](super::mine::Membership) had then.
    line: usize,
    ticket: Ticket,
}

impl SharedRcu {
    /// Bytes of the longest name of a cell.
    pub const MAX_NAME: usize = 48;
    /// Cells of a domain.
    pub const MAX_CELLS: usize = 128;

    pub(super) fn join(file: File) -> SharedResult<Self> {
        let mine = Mine::new().map_err(|errno| SharedError::File { path: None, source: errno.into() })?;
        let (looks, watch) = (AtomicU32::new(1), Watch::new());
        let had = [const { AtomicU64::new(0) }; _];
        let wakes = AtomicU64::new(0);
        let domain = Self { file, mine, had, looks, wakes, watch };
        domain.lock()?.join()?;
        Ok(domain)
    }

    /// Takes the domain's lock; sleeps while another thread of any process holds it, for [`RobustMutex::PATIENCE`] at most.
    pub(super) fn lock(&self) -> SharedResult<Locked<'_>> {
        self.lock_within(RobustMutex::PATIENCE)
    }

    /// The same, for `patience` at most.
    pub(super) fn lock_within(&self, patience: Duration) -> SharedResult<Locked<'_>> {
        let held = self.file.header().lock.0.lock_within(patience).map_err(SharedError::Lock)?;
        let died = held.previous_owner_died();
        let locked = Locked { domain: self, _held: held };
        if died {
            self.file.header().deaths.0.holders.fetch_add(1, Relaxed);
            locked.repair();
        }
        Ok(locked)
    }

    /// As [`lock`](Self::lock), in a forked child after it has joined: others must know whose it is what it takes in hand.
    pub(super) fn lock_as_member(&self) -> SharedResult<Locked<'_>> {
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
    pub fn read(&self) -> SharedReadGuard<'_> {
        // The slow path's result fits in registers, so that guards need no memory on the fast path either.
        let (line, ticket) = self.try_enter().unwrap_or_else(|why| self.enter_or_panic(why));
        SharedReadGuard { domain: self, line, ticket }
    }

    /// As [`read`](Self::read).
    ///
    /// # Errors
    ///
    /// Those of [`open`](Self::open), in a forked child at its first section. Never otherwise.
    #[inline]
    pub fn try_read(&self) -> SharedResult<SharedReadGuard<'_>> {
        let (line, ticket) = match self.try_enter() {
            Ok(entered) => entered,
            Err(why) => self.enter(why)?,
        };
        Ok(SharedReadGuard { domain: self, line, ticket })
    }

    /// The side that a reader uses that enters now, in row 0, if `line` is this process's. Of the file only one bit goes into the address.
    #[inline(always)]
    fn side(&self, line: usize) -> usize {
        line ^ UNPLACED ^ (self.file.header().phase.0.load(Relaxed) & ODD)
    }

    /// Enters, unless the first flag is taken or the section aborts.
    #[inline(always)]
    fn try_enter(&self) -> Result<(usize, Ticket), Outcome> {
        let line = self.mine.get().line.load(Relaxed);
        // SAFETY: PLAIN: near UNPLACED, or a side of this process's line, by SHM. OWNED: nothing but these sections, of this process, sets
        // its flags.
        let ticket = unsafe { try_flag(self.side(line), name::known()) }?;
        Ok((line, ticket))
    }

    #[cold]
    #[inline(never)]
    fn enter_or_panic(&self, why: Outcome) -> (usize, Ticket) {
        match self.enter(why) {
            Ok(entered) => entered,
            Err(error) => panic!("this process, a forked child, cannot join the domain: {error}"),
        }
    }

    #[cold]
    #[inline(never)]
    fn enter(&self, mut why: Outcome) -> SharedResult<(usize, Ticket)> {
        let mine = self.mine.get();
        if why == Outcome::Guarded {
            let line = mine.line.load(Relaxed);
            // SAFETY: as in `try_enter`.
            match unsafe { next_flag(self.side(line), name::known()) } {
                Ok(ticket) => return Ok((line, ticket)),
                Err(outcome) => why = outcome,
            }
        }
        if mine.member.load(Acquire) == 0 {
            self.lock()?.join()?;
        }
        let (line, name) = (mine.line.load(Acquire), name::get());
        // SAFETY: as in `try_enter`.
        let flagged = unsafe { any_flag(why, name, || self.side(line)) };
        let ticket = flagged.unwrap_or_else(|| {
            let counts = self.file.counts(mine.member.load(Acquire) - 1);
            let ticket = counts.add(phase_of(self.side(line)), name);
            // As in `Rows::count`: this process may be one that others' fences do not reach.
            core::sync::atomic::fence(SeqCst);
            ticket
        });
        Ok((line, ticket))
    }
}

impl AsFd for SharedRcu {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.file.file.as_fd()
    }
}

impl Drop for SharedRcu {
    fn drop(&mut self) {
        // Guards borrow the domain, so no reader is inside. If the lock is broken, others find this process dead some time.
        if let Ok(locked) = self.lock() {
            locked.leave();
        }
    }
}

impl Drop for SharedReadGuard<'_> {
    // Also where the stack unwinds: a call there would keep every guard in memory.
    #[inline(always)]
    fn drop(&mut self) {
        let is_own = self.is_own();
        if is_own && self.ticket.is_flag() {
            // SAFETY: the flag is in this process's line of the mapping, which the guard's domain has, and a guard is dropped once.
            unsafe { self.ticket.clear_flag() };
        } else if is_own {
            // SAFETY: as above, of the member's counts. By value, so that guards need no memory on the fast path.
            unsafe { self.ticket.leave() };
        }
        // If not, this is a forked child, which has a copy of a guard of its parent's, whose words are the parent's.
    }
}

impl SharedReadGuard<'_> {
    /// Returns whether this process has made it. If not, this is a forked child, and the guard a copy of its parent's.
    #[inline(always)]
    pub(super) fn is_own(&self) -> bool {
        self.domain.mine.get().line.load(Relaxed) == self.line
    }

    /// Leaves and enters again, as [`Guard::refresh`](crate::Guard::refresh).
    ///
    /// # Panics
    ///
    /// As [`SharedRcu::read`].
    #[inline]
    pub fn refresh(&mut self) {
        *self = self.domain.read();
    }
}

impl fmt::Debug for SharedRcu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let readers = self.members().map(|(member, entry)| (entry.process().pid(), self.inside(member)));
        f.debug_struct("SharedRcu")
            .field("readers_by_process", &readers.collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for SharedReadGuard<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("SharedReadGuard").field(&self.domain).finish()
    }
}
