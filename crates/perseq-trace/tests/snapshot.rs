//! Snapshots beside producers that go on, and write over what is being copied.

#![cfg(target_pointer_width = "64")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use perseq_testing as support;

use std::{
    path::Path,
    sync::atomic::{
        AtomicU64,
        Ordering::{Acquire, Release, SeqCst},
    },
    thread,
    time::{Duration, Instant, SystemTime},
};

use perseq_ctf::{Item, Reader, Value};
use perseq_trace::{Buffers, Consumer, Context, Error, Mode, Options, Session, Summary, event, snapshot};

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

impl Seen {
    /// Returns whether the producer came round, and snapshots have events: where nothing takes them out, most of them.
    fn is_enough(&self, mode: Mode) -> bool {
        self.overtaken > 0 && self.events > if mode == Mode::Overwrite { self.snapshots } else { 0 }
    }
}

/// Takes snapshots and has `check` look at each: what it says, its events' numbers, and how many there were for sure when it began and when
/// it ended.
fn beside_a_producer(mode: Mode, check: impl Fn(Summary, &[u64], [u64; 2])) {
    let place = support::Scratch::new("beside");
    let scratch = place.join("session");
    // As small as can be: the producer comes round while a snapshot copies.
    let options =
        Options { sub_buffer: 4096, sub_buffers: 2, mode, context: Context::NONE, ..Options::default() };
    Session::create(&scratch, &options).unwrap().attach().unwrap();
    let cpus: Vec<u32> = perseq_core::cpu::allowed().unwrap().iter().collect();
    let (done, stop) = (AtomicU64::new(0), AtomicU64::new(0));
    let (to, mut seen) = (scratch.with_extension("snapshot"), Seen::default());
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
        // For a while, and until the producer came round: on one CPU it must be preempted for that.
        while seen.snapshots < 3000 && start.elapsed() < Duration::from_secs(4)
            || !seen.is_enough(mode) && start.elapsed() < support::PATIENCE
        {
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
    assert!(seen.is_enough(mode), "the producer never came round, or snapshots had nothing: {seen:?}");
}

#[test]
fn a_snapshot_beside_a_producer_has_whole_events_without_a_gap_and_says_how_many_were_before() {
    let name = "a_snapshot_beside_a_producer_has_whole_events_without_a_gap_and_says_how_many_were_before";
    support::alone(name, &[], || {
        beside_a_producer(Mode::Overwrite, |summary, sequences, [before, after]| {
            let [Some(first), Some(last)] = [sequences.first(), sequences.last()] else { return };
            assert_eq!(summary.discarded, *first, "events before the first one: {summary:?}");
            assert_eq!(last - first + 1, summary.events, "a gap: {summary:?}");
            assert!((before..=after + 1).contains(&(last + 1)), "{before}, {last}, {after}");
        });
    });
}

#[test]
fn a_snapshot_beside_a_consumer_has_whole_events_and_none_twice() {
    support::alone("a_snapshot_beside_a_consumer_has_whole_events_and_none_twice", &[], || {
        beside_a_producer(Mode::Discard, |_, sequences, [_, after]| {
            assert!(sequences.windows(2).all(|pair| pair[0] < pair[1]), "{sequences:?}");
            assert!(sequences.last().is_none_or(|last| *last <= after), "{sequences:?}");
        });
    });
}

/// What a session that discards has lost came after what it holds, but for what its consumer has told of.
#[test]
fn a_snapshot_tells_of_losses_where_they_were() {
    let name = "a_snapshot_tells_of_losses_where_they_were";
    support::alone(name, &[], || {
        support::pin_to_any();
        let scratch = support::Scratch::new("losses");
        let directory = scratch.join("session");
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
        let to = directory.with_extension("first");
        let summary = snapshot(&directory, &to).unwrap();
        assert_eq!((summary.events, summary.discarded), (held, lost));
        assert_eq!(losses(&to), (Some(held - 1), vec![(Some(held - 1), lost)]), "after the last one");
        // A consumer tells of them, and so no snapshot does: both traces are of one session. Later losses are after what is there then.
        let mut consumer = Consumer::open(&directory).unwrap();
        consumer.finish().unwrap();
        record(1000);
        let to = directory.with_extension("second");
        let summary = snapshot(&directory, &to).unwrap();
        let last = 1000 + summary.events - 1;
        let again = session.counts().1 - lost;
        assert_eq!((summary.discarded, summary.losses.full), (again, again));
        assert_eq!(losses(&to), (Some(last), vec![(Some(last), again)]));
        for path in [&directory, &directory.with_extension("first"), &to] {
            std::fs::remove_dir_all(path).unwrap();
        }
    });
}

/// The consumer was killed between writing a packet and saying so: what it has written is still in the buffers.
/// Counts of lost events are sums: a reader needs the one from before they were lost.
#[test]
fn a_snapshot_of_the_newest_events_begins_before_those_that_were_overwritten() {
    let name = "a_snapshot_of_the_newest_events_begins_before_those_that_were_overwritten";
    support::alone(name, &[], || {
        support::pin_to_any();
        let place = support::Scratch::new("newest");
        let scratch = place.join("session");
        let options =
            Options { sub_buffer: 4096, sub_buffers: 2, mode: Mode::Overwrite, ..Options::default() };
        let session = Session::create(&scratch, &options).unwrap();
        session.attach().unwrap();
        event!(test::overwritten, sequence = 0_u64);
        let lost = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_nanos() as i128;
        // Longer than clocks differ.
        thread::sleep(Duration::from_millis(5));
        (1..10_000_u64).for_each(|sequence| event!(test::newer, sequence = sequence));
        let to = scratch.with_extension("snapshot");
        let summary = snapshot(&scratch, &to).unwrap();
        assert!(summary.discarded > 9000 && summary.events > 0, "{summary:?}");
        let mut reader = Reader::open(&to).unwrap();
        let Some(Item::Loss(loss)) = reader.next_item().unwrap() else { panic!("events are missing") };
        assert_eq!((loss.events, loss.packets), (summary.discarded, 0));
        let between = i128::from(loss.after_ns)..i128::from(loss.before_ns);
        assert!(between.contains(&lost), "lost at {lost}, and told to be {between:?}");
        match std::process::Command::new("babeltrace2").arg(&to).output() {
            Ok(output) => {
                let errors = String::from_utf8_lossy(&output.stderr);
                let told = errors.contains(&format!("discarded {} events", summary.discarded));
                assert!(output.status.success() && told, "{errors}");
            }
            Err(_) => support::skip("traces shown by babeltrace2", "it is not installed"),
        }
        std::fs::remove_dir_all(&to).unwrap();
        std::fs::remove_dir_all(&scratch).unwrap();
    });
}

/// A reader that was there before.
struct Follower {
    reader: Reader,
    seen: Vec<u64>,
}

impl Follower {
    fn look(&mut self, session: &Session) {
        let drained = session.drained();
        self.reader.grow().unwrap();
        let until = self.reader.nanoseconds(drained);
        while let Some(item) = self.reader.next_until(until).unwrap() {
            let Item::Event(event) = item else { panic!("events are missing") };
            let Some(Value::Unsigned(sequence)) = event.fields().get("sequence") else { panic!("no number") };
            self.seen.push(sequence);
        }
    }
}

/// Readers, and babeltrace2, take every directory in a session's for a part of its trace.
#[test]
fn a_snapshot_in_a_session_whose_own_trace_will_have_the_same_events_is_refused() {
    for buffers in [Buffers::Shared, Buffers::PerProcess] {
        let scratch = support::Scratch::new("inside");
        let directory = scratch.join("session");
        let inside = directory.join("snapshot");
        Session::create(&directory, &Options { sub_buffer: 4096, buffers, ..Options::default() }).unwrap();
        let refused = snapshot(&directory, &inside).unwrap_err();
        assert!(matches!(refused, Error::Inside { .. }), "{refused}");
        assert!(!inside.exists() && refused.to_string().contains("elsewhere"), "{refused}");
        std::fs::remove_dir_all(&directory).unwrap();
        // One that overwrites has no trace of its own.
        let options = Options { sub_buffer: 4096, mode: Mode::Overwrite, buffers, ..Options::default() };
        Session::create(&directory, &options).unwrap();
        snapshot(&directory, &inside).unwrap();
        std::fs::remove_dir_all(&directory).unwrap();
    }
}

#[test]
fn an_event_is_in_the_trace_of_a_killed_consumer_or_in_the_snapshot_and_not_in_both() {
    let name = "an_event_is_in_the_trace_of_a_killed_consumer_or_in_the_snapshot_and_not_in_both";
    support::alone(name, &[], || {
        support::pin_to_any();
        let scratch = support::Scratch::new("both");
        let directory = scratch.join("session");
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
            let mut follower = Follower { reader: Reader::open(&directory).unwrap(), seen: Vec::new() };
            follower.look(&session);
            assert_eq!(follower.seen.len() as u64, first);
            let to = directory.with_extension("snapshot");
            let summary = snapshot(&directory, &to).unwrap();
            assert_eq!(summary.events, 50);
            assert_eq!(sequences(&to), (first..first + 50).collect::<Vec<_>>());
            assert_eq!(sequences(&directory), (0..first).collect::<Vec<_>>(), "of {first}");
            let uuid = |directory: &Path| Reader::open(directory).unwrap().uuid();
            assert_ne!(uuid(&to), uuid(&directory), "they are two traces");
            // Resumed.
            record(first + 50, 20);
            Consumer::open(&directory).unwrap().finish().unwrap();
            follower.look(&session);
            assert_eq!(
                follower.seen,
                (0..first + 70).collect::<Vec<_>>(),
                "a reader that follows has each event once"
            );
            perseq_trace::detach();
            std::fs::remove_dir_all(&to).unwrap();
        }
        std::fs::remove_dir_all(&directory).unwrap();
    });
}
