//! A value that was taken out of its place while readers may see it.

use core::{fmt, mem::ManuallyDrop, ops::Deref, ptr::NonNull};

use crate::{Rcu, Result, local::deferred::Deferred};

/// A value that was taken out of its place. Readers may still see it, so it is freed after a grace period.
///
/// It can be looked at until then, or [had back](Self::into_inner) by waiting. Dropping it retires it, and waits for nothing.
pub struct Retired<'a, T: Send + Sync + 'static> {
    /// A box, but readers' references are as good as it.
    value: NonNull<T>,
    rcu: &'a Rcu,
}

// SAFETY: it is a box of a `T` that other threads may look at while it lives: `T` is both.
unsafe impl<T: Send + Sync + 'static> Send for Retired<'_, T> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync + 'static> Sync for Retired<'_, T> {}

impl<'a, T: Send + Sync + 'static> Retired<'a, T> {
    /// The value at `raw`.
    ///
    /// # Safety
    ///
    /// * `raw` is from `Box::into_raw`, and was taken out of its place, in the domain `rcu`, by this thread.
    pub(crate) unsafe fn from_raw(raw: *mut T, rcu: &'a Rcu) -> Self {
        // SAFETY: a box's pointer is not null.
        Self { value: unsafe { NonNull::new_unchecked(raw) }, rcu }
    }

    /// As [`into_inner`](Self::into_inner), for tasks: awaits the grace period. If the future is dropped before, the value is retired.
    ///
    /// A task that holds a guard waits for itself, for ever, as with [`Rcu::start_grace_period`].
    ///
    /// # Errors
    ///
    /// [`Error::Fence`](crate::Error::Fence), [`Error::Forked`](crate::Error::Forked); the value is retired then.
    pub async fn into_inner_async(self) -> Result<T> {
        self.rcu.start_grace_period().await?;
        // SAFETY: a grace period is over that started after `from_raw`.
        Ok(unsafe { self.take() })
    }

    /// The value.
    ///
    /// # Safety
    ///
    /// * A grace period is over that started when `self` was there.
    unsafe fn take(self) -> T {
        let this = ManuallyDrop::new(self);
        // SAFETY: put there by `Box::into_raw` and taken out by this thread or one before it; its readers have left, and `this` is not
        // dropped.
        *unsafe { Box::from_raw(this.value.as_ptr()) }
    }

    /// The value, when its readers have left: waits for a grace period, as [`Rcu::synchronize`], and as there for ever if this task has a guard
    /// that another thread made.
    ///
    /// # Errors
    ///
    /// As [`Rcu::synchronize`]; the value is retired then.
    pub fn into_inner(self) -> Result<T> {
        self.rcu.synchronize()?;
        // SAFETY: it was a grace period that started after `from_raw`.
        Ok(unsafe { self.take() })
    }
}

impl<T: Send + Sync + 'static> Deref for Retired<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        // SAFETY: DOMAIN: it is freed no earlier than `self` is dropped, and shared until then.
        unsafe { self.value.as_ref() }
    }
}

impl<T: Send + Sync + 'static> Drop for Retired<'_, T> {
    fn drop(&mut self) {
        // SAFETY: put there by `Box::into_raw` and taken out by this thread.
        let freed = unsafe { Deferred::free_raw(self.value.as_ptr()) };
        self.rcu.later(freed);
    }
}

impl<T: Send + Sync + fmt::Debug + 'static> fmt::Debug for Retired<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Retired").field(&**self).finish()
    }
}
