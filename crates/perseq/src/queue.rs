//! A bounded queue of words per CPU, with stealing.
//!
//! ```text
//!   row:  guard │ head │ tail │ slot 0 │ … │ slot capacity − 1
//! ```
//!
//! Head and tail count for ever; the slot of a count is its remainder. `push` commits the tail, `pop` the head, and both are
//! sections on the row of the CPU, so neither ever meets the other half done. Other CPUs' rows are reached through their
//! guards.

use core::{fmt, marker::PhantomData, sync::atomic::Ordering::Relaxed};
use std::vec::Vec;

use perseq_core::{
    ByCpuId, Error, Index, Result,
    cpu::{self, CpuId},
    guard::{Attempt, Guarded, Held},
    pool::STRIDE,
    section::guarded,
    thread,
};

use crate::{Rejected, Word, peek, word::Owns};

/// The word that counts what was taken.
const HEAD: usize = 1;
/// The word that counts what was put in.
const TAIL: usize = 2;
/// Words of a row before its slots.
const HEADER: usize = 3;
/// Most slots: the largest power of two that fits in a row with the header.
const MAX_CAPACITY: usize = 1 << ((STRIDE / size_of::<usize>() - HEADER).ilog2());

/// Up to `capacity` items per CPU (or concurrency id), first in first out on each.
///
/// [`push`](Self::push) and [`pop`](Self::pop) work on the row of the CPU that the thread runs on. Who finds nothing there can
/// [`steal`](Self::steal) from another CPU's row, or half of it ([`steal_into`](Self::steal_into)). Items of a CPU
/// that went offline stay in its row until they are stolen or drained. Dropping the queue drops every item, once.
///
/// `push` and `pop` are async-signal-safe, and so is `steal_into` a vector that has room; `steal` and `drain` allocate.
///
/// ```
/// use perseq::Queue;
///
/// let jobs: Queue<Box<u32>> = Queue::new(100)?;
/// assert_eq!(jobs.capacity(), 128); // a power of two
/// jobs.push(Box::new(7))?;
/// let job = jobs.pop().or_else(|| jobs.steal().ok().flatten());
/// assert_eq!(job.as_deref(), Some(&7));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Queue<T: Word, I: Index = ByCpuId> {
    rows: Guarded<I>,
    capacity: usize,
    items: Owns<T>,
}

/// A row of a [`Queue`], held: nobody else touches it.
pub struct View<'a, T: Word, I: Index = ByCpuId> {
    held: Held<'a, I>,
    capacity: usize,
    items: Owns<T>,
}

// SAFETY: the queue owns its items and hands each to one thread, whichever: that is sending them.
unsafe impl<T: Word + Send, I: Index> Send for Queue<T, I> {}
// SAFETY: as above; no reference to an item is shared.
unsafe impl<T: Word + Send, I: Index> Sync for Queue<T, I> {}

impl<T: Word> Queue<T> {
    /// A queue of at least `capacity` items per CPU.
    ///
    /// # Errors
    ///
    /// As [`indexed`](Self::indexed).
    pub fn new(capacity: usize) -> Result<Self> {
        Self::indexed(capacity)
    }

    /// Calls `f` with the row of `cpu`, held. See [`with_row`](Self::with_row).
    ///
    /// # Errors
    ///
    /// As [`with_row`](Self::with_row).
    pub fn with_cpu<R>(&self, cpu: CpuId, f: impl FnOnce(&mut View<'_, T>) -> R) -> Result<R> {
        self.with_row(cpu.get(), f)
    }
}

impl<T: Word, I: Index> Queue<T, I> {
    /// A queue of at least `capacity` items per row, rounded up to a power of two.
    ///
    /// # Errors
    ///
    /// [`Error::Capacity`] unless the capacity is from 1 to 16,384 (32,768 on 32-bit targets); [`Error::Exhausted`] and
    /// [`Error::Syscall`] when there is no memory.
    pub fn indexed(capacity: usize) -> Result<Self> {
        if capacity == 0 || capacity > MAX_CAPACITY {
            return Err(Error::Capacity { asked: capacity, max: MAX_CAPACITY });
        }
        let capacity = capacity.next_power_of_two();
        let rows = Guarded::new((capacity + HEADER) * size_of::<usize>(), 64)?;
        Ok(Self { rows, capacity, items: PhantomData })
    }

    /// How many items a row can hold.
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.capacity
    }

    /// Appends `item` to this CPU's row.
    ///
    /// # Errors
    ///
    /// The item, if the row is full, or where the slow path cannot take the row's guard: see [`Rejected::why`].
    #[inline]
    pub fn push(&self, item: T) -> core::result::Result<(), Rejected<T>> {
        let (word, mask) = (item.into_word(), self.capacity - 1);
        // SAFETY: PLAIN, OWNED, GUARDED: `rows` has the layout of a queue of `capacity` slots and lives as long as `self`.
        let push = || unsafe { guarded::queue_push::<I>(self.rows.base(), word, self.capacity, mask) };
        match self.rows.run(push) {
            Attempt::Committed => Ok(()),
            // SAFETY: the word was not stored anywhere.
            Attempt::Exited => Err(self.full(unsafe { T::from_word(word) })),
            // SAFETY: as above.
            Attempt::Slow => self.push_slow(unsafe { T::from_word(word) }),
        }
    }

    /// Takes the oldest item of this CPU's row, if it has any and can be looked at: [`try_pop`](Self::try_pop) tells why not.
    #[inline]
    pub fn pop(&self) -> Option<T> {
        self.try_pop().unwrap_or(None)
    }

    /// Takes the oldest item of this CPU's row; `None` if the row has none.
    ///
    /// # Errors
    ///
    /// Where the slow path cannot take the row's guard, what [`Guarded::lock_here`] fails with; nothing was taken then.
    #[inline]
    pub fn try_pop(&self) -> Result<Option<T>> {
        let mut word = 0;
        let out = &raw mut word;
        // SAFETY: as in `push`; `out` is a live local.
        let pop = || unsafe { guarded::queue_pop::<I>(self.rows.base(), out, self.capacity - 1) };
        match self.rows.run(pop) {
            // SAFETY: the section took the word from the row, where a push had put it.
            Attempt::Committed => Ok(Some(unsafe { T::from_word(word) })),
            Attempt::Exited => Ok(None),
            Attempt::Slow => self.pop_slow(),
        }
    }

    #[cold]
    #[inline(never)]
    fn push_slow(&self, item: T) -> core::result::Result<(), Rejected<T>> {
        match self.rows.lock_here() {
            Ok(held) => self.view(held).push(item),
            Err(why) => Err(Rejected::new(item, why)),
        }
    }

    #[cold]
    #[inline(never)]
    fn pop_slow(&self) -> Result<Option<T>> {
        Ok(self.view(self.rows.lock_here()?).pop())
    }

    fn full(&self, item: T) -> Rejected<T> {
        Rejected::new(item, Error::Full { capacity: self.capacity })
    }

    fn view<'a>(&self, held: Held<'a, I>) -> View<'a, T, I> {
        View { held, capacity: self.capacity, items: PhantomData }
    }

    /// Takes the oldest item of another CPU's row, the first after this one that has any: one [fence](perseq_core::fence).
    ///
    /// # Errors
    ///
    /// What [`Guarded::lock`] fails with.
    pub fn steal(&self) -> Result<Option<T>> {
        // Nearly always, and then without an allocation.
        if self.is_empty() {
            return Ok(None);
        }
        let mut loot = Vec::with_capacity(1);
        self.steal_into(&mut loot)?;
        Ok(loot.pop())
    }

    /// Takes half of the items of another CPU's row, the first after this one that has any, the oldest first: as many as fit in
    /// `into` without growing. Returns how many. One fence. A thread that holds a guard passes over rows that are held.
    ///
    /// # Errors
    ///
    /// What [`Guarded::lock_or_pass`] fails with; nothing was taken then.
    pub fn steal_into(&self, into: &mut Vec<T>) -> Result<usize> {
        let (here, bound) = (thread::row::<I>(), cpu::rows());
        for row in (1..=bound).map(|distance| (here + distance) % bound) {
            if self.len_of(row) > 0
                && let Some(held) = self.rows.lock_or_pass(row)?
            {
                let mut view = self.view(held);
                let taken = view.take_into(into, view.len().div_ceil(2));
                if taken > 0 {
                    return Ok(taken);
                }
            }
        }
        Ok(0)
    }

    /// Calls `f` with row `row`, held: nobody else touches it, and signals are blocked, until `f` returns or panics.
    ///
    /// Where signal handlers use the queue, `f` must not allocate or take locks: the thread that a handler has interrupted may
    /// hold the allocator's lock while the handler waits for the row.
    ///
    /// # Errors
    ///
    /// What [`Guarded::lock`] fails with; `f` was not called then.
    pub fn with_row<R>(&self, row: u32, f: impl FnOnce(&mut View<'_, T, I>) -> R) -> Result<R> {
        self.rows.lock(row).map(|held| f(&mut self.view(held)))
    }

    /// Takes every item of every row that has some, one row after the other, and gives them to `f` with no guard held.
    /// One fence for each such row.
    ///
    /// # Errors
    ///
    /// What [`Guarded::lock`] fails with; what was taken before has been given to `f`.
    pub fn drain(&self, mut f: impl FnMut(T)) -> Result<()> {
        for row in 0..cpu::rows() {
            if self.len_of(row) > 0 {
                let mut items = Vec::with_capacity(self.capacity);
                self.with_row(row, |view| view.take_into(&mut items, self.capacity))?;
                items.into_iter().for_each(&mut f);
            }
        }
        Ok(())
    }

    /// How many items there are, of all rows; out of date when it arrives. Two loads for each of [`cpu::rows`].
    #[must_use]
    pub fn len(&self) -> usize {
        (0..cpu::rows()).map(|row| self.len_of(row)).sum()
    }

    /// Whether there were no items; out of date when it arrives.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many items row `row` has; between the two loads more may have been taken than there were, which counts as none.
    fn len_of(&self, row: u32) -> usize {
        let head = peek(&self.rows, row, HEAD).load(Relaxed);
        let len = peek(&self.rows, row, TAIL).load(Relaxed).wrapping_sub(head);
        if len > self.capacity { 0 } else { len }
    }
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

    /// Whether the row has no items.
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
        // SAFETY: an item that nobody else can reach any more.
        Some(unsafe { T::from_word(word) })
    }

    /// Moves up to `most` of the oldest items to `into`, as far as that has room without growing; returns how many. It does
    /// not grow because nobody should allocate while a row is held: see [`Queue::with_row`].
    pub fn take_into(&mut self, into: &mut Vec<T>, most: usize) -> usize {
        let most = most.min(into.capacity() - into.len());
        (0..most).map_while(|_| self.pop()).map(|item| into.push(item)).count()
    }
}

impl<T: Word, I: Index> Drop for Queue<T, I> {
    fn drop(&mut self) {
        // All of them in one vector: if the drop of one panics, the others are dropped all the same.
        let mut items = Vec::<T>::new();
        for row in 0..cpu::rows() {
            let head = peek(&self.rows, row, HEAD).load(Relaxed);
            for at in 0..self.len_of(row) {
                let slot = HEADER + (head.wrapping_add(at) & (self.capacity - 1));
                let word = peek(&self.rows, row, slot).load(Relaxed);
                // SAFETY: `&mut self`: nobody else takes them, and the rows are not looked at again.
                items.push(unsafe { T::from_word(word) });
            }
        }
    }
}

impl<T: Word, I: Index> fmt::Debug for Queue<T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").field("len", &self.len()).field("capacity", &self.capacity).finish()
    }
}

impl<T: Word, I: Index> fmt::Debug for View<'_, T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("View").field("row", &self.row()).field("len", &self.len()).finish()
    }
}
