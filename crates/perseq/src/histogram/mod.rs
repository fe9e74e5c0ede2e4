//! Distributions that scale with CPUs: recording a value is one addition to this CPU's own counts.

mod buckets;
mod snapshot;
mod told;
mod v2;

use core::{
    fmt,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};
use std::boxed::Box;

use perseq_core::{
    ByCpuId, Index, Result, cpu,
    pool::{LazyItem, Pool, STRIDE},
};
use perseq_core::{Outcome, section};

use crate::{Counter, cells::BY_SECTION};
use buckets::Buckets;
use snapshot::Sum;
pub use snapshot::{DifferentBuckets, Snapshot};
use told::Told;
pub use v2::NotV2;

/// Counts of values, by CPU (or concurrency id), in the buckets of HdrHistogram: values up to a highest one, each told from
/// others to a given number of decimal digits. [`snapshot`](Self::snapshot) merges the rows; what it says is what
/// HdrHistogram would say of the same values.
///
/// For a level that goes up and down there is [`SignedCounter`](crate::SignedCounter), and [`MinMax`](crate::MinMax) for its extremes. A gauge that
/// is *set* is one word that every CPU writes: the last write is not a per-CPU matter, and an atomic is right for it.
///
/// # Exactness
///
/// Every value is counted once: across preemption, migration, signal handlers that record, threads that cannot use rseq, and
/// `fork`.
///
/// # Cost
///
/// A record is some fifteen instructions without a branch, and one plain addition to memory that no other CPU writes. A
/// row has 8 bytes for each count (88 KiB for values up to 10⁶ with 3 digits, 264 KiB up to an hour in nanoseconds), of which the pages
/// that are written take memory. Counts beyond the first 32,768 (with 3 digits: of values above 2 × 10¹²) are in further items, and a record
/// there takes some nanoseconds more.
///
/// ```
/// use perseq::Histogram;
///
/// let latencies: Histogram = Histogram::new(60_000_000_000, 2)?; // nanoseconds, up to a minute
/// for ns in [900, 1_000, 1_100, 250_000] {
///     latencies.record(ns);
/// }
/// let seen = latencies.snapshot();
/// assert_eq!(seen.count(), 4);
/// assert_eq!(seen.value_at_quantile(0.5), 1_003); // 2 digits
/// assert_eq!(seen.value_at_quantile(1.0), 250_879);
/// # Ok::<(), perseq::Error>(())
/// ```
pub struct Histogram<I: Index = ByCpuId> {
    buckets: Buckets,
    /// The counts that sections add to: the first [`PART`] of them.
    near: Rows<I>,
    /// Values below are counted there, and nothing else is to be done for them: 0 where the sum is kept.
    near_end: u64,
    /// The other counts, `PART` in each item.
    far: Box<[Rows<I>]>,
    /// The counts of threads that cannot run sections. The system has memory for the part of it that is
    /// used.
    spare: Box<[AtomicU64]>,
    /// Values above the highest.
    above: Counter<I>,
    /// The sum of values, where it is kept.
    sum: Option<KeptSum<I>>,
    /// The counts that [`interval`](Self::interval) has told already.
    told: Told,
}

/// A sum that was perhaps not kept from the start.
struct KeptSum<I: Index> {
    /// The sum of the values that were recorded since.
    of: Counter<I>,
    /// How many values were recorded before it was kept.
    before: u64,
}

/// Counts in an item, at most.
const PART: usize = STRIDE / size_of::<u64>();

impl Histogram {
    /// An empty histogram of values up to `highest` that keeps `digits` decimal digits, by CPU number.
    ///
    /// # Errors
    ///
    /// As [`indexed`](Self::indexed).
    pub fn new(highest: u64, digits: u8) -> Result<Self> {
        Self::indexed(highest, digits)
    }
}

impl<I: Index> Histogram<I> {
    /// An empty histogram of values up to `highest` that keeps `digits` (1 to 5) decimal digits.
    ///
    /// # Errors
    ///
    /// [`Error::Digits`](crate::Error::Digits) if `digits` is out of range; [`Error::Syscall`](crate::Error::Syscall) when there
    /// is no memory.
    pub fn indexed(highest: u64, digits: u8) -> Result<Self> {
        Self::of(highest, digits, None)
    }

    /// The same in a pool of one's own.
    ///
    /// # Errors
    ///
    /// As [`indexed`](Self::indexed); [`Error::Exhausted`](crate::Error::Exhausted) if the pool has no room.
    pub fn new_in(highest: u64, digits: u8, pool: &'static Pool<I>) -> Result<Self> {
        Self::of(highest, digits, Some(pool))
    }

    fn of(highest: u64, digits: u8, pool: Option<&'static Pool<I>>) -> Result<Self> {
        let buckets = Buckets::new(highest, digits)?;
        let rows = |first: usize| {
            let counts = (buckets.len() - first).min(PART);
            let rows = Rows(LazyItem::of(counts * size_of::<u64>(), size_of::<u64>(), pool));
            rows.0.place().map(|()| rows)
        };
        let near = rows(0)?;
        let near_highest = if buckets.len() > PART { *buckets.values(PART - 1).end() } else { highest };
        let near_end = near_highest.saturating_add(1);
        let far = (PART..buckets.len()).step_by(PART).map(rows).collect::<Result<_>>()?;
        // Zeroed as plain words: so the allocator hands out pages that have no memory yet.
        let spare = std::vec![0_u64; buckets.len()].into_iter().map(AtomicU64::new).collect();
        let (above, sum, told) = (Counter::indexed(), None, Told::new());
        Ok(Self { buckets, near, near_end, far, spare, above, sum, told })
    }

    /// Keeps the exact sum of values as well: [`Snapshot::sum`], and [`Snapshot::mean`] is exact. A record then costs a call and one more
    /// addition, and this call a [`snapshot`](Self::snapshot).
    ///
    /// Values that were recorded before are in no sum, so a snapshot that has some of them tells none, and its mean is an estimate, as without a
    /// sum. The values counted [since](Snapshot::since) a snapshot, or in an [`interval`](Self::interval), have a sum if all of them came later.
    /// A histogram that keeps its sum already stays as it is.
    #[must_use]
    pub fn with_sum(mut self) -> Self {
        if self.sum.is_none() {
            let before = self.snapshot().count();
            (self.sum, self.near_end) = (Some(KeptSum { of: Counter::indexed(), before }), 0);
        }
        self
    }

    /// Counts `value`. Values above the highest are counted as that, and told by [`Snapshot::above`]. Async-signal-safe.
    #[inline]
    pub fn record(&self, value: u64) {
        self.record_n(value, 1);
    }

    /// Counts `value` `n` times. Counts wrap at 2⁶⁴. Async-signal-safe.
    #[inline]
    pub fn record_n(&self, value: u64, n: u64) {
        if value < self.near_end {
            self.add(self.near.base(), self.buckets.index(value), n);
        } else {
            self.record_far(value, n);
        }
    }

    #[inline(never)]
    fn record_far(&self, value: u64, n: u64) {
        if let Some(sum) = &self.sum {
            sum.of.add(value.wrapping_mul(n));
        }
        let highest = self.buckets.highest();
        if value > highest {
            self.above.add(n);
        }
        let index = self.buckets.index(value.min(highest));
        let part = index / PART;
        // The place that count 0 would have.
        self.add(self.part(part).base().wrapping_sub(part * PART), index, n);
    }

    /// The item of the counts from `part * PART` on.
    fn part(&self, part: usize) -> &Rows<I> {
        if part == 0 { &self.near } else { &self.far[part - 1] }
    }

    /// Adds `n` to count `index`, which is so many counts from `base` in an item.
    #[inline(always)]
    fn add(&self, base: *mut u64, index: usize, n: u64) {
        if !BY_SECTION {
            self.add_atomically(index, n);
        } else if self.attempt(base, index, n) == Outcome::Aborted {
            self.add_slow(base, index, n);
        }
    }

    /// One section.
    #[inline(always)]
    fn attempt(&self, base: *mut u64, index: usize, n: u64) -> Outcome {
        let count = base.cast::<usize>().wrapping_add(index);
        // SAFETY: PLAIN, OWNED: a count of the item, which lives as long as `self` and which nothing but this section writes.
        unsafe { section::ops::here::add::<I>(count, n as usize) }
    }

    #[cold]
    #[inline(never)]
    fn add_slow(&self, base: *mut u64, index: usize, n: u64) {
        if section::retry_aborted::<I>(|| self.attempt(base, index, n)) == Outcome::Aborted {
            self.spare(index / PART)[index % PART].fetch_add(n, Relaxed);
        }
    }

    /// The counts from `part * PART` on of threads that cannot run sections: in the file of counts that are in one.
    fn spare(&self, part: usize) -> &[AtomicU64] {
        self.part(part).outside().unwrap_or_else(|| {
            let counts = &self.spare[part * PART..];
            &counts[..counts.len().min(PART)]
        })
    }

    /// The addition if no section does it.
    fn add_atomically(&self, index: usize, n: u64) {
        self.part(index / PART).counts(cpu::current().get())[index % PART].fetch_add(n, Relaxed);
    }

    /// All that was counted until now: every value recorded before the call (in the sense of the memory model), and some of those
    /// recorded during it. Costs a load for each count in each of [`cpu::rows`]; unused rows take no memory.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let sum = self.sum.as_ref().map(|sum| Sum::of(sum.of.sum(), sum.before));
        let mut counts = std::vec![0_u64; self.buckets.len()];
        for (part, sums) in counts.chunks_mut(PART).enumerate() {
            let mut add = |counts: &[AtomicU64]| {
                for (sum, count) in sums.iter_mut().zip(counts) {
                    *sum = sum.wrapping_add(count.load(Relaxed));
                }
            };
            add(self.spare(part));
            (0..cpu::rows()).for_each(|row| add(self.part(part).counts(row)));
        }
        Snapshot::new(self.buckets, counts, self.above.sum(), sum)
    }

    /// The values counted since the last call of this function, or since the start: for reports at intervals. Every value is in the
    /// answer of exactly one call, whatever runs at the same time. Costs a [`snapshot`](Self::snapshot), and waits for another thread's call.
    /// Signal handlers must not call it, because it allocates.
    ///
    /// # Errors
    ///
    /// [`Error::GuardHeld`](crate::Error::GuardHeld) (row 0 is meant: there is no other) in a signal handler that calls it all the same and has
    /// interrupted a call of it on its own thread, for which it would wait for ever. Its values stay untold: the next call tells them.
    ///
    /// # Fork
    ///
    /// A forked child has a copy of the histogram, and is told what it counts itself, once. Its first call also has the values that its
    /// parent had counted and not told when it forked; those of a call of the parent that was under way then are either all among them, or
    /// none is. (The parent tells them, whatever the child does.)
    pub fn interval(&self) -> Result<Snapshot> {
        self.told.next(|| self.snapshot())
    }

    /// The highest value that is told from lower ones.
    #[must_use]
    pub const fn highest(&self) -> u64 {
        self.buckets.highest()
    }
}

#[cfg(target_os = "linux")]
impl Histogram {
    /// A histogram, with its sum, [in a file](crate::file_rows::FileRows) that other processes can read, and its places there. Forked children
    /// share it with their parent.
    ///
    /// # Errors
    ///
    /// [`Error::Digits`](crate::Error::Digits); [`Error::Layout`](crate::Error::Layout) if it has more counts than a row can have;
    /// [`Error::Exhausted`](crate::Error::Exhausted) if the rows have no room, or in a forked child.
    pub fn in_file(
        highest: u64,
        digits: u8,
        rows: &'static crate::file_rows::FileRows,
    ) -> Result<(Self, crate::file_rows::HistogramPlace)> {
        let buckets = Buckets::new(highest, digits)?;
        rows.check(buckets.len().saturating_mul(size_of::<u64>()))?;
        let (of, sum) = Counter::in_file(rows, size_of::<u64>())?;
        let (above_highest, above) = Counter::in_file(rows, size_of::<u64>())?;
        let mut histogram = Self::of(highest, digits, Some(rows.pool()))?;
        (histogram.sum, histogram.near_end) = (Some(KeptSum { of, before: 0 }), 0);
        let counts = crate::file_rows::Place::of(histogram.near.base().addr());
        histogram.above = above_highest;
        Ok((histogram, crate::file_rows::HistogramPlace { counts, len: buckets.len(), above, sum }))
    }
}

/// An item of counts, with memory.
struct Rows<I: Index>(LazyItem<I>);

impl<I: Index> Rows<I> {
    #[inline(always)]
    fn base(&self) -> *mut u64 {
        self.0.base().cast()
    }

    /// The counts of the item in row `row`.
    fn counts(&self, row: u32) -> &[AtomicU64] {
        // SAFETY: the item's row.
        unsafe { self.counts_from(self.0.row(row)) }
    }

    /// The counts in the row outside of those in a file.
    fn outside(&self) -> Option<&[AtomicU64]> {
        let row = self.0.outside()?;
        // SAFETY: a row of the item.
        Some(unsafe { self.counts_from(row.as_ptr()) })
    }

    /// The counts from `first` on.
    ///
    /// # Safety
    ///
    /// * It is a row of the item, whichever.
    unsafe fn counts_from(&self, first: *mut u8) -> &[AtomicU64] {
        // SAFETY: live, aligned words of the item, as long as `self`: zeroes at first, which sections and atomic operations alone change.
        unsafe { core::slice::from_raw_parts(first.cast(), self.0.size() / size_of::<u64>()) }
    }
}

impl<I: Index> fmt::Debug for Histogram<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Histogram").field(&self.snapshot()).finish()
    }
}
