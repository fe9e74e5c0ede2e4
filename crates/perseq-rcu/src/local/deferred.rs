//! A function that waits for its time, or an object that waits to be freed: two words.

use std::sync::Arc;

use crate::Rcu;

/// A function to call, and its data. It must be [run](Self::run): dropped it would leak.
pub(crate) struct Deferred {
    data: *mut (),
    /// Takes `data` over.
    run: unsafe fn(*mut ()),
}

// SAFETY: each constructor asks for what is sent to be `Send` (or shared, for `Arc`).
unsafe impl Send for Deferred {}

impl Deferred {
    /// Calls `f`. Allocates.
    pub(crate) fn call<F: FnOnce() + Send + 'static>(f: F) -> Self {
        unsafe fn run<F: FnOnce()>(data: *mut ()) {
            // SAFETY: `data` is the box of below, and handed over.
            let f = unsafe { Box::from_raw(data.cast::<F>()) };
            f();
        }
        Self { data: Box::into_raw(Box::new(f)).cast(), run: run::<F> }
    }

    /// Drops `value`.
    pub(crate) fn free<T: Send + 'static>(value: Box<T>) -> Self {
        // SAFETY: it was a box, and is given up here.
        unsafe { Self::free_raw(Box::into_raw(value)) }
    }

    /// Drops what `value` points to.
    ///
    /// # Safety
    ///
    /// * `value` is from `Box::into_raw`, and is the caller's to give up.
    pub(crate) unsafe fn free_raw<T: Send + 'static>(value: *mut T) -> Self {
        unsafe fn run<T>(data: *mut ()) {
            // SAFETY: as above.
            drop(unsafe { Box::from_raw(data.cast::<T>()) });
        }
        Self { data: value.cast(), run: run::<T> }
    }

    /// Drops `value`, one of its counts.
    pub(crate) fn release<T: Send + Sync + 'static>(value: Arc<T>) -> Self {
        unsafe fn run<T>(data: *mut ()) {
            // SAFETY: as above, of an `Arc`.
            drop(unsafe { Arc::from_raw(data.cast::<T>().cast_const()) });
        }
        Self { data: Arc::into_raw(value).cast_mut().cast(), run: run::<T> }
    }

    pub(crate) fn run(self) {
        // SAFETY: made together by a constructor, and used once.
        unsafe { (self.run)(self.data) }
    }
}

/// Objects that are out of their structure: retired when this is dropped, also where a panic does that.
pub(crate) struct Freed<'a> {
    rcu: &'a Rcu,
    pub(crate) objects: Vec<Deferred>,
}

impl<'a> Freed<'a> {
    pub(crate) const fn new(rcu: &'a Rcu) -> Self {
        Self { rcu, objects: Vec::new() }
    }
}

impl Drop for Freed<'_> {
    fn drop(&mut self) {
        self.rcu.later_all(self.objects.drain(..));
    }
}

/// Drops every one of `items`, also when the drop of one panics.
pub(crate) fn drop_each(items: impl Iterator) {
    struct Rest<I: Iterator>(I);
    impl<I: Iterator> Drop for Rest<I> {
        fn drop(&mut self) {
            self.0.by_ref().for_each(drop);
        }
    }
    let mut rest = Rest(items);
    rest.0.by_ref().for_each(drop);
}

impl core::fmt::Debug for Deferred {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_tuple("Deferred").field(&self.data).finish()
    }
}
