//! The crate `prometheus` with numbers that are counted per CPU, and with a registry of ours as a collector.
#![cfg(feature = "prometheus")]
#![forbid(unsafe_code)]

mod cut;

use core::sync::atomic::{AtomicBool, AtomicI64, Ordering::Relaxed};
use std::{sync::Arc, thread};

use ::prometheus::{
    Opts, Registry, TextEncoder,
    core::{Atomic, Collector},
};
use perseq::{Counter, CounterF64, SignedCounter};
use perseq_metrics::{
    Description, Family, Histogram, Labels,
    prometheus::{self, Collected, IntCounter, IntCounterVec, IntGauge, PerCpuF64, PerCpuI64, PerCpuU64},
};

use cut::{Cut, Half};

fn text(registry: &Registry) -> String {
    TextEncoder::new().encode_to_string(&registry.gather()).unwrap()
}

#[test]
fn numbers_per_cpu_count_as_those_of_the_crate() {
    /// What a program does to a number.
    fn used<A: Atomic<T: From<u8>>>() -> Vec<A::T> {
        let number = A::new(7.into());
        let mut seen = vec![number.get()];
        number.inc_by(5.into());
        seen.push(number.get());
        number.dec_by(2.into());
        seen.push(number.get());
        number.set(3.into());
        seen.push(number.get());
        number.inc_by(4.into());
        seen.push(number.get());
        number.set(0.into());
        seen.push(number.get());
        seen
    }
    assert_eq!(used::<PerCpuU64>(), used::<::prometheus::core::AtomicU64>());
    assert_eq!(used::<PerCpuI64>(), [7, 12, 10, 3, 7, 0]);
    assert_eq!(used::<PerCpuF64>(), used::<::prometheus::core::AtomicF64>());
    // What is set is what is read, whatever the sum was.
    let number = PerCpuF64::new(0.0);
    number.inc_by(1e17);
    number.set(0.1);
    assert_eq!(number.get(), 0.1);
    number.inc_by(f64::INFINITY);
    assert_eq!(number.get(), f64::INFINITY);
    number.set(0.1);
    assert_eq!(number.get(), 0.1);
    let number = PerCpuI64::new(i64::MIN);
    number.dec_by(1);
    assert_eq!(number.get(), i64::MAX);
}

#[test]
fn counters_of_threads_beside_scrapes_and_vectors_are_exact() {
    const ROUNDS: u64 = 50_000;
    let registry = Registry::new();
    let sent = IntCounter::new("sent", "Bytes").unwrap();
    let open = IntGauge::new("open", "Connections").unwrap();
    let seconds = prometheus::Counter::new("seconds", "Time").unwrap();
    let requests = IntCounterVec::new(Opts::new("requests", "Requests"), &["path"]).unwrap();
    let collectors: [Box<dyn Collector>; 4] = [
        Box::new(sent.clone()),
        Box::new(open.clone()),
        Box::new(seconds.clone()),
        Box::new(requests.clone()),
    ];
    collectors.into_iter().for_each(|collector| registry.register(collector).unwrap());
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        let counting = || {
            let kept = requests.with_label_values(&["/kept"]);
            for n in 0..ROUNDS {
                sent.inc();
                open.add(2);
                open.dec();
                seconds.inc_by(0.5);
                kept.inc();
                requests.with_label_values(&[["/a", "/b"][n as usize % 2]]).inc();
            }
        };
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(counting)).collect();
        let scraping = scope.spawn(|| {
            let mut last = 0;
            while !stop.load(Relaxed) {
                let now = sent.get();
                assert!(now >= last && text(&registry).contains("\nsent "), "{last}, then {now}");
                last = now;
            }
        });
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        stop.store(true, Relaxed);
        scraping.join().unwrap();
    });
    let text = text(&registry);
    let all = 4 * ROUNDS;
    for line in [
        format!("sent {all}\n"),
        format!("open {all}\n"),
        format!("seconds {}\n", all / 2),
        format!("requests{{path=\"/kept\"}} {all}\n"),
        format!("requests{{path=\"/a\"}} {}\n", all / 2),
    ] {
        assert!(text.contains(&line), "{line}{text}");
    }
}

/// Threads that add beside one that sets: each value that is read is between what was set last and that with all additions.
#[test]
fn a_value_that_is_set_beside_additions_has_each_or_comes_after_it() {
    const SETS: i64 = 2_000;
    let number = PerCpuI64::new(0);
    let (stop, added) = (AtomicBool::new(false), AtomicI64::new(0));
    thread::scope(|scope| {
        let adding = scope.spawn(|| {
            while !stop.load(Relaxed) {
                number.inc_by(1);
                added.fetch_add(1, Relaxed);
            }
        });
        let mut sets = 0;
        // As many as were asked for, and on until there was an addition beside them, however late that thread begins.
        while sets < SETS || added.load(Relaxed) == 0 {
            sets += 1;
            // Far apart, so that an addition to another value would be seen.
            let value = sets << 40;
            number.set(value);
            let seen = number.get();
            assert!((value..value + (1 << 39)).contains(&seen), "{value:#x}, then {seen:#x}");
            assert!(sets < 1 << 22, "no addition beside so many values");
        }
        let before = number.get();
        stop.store(true, Relaxed);
        adding.join().unwrap();
        assert!((before..=(sets << 40) + added.load(Relaxed)).contains(&number.get()));
    });
}

#[test]
fn a_registry_of_ours_is_shown_by_one_of_the_crate() {
    let ours = Arc::new(perseq_metrics::Registry::new());
    let plain = |name| Description::new(name, "Help");
    ours.register(plain("started"), Counter::new()).unwrap().add(3);
    ours.register(plain("used").unit("seconds"), CounterF64::new()).unwrap().add(0.5);
    ours.register(plain("open"), SignedCounter::new()).unwrap().sub(2);
    let family = ours.register(plain("requests"), Family::<Labels, Counter>::default()).unwrap();
    family.of(&Labels::new([("path", "/\"")])).inc();
    let took = ours.register(plain("took"), Histogram::new([0.5, 1.0]).unwrap()).unwrap();
    [0.25, 0.75, 3.0].into_iter().for_each(|value| took.observe(value));
    let theirs = Registry::new();
    theirs.register(Box::new(Collected::shared(Arc::clone(&ours)))).unwrap();
    let again = theirs.register(Box::new(Collected::shared(Arc::clone(&ours)))).unwrap_err();
    assert!(matches!(again, ::prometheus::Error::AlreadyReg), "{again}");
    theirs.register(Box::new(Collected::shared(Arc::default()))).unwrap();
    let shown = "# HELP open Help
# TYPE open gauge
open -2
# HELP requests_total Help
# TYPE requests_total counter
requests_total{path=\"/\\\"\"} 1
# HELP started_total Help
# TYPE started_total counter
started_total 3
# HELP took Help
# TYPE took histogram
took_bucket{le=\"0.5\"} 1
took_bucket{le=\"1\"} 2
took_bucket{le=\"+Inf\"} 3
took_sum 4
took_count 3
# HELP used_seconds_total Help
# TYPE used_seconds_total counter
used_seconds_total 0.5
";
    assert_eq!(text(&theirs), shown);
}

#[test]
fn a_label_that_cannot_be_formatted_is_shown_as_far_as_it_can() {
    let ours = Arc::new(perseq_metrics::Registry::new());
    let family = Family::<Cut, Counter>::default();
    ours.register(Description::new("cuts", ""), family).unwrap().of(&Cut { cut: Half }).inc();
    let theirs = Registry::new();
    theirs.register(Box::new(Collected::shared(ours))).unwrap();
    assert!(text(&theirs).ends_with("\ncuts_total{cut=\"half\"} 1\n"), "{}", text(&theirs));
}
