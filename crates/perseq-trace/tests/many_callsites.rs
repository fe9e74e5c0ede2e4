//! A program with more callsites of `tracing`'s than a session has room for types of events.

#![cfg(target_pointer_width = "64")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

#[path = "layer/traced.rs"]
mod traced;

use traced::Traced;
use tracing::{
    Callsite, Metadata,
    callsite::Identifier,
    field::{FieldSet, Value},
    subscriber::Interest,
};

/// A callsite that is made at run time, as other programs' bridges make theirs.
struct Made(std::sync::OnceLock<Metadata<'static>>);

impl Callsite for Made {
    fn set_interest(&self, _interest: Interest) {}

    fn metadata(&self) -> &Metadata<'_> {
        self.0.get().expect("it was set")
    }
}

fn callsite(number: usize) -> &'static Metadata<'static> {
    let made: &'static Made = Box::leak(Box::new(Made(std::sync::OnceLock::new())));
    let name: &'static str = Box::leak(format!("made-{number}").into_boxed_str());
    let fields = FieldSet::new(&["number"], Identifier(made));
    let (level, kind) = (tracing::Level::INFO, tracing::metadata::Kind::EVENT);
    made.0.get_or_init(|| {
        Metadata::new(name, "layer::made", level, Some("made.rs"), Some(1), None, fields, kind)
    })
}

#[test]
fn of_ten_thousand_callsites_no_event_is_missing() {
    const CALLSITES: usize = 10_000;
    let callsites: Vec<_> = (0..CALLSITES).map(callsite).collect();
    let events = Traced::with("many", 1 << 20).events(|_| {
        tracing::dispatcher::get_default(|to| {
            for round in 0..2 {
                for (number, metadata) in callsites.iter().enumerate() {
                    let field = metadata.fields().iter().next().expect("it has one");
                    let value = (round * CALLSITES + number) as u64;
                    to.event(&tracing::Event::new(
                        metadata,
                        &metadata.fields().value_set(&[(&field, Some(&value as &dyn Value))]),
                    ));
                }
            }
        });
    });
    assert_eq!(events.len(), 2 * CALLSITES);
    let (mut typed, mut plain) = (0, 0);
    for (at, event) in events.iter().enumerate() {
        if event.is("tracing:info") {
            plain += 1;
            assert!(event.text.contains(&format!("\"number={at}\"")), "{at}: {event:?}");
        } else {
            typed += 1;
            assert_eq!(event.name, format!("layer::made:made-{}", at % CALLSITES));
            assert_eq!(event.field("number"), at as i128);
        }
    }
    assert!(typed >= 4000 && plain > 0, "{typed} typed, {plain} plain");
}
