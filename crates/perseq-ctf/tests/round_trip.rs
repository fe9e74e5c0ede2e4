//! Checks that what is read is what was written.

mod support;

use perseq_ctf::{ByteOrder, Data, Item, Packet, Reader, Records, Value, Width};
use proptest::prelude::*;
use std::{io::Cursor, path::PathBuf};
use support::{Scratch, random};

fn reader(metadata: &str, files: &[Vec<u8>]) -> Reader {
    let streams = files.iter().enumerate().map(|(index, file)| {
        let data: Box<dyn Data> = Box::new(Cursor::new(file.clone()));
        (PathBuf::from(format!("stream_{index}")), data)
    });
    Reader::from_streams(metadata.as_bytes(), streams).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn every_record_of_every_schema_is_read_as_it_was_written((schema, seed) in random::schema()) {
        let (files, all) = random::trace(&schema, seed, false);
        let mut reader = reader(&schema.metadata().unwrap(), &files);
        let stream = &schema.streams[0];
        for written in &all {
            let event = reader.next_event().unwrap().expect("an event is missing");
            let class = &stream.events[written.class];
            prop_assert_eq!(event.name(), &class.name);
            prop_assert_eq!(event.id(), u64::from(class.id));
            prop_assert_eq!(event.ticks(), written.ticks);
            prop_assert_eq!(event.timestamp_ns(), 1_700_000_000_000_000_005 + written.ticks as i64);
            prop_assert_eq!(event.cpu(), Some(written.cpu.into()));
            prop_assert_eq!((event.loglevel(), event.source()), (Some(6), Some("src/main.rs:12")));
            for (decls, data, read) in [
                (&stream.context, &written.context, event.context().collect::<Vec<_>>()),
                (&class.fields, &written.fields, event.fields().collect()),
            ] {
                prop_assert_eq!(read.len(), decls.len());
                for ((field, datum), (name, value)) in decls.iter().zip(data).zip(read) {
                    prop_assert_eq!(&field.name, name);
                    prop_assert!(datum.is(&value), "{} is {} and was {:?}", name, value, datum);
                }
            }
        }
        prop_assert!(reader.next_event().unwrap().is_none());
        prop_assert_eq!(reader.losses(), Default::default());
    }
}

#[test]
fn a_directory_is_opened_with_its_environment_and_clock() {
    let schema = support::schema(ByteOrder::Big);
    let (files, all) =
        (0..).map(|seed| random::trace(&schema, seed, false)).find(|(_, all)| all.len() > 5).unwrap();
    let scratch = Scratch::new("open");
    scratch.write("metadata", schema.metadata().unwrap());
    for (index, file) in files.iter().enumerate() {
        scratch.write(&format!("stream_{index}"), file);
    }
    std::fs::create_dir(scratch.path().join("index")).unwrap();
    let mut reader = Reader::open(scratch.path()).unwrap();
    assert_eq!(reader.uuid(), Some(schema.uuid));
    assert_eq!(reader.clock(), Some(&schema.clock));
    assert_eq!(reader.env(), schema.env);
    let mut count = 0;
    while let Some(event) = reader.next_event().unwrap() {
        count += 1;
        assert!(event.path().starts_with(scratch.path()));
    }
    assert_eq!(count, all.len());
}

#[test]
fn classes_that_are_appended_to_the_metadata_are_read() {
    let mut schema = support::schema(ByteOrder::Little);
    let late = schema.streams[0].events.remove(1);
    let mut metadata = schema.metadata().unwrap();
    metadata += &late.metadata(0).unwrap();
    let mut records = Records::new(ByteOrder::Little);
    records.begin(77, late.id).int(Width::W32, 9).fixed_text("main", 16);
    let len = records.as_bytes().len();
    let mut file = Vec::new();
    packet(0, 0).write(&mut file, ByteOrder::Little, schema.uuid, records.as_bytes(), len).unwrap();
    let mut reader = reader(&metadata, &[file]);
    let event = reader.next_event().unwrap().unwrap();
    assert_eq!((event.name(), event.ticks()), (&*late.name, 77));
    assert!(matches!(event.context().nth(1), Some(("comm", Value::Text(b"main")))));
}

fn packet(sequence: u64, events_discarded: u64) -> Packet {
    let (timestamp_begin, timestamp_end) = (sequence * 100, sequence * 100 + 90);
    Packet { stream_id: 0, cpu_id: 3, timestamp_begin, timestamp_end, sequence, events_discarded }
}

#[test]
fn discarded_events_and_missing_packets_are_told_once_and_in_their_place() {
    let schema = support::schema(ByteOrder::NATIVE);
    let mut file = Vec::new();
    for (sequence, discarded) in [(0, 2), (1, 2), (4, 9), (5, 9)] {
        let mut records = Records::new(schema.byte_order);
        support::put_all(&mut records, sequence * 100 + 10, sequence);
        let len = records.as_bytes().len();
        let packet = packet(sequence, discarded);
        packet.write(&mut file, schema.byte_order, schema.uuid, records.as_bytes(), len).unwrap();
    }
    let mut reader = reader(&schema.metadata().unwrap(), &[file]);
    let (mut order, mut span) = (Vec::new(), (0, 0));
    while let Some(item) = reader.next_item().unwrap() {
        order.push(match item {
            Item::Event(event) => (event.ticks(), 0, 0),
            Item::Loss(loss) => {
                span = (loss.after_ns, loss.before_ns);
                assert_eq!((loss.cpu, loss.stream_id, loss.file), (Some(3), 0, 0));
                (0, loss.events, loss.packets)
            }
        });
    }
    assert_eq!(order, [(0, 2, 0), (10, 0, 0), (110, 0, 0), (0, 7, 2), (410, 0, 0), (510, 0, 0)]);
    let epoch = 1_700_000_000_000_000_005;
    assert_eq!(span, (epoch + 190, epoch + 490));
    assert_eq!((reader.losses().events, reader.losses().packets), (9, 2));
}

#[test]
fn an_empty_packet_has_no_events_and_ends_nothing() {
    let schema = support::schema(ByteOrder::NATIVE);
    let mut file = Vec::new();
    let mut records = Records::new(schema.byte_order);
    support::put_all(&mut records, 200, 1);
    packet(0, 0).write(&mut file, schema.byte_order, schema.uuid, &[], 0).unwrap();
    let len = records.as_bytes().len();
    packet(1, 0).write(&mut file, schema.byte_order, schema.uuid, records.as_bytes(), len).unwrap();
    packet(2, 0).write(&mut file, schema.byte_order, schema.uuid, &[], 0).unwrap();
    let mut reader = reader(&schema.metadata().unwrap(), &[file]);
    assert_eq!(reader.next_event().unwrap().unwrap().ticks(), 200);
    assert!(reader.next_event().unwrap().is_none());
}

#[test]
fn a_trace_that_grows_is_read_up_to_what_is_complete() {
    let scratch = support::Scratch::new("grows");
    let schema = support::schema(ByteOrder::NATIVE);
    let whole = |sequence: u64| {
        let mut bytes = Vec::new();
        let mut records = Records::new(schema.byte_order);
        for event in 0..3 {
            support::put_all(&mut records, sequence * 100 + 10 * event, sequence);
        }
        let len = records.as_bytes().len();
        let packet = packet(sequence, 0);
        packet.write(&mut bytes, schema.byte_order, schema.uuid, records.as_bytes(), len).unwrap();
        bytes
    };
    let part = |number: u32| scratch.path().join(format!("part-{number}"));
    let begin = |number: u32| {
        std::fs::create_dir_all(part(number)).unwrap();
        std::fs::write(part(number).join("metadata"), schema.metadata().unwrap()).unwrap();
    };
    let append = |number: u32, bytes: &[u8]| {
        let mut options = std::fs::OpenOptions::new();
        let mut file = options.create(true).append(true).open(part(number).join("stream")).unwrap();
        std::io::Write::write_all(&mut file, bytes).unwrap();
    };
    let read = |reader: &mut Reader, until: i64| {
        let mut ticks = Vec::new();
        while let Some(item) = reader.next_until(until).unwrap() {
            match item {
                Item::Event(event) => ticks.push(event.ticks()),
                Item::Loss(loss) => panic!("{loss:?}"),
            }
        }
        ticks
    };
    begin(1);
    let mut reader = Reader::open(scratch.path()).unwrap();
    reader.grow().unwrap();
    assert!(read(&mut reader, i64::MAX).is_empty());
    let (first, second, third) = (whole(1), whole(2), whole(3));
    // Every length that a packet has while it is written.
    for end in 0..first.len() {
        append(1, &first[end..=end]);
        reader.grow().unwrap();
        let until = reader.nanoseconds(110);
        let expected: &[u64] = if end + 1 == first.len() { &[100, 110] } else { &[] };
        assert_eq!(read(&mut reader, until), expected, "{end}");
    }
    // The rest of it before what is later, also in the next part.
    begin(2);
    append(2, &third);
    append(1, &second);
    reader.grow().unwrap();
    assert_eq!(read(&mut reader, i64::MAX), [120, 200, 210, 220, 300, 310, 320]);
    // A part without streams, and one after it.
    begin(3);
    reader.grow().unwrap();
    assert!(read(&mut reader, i64::MAX).is_empty());
    begin(4);
    append(4, &whole(4));
    reader.grow().unwrap();
    assert_eq!(read(&mut reader, i64::MAX), [400, 410, 420]);
    let mut again = Reader::open(scratch.path()).unwrap();
    assert_eq!(read(&mut again, i64::MAX).len(), 12);
}

#[test]
fn traces_in_directories_beside_each_other_are_merged_and_their_parts_follow() {
    let scratch = support::Scratch::new("beside");
    let schema = support::schema(ByteOrder::NATIVE);
    let write = |directory: &str, uuid: u8, times: &[u64]| {
        let mut schema = schema.clone();
        schema.uuid.0[0] = uuid;
        std::fs::create_dir_all(scratch.path().join(directory)).unwrap();
        scratch.write(&format!("{directory}/metadata"), schema.metadata().unwrap());
        let mut file = Vec::new();
        for (sequence, time) in (0..).zip(times) {
            let mut records = Records::new(schema.byte_order);
            support::put_all(&mut records, *time, uuid.into());
            let len = records.as_bytes().len();
            let packet = Packet { timestamp_begin: *time, timestamp_end: *time, ..packet(sequence, 0) };
            packet.write(&mut file, schema.byte_order, schema.uuid, records.as_bytes(), len).unwrap();
        }
        scratch.write(&format!("{directory}/stream_0"), &file);
    };
    let read = |reader: &mut Reader| {
        let mut ticks = Vec::new();
        while let Some(event) = reader.next_event().unwrap() {
            ticks.push(event.ticks());
        }
        ticks
    };
    // One in a single directory, one in parts, one that is deeper.
    write("process-1", 1, &[10, 40, 90]);
    write("process-2/part-000001", 2, &[20, 50]);
    write("process-2/part-000002", 2, &[60, 70]);
    write("process-2/part-000003", 2, &[95]);
    write("others/ust/3", 3, &[30, 80]);
    // Those are none.
    write(".process-4.new", 4, &[5]);
    std::fs::create_dir_all(scratch.path().join("process-5")).unwrap();
    let mut reader = Reader::open(scratch.path()).unwrap();
    assert_eq!(read(&mut reader), [10, 20, 30, 40, 50, 60, 70, 80, 90, 95]);
    // A part, a stream's rest, and a trace that was not there.
    let mut reader = Reader::open(scratch.path()).unwrap();
    reader.grow().unwrap();
    assert_eq!(read(&mut reader).len(), 10);
    write("process-2/part-000004", 2, &[110, 140]);
    write("process-5", 5, &[120]);
    write("process-1", 1, &[10, 40, 90, 130]);
    // A directory that a recorder removes while a reader follows is read to where that was.
    std::fs::remove_dir_all(scratch.path().join("others")).unwrap();
    reader.grow().unwrap();
    assert_eq!(read(&mut reader), [110, 120, 130, 140]);
    // More streams than a process may have open.
    for number in 0..400 {
        write(&format!("many/process-{number}"), 7, &[1000 - number, 2000 + number]);
    }
    let mut reader = Reader::open(scratch.path().join("many")).unwrap();
    let all = read(&mut reader);
    assert!(all.len() == 800 && all.is_sorted(), "{all:?}");
}
