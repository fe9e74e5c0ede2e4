//! `Cache`: nested use, what its statistics tell, idle rows. `array_stack.rs` has it under everything at once.

#![allow(clippy::std_instead_of_core, reason = "test code")]

#[cfg(not(any(miri, perseq_model)))]
use perseq_testing as support;

use perseq::{
    ByCpuId, Cache, Error,
    perseq_core::{cpu, thread},
};

/// A caller that keeps some items puts them back at once; it must not be given those instead of others.
#[test]
fn drain_gives_every_item_also_where_items_are_put_back() {
    #[cfg(not(any(miri, perseq_model)))]
    support::pin_to_any();
    // Miri takes minutes for the last ones.
    let sizes = [(1, 0), (1, 1), (2, 10), (4, 70), (64, 300)];
    for (capacity, overflow) in sizes.into_iter().take(if cfg!(miri) { 3 } else { 5 }) {
        let cache = Cache::<usize>::try_new(capacity, overflow).unwrap();
        let count = (0..).take_while(|&item| cache.put(item).is_ok()).count();
        // Twice: the overflow's items then start at another place.
        for _ in 0..2 {
            let (mut given, mut calls) = (vec![0_u32; count], 0);
            let keep = |item: usize| {
                given[item] += 1;
                calls += 1;
                assert!(calls <= 2 * count, "no end");
                cache.put(item).unwrap();
            };
            cache.drain(keep).unwrap();
            assert!(given.iter().all(|&times| times > 0), "{capacity} and {overflow}: {given:?}");
            assert_eq!(cache.len(), count);
        }
        let mut all = Vec::new();
        cache.drain(|item| all.push(item)).unwrap();
        all.sort_unstable();
        assert_eq!((all, cache.len()), ((0..count).collect(), 0));
    }
}

/// A thread does nothing but move batches from and to the overflow, so most children are forked in the middle of one. The child has the
/// overflow as that thread left it, with all its items and all its room, but for the items that were on their way.
#[cfg(not(any(miri, perseq_model)))]
#[test]
fn a_child_forked_in_the_middle_of_a_batch_has_the_whole_overflow() {
    use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
    use std::time::Instant;

    const CAPACITY: usize = 8;
    const OVERFLOW: usize = 64;
    const MIDDLE: i32 = 7;
    // The last item in the thread's hands may be in both places for a moment; up to half an array, and one, are on their way.
    let missing_at_most = CAPACITY / 2 + 1;
    let cache = Cache::<usize>::try_new(CAPACITY, OVERFLOW).unwrap();
    let hands = [const { AtomicUsize::new(usize::MAX) }; 24];
    let [begun, complete] = [const { AtomicUsize::new(0) }; 2];
    let stop = AtomicBool::new(false);
    support::pin_to_any();
    (0..CAPACITY + OVERFLOW).for_each(|item| cache.put(item).unwrap());
    let mut in_the_middle = 0;
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !stop.load(SeqCst) {
                for hand in &hands {
                    begun.fetch_add(1, SeqCst);
                    hand.store(cache.get().unwrap(), SeqCst);
                    complete.fetch_add(1, SeqCst);
                }
                for hand in &hands {
                    begun.fetch_add(1, SeqCst);
                    cache.put(hand.load(SeqCst)).unwrap();
                    hand.store(usize::MAX, SeqCst);
                    complete.fetch_add(1, SeqCst);
                }
            }
        });
        let start = Instant::now();
        while in_the_middle < 200 && start.elapsed() < support::PATIENCE {
            let status = support::in_child(|| {
                let mut seen = [false; CAPACITY + OVERFLOW];
                while let Some(item) = cache.get() {
                    if core::mem::replace(&mut seen[item], true) {
                        return 1;
                    }
                }
                let items = hands.iter().map(|hand| hand.load(SeqCst)).filter(|&item| item != usize::MAX);
                items.for_each(|item| seen[item] = true);
                if seen.iter().filter(|&&seen| !seen).count() > missing_at_most {
                    return 2;
                }
                let taken = (0..1000).take_while(|&item| cache.put(item).is_ok()).count();
                if (taken, cache.len()) != (CAPACITY + OVERFLOW, CAPACITY + OVERFLOW) {
                    return 3;
                }
                if begun.load(SeqCst) == complete.load(SeqCst) { 0 } else { MIDDLE }
            });
            match status {
                0 => {}
                MIDDLE => in_the_middle += 1,
                status => {
                    stop.store(true, SeqCst);
                    panic!(
                        "the child found {}",
                        ["", "an item twice", "too few items", "too little room"][status as usize]
                    );
                }
            }
        }
        stop.store(true, SeqCst);
    });
    assert_eq!(in_the_middle, 200, "hardly any child was forked in the middle of a call");
}

/// A thread that holds a row may use the structure: it finds another row.
#[test]
fn a_cache_can_be_used_while_one_of_its_rows_is_held() {
    let cache = Cache::<Box<usize>>::try_new(2, 2).unwrap();
    let here = thread::row::<ByCpuId>();
    // On a machine of one CPU there is none: then the overflow has room for two, and the thread is told why there is no more.
    let is_another = cfg!(miri) || cpu::allowed().is_ok_and(|cpus| cpus.len() > 1);
    let (room, held) = (if is_another { 4 } else { 2 }, Err(Error::GuardHeld { row: here }));
    cache
        .with_row(here, |_| {
            for item in 0..4 {
                let put = cache.put(Box::new(item)).map_err(|rejected| rejected.why());
                assert_eq!(put, if item < room { Ok(()) } else { held }, "item {item} of {room}");
            }
            assert!(cache.get().is_some());
            assert_eq!(cache.with_row(here, |_| ()), held);
        })
        .unwrap();
    assert_eq!(cache.len(), room - 1);
}

/// As every structure of items without interior mutability: a program that catches panics may use it on both sides.
#[test]
fn a_panic_of_a_caller_leaves_a_cache_as_it_is() {
    let cache = Cache::<usize>::try_new(2, 2).unwrap();
    let keep = || (0..4).for_each(|item| cache.put(item).unwrap());
    let caught = std::panic::catch_unwind(|| {
        keep();
        cache.get_or_else(|| 7);
        cache.drain(|_| std::panic::resume_unwind(Box::new(()))).unwrap();
    });
    assert!(caught.is_err());
    cache.drain(drop).unwrap();
    keep();
    assert_eq!(cache.len(), 4);
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
