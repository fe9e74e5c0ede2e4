//! A lock between processes, whose owners and waiting threads die after any of their stores. The word is changed by the crate's own
//! `ownership.rs`.
//!
//! A thread of the model is a process. It dies after a number of steps (swaps, stores of data, wake-ups), and from then on the kernel says so to each
//! that asks. The data are two cells that an owner changes one after the other: two owners at a time are found as a race, a death
//! that is not told as half a change.

use std::{
    cell::Cell,
    convert::Infallible,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    sync::{
        Arc,
        atomic::Ordering::{AcqRel, Acquire, Relaxed, Release},
    },
};

use loom::{
    cell::UnsafeCell,
    sync::{Condvar, Mutex, atomic::AtomicU64},
    thread,
};

use crate::{
    Count, RACE, check, check_finds,
    ownership::{self, FREE, Slept, Taken, WAITERS, Waiting, Word},
};

/// Steps of one process, at most: it marks, takes, changes both cells, opens and wakes, and may have to swap twice.
const STEPS: usize = 8;

/// How a thread sleeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sleep {
    /// For a bounded time: at its end, whatever has changed by then is found, and nothing else. So the model ends a sleep when anything changes.
    Bounded,
    /// Until a wake-up; the kernel wakes the sleepers of a lock whose owner dies, as it does for robust mutexes.
    UntilWoken,
}

/// The parts that are done right, or not.
#[derive(Debug, Clone, Copy)]
struct Rules {
    sleep: Sleep,
    /// A thread that takes a free lock looks whether it still is.
    compares: bool,
    /// An heir swaps the name that it has looked at, and not what it finds then.
    verified: bool,
    /// An heir takes the lock from the dead, and does not free it first.
    inherits: bool,
    /// An heir puts right what was half changed.
    told: bool,
}

const RIGHT: Rules =
    Rules { sleep: Sleep::Bounded, compares: true, verified: true, inherits: true, told: true };

/// How often something happened, in all executions of a model.
struct Seen {
    deaths: Count,
    inherited: Count,
}

impl Seen {
    const fn new() -> Self {
        Self { deaths: Count::new(), inherited: Count::new() }
    }
}

/// The memory that the processes share, and what the kernel knows of them.
struct World {
    rules: Rules,
    word: AtomicU64,
    data: [UnsafeCell<u32>; 2],
    /// Asked, the kernel tells what is so now.
    gone: [Mutex<bool>; 3],
    sleepers: (Mutex<()>, Condvar),
}

/// Unwinds a process that dies.
struct Died;

/// A process, with so many steps to live.
struct Process<'a> {
    world: &'a World,
    number: usize,
    left: Cell<usize>,
}

impl Process<'_> {
    /// No name has the waiting bit.
    fn name(&self) -> u64 {
        2 * (self.number as u64 + 1)
    }

    /// A step was made; the process may be killed before the next one.
    fn step(&self) {
        let Some(left) = self.left.get().checked_sub(1) else { self.die() };
        self.left.set(left);
    }

    fn die(&self) -> ! {
        // Its stores are seen by each process that is told of its death.
        *self.world.gone[self.number].lock().unwrap() = true;
        if self.world.rules.sleep == Sleep::Bounded || self.load() & !WAITERS == self.name() {
            self.notify();
        }
        resume_unwind(Box::new(Died))
    }

    fn notify(&self) {
        let _bucket = self.world.sleepers.0.lock().unwrap();
        self.world.sleepers.1.notify_all();
    }

    /// One change under the lock.
    fn change(&self, seen: &Seen) {
        let Ok((taken, ())) = ownership::take(self, self, self.name());
        let [left, right] = &self.world.data;
        let before = left.with(|left| unsafe { *left });
        if taken == Taken::Inherited {
            seen.inherited.add(1);
            if self.world.rules.told {
                right.with_mut(|right| unsafe { *right = before });
                self.step();
            }
        }
        right.with(|right| assert_eq!(unsafe { *right }, before, "half a change, and no death was told"));
        left.with_mut(|left| unsafe { *left = before + 1 });
        self.step();
        right.with_mut(|right| unsafe { *right = before + 1 });
        self.step();
        ownership::release(self, self.name());
    }
}

impl Word for Process<'_> {
    fn load(&self) -> u64 {
        self.world.word.load(Acquire)
    }

    fn swap(&self, mut from: u64, to: u64) -> bool {
        let (word, rules) = (&self.world.word, self.world.rules);
        if !rules.verified && from & !WAITERS != FREE && to & !WAITERS == self.name() {
            from = self.load();
        }
        let swapped = if rules.compares || from & !WAITERS != FREE {
            word.compare_exchange(from, to, AcqRel, Relaxed).is_ok()
        } else {
            let found = word.load(Acquire) == from;
            if found {
                word.store(to, Release);
            }
            found
        };
        self.step();
        if swapped && rules.sleep == Sleep::Bounded {
            self.notify();
        }
        swapped
    }

    fn wake(&self) {
        self.notify();
        self.step();
    }
}

impl Waiting for Process<'_> {
    type Quiet = ();
    type Refused = Infallible;

    fn quiet(&self) {}

    fn sleep(&self, word: u64) -> Result<Slept, Infallible> {
        let (bucket, sleepers) = &self.world.sleepers;
        let owner = (word & !WAITERS) as usize / 2 - 1;
        let bucket = bucket.lock().unwrap();
        if self.load() == word && !*self.world.gone[owner].lock().unwrap() {
            drop(sleepers.wait(bucket).unwrap());
        }
        Ok(Slept::Enough)
    }

    fn is_gone(&self, owner: u64) -> bool {
        let gone = *self.world.gone[owner as usize / 2 - 1].lock().unwrap();
        if gone && !self.world.rules.inherits {
            let _freed = [owner, owner | WAITERS].map(|word| self.swap(word, FREE));
            return false;
        }
        gone
    }
}

/// Processes that live for so many steps, beside one that lives on and is the last, too.
fn processes(rules: Rules, lives: &'static [usize], seen: &'static Seen) -> impl Fn() + Sync + Send {
    move || {
        let world = Arc::new(World {
            rules,
            word: AtomicU64::new(FREE),
            data: [UnsafeCell::new(0), UnsafeCell::new(0)],
            gone: std::array::from_fn(|_| Mutex::new(false)),
            sleepers: (Mutex::new(()), Condvar::new()),
        });
        let threads: Vec<_> = (1..)
            .zip(lives)
            .map(|(number, left)| {
                let world = Arc::clone(&world);
                thread::spawn(move || {
                    let process = Process { world: &world, number, left: Cell::new(*left) };
                    if let Err(end) = catch_unwind(AssertUnwindSafe(|| process.change(seen))) {
                        if !end.is::<Died>() {
                            resume_unwind(end);
                        }
                        seen.deaths.add(1);
                    }
                })
            })
            .collect();
        let process = Process { world: &world, number: 0, left: Cell::new(usize::MAX) };
        process.change(seen);
        for thread in threads {
            thread.join().unwrap();
        }
        process.change(seen);
    }
}

/// One process, with each number of steps to live.
static LIVES: [[usize; 1]; STEPS] = [[0], [1], [2], [3], [4], [5], [6], [7]];
const FOR_EVER: usize = 1000;

#[test]
fn whichever_store_a_process_dies_behind_the_lock_goes_on_and_the_death_is_told() {
    static SEEN: Seen = Seen::new();
    for lives in &LIVES {
        check(3, processes(RIGHT, lives, &SEEN));
    }
    assert!(SEEN.deaths.get() > 0 && SEEN.inherited.get() > 0);
}

#[test]
fn two_processes_die_behind_any_stores() {
    static SEEN: Seen = Seen::new();
    static PAIRS: [[usize; 2]; 10] =
        [[0, 1], [1, 1], [1, 2], [2, 2], [1, 3], [3, 1], [3, 3], [4, 3], [5, 2], [FOR_EVER, 1]];
    for lives in &PAIRS {
        check(2, processes(RIGHT, lives, &SEEN));
    }
    assert!(SEEN.deaths.get() > 0 && SEEN.inherited.get() > 0);
}

#[test]
fn without_deaths_no_wake_up_is_lost() {
    static SEEN: Seen = Seen::new();
    let by_wake_ups = Rules { sleep: Sleep::UntilWoken, ..RIGHT };
    check(None, processes(by_wake_ups, &[FOR_EVER], &SEEN));
    check(2, processes(by_wake_ups, &[FOR_EVER, FOR_EVER], &SEEN));
    assert_eq!(SEEN.deaths.get() + SEEN.inherited.get(), 0);
}

/// loom must find `why` in one of these models.
fn broken(why: &'static str, rules: Rules, lives: &'static [usize]) {
    static SEEN: Seen = Seen::new();
    check_finds(why, processes(rules, lives, &SEEN));
}

#[test]
fn a_sleep_without_an_end_misses_the_wake_up_of_a_process_that_dies_before_it() {
    // Taken, changed twice, opened, and then no wake-up: the robust mutexes' fault.
    broken("deadlock", Rules { sleep: Sleep::UntilWoken, ..RIGHT }, &[3]);
}

#[test]
fn a_lock_that_is_taken_without_a_comparison_has_two_owners() {
    broken(RACE, Rules { compares: false, ..RIGHT }, &[FOR_EVER]);
}

#[test]
fn an_heir_that_takes_the_lock_from_another_owner_than_it_has_looked_at_is_a_second_one() {
    broken(RACE, Rules { verified: false, ..RIGHT }, &[1, FOR_EVER]);
}

#[test]
fn a_dead_ones_lock_that_is_freed_first_loses_the_death() {
    broken("half a change", Rules { inherits: false, ..RIGHT }, &[1]);
}

#[test]
fn an_heir_that_is_not_told_finds_half_a_change() {
    broken("half a change", Rules { told: false, ..RIGHT }, &[1]);
}
