//! Checks that babeltrace2 shows what was written.

mod support;

use core::fmt::Write;
use perseq_ctf::{ByteOrder, FieldType, Packet, Records, Schema, SchemaError, Width};
use proptest::{prelude::*, test_runner::TestRunner};
use std::{
    ffi::{OsStr, OsString},
    path::Path,
    process::Command,
};
use support::{
    Scratch, fragments,
    random::{self, Datum, Written},
};

/// A babeltrace2, and the metadata that is written for it.
struct Babeltrace {
    program: OsString,
    metadata: fn(&Schema) -> Result<String, SchemaError>,
}

/// Major and minor version of a babeltrace2; `None` where it cannot be run.
fn version(program: &OsStr) -> Option<(u32, u32)> {
    let output = Command::new(program).arg("--version").output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut numbers = text.split_whitespace().nth(1)?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

impl Babeltrace {
    /// The one that is installed, for CTF 1.8.
    fn installed(test: &str) -> Option<Babeltrace> {
        let program = OsString::from("babeltrace2");
        if version(&program).is_none() {
            support::skip(test, "babeltrace2 is not installed");
            return None;
        }
        Some(Babeltrace { program, metadata: Schema::metadata })
    }

    /// One that reads CTF 2: the one that is named by `PERSEQ_BABELTRACE2`, which `cargo xtask babeltrace` fetches, or the one that is installed.
    fn of_ctf2(test: &str) -> Option<Babeltrace> {
        let named = std::env::var_os("PERSEQ_BABELTRACE2");
        let program = named.clone().unwrap_or("babeltrace2".into());
        let version = version(&program);
        if version.is_none_or(|version| version < (2, 1)) {
            assert!(named.is_none(), "PERSEQ_BABELTRACE2: {program:?} is {version:?}, and 2.1 reads CTF 2");
            support::lacks(test, "no babeltrace2 that reads CTF 2 (2.1 or later) is installed");
            return None;
        }
        Some(Babeltrace { program, metadata: Schema::metadata_ctf2 })
    }

    /// Its lines and warnings.
    fn read(&self, directory: &Path) -> (Vec<String>, String) {
        let output = Command::new(&self.program)
            .args(["--clock-cycles", "--no-delta", "--names=payload,context"])
            .arg(directory)
            .env("LC_ALL", "C.UTF-8")
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{errors}");
        let text = String::from_utf8(output.stdout).unwrap();
        (text.lines().map(str::to_owned).collect(), errors)
    }
}

fn shown(fields: &[perseq_ctf::Field], data: &[Datum]) -> String {
    let mut parts = Vec::new();
    for (field, datum) in fields.iter().zip(data) {
        let length = match (&field.ty, datum) {
            (FieldType::Text, Datum::Text(text)) => Some(text.len()),
            (FieldType::Sequence(_), Datum::Ints(_, all)) => Some(all.len()),
            _ => None,
        };
        if let Some(length) = length {
            parts.push(format!(" {}_length = {length}", field.name));
        }
        parts.push(format!(" {} = {}", field.name, datum.shown()));
    }
    format!("{{{} }}", parts.join(","))
}

/// The line of a record.
fn line(schema: &Schema, written: &Written) -> String {
    let stream = &schema.streams[0];
    let class = &stream.events[written.class];
    let mut line = format!("[{:020}] {}: ", written.ticks, class.name);
    write!(line, "{{ cpu_id = {} }}, ", written.cpu).unwrap();
    if !stream.context.is_empty() {
        write!(line, "{}, ", shown(&stream.context, &written.context)).unwrap();
    }
    line + &shown(&class.fields, &written.fields)
}

/// Compares what babeltrace2 shows of random traces with what was written, event by event.
fn shows_every_record(babeltrace: &Babeltrace) {
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() });
    let lines = core::cell::Cell::new(0);
    let result = runner.run(&random::schema(), |(mut schema, seed)| {
        schema.env.clear();
        let (files, all) = random::trace(&schema, seed, true);
        let scratch = Scratch::new("babeltrace");
        scratch.write("metadata", (babeltrace.metadata)(&schema).unwrap());
        for (index, file) in files.iter().enumerate().filter(|(_, file)| !file.is_empty()) {
            scratch.write(&format!("stream_{index}"), file);
        }
        if files.iter().all(Vec::is_empty) {
            return Ok(());
        }
        let (found, warnings) = babeltrace.read(scratch.path());
        let wanted: Vec<String> = all.iter().map(|written| line(&schema, written)).collect();
        for (found, wanted) in found.iter().zip(&wanted) {
            prop_assert_eq!(found, wanted);
        }
        prop_assert_eq!(found.len(), wanted.len());
        prop_assert_eq!(warnings, "");
        lines.set(lines.get() + found.len());
        Ok(())
    });
    result.unwrap();
    assert!(lines.get() > 300, "{} lines", lines.get());
}

#[test]
fn babeltrace2_shows_every_record_of_random_schemas() {
    let babeltrace = Babeltrace::installed("babeltrace2_shows_every_record_of_random_schemas");
    babeltrace.iter().for_each(shows_every_record);
}

#[test]
fn babeltrace2_shows_every_record_of_random_schemas_in_ctf_2() {
    let babeltrace = Babeltrace::of_ctf2("babeltrace2_shows_every_record_of_random_schemas_in_ctf_2");
    babeltrace.iter().for_each(shows_every_record);
}

/// Checks what babeltrace2 tells of what is not there.
fn tells_of_losses(babeltrace: &Babeltrace) {
    let schema = support::schema(ByteOrder::Big);
    let scratch = Scratch::new("losses");
    let mut file = Vec::new();
    for (sequence, events_discarded) in [(0, 0), (1, 3), (4, 1000)] {
        let mut records = Records::new(schema.byte_order);
        let timestamp_begin = sequence * 100;
        records.begin(timestamp_begin + 1, 60_000).int(Width::W32, 9).fixed_text("main", 16);
        let packet = Packet {
            stream_id: 0,
            cpu_id: 0,
            timestamp_begin,
            timestamp_end: timestamp_begin + 90,
            sequence,
            events_discarded,
        };
        let len = records.as_bytes().len();
        packet.write(&mut file, schema.byte_order, schema.uuid, records.as_bytes(), len).unwrap();
    }
    scratch.write("metadata", (babeltrace.metadata)(&schema).unwrap());
    scratch.write("stream_0", file);
    let (lines, warnings) = babeltrace.read(scratch.path());
    assert_eq!(lines.len(), 3, "{lines:?}");
    for wanted in ["discarded 3 events", "discarded 997 events", "discarded 2 packets"] {
        assert!(warnings.contains(wanted), "{wanted}: {warnings}");
    }
}

#[test]
fn babeltrace2_tells_of_discarded_events_and_missing_packets() {
    let babeltrace = Babeltrace::installed("babeltrace2_tells_of_discarded_events_and_missing_packets");
    babeltrace.iter().for_each(tells_of_losses);
}

#[test]
fn babeltrace2_tells_of_discarded_events_and_missing_packets_in_ctf_2() {
    let babeltrace =
        Babeltrace::of_ctf2("babeltrace2_tells_of_discarded_events_and_missing_packets_in_ctf_2");
    babeltrace.iter().for_each(tells_of_losses);
}

#[test]
fn babeltrace2_shows_what_this_reader_reads_of_other_writers_ctf_2() {
    let test = "babeltrace2_shows_what_this_reader_reads_of_other_writers_ctf_2";
    let Some(babeltrace) = Babeltrace::of_ctf2(test) else { return };
    // An optional that a boolean selects ends babeltrace2 2.1.1 with a segmentation fault. This is the same by a number.
    let (boolean, number) =
        (r#""path": ["has"]}"#, r#""path": ["kind"]}, "selector-field-ranges": [[-5, -5]]"#);
    let metadata = fragments::metadata(&fragments::FRAGMENTS);
    assert!(metadata.contains(boolean));
    let scratch = Scratch::new("fragments");
    scratch.write("metadata", metadata.replace(boolean, number));
    scratch.write("stream", fragments::stream());
    let (found, warnings) = babeltrace.read(scratch.path());
    assert_eq!(warnings, "");
    let wanted = [
        r#"[00000000000000000200] a:choices: { cpu_id = 2, n = 5 }, { has = true, kind = -5, maybe = { "there" }, choice = { 7 }, flags = 0xABC, more = <none> }"#,
        r#"[00000000000000000300] a:choices: { cpu_id = 2, n = 5 }, { has = false, kind = 2, maybe = <none>, choice = { "ab" }, flags = 0x123, more = { 9 } }"#,
        concat!(
            "[00000001099511627776] a:places: { cpu_id = 2, n = 5 }, { m = 2 }, ",
            "{ pairs = [ [0] = { count = 1, items = [ [0] = -2 ] }, [1] = { count = 0, items = [ ] } ], text = \"12345\", ",
            "inner = { len = 2, deep = { len = 3, outer = \"xy\", again = { 01 02 }, own = \"abc\" } }, floats = [ [0] = 1.5, [1] = -2 ] }"
        ),
        "[00000001099511627781] a:nothing: { cpu_id = 2, n = 5 }",
    ];
    assert_eq!(found, wanted);
}
