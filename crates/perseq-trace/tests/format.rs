//! Sessions whose traces are in CTF 2: in one piece, in parts, as snapshots, while they are written.

#![cfg(target_pointer_width = "64")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
use perseq_testing as support;

use std::path::Path;

use perseq_ctf::Reader;
use perseq_trace::{
    Buffers, Consumer, DynamicType, Format, Kind, Level, Mode, Options, Recorder, Session, Value, event,
};

use processes::Scratch;

/// The events that are left, as they are shown.
fn rest(reader: &mut Reader) -> Vec<String> {
    let mut events = Vec::new();
    while let Some(event) = reader.next_event().unwrap() {
        assert_eq!(event.loglevel(), Some(6));
        assert!(event.source().is_some_and(|source| source.contains("format.rs:")));
        assert_eq!(event.context().map(|(name, _)| name).collect::<Vec<_>>(), ["vpid", "vtid"]);
        events.push(format!("{} {}", event.name(), event.fields()));
    }
    events
}

fn is_ctf2(part: &Path) -> bool {
    let metadata = std::fs::read(part.join("metadata")).unwrap();
    metadata.starts_with(b"\x1e{\"type\":\"preamble\",\"version\":2")
}

fn early(n: u32) -> String {
    format!("test:early {{ n = {n}, text = \"a \\\"text\\\"\" }}")
}

fn options(mode: Mode) -> Options {
    // One CPU's buffer has room for all.
    Options { sub_buffer: 1 << 16, mode, format: Format::Ctf2, ..Options::default() }
}

#[test]
fn a_trace_in_ctf_2_is_followed_through_its_parts_and_new_types() {
    support::alone("a_trace_in_ctf_2_is_followed_through_its_parts_and_new_types", &[], || {
        let scratch = Scratch::new("ctf2");
        let session = Session::create(&scratch.0, &options(Mode::Discard)).unwrap();
        session.attach().unwrap();
        let mut consumer = Consumer::open(&scratch.0).unwrap();
        assert!(is_ctf2(&scratch.0));
        consumer.rotate().unwrap();
        let first = |n: u32| event!(test::early, n = n, text = "a \"text\"");
        first(1);
        consumer.drain().unwrap();
        let mut reader = Reader::open(&scratch.0).unwrap();
        reader.grow().unwrap();
        assert_eq!(rest(&mut reader), [early(1)]);
        // A type that the metadata does not have yet.
        let fields = [("n", Kind::Int { bytes: 4, signed: true })];
        let late = DynamicType::leak("test", "late", Level::Info, "format.rs", 1, &fields);
        late.record(&[Value::Int(u64::MAX)]);
        first(2);
        consumer.drain().unwrap();
        reader.grow().unwrap();
        assert_eq!(rest(&mut reader), ["test:late { n = -1 }".to_owned(), early(2)]);
        consumer.rotate().unwrap();
        first(3);
        session.stop();
        assert_eq!(consumer.finish().unwrap().events, 4);
        reader.grow().unwrap();
        assert_eq!(rest(&mut reader), [early(3)]);
        assert!(is_ctf2(&scratch.0.join("part-000001")) && is_ctf2(&scratch.0.join("part-000002")));
        assert_eq!(rest(&mut Reader::open(&scratch.0).unwrap()).len(), 4);
    });
}

#[test]
fn a_snapshot_of_a_session_in_ctf_2_is_in_ctf_2() {
    support::alone("a_snapshot_of_a_session_in_ctf_2_is_in_ctf_2", &[], || {
        let scratch = Scratch::new("ctf2-snapshot");
        Session::create(&scratch.0, &options(Mode::Overwrite)).unwrap().attach().unwrap();
        (0..10).for_each(|n: u32| event!(test::early, n = n, text = "a \"text\""));
        let to = scratch.snapshot();
        assert_eq!(perseq_trace::snapshot(&scratch.0, &to).unwrap().events, 10);
        assert!(is_ctf2(&to));
        assert_eq!(rest(&mut Reader::open(&to).unwrap()), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(early));
    });
}

/// A session's own trace, those of its processes, and each snapshot.
#[test]
fn each_trace_has_an_identity_of_its_own_by_chance() {
    support::alone("each_trace_has_an_identity_of_its_own_by_chance", &[], || {
        let mut seen = Vec::new();
        for (buffers, format) in [
            (Buffers::Shared, Format::Ctf1),
            (Buffers::Shared, Format::Ctf2),
            (Buffers::PerProcess, Format::Ctf1),
        ] {
            let scratch = Scratch::new("identity");
            let options = Options { sub_buffer: 1 << 16, buffers, format, ..Options::default() };
            let session = Session::create(&scratch.0, &options).unwrap();
            session.attach().unwrap();
            event!(test::early, n = 0_u32, text = "a");
            let to = scratch.snapshot();
            assert_eq!(perseq_trace::snapshot(&scratch.0, &to).unwrap().events, 1);
            session.stop();
            assert_eq!(Recorder::open(&scratch.0).unwrap().finish().unwrap().events, 1);
            perseq_trace::detach();
            let of = |directory: &Path| Reader::open(directory).unwrap().uuid().unwrap();
            seen.extend([of(&scratch.0), of(&to)]);
        }
        for uuid in &seen {
            // Version 4 of RFC 9562, and its variant.
            assert_eq!((uuid.0[6] >> 4, uuid.0[8] >> 6), (4, 2), "{uuid}");
            assert_eq!(seen.iter().filter(|other| *other == uuid).count(), 1, "{seen:?}");
        }
    });
}
