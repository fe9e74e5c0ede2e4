//! The overflow that all rows of a cache share: the items that their arrays have no room for.

use core::{sync::atomic::Ordering::Relaxed, time::Duration};
use std::thread::sleep;

use perseq_core::{Error, Index, Result, guard::ExclusiveHeld, pool::Words};

use super::Cache;
use crate::{Rejected, Word, array_stack::BATCH};

/// How long a thread waits for one that has its number.
const NAP: Duration = Duration::from_micros(100);

/// Items as words, up to `capacity` of them.
pub(super) struct Overflow {
    /// None before the first item comes, and as many as the capacity from then on.
    words: Words,
    len: usize,
    capacity: usize,
    /// Places of batches that are on their way.
    reserved: usize,
}

impl Overflow {
    pub(super) const fn new(capacity: usize) -> Self {
        Self { words: Words::none(), len: 0, capacity, reserved: 0 }
    }

    /// How many items there are.
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// Makes the memory for all items that may come.
    pub(super) fn place(&mut self) -> Result<()> {
        if self.words.is_empty() {
            self.words = Words::new(self.capacity)?;
        }
        Ok(())
    }

    /// Items that may still come.
    const fn room(&self) -> usize {
        self.capacity - self.len - self.reserved
    }

    /// Takes up to `words.len()` of the last items out.
    pub(super) fn take(&mut self, words: &mut [usize]) -> usize {
        let taken = words.len().min(self.len);
        self.len -= taken;
        words[..taken].copy_from_slice(&self.words[self.len..][..taken]);
        taken
    }

    /// Keeps up to `places` places for items that come.
    fn reserve(&mut self, places: usize) -> usize {
        let reserved = self.room().min(places);
        self.reserved += reserved;
        reserved
    }

    /// Puts `words` in reserved places, and lets go of the rest of `reserved` of them.
    ///
    /// The places may be gone: a handler forked in the middle of a batch, and the child had to do without this overflow. Then the
    /// items are leaked, as those that it had.
    fn settle(&mut self, words: &[usize], reserved: usize) {
        self.reserved = self.reserved.saturating_sub(reserved);
        let places = self.words[self.len..].iter_mut().zip(words);
        self.len += places.map(|(place, word)| *place = *word).count();
    }
}

impl<T: Word, I: Index> Cache<T, I> {
    /// Items that move at once: half an array.
    fn batch(&self) -> usize {
        self.rows.capacity().div_ceil(2).min(BATCH)
    }

    /// The overflow, held. While it is, nothing else is taken and no caller's code is called, so a thread never asks twice, and may
    /// wait for it with a row held.
    ///
    /// In a child that was forked while another thread moved a batch, the overflow is as that thread left it: then its items are
    /// leaked, and the child continues without an overflow.
    pub(super) fn overflow(&self) -> ExclusiveHeld<'_, Overflow> {
        loop {
            match self.overflow.lock_innermost() {
                Ok(overflow) => return overflow,
                Err(Error::Abandoned { .. }) => self.do_without(),
                // Another thread has it that has this one's number, which starts again on 32-bit targets: a thread never asks twice.
                Err(_) => sleep(NAP),
            }
        }
    }

    /// Continues without an overflow, if another thread has not seen to that.
    #[cold]
    #[inline(never)]
    fn do_without(&self) {
        if let Ok(Ok(())) = self.overflow.replace_abandoned(Overflow::new(0)) {
            self.available.store(0, Relaxed);
            self.room.store(0, Relaxed);
        }
    }

    /// Shows what the overflow has, after a change, to threads that do not take it. A thread that finds a stale 0 there takes the
    /// overflow for empty or full, as it would have been found a moment before.
    pub(super) fn show(&self, overflow: &Overflow) {
        self.available.store(overflow.len(), Relaxed);
        self.room.store(overflow.room(), Relaxed);
    }

    /// Puts `words` in the overflow, in places that are reserved, and lets go of the rest of `reserved` of them.
    fn settle(&self, words: &[usize], reserved: usize) {
        let mut overflow = self.overflow();
        overflow.settle(words, reserved);
        self.show(&overflow);
    }

    /// Takes a batch from the overflow: one item for the caller, the others for this CPU's array. Counted, which may take memory, where no
    /// batch is on the stack: a handler may have little of it.
    #[cold]
    #[inline(never)]
    pub(super) fn refill(&self) -> Option<T> {
        let item = if self.available.load(Relaxed) == 0 { None } else { self.take_batch() };
        let count = if item.is_some() { &self.counts.refills } else { &self.counts.misses };
        count.inc();
        item
    }

    #[inline(never)]
    fn take_batch(&self) -> Option<T> {
        let mut words = [0; BATCH];
        let taken = {
            let mut overflow = self.overflow();
            let taken = overflow.take(&mut words[..self.batch()]);
            // Items that do not fit the row go back.
            let _places = overflow.reserve(taken);
            self.show(&overflow);
            taken
        };
        let (&first, others) = words[..taken].split_first()?;
        // SAFETY: the words are items that this function took; those that were stored are forgotten here.
        let stored = halving(others.len(), |n| unsafe { self.rows.push_words(&others[..n]) } == Ok(true));
        self.settle(&others[stored..], taken);
        // SAFETY: an item of the overflow, and out of it.
        Some(unsafe { T::from_word(first) })
    }

    /// Puts the item in the overflow, with a batch of this CPU's array. Counted as in `refill`.
    #[cold]
    #[inline(never)]
    pub(super) fn spill(&self, rejected: Rejected<T>) -> core::result::Result<(), Rejected<T>> {
        let reserved = if self.room.load(Relaxed) == 0 { Ok(0) } else { self.reserve_batch() };
        match reserved {
            Ok(0) => Err(self.refused(rejected)),
            Err(why) => Err(self.refused(Rejected::new(rejected.into_item(), why))),
            Ok(reserved) => {
                self.counts.spills.inc();
                self.put_batch(rejected.into_item(), reserved);
                Ok(())
            }
        }
    }

    /// Keeps places for a batch, as many as there are.
    #[inline(never)]
    fn reserve_batch(&self) -> Result<usize> {
        let mut overflow = self.overflow();
        overflow.place()?;
        let reserved = overflow.reserve(self.batch());
        self.show(&overflow);
        Ok(reserved)
    }

    #[inline(never)]
    fn put_batch(&self, item: T, reserved: usize) {
        let mut words = [0; BATCH];
        // A row that cannot be reached gives no batch.
        let taken = halving(reserved - 1, |n| self.rows.pop_words(&mut words[..n]) == Ok(true));
        words[taken] = item.into_word();
        self.settle(&words[..=taken], reserved);
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
