//! A value behind a guard of its own: a mutex for slow paths.
//!
//! Like a row's guard and unlike other mutexes: its holder has signals blocked (so a handler never waits for the thread
//! that it interrupted), a forked child takes over what its parent's other threads held, and asking twice is an error
//! instead of a deadlock. No section knows it, so
//! there is nothing to fence.

use core::{
    cell::UnsafeCell,
    fmt,
    marker::PhantomData,
    ops::{Deref, DerefMut},
};

use super::{Guard, nested, slice::Slice, word::Taken};
use crate::{error::Result, sys::SignalsBlocked};

/// A value that one thread at a time can reach, with its signals blocked.
pub struct Exclusive<T> {
    guard: Guard,
    value: UnsafeCell<T>,
}

/// The value of an [`Exclusive`], held.
pub struct ExclusiveHeld<'a, T> {
    owner: &'a Exclusive<T>,
    taken: Taken,
    slice: Slice,
    /// Restored after `Drop::drop` has opened the guard.
    _signals: SignalsBlocked,
    /// The thread that took a guard opens it.
    not_send: PhantomData<*const ()>,
}

// SAFETY: the value is reached by the guard's holder only, one thread at a time: that is sending it.
unsafe impl<T: Send> Sync for Exclusive<T> {}

impl<T> Exclusive<T> {
    /// `value`, free.
    #[must_use]
    pub const fn new(value: T) -> Self {
        Self { guard: Guard::new(), value: UnsafeCell::new(value) }
    }

    /// Takes the value; sleeps while another thread holds it. Costs two system calls to block and restore signals.
    ///
    /// A thread that holds a guard already, of whatever structure, tries for some 50 ms instead.
    ///
    /// # Errors
    ///
    /// [`Error::GuardHeld`] if this thread holds it already, [`Error::RowBusy`] if this thread holds another guard and the
    /// value did not become free (row 0 is meant: there is no other).
    ///
    /// [`Error::GuardHeld`]: crate::Error::GuardHeld
    /// [`Error::RowBusy`]: crate::Error::RowBusy
    pub fn lock(&self) -> Result<ExclusiveHeld<'_, T>> {
        self.held(nested::held_here())
    }

    /// As [`lock`](Self::lock), but sleeps also where this thread holds other guards.
    ///
    /// It is for values whose holders wait for nothing: they take no other guard or lock while they have it, and run no
    /// code of their callers. Then the wait ends, whatever this thread holds.
    ///
    /// # Errors
    ///
    /// [`Error::GuardHeld`] if this thread holds it already.
    ///
    /// [`Error::GuardHeld`]: crate::Error::GuardHeld
    pub fn lock_innermost(&self) -> Result<ExclusiveHeld<'_, T>> {
        self.held(0)
    }

    /// Takes the value where this thread holds `others`.
    fn held(&self, others: u32) -> Result<ExclusiveHeld<'_, T>> {
        let signals = SignalsBlocked::new();
        let taken = nested::take(&self.guard, 0, others)?;
        let slice = Slice::request();
        Ok(ExclusiveHeld { owner: self, taken, slice, _signals: signals, not_send: PhantomData })
    }

    /// The value: `&mut self` proves that nobody holds it.
    pub fn get_mut(&mut self) -> &mut T {
        self.value.get_mut()
    }
}

impl<T> ExclusiveHeld<'_, T> {
    /// Whether this process is a child, forked while another thread of its parent held the value: that may be half changed.
    /// Forget it, and [write](core::ptr::write) a new one.
    #[must_use]
    pub fn is_abandoned(&self) -> bool {
        self.taken == Taken::Abandoned
    }
}

impl<T> Deref for ExclusiveHeld<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the guard is held: nobody else reaches the value, and a mutable reference borrows from `self`.
        unsafe { &*self.owner.value.get() }
    }
}

impl<T> DerefMut for ExclusiveHeld<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: the guard is held, and `&mut self`: this is the only reference.
        unsafe { &mut *self.owner.value.get() }
    }
}

impl<T> Drop for ExclusiveHeld<'_, T> {
    fn drop(&mut self) {
        self.owner.guard.open();
        self.slice.end();
    }
}

impl<T> fmt::Debug for Exclusive<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exclusive").field("guard", &self.guard).finish_non_exhaustive()
    }
}

impl<T: fmt::Debug> fmt::Debug for ExclusiveHeld<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;

    #[test]
    fn holders_exclude_each_other_and_asking_twice_is_an_error() {
        const EACH: u64 = if cfg!(miri) { 50 } else { 20_000 };
        static SUM: Exclusive<u64> = Exclusive::new(0);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..EACH {
                        *SUM.lock().unwrap() += 1;
                    }
                });
            }
        });
        let held = SUM.lock().unwrap();
        assert_eq!(*held, 4 * EACH);
        assert_eq!(SUM.lock().map(|held| *held).unwrap_err(), Error::GuardHeld { row: 0 });
    }
}
