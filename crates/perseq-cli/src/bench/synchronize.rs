//! The group `rcu-synchronize`: waiting for all readers, beside threads that have read and sleep now.
//!
//! Each of the sleeping threads has been a reader once. A time is that of one wait on the clock, and a run's figure the median of its
//! waits. A run is exact when what each wait was for could be taken over behind it.

use std::{
    sync::{
        Arc, Barrier, Condvar, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Instant,
};

use perseq::core::fence;
use perseq_rcu::{Rcu, RcuCell};

use super::{
    cache::had,
    group::{Case, Measured},
    parallel::Times,
    stats::Summary,
};

/// Sleeping threads.
const CROWDS: [usize; 3] = [1, 8, 10_000];
/// Bytes of stack of each.
const STACK: usize = 64 * 1024;

/// A way to wait for all readers.
trait Waiter: Sync {
    /// One section.
    fn read(&self);

    /// Waits; whether what it was for could be taken over.
    fn wait(&self) -> bool;
}

/// All rivals, ours first.
pub(super) fn cases() -> Vec<Case> {
    CROWDS
        .into_iter()
        .flat_map(|crowd| {
            [
                case("perseq", crowd, || Ours(RcuCell::new_in(0, &DOMAIN))),
                case("fence", crowd, || Fence),
                case("crossbeam-epoch", crowd, || Epoch),
            ]
        })
        .collect()
}

fn case<W: Waiter>(variant: &'static str, crowd: usize, new: impl Fn() -> W + 'static) -> Case {
    Case { variant, threads: crowd, measure: Box::new(move |times| measure(&new(), crowd, times)) }
}

fn measure(waiter: &impl Waiter, crowd: usize, times: Times) -> Measured {
    let (over, wake, ready) = (Mutex::new(false), Condvar::new(), Barrier::new(crowd + 1));
    let sleep = || {
        waiter.read();
        ready.wait();
        let over = over.lock().unwrap_or_else(PoisonError::into_inner);
        drop(wake.wait_while(over, |over| !*over));
    };
    let (samples, exact) = thread::scope(|scope| {
        for _ in 0..crowd {
            let started = thread::Builder::new().stack_size(STACK).spawn_scoped(scope, sleep);
            started.unwrap_or_else(|error| panic!("{crowd} threads, which the group is about: {error}"));
        }
        ready.wait();
        let result = samples(waiter, times);
        *over.lock().unwrap_or_else(PoisonError::into_inner) = true;
        wake.notify_all();
        result
    });
    // Nobody else works, and a wait that sleeps takes no CPU time.
    Measured { ns_per_op: Summary::of(&samples).median, ops: samples.len() as u64, exact, cpu_share: 1.0 }
}

/// Waits again and again: the time of each in nanoseconds, and whether all were right.
fn samples(waiter: &impl Waiter, times: Times) -> (Vec<f64>, bool) {
    let (mut samples, mut exact, begin) = (Vec::new(), true, Instant::now());
    while samples.is_empty() || begin.elapsed() < times.warm_up + times.measure {
        let start = Instant::now();
        exact &= waiter.wait();
        let time = start.elapsed();
        if begin.elapsed() > times.warm_up || samples.is_empty() {
            samples.push(time.as_secs_f64() * 1e9);
        }
    }
    (samples, exact)
}

static DOMAIN: Rcu = Rcu::polled();

/// Ours: a value is replaced, and taken over behind the grace period.
struct Ours(RcuCell<u64>);

impl Waiter for Ours {
    fn read(&self) {
        let guard = DOMAIN.read();
        self.0.load(&guard);
    }

    fn wait(&self) -> bool {
        let next = *self.0.load(&DOMAIN.read()) + 1;
        self.0.swap(next).into_inner() == Ok(next - 1)
    }
}

/// One fence of all CPUs: a part of our wait.
struct Fence;

impl Waiter for Fence {
    fn read(&self) {
        drop(DOMAIN.read());
    }

    fn wait(&self) -> bool {
        had(fence::all());
        true
    }
}

/// Epochs that are advanced until something that was deferred has run.
struct Epoch;

impl Waiter for Epoch {
    fn read(&self) {
        drop(crossbeam_epoch::pin());
    }

    fn wait(&self) -> bool {
        let ran = Arc::new(AtomicBool::new(false));
        let runs = Arc::clone(&ran);
        crossbeam_epoch::pin().defer(move || runs.store(true, Ordering::Release));
        while !ran.load(Ordering::Acquire) {
            crossbeam_epoch::pin().flush();
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn every_wait_ends_beside_threads_that_sleep() {
        let times = Times { warm_up: Duration::ZERO, measure: Duration::from_millis(5) };
        for case in cases().into_iter().filter(|case| case.threads < 100) {
            let measured = (case.measure)(times);
            assert!(measured.exact && measured.ops > 0, "{}", case.variant);
        }
    }
}
