//! Structures in statics: made at compile time, with memory from the first use on.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(not(any(miri, perseq_model)))]

use perseq_testing as support;

use std::sync::{Barrier, atomic::AtomicUsize, atomic::Ordering::Relaxed};

use perseq::{
    ArrayStack, ByConcurrencyId, Cache, Error, IntrusiveStack, Link, MinMax, Mode, Node, Queue, RingBuffer,
    Stack,
    perseq_core::{ByCpuId, guard::Guarded, pool::Pool},
};

struct Job(usize, Link);

unsafe impl Node for Job {
    const LINK: usize = std::mem::offset_of!(Job, 1);
}

const THREADS: usize = 8;
const EACH: usize = 500;
const ALL: usize = THREADS * EACH;

static ARRAY: ArrayStack<Box<usize>> = ArrayStack::new(ALL);
static ARRAY_BY_ID: ArrayStack<usize, ByConcurrencyId> = ArrayStack::indexed(ALL);
static QUEUE: Queue<usize> = Queue::new(ALL);
static STACK: Stack<String> = Stack::new();
static JOBS: IntrusiveStack<Job> = IntrusiveStack::new();
static CACHE: Cache<Box<usize>> = Cache::new(8, ALL);
static RING: RingBuffer = RingBuffer::new(1 << 17, Mode::Discard);
static SEEN: MinMax = MinMax::new();

#[test]
fn statics_are_exact_when_all_threads_use_them_first_at_once() {
    let start = Barrier::new(THREADS);
    std::thread::scope(|scope| {
        for thread in 0..THREADS {
            let start = &start;
            scope.spawn(move || {
                start.wait();
                for item in (0..EACH).map(|item| thread * EACH + item) {
                    ARRAY.push(Box::new(item)).unwrap();
                    ARRAY_BY_ID.push(item).unwrap();
                    QUEUE.push(item).unwrap();
                    STACK.push(item.to_string()).unwrap();
                    JOBS.push(Box::new(Job(item, Link::new()))).unwrap();
                    CACHE.put(Box::new(item)).unwrap();
                    RING.write(&item.to_ne_bytes()).unwrap();
                    SEEN.record(item as i64);
                }
            });
        }
    });
    let mut found = vec![Vec::new(); 7];
    ARRAY.drain(|item| found[0].push(*item)).unwrap();
    ARRAY_BY_ID.drain(|item| found[1].push(item)).unwrap();
    QUEUE.drain(|item| found[2].push(item)).unwrap();
    STACK.drain(|item| found[3].push(item.parse().unwrap())).unwrap();
    JOBS.drain(|job| found[4].push(job.0)).unwrap();
    CACHE.drain(|item| found[5].push(*item)).unwrap();
    RING.drain(|_, record| found[6].push(usize::from_ne_bytes(record.try_into().unwrap()))).unwrap();
    for (which, items) in found.iter_mut().enumerate() {
        items.sort_unstable();
        assert!(items.iter().copied().eq(0..ALL), "structure {which}: {} items", items.len());
    }
    assert_eq!(SEEN.get(), Some((0, ALL as i64 - 1)));
}

/// Each structure that has not been used yet, by its verbs that only look.
#[test]
fn what_was_never_used_is_empty_and_takes_no_memory() {
    static POOL: Pool = Pool::with_limit(0);
    static ARRAY: ArrayStack<usize> = ArrayStack::new_in(4, &POOL);
    static QUEUE: Queue<usize> = Queue::new_in(4, &POOL);
    static STACK: Stack<usize> = Stack::new_in(&POOL);
    static JOBS: IntrusiveStack<Job> = IntrusiveStack::new_in(&POOL);
    static CACHE: Cache<usize> = Cache::new_in(4, 4, &POOL);
    static RING: RingBuffer = RingBuffer::new_in(64, Mode::Overwrite, &POOL);
    static SEEN: MinMax = MinMax::new_in(&POOL);

    assert!(ARRAY.is_empty() && QUEUE.is_empty() && STACK.is_empty() && JOBS.is_empty() && CACHE.is_empty());
    assert!(RING.is_empty() && SEEN.get().is_none());
    assert_eq!((ARRAY.len(), QUEUE.len(), CACHE.len()), (0, 0, 0));
    assert_eq!((ARRAY.steal(), QUEUE.steal(), STACK.steal()), (Ok(None), Ok(None), Ok(None)));
    assert_eq!((ARRAY.drain(|_| ()), RING.drain(|_, _| ())), (Ok(()), Ok(0)));
    assert_eq!(POOL.failures(), 0, "nothing was asked of the pool");

    // It has no room: every use says so, and gives the item back.
    let exhausted = Error::Exhausted { size: 56, ranges: 0 };
    assert_eq!(ARRAY.push(1).map_err(|rejected| rejected.why()), Err(exhausted));
    assert_eq!(ARRAY.prepare(), Err(exhausted));
    assert!(matches!(ARRAY.try_pop(), Err(Error::Exhausted { .. })));
    assert!(matches!(ARRAY.take_row(0), Err(Error::Exhausted { .. })));
    assert!(matches!(QUEUE.push(7).map_err(|rejected| (rejected.why(), rejected.into_item())), Err((_, 7))));
    assert!(matches!(QUEUE.try_pop(), Err(Error::Exhausted { .. })));
    assert!(matches!(STACK.push(7).map_err(|rejected| rejected.into_item()), Err(7)));
    assert!(JOBS.push(Box::new(Job(7, Link::new()))).is_err() && JOBS.pop().is_none());
    assert!(matches!(RING.write(b"one"), Err(Error::Exhausted { .. })));
    assert_eq!(RING.lost(), 1);
    assert!(matches!(RING.reader(0).map(drop), Err(Error::Exhausted { .. })));
    assert!(matches!(CACHE.prepare(), Err(Error::Exhausted { .. })));
    // The overflow is of no pool, and the extremes go to the structure itself.
    assert_eq!((CACHE.put(7).map_err(|rejected| rejected.why()), CACHE.try_get()), (Ok(()), Ok(Some(7))));
    SEEN.record(-3);
    assert_eq!(SEEN.get(), Some((-3, -3)));
}

#[test]
fn prepared_structures_ask_for_nothing_later() {
    const NAME: &str = "prepared_structures_ask_for_nothing_later";
    support::alone(NAME, &[], || {
        static ARRAY: ArrayStack<usize> = ArrayStack::new(4);
        static CACHE: Cache<usize> = Cache::new(2, 64);
        static RING: RingBuffer = RingBuffer::new(64, Mode::Overwrite);
        for _ in 0..2 {
            assert_eq!((ARRAY.prepare(), CACHE.prepare(), RING.prepare()), (Ok(()), Ok(()), Ok(())));
        }
        // No memory from now on.
        support::deny(libc::SYS_mmap, libc::ENOMEM);
        support::deny(libc::SYS_mprotect, libc::ENOMEM);
        ARRAY.push(7).unwrap();
        RING.write(b"one").unwrap();
        (0..32).for_each(|item| CACHE.put(item).unwrap());
        assert_eq!(CACHE.len(), 32);
        static LATE: Queue<usize> = Queue::new_in(8, &LATE_POOL);
        static LATE_POOL: Pool = Pool::new();
        let why = LATE.push(1).unwrap_err().why();
        assert!(matches!(why, Error::Syscall { call: "mmap", errno: libc::ENOMEM }), "{why:?}");
    });
}

/// Threads race for the first use of rows without memory: one of them allocates, and all use the same.
#[test]
fn rows_get_memory_once() {
    for _ in 0..200 {
        let rows = Guarded::<ByCpuId>::unplaced(64, 64, 0, None);
        let (start, first) = (Barrier::new(4), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    start.wait();
                    rows.place().unwrap();
                    let base = rows.base().addr();
                    let before =
                        first.compare_exchange(0, base, Relaxed, Relaxed).unwrap_or_else(|there| there);
                    assert!(before == 0 || before == base);
                });
            }
        });
    }
}

#[test]
fn a_capacity_that_cannot_be_is_refused_when_it_is_computed() {
    let refused: [fn(); 5] = [
        || drop(ArrayStack::<usize>::new(0)),
        || drop(ArrayStack::<usize>::new(1 << 20)),
        || drop(Queue::<usize>::new(0)),
        || drop(RingBuffer::new(0, Mode::Discard)),
        || drop(Cache::<usize>::new(0, 0)),
    ];
    for make in refused {
        assert!(std::panic::catch_unwind(make).is_err());
    }
}
