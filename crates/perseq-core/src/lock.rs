//! A futex lock for metadata that changes rarely: its holder has all signals blocked.
//!
//! So no handler can wait for the thread that it interrupted, and operations that allocate on first use may run in
//! handlers. Source: Drepper, "Futexes Are Tricky", mutex 2.

use core::sync::atomic::{
    AtomicU32,
    Ordering::{Acquire, Relaxed, Release},
};

use crate::sys::{self, SignalsBlocked};

const FREE: u32 = 0;
const HELD: u32 = 1;
/// Held, and a thread may be waiting.
const CONTENDED: u32 = 2;

/// A lock without data: it guards what its owner says.
#[derive(Debug)]
pub(crate) struct Lock(AtomicU32);

/// Holds a [`Lock`], with this thread's signals blocked.
#[derive(Debug)]
pub(crate) struct Held {
    lock: &'static Lock,
    /// Restores the signals after the lock is free: fields drop after `Drop::drop`.
    _signals: SignalsBlocked,
}

impl Lock {
    pub(crate) const fn new() -> Self {
        Self(AtomicU32::new(FREE))
    }

    /// Called in a forked child, whose only thread does not hold the lock: frees it. Returns whether another thread of
    /// the parent held it.
    pub(crate) fn free_in_child(&self) -> bool {
        self.0.swap(FREE, Relaxed) != FREE
    }

    pub(crate) fn lock(&'static self) -> Held {
        // In a child that has not been told yet, a thread that it does not have may hold the lock.
        crate::guard::notice();
        let signals = SignalsBlocked::new();
        if self.0.compare_exchange(FREE, HELD, Acquire, Relaxed).is_err() {
            while self.0.swap(CONTENDED, Acquire) != FREE {
                sys::futex_wait(&self.0, CONTENDED);
            }
        }
        Held { lock: self, _signals: signals }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.lock.0.swap(FREE, Release) == CONTENDED {
            sys::futex_wake_one(&self.lock.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use core::cell::UnsafeCell;

    use super::*;

    struct Shared(UnsafeCell<u64>);
    // SAFETY: only touched while LOCK is held.
    unsafe impl Sync for Shared {}
    static LOCK: Lock = Lock::new();
    static SHARED: Shared = Shared(UnsafeCell::new(0));

    #[test]
    fn holders_exclude_each_other() {
        const EACH: u64 = if cfg!(miri) { 50 } else { 20_000 };
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..EACH {
                        let _held = LOCK.lock();
                        // SAFETY: the lock is held.
                        unsafe { *SHARED.0.get() += 1 };
                    }
                });
            }
        });
        // SAFETY: all threads have ended.
        assert_eq!(unsafe { *SHARED.0.get() }, 4 * EACH);
    }
}
