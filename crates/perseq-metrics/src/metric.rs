//! A metric: a kind, and a value that a scrape reads.

use core::{
    fmt,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

use perseq::{Counter, CounterF64, Index, SignedCounter};

/// The kinds that the formats tell apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Counts up from 0.
    Counter,
    /// Goes up and down.
    Gauge,
    /// Counts values by size.
    Histogram,
}

impl Kind {
    /// The formats' name of it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Counter => "counter",
            Self::Gauge => "gauge",
            Self::Histogram => "histogram",
        }
    }
}

/// A number as it was counted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// Not negative.
    Unsigned(u64),
    /// Of either sign.
    Signed(i64),
    /// With a fraction, infinite, or not a number.
    Float(f64),
}

/// The value of one series at a scrape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// Of a counter or a gauge.
    Number(Number),
    /// Of a histogram.
    Buckets(Buckets<'a>),
}

/// A histogram at a scrape.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Buckets<'a> {
    /// The highest value of each bucket, lowest first, and how many values are in it alone.
    pub counts: &'a [(f64, u64)],
    /// How many values are above all of them.
    pub above: u64,
    /// The sum of all values, where it is known.
    pub sum: Option<f64>,
}

impl Buckets<'_> {
    /// How many values there are.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.counts.iter().fold(self.above, |sum, &(_, count)| sum.wrapping_add(count))
    }
}

/// A metric of one series: what a [`Family`](crate::Family) has for each label set.
pub trait Metric: Send + Sync + 'static {
    /// How the formats call it.
    const KIND: Kind;

    /// Gives its value to `show`, once.
    fn read(&self, show: &mut dyn FnMut(Value<'_>));

    /// A number that is another one if the metric was used since: the sum, the count of values…
    fn activity(&self) -> u64;
}

impl<I: Index> Metric for Counter<I> {
    const KIND: Kind = Kind::Counter;

    fn read(&self, show: &mut dyn FnMut(Value<'_>)) {
        show(Value::Number(Number::Unsigned(self.sum())));
    }

    fn activity(&self) -> u64 {
        self.sum()
    }
}

impl<I: Index> Metric for CounterF64<I> {
    const KIND: Kind = Kind::Counter;

    fn read(&self, show: &mut dyn FnMut(Value<'_>)) {
        show(Value::Number(Number::Float(self.sum())));
    }

    fn activity(&self) -> u64 {
        self.sum().to_bits()
    }
}

impl<I: Index> Metric for SignedCounter<I> {
    const KIND: Kind = Kind::Gauge;

    fn read(&self, show: &mut dyn FnMut(Value<'_>)) {
        show(Value::Number(Number::Signed(self.sum())));
    }

    fn activity(&self) -> u64 {
        self.sum().cast_unsigned()
    }
}

/// A value that is set: one word, the same for all CPUs. For what is only added to, [`SignedCounter`](perseq::SignedCounter) scales.
///
/// ```
/// use perseq_metrics::Gauge;
///
/// static TEMPERATURE: Gauge = Gauge::new();
/// TEMPERATURE.set(36.5);
/// TEMPERATURE.add(0.5);
/// assert_eq!(TEMPERATURE.get(), 37.0);
/// ```
pub struct Gauge(Word);

/// The word of a gauge.
enum Word {
    Own(AtomicU64),
    #[cfg(all(feature = "live", target_os = "linux"))]
    InFile(perseq::file_rows::FileWord),
}

impl Word {
    fn get(&self) -> &AtomicU64 {
        match self {
            Self::Own(word) => word,
            #[cfg(all(feature = "live", target_os = "linux"))]
            Self::InFile(word) => word,
        }
    }
}

impl Default for Gauge {
    fn default() -> Self {
        Self::new()
    }
}

impl Gauge {
    /// A gauge at 0.
    #[must_use]
    pub const fn new() -> Self {
        Self(Word::Own(AtomicU64::new(0)))
    }

    /// A gauge in a file.
    #[cfg(all(feature = "live", target_os = "linux"))]
    pub(crate) const fn of(word: perseq::file_rows::FileWord) -> Self {
        Self(Word::InFile(word))
    }

    /// Sets the value: one store. Async-signal-safe.
    pub fn set(&self, value: f64) {
        self.0.get().store(value.to_bits(), Relaxed);
    }

    /// Adds `change`, which may be negative, by an atomic exchange that is tried until no other thread was faster. Async-signal-safe.
    pub fn add(&self, change: f64) {
        let sum = |bits| Some((f64::from_bits(bits) + change).to_bits());
        // It gives up never, because the function gives a value always.
        let _ = self.0.get().fetch_update(Relaxed, Relaxed, sum);
    }

    /// The value.
    #[must_use]
    pub fn get(&self) -> f64 {
        f64::from_bits(self.0.get().load(Relaxed))
    }
}

impl Metric for Gauge {
    const KIND: Kind = Kind::Gauge;

    fn read(&self, show: &mut dyn FnMut(Value<'_>)) {
        show(Value::Number(Number::Float(self.get())));
    }

    fn activity(&self) -> u64 {
        self.0.get().load(Relaxed)
    }
}

impl fmt::Debug for Gauge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Gauge").field(&self.get()).finish()
    }
}
