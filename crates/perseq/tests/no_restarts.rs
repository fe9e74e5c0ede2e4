//! If the kernel restarts no section, every structure is exact: on kernels that are like that, and on others that are taken for
//! one of them.

#![forbid(unsafe_code)]
#![allow(clippy::std_instead_of_core, reason = "test code")]
#![cfg(not(any(miri, perseq_model)))]

use std::{
    collections::HashSet,
    process::Command,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread::scope,
};

use perseq::{
    ArrayStack, ByConcurrencyId, Cache, Counter, CpuLock, Histogram, MinMax, PerCpu, Queue, SignedCounter,
    perseq_core::{Error, fence, thread},
};

/// Set in the process that the test starts, in which sections are refused from the start.
const PRETEND: (&str, &str) = ("PERSEQ_PRETEND", "no-restarts");

const THREADS: u64 = 8;
/// Few enough for emulators: each is nine operations on the slower path.
const ROUNDS: u64 = 400;

static REQUESTS: Counter = Counter::new();
static OPEN: SignedCounter = SignedCounter::new();

#[test]
fn every_structure_is_exact_where_the_kernel_restarts_nothing() {
    if std::env::var(PRETEND.0).is_ok_and(|value| value == PRETEND.1) {
        assert!(matches!(thread::report().owner, Err(Error::NotRestarted { errno: 0 } | Error::Unsupported)));
        return exact();
    }
    // As this kernel is, too.
    exact();
    let itself = std::env::current_exe().unwrap();
    let name = "every_structure_is_exact_where_the_kernel_restarts_nothing";
    for tunables in ["", "glibc.pthread.rseq=0"] {
        let mut command = Command::new(&itself);
        command.args([name, "--exact", "--nocapture"]).env(PRETEND.0, PRETEND.1);
        let output = command.env("GLIBC_TUNABLES", tunables).output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success() && said.contains("1 passed"),
            "{tunables}: {said}{}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

/// Uses everything from several threads at once, and counts what is left.
fn exact() {
    let by_id = Counter::<ByConcurrencyId>::indexed();
    let histogram = Histogram::new(1 << 20, 2).unwrap();
    let extremes = MinMax::new();
    let per_cpu = PerCpu::<AtomicU64>::new(|_row| AtomicU64::new(0)).unwrap();
    let stack = ArrayStack::<u64>::try_new(256).unwrap();
    let queue = Queue::<u64>::try_new(256).unwrap();
    let cache = Cache::<Box<u64>>::try_new(16, 64).unwrap();
    let locked = CpuLock::new(|_row| 0_u64).unwrap();
    let left = Mutex::new(Vec::new());
    let requests = REQUESTS.sum();
    scope(|scope| {
        for thread in 0..THREADS {
            let (by_id, histogram, extremes, stack, queue) = (&by_id, &histogram, &extremes, &stack, &queue);
            let (cache, locked, left, per_cpu) = (&cache, &locked, &left, &per_cpu);
            scope.spawn(move || {
                for round in 0..ROUNDS {
                    let number = thread * ROUNDS + round;
                    OPEN.inc();
                    REQUESTS.inc();
                    by_id.add(2);
                    histogram.record(number + 1);
                    extremes.record(number as i64 - 7);
                    per_cpu.here().fetch_add(1, Relaxed);
                    for full in [stack.push(number).is_err(), queue.push(number).is_err()] {
                        if full {
                            left.lock().unwrap().push(number);
                        }
                    }
                    let mut object = cache.get_or_else(|| Box::new(0));
                    *object += 1;
                    drop(cache.put(object));
                    *locked.lock().unwrap() += 1;
                    OPEN.dec();
                }
            });
        }
    });
    let all = THREADS * ROUNDS;
    assert_eq!((REQUESTS.sum() - requests, OPEN.sum(), by_id.sum()), (all, 0, 2 * all));
    assert_eq!(histogram.snapshot().count(), all);
    assert_eq!(per_cpu.iter().map(|count| count.load(Relaxed)).sum::<u64>(), all);
    assert_eq!(extremes.get(), Some((-7, all as i64 - 8)));
    let mut locked = locked;
    assert_eq!(locked.iter_mut().map(|count| *count).sum::<u64>(), all);
    let mut found = left.into_inner().unwrap();
    stack.drain(|number| found.push(number)).unwrap();
    queue.drain(|number| found.push(number)).unwrap();
    assert_eq!(found.len() as u64, 2 * all, "each went into the stack and the queue once");
    assert_eq!(found.into_iter().collect::<HashSet<_>>().len() as u64, all);
    if thread::attach().is_err() {
        assert_eq!(fence::method(), fence::Method::Nothing);
    }
}
