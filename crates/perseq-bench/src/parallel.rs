//! One timed run of one rival on several threads.
//!
//! The threads meet at a barrier, run a short warm-up (so that the scheduler has spread them over the CPUs, pages
//! are there and clocks are up), and go straight into the timed phase: no thread waits between the two. They look
//! at the phase once per [`BATCH`] operations, a shared read of a line that no thread writes during the phase.
//!
//! With T threads on C CPUs, the figure is `elapsed × min(T, C) ÷ operations`: CPU time per operation. So one
//! thread, all CPUs busy, and more threads than CPUs compare with each other; perfect scaling is the same figure in
//! all of them. `elapsed` is from the first thread's start of the timed phase to the last thread's end.
//!
//! Ordering: the phase is a signal to stop and publishes nothing; what the threads counted is handed over by
//! joining them.

use std::{
    sync::{
        Barrier,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::{
    cpu_time,
    workload::{BATCH, Loop, Workload},
};

/// How long a run takes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    /// Before timing.
    pub(crate) warm_up: Duration,
    /// Timed.
    pub(crate) measure: Duration,
}

/// How wide a run is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Width {
    /// Threads that work.
    pub(crate) threads: usize,
    /// CPUs that this process may use.
    pub(crate) cpus: usize,
}

/// The result of a run.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Run {
    /// CPU time per operation, as the module says.
    pub(crate) ns_per_op: f64,
    /// Operations in the timed phase.
    pub(crate) timed: u64,
    /// Operations in all, with the warm-up.
    pub(crate) done: u64,
    /// The CPU time that the threads had, as a share of what they could have had: below 1 when other programs
    /// used the machine too. The figure is too high then, and rivals did not run at the same time.
    pub(crate) cpu_share: f64,
}

const WARM_UP: u32 = 0;
const TIMED: u32 = 1;
const OVER: u32 = 2;

/// One thread's part in a run.
struct Share {
    begin: Instant,
    end: Instant,
    cpu_time: Duration,
    timed: u64,
    done: u64,
}

/// Runs `work` in the loop `L` on `width.threads` threads.
pub(crate) fn run<L: Loop, W: Workload>(work: &W, width: Width, times: Times) -> Run {
    let phase = AtomicU32::new(WARM_UP);
    let start = Barrier::new(width.threads + 1);
    let shares: Vec<Share> = thread::scope(|scope| {
        let (phase, start) = (&phase, &start);
        let spawn = |worker| scope.spawn(move || share::<L, W>(work, worker, phase, start));
        let workers: Vec<_> = (0..width.threads).map(spawn).collect();
        start.wait();
        thread::sleep(times.warm_up);
        phase.store(TIMED, Ordering::Relaxed);
        thread::sleep(times.measure);
        phase.store(OVER, Ordering::Relaxed);
        workers.into_iter().map(joined).collect()
    });
    sum_up(&shares, width)
}

/// The result of a thread; its panic continues here.
fn joined<T>(worker: thread::ScopedJoinHandle<'_, T>) -> T {
    worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn share<L: Loop, W: Workload>(work: &W, worker: usize, phase: &AtomicU32, start: &Barrier) -> Share {
    let own = work.enter(worker);
    // At least one batch, so that a thread that the scheduler kept away all the time has something to report too.
    let repeat_during = |now: u32| {
        let mut operations = 0;
        loop {
            L::batch(work, &own);
            operations += BATCH;
            if phase.load(Ordering::Relaxed) != now {
                return operations;
            }
        }
    };
    start.wait();
    let warm_up = repeat_during(WARM_UP);
    let (begin, cpu_time) = (Instant::now(), cpu_time::of_this_thread());
    let timed = repeat_during(TIMED);
    let (end, cpu_time) = (Instant::now(), cpu_time::of_this_thread() - cpu_time);
    work.leave(own);
    Share { begin, end, cpu_time, timed, done: warm_up + timed }
}

fn sum_up(shares: &[Share], width: Width) -> Run {
    let begin = shares.iter().map(|share| share.begin).min();
    let end = shares.iter().map(|share| share.end).max();
    let elapsed = begin.zip(end).map_or(Duration::ZERO, |(begin, end)| end - begin);
    let timed: u64 = shares.iter().map(|share| share.timed).sum();
    let could_have_had = elapsed.as_secs_f64() * width.threads.min(width.cpus) as f64;
    let had: Duration = shares.iter().map(|share| share.cpu_time).sum();
    Run {
        ns_per_op: could_have_had * 1e9 / timed as f64,
        cpu_share: had.as_secs_f64() / could_have_had,
        timed,
        done: shares.iter().map(|share| share.done).sum(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU64;

    use super::*;
    use crate::workload::Plain;

    struct Shared(AtomicU64);

    impl Workload for Shared {
        type Own = ();

        fn enter(&self, _worker: usize) {}

        fn op(&self, _own: &(), _which: usize) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn every_operation_of_every_thread_is_reported() {
        let shared = Shared(AtomicU64::new(0));
        let times = Times { warm_up: Duration::from_millis(1), measure: Duration::from_millis(5) };
        let run = run::<Plain, _>(&shared, Width { threads: 3, cpus: 2 }, times);
        assert_eq!(run.done, shared.0.into_inner());
        assert!(run.timed > 0 && run.timed <= run.done);
        assert!(run.ns_per_op > 0.0);
    }

    #[test]
    fn a_run_that_is_over_before_it_began_has_a_time_too() {
        let shared = Shared(AtomicU64::new(0));
        let times = Times { warm_up: Duration::ZERO, measure: Duration::ZERO };
        let run = run::<Plain, _>(&shared, Width { threads: 4, cpus: 2 }, times);
        assert!(run.timed >= 4 * BATCH && run.ns_per_op.is_finite());
    }

    #[test]
    fn time_per_operation_counts_busy_cpus_not_threads() {
        let begin = Instant::now();
        let (end, cpu_time) = (begin + Duration::from_nanos(1000), Duration::from_nanos(500));
        let share = || Share { begin, end, cpu_time, timed: 500, done: 600 };
        let run = |threads: usize| {
            let shares: Vec<Share> = (0..threads).map(|_| share()).collect();
            let run = sum_up(&shares, Width { threads, cpus: 2 });
            (run.ns_per_op, run.cpu_share)
        };
        assert_eq!((run(1), run(2), run(4)), ((2.0, 0.5), (2.0, 0.5), (1.0, 1.0)));
    }
}
