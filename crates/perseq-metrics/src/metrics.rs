//! For programs that count by the macros of the crate `metrics` (0.24): what they count is counted per CPU, and shown by a [`Registry`].
//!
//! ```
//! use perseq_metrics::{Format, Registry, metrics::Recorder};
//!
//! static REGISTRY: Registry = Registry::new();
//! let recorder = Recorder::new(&REGISTRY).bounds("took_seconds", &[0.01, 0.1, 1.0])?.install()?;
//!
//! metrics::counter!("requests_total", "path" => "/").increment(2);
//! metrics::histogram!("took_seconds").record(0.05);
//! let text = REGISTRY.text(Format::OpenMetrics);
//! assert!(text.contains("requests_total{path=\"/\"} 2\n"), "{text}");
//! assert_eq!(recorder.refused(), 0);
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

use core::{
    fmt,
    hash::{BuildHasher, Hasher},
};
use std::{borrow::Cow, boxed::Box, sync::Arc};

use metrics::{
    Counter, CounterFn, Gauge, GaugeFn, HistogramFn, Key, KeyName, Metadata, SetRecorderError, SharedString,
    Unit,
};
use perseq_rcu::{Rcu, RcuHashMap};

use crate::{
    Error, Family, Handle, Histogram, Kind, Labels, Metric, Number, Registry, Value, facade::Facade,
    settable::Settable,
};

/// Counts what the macros of `metrics` count, in the families of a [`Registry`].
///
/// * A counter that is kept costs a call and an addition to this CPU's memory. A macro looks its metric up, without a lock, and clones an
///   `Arc`.
/// * A histogram counts in buckets, of constant memory; `record_many` costs what one `record` does. Its
///   bounds are 1, 2 and 5 times the powers of ten from 10⁻⁶ to 10⁹, or those that [`bounds`](Self::bounds) sets for its name.
/// * A gauge is one word, because it can be set.
/// * Names and labels are made into those of the formats, as [`Labels`] says. A counter loses `_total`, which
///   the formats append. A unit is shown if the name ends with it.
///
/// There are 1,000 names at the most, and [`Family::LIMIT`] series of each; see [`refused`](Self::refused).
pub struct Recorder {
    facade: Facade,
    counters: Found<Raised>,
    gauges: Found<crate::Gauge>,
    histograms: Found<Histogram>,
}

/// The name and the help of the count of uses that came to nothing.
const REFUSED: [&str; 2] = [
    "metrics_refused",
    "Handles that came to nothing, of which each use of a macro asks for one: by a name that another metric has, or of too many names",
];

/// The series that were asked for by each key.
type Found<M> = RcuHashMap<Key, Arc<Handle<M>>, &'static Rcu, Hashed>;

/// Most keys that are remembered. Others are looked up by their labels.
const KEYS: usize = 100_000;

impl Recorder {
    /// A recorder whose metrics `registry` shows.
    #[must_use]
    pub fn new(registry: &'static Registry) -> Self {
        let facade = Facade::new(registry, REFUSED);
        let rcu = Rcu::global();
        Self {
            facade,
            counters: Found::with_hasher_in(Hashed, rcu),
            gauges: Found::with_hasher_in(Hashed, rcu),
            histograms: Found::with_hasher_in(Hashed, rcu),
        }
    }

    /// Gives histograms of that name buckets with these bounds.
    ///
    /// # Errors
    ///
    /// [`Error::Bounds`], as [`Histogram::new`].
    pub fn bounds(mut self, name: &str, bounds: &[f64]) -> Result<Self, Error> {
        self.facade.set_bounds(name, bounds)?;
        Ok(self)
    }

    /// Makes it the recorder of this process, for ever.
    ///
    /// # Errors
    ///
    /// If the process has one already.
    pub fn install(self) -> Result<&'static Self, SetRecorderError<&'static Self>> {
        let this: &'static Self = Box::leak(Box::new(self));
        metrics::set_global_recorder(this).map(|()| this)
    }

    /// How many handles came to nothing, because of their name: another metric's samples have it, or there are too many. The counts of
    /// such a handle are lost. Each use of a macro asks for one, so one metric that is refused counts as often as it is used. A scrape
    /// shows the number as `metrics_refused_total`, if it is not 0.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.facade.refused()
    }

    /// Takes out the series that were not used since the last call and of which no handle is kept, and gives their memory back. Their
    /// names, labels and last values are given to `gone`: an addition is in those, or in a new series. Waits for grace periods.
    ///
    /// # Errors
    ///
    /// [`Error::Reading`], as [`Family::expire`].
    pub fn expire(&self, mut gone: impl FnMut(&str, &Labels, Value<'_>)) -> Result<(), Error> {
        let rcu = Rcu::global();
        rcu.synchronize().map_err(Error::Reading)?;
        // A handle that a thread has found meanwhile keeps its series.
        self.counters.retain(|_, handle| Arc::strong_count(handle) > 1);
        self.gauges.retain(|_, handle| Arc::strong_count(handle) > 1);
        self.histograms.retain(|_, handle| Arc::strong_count(handle) > 1);
        rcu.barrier().map_err(Error::Reading)?;
        self.facade.expire(&mut gone)
    }
}

/// The handle that was found by `key`, or that of its family's series.
#[inline]
fn find<M: Metric>(
    found: &Found<M>,
    key: &Key,
    family: impl FnOnce() -> Option<Arc<Family<Labels, M>>>,
) -> Option<Arc<Handle<M>>> {
    match found.read(key) {
        Some(handle) => Some(Arc::clone(&handle)),
        None => keep(found, key, &*family()?),
    }
}

#[cold]
fn keep<M: Metric>(found: &Found<M>, key: &Key, family: &Family<Labels, M>) -> Option<Arc<Handle<M>>> {
    let labels = Labels::new(key.labels().map(|label| (label.key(), label.value())));
    let handle = Arc::new(family.keep(&labels));
    let is_own = !core::ptr::eq(&raw const **handle, family.overflow());
    if is_own && found.len() < KEYS {
        found.insert(key.to_retained(), Arc::clone(&handle));
    }
    Some(handle)
}

impl metrics::Recorder for Recorder {
    fn describe_counter(&self, key: KeyName, unit: Option<Unit>, help: SharedString) {
        self.facade.describe(key.as_str(), Kind::Counter, help.into(), name_of(unit));
    }

    fn describe_gauge(&self, key: KeyName, unit: Option<Unit>, help: SharedString) {
        self.facade.describe(key.as_str(), Kind::Gauge, help.into(), name_of(unit));
    }

    fn describe_histogram(&self, key: KeyName, unit: Option<Unit>, help: SharedString) {
        self.facade.describe(key.as_str(), Kind::Histogram, help.into(), name_of(unit));
    }

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        let family = || self.facade.family(key.name(), Raised::default);
        find(&self.counters, key, family).map_or(Counter::noop(), Counter::from_arc)
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        let family = || self.facade.family(key.name(), crate::Gauge::default);
        find(&self.gauges, key, family).map_or(Gauge::noop(), Gauge::from_arc)
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> metrics::Histogram {
        let family = || self.facade.histograms(key.name(), None);
        find(&self.histograms, key, family).map_or(metrics::Histogram::noop(), metrics::Histogram::from_arc)
    }
}

impl fmt::Debug for Recorder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Recorder").finish_non_exhaustive()
    }
}

fn name_of(unit: Option<Unit>) -> Cow<'static, str> {
    Cow::Borrowed(unit.map_or("", |unit| unit.as_str()))
}

/// A counter that can be raised.
#[derive(Debug, Default)]
struct Raised(Settable<perseq::Counter>);

impl Metric for Raised {
    const KIND: Kind = Kind::Counter;

    fn read(&self, show: &mut dyn FnMut(Value<'_>)) {
        show(Value::Number(Number::Unsigned(self.0.get())));
    }

    fn activity(&self) -> u64 {
        self.0.get()
    }
}

impl CounterFn for Handle<Raised> {
    #[inline]
    fn increment(&self, value: u64) {
        self.0.added.add(value);
    }

    fn absolute(&self, value: u64) {
        self.0.change(|now| (now < value).then_some(value));
    }
}

impl GaugeFn for Handle<crate::Gauge> {
    fn increment(&self, value: f64) {
        self.add(value);
    }

    fn decrement(&self, value: f64) {
        self.add(-value);
    }

    fn set(&self, value: f64) {
        crate::Gauge::set(self, value);
    }
}

impl HistogramFn for Handle<Histogram> {
    #[inline]
    fn record(&self, value: f64) {
        self.observe(value);
    }

    #[inline]
    fn record_many(&self, value: f64, count: usize) {
        self.observe_n(value, count as u64);
    }
}

/// Takes the hash that a key has, because it was made with the key.
#[derive(Clone, Copy)]
struct Hashed;

/// See [`Hashed`].
struct Given(u64);

impl BuildHasher for Hashed {
    type Hasher = Given;

    fn build_hasher(&self) -> Given {
        Given(0)
    }
}

impl Hasher for Given {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        // A key writes one `u64`. Another hash would be as right, and slower.
        bytes.iter().for_each(|&byte| self.0 = self.0.rotate_left(8) ^ u64::from(byte));
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }
}
