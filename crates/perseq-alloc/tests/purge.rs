//! What the heap gives back and hands out, in which order, on memory that tells.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

mod support;

use std::{
    ptr::NonNull,
    sync::atomic::Ordering::{Relaxed, SeqCst},
};

use perseq_alloc::internal::Heap;
use support::{Memory, class, take};

/// Miri is slow.
const COUNT: usize = if cfg!(miri) { 80 } else { 640 };

#[test]
fn what_the_system_does_not_take_back_is_used_again() {
    let heap = Heap::new(Memory::with(usize::MAX));
    let objects = take(&heap, class(1024), 0, COUNT);
    for object in &objects {
        unsafe { object.as_ptr().write(1) };
    }
    unsafe { heap.give(class(1024), &objects) };
    heap.pages().refuses_release.store(true, SeqCst);
    assert_eq!(heap.purge(true), 0);
    let stats = heap.stats();
    assert!(stats.free_bytes >= COUNT << 10, "{stats:?}");
    heap.pages().refuses_release.store(false, SeqCst);
    assert!(heap.purge(true) >= COUNT << 10);
    assert_eq!(heap.stats().free_bytes, 0);
}

#[test]
fn empty_pages_inside_spans_are_given_back() {
    let heap = Heap::new(Memory::with(usize::MAX));
    let class = class(512);
    let objects = take(&heap, class, 0, 2 * COUNT);
    // Every 40th object remains: in each of 5 system pages 1 is occupied.
    let (kept, given): (Vec<_>, Vec<_>) = (0..).zip(&objects).partition(|(number, _)| number % 40 == 0);
    for (_, object) in &kept {
        unsafe { object.as_ptr().write(7) };
    }
    let given: Vec<_> = given.into_iter().map(|(_, &object)| object).collect();
    unsafe { heap.give(class, &given) };
    assert_eq!(heap.purge(true), 8 * (COUNT << 10) / 10, "4 of 5 system pages");
    for (_, object) in &kept {
        assert_eq!(unsafe { object.as_ptr().read() }, 7);
    }
    // The same holes are not given back twice, and are used again.
    assert_eq!(heap.purge(true), 0);
    assert_eq!(take(&heap, class, 0, given.len()).len(), given.len());
    assert_eq!(heap.stats().huge_bytes, 2 << 20);
}

#[test]
fn the_fullest_span_is_used_first_and_the_emptiest_drains() {
    let heap = Heap::new(Memory::with(usize::MAX));
    let class = class(1024);
    let objects = take(&heap, class, 0, 64 * 3);
    let spans: Vec<_> = objects.chunks(64).collect();
    unsafe { heap.give(class, &spans[0][..60]) };
    unsafe { heap.give(class, &spans[1][..10]) };
    unsafe { heap.give(class, &spans[2][..40]) };
    assert_eq!(take(&heap, class, 0, 10), &spans[1][..10]);
    assert_eq!(take(&heap, class, 0, 40), &spans[2][..40]);
    assert_eq!(take(&heap, class, 0, 1), &spans[0][..1]);
}

#[test]
fn a_tick_gives_back_what_was_left_alone_long_enough() {
    let heap = Heap::new(Memory::with(usize::MAX));
    let tick = |milliseconds: u64| {
        heap.pages().clock.fetch_add(milliseconds, Relaxed);
        heap.purge(false)
    };
    tick(0);
    let objects = take(&heap, class(256 << 10), 0, 12);
    let large = heap.take_large(1 << 20, 16).expect("memory");
    unsafe { heap.give_large(large.start) };
    unsafe { heap.give(class(256 << 10), &objects) };
    assert_eq!(tick(300), 0, "not yet");
    assert_eq!(heap.stats().kept_bytes, 1 << 20);
    let given_back: usize = (0..16).map(|_| tick(300)).sum();
    assert!(given_back >= (3 << 20) + (1 << 20), "{given_back}");
    assert_eq!(heap.stats().kept_bytes, 0);
    assert_eq!(heap.stats().free_bytes, 0);
}

#[test]
fn each_node_has_spans_of_its_own() {
    let heap = Heap::new(Memory::with(usize::MAX));
    let class = class(48);
    let (one, two) = (take(&heap, class, 0, 20), take(&heap, class, 1, 20));
    let huge = |object: &NonNull<u8>| object.addr().get() >> 21;
    assert!(one.iter().all(|object| huge(object) == huge(&one[0])));
    assert!(two.iter().all(|object| huge(object) == huge(&two[0]) && huge(object) != huge(&one[0])));
    // Given back in any order, each goes home.
    let mixed: Vec<_> = one.iter().zip(&two).flat_map(|(one, two)| [*two, *one]).collect();
    unsafe { heap.give(class, &mixed) };
    assert_eq!(take(&heap, class, 1, 20), two);
}
