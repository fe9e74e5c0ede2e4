//! Any contents of a file: errors with their place, no panic, an end.

mod support;

use perseq_ctf::{ByteOrder, Data, Item, MetadataProblem, ReadError, Reader, StreamProblem, Value};
use proptest::{prelude::*, test_runner::TestRunner};
use std::{io::Cursor, path::PathBuf};
use support::{
    fragments::{self, FRAGMENTS},
    random,
};

/// The contents of a trace that was read to its end.
#[derive(Debug, Default)]
struct Read {
    events: usize,
    values: usize,
    errors: Vec<ReadError>,
}

fn count(value: &Value<'_>) -> usize {
    match value {
        Value::Array(array) => array.clone().take(1000).map(|value| count(&value)).sum(),
        Value::Struct(fields) => fields.clone().map(|(_, value)| count(&value)).sum(),
        _ => 1,
    }
}

fn read(metadata: &[u8], files: Vec<Vec<u8>>) -> Result<Read, ReadError> {
    let len: usize = files.iter().map(Vec::len).sum();
    let streams = files.into_iter().map(|file| {
        let data: Box<dyn Data> = Box::new(Cursor::new(file));
        (PathBuf::from("stream"), data)
    });
    let mut reader = Reader::from_streams(metadata, streams)?;
    let mut read = Read::default();
    loop {
        match reader.next_item() {
            Ok(Some(Item::Event(event))) => {
                read.events += 1;
                read.values +=
                    event.context().chain(event.fields()).map(|(_, value)| count(&value)).sum::<usize>();
                assert!(read.events <= len * 8, "more events than bits");
            }
            Ok(Some(Item::Loss(_))) => {}
            Ok(None) => return Ok(read),
            Err(error) => {
                assert!(!error.to_string().is_empty());
                read.errors.push(error);
                assert!(read.errors.len() <= len + 8, "more errors than bytes");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn a_cut_file_gives_an_error_or_the_events_before_the_cut((schema, seed) in random::schema(), cut in any::<prop::sample::Index>()) {
        let metadata = schema.metadata().unwrap();
        let (mut files, all) = random::trace(&schema, seed, false);
        let whole = files[0].len();
        let end = cut.index(whole + 1);
        files[0].truncate(end);
        let read = read(metadata.as_bytes(), files).unwrap();
        prop_assert!(read.events <= all.len());
        prop_assert!(read.errors.len() <= 1);
        if let Some(error) = read.errors.first() {
            let ReadError::Stream { offset, .. } = error else { panic!("{error}") };
            prop_assert!(*offset <= end as u64, "{} of {}", offset, end);
        }
    }

    #[test]
    fn flipped_bits_in_files_never_panic(
        (schema, seed) in random::schema(), flips in prop::collection::vec((any::<prop::sample::Index>(), 0..8_u32), 1..9)
    ) {
        let metadata = schema.metadata().unwrap();
        let (mut files, _) = random::trace(&schema, seed, false);
        for (at, bit) in flips {
            let file = &mut files[at.index(3)];
            if !file.is_empty() {
                let at = at.index(file.len());
                file[at] ^= 1_u8 << bit;
            }
        }
        read(metadata.as_bytes(), files).unwrap();
    }

    #[test]
    fn changed_metadata_never_panics(
        (schema, seed) in random::schema(), ctf2 in any::<bool>(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)
    ) {
        let metadata = if ctf2 { schema.metadata_ctf2() } else { schema.metadata() };
        let mut metadata = metadata.unwrap().into_bytes();
        let (files, _) = random::trace(&schema, seed, false);
        for (at, byte) in changes {
            let at = at.index(metadata.len());
            metadata[at] = byte;
        }
        let _either = read(&metadata, files);
    }
}

/// Texts that are still JSON, but say something else: words and numbers change places, fragments go.
#[test]
fn changed_fragments_and_cut_streams_never_panic() {
    let config = ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() };
    let index = || any::<prop::sample::Index>();
    let input =
        (prop::collection::vec((index(), index()), 1..6), prop::option::weighted(0.2, index()), index());
    let (refused, events) = (core::cell::Cell::new(0), core::cell::Cell::new(0));
    let result = TestRunner::new(config).run(&input, |(changes, without, cut)| {
        let mut all: Vec<&str> = FRAGMENTS.into();
        if let Some(without) = without {
            all.remove(without.index(all.len()));
        }
        let mut metadata = fragments::metadata(&all);
        for (from, to) in changes {
            // Of the same kind, so that most are JSON.
            let tokens = tokens(&metadata);
            let (from, text) = &tokens[from.index(tokens.len())];
            let quoted = text.starts_with('"');
            let same: Vec<_> = tokens.iter().filter(|(_, other)| other.starts_with('"') == quoted).collect();
            let other = same[to.index(same.len())].1;
            let (head, tail) = (&metadata[..*from], &metadata[from + text.len()..]);
            metadata = format!("{head}{other}{tail}");
        }
        let mut stream = fragments::stream();
        stream.truncate(cut.index(4 * stream.len()));
        match read(metadata.as_bytes(), vec![stream]) {
            Ok(read) => events.set(events.get() + read.events),
            Err(_) => refused.set(refused.get() + 1),
        }
        Ok(())
    });
    result.unwrap();
    let (refused, events) = (refused.get(), events.get());
    assert!(refused > 100 && events > 100, "{refused} refused, {events} events");
}

/// The texts and numbers in JSON, and where they are.
fn tokens(json: &str) -> Vec<(usize, &str)> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < json.len() {
        let rest = &json[at..];
        let len = match rest.as_bytes()[0] {
            b'"' => rest[1..].find('"').map_or(1, |end| end + 2),
            b'-' | b'0'..=b'9' => rest[1..].find(|c: char| !c.is_ascii_digit()).map_or(1, |end| end + 1),
            _ => 0,
        };
        if len > 1 || len == 1 && rest.as_bytes()[0].is_ascii_digit() {
            tokens.push((at, &rest[..len]));
        }
        at += len.max(1);
    }
    tokens
}

fn fails(metadata: &str) -> (u32, u32, MetadataProblem) {
    match read(metadata.as_bytes(), vec![]) {
        Err(ReadError::Metadata { source, .. }) => (source.line, source.column, source.problem),
        other => panic!("{other:?}"),
    }
}

#[test]
fn errors_of_metadata_have_line_and_column() {
    let (line, column, problem) = fails("/* CTF 1.8 */\ntrace {\n  major = 2; };");
    assert_eq!((line, column), (3, 3));
    assert_eq!(problem, MetadataProblem::Unsupported("version 2 of the format".into()));
    let (line, _, problem) = fails("typealias integer { size = 8; } := a;\ntypealias b := c;");
    assert_eq!((line, problem), (2, MetadataProblem::Unknown { what: "type", name: "b".into() }));
    let unsupported = fails("{\"type\":\"preamble\"}").2;
    assert!(matches!(unsupported, MetadataProblem::Unsupported(text) if text.contains("record separator")));
    assert_eq!(fails("trace { uuid = \"x").2, MetadataProblem::Endless("text"));
    let align = "event { fields := struct { integer { size = 8; align = 3; } a; }; };";
    assert_eq!(fails(align).2, MetadataProblem::OutOfRange { what: "alignment", value: 3 });
}

#[test]
fn types_inside_of_types_without_end_are_refused() {
    let brackets = "struct { ".repeat(5000);
    assert_eq!(fails(&format!("event {{ fields := {brackets}")).2, MetadataProblem::TooDeep);
    let mut chain = String::from("typealias integer { size = 8; } := t0;\n");
    for index in 1..5000 {
        chain += &format!("typealias struct {{ t{} a; }} := t{index};\n", index - 1);
    }
    assert_eq!(fails(&chain).2, MetadataProblem::TooDeep);
    // Each is two of the one before, with a length in it: with 60 of them, all memory would not be enough.
    let mut doubles =
        "typealias struct { integer { size = 8; } n; integer { size = 8; } x[n]; } := t0;\n".to_owned();
    for index in 1..60 {
        doubles += &format!("typealias struct {{ t{0} a; t{0} b; }} := t{index};\n", index - 1);
    }
    doubles += "event { fields := struct { t59 x; }; };";
    assert_eq!(fails(&doubles).2, MetadataProblem::TooMany);
    let arrays = "[1]".repeat(5000);
    let text = format!("struct s {{ integer {{ size = 8; }} a{arrays}; }};");
    assert_eq!(fails(&text).2, MetadataProblem::TooDeep);
}

/// One error that is not one of the metadata.
fn problem(fields: &str, file: &[u8]) -> StreamProblem {
    let metadata = format!(
        "trace {{ major = 1; minor = 8; byte_order = le; }}; event {{ fields := struct {{ {fields} }}; }};"
    );
    let mut read = read(metadata.as_bytes(), vec![file.to_vec()]).unwrap();
    assert_eq!((read.events, read.errors.len()), (0, 1), "{read:?}");
    match read.errors.pop() {
        Some(ReadError::Stream { problem, .. }) => problem,
        other => panic!("{other:?}"),
    }
}

#[test]
fn lengths_that_nothing_can_have_are_errors_and_allocate_nothing() {
    let sequence = "integer { size = 64; signed = true; } n; integer { size = 8; } a[n];";
    assert_eq!(problem(sequence, &[0xff; 16]), StreamProblem::Length(-1));
    let most = [[0xff; 7].as_slice(), &[0x7f; 9]].concat();
    assert_eq!(problem(sequence, &most), StreamProblem::Truncated);
    let nothing = "integer { size = 8; } n; struct { } a[18446744073709551615];";
    assert_eq!(problem(nothing, &[1; 8]), StreamProblem::TooManyValues);
    assert_eq!(problem("", &[1; 8]), StreamProblem::EmptyRecord);
    assert_eq!(problem("string s;", &[1; 8]), StreamProblem::Truncated);
}

#[test]
fn a_bad_record_costs_the_rest_of_its_packet_only() {
    let schema = support::schema(ByteOrder::NATIVE);
    let mut file = Vec::new();
    for sequence in 0..3 {
        let mut records = perseq_ctf::Records::new(schema.byte_order);
        support::put_all(&mut records, sequence * 10, 1);
        records.begin(sequence * 10 + 1, if sequence == 1 { 5 } else { 60_000 });
        records.int(perseq_ctf::Width::W32, 9).fixed_text("main", 16);
        let (timestamp_begin, timestamp_end) = (sequence * 10, sequence * 10 + 9);
        let packet = perseq_ctf::Packet {
            stream_id: 0,
            cpu_id: 0,
            timestamp_begin,
            timestamp_end,
            sequence,
            events_discarded: 0,
        };
        let len = records.as_bytes().len();
        packet.write(&mut file, schema.byte_order, schema.uuid, records.as_bytes(), len).unwrap();
    }
    let read = read(schema.metadata().unwrap().as_bytes(), vec![file]).unwrap();
    assert_eq!((read.events, read.errors.len()), (5, 1));
    assert!(matches!(&read.errors[0], ReadError::Stream { problem: StreamProblem::UnknownEvent(5), .. }));
}

#[test]
fn the_committed_corpus_of_the_fuzz_target_is_read_to_its_end() {
    let corpus = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus/read");
    let (mut values, mut files) = (0, 0);
    for entry in std::fs::read_dir(corpus).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        let Some((length, rest)) = bytes.split_first_chunk() else { continue };
        let (metadata, stream) = rest.split_at(usize::from(u16::from_le_bytes(*length)).min(rest.len()));
        files += 1;
        values += read(metadata, vec![stream.to_vec()]).map_or(0, |read| read.values);
    }
    assert!(files >= 7 && values > 150, "{values} values of {files} files");
}
