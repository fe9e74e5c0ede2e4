//! The groups `metrics-counter`, `metrics-gauge`, `metrics-labels`, `metrics-histogram` and `metrics-scrape`: what a program pays for metrics,
//! ours and those of crates that are widely used.
//!
//! Each rival has its own registry, and labels that need no memory where it has such. A run is exact when the counts grew by the operations
//! made; of `metrics-scrape`, when each text had every series.

mod counts;
mod scrape;

use crate::case::{Group, Runs, Variant};

const PERSEQ: Variant = Variant::new("perseq");
const PERSEQ_COUNTER: Variant = Variant::new("perseq::Counter");
const PERSEQ_IN_PROMETHEUS: Variant = Variant::new("perseq in prometheus");
const PERSEQ_IN_METRICS: Variant = Variant::new("perseq in metrics");
const PROMETHEUS: Variant = Variant::new("prometheus");
const PROMETHEUS_CLIENT: Variant = Variant::new("prometheus-client");
const PERSEQ_SET: Variant = Variant::new("perseq set");
const PERSEQ_ENUM: Variant = Variant::new("perseq enum");
const PERSEQ_FINE: Variant = Variant::new("perseq fine");

/// Adding 1 to counters that have names and labels.
pub(crate) static METRICS_COUNTER: Group = Group {
    name: "metrics-counter",
    help: "Adding 1 to counters that have names and labels",
    title: "adding 1 to counters that have names and labels",
    explanation: "As `counter`: sixteen in turn, by handles that are kept. `perseq::Counter` has no name and no labels. `perseq in prometheus` is that \
         crate's own counter with our number in it, `perseq in metrics` a handle of that crate by our recorder. Every addition was counted.",
    ours: PERSEQ,
    rivals: &[PERSEQ_COUNTER, PROMETHEUS, PROMETHEUS_CLIENT],
    runs: Runs::Usual,
    cases: |place| place.all(counts::counter_cases),
};

/// Adding 1 to gauges.
pub(crate) static METRICS_GAUGE: Group = Group {
    name: "metrics-gauge",
    help: "Adding 1 to gauges",
    title: "adding 1 to gauges",
    explanation: "As `metrics-counter`, up only. `perseq set` is a gauge that can be set, so one word for all CPUs. Every addition was counted.",
    ours: PERSEQ,
    rivals: &[PROMETHEUS, PROMETHEUS_CLIENT],
    runs: Runs::Usual,
    cases: |place| place.all(counts::gauge_cases),
};

/// Looking counters up by their labels, and adding 1.
pub(crate) static METRICS_LABELS: Group = Group {
    name: "metrics-labels",
    help: "Looking counters up by their labels, and adding 1",
    title: "looking counters up by two labels, and adding 1",
    explanation: "As `metrics-counter`, but each is looked up by two labels before each addition. `perseq enum` is an array, by a label whose \
         values are known. `perseq in metrics` is that crate's macro, with a recorder of this thread. Every addition was counted.",
    ours: PERSEQ,
    rivals: &[PROMETHEUS, PROMETHEUS_CLIENT],
    runs: Runs::Usual,
    cases: |place| place.all(counts::label_cases),
};

/// Observing a value.
pub(crate) static METRICS_HISTOGRAM: Group = Group {
    name: "metrics-histogram",
    help: "Observing a value",
    title: "observing a value, with 11 bounds",
    explanation: "All values go to one histogram. `perseq fine` has no such bounds, but buckets of whole numbers to two digits. Every value was counted.",
    ours: PERSEQ,
    rivals: &[PROMETHEUS, PROMETHEUS_CLIENT],
    runs: Runs::Usual,
    cases: |place| place.all(counts::histogram_cases),
};

/// Writing a thousand series as text.
pub(crate) static METRICS_SCRAPE: Group = Group {
    name: "metrics-scrape",
    help: "Writing a thousand series as text",
    title: "writing a thousand series as text",
    explanation: "One text per iteration of a family of counters by two labels, into memory that is there. The time is the median of batches on the \
         clock. Every text had every series.",
    ours: PERSEQ,
    rivals: &[PROMETHEUS, PROMETHEUS_CLIENT],
    runs: Runs::Usual,
    cases: |_| (scrape::cases(), Vec::new()),
};
