//! The real thing: increments on several threads, summed.
//!
//! A report about versions and sizes can be wrong; a sum cannot. There are more threads than CPUs, so that some are
//! preempted while they count.

use std::{thread, time::Instant};

use perseq::{Counter, perseq_core::cpu};
use serde::Serialize;

static COUNTER: Counter = Counter::new();

const PER_THREAD: u64 = 500_000;

/// The result of it.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Proof {
    /// Threads that counted.
    pub(super) threads: usize,
    /// Threads that could run critical sections when they had counted.
    pub(super) registered: usize,
    /// Increments made.
    pub(super) made: u64,
    /// The counter's value.
    pub(super) counted: u64,
    /// Time per increment, for orientation.
    pub(super) ns_per_increment: f64,
}

impl Proof {
    /// Counts for some milliseconds.
    pub(super) fn run() -> Self {
        let cpus = cpu::allowed().map_or(1, |set| set.len());
        let threads = (2 * cpus).clamp(4, 64);
        let count = || {
            for _ in 0..PER_THREAD {
                COUNTER.inc();
            }
            perseq::perseq_core::thread::is_attached()
        };
        let before = COUNTER.sum();
        let begin = Instant::now();
        let registered = thread::scope(|scope| {
            let workers: Vec<_> = (0..threads).map(|_| scope.spawn(count)).collect();
            workers.into_iter().filter_map(|worker| worker.join().ok()).filter(|attached| *attached).count()
        });
        let made = threads as u64 * PER_THREAD;
        let busy = threads.min(cpus) as f64;
        Self {
            threads,
            registered,
            made,
            counted: COUNTER.sum() - before,
            ns_per_increment: begin.elapsed().as_secs_f64() * 1e9 * busy / made as f64,
        }
    }

    /// Returns whether no increment was lost and none invented.
    pub(super) fn is_exact(&self) -> bool {
        self.made == self.counted
    }

    /// Returns whether every thread could run critical sections.
    pub(super) fn is_fast(&self) -> bool {
        self.registered == self.threads
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counting_is_exact_on_whatever_path() {
        let proof = Proof::run();
        assert!(proof.is_exact(), "{proof:?}");
        assert!(proof.threads >= 4);
    }
}
