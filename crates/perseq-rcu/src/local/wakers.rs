//! Tasks that await grace periods or batches of deferred functions, and waking them.
//!
//! Wakers are other people's code: they are cloned, called and dropped with no lock held, and one that panics keeps no other task
//! from being woken.

use core::{
    panic::AssertUnwindSafe,
    sync::atomic::{AtomicBool, Ordering::SeqCst, fence},
    task::Waker,
};
use std::{collections::BTreeMap, panic::catch_unwind, sync::Mutex};

use crate::local::{queue::discard, state::lock};

/// The tasks that wait, by the number of the grace period, or of batches, which count as periods below.
#[derive(Debug)]
pub(crate) struct Wakers {
    waiting: Mutex<Waiting>,
    /// True from before a task is one of them until a thread has found that there is none. So a thread that ends a grace period, for
    /// which no task waits as a rule, takes no lock.
    any: AtomicBool,
}

#[derive(Debug)]
struct Waiting {
    /// By grace period, then in the order in which they came.
    wakers: BTreeMap<Place, Waker>,
    next: u64,
}

/// A task's place among those that wait, as long as its future lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    period: u64,
    order: u64,
}

impl Wakers {
    pub(crate) const fn new() -> Self {
        let waiting = Waiting { wakers: BTreeMap::new(), next: 0 };
        Self { waiting: Mutex::new(waiting), any: AtomicBool::new(false) }
    }

    /// Sees to it that `waker` is called at the end of grace period `period`, instead of what is registered at `place`. The caller looks
    /// after that whether the period has ended: see [`wake`](Self::wake).
    pub(crate) fn register(&self, period: u64, place: Option<Place>, waker: &Waker) -> Place {
        let waker = waker.clone();
        let mut waiting = lock(&self.waiting);
        // With the lock held, which `wake` holds where it stores `false`.
        self.any.store(true, SeqCst);
        let place = place.unwrap_or_else(|| {
            waiting.next += 1;
            Place { period, order: waiting.next }
        });
        let before = waiting.wakers.insert(place, waker);
        drop(waiting);
        drop(before);
        // Between the store above and the caller's look, for which it is the other half of what `wake` says.
        fence(SeqCst);
        place
    }

    /// Forgets a future that was dropped.
    pub(crate) fn unregister(&self, place: Place) {
        let waker = lock(&self.waiting).wakers.remove(&place);
        drop(waker);
    }

    /// The first grace period that a task waits for.
    pub(crate) fn first(&self) -> Option<u64> {
        lock(&self.waiting).wakers.first_key_value().map(|(place, _)| place.period)
    }

    /// Wakes those that wait for grace periods up to `completed`.
    ///
    /// The caller has stored what it has completed by an operation that is `SeqCst`, as the load here is. So a task for which this load
    /// comes too early looks, after the fence in [`register`](Self::register), late enough to find it completed.
    #[inline]
    pub(crate) fn wake(&self, completed: u64) {
        if self.any.load(SeqCst) {
            self.wake_any(completed);
        }
    }

    #[cold]
    fn wake_any(&self, completed: u64) {
        let mut waiting = lock(&self.waiting);
        let later = waiting.wakers.split_off(&Place { period: completed + 1, order: 0 });
        let due = core::mem::replace(&mut waiting.wakers, later);
        self.any.store(!waiting.wakers.is_empty(), SeqCst);
        drop(waiting);
        for waker in due.into_values() {
            // The panic hook has shown it, and the thread that looks may be any.
            if let Err(payload) = catch_unwind(AssertUnwindSafe(|| waker.wake())) {
                discard(payload);
            }
        }
    }
}
