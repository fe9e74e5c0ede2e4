//! Threads that make the same event type at once: they get one, and what they made beside it is not kept.

#![cfg(target_pointer_width = "64")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use perseq_testing as support;

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    sync::{
        Barrier,
        atomic::{AtomicI64, AtomicU32, AtomicU64, Ordering::SeqCst},
    },
    thread,
    time::Instant,
};

use perseq_trace::{DynamicType, Kind, Level};

/// The system's allocator, which counts what threads ask for that want it: the test harness's own thread begins to wait at some time, and keeps
/// memory for that.
struct Counting;

thread_local! {
    static IS_COUNTED: Cell<bool> = const { Cell::new(false) };
}

static LIVE: AtomicI64 = AtomicI64::new(0);
static REQUESTS: AtomicU64 = AtomicU64::new(0);

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if IS_COUNTED.get() {
            LIVE.fetch_add(layout.size() as i64, SeqCst);
            REQUESTS.fetch_add(1, SeqCst);
        }
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, address: *mut u8, layout: Layout) {
        if IS_COUNTED.get() {
            LIVE.fetch_sub(layout.size() as i64, SeqCst);
        }
        unsafe { System.dealloc(address, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Each needs as much as every other.
fn make(line: u32) -> usize {
    let fields = [("number", Kind::Int { bytes: 4, signed: false }), ("text", Kind::Text)];
    let made = DynamicType::leak("together", "made", Level::Info, "together.lua", line, &fields);
    std::ptr::from_ref(made).addr()
}

/// What that leaves behind, in bytes, and how often it asks for memory.
fn cost(work: impl FnOnce()) -> (i64, u64) {
    let before = (LIVE.load(SeqCst), REQUESTS.load(SeqCst));
    work();
    (LIVE.load(SeqCst) - before.0, REQUESTS.load(SeqCst) - before.1)
}

#[test]
fn what_threads_make_at_once_is_kept_once() {
    const THREADS: usize = 4;
    support::alone("what_threads_make_at_once_is_kept_once", &[], || {
        IS_COUNTED.set(true);
        make(0);
        let (kept, requests) = cost(|| _ = make(1));
        assert_eq!(cost(|| _ = make(1)).0, 0, "it is there");
        let looks = cost(|| _ = make(1));
        let (line, barrier) = (AtomicU32::new(0), Barrier::new(THREADS + 1));
        let made: [AtomicU64; THREADS] = [const { AtomicU64::new(0) }; THREADS];
        thread::scope(|scope| {
            for made in &made {
                let (line, barrier) = (&line, &barrier);
                scope.spawn(move || {
                    IS_COUNTED.set(true);
                    loop {
                        barrier.wait();
                        match line.load(SeqCst) {
                            0 => break,
                            line => made.store(make(line) as u64, SeqCst),
                        }
                        barrier.wait();
                    }
                });
            }
            let round = |next: u32| {
                line.store(next, SeqCst);
                cost(|| {
                    barrier.wait();
                    barrier.wait();
                })
            };
            // The threads' own beginnings.
            round(2);
            let (start, mut twice, mut next, mut wrong) = (Instant::now(), 0, 3, None);
            while twice < 20 && wrong.is_none() && start.elapsed() < support::PATIENCE {
                let (left, asked) = round(next);
                if left != kept || made.iter().any(|one| one.load(SeqCst) != made[0].load(SeqCst)) {
                    wrong = Some(format!("type {next}: {left} bytes are left, {kept} of one: {made:x?}"));
                }
                // One of them makes it, the others look; if one has asked for more, it was making it as well.
                twice += u32::from(asked > requests + (THREADS as u64 - 1) * looks.1);
                next += 1;
            }
            // Before anything is asserted: they wait for it.
            line.store(0, SeqCst);
            barrier.wait();
            assert_eq!(wrong, None);
            assert!(twice >= 20, "two threads made one at once {twice} times of {next}");
            println!("{next} types, {twice} of them by two threads or more at once");
        });
    });
}
