//! Distributions that scale with CPUs: recording a value is one addition to this CPU's own counts.

mod buckets;
mod snapshot;

use core::{
    fmt,
    mem::ManuallyDrop,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

use perseq_core::{ByCpuId, Index, Result, cpu, pool::Item};
#[cfg(target_pointer_width = "64")]
use perseq_core::{Outcome, section};

use crate::Counter;
use buckets::Buckets;
pub use snapshot::{DifferentBuckets, Snapshot};

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
/// row has 8 bytes for each count (16 KiB for values up to 10⁶ with 3 digits…), of which the pages that are written take
/// memory.
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
    /// The counts that sections add to.
    rows: ManuallyDrop<Item<I>>,
    /// Row 0 of it takes what threads that cannot run sections add.
    spare: ManuallyDrop<Item<I>>,
    /// Values above the highest.
    above: Counter<I>,
}

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
    /// [`Error::Capacity`](crate::Error::Capacity) with the number of counts if they do not fit in a row, which has room for
    /// 32,768 (3 digits: values up to 2 × 10¹²), or if an argument is out of range;
    /// [`Error::Exhausted`](crate::Error::Exhausted) and [`Error::Syscall`](crate::Error::Syscall) when there is no memory.
    pub fn indexed(highest: u64, digits: u8) -> Result<Self> {
        let buckets = Buckets::new(highest, digits)?;
        let bytes = buckets.len() * size_of::<u64>();
        let allocate = || I::shared_pool().allocate(bytes, size_of::<u64>()).map(Rows);
        let (rows, spare) = (allocate()?, allocate()?);
        Ok(Self { buckets, rows: rows.keep(), spare: spare.keep(), above: Counter::indexed() })
    }

    /// Counts `value`. Values above the highest are counted as that, and told by [`Snapshot::above`]. Async-signal-safe.
    #[inline]
    pub fn record(&self, value: u64) {
        self.record_n(value, 1);
    }

    /// Counts `value` `n` times. Async-signal-safe.
    #[inline]
    pub fn record_n(&self, value: u64, n: u64) {
        if value <= self.buckets.highest() {
            self.add(self.buckets.index(value), n);
        } else {
            self.record_above(n);
        }
    }

    #[cold]
    #[inline(never)]
    fn record_above(&self, n: u64) {
        self.above.add(n);
        self.add(self.buckets.len() - 1, n);
    }

    #[cfg(target_pointer_width = "64")]
    #[inline(always)]
    fn add(&self, index: usize, n: u64) {
        if self.attempt(index, n) == Outcome::Aborted {
            self.add_slow(index, n);
        }
    }

    /// One section.
    #[cfg(target_pointer_width = "64")]
    #[inline(always)]
    fn attempt(&self, index: usize, n: u64) -> Outcome {
        let count = self.rows.base().cast::<usize>().wrapping_add(index);
        // SAFETY: PLAIN, OWNED: a count of the item, which lives as long as `self` and which nothing but this section writes.
        unsafe { section::ops::here::add::<I>(count, n as usize) }
    }

    #[cfg(target_pointer_width = "64")]
    #[cold]
    #[inline(never)]
    fn add_slow(&self, index: usize, n: u64) {
        if section::retry_aborted::<I>(|| self.attempt(index, n)) == Outcome::Aborted {
            count(&self.spare, 0, index).fetch_add(n, Relaxed);
        }
    }

    /// On 32-bit targets no section can commit 64 bits: an atomic addition to the row of the CPU.
    #[cfg(target_pointer_width = "32")]
    fn add(&self, index: usize, n: u64) {
        count(&self.rows, cpu::current().get(), index).fetch_add(n, Relaxed);
    }

    /// All that was counted until now: what was recorded before the call (in the sense of the memory model), and of what is
    /// recorded meanwhile, some. Costs a load for each count in each of [`cpu::rows`]; unused rows take no memory.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        let mut counts = std::vec![0_u64; self.buckets.len()];
        let mut merge = |item: &Item<I>, row| {
            for (index, sum) in counts.iter_mut().enumerate() {
                *sum = sum.wrapping_add(count(item, row, index).load(Relaxed));
            }
        };
        (0..cpu::rows()).for_each(|row| merge(&self.rows, row));
        merge(&self.spare, 0);
        Snapshot::new(self.buckets, counts, self.above.sum())
    }

    /// The highest value that is told from lower ones.
    #[must_use]
    pub const fn highest(&self) -> u64 {
        self.buckets.highest()
    }
}

/// A count of a row.
fn count<I: Index>(item: &Item<I>, row: u32, index: usize) -> &AtomicU64 {
    let address = item.row(row).cast::<u64>().wrapping_add(index);
    // SAFETY: a live, aligned word of the item: the caller's index is below the number of counts.
    unsafe { AtomicU64::from_ptr(address) }
}

/// An item that goes back to its pool unless it is kept.
struct Rows<I: Index>(Item<I>);

impl<I: Index> Rows<I> {
    fn keep(self) -> ManuallyDrop<Item<I>> {
        let rows = ManuallyDrop::new(self);
        // SAFETY: `rows` is never used or dropped again.
        ManuallyDrop::new(unsafe { core::ptr::read(&raw const rows.0) })
    }
}

impl<I: Index> Drop for Rows<I> {
    fn drop(&mut self) {
        // SAFETY: read once, here: `self` is not used after.
        let item = unsafe { core::ptr::read(&raw const self.0) };
        // SAFETY: from this pool, and nobody has seen it.
        unsafe { I::shared_pool().free(item) };
    }
}

impl<I: Index> Drop for Histogram<I> {
    fn drop(&mut self) {
        for item in [&mut self.rows, &mut self.spare] {
            // SAFETY: taken once, here.
            let item = unsafe { ManuallyDrop::take(item) };
            // SAFETY: from this pool; `&mut self`: nobody records.
            unsafe { I::shared_pool().free(item) };
        }
    }
}

impl<I: Index> fmt::Debug for Histogram<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Histogram").field(&self.snapshot()).finish()
    }
}
