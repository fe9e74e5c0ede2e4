//! A value that is made at its first use, with no lock: threads that come at the same time make one each, and the first of them
//! that is ready is kept. So a forked child waits for no thread of its parent's, which the standard library's locks make it do.

use core::{
    marker::PhantomData,
    ptr::null_mut,
    sync::atomic::{
        AtomicPtr,
        Ordering::{AcqRel, Acquire},
    },
};
use std::boxed::Box;

/// See the module.
pub(crate) struct Once<T> {
    at: AtomicPtr<T>,
    value: PhantomData<Box<T>>,
}

impl<T: Send + Sync> Once<T> {
    pub(crate) const fn new() -> Self {
        Self { at: AtomicPtr::new(null_mut()), value: PhantomData }
    }

    /// The value, which `make` makes if there is none yet. It may be called by several threads. Allocates then.
    pub(crate) fn get_or_make(&self, make: impl FnOnce() -> T) -> &T {
        let mut at = self.at.load(Acquire);
        if at.is_null() {
            let mine = Box::into_raw(Box::new(make()));
            match self.at.compare_exchange(null_mut(), mine, AcqRel, Acquire) {
                Ok(_) => at = mine,
                Err(other) => {
                    // SAFETY: from `into_raw` above, and no other thread has seen it.
                    drop(unsafe { Box::from_raw(mine) });
                    at = other;
                }
            }
        }
        // SAFETY: from `into_raw` here or in the thread that stored it, whose writes the acquiring load or exchange has made
        // visible; it is stored once, never changed, and freed no earlier than `self` is dropped.
        unsafe { &*at }
    }
}

impl<T> Drop for Once<T> {
    fn drop(&mut self) {
        let at = *self.at.get_mut();
        if !at.is_null() {
            // SAFETY: from `into_raw`, stored once; `&mut self`: no reference to it is left.
            drop(unsafe { Box::from_raw(at) });
        }
    }
}
