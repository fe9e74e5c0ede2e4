//! The figures of the talk that started this project, so that each row can be read beside its ancestor.
//!
//! M. Desnoyers, "Improve Linux User-Space Core Libraries with Restartable Sequences", 2018: nanoseconds per
//! operation on one thread of an Intel Xeon E5-2630 v3, Linux of that year, glibc 2.19.

/// The source of the figures, for people.
pub(crate) const SOURCE: &str = "M. Desnoyers, “Improve Linux User-Space Core Libraries with Restartable Sequences”, 2018 \
     (one thread, Intel Xeon E5-2630 v3)";

/// How many times faster the talk's rseq counter was than its getcpu and atomic add.
pub(crate) const COUNTER_SPEED_UP: f64 = 7.7;

/// The talk's figure for this row, in nanoseconds, if it has the row.
///
/// Its 16.6 ns are of glibc's `sched_getcpu`, which went through the vDSO then: they are shown beside both
/// the function and the mechanism.
pub(crate) fn figure(group: &str, variant: &str, threads: usize) -> Option<f64> {
    match (group, variant, threads) {
        ("counter" | "counter-one-word", "perseq cpu_id", 1) => Some(2.0),
        ("counter" | "counter-one-word", "getcpu+atomic", 1) => Some(15.3),
        ("rcu", "perseq", 1) => Some(28.6),
        ("rcu", "getcpu+atomic", 1) => Some(53.4),
        ("cpu-number", "empty loop" | "perseq" | "perseq lazy", _) => Some(0.8),
        ("cpu-number", "lsl", _) => Some(13.0),
        ("cpu-number", "sched_getcpu" | "vdso getcpu", _) => Some(16.6),
        ("cpu-number", "getcpu syscall", _) => Some(53.9),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_speed_up_is_that_of_the_two_figures() {
        let rival = figure("counter", "getcpu+atomic", 1).unwrap_or_default();
        let ours = figure("counter", "perseq cpu_id", 1).unwrap_or_default();
        assert!((rival / ours - COUNTER_SPEED_UP).abs() < 0.1);
        assert_eq!(figure("counter", "getcpu+atomic", 2), None);
    }
}
