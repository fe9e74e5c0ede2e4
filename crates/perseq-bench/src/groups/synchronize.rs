//! The group `rcu-synchronize`: waiting for all readers, beside threads that have read and sleep now.
//!
//! Each of the sleeping threads has been a reader once, of each rival. They are started once for all rounds. A time is that of one wait on the clock, and a run's figure the median of its
//! waits. A run is exact when what each wait was for could be taken over after it.

use std::{
    cell::RefCell,
    rc::Rc,
    sync::{
        Arc, Barrier,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Instant,
};

use perseq::perseq_core::fence;
use perseq_rcu::{Rcu, RcuCell};

use super::cache::had;
use crate::{
    case::{Case, Group, Measured, Runs, Variant},
    parallel::Times,
    peer::{LIBURCU_BP, LIBURCU_MEMB, Peers},
    stats::Summary,
};

const PERSEQ: Variant = Variant::new("perseq");
const FENCE: Variant = Variant::new("fence");
const CROSSBEAM_EPOCH: Variant = Variant::new("crossbeam-epoch");

/// Waiting for all readers.
pub(crate) static RCU_SYNCHRONIZE: Group = Group {
    name: "rcu-synchronize",
    help: "Waiting for all readers",
    title: "waiting for all readers, beside threads that sleep",
    explanation: "One grace period at a time, by one thread, while the others sleep, each of which has read before: the median on the \
         clock. `fence` is one fence of all CPUs. `crossbeam-epoch` advances epochs until what it has deferred has run. `liburcu` is C, in a process of its own, and so are its threads that sleep. Each value \
         could be taken over afterwards.",
    ours: PERSEQ,
    rivals: &[FENCE, LIBURCU_MEMB.0, CROSSBEAM_EPOCH],
    runs: Runs::KeepThreads,
    cases: |_| {
        let peers = Peers::start(&[LIBURCU_MEMB, LIBURCU_BP]);
        (cases(&peers), peers.skipped)
    },
};

/// Sleeping threads.
const CROWDS: [usize; 3] = [0, 8, 10_000];
/// Bytes of stack of each.
const STACK: usize = 64 * 1024;

/// A way to wait for all readers.
trait Waiter {
    /// Waits; whether what it was for could be taken over.
    fn wait(&self) -> bool;
}

/// Threads that have read once and sleep.
struct Crowd {
    threads: Vec<JoinHandle<()>>,
    over: Arc<AtomicBool>,
}

impl Crowd {
    fn gather(many: usize) -> Self {
        let (over, ready) = (Arc::new(AtomicBool::new(false)), Arc::new(Barrier::new(many + 1)));
        let start = |_| {
            let (over, ready) = (Arc::clone(&over), Arc::clone(&ready));
            let sleep = move || {
                drop(DOMAIN.read());
                drop(crossbeam_epoch::pin());
                ready.wait();
                while !over.load(Ordering::Acquire) {
                    thread::park();
                }
            };
            let started = thread::Builder::new().stack_size(STACK).spawn(sleep);
            started.unwrap_or_else(|error| panic!("{many} threads, which the group is about: {error}"))
        };
        let threads = (0..many).map(start).collect();
        ready.wait();
        Self { threads, over }
    }
}

impl Drop for Crowd {
    fn drop(&mut self) {
        self.over.store(true, Ordering::Release);
        for thread in &self.threads {
            thread.thread().unpark();
        }
        for thread in self.threads.drain(..) {
            // One that panicked has said so.
            _ = thread.join();
        }
    }
}

/// The crowd that is there now, for whichever case is next.
type Present = Rc<RefCell<Option<Crowd>>>;

/// All rivals, ours first.
fn cases(peers: &Peers) -> Vec<Case> {
    let present = Present::default();
    let of_crowd = |crowd| {
        let mut cases = vec![
            case(PERSEQ, crowd, &present, || Ours(RcuCell::new_in(0, &DOMAIN))),
            case(FENCE, crowd, &present, || Fence),
            case(CROSSBEAM_EPOCH, crowd, &present, || Epoch),
        ];
        cases.extend(peers.waiters(crowd));
        cases
    };
    CROWDS.into_iter().flat_map(of_crowd).collect()
}

fn case<W: Waiter>(variant: Variant, crowd: usize, present: &Present, new: impl Fn() -> W + 'static) -> Case {
    let present = Rc::clone(present);
    let measure = move |times| {
        let mut present = present.borrow_mut();
        if present.as_ref().is_none_or(|present| present.threads.len() != crowd) {
            // The one before goes first: there may be no room for both.
            *present = None;
            *present = Some(Crowd::gather(crowd));
        }
        let (samples, exact) = samples(&new(), times);
        // No other thread works, and a wait that sleeps takes no CPU time.
        Measured {
            grown: None,
            ns_per_op: Summary::of(&samples).median,
            ops: samples.len() as u64,
            exact,
            cpu_share: 1.0,
        }
    };
    Case { variant, threads: crowd, measure: Box::new(measure) }
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

/// Ours: a value is replaced, and taken over after the grace period.
struct Ours(RcuCell<u64>);

impl Waiter for Ours {
    fn wait(&self) -> bool {
        let next = *self.0.load(&DOMAIN.read()) + 1;
        self.0.swap(next).into_inner() == Ok(next - 1)
    }
}

/// One fence of all CPUs: a part of our wait.
struct Fence;

impl Waiter for Fence {
    fn wait(&self) -> bool {
        had(fence::all());
        true
    }
}

/// Epochs that are advanced until something that was deferred has run.
struct Epoch;

impl Waiter for Epoch {
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
        for case in cases(&Peers::default()).into_iter().filter(|case| case.threads < 100) {
            let measured = (case.measure)(times);
            assert!(measured.exact && measured.ops > 0, "{}", case.variant);
        }
    }
}
