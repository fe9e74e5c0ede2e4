//! Rows of the group `rcu` in which a guard is dropped by another thread than made it.
//!
//! Each worker swaps its empty place with the one that the last worker has left, drops the guard that is there, enters, looks, puts its own
//! guard there, and swaps again: so, with several workers, most guards are dropped where they were not made. [`Handed<false>`] does
//! the same two atomic exchanges without guards, and the difference is what they cost.
#![allow(unsafe_code, reason = "places that are in one thread's hand at a time")]

use std::sync::atomic::{AtomicPtr, Ordering};

use crossbeam_utils::CachePadded;
use perseq_rcu::{Guard, Rcu, RcuCell};

use super::readers::{Reader, VALUE};

/// Where a guard waits for the thread that drops it.
type Place = CachePadded<Option<Guard<'static>>>;

/// With guards, or the hand-over alone.
pub(super) struct Handed<const GUARDS: bool> {
    cell: RcuCell<u64>,
    value: u64,
    /// The place that is in no worker's hand, from `Box::into_raw`.
    left: AtomicPtr<Place>,
}

static DOMAIN: Rcu = Rcu::new();

/// The worker's own place, which is empty between two operations.
pub(super) struct Hand(AtomicPtr<Place>);

impl Hand {
    fn empty() -> Self {
        Self(AtomicPtr::new(Box::into_raw(Box::default())))
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        // SAFETY: from `Box::into_raw`, and each place is in one hand, or is the one that was left.
        drop(unsafe { Box::from_raw(*self.0.get_mut()) });
    }
}

impl<const GUARDS: bool> Reader for Handed<GUARDS> {
    type Own = Hand;

    fn new() -> Self {
        let left = AtomicPtr::new(Box::into_raw(Box::default()));
        Self { cell: RcuCell::new_in(VALUE, &DOMAIN), value: VALUE, left }
    }

    fn enter(&self) -> Hand {
        Hand::empty()
    }

    #[inline(always)]
    fn look(&self, own: &Hand) -> u64 {
        let mut mine = self.left.swap(own.0.load(Ordering::Relaxed), Ordering::AcqRel);
        // SAFETY: the place is in this worker's hand now, and no other thread uses it.
        let place = unsafe { &mut *mine };
        drop(place.take());
        let value = if GUARDS {
            let guard = DOMAIN.read();
            let value = *self.cell.load(&guard);
            **place = Some(guard);
            value
        } else {
            self.value
        };
        mine = self.left.swap(mine, Ordering::AcqRel);
        // SAFETY: as above. It is the empty one, unless another worker has been here.
        drop(unsafe { &mut *mine }.take());
        own.0.store(mine, Ordering::Relaxed);
        value
    }
}

impl<const GUARDS: bool> Drop for Handed<GUARDS> {
    fn drop(&mut self) {
        // SAFETY: from `Box::into_raw`, and no worker is left that could swap it.
        drop(unsafe { Box::from_raw(*self.left.get_mut()) });
    }
}
