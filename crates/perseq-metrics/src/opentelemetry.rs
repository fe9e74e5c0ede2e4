//! For programs that count by the crate `opentelemetry` (0.33): a provider of meters whose instruments are counted per CPU and shown by a
//! [`Registry`], and the way back, a registry as observable instruments of any other provider.
//!
//! ```
//! use opentelemetry::{KeyValue, global};
//! use perseq_metrics::{Format, Registry, opentelemetry::MeterProvider};
//!
//! static REGISTRY: Registry = Registry::new();
//! global::set_meter_provider(MeterProvider::new(&REGISTRY));
//!
//! let requests = global::meter("server").u64_counter("http.requests").build();
//! requests.add(2, &[KeyValue::new("path", "/")]);
//! let text = REGISTRY.text(Format::OpenMetrics);
//! assert!(text.contains("http_requests_total{path=\"/\"} 2\n"), "{text}");
//! ```

use core::fmt;
use std::{
    borrow::Cow,
    boxed::Box,
    collections::HashMap,
    string::String,
    sync::{Arc, Mutex, PoisonError},
    vec::Vec,
};

use opentelemetry::{
    InstrumentationScope, KeyValue,
    metrics::{
        AsyncInstrumentBuilder, Callback, Counter, Gauge, Histogram, HistogramBuilder, InstrumentBuilder,
        InstrumentProvider, Meter, ObservableCounter, ObservableGauge, ObservableUpDownCounter,
        SyncInstrument, UpDownCounter,
    },
};
use perseq::{CounterF64, SignedCounter};

use crate::{
    Family, Handle, Kind, Labels, Metric, Registry,
    facade::Facade,
    hash::{self, Map},
    observed::{Observation, Observed},
    run_time::{self, UpDown},
};

pub use crate::observed::observe;

/// Makes meters whose instruments count per CPU, in the families of a [`Registry`].
///
/// * A measurement looks its attributes up, without a lock and in the order in which they are given. There is nothing to export from: the
///   registry shows all at a scrape, and observable instruments call back then.
/// * Names and attributes are made into those of the formats, as [`Labels`] says. A unit is shown if the name ends with it. Meters share their names:
///   two meters' instruments of one name and kind are one, and a scrape calls the callbacks of both.
/// * Histograms have the boundaries of their builder, or those of the facades: 1, 2 and 5 times the powers of ten from 10⁻⁶ to 10⁹.
///
/// There are 1,000 names at the most, and [`Family::LIMIT`] series of each; see [`refused`](Self::refused).
#[derive(Clone)]
pub struct MeterProvider(Arc<Names>);

/// The name and the help of the count of uses that came to nothing.
const REFUSED: [&str; 2] = [
    "opentelemetry_refused",
    "Instruments that came to nothing, each time that one was built: of a name that another metric has, with bad boundaries, or of too many names",
];

/// The instruments of all meters, by name.
struct Names {
    facade: Facade,
    /// The observable ones, as a scrape calls them.
    observed: Mutex<HashMap<String, Arc<Observed>>>,
}

impl MeterProvider {
    /// A provider whose instruments `registry` shows.
    #[must_use]
    pub fn new(registry: &'static Registry) -> Self {
        let facade = Facade::new(registry, REFUSED);
        Self(Arc::new(Names { facade, observed: Mutex::default() }))
    }

    /// How many instruments came to nothing, because of their name: another metric's samples have it, or there are too many; or because
    /// of their boundaries. The counts of such an instrument are lost. One that is built again counts again. A scrape shows the number as `opentelemetry_refused_total`, if it is not 0.
    #[must_use]
    pub fn refused(&self) -> u64 {
        self.0.facade.refused()
    }
}

impl opentelemetry::metrics::MeterProvider for MeterProvider {
    fn meter_with_scope(&self, _: InstrumentationScope) -> Meter {
        Meter::new(Arc::new(Instruments(Arc::clone(&self.0))))
    }
}

impl fmt::Debug for MeterProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MeterProvider").field("refused", &self.refused()).finish_non_exhaustive()
    }
}

/// The parts of which a meter makes instruments.
struct Instruments(Arc<Names>);

type Text = Option<Cow<'static, str>>;

impl Instruments {
    fn describe(&self, name: &str, kind: Kind, help: Text, unit: Text) {
        if help.is_some() || unit.is_some() {
            // The units of the field's conventions that have other names in the formats.
            let unit = unit.map(|unit| match &*unit {
                "s" => Cow::Borrowed("seconds"),
                "By" => Cow::Borrowed("bytes"),
                _ => unit,
            });
            self.0.facade.describe(name, kind, help.unwrap_or_default(), unit.unwrap_or_default());
        }
    }

    /// An instrument that counts in series of `M`, whose measurements `count` puts there.
    fn instrument<T: 'static, M: Metric + Default>(
        &self,
        (name, help, unit): (&str, Text, Text),
        count: fn(&M, T),
    ) -> Arc<dyn SyncInstrument<T> + Send + Sync> {
        self.describe(name, M::KIND, help, unit);
        let family = self.0.facade.family(name, M::default);
        Arc::new(Instrument { family, found: hash::map(), count })
    }

    fn histogram<T: 'static>(
        &self,
        name: &str,
        texts: (Text, Text),
        boundaries: Option<Vec<f64>>,
        count: fn(&crate::Histogram, T),
    ) -> Arc<dyn SyncInstrument<T> + Send + Sync> {
        self.describe(name, Kind::Histogram, texts.0, texts.1);
        // As with other providers, one with bad boundaries counts nothing.
        // Without boundaries there are a count and a sum.
        let boundaries = boundaries.as_deref().map(|some| if some.is_empty() { &[0.0] } else { some });
        let family = self.0.facade.histograms(name, boundaries);
        Arc::new(Instrument { family, found: hash::map(), count })
    }

    fn observed<T: Observation>(
        &self,
        (name, help, unit): (&str, Text, Text),
        kind: Kind,
        callbacks: Vec<Callback<T>>,
    ) {
        let Names { facade, observed } = &*self.0;
        let mut observed = observed.lock().unwrap_or_else(PoisonError::into_inner);
        let shown = run_time::metric(name, kind);
        let added = if let Some(first) = observed.get(&shown) {
            let added = first.add(kind, callbacks);
            if added {
                self.describe(name, kind, help, unit);
                facade.describe_again(shown);
            }
            added
        } else {
            self.describe(name, kind, help, unit);
            let new = Arc::new(Observed::new(kind));
            let is_shown = new.add(kind, callbacks) && facade.show(&shown, Arc::<Observed>::clone(&new));
            if is_shown {
                observed.insert(shown, new);
            }
            is_shown
        };
        if !added {
            facade.refuse();
        }
    }
}

/// Most attribute sets of an instrument that are remembered as they are given. Others are looked up by their labels.
const SETS: usize = 20_000;

struct Instrument<M: Metric, T> {
    /// None if its name was refused.
    family: Option<Arc<Family<Labels, M>>>,
    found: Map<Box<[KeyValue]>, Handle<M>>,
    count: fn(&M, T),
}

impl<M: Metric, T> SyncInstrument<T> for Instrument<M, T> {
    fn measure(&self, measurement: T, attributes: &[KeyValue]) {
        if let Some(series) = self.found.read(attributes) {
            return (self.count)(&series, measurement);
        }
        let Some(family) = &self.family else { return };
        let handle = family.keep(&labels(attributes));
        (self.count)(&handle, measurement);
        let is_own = !core::ptr::eq(&raw const *handle, family.overflow());
        if is_own && self.found.len() < SETS {
            self.found.insert(attributes.into(), handle);
        }
    }
}

pub(crate) fn labels(attributes: &[KeyValue]) -> Labels {
    Labels::new(attributes.iter().map(|pair| (pair.key.as_str(), pair.value.as_str())))
}

#[allow(clippy::cast_precision_loss, reason = "gauges and bounds are `f64`, as all numbers of the formats")]
impl InstrumentProvider for Instruments {
    fn u64_counter(&self, builder: InstrumentBuilder<'_, Counter<u64>>) -> Counter<u64> {
        let what = (&*builder.name, builder.description, builder.unit);
        Counter::new(self.instrument(what, |counter: &perseq::Counter, n| counter.add(n)))
    }

    fn f64_counter(&self, builder: InstrumentBuilder<'_, Counter<f64>>) -> Counter<f64> {
        let what = (&*builder.name, builder.description, builder.unit);
        Counter::new(self.instrument(what, |counter: &CounterF64, x| counter.add(x)))
    }

    fn i64_up_down_counter(&self, builder: InstrumentBuilder<'_, UpDownCounter<i64>>) -> UpDownCounter<i64> {
        let what = (&*builder.name, builder.description, builder.unit);
        UpDownCounter::new(self.instrument(what, |counter: &SignedCounter, n| counter.add(n)))
    }

    fn f64_up_down_counter(&self, builder: InstrumentBuilder<'_, UpDownCounter<f64>>) -> UpDownCounter<f64> {
        let what = (&*builder.name, builder.description, builder.unit);
        UpDownCounter::new(self.instrument(what, |counter: &UpDown, x| counter.0.add(x)))
    }

    fn u64_gauge(&self, builder: InstrumentBuilder<'_, Gauge<u64>>) -> Gauge<u64> {
        let what = (&*builder.name, builder.description, builder.unit);
        Gauge::new(self.instrument(what, |gauge: &crate::Gauge, n: u64| gauge.set(n as f64)))
    }

    fn i64_gauge(&self, builder: InstrumentBuilder<'_, Gauge<i64>>) -> Gauge<i64> {
        let what = (&*builder.name, builder.description, builder.unit);
        Gauge::new(self.instrument(what, |gauge: &crate::Gauge, n: i64| gauge.set(n as f64)))
    }

    fn f64_gauge(&self, builder: InstrumentBuilder<'_, Gauge<f64>>) -> Gauge<f64> {
        let what = (&*builder.name, builder.description, builder.unit);
        Gauge::new(self.instrument(what, crate::Gauge::set))
    }

    fn f64_histogram(&self, builder: HistogramBuilder<'_, Histogram<f64>>) -> Histogram<f64> {
        let texts = (builder.description, builder.unit);
        Histogram::new(self.histogram(&builder.name, texts, builder.boundaries, crate::Histogram::observe))
    }

    fn u64_histogram(&self, builder: HistogramBuilder<'_, Histogram<u64>>) -> Histogram<u64> {
        let texts = (builder.description, builder.unit);
        let count = |histogram: &crate::Histogram, n: u64| histogram.observe(n as f64);
        Histogram::new(self.histogram(&builder.name, texts, builder.boundaries, count))
    }

    fn u64_observable_counter(
        &self,
        builder: AsyncInstrumentBuilder<'_, ObservableCounter<u64>, u64>,
    ) -> ObservableCounter<u64> {
        let what = (&*builder.name, builder.description, builder.unit);
        self.observed(what, Kind::Counter, builder.callbacks);
        ObservableCounter::new()
    }

    fn f64_observable_counter(
        &self,
        builder: AsyncInstrumentBuilder<'_, ObservableCounter<f64>, f64>,
    ) -> ObservableCounter<f64> {
        let what = (&*builder.name, builder.description, builder.unit);
        self.observed(what, Kind::Counter, builder.callbacks);
        ObservableCounter::new()
    }

    fn i64_observable_up_down_counter(
        &self,
        builder: AsyncInstrumentBuilder<'_, ObservableUpDownCounter<i64>, i64>,
    ) -> ObservableUpDownCounter<i64> {
        let what = (&*builder.name, builder.description, builder.unit);
        self.observed(what, Kind::Gauge, builder.callbacks);
        ObservableUpDownCounter::new()
    }

    fn f64_observable_up_down_counter(
        &self,
        builder: AsyncInstrumentBuilder<'_, ObservableUpDownCounter<f64>, f64>,
    ) -> ObservableUpDownCounter<f64> {
        let what = (&*builder.name, builder.description, builder.unit);
        self.observed(what, Kind::Gauge, builder.callbacks);
        ObservableUpDownCounter::new()
    }

    fn u64_observable_gauge(
        &self,
        builder: AsyncInstrumentBuilder<'_, ObservableGauge<u64>, u64>,
    ) -> ObservableGauge<u64> {
        let what = (&*builder.name, builder.description, builder.unit);
        self.observed(what, Kind::Gauge, builder.callbacks);
        ObservableGauge::new()
    }

    fn i64_observable_gauge(
        &self,
        builder: AsyncInstrumentBuilder<'_, ObservableGauge<i64>, i64>,
    ) -> ObservableGauge<i64> {
        let what = (&*builder.name, builder.description, builder.unit);
        self.observed(what, Kind::Gauge, builder.callbacks);
        ObservableGauge::new()
    }

    fn f64_observable_gauge(
        &self,
        builder: AsyncInstrumentBuilder<'_, ObservableGauge<f64>, f64>,
    ) -> ObservableGauge<f64> {
        let what = (&*builder.name, builder.description, builder.unit);
        self.observed(what, Kind::Gauge, builder.callbacks);
        ObservableGauge::new()
    }
}
