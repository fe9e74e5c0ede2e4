//! A cache of objects that are expensive to make: an array per CPU, and a shared overflow that batches go to and come from.
//!
//! ```text
//!   put ──► CPU 0's array ──full──► half of it ──► overflow (bounded, under a guard) ──full──► the item comes back
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
use core::panic::RefUnwindSafe;
use core::sync::atomic::{AtomicU32, AtomicUsize};
use std::boxed::Box;

use perseq_core::{ByCpuId, Error, Index, Result, guard::Exclusive, pool::Pool};

use crate::{Counter, Rejected, Word, array_stack::ArrayStack, moved::Moved, once::Once};
use overflow::Overflow;

/// Items that wait to be used again: `capacity` per CPU, and `overflow` shared by all.
///
/// [`get`](Self::get) and [`put`](Self::put) are one critical section on this CPU's array. When that is empty or full, half
/// an array (at most 64 items) moves from or to the overflow. Memory is bounded by
/// `CPUs × capacity + overflow` items, however many threads there are: `put` gives back an item that does not fit.
/// Items of CPUs that are idle or offline stay in their arrays until [`drain_idle`](Self::drain_idle) or
/// [`drain`](Self::drain) takes them. Dropping the cache drops every item, once.
///
/// When the overflow is empty or full as well, `get` and `put` find that out by a few loads. [`stats`](Self::stats) counts
/// what happened outside of the arrays.
///
/// `get` and `put` are async-signal-safe. Memory of the cache's own comes from the system, at the first use or by
/// [`prepare`](Self::prepare).
///
/// A forked child has all items, but for those that other threads of its parent had taken or were moving: a batch each.
///
/// ```
/// use perseq::Cache;
///
/// let buffers: Cache<Box<[u8; 4096]>> = Cache::new(64, 1024); // or a `static`
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
    /// How many forks there had been when the overflow showed these.
    forks: AtomicU32,
    counts: Counts<I>,
    /// The length of each row when [`drain_idle`](Self::drain_idle) last looked.
    seen: Once<Box<[AtomicUsize]>>,
}

/// As for the other structures, the items decide. No caller's code runs while the overflow is held, so no panic leaves it half changed.
impl<T: Word + RefUnwindSafe, I: Index> RefUnwindSafe for Cache<T, I> {}

/// The counts of [`Cache::stats`]: all of them are counted out of the fast path.
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

/// Most items that an overflow can be asked for.
const MAX_OVERFLOW: usize = isize::MAX as usize / size_of::<usize>();

impl<T: Word> Cache<T> {
    /// An empty cache of `capacity` items per CPU and `overflow` shared ones (0: none). `const`: works in a `static`.
    ///
    /// It has no memory until its first use or [`prepare`](Self::prepare). The rows and the overflow get theirs separately (the overflow,
    /// unless it is of 0 items, a mapping of its own: some pages and a system call). While the system has none for one of them, the cache
    /// keeps items in the other one; while it has none for both, `put` gives items back.
    ///
    /// # Panics
    ///
    /// Unless `capacity` is from 1 to what fits in a row, and the items of both can be counted.
    #[must_use]
    pub const fn new(capacity: usize, overflow: usize) -> Self {
        Self::indexed(capacity, overflow)
    }

    /// The same with memory, and with errors instead of a panic.
    ///
    /// # Errors
    ///
    /// As [`try_indexed`](Self::try_indexed).
    pub fn try_new(capacity: usize, overflow: usize) -> Result<Self> {
        Self::try_indexed(capacity, overflow)
    }
}

impl<T: Word, I: Index> Cache<T, I> {
    /// An empty cache of `capacity` items per row and `overflow` shared ones, by the index of its type: as [`new`](Self::new).
    ///
    /// # Panics
    ///
    /// As [`new`](Self::new).
    #[must_use]
    pub const fn indexed(capacity: usize, overflow: usize) -> Self {
        Self::of(capacity, overflow, None)
    }

    /// The same with its rows in a pool of one's own.
    ///
    /// # Panics
    ///
    /// As [`new`](Self::new).
    #[must_use]
    pub const fn new_in(capacity: usize, overflow: usize, pool: &'static Pool<I>) -> Self {
        Self::of(capacity, overflow, Some(pool))
    }

    /// An empty cache of `capacity` items per row and `overflow` shared ones, with memory.
    ///
    /// # Errors
    ///
    /// As [`ArrayStack::try_indexed`]; [`Error::Overflow`] for an overflow that no memory has room for.
    pub fn try_indexed(capacity: usize, overflow: usize) -> Result<Self> {
        ArrayStack::<T, I>::check(capacity)?;
        if overflow > MAX_OVERFLOW {
            return Err(Error::Overflow { asked: overflow, max: MAX_OVERFLOW });
        }
        let cache = Self::indexed(capacity, overflow);
        cache.prepare().map(|()| cache)
    }

    const fn of(capacity: usize, overflow: usize, pool: Option<&'static Pool<I>>) -> Self {
        assert!(overflow <= MAX_OVERFLOW, "an overflow that memory can have room for");
        Self {
            rows: ArrayStack::of(capacity, pool),
            overflow: Exclusive::new(Overflow::new(overflow)),
            available: AtomicUsize::new(0),
            room: AtomicUsize::new(overflow),
            forks: AtomicU32::new(0),
            counts: Counts::new(),
            seen: Once::new(),
        }
    }

    /// Gives the cache all the memory that it will ever need, as its first uses would: call it where an error can be dealt with,
    /// or before signal handlers use the cache. Nothing happens the second time.
    ///
    /// # Errors
    ///
    /// [`Error::Exhausted`] and [`Error::Syscall`] when there is no memory.
    pub fn prepare(&self) -> Result<()> {
        self.rows.prepare()?;
        self.overflow().place()
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

    /// Keeps `item` for a caller that [`get`](Self::get)s it.
    ///
    /// A thread that holds a row of the cache uses the array of another CPU, or the overflow; so does `get`.
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
        self.rows.len() + self.overflow().len()
    }

    /// Returns whether there were no items; out of date when it arrives.
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

/// Words that were items, as items again. The caller took them out of the overflow, each once.
fn items<T: Word>(words: &[usize]) -> impl Iterator<Item = T> {
    // SAFETY: see above.
    words.iter().map(|&word| unsafe { T::from_word(word) })
}

impl<T: Word, I: Index> Drop for Cache<T, I> {
    fn drop(&mut self) {
        if self.overflow.is_abandoned() {
            drop(self.overflow());
        }
        // The rows drop theirs after this, also if one of these panics.
        if let Some(overflow) = self.overflow.get_mut() {
            let mut words = std::vec![0; overflow.len()];
            overflow.take_first(&mut words);
            drop(Moved(items::<T>(&words)));
        }
    }
}

impl<T: Word, I: Index> fmt::Debug for Cache<T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("len", &self.len()).field("capacity", &self.capacity()).finish()
    }
}
