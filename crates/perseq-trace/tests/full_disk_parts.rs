//! A disk that has room for the packet that a stream's file begins with, and none for the events after it: in a trace's first file, and in a new
//! part; whatever comes then, each event is recorded or counted.

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

use perseq_trace::{Buffers, Context, Options, Recorder, Session, event, snapshot};

use perseq_ctf::Reader;
use processes::{Scratch, fork, limit_files, numbers, wait};

/// Bytes of a packet without events.
const NOTHING: u64 = 88;

/// What follows when the disk is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Then {
    /// There is room again.
    Room,
    /// The recorder ends, and another one comes.
    Another,
    /// The recorder ends, and the session is recovered, at first in vain.
    Recovered,
    /// The recorder completes what it has, in vain or not.
    Finish,
}

fn check(buffers: Buffers, parts: u64, room: u64, then: Then) {
    let what = format!("{buffers:?}, {parts} parts, room for {room} bytes, {then:?}");
    let (scratch, to) = (Scratch::in_memory("full-parts"), Scratch::in_memory("full-parts-recovered"));
    let options =
        Options { sub_buffer: 4096, sub_buffers: 2, context: Context::NONE, buffers, ..Options::default() };
    let session = Session::create(&scratch.0, &options).unwrap();
    session.attach().unwrap();
    let mut next = 0_u64;
    let mut record = |count: u64| {
        (0..count).for_each(|number| event!(test::one, number = next + number));
        next += count;
        next
    };
    let mut recorder = Recorder::open(&scratch.0).unwrap();
    // The type's description is written while there is room.
    recorder.rotate().unwrap();
    for _ in 1..parts {
        // More than the buffer holds.
        record(400);
        recorder.drain().unwrap();
        recorder.rotate().unwrap();
    }
    record(400);
    limit_files(room);
    _ = recorder.drain();
    let before = recorder.summary().events;
    record(10);
    // Later, and again.
    _ = recorder.drain();
    assert_eq!(recorder.summary().events, before, "{what}: the disk is full");
    let mut emitted = record(400);
    match then {
        Then::Room => limit_files(libc::RLIM_INFINITY),
        Then::Another => {
            drop(recorder);
            limit_files(libc::RLIM_INFINITY);
            recorder = Recorder::open(&scratch.0).unwrap();
        }
        Then::Finish => {
            _ = recorder.finish();
            limit_files(libc::RLIM_INFINITY);
        }
        Then::Recovered => {
            drop(recorder);
            assert!(snapshot(&scratch.0, &to.0).is_err(), "{what}: there is no room for it");
            limit_files(libc::RLIM_INFINITY);
            _ = std::fs::remove_dir_all(&to.0);
            let summary = snapshot(&scratch.0, &to.0).unwrap();
            let [(trace, told), (recovered, told_there)] =
                [&scratch.0, &to.0].map(|path| numbers(Reader::open(path).unwrap()));
            assert_eq!((recovered.len() as u64, told_there), (summary.events, summary.discarded), "{what}");
            assert_eq!(
                (trace.len() + recovered.len()) as u64 + told + told_there,
                emitted,
                "{what}: recovered"
            );
            assert!(trace.iter().all(|number| !recovered.contains(number)), "{what}");
            recorder = Recorder::open(&scratch.0).unwrap();
        }
    }
    if then != Then::Finish {
        emitted = record(7);
    }
    session.stop();
    let summary = recorder.finish().unwrap();
    let (numbers, lost) = numbers(Reader::open(&scratch.0).unwrap());
    assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]), "{what}");
    assert_eq!((numbers.len() as u64, lost), (summary.events, summary.discarded), "{what}: {summary:?}");
    assert_eq!(summary.events + summary.discarded, emitted, "{what}: {summary:?}");
    assert!(summary.losses.disk > 0 && summary.damaged == 0, "{what}: {summary:?}");
}

#[test]
fn what_is_lost_after_the_first_packet_of_a_file_is_counted() {
    let name = "what_is_lost_after_the_first_packet_of_a_file_is_counted";
    support::alone(name, &[], || {
        support::pin_to_any();
        for buffers in [Buffers::Shared, Buffers::PerProcess] {
            for parts in [1, 2] {
                for room in [0, NOTHING - 1, NOTHING, NOTHING + 1, 2 * NOTHING] {
                    for then in [Then::Room, Then::Another, Then::Recovered, Then::Finish] {
                        let process = fork(|| check(buffers, parts, room, then));
                        assert_eq!(wait(process), 0);
                    }
                }
            }
        }
    });
}
