//! The guard word: free, or its holder's number.
//!
//! `tests/loom.rs` includes this file: the parent module says which atomics and which futex there are.

use core::sync::atomic::Ordering::{Acquire, Relaxed, Release, SeqCst};

use super::{AtomicUsize, WAITS, fork::is_dead, wait_while, wake};

pub(super) const FREE: usize = 0;
/// Set beside the holder's number, in which it is 0, when a thread may be sleeping. It is in the half of the word that a futex compares:
/// the lower one. So a word without it never looks like a word with it, and a thread that has set it sleeps while it is set, whichever
/// thread holds the guard by then: that holder wakes it, because it finds the bit.
pub(super) const CONTENDED: usize = 1 << 31;

/// The first word of a row: 0, or the holder that keeps sections and other threads out of it.
#[repr(transparent)]
#[derive(Debug)]
pub struct Guard {
    /// `FREE`, or a thread's [number](super::fork) with or without `CONTENDED`.
    pub(super) state: AtomicUsize,
}

/// The thread holds the guard itself.
#[derive(Debug)]
pub(crate) struct HeldByCaller;

/// How a guard was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Taken {
    /// It was free.
    Free,
    /// A fork did not copy its holder, which was in the middle of something.
    Abandoned,
}

impl Guard {
    /// A guard of this state: [`FREE`].
    pub(super) const fn of(state: AtomicUsize) -> Self {
        Self { state }
    }

    /// Takes the guard for thread `me`; sleeps while another one holds it.
    ///
    /// Sequentially consistent, so that what follows (a fence, or the check whether one is needed) comes after it.
    pub(crate) fn take(&self, me: usize) -> Result<Taken, HeldByCaller> {
        loop {
            let Err(state) = self.state.compare_exchange(FREE, me, SeqCst, Acquire) else {
                return Ok(Taken::Free);
            };
            if !is_dead(state & !CONTENDED) {
                self.sleep(state, me)?;
            } else if self.state.compare_exchange(state, me | CONTENDED, SeqCst, Acquire).is_ok() {
                return Ok(Taken::Abandoned);
            }
        }
    }

    /// Takes the guard for thread `me` unless another one holds it, which gives `None`.
    pub(crate) fn try_take(&self, me: usize) -> Result<Option<Taken>, HeldByCaller> {
        let state = self.state.load(Relaxed);
        let (new, taken) = match state & !CONTENDED {
            FREE => (me, Taken::Free),
            holder if holder == me => return Err(HeldByCaller),
            holder if is_dead(holder) => (me | CONTENDED, Taken::Abandoned),
            _ => return Ok(None),
        };
        Ok(self.state.compare_exchange(state, new, SeqCst, Acquire).is_ok().then_some(taken))
    }

    /// Returns whether it has no holder, or none that is still there; out of date when it arrives.
    pub(crate) fn is_free(&self) -> bool {
        let state = self.state.load(Relaxed);
        state == FREE || is_dead(state & !CONTENDED)
    }

    /// Returns whether its holder is a thread that a fork did not copy.
    pub(crate) fn is_abandoned(&self) -> bool {
        is_dead(self.state.load(Relaxed) & !CONTENDED)
    }

    /// Sleeps once if the guard is held by another thread, returning early at will; `false` if it is held by this one or
    /// by one that is gone, for which no thread should wait.
    pub(crate) fn wait(&self, me: usize) -> bool {
        match self.state.load(Acquire) {
            FREE => true,
            state => !is_dead(state & !CONTENDED) && self.sleep(state, me).is_ok(),
        }
    }

    /// Sleeps while the state is `state`, which is not `FREE`.
    fn sleep(&self, state: usize, me: usize) -> Result<(), HeldByCaller> {
        if state & !CONTENDED == me {
            return Err(HeldByCaller);
        }
        let marked = state | CONTENDED;
        if state == marked || self.state.compare_exchange(state, marked, Relaxed, Relaxed).is_ok() {
            WAITS.fetch_add(1, Relaxed);
            wait_while(&self.state, marked);
        }
        Ok(())
    }

    /// Opens the guard: a thread that finds it free sees what the holder did.
    pub(crate) fn open(&self) {
        if self.state.swap(FREE, Release) & CONTENDED != 0 {
            wake(&self.state);
        }
    }
}
