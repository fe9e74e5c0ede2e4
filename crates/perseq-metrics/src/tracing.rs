//! For programs that count by events of the crate `tracing`: a layer that takes fields of events for metrics.
//!
//! ```
//! use perseq_metrics::{Format, Registry, tracing::MetricsLayer};
//! use tracing_subscriber::layer::SubscriberExt;
//!
//! static REGISTRY: Registry = Registry::new();
//! let subscriber = tracing_subscriber::registry().with(MetricsLayer::new(&REGISTRY));
//!
//! tracing::subscriber::with_default(subscriber, || {
//!     tracing::info!(monotonic_counter.requests = 1, path = "/");
//!     tracing::info!(histogram.took_seconds = 0.25);
//! });
//! let text = REGISTRY.text(Format::OpenMetrics);
//! assert!(text.contains("requests_total{path=\"/\"} 1\n") && text.contains("took_seconds_sum 0.25\n"), "{text}");
//! ```

use core::fmt;
use std::{string::String, sync::Arc, vec::Vec};

use perseq::{Counter, CounterF64, SignedCounter};
use tracing::{
    Event, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::layer::{Context, Layer};

use crate::{
    Error, Family, Histogram, Label, Labels, Metric, Registry,
    facade::Facade,
    hash::{self, Map},
    run_time::UpDown,
};

/// Counts what events say, by the names of their fields, in the families of a [`Registry`]:
///
/// | field | metric | numbers |
/// |---|---|---|
/// | `monotonic_counter.NAME` | a counter | not negative |
/// | `counter.NAME` | a gauge that is added to | of either sign |
/// | `histogram.NAME` | a histogram | of either sign |
///
/// These are the fields of `tracing-opentelemetry`. All other fields of such an event, but its message, are labels. Names are made into those of
/// the formats, as [`Labels`] says. All numbers of one counter are whole, or all have fractions. Histograms have the bounds 1, 2 and 5 times the powers of ten from 10⁻⁶ to 10⁹, or those
/// that [`bounds`](Self::bounds) sets. An event without such fields costs a look at its fields' names.
///
/// There are 1,000 names at the most, and [`Family::LIMIT`] series of each; see [`refused`](Self::refused).
pub struct MetricsLayer {
    facade: Facade,
    counters: Families<Counter>,
    sums: Families<CounterF64>,
    up_down: Families<SignedCounter>,
    up_down_sums: Families<UpDown>,
    histograms: Families<Histogram>,
}

/// The name and the help of the count of uses that came to nothing.
const REFUSED: [&str; 2] = [
    "tracing_refused",
    "Measurements that came to nothing, each of them: by a name that another metric has, with another kind of number, negative where it may not be, or of too many names",
];

/// By the names of fields.
type Families<M> = Map<&'static str, Arc<Family<Labels, M>>>;

impl MetricsLayer {
    /// A layer whose metrics `registry` shows.
    #[must_use]
    pub fn new(registry: &'static Registry) -> Self {
        Self {
            facade: Facade::new(registry, REFUSED),
            counters: hash::map(),
            sums: hash::map(),
            up_down: hash::map(),
            up_down_sums: hash::map(),
            histograms: hash::map(),
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

    /// How many measurements came to nothing, because of their name (another metric's samples have it, there are too many, or the number is of
    /// another kind than the metric's first one), or because a monotonic counter was given a negative one. A scrape shows the number as `tracing_refused_total`,
    /// if it is not 0.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.facade.refused()
    }

    fn count(&self, measured: &Measured, labels: &Labels) {
        match *measured {
            Measured::Counter(name, n) => {
                self.with(&self.counters, name, labels, Counter::default, |counter| counter.add(n));
            }
            Measured::Sum(name, x) => {
                self.with(&self.sums, name, labels, CounterF64::default, |sum| sum.add(x))
            }
            Measured::UpDown(name, n) => {
                self.with(&self.up_down, name, labels, SignedCounter::default, |counter| counter.add(n));
            }
            Measured::UpDownSum(name, x) => {
                self.with(&self.up_down_sums, name, labels, UpDown::default, |sum| sum.0.add(x));
            }
            Measured::Value(name, x) => match self.histograms.read(name) {
                Some(family) => family.of(labels).observe(x),
                None => {
                    if let Some(family) = self.facade.histograms(name, None) {
                        family.of(labels).observe(x);
                        self.histograms.insert(name, family);
                    }
                }
            },
            Measured::Negative => self.facade.refuse(),
        }
    }

    fn with<M: Metric>(
        &self,
        families: &Families<M>,
        name: &'static str,
        labels: &Labels,
        make: fn() -> M,
        count: impl FnOnce(&M),
    ) {
        if let Some(family) = families.read(name) {
            count(&family.of(labels));
        } else if let Some(family) = self.facade.family(name, make) {
            count(&family.of(labels));
            families.insert(name, family);
        }
    }
}

impl<S: Subscriber> Layer<S> for MetricsLayer {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let is_measured = event.fields().any(|field| Named::new(field.name()).is_some());
        if !is_measured {
            return;
        }
        let mut seen = Seen::default();
        event.record(&mut seen);
        let labels = Labels::new(seen.labels.iter().map(|(name, value)| (name, value)));
        seen.measured.iter().for_each(|measured| self.count(measured, &labels));
    }
}

impl fmt::Debug for MetricsLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MetricsLayer").field("refused", &self.refused()).finish_non_exhaustive()
    }
}

/// A field that is a metric, with the metric's name.
enum Named {
    Monotonic(&'static str),
    UpDown(&'static str),
    Histogram(&'static str),
}

impl Named {
    fn new(field: &'static str) -> Option<Self> {
        let (kind, name) = field.split_once('.')?;
        match kind {
            "monotonic_counter" => Some(Self::Monotonic(name)),
            "counter" => Some(Self::UpDown(name)),
            "histogram" => Some(Self::Histogram(name)),
            _ => None,
        }
    }
}

/// One number of an event.
enum Measured {
    Counter(&'static str, u64),
    Sum(&'static str, f64),
    UpDown(&'static str, i64),
    UpDownSum(&'static str, f64),
    Value(&'static str, f64),
    /// For a counter that only goes up.
    Negative,
}

/// The measurements and labels of an event.
#[derive(Default)]
struct Seen {
    measured: Vec<Measured>,
    labels: Vec<(&'static str, String)>,
}

impl Seen {
    fn label(&mut self, field: &Field, value: impl fmt::Display) {
        if field.name() != "message" {
            self.labels.push((field.name(), Label { name: field.name(), value: &value }.text()));
        }
    }
}

#[allow(clippy::cast_precision_loss, reason = "values of histograms are `f64`")]
impl Visit for Seen {
    fn record_f64(&mut self, field: &Field, value: f64) {
        match Named::new(field.name()) {
            Some(Named::Monotonic(name)) if value >= 0.0 => self.measured.push(Measured::Sum(name, value)),
            Some(Named::Monotonic(_)) => self.measured.push(Measured::Negative),
            Some(Named::UpDown(name)) => self.measured.push(Measured::UpDownSum(name, value)),
            Some(Named::Histogram(name)) => self.measured.push(Measured::Value(name, value)),
            None => self.label(field, value),
        }
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        match (Named::new(field.name()), u64::try_from(value)) {
            (Some(Named::Monotonic(name)), Ok(value)) => self.measured.push(Measured::Counter(name, value)),
            (Some(Named::Monotonic(_)), Err(_)) => self.measured.push(Measured::Negative),
            (Some(Named::UpDown(name)), _) => self.measured.push(Measured::UpDown(name, value)),
            (Some(Named::Histogram(name)), _) => self.measured.push(Measured::Value(name, value as f64)),
            (None, _) => self.label(field, value),
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        match Named::new(field.name()) {
            Some(Named::Monotonic(name)) => self.measured.push(Measured::Counter(name, value)),
            // A sum that wraps is the same for both signs.
            Some(Named::UpDown(name)) => self.measured.push(Measured::UpDown(name, value.cast_signed())),
            Some(Named::Histogram(name)) => self.measured.push(Measured::Value(name, value as f64)),
            None => self.label(field, value),
        }
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.label(field, value);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.label(field, value);
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.label(field, format_args!("{value:?}"));
    }
}
