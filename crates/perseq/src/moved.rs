//! Items that are out of a structure, on their way to its caller's code or to their end.

/// Items that an iterator makes of words, each once. The caller's code is lent the iterator: what it does not take from there is
/// dropped with this, also where that code panics, or the drop of an item does.
pub(crate) struct Moved<I: Iterator>(pub(crate) I);

impl<I: Iterator> Drop for Moved<I> {
    fn drop(&mut self) {
        /// Continues when a drop panics.
        struct Rest<'a, I: Iterator>(&'a mut I);
        impl<I: Iterator> Drop for Rest<'_, I> {
            fn drop(&mut self) {
                self.0.for_each(drop);
            }
        }
        let rest = Rest(&mut self.0);
        rest.0.for_each(drop);
    }
}

/// A value where it is in a structure that ends: dropping this drops the value. Large ones are not moved.
pub(crate) struct InPlace<T>(*mut T);

impl<T> InPlace<T> {
    /// # Safety
    ///
    /// * `value` is valid and aligned, and nothing uses it any more.
    pub(crate) const unsafe fn new(value: *mut T) -> Self {
        Self(value)
    }
}

impl<T> Drop for InPlace<T> {
    fn drop(&mut self) {
        // SAFETY: the value is valid and this the only use of it, by the promise in `new`.
        unsafe { self.0.drop_in_place() };
    }
}
