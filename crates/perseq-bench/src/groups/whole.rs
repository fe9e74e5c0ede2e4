//! Groups of what looks at all rows, or finds nothing in its own: `counter-sum`, `histogram-snapshot`, `steal-empty`,
//! `cache-miss`.
//!
//! Of one thread, beside no others. A time is that of one operation on the clock, timed in batches that are much longer than a
//! look at it, and a run's figure is the median of its batches. A run is exact when each operation had the right answer.

use std::{
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use crossbeam_deque::{Steal, Worker};
use crossbeam_queue::{ArrayQueue, SegQueue};
use crossbeam_utils::CachePadded;
use fast_counter::ConcurrentCounter;
use hdrhistogram::Histogram as Hdr;
use perseq::{ArrayStack, ByConcurrencyId, Cache, Counter, Histogram, Index, Queue, perseq_core::cpu};

use super::cache::had;
use crate::{
    case::{Case, Group, Measured, Runs, Variant},
    parallel::Times,
    stats::Summary,
};

const PERSEQ_CPU_ID: Variant = Variant::new("perseq cpu_id");
const PERSEQ_MM_CID: Variant = Variant::new("perseq mm_cid");
const PADDED_ATOMICS: Variant = Variant::new("padded atomics");
const SHARED_ATOMIC: Variant = Variant::new("shared atomic");
const FAST_COUNTER: Variant = Variant::new("fast-counter");
const HDRHISTOGRAM_PER_CPU: Variant = Variant::new("hdrhistogram per CPU");
const HDRHISTOGRAM_MUTEX: Variant = Variant::new("hdrhistogram mutex");
const PERSEQ_ARRAY_STACK: Variant = Variant::new("perseq array-stack");
const PERSEQ_QUEUE: Variant = Variant::new("perseq queue");
const CROSSBEAM_STEALER_PER_CPU: Variant = Variant::new("crossbeam Stealer per CPU");
const MUTEX_PER_CPU: Variant = Variant::new("mutex per CPU");
const CROSSBEAM_SEGQUEUE: Variant = Variant::new("crossbeam SegQueue");
const PERSEQ_CACHE: Variant = Variant::new("perseq cache");
const PERSEQ_CACHE_MM_CID: Variant = Variant::new("perseq cache mm_cid");
const PERSEQ_CACHE_FULL: Variant = Variant::new("perseq cache full");
const OBJECT_POOL: Variant = Variant::new("object-pool");
const CROSSBEAM_ARRAYQUEUE: Variant = Variant::new("crossbeam ArrayQueue");
const CROSSBEAM_ARRAYQUEUE_FULL: Variant = Variant::new("crossbeam ArrayQueue full");
const PARKING_LOT_MUTEX_VEC: Variant = Variant::new("parking_lot Mutex<Vec>");

/// Reading a counter.
pub(crate) static COUNTER_SUM: Group = Group {
    name: "counter-sum",
    help: "Reading a counter",
    title: "reading a counter",
    explanation: "One sum per iteration, of a counter that as many threads have added to as there are CPUs. `padded atomics` has one for \
         each CPU. The time is the median of batches on the clock. Every sum was the right one.",
    ours: PERSEQ_CPU_ID,
    rivals: &[PADDED_ATOMICS, SHARED_ATOMIC, FAST_COUNTER],
    runs: Runs::Usual,
    cases: |_| (sums(), Vec::new()),
};

/// Reading a histogram.
pub(crate) static HISTOGRAM_SNAPSHOT: Group = Group {
    name: "histogram-snapshot",
    help: "Reading a histogram",
    title: "reading a histogram",
    explanation: "One snapshot per iteration of a histogram of up to a minute in nanoseconds, with three digits. `hdrhistogram per CPU` \
         adds up one for each CPU, each behind a mutex; `hdrhistogram mutex` copies one. The time is the median of batches on the \
         clock. Every snapshot had every value.",
    ours: PERSEQ_CPU_ID,
    rivals: &[HDRHISTOGRAM_PER_CPU, HDRHISTOGRAM_MUTEX],
    runs: Runs::Usual,
    cases: |_| (snapshots(), Vec::new()),
};

/// Looking in vain for an item in all rows.
pub(crate) static STEAL_EMPTY: Group = Group {
    name: "steal-empty",
    help: "Looking in vain for an item in all rows",
    title: "looking in vain for an item in all rows",
    explanation: "One look per iteration for an item in any row, while there is none. `crossbeam Stealer per CPU` and `mutex per CPU` have a \
         list for each CPU. The time is the median of batches on the clock. Nothing was ever found.",
    ours: PERSEQ_ARRAY_STACK,
    rivals: &[CROSSBEAM_STEALER_PER_CPU, MUTEX_PER_CPU, CROSSBEAM_SEGQUEUE],
    runs: Runs::Usual,
    cases: |_| (steals(), Vec::new()),
};

/// Asking a pool that has nothing, giving to one that is full.
pub(crate) static CACHE_MISS: Group = Group {
    name: "cache-miss",
    help: "Asking a pool that has nothing, giving to one that is full",
    title: "asking a pool that has nothing, giving to one that is full",
    explanation: "One object asked for per iteration while there is none; `full`: one given while there is no room, neither in this CPU's \
         row nor in the overflow. The time is the median of batches on the clock. Every answer was the right one.",
    ours: PERSEQ_CACHE,
    rivals: &[PERSEQ_CACHE_FULL, OBJECT_POOL, CROSSBEAM_ARRAYQUEUE, PARKING_LOT_MUTEX_VEC],
    runs: Runs::Usual,
    cases: |_| (misses(), Vec::new()),
};

/// The least that a batch takes.
const BATCH: Duration = Duration::from_micros(20);
/// The values that are put into counters and histograms.
const VALUES: u64 = 1000;
/// The highest value of histograms: a minute in nanoseconds; and the decimal digits that are kept.
const HIGHEST: u64 = 60_000_000_000;
const DIGITS: u8 = 3;
/// Items that a row has room for.
const CAPACITY: usize = 64;

/// CPUs of this machine: what a program's own rows per CPU are for.
fn possible() -> usize {
    cpu::possible().map_or(1, |cpus| cpus.len())
}

/// A case of one thread: `make` prepares, and what it returns does the operation and says whether the answer was right.
pub(super) fn case<O: FnMut() -> bool>(variant: Variant, make: impl Fn() -> O + 'static) -> Case {
    Case { variant, threads: 1, measure: Box::new(move |times| measure(make(), times)) }
}

/// The time of `many` operations, and whether all were right.
fn batch(operation: &mut impl FnMut() -> bool, many: u64) -> (Duration, bool) {
    let (begin, mut exact) = (Instant::now(), true);
    for _ in 0..many {
        exact &= operation();
    }
    (begin.elapsed(), exact)
}

fn measure(mut operation: impl FnMut() -> bool, times: Times) -> Measured {
    let (mut many, mut exact, begin) = (1_u64, true, Instant::now());
    loop {
        let (took, right) = batch(&mut operation, many);
        exact &= right;
        if took >= BATCH && begin.elapsed() >= times.warm_up {
            break;
        }
        if took < BATCH {
            many *= 2;
        }
    }
    let (mut samples, mut ops, begin) = (Vec::new(), 0, Instant::now());
    while samples.is_empty() || begin.elapsed() < times.measure {
        let (took, right) = batch(&mut operation, many);
        samples.push(took.as_secs_f64() * 1e9 / many as f64);
        ops += many;
        exact &= right;
    }
    // One thread that never waits: the median leaves out batches in which it was not on a CPU.
    Measured { grown: None, ns_per_op: Summary::of(&samples).median, ops, exact, cpu_share: 1.0 }
}

/// Does it from as many threads as there are CPUs, one after the other, so that several rows have something.
fn from_all(f: impl Fn(usize) + Sync) {
    for number in 0..possible() {
        thread::scope(|scope| _ = scope.spawn(|| f(number)));
    }
}

/// `counter-sum`: reading a counter.
fn sums() -> Vec<Case> {
    fn ours<I: Index>() -> impl FnMut() -> bool {
        let counter = Counter::<I>::indexed();
        from_all(|_| (0..VALUES).for_each(|_| counter.inc()));
        // Asked once: the answer is read from a file.
        let all = VALUES * possible() as u64;
        move || counter.sum() == all
    }
    let all = VALUES * possible() as u64;
    vec![
        case(PERSEQ_CPU_ID, ours::<perseq::ByCpuId>),
        case(PERSEQ_MM_CID, ours::<ByConcurrencyId>),
        case(PADDED_ATOMICS, move || {
            let rows: Vec<_> = (0..possible()).map(|_| CachePadded::new(AtomicU64::new(0))).collect();
            from_all(|row| _ = rows[row].fetch_add(VALUES, Relaxed));
            move || rows.iter().map(|row| row.load(Relaxed)).sum::<u64>() == all
        }),
        case(SHARED_ATOMIC, move || {
            let counter = AtomicU64::new(0);
            from_all(|_| _ = counter.fetch_add(VALUES, Relaxed));
            move || counter.load(Relaxed) == all
        }),
        case(FAST_COUNTER, move || {
            let counter = ConcurrentCounter::new(possible());
            from_all(|_| counter.add(VALUES.cast_signed() as isize));
            move || counter.sum() as u64 == all
        }),
    ]
}

/// `histogram-snapshot`: reading a histogram.
fn snapshots() -> Vec<Case> {
    fn ours<I: Index>() -> impl FnMut() -> bool {
        let histogram = had(Histogram::<I>::indexed(HIGHEST, DIGITS));
        from_all(|_| (1..=VALUES).for_each(|value| histogram.record(value * value)));
        let all = VALUES * possible() as u64;
        move || histogram.snapshot().count() == all
    }
    fn hdr() -> Hdr<u64> {
        Hdr::new_with_bounds(1, HIGHEST, DIGITS).unwrap_or_else(|error| panic!("{error}"))
    }
    fn record(histogram: &Mutex<Hdr<u64>>) {
        let mut histogram = histogram.lock().unwrap_or_else(PoisonError::into_inner);
        (1..=VALUES).for_each(|value| histogram.saturating_record(value * value));
    }
    let all = VALUES * possible() as u64;
    vec![
        case(PERSEQ_CPU_ID, ours::<perseq::ByCpuId>),
        case(PERSEQ_MM_CID, ours::<ByConcurrencyId>),
        case(HDRHISTOGRAM_PER_CPU, move || {
            let rows: Vec<_> = (0..possible()).map(|_| Mutex::new(hdr())).collect();
            from_all(|row| record(&rows[row]));
            move || {
                let mut sum = hdr();
                for row in &rows {
                    let row = row.lock().unwrap_or_else(PoisonError::into_inner);
                    sum.add(&*row).unwrap_or_else(|error| panic!("{error}"));
                }
                sum.len() == all
            }
        }),
        case(HDRHISTOGRAM_MUTEX, move || {
            let histogram = Mutex::new(hdr());
            from_all(|_| record(&histogram));
            move || histogram.lock().unwrap_or_else(PoisonError::into_inner).clone().len() == all
        }),
    ]
}

/// `steal-empty`: looking in vain for an item in all rows.
fn steals() -> Vec<Case> {
    vec![
        case(PERSEQ_ARRAY_STACK, || {
            let stack = had(ArrayStack::<usize>::try_new(CAPACITY));
            from_all(|item| assert!(stack.push(item).is_ok() && stack.pop() == Some(item)));
            move || stack.steal() == Ok(None)
        }),
        case(PERSEQ_QUEUE, || {
            let queue = had(Queue::<usize>::try_new(CAPACITY));
            from_all(|item| assert!(queue.push(item).is_ok() && queue.pop() == Some(item)));
            move || queue.steal() == Ok(None)
        }),
        case(CROSSBEAM_STEALER_PER_CPU, || {
            let workers: Vec<_> = (0..possible()).map(|_| Worker::<usize>::new_lifo()).collect();
            workers.iter().for_each(|worker| worker.push(1));
            workers.iter().for_each(|worker| assert_eq!(worker.pop(), Some(1)));
            let stealers: Vec<_> = workers.iter().map(Worker::stealer).collect();
            move || {
                // The workers stay: of one that is gone nothing could come.
                let all = stealers.len() == workers.len();
                all && stealers.iter().all(|stealer| matches!(stealer.steal(), Steal::Empty))
            }
        }),
        case(MUTEX_PER_CPU, || {
            let rows: Vec<_> = (0..possible())
                .map(|_| CachePadded::new(parking_lot::Mutex::new(Vec::<usize>::new())))
                .collect();
            move || rows.iter().all(|row| row.lock().pop().is_none())
        }),
        case(CROSSBEAM_SEGQUEUE, || {
            let queue = SegQueue::<usize>::new();
            queue.push(1);
            assert_eq!(queue.pop(), Some(1));
            move || queue.pop().is_none()
        }),
    ]
}

/// `cache-miss`: asking a pool that has nothing, and giving to one that is full.
fn misses() -> Vec<Case> {
    fn ours<I: Index>() -> impl FnMut() -> bool {
        let cache = had(Cache::<usize, I>::try_indexed(CAPACITY, 4 * CAPACITY));
        from_all(|item| assert!(cache.put(item).is_ok() && cache.get() == Some(item)));
        move || cache.get().is_none()
    }
    vec![
        case(PERSEQ_CACHE, ours::<perseq::ByCpuId>),
        case(PERSEQ_CACHE_MM_CID, ours::<ByConcurrencyId>),
        case(PERSEQ_CACHE_FULL, || {
            let cache = had(Cache::try_new(CAPACITY, 4 * CAPACITY));
            let mut inside = (0..).take_while(|&item| cache.put(item).is_ok()).count();
            move || {
                if cache.put(0).is_err() {
                    return true;
                }
                // Another CPU's row, should this thread come there, has room.
                inside += 1;
                cache.len() == inside
            }
        }),
        case(OBJECT_POOL, || {
            let pool = object_pool::Pool::<usize>::from_vec(Vec::with_capacity(CAPACITY));
            move || pool.try_pull().is_none()
        }),
        case(CROSSBEAM_ARRAYQUEUE, || {
            let queue = ArrayQueue::<usize>::new(CAPACITY);
            move || queue.pop().is_none()
        }),
        case(CROSSBEAM_ARRAYQUEUE_FULL, || {
            let queue = ArrayQueue::new(CAPACITY);
            (0..CAPACITY).for_each(|item| assert_eq!(queue.push(item), Ok(())));
            move || queue.push(0) == Err(0)
        }),
        case(PARKING_LOT_MUTEX_VEC, || {
            let pool = parking_lot::Mutex::new(Vec::<usize>::with_capacity(CAPACITY));
            move || pool.lock().pop().is_none()
        }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rival_has_the_right_answer_and_a_wrong_one_is_noticed() {
        let times = Times { warm_up: Duration::from_millis(1), measure: Duration::from_millis(5) };
        for case in [sums(), snapshots(), steals(), misses()].into_iter().flatten() {
            let measured = (case.measure)(times);
            assert!(measured.exact, "{} has answered wrong", case.variant);
            assert!(measured.ops > 0 && measured.ns_per_op > 0.0, "{} did nothing", case.variant);
        }
        let mut calls = 0;
        let wrong_once = move || {
            calls += 1;
            calls != 3
        };
        assert!(!measure(wrong_once, times).exact);
    }
}
