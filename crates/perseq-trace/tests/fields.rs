//! Fields of every kind: read as they were written, and not evaluated without a session.

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

use perseq_ctf::Reader;
use perseq_trace::{Consumer, Error, Named, Names, Options, Session, event};

use processes::Scratch;

enum State {
    Idle,
    Busy,
}

impl Names for State {
    const NAMES: &'static [(&'static str, i64)] = &[("idle", 0), ("busy", -7)];

    fn value(&self) -> i64 {
        match self {
            Self::Idle => 0,
            Self::Busy => -7,
        }
    }
}

/// What babeltrace2 says of a trace.
fn babeltrace(directory: &std::path::Path) -> Option<String> {
    let output = std::process::Command::new("babeltrace2").arg(directory).output().ok()?;
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{errors}");
    Some(String::from_utf8_lossy(&output.stdout).into_owned() + &errors)
}

#[test]
fn every_kind_of_field_is_read_as_it_was_written() {
    support::alone("every_kind_of_field_is_read_as_it_was_written", &[], || {
        let scratch = Scratch::new("fields");
        let session =
            Session::create(&scratch.0, &Options { sub_buffer: 1 << 16, ..Options::default() }).unwrap();
        session.attach().unwrap();
        assert!(matches!(session.attach(), Err(Error::Attached)));
        let long = "a text that is longer than what a record has room for without an allocation. ".repeat(20);
        let mut evaluated = 0;
        for round in 0..3_u32 {
            event!(
                Warning,
                test::all,
                small = {
                    evaluated += 1;
                    200_u8
                },
                negative = -5_i16,
                round = round,
                large = u64::MAX,
                minus = -1_i64,
                single = 1.5_f32,
                double = -0.25_f64,
                yes = true,
                text = "short",
                owned = String::from("owned"),
                long = long,
                bytes = &[1_u8, 2, 255][..],
                list = [1_u16, 2, 3],
                state = Named(&State::Busy),
                idle = Named(&State::Idle)
            );
            event!(test::nothing);
        }
        session.stop();
        event!(test::nothing);
        let mut consumer = Consumer::open(&scratch.0).unwrap();
        let summary = consumer.finish().unwrap();
        assert_eq!((summary.events, summary.discarded, summary.damaged, evaluated), (6, 0, 0, 3));
        let mut reader = Reader::open(&scratch.0).unwrap();
        let mut texts = Vec::new();
        while let Some(event) = reader.next_event().unwrap() {
            let wall =
                std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos() as i64;
            assert!((0..60_000_000_000).contains(&(wall - event.timestamp_ns())), "wall-clock time");
            if event.name() == "test:all" {
                assert_eq!(event.loglevel(), Some(4));
                assert!(event.source().unwrap().contains("fields.rs:"));
            }
            texts.push(format!("{} {}", event.name(), event.fields()));
        }
        let all = format!(
            "test:all {{ small = 200, negative = -5, round = 1, large = 18446744073709551615, minus = -1, single = 1.5, \
             double = -0.25, yes = ( \"true\" : container = 1 ), text = \"short\", owned = \"owned\", long = \"{long}\", \
             bytes = [ [0] = 1, [1] = 2, [2] = 255 ], list = [ [0] = 1, [1] = 2, [2] = 3 ], \
             state = ( \"busy\" : container = -7 ), idle = ( \"idle\" : container = 0 ) }}"
        );
        assert_eq!(texts[2], all);
        assert_eq!(texts[3], "test:nothing { }".replace("{ }", &texts[3]["test:nothing ".len()..]));
        match babeltrace(&scratch.0) {
            Some(shown) => {
                assert_eq!(shown.lines().count(), 6, "{shown}");
                assert!(shown.contains("round = 2") && shown.contains("test:nothing"), "{shown}");
            }
            None => support::skip("traces shown by babeltrace2", "it is not installed"),
        }
    });
}

#[test]
fn without_a_session_nothing_is_evaluated() {
    support::alone("without_a_session_nothing_is_evaluated", &[], || {
        let mut evaluated = 0;
        event!(
            test::off,
            n = {
                evaluated += 1;
                1_u32
            }
        );
        assert_eq!(evaluated, 0);
    });
}
