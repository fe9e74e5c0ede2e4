//! `tracing`'s spans and events in a trace: each callsite with types of its own, whatever threads, tasks and orders its spans have.

#![cfg(target_pointer_width = "64")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

mod traced;

use std::{
    collections::HashMap,
    future::Future,
    pin::Pin,
    task::{Context as Poller, Poll, Waker},
};

use perseq_trace::{Filter, Level};
use traced::{Event, Traced};
use tracing::{Instrument as _, field::Value};

fn names(events: &[Event]) -> Vec<&str> {
    events.iter().map(|event| event.name.strip_prefix("layer:").unwrap_or(&event.name)).collect()
}

#[test]
fn fields_keep_their_types_and_all_else_is_text() {
    let events = Traced::new("types").events(|_| {
        let name = String::from("x");
        tracing::warn!(
            name: "typed",
            signed = -5_i32,
            unsigned = u64::MAX,
            float = 0.5,
            yes = true,
            text = "café",
            owned = %name,
            debug = ?Some(3),
            large = 1_u128 << 100,
            bytes = &[1_u8, 2][..],
            "the message"
        );
    });
    assert_eq!(names(&events), ["typed"]);
    assert_eq!(events[0].level, Some(4));
    let wanted = [
        "yes = ( \"true\"",
        "bytes = [ [0] = 1, [1] = 2 ]",
        "span = 0, message = \"the message\", signed = -5, unsigned = 18446744073709551615, float = 0.5, ",
        "text = \"café\", owned = \"x\", debug = \"Some(3)\", large = \"1267650600228229401496703205376\"",
    ];
    for part in wanted {
        assert!(events[0].text.contains(part), "{part} in {}", events[0].text);
    }
}

/// The same callsite with other fields each time.
#[test]
fn fields_that_are_not_always_there_or_change_their_type_lose_no_event() {
    let events = Traced::new("optional").events(|_| {
        for round in 0..100_u64 {
            let options = core::array::from_fn::<_, 5, _>(|bit| (round >> bit & 1 == 1).then_some(round));
            let [a, b, c, d, e] = options;
            let kinds: [&dyn Value; 3] = [&round, &"text", &0.5];
            tracing::info!(name: "optional", a, b, c, d, e, any = kinds[round as usize % 3], round);
        }
    });
    // Some are of the types that callsites share, as texts.
    assert_eq!(events.len(), 100);
    let typed = events.iter().filter(|event| event.is("layer:optional")).count();
    assert!(typed >= 8 && events.iter().all(|event| event.is("layer:optional") || event.is("tracing:info")));
    for (round, event) in events.iter().enumerate() {
        let found = if event.is("tracing:info") {
            event.text.contains(&format!("round={round}"))
        } else {
            event.field("round") == round as i128 && event.fields.contains_key("a") == (round % 2 == 1)
        };
        assert!(found, "{round}: {event:?}");
    }
}

#[test]
fn spans_that_are_left_out_of_order_say_so() {
    let events = Traced::new("order").events(|_| {
        let outer = tracing::info_span!("outer");
        let inner = tracing::debug_span!("inner", x = 1);
        let first = outer.clone().entered();
        let second = inner.clone().entered();
        drop(first);
        tracing::info!(name: "between", "still inside");
        drop(second);
        drop(outer);
        drop(inner);
    });
    let wanted = [
        "outer_new",
        "inner_new",
        "outer_enter",
        "inner_enter",
        "outer_exit",
        "between",
        "inner_exit",
        "outer_close",
        "inner_close",
    ];
    assert_eq!(names(&events), wanted);
    let [outer, inner] = [0, 1].map(|at| events[at].field("span"));
    assert_ne!(outer, inner);
    assert_eq!(events[5].field("span"), inner);
    let of = |suffix: &str| events.iter().find(|event| event.name.ends_with(suffix)).expect("it is there");
    assert_eq!([of("outer_exit"), of("outer_close")].map(|event| event.field("span")), [outer; 2]);
    assert_eq!([events[0].level, events[1].level], [Some(6), Some(7)]);
}

#[test]
fn a_span_goes_over_to_another_thread_with_its_parent() {
    let events = Traced::new("threads").events(|_| {
        let parent = tracing::info_span!("parent");
        let child = tracing::info_span!(parent: &parent, "child", late = tracing::field::Empty);
        let dispatch = tracing::dispatcher::get_default(Clone::clone);
        let thread = std::thread::spawn(move || {
            tracing::dispatcher::with_default(&dispatch, || {
                child.in_scope(|| child.record("late", 7_u64));
                drop(child);
            });
        });
        thread.join().expect("it does not panic");
    });
    let wanted = [
        "parent_new",
        "child_new",
        "child_enter",
        "child_values",
        "child_exit",
        "child_close",
        "parent_close",
    ];
    assert_eq!(names(&events), wanted);
    assert_eq!(events[1].field("parent"), events[0].field("span"));
    assert_eq!([events[3].field("late"), events[3].field("span")], [7, events[1].field("span")]);
}

#[test]
fn a_span_that_follows_from_another_one_says_which() {
    let events = Traced::new("follows").events(|_| {
        let cause = tracing::info_span!("cause");
        let effect = tracing::info_span!("effect");
        effect.follows_from(&cause);
    });
    let follows = events.iter().find(|event| event.is("tracing:follows")).expect("it is there");
    assert_eq!(follows.field("follows"), events[0].field("span"));
    assert_eq!(follows.field("span"), events[1].field("span"));
}

/// Ready at the second poll.
struct Later(bool);

impl Future for Later {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, _poller: &mut Poller<'_>) -> Poll<()> {
        if core::mem::replace(&mut self.0, true) { Poll::Ready(()) } else { Poll::Pending }
    }
}

/// As `#[instrument]` makes it of an `async fn`.
async fn handle(id: u32) {
    async {
        Later(false).await;
        tracing::info!(name: "answered", id);
    }
    .instrument(tracing::info_span!("handle", id))
    .await;
}

#[test]
fn tasks_are_entered_at_each_poll_and_their_events_are_in_their_spans() {
    let events = Traced::new("tasks").events(|_| {
        let mut tasks = [Box::pin(handle(1)), Box::pin(handle(2))];
        let mut poller = Poller::from_waker(Waker::noop());
        for round in 0..2 {
            for task in &mut tasks {
                assert_eq!(task.as_mut().poll(&mut poller).is_ready(), round == 1);
            }
        }
    });
    let spans: HashMap<i128, i128> = events
        .iter()
        .filter(|event| event.is("layer:handle_new"))
        .map(|event| (event.field("id"), event.field("span")))
        .collect();
    assert_eq!(spans.len(), 2);
    for (id, span) in &spans {
        let mine: Vec<Event> = events.iter().filter(|event| event.field("span") == *span).cloned().collect();
        // A task that is dropped is entered once more.
        let wanted = ["handle_new", "handle_enter", "handle_exit", "handle_enter", "answered", "handle_exit"];
        assert_eq!(names(&mine)[..6], wanted);
        assert!(mine.iter().any(|event| event.is("layer:handle_close")));
        assert_eq!(mine[4].field("id"), *id);
    }
}

#[test]
fn a_running_session_enables_callsites_by_target_and_level() {
    fn work(round: u32) {
        tracing::debug!(name: "detail", round);
        tracing::info!(name: "fact", round);
        tracing::info!(name: "fact", target: "other", round);
        let _span = tracing::info_span!("span", round).entered();
    }
    let events = Traced::new("filter").events(|session| {
        session.set_filter(&Filter::none()).expect("room for it");
        work(0);
        session.extend_filter(&Filter::all().enable("layer::*", Level::Info)).expect("room for it");
        work(1);
        session.extend_filter(&Filter::all().enable("layer::*", Level::Debug)).expect("room for it");
        work(2);
        session.set_filter(&Filter::none()).expect("room for it");
        work(3);
    });
    let span = ["span_new", "span_enter", "span_exit", "span_close"];
    let wanted: Vec<_> = ["fact"].into_iter().chain(span).chain(["detail", "fact"]).chain(span).collect();
    assert_eq!(names(&events), wanted);
    assert_eq!([events[0].field("round"), events[5].field("round")], [1, 2]);
}

#[test]
fn a_text_that_is_too_long_is_cut_between_characters() {
    let events = Traced::new("texts").events(|_| {
        tracing::info!(name: "long", text = "é".repeat(40_000).as_str(), after = 7);
    });
    assert!(events[0].text.contains(&("é".repeat(32_766) + "…\"")), "{} bytes", events[0].text.len());
    assert_eq!(events[0].field("after"), 7);
}
