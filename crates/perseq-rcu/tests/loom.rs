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

#[path = "../src/grace/algorithm.rs"]
mod grace;

#[path = "loom/death.rs"]
mod death;
#[path = "loom/model.rs"]
mod model;
#[path = "loom/one_flip.rs"]
mod one_flip;

use std::{convert::Infallible, sync::Arc};

use grace::{Machine, Phase, Readers};
use loom::thread;
use model::{Fence, RIGHT, Rules, Tells, World};
use perseq_testing::loom::{RACE, check, check_finds_within};

/// [`check`] must fail, with what loom says of two accesses without order.
fn check_finds_a_race(model: impl Fn() + Sync + Send + 'static) {
    check_finds_within(5, RACE, model);
}

/// The readers of a world as the crate's algorithm wants them, with what the rules spoil.
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

    fn inside(&self) -> [u64; 2] {
        [Phase::Even, Phase::Odd].map(|phase| {
            let ignored = self.0.rules.ignores_late_readers && phase != self.phase();
            if ignored { 0 } else { self.0.inside(phase) }
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
            .enumerate()
            .map(|(n, &[enters, leaves])| {
                let world = Arc::clone(&world);
                thread::spawn(move || world.read(n + 1, enters, leaves))
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
fn readers_that_are_counted_are_waited_for() {
    let counted = Rules { flags: false, ..RIGHT };
    check(4, readers_and_a_writer(counted, &[[0, 0]], 1));
    check(3, readers_and_a_writer(counted, &[[0, 1]], 1));
    check(2, readers_and_a_writer(counted, &[[0, 0], [1, 0]], 2));
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
fn without_a_look_at_the_flags_or_at_the_counts_a_reader_is_overlooked() {
    let no_flags = Rules { looks_at_flags: false, ..RIGHT };
    check_finds_a_race(readers_and_a_writer(no_flags, &[[0, 0]], 1));
    let no_counts = Rules { looks_at_counts: false, ..RIGHT };
    // The second reader on the CPU finds the flag taken.
    check_finds_a_race(readers_and_a_writer(no_counts, &[[0, 0], [0, 0]], 1));
    check_finds_a_race(readers_and_a_writer(Rules { flags: false, ..no_counts }, &[[0, 0]], 1));
}

#[test]
fn counts_are_passed_over_until_a_reader_has_told_of_them() {
    let told = Rules { flags: false, tells: Tells::Before, ..RIGHT };
    check(3, readers_and_a_writer(told, &[[0, 0]], 1));
    check(2, readers_and_a_writer(told, &[[0, 1]], 1));
    check_finds_a_race(readers_and_a_writer(Rules { tells: Tells::Never, ..told }, &[[0, 0]], 1));
}

#[test]
fn a_count_of_which_another_thread_makes_its_own_while_guards_are_counted_hides_a_reader() {
    let counted = Rules { flags: false, ..RIGHT };
    let careless = Rules { leaves_counts_alone: false, ..counted };
    check_finds_a_race(readers_and_a_writer(careless, &[[0, 0], [1, 1]], 1));
}

#[test]
fn without_an_acquire_or_a_release_a_reader_still_looks() {
    for flags in [true, false] {
        let right = Rules { flags, ..RIGHT };
        let no_acquire = Rules { look_acquires: false, ..right };
        check_finds_a_race(readers_and_a_writer(no_acquire, &[[0, 0]], 1));
        let no_release = Rules { leaving_releases: false, ..right };
        check_finds_a_race(readers_and_a_writer(no_release, &[[0, 0]], 1));
    }
}

#[test]
fn the_next_reader_of_a_flag_passes_on_what_the_one_before_has_done() {
    // The first one leaves on another CPU, so nothing orders the two but the flag.
    check(2, readers_and_a_writer(RIGHT, &[[0, 1], [0, 0]], 1));
    let no_acquire = Rules { section_acquires: false, ..RIGHT };
    check_finds_within(2, RACE, readers_and_a_writer(no_acquire, &[[0, 1], [0, 0]], 1));
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
