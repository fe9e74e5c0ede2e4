//! A trace that is read while it is written: whichever steps of its writer come between two looks, each event is read once.

mod support;

use core::ops::Range;
use perseq_ctf::{
    ByteOrder, EventClass, Field, FieldType, Int, Item, Packet, Reader, Records, Schema, Value, Width,
};
use proptest::prelude::*;
use std::{
    collections::VecDeque,
    fs,
    io::Write,
    path::{Path, PathBuf},
};
use support::Scratch;

/// The event classes that are described first, and after a while.
const CLASSES: [u16; 2] = [7, 8];

fn schema(classes: &[u16]) -> Schema {
    let mut schema = support::schema(ByteOrder::Little);
    let class = |&id: &u16| EventClass {
        id,
        name: format!("event_{id}"),
        loglevel: None,
        source: None,
        fields: vec![Field::new("number", FieldType::Int(Int::unsigned(Width::W64)))],
    };
    schema.streams[0].events = classes.iter().map(class).collect();
    schema
}

/// A packet with two events of the class `id`, with the numbers `2 * sequence` and the next one.
fn packet(sequence: u64, id: u16) -> Vec<u8> {
    packet_of(sequence, id, 2 * sequence..2 * sequence + 2, 0)
}

/// A packet with events of the class `id`, with these numbers, which are their times; one without events begins where the first would.
fn packet_of(sequence: u64, id: u16, numbers: Range<u64>, events_discarded: u64) -> Vec<u8> {
    let schema = schema(&CLASSES);
    let mut records = Records::new(schema.byte_order);
    for number in numbers.clone() {
        records.begin(number, id).int(Width::W32, 9).fixed_text("main", 16).int(Width::W64, number);
    }
    let packet = Packet {
        stream_id: 0,
        cpu_id: 0,
        timestamp_begin: numbers.start,
        timestamp_end: numbers.end.saturating_sub(1).max(numbers.start),
        sequence,
        events_discarded,
    };
    let (mut bytes, len) = (Vec::new(), records.as_bytes().len());
    packet.write(&mut bytes, schema.byte_order, schema.uuid, records.as_bytes(), len).unwrap();
    bytes
}

/// At once for its readers, as a recorder does it.
fn describe(part: &Path, classes: &[u16]) {
    let new = part.join(".metadata.new");
    fs::write(&new, schema(classes).metadata().unwrap()).unwrap();
    fs::rename(new, part.join("metadata")).unwrap();
}

fn append(part: &Path, bytes: &[u8]) {
    let stream = fs::OpenOptions::new().create(true).append(true).open(part.join("stream_0"));
    stream.unwrap().write_all(bytes).unwrap();
}

type Steps = VecDeque<Box<dyn FnOnce()>>;

/// The steps of a recorder with a process whose trace is in parts, in their order.
fn steps(process: PathBuf) -> Steps {
    let parts = [1, 2, 3].map(|number| process.join(format!("part-00000{number}")));
    let [first, second, third] = parts.clone();
    let mut steps = Steps::new();
    let mut step = |step: Box<dyn FnOnce()>| steps.push_back(step);
    let home = process.clone();
    step(Box::new(move || fs::create_dir(&home).unwrap()));
    let home = process.clone();
    step(Box::new(move || describe(&home, &[])));
    step(Box::new(move || fs::remove_file(process.join("metadata")).unwrap()));
    let [part, described, torn, whole, again, late] = [(); 6].map(|()| first.clone());
    step(Box::new(move || fs::create_dir(part).unwrap()));
    step(Box::new(move || describe(&described, &CLASSES[..1])));
    step(Box::new(move || append(&torn, &packet(0, CLASSES[0])[..100])));
    step(Box::new(move || append(&whole, &packet(0, CLASSES[0])[100..])));
    step(Box::new(move || describe(&again, &CLASSES)));
    step(Box::new(move || append(&late, &packet(1, CLASSES[1]))));
    for (part, sequence) in [(second, 2), (third, 4)] {
        let [described, written, appended] = [(); 3].map(|()| part.clone());
        step(Box::new(move || fs::create_dir(part).unwrap()));
        step(Box::new(move || describe(&described, &CLASSES)));
        step(Box::new(move || append(&written, &packet(sequence, CLASSES[0]))));
        step(Box::new(move || append(&appended, &packet(sequence + 1, CLASSES[1]))));
    }
    steps
}

fn read(reader: &mut Reader, numbers: &mut Vec<u64>) {
    while let Some(event) = reader.next_event().unwrap() {
        let number = event.fields().get("number");
        let Some(Value::Unsigned(number)) = number else { panic!("{number:?}") };
        numbers.push(number);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn each_event_is_read_once_whenever_the_reader_looks(
        looks in prop::collection::vec((any::<bool>(), any::<bool>()), 17),
    ) {
        let scratch = Scratch::new("following");
        let other = scratch.path().join("process-0");
        fs::create_dir(&other).unwrap();
        describe(&other, &[]);
        let mut reader = Reader::open(scratch.path()).unwrap();
        let mut numbers = Vec::new();
        let steps = steps(scratch.path().join("process-1"));
        prop_assert_eq!(steps.len(), looks.len());
        for (step, (grows, reads)) in steps.into_iter().zip(looks) {
            step();
            if grows {
                reader.grow().unwrap();
            }
            if reads {
                read(&mut reader, &mut numbers);
            }
        }
        reader.grow().unwrap();
        read(&mut reader, &mut numbers);
        prop_assert_eq!(numbers, (0..12).collect::<Vec<_>>());
        prop_assert_eq!(reader.losses(), perseq_ctf::Losses::default());
    }
}

/// A recorder wrote packets, was killed before it could say so, and the next one writes them again.
struct Resumed {
    /// The packets that stay.
    kept: Vec<Vec<u8>>,
    /// The packets of the first one, and of the next one in their place.
    written: Vec<Vec<u8>>,
    again: Vec<Vec<u8>>,
    /// How many events and losses there are in the end.
    events: u64,
    lost: u64,
}

fn resumed() -> Vec<Resumed> {
    let events = |sequence, numbers, discarded| packet_of(sequence, CLASSES[0], numbers, discarded);
    let first = || events(0, 0..2, 0);
    // More than a reader has in memory of one packet.
    let long = 30_000;
    vec![
        // More events have come since.
        Resumed {
            kept: vec![first()],
            written: vec![events(1, 2..4, 0)],
            again: vec![events(1, 2..7, 0), events(2, 7..9, 0)],
            events: 9,
            lost: 0,
        },
        Resumed { kept: vec![], written: vec![first()], again: vec![events(0, 0..3, 5)], events: 3, lost: 5 },
        // The same again.
        Resumed {
            kept: vec![first()],
            written: vec![events(1, 2..4, 0)],
            again: vec![events(1, 2..4, 0), events(2, 4..6, 0)],
            events: 6,
            lost: 0,
        },
        // One without events, which told of losses, and events in its place.
        Resumed {
            kept: vec![first()],
            written: vec![events(1, 2..2, 4)],
            again: vec![events(1, 3..6, 4), events(2, 6..8, 4)],
            events: 7,
            lost: 4,
        },
        // Two packets.
        Resumed {
            kept: vec![],
            written: vec![events(0, 0..0, 0), events(1, 1..3, 3)],
            again: vec![events(0, 0..0, 0), events(1, 1..8, 3)],
            events: 7,
            lost: 3,
        },
        Resumed {
            kept: vec![first()],
            written: vec![events(1, 2..long, 0)],
            again: vec![events(1, 2..long + 10, 0), events(2, long + 10..long + 12, 0)],
            events: long + 12,
            lost: 0,
        },
    ]
}

/// Reads events up to that time, and looks whether they follow each other.
fn read_to(reader: &mut Reader, until: i64, events: &mut u64, last: &mut Option<u64>) {
    while let Some(item) = reader.next_until(until).unwrap() {
        let Item::Event(event) = item else { continue };
        let Some(Value::Unsigned(number)) = event.fields().get("number") else { panic!("no number") };
        assert!(last.is_none_or(|last| number > last), "{number} comes after {last:?}");
        *last = Some(number);
        *events += 1;
    }
}

#[test]
fn packets_that_a_resumed_recorder_writes_again_are_read_once() {
    for (case, resumed) in resumed().into_iter().enumerate() {
        let Resumed { kept, written, again, events: wanted, lost } = resumed;
        let (kept, written, again) = (kept.concat(), written.concat(), again.concat());
        // How far the reader is when the packets go, and after how many bytes of the next ones it looks again.
        for until in [Some(1), Some(3), Some(20_000), None] {
            for torn in [0, 1, 50, 100, again.len() / 2, again.len() - 1] {
                let scratch = Scratch::new("resumed");
                describe(scratch.path(), &CLASSES);
                append(scratch.path(), &[&kept[..], &written].concat());
                let mut reader = Reader::open(scratch.path()).unwrap();
                reader.grow().unwrap();
                let (mut events, mut last) = (0, None);
                let until = until.map_or(i64::MAX, |ticks| reader.nanoseconds(ticks));
                read_to(&mut reader, until, &mut events, &mut last);
                let stream = scratch.path().join("stream_0");
                fs::File::options().write(true).open(stream).unwrap().set_len(kept.len() as u64).unwrap();
                for looks in [false, true] {
                    if looks {
                        reader.grow().unwrap();
                    }
                    read_to(&mut reader, i64::MAX, &mut events, &mut last);
                }
                for bytes in [&again[..torn], &again[torn..]] {
                    append(scratch.path(), bytes);
                    for _ in 0..2 {
                        reader.grow().unwrap();
                        read_to(&mut reader, i64::MAX, &mut events, &mut last);
                    }
                }
                let all = (events, reader.losses());
                let losses = perseq_ctf::Losses { events: lost, packets: 0 };
                assert_eq!(all, (wanted, losses), "case {case}, until {until}, torn after {torn} bytes");
            }
        }
    }
}

/// Tracers that rotate leave a stream in several files, and a copy brings them in any order.
#[test]
fn a_file_that_comes_between_two_others_of_its_stream_is_read_between_them() {
    for files in [3, 4] {
        for late in 1..files - 1 {
            let scratch = Scratch::new("between");
            describe(scratch.path(), &CLASSES);
            let write =
                |sequence: u64| scratch.write(&format!("file_{sequence}"), packet(sequence, CLASSES[0]));
            (0..files).filter(|file| *file != late).for_each(write);
            let mut reader = Reader::open(scratch.path()).unwrap();
            write(late);
            reader.grow().unwrap();
            let mut numbers = Vec::new();
            read(&mut reader, &mut numbers);
            assert_eq!(numbers, (0..2 * files).collect::<Vec<_>>(), "file {late} of {files} is late");
            assert_eq!(reader.losses(), perseq_ctf::Losses::default());
        }
    }
}

/// Links to what is read already, to what is around it, and to what is elsewhere.
#[cfg(unix)]
#[test]
fn a_directory_is_read_once_whatever_links_lead_to_it() {
    use std::os::unix::fs::symlink;
    let (scratch, elsewhere) = (Scratch::new("links"), Scratch::new("elsewhere"));
    let parts = scratch.path().join("process-1");
    let all = [parts.join("part-000001"), parts.join("part-000003"), elsewhere.path().join("part")];
    let sequences = [0, 2, 1];
    for (part, sequence) in all.iter().zip(sequences) {
        fs::create_dir_all(part).unwrap();
        describe(part, &CLASSES);
        append(part, &packet(sequence, CLASSES[0]));
    }
    // A part on another disk is in its place.
    symlink(&all[2], parts.join("part-000002")).unwrap();
    let mut reader = Reader::open(scratch.path()).unwrap();
    let mut numbers = Vec::new();
    read(&mut reader, &mut numbers);
    assert_eq!(numbers, (0..6).collect::<Vec<_>>());
    let links = [
        (&parts, scratch.path().join("a-link")),
        (&parts, scratch.path().join("process-2")),
        (&all[0], parts.join("part-000000")),
        (&all[1], parts.join("part-000004")),
        (&all[2], scratch.path().join("b-link")),
        (&scratch.path().to_owned(), parts.join("around")),
        (&all[0].join("stream_0"), all[0].join("stream_1")),
    ];
    for (to, link) in links {
        symlink(to, &link).unwrap();
        // Of a reader that follows, too.
        reader.grow().unwrap();
        assert!(reader.next_event().unwrap().is_none(), "{} is read again", link.display());
        let (mut again, mut numbers) = (Reader::open(scratch.path()).unwrap(), Vec::new());
        read(&mut again, &mut numbers);
        assert_eq!(numbers, (0..6).collect::<Vec<_>>(), "with {}", link.display());
        assert_eq!(again.losses(), perseq_ctf::Losses::default());
    }
}
