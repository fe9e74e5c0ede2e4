//! The recorder of the crate `metrics`: what its macros and handles count, and what a scrape shows of it.
#![cfg(feature = "metrics")]
#![forbid(unsafe_code)]

use core::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::{collections::BTreeMap, thread};

use ::metrics::{
    Unit, counter, describe_counter, describe_gauge, describe_histogram, gauge, histogram,
    with_local_recorder,
};
use perseq_metrics::{Family, Format, Labels, Number, Registry, Value, metrics::Recorder};

/// A recorder of its own: those of other tests run at the same time.
fn recorder() -> (Recorder, &'static Registry) {
    let registry: &'static Registry = Box::leak(Box::new(Registry::new()));
    (Recorder::new(registry), registry)
}

/// The sample of that name and those labels.
fn sample(text: &str, name: &str) -> Option<f64> {
    text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.parse().ok())
}

const SHOWN: &str = r#"# TYPE requests counter
# HELP requests Requests
requests_total{http_method="GET",path="/a\"b"} 5
# TYPE sent_bytes counter
# UNIT sent_bytes bytes
# HELP sent_bytes Bytes that were sent
sent_bytes_total 7
# TYPE open_count gauge
# HELP open_count Connections
open_count -1.5
# TYPE took histogram
took_bucket{le="0.5"} 1
took_bucket{le="1.0"} 4
took_bucket{le="+Inf"} 5
took_sum 5.5
took_count 5
# EOF
"#;

#[test]
fn what_macros_count_is_shown_under_names_of_the_formats() {
    let (recorder, registry) = recorder();
    let recorder = recorder.bounds("took", &[0.5, 1.0]).unwrap();
    with_local_recorder(&recorder, || {
        describe_counter!("requests_total", "Requests");
        let path = String::from("/a\"b");
        counter!("requests_total", "path" => path.clone(), "http.method" => "GET").increment(2);
        counter!("requests_total", "http.method" => "GET", "path" => path).increment(3);
        counter!("sent.bytes").increment(3);
        counter!("sent.bytes").absolute(7);
        counter!("sent.bytes").absolute(6);
        // After it was used.
        describe_counter!("sent.bytes", Unit::Bytes, "Bytes that were sent");
        describe_gauge!("open_count", Unit::Seconds, "Connections");
        let open = gauge!("open_count");
        open.set(10.0);
        open.increment(0.5);
        open.decrement(12.0);
        describe_histogram!("took", "");
        let took = histogram!("took");
        took.record(0.25);
        took.record_many(0.75, 3);
        took.record(3.0);
        took.record_many(1e9, 0);
    });
    assert_eq!(registry.text(Format::OpenMetrics), SHOWN);
    assert_eq!(recorder.refused(), 0);
}

#[test]
fn a_name_that_another_metric_has_is_refused_counted_and_shown() {
    let (recorder, registry) = recorder();
    with_local_recorder(&recorder, || {
        histogram!("size").record(1.0);
        gauge!("size").set(1.0);
        gauge!("size.count").set(1.0);
        counter!("size_bucket_total").increment(1);
        counter!("sizes_total").increment(1);
        // One metric that is refused counts each time that it is used.
        (0..2).for_each(|_| gauge!("size").set(1.0));
    });
    assert_eq!(recorder.refused(), 5);
    let text = registry.text(Format::OpenMetrics);
    assert_eq!(sample(&text, "sizes_total"), Some(1.0), "{text}");
    assert_eq!(sample(&text, "metrics_refused_total"), Some(5.0), "{text}");
    assert!(text.contains(
        "# HELP metrics_refused Handles that came to nothing, of which each use of a macro asks for one"
    ));
    assert_eq!(text.matches("# TYPE ").count(), 3, "{text}");
}

/// Threads that count by macros and by handles, beside scrapes and the removal of what is unused.
#[test]
fn no_count_is_lost_beside_scrapes_and_expiry() {
    const ROUNDS: u64 = 2_000;
    const THREADS: u64 = 4;
    let (recorder, registry) = recorder();
    let running = AtomicU64::new(THREADS);
    let mut gone = Sums::default();
    let mut rounds = 0;
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                with_local_recorder(&recorder, || {
                    let kept = counter!("kept");
                    for n in 0..ROUNDS {
                        kept.increment(1);
                        counter!("looked_up", "n" => (n % 64).to_string()).increment(1);
                        histogram!("values", "n" => (n % 64).to_string()).record((n % 8) as f64);
                    }
                });
                running.fetch_sub(1, Relaxed);
            });
        }
        while running.load(Relaxed) > 0 || rounds < 2 {
            recorder.expire(|name, _, value| gone.add(name, value)).unwrap();
            assert!(!registry.text(Format::Prometheus).contains("refused"));
            rounds += 1;
        }
    });
    // The first call sees what was used since the last one.
    recorder.expire(|name, _, value| gone.add(name, value)).unwrap();
    recorder.expire(|name, _, value| gone.add(name, value)).unwrap();
    let all = THREADS * ROUNDS;
    assert_eq!(
        gone,
        Sums([("kept", all), ("looked_up", all), ("values", all)].map(|(n, s)| (n.into(), s)).into())
    );
    let text = registry.text(Format::Prometheus);
    assert!(text.lines().all(|line| line.starts_with('#')), "{text}");
    // A series that is asked for again starts again.
    with_local_recorder(&recorder, || counter!("kept").increment(1));
    assert_eq!(sample(&registry.text(Format::Prometheus), "kept_total"), Some(1.0));
}

/// What the series of each name have counted.
#[derive(Debug, Default, PartialEq)]
struct Sums(BTreeMap<String, u64>);

impl Sums {
    fn add(&mut self, name: &str, value: Value<'_>) {
        let counted = match value {
            Value::Number(Number::Unsigned(n)) => n,
            Value::Buckets(buckets) => buckets.count(),
            Value::Number(other) => panic!("{name}: {other:?}"),
        };
        *self.0.entry(name.into()).or_default() += counted;
    }
}

#[test]
fn labels_without_end_are_counted_in_one_series() {
    let (recorder, registry) = recorder();
    let most = Family::<Labels, perseq::Counter>::LIMIT;
    with_local_recorder(&recorder, || {
        for n in 0..most + 500 {
            counter!("stormy", "n" => n.to_string()).increment(1);
        }
    });
    let text = registry.text(Format::Prometheus);
    let samples: Vec<_> = text.lines().filter(|line| line.starts_with("stormy_total{")).collect();
    assert_eq!(samples.len(), most + 1);
    assert_eq!(sample(&text, "stormy_total{overflow=\"true\"}"), Some(500.0));
}

#[test]
fn a_counter_that_is_raised_by_threads_is_never_above_the_highest_and_its_increments() {
    let (recorder, registry) = recorder();
    thread::scope(|scope| {
        for thread in 0..4_u64 {
            let recorder = &recorder;
            scope.spawn(move || {
                with_local_recorder(recorder, || {
                    let raised = counter!("raised");
                    (0..2_000).for_each(|n| raised.absolute(1_000_000 + n * 4 + thread));
                });
            });
        }
    });
    let text = registry.text(Format::Prometheus);
    assert_eq!(sample(&text, "raised_total"), Some(1_000_000.0 + 1_999.0 * 4.0 + 3.0));
    with_local_recorder(&recorder, || counter!("raised").increment(5));
    let text = registry.text(Format::Prometheus);
    assert_eq!(sample(&text, "raised_total"), Some(1_000_000.0 + 1_999.0 * 4.0 + 8.0));
}
