//! A value that is replaced while others read it.

use core::{
    fmt,
    ptr::null_mut,
    sync::atomic::{
        AtomicPtr,
        Ordering::{AcqRel, Acquire},
    },
};
use std::sync::Arc;

use crate::{Error, Guard, Rcu, Result, Retired, error::other_domain};

mod sealed {
    use super::*;

    pub trait Sealed {}
    impl Sealed for &Rcu {}
    impl Sealed for Arc<Rcu> {}
}

/// Names the domain of a structure: `&Rcu`, or `Arc<Rcu>`.
pub trait Domain: sealed::Sealed {
    /// The domain, the same each time.
    fn rcu(&self) -> &Rcu;

    /// [`Error::OtherDomain`] unless `guard` is of this domain.
    #[doc(hidden)]
    #[inline]
    fn check(&self, guard: &Guard<'_>) -> Result<()> {
        if core::ptr::eq(self.rcu(), guard.domain()) { Ok(()) } else { Err(Error::OtherDomain) }
    }
}

impl Domain for &Rcu {
    #[inline]
    fn rcu(&self) -> &Rcu {
        self
    }
}

impl Domain for Arc<Rcu> {
    #[inline]
    fn rcu(&self) -> &Rcu {
        self
    }
}

/// A `T` or nothing, read under a guard and replaced by any thread at any time. As [`RcuCell`] otherwise.
pub struct RcuOption<T: Send + Sync + 'static, D: Domain = &'static Rcu> {
    value: AtomicPtr<T>,
    domain: D,
}

/// A `T` that is read under a guard, and replaced by any thread at any time: the old value is freed when its readers have left.
///
/// Reading costs a load and a comparison of the domains; readers never write. Replacing costs an allocation.
/// Writers do not wait for readers, but for [back-pressure](Rcu::defer).
///
/// ```
/// use perseq_rcu::{Rcu, RcuCell};
///
/// let limit = RcuCell::new(10);
/// let guard = Rcu::global().read();
/// assert_eq!(*limit.load(&guard), 10);
/// limit.update(&guard, |limit| limit + 5);
/// assert_eq!(*limit.load(&guard), 15);
/// ```
pub struct RcuCell<T: Send + Sync + 'static, D: Domain = &'static Rcu> {
    option: RcuOption<T, D>,
}

/// The value was not the expected one.
pub struct CompareExchangeError<'g, T> {
    /// The value that is there instead.
    pub current: Option<&'g T>,
    /// The value that was to be put there.
    pub new: Box<T>,
}

impl<T: Send + Sync + 'static> RcuOption<T> {
    /// Nothing, in the [global domain](Rcu::global). `const`: works in a `static`.
    #[must_use]
    pub const fn new() -> Self {
        Self::new_in(Rcu::global())
    }
}

impl<T: Send + Sync + 'static> Default for RcuOption<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Send + Sync + 'static, D: Domain> RcuOption<T, D> {
    /// Nothing, in that domain. `const`: works in a `static`.
    pub const fn new_in(domain: D) -> Self {
        Self { value: AtomicPtr::new(null_mut()), domain }
    }

    /// The domain that guards must be of.
    pub fn domain(&self) -> &Rcu {
        self.domain.rcu()
    }

    /// The value now, valid as long as the guard.
    ///
    /// # Errors
    ///
    /// [`Error::OtherDomain`].
    #[inline]
    pub fn try_load<'g>(&'g self, guard: &'g Guard<'_>) -> Result<Option<&'g T>> {
        self.domain.check(guard)?;
        // Acquire: sees what the value's maker wrote.
        let value = self.value.load(Acquire);
        // SAFETY: DOMAIN: the value was in its place after the guard was made, so it is freed after the guard is dropped.
        Ok(unsafe { value.as_ref() })
    }

    /// As [`try_load`](Self::try_load).
    ///
    /// # Panics
    ///
    /// If the guard is of another domain.
    #[inline]
    #[track_caller]
    pub fn load<'g>(&'g self, guard: &'g Guard<'_>) -> Option<&'g T> {
        match self.try_load(guard) {
            Ok(value) => value,
            Err(error) => other_domain(error),
        }
    }

    /// Puts `value` there, and frees what was there when its readers have left.
    pub fn store(&self, value: impl Into<Option<T>>) {
        drop(self.swap(value));
    }

    /// Puts `value` there; what was there.
    pub fn swap(&self, value: impl Into<Option<T>>) -> Option<Retired<'_, T>> {
        let new = value.into().map_or(null_mut(), |value| Box::into_raw(Box::new(value)));
        self.old(self.value.swap(new, AcqRel))
    }

    /// Takes out what is there.
    pub fn take(&self) -> Option<Retired<'_, T>> {
        self.swap(None)
    }

    /// The value, if there is one: `&mut self` proves that it has no reader.
    pub fn get_mut(&mut self) -> Option<&mut T> {
        // SAFETY: put there by `Box::into_raw`; every reader's reference borrows `self` too, so there is none.
        unsafe { self.value.get_mut().as_mut() }
    }

    /// The value, if there is one, without waiting: see [`get_mut`](Self::get_mut).
    pub fn into_inner(mut self) -> Option<T> {
        let value = core::mem::replace(self.value.get_mut(), null_mut());
        // SAFETY: as in `get_mut`, and no longer in its place.
        (!value.is_null()).then(|| *unsafe { Box::from_raw(value) })
    }

    fn old(&self, value: *mut T) -> Option<Retired<'_, T>> {
        // SAFETY: put there by `Box::into_raw`, and just taken out.
        (!value.is_null()).then(|| unsafe { Retired::from_raw(value, self.domain.rcu()) })
    }

    /// Puts `new` there if what is there is `current` itself, not its equal: a reference that [`load`](Self::load) has given
    /// under a guard that still lives, so no other value can have its address. (Values of size zero all have one: any is taken for `current`.)
    ///
    /// # Errors
    ///
    /// The value that is there instead, and `new`.
    ///
    /// # Panics
    ///
    /// If the guard is of another domain.
    #[track_caller]
    pub fn compare_exchange<'a: 'g, 'g>(
        &'a self,
        guard: &'g Guard<'_>,
        current: Option<&'g T>,
        new: Box<T>,
    ) -> Result<Option<Retired<'a, T>>, CompareExchangeError<'g, T>> {
        self.domain.check(guard).unwrap_or_else(|error| other_domain(error));
        let expected = current.map_or(null_mut(), |value| core::ptr::from_ref(value).cast_mut());
        let raw = Box::into_raw(new);
        match self.value.compare_exchange(expected, raw, AcqRel, Acquire) {
            Ok(old) => Ok(self.old(old)),
            Err(other) => {
                // SAFETY: as in `try_load`.
                let current = unsafe { other.as_ref() };
                // SAFETY: from `into_raw` above, and no other thread has seen it.
                let new = unsafe { Box::from_raw(raw) };
                Err(CompareExchangeError { current, new })
            }
        }
    }

    /// Replaces the value by what `f` makes of it, and calls `f` again if another thread was faster; `None` leaves it as it is.
    ///
    /// `f` may replace the value itself, also by an update: then it is called again, with what it has put there. A function that does so
    /// each time is called for ever.
    ///
    /// # Panics
    ///
    /// If the guard is of another domain, or if `f` does.
    #[track_caller]
    pub fn update(
        &self,
        guard: &Guard<'_>,
        mut f: impl FnMut(Option<&T>) -> Option<T>,
    ) -> Option<Retired<'_, T>> {
        let mut current = self.load(guard);
        loop {
            match self.compare_exchange(guard, current, Box::new(f(current)?)) {
                Ok(old) => return old,
                Err(failed) => current = failed.current,
            }
        }
    }
}

impl<T: Send + Sync + 'static, D: Domain> Drop for RcuOption<T, D> {
    /// Frees the value at once: references to it borrow the cell.
    fn drop(&mut self) {
        let value = *self.value.get_mut();
        if !value.is_null() {
            // SAFETY: put there by `Box::into_raw`; every reader's reference borrows `self` too, so there is none.
            drop(unsafe { Box::from_raw(value) });
        }
    }
}

impl<T: Send + Sync + 'static> RcuCell<T> {
    /// `value`, in the [global domain](Rcu::global).
    #[must_use]
    pub fn new(value: T) -> Self {
        Self::new_in(value, Rcu::global())
    }
}

impl<T: Send + Sync + 'static, D: Domain> RcuCell<T, D> {
    /// `value`, in that domain.
    pub fn new_in(value: T, domain: D) -> Self {
        let option = RcuOption::new_in(domain);
        option.store(value);
        Self { option }
    }

    /// The domain that guards must be of.
    pub fn domain(&self) -> &Rcu {
        self.option.domain()
    }

    /// The value now, valid as long as the guard.
    ///
    /// # Errors
    ///
    /// [`Error::OtherDomain`].
    #[inline]
    pub fn try_load<'g>(&'g self, guard: &'g Guard<'_>) -> Result<&'g T> {
        self.option.try_load(guard).map(present)
    }

    /// As [`try_load`](Self::try_load).
    ///
    /// # Panics
    ///
    /// If the guard is of another domain.
    #[inline]
    #[track_caller]
    pub fn load<'g>(&'g self, guard: &'g Guard<'_>) -> &'g T {
        present(self.option.load(guard))
    }

    /// Puts `value` there, and frees what was there when its readers have left.
    pub fn store(&self, value: T) {
        self.option.store(value);
    }

    /// The value: `&mut self` proves that it has no reader.
    pub fn get_mut(&mut self) -> &mut T {
        present(self.option.get_mut())
    }

    /// The value, without waiting: see [`get_mut`](Self::get_mut).
    pub fn into_inner(self) -> T {
        present(self.option.into_inner())
    }

    /// Puts `value` there; what was there.
    pub fn swap(&self, value: T) -> Retired<'_, T> {
        present(self.option.swap(value))
    }

    /// Puts `new` there if what is there is `current` itself: see [`RcuOption::compare_exchange`].
    ///
    /// # Errors
    ///
    /// The value that is there instead, and `new`.
    ///
    /// # Panics
    ///
    /// If the guard is of another domain.
    #[track_caller]
    pub fn compare_exchange<'a: 'g, 'g>(
        &'a self,
        guard: &'g Guard<'_>,
        current: &'g T,
        new: Box<T>,
    ) -> Result<Retired<'a, T>, CompareExchangeError<'g, T>> {
        self.option.compare_exchange(guard, Some(current), new).map(present)
    }

    /// Replaces the value by what `f` makes of it, and calls `f` again if another thread was faster, or `f` itself: see
    /// [`RcuOption::update`].
    ///
    /// # Panics
    ///
    /// If the guard is of another domain, or if `f` does.
    #[track_caller]
    pub fn update(&self, guard: &Guard<'_>, mut f: impl FnMut(&T) -> T) -> Retired<'_, T> {
        present(self.option.update(guard, |value| value.map(&mut f)))
    }
}

impl<T: Default + Send + Sync + 'static> Default for RcuCell<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}

impl<T: Send + Sync + 'static> From<T> for RcuCell<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

/// The value that a cell always has.
#[inline(always)]
fn present<V>(value: Option<V>) -> V {
    debug_assert!(value.is_some(), "a cell has a value from the beginning");
    // SAFETY: `new_in` puts a value into the option, which is private; nothing here takes it out, or puts nothing there. So a reader
    // need not look.
    unsafe { value.unwrap_unchecked() }
}

impl<T: Send + Sync + fmt::Debug + 'static, D: Domain> fmt::Debug for RcuOption<T, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let guard = self.domain.rcu().read();
        f.debug_tuple("RcuOption").field(&self.load(&guard)).finish()
    }
}

impl<T: Send + Sync + fmt::Debug + 'static, D: Domain> fmt::Debug for RcuCell<T, D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let guard = self.domain().read();
        f.debug_tuple("RcuCell").field(self.load(&guard)).finish()
    }
}

impl<T: fmt::Debug> fmt::Debug for CompareExchangeError<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CompareExchangeError")
            .field("current", &self.current)
            .field("new", &self.new)
            .finish()
    }
}
