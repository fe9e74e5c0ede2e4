//! Records one after the other, as producers write them.

use crate::write::{
    packet::{word16, word64},
    schema::{ByteOrder, Width},
};

/// Builds the records of a packet in memory.
///
/// Fields are put in the order of the schema; that they are the right ones is not looked at
/// ([`crate::Layout::walk`] does that).
#[derive(Debug, Clone)]
pub struct Records {
    bytes: Vec<u8>,
    order: ByteOrder,
    /// The last record's beginning.
    start: usize,
}

impl Records {
    /// No records yet.
    #[must_use]
    pub fn new(order: ByteOrder) -> Records {
        Records { bytes: Vec::new(), order, start: 0 }
    }

    /// Begins a record at the next multiple of 8 bytes. With the fields that follow it may have 524,280 bytes; one that is longer is
    /// refused by [`crate::Layout::walk`].
    pub fn begin(&mut self, timestamp: u64, id: u16) -> &mut Self {
        self.bytes.resize(self.bytes.len().next_multiple_of(8), 0);
        self.start = self.bytes.len();
        self.bytes.extend(word64(self.order, timestamp));
        self.bytes.extend(word16(self.order, id));
        self.put([0; 2])
    }

    /// Appends bytes, which belong to the last record.
    fn put(&mut self, bytes: impl IntoIterator<Item = u8>) -> &mut Self {
        self.bytes.extend(bytes);
        let words = (self.bytes.len() - self.start).div_ceil(8);
        let words = word16(self.order, u16::try_from(words).unwrap_or(0));
        if let Some(place) = self.bytes.get_mut(self.start + 10..self.start + 12) {
            place.copy_from_slice(&words);
        }
        self
    }

    /// Appends an integer; of `value` the low bits. Signed ones by `as u64`.
    pub fn int(&mut self, width: Width, value: u64) -> &mut Self {
        let bytes = value.to_be_bytes();
        let kept = &bytes[8 - width.bytes()..];
        match self.order {
            ByteOrder::Big => self.put(kept.iter().copied()),
            ByteOrder::Little => self.put(kept.iter().rev().copied()),
        }
    }

    /// Appends a `f32`.
    pub fn f32(&mut self, value: f32) -> &mut Self {
        self.int(Width::W32, value.to_bits().into())
    }

    /// Appends a `f64`.
    pub fn f64(&mut self, value: f64) -> &mut Self {
        self.int(Width::W64, value.to_bits())
    }

    /// Appends a [`crate::FieldType::Text`]; of a longer text than 65,535 bytes the beginning, cut between characters.
    pub fn text(&mut self, text: &str) -> &mut Self {
        let kept = &text[..text.floor_char_boundary(usize::from(u16::MAX))];
        self.int(Width::W16, kept.len() as u64);
        self.put(kept.bytes())
    }

    /// Appends a [`crate::FieldType::CString`]; of a text with a zero in it the part before that.
    pub fn c_string(&mut self, text: &str) -> &mut Self {
        self.put(text.bytes().take_while(|&byte| byte != 0).chain([0]))
    }

    /// Appends a [`crate::FieldType::FixedText`] of `len` bytes: cut between characters, or filled with zeros.
    pub fn fixed_text(&mut self, text: &str, len: u32) -> &mut Self {
        let kept = &text[..text.floor_char_boundary(len as usize)];
        self.put(kept.bytes().chain(core::iter::repeat_n(0, len as usize - kept.len())))
    }

    /// The bytes, to the end of the last record.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Drops all records and keeps the memory.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.start = 0;
    }
}
