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
#[path = "../../perseq-core/tests/support/mod.rs"]
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use std::{
    collections::HashMap,
    path::Path,
    sync::atomic::{Ordering::Relaxed, Ordering::SeqCst},
    thread,
    time::{Duration, Instant},
};

use perseq_ctf::{Item, Reader, Value};
use perseq_trace::{
    Buffers, Consumer, Context, Error, Filter, Format, Level, Mode, Named, Names, Options, Refusal, Session,
    event,
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

enum State {
    Idle,
    Busy,
}

impl Names for State {
    const NAMES: &'static [(&'static str, i64)] = &[("idle", 0), ("busy", -7)];

    fn value(&self) -> i64 {
        match self {
            Self::Idle => 0,
            Self::Busy => -7,
        }
    }
}

/// What babeltrace2 says of a trace.
fn babeltrace(directory: &Path) -> Option<String> {
    let output = std::process::Command::new("babeltrace2").arg(directory).output().ok()?;
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{errors}");
    Some(String::from_utf8_lossy(&output.stdout).into_owned() + &errors)
}

#[test]
fn every_kind_of_field_is_read_as_it_was_written() {
    support::alone("every_kind_of_field_is_read_as_it_was_written", &[], || {
        let scratch = Scratch::new("fields");
        let session = Session::create(&scratch.0, &Options { sub_buffer: 1 << 16, ..SMALL }).unwrap();
        session.attach().unwrap();
        assert!(matches!(session.attach(), Err(Error::Attached)));
        let long = "a text that is longer than what a record has room for without an allocation. ".repeat(20);
        let mut evaluated = 0;
        for round in 0..3_u32 {
            event!(
                Warning,
                test::all,
                small = {
                    evaluated += 1;
                    200_u8
                },
                negative = -5_i16,
                round = round,
                large = u64::MAX,
                minus = -1_i64,
                single = 1.5_f32,
                double = -0.25_f64,
                yes = true,
                text = "short",
                owned = String::from("owned"),
                long = long,
                bytes = &[1_u8, 2, 255][..],
                list = [1_u16, 2, 3],
                state = Named(&State::Busy),
                idle = Named(&State::Idle)
            );
            event!(test::nothing);
        }
        session.stop();
        event!(test::nothing);
        let mut consumer = Consumer::open(&scratch.0).unwrap();
        let summary = consumer.finish().unwrap();
        assert_eq!((summary.events, summary.discarded, summary.damaged, evaluated), (6, 0, 0, 3));
        let mut reader = Reader::open(&scratch.0).unwrap();
        let mut texts = Vec::new();
        while let Some(event) = reader.next_event().unwrap() {
            let wall =
                std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_nanos() as i64;
            assert!((0..60_000_000_000).contains(&(wall - event.timestamp_ns())), "wall-clock time");
            if event.name() == "test:all" {
                assert_eq!(event.loglevel(), Some(4));
                assert!(event.source().unwrap().contains("session.rs:"));
            }
            texts.push(format!("{} {}", event.name(), event.fields()));
        }
        let all = format!(
            "test:all {{ small = 200, negative = -5, round = 1, large = 18446744073709551615, minus = -1, single = 1.5, \
             double = -0.25, yes = ( \"true\" : container = 1 ), text = \"short\", owned = \"owned\", long = \"{long}\", \
             bytes = [ [0] = 1, [1] = 2, [2] = 255 ], list = [ [0] = 1, [1] = 2, [2] = 3 ], \
             state = ( \"busy\" : container = -7 ), idle = ( \"idle\" : container = 0 ) }}"
        );
        assert_eq!(texts[2], all);
        assert_eq!(texts[3], "test:nothing { }".replace("{ }", &texts[3]["test:nothing ".len()..]));
        match babeltrace(&scratch.0) {
            Some(shown) => {
                assert_eq!(shown.lines().count(), 6, "{shown}");
                assert!(shown.contains("round = 2") && shown.contains("test:nothing"), "{shown}");
            }
            None => support::skip("traces shown by babeltrace2", "it is not installed"),
        }
    });
}

#[test]
fn without_a_session_nothing_is_evaluated() {
    support::alone("without_a_session_nothing_is_evaluated", &[], || {
        let mut evaluated = 0;
        event!(
            test::off,
            n = {
                evaluated += 1;
                1_u32
            }
        );
        assert_eq!(evaluated, 0);
    });
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

#[test]
fn threads_without_sections_trace_by_the_guard() {
    support::alone("threads_without_sections_trace_by_the_guard", &[support::WITHOUT_GLIBC], || {
        let scratch = Scratch::new("refused");
        let session = Session::create(&scratch.0, &Options { sub_buffer: 1 << 16, ..SMALL }).unwrap();
        session.attach().unwrap();
        let refused = thread::spawn(|| {
            support::deny_rseq(libc::ENOSYS);
            for sequence in 0..300_u64 {
                event!(test::count, thread = 9_u64, sequence = sequence);
            }
            assert!(perseq_core::thread::attach().is_err(), "this thread runs sections");
        });
        count_up(2, 300);
        refused.join().unwrap();
        let summary = Consumer::open(&scratch.0).unwrap().finish().unwrap();
        assert_eq!((summary.events, summary.discarded), (900, 0));
        assert_eq!(check_sequences(&read(&scratch.0).0), 900);
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
        let mut sequence = 0_u64;
        support::with_timer(Duration::from_micros(30), || {
            let start = Instant::now();
            while support::SIGNALS.load(SeqCst) < 2000
                && start.elapsed() < support::PATIENCE
                && sequence < 200_000
            {
                event!(test::count, thread = 0_u64, sequence = sequence);
                sequence += 1;
            }
        });
        let summary = Consumer::open(&scratch.0).unwrap().finish().unwrap();
        let signals = support::SIGNALS.load(SeqCst);
        assert!(signals > 100, "{signals}");
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
        let to = scratch.0.join("snapshot");
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
            assert!(summary.events >= all.min(3 * 4096 / 48), "{summary:?}");
            std::fs::remove_dir_all(&to).unwrap();
        }
    });
}

#[test]
fn a_filter_acts_on_a_running_process() {
    support::alone("a_filter_acts_on_a_running_process", &[], || {
        let scratch = Scratch::new("filter");
        let session = Session::create(&scratch.0, &Options { sub_buffer: 1 << 16, ..SMALL }).unwrap();
        session.set_filter(&Filter::none().enable("test::*", Level::Info)).unwrap();
        session.attach().unwrap();
        let both = |n: u64| {
            event!(test::first, n = n);
            event!(test::second, n = n);
            event!(Debug, test::detail, n = n);
            event!(other::third, n = n);
        };
        both(1);
        session
            .extend_filter(&Filter::all().disable("test::second").enable("*::third", Level::Trace))
            .unwrap();
        both(2);
        session.set_filter(&Filter::all()).unwrap();
        both(3);
        Consumer::open(&scratch.0).unwrap().finish().unwrap();
        let seen: Vec<(String, u64)> =
            read(&scratch.0).0.into_iter().map(|event| (event.0, event.2)).collect();
        let is = |wanted: &[(&str, u64)]| {
            wanted.iter().map(|(name, n)| ((*name).to_owned(), *n)).collect::<Vec<_>>()
        };
        assert_eq!(
            seen,
            is(&[
                ("test:first", 1),
                ("test:second", 1),
                ("test:first", 2),
                ("other:third", 2),
                ("test:first", 3),
                ("test:second", 3),
                ("test:detail", 3),
                ("other:third", 3),
            ])
        );
    });
}

#[test]
fn a_filter_that_the_session_has_no_room_for_is_refused_and_nothing_else_is_recorded() {
    let name = "a_filter_that_the_session_has_no_room_for_is_refused_and_nothing_else_is_recorded";
    support::alone(name, &[], || {
        let scratch = Scratch::new("long-filter");
        let session = Session::create(&scratch.0, &SMALL).unwrap();
        session.set_filter(&Filter::none().enable("test::wanted", Level::Trace)).unwrap();
        session.attach().unwrap();
        // Rules that hide each other take the room of one.
        for round in 0..5000 {
            let filter = Filter::all();
            let filter = if round % 2 == 0 {
                filter.disable("noise::*")
            } else {
                filter.enable("noise::one", Level::Info).enable("noise::*", Level::Info)
            };
            session.extend_filter(&filter.disable("noise::*")).unwrap();
        }
        let mut refused = None;
        for number in 0..1000 {
            let rule = Filter::all().enable(&format!("provider_{number}::*"), Level::Trace);
            if let Err(error) = session.extend_filter(&rule) {
                refused = Some((number, error));
                break;
            }
        }
        let (number, error) = refused.expect("a session's room has an end");
        assert!(number > 50 && matches!(error, Error::Filter { most: 4096, .. }), "{number}: {error}");
        event!(test::unwanted);
        event!(noise::one);
        event!(test::wanted);
        assert_eq!(session.counts(), (1, 0));
        assert_eq!(session.events(), ["noise::one", "test::unwanted", "test::wanted"]);
        // Room is made by rules that hide the others.
        session.extend_filter(&Filter::none().enable("test::unwanted", Level::Trace)).unwrap();
        event!(test::unwanted);
        assert_eq!(session.counts(), (2, 0));
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
    std::os::unix::fs::FileExt::write_all_at(&file, &[9], 8).unwrap();
    assert!(matches!(refusal(), Refusal::Version { .. } | Refusal::Foreign));
    assert_eq!(std::fs::read_dir(&scratch.0).unwrap().count(), 1, "only the session is there");
}

/// Registration must not depend on symbols that linkers drop, nor on who links: this is a library that is loaded by hand.
#[test]
fn a_library_that_is_loaded_later_traces() {
    support::alone("a_library_that_is_loaded_later_traces", &[], || {
        let scratch = Scratch::new("library");
        let session = Session::create(&scratch.0, &Options { sub_buffer: 1 << 16, ..SMALL }).unwrap();
        let this = std::env::current_exe().unwrap();
        let library = this.ancestors().nth(2).unwrap().join("examples/libtraced_library.so");
        if !library.exists() {
            support::skip("a library that is loaded later", "the example is not here");
            return;
        }
        let name = std::ffi::CString::new(library.to_str().unwrap()).unwrap();
        unsafe {
            std::env::set_var(perseq_trace::VARIABLE, &scratch.0);
            let library = libc::dlopen(name.as_ptr(), libc::RTLD_NOW);
            assert!(!library.is_null());
            let call = libc::dlsym(library, c"traced_call".as_ptr());
            assert!(!call.is_null());
            let call: extern "C" fn(u32) = std::mem::transmute(call);
            (0..1000).for_each(|answer| call(answer));
        }
        session.stop();
        let summary = Consumer::open(&scratch.0).unwrap().finish().unwrap();
        assert_eq!((summary.events, summary.discarded), (1000, 0));
        let mut reader = Reader::open(&scratch.0).unwrap();
        let Some(Item::Event(event)) = reader.next_item().unwrap() else { panic!("no event") };
        assert_eq!(format!("{} {}", event.name(), event.fields()), "library:called { answer = 0 }");
    });
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
