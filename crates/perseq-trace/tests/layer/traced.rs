//! A session of this process, and its events afterwards.

#![allow(dead_code, reason = "each test binary uses a part")]

use std::{
    collections::HashMap,
    path::PathBuf,
    sync::{Mutex, MutexGuard},
};

use perseq_ctf::{Reader, Value as Seen};
use perseq_testing::Scratch;
use perseq_trace::{Consumer, Context, Layer, Options, Session, detach};
use tracing_subscriber::prelude::*;

/// A process traces into one session: the tests of this program do so by turns.
static TURN: Mutex<()> = Mutex::new(());

pub(crate) struct Traced {
    session: Session,
    directory: PathBuf,
    _scratch: Scratch,
    _turn: MutexGuard<'static, ()>,
}

/// An event: its name, its level, and its fields by name, as text or as numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Event {
    pub(crate) name: String,
    pub(crate) level: Option<i64>,
    pub(crate) text: String,
    pub(crate) fields: HashMap<String, i128>,
}

impl Event {
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name == name
    }

    pub(crate) fn field(&self, name: &str) -> i128 {
        *self.fields.get(name).unwrap_or_else(|| panic!("no {name} in {self:?}"))
    }
}

impl Traced {
    pub(crate) fn new(name: &str) -> Self {
        Self::with(name, 1 << 18)
    }

    /// With sub-buffers of so many bytes.
    pub(crate) fn with(name: &str, sub_buffer: usize) -> Self {
        let turn = TURN.lock().unwrap_or_else(|failed| failed.into_inner());
        let scratch = Scratch::new(name);
        let directory = scratch.join("session");
        let options = Options { sub_buffer, context: Context::NONE, ..Options::default() };
        let session = Session::create(&directory, &options).expect("a new session");
        session.attach().expect("no other session");
        Self { session, directory, _scratch: scratch, _turn: turn }
    }

    /// The events of what `work` does, none of which may be missing.
    pub(crate) fn events(self, work: impl FnOnce(&Session)) -> Vec<Event> {
        tracing::subscriber::with_default(tracing_subscriber::registry().with(Layer), || work(&self.session));
        detach();
        let mut consumer = Consumer::open(&self.directory).expect("the only consumer");
        let summary = consumer.finish().expect("room on the disk");
        assert_eq!(summary.discarded, 0, "{summary:?}");
        let mut reader = Reader::open(&self.directory).expect("a trace");
        let mut seen = Vec::new();
        while let Some(event) = reader.next_event().expect("a whole trace") {
            let number = |(name, value): (&str, Seen<'_>)| match value {
                Seen::Unsigned(number) => Some((name.to_owned(), number.into())),
                Seen::Signed(number) => Some((name.to_owned(), number.into())),
                _ => None,
            };
            seen.push(Event {
                name: event.name().to_owned(),
                level: event.loglevel(),
                text: event.fields().to_string(),
                fields: event.fields().filter_map(number).collect(),
            });
        }
        seen
    }
}
