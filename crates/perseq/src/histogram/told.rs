//! Which counts intervals have told already: one call at a time looks and changes it, in a forked child too.
//!
//! A child may be forked while another thread is in such a call, and does not have that thread. So the turn is named after its thread,
//! and a child takes over the turn of a thread that it does not have. It finds a whole snapshot, because a call changes it by one
//! store: either what that call was about to tell, or what the call before it told.

use core::{
    ptr::null_mut,
    sync::atomic::{
        AtomicPtr, AtomicUsize,
        Ordering::{Acquire, Relaxed, Release},
    },
};
use std::boxed::Box;

use perseq_core::{
    Error, Result,
    guard::{is_gone, number},
    sys,
};

use super::snapshot::Snapshot;

/// How long a thread sleeps before it looks again whether another one's call is complete.
const NAP_MICROS: u32 = 200;

/// The values told until now.
pub(super) struct Told {
    /// From `Box::into_raw`; null if nothing was told.
    last: AtomicPtr<Snapshot>,
    /// The number of the thread whose turn it is, or 0.
    turn: AtomicUsize,
}

/// This thread's turn, until it is dropped.
struct Turn<'a>(&'a AtomicUsize);

impl Told {
    pub(super) const fn new() -> Self {
        Self { last: AtomicPtr::new(null_mut()), turn: AtomicUsize::new(0) }
    }

    /// The values that the snapshot taken by `take` has beyond those of the calls before. Waits for another thread's
    /// call.
    pub(super) fn next(&self, take: impl FnOnce() -> Snapshot) -> Result<Snapshot> {
        let _turn = self.turn()?;
        let since = take();
        let now = Box::new(since.clone());
        let last = self.last.load(Relaxed);
        // SAFETY: null, or from `Box::into_raw` below, whole: this thread has acquired the turn from the thread that stored it, or is
        // in a child (see the module). It is freed by the thread whose turn it is, and by the drop, which needs `&mut self`.
        let since = match unsafe { last.as_ref() } {
            Some(last) => since.since(last).unwrap_or_else(|error| unreachable!("{error}")),
            None => since,
        };
        self.last.store(Box::into_raw(now), Release);
        free(last);
        Ok(since)
    }

    /// Waits until it is this thread's turn; an error if it is that already: a handler has interrupted the thread in its turn.
    fn turn(&self) -> Result<Turn<'_>> {
        let me = number();
        let mut from = 0;
        while let Err(holder) = self.turn.compare_exchange(from, me, Acquire, Relaxed) {
            if holder == me {
                return Err(Error::GuardHeld { row: 0 });
            }
            from = if is_gone(holder) { holder } else { 0 };
            if holder != 0 && from == 0 {
                sys::nap(NAP_MICROS);
            }
        }
        Ok(Turn(&self.turn))
    }
}

/// Frees a snapshot that was replaced.
fn free(last: *mut Snapshot) {
    if !last.is_null() {
        // SAFETY: from `Box::into_raw`; the caller has replaced it, in its turn, or has the only reference to the place of it.
        drop(unsafe { Box::from_raw(last) });
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.store(0, Release);
    }
}

impl Drop for Told {
    fn drop(&mut self) {
        free(*self.last.get_mut());
    }
}
