//! The crate `prometheus-client` with metrics that are counted per CPU, and with a registry of ours as a collector.
#![cfg(feature = "prometheus-client")]
#![forbid(unsafe_code)]

mod cut;

use core::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::{sync::Arc, thread};

use ::prometheus_client::{
    encoding::text,
    metrics::family::{Family, MetricConstructor},
    registry::Registry,
};
use perseq::{Counter, CounterF64, SignedCounter};
use perseq_metrics::{
    Description, Gauge, Histogram, Labels,
    prometheus_client::{Collected, PerCpu},
};

use cut::{Cut, Half};

fn text(registry: &Registry) -> String {
    let mut text = String::new();
    text::encode(&mut text, registry).unwrap();
    text
}

/// Makes the histograms of a family.
#[derive(Clone)]
struct Buckets;

impl MetricConstructor<PerCpu<Histogram>> for Buckets {
    fn new_metric(&self) -> PerCpu<Histogram> {
        PerCpu::new(Histogram::new([0.5, 1.0]).unwrap())
    }
}

#[test]
fn metrics_per_cpu_count_exactly_in_registries_and_families_of_the_crate() {
    const ROUNDS: u64 = 20_000;
    let mut registry = Registry::default();
    let sent = PerCpu::<Counter>::default();
    let open = PerCpu::<SignedCounter>::default();
    let used = PerCpu::<CounterF64>::default();
    let level = PerCpu::<Gauge>::default();
    let requests = Family::<Vec<(&str, &str)>, PerCpu<Counter>>::default();
    let took = Family::<Vec<(&str, &str)>, PerCpu<Histogram>, _>::new_with_constructor(Buckets);
    registry.register("sent", "Bytes", sent.clone());
    registry.register("open", "Connections", open.clone());
    registry.register("used", "Seconds", used.clone());
    registry.register("level", "Level", level.clone());
    registry.register("requests", "Requests", requests.clone());
    registry.register("took", "Time", took.clone());
    level.set(-0.5);
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let counting = || {
            let kept = requests.get_or_create_owned(&vec![("path", "/kept")]);
            for n in 0..ROUNDS {
                sent.inc();
                open.add(3);
                open.sub(2);
                used.add(0.25);
                kept.inc();
                requests.get_or_create(&vec![("path", ["/a", "/b"][n as usize % 2])]).inc();
                took.get_or_create(&vec![("path", "/")]).observe([0.25, 0.75, 2.0, 1.0][n as usize % 4]);
            }
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(counting)).collect();
        let scraping = scope.spawn(|| {
            while !stop.load(Relaxed) {
                assert!(text(&registry).ends_with("# EOF\n"));
            }
        });
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        stop.store(true, Relaxed);
        scraping.join().unwrap();
    });
    let text = text(&registry);
    let all = 4 * ROUNDS;
    let half = all / 2;
    let quarter = all / 4;
    for line in [
        "# TYPE sent counter\n".into(),
        format!("sent_total {all}\n"),
        "# TYPE open gauge\n".into(),
        format!("open {all}\n"),
        format!("used_total {:?}\n", all as f64 / 4.0),
        "level -0.5\n".into(),
        format!("requests_total{{path=\"/kept\"}} {all}\n"),
        format!("requests_total{{path=\"/a\"}} {half}\n"),
        "# TYPE took histogram\n".into(),
        format!("took_sum{{path=\"/\"}} {:?}\n", all as f64),
        format!("took_count{{path=\"/\"}} {all}\n"),
        format!("took_bucket{{le=\"0.5\",path=\"/\"}} {quarter}\n"),
        format!("took_bucket{{le=\"1.0\",path=\"/\"}} {}\n", 3 * quarter),
        format!("took_bucket{{le=\"+Inf\",path=\"/\"}} {all}\n"),
    ] {
        assert!(text.contains(&line), "{line}{text}");
    }
}

#[test]
fn a_registry_of_ours_is_shown_by_one_of_the_crate() {
    let ours = Arc::new(perseq_metrics::Registry::new());
    let plain = |name| Description::new(name, "Help");
    ours.register(plain("started"), Counter::new()).unwrap().add(3);
    ours.register(plain("used").unit("seconds"), CounterF64::new()).unwrap().add(0.5);
    ours.register(plain("open"), SignedCounter::new()).unwrap().sub(2);
    let family = perseq_metrics::Family::<Labels, Counter>::default();
    let family = ours.register(plain("requests"), family).unwrap();
    family.of(&Labels::new([("path", "/\""), ("method", "GET")])).inc();
    let took = ours.register(plain("took").unit("seconds"), Histogram::new([0.5, 1.0]).unwrap()).unwrap();
    [0.25, 0.75, 3.0].into_iter().for_each(|value| took.observe(value));
    let mut theirs = Registry::with_prefix("app");
    theirs.register_collector(Box::new(Collected::shared(ours)));
    let shown = "# HELP app_started Help
# TYPE app_started counter
app_started_total 3
# HELP app_used_seconds Help
# TYPE app_used_seconds counter
# UNIT app_used_seconds seconds
app_used_seconds_total 0.5
# HELP app_open Help
# TYPE app_open gauge
app_open -2
# HELP app_requests Help
# TYPE app_requests counter
app_requests_total{method=\"GET\",path=\"/\\\"\"} 1
# HELP app_took_seconds Help
# TYPE app_took_seconds histogram
# UNIT app_took_seconds seconds
app_took_seconds_sum 4.0
app_took_seconds_count 3
app_took_seconds_bucket{le=\"0.5\"} 1
app_took_seconds_bucket{le=\"1.0\"} 2
app_took_seconds_bucket{le=\"+Inf\"} 3
# EOF
";
    assert_eq!(text(&theirs), shown);
}

#[test]
fn a_label_that_cannot_be_formatted_is_shown_as_far_as_it_can() {
    let ours = Arc::new(perseq_metrics::Registry::new());
    let family = perseq_metrics::Family::<Cut, Counter>::default();
    ours.register(Description::new("cuts", ""), family).unwrap().of(&Cut { cut: Half }).inc();
    let mut theirs = Registry::default();
    theirs.register_collector(Box::new(Collected::shared(ours)));
    assert!(text(&theirs).contains("\ncuts_total{cut=\"half\"} 1\n"), "{}", text(&theirs));
}

#[test]
fn a_name_without_a_unit_is_shown_as_it_is() {
    let ours = Arc::new(perseq_metrics::Registry::new());
    ours.register(Description::new("used_", "Help"), Gauge::new()).unwrap().set(1.5);
    let mut theirs = Registry::default();
    theirs.register_collector(Box::new(Collected::shared(ours)));
    assert_eq!(text(&theirs), "# HELP used_ Help\n# TYPE used_ gauge\nused_ 1.5\n# EOF\n");
}
