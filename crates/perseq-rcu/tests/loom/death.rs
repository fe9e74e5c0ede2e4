//! Between processes: who moves the grace periods on dies behind any of its stores, with a reader anywhere, and the next one goes on with
//! what it finds.
//!
//! The lock is not modelled: its holders come one after the other, and each sees what the one before has stored.

use std::sync::Arc;

use loom::thread;

use crate::{
    View, check, check_finds_a_race,
    grace::Machine,
    model::{RIGHT, World},
};

/// Words of the machine: one store each.
const WORDS: usize = 4;
/// Stores of the holders of [`Writers::first`], at most.
const STORES: usize = 6 * WORDS;

/// What the next holder makes of the words that it finds.
type Repair = fn([u64; WORDS]) -> Machine;

/// The words in the file, and how many stores there will be before the storing process dies.
struct Writers<'a> {
    world: &'a World,
    words: [u64; WORDS],
    left: usize,
}

/// The process has died.
struct Died;

impl Writers<'_> {
    /// What one holder of the lock does.
    fn hold<R>(&mut self, act: impl FnOnce(&mut Machine) -> R) -> Result<R, Died> {
        let mut machine = Machine::from_words(self.words);
        let result = act(&mut machine);
        for (word, value) in self.words.iter_mut().zip(machine.words()) {
            self.left = self.left.checked_sub(1).ok_or(Died)?;
            *word = value;
        }
        Ok(result)
    }

    fn look(&mut self) -> Result<(), Died> {
        let world = self.world;
        self.hold(|machine| {
            let Ok(_progress) = machine.advance(&View(world));
        })
    }

    /// Looks, and asks on behalf of another one when the first period is under way; then looks again.
    fn first(&mut self) -> Result<(), Died> {
        self.look()?;
        self.world.unlink(1);
        let _given = self.hold(Machine::start)?;
        (0..4).try_for_each(|_| self.look())
    }
}

/// Two values are unlinked, and freed when the file says that their readers have left; the first holder dies behind `stores` stores.
fn a_holder_dies(repair: Repair, stores: usize) -> impl Fn() + Sync + Send {
    move || {
        let world = Arc::new(World::new(RIGHT));
        let reader = {
            let world = Arc::clone(&world);
            thread::spawn(move || world.read(1, 0, 0))
        };
        let mut writers = Writers { world: &world, words: [0; WORDS], left: usize::MAX };
        world.unlink(0);
        let Ok(asked) = writers.hold(Machine::start) else { unreachable!() };
        writers.left = stores;
        let died = writers.first().is_err();
        writers.left = usize::MAX;
        if died {
            let repaired = repair(writers.words);
            let Ok(()) = writers.hold(|machine| *machine = repaired) else { unreachable!() };
        }
        // Whoever has asked before; what the dead one has unlinked stays.
        while writers.words[WORDS - 1] < asked {
            let Ok(()) = writers.look() else { unreachable!() };
            thread::yield_now();
        }
        world.free(0);
        reader.join().unwrap();
    }
}

#[test]
fn whichever_store_a_holder_dies_behind_readers_are_waited_for() {
    (0..=STORES).for_each(|stores| check(3, a_holder_dies(Machine::begin_again, stores)));
}

/// Takes what was started for what is under way: as if all that is wanted had been started and looked at.
fn takes_wanted_for_started([wanted, started, ..]: [u64; WORDS]) -> Machine {
    let number = wanted.max(started);
    Machine::from_words([number, number, u64::from(number > 0), 0])
}

#[test]
fn who_takes_what_is_wanted_for_what_was_started_frees_what_is_read() {
    // A look, the other one's asking, and another look, none of them half done.
    check_finds_a_race(a_holder_dies(takes_wanted_for_started, 3 * WORDS));
}
