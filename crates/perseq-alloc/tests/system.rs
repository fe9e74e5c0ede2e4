//! The heap on the kernel's memory: what comes back, what a limit leaves, mappings that grow.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    unreachable_pub,
    reason = "test code"
)]
#![cfg(all(target_os = "linux", not(miri)))]

use perseq_testing as processes;
mod support;

use std::{fs, ptr::NonNull, thread};

use perseq_alloc::internal::{Class, Heap, HugePages, Linux};
use processes::alone;
use support::{class, take};

static HEAP: Heap<Linux> = Heap::new(Linux::new());

/// Bytes of this process in memory that no file backs: what touching and giving back changes.
fn resident() -> usize {
    let rollup = fs::read_to_string("/proc/self/smaps_rollup").expect("Linux 4.14");
    let line = rollup.lines().find_map(|line| line.strip_prefix("Anonymous:")).expect("anonymous memory");
    line.trim().trim_end_matches(" kB").trim().parse::<usize>().expect("kB") << 10
}

/// Objects of 16 to 1024 bytes, all touched, until they have `bytes`.
fn fill(random: &mut fastrand::Rng, bytes: usize) -> Vec<(Class, NonNull<u8>)> {
    let mut objects = Vec::with_capacity(bytes / 256);
    let mut sum = 0;
    while sum < bytes {
        let class = class(random.usize(16..=1024));
        for object in take(&HEAP, class, 0, class.batch()) {
            unsafe { object.as_ptr().write_bytes(0xa5, class.size()) };
            sum += class.size();
            objects.push((class, object));
        }
    }
    objects
}

fn give(objects: &[(Class, NonNull<u8>)]) {
    for &(class, object) in objects {
        unsafe { HEAP.give(class, &[object]) };
    }
}

const MIB: usize = 1 << 20;

#[test]
fn all_memory_comes_back() {
    alone("all_memory_comes_back", &[], || {
        let mut random = fastrand::Rng::with_seed(1);
        give(&fill(&mut random, MIB));
        HEAP.purge(true);
        let before = resident();
        let mut objects = fill(&mut random, 64 * MIB);
        assert!(resident() >= before + 64 * MIB);
        random.shuffle(&mut objects);
        give(&objects);
        drop(objects);
        assert!(HEAP.purge(true) >= 60 * MIB);
        let after = resident();
        assert!(after <= before + 2 * MIB, "{before} bytes became {after}");
        let stats = HEAP.stats();
        assert_eq!((stats.small_bytes, stats.spans, stats.free_bytes), (0, 0, 0), "{stats:?}");
    });
}

#[test]
fn memory_comes_back_with_the_ticks_of_an_idle_process() {
    alone("memory_comes_back_with_the_ticks_of_an_idle_process", &[], || {
        let mut random = fastrand::Rng::with_seed(2);
        HEAP.purge(false);
        let objects = fill(&mut random, 32 * MIB);
        give(&objects);
        drop(objects);
        // Bounded: a second and some ticks is what it takes.
        let mut given_back = 0;
        for _ in 0..600 {
            given_back += HEAP.purge(false);
            if HEAP.stats().free_bytes == 0 {
                break;
            }
            thread::sleep(std::time::Duration::from_millis(100));
        }
        assert!(given_back >= 30 * MIB, "{given_back}: {:?}", HEAP.stats());
    });
}

#[test]
fn a_tenth_that_survives_does_not_keep_the_rest() {
    alone("a_tenth_that_survives_does_not_keep_the_rest", &[], || {
        let mut random = fastrand::Rng::with_seed(3);
        let start = resident();
        let mut objects = fill(&mut random, 248 * MIB);
        // The list of them is memory, too.
        let list = objects.capacity() * size_of::<(Class, NonNull<u8>)>();
        let full = resident() - start - list;
        random.shuffle(&mut objects);
        let left = objects.split_off(objects.len() * 9 / 10);
        give(&objects);
        objects.fill(left[0]);
        HEAP.purge(true);
        let rest = resident() - start - list - left.capacity() * size_of::<(Class, NonNull<u8>)>();
        println!("{} MiB, then {} MiB: {:.3}", full / MIB, rest / MIB, rest as f64 / full as f64);
        assert!(rest * 10 <= full * 7, "{full} bytes became {rest}");
        for &(class, object) in &left {
            let bytes = unsafe { std::slice::from_raw_parts(object.as_ptr(), class.size()) };
            assert!(bytes.iter().all(|&byte| byte == 0xa5), "an object that is in use lost bytes");
        }
        give(&left);
    });
}

#[test]
fn a_limit_of_address_space_leaves_some_and_spoils_nothing() {
    alone("a_limit_of_address_space_leaves_some_and_spoils_nothing", &[], || {
        let status = fs::read_to_string("/proc/self/statm").unwrap();
        let used = status.split(' ').next().unwrap().parse::<usize>().unwrap() * 4096;
        let limit = libc::rlimit { rlim_cur: (used + 256 * MIB) as u64, rlim_max: libc::RLIM_INFINITY };
        assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_AS, &limit) }, 0);
        let first = take(&HEAP, class(1024), 0, 32);
        assert_eq!(first.len(), 32);
        assert!(HEAP.stats().reserved_bytes <= 128 * MIB, "most is left to others: {:?}", HEAP.stats());
        let mut objects = Vec::with_capacity(1 << 20);
        loop {
            let some = take(&HEAP, class(1024), 0, 1000);
            for object in &some {
                unsafe { object.as_ptr().write_bytes(1, 1024) };
            }
            let is_all = some.len() < 1000;
            objects.extend(some);
            if is_all {
                break;
            }
        }
        let got = objects.len() << 10;
        assert!(got >= 150 * MIB, "{got} bytes of 256 MiB");
        assert!(take(&HEAP, class(1024), 0, 1).is_empty());
        assert!(HEAP.take_large(64 * MIB, 16).is_none());
        let mut addresses: Vec<_> = objects.iter().map(|object| object.addr()).collect();
        addresses.sort_unstable();
        assert!(addresses.windows(2).all(|pair| pair[0].get() + 1024 <= pair[1].get()));
        unsafe { HEAP.give(class(1024), &objects) };
        assert_eq!(take(&HEAP, class(1024), 0, objects.len()).len(), objects.len());
    });
}

#[test]
fn nothing_is_promised_to_memory_that_was_only_reserved() {
    alone("nothing_is_promised_to_memory_that_was_only_reserved", &[], || {
        // What the kernel counts where it promises no more than it has (`vm.overcommit_memory=2`).
        let accounted = || {
            let maps = fs::read_to_string("/proc/self/smaps").unwrap();
            let mut size = 0;
            let mut sum = 0;
            for line in maps.lines() {
                if let Some(kilobytes) = line.strip_prefix("Size:") {
                    size = kilobytes.trim().trim_end_matches(" kB").parse::<usize>().unwrap();
                } else if line.starts_with("VmFlags:") && line.split(' ').any(|flag| flag == "ac") {
                    sum += size << 10;
                }
            }
            sum
        };
        let before = accounted();
        assert_eq!(take(&HEAP, class(64), 0, 32).len(), 32);
        let small = accounted() - before;
        assert!(HEAP.stats().reserved_bytes >= 64 << 30);
        assert!(small <= 4 * MIB, "{small} bytes for the first objects");
    });
}

#[test]
fn large_objects_grow_and_keep_their_bytes() {
    alone("large_objects_grow_and_keep_their_bytes", &[], || {
        let mut large = HEAP.take_large(300 << 10, 16).expect("memory");
        let mut size = 300 << 10;
        let words = |start: NonNull<u8>, bytes: usize| unsafe {
            std::slice::from_raw_parts_mut(start.cast::<usize>().as_ptr(), bytes / 8)
        };
        for (number, word) in words(large.start, size).iter_mut().enumerate() {
            *word = number;
        }
        while size < 64 * MIB {
            let grown = unsafe { HEAP.resize_large(large.start, size * 2) }.expect("memory");
            assert!(grown.bytes >= size * 2);
            for (number, word) in words(grown.start, size * 2).iter_mut().enumerate() {
                assert_eq!(*word, if number < size / 8 { number } else { 0 });
                *word = number;
            }
            (large, size) = (grown, size * 2);
        }
        let small = unsafe { HEAP.resize_large(large.start, 1000) }.expect("less");
        assert!(words(small.start, 1000).iter().copied().eq(0..125));
        unsafe { HEAP.give_large(small.start) };
        let aligned = HEAP.take_large(5000, 1 << 30).expect("address space");
        assert!(aligned.start.addr().get().is_multiple_of(1 << 30));
        unsafe { HEAP.give_large(aligned.start) };
        // With a neighbour it could only grow elsewhere, where it would not be aligned.
        let aligned = HEAP.take_large(300 << 10, 1 << 21).expect("memory");
        unsafe { aligned.start.as_ptr().write_bytes(7, 300 << 10) };
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_FIXED_NOREPLACE;
        let end = unsafe { aligned.start.as_ptr().add(aligned.bytes) };
        unsafe { libc::mmap(end.cast(), 4096, libc::PROT_NONE, flags, -1, 0) };
        assert_eq!(unsafe { HEAP.resize_large(aligned.start, MIB) }, None);
        let bytes = unsafe { std::slice::from_raw_parts(aligned.start.as_ptr(), 300 << 10) };
        assert!(bytes.iter().all(|&byte| byte == 7), "it is as it was");
        unsafe { HEAP.give_large(aligned.start) };
        assert!(HEAP.take_large(usize::MAX, 16).is_none());
        assert!(HEAP.take_large(isize::MAX as usize, 16).is_none());
        assert!(HEAP.take_large(5000, 1 << 62).is_none());
        assert_eq!(HEAP.stats().large, 0);
    });
}

#[test]
fn huge_pages_are_as_they_are_set() {
    for flag in ["hg", "nh"] {
        alone("huge_pages_are_as_they_are_set", &[("PERSEQ_ALLOC_HUGE", flag)], || {
            let flag = std::env::var("PERSEQ_ALLOC_HUGE").unwrap();
            HEAP.pages().set_huge_pages(if flag == "hg" { HugePages::On } else { HugePages::Off });
            let object = take(&HEAP, class(64), 0, 1)[0].addr().get();
            let maps = fs::read_to_string("/proc/self/smaps").unwrap();
            let mut is_here = false;
            let mut flags = None;
            for line in maps.lines() {
                let range = line.split(' ').next().and_then(|range| range.split_once('-'));
                if let Some((Ok(from), Ok(to))) =
                    range.map(|(from, to)| (usize::from_str_radix(from, 16), usize::from_str_radix(to, 16)))
                {
                    is_here = (from..to).contains(&object);
                } else if is_here && line.starts_with("VmFlags:") {
                    flags = Some(line.to_owned());
                }
            }
            let flags = flags.expect("flags of the heap's mapping");
            if !fs::exists("/sys/kernel/mm/transparent_hugepage").unwrap() {
                processes::skip("huge pages", "this kernel has none");
                return;
            }
            assert!(flags.split(' ').any(|found| found == flag), "{flag} is not in {flags}");
        });
    }
}

#[test]
fn ticks_reach_every_span_though_each_looks_at_some() {
    alone("ticks_reach_every_span_though_each_looks_at_some", &[], || {
        // More than a tick looks at.
        const SPANS: usize = 9000;
        let class = class(8192);
        HEAP.purge(false);
        let mut given = Vec::new();
        for _ in 0..SPANS {
            given.extend_from_slice(&take(&HEAP, class, 0, 8)[1..]);
        }
        assert_eq!(HEAP.stats().spans, SPANS);
        unsafe { HEAP.give(class, &given) };
        let is_done = || HEAP.stats().span_bare_bytes == SPANS * 7 * 8192;
        for _ in 0..600 {
            HEAP.purge(false);
            if is_done() {
                break;
            }
            thread::sleep(std::time::Duration::from_millis(100));
        }
        assert!(is_done(), "{:?}", HEAP.stats());
    });
}
