//! What a session has after operations one after the other.

use std::collections::{BTreeMap, BTreeSet};

/// Bytes of a sub-buffer and of a CPU's buffer, small: all that can happen happens soon.
pub(crate) const SUB_BUFFER: usize = 4096;
pub(crate) const SUB_BUFFERS: usize = 4;
const CAPACITY: usize = SUB_BUFFER * SUB_BUFFERS;
/// Bytes of a sub-buffer that can be records.
const ROOM: usize = SUB_BUFFER - 8;

/// Who writes an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Role {
    /// Somebody before.
    Before,
    Victim,
    Conflict,
}

/// An event: the text in it is as long as that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Event {
    pub(crate) role: Role,
    pub(crate) sequence: u64,
    pub(crate) text: usize,
}

/// The text of every event: of any length, from the sequence number on.
pub(crate) fn text(sequence: u64, len: usize) -> String {
    (0..len).map(|place| char::from(b'a' + ((sequence as usize + place) % 26) as u8)).collect()
}

/// One operation of a serial order.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Operation {
    Event(u32, Event),
    /// Going on to the next sub-buffer, by itself.
    Switch(u32),
    Drain,
}

/// One CPU's buffer: bytes ever written and read.
#[derive(Debug, Clone, Copy, Default)]
struct Row {
    written: usize,
    read: usize,
}

impl Row {
    /// Whether there is a next sub-buffer to go on to.
    fn switch(&mut self) -> bool {
        let next = self.written - self.written % SUB_BUFFER + SUB_BUFFER;
        let free = next - self.read + SUB_BUFFER <= CAPACITY;
        if free {
            self.written = next;
        }
        free
    }

    fn fits(&self, len: usize) -> bool {
        self.written % SUB_BUFFER + len <= ROOM
    }

    /// Whether a record of `len` bytes is recorded.
    fn append(&mut self, len: usize) -> bool {
        let recorded = len <= ROOM && (self.fits(len) || self.switch());
        if recorded {
            self.written += len;
        }
        recorded
    }
}

/// What a trace should have, or has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// The events of each CPU, in order.
    pub(crate) streams: BTreeMap<u32, Vec<Event>>,
    pub(crate) discarded: u64,
}

impl Outcome {
    /// Where it begins to be another one than it should be.
    pub(crate) fn difference(&self, should_be: &Self) -> String {
        let mut text = format!("{} discarded, should be {}", self.discarded, should_be.discarded);
        for cpu in self.streams.keys().chain(should_be.streams.keys()).collect::<BTreeSet<_>>() {
            let [is, should] = [self, should_be].map(|it| it.streams.get(cpu).map_or(&[][..], Vec::as_slice));
            let same = is.iter().zip(should).take_while(|(is, should)| is == should).count();
            if is != should {
                let (is, should) = (is.get(same), should.get(same));
                text += &format!("; event {same} of CPU {cpu} is {is:?}, should be {should:?}");
            }
        }
        text
    }
}

/// A session.
#[derive(Debug, Clone)]
pub(crate) struct Model {
    pub(crate) ids: bool,
    rows: BTreeMap<u32, Row>,
    pub(crate) outcome: Outcome,
    /// What was recorded, in the order of time.
    pub(crate) order: Vec<Event>,
}

impl Model {
    pub(crate) fn new(ids: bool) -> Self {
        Self { ids, rows: BTreeMap::new(), outcome: Outcome::default(), order: Vec::new() }
    }

    /// Bytes of a record: time, type, ids; role, sequence number, the text's length, the text.
    fn len(&self, event: Event) -> usize {
        (8 + 4 + if self.ids { 8 } else { 0 } + 8 + 8 + 2 + event.text).next_multiple_of(8)
    }

    /// Whether the event would go to the current sub-buffer of `cpu`.
    pub(crate) fn fits(&self, cpu: u32, event: Event) -> bool {
        self.rows.get(&cpu).copied().unwrap_or_default().fits(self.len(event))
    }

    pub(crate) fn run(&mut self, operations: &[Operation]) {
        for operation in operations {
            match *operation {
                Operation::Event(cpu, event) => _ = self.append(cpu, event),
                Operation::Switch(cpu) => {
                    assert!(self.rows.entry(cpu).or_default().switch(), "somebody has switched there");
                }
                Operation::Drain => self.rows.values_mut().for_each(|row| row.read = row.written),
            }
        }
    }

    /// Whether it is recorded.
    pub(crate) fn append(&mut self, cpu: u32, event: Event) -> bool {
        let len = self.len(event);
        let recorded = self.rows.entry(cpu).or_default().append(len);
        if recorded {
            self.outcome.streams.entry(cpu).or_default().push(event);
            self.order.push(event);
        } else {
            self.outcome.discarded += 1;
        }
        recorded
    }
}
