//! The crate's own guard word, with loom's atomics and the futex that loom does not have.

use loom::{
    lazy_static,
    sync::{Condvar, Mutex, atomic::AtomicUsize},
};
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

#[path = "../../src/guard/word.rs"]
#[allow(unreachable_pub, reason = "the crate exports it")]
mod word;

pub(crate) use word::Guard;

/// How often a thread slept, in all executions together: no part of a model.
pub(crate) static WAITS: AtomicU64 = AtomicU64::new(0);

/// No process is forked here.
mod fork {
    pub(super) fn is_dead(_holder: usize) -> bool {
        false
    }
}

/// How the attempts at an operation ended: `perseq_core::guard::Attempt`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Attempt {
    Committed,
    Exited,
    Slow,
}

lazy_static! {
    /// The threads that sleep, on whichever word: as in the kernel when words share a bucket.
    static ref SLEEPERS: (Mutex<()>, Condvar) = (Mutex::new(()), Condvar::new());
}

/// Sleeps until [`wake`], unless the word has changed already.
fn wait_while(state: &AtomicUsize, expected: usize) {
    let (bucket, sleepers) = &*SLEEPERS;
    let bucket = bucket.lock().unwrap();
    if state.load(Relaxed) == expected {
        drop(sleepers.wait(bucket).unwrap());
    }
}

/// Wakes all who sleep.
pub(crate) fn wake(_state: &AtomicUsize) {
    let (bucket, sleepers) = &*SLEEPERS;
    let _bucket = bucket.lock().unwrap();
    sleepers.notify_all();
}

impl Guard {
    /// A free guard.
    pub(crate) fn free() -> Self {
        Self::of(AtomicUsize::new(word::FREE))
    }

    /// The word that sections load.
    pub(crate) fn state(&self) -> &AtomicUsize {
        &self.state
    }
}
