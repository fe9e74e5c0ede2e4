//! The grace period under loom: every order of steps, and every value that the memory model allows a load to see.
//!
//! What decides is the crate's own `grace.rs`. Around it is a small machine: CPUs that execute one instruction at a time, and a
//! fence that interrupts each of them, as `membarrier` does. Readers' instructions are relaxed: nothing orders them but their CPU
//! and the fence. Data are loom's cells: a reader that still looks while the writer frees is found, whether by the order of steps
//! or by the memory model.
//!
//! Each part of the protocol is left out once, and loom must find that.
//!
//! Run by `RUSTFLAGS='--cfg perseq_loom' cargo test --release -p perseq-rcu --test loom`.

#![cfg(perseq_loom)]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::std_instead_of_core,
    clippy::arc_with_non_send_sync,
    reason = "test code; loom checks every access of its cells"
)]
#![allow(dead_code, reason = "a part of the module is used")]

#[path = "../src/grace.rs"]
mod grace;

#[path = "../../perseq-core/tests/loom/check.rs"]
mod check;
#[path = "loom/death.rs"]
mod death;
#[path = "loom/model.rs"]
mod model;
#[path = "loom/one_flip.rs"]
mod one_flip;

use std::{convert::Infallible, sync::Arc};

use check::{RACE, check, check_finds_within};
use grace::{Count, Machine, Phase, Readers};
use loom::thread;
use model::{Fence, RIGHT, Rules, Sums, World};

/// [`check`] must fail, with what loom says of two accesses without order.
fn check_finds_a_race(model: impl Fn() + Sync + Send + 'static) {
    check_finds_within(5, RACE, model);
}

/// The counts of a world as the crate's algorithm wants them, with what the rules spoil.
struct View<'a>(&'a World);

impl Readers for View<'_> {
    type Error = Infallible;

    fn phase(&self) -> Phase {
        self.0.phase()
    }

    fn flip(&self) {
        if self.0.rules.flip {
            self.0.flip();
        }
    }

    fn counts(&self) -> [Count; 2] {
        let rules = self.0.rules;
        [Phase::Even, Phase::Odd].map(|phase| {
            let unlocks = self.0.sum(Sums::Unlocks, phase);
            let locks = self.0.sum(Sums::Locks, phase);
            match rules.sums {
                Sums::Swapped => Count { locks: unlocks, unlocks: locks },
                _ if rules.ignores_late_readers && phase != self.phase() => Count::default(),
                _ => Count { locks, unlocks },
            }
        })
    }

    fn fence(&self) -> Result<(), Infallible> {
        self.0.fence();
        Ok(())
    }
}

/// `grace_periods` of them, each of which frees a value, beside readers on CPUs `cpus` (where each enters, and where it leaves).
fn readers_and_a_writer(
    rules: Rules,
    cpus: &'static [[usize; 2]],
    grace_periods: usize,
) -> impl Fn() + Sync + Send {
    move || {
        let world = Arc::new(World::new(rules));
        let readers: Vec<_> = cpus
            .iter()
            .map(|&[enters, leaves]| {
                let world = Arc::clone(&world);
                thread::spawn(move || world.read(enters, leaves))
            })
            .collect();
        let mut machine = Machine::new();
        for number in 0..grace_periods {
            world.unlink(number);
            machine.start();
            while !machine.is_idle() {
                let Ok(progress) = machine.advance(&View(&world));
                if !progress {
                    thread::yield_now();
                }
            }
            world.free(number);
        }
        for reader in readers {
            reader.join().unwrap();
        }
    }
}

#[test]
fn what_a_reader_sees_is_not_freed_while_it_looks() {
    check(4, readers_and_a_writer(RIGHT, &[[0, 0]], 1));
}

#[test]
fn a_reader_may_leave_on_another_cpu() {
    check(3, readers_and_a_writer(RIGHT, &[[0, 1]], 1));
}

#[test]
fn two_readers_and_two_grace_periods() {
    check(3, readers_and_a_writer(RIGHT, &[[0, 0], [1, 0]], 2));
}

#[test]
fn a_reader_that_enters_the_phase_of_before_the_flip_is_waited_for() {
    let late = Rules { late_readers: true, ..RIGHT };
    check(4, readers_and_a_writer(late, &[[0, 1]], 1));
    check(2, readers_and_a_writer(late, &[[0, 0], [1, 0]], 2));
    check_finds_a_race(readers_and_a_writer(Rules { ignores_late_readers: true, ..late }, &[[0, 0]], 1));
}

#[test]
fn a_reader_that_cannot_run_sections_makes_its_own_barriers() {
    let rules = Rules { fence: Fence::OwnOnly, atomic_readers: true, ..RIGHT };
    check(3, readers_and_a_writer(rules, &[[0, 1]], 1));
    check(2, readers_and_a_writer(rules, &[[0, 0], [1, 0]], 2));
}

#[test]
fn without_a_fence_a_reader_is_overlooked() {
    check_finds_a_race(readers_and_a_writer(Rules { fence: Fence::Never, ..RIGHT }, &[[0, 0]], 1));
    check_finds_a_race(readers_and_a_writer(Rules { fence: Fence::OwnOnly, ..RIGHT }, &[[0, 0]], 1));
}

#[test]
fn with_locks_summed_before_unlocks_a_reader_is_overlooked() {
    // One reader enters behind the sum of locks, another one leaves before that of unlocks.
    check_finds_a_race(readers_and_a_writer(Rules { sums: Sums::Swapped, ..RIGHT }, &[[0, 0], [1, 1]], 1));
}

#[test]
fn a_reader_that_leaves_before_it_looks_is_not_protected() {
    check_finds_a_race(readers_and_a_writer(Rules { leaves_early: true, ..RIGHT }, &[[0, 0]], 1));
}

#[test]
fn without_a_flip_the_grace_period_is_right_all_the_same() {
    // The flip is for its end only: see `grace.rs`.
    check(3, readers_and_a_writer(Rules { flip: false, ..RIGHT }, &[[0, 1]], 1));
}
