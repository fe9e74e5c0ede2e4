//! A value with a guard of its own: a mutex for slow paths.
//!
//! Like a row's guard and unlike other mutexes: its holder has signals blocked (so a handler never waits for the thread
//! that it interrupted), a forked child does not wait for threads that it does not have, and asking twice is an error
//! instead of a deadlock. No section knows it, so
//! there is nothing to fence.

use core::{
    cell::UnsafeCell,
    fmt,
    marker::PhantomData,
    mem::ManuallyDrop,
    ops::{Deref, DerefMut},
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

use super::{Guard, nested, slice::Slice, word::Taken};
use crate::{
    error::{Error, Result},
    sys::SignalsBlocked,
};

/// A value that one thread at a time can reach, with its signals blocked.
///
/// # Fork
///
/// A forked child may find that another thread of its parent held the value: then it may be half changed, as a vector
/// whose memory was just freed. Such a value is *abandoned*: [`lock`](Self::lock) gives [`Error::Abandoned`] until
/// [`replace_abandoned`](Self::replace_abandoned) has put a new one there, and it is not dropped. A panic of a holder
/// changes nothing: the value is free again.
pub struct Exclusive<T> {
    guard: Guard,
    /// The value was found held by a thread that this process does not have. Changed by the holder of the guard.
    abandoned: AtomicBool,
    value: UnsafeCell<ManuallyDrop<T>>,
}

/// The value of an [`Exclusive`], held.
pub struct ExclusiveHeld<'a, T> {
    owner: &'a Exclusive<T>,
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
        let value = UnsafeCell::new(ManuallyDrop::new(value));
        Self { guard: Guard::new(), abandoned: AtomicBool::new(false), value }
    }

    /// Takes the value; sleeps while another thread holds it. Costs two system calls to block and restore signals.
    ///
    /// A thread that holds a guard already, of whatever structure, tries for 50 ms of naps instead, which take longer on a busy machine.
    ///
    /// # Errors
    ///
    /// [`Error::GuardHeld`] if this thread holds it already, [`Error::RowBusy`] if this thread holds another guard and the
    /// value did not become free, [`Error::Abandoned`] in a forked child where the value may be half changed (row 0 is
    /// meant: there is no other).
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
    /// [`Error::GuardHeld`] if this thread holds it already; [`Error::Abandoned`], as [`lock`](Self::lock).
    pub fn lock_innermost(&self) -> Result<ExclusiveHeld<'_, T>> {
        self.held(0)
    }

    /// Returns whether the value is abandoned: see [`Exclusive`]. Out of date when it arrives, but in a process that has one
    /// thread.
    #[must_use]
    pub fn is_abandoned(&self) -> bool {
        self.abandoned.load(Relaxed) || self.guard.is_abandoned()
    }

    /// Puts `value` in the place of one that is [abandoned](Self::is_abandoned), which is forgotten and not dropped; gives
    /// `value` back if that one is not.
    ///
    /// # Errors
    ///
    /// As [`lock`](Self::lock), but for [`Error::Abandoned`]; `value` is dropped then.
    pub fn replace_abandoned(&self, value: T) -> Result<core::result::Result<(), T>> {
        let held = self.take(nested::held_here())?;
        if !self.abandoned.load(Relaxed) {
            return Ok(Err(value));
        }
        // SAFETY: the guard is held: no other thread reaches the place, and `held` gives out no reference.
        unsafe { self.value.get().write(ManuallyDrop::new(value)) };
        self.abandoned.store(false, Relaxed);
        drop(held);
        Ok(Ok(()))
    }

    /// Takes an [abandoned](Self::is_abandoned) value as it is, which then counts as whole; `None` if it is not abandoned.
    ///
    /// # Errors
    ///
    /// As [`lock`](Self::lock), but for [`Error::Abandoned`].
    ///
    /// # Safety
    ///
    /// * The value is sound after every single store that its holders make: a holder may have come to any of them.
    pub unsafe fn lock_abandoned(&self) -> Result<Option<ExclusiveHeld<'_, T>>> {
        let held = self.take(nested::held_here())?;
        Ok(self.abandoned.swap(false, Relaxed).then_some(held))
    }

    /// Takes the value where this thread holds `others`, unless it is abandoned.
    fn held(&self, others: u32) -> Result<ExclusiveHeld<'_, T>> {
        let held = self.take(others)?;
        if self.abandoned.load(Relaxed) { Err(Error::Abandoned { row: 0 }) } else { Ok(held) }
    }

    /// Takes the guard where this thread holds `others`, and notes an abandoned value.
    fn take(&self, others: u32) -> Result<ExclusiveHeld<'_, T>> {
        let signals = SignalsBlocked::new();
        if nested::take(&self.guard, 0, others)? == Taken::Abandoned {
            self.abandoned.store(true, Relaxed);
        }
        let slice = Slice::request_if_attached();
        Ok(ExclusiveHeld { owner: self, slice, _signals: signals, not_send: PhantomData })
    }

    /// The value: `&mut self` proves that no thread holds it; `None` if it is [abandoned](Self::is_abandoned).
    pub fn get_mut(&mut self) -> Option<&mut T> {
        if self.is_abandoned() { None } else { Some(self.value.get_mut()) }
    }
}

impl<T> Drop for Exclusive<T> {
    fn drop(&mut self) {
        if let Some(value) = self.get_mut() {
            // SAFETY: a whole value, dropped once, here.
            unsafe { core::ptr::drop_in_place(value) };
        }
    }
}

impl<T> Deref for ExclusiveHeld<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: the guard is held: no other thread reaches the value, and a mutable reference borrows from `self`.
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
