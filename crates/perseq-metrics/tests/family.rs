//! Series by labels: found, made, kept, refused and expired, while threads count in them. Nothing that was counted is lost.
#![forbid(unsafe_code)]

use core::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::thread;

use perseq::Counter;
use perseq_metrics::{
    Collect, EnumFamily, Error, Family, Gauge, Histogram, Number, Value, label_enum, label_set,
};
use perseq_rcu::Rcu;

label_set! {
    /// Labels of both sorts.
    #[derive(Debug)]
    pub struct Route {
        path: String,
        status: u16,
    }
}

/// Labels beside names of the program's own that the macros use for something else.
mod shadowed {
    #![allow(dead_code, non_camel_case_types, reason = "they are there to be in the way")]
    type usize = ();
    type str = ();
    mod core {}
    perseq_metrics::label_enum! {
        /// A method.
        pub enum Method("method") {
            Get = "GET",
        }
    }
    perseq_metrics::label_set! {
        /// The other macro.
        pub struct Call {
            pub method: Method,
        }
    }
}

#[test]
fn names_of_the_program_s_own_are_not_in_the_way() {
    use perseq_metrics::{EnumLabel, LabelSet};

    assert_eq!(shadowed::Method::Get.index(), 0);
    let mut text = String::new();
    shadowed::Call { method: shadowed::Method::Get }.write(0, &mut text).unwrap();
    assert_eq!((shadowed::Call::NAMES, &*text), (&["method"][..], "GET"));
}

fn route(n: usize) -> Route {
    Route { path: format!("/{n}"), status: 200 }
}

/// A label whose values need no memory.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Number64(u64);

impl perseq_metrics::LabelSet for Number64 {
    const NAMES: &'static [&'static str] = &["number"];

    fn write(&self, _: usize, to: &mut dyn core::fmt::Write) -> core::fmt::Result {
        write!(to, "{}", self.0)
    }
}

/// The sum of all series, as a scrape sees it.
fn shown(family: &Family<impl perseq_metrics::LabelSet, Counter>) -> u64 {
    let mut sum = 0;
    family.collect(&mut |_, value| match value {
        Value::Number(Number::Unsigned(n)) => sum += n,
        other => panic!("{other:?}"),
    });
    sum
}

#[test]
fn threads_that_make_the_same_series_count_in_one() {
    let family = Family::<Route, Counter>::default();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for n in 0..5_000 {
                    family.of(&route(n % 50)).inc();
                }
            });
        }
    });
    assert_eq!(family.len(), 50);
    assert_eq!(shown(&family), 20_000);
    for n in 0..50 {
        assert_eq!(family.of(&route(n)).sum(), 400);
    }
}

#[test]
fn what_finds_no_room_is_counted_together_and_shown() {
    let family = Family::<Route, Counter>::default().limit(3);
    let mut labels = Vec::new();
    for n in 0..10 {
        family.of(&route(n)).inc();
        family.keep(&route(n)).add(10);
    }
    assert_eq!((family.len(), family.overflow().sum()), (3, 77));
    family.collect(&mut |series, _| labels.push(format!("{series:?}")));
    assert_eq!(labels.len(), 4);
    assert_eq!(labels[3], "[overflow=\"true\"]");
    assert_eq!(shown(&family), 110);
    // Series that exist are still found.
    family.of(&route(0)).inc();
    assert_eq!(family.of(&route(0)).sum(), 12);
}

#[test]
fn series_that_were_not_used_since_the_last_look_expire_and_give_their_values() {
    let family = Family::<Route, Counter>::default();
    let kept = family.keep(&route(0));
    let copy = kept.clone();
    for n in 0..4 {
        family.of(&route(n)).add(n as u64 + 1);
    }
    assert!(family.expire().unwrap().is_empty(), "the first look sees them for the first time");
    family.of(&route(1)).inc();
    let expired = family.expire().unwrap();
    let mut values: Vec<_> =
        expired.iter().map(|series| (series.labels().path.clone(), series.sum())).collect();
    values.sort();
    assert_eq!(values, [("/2".into(), 3), ("/3".into(), 4)], "one was used, one is kept");
    assert_eq!(family.len(), 2);
    drop(kept);
    assert_eq!(family.expire().unwrap().len(), 1, "a copy keeps it, too: only the used one went");
    drop(copy);
    assert_eq!(family.expire().unwrap().len(), 1);
    assert!(family.is_empty());
    // A new series begins at 0.
    family.of(&route(2)).inc();
    assert_eq!(family.of(&route(2)).sum(), 1);
}

#[test]
fn no_addition_is_lost_while_series_expire() {
    let family = Family::<Number64, Counter>::default();
    let (done, expired, rounds) = (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    let stop = AtomicBool::new(false);
    thread::scope(|scope| {
        for thread in 0..3_u64 {
            let (family, done, stop) = (&family, &done, &stop);
            scope.spawn(move || {
                let mut n = thread;
                let mut mine = 0;
                while !stop.load(Relaxed) {
                    n = n.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    let label = Number64((n >> 33) % 64);
                    if n >> 63 == 0 {
                        family.of(&label).inc();
                        mine += 1;
                    } else {
                        let kept = family.keep(&label);
                        kept.inc();
                        kept.inc();
                        mine += 2;
                    }
                    if n % 64 == 0 {
                        thread::yield_now();
                    }
                }
                done.fetch_add(mine, Relaxed);
            });
        }
        // Until it has happened, at the most for a million rounds.
        let mut out = 0;
        while out < 2_000 && rounds.fetch_add(1, Relaxed) < 1_000_000 {
            for series in family.expire().unwrap() {
                out += 1;
                expired.fetch_add(series.sum(), Relaxed);
            }
        }
        stop.store(true, Relaxed);
        assert!(out >= 2_000, "only {out} series expired");
    });
    assert_eq!(expired.load(Relaxed) + shown(&family), done.load(Relaxed));
}

#[test]
fn expiry_inside_of_a_reader_is_an_error_and_takes_nothing_out() {
    let family = Family::<Number64, Counter>::default();
    family.of(&Number64(1)).inc();
    family.expire().unwrap();
    let series = family.of(&Number64(1));
    let error = family.expire().unwrap_err();
    assert!(matches!(error, Error::Reading(_)), "{error}");
    drop(series);
    let guard = Rcu::global().read();
    assert!(family.expire().is_err());
    drop(guard);
    assert_eq!(family.expire().unwrap().len(), 1);
}

#[test]
fn a_family_by_an_enumeration_shows_each_of_its_values() {
    label_enum! {
        enum Level("level") { Low = "low", High = "high" }
    }
    let family = EnumFamily::<Level, Gauge>::default();
    family.of(Level::High).set(2.5);
    let mut seen = Vec::new();
    family.collect(&mut |labels, value| seen.push(format!("{labels:?} {value:?}")));
    assert_eq!(seen, ["[level=\"low\"] Number(Float(0.0))", "[level=\"high\"] Number(Float(2.5))"]);
}

#[test]
fn a_family_of_histograms_makes_each_with_its_bounds() {
    let family = Family::<Number64, Histogram>::new(|| Histogram::new([1.0, 2.0]).expect("these rise"));
    family.of(&Number64(1)).observe(1.5);
    family.of(&Number64(2)).observe(9.0);
    assert_eq!((family.of(&Number64(1)).count(), family.of(&Number64(2)).sum()), (1, 9.0));
}

#[test]
fn a_panic_of_what_makes_a_series_leaves_the_family_as_it_was() {
    let made = AtomicU64::new(0);
    let made: &'static AtomicU64 = Box::leak(Box::new(made));
    let family = Family::<Number64, Counter>::new(|| {
        assert!(made.fetch_add(1, Relaxed) != 1, "the first series cannot be made");
        Counter::new()
    });
    let first = std::panic::catch_unwind(core::panic::AssertUnwindSafe(|| family.of(&Number64(1)).inc()));
    assert!(first.is_err());
    assert!(family.is_empty());
    family.of(&Number64(1)).inc();
    assert_eq!(family.of(&Number64(1)).sum(), 1);
}

#[test]
fn labels_of_a_hundred_thousand_series_are_bounded() {
    let family = Family::<Number64, Counter>::default();
    for n in 0..100_000 {
        family.of(&Number64(n)).inc();
    }
    assert_eq!(family.len(), Family::<Number64, Counter>::LIMIT);
    assert_eq!(family.overflow().sum(), 90_000);
    assert_eq!(shown(&family), 100_000);
}
