//! The text of the metadata, and what a schema must not be.

mod support;

use perseq_ctf::{
    ByteOrder, Field, FieldType, Int, Label, Layout, RecordProblem, Records, SchemaError, Width,
};

/// Compares with the committed file; with `PERSEQ_BLESS` set, writes it.
fn golden(name: &str, text: &str) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("PERSEQ_BLESS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let wanted = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text, wanted, "{name}: PERSEQ_BLESS=1 writes it anew");
}

#[test]
fn the_metadata_is_the_golden_text() {
    golden("metadata.tsdl", &support::schema(ByteOrder::Little).metadata().unwrap());
}

#[test]
fn the_metadata_of_ctf_2_is_the_golden_text_and_every_fragment_is_json() {
    let mut schema = support::schema(ByteOrder::Big);
    let late = schema.streams[0].events.pop().unwrap();
    let text = schema.metadata_ctf2().unwrap() + &late.metadata_ctf2(0, ByteOrder::Big).unwrap();
    golden("metadata.ctf2", &text);
    let mut kinds = Vec::new();
    for fragment in text.split('\u{1e}').skip(1) {
        let json: serde_json::Value = serde_json::from_str(fragment).unwrap();
        kinds.push(json["type"].as_str().unwrap().to_owned());
    }
    let wanted = [
        "preamble",
        "trace-class",
        "clock-class",
        "data-stream-class",
        "event-record-class",
        "event-record-class",
    ];
    assert_eq!(kinds, wanted);
}

#[test]
fn a_schema_that_cannot_be_written_is_refused() {
    let refused = |fields: Vec<Field>| {
        let mut schema = support::schema(ByteOrder::Little);
        schema.streams[0].events[0].fields = fields;
        assert_eq!(schema.metadata().unwrap_err(), schema.metadata_ctf2().unwrap_err());
        schema.metadata().unwrap_err()
    };
    let int = FieldType::Int(Int::unsigned(Width::W8));
    let dotted = Field::new("http.method", int.clone());
    assert_eq!(refused(vec![dotted]), SchemaError::Name { of: "field", name: "http.method".into() });
    let twice = vec![Field::new("a_length", int.clone()), Field::new("a", FieldType::Text)];
    assert_eq!(refused(twice), SchemaError::Twice { what: "field", name: "a_length".into() });
    let labels = vec![Label::new("x", 256)];
    let high = vec![Field::new("e", FieldType::Enum { int: Int::unsigned(Width::W8), labels })];
    assert_eq!(refused(high), SchemaError::Labels { field: "e".into() });
    let mut schema = support::schema(ByteOrder::Little);
    schema.streams[0].events[1].id = 0;
    assert_eq!(schema.metadata(), Err(SchemaError::Twice { what: "event id", name: "0".into() }));
    schema.clock.frequency = 0;
    assert_eq!(schema.metadata(), Err(SchemaError::Frequency { clock: "monotonic".into() }));
}

#[test]
fn a_record_that_is_not_understood_is_taken_out_and_those_after_it_are_kept() {
    for order in [ByteOrder::Little, ByteOrder::Big] {
        let schema = support::schema(order);
        let layout = Layout::new(&schema.streams[0], order);
        let mut wanted = Records::new(order);
        let mut records = Records::new(order);
        for round in 0..3 {
            support::put_all(&mut wanted, 20 * round, 6);
            support::put_all(&mut records, 20 * round, 6);
            // An id that no class has; fields that are too many, too few, and an odd number of bytes; a time of before.
            records.begin(20 * round + 1, 7).int(Width::W8, 1);
            records.begin(20 * round + 2, 60_000).int(Width::W32, 1).fixed_text("x", 16).int(Width::W64, 1);
            records.begin(20 * round + 3, 0).int(Width::W32, 1).fixed_text("x", 16).text(&"x".repeat(5000));
            records.begin(20 * round + 4, 60_000).int(Width::W32, 1);
            if round > 0 {
                records.begin(1, 60_000).int(Width::W32, 1).fixed_text("x", 16);
            }
        }
        let mut bytes = records.as_bytes().to_vec();
        bytes.resize(bytes.len().next_multiple_of(8), 0);
        let mut kept = bytes.clone();
        let sifted = layout.sift(&mut kept);
        assert_eq!((sifted.skipped, sifted.walk.records, sifted.whole), (14, 3, true), "{order:?}");
        assert_eq!(kept[..sifted.walk.content_len], *wanted.as_bytes());
        assert_eq!(layout.walk(&kept), Ok(sifted.walk));
        // A length that is none: where the next record is cannot be known.
        for words in [0, 1, u16::MAX] {
            let at = wanted.as_bytes().len().next_multiple_of(8) / 3 + 10;
            let mut spoiled = wanted.as_bytes().to_vec();
            let words = if order == ByteOrder::Little { words.to_le_bytes() } else { words.to_be_bytes() };
            spoiled[at..at + 2].copy_from_slice(&words);
            let sifted = layout.sift(&mut spoiled);
            assert_eq!((sifted.skipped, sifted.walk.records, sifted.whole), (0, 1, false), "{order:?}");
        }
    }
}

#[test]
fn a_walk_stops_at_the_first_bad_record_and_keeps_what_was_before() {
    for order in [ByteOrder::Little, ByteOrder::Big] {
        let schema = support::schema(order);
        let layout = Layout::new(&schema.streams[0], order);
        let mut records = Records::new(order);
        support::put_all(&mut records, 10, 6);
        let first = records.as_bytes().len();
        let begins = first.next_multiple_of(8);
        for (timestamp, id, problem) in [
            (11, 1, RecordProblem::UnknownId(1)),
            (11, 1 << 15, RecordProblem::UnknownId(1 << 15)),
            (9, 60_000, RecordProblem::Backwards),
        ] {
            let mut records = records.clone();
            records.begin(timestamp, id).int(Width::W32, 1).fixed_text("x", 16);
            let bad = layout.walk(records.as_bytes()).unwrap_err();
            assert_eq!((bad.offset, bad.problem), (begins, problem));
            assert_eq!((bad.before.content_len, bad.before.records, bad.before.last), (first, 1, 10));
        }
        // Whatever is cut off, the record is not whole.
        for len in 1..first {
            let bad = layout.walk(&records.as_bytes()[..len]).unwrap_err();
            assert_eq!((bad.offset, bad.problem), (0, RecordProblem::Truncated), "{len}");
        }
    }
}
