//! The lock by which the writers of a structure exclude each other, in a forked child too.
//!
//! `fork` copies the lock while another thread of the parent may hold it, and that thread does not exist in the child. So each process
//! has a mutex of its own: the child leaves the parent's alone and makes a new one. It can do so because writers change a structure
//! by single stores, each of which leaves it whole; only a number that is kept beside the structure may be out of date.

use core::{
    ptr::null_mut,
    sync::atomic::{
        AtomicPtr,
        Ordering::{AcqRel, Acquire},
    },
};
use std::sync::{Mutex, MutexGuard};

use perseq_core::thread::forks;

use crate::local::state::lock;

/// One process's mutex.
struct Generation {
    /// [`forks`] of the process that made it.
    forks: u32,
    /// True if a writer of the parent process may have been between two stores.
    inherited: Mutex<bool>,
}

/// See the module.
pub(crate) struct Writers {
    current: AtomicPtr<Generation>,
}

impl Writers {
    pub(crate) const fn new() -> Self {
        Self { current: AtomicPtr::new(null_mut()) }
    }

    /// Excludes the other writers of this process. The guard's value says whether the structure is a copy of the parent's that no writer
    /// has looked at yet; a writer that has done so clears it.
    pub(crate) fn lock(&self) -> MutexGuard<'_, bool> {
        let forks = forks();
        let mut current = self.current.load(Acquire);
        loop {
            // SAFETY: null, or from `Box::into_raw` below and freed no earlier than `self` is dropped.
            if let Some(generation) = unsafe { current.as_ref() }
                && generation.forks == forks
            {
                return lock(&generation.inherited);
            }
            let inherited = Mutex::new(!current.is_null());
            let mine = Box::into_raw(Box::new(Generation { forks, inherited }));
            // The parent's mutex is leaked: its holder's thread is not here to release it.
            match self.current.compare_exchange(current, mine, AcqRel, Acquire) {
                Ok(_) => current = mine,
                Err(other) => {
                    // SAFETY: from `into_raw` above, and no other thread has seen it.
                    drop(unsafe { Box::from_raw(mine) });
                    current = other;
                }
            }
        }
    }
}

impl Drop for Writers {
    fn drop(&mut self) {
        let current = *self.current.get_mut();
        if !current.is_null() {
            // SAFETY: from `Box::into_raw`, and `&mut self`: no writer is there.
            drop(unsafe { Box::from_raw(current) });
        }
    }
}
