//! Every operation on the real machine: committed, exited and aborted, by both indexes, in all four shapes.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(not(any(miri, perseq_model)))]

use perseq_testing as support;

use perseq_core::{
    ByConcurrencyId, ByCpuId, Index, Outcome,
    pool::{Item, Pool, STRIDE},
    section::{ops, retry, retry_here},
};

/// A row index that no thread has.
const NOWHERE: u32 = 1 << 20;

/// Words of one row, and what an operation did to them.
struct Row<'a, I: Index>(&'a Item<I>, u32);

impl<I: Index> Row<'_, I> {
    fn word(&self, n: usize) -> *mut usize {
        self.0.row(self.1).cast::<usize>().wrapping_add(n)
    }
    fn set(&self, values: &[usize]) {
        for (n, value) in values.iter().enumerate() {
            unsafe { self.word(n).write(*value) };
        }
    }
    fn get<const N: usize>(&self) -> [usize; N] {
        std::array::from_fn(|n| unsafe { self.word(n).read() })
    }
}

/// Checks one operation: `before` in words 0.. of the current row, the call in its two forms, the outcome, and the
/// words after; and that on a row that the thread is not on, nothing happens.
macro_rules! check {
    ($index:ty, $item:expr, [$($before:expr),*] $outcome:ident [$($after:expr),*],
     $name:ident | $release:ident $args:tt) => {
        check!($index, $item, [$($before),*] $outcome [$($after),*], $name $args);
        check!($index, $item, [$($before),*] $outcome [$($after),*], $release $args);
    };
    ($index:ty, $item:expr, [$($before:expr),*] $outcome:ident [$($after:expr),*],
     $name:ident ($($at:expr),+; $($rest:expr),*)) => {{
        const WORDS: usize = [$(stringify!($before)),*].len();
        type Words = [usize; WORDS];
        // With the row that was read before.
        let outcome = retry::<$index>(|index| {
            let row = Row($item, index);
            row.set(&[$($before),*]);
            unsafe { ops::$name::<$index>(index, $(row.word($at).cast(),)+ $($rest),*) }
        });
        let index = <$index>::current().unwrap();
        let now: Words = Row($item, index).get();
        assert_eq!((outcome, now), (Outcome::$outcome, [$($after),*]), "{} on {}", stringify!($name), stringify!($index));
        // Wherever the section finds itself.
        let outcome = retry_here::<$index>(|| {
            Row($item, <$index>::current().unwrap()).set(&[$($before),*]);
            let base = Row($item, 0);
            unsafe { ops::here::$name::<$index>($(base.word($at).cast(),)+ $($rest),*) }
        });
        let now: Words = Row($item, index).get();
        assert_eq!((outcome, now), (Outcome::$outcome, [$($after),*]), "here::{} on {}", stringify!($name), stringify!($index));
        // On a row that this thread is not on.
        let row = Row($item, index);
        row.set(&[$($before),*]);
        let outcome = unsafe { ops::$name::<$index>(NOWHERE, $(row.word($at).cast(),)+ $($rest),*) };
        let now: Words = row.get();
        assert_eq!((outcome, now), (Outcome::Aborted, [$($before),*]), "{} elsewhere", stringify!($name));
        COVERED.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    }};
}
static COVERED: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);

fn every_operation<I: Index>(pool: &Pool<I>) {
    type Word = usize;
    let item = &pool.allocate(64 * size_of::<Word>(), 64).unwrap();
    let mut out = 0_usize;
    let out = &raw mut out;

    check!(I, item, [5] Committed [12], load_add_store | load_add_store_release (0; 7));
    check!(I, item, [usize::MAX] Committed [1], load_add_store | load_add_store_release (0; 2));

    check!(I, item, [5] Committed [9], load_cbne_store | load_cbne_store_release (0; 5, 9));
    check!(I, item, [6] Exited [6], load_cbne_store | load_cbne_store_release (0; 5, 9));

    // A list: word 0 is the head, the node's next pointer is its second word.
    let mut node = [0xdead, 0xbeef_usize];
    let node = node.as_mut_ptr().addr();
    let next = size_of::<Word>();
    check!(I, item, [node] Committed [0xbeef],
        load_cbeq_store_add_load_store | load_cbeq_store_add_load_store_release (0; out, 0, next));
    assert_eq!(unsafe { *out }, node);
    check!(I, item, [0] Exited [0],
        load_cbeq_store_add_load_store | load_cbeq_store_add_load_store_release (0; out, 0, next));

    check!(I, item, [1, 2] Committed [3, 4], load_cbne_store_store | load_cbne_store_store_release (0, 1; 1, 4, 3));
    check!(I, item, [9, 2] Exited [9, 2], load_cbne_store_store | load_cbne_store_store_release (0, 1; 1, 4, 3));

    check!(I, item, [1, 2] Committed [3, 2],
        load_cbne_load_cbne_store | load_cbne_load_cbne_store_release (0, 1; 1, 2, 3));
    check!(I, item, [9, 2] Exited [9, 2],
        load_cbne_load_cbne_store | load_cbne_load_cbne_store_release (0, 1; 1, 2, 3));
    check!(I, item, [1, 9] Exited [1, 9],
        load_cbne_load_cbne_store | load_cbne_load_cbne_store_release (0, 1; 1, 2, 3));

    let mut source = [0x1111, 0x2222_usize];
    let source = source.as_mut_ptr();
    let size = size_of::<Word>();
    check!(I, item, [1, 7, 8] Committed [3, 0x1111, 0x2222],
        load_cbne_memcpy_store | load_cbne_memcpy_store_release (0, 1; source, 1, 2 * size, 3));
    check!(I, item, [1, 7, 8] Committed [3, 7, 8],
        load_cbne_memcpy_store | load_cbne_memcpy_store_release (0, 1; source, 1, 0, 3));
    check!(I, item, [2, 7, 8] Exited [2, 7, 8],
        load_cbne_memcpy_store | load_cbne_memcpy_store_release (0, 1; source, 1, 2 * size, 3));

    // v → a table; its second word → the word that is added to.
    let mut target = 0_usize;
    let target = &raw mut target;
    let table = [0, target.addr()];
    check!(I, item, [table.as_ptr().addr()] Committed [table.as_ptr().addr()],
        load_add_load_load_add_store | load_add_load_load_add_store_release (0; size, 10));
    // Two shapes of two forms; the calls on a row elsewhere added nothing.
    assert_eq!(unsafe { *target }, 40);

    unsafe { pool.free(pool.allocate(8, 8).unwrap()) };
}

/// Runs `body` where it stays on one row: in a process of its own, on one CPU.
fn settled(name: &str, body: impl FnOnce()) {
    support::alone(name, &[], || {
        support::pin(perseq_core::cpu::allowed().unwrap().iter().next().unwrap());
        body();
    });
}

#[test]
fn every_operation_commits_exits_and_aborts_as_it_says() {
    settled("every_operation_commits_exits_and_aborts_as_it_says", || {
        every_operation::<ByCpuId>(&Pool::new());
        if perseq_core::cpu::concurrency_id().is_some() {
            every_operation::<ByConcurrencyId>(&Pool::new());
            assert_eq!(COVERED.load(std::sync::atomic::Ordering::Relaxed), 2 * 15 * 2);
        } else {
            support::skip("operations by concurrency id", "this kernel fills no mm_cid (Linux 6.3)");
        }
    });
}

#[test]
fn copies_of_every_length_and_alignment_are_exact() {
    settled("copies_of_every_length_and_alignment_are_exact", copies);
}

fn copies() {
    let pool = Pool::<ByCpuId>::new();
    let item = pool.allocate(256, 8).unwrap();
    assert!(perseq_core::thread::attach().is_ok());
    let source: Vec<u8> = (1..=96).collect();
    for len in 0..=40 {
        for (from, to) in [(0, 0), (1, 0), (0, 3), (5, 2), (7, 7)] {
            let outcome = retry_here::<ByCpuId>(|| unsafe {
                let row = item.row(ByCpuId::current().unwrap());
                row.cast::<usize>().write(1);
                row.add(16).write_bytes(0xee, 128);
                let dst = item.base().add(16 + 16 + to);
                let src = source.as_ptr().add(from).cast_mut();
                ops::here::load_cbne_memcpy_store::<ByCpuId>(
                    item.base().cast(),
                    dst.cast(),
                    src.cast(),
                    1,
                    len,
                    2,
                )
            });
            assert_eq!(outcome, Outcome::Committed);
            let row =
                unsafe { std::slice::from_raw_parts(item.row(ByCpuId::current().unwrap()).add(16), 128) };
            let mut expected = vec![0xee; 128];
            expected[16 + to..16 + to + len].copy_from_slice(&source[from..from + len]);
            assert_eq!(row, expected, "{len} bytes from offset {from} to {to}");
        }
    }
    unsafe { pool.free(item) };
}

#[cfg(target_pointer_width = "64")]
#[test]
fn an_item_that_is_not_there_yet_aborts_the_section() {
    let unplaced = perseq_core::pool::UNPLACED as *mut usize;
    assert!(perseq_core::thread::attach().is_ok());
    assert_eq!(unsafe { ops::here::add::<ByCpuId>(unplaced, 1) }, Outcome::Aborted);
    assert_eq!(unsafe { ops::here::add::<ByConcurrencyId>(unplaced, 1) }, Outcome::Aborted);
}

#[test]
fn here_reaches_the_row_of_the_cpu_and_no_other() {
    let pool = Pool::<ByCpuId>::new();
    let item = pool.allocate(8, 8).unwrap();
    assert_eq!(item.row(1).addr() - item.base().addr(), STRIDE);
    for (n, cpu) in perseq_core::cpu::allowed().unwrap().iter().enumerate() {
        std::thread::scope(|scope| {
            scope.spawn(|| {
                unsafe {
                    let mut set: libc::cpu_set_t = std::mem::zeroed();
                    libc::CPU_SET(cpu as usize, &mut set);
                    assert_eq!(libc::sched_setaffinity(0, size_of_val(&set), &set), 0);
                }
                let add = || unsafe { ops::here::add::<ByCpuId>(item.base().cast(), n + 1) };
                assert_eq!(retry_here::<ByCpuId>(add), Outcome::Committed);
            });
        });
        assert_eq!(unsafe { *item.row(cpu).cast::<usize>() }, n + 1, "CPU {cpu}");
    }
    unsafe { pool.free(item) };
}
