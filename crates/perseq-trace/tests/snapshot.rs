//! Snapshots beside producers that go on, and write over what is being copied.

#![cfg(target_pointer_width = "64")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

#[path = "../../perseq-core/tests/support/mod.rs"]
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use std::{
    path::Path,
    sync::atomic::{
        AtomicU64,
        Ordering::{Acquire, Release, SeqCst},
    },
    thread,
    time::{Duration, Instant},
};

use perseq_ctf::{Item, Reader, Value};
use perseq_trace::{Consumer, Context, Mode, Options, Session, Summary, event, snapshot};

/// Events numbered from 0 on one CPU until `stop`; how many there are for sure is in `done`.
fn produce(cpu: u32, done: &AtomicU64, stop: &AtomicU64) {
    support::pin(cpu);
    for sequence in 0.. {
        // Lengths that fill sub-buffers each in another way.
        let text = "0123456789abcdef".split_at((sequence % 16) as usize).0;
        event!(test::count, sequence = sequence, text = text);
        done.store(sequence + 1, Release);
        if stop.load(Acquire) != 0 {
            return;
        }
    }
}

/// Ends the producer also where an assertion fails.
struct Stop<'a>(&'a AtomicU64);

impl Drop for Stop<'_> {
    fn drop(&mut self) {
        self.0.store(1, SeqCst);
    }
}

/// The numbers of a trace's events, each of which is whole.
fn sequences(directory: &Path) -> Vec<u64> {
    let mut reader = Reader::open(directory).unwrap();
    let mut sequences = Vec::new();
    while let Some(item) = reader.next_item().unwrap() {
        let Item::Event(event) = item else { continue };
        let (sequence, text) = (event.fields().get("sequence"), event.fields().get("text"));
        let Some(Value::Unsigned(sequence)) = sequence else { panic!("{sequence:?}") };
        let whole = "0123456789abcdef".split_at((sequence % 16) as usize).0;
        assert!(
            matches!(text, Some(Value::Text(text)) if text == whole.as_bytes()),
            "a torn event: {text:?}"
        );
        sequences.push(sequence);
    }
    sequences
}

/// What snapshots of a session in `mode` have shown, each beside a producer, and a consumer where one is allowed.
#[derive(Debug, Default)]
struct Seen {
    snapshots: u64,
    events: u64,
    /// Snapshots during which the producer wrote more than the buffer holds.
    overtaken: u64,
}

/// Takes snapshots and has `check` look at each: what it says, its events' numbers, and how many there were for sure when it began and when
/// it ended.
fn beside_a_producer(mode: Mode, check: impl Fn(Summary, &[u64], [u64; 2])) -> Seen {
    let scratch = std::env::temp_dir().join(format!("perseq-trace-beside-{}", std::process::id()));
    _ = std::fs::remove_dir_all(&scratch);
    // As small as can be: the producer comes round while a snapshot copies.
    let options =
        Options { sub_buffer: 4096, sub_buffers: 2, mode, context: Context::NONE, ..Options::default() };
    Session::create(&scratch, &options).unwrap().attach().unwrap();
    let cpus: Vec<u32> = perseq_core::cpu::allowed().unwrap().iter().collect();
    let (done, stop) = (AtomicU64::new(0), AtomicU64::new(0));
    let (to, mut seen) = (scratch.join("snapshot"), Seen::default());
    thread::scope(|scope| {
        scope.spawn(|| produce(cpus[0], &done, &stop));
        let _stop = Stop(&stop);
        if mode == Mode::Discard {
            scope.spawn(|| {
                let mut consumer = Consumer::open(&scratch).unwrap();
                while stop.load(Acquire) == 0 {
                    consumer.drain().unwrap();
                }
            });
        }
        support::pin(cpus[cpus.len() - 1]);
        while done.load(Acquire) == 0 {
            thread::yield_now();
        }
        let start = Instant::now();
        while seen.snapshots < 3000 && start.elapsed() < Duration::from_secs(4) {
            let before = done.load(Acquire);
            let summary = snapshot(&scratch, &to).unwrap();
            let after = done.load(Acquire);
            let sequences = sequences(&to);
            assert_eq!((summary.damaged, summary.events), (0, sequences.len() as u64), "{summary:?}");
            check(summary, &sequences, [before, after]);
            seen.snapshots += 1;
            seen.events += summary.events;
            // A record has 24 to 48 bytes.
            seen.overtaken += u64::from(after - before > 2 * 4096 / 24);
            std::fs::remove_dir_all(&to).unwrap();
        }
    });
    std::fs::remove_dir_all(&scratch).unwrap();
    println!("{seen:?}");
    assert!(seen.overtaken > 0, "the producer never came round: {seen:?}");
    seen
}

#[test]
fn a_snapshot_beside_a_producer_has_whole_events_without_a_gap_and_says_how_many_were_before() {
    let name = "a_snapshot_beside_a_producer_has_whole_events_without_a_gap_and_says_how_many_were_before";
    support::alone(name, &[], || {
        let seen = beside_a_producer(Mode::Overwrite, |summary, sequences, [before, after]| {
            let [Some(first), Some(last)] = [sequences.first(), sequences.last()] else { return };
            assert_eq!(summary.discarded, *first, "events before the first one: {summary:?}");
            assert_eq!(last - first + 1, summary.events, "a gap: {summary:?}");
            assert!((before..=after + 1).contains(&(last + 1)), "{before}, {last}, {after}");
        });
        assert!(seen.events > seen.snapshots, "{seen:?}");
    });
}

#[test]
fn a_snapshot_beside_a_consumer_has_whole_events_and_none_twice() {
    support::alone("a_snapshot_beside_a_consumer_has_whole_events_and_none_twice", &[], || {
        let seen = beside_a_producer(Mode::Discard, |_, sequences, [_, after]| {
            assert!(sequences.windows(2).all(|pair| pair[0] < pair[1]), "{sequences:?}");
            assert!(sequences.last().is_none_or(|last| *last <= after), "{sequences:?}");
        });
        assert!(seen.events > 0, "{seen:?}");
    });
}

/// What a session that discards has lost came after what it holds, but for what its consumer has told of.
#[test]
fn a_snapshot_tells_of_losses_where_they_were() {
    let name = "a_snapshot_tells_of_losses_where_they_were";
    support::alone(name, &[], || {
        support::pin_to_any();
        let directory = std::env::temp_dir().join(format!("perseq-trace-losses-{}", std::process::id()));
        _ = std::fs::remove_dir_all(&directory);
        let options =
            Options { sub_buffer: 4096, sub_buffers: 2, context: Context::NONE, ..Options::default() };
        let session = Session::create(&directory, &options).unwrap();
        session.attach().unwrap();
        let mut next = 0_u64;
        let mut record = |count: u64| {
            (0..count).for_each(|number| event!(test::number, number = next + number));
            next += count;
        };
        // The numbers of events around each loss, as a trace tells it.
        let losses = |directory: &Path| {
            let mut reader = Reader::open(directory).unwrap();
            let (mut last, mut found) = (None, Vec::new());
            while let Some(item) = reader.next_item().unwrap() {
                match item {
                    Item::Loss(loss) => found.push((last, loss.events)),
                    Item::Event(event) => {
                        let Some(Value::Unsigned(number)) = event.fields().get("number") else { panic!() };
                        last = Some(number);
                    }
                }
            }
            (last, found)
        };
        record(1000);
        let (held, lost) = session.counts();
        let to = directory.join("first");
        let summary = snapshot(&directory, &to).unwrap();
        assert_eq!((summary.events, summary.discarded), (held, lost));
        assert_eq!(losses(&to), (Some(held - 1), vec![(Some(held - 1), lost)]), "after the last one");
        // A consumer tells of them; what is lost later is told of after what is there then.
        let mut consumer = Consumer::open(&directory).unwrap();
        consumer.finish().unwrap();
        record(1000);
        let to = directory.join("second");
        let summary = snapshot(&directory, &to).unwrap();
        let last = 1000 + summary.events - 1;
        let again = session.counts().1 - lost;
        assert_eq!(losses(&to), (Some(last), vec![(None, lost), (Some(last), again)]));
        std::fs::remove_dir_all(&directory).unwrap();
    });
}

/// The consumer was killed between writing a packet and saying so: what it has written is still in the buffers.
#[test]
fn an_event_is_in_the_trace_of_a_killed_consumer_or_in_the_snapshot_and_not_in_both() {
    let name = "an_event_is_in_the_trace_of_a_killed_consumer_or_in_the_snapshot_and_not_in_both";
    support::alone(name, &[], || {
        support::pin_to_any();
        let directory = std::env::temp_dir().join(format!("perseq-trace-both-{}", std::process::id()));
        for first in [100, 0] {
            _ = std::fs::remove_dir_all(&directory);
            let session =
                Session::create(&directory, &Options { sub_buffer: 1 << 16, ..Options::default() }).unwrap();
            session.attach().unwrap();
            let record = |from: u64, count: u64| {
                (from..from + count).for_each(|sequence| {
                    let text = "0123456789abcdef".split_at((sequence % 16) as usize).0;
                    event!(test::count, sequence = sequence, text = text);
                });
            };
            record(0, first);
            let mut consumer = Consumer::open(&directory).unwrap();
            consumer.drain().unwrap();
            let file = directory.join(".session");
            let before = std::fs::read(&file).unwrap();
            record(first, 50);
            let with_events = std::fs::read(&file).unwrap();
            consumer.drain().unwrap();
            drop(consumer);
            // The consumer's words as they were, and the producers' as they are.
            let stale = std::fs::OpenOptions::new().write(true).open(&file).unwrap();
            std::os::unix::fs::FileExt::write_all_at(&stale, &with_events, 0).unwrap();
            assert_eq!(before.len(), with_events.len());
            let to = directory.join("snapshot");
            let summary = snapshot(&directory, &to).unwrap();
            assert_eq!(summary.events, 50);
            assert_eq!(sequences(&to), (first..first + 50).collect::<Vec<_>>());
            assert_eq!(sequences(&directory), (0..first).collect::<Vec<_>>(), "of {first}");
            let uuid = |directory: &Path| Reader::open(directory).unwrap().uuid();
            assert_ne!(uuid(&to), uuid(&directory), "they are two traces");
            perseq_trace::detach();
        }
        std::fs::remove_dir_all(&directory).unwrap();
    });
}
