//! A guard in memory that processes share: it names its holder and survives its death.
//!
//! A [`RobustMutex`] says which thread may hold it, and outlives its holder. The guard word before it is what sections look at, as
//! in a [`Guarded`](super::Guarded) row.
//!
//! ```text
//!   lock:    mutex, signals blocked · owner = me · word = 1 · fence the CPU by running there
//!   unlock:  word = 0 (release) · mutex · signals restored
//!   killed in between: the mutex goes to the next one, that finds word = 1: the data may be half changed, and it is told so
//! ```
//!
//! membarrier is private to a process, so the fence is a visit to the CPU: a thread that was in a section there, of any process, was
//! preempted.
//!
//! # Limits
//!
//! * Sections on shared memory are by CPU number: concurrency ids are each process's own.
//! * Those of the mutex.
//! * A child that is forked while its parent holds the guard does not hold it: dropping the copy opens nothing.
//! * A holder that is stopped, not ended, keeps others waiting, with their signals open, and no longer than they say.
//! * A holder that unwinds opens the guard as always, and the next one is not told: whole data is its own affair.

use core::{
    fmt,
    sync::atomic::{
        AtomicU32, AtomicUsize,
        Ordering::{Relaxed, Release, SeqCst},
    },
    time::Duration,
};

use super::{
    robust::{RobustHeld, RobustMutex},
    slice::Slice,
};
use crate::{
    error::{Error, Result},
    fence, sys,
};

/// A guard for one CPU's data in memory that processes share. Its first word is 0 when it is free.
#[repr(C)]
pub struct SharedGuard {
    /// The word that sections look at.
    word: AtomicUsize,
    /// The holder, now or last: its process, and its thread.
    process: AtomicU32,
    thread: AtomicU32,
    mutex: RobustMutex,
}

/// The holder of a [`SharedGuard`], in the numbers of its own pid namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owner {
    /// Process id.
    pub process: u32,
    /// Thread id.
    pub thread: u32,
}

/// A [`SharedGuard`], held, with this thread's signals blocked.
pub struct SharedHeld<'a> {
    guard: &'a SharedGuard,
    died: Option<Owner>,
    /// The value of the word once the guard is opened.
    leaves: usize,
    slice: Slice,
    /// Released after `Drop::drop` has opened the guard, with the signals.
    mutex: RobustHeld<'a>,
}

impl SharedGuard {
    /// Makes a free guard at `at`.
    ///
    /// # Safety
    ///
    /// * `at` is valid for writes and aligned, in memory that stays mapped as long as any thread uses the guard.
    /// * No thread uses it yet: one process initialises it before it tells the others.
    pub unsafe fn init(at: *mut Self) {
        // SAFETY: the caller's promise: zeroes are free words.
        unsafe { at.write_bytes(0, 1) };
    }

    /// Takes the guard and fences `cpu`, whose data it is about; sleeps while another thread of any process holds it, for
    /// [`RobustMutex::PATIENCE`] at most.
    ///
    /// # Errors
    ///
    /// As [`lock_within`](Self::lock_within).
    pub fn lock(&self, cpu: u32) -> Result<SharedHeld<'_>> {
        self.lock_within(cpu, RobustMutex::PATIENCE)
    }

    /// As [`lock`](Self::lock), with `patience` instead: with none, it looks once whether the holder lives.
    ///
    /// # Errors
    ///
    /// [`Error::GuardHeld`] with the CPU if this thread holds it; [`Error::HeldElsewhere`] if a process that lives, or of which that cannot be
    /// told, has held it all that time; [`Error::FenceDenied`] if this thread may not run on that CPU. Nothing has changed then.
    pub fn lock_within(&self, cpu: u32, patience: Duration) -> Result<SharedHeld<'_>> {
        let mutex = self.mutex.lock_within(patience).map_err(|error| match error {
            Error::HeldByThread => Error::GuardHeld { row: cpu },
            other => other,
        })?;
        // A holder that died with the word at 0 had not begun, or was done.
        let word = self.word.load(Relaxed);
        let died = (word != 0).then(|| self.owner());
        // Until the fence is made, giving up leaves everything as it was found.
        let mut held = SharedHeld { guard: self, died, leaves: word, slice: Slice::none(), mutex };
        self.set_owner(Owner::me());
        self.word.store(1, SeqCst);
        fence::by_running_on(cpu)?;
        held.leaves = 0;
        held.slice = Slice::request_if_attached();
        Ok(held)
    }

    /// The thread that holds the guard, or held it last.
    #[must_use]
    pub fn owner(&self) -> Owner {
        Owner { process: self.process.load(Relaxed), thread: self.thread.load(Relaxed) }
    }

    fn set_owner(&self, owner: Owner) {
        self.process.store(owner.process, Relaxed);
        self.thread.store(owner.thread, Relaxed);
    }

    /// Returns whether sections are kept out now; out of date when it arrives.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.word.load(Relaxed) != 0
    }
}

impl Owner {
    /// This thread.
    fn me() -> Self {
        Self { process: sys::getpid(), thread: sys::gettid() }
    }
}

impl SharedHeld<'_> {
    /// The previous holder, if it died while it held the guard: the data may be half changed, and is this
    /// holder's to repair.
    #[must_use]
    pub fn previous_owner_died(&self) -> Option<Owner> {
        self.died
    }
}

impl Drop for SharedHeld<'_> {
    fn drop(&mut self) {
        // A forked child has a copy: its parent holds the guard, and may be writing.
        if !self.mutex.is_mine() {
            return;
        }
        if let (1.., Some(died)) = (self.leaves, self.died) {
            // Not this holder, which gave up before the fence, but that one has left something to repair.
            self.guard.set_owner(died);
        }
        self.guard.word.store(self.leaves, Release);
        self.slice.end();
    }
}

impl fmt::Debug for SharedGuard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedGuard").field("held", &self.is_held()).field("owner", &self.owner()).finish()
    }
}

impl fmt::Debug for SharedHeld<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedHeld").field("died", &self.died).finish_non_exhaustive()
    }
}
