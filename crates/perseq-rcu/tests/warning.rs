//! With the feature `tracing`, and without a hook, whoever waits long says so in the program's log.

use core::{
    fmt,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::Duration,
};
use std::{sync::Mutex, thread};

use perseq_rcu::Rcu;
use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    span::{Attributes, Id, Record},
};

static SEEN: Mutex<Vec<String>> = Mutex::new(Vec::new());
static IS_TOLD: AtomicBool = AtomicBool::new(false);

/// Keeps the fields of warnings.
struct Log;

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.push_str(&format!("{field}={value:?};"));
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }
    fn record(&self, _: &Id, _: &Record<'_>) {}
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, event: &Event<'_>) {
        assert_eq!(*event.metadata().level(), Level::WARN);
        let mut fields = Fields(String::new());
        event.record(&mut fields);
        SEEN.lock().unwrap().push(fields.0);
        IS_TOLD.store(true, Relaxed);
    }
    fn enter(&self, _: &Id) {}
    fn exit(&self, _: &Id) {}
}

#[test]
fn a_stall_that_nobody_else_is_told_of_is_a_warning() {
    tracing::subscriber::set_global_default(Log).unwrap();
    let rcu = Rcu::polled();
    let guard = rcu.read();
    let period = rcu.start_grace_period();
    // The usual time: ten seconds.
    while !IS_TOLD.load(Relaxed) {
        assert!(!period.is_over().unwrap());
        thread::sleep(Duration::from_millis(10));
    }
    drop(guard);
    period.wait().unwrap();
    let seen = SEEN.lock().unwrap();
    assert_eq!(seen.len(), 1, "{seen:?}");
    let waited = seen[0].split_once("a grace period has waited ").expect("it says how long").1;
    let seconds: String = waited.chars().take_while(char::is_ascii_digit).collect();
    // A busy machine may have looked later.
    assert!(seen[0].contains("readers=1;") && seconds.parse::<u64>().unwrap() >= 10, "{seen:?}");
}
