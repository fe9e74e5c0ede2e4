//! Metadata of CTF 2: what is read with it is what is read with that of CTF 1.8, and what others write is read, too.

mod support;

use core::fmt::Write;
use perseq_ctf::{
    ByteOrder, Data, EnvValue, Item, MetadataProblem, Packet, ReadError, Reader, Records, Schema, Width,
};
use proptest::prelude::*;
use std::{io::Cursor, path::PathBuf};
use support::{
    Scratch,
    fragments::{FRAGMENTS, metadata, stream},
    random,
};

fn reader(metadata: &str, files: &[Vec<u8>]) -> Result<Reader, ReadError> {
    let streams = files.iter().enumerate().map(|(index, file)| {
        let data: Box<dyn Data> = Box::new(Cursor::new(file.clone()));
        (PathBuf::from(format!("stream_{index}")), data)
    });
    Reader::from_streams(metadata.as_bytes(), streams)
}

/// All that a reader gives, as lines.
fn all(reader: &mut Reader) -> Vec<String> {
    let about = format!("{:?} {:?} {:?}", reader.uuid(), reader.clock(), reader.env());
    let mut lines = vec![about];
    while let Some(item) = reader.next_item().unwrap() {
        lines.push(match item {
            Item::Loss(loss) => format!("{loss:?}"),
            Item::Event(event) => {
                let mut line = format!("{} {} {:?}", event.timestamp_ns(), event.ticks(), event.cpu());
                let (id, stream) = (event.id(), event.stream_id());
                write!(line, " {stream}.{id} {} {:?}", event.name(), event.loglevel()).unwrap();
                write!(line, " {:?} {}", event.source(), event.file()).unwrap();
                for (name, value) in event.context().chain(event.fields()) {
                    write!(line, " {name}={value}").unwrap();
                    // The difference that `Display` does not show.
                    write!(line, "/{:?}", core::mem::discriminant(&value)).unwrap();
                }
                line
            }
        });
    }
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn what_is_read_with_metadata_of_ctf_2_is_what_is_read_with_that_of_1_8((schema, seed) in random::schema()) {
        let (files, written) = random::trace(&schema, seed, false);
        let old = all(&mut reader(&schema.metadata().unwrap(), &files).unwrap());
        let new = all(&mut reader(&schema.metadata_ctf2().unwrap(), &files).unwrap());
        prop_assert_eq!(old.len(), written.len() + 1);
        prop_assert_eq!(old, new);
    }
}

#[test]
fn what_other_writers_write_is_read() {
    let mut reader = reader(&metadata(&FRAGMENTS), &[stream()]).unwrap();
    let env =
        [("zebra".to_owned(), EnvValue::Text("first".into())), ("answer".to_owned(), EnvValue::Int(42))];
    assert_eq!(reader.env(), env);
    let clock = reader.clock().unwrap();
    assert_eq!((&*clock.name, clock.offset_seconds, clock.offset_cycles), ("boot", 7, 9));
    let mut lines = Vec::new();
    while let Some(event) = reader.next_event().unwrap() {
        let context: String = event.context().map(|(name, value)| format!("{name} = {value} ")).collect();
        lines.push(format!("{} {} {context}{}", event.timestamp_ns(), event.name(), event.fields()));
        assert_eq!(event.cpu(), Some(2));
        let warning = event.name() == "a:choices";
        assert_eq!((event.loglevel(), event.source()), (warning.then_some(4), warning.then_some("a.c:7")));
    }
    let truth = |label: &str, value| format!("( {label:?} : container = {value} )");
    let wanted = [
        format!(
            "7000000209 a:choices {{ has = {}, kind = -5, maybe = \"there\", choice = 7, flags = 0xABC }}",
            truth("true", 1)
        ),
        format!(
            "7000000309 a:choices {{ has = {}, kind = 2, choice = \"ab\", flags = 0x123, more = 9 }}",
            truth("false", 0)
        ),
        concat!(
            "1106511627785 a:places m = 2 { pairs = [ [0] = { count = 1, items = [ [0] = -2 ] }, [1] = { count = 0, items = [ ] } ], ",
            "text = \"12345\", inner = { len = 2, deep = { len = 3, outer = \"xy\", again = [ [0] = 1, [1] = 2 ], own = \"abc\" } }, ",
            "floats = [ [0] = 1.5, [1] = -2 ] }"
        )
        .to_owned(),
        // The low bits of the next time that has them.
        "1106511627790 a:nothing { }".to_owned(),
    ];
    assert_eq!(lines, wanted);
}

#[test]
fn a_trace_whose_metadata_grows_is_followed() {
    let scratch = Scratch::new("ctf2-grows");
    let mut schema = support::schema(ByteOrder::NATIVE);
    let late = schema.streams[0].events.remove(1);
    let first = schema.metadata_ctf2().unwrap();
    let second = late.metadata_ctf2(0, schema.byte_order).unwrap();
    scratch.write("metadata", &first);
    scratch.write("stream_0", packet(&schema, 0));
    let mut reader = Reader::open(scratch.path()).unwrap();
    reader.grow().unwrap();
    assert_eq!(reader.next_event().unwrap().map(|event| event.ticks()), Some(10));
    assert!(reader.next_event().unwrap().is_none());
    // Every length that the metadata has while it is written.
    for end in 0..second.len() {
        let mut text = first.clone().into_bytes();
        text.extend(&second.as_bytes()[..end]);
        scratch.write("metadata", text);
        reader.grow().unwrap();
        assert!(reader.next_event().unwrap().is_none());
    }
    scratch.write("metadata", first + &second);
    let mut records = Records::new(schema.byte_order);
    records.begin(120, late.id).int(Width::W32, 9).fixed_text("main", 16);
    let mut stream = packet(&schema, 0);
    add(&mut stream, &schema, 1, &records);
    scratch.write("stream_0", stream);
    reader.grow().unwrap();
    let event = reader.next_event().unwrap().unwrap();
    assert_eq!((event.name(), event.ticks()), (&*late.name, 120));
}

fn packet(schema: &Schema, sequence: u64) -> Vec<u8> {
    let mut records = Records::new(schema.byte_order);
    support::put_all(&mut records, sequence * 100 + 10, 3);
    let mut bytes = Vec::new();
    add(&mut bytes, schema, sequence, &records);
    bytes
}

fn add(bytes: &mut Vec<u8>, schema: &Schema, sequence: u64, records: &Records) {
    let (timestamp_begin, timestamp_end) = (sequence * 100, sequence * 100 + 90);
    let packet =
        Packet { stream_id: 0, cpu_id: 3, timestamp_begin, timestamp_end, sequence, events_discarded: 0 };
    let len = records.as_bytes().len();
    packet.write(bytes, schema.byte_order, schema.uuid, records.as_bytes(), len).unwrap();
}

/// The number of the fragment that is wrong, the line, and what is.
fn fails(metadata: &str) -> (u32, u32, MetadataProblem) {
    match reader(metadata, &[]) {
        Err(ReadError::Metadata { source, .. }) => {
            assert!(source.to_string().starts_with("fragment "), "{source}");
            (source.fragment.unwrap(), source.line, source.problem)
        }
        other => panic!("{other:?}"),
    }
}

const STREAM: &str = r#"{"type": "data-stream-class"}"#;

/// The fault of a payload of these members, in fragment 3.
fn payload(members: &str) -> MetadataProblem {
    let event = format!(
        r#"{{"type": "event-record-class", "payload-field-class": {{"type": "structure", "member-classes": [{members}]}}}}"#
    );
    let (fragment, line, problem) = fails(&metadata(&[STREAM, &event]));
    assert_eq!((fragment, line), (3, 3));
    problem
}

fn member(name: &str, class: &str) -> String {
    format!(r#"{{"name": "{name}", "field-class": {{{class}}}}}"#)
}

fn unsupported(problem: MetadataProblem) -> String {
    match problem {
        MetadataProblem::Unsupported(what) => what,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_this_reader_cannot_read_is_told_with_the_fragment_and_the_field() {
    let inner = member("b", r#""type": "half-length-unsigned-integer""#);
    let outer = member("a", &format!(r#""type": "structure", "member-classes": [{inner}]"#));
    assert_eq!(unsupported(payload(&outer)), r#"half-length-unsigned-integer in "b" in "a""#);
    for (class, part) in [
        (r#""type": "null-terminated-string", "encoding": "utf-7""#, "utf-7"),
        (
            r#""type": "fixed-length-floating-point-number", "length": 16, "byte-order": "big-endian""#,
            "floating point",
        ),
        (
            r#""type": "fixed-length-floating-point-number", "length": 32, "byte-order": "big-endian", "bit-order": "first-to-last""#,
            "other order",
        ),
        (
            r#""type": "dynamic-length-string", "length-field-location": {"origin": "moon", "path": ["len"]}"#,
            "moon",
        ),
        (
            r#""type": "static-length-array", "length": 1, "element-field-class": {"type": "optional"}"#,
            "optional",
        ),
    ] {
        let text = unsupported(payload(&member("x", class)));
        assert!(text.contains(part) && text.contains("\"x\""), "{text}");
    }
    let long =
        member("x", r#""type": "fixed-length-unsigned-integer", "length": 65, "byte-order": "big-endian""#);
    assert_eq!(payload(&long), MetadataProblem::OutOfRange { what: "length", value: 65 });
    for path in [r#"["in", "len"]"#, r#"[null, "len"]"#, "[7, \"len\"]"] {
        let class =
            format!(r#""type": "dynamic-length-string", "length-field-location": {{"path": {path}}}"#);
        assert_eq!(
            payload(&member("x", &class)),
            MetadataProblem::Unknown { what: "field", name: "len".into() }
        );
    }
    let late = member("x", r#""type": "dynamic-length-string", "length-field-location": {"path": ["x"]}"#);
    assert_eq!(payload(&late), MetadataProblem::Unknown { what: "field", name: "x".into() });
    let text = member("t", r#""type": "null-terminated-string""#);
    let of_text = member("x", r#""type": "dynamic-length-string", "length-field-location": {"path": ["t"]}"#);
    assert!(unsupported(payload(&format!("{text}, {of_text}"))).contains("no integer"));
    assert_eq!(
        payload(&format!("{text}, {text}")),
        MetadataProblem::Twice { what: "member", name: "t".into() }
    );

    let (fragment, line, problem) = fails("\u{1e}{\"type\": \"preamble\",\n \"version\": 3}");
    assert_eq!((fragment, line, unsupported(problem)), (1, 1, "version 3 of the format".into()));
    let extension = "\u{1e}{\"type\": \"preamble\", \"version\": 2, \"extensions\": {\"x\": {\"y\": 1}}}";
    assert_eq!(unsupported(fails(extension).2), "an extension of \"x\"");
    assert!(matches!(fails("\u{1e}{\"type\": \"clock-class\"}").2, MetadataProblem::Unexpected { .. }));
    assert_eq!(unsupported(fails(&metadata(&[r#"{"type": "moon"}"#])).2), "a fragment of type \"moon\"");
}

#[test]
fn fragments_that_are_wrong_are_told_with_line_and_column() {
    let error = reader(
        "\u{1e}{\"type\": \"preamble\",\n \"version\": 2}\n\u{1e}\n\u{1e}{\"type\":\n  moon}\n\u{1e}{}",
        &[],
    );
    let error = error.unwrap_err().to_string();
    assert_eq!(error, "metadata: fragment 2, line 5, column 3: this is no JSON: expected value");
    let cut = metadata(&[r#"{"type": "data-stream-"#]);
    assert_eq!(fails(cut.trim_end()).2, MetadataProblem::Endless("fragment"));
    let text = metadata(&[STREAM, r#"{"type": "event-record-class", "name": 7}"#]);
    let problem = fails(&text).2;
    assert_eq!(
        problem,
        MetadataProblem::Unexpected { found: "7 as \"name\"".into(), wanted: "a text" },
        "{problem:?}"
    );
    assert_eq!(
        fails(&metadata(&[STREAM, STREAM])).2,
        MetadataProblem::Twice { what: "data stream class", name: "0".into() }
    );
    let nowhere = r#"{"type": "event-record-class", "data-stream-class-id": 5}"#;
    assert_eq!(
        fails(&metadata(&[nowhere])).2,
        MetadataProblem::Unknown { what: "data stream class", name: "5".into() }
    );
}

#[test]
fn aliases_of_aliases_and_classes_inside_of_classes_without_end_are_refused() {
    let array = "{\"type\": \"static-length-array\", \"length\": 1, \"element-field-class\": ";
    for depth in [300, 100_000] {
        let text = format!(
            r#"{{"type": "event-record-class", "payload-field-class": {{"type": "structure", "member-classes": [{{"name": "x", "field-class": {}{}{}}}]}}}}"#,
            array.repeat(depth),
            r#"{"type": "null-terminated-string"}"#,
            "}".repeat(depth)
        );
        assert_eq!(fails(&metadata(&[STREAM, &text])).2, MetadataProblem::TooDeep);
    }
    // Each is two of the one before: with 60 of them, all memory would not be enough.
    let mut fragments = vec![STREAM.to_owned()];
    fragments.push(
        r#"{"type": "field-class-alias", "name": "a0", "field-class": {"type": "null-terminated-string"}}"#
            .into(),
    );
    for index in 1..60 {
        let of = index - 1;
        fragments.push(format!(
            r#"{{"type": "field-class-alias", "name": "a{index}", "field-class": {{"type": "structure", "member-classes": [{{"name": "x", "field-class": "a{of}"}}, {{"name": "y", "field-class": "a{of}"}}]}}}}"#
        ));
    }
    fragments.push(r#"{"type": "event-record-class", "payload-field-class": "a59"}"#.into());
    let all: Vec<&str> = fragments.iter().map(|fragment| &**fragment).collect();
    assert_eq!(fails(&metadata(&all)).2, MetadataProblem::TooMany);
    let unknown = r#"{"type": "field-class-alias", "name": "a", "field-class": "a"}"#;
    assert_eq!(
        fails(&metadata(&[unknown])).2,
        MetadataProblem::Unknown { what: "field class alias", name: "a".into() }
    );
}
