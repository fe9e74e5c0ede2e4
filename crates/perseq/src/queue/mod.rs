//! A bounded queue of words per CPU, with stealing.
//!
//! ```text
//!   row:  guard │ head │ tail │ slot 0 │ … │ slot capacity − 1
//! ```
//!
//! Head and tail count for ever; the slot of a count is its remainder. `push` commits the tail, `pop` the head, and both are
//! sections on the row of the CPU, so neither ever meets the other half done. Other CPUs' rows are reached through their
//! guards.

mod any_row;
mod view;

use core::{fmt, marker::PhantomData, mem::MaybeUninit};

use perseq_core::{
    ByCpuId, Error, Index, Result, cpu,
    guard::{Attempt, Guarded},
    pool::{Pool, STRIDE},
    sanitizer,
    section::guarded,
};

use crate::{
    Rejected, Word,
    moved::Moved,
    rows::{Rows, load},
    word::Owns,
};
pub use view::View;

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
/// [`push`](Self::push) and [`pop`](Self::pop) work on the row of the CPU that the thread runs on. A thread that finds nothing there
/// can [`steal`](Self::steal) from another CPU's row, or half of it ([`steal_into`](Self::steal_into)). Items of a CPU
/// that went offline stay in its row until they are stolen or drained. Dropping the queue drops every item, once.
///
/// `push` and `pop` are async-signal-safe, and so are `steal` and `steal_into` a vector that has room; `drain` allocates.
///
/// ```
/// use perseq::Queue;
///
/// let jobs: Queue<Box<u32>> = Queue::new(100); // or a `static`
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

// SAFETY: the queue owns its items and hands each to one thread, whichever: that is sending them.
unsafe impl<T: Word + Send, I: Index> Send for Queue<T, I> {}
// SAFETY: as above; no reference to an item is shared.
unsafe impl<T: Word + Send, I: Index> Sync for Queue<T, I> {}

impl<T: Word> Queue<T> {
    /// A queue of at least `capacity` items per CPU, rounded up to a power of two. `const`: works in a `static`.
    ///
    /// It has no memory until its first use or [`prepare`](Self::prepare), and each use until then can fail for want of it.
    ///
    /// # Panics
    ///
    /// Unless the capacity is from 1 to 16,384 (32,768 on 32-bit targets).
    #[must_use]
    pub const fn new(capacity: usize) -> Self {
        Self::indexed(capacity)
    }

    /// The same with memory, and with errors instead of a panic.
    ///
    /// # Errors
    ///
    /// As [`try_indexed`](Self::try_indexed).
    pub fn try_new(capacity: usize) -> Result<Self> {
        Self::try_indexed(capacity)
    }
}

impl<T: Word, I: Index> Queue<T, I> {
    /// A queue of at least `capacity` items per row, by the index of its type: as [`new`](Self::new).
    ///
    /// # Panics
    ///
    /// As [`new`](Self::new).
    #[must_use]
    pub const fn indexed(capacity: usize) -> Self {
        Self::of(capacity, None)
    }

    /// The same in a pool of one's own.
    ///
    /// # Panics
    ///
    /// As [`new`](Self::new).
    #[must_use]
    pub const fn new_in(capacity: usize, pool: &'static Pool<I>) -> Self {
        Self::of(capacity, Some(pool))
    }

    /// A queue of at least `capacity` items per row, with memory.
    ///
    /// # Errors
    ///
    /// [`Error::Capacity`] unless the capacity is from 1 to 16,384 (32,768 on 32-bit targets); [`Error::Exhausted`] and
    /// [`Error::Syscall`] when there is no memory.
    pub fn try_indexed(capacity: usize) -> Result<Self> {
        if capacity == 0 || capacity > MAX_CAPACITY {
            return Err(Error::Capacity { asked: capacity, max: MAX_CAPACITY });
        }
        let queue = Self::indexed(capacity);
        queue.prepare().map(|()| queue)
    }

    const fn of(capacity: usize, pool: Option<&'static Pool<I>>) -> Self {
        assert!(capacity > 0 && capacity <= MAX_CAPACITY, "a capacity from 1 to what fits in a row");
        let capacity = capacity.next_power_of_two();
        let rows = Guarded::unplaced((capacity + HEADER) * size_of::<usize>(), 64, 0, pool);
        Self { rows, capacity, items: PhantomData }
    }

    /// How many items a row can hold.
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.capacity
    }

    /// Appends `item` to this CPU's row.
    ///
    /// A thread that holds a row uses another one: see [`with_row`](Self::with_row).
    ///
    /// # Errors
    ///
    /// The item, if the row is full, or where the slow path cannot take the row's guard: see [`Rejected::why`].
    #[inline]
    pub fn push(&self, item: T) -> core::result::Result<(), Rejected<T>> {
        let word = item.into_word();
        let push = move || {
            let (capacity, mask) = (self.capacity, self.capacity - 1);
            // SAFETY: PLAIN, OWNED, GUARDED: `rows` has the layout of a queue of `capacity` slots and lives as long as `self`.
            self.rows.attempt(|base| unsafe { guarded::queue_push::<I>(base, word, capacity, mask) })
        };
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
    /// A thread that holds a row uses another one: see [`with_row`](Self::with_row).
    ///
    /// # Errors
    ///
    /// If the slow path cannot take the row's guard, the errors of [`Guarded::lock_here`]; nothing was taken then.
    #[inline]
    pub fn try_pop(&self) -> Result<Option<T>> {
        let mut word = MaybeUninit::<usize>::uninit();
        let out = word.as_mut_ptr();
        let pop = move || {
            // SAFETY: as in `push`; `out` is a live local.
            self.rows.attempt(|base| unsafe { guarded::queue_pop::<I>(base, out, self.capacity - 1) })
        };
        match self.rows.run(pop) {
            Attempt::Committed => {
                // SAFETY: a section that commits has written it.
                let word = unsafe { sanitizer::output(&word) };
                // SAFETY: the section took the word from the row, where a push had put it.
                Ok(Some(unsafe { T::from_word(word) }))
            }
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
}

impl<T: Word, I: Index> Drop for Queue<T, I> {
    fn drop(&mut self) {
        let mask = self.capacity - 1;
        let slots = (0..cpu::rows()).flat_map(|row| {
            let head = load(&self.rows, row, HEAD);
            (0..self.len_of(row)).map(move |at| (row, HEADER + (head.wrapping_add(at) & mask)))
        });
        let words = slots.map(|(row, slot)| load(&self.rows, row, slot));
        // SAFETY: `&mut self`: no other thread takes them, and the rows are not looked at again.
        drop(Moved(words.map(|word| unsafe { T::from_word(word) })));
    }
}

impl<T: Word, I: Index> fmt::Debug for Queue<T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Queue").field("len", &self.len()).field("capacity", &self.capacity).finish()
    }
}
