//! What the tests share whose processes have buffers of their own.

#![allow(dead_code, reason = "each test binary uses a part")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::{
    collections::BTreeMap,
    path::Path,
    sync::atomic::{AtomicU64, Ordering::SeqCst},
    thread,
    time::{Duration, Instant},
};

use perseq_ctf::{Item, Reader, Value};
use perseq_trace::{Buffers, Context, Format, Mode, Options, Recorder, Session, Summary, event};

use crate::processes::Scratch;

pub const OPTIONS: Options = Options {
    sub_buffer: 1 << 16,
    sub_buffers: 4,
    mode: Mode::Discard,
    context: Context::IDS,
    format: Format::Ctf1,
    buffers: Buffers::PerProcess,
};

/// Looks for so long that new processes are found: the last time when that is over, also on a busy machine.
pub fn look(recorder: &mut Recorder) {
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(20) {
        recorder.drain().unwrap();
        thread::sleep(Duration::from_millis(1));
    }
    recorder.drain().unwrap();
}

/// Records the rest of a session that was stopped, and removes it; its summary, and the traces that are left: whole ones of processes.
pub fn complete(session: Session, scratch: &Scratch) -> (Summary, Vec<String>) {
    let mut recorder = Recorder::open(&scratch.0).unwrap();
    let summary = recorder.finish().unwrap();
    assert!(recorder.problems().is_empty(), "{:?}", recorder.problems());
    drop(recorder);
    assert_eq!(session.counts(), (summary.events, summary.discarded));
    session.remove().unwrap();
    let left = scratch.directories();
    assert!(left.iter().all(|name| name.starts_with("process-")), "halves are left over: {left:?}");
    (summary, left)
}

/// What a trace has: the sequence numbers of each producer's events, by their type; and how many are lost.
pub type Seen = (BTreeMap<(u64, String), Vec<u64>>, u64);

pub fn read(directory: &Path) -> Seen {
    let mut reader = Reader::open(directory).unwrap();
    let (mut seen, mut lost, mut last) = (BTreeMap::new(), 0, i64::MIN);
    while let Some(item) = reader.next_item().unwrap() {
        match item {
            Item::Loss(loss) => lost += loss.events + loss.packets,
            Item::Event(event) => {
                assert!(event.timestamp_ns() >= last, "all processes' events are in the order of time");
                last = event.timestamp_ns();
                let unsigned = |name| match event.fields().get(name) {
                    Some(Value::Unsigned(number)) => number,
                    other => panic!("{other:?}"),
                };
                let key = (unsigned("producer"), event.name().to_owned());
                seen.entry(key).or_insert_with(Vec::new).push(unsigned("sequence"));
            }
        }
    }
    (seen, lost)
}

/// Whether babeltrace2 shows so many events.
pub fn check_babeltrace(directory: &Path, events: u64) {
    match std::process::Command::new("babeltrace2").arg(directory).output() {
        Ok(shown) => {
            let errors = String::from_utf8_lossy(&shown.stderr).into_owned();
            assert!(shown.status.success(), "{errors}");
            let lines = String::from_utf8_lossy(&shown.stdout).lines().count() as u64;
            assert_eq!(lines, events, "babeltrace2 shows each of them\n{errors}");
        }
        Err(_) => crate::support::skip("traces shown by babeltrace2", "it is not installed"),
    }
}

/// One more event of this producer.
pub fn step(producer: u64, sequence: u64) {
    event!(test::first, producer = producer, sequence = sequence);
    event!(test::second, producer = producer, sequence = sequence);
}

/// Events until told to stop, and the last one after that.
pub fn produce(producer: u64, done: &AtomicU64, stop: &AtomicU64) {
    let mut sequence = 0;
    while stop.load(SeqCst) == 0 {
        step(producer, sequence);
        sequence += 1;
        done.store(sequence, SeqCst);
        thread::sleep(Duration::from_micros(100));
    }
}
