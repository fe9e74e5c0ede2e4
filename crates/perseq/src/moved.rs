//! Items that are out of a structure and on their way to its caller's code.

/// Items that an iterator makes of words, each once. The caller's code is lent the iterator: what it does not take from there is
/// dropped with this, also where that code panics, or the drop of an item does.
pub(crate) struct Moved<I: Iterator>(pub(crate) I);

impl<I: Iterator> Drop for Moved<I> {
    fn drop(&mut self) {
        /// Goes on when a drop panics.
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
