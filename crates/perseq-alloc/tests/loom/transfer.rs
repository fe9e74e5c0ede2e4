//! The transfer cache: a list of slots with batches, and one of slots without. A batch is one number here.

use std::sync::Arc;

use loom::{
    sync::atomic::{
        AtomicUsize,
        Ordering::{self, AcqRel, Acquire, Relaxed, Release},
    },
    thread,
};

use crate::{RACE, check, check_finds, row::Plain};

const SLOTS: usize = 2;
/// Bits of a head that are its first slot's number, plus 1; a tag is above them.
const NUMBER: usize = 0xff;

/// The lists as they are, or with something wrong.
#[derive(Clone, Copy)]
struct Rules {
    /// A head's tag changes with each change.
    has_tag: bool,
    /// The orders in which a slot is taken off a list, and put on one.
    take: Ordering,
    put: Ordering,
}

const RIGHT: Rules = Rules { has_tag: true, take: AcqRel, put: AcqRel };

/// A batch, or room for one: accessed plainly, and loom reports it if two accesses are not ordered.
struct Slot {
    next: AtomicUsize,
    batch: Plain,
}

struct Head(AtomicUsize);

struct Transfer {
    rules: Rules,
    full: Head,
    free: Head,
    slots: [Slot; SLOTS],
}

impl Head {
    fn pop(&self, rules: Rules, slots: &[Slot; SLOTS]) -> Option<usize> {
        let (load, take) = if rules.take == AcqRel { (Acquire, AcqRel) } else { (Relaxed, rules.take) };
        let mut head = self.0.load(load);
        loop {
            let first = (head & NUMBER).checked_sub(1)?;
            let next = slots[first].next.load(Relaxed);
            match self.0.compare_exchange(head, after(rules, head, next), take, load) {
                Ok(_) => return Some(first),
                Err(now) => head = now,
            }
        }
    }

    fn push(&self, rules: Rules, slots: &[Slot; SLOTS], slot: usize) {
        let mut head = self.0.load(Relaxed);
        loop {
            slots[slot].next.store(head & NUMBER, Relaxed);
            match self.0.compare_exchange(head, after(rules, head, slot + 1), rules.put, Relaxed) {
                Ok(_) => return,
                Err(now) => head = now,
            }
        }
    }
}

fn after(rules: Rules, head: usize, first: usize) -> usize {
    let tag = if rules.has_tag { (head & !NUMBER) + NUMBER + 1 } else { 0 };
    tag | first
}

impl Transfer {
    /// With the batches 1 and 2, and no slot that is free.
    fn new(rules: Rules) -> Self {
        let slot = |next, batch| Slot { next: AtomicUsize::new(next), batch: Plain::new(batch) };
        Self {
            rules,
            full: Head(AtomicUsize::new(1)),
            free: Head(AtomicUsize::new(0)),
            slots: [slot(2, 1), slot(0, 2)],
        }
    }

    /// The batch, if no slot is free.
    fn put(&self, batch: usize) -> Option<usize> {
        let Some(slot) = self.free.pop(self.rules, &self.slots) else { return Some(batch) };
        self.slots[slot].batch.set(batch);
        self.full.push(self.rules, &self.slots, slot);
        None
    }

    fn take(&self) -> Option<usize> {
        let slot = self.full.pop(self.rules, &self.slots)?;
        let batch = self.slots[slot].batch.get();
        self.free.push(self.rules, &self.slots, slot);
        Some(batch)
    }
}

/// A thread's part in a model, and the batches that it has in its hands then.
type Job = fn(&Transfer) -> Vec<usize>;

const TAKE: Job = |cache| cache.take().into_iter().collect();
const PUT_3: Job = |cache| cache.put(3).into_iter().collect();
/// Takes two and puts the first one back.
const CHURN: Job = |cache| {
    let (first, second) = (cache.take(), cache.take());
    first.and_then(|batch| cache.put(batch)).into_iter().chain(second).collect()
};

/// `jobs` at the same time, the last one on the main thread; then each batch of `1..=batches` must be in one place.
fn run(rules: Rules, jobs: &[Job], batches: usize) {
    let cache = Arc::new(Transfer::new(rules));
    let (last, others) = jobs.split_last().unwrap();
    let start = |&job: &Job| {
        let cache = Arc::clone(&cache);
        thread::spawn(move || job(&cache))
    };
    let threads: Vec<_> = others.iter().map(start).collect();
    let mut all = last(&cache);
    threads.into_iter().for_each(|thread| all.extend(thread.join().unwrap()));
    // No more than there are slots, whatever the lists have become.
    all.extend((0..SLOTS).filter_map(|_| cache.take()));
    all.sort_unstable();
    assert_eq!(all, (1..=batches).collect::<Vec<_>>(), "a batch was lost or doubled");
}

#[test]
fn two_threads_that_take_and_put_have_each_batch_once() {
    check(None, || run(RIGHT, &[CHURN, TAKE], 2));
    check(3, || run(RIGHT, &[CHURN, CHURN], 2));
}

#[test]
fn three_threads_that_take_and_put_have_each_batch_once() {
    check(3, || run(RIGHT, &[TAKE, CHURN, PUT_3], 3));
}

#[test]
fn without_a_tag_a_slot_is_taken_that_another_thread_has() {
    let rules = Rules { has_tag: false, ..RIGHT };
    check_finds("a batch was lost or doubled", move || run(rules, &[TAKE, CHURN, PUT_3], 3));
}

#[test]
fn a_slot_that_is_taken_without_an_order_is_not_whole() {
    let rules = Rules { take: Relaxed, ..RIGHT };
    check_finds(RACE, move || run(rules, &[CHURN, TAKE], 2));
}

#[test]
fn a_slot_that_is_put_without_an_order_is_not_whole() {
    let rules = Rules { put: Relaxed, ..RIGHT };
    check_finds(RACE, move || run(rules, &[CHURN, TAKE], 2));
    // For what comes after it, the store needs no more than this.
    check(None, || run(Rules { put: Release, ..RIGHT }, &[CHURN, TAKE], 2));
}
