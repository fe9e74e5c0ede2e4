//! A library that counts and traces, and is built for every system.

use perseq::Counter;

static CALLS: Counter = Counter::new();

/// How often it was called.
pub fn called() -> u64 {
    CALLS.inc();
    perseq_trace::event!(foreign::called);
    CALLS.sum()
}
