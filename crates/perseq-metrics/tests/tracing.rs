//! The layer that takes fields of events for metrics.
#![cfg(feature = "tracing")]
#![forbid(unsafe_code)]

use std::thread;

use ::tracing::{Level, event, info, subscriber::with_default};
use perseq_metrics::{Format, Registry, tracing::MetricsLayer};
use tracing_subscriber::layer::SubscriberExt;

fn registry() -> &'static Registry {
    Box::leak(Box::new(Registry::new()))
}

const SHOWN: &str = r#"# TYPE requests counter
requests_total{http_method="GET",status="200"} 3
# TYPE paid_euros counter
paid_euros_total 1.5
# TYPE open gauge
open{kind="\"tcp\"",secure="true"} -2
# TYPE level gauge
level -0.25
# TYPE took_seconds histogram
took_seconds_bucket{le="0.5"} 1
took_seconds_bucket{le="1.0"} 2
took_seconds_bucket{le="+Inf"} 3
took_seconds_sum 8.0
took_seconds_count 3
# TYPE tracing_refused counter
# HELP tracing_refused Measurements that came to nothing, each of them: by a name that another metric has, with another kind of number, negative where it may not be, or of too many names
tracing_refused_total 3
# EOF
"#;

#[test]
fn fields_of_events_are_counted_and_the_others_are_labels() {
    let registry = registry();
    let layer = MetricsLayer::new(registry).bounds("took_seconds", &[0.5, 1.0]).unwrap();
    let subscriber = tracing_subscriber::registry().with(layer);
    with_default(subscriber, || {
        let path = "/";
        info!(monotonic_counter.requests = 1, http.method = "GET", status = 200_u16, "answered {path}");
        event!(Level::DEBUG, monotonic_counter.requests = 2_u64, status = 200, http.method = "GET");
        info!(monotonic_counter.paid_euros = 1.5);
        info!(counter.open = 1, kind = ?"tcp", secure = true);
        info!(counter.open = -3, kind = ?"tcp", secure = true);
        info!(counter.level = -0.25, histogram.took_seconds = 0.25);
        info!(histogram.took_seconds = 0.75);
        info!(histogram.took_seconds = 7);
        // Not by a monotonic counter, and not in one of whole numbers, and not under the name of a histogram.
        info!(monotonic_counter.requests = -1);
        info!(monotonic_counter.requests = 0.5);
        info!(counter.took_seconds = 1);
        info!(counters.other = 1, "not a metric");
    });
    assert_eq!(registry.text(Format::OpenMetrics), SHOWN);
}

#[test]
fn events_of_threads_are_counted_exactly() {
    let registry = registry();
    let subscriber = std::sync::Arc::new(tracing_subscriber::registry().with(MetricsLayer::new(registry)));
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                with_default(std::sync::Arc::clone(&subscriber), || {
                    (0..5_000_u64)
                        .for_each(|n| info!(monotonic_counter.seen = 1, histogram.size = n, shard = n % 2));
                });
            });
        }
    });
    let text = registry.text(Format::Prometheus);
    for line in [
        "seen_total{shard=\"0\"} 10000\n",
        "seen_total{shard=\"1\"} 10000\n",
        "size_count{shard=\"1\"} 10000\n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
}
