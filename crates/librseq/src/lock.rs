//! A value under a futex lock, which does not outlive the threads that can hold it.
//!
//! A forked child has one thread. If another thread of its parent held a lock, the child finds it held for ever. So the lock's word
//! has the number of forks so far: a child takes a lock that an earlier process held, and is told so.

use core::{
    cell::UnsafeCell,
    ops::{Deref, DerefMut},
    sync::atomic::{
        AtomicU32,
        Ordering::{Acquire, Relaxed, Release},
    },
};

use perseq_core::{
    sys::{futex_wait, futex_wake_one},
    thread::forks,
};

const FREE: u32 = 0;
const HELD: u32 = 1;
/// Held, and a thread may be waiting.
const AWAITED: u32 = 2;
/// The number of forks begins at this bit.
const FORKS: u32 = 2;

/// A value, and its lock.
#[derive(Debug)]
pub(crate) struct Locked<T> {
    word: AtomicU32,
    value: UnsafeCell<T>,
}

// SAFETY: one thread at a time has the value, which may be sent.
unsafe impl<T: Send> Sync for Locked<T> {}

/// Holds a [`Locked`].
#[derive(Debug)]
pub(crate) struct Held<'a, T> {
    of: &'a Locked<T>,
    /// True if a thread of the parent process held the lock when this process was forked, and may have been amid a change.
    pub(crate) is_orphaned: bool,
}

impl<T> Locked<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self { word: AtomicU32::new(FREE), value: UnsafeCell::new(value) }
    }

    pub(crate) fn lock(&self) -> Held<'_, T> {
        let mut mine = forks() << FORKS | HELD;
        loop {
            let found = self.word.load(Relaxed);
            let is_orphaned = found != FREE && found >> FORKS != mine >> FORKS;
            if found == FREE || is_orphaned {
                if self.word.compare_exchange(found, mine, Acquire, Relaxed).is_ok() {
                    return Held { of: self, is_orphaned };
                }
                continue;
            }
            let awaited = found | AWAITED;
            if found == awaited || self.word.compare_exchange(found, awaited, Relaxed, Relaxed).is_ok() {
                futex_wait(&self.word, awaited);
                // Others may be waiting, too.
                mine |= AWAITED;
            }
        }
    }
}

impl<T> Drop for Held<'_, T> {
    fn drop(&mut self) {
        if self.of.word.swap(FREE, Release) & AWAITED != 0 {
            futex_wake_one(&self.of.word);
        }
    }
}

impl<T> Deref for Held<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: this thread holds the lock.
        unsafe { &*self.of.value.get() }
    }
}

impl<T> DerefMut for Held<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as above, and `self` is borrowed alone.
        unsafe { &mut *self.of.value.get() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holders_exclude_each_other() {
        const EACH: u64 = 50_000;
        let sum = Locked::new(0_u64);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..EACH {
                        *sum.lock() += 1;
                    }
                });
            }
        });
        assert_eq!(*sum.lock(), 4 * EACH);
    }

    #[test]
    fn a_child_takes_a_lock_that_its_parent_held() {
        let value = Locked::new(7);
        let held = value.lock();
        // SAFETY: the child calls the lock, and `_exit`.
        let child = unsafe { libc::fork() };
        if child == 0 {
            let inherited = value.lock();
            let fine = inherited.is_orphaned && *inherited == 7;
            drop(inherited);
            let fine = fine && !value.lock().is_orphaned;
            // SAFETY: ends the child.
            unsafe { libc::_exit(if fine { 0 } else { 1 }) };
        }
        let mut status = -1;
        // SAFETY: `status` is valid for writes.
        assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
        assert_eq!(status, 0);
        drop(held);
        assert!(!value.lock().is_orphaned);
    }
}
