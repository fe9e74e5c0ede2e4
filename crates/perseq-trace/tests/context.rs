//! What events say of who has recorded them, and who records at all: children or not.

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

use std::{path::Path, process::Command, thread};

use perseq_ctf::{Reader, Value};
use perseq_pmu::{Event, Group};
use perseq_trace::{Consumer, Context, Error, Options, Session, VARIABLE, event};

use processes::Scratch;

fn options(context: Context) -> Options {
    Options { sub_buffer: 1 << 16, context, ..Options::default() }
}

/// The context of each event, as text, in order.
fn contexts(directory: &Path) -> Vec<Vec<(String, String)>> {
    let mut reader = Reader::open(directory).unwrap();
    let mut all = Vec::new();
    while let Some(event) = reader.next_event().unwrap() {
        all.push(
            event
                .context()
                .map(|(name, value)| {
                    let text = match value {
                        Value::Text(text) => String::from_utf8_lossy(text).into_owned(),
                        value => value.to_string(),
                    };
                    (name.to_owned(), text)
                })
                .collect(),
        );
    }
    all
}

#[test]
fn events_say_what_the_session_asks_for() {
    support::alone("events_say_what_the_session_asks_for", &[], || {
        let counters =
            [(Event::Cycles, "perf_thread_cycles"), (Event::PageFaults, "perf_thread_page_faults")];
        let counter = counters.into_iter().find(|(event, _)| Group::open([*event]).is_ok());
        if counter.is_none() {
            support::skip("a counter in each event", "not even page faults can be counted");
        }
        let name = "a name of more than fifteen bytes";
        for flags in 0..8_u32 {
            let flag = |bit: u32| flags >> bit & 1 != 0;
            let context = Context {
                process: flag(0),
                thread: flag(1),
                thread_name: flag(2),
                counter: counter.map(|(event, _)| event),
            };
            let scratch = Scratch::new("context");
            let session = Session::create(&scratch.0, &options(context)).unwrap();
            session.attach().unwrap();
            let recorded = thread::Builder::new().name(name.to_owned()).spawn(move || {
                event!(test::first, number = 1_u8);
                // Pages that nobody has touched.
                std::hint::black_box(vec![1_u8; 32 << 20]);
                event!(test::second, text = "x".repeat(1000));
                unsafe { libc::gettid() }
            });
            let recorder = recorded.unwrap().join().unwrap();
            assert_eq!(Consumer::open(&scratch.0).unwrap().finish().unwrap().events, 2);
            perseq_trace::detach();

            let events = contexts(&scratch.0);
            let is = |event: &Vec<(String, String)>, name: &str| {
                event.iter().find(|(is, _)| is == name).map(|(_, value)| value.clone())
            };
            for event in &events {
                assert_eq!(is(event, "vpid"), context.process.then(|| std::process::id().to_string()));
                assert_eq!(is(event, "vtid"), context.thread.then(|| recorder.to_string()));
                assert_eq!(is(event, "procname").as_deref(), context.thread_name.then_some(&name[..15]));
            }
            if let Some((_, counter)) = counter {
                let count = |event| is(event, counter).unwrap().parse::<u64>().unwrap();
                let (first, second) = (count(&events[0]), count(&events[1]));
                assert!(second > first, "{counter}: {first}, then {second}");
            }
            let Ok(shown) = Command::new("babeltrace2").arg(&scratch.0).output() else {
                support::skip("contexts shown by babeltrace2", "it is not installed");
                continue;
            };
            let shown = String::from_utf8_lossy(&shown.stdout);
            assert_eq!(shown.lines().count(), 2, "{shown}");
            assert_eq!(
                shown
                    .lines()
                    .filter(|line| line.contains(&format!("procname = \"{}\"", &name[..15])))
                    .count(),
                if context.thread_name { 2 } else { 0 },
                "{shown}"
            );
        }
    });
}

#[test]
fn a_counter_that_the_machine_has_not_is_refused_before_anything_is_made() {
    let scratch = Scratch::new("no-counter");
    // No processor has so many bits.
    let counter = Some(Event::Raw(u64::MAX));
    let refused = Session::create(&scratch.0, &options(Context { counter, ..Context::IDS })).unwrap_err();
    assert!(matches!(refused, Error::Counter(_)), "{refused}");
    assert!(!scratch.0.exists());
    let counter = Some(Event::Instructions);
    match (Session::create(&scratch.0, &options(Context { counter, ..Context::IDS })), perseq_pmu::support())
    {
        (Ok(_), perseq_pmu::Support::None(error)) => panic!("{error}"),
        (Err(error), perseq_pmu::Support::None(_)) => {
            let said = error.to_string();
            assert!(said.contains("Instructions cannot be counted") && said.contains("; "), "{said}");
        }
        // A machine may count cycles only.
        _ => {}
    }
}

/// What `children_trace_unless_somebody_says_no` executes: one event, and another of a forked child, perhaps the program again.
#[test]
#[ignore = "what another test executes"]
fn program() {
    event!(test::program, generation = std::env::var("GENERATION").unwrap().parse::<u32>().unwrap());
    let child = unsafe { libc::fork() };
    if child == 0 {
        event!(test::forked);
        unsafe { libc::_exit(0) };
    }
    let mut status = 0;
    assert_eq!(unsafe { libc::waitpid(child, &mut status, 0) }, child);
    execute("2", "1");
}

/// Executes `program` if this is `generation`, as the next one.
fn execute(next: &str, generation: &str) {
    if std::env::var("GENERATION").is_ok_and(|now| now == generation) {
        let mut command = Command::new(std::env::current_exe().unwrap());
        let command = command.args(["--exact", "program", "--ignored"]).env("GENERATION", next);
        assert!(command.output().unwrap().status.success());
    }
}

#[test]
fn children_trace_unless_somebody_says_no() {
    for (children, events) in [(true, 4), (false, 1)] {
        let scratch = Scratch::new("children");
        let session = Session::create(&scratch.0, &options(Context::IDS)).unwrap();
        session.trace_children(children);
        let mut command = Command::new(std::env::current_exe().unwrap());
        let command = command.args(["--exact", "program", "--ignored"]).env("GENERATION", "1");
        let output = command.env(VARIABLE, &scratch.0).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        let summary = Consumer::open(&scratch.0).unwrap().finish().unwrap();
        assert_eq!((summary.events, summary.discarded), (events, 0), "children trace: {children}");
        let mut processes: Vec<_> =
            contexts(&scratch.0).into_iter().map(|context| context[0].1.clone()).collect();
        processes.dedup();
        assert_eq!(processes.len() as u64, events, "each in a process of its own");
    }
}
