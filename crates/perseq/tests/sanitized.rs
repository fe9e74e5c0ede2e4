//! Values that threads hand to each other by structures: what sanitizers would report, were they not told of sections.

#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::sync::{
    LazyLock,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

use perseq::{ArrayStack, Cache, CpuLock, Queue, Stack};

const EACH: usize = if cfg!(miri) { 20 } else { 2_000 };

/// Never dropped: what is in it is reachable from rows alone.
static BUFFERS: LazyLock<Cache<Box<[u8; 64]>>> = LazyLock::new(|| Cache::try_new(8, 64).unwrap());

/// Four threads make values, write to them, and read those that they are handed.
fn hand_over(
    put: impl Fn(Box<usize>) -> Option<Box<usize>> + Sync,
    take: impl Fn() -> Option<Box<usize>> + Sync,
) {
    let sum = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for n in 0..EACH {
                    let mut value = Box::new(0);
                    *value = n;
                    let rejected = put(value);
                    let taken = if rejected.is_some() { rejected } else { take() };
                    // Plain accesses to memory that another thread may have written.
                    sum.fetch_add(taken.map_or(0, |mut value| std::mem::take(&mut *value)), Relaxed);
                }
            });
        }
    });
    while let Some(value) = take() {
        sum.fetch_add(*value, Relaxed);
    }
    assert!(sum.into_inner() <= 4 * EACH * (EACH - 1) / 2);
}

#[test]
fn an_array_hands_values_over() {
    let stack = ArrayStack::try_new(16).unwrap();
    hand_over(|value| stack.push(value).err().map(|rejected| rejected.into_item()), || stack.pop());
}

#[test]
fn a_stack_hands_values_over() {
    let stack = Stack::try_new().unwrap();
    hand_over(
        |value| {
            let _ = stack.push(value);
            None
        },
        || stack.pop(),
    );
}

#[test]
fn a_queue_hands_values_over() {
    let queue = Queue::try_new(16).unwrap();
    hand_over(|value| queue.push(value).err().map(|rejected| rejected.into_item()), || queue.pop());
}

#[test]
fn a_lock_hands_its_value_over() {
    let lock = CpuLock::new(|_| Vec::<Box<usize>>::new()).unwrap();
    hand_over(
        |value| {
            lock.lock().unwrap().push(value);
            None
        },
        || lock.lock().unwrap().pop(),
    );
    for row in 0..lock.rows() {
        lock.with_row(row, |values| values.clear()).unwrap();
    }
}

#[test]
fn what_a_static_cache_holds_is_not_leaked() {
    for _ in 0..4 {
        let _full = BUFFERS.put(Box::new([7; 64]));
    }
    // One of them or a new one, as the CPU's row may be another one by now.
    let buffer = BUFFERS.get_or_else(|| Box::new([7; 64]));
    assert_eq!(buffer[63], 7);
}
