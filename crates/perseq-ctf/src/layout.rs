//! Walks over records that a producer wrote, which nobody has to trust: are they what the schema says, and where does the last
//! one end.

use crate::schema::{ByteOrder, Field, FieldType, StreamClass, Width};
use core::fmt;
use std::collections::HashMap;

/// One step over a record's fields.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// So many bytes.
    Fixed(usize),
    /// A `u16`, and as often so many bytes.
    Sequence(usize),
    /// Up to a zero.
    CString,
}

/// Where the fields of a stream's records are.
#[derive(Debug, Clone)]
pub struct Layout {
    order: ByteOrder,
    context: Vec<Field>,
    /// By id, where ids are small; the others in `rest`.
    classes: Vec<Option<Box<[Step]>>>,
    rest: HashMap<u32, Box<[Step]>>,
}

/// What [`Layout::walk`] found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Walk {
    /// Bytes to the end of the last record, without padding: what [`crate::Packet`] wants.
    pub content_len: usize,
    /// How many records.
    pub records: u64,
    /// The smallest time stamp.
    pub first: u64,
    /// The largest time stamp.
    pub last: u64,
}

/// Records that are not what the schema says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadRecord {
    /// Where the record begins, in bytes.
    pub offset: usize,
    /// What was found up to there; can be written to a packet.
    pub before: Walk,
    /// What is wrong.
    pub problem: RecordProblem,
}

/// What can be wrong with a record.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordProblem {
    /// No event class has this number.
    UnknownId(u32),
    /// It goes on behind the end.
    Truncated,
    /// Its time stamp is before that of the record before it.
    Backwards,
}

impl fmt::Display for BadRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the record at byte {} ", self.offset)?;
        match self.problem {
            RecordProblem::UnknownId(id) => write!(f, "has id {id}, which no event class has"),
            RecordProblem::Truncated => f.write_str("goes on behind the end"),
            RecordProblem::Backwards => f.write_str("is older than the one before it"),
        }
    }
}

impl core::error::Error for BadRecord {}

/// Ids below this one are looked up in a vector.
const SMALL: u32 = 1 << 14;
/// Time stamp and id.
const EVENT_HEADER: usize = 12;

impl Layout {
    /// For the records of a stream.
    #[must_use]
    pub fn new(class: &StreamClass, order: ByteOrder) -> Layout {
        let context = class.context.clone();
        let mut layout = Layout { order, context, classes: Vec::new(), rest: HashMap::new() };
        for event in &class.events {
            layout.add(event.id, &event.fields);
        }
        layout
    }

    /// Adds an event class that was registered later.
    pub fn add(&mut self, id: u32, fields: &[Field]) {
        let mut steps = vec![Step::Fixed(EVENT_HEADER)];
        for field in self.context.iter().chain(fields) {
            match (step(&field.ty), steps.last_mut()) {
                (Step::Fixed(len), Some(Step::Fixed(before))) => *before = before.saturating_add(len),
                (step, _) => steps.push(step),
            }
        }
        if id < SMALL {
            let index = id as usize;
            self.classes.resize(self.classes.len().max(index + 1), None);
            self.classes[index] = Some(steps.into());
        } else {
            self.rest.insert(id, steps.into());
        }
    }

    fn steps(&self, id: u32) -> Option<&[Step]> {
        let small = self.classes.get(id as usize).and_then(Option::as_deref);
        small.or_else(|| self.rest.get(&id).map(|steps| &**steps))
    }

    /// Walks over all records in `bytes`, which begins with one and ends behind one, or behind its padding. Costs a few
    /// nanoseconds for a record without sequences.
    ///
    /// # Errors
    /// The first record that is not of the schema, and what was before it.
    pub fn walk(&self, bytes: &[u8]) -> Result<Walk, BadRecord> {
        let mut walk = Walk::default();
        let mut offset = 0;
        while offset < bytes.len() {
            match self.record(&bytes[offset..], &walk) {
                Ok((len, timestamp)) => {
                    walk.first = if walk.records == 0 { timestamp } else { walk.first };
                    walk.last = timestamp;
                    walk.records += 1;
                    walk.content_len = offset + len;
                    offset += len.next_multiple_of(8);
                }
                Err(problem) => return Err(BadRecord { offset, before: walk, problem }),
            }
        }
        Ok(walk)
    }

    /// Length and time stamp of the record that `bytes` begins with.
    fn record(&self, bytes: &[u8], before: &Walk) -> Result<(usize, u64), RecordProblem> {
        let (header, _) = bytes.split_first_chunk::<EVENT_HEADER>().ok_or(RecordProblem::Truncated)?;
        let timestamp = number(self.order, &header[..8]);
        let id = number(self.order, &header[8..]);
        // Four bytes make no more than a u32.
        let id = u32::try_from(id).unwrap_or(u32::MAX);
        let steps = self.steps(id).ok_or(RecordProblem::UnknownId(id))?;
        let mut len = 0;
        for step in steps {
            let rest = bytes.get(len..).ok_or(RecordProblem::Truncated)?;
            len = len.saturating_add(match *step {
                Step::Fixed(len) => len,
                Step::Sequence(element) => {
                    let length = rest.get(..2).ok_or(RecordProblem::Truncated)?;
                    2 + number(self.order, length) as usize * element
                }
                Step::CString => 1 + rest.iter().position(|&b| b == 0).ok_or(RecordProblem::Truncated)?,
            });
        }
        if len > bytes.len() {
            return Err(RecordProblem::Truncated);
        }
        if timestamp < before.last && before.records > 0 {
            return Err(RecordProblem::Backwards);
        }
        Ok((len, timestamp))
    }
}

/// An unsigned number of up to 8 bytes.
fn number(order: ByteOrder, bytes: &[u8]) -> u64 {
    let join = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
    match order {
        ByteOrder::Big => bytes.iter().fold(0, join),
        ByteOrder::Little => bytes.iter().rev().fold(0, join),
    }
}

fn step(ty: &FieldType) -> Step {
    match ty {
        FieldType::Int(int) | FieldType::Enum { int, .. } => Step::Fixed(int.width.bytes()),
        FieldType::F32 => Step::Fixed(Width::W32.bytes()),
        FieldType::F64 => Step::Fixed(Width::W64.bytes()),
        FieldType::Bool => Step::Fixed(1),
        FieldType::FixedText(len) => Step::Fixed(*len as usize),
        FieldType::Array(int, len) => Step::Fixed((*len as usize).saturating_mul(int.width.bytes())),
        FieldType::Text => Step::Sequence(1),
        FieldType::Sequence(int) => Step::Sequence(int.width.bytes()),
        FieldType::CString => Step::CString,
    }
}
