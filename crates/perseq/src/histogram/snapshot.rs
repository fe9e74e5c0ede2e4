//! The values that a histogram has counted until a moment.

use core::{fmt, ops::RangeInclusive};
use std::vec::Vec;

use super::buckets::Buckets;

/// Counts of values, merged over all CPUs. A plain value: it does not change any more.
#[derive(Clone, PartialEq, Eq)]
pub struct Snapshot {
    pub(super) buckets: Buckets,
    pub(super) counts: Vec<u64>,
    count: u64,
    above: u64,
    sum: Sum,
}

/// The sum of values, as far as it was kept. It adds up and subtracts like counts, and is told where it is that of all values.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Sum {
    /// The sum of those values that were recorded with it; wrapping.
    of: u64,
    /// How many values were recorded without it.
    without: u64,
    /// The histogram keeps it.
    kept: bool,
}

impl Sum {
    /// A sum of all values but `without`.
    pub(super) const fn of(of: u64, without: u64) -> Self {
        Self { of, without, kept: true }
    }

    /// None was kept of all `count` values.
    const fn none(count: u64) -> Self {
        Self { of: 0, without: count, kept: false }
    }

    fn combine(self, other: Self, with: impl Fn(u64, u64) -> u64, kept: bool) -> Self {
        Self { of: with(self.of, other.of), without: with(self.without, other.without), kept }
    }
}

/// Two snapshots are of histograms with different buckets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DifferentBuckets {
    /// Highest value of the one.
    pub highest: u64,
    /// Highest value of the other.
    pub other: u64,
}

impl fmt::Display for DifferentBuckets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { highest, other } = self;
        write!(
            f,
            "histograms of values up to {highest} and up to {other}, or of different digits, have different buckets; \
             make both with the same arguments"
        )
    }
}

impl core::error::Error for DifferentBuckets {}

impl Snapshot {
    pub(super) fn new(buckets: Buckets, counts: Vec<u64>, above: u64, sum: Option<Sum>) -> Self {
        let count = counts.iter().fold(0_u64, |sum, &count| sum.wrapping_add(count));
        let sum = sum.unwrap_or(Sum::none(count));
        Self { buckets, counts, count, above, sum }
    }

    /// The snapshot of counts that were read elsewhere, as from [a file](crate::file_rows): those of a histogram of values up to `highest`, with
    /// `digits`. Counts that are missing at the end are 0, and more than the histogram has are left out. `None` for the sum if none was kept.
    ///
    /// # Errors
    ///
    /// [`Error::Digits`](crate::Error::Digits) if `digits` is out of range.
    pub fn from_counts(
        highest: u64,
        digits: u8,
        mut counts: Vec<u64>,
        above: u64,
        sum: Option<u64>,
    ) -> perseq_core::Result<Self> {
        let buckets = Buckets::new(highest, digits)?;
        counts.resize(buckets.len(), 0);
        Ok(Self::new(buckets, counts, above, sum.map(|sum| Sum::of(sum, 0))))
    }

    /// How many values were counted.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }

    /// How many of them were above the highest, and are counted as that.
    #[must_use]
    pub const fn above(&self) -> u64 {
        self.above
    }

    /// The counts that are not 0 with the values that share each, lowest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (RangeInclusive<u64>, u64)> + '_ {
        let count = |(index, &count)| (count > 0).then(|| (self.buckets.values(index), count));
        self.counts.iter().enumerate().filter_map(count)
    }

    /// The smallest value, as exactly as it is kept (the lowest that shares its count); 0 if there is none.
    #[must_use]
    pub fn min(&self) -> u64 {
        self.iter().next().map_or(0, |(values, _)| *values.start())
    }

    /// The largest value, as exactly as it is kept (the highest that shares its count); 0 if there is none.
    #[must_use]
    pub fn max(&self) -> u64 {
        self.iter().next_back().map_or(0, |(values, _)| *values.end())
    }

    /// The sum of all values, where the histogram has kept it for all of them ([`Histogram::with_sum`](super::Histogram::with_sum)): exact,
    /// values above the highest included as they were; wrapping. Of values that were recorded during the snapshot (or by another thread
    /// while this process was forked), the sum may have others than the counts.
    #[must_use]
    pub const fn sum(&self) -> Option<u64> {
        if self.sum.kept && self.sum.without == 0 { Some(self.sum.of) } else { None }
    }

    /// The mean: of the exact [`sum`](Self::sum), where there is one; else each value is taken as the middle of those that share its
    /// count. 0 if there is none.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self.sum() {
            Some(sum) if self.count > 0 => sum as f64 / self.count as f64,
            _ => self.middle_mean(),
        }
    }

    /// The mean, each value taken as the middle of those that share its count.
    fn middle_mean(&self) -> f64 {
        let sum: f64 = self.iter().map(|(values, count)| middle(&values) * count as f64).sum();
        if self.count == 0 { 0.0 } else { sum / self.count as f64 }
    }

    /// The standard deviation, each value taken as the middle of those that share its count.
    #[must_use]
    pub fn stdev(&self) -> f64 {
        let mean = self.middle_mean();
        let squares: f64 =
            self.iter().map(|(values, count)| (middle(&values) - mean).powi(2) * count as f64).sum();
        if self.count == 0 { 0.0 } else { (squares / self.count as f64).sqrt() }
    }

    /// The value below or at which a share of `quantile` (0.0 to 1.0) of all values are: the highest that shares its count
    /// (the lowest for quantile 0). 0 if there is none.
    #[must_use]
    pub fn value_at_quantile(&self, quantile: f64) -> u64 {
        let wanted = (quantile.clamp(0.0, 1.0) * self.count as f64).ceil().max(1.0) as u64;
        // A count of more than 2^53 is rounded, perhaps up.
        let wanted = wanted.min(self.count);
        let mut seen = 0_u64;
        let found = self.iter().find(|(_, count)| {
            seen = seen.saturating_add(*count);
            seen >= wanted
        });
        found.map_or(0, |(values, _)| if quantile <= 0.0 { *values.start() } else { *values.end() })
    }

    /// Adds what another histogram with the same buckets has counted. There is a sum if both have one.
    ///
    /// # Errors
    ///
    /// [`DifferentBuckets`], with nothing added.
    pub fn merge(&mut self, other: &Self) -> Result<(), DifferentBuckets> {
        self.combine(other, u64::wrapping_add, self.sum.kept && other.sum.kept)
    }

    /// The values counted since `earlier`, an earlier snapshot of the same histogram: subtracts it. Counts wrap, so an
    /// `earlier` that is later, or of another histogram, gives nonsense. There is a sum if the histogram kept it for all
    /// values since.
    ///
    /// # Errors
    ///
    /// [`DifferentBuckets`], with nothing subtracted.
    pub fn since(mut self, earlier: &Self) -> Result<Self, DifferentBuckets> {
        self.combine(earlier, u64::wrapping_sub, self.sum.kept)?;
        Ok(self)
    }

    fn combine(
        &mut self,
        other: &Self,
        with: impl Fn(u64, u64) -> u64,
        kept: bool,
    ) -> Result<(), DifferentBuckets> {
        if self.buckets != other.buckets {
            let (highest, other) = (self.buckets.highest(), other.buckets.highest());
            return Err(DifferentBuckets { highest, other });
        }
        let counts = self.counts.iter().zip(&other.counts).map(|(&one, &two)| with(one, two)).collect();
        let sum = self.sum.combine(other.sum, &with, kept);
        *self = Self::new(self.buckets, counts, with(self.above, other.above), Some(sum));
        Ok(())
    }
}

/// The middle of values that share a count, as HdrHistogram has it.
fn middle(values: &RangeInclusive<u64>) -> f64 {
    let width = values.end() - values.start() + 1;
    (values.start() + width / 2) as f64
}

impl fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Snapshot")
            .field("count", &self.count())
            .field("min", &self.min())
            .field("mean", &self.mean())
            .field("p99", &self.value_at_quantile(0.99))
            .field("max", &self.max())
            .finish_non_exhaustive()
    }
}
