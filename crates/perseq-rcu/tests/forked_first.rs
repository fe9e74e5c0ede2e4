//! A child that is forked while another thread of its parent looks whom a grace period waits for, wherever that thread is: it is told of
//! stalls as its parent is, and may ask to be told otherwise.

#![cfg(not(miri))]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use perseq_testing as support;
use perseq_testing::halting;

use std::{
    sync::atomic::{AtomicU32, Ordering::Relaxed},
    time::Duration,
};

use perseq_rcu::{ProcessOptions, ProcessRcu};

#[global_allocator]
static ALLOCATOR: halting::Halting = halting::Halting;

static TOLD: [AtomicU32; 2] = [const { AtomicU32::new(0) }; 2];

#[test]
fn a_child_is_told_of_stalls_whatever_its_parent_was_doing() {
    support::alone("a_child_is_told_of_stalls_whatever_its_parent_was_doing", &[], || {
        let mut places = 0;
        let is_halted = |before: usize, asks_anew: bool| {
            let domain = ProcessRcu::anonymous(&ProcessOptions { members: 4, arena: 4096 }).unwrap();
            domain.on_stall(Duration::ZERO, |_| _ = TOLD[0].fetch_add(1, Relaxed));
            let _guard = domain.read();
            // Looks until somebody is told.
            let look = |told: &AtomicU32| {
                let (period, before) = (domain.start_grace_period().unwrap(), told.load(Relaxed));
                while told.load(Relaxed) == before {
                    assert!(!period.is_over().unwrap());
                }
            };
            let in_child = || {
                if asks_anew {
                    domain.on_stall(Duration::ZERO, |_| _ = TOLD[1].fetch_add(1, Relaxed));
                }
                look(&TOLD[usize::from(asks_anew)]);
            };
            halting::fork_within(before, || look(&TOLD[0]), in_child)
        };
        while is_halted(places, false) && is_halted(places, true) {
            places += 1;
        }
        assert!(places > 0, "the names of those inside need memory");
    });
}
