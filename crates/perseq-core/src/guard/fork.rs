//! Who holds guards, and who of them is still there after a `fork`.
//!
//! A child has one thread, and memory in which its parent's other threads may hold guards: nobody would ever open those. Waiting
//! for them before the fork is no way out: `fork` waits for the C library's own locks as well, and a handler that waits for a
//! guard may have interrupted somebody who holds one of those. So guards are left as they are, and the child knows the
//! dead by their number:
//!
//! * A thread gets its number when it first takes a guard, from a counter, and keeps it: the thread that forks has the same one
//!   in the child.
//! * In the child every number that was given out before the fork is dead, but for that of the thread that it has.
//!
//! Whoever finds a guard of a dead thread takes it over. What it guards is whole: a holder changes a row as a section does, by
//! one store at a time that leads from one state to the next. (What is not changed like that is told: see
//! [`ExclusiveHeld::is_abandoned`](super::ExclusiveHeld::is_abandoned).)

use core::sync::atomic::{AtomicU32, Ordering::Relaxed};

use crate::thread;

/// The next number. They repeat after 2³¹ threads that took guards in one process.
static NEXT: AtomicU32 = AtomicU32::new(1);
/// Numbers below are dead, but for `SURVIVOR`.
static DEAD_BELOW: AtomicU32 = AtomicU32::new(0);
static SURVIVOR: AtomicU32 = AtomicU32::new(0);

/// This thread's number: not 0, and below 2³¹.
pub(crate) fn me() -> u32 {
    thread::guard_number(|| (NEXT.fetch_add(1, Relaxed) & (u32::MAX >> 1)).max(1))
}

/// Whether `holder` was left behind by a fork.
pub(super) fn is_dead(holder: u32) -> bool {
    holder < DEAD_BELOW.load(Relaxed) && holder != SURVIVOR.load(Relaxed)
}

/// Called in a child, by the thread that it has.
pub(crate) fn in_child() {
    SURVIVOR.store(thread::guard_number(|| 0), Relaxed);
    DEAD_BELOW.store(NEXT.load(Relaxed), Relaxed);
}
