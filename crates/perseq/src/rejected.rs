//! An item that could not be put in, given back.

use core::fmt;

use perseq_core::Error;

/// An item that could not be put in, and why. Nothing is lost: take it back with [`into_item`](Self::into_item).
#[derive(PartialEq, Eq)]
pub struct Rejected<T> {
    item: T,
    why: Error,
}

impl<T> Rejected<T> {
    /// `item` was refused because of `why`.
    pub(crate) const fn new(item: T, why: Error) -> Self {
        Self { item, why }
    }

    /// The item.
    pub fn into_item(self) -> T {
        self.item
    }

    /// Why: [`Error::Full`], or on the slow path what taking a guard failed with.
    pub const fn why(&self) -> Error {
        self.why
    }
}

impl<T> fmt::Debug for Rejected<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rejected").field("why", &self.why).finish_non_exhaustive()
    }
}

impl<T> fmt::Display for Rejected<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.why.fmt(f)
    }
}

impl<T> core::error::Error for Rejected<T> {}
