//! Texts that are not as readers want them: they are shown to their ends.

#![cfg(target_pointer_width = "64")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
use perseq_testing as support;

use perseq_ctf::{Item, Reader, Value};
use perseq_trace::{Consumer, DynamicType, Kind, Level, Options, Session, event, snapshot};

use processes::Scratch;

/// Of a text that is too long for a record the beginning is there, whole characters of it, and a mark.
#[test]
fn a_text_that_was_cut_says_so() {
    support::alone("a_text_that_was_cut_says_so", &[], || {
        let scratch = Scratch::new("cut");
        let session =
            Session::create(&scratch.0, &Options { sub_buffer: 1 << 18, ..Options::default() }).unwrap();
        session.attach().unwrap();
        let fields = [("text", Kind::Text)];
        let made = DynamicType::leak("test", "made", Level::Info, "texts.rs", 1, &fields);
        // The bytes that are written, and those that are read.
        let texts = [
            ("x".repeat(65_535), "x".repeat(65_535)),
            ("x".repeat(65_536), "x".repeat(65_532) + "…"),
            ("é".repeat(40_000), "é".repeat(32_766) + "…"),
        ];
        for (text, _) in &texts {
            event!(test::text, text = text);
            made.record(&[perseq_trace::Value::Text(text.as_bytes())]);
        }
        session.stop();
        assert_eq!(Consumer::open(&scratch.0).unwrap().finish().unwrap().events, 6);
        let (mut reader, mut read) = (Reader::open(&scratch.0).unwrap(), Vec::new());
        while let Some(Item::Event(event)) = reader.next_item().unwrap() {
            let Some(Value::Text(text)) = event.fields().get("text") else { panic!("no text") };
            read.push(String::from_utf8(text.to_vec()).unwrap());
        }
        let wanted: Vec<_> = texts.iter().flat_map(|(_, wanted)| [wanted.clone(), wanted.clone()]).collect();
        assert!(read == wanted, "{:?}", read.iter().map(String::len).collect::<Vec<_>>());
    });
}

/// A zero ends a text for readers: it is marked in its place, in whatever way the trace is made.
#[test]
fn a_text_with_zeroes_is_shown_to_its_end() {
    support::alone("a_text_with_zeroes_is_shown_to_its_end", &[], || {
        let scratch = Scratch::new("zeroes");
        let session =
            Session::create(&scratch.0, &Options { sub_buffer: 1 << 16, ..Options::default() }).unwrap();
        session.attach().unwrap();
        let long = "q\0".repeat(400);
        event!(test::text, text = "a\0b\0", bytes = &b"a\0b"[..], long = &*long, last = 7_u8);
        let fields = [("text", Kind::Text), ("bytes", Kind::Bytes), ("long", Kind::Text)];
        let made = DynamicType::leak("test", "made", Level::Info, "texts.lua", 1, &fields);
        let values = [b"a\0b\0", &b"a\0b"[..], long.as_bytes()].map(perseq_trace::Value::Text);
        made.record(&values);
        let copy = scratch.snapshot();
        snapshot(&scratch.0, &copy).unwrap();
        session.stop();
        Consumer::open(&scratch.0).unwrap().finish().unwrap();
        for directory in [&scratch.0, &copy] {
            let (mut reader, mut events) = (Reader::open(directory).unwrap(), 0);
            while let Some(Item::Event(event)) = reader.next_item().unwrap() {
                let text = |name| match event.fields().get(name) {
                    Some(Value::Text(text)) => String::from_utf8(text.to_vec()).unwrap(),
                    other => panic!("{other:?}"),
                };
                assert_eq!(text("text"), "a\u{1a}b\u{1a}");
                assert_eq!(text("long"), "q\u{1a}".repeat(400));
                let Some(Value::Array(bytes)) = event.fields().get("bytes") else { panic!("no bytes") };
                assert_eq!(bytes.map(|byte| byte.to_string()).collect::<Vec<_>>(), ["97", "0", "98"]);
                events += 1;
            }
            assert_eq!(events, 2);
        }
        match std::process::Command::new("babeltrace2").arg(&copy).output() {
            Ok(shown) => {
                let text = String::from_utf8_lossy(&shown.stdout).into_owned();
                assert_eq!(text.matches('q').count(), 800, "{text}");
            }
            Err(_) => support::skip("texts shown by babeltrace2", "it is not installed"),
        }
    });
}
