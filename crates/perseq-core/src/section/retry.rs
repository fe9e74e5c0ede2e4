//! Trying an aborted section again, a bounded number of times and out of the fast path.
//!
//! An abort is rare (a preemption or a signal within some ten instructions), except where it is certain: under a
//! debugger that single-steps, every attempt aborts. So there is a bound, and a caller of a section has a path
//! without one.

use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use crate::{Index, Outcome, cpu, thread};

/// How often an operation attempts its section before it takes its slower path.
pub const ATTEMPTS: u32 = 16;

/// Counted on the cold path only.
static ABORTS: AtomicUsize = AtomicUsize::new(0);

/// How many attempts by registered threads have aborted and come to one of the functions here, since the process
/// started. Wraps.
#[must_use]
pub fn aborts() -> usize {
    ABORTS.load(Relaxed)
}

/// Attempts a section of the `on` form with the thread's row until it does not abort, at most [`ATTEMPTS`] times.
///
/// Registers the thread first if that was not done. [`Outcome::Aborted`] means: this thread cannot run sections,
/// or every attempt was interrupted; nothing was committed.
///
/// A closure that borrows has the addresses of what it borrows stored before the first attempt, for those that follow. One that is `move` and
/// has a few words keeps them in registers.
#[inline]
pub fn retry<I: Index>(mut attempt: impl FnMut(u32) -> Outcome) -> Outcome {
    retry_here::<I>(move || I::current().map_or(Outcome::Aborted, &mut attempt))
}

/// Attempts a section of the `here` form until it does not abort, at most [`ATTEMPTS`] times; else as [`retry`].
#[inline]
pub fn retry_here<I: Index>(mut attempt: impl FnMut() -> Outcome) -> Outcome {
    match attempt() {
        Outcome::Aborted => retry_aborted::<I>(attempt),
        outcome => outcome,
    }
}

/// Goes on as [`retry_here`] does after a first attempt that has aborted. Out of line.
#[cold]
#[inline(never)]
pub fn retry_aborted<I: Index>(mut attempt: impl FnMut() -> Outcome) -> Outcome {
    if !can_retry::<I>() {
        return Outcome::Aborted;
    }
    for _ in 1..ATTEMPTS {
        match attempt() {
            Outcome::Aborted => ABORTS.fetch_add(1, Relaxed),
            outcome => return outcome,
        };
    }
    Outcome::Aborted
}

/// Follows an abort: counts it, or registers the thread. `false` if it cannot run sections at all.
pub(crate) fn can_retry<I: Index>() -> bool {
    if let Some(index) = I::current() {
        cpu::note(index);
        ABORTS.fetch_add(1, Relaxed);
        return true;
    }
    // Not counted for a thread that cannot run sections: all such threads would write to one word.
    thread::attach().is_ok() && I::current().is_some()
}
