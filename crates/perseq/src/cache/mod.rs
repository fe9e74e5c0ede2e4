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

mod any_row;
mod overflow;

use core::fmt;
use core::sync::atomic::AtomicUsize;
use std::{boxed::Box, vec::Vec};

use perseq_core::{ByCpuId, Error, Index, Result, cpu, guard::Exclusive};

use crate::{Counter, Rejected, Word, array_stack::ArrayStack};
use overflow::Overflow;

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

impl<T: Word> Cache<T> {
    /// An empty cache of `capacity` items per CPU and `overflow` shared ones.
    ///
    /// # Errors
    ///
    /// As [`indexed`](Self::indexed).
    pub fn new(capacity: usize, overflow: usize) -> Result<Self> {
        Self::indexed(capacity, overflow)
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
