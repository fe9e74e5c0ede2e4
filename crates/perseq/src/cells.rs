//! The cells of counters: a word per CPU that sections add to, and a spare word for additions that no row
//! takes.
//!
//! ```text
//!   add:  section adds to row[cpu] ───────────────────────────────► done
//!            │ aborted: no row yet, or thread not registered, or interrupted
//!            └► add_slow: place, register, retry ─────────────────► done
//!                  │ this thread cannot run sections
//!                  └► spare.fetch_add ────────────────────────────► done
//!   sum = Σ rows + spare
//! ```
//!
//! The section itself chooses the row, by the thread's index at that moment: `here` in `perseq-core/src/section/frame.rs`.
//!
//! Before its first use a counter has no row: its base is `UNPLACED`, with which the section aborts by the test that
//! it makes for an unregistered thread anyway. So a `static` counter costs no check either.
//!
//! If there is no memory for rows, additions go to `spare`, and their number is kept in the base: `UNPLACED + 1` and so on. At
//! powers of two the counter asks for rows again, later after every `PATIENCE` additions.
//!
//! Rows are only ever written by sections of their own CPU, so nothing else may store to them: not even a reset,
//! which remembers the sum instead.

use core::{
    marker::PhantomData,
    ptr::NonNull,
    sync::atomic::{
        AtomicU64, AtomicUsize,
        Ordering::{AcqRel, Acquire, Relaxed},
    },
};

#[cfg(target_pointer_width = "64")]
use perseq_core::pool::UNPLACED;
use perseq_core::{
    Index, Outcome, Result, cpu,
    pool::{self, Item, Pool, STRIDE_SHIFT},
    section,
};

/// Bytes and alignment of a counter's row.
const WORD: usize = size_of::<u64>();
#[cfg(target_pointer_width = "32")]
const UNPLACED: usize = 0;
/// Additions without rows after which a counter asks for rows again, at the latest. Twice as many addresses from `UNPLACED` on
/// are none: negative ones, or on 32-bit targets the pages that no system maps.
const PATIENCE: usize = if cfg!(target_pointer_width = "64") { 1 << 20 } else { 1 << 11 };

/// True if sections add. On 32-bit targets none can commit 64 bits, and on other systems than Linux there are none: there an addition is an atomic
/// one to the row of the CPU, or of the thread.
pub(crate) const BY_SECTION: bool = cfg!(target_pointer_width = "64") && section::AVAILABLE;

/// A wrapping 64-bit sum that is added to from everywhere. 24 bytes, and 8 per CPU in shared cache lines.
///
/// `libperseq` has counters in memory that C gives it, so the order of the words is fixed.
#[repr(C)]
pub(crate) struct Cells<I: Index> {
    /// Address of row 0, or `UNPLACED` and the number of additions since there was no memory for rows.
    base: AtomicUsize,
    /// Takes the additions of threads that cannot run sections.
    spare: AtomicU64,
    /// The sum at the last reset.
    baseline: AtomicU64,
    index: PhantomData<I>,
}

impl<I: Index> Cells<I> {
    pub(crate) const fn new() -> Self {
        Self {
            base: AtomicUsize::new(UNPLACED),
            spare: AtomicU64::new(0),
            baseline: AtomicU64::new(0),
            index: PhantomData,
        }
    }

    /// With rows of `pool`, from the start.
    pub(crate) fn new_in(pool: &'static Pool<I>) -> Result<Self> {
        Self::aligned_in(pool, WORD)
    }

    /// With rows of `pool` at multiples of `align` bytes.
    pub(crate) fn aligned_in(pool: &'static Pool<I>, align: usize) -> Result<Self> {
        let mut cells = Self::new();
        *cells.base.get_mut() = pool.allocate(WORD, align)?.base().expose_provenance();
        Ok(cells)
    }

    /// Address of row 0, if there are rows.
    pub(crate) fn base(&self) -> Option<usize> {
        let base = self.base.load(Acquire);
        is_placed(base).then_some(base)
    }

    #[inline(always)]
    pub(crate) fn add(&self, n: u64) {
        if !BY_SECTION {
            self.add_atomically(n);
        } else if self.attempt(n) == Outcome::Aborted {
            self.add_slow(n);
        }
    }

    /// One section.
    #[inline(always)]
    fn attempt(&self, n: u64) -> Outcome {
        // Relaxed: the section's access depends on the address, which orders it after the zeroing of the rows.
        let base = self.base.load(Relaxed) as *mut usize;
        // SAFETY: PLAIN: `base` is UNPLACED or a little above, with which the section aborts before any access, or the item that
        // `place` allocated, which lives as long as `self`. OWNED: nothing but this section writes its rows.
        unsafe { section::ops::here::add::<I>(base, n as usize) }
    }

    #[cold]
    #[inline(never)]
    fn add_slow(&self, n: u64) {
        let outcome = if self.is_placed() {
            section::retry_aborted::<I>(|| self.attempt(n))
        } else if self.place() {
            section::retry_here::<I>(|| self.attempt(n))
        } else {
            Outcome::Aborted
        };
        if outcome == Outcome::Aborted {
            self.spare_word().fetch_add(n, Relaxed);
        }
    }

    /// The addition if no section does it.
    fn add_atomically(&self, n: u64) {
        let cell =
            if self.is_placed() || self.place() { self.row(cpu::current().get()) } else { self.spare_word() };
        cell.fetch_add(n, Relaxed);
    }

    /// Replaces the word of this thread's row, or `spare`, by what `f` makes of it: once. `f` may be called more often.
    #[inline]
    pub(crate) fn update(&self, f: impl Fn(u64) -> u64 + Copy) {
        // By value: the address of `f` would be for the slow path alone, and store what it captures before each section.
        if self.try_update(f) != Outcome::Committed {
            self.update_slow(f);
        }
    }

    /// One section: the word is replaced unless this thread's number or the word has changed since both were read. If no section can do it, an
    /// atomic update of the row.
    #[inline(always)]
    fn try_update(&self, f: impl Fn(u64) -> u64) -> Outcome {
        if BY_SECTION {
            let Some(row) = I::current() else { return Outcome::Aborted };
            if !self.is_placed() {
                return Outcome::Aborted;
            }
            let word = self.row(row);
            let (before, address) = (word.load(Relaxed), word.as_ptr().cast::<usize>());
            // SAFETY: PLAIN, OWNED: a word of the item, which lives as long as `self`, and which only sections by `I` on its row write.
            return unsafe {
                section::ops::load_cbne_store::<I>(row, address, before as usize, f(before) as usize)
            };
        }
        if !self.is_placed() {
            return Outcome::Aborted;
        }
        update(self.row(cpu::current().get()), &f);
        Outcome::Committed
    }

    #[cold]
    #[inline(never)]
    fn update_slow(&self, f: impl Fn(u64) -> u64 + Copy) {
        if self.is_placed() || self.place() {
            // An exit means that another thread of this CPU came in between: that one has got on.
            for _ in 0..section::ATTEMPTS {
                if section::retry_here::<I>(move || self.try_update(f)) == Outcome::Committed {
                    return;
                }
            }
        }
        update(self.spare_word(), &f);
    }

    /// The sum that no row has.
    pub(crate) fn spare(&self) -> u64 {
        self.spare_word().load(Relaxed)
    }

    /// Takes the additions of threads that cannot run sections: `spare`, or the word in the file of rows that are in one.
    fn spare_word(&self) -> &AtomicU64 {
        let base = self.base().and_then(|base| NonNull::new(core::ptr::with_exposed_provenance_mut(base)));
        // SAFETY: the item of this counter, which lives as long as `self`.
        match base.and_then(|base| unsafe { pool::outside(base) }) {
            // SAFETY: an aligned word of the item, which lives as long as `self` and is read and written atomically alone.
            Some(outside) => unsafe { AtomicU64::from_ptr(outside.cast().as_ptr()) },
            None => &self.spare,
        }
    }

    fn is_placed(&self) -> bool {
        is_placed(self.base.load(Relaxed))
    }

    /// Gives the counter its rows; `false` if there is no memory for them, or was not when it was asked for lately.
    #[cold]
    fn place(&self) -> bool {
        let base = self.base.load(Relaxed);
        let refused = base.wrapping_sub(UNPLACED);
        if refused >= 2 * PATIENCE {
            return true;
        }
        if refused > 0 && !refused.is_power_of_two() {
            self.refuse(base);
            return false;
        }
        let Ok(item) = I::shared_pool().allocate(WORD, WORD) else {
            self.refuse(base);
            return false;
        };
        // AcqRel: a thread reads rows after it has read `base` with acquire.
        let placed = self.base.fetch_update(AcqRel, Relaxed, |base| {
            (!is_placed(base)).then(|| item.base().expose_provenance())
        });
        if placed.is_err() {
            // SAFETY: another thread placed the counter first, and no other thread has seen this
            // item.
            unsafe { I::shared_pool().free(item) };
        }
        true
    }

    /// Counts an addition without rows, after `base` was read. If another thread has changed it, that one has counted.
    fn refuse(&self, base: usize) {
        let refused = base - UNPLACED + 1;
        let refused = if refused < 2 * PATIENCE { refused } else { PATIENCE };
        let _counted = self.base.compare_exchange(base, UNPLACED + refused, Relaxed, Relaxed);
    }

    fn row(&self, index: u32) -> &AtomicU64 {
        let address = self.base.load(Acquire) + ((index as usize) << STRIDE_SHIFT);
        // SAFETY: placed, and `index` is below the bound: an aligned word of the item, valid while `self` lives, and read
        // atomically here because sections may write it at the same time.
        unsafe { AtomicU64::from_ptr(core::ptr::with_exposed_provenance_mut(address)) }
    }

    /// All additions ever, wrapping.
    fn total(&self) -> u64 {
        self.rows().fold(self.spare(), u64::wrapping_add)
    }

    /// The sum that each row has counted ever, row 0 first: as many as are visited, or none before there are rows.
    pub(crate) fn rows(&self) -> impl Iterator<Item = u64> + '_ {
        let rows = if self.is_placed() { cpu::rows() } else { 0 };
        (0..rows).map(|index| self.row(index).load(Relaxed))
    }

    pub(crate) fn sum(&self) -> u64 {
        let baseline = self.baseline.load(Acquire);
        self.total().wrapping_sub(baseline)
    }

    /// Starts again from 0 and returns what was counted; every addition is in exactly one answer.
    pub(crate) fn reset(&self) -> u64 {
        let mut baseline = self.baseline.load(Acquire);
        loop {
            let total = self.total();
            match self.baseline.compare_exchange_weak(baseline, total, AcqRel, Acquire) {
                Ok(_) => return total.wrapping_sub(baseline),
                Err(newer) => baseline = newer,
            }
        }
    }
}

/// Replaces `word` by what `f` makes of it, atomically.
fn update(word: &AtomicU64, f: &impl Fn(u64) -> u64) {
    let Ok(_before) = word.fetch_update(Relaxed, Relaxed, |before| Some(f(before))) else {
        unreachable!("the function gives a value")
    };
}

/// Returns whether `base` is an address of rows.
const fn is_placed(base: usize) -> bool {
    base.wrapping_sub(UNPLACED) >= 2 * PATIENCE
}

impl<I: Index> Drop for Cells<I> {
    fn drop(&mut self) {
        let base = *self.base.get_mut();
        if !is_placed(base) {
            return;
        }
        if let Some(base) = NonNull::new(core::ptr::with_exposed_provenance_mut(base)) {
            // SAFETY: `place` allocated it with this size, and `self` held the only right to it.
            let item: Item<I> = unsafe { Item::from_base(base, WORD) };
            // SAFETY: `&mut self`: no addition is under way, so no thread uses the rows; their pool is `'static`.
            unsafe { pool::free(item) };
        }
    }
}
