//! A child that is forked while another thread of its parent is in the first call of something: it waits for no thread that it does not
//! have, wherever that thread was.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(not(any(miri, perseq_model)))]

use perseq_testing as support;
use perseq_testing::halting;

use perseq::{Cache, perseq_core::cpu};
use perseq_pmu::{Event, Group};

#[global_allocator]
static ALLOCATOR: halting::Halting = halting::Halting;

#[test]
fn a_child_drains_idle_rows_while_its_parent_does_so_first() {
    support::alone("a_child_drains_idle_rows_while_its_parent_does_so_first", &[], || {
        let row = cpu::rows() - 1;
        let mut places = 0;
        while {
            let cache = Cache::<usize>::try_new(4, 4).unwrap();
            let drained = || {
                let mut drained = 0;
                cache.drain_idle(|_| drained += 1).unwrap();
                drained
            };
            halting::fork_within(
                places,
                || _ = drained(),
                || {
                    drained();
                    cache.with_row(row, |view| view.push(1).unwrap()).unwrap();
                    assert_eq!((drained(), drained()), (0, 1));
                    // The child has threads of its own.
                    std::thread::scope(|scope| _ = scope.spawn(drained));
                },
            )
        } {
            places += 1;
        }
        assert!(places > 0, "the first call makes what the next one compares with");
    });
}

/// The kinds of CPUs that there are are found out once in a process, so each place needs one.
#[test]
fn a_child_opens_a_counter_while_its_parent_opens_the_first() {
    support::alone("a_child_opens_a_counter_while_its_parent_opens_the_first", &[], || {
        let open = || drop(Group::open([Event::PageFaults]));
        let mut places = 0;
        let ended = loop {
            match support::in_child(|| halting::fork_within(places, open, open).into()) {
                1 => places += 1,
                other => break other,
            }
        };
        assert_eq!(ended, 0, "place {places}");
        assert!(places > 0, "the first call asks the system");
    });
}
