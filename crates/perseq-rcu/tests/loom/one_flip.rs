//! The other way to do it, which the crate does not take: the phase is read inside of the section.
//!
//! Then a fence that aborts sections leaves nobody who would still enter the old phase, so that one need be waited for and not both.
//! Here it stands to show that it is right too, what it rests on (the load of the phase must be an acquire, which the crate's way does
//! without), and that reading the phase before the section is what makes the second look necessary.

use std::sync::Arc;

use loom::{
    cell::UnsafeCell,
    sync::{
        Mutex,
        atomic::{
            AtomicUsize,
            Ordering::{Acquire, Relaxed, Release, SeqCst},
        },
    },
    thread,
};

use crate::{check, check_finds_a_race};

/// Where the reader reads the phase, and how it adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    /// Inside, and an interrupt sends it back to the start.
    Restarts,
    /// Inside, but an interrupt does nothing.
    GoesOn,
    /// As the first, but the load is no acquire.
    Relaxed,
    /// Outside.
    KnowsThePhase,
}

struct World {
    section: Section,
    /// The one CPU: how often it was interrupted.
    interrupts: Mutex<u32>,
    phase: AtomicUsize,
    locks: [AtomicUsize; 2],
    unlocks: [AtomicUsize; 2],
    pointer: AtomicUsize,
    values: [UnsafeCell<u32>; 3],
}

impl World {
    fn new(section: Section) -> Self {
        Self {
            section,
            interrupts: Mutex::new(0),
            phase: AtomicUsize::new(0),
            locks: Default::default(),
            unlocks: Default::default(),
            pointer: AtomicUsize::new(0),
            values: std::array::from_fn(|_| UnsafeCell::new(0)),
        }
    }

    /// Adds 1 to a count of the phase: two instructions, and others may come between them.
    fn enter(&self) -> usize {
        // Acquire: who enters the new phase is not waited for, so it must see what was done before the flip.
        let order = if self.section == Section::Relaxed { Relaxed } else { Acquire };
        let known = self.phase.load(order);
        loop {
            let (started, phase) = {
                let interrupts = self.interrupts.lock().unwrap();
                let inside = || self.phase.load(order);
                (*interrupts, if self.section == Section::KnowsThePhase { known } else { inside() })
            };
            let interrupts = self.interrupts.lock().unwrap();
            if *interrupts == started || matches!(self.section, Section::GoesOn | Section::KnowsThePhase) {
                self.locks[phase].store(self.locks[phase].load(Relaxed) + 1, Relaxed);
                return phase;
            }
        }
    }

    fn read(&self) {
        let phase = self.enter();
        let step = || self.interrupts.lock().unwrap();
        let seen = {
            let _step = step();
            self.pointer.load(Relaxed)
        };
        let _step = step();
        self.values[seen].with(|value| unsafe { *value });
        self.unlocks[phase].store(self.unlocks[phase].load(Relaxed) + 1, Relaxed);
    }

    fn fence(&self) {
        *self.interrupts.lock().unwrap() += 1;
    }

    /// Replaces value `number` and frees it after a grace period.
    fn free(&self, number: usize) {
        self.pointer.store(number + 1, Release);
        let old = self.phase.fetch_xor(1, SeqCst);
        self.fence();
        let locks = self.locks[old].load(Acquire);
        while self.unlocks[old].load(Acquire) != locks {
            thread::yield_now();
        }
        self.fence();
        self.values[number].with_mut(|value| unsafe { *value = u32::MAX });
    }
}

fn one_flip(section: Section) -> impl Fn() + Sync + Send {
    move || {
        let world = Arc::new(World::new(section));
        let reader = Arc::clone(&world);
        let reader = thread::spawn(move || reader.read());
        // Who enters the old phase late is overlooked by the second grace period, and not by the first.
        world.free(0);
        world.free(1);
        reader.join().unwrap();
    }
}

#[test]
fn one_flip_is_enough_where_the_phase_is_read_in_the_section() {
    check(5, one_flip(Section::Restarts));
}

#[test]
fn one_flip_is_not_enough_where_the_phase_is_known_before() {
    check_finds_a_race(one_flip(Section::KnowsThePhase));
    check_finds_a_race(one_flip(Section::GoesOn));
    check_finds_a_race(one_flip(Section::Relaxed));
}
