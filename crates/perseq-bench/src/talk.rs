//! The figures of the talk that started this project, so that each row can be read beside its ancestor.
//!
//! M. Desnoyers, "Improve Linux User-Space Core Libraries with Restartable Sequences", 2018: nanoseconds per
//! operation on one thread of an Intel Xeon E5-2630 v3, Linux of that year, glibc 2.19. Each variant has its own; the 16.6 ns are of
//! glibc's `sched_getcpu`, which went through the vDSO then: they are shown beside both the function and the mechanism.

/// The source of the figures, for people.
pub(crate) const SOURCE: &str = "M. Desnoyers, “Improve Linux User-Space Core Libraries with Restartable Sequences”, 2018 \
     (one thread, Intel Xeon E5-2630 v3)";

/// How many times faster the talk's rseq counter was than its getcpu and atomic add.
pub(crate) const COUNTER_SPEED_UP: f64 = 7.7;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::groups::counter::{GETCPU_ATOMIC, PERSEQ_CPU_ID};

    #[test]
    fn the_speed_up_is_that_of_the_two_figures() {
        let rival = GETCPU_ATOMIC.talk.expect("the talk has it");
        let ours = PERSEQ_CPU_ID.talk.expect("the talk has it");
        assert!((rival / ours - COUNTER_SPEED_UP).abs() < 0.1);
    }
}
