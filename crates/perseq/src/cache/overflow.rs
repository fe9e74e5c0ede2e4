//! What all rows of a cache share: the items that their arrays have no room for.

use core::sync::atomic::Ordering::Relaxed;
use std::vec::Vec;

use perseq_core::{Error, Index, guard::ExclusiveHeld};

use super::Cache;
use crate::{Rejected, Word, array_stack::BATCH};

/// Items as words. Its vector never grows beyond the capacity that it was made with.
pub(super) struct Overflow {
    pub(super) words: Vec<usize>,
    pub(super) capacity: usize,
    /// Places of batches that are on their way.
    pub(super) reserved: usize,
}

impl Overflow {
    /// Items that may still come.
    fn room(&self) -> usize {
        self.capacity - self.words.len() - self.reserved
    }

    /// Takes up to `words.len()` items out and keeps their places.
    fn take(&mut self, words: &mut [usize]) -> usize {
        let taken = words.len().min(self.words.len());
        let rest = self.words.len() - taken;
        words[..taken].copy_from_slice(&self.words[rest..]);
        self.words.truncate(rest);
        self.reserved += taken;
        taken
    }

    /// Puts `words` in reserved places, and lets go of the rest of `reserved` of them.
    fn settle(&mut self, words: &[usize], reserved: usize) {
        self.reserved -= reserved;
        self.words.extend_from_slice(words);
    }
}

impl<T: Word, I: Index> Cache<T, I> {
    /// Items that move at once: half an array.
    fn batch(&self) -> usize {
        self.rows.capacity().div_ceil(2).min(BATCH)
    }

    /// The overflow, held. Nothing else is taken and nobody's code is called while it is, so a thread never asks twice, and
    /// may wait for it with a row held.
    ///
    /// In a child that was forked while another thread moved a batch, the overflow is as that thread left it: then its items
    /// are leaked, and the child goes on without an overflow.
    pub(super) fn overflow(&self) -> ExclusiveHeld<'_, Overflow> {
        loop {
            match self.overflow.lock_innermost() {
                Ok(overflow) => return overflow,
                Err(Error::Abandoned { .. }) => {
                    let empty = Overflow { words: Vec::new(), capacity: 0, reserved: 0 };
                    // If another thread was faster, this one has no memory to give back.
                    if let Ok(Ok(())) = self.overflow.replace_abandoned(empty) {
                        self.available.store(0, Relaxed);
                        self.room.store(0, Relaxed);
                    }
                }
                Err(error) => unreachable!("{error}"),
            }
        }
    }

    /// Shows what the overflow has, after a change, to threads that do not take it. A thread that finds a stale 0 there takes the
    /// overflow for empty or full, as it would have been found a moment before.
    pub(super) fn show(&self, overflow: &Overflow) {
        self.available.store(overflow.words.len(), Relaxed);
        self.room.store(overflow.room(), Relaxed);
    }

    /// Puts `words` in the overflow, in places that are reserved, and lets go of the rest of `reserved` of them.
    fn settle(&self, words: &[usize], reserved: usize) {
        let mut overflow = self.overflow();
        overflow.settle(words, reserved);
        self.show(&overflow);
    }

    /// Takes a batch from the overflow: one item for the caller, the others for this CPU's array.
    #[cold]
    #[inline(never)]
    pub(super) fn refill(&self) -> Option<T> {
        if self.available.load(Relaxed) == 0 {
            self.counts.misses.inc();
            return None;
        }
        let mut words = [0; BATCH];
        let taken = {
            let mut overflow = self.overflow();
            let taken = overflow.take(&mut words[..self.batch()]);
            self.show(&overflow);
            taken
        };
        let Some((&first, others)) = words[..taken].split_first() else {
            self.counts.misses.inc();
            return None;
        };
        self.counts.refills.inc();
        // SAFETY: the words are items that this function took; those that were stored are forgotten here.
        let stored = halving(others.len(), |n| unsafe { self.rows.push_words(&others[..n]) } == Ok(true));
        self.settle(&others[stored..], taken);
        // SAFETY: an item of the overflow, and out of it.
        Some(unsafe { T::from_word(first) })
    }

    /// Puts the item in the overflow, with a batch of this CPU's array.
    #[cold]
    #[inline(never)]
    pub(super) fn spill(&self, rejected: Rejected<T>) -> core::result::Result<(), Rejected<T>> {
        if self.room.load(Relaxed) == 0 {
            return Err(self.refused(rejected));
        }
        let reserved = {
            let mut overflow = self.overflow();
            let reserved = overflow.room().min(self.batch());
            overflow.reserved += reserved;
            self.show(&overflow);
            reserved
        };
        if reserved == 0 {
            return Err(self.refused(rejected));
        }
        self.counts.spills.inc();
        let mut words = [0; BATCH];
        // A row that cannot be reached gives no batch.
        let taken = halving(reserved - 1, |n| self.rows.pop_words(&mut words[..n]) == Ok(true));
        words[taken] = rejected.into_item().into_word();
        self.settle(&words[..=taken], reserved);
        Ok(())
    }

    /// The item, which neither this CPU's array nor the overflow has room for.
    fn refused(&self, rejected: Rejected<T>) -> Rejected<T> {
        self.counts.refused.inc();
        rejected
    }
}

/// Tries `attempt` with `n`, half of it and so on; what it succeeded with, or 0.
fn halving(mut n: usize, mut attempt: impl FnMut(usize) -> bool) -> usize {
    while n > 0 && !attempt(n) {
        n /= 2;
    }
    n
}
