//! Filters of running sessions.

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

use perseq_ctf::{Reader, Value};
use perseq_trace::{Buffers, Consumer, Context, Error, Filter, Format, Level, Mode, Options, Session, event};

use processes::Scratch;

const OPTIONS: Options = Options {
    sub_buffer: 1 << 16,
    sub_buffers: 4,
    mode: Mode::Discard,
    context: Context::IDS,
    format: Format::Ctf1,
    buffers: Buffers::Shared,
};

#[test]
fn a_filter_acts_on_a_running_process() {
    support::alone("a_filter_acts_on_a_running_process", &[], || {
        let scratch = Scratch::new("filter");
        let session = Session::create(&scratch.0, &OPTIONS).unwrap();
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
        let (mut reader, mut seen) = (Reader::open(&scratch.0).unwrap(), Vec::new());
        while let Some(event) = reader.next_event().unwrap() {
            let Some(Value::Unsigned(n)) = event.fields().get("n") else { panic!("no number") };
            seen.push((event.name().to_owned(), n));
        }
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
        let session = Session::create(&scratch.0, &OPTIONS).unwrap();
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
