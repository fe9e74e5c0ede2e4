//! Memory: no operation asks for any, or frees any, while it holds a row. A handler that waits for the row may have interrupted
//! the allocator, whose lock the holder would then wait for.

#![allow(clippy::undocumented_unsafe_blocks, clippy::std_instead_of_core, reason = "test code")]
#![cfg(not(any(miri, perseq_model)))]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use perseq::{
    ArrayStack, Cache, CpuLock, IntrusiveStack, Link, Node, Queue, RingBuffer, Stack,
    perseq_core::{cpu, guard::held_here},
};

thread_local! {
    /// Calls of the allocator in which this thread held a row.
    static CALLS: Cell<usize> = const { Cell::new(0) };
}

/// The system's allocator, which counts.
struct Counting;

fn count() {
    if held_here() > 0 {
        CALLS.set(CALLS.get() + 1);
    }
}

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count();
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, address: *mut u8, layout: Layout) {
        count();
        unsafe { System.dealloc(address, layout) }
    }

    unsafe fn realloc(&self, address: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count();
        unsafe { System.realloc(address, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often `work` calls the allocator while it holds a row.
fn calls_of(work: impl FnOnce()) -> usize {
    let before = CALLS.get();
    work();
    CALLS.get() - before
}

struct Job(Link);

unsafe impl Node for Job {
    const LINK: usize = std::mem::offset_of!(Job, 0);
}

/// Every verb that takes items from rows that others hold, of a structure to which `$push` adds one.
macro_rules! takes_without_the_allocator {
    ($structure:ident, $push:expr) => {{
        let push = |row: u32| (0..6).for_each(|_| $structure.with_row(row, $push).unwrap());
        // More than is taken at first, in a row that is no CPU's, so that it is the first with items.
        push(cpu::rows() - 1);
        let mut into = Vec::with_capacity(2);
        let mut taken = 0;
        let calls = calls_of(|| {
            taken += usize::from($structure.steal().unwrap().is_some());
            taken += $structure.steal_into(&mut into).unwrap();
            taken += usize::from($structure.steal().unwrap().is_some());
        });
        assert_eq!((calls, taken), (0, 2 + into.len()), stringify!($structure));
        assert!(!into.is_empty() && into.len() <= into.capacity());
        let mut left = 6 - taken;
        assert_eq!(calls_of(|| $structure.drain_row(cpu::rows() - 1, |_| left -= 1).unwrap()), 0);
        assert_eq!(left, 0, "what one takes, the others do not");
        push(0);
        assert_eq!(calls_of(|| $structure.drain(drop).unwrap()), 0);
        push(0);
        assert_eq!(calls_of(|| drop($structure.take_row(0).unwrap())), 0);
    }};
}

#[test]
fn no_operation_asks_for_memory_or_frees_any_while_it_holds_a_row() {
    let stack = Stack::new();
    takes_without_the_allocator!(stack, |row| row.push(Box::new(7)));
    let array = ArrayStack::new(8);
    takes_without_the_allocator!(array, |row| row.push(Box::new(7)).unwrap());
    let queue = Queue::new(8);
    takes_without_the_allocator!(queue, |row| row.push(Box::new(7)).unwrap());
    let jobs = IntrusiveStack::new();
    takes_without_the_allocator!(jobs, |row| row.push(Box::new(Job(Link::new()))));
    let cache = Cache::new(8, 8);
    takes_without_the_allocator!(cache, |row| row.push(Box::new(7)).unwrap());

    let ring = RingBuffer::new(1 << 10, perseq::Mode::Overwrite);
    let lock = CpuLock::new(|_| Vec::with_capacity(1)).unwrap();
    let calls = calls_of(|| {
        (0..100).for_each(|_| ring.write(&[7; 40]).unwrap());
        assert!(ring.drain(|_, record| assert_eq!(record, [7; 40])).unwrap() > 0);
        lock.lock().unwrap().push(7);
        assert_eq!(
            (0..lock.rows()).map(|row| lock.with_row(row, |list| list.len()).unwrap()).sum::<usize>(),
            1
        );
        (0..16).for_each(|_| _ = cache.put(Box::new(7)));
        cache.drain(drop).unwrap();
    });
    assert_eq!(calls, 0);
}

#[test]
fn an_allocation_under_a_row_is_seen() {
    let stack = Stack::new();
    assert_eq!(calls_of(|| stack.with_row(0, |row| row.push(7)).unwrap()), 1);
    assert_eq!(calls_of(|| _ = stack.with_row(0, |row| row.pop()).unwrap()), 1);
}
