//! A lock on a word that threads wait at: 0 free, 1 held, 2 held and waited for.
//!
//! It is fair enough for what it guards: changes of metadata, each of bounded length, with no access to the
//! program's memory. A thread that finds it held looks a few more times before it sleeps.

use core::{
    cell::UnsafeCell,
    fmt,
    hint::spin_loop,
    mem,
    ops::{Deref, DerefMut},
    sync::atomic::{
        AtomicU32, AtomicUsize,
        Ordering::{Acquire, Relaxed, Release},
    },
};

use crate::pages::Pages;

const FREE: u32 = 0;
const HELD: u32 = 1;
const WAITED_FOR: u32 = 2;
/// A refill takes less time than this many looks do.
const LOOKS: u32 = 100;

/// A value that one thread at a time has.
pub struct Lock<T> {
    word: AtomicU32,
    /// The thread that has the lock through [`hold`](Self::hold), by [`Pages::thread`]; 0 for none. A thread finds its own number here
    /// only if it has stored it, so no order is needed.
    holder: AtomicUsize,
    value: UnsafeCell<T>,
}

// SAFETY: the value is reached through a `Held` only, of which one exists at a time: beside `hold` there is none, and until that ends
// the holder alone makes any, one after the other.
unsafe impl<T: Send> Sync for Lock<T> {}

impl<T> fmt::Debug for Lock<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Lock").field("word", &self.word).finish_non_exhaustive()
    }
}

impl<T> Lock<T> {
    /// A free lock.
    pub const fn new(value: T) -> Self {
        Self { word: AtomicU32::new(FREE), holder: AtomicUsize::new(0), value: UnsafeCell::new(value) }
    }

    /// Waits for the lock. A thread that has it through [`hold`](Self::hold) has it at once, and still after this; one that has it
    /// through this call waits for ever.
    #[inline]
    pub fn lock<'a, P: Pages>(&'a self, pages: &'a P) -> Held<'a, T, P> {
        let is_free = self.word.compare_exchange(FREE, HELD, Acquire, Relaxed).is_ok();
        Held { lock: self, pages, is_lent: !is_free && !self.wait(pages) }
    }

    /// The lock, if it is free.
    pub fn try_lock<'a, P: Pages>(&'a self, pages: &'a P) -> Option<Held<'a, T, P>> {
        let is_mine = self.word.compare_exchange(FREE, HELD, Acquire, Relaxed).is_ok();
        is_mine.then(|| Held { lock: self, pages, is_lent: false })
    }

    /// Waits, and returns `true`; `false` if this thread holds the lock.
    #[cold]
    fn wait<P: Pages>(&self, pages: &P) -> bool {
        let holder = self.holder.load(Relaxed);
        if holder != 0 && holder == pages.thread() {
            return false;
        }
        for _ in 0..LOOKS {
            if self.word.load(Relaxed) == FREE
                && self.word.compare_exchange(FREE, HELD, Acquire, Relaxed).is_ok()
            {
                return true;
            }
            spin_loop();
        }
        // Another thread may wait as well, so this one leaves the word saying so when it has the lock.
        while self.word.swap(WAITED_FOR, Acquire) != FREE {
            pages.wait(&self.word, WAITED_FOR);
        }
        true
    }

    fn unlock<P: Pages>(&self, pages: &P) {
        if self.word.swap(FREE, Release) == WAITED_FOR {
            pages.wake(&self.word);
        }
    }

    /// Takes the lock until [`let_go`](Self::let_go). Meant for a thread that does not have it yet.
    pub fn hold<P: Pages>(&self, pages: &P) {
        mem::forget(self.lock(pages));
        self.holder.store(pages.thread(), Relaxed);
    }

    /// Frees the lock that [`hold`](Self::hold) took, also in a forked child. That may have threads by now, which wait: handlers of the
    /// fork that ran before have started them.
    ///
    /// # Safety
    /// The calling thread, or the one that it is the forked copy of, has it through `hold`.
    pub unsafe fn let_go<P: Pages>(&self, pages: &P) {
        self.holder.store(0, Relaxed);
        self.unlock(pages);
    }
}

/// A lock that is held, until this is dropped.
pub struct Held<'a, T, P: Pages> {
    lock: &'a Lock<T>,
    pages: &'a P,
    /// Returns to a thread that holds the lock beyond this.
    is_lent: bool,
}

impl<T, P: Pages> fmt::Debug for Held<'_, T, P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lock.fmt(formatter)
    }
}

impl<T, P: Pages> Deref for Held<'_, T, P> {
    type Target = T;
    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: this thread alone has the lock.
        unsafe { &*self.lock.value.get() }
    }
}

impl<T, P: Pages> DerefMut for Held<'_, T, P> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: this thread alone has the lock, and this is the only way to the value.
        unsafe { &mut *self.lock.value.get() }
    }
}

impl<T, P: Pages> Drop for Held<'_, T, P> {
    #[inline]
    fn drop(&mut self) {
        if !self.is_lent {
            self.lock.unlock(self.pages);
        }
    }
}
