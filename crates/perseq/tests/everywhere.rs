//! Each structure loses nothing and doubles nothing, on every system: with restartable sequences, and where there are none.
//!
//! It needs no other crate and no unsafe code, so `cargo xtask foreign` builds it for systems that this machine is not, and runs
//! what it can. If there are no threads, the workers run one after the other.

#![forbid(unsafe_code)]
#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::{
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread,
};

use perseq::{
    ArrayStack, ByConcurrencyId, Cache, Counter, CpuLock, Histogram, MinMax, Mode, PerCpu, Queue, RingBuffer,
    SignedCounter, Stack,
};

const WORKERS: u64 = 6;
const EACH: u64 = if cfg!(any(miri, perseq_model)) { 20 } else { 20_000 };

/// Runs `work` with each worker's number, at the same time where this system has threads.
fn at_once(work: impl Fn(u64) + Sync) {
    if cfg!(target_family = "wasm") {
        return (0..WORKERS).for_each(work);
    }
    thread::scope(|scope| {
        for worker in 0..WORKERS {
            let work = &work;
            scope.spawn(move || work(worker));
        }
    });
}

/// The numbers that worker `worker` puts into a structure: no two workers have one in common.
fn numbers(worker: u64) -> impl Iterator<Item = u64> {
    (0..EACH).map(move |n| worker * EACH + n)
}

/// The items taken out of a structure, by all workers together.
#[derive(Default)]
struct Taken(Mutex<Vec<u64>>);

impl Taken {
    fn extend(&self, numbers: impl IntoIterator<Item = u64>) {
        self.0.lock().unwrap().extend(numbers);
    }

    /// Asserts that it is each number of each worker, once.
    fn assert_all(self) {
        let mut taken = self.0.into_inner().unwrap();
        taken.sort_unstable();
        assert!(taken.into_iter().eq(0..WORKERS * EACH), "an item was lost, or there was one twice");
    }
}

#[test]
fn counters_count_every_addition() {
    static BY_CPU: Counter = Counter::new();
    static BY_ID: Counter<ByConcurrencyId> = Counter::indexed();
    static SIGNED: SignedCounter = SignedCounter::new();
    at_once(|worker| {
        for n in numbers(worker) {
            BY_CPU.inc();
            BY_ID.add(n);
            if n % 3 == 0 { SIGNED.sub(5) } else { SIGNED.inc() }
        }
    });
    let all = WORKERS * EACH;
    assert_eq!(BY_CPU.sum(), all);
    assert_eq!(BY_ID.reset(), all * (all - 1) / 2);
    assert_eq!(BY_ID.sum(), 0);
    let thirds = all.div_ceil(3).cast_signed();
    assert_eq!(SIGNED.sum(), all.cast_signed() - 6 * thirds);
}

#[test]
fn histograms_and_extremes_see_every_value() {
    let histogram = Histogram::new(1_000_000, 2).unwrap();
    let extremes = MinMax::new();
    at_once(|worker| {
        for n in numbers(worker) {
            histogram.record(n);
            extremes.record(n.cast_signed() - 7);
        }
    });
    assert_eq!(histogram.snapshot().count(), WORKERS * EACH);
    assert_eq!(extremes.get(), Some((-7, (WORKERS * EACH).cast_signed() - 8)));
}

#[test]
fn values_per_cpu_are_added_up() {
    let values: PerCpu<AtomicU64> = PerCpu::zeroed().unwrap();
    at_once(|worker| numbers(worker).for_each(|_| _ = values.here().fetch_add(1, Relaxed)));
    assert_eq!(values.iter().map(|value| value.load(Relaxed)).sum::<u64>(), WORKERS * EACH);
}

#[test]
fn array_stacks_give_back_what_they_were_given() {
    let (stack, taken) = (ArrayStack::<usize>::try_new(64).unwrap(), Taken::default());
    at_once(|worker| {
        let mut mine = Vec::new();
        for n in numbers(worker) {
            if let Err(full) = stack.push(n as usize) {
                mine.push(full.into_item() as u64);
            }
            if n % 3 == 0 {
                mine.extend(stack.pop().map(|n| n as u64));
            } else if n % 101 == 0 {
                mine.extend(stack.steal().unwrap().map(|n| n as u64));
            }
        }
        taken.extend(mine);
    });
    stack.drain(|n| taken.extend([n as u64])).unwrap();
    taken.assert_all();
}

#[test]
fn lists_give_back_what_they_were_given() {
    let (stack, taken) = (Stack::<u64>::try_new().unwrap(), Taken::default());
    at_once(|worker| {
        let mut mine = Vec::new();
        for n in numbers(worker) {
            stack.push(n).unwrap();
            if n % 2 == 0 {
                mine.extend(stack.pop());
            } else if n % 101 == 0 {
                mine.extend(stack.steal().unwrap());
            }
        }
        taken.extend(mine);
    });
    stack.drain(|n| taken.extend([n])).unwrap();
    taken.assert_all();
}

#[test]
fn queues_give_back_what_they_were_given() {
    let (queue, taken) = (Queue::<usize>::try_new(64).unwrap(), Taken::default());
    at_once(|worker| {
        let mut mine = Vec::new();
        for n in numbers(worker) {
            if let Err(full) = queue.push(n as usize) {
                mine.push(full.into_item() as u64);
            }
            if n % 3 == 0 {
                mine.extend(queue.pop().map(|n| n as u64));
            } else if n % 101 == 0 {
                mine.extend(queue.steal().unwrap().map(|n| n as u64));
            }
        }
        taken.extend(mine);
    });
    queue.drain(|n| taken.extend([n as u64])).unwrap();
    taken.assert_all();
}

#[test]
fn caches_give_back_what_they_were_given() {
    let (cache, taken) = (Cache::<Box<u64>>::try_new(8, 32).unwrap(), Taken::default());
    at_once(|worker| {
        let mut mine = Vec::new();
        for n in numbers(worker) {
            if let Err(full) = cache.put(Box::new(n)) {
                mine.push(*full.into_item());
            }
            if n % 3 == 0 {
                mine.extend(cache.get().map(|n| *n));
            }
        }
        taken.extend(mine);
    });
    cache.drain(|n| taken.extend([*n])).unwrap();
    taken.assert_all();
}

#[test]
fn rings_keep_records_whole() {
    let ring: RingBuffer = RingBuffer::try_new(1 << 10, Mode::Discard).unwrap();
    let taken = Taken::default();
    let read = |_row: u32, record: &[u8]| {
        let [first, second] =
            [&record[..8], &record[8..]].map(|half| u64::from_ne_bytes(half.try_into().unwrap()));
        assert_eq!(first, !second, "a record is torn");
        taken.extend([first]);
    };
    at_once(|worker| {
        for n in numbers(worker) {
            let record = [n.to_ne_bytes(), (!n).to_ne_bytes()].concat();
            // A reader of that row may be another worker: it makes room.
            while ring.write(&record).is_err() {
                _ = ring.drain(read);
                thread::yield_now();
            }
        }
    });
    ring.drain(read).unwrap();
    taken.assert_all();
}

#[test]
fn locks_exclude() {
    let lock = CpuLock::new(|_| 0_u64).unwrap();
    at_once(|worker| {
        for n in numbers(worker) {
            if n % 64 == 0 {
                lock.with_row((n / 64) as u32 % lock.rows(), |value| *value += 1).unwrap();
            } else {
                *lock.lock().unwrap() += 1;
            }
        }
    });
    let mut lock = lock;
    assert_eq!(lock.iter_mut().map(|value| *value).sum::<u64>(), WORKERS * EACH);
}

#[test]
fn rows_of_others_can_be_reached_and_what_there_is_not_is_an_error() {
    let stack = ArrayStack::<usize>::try_new(4).unwrap();
    let last = perseq::perseq_core::cpu::rows() - 1;
    stack.with_row(last, |row| row.push(7).unwrap()).unwrap();
    assert!(stack.with_row(perseq::perseq_core::cpu::bound(), |_| ()).is_err());
    assert_eq!(stack.take_row(last).unwrap(), [7]);
    assert!(stack.is_empty());
}
