//! Taking a guard on a thread that holds one already: without a deadlock, whatever threads ask for.
//!
//! Two threads that move items from each other's row to their own wait for each other:
//!
//! ```text
//!   thread 1 holds row 0, asks for row 1          thread 2 holds row 1, asks for row 0
//! ```
//!
//! So only a thread that holds no guard sleeps until a guard is free: such a thread keeps no other one waiting. A thread
//! that holds one takes what is free:
//!
//! * An operation that can do without that row ([`lock_here`](super::Guarded::lock_here),
//!   [`lock_or_pass`](super::Guarded::lock_or_pass)) never waits: the row counts as not available.
//! * A request for one row ([`lock`](super::Guarded::lock)) is tried for 50 ms of naps, which is a thousand times
//!   longer than a guard is usually held. Then it ends with [`Error::RowBusy`]. By naps, not by the clock: on a busy machine each nap takes
//!   longer, and so does the holder.

use super::{
    Guard, fork,
    word::{HeldByCaller, Taken},
};
use crate::{
    error::{Error, Result},
    sys, thread,
};

/// The first nap, in µs; each is twice as long as the one before, up to the last.
const FIRST_NAP: u32 = 20;
const LAST_NAP: u32 = 1000;
/// How long naps are together, in µs, before a thread gives up.
const PATIENCE: u32 = 50_000;

/// How many guards this thread holds, of whatever structure. A thread that holds one must not wait for a thread that may
/// wait for it.
#[must_use]
pub fn held_here() -> u32 {
    // A guard is what blocks signals for longer than a call.
    thread::signal_blocks()
}

/// Takes `guard`, of row `row`, where this thread holds `held` others.
pub(super) fn take(guard: &Guard, row: u32, held: u32) -> Result<Taken> {
    if held == 0 {
        return loop {
            match guard.take(fork::me()) {
                Ok(taken) => break Ok(taken),
                Err(HeldByCaller) if holds_another() => break Err(Error::GuardHeld { row }),
                Err(HeldByCaller) => sys::nap(LAST_NAP),
            }
        };
    }
    let (mut nap, mut napped) = (FIRST_NAP, 0);
    loop {
        if let Some(taken) = try_take(guard, row)? {
            return Ok(taken);
        }
        if napped >= PATIENCE {
            return Err(Error::RowBusy { row, held });
        }
        sys::nap(nap);
        napped += nap;
        nap = (nap * 2).min(LAST_NAP);
    }
}

/// Takes `guard`, of row `row`, unless another thread holds it.
pub(super) fn try_take(guard: &Guard, row: u32) -> Result<Option<Taken>> {
    match guard.try_take(fork::me()) {
        Err(HeldByCaller) if holds_another() => Err(Error::GuardHeld { row }),
        Err(HeldByCaller) => Ok(None),
        Ok(taken) => Ok(taken),
    }
}

/// Returns whether this thread, which has blocked signals to take a guard, holds one. If not, a guard with its number is another thread's:
/// numbers of 32-bit targets start again after 2³¹ threads.
fn holds_another() -> bool {
    held_here() > 1
}
