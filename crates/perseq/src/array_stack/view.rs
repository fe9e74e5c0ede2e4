//! A row that is held: the same operations in plain Rust.

use core::fmt;
use std::vec::Vec;

use perseq_core::{ByCpuId, Error, Index, guard::Held};

use super::{HEADER, LENGTH};
use crate::{Rejected, Word, word::Owns};

/// A row of an [`ArrayStack`](super::ArrayStack), held: no other thread touches it.
pub struct View<'a, T: Word, I: Index = ByCpuId> {
    pub(super) held: Held<'a, I>,
    pub(super) capacity: usize,
    pub(super) items: Owns<T>,
}

impl<T: Word, I: Index> View<'_, T, I> {
    /// The row's number.
    #[must_use]
    pub fn row(&self) -> u32 {
        self.held.index()
    }

    /// How many items the row has.
    #[must_use]
    pub fn len(&self) -> usize {
        // SAFETY: GUARDED: the row is held, and has this word.
        unsafe { self.held.word(LENGTH).read() }
    }

    /// Returns whether the row has no items.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn set_len(&mut self, len: usize) {
        self.held.publish(LENGTH, len);
    }

    /// The address of slot `at`, which is at most the capacity: one past the last slot.
    fn slot(&self, at: usize) -> *mut usize {
        self.held.row().wrapping_add(HEADER + at)
    }

    /// Puts `item` on the row.
    ///
    /// # Errors
    ///
    /// The item, if the row is full.
    pub fn push(&mut self, item: T) -> core::result::Result<(), Rejected<T>> {
        let len = self.len();
        if len == self.capacity {
            return Err(Rejected::new(item, Error::Full { capacity: len }));
        }
        // SAFETY: GUARDED: the row is held, and has this slot.
        unsafe { self.slot(len).write(item.into_word()) };
        self.set_len(len + 1);
        Ok(())
    }

    /// Takes the last item.
    pub fn pop(&mut self) -> Option<T> {
        let last = self.len().checked_sub(1)?;
        // SAFETY: GUARDED: the row is held; slots below the length are items.
        let word = unsafe { self.slot(last).read() };
        self.set_len(last);
        // SAFETY: an item that no other thread can reach any more.
        Some(unsafe { T::from_word(word) })
    }

    pub(super) fn push_words(&mut self, words: &[usize]) -> bool {
        let len = self.len();
        if words.len() > self.capacity - len {
            return false;
        }
        // SAFETY: GUARDED: the row is held, and has room for them.
        unsafe { self.slot(len).copy_from_nonoverlapping(words.as_ptr(), words.len()) };
        self.set_len(len + words.len());
        true
    }

    pub(super) fn pop_words(&mut self, words: &mut [usize]) -> bool {
        let Some(rest) = self.len().checked_sub(words.len()) else { return false };
        // SAFETY: GUARDED: the row is held; these slots are items.
        unsafe { self.slot(rest).copy_to_nonoverlapping(words.as_mut_ptr(), words.len()) };
        self.set_len(rest);
        true
    }

    /// Moves up to `most` of the last items to `into`, the very last one last, as far as that has room without growing; returns how many.
    /// It does not grow because a thread should not allocate while it holds a row: see [`with_row`](super::ArrayStack::with_row).
    pub fn take_into(&mut self, into: &mut Vec<T>, most: usize) -> usize {
        let len = self.len();
        let taken = len.min(most).min(into.capacity() - into.len());
        for at in len - taken..len {
            // SAFETY: GUARDED: the row is held; slots below the length are items.
            let word = unsafe { self.slot(at).read() };
            // SAFETY: an item that the row forgets below, before any other thread can reach it.
            into.push(unsafe { T::from_word(word) });
        }
        self.set_len(len - taken);
        taken
    }

    /// Half of the items, as far as `into` has room without growing: how many.
    pub(super) fn take_share(&mut self, into: &mut Vec<T>) -> usize {
        self.take_into(into, self.len().div_ceil(2))
    }
}

impl<T: Word, I: Index> fmt::Debug for View<'_, T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("View").field("row", &self.row()).field("len", &self.len()).finish()
    }
}
