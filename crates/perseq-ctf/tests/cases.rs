//! Small traces of other tracers, each with something that is read wrongly by a reader that guesses.

#![allow(clippy::std_instead_of_core, reason = "test code")]

mod support;

use perseq_ctf::{Item, Loss, Reader};
use std::path::{Path, PathBuf};
use support::Scratch;

fn case(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases").join(name)
}

/// Time, packet context and fields of each event; and what is missing.
fn read(mut reader: Reader) -> (Vec<String>, Vec<Loss>) {
    let (mut lines, mut losses) = (Vec::new(), Vec::new());
    while let Some(item) = reader.next_item().unwrap() {
        match item {
            Item::Loss(loss) => losses.push(loss),
            Item::Event(event) => {
                let context: Vec<_> =
                    event.packet_context().map(|(name, value)| format!("{name} = {value}; ")).collect();
                lines.push(format!("{} {}{}", event.ticks(), context.concat(), event.fields()));
            }
        }
    }
    (lines, losses)
}

fn lines(name: &str) -> Vec<String> {
    let (lines, losses) = read(Reader::open(case(name)).unwrap());
    assert_eq!(losses, []);
    lines
}

#[test]
fn an_array_has_no_padding_after_its_last_element() {
    let after = |number: u32| format!("0 {{ a = [ [0] = 257, [1] = 514 ], after = {number} }}");
    assert_eq!(lines("array-stride"), [after(51), after(68)]);
}

/// A tracer that rotates its files leaves one stream in several.
#[test]
fn packets_that_are_missing_between_the_files_of_a_stream_are_told() {
    let wanted = [(101, 1), (201, 2), (601, 3), (701, 4)].map(|(time, x)| format!("{time} {{ x = {x} }}"));
    let check = |(lines, losses): (Vec<String>, Vec<Loss>)| {
        assert_eq!(lines, wanted);
        let told: Vec<_> = losses.iter().map(|loss| (loss.packets, loss.after_ns, loss.before_ns)).collect();
        assert_eq!(told, [(3, 209, 609)]);
    };
    let directory = case("packets-over-files");
    check(read(Reader::open(&directory).unwrap()));
    // In whatever order they are found, and of a trace that grows by a file, before and after the first one was read to its end.
    let metadata = std::fs::read(directory.join("metadata")).unwrap();
    let file = |name: &str| std::fs::read(directory.join(name)).unwrap();
    let streams = ["ch_0_1", "ch_0_0"].map(|name| {
        let data: Box<dyn perseq_ctf::Data> = Box::new(std::io::Cursor::new(file(name)));
        (PathBuf::from(name), data)
    });
    check(read(Reader::from_streams(&metadata, streams).unwrap()));
    for read_before in [0, 1, 2] {
        let grown = Scratch::new("grown");
        grown.write("metadata", &metadata);
        grown.write("ch_0_0", file("ch_0_0"));
        let mut reader = Reader::open(grown.path()).unwrap();
        reader.grow().unwrap();
        let mut first = Vec::new();
        for _ in 0..read_before {
            let event = reader.next_event().unwrap().unwrap();
            first.push(format!("{} {}", event.ticks(), event.fields()));
        }
        if read_before == 2 {
            assert!(reader.next_event().unwrap().is_none());
        }
        grown.write("ch_0_1", file("ch_0_1"));
        reader.grow().unwrap();
        let (rest, losses) = read(reader);
        check(([first, rest].concat(), losses));
    }
}

#[test]
fn short_time_stamps_go_on_over_packets_that_do_not_say_when_they_begin() {
    let times = [4_294_967_206_u64, 4_294_967_306, 4_294_967_326, 4_294_967_346];
    let wanted: Vec<_> = times.iter().zip(1..).map(|(time, x)| format!("{time} {{ x = {x} }}")).collect();
    assert_eq!(lines("time-without-begin"), wanted);
}

#[test]
fn a_clock_is_set_by_fields_anywhere() {
    let all = lines("clock-elsewhere");
    assert_eq!(all, ["1018 when = 1000; { x = 1 }", "1034 when = 1000; { x = 2 }"]);
}

#[test]
fn what_a_packet_says_of_its_events_is_shown() {
    assert_eq!(lines("packet-context"), ["0 node = 42; { x = 7 }"]);
}

#[test]
fn what_tracers_add_of_their_own_does_not_matter() {
    for name in ["other-uuid", "unknown-attribute", "character"] {
        assert_eq!(lines(name), ["0 { x = 7 }"], "{name}");
    }
    assert_eq!(lines("pointer-alias"), ["0 { p = 0x4030201 }"]);
}

#[test]
fn a_variant_that_was_declared_before_is_chosen_by_a_field_of_its_use() {
    let shown = |label: &str, value: u32, x: u32| {
        format!("0 {{ t = ( \"{label}\" : container = {value} ), x = {x}, z = 9 }}")
    };
    assert_eq!(lines("named-variant"), [shown("A", 0, 5), shown("B", 1, 6)]);
}

#[test]
fn metadata_that_is_no_file_is_refused_and_not_waited_for() {
    let directory = Scratch::new("pipe");
    let pipe = directory.path().join("metadata");
    let made = std::process::Command::new("mkfifo").arg(pipe).status().unwrap();
    assert!(made.success());
    let refused = Reader::open(directory.path()).unwrap_err().to_string();
    assert!(refused.contains("not a regular file"), "{refused}");
}

#[test]
fn an_event_s_number_that_is_there_twice_is_refused() {
    let refused = Reader::open(case("event-twice")).unwrap_err().to_string();
    assert!(refused.contains("event \"0\" is there twice"), "{refused}");
}

#[test]
fn numbers_are_shown_in_the_base_that_is_declared() {
    let wanted = "0 { mode = 0777, bits = 0b101, h = -2, e = ( <unknown> : container = 200 ) }";
    assert_eq!(lines("bases"), [wanted]);
}

#[test]
fn a_length_is_found_in_a_structure_beside_and_by_its_scope() {
    let wanted = "0 { h = { n = 2 }, a = [ [0] = 1, [1] = 2 ], b = [ [0] = 3, [1] = 4 ] }";
    assert_eq!(lines("nested-reference"), [wanted]);
}
