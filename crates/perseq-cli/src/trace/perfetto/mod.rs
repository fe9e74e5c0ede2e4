//! A trace as Perfetto's own format has it: packets of protobuf, in the order of time.
//!
//! Each thread is a track of its process, with its slices (`slices.rs`) and all its other events. Events of no thread are on tracks of their CPUs, or of
//! their streams. Slices that are not nested, and those that begin and end on different threads, have tracks of their own. Two looks at the trace are
//! needed for that ([`survey`]); memory is for names, tracks, and slices that are open.

mod annotations;
mod packets;
mod schema;
mod survey;
mod tracks;
mod writer;

use core::str::FromStr;
use std::{collections::HashMap, io, path::Path};

use anyhow::Result;
use perseq_ctf::{Event, Item};
use perseq_trace::Pattern;

use self::{survey::Survey, tracks::Place, writer::Writer};
use super::{
    events::{Choice, pattern},
    export::thread,
    reading,
    slices::{self, End},
    unread::Unread,
};

/// Values that become a line: a field of all events, or of those with a name.
#[derive(Debug, Clone)]
pub(super) struct Counter {
    event: Option<Pattern>,
    field: String,
}

impl Counter {
    fn is_of(&self, event: &str) -> bool {
        self.event.as_ref().is_none_or(|pattern| pattern.matches(event))
    }
}

impl FromStr for Counter {
    type Err = &'static str;

    fn from_str(written: &str) -> Result<Self, Self::Err> {
        let (event, field) = match written.rsplit_once('.') {
            Some((event, field)) => {
                let Ok(event) = pattern(event);
                (Some(event), field)
            }
            None => (None, written),
        };
        if field.is_empty() {
            return Err("a field is needed, as length, or an event's, as queue::put.length");
        }
        Ok(Self { event, field: field.to_owned() })
    }
}

/// Parts of an export that only Perfetto's format has.
#[derive(Debug, Clone, Default, clap::Args)]
pub(super) struct Extras {
    /// Draw this numeric field as a line, also as EVENT.FIELD. Of the format perfetto
    #[arg(long, value_name = "FIELD")]
    pub(super) counter: Vec<Counter>,
    /// Join events with the same value of this field by arrows. Of the format perfetto
    #[arg(long, value_name = "FIELD")]
    pub(super) flow: Vec<String>,
    /// Compress what is written. Of the format perfetto
    #[arg(long)]
    pub(super) compress: bool,
}

impl Extras {
    /// Returns whether one of them was asked for.
    pub(super) fn are_wanted(&self) -> bool {
        self.compress || !self.counter.is_empty() || !self.flow.is_empty()
    }
}

/// Which trace, and how.
pub(super) struct Wanted<'a> {
    pub(super) directory: &'a Path,
    pub(super) choice: &'a Choice,
    pub(super) by: Option<&'a str>,
    pub(super) extras: &'a Extras,
}

/// Writes it; `tick` is called for each event.
///
/// # Errors
/// Those of the reader and of the file; that a field which was asked for is not there.
pub(super) fn export(wanted: &Wanted<'_>, out: &mut dyn io::Write, tick: &dyn Fn()) -> Result<Unread> {
    let mut names = Names::default();
    let mut survey = Survey::default();
    Unread::untold().each(&mut reading::open(wanted.directory)?, |item| {
        if let Item::Event(event) = item
            && wanted.choice.has(&event)
            && let Some((name, end)) = names.of(event.name())
            && wanted.by.is_none_or(|by| event.fields().get(by).is_none())
        {
            match end {
                End::First => survey.begin(place(&event), name),
                End::Last => survey.end(place(&event), name),
            }
        }
        Ok(())
    })?;
    let mut writer = Writer::new(wanted, names, survey.finish(), out);
    let mut unread = Unread::default();
    unread.each(&mut reading::open(wanted.directory)?, |item| {
        match item {
            Item::Event(event) if wanted.choice.has(&event) => writer.event(&event)?,
            Item::Event(_) => return Ok(()),
            Item::Loss(loss) => writer.loss(&loss)?,
        }
        tick();
        Ok(())
    })?;
    writer.finish()?;
    Ok(unread)
}

/// The line of an event.
fn place(event: &Event<'_>) -> Place {
    match (thread(event), event.cpu()) {
        (Some(thread), _) => Place::Thread(thread),
        (None, Some(cpu)) => Place::Cpu(cpu),
        (None, None) => Place::Stream(event.file()),
    }
}

/// The meaning of a name of events: the number of the slices' name, and which end of them the event is.
type Meaning = Option<(usize, End)>;

#[derive(Debug, Default)]
struct Names {
    events: HashMap<String, Meaning>,
    slices: HashMap<String, usize>,
}

impl Names {
    fn of(&mut self, event: &str) -> Meaning {
        if let Some(meaning) = self.events.get(event) {
            return *meaning;
        }
        let meaning = slices::end(event).map(|(slice, end)| {
            let next = self.slices.len();
            (*self.slices.entry(slice.to_owned()).or_insert(next), end)
        });
        self.events.insert(event.to_owned(), meaning);
        meaning
    }
}
