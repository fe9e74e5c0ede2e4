//! A lock that is held.

use core::{
    fmt,
    marker::PhantomData,
    ops::{Deref, DerefMut},
};

use perseq_core::{ByCpuId, Index};

use super::CpuLock;

/// A lock of a [`CpuLock`], held, with its value. Not `Send`: its holder is known by its thread.
pub struct Locked<'a, T, I: Index = ByCpuId> {
    lock: &'a CpuLock<T, I>,
    row: *mut usize,
    not_send: PhantomData<*const ()>,
}

// SAFETY: `&Locked` gives `&T`.
unsafe impl<T: Sync, I: Index> Sync for Locked<'_, T, I> {}

impl<'a, T, I: Index> Locked<'a, T, I> {
    /// The lock of `row`, which this thread has.
    pub(super) const fn new(lock: &'a CpuLock<T, I>, row: *mut usize) -> Self {
        Self { lock, row, not_send: PhantomData }
    }
}

impl<T, I: Index> Deref for Locked<'_, T, I> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the lock is held: no other thread reaches the value, and a mutable reference borrows from `self`.
        unsafe { &*CpuLock::<T, I>::value(self.row) }
    }
}

impl<T, I: Index> DerefMut for Locked<'_, T, I> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as above, and `&mut self`: this is the only reference.
        unsafe { &mut *CpuLock::<T, I>::value(self.row) }
    }
}

impl<T, I: Index> Drop for Locked<'_, T, I> {
    #[inline]
    fn drop(&mut self) {
        self.lock.release(self.row);
    }
}

impl<T: fmt::Debug, I: Index> fmt::Debug for Locked<'_, T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
