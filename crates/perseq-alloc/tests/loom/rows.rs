//! A row of a class beside the heap: sections take and put objects, one by one and in batches, while another thread drains the row.
//!
//! Objects are numbers from 1. The heap is a list under a mutex.

use std::{cell::RefCell, sync::Arc};

use loom::{sync::Mutex, thread};

use crate::{
    Attempt, Outcome, RACE, check, check_finds,
    row::{Closed, Fence, Plain, RIGHT, Row, Rules, Seen},
};

/// Slots of the array, and objects of a batch.
const CAPACITY: usize = 3;
const BATCH: usize = 2;

/// The rows of the allocator are closed by their limits.
const OPEN: Rules = Rules { closed: Closed::ByLimit, ..RIGHT };

type Objects = Vec<usize>;

struct Array {
    length: Plain,
    slots: [Plain; CAPACITY],
}

impl Array {
    /// As its holder.
    fn objects(&self) -> Objects {
        self.slots[..self.length.get()].iter().map(Plain::get).collect()
    }
}

/// How a free ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Freed {
    InRow,
    InHeap,
    /// It was the last one of the row already.
    Twice,
}

struct Allocator {
    row: Row<Array>,
    heap: Mutex<Objects>,
    /// True if a free compares inside of its section.
    compares_inside: bool,
    seen: &'static Seen,
}

impl Allocator {
    fn new(rules: Rules, row: &[usize], heap: &[usize], seen: &'static Seen) -> Self {
        let slots = core::array::from_fn(|at| Plain::new(row.get(at).copied().unwrap_or(0)));
        let array = Array { length: Plain::new(row.len()), slots };
        let heap = Mutex::new(heap.to_vec());
        Self { row: Row::new(rules, array), heap, compares_inside: true, seen }
    }

    fn give(&self, objects: &[usize]) {
        self.heap.lock().unwrap().extend_from_slice(objects);
    }

    /// `array_pop_open` and `array_pop`, then the slow path.
    fn allocate(&self, me: u32) -> Option<usize> {
        let out = RefCell::new(None);
        let Array { length, slots } = &self.row.data;
        let attempt = self.row.run(me, self.seen, |section| {
            let Some(rest) = section.step(|| length.get())?.checked_sub(1) else {
                return Ok(Outcome::Exited);
            };
            let object = section.step(|| slots[rest].get())?;
            *out.borrow_mut() = Some(object);
            section.step(|| length.set(rest))?;
            Ok(Outcome::Committed)
        });
        match attempt {
            Attempt::Committed => out.into_inner(),
            // No section commits: one object of the heap's.
            Attempt::Slow => self.heap.lock().unwrap().pop(),
            Attempt::Exited => self.refill(me),
        }
    }

    fn refill(&self, me: u32) -> Option<usize> {
        let mut batch = {
            let mut heap = self.heap.lock().unwrap();
            let rest = heap.len().saturating_sub(BATCH);
            heap.split_off(rest)
        };
        let object = batch.pop()?;
        if batch.is_empty() {
            return Some(object);
        }
        let Array { length, slots } = &self.row.data;
        // `put_back`, by `array_push_batch`.
        let attempt = self.row.run(me, self.seen, |section| {
            let at = section.step(|| length.get())?;
            if at + batch.len() > CAPACITY {
                return Ok(Outcome::Exited);
            }
            for (slot, &object) in slots[at..].iter().zip(&batch) {
                section.step(|| slot.set(object))?;
            }
            section.step(|| length.set(at + batch.len()))?;
            Ok(Outcome::Committed)
        });
        if attempt != Attempt::Committed {
            self.give(&batch);
        }
        Some(object)
    }

    /// Returns whether the last one of the row is that object; looked at too early by a broken variant.
    fn is_last(&self, object: usize) -> bool {
        self.row.hold(50, |array| array.objects().last() == Some(&object))
    }

    /// `push_once`, then the slow path.
    fn free(&self, me: u32, object: usize) -> Freed {
        let Array { length, slots } = &self.row.data;
        let was_last = !self.compares_inside && self.is_last(object);
        for _ in 0..2 {
            let twice = RefCell::new(false);
            let attempt = self.row.run(me, self.seen, |section| {
                *twice.borrow_mut() = was_last;
                let at = section.step(|| length.get())?;
                if at == CAPACITY || was_last {
                    return Ok(Outcome::Exited);
                }
                if self.compares_inside && at > 0 && section.step(|| slots[at - 1].get())? == object {
                    *twice.borrow_mut() = true;
                    return Ok(Outcome::Exited);
                }
                let at = section.step(|| length.get())?;
                section.step(|| slots[at].set(object))?;
                section.step(|| length.set(at + 1))?;
                Ok(Outcome::Committed)
            });
            match attempt {
                Attempt::Committed => return Freed::InRow,
                Attempt::Slow => break,
                Attempt::Exited if twice.into_inner() => return Freed::Twice,
                Attempt::Exited => self.flush(me),
            }
        }
        self.give(&[object]);
        Freed::InHeap
    }

    /// `take_last`, by `array_pop_batch`.
    fn flush(&self, me: u32) {
        let out = RefCell::new(Objects::new());
        let Array { length, slots } = &self.row.data;
        let attempt = self.row.run(me, self.seen, |section| {
            out.borrow_mut().clear();
            let Some(rest) = section.step(|| length.get())?.checked_sub(BATCH) else {
                return Ok(Outcome::Exited);
            };
            for slot in &slots[rest..][..BATCH] {
                let object = section.step(|| slot.get())?;
                out.borrow_mut().push(object);
            }
            section.step(|| length.set(rest))?;
            Ok(Outcome::Committed)
        });
        if attempt == Attempt::Committed {
            self.give(&out.into_inner());
        }
    }

    /// `drain_array`: objects leave the row before the heap has them.
    fn drain(&self, me: u32) {
        let objects = self.row.hold(me, |array| {
            let objects = array.objects();
            array.length.set(0);
            objects
        });
        self.give(&objects);
    }

    /// All that there is, once nothing is under way, and what the threads have got: `1..=objects`, each once.
    fn assert_complete(&self, mut outside: Objects, objects: usize) {
        outside.extend(self.row.hold(100, Array::objects));
        outside.extend(self.heap.lock().unwrap().iter());
        outside.sort_unstable();
        assert_eq!(outside, (1..=objects).collect::<Objects>(), "an object was lost or is in two hands");
    }
}

/// A thread's part in a model, and the objects that it has in its hands then.
type Job = fn(&Allocator, u32) -> Objects;

const ALLOCATE: Job = |allocator, me| allocator.allocate(me).into_iter().collect();
const FREE_4: Job = |allocator, me| {
    assert_ne!(allocator.free(me, 4), Freed::Twice, "no other thread has it");
    Objects::new()
};
const DRAIN: Job = |allocator, me| {
    allocator.drain(me);
    Objects::new()
};
/// An allocation that is freed again.
const BOTH: Job = |allocator, me| {
    let object = allocator.allocate(me).unwrap();
    assert_ne!(allocator.free(me, object), Freed::Twice, "no other thread has it");
    Objects::new()
};

/// `jobs` at the same time, the last one on the main thread, then all objects are counted.
fn run(allocator: Allocator, jobs: &[Job], objects: usize) {
    let allocator = Arc::new(allocator);
    let (last, others) = jobs.split_last().unwrap();
    let threads: Vec<_> = (1_u32..)
        .zip(others)
        .map(|(me, &job)| {
            let allocator = Arc::clone(&allocator);
            thread::spawn(move || job(&allocator, me))
        })
        .collect();
    let mut outside = last(&allocator, 100);
    threads.into_iter().for_each(|thread| outside.extend(thread.join().unwrap()));
    allocator.assert_complete(outside, objects);
}

/// Two threads free the same object, which is in no row: how many of them were not told.
fn free_twice(rules: Rules, compares_inside: bool, seen: &'static Seen) {
    let mut allocator = Allocator::new(rules, &[1], &[], seen);
    allocator.compares_inside = compares_inside;
    let allocator = Arc::new(allocator);
    let other = Arc::clone(&allocator);
    let first = thread::spawn(move || other.free(1, 2));
    let freed = [allocator.free(100, 2), first.join().unwrap()];
    // A free past the row is seen by the heap's bitmaps.
    let in_row = freed.iter().filter(|freed| **freed == Freed::InRow).count();
    assert!(in_row < 2, "an object that is free was freed: {freed:?}");
}

#[test]
fn a_free_and_a_drain_of_the_same_row_lose_and_double_nothing() {
    static SEEN: Seen = Seen::new();
    check(None, || run(Allocator::new(OPEN, &[1, 2, 3], &[], &SEEN), &[FREE_4, DRAIN], 4));
    SEEN.assert_all();
}

#[test]
fn an_allocation_and_a_drain_of_the_same_row_lose_and_double_nothing() {
    static SEEN: Seen = Seen::new();
    check(None, || run(Allocator::new(OPEN, &[1], &[2, 3], &SEEN), &[BOTH, DRAIN], 3));
    SEEN.assert_all();
}

#[test]
fn refills_flushes_and_a_drain_lose_and_double_nothing() {
    static SEEN: Seen = Seen::new();
    check(2, || run(Allocator::new(OPEN, &[1, 2, 3], &[], &SEEN), &[FREE_4, ALLOCATE, DRAIN], 4));
    check(2, || run(Allocator::new(OPEN, &[], &[1, 2, 3], &SEEN), &[ALLOCATE, BOTH, DRAIN], 3));
    SEEN.assert_all();
}

#[test]
fn an_object_that_two_threads_free_is_seen_by_one_of_them() {
    static SEEN: Seen = Seen::new();
    check(3, || free_twice(OPEN, true, &SEEN));
    assert!(SEEN.committed.get() > 0 && SEEN.aborted.get() > 0, "{SEEN:?}");
}

#[test]
fn a_free_that_compares_before_its_section_misses_the_other_one() {
    static SEEN: Seen = Seen::new();
    check_finds("an object that is free was freed", || free_twice(OPEN, false, &SEEN));
}

#[test]
fn without_a_fence_a_drain_races_with_a_free() {
    static SEEN: Seen = Seen::new();
    let rules = Rules { fence: Fence::Never, ..OPEN };
    check_finds(RACE, move || run(Allocator::new(rules, &[1, 2, 3], &[], &SEEN), &[FREE_4, DRAIN], 4));
}

#[test]
fn a_section_that_commits_after_an_interrupt_puts_an_object_into_two_hands() {
    static SEEN: Seen = Seen::new();
    let rules = Rules { aborts: false, ..OPEN };
    check_finds("an object was lost or is in two hands", move || {
        run(Allocator::new(rules, &[1, 2, 3], &[], &SEEN), &[ALLOCATE, ALLOCATE], 3);
    });
}
