//! Values that threads hand to each other by structures: what sanitizers would report, were they not told of sections.

#![allow(clippy::std_instead_of_core, reason = "test code")]

use perseq_testing as support;

use std::sync::{
    LazyLock,
    atomic::{AtomicUsize, Ordering::Relaxed},
};

use perseq::{
    ArrayStack, ByCpuId, Cache, CpuLock, Queue, Stack,
    perseq_core::{
        Outcome,
        pool::{Item, Pool},
        section::{ops, retry},
        thread,
    },
};

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

/// A node of a list that begins in each row.
struct Node {
    next: usize,
    value: usize,
}

/// Puts a new node on the list of this CPU, by an operation on the row that was read before.
fn push(lists: &Item<ByCpuId>, value: usize) {
    let node = Box::into_raw(Box::new(Node { next: 0, value }));
    let attempt = |index| {
        let first = lists.row(index).cast::<usize>();
        // SAFETY: a word of the row, which lives.
        let before = unsafe { first.read_volatile() };
        // SAFETY: the node is this thread's until the section commits.
        unsafe { (*node).next = before };
        // SAFETY: PLAIN, OWNED: only sections of this test, each on its CPU's row, write the word.
        unsafe { ops::load_cbne_store::<ByCpuId>(index, first, before, node.expose_provenance()) }
    };
    while retry::<ByCpuId>(attempt) != Outcome::Committed {}
}

/// Takes the newest node of this CPU's list.
fn pop(lists: &Item<ByCpuId>) -> Option<usize> {
    let mut node = 0_usize;
    let out = &raw mut node;
    let attempt = |index| {
        let (first, next) = (lists.row(index).cast::<usize>(), std::mem::offset_of!(Node, next));
        // SAFETY: as in `push`; nodes of the list live until a section has taken them, and `out` is this thread's.
        unsafe { ops::load_cbeq_store_add_load_store::<ByCpuId>(index, first, out, 0, next) }
    };
    loop {
        match retry::<ByCpuId>(attempt) {
            Outcome::Committed => break,
            Outcome::Exited => return None,
            _ => {}
        }
    }
    // SAFETY: the section has taken the node, which a `push` made, out of the list.
    Some(unsafe { Box::from_raw(std::ptr::with_exposed_provenance_mut::<Node>(node)) }.value)
}

#[test]
fn an_operation_on_a_row_that_was_read_before_hands_values_over() {
    const NAME: &str = "an_operation_on_a_row_that_was_read_before_hands_values_over";
    const THREADS: usize = 4;
    support::alone(NAME, &[], || {
        if thread::attach().is_err() {
            return support::skip(NAME, "no section can commit");
        }
        // On one CPU, where one thread's nodes are what another thread takes first.
        support::pin_to_any();
        let pool = Pool::<ByCpuId>::new();
        let lists = pool.allocate(size_of::<usize>(), size_of::<usize>()).unwrap();
        let (ready, taken, of_others) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for maker in 0..THREADS {
                let (lists, ready, taken, of_others) = (&lists, &ready, &taken, &of_others);
                scope.spawn(move || {
                    (0..EACH).for_each(|_| push(lists, maker));
                    // Relaxed: what orders a node's maker before its taker is the sections alone.
                    ready.fetch_add(1, Relaxed);
                    while ready.load(Relaxed) < THREADS {
                        std::thread::yield_now();
                    }
                    while let Some(value) = pop(lists) {
                        taken.fetch_add(1, Relaxed);
                        of_others.fetch_add(usize::from(value != maker), Relaxed);
                    }
                });
            }
        });
        assert_eq!(taken.into_inner(), THREADS * EACH);
        assert!(of_others.into_inner() > 0, "each thread has taken its own values only");
        // SAFETY: no thread uses the lists any more.
        unsafe { pool.free(lists) };
    });
}
