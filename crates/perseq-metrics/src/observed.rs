//! Observable instruments of `opentelemetry`, in both directions.

use std::{
    borrow::ToOwned,
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    vec::Vec,
};

use opentelemetry::{
    KeyValue,
    metrics::{AsyncInstrument, Callback, Meter},
};

use crate::{
    Collect, Kind, Label, Labels, Number, Registry, Value, opentelemetry::labels, registry::with_labels,
};

/// An observable instrument of our own provider, whose callbacks a scrape calls.
pub(crate) struct Observed {
    kind: Kind,
    callbacks: Mutex<Vec<Arc<Observe>>>,
}

/// A callback for numbers of any type.
type Observe = dyn Fn(&Seen) + Send + Sync;

impl Observed {
    /// Most callbacks: a program that builds an instrument again and again adds some each time.
    const CALLBACKS: usize = 1_000;

    pub(crate) const fn new(kind: Kind) -> Self {
        Self { kind, callbacks: Mutex::new(Vec::new()) }
    }

    /// Adds the callbacks of one more instrument of this name; returns whether they are of this kind and there is room for them.
    pub(crate) fn add<T: Observation>(&self, kind: Kind, more: Vec<Callback<T>>) -> bool {
        let mut callbacks = self.callbacks.lock().unwrap_or_else(PoisonError::into_inner);
        if kind != self.kind || callbacks.len() + more.len() > Self::CALLBACKS {
            return false;
        }
        callbacks.extend(more.into_iter().map(|callback| {
            let callback: Arc<Observe> = Arc::new(move |seen| callback(seen));
            callback
        }));
        true
    }
}

/// A number that callbacks observe.
pub(crate) trait Observation: Copy + Send + Sync + 'static {
    fn number(self) -> Number;
}

impl Observation for u64 {
    fn number(self) -> Number {
        Number::Unsigned(self)
    }
}

impl Observation for i64 {
    fn number(self) -> Number {
        Number::Signed(self)
    }
}

impl Observation for f64 {
    fn number(self) -> Number {
        Number::Float(self)
    }
}

/// The observations of one call of the callbacks. The last one of each label set counts.
struct Seen(Mutex<HashMap<Labels, Number>>);

impl<T: Observation> AsyncInstrument<T> for Seen {
    fn observe(&self, measurement: T, attributes: &[KeyValue]) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        seen.insert(labels(attributes), measurement.number());
    }
}

impl Collect for Observed {
    fn kind(&self) -> Kind {
        self.kind
    }

    fn labels(&self) -> &'static [&'static str] {
        &[]
    }

    fn collect(&self, show: &mut dyn FnMut(&[Label<'_>], Value<'_>)) {
        let seen = Seen(Mutex::new(HashMap::new()));
        // Not under the lock: a callback may build an instrument.
        let callbacks = self.callbacks.lock().unwrap_or_else(PoisonError::into_inner).clone();
        callbacks.iter().for_each(|callback| callback(&seen));
        for (labels, number) in seen.0.into_inner().unwrap_or_else(PoisonError::into_inner) {
            with_labels(&labels, |labels| show(labels, Value::Number(number)));
        }
    }
}

/// Shows the counters and gauges that `registry` has now by observable instruments of `meter`, of any provider: an SDK's readers and exporters
/// then have them. A metric that is removed from the registry is no longer observed.
///
/// Numbers are `f64` there, exact up to 2⁵³. Histograms are left out, because `opentelemetry` has no observable one.
///
/// ```
/// use perseq::Counter;
/// use perseq_metrics::{Description, Registry, opentelemetry::observe};
///
/// static REGISTRY: Registry = Registry::new();
/// static SENT: Counter = Counter::new();
/// REGISTRY.add(Description::new("sent", "Traffic").unit("bytes"), &SENT)?;
/// observe(&REGISTRY, &opentelemetry::global::meter("server"));
/// # Ok::<(), perseq_metrics::Error>(())
/// ```
pub fn observe(registry: &'static Registry, meter: &Meter) {
    registry.each(|description, metric| {
        let name = description.name().to_owned();
        let (help, unit) = (description.help().to_owned(), description.unit_name().to_owned());
        let looked_for = name.clone();
        let callback = move |observer: &dyn AsyncInstrument<f64>| {
            registry.each(|description, metric| {
                if description.name() == looked_for {
                    metric.collect(&mut |labels, value| observe_one(observer, labels, value));
                }
            });
        };
        match metric.kind() {
            Kind::Counter => {
                let builder = meter.f64_observable_counter(name).with_description(help);
                builder.with_unit(unit).with_callback(callback).build();
            }
            Kind::Gauge => {
                let builder = meter.f64_observable_gauge(name).with_description(help);
                builder.with_unit(unit).with_callback(callback).build();
            }
            Kind::Histogram => {}
        }
    });
}

fn observe_one(observer: &dyn AsyncInstrument<f64>, labels: &[Label<'_>], value: Value<'_>) {
    #[allow(clippy::cast_precision_loss, reason = "documented")]
    let number = match value {
        Value::Number(Number::Unsigned(n)) => n as f64,
        Value::Number(Number::Signed(n)) => n as f64,
        Value::Number(Number::Float(n)) => n,
        Value::Buckets(_) => return,
    };
    let attributes: Vec<_> =
        labels.iter().map(|label| KeyValue::new(label.name.to_owned(), label.text())).collect();
    observer.observe(number, &attributes);
}
