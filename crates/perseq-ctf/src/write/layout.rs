//! Walks over records that a producer wrote, which no reader has to trust: are they what the schema says, and where does the last
//! one end. Each record has its length in its header, so that one that is not understood costs itself alone.

use crate::write::schema::{ByteOrder, Field, FieldType, StreamClass, Width};
use core::fmt;

/// One step over a record's fields.
#[derive(Debug, Clone, Copy)]
enum Step {
    /// So many bytes.
    Fixed(usize),
    /// A `u16`, and as often so many bytes.
    Sequence(usize),
    /// A `u16`, and as many bytes of text, in which there should be no zero.
    Text,
    /// Up to a zero.
    CString,
}

/// The substitute for a zero in a text: ASCII's SUB, "in the place of a character that is invalid or in error".
const SUBSTITUTE: u8 = 0x1a;

/// The places of the fields of a stream's records.
#[derive(Debug, Clone)]
pub struct Layout {
    order: ByteOrder,
    context: Vec<Field>,
    /// By id.
    classes: Vec<Option<Box<[Step]>>>,
}

/// The result of [`Layout::walk`].
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

/// The result of [`Layout::sift`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sifted {
    /// The records that were kept.
    pub walk: Walk,
    /// How many records were taken out.
    pub skipped: u64,
    /// True if every record had a length that can be one. If not, what came after the first other one was taken out and is not counted.
    pub whole: bool,
}

/// Records that are not what the schema says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadRecord {
    /// The record's beginning, in bytes.
    pub offset: usize,
    /// The records that were found up to there; can be written to a packet.
    pub before: Walk,
    /// The fault.
    pub problem: RecordProblem,
}

/// The faults that a record can have.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordProblem {
    /// No event class has this number.
    UnknownId(u16),
    /// It continues past the end.
    Truncated,
    /// Its header says another length than its fields have.
    Length,
    /// Its time stamp is before that of the record before it.
    Backwards,
}

impl fmt::Display for BadRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the record at byte {} ", self.offset)?;
        match self.problem {
            RecordProblem::UnknownId(id) => write!(f, "has id {id}, which no event class has"),
            RecordProblem::Truncated => f.write_str("goes on behind the end"),
            RecordProblem::Length => f.write_str("has another length than its fields"),
            RecordProblem::Backwards => f.write_str("is older than the one before it"),
        }
    }
}

impl core::error::Error for BadRecord {}

/// Time stamp, id and length.
const EVENT_HEADER: usize = 12;

/// A record that can be kept.
struct Found {
    /// Bytes without padding.
    len: usize,
    /// Bytes to the next record.
    step: usize,
    timestamp: u64,
}

/// A record that cannot.
struct Refused {
    problem: RecordProblem,
    /// Bytes to the next record, where the record's header can be believed.
    step: Option<usize>,
}

impl Walk {
    /// A record that ends at byte `end`.
    fn add(&mut self, timestamp: u64, end: usize) {
        self.first = if self.records == 0 { timestamp } else { self.first };
        self.last = timestamp;
        self.records += 1;
        self.content_len = end;
    }
}

impl Layout {
    /// For the records of a stream.
    #[must_use]
    pub fn new(class: &StreamClass, order: ByteOrder) -> Layout {
        let context = class.context.clone();
        let mut layout = Layout { order, context, classes: Vec::new() };
        for event in &class.events {
            layout.add(event.id, &event.fields);
        }
        layout
    }

    /// Adds an event class that was registered later.
    pub fn add(&mut self, id: u16, fields: &[Field]) {
        let mut steps = vec![Step::Fixed(EVENT_HEADER)];
        for field in self.context.iter().chain(fields) {
            match (step(&field.ty), steps.last_mut()) {
                (Step::Fixed(len), Some(Step::Fixed(before))) => *before = before.saturating_add(len),
                (step, _) => steps.push(step),
            }
        }
        let index = usize::from(id);
        self.classes.resize(self.classes.len().max(index + 1), None);
        self.classes[index] = Some(steps.into());
    }

    fn steps(&self, id: u16) -> Option<&[Step]> {
        self.classes.get(usize::from(id)).and_then(Option::as_deref)
    }

    /// Walks over all records in `bytes`, which begins with one and ends after one, or after its padding. Costs a few
    /// nanoseconds for a record without sequences.
    ///
    /// # Errors
    /// The first record that is not of the schema, and what was before it.
    pub fn walk(&self, bytes: &[u8]) -> Result<Walk, BadRecord> {
        let mut walk = Walk::default();
        let mut offset = 0;
        while offset < bytes.len() {
            match self.record(&bytes[offset..], &walk) {
                Ok(Found { len, step, timestamp }) => {
                    walk.add(timestamp, offset + len);
                    offset += step;
                }
                Err(Refused { problem, .. }) => return Err(BadRecord { offset, before: walk, problem }),
            }
        }
        Ok(walk)
    }

    /// As [`walk`](Self::walk), but takes records out of `bytes` that are not of the schema: their own lengths lead to the next ones.
    ///
    /// Zeroes in texts, where readers would end them, become U+001A.
    pub fn sift(&self, bytes: &mut Vec<u8>) -> Sifted {
        let mut sifted = Sifted { whole: true, ..Sifted::default() };
        let (mut from, mut to) = (0, 0);
        while from < bytes.len() {
            match self.record(&bytes[from..], &sifted.walk) {
                Ok(Found { len, step, timestamp }) => {
                    let end = bytes.len().min(from + step);
                    if from != to {
                        bytes.copy_within(from..end, to);
                    }
                    self.mend_texts(&mut bytes[to..to + len]);
                    sifted.walk.add(timestamp, to + len);
                    (from, to) = (from + step, to + end - from);
                }
                Err(Refused { step: Some(step), .. }) => {
                    sifted.skipped += 1;
                    from += step;
                }
                Err(Refused { step: None, .. }) => {
                    sifted.whole = false;
                    break;
                }
            }
        }
        bytes.truncate(to);
        sifted
    }

    /// The record that `bytes` begins with.
    fn record(&self, bytes: &[u8], before: &Walk) -> Result<Found, Refused> {
        let lost = |problem| Refused { problem, step: None };
        let (header, _) = bytes.split_first_chunk::<EVENT_HEADER>().ok_or(lost(RecordProblem::Truncated))?;
        let timestamp = self.order.number(&header[..8]) as u64;
        // Two bytes make no more than a u16.
        let [id, words] = [8, 10].map(|at| self.order.number(&header[at..at + 2]) as u16);
        let step = 8 * usize::from(words);
        if step < EVENT_HEADER {
            return Err(lost(RecordProblem::Length));
        }
        // The last one may be without its padding.
        if step > bytes.len().next_multiple_of(8) {
            return Err(lost(RecordProblem::Truncated));
        }
        let refused = |problem| Refused { problem, step: Some(step) };
        let bytes = &bytes[..step.min(bytes.len())];
        let steps = self.steps(id).ok_or(refused(RecordProblem::UnknownId(id)))?;
        let len = self.measure(steps, bytes).filter(|len| len.next_multiple_of(8) == step);
        let Some(len) = len.filter(|len| *len <= bytes.len()) else {
            // Of one without padding some fields may be missing as well.
            let is_cut = bytes.len() < step;
            return Err(if is_cut { lost(RecordProblem::Truncated) } else { refused(RecordProblem::Length) });
        };
        if timestamp < before.last && before.records > 0 {
            return Err(refused(RecordProblem::Backwards));
        }
        Ok(Found { len, step, timestamp })
    }

    /// Writes over zeroes in the texts of a record that is of the schema.
    fn mend_texts(&self, bytes: &mut [u8]) {
        let id = self.order.number(&bytes[8..10]) as u16;
        let steps = self.steps(id).unwrap_or_default();
        let Some(last) = steps.iter().rposition(|step| matches!(step, Step::Text)) else { return };
        let mut rest = bytes;
        for step in &steps[..=last] {
            let Some(len) = self.measure_one(step, rest) else { return };
            let (field, after) = rest.split_at_mut(len.min(rest.len()));
            if matches!(step, Step::Text) && field[2..].contains(&0) {
                field[2..].iter_mut().filter(|byte| **byte == 0).for_each(|byte| *byte = SUBSTITUTE);
            }
            rest = after;
        }
    }

    /// How long the field is that `bytes` begins with.
    fn measure_one(&self, step: &Step, bytes: &[u8]) -> Option<usize> {
        let count = || Some(self.order.number(bytes.get(..2)?) as usize);
        Some(match *step {
            Step::Fixed(len) => len,
            Step::Text => 2 + count()?,
            Step::Sequence(element) => 2 + count()? * element,
            Step::CString => 1 + bytes.iter().position(|&b| b == 0)?,
        })
    }

    /// How long a record with these fields is; `None` where they do not end with `bytes`.
    fn measure(&self, steps: &[Step], bytes: &[u8]) -> Option<usize> {
        let mut len = 0_usize;
        for step in steps {
            let rest = bytes.get(len..)?;
            len = len.saturating_add(self.measure_one(step, rest)?);
        }
        len.checked_next_multiple_of(8).map(|_| len)
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
        FieldType::Text => Step::Text,
        FieldType::Sequence(int) => Step::Sequence(int.width.bytes()),
        FieldType::CString => Step::CString,
    }
}
