//! Items that a structure gives to its caller's code: each is dropped once, also where that code panics or stops early.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

#[cfg(not(any(miri, perseq_model)))]
use perseq_testing as support;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use perseq::{ArrayStack, ByCpuId, Cache, IntrusiveStack, Link, Node, Queue, Stack, perseq_core::thread};

/// Items that were made and not dropped, and those that were dropped.
#[derive(Default)]
struct Tally {
    live: AtomicUsize,
    dropped: AtomicUsize,
    /// The drop of that item panics, counted from 1.
    fails: AtomicUsize,
}

impl Tally {
    fn item(&self) -> Box<Item<'_>> {
        self.live.fetch_add(1, Relaxed);
        Box::new(Item { link: Link::new(), tally: self })
    }

    fn live(&self) -> usize {
        self.live.load(Relaxed)
    }
}

struct Item<'a> {
    #[allow(dead_code, reason = "sections reach it by its offset")]
    link: Link,
    tally: &'a Tally,
}

// SAFETY: that is where the link is, and nothing else uses it.
unsafe impl Node for Item<'_> {
    const LINK: usize = core::mem::offset_of!(Item<'_>, link);
}

impl Drop for Item<'_> {
    fn drop(&mut self) {
        self.tally.live.fetch_sub(1, Relaxed);
        let dropped = self.tally.dropped.fetch_add(1, Relaxed) + 1;
        assert_ne!(dropped, self.tally.fails.load(Relaxed), "the drop of an item");
    }
}

/// One row throughout.
fn pin() {
    #[cfg(not(any(miri, perseq_model)))]
    support::pin(perseq::perseq_core::cpu::allowed().unwrap().iter().next().unwrap());
}

fn unwinds(body: impl FnOnce()) {
    catch_unwind(AssertUnwindSafe(body)).expect_err("the caller's code panics");
}

/// Takes `most` items and then stops, or panics.
struct Takes<T> {
    most: usize,
    panics: bool,
    taken: Vec<T>,
}

impl<T> Takes<T> {
    const fn of(most: usize, panics: bool) -> Self {
        Self { most, panics, taken: Vec::new() }
    }
}

impl<T> Extend<T> for Takes<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        let room = self.most - self.taken.len();
        self.taken.extend(items.into_iter().take(room));
        assert!(!self.panics || self.taken.len() < self.most, "full");
    }
}

const ITEMS: usize = 150;

#[test]
fn a_batch_that_is_not_taken_whole_is_dropped_and_not_counted() {
    pin();
    // Inside of the first section's items, at their end, inside of the second's; all.
    for most in [0, 1, 63, 64, 65, 127, 130, ITEMS] {
        let tally = Tally::default();
        let stack = ArrayStack::try_new(ITEMS).unwrap();
        (0..ITEMS).for_each(|_| stack.push(tally.item()).ok().unwrap());
        let mut into = Takes::of(most, false);
        assert_eq!(stack.pop_batch(&mut into, ITEMS), most, "{most}");
        assert_eq!(into.taken.len(), most);
        assert_eq!(tally.live(), most + stack.len(), "{most}: what is in neither is dropped");
        // At most one section's items.
        assert!(stack.len() + 64 + most >= ITEMS, "{most}: {} in the stack", stack.len());
        drop((into, stack));
        assert_eq!((tally.live(), tally.dropped.load(Relaxed)), (0, ITEMS), "{most}");
    }
}

#[test]
fn a_batch_whose_taker_panics_is_dropped() {
    pin();
    for most in [0, 1, 64, 65, 130] {
        let tally = Tally::default();
        let stack = ArrayStack::try_new(ITEMS).unwrap();
        (0..ITEMS).for_each(|_| stack.push(tally.item()).ok().unwrap());
        let mut into = Takes::of(most, true);
        unwinds(|| _ = stack.try_pop_batch(&mut into, ITEMS));
        assert_eq!(into.taken.len(), most);
        assert_eq!(tally.live(), most + stack.len(), "{most}");
        drop((into, stack));
        assert_eq!((tally.live(), tally.dropped.load(Relaxed)), (0, ITEMS), "{most}");
    }
}

/// The drop of one of those that are left over panics, too.
#[test]
fn a_batch_is_dropped_also_where_the_drop_of_an_item_panics() {
    pin();
    let tally = Tally::default();
    let stack = ArrayStack::try_new(64).unwrap();
    (0..64).for_each(|_| stack.push(tally.item()).ok().unwrap());
    tally.fails.store(3, Relaxed);
    unwinds(|| _ = stack.try_pop_batch(&mut Takes::of(0, false), 64));
    assert_eq!((stack.len(), tally.live(), tally.dropped.load(Relaxed)), (0, 0, 64));
}

/// The caller's code panics at each item once: what it was not given is dropped or still inside.
macro_rules! given {
    ($($name:ident: $count:expr, $new:expr, $put:ident, $before:expr, $verb:ident($($row:expr)?);)*) => { $(
        #[test]
        fn $name() {
            pin();
            let count: usize = $count;
            for fails in (1..=count).step_by(if cfg!(miri) { 31 } else { 1 }) {
                let tally = Tally::default();
                let structure = $new;
                (0..count).for_each(|_| structure.$put(tally.item()).ok().unwrap());
                $before(&structure);
                let mut given = 0;
                unwinds(|| {
                    let taken = structure.$verb($($row,)? |item| {
                        drop(item);
                        given += 1;
                        assert_ne!(given, fails, "the caller's code");
                    });
                    taken.unwrap();
                });
                let (live, mut inside) = (tally.live(), 0);
                structure.drain(|_| inside += 1).unwrap();
                assert_eq!((given, inside), (fails, live), "at item {fails}");
                drop(structure);
                assert_eq!((tally.live(), tally.dropped.load(Relaxed)), (0, count), "at item {fails}");
            }
        }
    )* };
}

fn here() -> u32 {
    thread::row::<ByCpuId>()
}

const fn nothing<T>(_: &T) {}

given! {
    a_cache_loses_nothing_in_drain: 208, Cache::try_new(8, 200).unwrap(), put, nothing, drain();
    a_cache_loses_nothing_in_drain_row: 8, Cache::try_new(8, 0).unwrap(), put, nothing, drain_row(here());
    a_cache_loses_nothing_in_drain_idle: 8, Cache::try_new(8, 0).unwrap(), put,
        |cache: &Cache<_>| cache.drain_idle(|_| panic!("the first look")).unwrap(), drain_idle();
    an_array_loses_nothing_in_drain: 70, ArrayStack::try_new(70).unwrap(), push, nothing, drain();
    an_array_loses_nothing_in_drain_row: 70, ArrayStack::try_new(70).unwrap(), push, nothing, drain_row(here());
    a_queue_loses_nothing_in_drain: 64, Queue::try_new(64).unwrap(), push, nothing, drain();
    a_queue_loses_nothing_in_drain_row: 64, Queue::try_new(64).unwrap(), push, nothing, drain_row(here());
    a_stack_loses_nothing_in_drain: 9, Stack::try_new().unwrap(), push, nothing, drain();
    a_stack_loses_nothing_in_drain_row: 9, Stack::try_new().unwrap(), push, nothing, drain_row(here());
    a_list_loses_nothing_in_drain: 9, IntrusiveStack::try_new().unwrap(), push, nothing, drain();
    a_list_loses_nothing_in_drain_row: 9, IntrusiveStack::try_new().unwrap(), push, nothing, drain_row(here());
}

/// An item that has no room in a vector stays where it is, and one that a row has no room for stays in the vector.
#[test]
fn what_has_no_room_stays_where_it_is() {
    pin();
    let tally = Tally::default();
    let stack = ArrayStack::try_new(100).unwrap();
    let mut items: Vec<_> = (0..ITEMS).map(|_| tally.item()).collect();
    assert_eq!(stack.push_batch(&mut items), 100);
    assert_eq!((items.len(), stack.len(), tally.live()), (50, 100, ITEMS));
    items.shrink_to(0);
    let mut into = Vec::with_capacity(7);
    let room = into.capacity();
    assert_eq!(stack.with_row(here(), |view| view.take_into(&mut into, 100)), Ok(room));
    assert_eq!((into.len(), stack.len()), (room, 100 - room));
    assert_eq!(stack.with_row(here(), |view| view.take_into(&mut into, 100)), Ok(0), "it is full");
    assert_eq!(stack.steal_into(&mut into), Ok(0), "it is full");
    assert_eq!(tally.live(), ITEMS);
    drop((items, stack, into));
    assert_eq!((tally.live(), tally.dropped.load(Relaxed)), (0, ITEMS));
}
