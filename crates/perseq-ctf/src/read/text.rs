//! Texts in encodings of two and four bytes a unit.

use crate::{metadata::model::Encoding, write::schema::ByteOrder};

impl Encoding {
    /// How many bytes a unit has: a text ends at a unit of zeroes.
    pub(super) fn unit(self) -> usize {
        match self {
            Encoding::Utf8 => 1,
            Encoding::Utf16(_) => 2,
            Encoding::Utf32(_) => 4,
        }
    }

    /// Appends the text of these bytes in UTF-8; what is no character becomes U+FFFD.
    pub(super) fn convert(self, bytes: &[u8], to: &mut Vec<u8>) {
        let mut put = |c: char| to.extend(c.encode_utf8(&mut [0; 4]).bytes());
        match self {
            Encoding::Utf8 => to.extend(bytes),
            Encoding::Utf16(order) => {
                let units = bytes.as_chunks().0.iter().map(|unit| match order {
                    ByteOrder::Little => u16::from_le_bytes(*unit),
                    ByteOrder::Big => u16::from_be_bytes(*unit),
                });
                char::decode_utf16(units).for_each(|c| put(c.unwrap_or(char::REPLACEMENT_CHARACTER)));
            }
            Encoding::Utf32(order) => {
                let units = bytes.as_chunks().0.iter().map(|unit| match order {
                    ByteOrder::Little => u32::from_le_bytes(*unit),
                    ByteOrder::Big => u32::from_be_bytes(*unit),
                });
                units.for_each(|c| put(char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER)));
            }
        }
    }
}
