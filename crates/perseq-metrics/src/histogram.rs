//! Histograms: with buckets of one's own, each a counter, or with the buckets of `perseq::Histogram`.

use core::fmt;
use std::{boxed::Box, vec::Vec};

use perseq::{Counter, CounterF64};

use crate::{Buckets, Error, Kind, Metric, Value};

/// Counts values by bounds that it is given, exactly, and keeps their sum.
///
/// A value costs a search of the bounds and two additions to this CPU's memory. 24 bytes for each bucket, and 8 for each CPU. For
/// quantiles of many values, and for times in whole nanoseconds, [`FineHistogram`] is faster.
///
/// ```
/// use perseq_metrics::Histogram;
///
/// let seconds = Histogram::new([0.1, 0.5, 2.5])?;
/// seconds.observe(0.5);
/// seconds.observe(3.0);
/// assert_eq!(seconds.count(), 2);
/// # Ok::<(), perseq_metrics::Error>(())
/// ```
pub struct Histogram {
    bounds: Box<[f64]>,
    /// One for each bound, and one for what is above all.
    counts: Box<[Counter]>,
    sum: CounterF64,
}

impl Histogram {
    /// Most bounds.
    pub const MOST: usize = 128;

    /// A histogram whose buckets end at `bounds`: a value is in the first one whose bound it does not exceed.
    ///
    /// # Errors
    ///
    /// [`Error::Bounds`] if they do not rise, if one is not finite, or if there is none or more than [`MOST`](Self::MOST).
    pub fn new(bounds: impl IntoIterator<Item = f64>) -> Result<Self, Error> {
        Self::of(bounds, [], CounterF64::new())
    }

    /// The same, of counters that were made elsewhere: those that are missing are made here.
    pub(crate) fn of(
        bounds: impl IntoIterator<Item = f64>,
        counters: impl IntoIterator<Item = Counter>,
        sum: CounterF64,
    ) -> Result<Self, Error> {
        // One more than allowed is enough to tell.
        let bounds: Box<[f64]> = bounds.into_iter().take(Self::MOST + 1).collect();
        check_bounds(&bounds)?;
        let counters = counters.into_iter().chain(core::iter::repeat_with(Counter::new));
        let counts = counters.take(bounds.len() + 1).collect();
        Ok(Self { bounds, counts, sum })
    }

    /// A histogram of `count` buckets whose bounds begin at `first` and each are `factor` times the one before.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn exponential(first: f64, factor: f64, count: usize) -> Result<Self, Error> {
        Self::new(core::iter::successors(Some(first), |bound| Some(bound * factor)).take(count))
    }

    /// Counts `value`. A value that is not a number is counted above all bounds, and is not in the sum. Async-signal-safe.
    #[inline]
    pub fn observe(&self, value: f64) {
        self.observe_n(value, 1);
    }

    /// Counts `value` `n` times, at the cost of one. Async-signal-safe.
    #[inline]
    pub fn observe_n(&self, value: f64, n: u64) {
        if value.is_nan() {
            self.counts[self.bounds.len()].add(n);
        } else if n > 0 {
            self.counts[self.bounds.partition_point(|&bound| bound < value)].add(n);
            #[allow(clippy::cast_precision_loss, reason = "sums of numbers with fractions are rounded")]
            self.sum.add(value * n as f64);
        }
    }

    /// How many values were counted.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.counts.iter().fold(0, |sum, count| sum.wrapping_add(count.sum()))
    }

    /// The sum of all values.
    #[must_use]
    pub fn sum(&self) -> f64 {
        self.sum.sum()
    }
}

impl Metric for Histogram {
    const KIND: Kind = Kind::Histogram;

    fn read(&self, show: &mut dyn FnMut(Value<'_>)) {
        let counts: Vec<_> =
            self.bounds.iter().zip(&self.counts).map(|(&bound, count)| (bound, count.sum())).collect();
        let above = self.counts[self.bounds.len()].sum();
        // The formats take sums for counters, which negative values are not for.
        let sum = (self.bounds[0] >= 0.0).then(|| self.sum.sum());
        show(Value::Buckets(Buckets { counts: &counts, above, sum }));
    }

    fn activity(&self) -> u64 {
        self.count()
    }
}

impl fmt::Debug for Histogram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counts = self.counts.iter().map(Counter::sum);
        f.debug_map().entries(self.bounds.iter().copied().chain([f64::INFINITY]).zip(counts)).finish()
    }
}

/// A [`perseq::Histogram`] of whole numbers, as a metric in another unit.
///
/// The formats see buckets that end at powers of two (less one, because values are whole), and are exact. Quantiles to
/// the histogram's digits are told by its snapshots.
///
/// ```
/// use perseq_metrics::FineHistogram;
///
/// // Counted in nanoseconds, shown in seconds; up to a minute, with 2 digits.
/// let latency = FineHistogram::new(60_000_000_000, 2, 1e9)?;
/// latency.record(1_500_000);
/// assert_eq!(latency.snapshot().count(), 1);
/// # Ok::<(), perseq_metrics::Error>(())
/// ```
#[derive(Debug)]
pub struct FineHistogram {
    values: perseq::Histogram,
    per_unit: f64,
}

impl FineHistogram {
    /// A histogram of values up to `highest`, with that many `digits`, which keeps their sum. `per_unit` is shown as 1:
    /// 10⁹ for seconds that are counted in nanoseconds.
    ///
    /// # Errors
    ///
    /// [`Error::Structure`], as [`perseq::Histogram::new`]; [`Error::Bounds`] if `per_unit` is not a positive finite number, or so
    /// small that `highest` is shown as infinite.
    pub fn new(highest: u64, digits: u8, per_unit: f64) -> Result<Self, Error> {
        Self::of(perseq::Histogram::new(highest, digits).map_err(Error::Structure)?.with_sum(), per_unit)
    }

    /// The same, of values that are counted elsewhere.
    pub(crate) fn of(values: perseq::Histogram, per_unit: f64) -> Result<Self, Error> {
        check_unit(values.highest(), per_unit)?;
        Ok(Self { values, per_unit })
    }

    /// Counts `value`. Async-signal-safe.
    #[inline]
    pub fn record(&self, value: u64) {
        self.values.record(value);
    }

    /// Counts `value` `n` times. Async-signal-safe.
    #[inline]
    pub fn record_n(&self, value: u64, n: u64) {
        self.values.record_n(value, n);
    }

    /// What was counted until now: quantiles, mean, extremes.
    #[must_use]
    pub fn snapshot(&self) -> perseq::histogram::Snapshot {
        self.values.snapshot()
    }
}

/// Returns an error unless they are bounds of a [`Histogram`].
pub(crate) fn check_bounds(bounds: &[f64]) -> Result<(), Error> {
    let rise = bounds.windows(2).all(|pair| pair[0] < pair[1]);
    let are_some = (1..=Histogram::MOST).contains(&bounds.len());
    if are_some && rise && bounds.iter().all(|bound| bound.is_finite()) { Ok(()) } else { Err(Error::Bounds) }
}

/// Returns an error if the highest value has no finite number in its unit.
pub(crate) fn check_unit(highest: u64, per_unit: f64) -> Result<(), Error> {
    #[allow(clippy::cast_precision_loss, reason = "as in `show`")]
    let shown = highest as f64 / per_unit;
    if per_unit > 0.0 && per_unit.is_finite() && shown.is_finite() { Ok(()) } else { Err(Error::Bounds) }
}

/// Gives what was counted to `show`, in buckets that end below powers of two.
pub(crate) fn show_snapshot(
    seen: &perseq::histogram::Snapshot,
    highest: u64,
    per_unit: f64,
    show: &mut dyn FnMut(Value<'_>),
) {
    let ends = (0..=u64::BITS).map(|bits| u64::MAX.checked_shr(u64::BITS - bits).unwrap_or(0));
    let ends: Vec<u64> = ends.take_while(|&end| end < highest).chain([highest]).collect();
    #[allow(
        clippy::cast_precision_loss,
        reason = "bounds of 2⁵³ and more are shown rounded, as all numbers of the formats"
    )]
    let mut counts: Vec<(f64, u64)> = ends.iter().map(|&end| (end as f64 / per_unit, 0)).collect();
    for (values, count) in seen.iter() {
        let bucket = ends.partition_point(|end| end < values.start());
        // Those above the highest are counted as that.
        let counted = &mut counts[bucket.min(ends.len() - 1)].1;
        *counted = counted.wrapping_add(count);
    }
    let last = counts.len() - 1;
    // Both are read at their own moments.
    counts[last].1 = counts[last].1.saturating_sub(seen.above());
    #[allow(clippy::cast_precision_loss, reason = "as above")]
    let sum = seen.sum().map(|sum| sum as f64 / per_unit);
    show(Value::Buckets(Buckets { counts: &counts, above: seen.above(), sum }));
}

impl Metric for FineHistogram {
    const KIND: Kind = Kind::Histogram;

    fn read(&self, show: &mut dyn FnMut(Value<'_>)) {
        show_snapshot(&self.values.snapshot(), self.values.highest(), self.per_unit, show);
    }

    fn activity(&self) -> u64 {
        self.values.snapshot().count()
    }
}
