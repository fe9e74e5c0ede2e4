//! Traces that are valid and seldom are read.

mod support;

use perseq_ctf::{Data, MetadataProblem, ReadError, Reader};
use std::{io::Cursor, path::PathBuf};

fn reader(metadata: &str, files: &[&[u8]]) -> Result<Reader, ReadError> {
    let streams = files.iter().enumerate().map(|(index, file)| {
        let data: Box<dyn Data> = Box::new(Cursor::new(file.to_vec()));
        (PathBuf::from(format!("s{index}")), data)
    });
    Reader::from_streams(metadata.as_bytes(), streams)
}

fn lines(metadata: &str, files: &[&[u8]]) -> Vec<String> {
    let mut reader = reader(metadata, files).unwrap();
    let mut lines = Vec::new();
    while let Some(event) = reader.next_event().unwrap() {
        lines.push(format!("{} {}", event.timestamp_ns(), event.fields()));
    }
    lines
}

fn problem(metadata: &str) -> MetadataProblem {
    match reader(metadata, &[]) {
        Err(ReadError::Metadata { source, .. }) => source.problem,
        other => panic!("{other:?}"),
    }
}

const TYPES: &str = "/* CTF 1.8 */\ntypealias integer { size = 8; align = 8; signed = false; } := u8;\n";

fn tsdl(header: &str, rest: &str) -> String {
    format!("{TYPES}trace {{ major = 1; minor = 8; byte_order = le; {header} }};\n{rest}")
}

fn fragments(all: &[&str]) -> String {
    support::fragments::metadata(all)
}

const U8: &str = r#"{"type":"fixed-length-unsigned-integer","length":8,"byte-order":"little-endian"}"#;

#[test]
fn each_stream_has_a_clock_of_its_own() {
    let metadata = tsdl(
        "packet.header := struct { u8 stream_id; };",
        "clock { name = slow; freq = 10; offset_s = 1; };
         clock { name = fast; freq = 1000; };
         stream { id = 0; event.header := struct { integer { size = 8; map = clock.fast.value; } timestamp; }; };
         stream { id = 1; event.header := struct { integer { size = 8; map = clock.slow.value; } timestamp; }; };
         event { name = a; stream_id = 0; fields := struct { u8 x; }; };
         event { name = b; stream_id = 1; fields := struct { u8 x; }; };",
    );
    let wanted = ["50000000 { x = 1 }", "1500000000 { x = 2 }"];
    assert_eq!(lines(&metadata, &[&[0, 50, 1], &[1, 5, 2]]), wanted);
    assert_eq!(reader(&metadata, &[]).unwrap().clock().unwrap().name, "fast");
    let both = metadata.replace("u8 x;", "u8 x; integer { size = 8; map = clock.slow.value; } y;");
    let MetadataProblem::Unsupported(what) = problem(&both) else { panic!("{:?}", problem(&both)) };
    assert_eq!(what, "stream 0 with time stamps of several clocks");
    assert_eq!(
        problem(&metadata.replace("clock.slow", "clock.none")),
        MetadataProblem::Unknown { what: "clock", name: "none".into() }
    );

    let clock =
        |id: &str, frequency: u32| format!(r#"{{"type":"clock-class","id":"{id}","frequency":{frequency}}}"#);
    let role = |role: &str| U8.replace('}', &format!(r#","roles":["{role}"]}}"#));
    let stream = |id: u32, clock: &str| {
        format!(
            r#"{{"type":"data-stream-class","id":{id},"default-clock-class-id":"{clock}","event-record-header-field-class":
            {{"type":"structure","member-classes":[{{"name":"t","field-class":{}}}]}}}}"#,
            role("default-clock-timestamp")
        )
    };
    let event = |id: u32| {
        format!(
            r#"{{"type":"event-record-class","data-stream-class-id":{id},"payload-field-class":
            {{"type":"structure","member-classes":[{{"name":"x","field-class":{U8}}}]}}}}"#
        )
    };
    let header = format!(
        r#"{{"type":"trace-class","packet-header-field-class":{{"type":"structure","member-classes":[{{"name":"s","field-class":{}}}]}}}}"#,
        role("data-stream-class-id")
    );
    let metadata = fragments(&[
        &header,
        &clock("slow", 10),
        &clock("fast", 1000),
        &stream(0, "fast"),
        &stream(1, "slow"),
        &event(0),
        &event(1),
    ]);
    assert_eq!(lines(&metadata, &[&[0, 50, 1], &[1, 5, 2]]), ["50000000 { x = 1 }", "500000000 { x = 2 }"]);
}

#[test]
fn types_are_inside_of_each_other_as_deep_as_people_write_them() {
    let nest = |depth: usize| format!("{}u8 x;{}", "struct { ".repeat(depth), " } s;".repeat(depth));
    let metadata =
        |depth| tsdl("", &format!("event {{ name = a; fields := struct {{ {} }}; }};", nest(depth)));
    let [line] = &lines(&metadata(120), &[&[7]])[..] else { panic!() };
    assert!(line.contains("{ x = 7 }"), "{line}");
    assert_eq!(problem(&metadata(300)), MetadataProblem::TooDeep);

    let structure = |inner: &str| {
        format!(r#"{{"type":"structure","member-classes":[{{"name":"x","field-class":{inner}}}]}}"#)
    };
    let payload = (0..120).fold(U8.to_owned(), |inner, _| structure(&inner));
    let event = format!(r#"{{"type":"event-record-class","payload-field-class":{payload}}}"#);
    let metadata = fragments(&[r#"{"type":"data-stream-class"}"#, &event]);
    let [line] = &lines(&metadata, &[&[7]])[..] else { panic!() };
    assert!(line.contains("{ x = 7 }"), "{line}");
}

#[test]
fn a_variant_is_chosen_by_any_of_the_labels_of_a_value() {
    let metadata = tsdl(
        "",
        "event { name = a; fields := struct { enum : u8 { A = 0 ... 5, B = 3 ... 9 } t; variant <t> { u8 B; } v; }; };",
    );
    let wanted = r#"0 { t = ( "A" : container = 4 ), v = 7 }"#;
    assert_eq!(lines(&metadata, &[&[4, 7]]), [wanted]);
}

/// Numbers of 7 bits a byte; texts of two and four bytes a character; bits in the other order.
#[test]
fn forms_that_only_ctf_2_has_are_read() {
    let member = |name: &str, class: &str| format!(r#"{{"name":"{name}","field-class":{{"type":{class}}}}}"#);
    let members = [
        member("u", r#""variable-length-unsigned-integer""#),
        member("i", r#""variable-length-signed-integer","preferred-display-base":10"#),
        member("w", r#""null-terminated-string","encoding":"utf-16be""#),
        member("l", r#""static-length-string","encoding":"utf-32le","length":12"#),
        member(
            "d",
            r#""dynamic-length-string","encoding":"utf-16le","length-field-location":{"path":["u"]}"#,
        ),
        member(
            "r",
            r#""fixed-length-unsigned-integer","length":16,"byte-order":"big-endian","bit-order":"first-to-last","preferred-display-base":8"#,
        ),
    ];
    let event = format!(
        r#"{{"type":"event-record-class","payload-field-class":{{"type":"structure","member-classes":[{}]}}}}"#,
        members.join(",")
    );
    let metadata = fragments(&[r#"{"type":"data-stream-class"}"#, &event]);
    let mut bytes = vec![0x84, 0x00, 0xff, 0x7e];
    bytes.extend("é€\0".encode_utf16().flat_map(u16::to_be_bytes));
    bytes.extend(['\u{1f600}', 'x', '\0'].iter().flat_map(|c| u32::from(*c).to_le_bytes()));
    bytes.extend([b'a', 0, 0x00, 0xd8]);
    bytes.extend([0x00, 0xc0]);
    let wanted = "0 { u = 4, i = -129, w = \"é€\", l = \"\u{1f600}x\", d = \"a\u{fffd}\", r = 01400 }";
    assert_eq!(lines(&metadata, &[&bytes]), [wanted]);
}

/// Malformed metadata is refused, with the place: what is there twice would hide what was there before.
#[test]
fn what_is_there_twice_or_nowhere_is_refused() {
    let twice = |what, name: &str| MetadataProblem::Twice { what, name: name.into() };
    let stream = "stream { id = 0; };";
    let event = "event { name = a; id = 0; stream_id = 0; fields := struct { u8 x; }; };";
    for (text, wanted) in [
        (format!("{stream} {stream} {event}"), twice("stream", "0")),
        (format!("{stream} {event} {event}"), twice("event", "0")),
        ("clock { name = c; }; clock { name = c; };".into(), twice("clock", "c")),
        ("trace { major = 1; minor = 8; byte_order = le; };".into(), twice("trace", "")),
        ("event { name = a; name = b; };".into(), twice("attribute", "name")),
        (
            "stream { packet.context := struct { u8 a; }; packet.context := struct { u8 b; }; };".into(),
            twice("attribute", "packet.context"),
        ),
        ("struct s { integer { size = 8; size = 16; } x; };".into(), twice("attribute", "size")),
        ("struct s { u8 x; u8 x; };".into(), twice("field", "x")),
        ("struct s { u8 x; u8 _x; };".into(), twice("field", "x")),
        ("variant v { u8 x; u8 x; };".into(), twice("field", "x")),
        ("struct s { u8 x; }; struct s { u8 y; };".into(), twice("type", "struct s")),
        ("typealias u8 := u9; typedef u8 u9;".into(), twice("type", "u9")),
        (
            format!("{stream} {}", event.replace("stream_id = 0", "stream_id = 3")),
            MetadataProblem::Unknown { what: "stream", name: "3".into() },
        ),
        (
            "enum e : u8 { A = 5 ... 3 };".into(),
            MetadataProblem::OutOfRange { what: "the end of a label's range", value: 3 },
        ),
        (
            "struct s { integer { size = 8; base = 7; } x; };".into(),
            MetadataProblem::OutOfRange { what: "base", value: 7 },
        ),
        (
            "event { fields := struct { u8 a[none]; }; };".into(),
            MetadataProblem::Unknown { what: "field", name: "none".into() },
        ),
    ] {
        assert_eq!(problem(&tsdl("", &text)), wanted, "{text}");
    }
    // In another block, a type may have the name of one outside.
    let inner = "event { name = a; fields := struct { typealias integer { size = 16; } := u8; u8 x; }; };";
    assert_eq!(lines(&tsdl("", inner), &[&[1, 2]]), ["0 { x = 513 }"]);
}
