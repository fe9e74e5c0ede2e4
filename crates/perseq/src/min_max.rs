//! The smallest and the largest value seen, per CPU: a comparison, and rarely a store.
//!
//! Both are kept as a word that only rises: the largest value as an unsigned number in the same order, the smallest as the
//! complement of one. A word starts at 0, which is the lowest there is, so zeroed rows are empty ones.

use core::{
    fmt,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

use perseq_core::{
    ByCpuId, Index, Result, cpu,
    pool::{LazyItem, Pool},
};
use perseq_core::{Outcome, critical_section, section};

use crate::cells::BY_SECTION;

/// Words of a row: the smallest, the largest.
const WORDS: usize = 2;

critical_section! {
    /// `*v = x` unless `*v` is above it already.
    unsafe fn raise(here: v; values: x) else above {
        load(v);
        branch_above(x, above);
        commit(x, v);
    }
}

/// The smallest and the largest `i64` recorded, by CPU (or concurrency id) and merged when asked for.
///
/// A record is two critical sections, nearly always without a store: about the cost of two additions to a
/// [`Counter`](crate::Counter). Async-signal-safe; none is ever missed. For a window of time use one for each window.
///
/// ```
/// use perseq::MinMax;
///
/// let sizes: MinMax = MinMax::new(); // or a `static`
/// assert_eq!(sizes.get(), None);
/// for bytes in [512, 64, 4096] {
///     sizes.record(bytes);
/// }
/// assert_eq!(sizes.get(), Some((64, 4096)));
/// ```
pub struct MinMax<I: Index = ByCpuId> {
    rows: LazyItem<I>,
    /// The values that threads without sections have recorded.
    spare: [AtomicU64; WORDS],
}

/// A value as a word that is larger for larger values.
const fn rising(value: i64) -> u64 {
    value.cast_unsigned() ^ (1 << 63)
}

/// The value again.
const fn value(rising: u64) -> i64 {
    (rising ^ (1 << 63)).cast_signed()
}

impl MinMax {
    /// Nothing seen yet, by CPU number. `const`: works in a `static`. It has no memory until the first record; if there is none then,
    /// records go to atomics in the structure itself.
    #[must_use]
    pub const fn new() -> Self {
        Self::indexed()
    }
}

impl<I: Index> MinMax<I> {
    /// Nothing seen yet, by the index of its type.
    #[must_use]
    pub const fn indexed() -> Self {
        Self::of(None)
    }

    /// The same in a pool of one's own.
    #[must_use]
    pub const fn new_in(pool: &'static Pool<I>) -> Self {
        Self::of(Some(pool))
    }

    const fn of(pool: Option<&'static Pool<I>>) -> Self {
        let rows = LazyItem::of(WORDS * size_of::<u64>(), size_of::<u64>(), pool);
        Self { rows, spare: [const { AtomicU64::new(0) }; WORDS] }
    }

    /// Gives it memory, as the first record would: call it where an error can be dealt with. Nothing happens the second time.
    ///
    /// # Errors
    ///
    /// [`Error::Exhausted`](crate::Error::Exhausted) and [`Error::Syscall`](crate::Error::Syscall) when there is no memory.
    pub fn prepare(&self) -> Result<()> {
        self.rows.place()
    }

    /// Takes note of `value`. Async-signal-safe.
    #[inline]
    pub fn record(&self, value: i64) {
        self.raise(0, !rising(value));
        self.raise(1, rising(value));
    }

    #[inline(always)]
    fn raise(&self, which: usize, to: u64) {
        if !BY_SECTION {
            self.raise_atomically(which, to);
        } else if self.attempt(which, to) == Outcome::Aborted {
            self.raise_slow(which, to);
        }
    }

    #[inline(always)]
    fn attempt(&self, which: usize, to: u64) -> Outcome {
        let word = self.rows.base().cast::<usize>().wrapping_add(which);
        // SAFETY: PLAIN, OWNED: a word of the item, which lives as long as `self` and which only this section writes; without memory the
        // base is UNPLACED, with which the section aborts before any access.
        unsafe { raise::<I>(word, to as usize) }
    }

    #[cold]
    #[inline(never)]
    fn raise_slow(&self, which: usize, to: u64) {
        if !self.is_placed() || section::retry_aborted::<I>(|| self.attempt(which, to)) == Outcome::Aborted {
            self.spare[which].fetch_max(to, Relaxed);
        }
    }

    /// The change if no section does it.
    fn raise_atomically(&self, which: usize, to: u64) {
        let row = cpu::current().get();
        let word = if self.is_placed() { self.word(row, which) } else { &self.spare[which] };
        word.fetch_max(to, Relaxed);
    }

    /// Returns whether there is memory, after asking for it.
    fn is_placed(&self) -> bool {
        self.rows.place().is_ok()
    }

    fn word(&self, row: u32, which: usize) -> &AtomicU64 {
        let address = self.rows.row(row).cast::<u64>().wrapping_add(which);
        // SAFETY: a live, aligned word of the item.
        unsafe { AtomicU64::from_ptr(address) }
    }

    /// The smallest and the largest value recorded, if there is any: of what was recorded before the call (in the sense of the
    /// memory model), and maybe of values recorded during the call. Costs two loads for each of [`cpu::rows`].
    #[must_use]
    pub fn get(&self) -> Option<(i64, i64)> {
        let highest = |which: usize| {
            let rows = (0..self.used_rows()).map(|row| self.word(row, which).load(Relaxed));
            rows.fold(self.spare[which].load(Relaxed), u64::max)
        };
        // The smallest last: a value raises its word before the other.
        let (max, min) = (value(highest(1)), value(!highest(0)));
        (min <= max).then_some((min, max))
    }

    /// How many rows may hold something.
    fn used_rows(&self) -> u32 {
        if self.rows.is_placed() { cpu::rows() } else { 0 }
    }

    /// Forgets everything.
    pub fn reset(&mut self) {
        for which in 0..WORDS {
            (0..self.used_rows()).for_each(|row| {
                let word = self.word(row, which);
                // Rows that no thread used stay without memory.
                if word.load(Relaxed) != 0 {
                    word.store(0, Relaxed);
                }
            });
            *self.spare[which].get_mut() = 0;
        }
    }
}

impl<I: Index> Default for MinMax<I> {
    fn default() -> Self {
        Self::indexed()
    }
}

impl<I: Index> fmt::Debug for MinMax<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("MinMax").field(&self.get()).finish()
    }
}
