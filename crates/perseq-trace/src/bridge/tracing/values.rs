//! Fields of `tracing`'s as bytes of a record. Their types are known only when they are recorded.

use core::{cell::Cell, fmt};
use std::io::Write as _;

use tracing::field::{Field, Visit};

use crate::{
    Kind,
    event::field::{MARK, cut},
};

/// So much of the memory that a thread keeps for its next event.
const KEPT: usize = 1 << 16;

std::thread_local! {
    /// Taken while an event is made: one that happens then has none.
    static ROOM: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// The type of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Sort {
    Signed,
    Unsigned,
    Float,
    Bool,
    Text,
    Bytes,
}

const SORTS: [(Sort, Kind); 6] = [
    (Sort::Signed, Kind::Int { bytes: 8, signed: true }),
    (Sort::Unsigned, Kind::Int { bytes: 8, signed: false }),
    (Sort::Float, Kind::F64),
    (Sort::Bool, Kind::Bool),
    (Sort::Text, Kind::Text),
    (Sort::Bytes, Kind::Bytes),
];

/// Which field has a value, and of which type: its place among the callsite's fields, and the sort.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part(u16);

impl Part {
    pub(super) fn place(self) -> usize {
        usize::from(self.0 >> 8)
    }

    pub(super) fn kind(self) -> Kind {
        SORTS[usize::from(self.0 & 0xff)].1
    }
}

/// Fields that have values are 32 at most: `tracing` takes no more.
const MOST: usize = 32;

/// The values of one event.
pub(super) struct Values {
    parts: [Part; MOST],
    count: usize,
    bytes: Vec<u8>,
}

impl Values {
    /// With ids before the fields.
    pub(super) fn new(ids: &[u64], record: impl FnOnce(&mut dyn Visit)) -> Self {
        let mut bytes = ROOM.try_with(Cell::take).unwrap_or_default();
        bytes.clear();
        ids.iter().for_each(|id| bytes.extend(id.to_ne_bytes()));
        let mut values = Self { parts: [Part(0); MOST], count: 0, bytes };
        record(&mut values);
        values
    }

    /// The fields that have values, in the order of the bytes.
    pub(super) fn parts(&self) -> &[Part] {
        &self.parts[..self.count]
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    fn put(&mut self, field: &Field, sort: Sort, bytes: &[u8]) {
        if self.begin(field, sort) {
            self.bytes.extend_from_slice(bytes);
        }
    }

    /// Returns whether there is room for one more.
    fn begin(&mut self, field: &Field, sort: Sort) -> bool {
        let Some(part) = self.parts.get_mut(self.count) else { return false };
        *part = Part((field.index() as u16) << 8 | sort as u16);
        self.count += 1;
        true
    }

    /// As [`Field for str`](crate::Field) puts a text: its length, and as much of it as has room.
    fn text(&mut self, field: &Field, write: impl FnOnce(&mut Vec<u8>)) {
        if !self.begin(field, Sort::Text) {
            return;
        }
        let start = self.bytes.len();
        self.bytes.extend([0; 2]);
        write(&mut self.bytes);
        if self.bytes.len() - start - 2 > usize::from(u16::MAX) {
            let kept = cut(&String::from_utf8_lossy(&self.bytes[start + 2..])).len();
            self.bytes.truncate(start + 2 + kept);
            self.bytes.extend_from_slice(MARK.as_bytes());
        }
        let len = (self.bytes.len() - start - 2) as u16;
        self.bytes[start..start + 2].copy_from_slice(&len.to_ne_bytes());
    }
}

impl Visit for Values {
    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, Sort::Signed, &value.to_ne_bytes());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, Sort::Unsigned, &value.to_ne_bytes());
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        self.put(field, Sort::Float, &value.to_ne_bytes());
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, Sort::Bool, &[u8::from(value)]);
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.text(field, |to| to.extend_from_slice(value.as_bytes()));
    }

    fn record_bytes(&mut self, field: &Field, value: &[u8]) {
        let kept = &value[..value.len().min(usize::from(u16::MAX))];
        if self.begin(field, Sort::Bytes) {
            self.bytes.extend((kept.len() as u16).to_ne_bytes());
            self.bytes.extend_from_slice(kept);
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // A vector has room.
        self.text(field, |to| _ = write!(to, "{value:?}"));
    }
}

impl Drop for Values {
    fn drop(&mut self) {
        if self.bytes.capacity() <= KEPT {
            let bytes = core::mem::take(&mut self.bytes);
            _ = ROOM.try_with(|room| room.set(bytes));
        }
    }
}
