//! Per-CPU memory: what is given is zero, apart, placed, reused, bounded, and costs nothing where it is not touched.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use std::collections::HashMap;

use perseq_core::{
    ByConcurrencyId, ByCpuId, Error, cpu,
    pool::{Item, LazyItem, MAX_ALIGN, Pool, STRIDE},
};
use proptest::prelude::*;

#[allow(clippy::mut_from_ref, reason = "an item is an address; the tests use each row from one place")]
fn bytes(item: &Item, row: u32) -> &mut [u8] {
    unsafe { std::slice::from_raw_parts_mut(item.row(row), item.size()) }
}

#[test]
#[cfg_attr(miri, ignore = "goes over megabytes")]
fn what_cannot_be_had_is_refused_with_the_numbers() {
    let pool = Pool::<ByCpuId>::new();
    for (size, align) in [(0, 1), (STRIDE + 1, 8), (usize::MAX, 8), (8, 0), (8, 3), (8, 2 * MAX_ALIGN)] {
        let error = pool.allocate(size, align).unwrap_err();
        assert_eq!(error, Error::Layout { size, align, min_size: 1, max_size: STRIDE, max_align: MAX_ALIGN });
        assert!(error.to_string().contains(&size.to_string()));
    }
    // Nothing was lost by asking.
    unsafe { pool.free(pool.allocate(STRIDE, MAX_ALIGN).unwrap()) };
}

#[test]
#[cfg_attr(miri, ignore = "goes over megabytes")]
fn a_pool_grows_to_its_limit_and_says_when_it_is_full() {
    let pool = Pool::<ByConcurrencyId>::with_limit(2);
    let first = pool.allocate(STRIDE, 8).unwrap();
    let second = pool.allocate(STRIDE, 8).unwrap();
    assert_ne!(first.base(), second.base());
    assert_eq!(pool.allocate(8, 8), Err(Error::Exhausted { size: 8, ranges: 2 }));
    let freed = first.base();
    unsafe { pool.free(first) };
    assert_eq!(pool.allocate(STRIDE, 8).unwrap().base(), freed);
    assert_eq!(Pool::<ByCpuId>::with_limit(0).allocate(8, 8), Err(Error::Exhausted { size: 8, ranges: 0 }));
}

#[test]
fn small_items_share_cache_lines() {
    let pool = Pool::<ByCpuId>::new();
    let count = if cfg!(miri) { 100 } else { 4000 };
    let items: Vec<_> = (0..count).map(|_| pool.allocate(8, 8).unwrap()).collect();
    for pair in items.windows(2) {
        assert_eq!(pair[1].base().addr() - pair[0].base().addr(), 8);
    }
}

#[test]
fn memory_that_is_used_again_is_zero_in_every_row() {
    let pool = Pool::<ByCpuId>::new();
    let item = pool.allocate(24, 8).unwrap();
    let base = item.base();
    for row in [0, 1, cpu::bound() - 1] {
        bytes(&item, row).fill(0xab);
    }
    unsafe { pool.free(item) };
    // Larger than what was freed: a part is used again, a part is new.
    let again = pool.allocate(64, 8).unwrap();
    assert_eq!(again.base(), base);
    for row in 0..cpu::bound() {
        assert!(bytes(&again, row).iter().all(|&byte| byte == 0), "row {row}");
    }
}

#[cfg(debug_assertions)]
#[test]
fn misuse_is_found_in_debug_builds() {
    let message = |result: std::thread::Result<()>| *result.unwrap_err().downcast::<String>().unwrap();
    let catch = |misuse: fn()| message(std::panic::catch_unwind(misuse));
    let twice = catch(|| {
        let pool = Pool::<ByCpuId>::new();
        let item = pool.allocate(8, 8).unwrap();
        unsafe { pool.free(Item::from_base(std::ptr::NonNull::new(item.base()).unwrap(), 8)) };
        unsafe { pool.free(item) };
    });
    assert!(twice.contains("freed twice"), "{twice}");
    let late = catch(|| {
        let pool = Pool::<ByCpuId>::new();
        let item = pool.allocate(8, 8).unwrap();
        let row = item.row(3);
        unsafe { pool.free(item) };
        unsafe { row.write(1) };
        let _again = pool.allocate(8, 8);
    });
    assert!(late.contains("row 3") && late.contains("written after it was freed"), "{late}");
    let foreign = catch(|| {
        let (pool, other) = (Pool::<ByCpuId>::new(), Pool::<ByCpuId>::new());
        let item = pool.allocate(8, 8).unwrap();
        unsafe { other.free(item) };
    });
    assert!(foreign.contains("not of this pool"), "{foreign}");
    // None of them has kept the lock.
    assert!(Pool::<ByCpuId>::new().allocate(8, 8).is_ok());
}

#[test]
fn a_row_that_no_kernel_can_ask_for_is_refused() {
    let pool = Pool::<ByCpuId>::new();
    let item = pool.allocate(8, 8).unwrap();
    assert!(std::panic::catch_unwind(|| item.row(cpu::bound())).is_err());
    let (cpu, bound) = (cpu::rows(), cpu::rows());
    assert_eq!(cpu::CpuId::new(cpu), Err(Error::NoSuchCpu { cpu, bound }));
}

/// Pages of `[start, start + len)` that have memory of their own.
#[cfg(not(any(miri, perseq_model)))]
fn resident_pages(start: *mut u8, len: usize) -> usize {
    use std::io::{Read, Seek, SeekFrom};
    let page = usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap();
    let mut pagemap = std::fs::File::open("/proc/self/pagemap").unwrap();
    pagemap.seek(SeekFrom::Start((start.addr() / page * 8) as u64)).unwrap();
    let mut entries = vec![0; len / page * 8];
    pagemap.read_exact(&mut entries).unwrap();
    let is_present = |entry: &&[u8; 8]| u64::from_ne_bytes(**entry) >> 63 == 1;
    entries.as_chunks().0.iter().filter(is_present).count()
}

#[cfg(not(any(miri, perseq_model)))]
#[test]
fn rows_that_nobody_touches_cost_no_memory() {
    let pool = Pool::<ByCpuId>::new();
    let item = pool.allocate(STRIDE, 8).unwrap();
    let whole = cpu::bound() as usize * STRIDE;
    assert_eq!(resident_pages(item.base(), whole), 0, "an allocation touches nothing");
    bytes(&item, 1)[5000] = 1;
    assert_eq!(resident_pages(item.base(), whole), 1, "one page of one row, and no huge page");
    assert_eq!(resident_pages(item.row(1), STRIDE), 1);
}

#[test]
fn the_pools_stay_usable_in_a_child_of_a_busy_process() {
    if cfg!(any(miri, perseq_model)) {
        return;
    }
    let stop = std::sync::atomic::AtomicBool::new(false);
    let pool = Pool::<ByCpuId>::new();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                    unsafe { pool.free(pool.allocate(64, 8).unwrap()) };
                }
            });
        }
        for _ in 0..200 {
            let child = unsafe { libc::fork() };
            if child == 0 {
                // Were the lock held by a thread that is not here, the alarm would end this process.
                unsafe { libc::alarm(120) };
                let fine = pool.allocate(64, 8).is_ok();
                unsafe { libc::_exit(i32::from(!fine)) };
            }
            let mut status = 0;
            assert_eq!(unsafe { libc::waitpid(child, &mut status, 0) }, child);
            assert_eq!(status, 0, "the child could not allocate");
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Against a map of live items: inside their stride, aligned, apart, and holding what was written to them.
    #[test]
    #[cfg_attr(miri, ignore = "goes over megabytes")]
    fn items_are_apart_and_keep_what_is_written(
        steps in proptest::collection::vec((1_usize..5000, 0_u32..13, any::<bool>()), 1..80),
    ) {
        let pool = Pool::<ByCpuId>::with_limit(4);
        let mut live: HashMap<usize, (Item, u8)> = HashMap::new();
        let rows = [0, cpu::bound() - 1];
        for (n, (size, align, release)) in steps.into_iter().enumerate() {
            let align = 1 << align;
            let Ok(item) = pool.allocate(size, align) else { continue };
            let start = item.base().addr();
            prop_assert_eq!(start % align, 0);
            for (other, _) in live.values() {
                let other = other.base().addr()..other.base().addr() + other.size();
                prop_assert!(start + size <= other.start || other.end <= start);
            }
            let fill = n as u8 | 1;
            for row in rows {
                prop_assert!(bytes(&item, row).iter().all(|&byte| byte == 0));
                bytes(&item, row).fill(fill);
            }
            live.insert(start, (item, fill));
            if release {
                let start = *live.keys().min().unwrap();
                let (item, fill) = live.remove(&start).unwrap();
                for row in rows {
                    prop_assert!(bytes(&item, row).iter().all(|&byte| byte == fill));
                }
                unsafe { pool.free(item) };
            }
        }
    }
}

#[test]
fn an_item_can_be_a_part_of_another_one() {
    static POOL: Pool<ByCpuId> = Pool::new();
    static WHOLE: LazyItem<ByCpuId> = LazyItem::of(192, 64, Some(&POOL));
    static PART: LazyItem<ByCpuId> = LazyItem::of(64, 64, Some(&POOL));
    static OUTSIDE: LazyItem<ByCpuId> = LazyItem::of(64, 64, Some(&POOL));
    assert!(!WHOLE.is_placed() && !PART.is_placed());
    // Twice: the second call finds it placed.
    for _ in 0..2 {
        unsafe { PART.place_in(&WHOLE, 128) }.unwrap();
        for row in [0, cpu::rows() - 1] {
            assert_eq!(PART.row(row), WHOLE.row(row).wrapping_add(128));
        }
    }
    for offset in [8, 192, usize::MAX - 63] {
        let refused = std::panic::catch_unwind(|| unsafe { OUTSIDE.place_in(&WHOLE, offset) });
        assert!(refused.is_err() && !OUTSIDE.is_placed(), "{offset}");
    }
}
