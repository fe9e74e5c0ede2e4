//! A run whose operations are timed in batches, with work between them that is not: a thread that fills a bounded
//! buffer has to empty it now and then.
//!
//! The clock is read twice per batch of [`BATCH`] operations, which adds about a tenth of a nanosecond to each of them, for
//! every rival. The threads' CPU time is shared out between batches and the rest as their time on the clock is; the figure
//! is the CPU time in batches ÷ operations, at any number of threads.

use std::{
    sync::Barrier,
    thread,
    time::{Duration, Instant},
};

use crate::{
    cpu_time,
    parallel::{Times, Width},
    workload::touch_memory,
};

/// Operations that are timed at once.
const BATCH: u64 = 512;

/// One rival.
pub(super) trait Work: Sync {
    /// The data that a worker keeps for itself.
    type Own;

    /// Called by each worker before its first operation.
    fn enter(&self) -> Self::Own;

    /// The operation that is timed.
    fn op(&self, own: &Self::Own);

    /// Called by each worker after each batch.
    fn between(&self, own: &Self::Own);

    /// Called by each worker after its last batch.
    fn leave(&self, own: Self::Own);
}

/// The result of a run.
pub(super) struct Run {
    /// CPU time per operation, as the module says.
    pub(super) ns_per_op: f64,
    /// Operations that were timed.
    pub(super) timed: u64,
    /// See [`parallel::Run::cpu_share`](crate::parallel::Run::cpu_share).
    pub(super) cpu_share: f64,
}

/// One thread's part in a run.
struct Share {
    in_batches: Duration,
    elapsed: Duration,
    cpu_time: Duration,
    timed: u64,
}

/// Runs `work` on `width.threads` threads.
pub(super) fn run<W: Work>(work: &W, width: Width, times: Times) -> Run {
    let start = Barrier::new(width.threads);
    let shares: Vec<Share> = thread::scope(|scope| {
        let workers: Vec<_> =
            (0..width.threads).map(|_| scope.spawn(|| share(work, times, &start))).collect();
        let joined = |worker: thread::ScopedJoinHandle<'_, Share>| {
            worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        workers.into_iter().map(joined).collect()
    });
    let timed: u64 = shares.iter().map(|share| share.timed).sum();
    let sum = |of: fn(&Share) -> Duration| shares.iter().map(of).sum::<Duration>().as_secs_f64();
    let (elapsed, cpu_time) = (sum(|share| share.elapsed), sum(|share| share.cpu_time));
    let could_have_had = elapsed * width.threads.min(width.cpus) as f64 / width.threads as f64;
    Run {
        ns_per_op: cpu_time * sum(|share| share.in_batches) / elapsed * 1e9 / timed as f64,
        timed,
        // Threads do not all begin and end at once, so the last ones may have had more than a share.
        cpu_share: (cpu_time / could_have_had).min(1.0),
    }
}

fn share<W: Work>(work: &W, times: Times, start: &Barrier) -> Share {
    let own = work.enter();
    start.wait();
    repeat_for(work, &own, times.warm_up);
    // The system calls are outside of the time on the clock: a thread that has to give way does so at their ends.
    let (cpu_time, begin) = (cpu_time::of_this_thread(), Instant::now());
    let (in_batches, timed) = repeat_for(work, &own, times.measure);
    let (elapsed, cpu_time) = (begin.elapsed(), cpu_time::of_this_thread() - cpu_time);
    work.leave(own);
    Share { in_batches, elapsed, cpu_time, timed }
}

/// Batches for that long, at least one: the time in them, and how many operations they had.
fn repeat_for<W: Work>(work: &W, own: &W::Own, time: Duration) -> (Duration, u64) {
    let (mut in_batches, mut operations) = (Duration::ZERO, 0);
    let begin = Instant::now();
    loop {
        let start = Instant::now();
        batch(work, own);
        in_batches += start.elapsed();
        operations += BATCH;
        work.between(own);
        if begin.elapsed() >= time {
            return (in_batches, operations);
        }
    }
}

/// Never inlined, so that each rival's loop is a function of its own in a disassembly.
#[inline(never)]
fn batch<W: Work>(work: &W, own: &W::Own) {
    for _ in 0..BATCH {
        work.op(own);
        touch_memory();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

    use super::*;

    #[derive(Default)]
    struct Slow {
        operations: AtomicU64,
        between: AtomicU64,
    }

    impl Work for Slow {
        type Own = ();

        fn enter(&self) {}

        fn op(&self, (): &()) {
            self.operations.fetch_add(1, Relaxed);
        }

        fn between(&self, (): &()) {
            self.between.fetch_add(1, Relaxed);
        }

        fn leave(&self, (): ()) {
            self.between(&());
        }
    }

    #[test]
    fn operations_are_timed_and_there_is_a_pause_after_every_batch() {
        let work = Slow::default();
        let times = Times { warm_up: Duration::ZERO, measure: Duration::from_millis(3) };
        let run = run(&work, Width { threads: 3, cpus: 2 }, times);
        let done = work.operations.into_inner();
        assert!(run.timed > 0 && run.timed <= done && run.ns_per_op > 0.0);
        assert_eq!(work.between.into_inner(), done / BATCH + 3);
    }
}
