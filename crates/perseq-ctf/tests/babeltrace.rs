//! What babeltrace2 shows is what was written.

mod support;

use core::fmt::Write;
use perseq_ctf::{ByteOrder, FieldType, Packet, Records, Schema, Width};
use proptest::{prelude::*, test_runner::TestRunner};
use std::{path::Path, process::Command};
use support::{
    Scratch,
    random::{self, Datum, Written},
};

/// Lines and warnings of babeltrace2; `None` where it is not installed.
fn babeltrace(directory: &Path) -> Option<(Vec<String>, String)> {
    let output = Command::new("babeltrace2")
        .args(["--clock-cycles", "--no-delta", "--names=payload,context"])
        .arg(directory)
        .env("LC_ALL", "C.UTF-8")
        .output()
        .ok()?;
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{errors}");
    let text = String::from_utf8(output.stdout).unwrap();
    Some((text.lines().map(str::to_owned).collect(), errors))
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

#[test]
fn babeltrace2_shows_every_record_of_random_schemas() {
    let mut runner =
        TestRunner::new(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() });
    let missing = Command::new("babeltrace2").arg("--version").output().is_err();
    if missing {
        return support::skip(
            "babeltrace2_shows_every_record_of_random_schemas",
            "babeltrace2 is not installed",
        );
    }
    let lines = core::cell::Cell::new(0);
    let result = runner.run(&random::schema(), |(mut schema, seed)| {
        schema.env.clear();
        let (files, all) = random::trace(&schema, seed, true);
        let scratch = Scratch::new("babeltrace");
        scratch.write("metadata", schema.metadata().unwrap());
        for (index, file) in files.iter().enumerate().filter(|(_, file)| !file.is_empty()) {
            scratch.write(&format!("stream_{index}"), file);
        }
        if files.iter().all(Vec::is_empty) {
            return Ok(());
        }
        let (found, warnings) = babeltrace(scratch.path()).unwrap();
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
fn babeltrace2_tells_of_discarded_events_and_missing_packets() {
    let schema = support::schema(ByteOrder::Big);
    let scratch = Scratch::new("losses");
    let mut file = Vec::new();
    for (sequence, events_discarded) in [(0, 0), (1, 3), (4, 1000)] {
        let mut records = Records::new(schema.byte_order);
        let timestamp_begin = sequence * 100;
        records.begin(timestamp_begin + 1, 70_000).int(Width::W32, 9).fixed_text("main", 16);
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
    scratch.write("metadata", schema.metadata().unwrap());
    scratch.write("stream_0", file);
    let Some((lines, warnings)) = babeltrace(scratch.path()) else {
        return support::skip(
            "babeltrace2_tells_of_discarded_events_and_missing_packets",
            "babeltrace2 is not installed",
        );
    };
    assert_eq!(lines.len(), 3, "{lines:?}");
    for wanted in ["discarded 3 events", "discarded 997 events", "discarded 2 packets"] {
        assert!(warnings.contains(wanted), "{wanted}: {warnings}");
    }
}
