//! The figures from outside: each is what the program did.

#![allow(clippy::std_instead_of_core, reason = "test code")]
#![cfg(target_os = "linux")]

use std::ptr::NonNull;

use perseq_alloc::{ClassStats, Perseq, Stats, raw, stats};
use perseq_testing::alone;

const MIB: usize = 1 << 20;

fn allocate(size: usize, count: usize) -> Vec<NonNull<u8>> {
    (0..count).map(|_| raw::allocate(size, 16).expect("memory")).collect()
}

fn free(objects: impl IntoIterator<Item = NonNull<u8>>) {
    for object in objects {
        // SAFETY: allocated above, and used no more.
        unsafe { raw::free(object) };
    }
}

fn class(stats: &Stats, size: usize) -> ClassStats {
    *stats.classes().iter().find(|class| class.size == size).expect("a class of this size")
}

/// The sums of the classes are the totals.
fn check(stats: &Stats) {
    let sum = |of: fn(&ClassStats) -> usize| stats.classes().iter().map(of).sum::<usize>();
    assert_eq!(sum(|class| class.objects * class.size), stats.object_bytes, "{stats:?}");
    assert_eq!(sum(|class| class.cached * class.size), stats.cached_bytes, "{stats:?}");
    assert!(stats.object_bytes + stats.cached_bytes + stats.span_free_bytes <= stats.span_bytes, "{stats:?}");
    assert_eq!(stats.used_bytes(), stats.object_bytes + stats.large_bytes);
}

#[test]
fn objects_are_counted_exactly_by_class_wherever_they_lie() {
    alone("objects_are_counted_exactly_by_class_wherever_they_lie", &[], || {
        let before = stats();
        check(&before);
        let objects = allocate(48, 10_000);
        let full = stats();
        check(&full);
        let (then, now) = (class(&before, 48), class(&full, 48));
        assert_eq!(now.objects, then.objects + 10_000, "{now:?}");
        assert!(now.spans > then.spans && now.flushes == then.flushes, "{now:?}");
        // Another size is as it was.
        assert_eq!(class(&full, 1024), class(&before, 1024));
        free(objects);
        let empty = stats();
        check(&empty);
        assert_eq!(class(&empty, 48).objects, then.objects);
        // The objects left in batches if sections run, else one by one.
        if now.cached > 0 {
            assert!(now.refills > then.refills && class(&empty, 48).flushes > 0, "{empty:?}");
        }
    });
}

#[test]
fn large_objects_count_with_their_mappings() {
    alone("large_objects_count_with_their_mappings", &[], || {
        let before = stats();
        let large = allocate(3 * MIB, 2);
        let full = stats();
        assert_eq!(full.large_objects, before.large_objects + 2);
        assert_eq!(full.used_bytes(), before.used_bytes() + 6 * MIB);
        free(large);
        let empty = stats();
        assert_eq!((empty.large_objects, empty.large_bytes), (before.large_objects, before.large_bytes));
        assert_eq!(empty.kept_bytes, 6 * MIB);
        assert!(empty.free_bytes() >= 6 * MIB);
    });
}

#[test]
fn memory_that_the_system_got_is_counted_whichever_way_it_went() {
    alone("memory_that_the_system_got_is_counted_whichever_way_it_went", &[], || {
        let returned = || stats().returned_bytes;
        // Too large to be kept.
        let before = returned();
        free(allocate(64 * MIB, 1));
        assert_eq!(returned(), before + 64 * MIB as u64);
        // Shrunk in place.
        let large = allocate(8 * MIB, 1)[0];
        let before = returned();
        // SAFETY: allocated above; what comes back is used from now on.
        let smaller = unsafe { raw::resize(large, 2 * MIB) }.expect("it becomes smaller");
        assert_eq!(returned(), before + 6 * MIB as u64);
        free([smaller]);
        // Spans, holes in spans, kept mappings.
        let objects = allocate(512, 20_000);
        // SAFETY: objects of this size.
        objects.iter().for_each(|object| unsafe { object.write_bytes(1, 512) });
        let (kept, given): (Vec<_>, Vec<_>) = (0..).zip(objects).partition(|(number, _)| number % 64 == 0);
        free(given.into_iter().map(|(_, object)| object));
        let before = returned();
        let trimmed = Perseq::new().trim();
        assert!(trimmed >= 2 * MIB, "{trimmed}");
        assert_eq!(returned(), before + trimmed as u64);
        free(kept.into_iter().map(|(_, object)| object));
    });
}
