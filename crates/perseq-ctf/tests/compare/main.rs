//! Random traces of both formats are read as they were written, by this crate and by babeltrace2.
//!
//! `PERSEQ_COMPARE=10000` says how many traces, and `PERSEQ_COMPARE_SEED=1` the first one's number. A trace that is read wrongly is left in
//! the directory that the failure names.

#![allow(dead_code, unreachable_pub, clippy::std_instead_of_core, reason = "test code")]

#[path = "../support/mod.rs"]
mod support;

mod ctf2;
mod datum;
mod schema;
mod second;
mod tsdl;
mod write;

use datum::{Line, hexadecimal};
use perseq_ctf::{Data, Event, Reader, Value};
use schema::{Format, Maker};
use second::Second;
use std::{
    io::Cursor,
    path::{Path, PathBuf},
};
use support::{Scratch, random::Random};
use write::{Bits, Writer};

/// So many traces are given to babeltrace2 at once.
const BATCH: u64 = 100;

/// A trace in a directory; the lines of its events.
fn make(seed: u64, directory: &Path) -> Vec<Line> {
    let mut random = Random(seed);
    let format = if seed.is_multiple_of(2) { Format::Ctf1 } else { Format::Ctf2 };
    let schema = Maker::schema(&mut random, format);
    let metadata = if format == Format::Ctf1 { tsdl::metadata(&schema) } else { ctf2::metadata(&schema) };
    std::fs::create_dir_all(directory).unwrap();
    std::fs::write(directory.join("metadata"), metadata).unwrap();
    let mut lines: Vec<Line> = Vec::new();
    for stream in &schema.streams {
        let mut bytes = Vec::new();
        let mut time = 1 + random.below(1 << 40);
        for _ in 0..1 + random.below(3) {
            let mut writer = Writer::new(&mut random, &schema, time);
            let all = writer.packet(stream);
            time = writer.time;
            let Bits { bytes: packet, .. } = writer.bits;
            bytes.extend(packet);
            lines.extend(all);
        }
        std::fs::write(directory.join(format!("stream_{}", stream.id)), bytes).unwrap();
    }
    // Those at the same time in both streams come in any order.
    lines.sort_by(|a, b| (a.time, &a.name[..2]).cmp(&(b.time, &b.name[..2])));
    lines
}

fn shown(value: &Value<'_>, out: &mut String) {
    match value {
        Value::Unsigned(value) => *out += &value.to_string(),
        Value::Hexadecimal(value) => *out += &format!("{value}@16"),
        Value::Octal(value) => *out += &format!("{value}@8"),
        Value::Binary(value) => *out += &format!("{value}@2"),
        Value::Signed(value) => *out += &value.to_string(),
        Value::Float(value) if value.is_nan() => *out += "nan",
        Value::Float(value) => *out += &format!("{:016x}", value.to_bits()),
        Value::Enum { label: Some(label @ ("true" | "false")), .. } => *out += label,
        Value::Enum { label, value } => *out += &format!("{value}({})", label.unwrap_or_default()),
        Value::Text(text) => *out += &format!("\"{}\"", hexadecimal(text)),
        Value::Struct(fields) => members(fields.clone(), out),
        Value::Array(array) => {
            out.push('[');
            for (index, value) in array.clone().enumerate() {
                *out += if index == 0 { "" } else { "," };
                shown(&value, out);
            }
            out.push(']');
        }
    }
}

fn members<'a>(fields: impl Iterator<Item = (&'a str, Value<'a>)>, out: &mut String) {
    out.push('{');
    for (index, (name, value)) in fields.enumerate() {
        *out += if index == 0 { "" } else { "," };
        *out += name;
        out.push('=');
        shown(&value, out);
    }
    out.push('}');
}

fn line(event: &Event<'_>) -> String {
    let mut line = format!("{} {} ", event.name(), event.ticks());
    members(event.packet_context(), &mut line);
    line.push(' ');
    // Both contexts at once: the writer's are joined as well.
    members(event.context(), &mut line);
    line.push(' ');
    members(event.fields(), &mut line);
    line
}

/// The lines that this crate reads.
fn read(directory: &Path) -> Vec<String> {
    let mut lines = Vec::new();
    let mut reader = match Reader::open(directory) {
        Ok(reader) => reader,
        Err(error) => return vec![format!("error: {error}")],
    };
    loop {
        match reader.next_event() {
            Ok(Some(event)) => lines.push(line(&event)),
            Ok(None) => break,
            Err(error) => {
                lines.push(format!("error: {error}"));
                break;
            }
        }
    }
    lines.sort_by_key(|line| key(line));
    lines
}

/// Time and stream of a line.
fn key(line: &str) -> (u64, String) {
    let mut words = line.split(' ');
    let name = words.next().unwrap_or_default();
    (words.next().and_then(|time| time.parse().ok()).unwrap_or(u64::MAX), name.chars().take(2).collect())
}

/// How two readings differ, if they do.
fn difference(found: &[String], wanted: &[String]) -> Option<String> {
    let at = found.iter().zip(wanted).position(|(found, wanted)| found != wanted);
    let at = at.or((found.len() != wanted.len()).then_some(found.len().min(wanted.len())))?;
    Some(format!("event {at}:\n  found  {:?}\n  wanted {:?}", found.get(at), wanted.get(at)))
}

fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().map_or(default, |text| text.parse().unwrap())
}

#[test]
fn random_traces_of_both_formats_are_read_as_babeltrace2_reads_them() {
    let (count, first) = (number("PERSEQ_COMPARE", 120), number("PERSEQ_COMPARE_SEED", 0));
    let scratch = Scratch::new("compare");
    let mut second = Second::found("random_traces_of_both_formats_are_read_as_babeltrace2_reads_them");
    let (mut wrong, mut events, mut agreed) = (Vec::new(), 0, 0);
    for batch in (first..first + count).step_by(BATCH as usize) {
        let numbers: Vec<u64> = (batch..(batch + BATCH).min(first + count)).collect();
        let directory = |seed: &u64| scratch.path().join(seed.to_string());
        let made: Vec<_> = numbers.iter().map(|seed| make(*seed, &directory(seed))).collect();
        for (seed, lines) in numbers.iter().zip(&made) {
            let wanted: Vec<String> = lines.iter().map(|line| line.shown(false)).collect();
            events += wanted.len();
            if let Some(difference) = difference(&read(&directory(seed)), &wanted) {
                wrong.push((*seed, format!("{seed}, this crate, {difference}")));
            }
        }
        if let Some(second) = &mut second {
            let all = second.read(numbers.iter().map(directory));
            for ((seed, lines), found) in numbers.iter().zip(&made).zip(all) {
                let Some(mut found) = found else { continue };
                let wanted: Vec<String> = lines.iter().map(|line| line.shown(true)).collect();
                found.sort_by_key(|line| key(line));
                match difference(&found, &wanted) {
                    Some(difference) => wrong.push((*seed, format!("{seed}, babeltrace2, {difference}"))),
                    None => agreed += 1,
                }
            }
        }
        for seed in &numbers {
            if wrong.iter().all(|(other, _)| other != seed) {
                std::fs::remove_dir_all(directory(seed)).unwrap();
            }
        }
        if wrong.len() > 20 {
            break;
        }
    }
    let told: Vec<&str> = wrong.iter().map(|(_, text)| &**text).collect();
    if !wrong.is_empty() {
        let kept = std::env::temp_dir().join("perseq-ctf-compare-wrong");
        _ = std::fs::remove_dir_all(&kept);
        std::fs::rename(scratch.path(), &kept).unwrap();
        panic!("{} are wrong, and in {}:\n{}", wrong.len(), kept.display(), told.join("\n"));
    }
    let crashes = second.map_or(0, |second| second.crashes);
    assert!(crashes * 4 <= count, "babeltrace2 has crashed {crashes} times");
    println!("{crashes} times babeltrace2 has crashed");
    println!("{count} traces of {events} events; babeltrace2 has read {agreed} of them the same");
    assert!(events as u64 > count, "{events} events");
}

/// Whatever is changed of a trace: it is read to its end, with errors, in bounded time.
#[test]
fn changed_traces_of_all_types_are_read_to_their_end() {
    let scratch = Scratch::new("changed");
    let mut random = Random(7);
    let (mut refused, mut events, mut errors) = (0, 0, 0);
    for seed in 0..number("PERSEQ_COMPARE", 200) {
        let directory = scratch.path().join(seed.to_string());
        make(seed, &directory);
        let metadata = std::fs::read(directory.join("metadata")).unwrap();
        let stream = std::fs::read(directory.join("stream_0")).unwrap();
        for change in 0..8 {
            let (mut metadata, mut stream) = (metadata.clone(), stream.clone());
            let changed = if change % 2 == 0 { &mut metadata } else { &mut stream };
            for _ in 0..1 + random.below(4) {
                let (at, other) = (random.below(changed.len() as u64), random.below(changed.len() as u64));
                changed[at as usize] =
                    if change < 4 { changed[other as usize] } else { random.below(256) as u8 };
            }
            let len = stream.len();
            let data: Box<dyn Data> = Box::new(Cursor::new(stream));
            let Ok(mut reader) = Reader::from_streams(&metadata, [(PathBuf::from("s"), data)]) else {
                refused += 1;
                continue;
            };
            let mut found = 0;
            loop {
                match reader.next_event() {
                    Ok(Some(event)) => drop(line(&event)),
                    Ok(None) => break,
                    Err(error) => {
                        assert!(!error.to_string().is_empty());
                        errors += 1;
                    }
                }
                found += 1;
                assert!(found <= len * 8 + 8, "{seed} {change}: more than there are bits");
            }
            events += found;
        }
    }
    assert!(refused > 100 && events > 1000 && errors > 100, "{refused} {events} {errors}");
}
