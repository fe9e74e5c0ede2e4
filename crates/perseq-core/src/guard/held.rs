//! A row that is held.

use core::{
    fmt,
    marker::PhantomData,
    sync::atomic::{AtomicUsize, Ordering::Release},
};

use super::{Guarded, slice::Slice};
use crate::{ByCpuId, Index, sanitizer, sys::SignalsBlocked};

/// A row, held: no other thread touches it. Signals of this thread are blocked while it is held.
pub struct Held<'a, I: Index = ByCpuId> {
    pub(super) rows: &'a Guarded<I>,
    pub(super) index: u32,
    /// The value that opens the row again; 0 where rows have no limit.
    pub(super) limit: usize,
    pub(super) slice: Slice,
    /// Restored after `Drop::drop` has opened the guard.
    #[expect(dead_code, reason = "its drop is what matters")]
    pub(super) signals: SignalsBlocked,
    /// The thread that took a guard opens it.
    pub(super) not_send: PhantomData<*const ()>,
}

impl<I: Index> Held<'_, I> {
    /// The row; its first word is the guard, which is not the holder's to touch.
    #[must_use]
    pub fn row(&self) -> *mut usize {
        self.rows.item.row(self.index).cast()
    }

    /// The address of word `word` of the row, for reading and writing while it is held.
    ///
    /// A change is one store at a time, each of which leaves the row whole: a child may be forked between any two. The
    /// store that makes the change is [`publish`](Self::publish).
    ///
    /// # Panics
    ///
    /// If the word is the guard or the limit, or not in the row.
    #[must_use]
    pub fn word(&self, word: usize) -> *mut usize {
        assert!(
            word > usize::from(self.rows.limit != 0) && word < self.rows.size() / size_of::<usize>(),
            "word {word} is not the holder's: a row has {} bytes",
            self.rows.size()
        );
        self.row().wrapping_add(word)
    }

    /// Writes word `word`, after everything that was written before it.
    ///
    /// # Panics
    ///
    /// As [`word`](Self::word).
    pub fn publish(&self, word: usize, value: usize) {
        // SAFETY: GUARDED: a live, aligned word of the row, which is held.
        unsafe { AtomicUsize::from_ptr(self.word(word)) }.store(value, Release);
    }

    /// Gives this row a limit of its own, from when it is open again until another holder changes it. It may be below what is in
    /// the row: sections that compare with it then find the row full.
    ///
    /// # Panics
    ///
    /// If rows have no limit, or for a limit of 0, which would close the row for good.
    pub fn set_limit(&mut self, limit: usize) {
        assert!(self.limit != 0, "rows that were made without a limit have none");
        assert!(limit != 0, "a limit of 0 closes a row");
        self.limit = limit;
    }

    /// The row's limit: what it was made with, or what [`set_limit`](Self::set_limit) has made of it. 0 where rows have none.
    #[must_use]
    pub fn limit(&self) -> usize {
        self.limit
    }

    /// Its number.
    #[must_use]
    pub fn index(&self) -> u32 {
        self.index
    }
}

impl<I: Index> Drop for Held<'_, I> {
    fn drop(&mut self) {
        if self.rows.limit != 0 {
            self.rows.limit_word(self.index).store(self.limit, Release);
        }
        sanitizer::release(self.rows.base());
        self.rows.guard(self.index).open();
        self.slice.end();
    }
}

impl<I: Index> fmt::Debug for Held<'_, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Held").field("row", &self.index).finish_non_exhaustive()
    }
}
