//! Guards: exclusive access to any row of per-CPU memory, for threads that cannot or need not run sections.
//!
//! Sections alone fail in known ways: under a debugger that single-steps they restart for ever, a thread may not be
//! registered, and no section can touch another CPU's row. So the first word of each row of a [`Guarded`] is a guard,
//! and sections of the `guarded` form leave when it is taken:
//!
//! ```text
//!   section on CPU n                          holder, anywhere
//!   ────────────────                          ────────────────────────────────────────
//!   start                                     block signals; guard: 0 → own thread id  (compare-and-swap)
//!   guard == 0 ?  ── no ──► Guarded           fence CPU n: every section there that has read 0 has now
//!   …                                         committed, or will abort
//!   commit                                    ordinary loads and stores on row n
//!                                             guard: → 0 (release); wake waiters; restore signals
//! ```
//!
//! The holder excludes every section (contract GUARDED in `SAFETY.md` has the proof), other holders by the
//! compare-and-swap, and handlers on its own thread by blocking signals.
//!
//! # Fairness and priority
//!
//! Waiters sleep (futex) and compete again when the guard is free: no order is kept, and a holder's priority is not raised.
//! A holder is never interrupted by a handler, holds for as long as its own code takes, and asks the kernel for a
//! few microseconds more instead of a preemption (Linux 7.0, [`mod@slice`]).
//!
//! # Nesting
//!
//! Guards may be nested, and dropped in any order. Only a thread that holds none sleeps until a guard is free. Another one
//! passes over a row that is held, where the operation can do without it, and else tries for 50 ms of naps and ends with
//! [`Error::RowBusy`](crate::Error::RowBusy). So no order of requests makes threads wait for each other for ever. Threads
//! that take rows in ascending order, and structures in a fixed one, do not meet the error but where a holder takes that
//! long.
//!
//! # Fork
//!
//! A child takes over guards that its parent's other threads held when it was forked. So a holder changes its row as a section
//! does: by one store at a time, released, each of which leaves the row whole. That is so
//! for children of `_Fork` and of a bare `clone` system call, too.

mod exclusive;
mod fork;
mod held;
mod nested;
#[cfg(all(target_os = "linux", target_has_atomic = "64", not(miri)))]
mod ownership;
#[cfg(all(target_os = "linux", target_has_atomic = "64", not(miri)))]
mod robust;
mod rows;
#[cfg(all(target_os = "linux", target_has_atomic = "64", not(miri)))]
mod shared;
pub mod slice;
mod word;

use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

pub use exclusive::{Exclusive, ExclusiveHeld};
pub(crate) use fork::{in_child, notice};
pub use fork::{is_gone, number, skip_numbers};
#[cfg(target_os = "linux")]
pub(crate) use fork::{prepare, told};
pub use held::Held;
pub use nested::held_here;
#[cfg(all(target_os = "linux", target_has_atomic = "64", not(miri)))]
pub use robust::{RobustHeld, RobustMutex};
pub use rows::{Attempt, Guarded};
#[cfg(all(target_os = "linux", target_has_atomic = "64", not(miri)))]
pub use shared::{Owner, SharedGuard, SharedHeld};
pub use word::Guard;

use crate::sys::{futex_wait_word as wait_while, futex_wake_word as wake};

impl Guard {
    /// A free guard.
    pub(crate) const fn new() -> Self {
        Self::of(AtomicUsize::new(word::FREE))
    }
}

/// How often the slow path was taken in this process, since it started. Wraps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// Guards that were taken.
    pub entries: u64,
    /// Times that a thread slept because a guard was held.
    pub waits: u64,
    /// Sections that left because their row's guard was held.
    pub refusals: u64,
    /// Time-slice extensions that the kernel granted to holders, and that were given back with `rseq_slice_yield`.
    pub slices: u64,
    /// How many of those the kernel had revoked before: the holder took longer than the kernel allows.
    pub slices_revoked: u64,
}

static ENTRIES: AtomicUsize = AtomicUsize::new(0);
static WAITS: AtomicUsize = AtomicUsize::new(0);
static REFUSALS: AtomicUsize = AtomicUsize::new(0);
static SLICES: AtomicUsize = AtomicUsize::new(0);
static SLICES_REVOKED: AtomicUsize = AtomicUsize::new(0);

/// The work that the slow path has done so far.
#[must_use]
pub fn stats() -> Stats {
    Stats {
        entries: ENTRIES.load(Relaxed) as u64,
        waits: WAITS.load(Relaxed) as u64,
        refusals: REFUSALS.load(Relaxed) as u64,
        slices: SLICES.load(Relaxed) as u64,
        slices_revoked: SLICES_REVOKED.load(Relaxed) as u64,
    }
}
