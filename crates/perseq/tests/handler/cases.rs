//! The operations: each is the first one that its thread, or its process, does.

use std::sync::{
    OnceLock,
    atomic::{AtomicUsize, Ordering::SeqCst},
};

use perseq::{
    ArrayStack, ByConcurrencyId, Cache, Counter, CpuLock, Histogram, IntrusiveStack, Link, MinMax, Mode,
    Node, PerCpu, Queue, RingBuffer, SignedCounter,
};

static COUNTER: Counter = Counter::new();
static SIGNED: SignedCounter = SignedCounter::new();
static BY_CID: Counter<ByConcurrencyId> = Counter::indexed();
static HISTOGRAM: OnceLock<Histogram> = OnceLock::new();
static MIN_MAX: OnceLock<MinMax> = OnceLock::new();
static PER_CPU: OnceLock<PerCpu<AtomicUsize>> = OnceLock::new();
static ARRAY: OnceLock<ArrayStack<usize>> = OnceLock::new();
static ARRAY_BY_CID: OnceLock<ArrayStack<usize, ByConcurrencyId>> = OnceLock::new();
static QUEUE: OnceLock<Queue<usize>> = OnceLock::new();
static CACHE: OnceLock<Cache<usize>> = OnceLock::new();
static RING: OnceLock<RingBuffer> = OnceLock::new();
static LOCK: OnceLock<CpuLock<usize>> = OnceLock::new();

/// First used in the handler: it gets its memory there.
static EMPTY_ARRAY: ArrayStack<usize> = ArrayStack::new(8);
static EMPTY_QUEUE: Queue<usize> = Queue::new(8);
static EMPTY_LIST: IntrusiveStack<Bare> = IntrusiveStack::new();
static EMPTY_CACHE: Cache<usize> = Cache::new(1, 64);
static EMPTY_RING: RingBuffer = RingBuffer::new(1024, Mode::Discard);
static EMPTY_EXTREMES: MinMax = MinMax::new();

struct Bare(Link);

unsafe impl Node for Bare {
    const LINK: usize = std::mem::offset_of!(Bare, 0);
}

static NODE: std::sync::Mutex<Option<Box<Bare>>> = std::sync::Mutex::new(None);

/// An operation, and what is made before, outside of handlers.
pub(crate) type Case = (&'static str, fn(), fn());

pub(crate) const CASES: [Case; 19] = [
    ("Counter", || (), || COUNTER.inc()),
    ("SignedCounter", || (), || SIGNED.dec()),
    ("Counter by concurrency id", || (), || BY_CID.inc()),
    (
        "Histogram",
        || drop(HISTOGRAM.set(Histogram::new(100_000, 2).unwrap())),
        || {
            HISTOGRAM.get().unwrap().record(7);
        },
    ),
    ("MinMax", || drop(MIN_MAX.set(MinMax::new())), || MIN_MAX.get().unwrap().record(7)),
    (
        "PerCpu",
        || drop(PER_CPU.set(PerCpu::new(|_| AtomicUsize::new(0)).unwrap())),
        || {
            PER_CPU.get().unwrap().here().fetch_add(1, SeqCst);
        },
    ),
    (
        "ArrayStack",
        || drop(ARRAY.set(ArrayStack::try_new(8).unwrap())),
        || {
            let _ = ARRAY.get().unwrap().push(7);
            let _ = ARRAY.get().unwrap().pop();
        },
    ),
    (
        "ArrayStack by concurrency id",
        || drop(ARRAY_BY_CID.set(ArrayStack::try_indexed(8).unwrap())),
        || {
            let _ = ARRAY_BY_CID.get().unwrap().push(7);
            let _ = ARRAY_BY_CID.get().unwrap().pop();
        },
    ),
    (
        "Queue",
        || drop(QUEUE.set(Queue::try_new(8).unwrap())),
        || {
            let _ = QUEUE.get().unwrap().push(7);
            let _ = QUEUE.get().unwrap().pop();
        },
    ),
    (
        "Cache",
        || drop(CACHE.set(Cache::try_new(8, 8).unwrap())),
        || {
            let _ = CACHE.get().unwrap().put(7);
            let _ = CACHE.get().unwrap().get();
        },
    ),
    (
        "RingBuffer",
        || drop(RING.set(RingBuffer::try_new(1024, Mode::Discard).unwrap())),
        || {
            RING.get().unwrap().write(&[7; 24]).unwrap();
        },
    ),
    (
        "CpuLock",
        || drop(LOCK.set(CpuLock::new(|_| 0).unwrap())),
        || {
            *LOCK.get().unwrap().lock().unwrap() += 1;
        },
    ),
    ("ArrayStack without memory", || (), || drop((EMPTY_ARRAY.push(7), EMPTY_ARRAY.pop()))),
    ("Queue without memory", || (), || drop((EMPTY_QUEUE.push(7), EMPTY_QUEUE.pop()))),
    (
        "IntrusiveStack without memory",
        || *NODE.lock().unwrap() = Some(Box::new(Bare(Link::new()))),
        || {
            if let Some(node) = NODE.lock().unwrap().take() {
                std::mem::forget(EMPTY_LIST.push(node));
            }
            std::mem::forget(EMPTY_LIST.pop());
        },
    ),
    (
        "Cache without memory",
        || (),
        || {
            let _ = (EMPTY_CACHE.put(7), EMPTY_CACHE.get());
        },
    ),
    // Items that do not fit the array go to the overflow, and come back from there.
    (
        "Cache, a batch",
        || _ = EMPTY_CACHE.put(7),
        || {
            let _ = (EMPTY_CACHE.put(8), EMPTY_CACHE.get(), EMPTY_CACHE.get());
        },
    ),
    ("RingBuffer without memory", || (), || _ = EMPTY_RING.write(&[7; 24])),
    ("MinMax without memory", || (), || EMPTY_EXTREMES.record(7)),
];
