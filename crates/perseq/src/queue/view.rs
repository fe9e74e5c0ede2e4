//! A row that is held: the same operations in plain Rust.

use core::fmt;
use std::vec::Vec;

use perseq_core::{ByCpuId, Error, Index, guard::Held};

use super::{HEAD, HEADER, TAIL};
use crate::{Rejected, Word, word::Owns};

/// A row of a [`Queue`](super::Queue), held: no other thread touches it.
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

    fn count(&self, word: usize) -> usize {
        // SAFETY: GUARDED: the row is held, and has this word.
        unsafe { self.held.word(word).read() }
    }

    /// The slot of a count.
    fn slot(&self, count: usize) -> *mut usize {
        self.held.word(HEADER + (count & (self.capacity - 1)))
    }

    /// How many items the row has.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count(TAIL).wrapping_sub(self.count(HEAD))
    }

    /// Returns whether the row has no items.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends `item`.
    ///
    /// # Errors
    ///
    /// The item, if the row is full.
    pub fn push(&mut self, item: T) -> core::result::Result<(), Rejected<T>> {
        if self.len() == self.capacity {
            return Err(Rejected::new(item, Error::Full { capacity: self.capacity }));
        }
        let tail = self.count(TAIL);
        // SAFETY: GUARDED: the row is held; a slot that is not in use.
        unsafe { self.slot(tail).write(item.into_word()) };
        self.held.publish(TAIL, tail.wrapping_add(1));
        Ok(())
    }

    /// Takes the oldest item.
    pub fn pop(&mut self) -> Option<T> {
        if self.is_empty() {
            return None;
        }
        let head = self.count(HEAD);
        // SAFETY: GUARDED: the row is held; a slot between head and tail is an item.
        let word = unsafe { self.slot(head).read() };
        self.held.publish(HEAD, head.wrapping_add(1));
        // SAFETY: an item that no other thread can reach any more.
        Some(unsafe { T::from_word(word) })
    }

    /// Moves up to `most` of the oldest items to `into`, as far as that has room without growing; returns how many. It does
    /// not grow because a thread should not allocate while it holds a row: see [`with_row`](super::Queue::with_row).
    pub fn take_into(&mut self, into: &mut Vec<T>, most: usize) -> usize {
        let most = most.min(into.capacity() - into.len());
        (0..most).map_while(|_| self.pop()).map(|item| into.push(item)).count()
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
