//! Charge: memory counts from when an item reaches it, and goes back to the system with the item.

#![cfg(all(target_os = "linux", not(any(miri, perseq_model))))]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use perseq_testing as support;

use perseq_core::{
    ByCpuId, cpu,
    pool::{Item, Pool, STRIDE},
};

const KIB: usize = 1 << 10;

/// `VmData` of this process's status, in bytes.
fn data() -> usize {
    number_in("status", "VmData:")
}

/// `VmSize`: bytes of this process's addresses that are taken.
fn mapped() -> usize {
    number_in("status", "VmSize:")
}

/// Bytes of this process that are in memory, by a walk through its page tables: `VmRSS` is the sum of what each CPU has told so far.
fn resident() -> usize {
    number_in("smaps_rollup", "Rss:")
}

/// A line of one of this process's files, in bytes.
fn number_in(file: &str, name: &str) -> usize {
    let text = std::fs::read_to_string(format!("/proc/self/{file}")).unwrap();
    let line = text.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() * KIB
}

fn mappings() -> usize {
    std::fs::read_to_string("/proc/self/maps").unwrap().lines().count()
}

fn page() -> usize {
    usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap()
}

fn limit(resource: libc::__rlimit_resource_t, bytes: usize) {
    let limit = libc::rlimit { rlim_cur: bytes as libc::rlim_t, rlim_max: libc::RLIM_INFINITY };
    assert_eq!(unsafe { libc::setrlimit(resource, &raw const limit) }, 0);
}

/// A page of each row, and the pages of the record.
fn one_small_item() -> usize {
    cpu::bound() as usize * page() + 16 * KIB.max(page())
}

#[test]
fn one_item_is_charged_by_a_page_of_each_row() {
    support::alone("one_item_is_charged_by_a_page_of_each_row", &[], || {
        let before = data();
        let pool = Pool::<ByCpuId>::new();
        let item = pool.allocate(8, 8).unwrap();
        let charged = data() - before;
        assert!(charged <= one_small_item(), "{charged} bytes for {} rows", cpu::bound());
        unsafe { pool.free(item) };
    });
}

/// `VmData` is what `RLIMIT_DATA` compares, and by the same rule of mappings what strict overcommit charges.
#[test]
fn items_can_be_had_in_a_process_whose_memory_is_limited() {
    support::alone("items_can_be_had_in_a_process_whose_memory_is_limited", &[], || {
        limit(libc::RLIMIT_DATA, data() + one_small_item());
        let pool = Pool::<ByCpuId>::new();
        let item = pool.allocate(8, 8).unwrap();
        unsafe { item.row(cpu::bound() - 1).write(1) };
        // More than there is: an error, and nothing is half open.
        assert!(pool.allocate(STRIDE / 2, 8).is_err());
        limit(libc::RLIMIT_DATA, usize::MAX);
        let large = pool.allocate(STRIDE / 2, 8).unwrap();
        for row in 0..cpu::bound() {
            unsafe { large.row(row).wrapping_add(STRIDE / 2 - 1).write(1) };
        }
        unsafe { pool.free(large) };
        unsafe { pool.free(item) };
    });
}

#[test]
fn locked_memory_is_filled_as_far_as_it_is_used() {
    for before in ["0", "1"] {
        let name = "locked_memory_is_filled_as_far_as_it_is_used";
        support::alone(name, &[("ALLOCATE_BEFORE", before)], || {
            let before = std::env::var("ALLOCATE_BEFORE").is_ok_and(|before| before == "1");
            let pool = Pool::<ByCpuId>::new();
            let _early = before.then(|| pool.allocate(8, 8).unwrap());
            let before_locking = resident();
            if unsafe { libc::mlockall(libc::MCL_CURRENT | libc::MCL_FUTURE) } != 0 {
                return support::skip("locked memory", "this user may not lock so much");
            }
            // The program itself was filled, too.
            let itself = resident() - before_locking;
            let _late = pool.allocate(8, 8).unwrap();
            let filled = resident() - before_locking - itself;
            assert!(filled <= one_small_item() + 64 * KIB, "{filled} bytes, locked before: {before}");
        });
    }
}

/// A process can have 65,530 mappings, and needs most of them itself.
#[test]
fn many_large_items_are_few_mappings() {
    for rows in ["0", "512", "8192"] {
        let name = "many_large_items_are_few_mappings";
        support::alone(name, &[("PERSEQ_ROWS", rows)], || {
            let before = mappings();
            let pool = Pool::<ByCpuId>::new();
            let items: Vec<Item> = (0..200).map(|_| pool.allocate(100 * KIB, 8).unwrap()).collect();
            let more = mappings() - before;
            assert!(more <= 10_000, "{more} mappings for {} items, {} rows", items.len(), cpu::bound());
        });
    }
}

/// Pages of `[start, start + len)` that have memory of their own.
fn resident_pages(start: *mut u8, len: usize) -> usize {
    use std::io::{Read, Seek, SeekFrom};
    let mut pagemap = std::fs::File::open("/proc/self/pagemap").unwrap();
    pagemap.seek(SeekFrom::Start((start.addr() / page() * 8) as u64)).unwrap();
    let mut entries = vec![0; len / page() * 8];
    pagemap.read_exact(&mut entries).unwrap();
    let is_present = |entry: &&[u8; 8]| u64::from_ne_bytes(**entry) >> 63 == 1;
    entries.as_chunks().0.iter().filter(is_present).count()
}

#[test]
fn memory_goes_back_to_the_system_with_the_last_item_on_a_page() {
    let pool = Pool::<ByCpuId>::new();
    let (size, rows) = (10 * page(), [0, cpu::bound() - 1]);
    let items: Vec<Item> = (0..2).map(|_| pool.allocate(size + 8, 8).unwrap()).collect();
    let bases: Vec<*mut u8> = items.iter().map(Item::base).collect();
    for (item, row) in items.iter().flat_map(|item| rows.map(|row| (item, row))) {
        unsafe { std::slice::from_raw_parts_mut(item.row(row), size + 8) }.fill(1);
    }
    let present = |row: u32| resident_pages(bases[0].wrapping_add(row as usize * STRIDE), 21 * page());
    assert!(rows.iter().all(|&row| present(row) == 21));
    let mut items = items.into_iter();
    unsafe { *libc::__errno_location() = 77 };
    unsafe { pool.free(items.next().unwrap()) };
    // The eleventh page is the second item's, too.
    assert!(rows.iter().all(|&row| present(row) == 11), "{rows:?}: {}", present(0));
    unsafe { pool.free(items.next().unwrap()) };
    assert!(rows.iter().all(|&row| present(row) == 0));
    assert_eq!(unsafe { *libc::__errno_location() }, 77);

    // Memory that is used again is zero, and was not even looked at.
    let again = pool.allocate(20 * page(), 8).unwrap();
    assert_eq!(again.base(), bases[0]);
    assert!(rows.iter().all(|&row| present(row) == 0));
    for row in 0..cpu::bound() {
        let bytes = unsafe { std::slice::from_raw_parts(again.row(row), again.size()) };
        assert!(bytes.iter().all(|&byte| byte == 0), "row {row}");
    }
    unsafe { pool.free(again) };
}

#[test]
fn a_pool_that_is_dropped_gives_its_addresses_back() {
    support::alone("a_pool_that_is_dropped_gives_its_addresses_back", &[], || {
        let before = mapped();
        let pool = Pool::<ByCpuId>::new();
        // A small one takes the addresses of a whole range, and little of what strict overcommit limits.
        let _item = pool.allocate(8, 8).unwrap();
        assert!(mapped() >= before + cpu::bound() as usize * STRIDE);
        drop(pool);
        assert!(mapped() < before + STRIDE);
    });
}

/// Locked memory stays: then it is zeroed by hand, and `errno` is as it was.
#[test]
fn memory_that_the_kernel_keeps_is_zero_when_it_is_used_again() {
    let pool = Pool::<ByCpuId>::new();
    let item = pool.allocate(4 * page(), 8).unwrap();
    let base = item.base();
    if unsafe { libc::mlock(base.cast(), 4 * page()) } != 0 {
        return support::skip("memory that is locked", "this user may not lock four pages");
    }
    unsafe { std::slice::from_raw_parts_mut(base, 4 * page()) }.fill(1);
    unsafe { *libc::__errno_location() = 77 };
    unsafe { pool.free(item) };
    assert_eq!(unsafe { *libc::__errno_location() }, 77);
    let again = pool.allocate(4 * page(), 8).unwrap();
    assert_eq!(again.base(), base);
    assert!(unsafe { std::slice::from_raw_parts(base, 4 * page()) }.iter().all(|&byte| byte == 0));
    unsafe { pool.free(again) };
}

/// Beyond 64 ranges only the last one is looked at for room, unless an item was freed.
#[test]
fn a_pool_of_hundreds_of_ranges_allocates_and_frees() {
    let pool = Pool::<ByCpuId>::new();
    let items: Vec<Item> = (0..200).map_while(|_| pool.allocate(STRIDE, 8).ok()).collect();
    if items.len() < 200 {
        support::skip("two hundred ranges", "the system has no addresses or mappings for them");
    }
    for (at, item) in items.iter().enumerate() {
        unsafe { item.base().cast::<usize>().write(at) };
    }
    let mut items = items.into_iter().enumerate();
    let mut found = Vec::new();
    for (at, item) in items.by_ref().take(2) {
        assert_eq!(unsafe { item.base().cast::<usize>().read() }, at);
        let base = item.base();
        unsafe { pool.free(item) };
        let again = pool.allocate(STRIDE, 8).unwrap();
        assert_eq!(again.base(), base, "the room of an item that was freed is found");
        found.push(again);
    }
    found.into_iter().for_each(|item| unsafe { pool.free(item) });
    for (at, item) in items {
        assert_eq!(unsafe { item.base().cast::<usize>().read() }, at);
        unsafe { pool.free(item) };
    }
}
