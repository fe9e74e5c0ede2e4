//! A session's file with any bytes anywhere: who consumes it, looks at it or reads the trace neither panics nor hangs.
//!
//! `ASAN_OPTIONS=detect_leaks=0 cargo +nightly fuzz run consume`: sessions that a process has traced into are never freed.

#![no_main]

#[path = "../spoiled.rs"]
mod spoiled;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    spoiled::consume(bytes);
});
