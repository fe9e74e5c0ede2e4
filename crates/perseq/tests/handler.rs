//! The first operation of a process, or of a thread, in a signal handler: on an alternate stack of which it may use little.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(not(any(miri, perseq_model)))]

#[path = "../../perseq-core/tests/support/mod.rs"]
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use std::{
    ptr::null_mut,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
};

use perseq::{
    ArrayStack, ByConcurrencyId, Cache, Counter, CpuLock, Histogram, IntrusiveStack, Link, MinMax, Mode,
    Node, PerCpu, Queue, RingBuffer, SignedCounter,
};
use support::{WITHOUT_GLIBC, alone};

/// Bytes of stack that an operation may use, its callees included. Without optimisation each function keeps every
/// temporary value of its own.
const LIMIT: usize = if cfg!(debug_assertions) { 6 * 1024 } else { 1024 };
/// Beside that: the words of a cache's batch.
const BATCH: usize = 640;
const STACK: usize = 128 * 1024;
const PAINT: u8 = 0xa5;

static BODY: AtomicUsize = AtomicUsize::new(0);
static USED: AtomicUsize = AtomicUsize::new(0);
static BOTTOM: AtomicUsize = AtomicUsize::new(0);

extern "C" fn handler(_signal: i32) {
    let here = 0_u8;
    let top = (&raw const here).expose_provenance();
    let body = unsafe { std::mem::transmute::<usize, fn()>(BODY.load(SeqCst)) };
    // The kernel's frame is above; the bytes painted below are still so.
    body();
    let bottom = BOTTOM.load(SeqCst);
    let painted = std::ptr::with_exposed_provenance::<u8>(bottom);
    let untouched =
        (0..top - bottom).take_while(|n| unsafe { painted.add(*n).read_volatile() } == PAINT).count();
    USED.store(top - bottom - untouched, SeqCst);
}

/// How much of an alternate stack `body` uses in a handler of this thread.
fn used_by(body: fn()) -> usize {
    let stack = Box::leak(vec![PAINT; STACK].into_boxed_slice());
    let alternate = libc::stack_t { ss_sp: stack.as_mut_ptr().cast(), ss_flags: 0, ss_size: STACK };
    BOTTOM.store(stack.as_mut_ptr().expose_provenance(), SeqCst);
    BODY.store(body as usize, SeqCst);
    unsafe {
        let mut action: libc::sigaction = std::mem::zeroed();
        action.sa_sigaction = handler as *const () as usize;
        action.sa_flags = libc::SA_ONSTACK;
        let mut before: libc::stack_t = std::mem::zeroed();
        assert_eq!(libc::sigaltstack(&alternate, &mut before), 0);
        assert_eq!(libc::sigaction(libc::SIGUSR1, &action, null_mut()), 0);
        assert_eq!(libc::raise(libc::SIGUSR1), 0);
        assert_eq!(libc::sigaltstack(&before, null_mut()), 0);
    }
    USED.load(SeqCst)
}

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
type Case = (&'static str, fn(), fn());

const CASES: [Case; 19] = [
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

#[test]
fn a_first_operation_in_a_handler_needs_little_stack() {
    const NAME: &str = "a_first_operation_in_a_handler_needs_little_stack";
    for (case, make, operation) in CASES {
        for thread in ["fresh", "attached"] {
            for tunables in ["", WITHOUT_GLIBC.1] {
                let variables = [("CASE", case), ("THREAD", thread), (WITHOUT_GLIBC.0, tunables)];
                // The child comes by here, too, with variables of its own.
                if std::env::var("CASE").is_ok_and(|wanted| wanted != case) {
                    continue;
                }
                alone(NAME, &variables, || {
                    make();
                    // The threads of the test harness have done nothing yet.
                    if std::env::var("THREAD").unwrap() == "attached" {
                        let _refused = perseq::perseq_core::thread::attach();
                    }
                    let used = used_by(operation);
                    eprintln!("{case} on a thread: {used} bytes");
                    let limit = LIMIT + if case.ends_with("a batch") { BATCH } else { 0 };
                    assert!(used <= limit, "{used} bytes of stack, more than {limit}");
                });
            }
        }
    }
}

/// Calls that a filter may refuse after the start, at any time.
const REFUSED: [libc::c_long; 12] = [
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_madvise,
    libc::SYS_mprotect,
    libc::SYS_membarrier,
    libc::SYS_rseq,
    libc::SYS_mbind,
    libc::SYS_getcpu,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_setaffinity,
    libc::SYS_futex,
    libc::SYS_openat,
];

#[test]
fn a_first_operation_keeps_errno_whatever_call_is_refused() {
    const NAME: &str = "a_first_operation_keeps_errno_whatever_call_is_refused";
    for (number, call) in REFUSED.iter().enumerate() {
        let variables = [("CALL", number.to_string())];
        if std::env::var("CALL").is_ok_and(|wanted| wanted != variables[0].1) {
            continue;
        }
        for tunables in ["", WITHOUT_GLIBC.1] {
            let variables = [("CALL", &*variables[0].1), (WITHOUT_GLIBC.0, tunables)];
            alone(NAME, &variables, || {
                CASES.iter().for_each(|(_, make, _)| make());
                support::deny(*call, libc::EPERM);
                let errno = unsafe { libc::__errno_location() };
                for (case, _, operation) in CASES {
                    unsafe { errno.write(12_345) };
                    // Without memory some say so, by a panic of this test's own.
                    let _refused = std::panic::catch_unwind(operation);
                    if _refused.is_ok() {
                        assert_eq!(unsafe { errno.read() }, 12_345, "{case} without call {call}");
                    }
                }
                // Nothing of the C library's own may need the call any more.
                println!("the body ran to its end");
                unsafe { libc::_exit(0) };
            });
        }
    }
}
