//! For programs that count by the crate `prometheus` (0.14): values that are counted per CPU, and a registry as a collector.
//!
//! ```
//! use perseq_metrics::prometheus::{IntCounter, IntCounterVec};
//! use prometheus::{Opts, Registry, TextEncoder};
//!
//! let registry = Registry::new();
//! let sent = IntCounter::new("sent", "Bytes")?;
//! let requests = IntCounterVec::new(Opts::new("requests", "Requests"), &["path"])?;
//! registry.register(Box::new(sent.clone()))?;
//! registry.register(Box::new(requests.clone()))?;
//!
//! sent.inc_by(1500);
//! requests.with_label_values(&["/"]).inc();
//! let text = TextEncoder::new().encode_to_string(&registry.gather())?;
//! assert!(text.contains("sent 1500\n") && text.contains("requests{path=\"/\"} 1\n"));
//! # Ok::<(), prometheus::Error>(())
//! ```

use core::fmt;
use std::{borrow::ToOwned, collections::HashMap, format, sync::Arc, vec, vec::Vec};

use perseq::SignedCounter;
use prometheus::{
    core::{Atomic, Collector, Desc, GenericCounter, GenericCounterVec, GenericGauge, GenericGaugeVec},
    proto,
};

use crate::{
    Buckets, Collect, Description, Kind, Label, Number, Registry, Value, registry::Source, settable::Settable,
};

/// Declares a number of `prometheus` that is counted per CPU.
macro_rules! number {
    ($name:ident, $counter:ty, $number:ty, $what:literal, $to:expr, $minus:expr) => {
        #[doc = concat!("A `", stringify!($number), "` ", $what, " of `prometheus`, which scales with CPUs.")]
        ///
        /// An addition touches this CPU's memory alone. To set the value, as gauges and `reset` do, allocates and costs a load for each CPU.
        #[derive(Default)]
        pub struct $name(Settable<$counter>);

        impl Atomic for $name {
            type T = $number;

            fn new(value: $number) -> Self {
                let this = Self::default();
                // A number that is set costs memory.
                if value != <$number>::default() {
                    this.0.change(|_| Some(value));
                }
                this
            }

            fn set(&self, value: $number) {
                self.0.change(|_| Some(value));
            }

            fn get(&self) -> $number {
                self.0.get()
            }

            #[inline]
            fn inc_by(&self, delta: $number) {
                self.0.added.add($to(delta));
            }

            #[inline]
            fn dec_by(&self, delta: $number) {
                self.0.added.add($minus(delta));
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_tuple(stringify!($name)).field(&self.0).finish()
            }
        }
    };
}

number!(PerCpuU64, perseq::Counter, u64, "counter", core::convert::identity, u64::wrapping_neg);
number!(PerCpuI64, SignedCounter, i64, "gauge", core::convert::identity, i64::wrapping_neg);
number!(PerCpuF64, perseq::CounterF64, f64, "counter or gauge", core::convert::identity, core::ops::Neg::neg);

/// `prometheus::IntCounter`, per CPU.
pub type IntCounter = GenericCounter<PerCpuU64>;
/// `prometheus::IntCounterVec`, per CPU. Its `with_label_values` takes a lock; handles that it gives are to be kept.
pub type IntCounterVec = GenericCounterVec<PerCpuU64>;
/// `prometheus::Counter`, per CPU.
pub type Counter = GenericCounter<PerCpuF64>;
/// `prometheus::CounterVec`, per CPU.
pub type CounterVec = GenericCounterVec<PerCpuF64>;
/// `prometheus::IntGauge`, per CPU.
pub type IntGauge = GenericGauge<PerCpuI64>;
/// `prometheus::IntGaugeVec`, per CPU.
pub type IntGaugeVec = GenericGaugeVec<PerCpuI64>;
/// `prometheus::Gauge`, per CPU.
pub type Gauge = GenericGauge<PerCpuF64>;
/// `prometheus::GaugeVec`, per CPU.
pub type GaugeVec = GenericGaugeVec<PerCpuF64>;

/// Shows the metrics of a [`Registry`] in a registry of `prometheus`: counters, gauges and histograms, with their labels.
///
/// Counters have the names of their samples, with `_total`.
///
/// ```
/// use perseq_metrics::{Description, Histogram, Registry, prometheus::Collected};
///
/// static REGISTRY: Registry = Registry::new();
/// let took = REGISTRY.register(Description::new("took", "Time").unit("seconds"), Histogram::new([0.1, 1.0])?)?;
/// prometheus::default_registry().register(Box::new(Collected::new(&REGISTRY)))?;
/// took.observe(0.5);
/// assert_eq!(prometheus::gather()[0].name(), "took_seconds");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Collected {
    shown: Source,
    /// Nothing of it is shown. By it a registry of `prometheus` tells its collectors apart.
    desc: Desc,
}

impl Collected {
    /// Shows a registry that lives as long as the program.
    #[must_use]
    pub fn new(registry: &'static Registry) -> Self {
        Self::of(Source::Static(registry))
    }

    /// Shows a registry that is shared.
    #[must_use]
    pub fn shared(registry: Arc<Registry>) -> Self {
        Self::of(Source::Shared(registry))
    }

    fn of(shown: Source) -> Self {
        let place = format!("{:p}", shown.get());
        let labels = HashMap::from([("registry".to_owned(), place)]);
        let desc = Desc::new("perseq_metrics".to_owned(), "A registry".to_owned(), vec![], labels);
        Self { shown, desc: desc.unwrap_or_else(|error| unreachable!("both names are valid: {error}")) }
    }
}

impl Collector for Collected {
    fn desc(&self) -> Vec<&Desc> {
        vec![&self.desc]
    }

    fn collect(&self) -> Vec<proto::MetricFamily> {
        let mut families = Vec::new();
        self.shown.get().each(|description, metric| families.push(family(description, metric)));
        families
    }
}

fn family(description: &Description, metric: &dyn Collect) -> proto::MetricFamily {
    let mut family = proto::MetricFamily::default();
    let (total, kind) = match metric.kind() {
        Kind::Counter => ("_total", proto::MetricType::COUNTER),
        Kind::Gauge => ("", proto::MetricType::GAUGE),
        Kind::Histogram => ("", proto::MetricType::HISTOGRAM),
    };
    family.set_name(description.name().to_owned() + total);
    family.set_help(description.help().to_owned());
    family.set_field_type(kind);
    let mut series = Vec::new();
    metric.collect(&mut |labels, value| {
        let mut one = proto::Metric::from_label(labels.iter().map(pair).collect());
        match value {
            Value::Number(n) if metric.kind() == Kind::Counter => {
                let mut counter = proto::Counter::default();
                counter.set_value(float(n));
                one.set_counter(counter);
            }
            Value::Number(n) => {
                let mut gauge = proto::Gauge::default();
                gauge.set_value(float(n));
                one.set_gauge(gauge);
            }
            Value::Buckets(buckets) => one.set_histogram(histogram(&buckets)),
        }
        series.push(one);
    });
    family.set_metric(series);
    family
}

fn pair(label: &Label<'_>) -> proto::LabelPair {
    let mut pair = proto::LabelPair::default();
    pair.set_name(label.name.to_owned());
    pair.set_value(label.text());
    pair
}

fn histogram(buckets: &Buckets<'_>) -> proto::Histogram {
    let mut below = 0_u64;
    let shown = buckets.counts.iter().map(|&(bound, count)| {
        below = below.wrapping_add(count);
        let mut bucket = proto::Bucket::default();
        bucket.set_upper_bound(bound);
        bucket.set_cumulative_count(below);
        bucket
    });
    let mut histogram = proto::Histogram::default();
    histogram.set_bucket(shown.collect());
    histogram.set_sample_count(buckets.count());
    // The format has no histogram without a sum.
    histogram.set_sample_sum(buckets.sum.unwrap_or(f64::NAN));
    histogram
}

#[allow(clippy::cast_precision_loss, reason = "all numbers of the format are `f64`")]
const fn float(number: Number) -> f64 {
    match number {
        Number::Unsigned(n) => n as f64,
        Number::Signed(n) => n as f64,
        Number::Float(n) => n,
    }
}
