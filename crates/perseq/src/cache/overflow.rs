//! The overflow that all rows of a cache share: the items that their arrays have no room for.

use core::sync::atomic::{
    AtomicUsize,
    Ordering::{Relaxed, Release},
};

use perseq_core::{Error, Index, Result, guard::ExclusiveHeld, pool::Words, sys, thread};

use super::Cache;
use crate::{Rejected, Word, array_stack::BATCH};

/// How long a thread waits for one that has its number.
const NAP_MICROS: u32 = 100;

/// Items as words, up to `capacity` of them, in a ring: the last ones are taken to be used again, and the first ones by `drain`, which so
/// meets none that its caller has put back.
///
/// The items are the words from `first` to `end`. A holder changes one of these two by one store, after it has read or written the words. So
/// each word between them is an item after every single store, and a forked child continues with what another thread's store has left.
pub(super) struct Overflow {
    /// None before the first item comes, and as many as the capacity from then on.
    words: Words,
    /// Below twice the capacity, as `end`: so a ring that is full is none that is empty.
    first: AtomicUsize,
    end: AtomicUsize,
    capacity: usize,
    /// Places of batches that are on their way, in this process.
    reserved: usize,
    /// How many forks there had been: batches from before another one are other threads', which this process does not have.
    forks: u32,
}

/// Places in the overflow for a batch that is on its way.
#[must_use]
struct Places {
    count: usize,
    /// As [`Overflow::forks`].
    forks: u32,
}

impl Overflow {
    pub(super) const fn new(capacity: usize) -> Self {
        let [first, end] = [AtomicUsize::new(0), AtomicUsize::new(0)];
        Self { words: Words::none(), first, end, capacity, reserved: 0, forks: 0 }
    }

    /// How many items there are.
    pub(super) fn len(&self) -> usize {
        let (first, end) = (self.first.load(Relaxed), self.end.load(Relaxed));
        if first <= end { end - first } else { end + 2 * self.capacity - first }
    }

    /// Makes the memory for all items that may come.
    pub(super) fn place(&mut self) -> Result<()> {
        self.words.place(self.capacity)
    }

    /// Items that may still come.
    fn room(&self) -> usize {
        self.capacity - self.len() - self.reserved
    }

    /// The place `by` after `place`, which is at most twice the capacity.
    const fn after(&self, place: usize, by: usize) -> usize {
        let sum = place + by;
        if sum < 2 * self.capacity { sum } else { sum - 2 * self.capacity }
    }

    /// The word of `place`, and how many of `count` words from there on are before the ring's end.
    fn run(&self, place: usize, count: usize) -> (usize, usize) {
        let at = if place < self.capacity { place } else { place - self.capacity };
        (at, count.min(self.capacity - at))
    }

    /// Copies the words from `place` on.
    fn copy(&self, place: usize, words: &mut [usize]) {
        let (at, run) = self.run(place, words.len());
        let (head, tail) = words.split_at_mut(run);
        head.copy_from_slice(&self.words[at..][..run]);
        tail.copy_from_slice(&self.words[..tail.len()]);
    }

    /// Takes up to `words.len()` of the last items out.
    fn take_last(&mut self, words: &mut [usize]) -> usize {
        let taken = words.len().min(self.len());
        let end = self.after(self.end.load(Relaxed), 2 * self.capacity - taken);
        self.copy(end, &mut words[..taken]);
        self.end.store(end, Release);
        taken
    }

    /// Takes up to `words.len()` of the first items out.
    pub(super) fn take_first(&mut self, words: &mut [usize]) -> usize {
        let taken = words.len().min(self.len());
        let first = self.first.load(Relaxed);
        self.copy(first, &mut words[..taken]);
        self.first.store(self.after(first, taken), Release);
        taken
    }

    /// Keeps up to `count` places for items that come.
    fn reserve(&mut self, count: usize) -> Places {
        let count = self.room().min(count);
        self.reserved += count;
        Places { count, forks: self.forks }
    }

    /// Puts `words` in `places`, and lets go of the rest of them.
    ///
    /// The places may be gone: a handler forked in the middle of a batch, and other threads of the child have filled them. Then items are
    /// leaked, in the child alone.
    fn settle(&mut self, words: &[usize], places: &Places) {
        if places.forks == self.forks {
            self.reserved -= places.count;
        }
        let words = &words[..words.len().min(self.room())];
        let end = self.end.load(Relaxed);
        let (at, run) = self.run(end, words.len());
        let (head, tail) = words.split_at(run);
        self.words[at..][..run].copy_from_slice(head);
        self.words[..tail.len()].copy_from_slice(tail);
        self.end.store(self.after(end, words.len()), Release);
    }

    /// Forgets, in a child, the places of batches that were on their way when it was forked. Returns whether this was a child's first look.
    fn notice_fork(&mut self) -> bool {
        let forks = thread::forks();
        let is_new = self.forks != forks;
        if is_new {
            self.reserved = 0;
            self.forks = forks;
        }
        is_new
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
    /// A child that was forked while another thread had it takes it over.
    pub(super) fn overflow(&self) -> ExclusiveHeld<'_, Overflow> {
        loop {
            let held = match self.overflow.lock_innermost() {
                // SAFETY: it is sound after every single store of its holders: see `Overflow`.
                Err(Error::Abandoned { .. }) => unsafe { self.overflow.lock_abandoned() },
                held => held.map(Some),
            };
            match held {
                Ok(Some(mut overflow)) => {
                    if overflow.notice_fork() {
                        self.show(&overflow);
                    }
                    return overflow;
                }
                // Another thread has taken it over.
                Ok(None) => {}
                // Another thread has it that has this one's number, which starts again on 32-bit targets: a thread never asks twice.
                Err(_) => sys::nap(NAP_MICROS),
            }
        }
    }

    /// Shows what the overflow has, after a change, to threads that do not take it. A thread that finds a stale 0 there takes the
    /// overflow for empty or full, as it would have been found a moment before.
    pub(super) fn show(&self, overflow: &Overflow) {
        self.available.store(overflow.len(), Relaxed);
        self.room.store(overflow.room(), Relaxed);
        self.forks.store(overflow.forks, Relaxed);
    }

    /// Returns whether the overflow need not be looked at, because `count` (one of those that it shows) is 0. The words that it has shown before this
    /// process was forked counts for nothing: another thread may have been about to show something else.
    fn is_none(&self, count: &AtomicUsize) -> bool {
        count.load(Relaxed) == 0 && self.forks.load(Relaxed) == thread::forks()
    }

    /// Puts `words` in the overflow, in `places`, and lets go of the rest of them.
    fn settle(&self, words: &[usize], places: &Places) {
        let mut overflow = self.overflow();
        overflow.settle(words, places);
        self.show(&overflow);
    }

    /// Takes a batch from the overflow: one item for the caller, the others for this CPU's array. Counted, which may take memory, where no
    /// batch is on the stack: a handler may have little of it.
    #[cold]
    #[inline(never)]
    pub(super) fn refill(&self) -> Option<T> {
        let item = if self.is_none(&self.available) { None } else { self.take_batch() };
        let count = if item.is_some() { &self.counts.refills } else { &self.counts.misses };
        count.inc();
        item
    }

    #[inline(never)]
    fn take_batch(&self) -> Option<T> {
        let mut words = [0; BATCH];
        let (taken, places) = {
            let mut overflow = self.overflow();
            let taken = overflow.take_last(&mut words[..self.batch()]);
            // Items that do not fit the row go back.
            let places = overflow.reserve(taken);
            self.show(&overflow);
            (taken, places)
        };
        let (&first, others) = words[..taken].split_first()?;
        // SAFETY: the words are items that this function took; those that were stored are forgotten here.
        let stored = halving(others.len(), |n| unsafe { self.rows.push_words(&others[..n]) } == Ok(true));
        self.settle(&others[stored..], &places);
        // SAFETY: an item of the overflow, and out of it.
        Some(unsafe { T::from_word(first) })
    }

    /// Puts the item in the overflow, with a batch of this CPU's array. Counted as in `refill`.
    #[cold]
    #[inline(never)]
    pub(super) fn spill(&self, rejected: Rejected<T>) -> core::result::Result<(), Rejected<T>> {
        if self.is_none(&self.room) {
            return Err(self.refused(rejected));
        }
        match self.reserve_batch() {
            Ok(Places { count: 0, .. }) => Err(self.refused(rejected)),
            Err(why) => Err(self.refused(Rejected::new(rejected.into_item(), why))),
            Ok(places) => {
                self.counts.spills.inc();
                self.put_batch(rejected.into_item(), &places);
                Ok(())
            }
        }
    }

    /// Keeps places for a batch, as many as there are.
    #[inline(never)]
    fn reserve_batch(&self) -> Result<Places> {
        let mut overflow = self.overflow();
        overflow.place()?;
        let places = overflow.reserve(self.batch());
        self.show(&overflow);
        Ok(places)
    }

    #[inline(never)]
    fn put_batch(&self, item: T, places: &Places) {
        let mut words = [0; BATCH];
        // A row that cannot be reached gives no batch.
        let taken = halving(places.count - 1, |n| self.rows.pop_words(&mut words[..n]) == Ok(true));
        words[taken] = item.into_word();
        self.settle(&words[..=taken], places);
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
