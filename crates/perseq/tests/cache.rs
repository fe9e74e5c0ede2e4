//! `Cache`: nested use, what its statistics tell, idle rows. `array_stack.rs` has it under everything at once.

#![allow(clippy::std_instead_of_core, reason = "test code")]

#[cfg(not(any(miri, perseq_model)))]
#[path = "../../perseq-core/tests/support/mod.rs"]
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use perseq::{
    ByCpuId, Cache, Error,
    perseq_core::{cpu, thread},
};

/// A thread that holds a row may use the structure: it finds another row.
#[test]
fn a_cache_can_be_used_while_one_of_its_rows_is_held() {
    let cache = Cache::<Box<usize>>::try_new(2, 2).unwrap();
    let here = thread::row::<ByCpuId>();
    cache
        .with_row(here, |_| {
            (0..4).for_each(|item| cache.put(Box::new(item)).unwrap());
            assert!(cache.get().is_some());
            assert_eq!(cache.with_row(here, |_| ()), Err(Error::GuardHeld { row: here }));
        })
        .unwrap();
    assert_eq!(cache.len(), 3);
}

#[test]
fn what_a_cache_does_outside_of_its_arrays_is_counted() {
    let cache = Cache::<usize>::try_new(4, 4).unwrap();
    let stats = || {
        let perseq::CacheStats { refills, misses, spills, refused, .. } = cache.stats();
        (refills, misses, spills, refused)
    };
    // One row throughout: another thread's batches would be counted elsewhere, and as well.
    #[cfg(not(any(miri, perseq_model)))]
    support::pin(cpu::allowed().unwrap().iter().next().unwrap());
    assert_eq!((cache.get(), stats()), (None, (0, 1, 0, 0)));
    let put = |item| cache.put(item).is_ok();
    assert_eq!((0..12).filter(|&item| put(item)).count(), 8, "four here, four in the overflow");
    let (refills, misses, spills, refused) = stats();
    assert!(spills >= 2 && refused == 4, "{spills} {refused}");
    assert_eq!((refills, misses), (0, 1));
    let full = cache.put(12).unwrap_err();
    assert!(full.to_string().contains("holds 4"), "{full}");
    let mut got: Vec<_> = core::iter::from_fn(|| cache.get()).collect();
    got.sort_unstable();
    assert_eq!(got, (0..8).collect::<Vec<_>>());
    let (refills, misses, ..) = stats();
    assert!(refills >= 1 && misses == 2, "{refills} {misses}");
    cache.put(1).unwrap();
    cache.drain(drop).unwrap();
    assert_eq!((cache.get(), cache.stats().misses), (None, 3));
}

#[test]
fn idle_rows_are_drained_and_busy_ones_are_not() {
    let cache = Cache::<usize>::try_new(8, 0).unwrap();
    let (idle, busy) = (cpu::rows() - 1, cpu::rows() - 2);
    let push = |row| cache.with_row(row, |view| view.push(1).unwrap()).unwrap();
    push(idle);
    push(busy);
    let drained = || {
        let mut count = 0;
        cache.drain_idle(|_| count += 1).unwrap();
        count
    };
    assert_eq!(drained(), 0, "the first look");
    push(busy);
    assert_eq!(drained(), 1, "one row is as it was");
    assert_eq!(cache.len(), 2);
}
