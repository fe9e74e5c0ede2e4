//! A cache: an array per CPU and an overflow that batches go to and come from, as `perseq::Cache` has them.
//!
//! The steps of the sections are those of `section/guarded.rs`; the overflow's guard is a mutex here. Items are numbers
//! from 1, each put in once.

use std::sync::Arc;

use loom::{sync::Mutex, thread};

use crate::{
    Attempt, Outcome, RACE, check, check_finds,
    row::{Fence, Plain, RIGHT, Row, Rules, Seen},
};

/// Items in an array: the smallest number of which half is more than one.
const CAPACITY: usize = 3;
const BATCH: usize = CAPACITY.div_ceil(2);

type Items = Vec<usize>;

struct Array {
    length: Plain,
    slots: [Plain; CAPACITY],
}

#[derive(Debug)]
struct Overflow {
    items: Items,
    capacity: usize,
    reserved: usize,
}

struct Cache {
    rows: Vec<Row<Array>>,
    overflow: Mutex<Overflow>,
    /// True if a spill keeps places in the overflow before it takes items out of the array.
    reserves: bool,
    seen: &'static Seen,
}

impl Array {
    fn of(items: &[usize]) -> Self {
        let slots = core::array::from_fn(|at| Plain::new(items.get(at).copied().unwrap_or(0)));
        Self { length: Plain::new(items.len()), slots }
    }

    /// As its holder.
    fn take_all(&self) -> Items {
        let items = self.slots[..self.length.get()].iter().map(Plain::get).collect();
        self.length.set(0);
        items
    }

    /// As its holder; `false` if there is no room.
    fn push(&self, items: &[usize]) -> bool {
        let length = self.length.get();
        if length + items.len() > CAPACITY {
            return false;
        }
        self.slots[length..].iter().zip(items).for_each(|(slot, &item)| slot.set(item));
        self.length.set(length + items.len());
        true
    }

    /// As its holder; `None` if fewer than `n` are there.
    fn pop(&self, n: usize) -> Option<Items> {
        let rest = self.length.get().checked_sub(n)?;
        let items = self.slots[rest..][..n].iter().map(Plain::get).collect();
        self.length.set(rest);
        Some(items)
    }
}

impl Overflow {
    fn room(&self) -> usize {
        self.capacity - self.items.len() - self.reserved
    }

    fn settle(&mut self, items: &[usize], reserved: usize) {
        self.reserved -= reserved;
        self.items.extend_from_slice(items);
        assert!(self.items.len() + self.reserved <= self.capacity, "more than the bound: {self:?}");
    }
}

impl Cache {
    fn new(
        rules: Rules,
        rows: &[&[usize]],
        overflow: &[usize],
        capacity: usize,
        seen: &'static Seen,
    ) -> Self {
        Self {
            rows: rows.iter().map(|items| Row::new(rules, Array::of(items))).collect(),
            overflow: Mutex::new(Overflow { items: overflow.to_vec(), capacity, reserved: 0 }),
            reserves: true,
            seen,
        }
    }

    /// `array_push` and `array_push_batch`, on the slow path too.
    fn push(&self, cpu: usize, me: u32, items: &[usize]) -> bool {
        let row = &self.rows[cpu];
        let Array { length, slots } = &row.data;
        let attempt = row.run(me, self.seen, |section| {
            let at = section.step(|| length.get())?;
            if at + items.len() > CAPACITY {
                return Ok(Outcome::Exited);
            }
            for (slot, &item) in slots[at..].iter().zip(items) {
                section.step(|| slot.set(item))?;
            }
            section.step(|| length.set(at + items.len()))?;
            Ok(Outcome::Committed)
        });
        match attempt {
            Attempt::Committed => true,
            Attempt::Exited => false,
            Attempt::Slow => row.hold(me, |array| array.push(items)),
        }
    }

    /// `array_pop` and `array_pop_batch`, on the slow path too.
    fn pop(&self, cpu: usize, me: u32, n: usize) -> Option<Items> {
        let row = &self.rows[cpu];
        let Array { length, slots } = &row.data;
        let out = core::cell::RefCell::new(Items::new());
        let attempt = row.run(me, self.seen, |section| {
            out.borrow_mut().clear();
            let Some(rest) = section.step(|| length.get())?.checked_sub(n) else {
                return Ok(Outcome::Exited);
            };
            for slot in &slots[rest..][..n] {
                let item = section.step(|| slot.get())?;
                out.borrow_mut().push(item);
            }
            section.step(|| length.set(rest))?;
            Ok(Outcome::Committed)
        });
        match attempt {
            Attempt::Committed => Some(out.into_inner()),
            Attempt::Exited => None,
            Attempt::Slow => row.hold(me, |array| array.pop(n)),
        }
    }

    fn get(&self, cpu: usize, me: u32) -> Option<usize> {
        match self.pop(cpu, me, 1) {
            Some(items) => Some(items[0]),
            None => self.refill(cpu, me),
        }
    }

    /// The item, if there is no room for it.
    fn put(&self, cpu: usize, me: u32, item: usize) -> Option<usize> {
        if self.push(cpu, me, &[item]) { None } else { self.spill(cpu, me, item) }
    }

    fn refill(&self, cpu: usize, me: u32) -> Option<usize> {
        let mut taken = {
            let mut overflow = self.overflow.lock().unwrap();
            let rest = overflow.items.len().saturating_sub(BATCH);
            let taken = overflow.items.split_off(rest);
            overflow.reserved += taken.len();
            taken
        };
        let places = taken.len();
        let first = taken.pop()?;
        if !taken.is_empty() && self.push(cpu, me, &taken) {
            taken.clear();
        }
        self.overflow.lock().unwrap().settle(&taken, places);
        Some(first)
    }

    fn spill(&self, cpu: usize, me: u32, item: usize) -> Option<usize> {
        let places = {
            let mut overflow = self.overflow.lock().unwrap();
            let places = overflow.room().min(BATCH);
            if places == 0 {
                return Some(item);
            }
            if self.reserves {
                overflow.reserved += places;
            }
            places
        };
        let mut batch =
            if places > 1 { self.pop(cpu, me, places - 1).unwrap_or_default() } else { Items::new() };
        batch.push(item);
        self.overflow.lock().unwrap().settle(&batch, if self.reserves { places } else { 0 });
        None
    }

    fn drain(&self, cpu: usize, me: u32) -> Items {
        self.rows[cpu].hold(me, Array::take_all)
    }

    /// Everything inside, once nothing is under way, and what the threads have got: must be `1..=items`, each once.
    fn assert_complete(&self, outside: Items, items: usize) {
        let mut all = outside;
        for cpu in 0..self.rows.len() {
            all.extend(self.drain(cpu, 100));
        }
        let overflow = self.overflow.lock().unwrap();
        assert_eq!(overflow.reserved, 0, "places that nobody settled");
        all.extend(&overflow.items);
        all.sort_unstable();
        assert_eq!(all, (1..=items).collect::<Items>(), "an item was lost or doubled");
    }
}

/// A thread's part in a model, and the items that it has in its hands then.
type Job = fn(&Cache, u32) -> Items;

/// `jobs` at the same time, the last one on the main thread, then all items are counted.
fn run(cache: Cache, jobs: &[Job], items: usize) {
    let cache = Arc::new(cache);
    let (last, others) = jobs.split_last().unwrap();
    let threads: Vec<_> = (1_u32..)
        .zip(others)
        .map(|(me, &job)| {
            let cache = Arc::clone(&cache);
            thread::spawn(move || job(&cache, me))
        })
        .collect();
    let mut outside = last(&cache, 100);
    for thread in threads {
        outside.extend(thread.join().unwrap());
    }
    cache.assert_complete(outside, items);
}

const PUT_4: Job = |cache, me| cache.put(0, me, 4).into_iter().collect();
const PUT_8_ELSEWHERE: Job = |cache, me| cache.put(1, me, 8).into_iter().collect();
const GET: Job = |cache, me| cache.get(0, me).into_iter().collect();
const GET_ELSEWHERE: Job = |cache, me| cache.get(1, me).into_iter().collect();
const DRAIN: Job = |cache, me| cache.drain(0, me);

#[test]
fn a_spill_and_a_drain_of_the_same_row_lose_and_double_nothing() {
    static SEEN: Seen = Seen::new();
    check(None, || run(Cache::new(RIGHT, &[&[1, 2, 3]], &[], 2, &SEEN), &[PUT_4, DRAIN], 4));
    SEEN.assert_all();
}

#[test]
fn a_refill_and_a_drain_of_the_same_row_lose_and_double_nothing() {
    static SEEN: Seen = Seen::new();
    check(None, || run(Cache::new(RIGHT, &[&[]], &[1, 2, 3], 3, &SEEN), &[GET, DRAIN], 3));
    SEEN.assert_all();
}

#[test]
fn a_spill_and_a_refill_on_one_cpu_and_a_drain_lose_and_double_nothing() {
    static SEEN: Seen = Seen::new();
    check(3, || run(Cache::new(RIGHT, &[&[1, 2, 3]], &[], 2, &SEEN), &[PUT_4, GET, DRAIN], 4));
    SEEN.assert_all();
}

#[test]
fn spills_and_refills_of_two_cpus_keep_the_overflow_bounded() {
    static SEEN: Seen = Seen::new();
    let two = |overflow, capacity| Cache::new(RIGHT, &[&[1, 2, 3], &[5, 6, 7]], overflow, capacity, &SEEN);
    check(None, move || run(two(&[], 3), &[PUT_4, PUT_8_ELSEWHERE], 8));
    check(None, move || {
        run(Cache::new(RIGHT, &[&[1, 2, 3], &[]], &[5, 6], 2, &SEEN), &[PUT_4, GET_ELSEWHERE], 6);
    });
    assert!(SEEN.committed.get() > 0, "{SEEN:?}");
}

#[test]
fn without_a_fence_a_drain_races_with_the_section_that_spills() {
    static SEEN: Seen = Seen::new();
    let rules = Rules { fence: Fence::Never, ..RIGHT };
    check_finds(RACE, move || run(Cache::new(rules, &[&[1, 2, 3]], &[], 2, &SEEN), &[PUT_4, DRAIN], 4));
}

#[test]
fn a_section_that_commits_after_an_interrupt_doubles_items() {
    static SEEN: Seen = Seen::new();
    let rules = Rules { aborts: false, ..RIGHT };
    check_finds("an item was lost or doubled", move || {
        run(Cache::new(rules, &[&[1, 2, 3]], &[], 2, &SEEN), &[GET, GET], 3);
    });
}

#[test]
fn spills_that_keep_no_places_overfill_the_overflow() {
    static SEEN: Seen = Seen::new();
    check_finds("more than the bound", || {
        let mut cache = Cache::new(RIGHT, &[&[1, 2, 3], &[5, 6, 7]], &[], 3, &SEEN);
        cache.reserves = false;
        run(cache, &[PUT_4, PUT_8_ELSEWHERE], 8);
    });
}
