//! A child that is forked while another thread of its parent makes an event type at run time makes types as well, wherever that thread was.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(all(target_pointer_width = "64", not(perseq_loom)))]

use perseq_testing::halting;

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
use perseq_testing as support;

use perseq_trace::{DynamicType, Kind, Level, Options, Session, detach};

use processes::Scratch;

#[global_allocator]
static ALLOCATOR: halting::Halting = halting::Halting;

fn make(line: u32) -> &'static DynamicType {
    let fields = [("number", Kind::Int { bytes: 4, signed: false }), ("text", Kind::Text)];
    DynamicType::leak("forked", "made", Level::Info, "forked.lua", line, &fields)
}

#[test]
fn a_child_makes_types_while_its_parent_makes_one() {
    let before = make(0);
    let mut places = 0;
    let is_halted = |places: u32| {
        let in_child = || {
            assert!(std::ptr::eq(make(0), before), "the parent's types are the child's");
            // The one that the other thread has not made, and another one.
            for line in [places, u32::MAX] {
                let made = make(line);
                assert!(std::ptr::eq(make(line), made) && !std::ptr::eq(made, before));
            }
        };
        halting::fork_within(places as usize - 1, || _ = make(places), in_child)
    };
    places += 1;
    while is_halted(places) {
        places += 1;
    }
    assert!(places > 5, "a type needs memory: {places}");
}

/// They may get several types that are alike, of which one is kept.
#[test]
fn threads_that_make_a_type_at_once_agree_on_it() {
    for line in 1_000..1_100 {
        let barrier = std::sync::Barrier::new(4);
        let made: Vec<_> = std::thread::scope(|scope| {
            let one = || {
                barrier.wait();
                std::ptr::from_ref(make(line)).addr()
            };
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(one)).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        assert!(made.iter().all(|&address| address == made[0]), "{made:x?}");
        assert_eq!(std::ptr::from_ref(make(line)).addr(), made[0]);
    }
}

/// It keeps the buffers of one that it was attached to, as its parent does.
#[test]
fn a_child_attaches_again_and_again_whatever_its_parent_was_doing() {
    support::alone("a_child_attaches_again_and_again_whatever_its_parent_was_doing", &[], || {
        let is_halted = |before: usize| {
            support::in_child(|| {
                let scratch = Scratch::in_memory("forked");
                let session =
                    Session::create(&scratch.0, &Options { sub_buffer: 1 << 16, ..Options::default() })
                        .unwrap();
                session.attach().unwrap();
                let in_child = || {
                    let mappings = || std::fs::read_to_string("/proc/self/maps").unwrap().lines().count();
                    let cycle = || {
                        detach();
                        session.attach().unwrap();
                    };
                    (0..3).for_each(|_| cycle());
                    let before = mappings();
                    (0..50).for_each(|_| cycle());
                    assert!(mappings() < before + 25, "{before}, {} after 50 times", mappings());
                };
                halting::fork_within(before, detach, in_child).into()
            })
        };
        let mut places = 0;
        let ended = loop {
            match is_halted(places) {
                1 => places += 1,
                other => break other,
            }
        };
        assert_eq!(ended, 0, "place {places}");
        assert!(places > 0, "what is kept needs memory");
    });
}
