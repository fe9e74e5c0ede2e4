//! Per-CPU memory whose rows start with a guard, and the way from a section to the slow path.

use core::{
    fmt,
    marker::PhantomData,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use super::{ENTRIES, Guard, Held, REFUSALS, fork, nested, slice::Slice};
use crate::{
    ByCpuId, Index, Outcome, cpu,
    error::{Error, Result},
    fence,
    pool::{LazyItem, MAX_ALIGN, Pool, STRIDE},
    sanitizer,
    section::{self, ATTEMPTS},
    sys::SignalsBlocked,
    thread,
};

/// Per-CPU memory from a pool of `I` whose rows can be taken for exclusive access.
///
/// The first word of each row is its [`Guard`]; the rest is zero at first and its owner's. Sections on it are of the
/// `guarded` form of [`critical_section!`](crate::critical_section).
///
/// ```
/// use perseq_core::{ByCpuId, guard::{Attempt, Guarded}, section::guarded};
///
/// // A row: the guard, the limit, a length, 13 slots.
/// let rows = Guarded::<ByCpuId>::with_limit(16 * size_of::<usize>(), 64, 13)?;
/// // SAFETY: `rows` has the layout of an array, and is live.
/// let pushed = rows.run(|| unsafe { guarded::array_push::<ByCpuId>(rows.base(), 42, 13) });
/// if pushed == Attempt::Slow {
///     // This thread cannot run sections: the same in plain Rust.
///     let held = rows.lock_here()?;
///     // SAFETY: the row is ours while it is held.
///     unsafe { held.word(3).write(42) };
///     // SAFETY: as above.
///     unsafe { held.word(2).write(1) };
/// }
/// # Ok::<(), perseq_core::Error>(())
/// ```
pub struct Guarded<I: Index = ByCpuId> {
    pub(super) item: LazyItem<I>,
    /// The value of an open row's second word; 0 where that word is the owner's.
    pub(super) limit: usize,
}

/// How the attempts at an operation ended.
#[must_use = "on `Slow` nothing has happened yet"]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Attempt {
    /// A section committed.
    Committed,
    /// A section left by its exit.
    Exited,
    /// This thread cannot run sections, or every attempt was interrupted or kept out: take the guard.
    Slow,
}

impl<I: Index> Guarded<I> {
    /// `size` bytes in every row, with the guard, aligned to `align` (at least a word's), zeroed.
    ///
    /// # Errors
    ///
    /// As [`Pool::allocate`](crate::pool::Pool::allocate); [`Error::Layout`] also for less than a word.
    pub fn new(size: usize, align: usize) -> Result<Self> {
        let rows = Self::unplaced(size, align, 0, None);
        rows.place().map(|()| rows)
    }

    /// The same with a **limit** in the second word of each row: `limit` where the row is open, 0 where it is closed,
    /// because a thread holds it or because no thread has [opened](Self::open_here) it yet.
    ///
    /// A section that reads the limit before anything else of the row, and leaves unless something is below it
    /// (`limit`, `branch_outside`), is kept out of a held row without looking at the guard: what it compares anyway is what
    /// closes.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), but [`Error::Layout`] for less than two words; [`Error::Capacity`] for a limit of 0.
    pub fn with_limit(size: usize, align: usize, limit: usize) -> Result<Self> {
        if limit == 0 {
            return Err(Error::Capacity { asked: 0, max: usize::MAX });
        }
        let rows = Self::unplaced(size, align, limit, None);
        rows.place().map(|()| rows)
    }

    /// The same without memory until it is needed: each operation but [`base`](Self::base) gives the rows some, and can
    /// fail as [`new`](Self::new) does for want of it. `limit` is as in [`with_limit`](Self::with_limit), or 0 for rows without
    /// one; `pool` is the process-wide one of `I` if it is `None`.
    ///
    /// Sections are given their rows by [`attempt`](Self::attempt).
    #[must_use]
    pub const fn unplaced(size: usize, align: usize, limit: usize, pool: Option<&'static Pool<I>>) -> Self {
        let align = if align < size_of::<Guard>() { size_of::<Guard>() } else { align };
        Self { item: LazyItem::of(size, align, pool), limit }
    }

    /// Gives rows that were made without memory some, as their first use would. Async-signal-safe.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn place(&self) -> Result<()> {
        self.check()?;
        self.item.place()
    }

    /// Returns an error if a row has no room for the guard, and the limit if there is one.
    const fn check(&self) -> Result<()> {
        let min_size = size_of::<Guard>() + if self.limit == 0 { 0 } else { size_of::<usize>() };
        let (size, align) = (self.item.size(), self.item.align());
        if size < min_size {
            return Err(Error::Layout { size, align, min_size, max_size: STRIDE, max_align: MAX_ALIGN });
        }
        Ok(())
    }

    /// Gives rows that were made without memory a part of `whole`, as [`LazyItem::place_in`] does.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    ///
    /// # Safety
    ///
    /// * As for [`LazyItem::place_in`].
    pub unsafe fn place_in(&'static self, whole: &'static LazyItem<I>, offset: usize) -> Result<()> {
        self.check()?;
        // SAFETY: the caller's.
        unsafe { self.item.place_in(whole, offset) }
    }

    /// Returns whether the rows have memory. Rows without are as good as all zeroes, and nothing is in them.
    #[must_use]
    pub fn is_placed(&self) -> bool {
        self.item.is_placed()
    }

    /// Address of row 0: what `guarded` sections are given. Rows without memory: see [`LazyItem::base`].
    #[inline(always)]
    #[must_use]
    pub fn base(&self) -> *mut usize {
        self.item.base().cast()
    }

    /// One attempt at a section, which is given [`base`](Self::base); aborted where the rows have no memory yet.
    #[inline(always)]
    pub fn attempt(&self, section: impl FnOnce(*mut usize) -> Outcome) -> Outcome {
        // On a target whose addresses have no sign, the section would not abort by itself.
        if cfg!(target_pointer_width = "32") && !self.is_placed() {
            return Outcome::Aborted;
        }
        section(self.base())
    }

    /// Bytes in a row.
    #[must_use]
    pub fn size(&self) -> usize {
        self.item.size()
    }

    /// How many rows there are: numbers below are rows.
    #[must_use]
    pub fn rows(&self) -> u32 {
        cpu::rows()
    }

    /// Address of row `index`, to look at without holding it: atomic loads only.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchRow`] if there is no such row; what [`place`](Self::place) fails with.
    pub fn peek(&self, index: u32) -> Result<*const usize> {
        let bound = cpu::rows();
        if index >= bound {
            return Err(Error::NoSuchRow { row: index, bound });
        }
        self.place()?;
        Ok(self.peek_placed(index))
    }

    /// As [`peek`](Self::peek), of rows that have memory: two loads, and no look at which CPUs there are.
    ///
    /// # Panics
    ///
    /// If the rows have no memory, or `index` is not below [`cpu::bound`].
    #[must_use]
    pub fn peek_placed(&self, index: u32) -> *const usize {
        self.item.row(index).cast_const().cast()
    }

    /// Tries a section until it is decided: registers the thread if that was not done, and waits while another thread
    /// holds the row; at most [`ATTEMPTS`] times.
    ///
    /// A closure that borrows has its captures stored before the first attempt; one that is `move` keeps them in registers.
    #[inline(always)]
    pub fn run(&self, mut attempt: impl FnMut() -> Outcome) -> Attempt {
        match attempt() {
            Outcome::Committed => Attempt::Committed,
            Outcome::Exited => Attempt::Exited,
            outcome => self.resume_run(outcome, attempt),
        }
    }

    /// As [`run`](Self::run), after another section has ended with `first`, which was not a commit.
    pub fn run_after(&self, first: Outcome, attempt: impl FnMut() -> Outcome) -> Attempt {
        if first == Outcome::Aborted && !self.can_retry() {
            return Attempt::Slow;
        }
        self.run(attempt)
    }

    /// Opens this CPU's row for sections that look at its limit, if no thread has yet: one [fence] for each
    /// row in its life. Otherwise costs two loads.
    pub fn open_here(&self) {
        if let Some(index) = I::current()
            && self.limit != 0
            && self.is_placed()
            && self.limit_word(index).load(Relaxed) == 0
            && self.guard(index).is_free()
        {
            // Dropping it opens. Without a fence the row stays closed, and sections take their exact form.
            drop(self.try_lock(index));
        }
    }

    #[cold]
    #[inline(never)]
    fn resume_run(&self, mut outcome: Outcome, mut attempt: impl FnMut() -> Outcome) -> Attempt {
        for _ in 1..ATTEMPTS {
            match outcome {
                Outcome::Committed => return Attempt::Committed,
                Outcome::Exited => return Attempt::Exited,
                Outcome::Aborted if !self.can_retry() => return Attempt::Slow,
                Outcome::Aborted => {}
                Outcome::Guarded if !self.wait_here() => return Attempt::Slow,
                Outcome::Guarded => {}
            }
            outcome = attempt();
        }
        match outcome {
            Outcome::Committed => Attempt::Committed,
            Outcome::Exited => Attempt::Exited,
            Outcome::Aborted | Outcome::Guarded => Attempt::Slow,
        }
    }

    /// Returns whether another attempt makes sense after one that was aborted: the rows have memory, and this thread can
    /// run sections.
    fn can_retry(&self) -> bool {
        self.place().is_ok() && section::can_retry::<I>()
    }

    /// Sleeps if this CPU's guard is held by another thread; `false` if nothing may be waited for: this thread holds a
    /// guard, that one or another.
    fn wait_here(&self) -> bool {
        REFUSALS.fetch_add(1, Relaxed);
        nested::held_here() == 0 && I::current().is_none_or(|index| self.guard(index).wait(fork::me()))
    }

    /// Takes row `index`: no other thread reads or writes it until the result is dropped.
    ///
    /// Costs two system calls to block and restore signals, and a [fence]: 1 to 15 µs where another thread
    /// of the process runs on that CPU. Sleeps while another thread holds the row; a thread that holds a guard already,
    /// of whatever structure, tries for 50 ms of naps instead, which take longer on a busy machine.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchRow`] if there is no such row; [`Error::GuardHeld`] if this thread holds it; [`Error::RowBusy`] if
    /// this thread holds another guard and the row did not become free; what [`fence::row`] fails with. Nothing has
    /// changed then.
    pub fn lock(&self, index: u32) -> Result<Held<'_, I>> {
        self.peek(index)?;
        let others = nested::held_here();
        let signals = SignalsBlocked::new();
        nested::take(self.guard(index), index, others)?;
        self.taken(index, signals)
    }

    /// As [`lock`](Self::lock), but never sleeps: `None` if another thread holds the row.
    ///
    /// # Errors
    ///
    /// As [`lock`](Self::lock), but for [`Error::RowBusy`].
    pub fn try_lock(&self, index: u32) -> Result<Option<Held<'_, I>>> {
        self.peek(index)?;
        let signals = SignalsBlocked::new();
        match nested::try_take(self.guard(index), index)? {
            Some(_) => self.taken(index, signals).map(Some),
            None => Ok(None),
        }
    }

    /// Takes row `index` for an operation that can do without it: as [`lock`](Self::lock), but `None` where this thread
    /// holds a guard and the row is held, by itself or by another thread.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchRow`] if there is no such row; what [`fence::row`] fails with.
    pub fn lock_or_pass(&self, index: u32) -> Result<Option<Held<'_, I>>> {
        if nested::held_here() == 0 {
            return self.lock(index).map(Some);
        }
        match self.try_lock(index) {
            Err(Error::GuardHeld { .. }) => Ok(None),
            result => result,
        }
    }

    /// Row `index`, whose guard was taken.
    fn taken(&self, index: u32, signals: SignalsBlocked) -> Result<Held<'_, I>> {
        // 0: it was never opened, or a fork did not copy its holder.
        let limit = match self.limit {
            0 => 0,
            first => match self.limit_word(index).swap(0, Relaxed) {
                0 => first,
                limit => limit,
            },
        };
        ENTRIES.fetch_add(1, Relaxed);
        let mut held =
            Held { rows: self, index, limit, slice: Slice::none(), signals, not_send: PhantomData };
        fence::row::<I>(index)?;
        sanitizer::acquire(self.base());
        // Not before: the kernel forgets a request whenever it schedules, and membarrier counts as that.
        held.slice = Slice::request_if_attached();
        Ok(held)
    }

    /// Takes the row that this thread is on: what an operation does after [`Attempt::Slow`]. A thread that holds a guard
    /// already, of whatever structure, does not wait for the row: it takes one that is free, the next lower one first, of those rows that
    /// a CPU is known to have.
    ///
    /// # Errors
    ///
    /// Those of [`fence::row`]. A thread that holds a guard: [`Error::GuardHeld`] if it holds each of these rows,
    /// [`Error::RowBusy`] if other threads hold those that it does not.
    pub fn lock_here(&self) -> Result<Held<'_, I>> {
        let here = thread::row::<I>();
        if nested::held_here() == 0 {
            return self.lock(here);
        }
        // No thread would look for what is put where no CPU is.
        let rows = cpu::seen().max(here + 1);
        let mut error = Error::GuardHeld { row: here };
        for row in (0..rows).map(|distance| (here + rows - distance) % rows) {
            match self.try_lock(row) {
                Ok(Some(held)) => return Ok(held),
                Ok(None) => error = Error::RowBusy { row: here, held: nested::held_here() },
                Err(Error::GuardHeld { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Err(error)
    }

    pub(super) fn limit_word(&self, index: u32) -> &AtomicUsize {
        let word = self.item.row(index).cast::<usize>().wrapping_add(1);
        // SAFETY: contract ROWS: the second word of the row, which `with_limit` has made room for. Sections only read it.
        unsafe { AtomicUsize::from_ptr(word) }
    }

    pub(super) fn guard(&self, index: u32) -> &Guard {
        // SAFETY: contract ROWS: the row is in the item, aligned for a word, and starts with a guard, of which zeroes are a
        // free one. It is accessed by atomic operations and by sections only.
        unsafe { &*self.item.row(index).cast::<Guard>() }
    }
}

impl<I: Index> fmt::Debug for Guarded<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Guarded").field("item", &self.item).finish()
    }
}
