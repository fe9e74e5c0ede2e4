//! Event types that a consumer cannot understand, and events that are not what their types say, cost themselves alone: all other events are
//! in the trace, and these are counted. All of it safe code.

#![cfg(target_pointer_width = "64")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
use perseq_testing as support;

use std::{
    path::Path,
    process::Command,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use perseq_ctf::{Item, Reader, Value};
use perseq_trace::{
    Buffers, DynamicType, EventType, Field, Format, Kind, Level, Mode, Named, Names, Options, Record,
    Recorder, Session, Summary, VARIABLE, event, snapshot,
};

use processes::Scratch;

/// Rounds of everything.
const ROUNDS: u64 = 500;

/// An enumeration without names.
struct Nameless;

impl Names for Nameless {
    const NAMES: &'static [(&'static str, i64)] = &[];

    fn value(&self) -> i64 {
        1
    }
}

/// A field that says it is a text, and puts a number whose lower half is a length that no text here has.
struct Liar(u32);

impl Field for Liar {
    const KIND: Kind = Kind::Text;

    fn put(&self, record: &mut Record<'_>) {
        self.0.put(record);
    }
}

/// A field that says it is a byte, and puts twenty.
struct Long;

impl Field for Long {
    const KIND: Kind = Kind::Int { bytes: 1, signed: false };

    fn put(&self, record: &mut Record<'_>) {
        [7_u32; 5].put(record);
    }
}

/// Types that are refused; events of them in each round.
const UNFIT: u64 = 5;
/// Events in each round that are not what their types say.
const UNREAD: u64 = 3;

/// A type that is used with fields of other kinds than those that it was first used with.
static CHANGED: EventType = EventType::new("misfit", "changed", Level::Info, "x.rs", 1, &["n"]);
/// One with fewer names than values.
static FEWER: EventType = EventType::new("misfit", "fewer", Level::Info, "x.rs", 2, &["n"]);

/// Numbered events, and between them all that is none.
fn record() {
    CHANGED.register();
    FEWER.register();
    let narrow = [("n", Kind::Int { bytes: 3, signed: false })];
    let narrow = DynamicType::leak("misfit", "narrow", Level::Info, "x.rs", 3, &narrow);
    let nothing = [("n", Kind::Array { bytes: 0, signed: false, len: 4 })];
    let nothing = DynamicType::leak("misfit", "nothing", Level::Info, "x.rs", 4, &nothing);
    // A name that is cut in the middle of a character, if it is cut where it must end.
    let long = "x".repeat(65_534) + "é";
    let name = [(&*long, Kind::Bool)];
    let named = DynamicType::leak("misfit", "name", Level::Info, "x.rs", 5, &name);
    let provider = DynamicType::leak(&long, "provider", Level::Info, "x.rs", 6, &[]);
    // A field that has the name of another one's length.
    let lengths = [("t", Kind::Text), ("t_length", Kind::Bool), ("t_length", Kind::Bytes)];
    let lengths = DynamicType::leak("misfit", "lengths", Level::Info, "x.rs", 7, &lengths);
    CHANGED.record(&(1_u64,));
    for number in 0..ROUNDS {
        event!(misfit::nameless, v = Named(&Nameless));
        event!(fit::number, number = 2 * number);
        narrow.record(&[perseq_trace::Value::Int(1)]);
        nothing.record(&[]);
        event!(misfit::liar, n = Liar(0x1092_1092));
        event!(misfit::long, n = Long);
        CHANGED.record(&("a text that is no number",));
        FEWER.record(&(1_u32, 2_u32));
        event!(misfit::many, v = Named(&Many));
        named.record(&[perseq_trace::Value::Int(1)]);
        provider.record(&[]);
        lengths.record(&[perseq_trace::Value::Text(b"text"), perseq_trace::Value::Int(1)]);
        event!(fit::number, number = 2 * number + 1);
    }
}

/// An enumeration of more names than a description has room for.
struct Many;

impl Names for Many {
    const NAMES: &'static [(&'static str, i64)] = &[("n", 1); 65_536];

    fn value(&self) -> i64 {
        1
    }
}

/// How many events are in a trace, the numbers of those that have one, and how many are lost as it says.
fn read(directory: &Path) -> (u64, Vec<u64>, u64) {
    let mut reader = Reader::open(directory).unwrap();
    let (mut events, mut numbers, mut lost) = (0, Vec::new(), 0);
    while let Some(item) = reader.next_item().unwrap() {
        match item {
            Item::Loss(loss) => lost += loss.events + 1_000_000 * loss.packets,
            Item::Event(event) => {
                events += 1;
                if event.name() == "fit:number" {
                    let Some(Value::Unsigned(number)) = event.fields().get("number") else { panic!() };
                    numbers.push(number);
                }
            }
        }
    }
    (events, numbers, lost)
}

fn options(mode: Mode, buffers: Buffers) -> Options {
    Options { sub_buffer: 1 << 20, sub_buffers: 4, mode, buffers, format: Format::Ctf1, ..Options::default() }
}

/// What is in the trace of one process that has [`record`]ed.
fn check(directory: &Path, summary: &Summary) {
    let losses = summary.losses;
    assert_eq!((losses.unfit, losses.unread), (UNFIT * ROUNDS, UNREAD * ROUNDS), "{summary:?}");
    assert_eq!((summary.discarded, summary.damaged), ((UNFIT + UNREAD) * ROUNDS, 0), "{summary:?}");
    let (events, numbers, lost) = read(directory);
    assert_eq!((events, lost), (summary.events, summary.discarded), "{summary:?}");
    assert_eq!(numbers, (0..2 * ROUNDS).collect::<Vec<_>>());
    // And those whose names were cut or changed.
    assert_eq!(events, 1 + 5 * ROUNDS);
    if let Ok(output) = Command::new("babeltrace2").arg(directory).output() {
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{errors}");
        assert_eq!(output.stdout.split(|byte| *byte == b'\n').count() as u64 - 1, events);
    } else {
        support::skip("traces shown by babeltrace2", "it is not installed");
    }
}

/// A process of its own that records into the session of `scratch`; what it says on its standard error.
fn recorded_by_a_process(scratch: &Scratch, name: &str) -> String {
    let output = Command::new(std::env::current_exe().unwrap())
        .args([name, "--exact", "--nocapture"])
        .env(VARIABLE, &scratch.0)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{errors}");
    errors
}

/// Whether this is the process of [`recorded_by_a_process`].
fn is_recorded() -> bool {
    std::env::var_os(VARIABLE).is_some_and(|_| {
        perseq_core::cpu::allowed().unwrap().iter().next().into_iter().for_each(support::pin);
        record();
        true
    })
}

#[test]
fn types_that_no_consumer_understands_are_refused_once_and_cost_no_other_event() {
    let name = "types_that_no_consumer_understands_are_refused_once_and_cost_no_other_event";
    if is_recorded() {
        return;
    }
    for buffers in [Buffers::Shared, Buffers::PerProcess] {
        let scratch = Scratch::new("misfits");
        let session = Session::create(&scratch.0, &options(Mode::Discard, buffers)).unwrap();
        let errors = recorded_by_a_process(&scratch, name);
        for (event, why) in [
            ("misfit::nameless", "a name for at least one value"),
            ("misfit::narrow", "1, 2, 4 or 8 bytes, not 3"),
            ("misfit::nothing", "1, 2, 4 or 8 bytes, not 0"),
            ("misfit::fewer", "2 values, and 1 names"),
            ("misfit::many", "65535 names at most"),
        ] {
            let lines: Vec<_> = errors.lines().filter(|line| line.contains(event)).collect();
            assert_eq!(lines.len(), 1, "once: {errors}");
            assert!(lines[0].contains(why), "{}", lines[0]);
        }
        session.stop();
        let summary = Recorder::open(&scratch.0).unwrap().finish().unwrap();
        let trace = match buffers {
            Buffers::Shared => scratch.0.clone(),
            Buffers::PerProcess => scratch.0.join(&scratch.directories()[0]),
        };
        check(&trace, &summary);
    }
}

#[test]
fn a_snapshot_leaves_out_and_counts_what_is_not_what_its_type_says() {
    if is_recorded() {
        return;
    }
    let scratch = Scratch::new("misfit-snapshot");
    drop(Session::create(&scratch.0, &options(Mode::Overwrite, Buffers::Shared)).unwrap());
    recorded_by_a_process(&scratch, "a_snapshot_leaves_out_and_counts_what_is_not_what_its_type_says");
    let to = scratch.snapshot();
    let summary = snapshot(&scratch.0, &to).unwrap();
    check(&to, &summary);
}

/// A session has room for 4096 types, and for 512 KiB of their names.
#[test]
fn events_of_types_that_a_session_has_no_room_for_are_counted_by_that_reason() {
    let name = "events_of_types_that_a_session_has_no_room_for_are_counted_by_that_reason";
    support::alone(name, &[], || {
        let fields = [("n", Kind::Int { bytes: 4, signed: false })];
        let make =
            |name: &str, line: u32| DynamicType::leak("room", name, Level::Info, "misfits.rs", line, &fields);
        let many: Vec<_> = (0..4100).map(|line| make("many", line)).collect();
        let long: Vec<_> = (0..200).map(|line| make(&"n".repeat(4000), line)).collect();
        for (buffers, types, room) in [
            (Buffers::Shared, &many, Some(4096)),
            (Buffers::PerProcess, &many, Some(4096)),
            (Buffers::Shared, &long, None),
        ] {
            let scratch = Scratch::new("room");
            let session = Session::create(&scratch.0, &options(Mode::Discard, buffers)).unwrap();
            session.attach().unwrap();
            for round in 0..2 {
                types.iter().for_each(|made| made.record(&[perseq_trace::Value::Int(round)]));
            }
            session.stop();
            let summary = Recorder::open(&scratch.0).unwrap().finish().unwrap();
            perseq_trace::detach();
            let all = 2 * types.len() as u64;
            assert_eq!(summary.events + summary.discarded, all, "{buffers:?}: {summary:?}");
            assert!(room.is_none_or(|room| summary.events == 2 * room), "{buffers:?}: {summary:?}");
            assert!(summary.events > 0 && summary.discarded > 0, "{buffers:?}: {summary:?}");
            assert_eq!(summary.losses.untyped, summary.discarded, "for no other reason: {summary:?}");
            let reasons: Vec<_> = summary.losses.reasons().collect();
            assert!(reasons.len() == 1 && reasons[0].1.contains("room for 4096"), "{reasons:?}");
            let (events, _, lost) = read(&scratch.0);
            assert_eq!((events, lost), (summary.events, summary.discarded), "{buffers:?}: as the trace says");
        }
    });
}

/// A text that is longer each time that it is asked for, up to a number of times.
struct Growing(AtomicUsize, usize);

impl Field for Growing {
    const KIND: Kind = Kind::Bytes;

    fn put(&self, record: &mut Record<'_>) {
        let times = self.0.fetch_add(1, Relaxed).min(self.1);
        vec![7_u8; 1000 * (times + 1)].as_slice().put(record);
    }
}

#[test]
fn an_event_whose_field_grows_while_it_is_recorded_is_recorded_or_counted() {
    let name = "an_event_whose_field_grows_while_it_is_recorded_is_recorded_or_counted";
    support::alone(name, &[], || {
        let scratch = Scratch::new("growing");
        let session = Session::create(&scratch.0, &Options::default()).unwrap();
        session.attach().unwrap();
        for _ in 0..100 {
            for most in [0, 1, 2, usize::MAX] {
                event!(misfit::growing, bytes = Growing(AtomicUsize::new(0), most));
            }
        }
        session.stop();
        let summary = Recorder::open(&scratch.0).unwrap().finish().unwrap();
        assert_eq!((summary.events, summary.losses.large, summary.discarded), (300, 100, 100));
    });
}
