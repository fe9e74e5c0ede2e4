//! Trying an aborted section again, a bounded number of times and out of the fast path.
//!
//! An abort is rare (a preemption or a signal within some ten instructions), except where it is certain: under a
//! debugger that single-steps, every attempt aborts. So there is a bound, and a caller of a section has a path
//! without one.

use crate::{Index, Outcome, thread};

/// How often an operation attempts its section before it takes its slower path.
pub const ATTEMPTS: u32 = 16;

/// Attempts a section of the `on` form with the thread's row until it does not abort, at most [`ATTEMPTS`] times.
///
/// Registers the thread first if nobody has. [`Outcome::Aborted`] means: this thread cannot run sections, or every
/// attempt was interrupted; nothing was committed.
#[inline]
pub fn retry<I: Index>(mut attempt: impl FnMut(u32) -> Outcome) -> Outcome {
    if let Some(index) = I::current() {
        let outcome = attempt(index);
        if outcome != Outcome::Aborted {
            return outcome;
        }
    }
    again::<I>(&mut || I::current().map_or(Outcome::Aborted, &mut attempt))
}

/// Attempts a section of the `here` form until it does not abort, at most [`ATTEMPTS`] times; else as [`retry`].
#[inline]
pub fn retry_here<I: Index>(mut attempt: impl FnMut() -> Outcome) -> Outcome {
    match attempt() {
        Outcome::Aborted => again::<I>(&mut attempt),
        outcome => outcome,
    }
}

/// The second to last attempts.
#[cold]
#[inline(never)]
fn again<I: Index>(attempt: &mut dyn FnMut() -> Outcome) -> Outcome {
    if thread::attach().is_err() || I::current().is_none() {
        return Outcome::Aborted;
    }
    for _ in 1..ATTEMPTS {
        match attempt() {
            Outcome::Aborted => {}
            outcome => return outcome,
        }
    }
    Outcome::Aborted
}
