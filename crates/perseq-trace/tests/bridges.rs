//! What programs tell other crates is in the trace.

#![cfg(target_pointer_width = "64")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

use perseq_ctf::Reader;
use perseq_trace::{Consumer, Context, Layer, Log, Options, Session};
use tracing_subscriber::prelude::*;

#[test]
fn records_spans_and_panics_are_events() {
    let scratch = perseq_testing::Scratch::new("bridges");
    let directory = scratch.join("session");
    let session = Session::create(
        &directory,
        &Options { sub_buffer: 1 << 16, context: Context::NONE, ..Options::default() },
    );
    session.expect("a new session").attach().expect("no other session");

    Log::install(log::LevelFilter::Debug).expect("no other logger");
    log::warn!(target: "disk", "{} % full", 97);
    log::trace!("not wanted");

    let mut place = String::new();
    let subscriber = tracing_subscriber::registry().with(Layer);
    tracing::subscriber::with_default(subscriber, || {
        let span = tracing::info_span!("request", id = 7, status = tracing::field::Empty);
        let _inside = span.enter();
        span.record("status", 200);
        place = format!("bridges:bridges.rs:{}", line!() + 1);
        tracing::error!(bytes = 512, path = "/x", "answered {}", "late");
    });

    perseq_trace::trace_panics();
    let panicked = std::thread::spawn(|| panic!("on purpose")).join();
    assert!(panicked.is_err());

    let mut consumer = Consumer::open(&directory).expect("the only consumer");
    consumer.finish().expect("room on the disk");
    let mut reader = Reader::open(&directory).expect("a trace");
    let mut seen = Vec::new();
    while let Some(event) = reader.next_event().expect("a whole trace") {
        seen.push((event.name().to_owned(), event.loglevel(), event.fields().to_string()));
    }
    std::fs::remove_dir_all(&directory).expect("it is this test's");
    let names: Vec<&str> = seen.iter().map(|(name, ..)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "log:warn",
            "bridges:request_new",
            "bridges:request_enter",
            "bridges:request_values",
            place.as_str(),
            "bridges:request_exit",
            "bridges:request_close",
            "panic:panic"
        ]
    );
    assert!(seen[0].2.starts_with(r#"{ target = "disk", message = "97 % full", file = "#), "{}", seen[0].2);
    assert!(seen[1].2.ends_with("parent = 0, id = 7 }"), "{}", seen[1].2);
    assert!(seen[3].2.ends_with("status = 200 }"), "{}", seen[3].2);
    assert_eq!(seen[4].1, Some(3));
    assert!(seen[4].2.ends_with(r#"message = "answered late", bytes = 512, path = "/x" }"#), "{}", seen[4].2);
    assert!(seen[7].2.contains(r#"message = "on purpose""#), "{}", seen[7].2);
}
