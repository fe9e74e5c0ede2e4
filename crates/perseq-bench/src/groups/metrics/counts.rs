//! Sixteen metrics of each rival, and what is done to them.
//!
//! Each rival has its own registry, and labels that need no memory where it has such. A run is exact when the counts grew by the operations
//! made.

use std::sync::LazyLock;

use perseq::{Counter, SignedCounter};
use perseq_metrics::{
    EnumFamily, EnumLabel, Family, FineHistogram, Gauge, Handle, Histogram, Number, Registry, Value,
    label_enum, label_set,
    metrics::Recorder,
    prometheus::{IntCounter, IntGauge},
};
use prometheus_client::metrics::{counter, family, gauge, histogram};

use super::scrape::{self, made};
use crate::{
    case::{Case, Variant},
    groups::counter::{Adder, case as counted},
    parallel::Width,
    workload::{COUNTERS, InTurn, Workload},
};

label_enum! {
    enum Method("method") { Get = "GET", Post = "POST", Put = "PUT", Head = "HEAD" }
}
label_set! {
    struct Request { method: Method, status: u16 }
}
label_enum! {
    enum Place("place") {
        P0 = "0", P1 = "1", P2 = "2", P3 = "3", P4 = "4", P5 = "5", P6 = "6", P7 = "7",
        P8 = "8", P9 = "9", P10 = "10", P11 = "11", P12 = "12", P13 = "13", P14 = "14", P15 = "15",
    }
}

/// The labels of one of sixteen series.
const fn request(which: usize) -> Request {
    let method = [Method::Get, Method::Post, Method::Put, Method::Head][which % 4];
    Request { method, status: [200, 301, 404, 500][which / 4] }
}

/// The same as texts.
const fn texts(which: usize) -> [&'static str; 2] {
    [["GET", "POST", "PUT", "HEAD"][which % 4], ["200", "301", "404", "500"][which / 4]]
}

const BOUNDS: [f64; 11] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0];

/// A value for a histogram, of the sixteen that are counted in turn.
const fn value(which: usize) -> f64 {
    BOUNDS[which % 11] * 0.9
}

/// A rival: sixteen metrics, and what is done to one of them.
trait Rival: Sync + Sized {
    fn new() -> Self;
    fn count(&self, which: usize);
    /// Everything that was counted since an unspecified moment.
    fn total(&self) -> u64;
}

struct Counting<R>(R);

impl<R: Rival> Workload for Counting<R> {
    type Own = ();

    fn enter(&self, _worker: usize) {}

    #[inline(always)]
    fn op(&self, (): &(), which: usize) {
        self.0.count(which);
    }
}

impl<R: Rival> Adder for Counting<R> {
    fn new(_width: Width) -> Self {
        Self(R::new())
    }

    fn total(&self) -> u64 {
        self.0.total()
    }
}

fn case<R: Rival>(variant: Variant, width: Width) -> Case {
    counted::<InTurn, Counting<R>>(variant, width)
}

/// Declares a rival: what it keeps, how one of the sixteen is made, what is done to it, and what of it is summed.
macro_rules! rival {
    ($name:ident, $each:ty, |$which:ident| $make:expr, |$one:ident| $count:expr, $total:expr) => {
        struct $name([$each; COUNTERS]);

        impl Rival for $name {
            fn new() -> Self {
                Self(std::array::from_fn(|$which| $make))
            }

            #[inline(always)]
            fn count(&self, which: usize) {
                let $one = &self.0[which];
                $count;
            }

            fn total(&self) -> u64 {
                self.0.iter().map($total).sum()
            }
        }
    };
}

/// The count of a counter that was looked up.
trait Counted {
    fn counted(&self) -> u64;
}

impl Counted for Counter {
    fn counted(&self) -> u64 {
        self.sum()
    }
}

impl Counted for prometheus::IntCounter {
    fn counted(&self) -> u64 {
        self.get()
    }
}

impl Counted for counter::Counter {
    fn counted(&self) -> u64 {
        self.get()
    }
}

/// The same for a family, in which each is looked up every time.
macro_rules! family {
    ($name:ident, $family:ty, $make:expr, |$all:ident, $which:ident| $one:expr) => {
        struct $name($family);

        impl Rival for $name {
            fn new() -> Self {
                Self($make)
            }

            #[inline(always)]
            fn count(&self, $which: usize) {
                let $all = &self.0;
                $one.inc();
            }

            fn total(&self) -> u64 {
                let $all = &self.0;
                (0..COUNTERS).map(|$which| $one.counted()).sum()
            }
        }
    };
}

fn counters() -> Family<Request, Counter> {
    Family::default()
}

rival!(Kept, Handle<Counter>, |which| counters().keep(&request(which)), |one| one.inc(), |one| one.sum());
rival!(Plain, Counter, |_which| Counter::new(), |one| one.inc(), Counter::sum);
rival!(OursInPrometheus, IntCounter, |_which| made(IntCounter::new("c", "c")), |one| one.inc(), |one| one
    .get());
rival!(
    Prometheus,
    prometheus::IntCounter,
    |_which| made(prometheus::IntCounter::new("c", "c")),
    |one| one.inc(),
    |one| one.get()
);
rival!(Client, counter::Counter, |_which| counter::Counter::default(), |one| one.inc(), |one| one.get());

/// Our recorder of the crate `metrics`, for all runs: a recorder's registry lives as long as the process.
static RECORDER: LazyLock<Recorder> = LazyLock::new(|| Recorder::new(&REGISTRY));
static REGISTRY: Registry = Registry::new();

/// All that was counted by the recorder.
fn recorded() -> u64 {
    let mut sum = 0_u64;
    REGISTRY.each(|_, metric| {
        metric.collect(&mut |_, value| {
            if let Value::Number(Number::Unsigned(n)) = value {
                sum += n;
            }
        });
    });
    sum
}

/// Handles of the crate `metrics`, by our recorder.
struct OursInMetrics([metrics::Counter; COUNTERS]);

impl Rival for OursInMetrics {
    fn new() -> Self {
        let handle = |which| {
            let [method, status] = texts(which);
            metrics::counter!("handles", "method" => method, "status" => status)
        };
        metrics::with_local_recorder(&*RECORDER, || Self(std::array::from_fn(handle)))
    }

    #[inline(always)]
    fn count(&self, which: usize) {
        self.0[which].increment(1);
    }

    fn total(&self) -> u64 {
        recorded()
    }
}

rival!(UpDown, SignedCounter, |_which| SignedCounter::new(), |one| one.inc(), |one| one
    .sum()
    .cast_unsigned());
rival!(Set, Gauge, |_which| Gauge::new(), |one| one.add(1.0), |one| one.get() as u64);
rival!(OursInPrometheusGauge, IntGauge, |_which| made(IntGauge::new("g", "g")), |one| one.inc(), |one| one
    .get()
    .cast_unsigned());
rival!(
    PrometheusGauge,
    prometheus::IntGauge,
    |_which| made(prometheus::IntGauge::new("g", "g")),
    |one| one.inc(),
    |one| one.get().cast_unsigned()
);
rival!(
    ClientGauge,
    gauge::Gauge,
    |_which| gauge::Gauge::default(),
    |one| {
        one.inc();
    },
    |one| one.get().cast_unsigned()
);

family!(Labels, Family<Request, Counter>, counters(), |all, which| all.of(&request(which)));
family!(Places, EnumFamily<Place, Counter>, EnumFamily::default(), |all, which| all.of(Place::ALL[which]));
family!(
    PrometheusLabels,
    prometheus::IntCounterVec,
    made(prometheus::IntCounterVec::new(prometheus::Opts::new("c", "c"), &["method", "status"])),
    |all, which| all.with_label_values(&texts(which))
);
family!(
    ClientLabels,
    family::Family<[(&'static str, &'static str); 2], counter::Counter>,
    family::Family::default(),
    |all, which| {
        let [method, status] = texts(which);
        all.get_or_create(&[("method", method), ("status", status)])
    }
);

/// The macro of the crate `metrics`, by our recorder.
struct Macro;

impl Rival for Macro {
    fn new() -> Self {
        Self
    }

    #[inline(always)]
    fn count(&self, which: usize) {
        let [method, status] = texts(which);
        metrics::with_local_recorder(&*RECORDER, || {
            metrics::counter!("looked_up", "method" => method, "status" => status).increment(1);
        });
    }

    fn total(&self) -> u64 {
        recorded()
    }
}

/// Histograms of these bounds.
fn ours() -> Histogram {
    made(Histogram::new(BOUNDS))
}

/// A histogram that is given the values of one of the sixteen places; where it is read is where it is written.
macro_rules! histogram {
    ($name:ident, $each:ty, $make:expr, |$one:ident, $value:ident| $count:expr, $total:expr) => {
        struct $name($each);

        impl Rival for $name {
            fn new() -> Self {
                Self($make)
            }

            #[inline(always)]
            fn count(&self, which: usize) {
                let ($one, $value) = (&self.0, value(which));
                $count;
            }

            fn total(&self) -> u64 {
                $total(&self.0)
            }
        }
    };
}

histogram!(Observed, Histogram, ours(), |one, value| one.observe(value), Histogram::count);
histogram!(
    Fine,
    FineHistogram,
    made(FineHistogram::new(60_000_000_000, 2, 1e9)),
    |one, value| one.record((value * 1e9) as u64),
    |one: &FineHistogram| one.snapshot().count()
);
histogram!(
    PrometheusHistogram,
    prometheus::Histogram,
    made(prometheus::Histogram::with_opts(prometheus::HistogramOpts::new("h", "h").buckets(BOUNDS.to_vec()))),
    |one, value| one.observe(value),
    prometheus::Histogram::get_sample_count
);
histogram!(
    ClientHistogram,
    histogram::Histogram,
    histogram::Histogram::new(BOUNDS),
    |one, value| one.observe(value),
    |one| { scrape::count_of(one) }
);

/// `metrics-counter`: adding 1 to counters whose handles are kept.
pub(super) fn counter_cases(width: Width) -> Vec<Case> {
    vec![
        case::<Kept>(super::PERSEQ, width),
        case::<Plain>(super::PERSEQ_COUNTER, width),
        case::<OursInPrometheus>(super::PERSEQ_IN_PROMETHEUS, width),
        case::<OursInMetrics>(super::PERSEQ_IN_METRICS, width),
        case::<Prometheus>(super::PROMETHEUS, width),
        case::<Client>(super::PROMETHEUS_CLIENT, width),
    ]
}

/// `metrics-gauge`: adding 1 to gauges.
pub(super) fn gauge_cases(width: Width) -> Vec<Case> {
    vec![
        case::<UpDown>(super::PERSEQ, width),
        case::<Set>(super::PERSEQ_SET, width),
        case::<OursInPrometheusGauge>(super::PERSEQ_IN_PROMETHEUS, width),
        case::<PrometheusGauge>(super::PROMETHEUS, width),
        case::<ClientGauge>(super::PROMETHEUS_CLIENT, width),
    ]
}

/// `metrics-labels`: looking counters up by their labels, and adding 1.
pub(super) fn label_cases(width: Width) -> Vec<Case> {
    vec![
        case::<Labels>(super::PERSEQ, width),
        case::<Places>(super::PERSEQ_ENUM, width),
        case::<Macro>(super::PERSEQ_IN_METRICS, width),
        case::<PrometheusLabels>(super::PROMETHEUS, width),
        case::<ClientLabels>(super::PROMETHEUS_CLIENT, width),
    ]
}

/// `metrics-histogram`: observing values.
pub(super) fn histogram_cases(width: Width) -> Vec<Case> {
    vec![
        case::<Observed>(super::PERSEQ, width),
        case::<Fine>(super::PERSEQ_FINE, width),
        case::<PrometheusHistogram>(super::PROMETHEUS, width),
        case::<ClientHistogram>(super::PROMETHEUS_CLIENT, width),
    ]
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::*;
    use crate::parallel::Times;

    #[test]
    fn every_rival_counts_every_operation() {
        // One after the other: our recorder is one for all.
        let times = Times { warm_up: Duration::from_millis(1), measure: Duration::from_millis(5) };
        let width = Width { threads: 5, cpus: 2 };
        for cases in [counter_cases, gauge_cases, label_cases, histogram_cases] {
            for case in cases(width) {
                let measured = (case.measure)(times);
                assert!(measured.exact, "{} lost or invented counts", case.variant);
                assert!(measured.ops > 0, "{} did nothing", case.variant);
            }
        }
    }
}
