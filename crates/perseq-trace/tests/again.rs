//! Attaching again and again: neither descriptors nor mappings grow, and no memory of sessions that are gone is kept.

#![cfg(target_pointer_width = "64")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
use perseq_testing as support;

use perseq_trace::{Buffers, Consumer, DynamicType, Kind, Level, Options, Recorder, Session, detach, event};

use processes::{Scratch, fork, wait};

fn options(buffers: Buffers) -> Options {
    Options { sub_buffer: 1 << 16, buffers, ..Options::default() }
}

/// Descriptors, mappings, and bytes of addresses.
fn used() -> (usize, usize, u64) {
    let descriptors = std::fs::read_dir("/proc/self/fd").unwrap().count();
    let maps = std::fs::read_to_string("/proc/self/maps").unwrap();
    let size = |line: &str| {
        let (start, end) = line.split(' ').next().unwrap().split_once('-').unwrap();
        u64::from_str_radix(end, 16).unwrap() - u64::from_str_radix(start, 16).unwrap()
    };
    let sessions = maps.lines().filter(|line| line.contains("/.session"));
    (descriptors, sessions.clone().count(), sessions.map(size).sum())
}

#[test]
fn attaching_a_thousand_times_takes_no_more_than_once() {
    let name = "attaching_a_thousand_times_takes_no_more_than_once";
    support::alone(name, &[], || {
        for buffers in [Buffers::Shared, Buffers::PerProcess] {
            let scratch = Scratch::in_memory("again");
            let session = Session::create(&scratch.0, &options(buffers)).unwrap();
            let cycle = |number: u64| {
                session.attach().unwrap();
                event!(test::number, number = number);
                detach();
                event!(test::number, number = number);
            };
            cycle(0);
            let before = used();
            (1..1000).for_each(cycle);
            assert_eq!(used(), before, "{buffers:?}");
            // A child has not its parent's lock, and may attach, too.
            let child = fork(|| {
                cycle(1000);
                (1001..1100).for_each(cycle);
                let (descriptors, ..) = used();
                assert!(descriptors <= before.0, "{descriptors}");
            });
            assert_eq!(wait(child), 0);
            cycle(1100);
            session.stop();
            let summary = Recorder::open(&scratch.0).unwrap().finish().unwrap();
            assert_eq!((summary.events, summary.discarded), (1101, 0), "{buffers:?}");
            assert_eq!(summary.processes, if buffers == Buffers::Shared { 0 } else { 2 });
        }
    });
}

#[test]
fn sessions_that_are_gone_keep_no_memory_and_no_descriptor() {
    let name = "sessions_that_are_gone_keep_no_memory_and_no_descriptor";
    support::alone(name, &[], || {
        // Room for one session, in which each CPU may have its MiB from the start, and for some more.
        let rows = u64::from(perseq_core::cpu::rows());
        let Some(root) = support::small_tmpfs((24 + rows as usize) << 20) else {
            return support::skip(name, "this user may not mount file systems");
        };
        for buffers in [Buffers::Shared, Buffers::PerProcess] {
            let mut before = None;
            for number in 0..100 + rows {
                let directory = root.join(format!("session-{number}"));
                let session =
                    Session::create(&directory, &Options { sub_buffer: 1 << 18, ..options(buffers) })
                        .unwrap();
                session.attach().unwrap();
                (0..300).for_each(|_| event!(test::number, number = number, text = "x".repeat(2000)));
                detach();
                session.stop();
                let mut recorder = Recorder::open(&directory).unwrap();
                let summary = recorder.finish().unwrap();
                assert_eq!((summary.events, summary.discarded), (300, 0), "session {number}");
                drop(recorder);
                session.remove().unwrap();
                std::fs::remove_dir_all(&directory).unwrap();
                let (descriptors, ..) = used();
                assert_eq!(*before.get_or_insert(descriptors), descriptors, "session {number}");
            }
        }
    });
}

/// As libraries do that are unloaded and loaded again.
#[test]
fn a_type_that_is_made_again_is_the_same() {
    let fields = [("number", Kind::Int { bytes: 4, signed: false }), ("text", Kind::Text)];
    let make = |line: u32| DynamicType::leak("again", "made", Level::Info, "again.lua", line, &fields);
    let first = make(1);
    assert!((0..1000).all(|_| std::ptr::eq(make(1), first)));
    assert!(!std::ptr::eq(make(2), first));
    let scratch = Scratch::in_memory("made");
    Session::create(&scratch.0, &options(Buffers::Shared)).unwrap();
    assert_eq!(Consumer::open(&scratch.0).unwrap().finish().unwrap().events, 0);
}
