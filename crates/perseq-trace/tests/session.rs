//! Sessions from end to end: what was traced is what is read, whoever is killed.

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

use std::{
    collections::HashMap,
    path::Path,
    sync::atomic::{Ordering::Relaxed, Ordering::SeqCst},
    thread,
    time::{Duration, Instant},
};

use perseq_ctf::{Item, Reader, Value};
use perseq_trace::{
    Buffers, Consumer, Context, Error, Filter, Format, Mode, Options, Refusal, Session, event,
};

use processes::Scratch;

const SMALL: Options = Options {
    sub_buffer: 4096,
    sub_buffers: 4,
    mode: Mode::Discard,
    context: Context::IDS,
    format: Format::Ctf1,
    buffers: Buffers::Shared,
};

/// An event, as it was read: its name, its thread, its first two fields.
type Read = (String, u64, u64, u64);

fn number(value: Option<Value<'_>>) -> u64 {
    match value {
        Some(Value::Unsigned(number)) => number,
        Some(Value::Signed(number)) => number as u64,
        _ => u64::MAX,
    }
}

/// All events of a trace, with how many were lost as it says.
fn read(directory: &Path) -> (Vec<Read>, u64) {
    let mut reader = Reader::open(directory).unwrap();
    let (mut events, mut lost, mut last) = (Vec::new(), 0, 0);
    while let Some(item) = reader.next_item().unwrap() {
        match item {
            Item::Event(event) => {
                assert!(event.timestamp_ns() >= last, "events are in the order of time");
                last = event.timestamp_ns();
                let thread = event.context().find(|(name, _)| *name == "vtid").map(|(_, value)| value);
                let thread = number(thread);
                let mut fields = event.fields().map(|(_, value)| number(Some(value)));
                let two = [fields.next(), fields.next()].map(|field| field.unwrap_or(u64::MAX));
                events.push((event.name().to_owned(), thread, two[0], two[1]));
            }
            Item::Loss(loss) => {
                assert_eq!(loss.packets, 0, "no packet is missing");
                lost += loss.events;
            }
        }
    }
    (events, lost)
}

/// Threads of a process that trace `test:count` with their number and a sequence of its own.
fn count_up(threads: u64, events: u64) {
    thread::scope(|scope| {
        for number in 0..threads {
            scope.spawn(move || {
                for sequence in 0..events {
                    event!(test::count, thread = number, sequence = sequence);
                }
            });
        }
    });
}

/// The sequence numbers of each thread grow; how many there are.
fn check_sequences(events: &[Read]) -> u64 {
    let mut last: HashMap<(u64, u64), u64> = HashMap::new();
    for (name, thread, number, sequence) in events {
        assert_eq!(name, "test:count");
        if let Some(before) = last.insert((*thread, *number), *sequence) {
            assert!(*sequence > before, "event {sequence} of thread {thread} comes behind {before}");
        }
    }
    events.len() as u64
}

#[test]
fn every_event_of_many_threads_is_in_the_trace_or_counted_as_discarded() {
    let name = "every_event_of_many_threads_is_in_the_trace_or_counted_as_discarded";
    for variables in [&[][..], &[support::WITHOUT_GLIBC]] {
        support::alone(name, variables, || {
            let scratch = Scratch::new("threads");
            let session = Session::create(&scratch.0, &SMALL).unwrap();
            session.attach().unwrap();
            let mut consumer = Consumer::open(&scratch.0).unwrap();
            assert!(matches!(Consumer::open(&scratch.0), Err(Error::Consumed { .. })));
            let start = perseq_core::section::aborts();
            // More than the buffers of two hundred CPUs hold, and nobody takes any out.
            count_up(4, 20_000);
            thread::scope(|scope| {
                let producers = scope.spawn(|| count_up(4, 50_000));
                while !producers.is_finished() {
                    consumer.drain().unwrap();
                    thread::sleep(Duration::from_micros(300));
                }
            });
            // Less than a buffer holds each time, and all is taken out.
            for _ in 0..20 {
                consumer.drain().unwrap();
                count_up(4, 25);
            }
            let summary = consumer.finish().unwrap();
            let (events, lost) = read(&scratch.0);
            println!("{summary:?}, {} aborts", perseq_core::section::aborts() - start);
            assert_eq!(check_sequences(&events), summary.events);
            assert_eq!(lost, summary.discarded, "the trace tells of each");
            assert_eq!(summary.events + summary.discarded, 282_000);
            assert!(summary.discarded > 0 && summary.events > 2000, "both happen: {summary:?}");
            assert_eq!(summary.damaged, 0);
        });
    }
}

/// A session, and a thread that runs no sections and writes `rounds` times 300 events, with a pause between rounds.
fn traced_without_sections(directory: &std::path::Path, rounds: u64) -> thread::JoinHandle<()> {
    let session = Session::create(directory, &Options { sub_buffer: 1 << 16, ..SMALL }).unwrap();
    session.attach().unwrap();
    thread::spawn(move || {
        support::deny_rseq(libc::ENOSYS);
        for sequence in 0..rounds * 300 {
            if sequence > 0 && sequence % 300 == 0 {
                // An event that has waited in vain keeps the others from waiting for a second.
                thread::sleep(Duration::from_millis(1200));
            }
            event!(test::count, thread = 9_u64, sequence = sequence);
        }
        assert!(perseq_core::thread::attach().is_err(), "this thread runs sections");
    })
}

#[test]
fn threads_without_sections_trace_by_the_guard() {
    support::alone("threads_without_sections_trace_by_the_guard", &[support::WITHOUT_GLIBC], || {
        let scratch = Scratch::new("refused");
        // No other thread has a guard meanwhile, so none is waited for.
        traced_without_sections(&scratch.0, 1).join().unwrap();
        count_up(2, 300);
        let summary = Consumer::open(&scratch.0).unwrap().finish().unwrap();
        assert_eq!((summary.events, summary.discarded), (900, 0));
        assert_eq!(check_sequences(&read(&scratch.0).0), 900);
    });
}

#[test]
fn an_event_that_waits_for_a_guard_in_vain_is_counted() {
    support::alone("an_event_that_waits_for_a_guard_in_vain_is_counted", &[support::WITHOUT_GLIBC], || {
        let scratch = Scratch::new("beside");
        let refused = traced_without_sections(&scratch.0, 2);
        count_up(2, 300);
        refused.join().unwrap();
        let summary = Consumer::open(&scratch.0).unwrap().finish().unwrap();
        // A thread that holds a guard and is preempted for longer than an event waits costs the others' events.
        assert_eq!(summary.events + summary.discarded, 1200, "{summary:?}");
        assert_eq!(summary.discarded, summary.losses.barred, "{summary:?}");
        let (events, _) = read(&scratch.0);
        assert_eq!(check_sequences(&events), summary.events);
        // However many of the others' came while a preempted thread held the guard.
        let by_guard = events.iter().filter(|(_, _, thread, _)| *thread == 9).count();
        assert!(by_guard > 0, "some were written by a guard: {summary:?}");
    });
}

#[test]
fn handlers_trace_in_the_middle_of_an_event() {
    extern "C" fn handler(signal: i32) {
        event!(test::count, thread = 1_u64, sequence = support::SIGNALS.load(Relaxed));
        support::count_signal(signal);
    }
    support::alone("handlers_trace_in_the_middle_of_an_event", &[], || {
        let scratch = Scratch::new("handlers");
        let session = Session::create(&scratch.0, &Options { sub_buffer: 1 << 22, ..SMALL }).unwrap();
        session.attach().unwrap();
        handler(0);
        support::handle_timer(handler);
        let mut consumer = Consumer::open(&scratch.0).unwrap();
        let mut sequence = 0_u64;
        support::with_timer(Duration::from_micros(30), || {
            let start = Instant::now();
            while support::SIGNALS.load(SeqCst) < 2000 && start.elapsed() < support::PATIENCE {
                event!(test::count, thread = 0_u64, sequence = sequence);
                sequence += 1;
                // A third of what a buffer holds.
                if sequence.is_multiple_of(100_000) {
                    consumer.drain().unwrap();
                }
            }
        });
        let summary = consumer.finish().unwrap();
        let signals = support::SIGNALS.load(SeqCst);
        assert!(signals >= 2000, "{signals} signals beside {sequence} events");
        assert_eq!((summary.events, summary.discarded), (sequence + signals, 0));
        assert_eq!(check_sequences(&read(&scratch.0).0), sequence + signals);
    });
}

#[test]
fn what_is_larger_than_a_sub_buffer_is_discarded_and_counted() {
    support::alone("what_is_larger_than_a_sub_buffer_is_discarded_and_counted", &[], || {
        let scratch = Scratch::new("large");
        Session::create(&scratch.0, &SMALL).unwrap().attach().unwrap();
        for len in [10, 4000, 4050, 4060, 4070, 4080, 4090, 5000, 60_000] {
            event!(test::text, text = "x".repeat(len));
        }
        let summary = Consumer::open(&scratch.0).unwrap().finish().unwrap();
        // 8 bytes of a sub-buffer stay free; 20 are time, number and ids, 2 the text's length.
        assert_eq!((summary.events, summary.discarded, summary.damaged), (4, 5, 0), "{summary:?}");
        assert_eq!(summary.losses.large, 5, "by its reason: {summary:?}");
        let (events, lost) = read(&scratch.0);
        assert_eq!((events.len(), lost), (4, 5));
    });
}

#[test]
fn an_overwriting_session_has_the_newest_events_and_says_how_many_are_gone() {
    let name = "an_overwriting_session_has_the_newest_events_and_says_how_many_are_gone";
    support::alone(name, &[], || {
        let scratch = Scratch::new("overwrite");
        let options = Options { mode: Mode::Overwrite, ..SMALL };
        Session::create(&scratch.0, &options).unwrap().attach().unwrap();
        assert!(matches!(Consumer::open(&scratch.0), Err(Error::Overwrites { .. })));
        support::pin(perseq_core::cpu::allowed().unwrap().iter().next().unwrap());
        let to = scratch.snapshot();
        for (round, events) in [(0_u64, 3), (1, 100), (2, 10_000)] {
            for sequence in 0..events {
                event!(test::count, thread = round, sequence = sequence);
            }
            let summary = perseq_trace::snapshot(&scratch.0, &to).unwrap();
            let (events_read, _) = read(&to);
            assert_eq!(check_sequences(&events_read), summary.events);
            let last = events_read.last().unwrap();
            assert_eq!((last.2, last.3), (round, events - 1), "the newest one is there");
            let all = [3, 103, 10_103][round as usize];
            assert_eq!(summary.events + summary.discarded, all, "{summary:?}");
            assert_eq!(summary.losses.overwritten, summary.discarded, "by its reason: {summary:?}");
            assert!(summary.events >= all.min(3 * 4096 / 48), "{summary:?}");
            std::fs::remove_dir_all(&to).unwrap();
        }
    });
}

#[test]
fn what_is_no_session_is_refused_with_what_is_wrong() {
    let scratch = Scratch::new("refusals");
    let refusal = || match Session::open(&scratch.0).unwrap_err() {
        Error::Refused { why, .. } => why,
        other => panic!("{other}"),
    };
    assert!(matches!(Session::open(&scratch.0), Err(Error::File { .. })));
    let bad = Session::create(&scratch.0, &Options { sub_buffer: 5000, ..SMALL }).unwrap_err();
    assert!(matches!(bad, Error::Refused { why: Refusal::Sizes { sub_buffer: 5000, .. }, .. }), "{bad}");
    drop(Session::create(&scratch.0, &SMALL).unwrap());
    let again = Session::create(&scratch.0, &SMALL).unwrap_err();
    assert!(again.to_string().contains(".session"), "{again}");
    let path = scratch.0.join(".session");
    let length = std::fs::metadata(&path).unwrap().len();
    let file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    file.set_len(length - 1).unwrap();
    assert_eq!(refusal(), Refusal::Truncated { is: length - 1, should_be: length });
    file.set_len(7).unwrap();
    assert_eq!(refusal(), Refusal::Foreign);
    file.set_len(length).unwrap();
    std::os::unix::fs::FileExt::write_all_at(&file, &[99], 8).unwrap();
    assert!(matches!(refusal(), Refusal::Version { .. } | Refusal::Foreign));
    assert_eq!(std::fs::read_dir(&scratch.0).unwrap().count(), 1, "only the session is there");
}

#[test]
fn a_session_that_has_no_room_is_an_error_and_kills_nobody() {
    let name = "a_session_that_has_no_room_is_an_error_and_kills_nobody";
    support::alone(name, &[], || {
        let one = 1 << 20;
        let cpus = perseq_core::cpu::bound() as usize;
        // Room for small buffers of all CPUs, and not for the usual ones.
        let Some(root) = support::small_tmpfs(2 * one + cpus * (5 * 4096)) else {
            return support::skip(name, "this user may not mount file systems");
        };
        let full = Session::create(root.join("large"), &Options { sub_buffers: 8, ..Options::default() })
            .unwrap_err();
        let text = full.to_string();
        assert!(
            matches!(&full, Error::File { source, .. } if source.kind() == std::io::ErrorKind::StorageFull),
            "{text}"
        );
        assert!(text.contains("fewer sub-buffers"), "{text}");
        assert!(!root.join("large").join(".session").exists());

        let session = Session::create(root.join("small"), &SMALL).unwrap();
        session.set_filter(&Filter::all()).unwrap();
        session.attach().unwrap();
        // As full as it gets: no buffer was touched before.
        let filled = std::fs::write(root.join("filler"), vec![1; 16 * one]);
        assert_eq!(filled.unwrap_err().kind(), std::io::ErrorKind::StorageFull);
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| (0..1000_u64).for_each(|number| event!(test::full, number = number)));
            }
        });
    });
}
