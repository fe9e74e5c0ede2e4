//! The provider of meters for programs that count by the API of `opentelemetry`, and observable instruments of a registry.
#![cfg(feature = "opentelemetry")]
#![forbid(unsafe_code)]

mod cut;

use std::{
    sync::{Arc, Mutex},
    thread,
};

use ::opentelemetry::{
    InstrumentationScope, KeyValue,
    metrics::{
        AsyncInstrument, AsyncInstrumentBuilder, Callback, InstrumentProvider, Meter, MeterProvider as _,
        ObservableCounter, ObservableGauge,
    },
};
use perseq::{Counter, SignedCounter};
use perseq_metrics::{
    Description, Family, Format, Histogram, Labels, Registry,
    opentelemetry::{MeterProvider, observe},
};

use cut::{Cut, Half};

fn registry() -> &'static Registry {
    Box::leak(Box::new(Registry::new()))
}

const SHOWN: &str = r#"# TYPE http_requests counter
# HELP http_requests Requests
http_requests_total{path="/",secure="true"} 3
# TYPE used_seconds counter
# UNIT used_seconds seconds
used_seconds_total 0.5
# TYPE open gauge
open -2
# TYPE level gauge
level -0.25
# TYPE limit gauge
limit{kind="files"} 7.0
# TYPE took histogram
took_bucket{le="0.5"} 1
took_bucket{le="1.0"} 1
took_bucket{le="+Inf"} 2
took_sum 3.25
took_count 2
# TYPE sizes histogram
sizes_bucket{le="0.0"} 1
sizes_bucket{le="+Inf"} 2
sizes_sum 4.0
sizes_count 2
# TYPE seen counter
seen_total{shard="0"} 5
# TYPE heat gauge
heat 36.5
# TYPE opentelemetry_refused counter
# HELP opentelemetry_refused Instruments that came to nothing, each time that one was built: of a name that another metric has, with bad boundaries, or of too many names
opentelemetry_refused_total 2
# EOF
"#;

#[test]
fn what_instruments_measure_is_shown() {
    let registry = registry();
    let provider = MeterProvider::new(registry);
    let meter = provider.meter("test");
    let requests = meter.u64_counter("http.requests").with_description("Requests").build();
    let secure = KeyValue::new("secure", true);
    requests.add(1, &[KeyValue::new("path", "/"), secure.clone()]);
    // The same attributes, in another order, and by another meter's instrument.
    let again = provider.meter("again").u64_counter("http.requests").build();
    again.add(2, &[secure, KeyValue::new("path", "/")]);
    meter.f64_counter("used_seconds").with_unit("s").build().add(0.5, &[]);
    meter.i64_up_down_counter("open").build().add(-2, &[]);
    meter.f64_up_down_counter("level").build().add(-0.25, &[]);
    meter.u64_gauge("limit").build().record(7, &[KeyValue::new("kind", "files")]);
    let took = meter.f64_histogram("took").with_boundaries(vec![0.5, 1.0]).build();
    took.record(0.25, &[]);
    took.record(3.0, &[]);
    let sizes = meter.u64_histogram("sizes").with_boundaries(vec![]).build();
    sizes.record(0, &[]);
    sizes.record(4, &[]);
    let observed = |observer: &dyn AsyncInstrument<u64>| {
        observer.observe(4, &[KeyValue::new("shard", 0)]);
        // The last one counts.
        observer.observe(5, &[KeyValue::new("shard", 0)]);
    };
    let _: ObservableCounter<u64> = meter.u64_observable_counter("seen").with_callback(observed).build();
    let heat = |observer: &dyn AsyncInstrument<f64>| observer.observe(36.5, &[]);
    let _: ObservableGauge<f64> = meter.f64_observable_gauge("heat").with_callback(heat).build();
    meter.f64_histogram("bad").with_boundaries(vec![1.0, 1.0]).build().record(1.0, &[]);
    meter.u64_counter("took").build().add(1, &[]);
    assert_eq!(provider.refused(), 2);
    assert_eq!(registry.text(Format::OpenMetrics), SHOWN);
}

#[test]
fn an_observable_instrument_that_is_built_twice_is_one() {
    let registry = registry();
    let provider = MeterProvider::new(registry);
    let observed = |shard: i64, value: u64| {
        move |observer: &dyn AsyncInstrument<u64>| observer.observe(value, &[KeyValue::new("shard", shard)])
    };
    for (meter, shard) in [("one", 0), ("one", 1), ("two", 2)] {
        let meter = provider.meter(meter);
        meter.u64_observable_counter("seen").with_callback(observed(shard, 7)).build();
    }
    // Of the other type of numbers, with a newer value for a label set, and with a callback that builds it once more.
    let meter = provider.meter("two");
    let builder = provider.meter("three");
    let last = move |observer: &dyn AsyncInstrument<f64>| {
        builder.u64_observable_counter("seen").build();
        observer.observe(1.5, &[KeyValue::new("shard", 2)]);
    };
    meter.f64_observable_counter("seen").with_callback(last).build();
    let text = registry.text(Format::Prometheus);
    let mut lines: Vec<_> = text.lines().collect();
    lines.sort_unstable();
    let expected = [
        "# TYPE seen_total counter",
        "seen_total{shard=\"0\"} 7",
        "seen_total{shard=\"1\"} 7",
        "seen_total{shard=\"2\"} 1.5",
    ];
    assert_eq!((lines, provider.refused()), (expected.to_vec(), 0));
    // Another kind of that name is refused, as is one whose name a family has.
    meter.u64_observable_gauge("seen").with_callback(observed(9, 9)).build();
    meter.u64_counter("requests").build().add(1, &[]);
    meter.u64_observable_counter("requests").with_callback(observed(9, 9)).build();
    assert_eq!(provider.refused(), 2);
    assert!(!registry.text(Format::Prometheus).contains('9'));
}

#[test]
fn a_description_of_an_observable_instrument_may_come_later() {
    let registry = registry();
    let meter = MeterProvider::new(registry).meter("test");
    meter.u64_observable_gauge("heat").build();
    meter.u64_observable_gauge("heat").with_description("Heat of the case").build();
    // One that comes to nothing describes nothing.
    meter.u64_counter("heat").with_description("Heat of the moment").build();
    meter.u64_observable_counter("heat").with_description("Heat of the moment").build();
    meter.f64_gauge("cold").with_description("Cold of the night").build().record(1.0, &[]);
    meter.u64_counter("cold").with_description("Cold of the moment").build();
    let text = registry.text(Format::Prometheus);
    assert!(text.contains("# HELP heat Heat of the case\n") && !text.contains("moment"), "{text}");
    assert!(text.contains("# HELP cold Cold of the night\n"), "{text}");
}

#[test]
fn instruments_of_both_kinds_share_the_number_of_names() {
    let registry = registry();
    let provider = MeterProvider::new(registry);
    let meter = provider.meter("test");
    for number in 0..600 {
        meter.u64_observable_gauge(format!("observed_{number}")).build();
        meter.u64_counter(format!("counted_{number}")).build();
    }
    let text = registry.text(Format::Prometheus);
    // One more tells of those that were refused.
    assert_eq!((text.matches("# TYPE ").count(), provider.refused()), (1001, 200));
}

#[test]
fn measurements_of_threads_are_counted_exactly() {
    let registry = registry();
    let provider = MeterProvider::new(registry);
    let counter = provider.meter("test").u64_counter("shared").build();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                (0..10_000_i64)
                    .for_each(|n| counter.add(1, &[KeyValue::new("n", n % 4), KeyValue::new("m", n % 2)]));
            });
        }
    });
    let text = registry.text(Format::Prometheus);
    for n in 0..4 {
        let line = format!("shared_total{{m=\"{}\",n=\"{n}\"}} 10000\n", n % 2);
        assert!(text.contains(&line), "{line}{text}");
    }
}

/// A provider of another sort, as an SDK is: keeps the callbacks of observable instruments.
#[derive(Clone, Default)]
struct Sdk(Arc<Mutex<Vec<Observed>>>);

/// An instrument, as it was described, and what observes it.
type Observed = (String, Callback<f64>);

impl InstrumentProvider for Sdk {
    fn f64_observable_counter(
        &self,
        builder: AsyncInstrumentBuilder<'_, ObservableCounter<f64>, f64>,
    ) -> ObservableCounter<f64> {
        let name = format!("counter {} {:?} {:?}", builder.name, builder.description, builder.unit);
        self.0.lock().unwrap().extend(builder.callbacks.into_iter().map(|callback| (name.clone(), callback)));
        ObservableCounter::new()
    }

    fn f64_observable_gauge(
        &self,
        builder: AsyncInstrumentBuilder<'_, ObservableGauge<f64>, f64>,
    ) -> ObservableGauge<f64> {
        let name = format!("gauge {} {:?} {:?}", builder.name, builder.description, builder.unit);
        self.0.lock().unwrap().extend(builder.callbacks.into_iter().map(|callback| (name.clone(), callback)));
        ObservableGauge::new()
    }
}

impl ::opentelemetry::metrics::MeterProvider for Sdk {
    fn meter_with_scope(&self, _: InstrumentationScope) -> Meter {
        Meter::new(Arc::new(self.clone()))
    }
}

impl Sdk {
    /// What an export would have.
    fn collected(&self) -> Vec<String> {
        struct Seen(Mutex<Vec<String>>);
        impl AsyncInstrument<f64> for Seen {
            fn observe(&self, measurement: f64, attributes: &[KeyValue]) {
                let labels: Vec<_> =
                    attributes.iter().map(|pair| format!("{}={}", pair.key, pair.value)).collect();
                self.0.lock().unwrap().push(format!("{labels:?} {measurement}"));
            }
        }
        let callbacks = self.0.lock().unwrap();
        let one = |(name, callback): &Observed| {
            let seen = Seen(Mutex::default());
            callback(&seen);
            format!("{name}: {}", seen.0.into_inner().unwrap().join(", "))
        };
        callbacks.iter().map(one).collect()
    }
}

#[test]
fn a_registry_is_observed_by_any_provider() {
    let registry = registry();
    registry.register(Description::new("sent", "Traffic").unit("bytes"), Counter::new()).unwrap().add(1500);
    registry.register(Description::new("open", ""), SignedCounter::new()).unwrap().sub(2);
    let family = Family::<Labels, Counter>::default();
    let requests = registry.register(Description::new("requests", ""), family).unwrap();
    requests.of(&Labels::new([("path", "/")])).inc();
    registry.register(Description::new("took", ""), Histogram::new([1.0]).unwrap()).unwrap().observe(1.0);
    let sdk = Sdk::default();
    observe(registry, &sdk.meter("test"));
    let expected = [
        "counter sent_bytes Some(\"Traffic\") Some(\"bytes\"): [] 1500",
        "gauge open Some(\"\") Some(\"\"): [] -2",
        "counter requests Some(\"\") Some(\"\"): [\"path=/\"] 1",
    ];
    assert_eq!(sdk.collected(), expected);
    // Series come, and metrics go.
    requests.of(&Labels::new([("path", "/new")])).add(2);
    assert!(sdk.collected()[2].contains("[\"path=/new\"] 2"), "{:?}", sdk.collected());
    assert!(registry.remove("open"));
    assert_eq!(sdk.collected()[1], "gauge open Some(\"\") Some(\"\"): ");
}

#[test]
fn a_label_that_cannot_be_formatted_is_observed_as_far_as_it_can() {
    let registry = registry();
    let family = Family::<Cut, Counter>::default();
    registry.register(Description::new("cuts", ""), family).unwrap().of(&Cut { cut: Half }).inc();
    let sdk = Sdk::default();
    observe(registry, &sdk.meter("test"));
    assert!(sdk.collected()[0].ends_with(": [\"cut=half\"] 1"), "{:?}", sdk.collected());
}
