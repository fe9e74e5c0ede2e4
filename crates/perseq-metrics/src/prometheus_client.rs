//! For programs that count by the crate `prometheus-client` (0.26): metrics that are counted per CPU, and a registry as a collector.
//!
//! ```
//! use perseq::Counter;
//! use perseq_metrics::{Histogram, prometheus_client::PerCpu};
//! use prometheus_client::{encoding::text::encode, metrics::family::Family, registry::Registry};
//!
//! let mut registry = Registry::default();
//! let requests = Family::<Vec<(&str, &str)>, PerCpu<Counter>>::default();
//! registry.register("requests", "Requests", requests.clone());
//! let took = PerCpu::new(Histogram::new([0.1, 1.0])?);
//! registry.register("took_seconds", "Time", took.clone());
//!
//! requests.get_or_create(&vec![("path", "/")]).inc();
//! took.observe(0.5);
//! let mut text = String::new();
//! encode(&mut text, &registry)?;
//! assert!(text.contains("requests_total{path=\"/\"} 1\n") && text.contains("took_seconds_sum 0.5\n"), "{text}");
//! # Ok::<(), Box<dyn core::error::Error>>(())
//! ```

use core::{fmt, ops::Deref};
use std::{string::String, sync::Arc, vec::Vec};

use prometheus_client::{
    collector::Collector,
    encoding::{DescriptorEncoder, EncodeMetric, MetricEncoder, NoLabelSet},
    metrics::{MetricType, TypedMetric, exemplar::Exemplar},
    registry::Unit,
};

use crate::{
    Collect, Description, Kind, Label, Metric, Number, Registry, Value, name::without_unit, registry::Source,
};

/// One of our metrics as one of `prometheus-client`: `perseq`'s counters, [`Gauge`](crate::Gauge), [`Histogram`](crate::Histogram)…
///
/// A clone is the same metric. It is registered alone or in a `Family` of that crate, whose `get_or_create` takes a lock; what it gives is to be
/// kept as a clone.
pub struct PerCpu<M>(Arc<M>);

impl<M: Metric> PerCpu<M> {
    /// Shares `metric`.
    #[must_use]
    pub fn new(metric: M) -> Self {
        Self(Arc::new(metric))
    }
}

impl<M: Metric + Default> Default for PerCpu<M> {
    fn default() -> Self {
        Self::new(M::default())
    }
}

impl<M> Clone for PerCpu<M> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<M> Deref for PerCpu<M> {
    type Target = M;

    #[inline]
    fn deref(&self) -> &M {
        &self.0
    }
}

impl<M: fmt::Debug> fmt::Debug for PerCpu<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<M: Metric> TypedMetric for PerCpu<M> {
    const TYPE: MetricType = type_of(M::KIND);
}

impl<M: Metric> EncodeMetric for PerCpu<M> {
    fn encode(&self, mut encoder: MetricEncoder<'_>) -> fmt::Result {
        let mut result = Ok(());
        self.0.read(&mut |value| result = encode(&mut encoder, M::KIND, value));
        result
    }

    fn metric_type(&self) -> MetricType {
        Self::TYPE
    }
}

/// Shows the metrics of a [`Registry`] in a registry of `prometheus-client`, with their labels and units.
///
/// ```
/// use perseq::Counter;
/// use perseq_metrics::{Description, Registry, prometheus_client::Collected};
///
/// static REGISTRY: Registry = Registry::new();
/// static SENT: Counter = Counter::new();
/// REGISTRY.add(Description::new("sent", "Traffic").unit("bytes"), &SENT)?;
/// let mut registry = prometheus_client::registry::Registry::default();
/// registry.register_collector(Box::new(Collected::new(&REGISTRY)));
/// SENT.add(1500);
/// let mut text = String::new();
/// prometheus_client::encoding::text::encode(&mut text, &registry)?;
/// assert!(text.contains("# UNIT sent_bytes bytes\nsent_bytes_total 1500\n"), "{text}");
/// # Ok::<(), Box<dyn core::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Collected(Source);

impl Collected {
    /// Shows a registry that lives as long as the program.
    #[must_use]
    pub const fn new(registry: &'static Registry) -> Self {
        Self(Source::Static(registry))
    }

    /// Shows a registry that is shared.
    #[must_use]
    pub const fn shared(registry: Arc<Registry>) -> Self {
        Self(Source::Shared(registry))
    }
}

impl Collector for Collected {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> fmt::Result {
        let mut result = Ok(());
        self.0.get().each(|description, metric| {
            if result.is_ok() {
                result = family(&mut encoder, description, metric);
            }
        });
        result
    }
}

fn family(
    encoder: &mut DescriptorEncoder<'_>,
    description: &Description,
    metric: &dyn Collect,
) -> fmt::Result {
    // The encoder appends the unit, and a period to the help.
    let unit = description.unit_name();
    let name = description.name();
    let name = without_unit(name, unit).unwrap_or(name);
    let unit = (!unit.is_empty()).then(|| Unit::Other(unit.into()));
    let kind = metric.kind();
    let mut encoder = encoder.encode_descriptor(name, description.help(), unit.as_ref(), type_of(kind))?;
    let mut result = Ok(());
    metric.collect(&mut |labels, value| {
        if result.is_ok() {
            result = series(&mut encoder, kind, labels, value);
        }
    });
    result
}

fn series(
    encoder: &mut MetricEncoder<'_>,
    kind: Kind,
    labels: &[Label<'_>],
    value: Value<'_>,
) -> fmt::Result {
    if labels.is_empty() {
        return encode(encoder, kind, value);
    }
    let labels: Vec<(&str, String)> = labels.iter().map(|label| (label.name, label.text())).collect();
    encode(&mut encoder.encode_family(&labels)?, kind, value)
}

fn encode(encoder: &mut MetricEncoder<'_>, kind: Kind, value: Value<'_>) -> fmt::Result {
    const NONE: Option<&Exemplar<NoLabelSet, f64>> = None;
    #[allow(clippy::cast_precision_loss, reason = "a counter that was registered as one is not signed")]
    match (kind, value) {
        (Kind::Counter, Value::Number(Number::Unsigned(n))) => encoder.encode_counter(&n, NONE),
        (Kind::Counter, Value::Number(Number::Float(n))) => encoder.encode_counter(&n, NONE),
        (Kind::Counter, Value::Number(Number::Signed(n))) => encoder.encode_counter(&(n as f64), NONE),
        (_, Value::Number(Number::Unsigned(n))) => encoder.encode_gauge(&n),
        (_, Value::Number(Number::Signed(n))) => encoder.encode_gauge(&n),
        (_, Value::Number(Number::Float(n))) => encoder.encode_gauge(&n),
        (_, Value::Buckets(buckets)) => {
            let above = (f64::INFINITY, buckets.above);
            let counts: Vec<_> = buckets.counts.iter().copied().chain([above]).collect();
            // The encoder has no histogram without a sum.
            let sum = buckets.sum.unwrap_or(f64::NAN);
            encoder.encode_histogram::<NoLabelSet>(sum, buckets.count(), &counts, None)
        }
    }
}

const fn type_of(kind: Kind) -> MetricType {
    match kind {
        Kind::Counter => MetricType::Counter,
        Kind::Gauge => MetricType::Gauge,
        Kind::Histogram => MetricType::Histogram,
    }
}
