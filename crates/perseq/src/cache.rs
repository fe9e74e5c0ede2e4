//! A cache of objects that are expensive to make: an array per CPU, and a shared overflow that batches go to and come from.
//!
//! ```text
//!   put ──► CPU 0's array ──full──► half of it ──► overflow (bounded, behind a guard) ──full──► the item comes back
//!   get ◄── CPU 0's array ◄─empty── a batch ◄────┘
//!                 ▲ drain_idle, drain_row: through the row's guard, from any CPU
//! ```
//!
//! A batch is one section on the row. No row is taken while the overflow is held (a thread that holds a row may use the
//! cache): a batch that is on its way keeps its places in the overflow reserved, so that what does not fit a row can go
//! back.

use core::fmt;
use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::{boxed::Box, vec::Vec};

use perseq_core::{
    ByCpuId, Error, Index, Result,
    cpu::{self, CpuId},
    guard::{Exclusive, ExclusiveHeld},
};

use crate::{
    Counter, Rejected, Word,
    array_stack::{ArrayStack, BATCH, View},
};

/// Items that wait to be used again: `capacity` per CPU, and `overflow` shared by all.
///
/// [`get`](Self::get) and [`put`](Self::put) are one critical section on this CPU's array. When that is empty or full, half
/// an array (at most 64 items) moves from or to the overflow. Memory is bounded by
/// `CPUs × capacity + overflow` items, however many threads there are: what does not fit is given back to who puts it.
/// Items of CPUs that are idle or offline stay in their arrays until [`drain_idle`](Self::drain_idle) or
/// [`drain`](Self::drain) takes them. Dropping the cache drops every item, once.
///
/// When the overflow is empty or full as well, `get` and `put` find that out by a look at one word. [`stats`](Self::stats) counts
/// what happened outside of the arrays.
///
/// `get` and `put` allocate nothing and are async-signal-safe.
///
/// ```
/// use perseq::Cache;
///
/// let buffers: Cache<Box<[u8; 4096]>> = Cache::new(64, 1024)?;
/// let buffer = buffers.get_or_else(|| Box::new([0; 4096]));
/// if let Err(rejected) = buffers.put(buffer) {
///     drop(rejected.into_item()); // the cache is full
/// }
/// assert_eq!(buffers.len(), 1);
/// # Ok::<(), perseq::Error>(())
/// ```
pub struct Cache<T: Word, I: Index = ByCpuId> {
    rows: ArrayStack<T, I>,
    overflow: Exclusive<Overflow>,
    /// How many items the overflow has, and has room for: looked at without its guard, changed with it held.
    available: AtomicUsize,
    room: AtomicUsize,
    counts: Counts<I>,
    /// What each row's length was when [`drain_idle`](Self::drain_idle) last looked.
    seen: Box<[AtomicUsize]>,
}

/// What [`Cache::stats`] tells: all of it is counted out of the fast path.
struct Counts<I: Index> {
    refills: Counter<I>,
    misses: Counter<I>,
    spills: Counter<I>,
    refused: Counter<I>,
}

impl<I: Index> Counts<I> {
    const fn new() -> Self {
        Self {
            refills: Counter::indexed(),
            misses: Counter::indexed(),
            spills: Counter::indexed(),
            refused: Counter::indexed(),
        }
    }
}

/// How often a [`Cache`] could not do with this CPU's array. (A hit there is not counted: it would cost as much again. A program
/// that knows how often it called `get` has the hits by subtraction.)
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct CacheStats {
    /// Calls of `get` that moved a batch from the overflow to the array.
    pub refills: u64,
    /// Calls of `get` that found nothing.
    pub misses: u64,
    /// Calls of `put` that moved a batch from the array to the overflow.
    pub spills: u64,
    /// Calls of `put` that found both full: the item came back.
    pub refused: u64,
}

/// Items as words. Its vector never grows beyond the capacity that it was made with.
struct Overflow {
    words: Vec<usize>,
    capacity: usize,
    /// Places of batches that are on their way.
    reserved: usize,
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

impl<T: Word> Cache<T> {
    /// An empty cache of `capacity` items per CPU and `overflow` shared ones.
    ///
    /// # Errors
    ///
    /// As [`indexed`](Self::indexed).
    pub fn new(capacity: usize, overflow: usize) -> Result<Self> {
        Self::indexed(capacity, overflow)
    }

    /// Calls `f` with the array of `cpu`, held. See [`with_row`](Self::with_row).
    ///
    /// # Errors
    ///
    /// As [`with_row`](Self::with_row).
    pub fn with_cpu<R>(&self, cpu: CpuId, f: impl FnOnce(&mut View<'_, T>) -> R) -> Result<R> {
        self.with_row(cpu.get(), f)
    }
}

impl<T: Word, I: Index> Cache<T, I> {
    /// An empty cache of `capacity` items per row and `overflow` shared ones (0: none).
    ///
    /// # Errors
    ///
    /// As [`ArrayStack::indexed`]; [`Error::Capacity`] also if there is no memory for the overflow.
    pub fn indexed(capacity: usize, overflow: usize) -> Result<Self> {
        let rows = ArrayStack::indexed(capacity)?;
        let mut words = Vec::new();
        if words.try_reserve_exact(overflow).is_err() {
            return Err(Error::Capacity { asked: overflow, max: isize::MAX as usize / size_of::<usize>() });
        }
        let seen = (0..cpu::bound()).map(|_| AtomicUsize::new(0)).collect();
        Ok(Self {
            rows,
            overflow: Exclusive::new(Overflow { words, capacity: overflow, reserved: 0 }),
            available: AtomicUsize::new(0),
            room: AtomicUsize::new(overflow),
            counts: Counts::new(),
            seen,
        })
    }

    /// An item that was put in before, if this CPU's array or the overflow has one and can be looked at:
    /// [`try_get`](Self::try_get) tells why not.
    #[inline]
    pub fn get(&self) -> Option<T> {
        self.try_get().unwrap_or(None)
    }

    /// An item that was put in before; `None` if neither this CPU's array nor the overflow has one.
    ///
    /// # Errors
    ///
    /// As [`ArrayStack::try_pop`], if the overflow has no item either; nothing was taken then.
    #[inline]
    pub fn try_get(&self) -> Result<Option<T>> {
        match self.rows.try_pop() {
            Ok(Some(item)) => Ok(Some(item)),
            Ok(None) => Ok(self.refill()),
            Err(why) => self.refill().map(Some).ok_or(why),
        }
    }

    /// An item that was put in before, or a new one.
    #[inline]
    pub fn get_or_else(&self, make: impl FnOnce() -> T) -> T {
        self.get().unwrap_or_else(make)
    }

    /// Keeps `item` for who [`get`](Self::get)s it.
    ///
    /// # Errors
    ///
    /// The item, if this CPU's array and the overflow are full, or the array could not be reached and the overflow is full: see
    /// [`Rejected::why`].
    #[inline]
    pub fn put(&self, item: T) -> core::result::Result<(), Rejected<T>> {
        match self.rows.push(item) {
            Ok(()) => Ok(()),
            Err(rejected) => self.spill(rejected),
        }
    }

    /// Items that move at once: half an array.
    fn batch(&self) -> usize {
        self.rows.capacity().div_ceil(2).min(BATCH)
    }

    /// The overflow, held. Nothing else is taken and nobody's code is called while it is, so a thread never asks twice, and
    /// may wait for it with a row held.
    ///
    /// In a child that was forked while another thread moved a batch, the overflow is as that thread left it: then its items
    /// are leaked, and the child goes on without an overflow.
    fn overflow(&self) -> ExclusiveHeld<'_, Overflow> {
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
    fn show(&self, overflow: &Overflow) {
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
    fn refill(&self) -> Option<T> {
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
    fn spill(&self, rejected: Rejected<T>) -> core::result::Result<(), Rejected<T>> {
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

    /// How often this CPU's array was empty or full, since the cache was made. A sum of counters: some additions that run at the
    /// same time are in it.
    #[must_use]
    pub fn stats(&self) -> CacheStats {
        CacheStats {
            refills: self.counts.refills.sum(),
            misses: self.counts.misses.sum(),
            spills: self.counts.spills.sum(),
            refused: self.counts.refused.sum(),
        }
    }

    /// Takes every item, of every row and of the overflow, and gives it to `f` with nothing held. One
    /// [fence](perseq_core::fence) for each row that has items.
    ///
    /// # Errors
    ///
    /// What taking a row's guard fails with; what was taken before has been given to `f`.
    pub fn drain(&self, mut f: impl FnMut(T)) -> Result<()> {
        self.rows.drain(&mut f)?;
        // Made before anything is held: whoever allocates may be using this very cache.
        let empty = Vec::with_capacity(self.overflow().capacity);
        let words = {
            let mut overflow = self.overflow();
            let words = core::mem::replace(&mut overflow.words, empty);
            self.show(&overflow);
            words
        };
        items(words).into_iter().for_each(f);
        Ok(())
    }

    /// Takes the items of row `row`, from any CPU, and gives them to `f`: one fence if it has any.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchCpu`], or what taking the row's guard fails with.
    pub fn drain_row(&self, row: u32, f: impl FnMut(T)) -> Result<()> {
        self.rows.take_row(row)?.into_iter().for_each(f);
        Ok(())
    }

    /// Takes the items of rows that look idle and gives them to `f`: rows whose length is as it was at the last call.
    /// Call it every few seconds. A busy row that happens to look idle loses its items and refills. A thread that holds a
    /// guard passes over rows that are held.
    ///
    /// # Errors
    ///
    /// What taking a row's guard fails with; what was taken before has been given to `f`.
    pub fn drain_idle(&self, mut f: impl FnMut(T)) -> Result<()> {
        for (row, seen) in (0..cpu::rows()).zip(&self.seen) {
            let len = self.rows.len_of(row);
            if seen.swap(len, Relaxed) == len && len > 0 {
                self.rows.take_idle(row)?.into_iter().for_each(&mut f);
            }
        }
        Ok(())
    }

    /// Calls `f` with row `row`'s array, held: nobody else touches it, and signals are blocked, until `f` returns or panics.
    /// Where signal handlers use the cache, `f` must not allocate or take locks: see [`ArrayStack::with_row`].
    ///
    /// # Errors
    ///
    /// What taking the row's guard fails with; `f` was not called then.
    pub fn with_row<R>(&self, row: u32, f: impl FnOnce(&mut View<'_, T, I>) -> R) -> Result<R> {
        self.rows.with_row(row, f)
    }

    /// How many items there are; out of date when it arrives. A load for each of [`cpu::rows`](perseq_core::cpu::rows), and a lock.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len() + self.overflow().words.len()
    }

    /// Whether there were no items; out of date when it arrives.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many items a row can hold.
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.rows.capacity()
    }
}

/// Tries `attempt` with `n`, half of it and so on; what it succeeded with, or 0.
fn halving(mut n: usize, mut attempt: impl FnMut(usize) -> bool) -> usize {
    while n > 0 && !attempt(n) {
        n /= 2;
    }
    n
}

/// Words that were items, as items again.
fn items<T: Word>(words: Vec<usize>) -> Vec<T> {
    // SAFETY: the caller took them out of the overflow, each once.
    words.into_iter().map(|word| unsafe { T::from_word(word) }).collect()
}

impl<T: Word, I: Index> Drop for Cache<T, I> {
    fn drop(&mut self) {
        // The rows drop theirs after this, also if one of these panics.
        if let Some(overflow) = self.overflow.get_mut() {
            drop(items::<T>(core::mem::take(&mut overflow.words)));
        }
    }
}

impl<T: Word, I: Index> fmt::Debug for Cache<T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("len", &self.len()).field("capacity", &self.capacity()).finish()
    }
}
