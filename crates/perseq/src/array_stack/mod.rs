//! A bounded stack of words per CPU: `push` and `pop` are one critical section each, and so are whole batches.
//!
//! ```text
//!   row:  guard │ limit │ length │ slot 0 │ slot 1 │ … │ slot capacity − 1
//! ```
//!
//! The length is the word that commits: a slot is written before the length that publishes it, and an aborted push leaves
//! only a slot that no thread reads. Other CPUs' rows are reached through their guards. The limit is the capacity, or 0 while a
//! thread holds the row: `push` and `pop` compare with it in place of the capacity, and so need no look at the guard. When they
//! leave, the exact sections say why.

mod any_row;
mod batch;
mod view;

use core::{fmt, marker::PhantomData, mem::MaybeUninit};

use perseq_core::{
    ByCpuId, Error, Index, Outcome, Result, cpu,
    guard::{Attempt, Guarded},
    pool::{Pool, STRIDE},
    sanitizer,
    section::guarded,
};

pub(crate) use batch::BATCH;
pub use view::View;

use crate::{
    Rejected, Word,
    moved::Moved,
    rows::{Rows, load},
    word::Owns,
};

/// The word that holds how many items there are.
const LENGTH: usize = 2;
/// Words of a row before its slots: guard, limit and length.
const HEADER: usize = 3;
/// Most slots that a row has room for.
const MAX_CAPACITY: usize = STRIDE / size_of::<usize>() - HEADER;

/// Up to `capacity` items per CPU (or concurrency id), last in first out.
///
/// [`push`](Self::push) and [`pop`](Self::pop) work on the row of the CPU that the thread runs on: a few nanoseconds, and
/// no other CPU's memory is touched. A thread that has moved pops from another row than it pushed to, so `pop` may find
/// nothing while other rows have items: [`steal`](Self::steal) looks there. Items of a CPU that went offline stay in its
/// row until they are stolen or drained. Dropping the stack drops every item, once.
///
/// Async-signal-safe as far as `T` is. Takes `capacity + 3` words per CPU that is used.
///
/// ```
/// use perseq::ArrayStack;
///
/// let stack: ArrayStack<Box<String>> = ArrayStack::new(2); // or a `static`
/// stack.push(Box::new("here".to_owned()))?;
/// let mut all = Vec::new();
/// stack.drain(|item| all.push(item))?;
/// assert_eq!(*all[0], "here");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct ArrayStack<T: Word, I: Index = ByCpuId> {
    rows: Guarded<I>,
    capacity: usize,
    items: Owns<T>,
}

// SAFETY: the stack owns its items and hands each to one thread, whichever: that is sending them.
unsafe impl<T: Word + Send, I: Index> Send for ArrayStack<T, I> {}
// SAFETY: as above; no reference to an item is shared.
unsafe impl<T: Word + Send, I: Index> Sync for ArrayStack<T, I> {}

impl<T: Word> ArrayStack<T> {
    /// A stack of up to `capacity` items per CPU. `const`: works in a `static`.
    ///
    /// It has no memory until its first use or [`prepare`](Self::prepare), and each use until then can fail for want of it.
    ///
    /// # Panics
    ///
    /// Unless the capacity is from 1 to what fits in a row.
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

impl<T: Word, I: Index> ArrayStack<T, I> {
    /// A stack of up to `capacity` items per row, by the index of its type: as [`new`](Self::new).
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

    /// A stack of up to `capacity` items per row, with memory.
    ///
    /// # Errors
    ///
    /// [`Error::Capacity`] unless the capacity is from 1 to what fits in a row;
    /// [`Error::Exhausted`] and [`Error::Syscall`] when there is no memory.
    pub fn try_indexed(capacity: usize) -> Result<Self> {
        Self::check(capacity)?;
        let stack = Self::indexed(capacity);
        stack.prepare().map(|()| stack)
    }

    /// Checks that a row has room for so many items.
    pub(crate) const fn check(capacity: usize) -> Result<()> {
        if capacity == 0 || capacity > MAX_CAPACITY {
            return Err(Error::Capacity { asked: capacity, max: MAX_CAPACITY });
        }
        Ok(())
    }

    pub(crate) const fn of(capacity: usize, pool: Option<&'static Pool<I>>) -> Self {
        assert!(Self::check(capacity).is_ok(), "a capacity from 1 to what fits in a row");
        let rows = Guarded::unplaced((capacity + HEADER) * size_of::<usize>(), 64, capacity, pool);
        Self { rows, capacity, items: PhantomData }
    }

    /// How many items a row can hold.
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.capacity
    }

    /// Puts `item` on this CPU's row.
    ///
    /// A thread that holds a row uses another one: see [`with_row`](Self::with_row).
    ///
    /// # Errors
    ///
    /// The item, if the row is full.
    #[inline]
    pub fn push(&self, item: T) -> core::result::Result<(), Rejected<T>> {
        let word = item.into_word();
        // SAFETY: PLAIN, OWNED, GUARDED: `rows` has the layout of an array and lives as long as `self`.
        match self.rows.attempt(|base| unsafe { guarded::array_push_open::<I>(base, word) }) {
            Outcome::Committed => Ok(()),
            // SAFETY: the word was not stored anywhere.
            outcome => self.resume_push(outcome, unsafe { T::from_word(word) }),
        }
    }

    /// Takes the last item of this CPU's row, if it has any and can be looked at: [`try_pop`](Self::try_pop) tells why not.
    #[inline]
    pub fn pop(&self) -> Option<T> {
        self.try_pop().unwrap_or(None)
    }

    /// Takes the last item of this CPU's row; `None` if the row has none.
    ///
    /// A thread that holds a row uses another one: see [`with_row`](Self::with_row).
    ///
    /// # Errors
    ///
    /// If the slow path cannot take the row's guard, the errors of [`Guarded::lock_here`]; nothing was taken then.
    #[inline]
    pub fn try_pop(&self) -> Result<Option<T>> {
        let mut word = MaybeUninit::<usize>::uninit();
        // SAFETY: as in `push`; `word` is a live local.
        match self.rows.attempt(|base| unsafe { guarded::array_pop_open::<I>(base, word.as_mut_ptr()) }) {
            Outcome::Committed => {
                // SAFETY: a section that commits has written it.
                let word = unsafe { sanitizer::output(&word) };
                // SAFETY: the section took the word from the row, where a push had put it.
                Ok(Some(unsafe { T::from_word(word) }))
            }
            outcome => self.resume_pop(outcome),
        }
    }

    // Between the ways of an operation an item goes as itself and not as its word: what unwinds on the way drops it, and none of these
    // functions has to be unsafe. The conversions are moves of a register.

    /// `push`, after the section that looks at the limit has ended with `first`: full, closed, interrupted.
    #[cold]
    #[inline(never)]
    fn resume_push(&self, first: Outcome, item: T) -> core::result::Result<(), Rejected<T>> {
        let word = item.into_word();
        // SAFETY: as in `push`, and the layout has `capacity` slots.
        let push =
            || self.rows.attempt(|base| unsafe { guarded::array_push::<I>(base, word, self.capacity) });
        let attempt = self.rows.run_after(first, push);
        self.rows.open_here();
        match attempt {
            Attempt::Committed => Ok(()),
            // SAFETY: the word was not stored anywhere.
            Attempt::Exited => Err(self.full(unsafe { T::from_word(word) })),
            // SAFETY: as above.
            Attempt::Slow => self.push_slow(unsafe { T::from_word(word) }),
        }
    }

    /// `pop`, after the section that looks at the limit has ended with `first`: empty, closed, interrupted.
    #[cold]
    #[inline(never)]
    fn resume_pop(&self, first: Outcome) -> Result<Option<T>> {
        let mut word = 0;
        let out = &raw mut word;
        // SAFETY: as in `push`; `out` is a live local.
        let pop = || self.rows.attempt(|base| unsafe { guarded::array_pop::<I>(base, out) });
        let attempt = self.rows.run_after(first, pop);
        self.rows.open_here();
        match attempt {
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
}

impl<T: Word, I: Index> Drop for ArrayStack<T, I> {
    fn drop(&mut self) {
        let slots = (0..cpu::rows()).flat_map(|row| (0..self.len_of(row)).map(move |at| (row, HEADER + at)));
        let words = slots.map(|(row, slot)| load(&self.rows, row, slot));
        // SAFETY: `&mut self`: no other thread takes them, and the rows are not looked at again.
        drop(Moved(words.map(|word| unsafe { T::from_word(word) })));
    }
}

impl<T: Word, I: Index> fmt::Debug for ArrayStack<T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ArrayStack").field("len", &self.len()).field("capacity", &self.capacity).finish()
    }
}
