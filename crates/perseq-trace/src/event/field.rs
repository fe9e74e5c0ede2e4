//! The types that a field may have, and how it is put in a record.

use crate::Record;

/// The meaning of a field's bytes, for readers of traces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// An integer of so many bytes.
    Int {
        /// 1, 2, 4 or 8.
        bytes: u8,
        /// True if it is in two's complement.
        signed: bool,
    },
    /// A `f32`.
    F32,
    /// A `f64`.
    F64,
    /// A `bool`.
    Bool,
    /// Text.
    Text,
    /// Any bytes.
    Bytes,
    /// So many integers.
    Array {
        /// Bytes of each.
        bytes: u8,
        /// True if they are in two's complement.
        signed: bool,
        /// How many.
        len: u32,
    },
    /// Integers, as many as there are: at most 65,535.
    Slice {
        /// Bytes of each.
        bytes: u8,
        /// True if they are in two's complement.
        signed: bool,
    },
    /// An integer whose values have names.
    Enum(&'static [(&'static str, i64)]),
}

impl Kind {
    /// Of as many of them as there are; for integers and `bool`.
    pub(crate) const fn sequence(self) -> Self {
        match self {
            Self::Int { bytes, signed } => Self::Slice { bytes, signed },
            Self::Bool => Self::Slice { bytes: 1, signed: false },
            _ => panic!("there are sequences of integers only"),
        }
    }

    /// Checks that consumers understand it; the error says why not.
    pub(crate) fn fits(self) -> Result<(), String> {
        match self {
            Self::Int { bytes, .. } | Self::Array { bytes, .. } | Self::Slice { bytes, .. }
                if !matches!(bytes, 1 | 2 | 4 | 8) =>
            {
                Err(format!("integers have 1, 2, 4 or 8 bytes, not {bytes}"))
            }
            Self::Enum([]) => Err("an enumeration needs a name for at least one value".to_owned()),
            Self::Enum(names) if names.len() > usize::from(u16::MAX) => {
                Err(format!("an enumeration has 65535 names at most, not {}", names.len()))
            }
            _ => Ok(()),
        }
    }
}

/// A value that an event may have as a field.
pub trait Field {
    /// The meaning of its bytes.
    const KIND: Kind;

    /// Puts it in a record.
    fn put(&self, record: &mut Record<'_>);
}

/// The fields of an event: a tuple of them.
pub trait Fields {
    /// The meaning of their bytes, in order.
    const KINDS: &'static [Kind];

    /// Puts all of them in a record.
    fn put(&self, record: &mut Record<'_>);
}

macro_rules! tuples {
    () => { impl_tuple!(); };
    ($first:ident $($rest:ident)*) => { impl_tuple!($first $($rest)*); tuples!($($rest)*); };
}

macro_rules! impl_tuple {
    ($($field:ident)*) => {
        impl<$($field: Field),*> Fields for ($($field,)*) {
            const KINDS: &'static [Kind] = &[$($field::KIND),*];
            #[inline(always)]
            fn put(&self, record: &mut Record<'_>) {
                #[allow(non_snake_case, reason = "named as their types")]
                let ($($field,)*) = self;
                $($field.put(record);)*
                // Of an event without fields.
                _ = record;
            }
        }
    };
}

tuples!(A B C D E F G H I J K L M N O P Q R S T U V W X Y Z A1 B1 C1 D1 E1 F1);

/// An enumeration whose values have names in traces: put in events as `Named(&value)`.
pub trait Names {
    /// All values, with their names.
    const NAMES: &'static [(&'static str, i64)];

    /// This one's value.
    fn value(&self) -> i64;
}

/// An enumeration's value, as a field.
#[derive(Debug, Clone, Copy)]
pub struct Named<'a, T>(pub &'a T);

macro_rules! integers {
    ($($type:ty as $unsigned:ty, $signed:literal;)*) => { $(
        impl Field for $type {
            const KIND: Kind = Kind::Int { bytes: size_of::<$type>() as u8, signed: $signed };
            #[inline(always)]
            fn put(&self, record: &mut Record<'_>) {
                record.number(u64::from(*self as $unsigned), size_of::<$type>());
            }
        }
        impl<const N: usize> Field for [$type; N] {
            const KIND: Kind =
                Kind::Array { bytes: size_of::<$type>() as u8, signed: $signed, len: N as u32 };
            #[inline(always)]
            fn put(&self, record: &mut Record<'_>) {
                self.iter().for_each(|number| number.put(record));
            }
        }
    )* };
}

/// Integers of which at most 65,535 are kept: a sequence. Bytes are a sequence of bytes.
macro_rules! slices {
    ($($type:ty)*) => { $(
        impl Field for [$type] {
            const KIND: Kind = <$type>::KIND.sequence();
            #[inline]
            fn put(&self, record: &mut Record<'_>) {
                let kept = &self[..self.len().min(usize::from(u16::MAX))];
                (kept.len() as u16).put(record);
                kept.iter().for_each(|number| number.put(record));
            }
        }
    )* };
}

slices!(u16 u32 u64 usize i8 i16 i32 i64 isize);

integers! {
    u8 as u8, false;
    u16 as u16, false;
    u32 as u32, false;
    u64 as u64, false;
    i8 as u8, true;
    i16 as u16, true;
    i32 as u32, true;
    i64 as u64, true;
}

impl Field for usize {
    const KIND: Kind = u64::KIND;
    #[inline(always)]
    fn put(&self, record: &mut Record<'_>) {
        (*self as u64).put(record);
    }
}

impl Field for isize {
    const KIND: Kind = i64::KIND;
    #[inline(always)]
    fn put(&self, record: &mut Record<'_>) {
        (*self as i64).put(record);
    }
}

impl Field for bool {
    const KIND: Kind = Kind::Bool;
    #[inline(always)]
    fn put(&self, record: &mut Record<'_>) {
        u8::from(*self).put(record);
    }
}

impl Field for f32 {
    const KIND: Kind = Kind::F32;
    #[inline(always)]
    fn put(&self, record: &mut Record<'_>) {
        self.to_bits().put(record);
    }
}

impl Field for f64 {
    const KIND: Kind = Kind::F64;
    #[inline(always)]
    fn put(&self, record: &mut Record<'_>) {
        self.to_bits().put(record);
    }
}

/// Text of which at most 65,535 bytes are kept: of a longer one the beginning, and `…`.
impl Field for str {
    const KIND: Kind = Kind::Text;
    #[inline(always)]
    fn put(&self, record: &mut Record<'_>) {
        if self.len() > usize::from(u16::MAX) {
            return put_cut(self, record);
        }
        (self.len() as u16).put(record);
        record.bytes(self.as_bytes());
    }
}

/// The end of a text that was cut.
pub(crate) const MARK: &str = "…";

/// The part of a text that is kept before [`MARK`] if it has too many bytes.
pub(crate) fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(usize::from(u16::MAX) - MARK.len())]
}

#[cold]
fn put_cut(text: &str, record: &mut Record<'_>) {
    let kept = cut(text);
    ((kept.len() + MARK.len()) as u16).put(record);
    record.bytes(kept.as_bytes());
    record.bytes(MARK.as_bytes());
}

impl Field for String {
    const KIND: Kind = Kind::Text;
    #[inline(always)]
    fn put(&self, record: &mut Record<'_>) {
        self.as_str().put(record);
    }
}

/// Bytes of which at most 65,535 are kept.
impl Field for [u8] {
    const KIND: Kind = Kind::Bytes;
    #[inline(always)]
    fn put(&self, record: &mut Record<'_>) {
        let kept = &self[..self.len().min(usize::from(u16::MAX))];
        (kept.len() as u16).put(record);
        record.bytes(kept);
    }
}

impl<T: Names> Field for Named<'_, T> {
    const KIND: Kind = Kind::Enum(T::NAMES);
    #[inline(always)]
    fn put(&self, record: &mut Record<'_>) {
        self.0.value().put(record);
    }
}

impl<T: Field + ?Sized> Field for &T {
    const KIND: Kind = T::KIND;
    #[inline(always)]
    fn put(&self, record: &mut Record<'_>) {
        (**self).put(record);
    }
}

#[cfg(test)]
mod tests {
    use core::mem::MaybeUninit;

    use perseq_ctf::{ByteOrder, Records, Width};

    use super::*;
    use crate::event::record::WORDS;

    /// As the format's own writer puts them.
    #[test]
    fn fields_are_where_the_format_has_them() {
        let text = "a longer text, of more than a word";
        for ids in [None, Some([7, 9])] {
            for skip in 0..9_usize {
                let mut words = [MaybeUninit::uninit(); WORDS];
                let mut record = Record::new(&mut words, 3);
                ids.into_iter().for_each(|ids| record.ids(ids));
                let mut other = Records::new(ByteOrder::NATIVE);
                other.begin(0, 3);
                for id in ids.into_iter().flatten() {
                    other.int(Width::W32, id.into());
                }
                for number in 0..skip {
                    (number as u8).put(&mut record);
                    other.int(Width::W8, number as u64);
                }
                (-2_i16).put(&mut record);
                other.int(Width::W16, -2_i16 as u64);
                0x1122_3344_5566_7788_u64.put(&mut record);
                other.int(Width::W64, 0x1122_3344_5566_7788);
                true.put(&mut record);
                other.int(Width::W8, 1);
                1.5_f32.put(&mut record);
                other.f32(1.5);
                text[..skip].put(&mut record);
                other.text(&text[..skip]);
                (-1.25_f64).put(&mut record);
                other.f64(-1.25);
                text.put(&mut record);
                other.text(text);
                [1_u32, 2, 3].put(&mut record);
                for number in [1, 2, 3] {
                    other.int(Width::W32, number);
                }
                let len = record.len;
                let words = record.finish().unwrap();
                let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_ne_bytes()).collect();
                assert_eq!(&bytes[..len], other.as_bytes(), "behind {skip} bytes");
                assert!(bytes[len..].iter().all(|byte| *byte == 0), "padding is zero");
            }
        }
    }

    #[test]
    fn what_has_no_room_is_measured() {
        let mut words = [MaybeUninit::uninit(); 4];
        let text = "x".repeat(100);
        for numbers in 0..20_usize {
            let mut record = Record::new(&mut words, 3);
            (0..numbers).for_each(|_| 5_u32.put(&mut record));
            text.put(&mut record);
            1_u16.put(&mut record);
            let need = (12 + 4 * numbers + 2 + 100 + 2).div_ceil(8);
            assert_eq!(record.finish().unwrap_err(), need);
        }
    }

    #[test]
    fn a_text_that_is_too_long_is_cut_between_characters_and_says_so() {
        for (text, kept) in [
            ("x".repeat(65_535), "x".repeat(65_535)),
            ("x".repeat(65_536), "x".repeat(65_532) + "…"),
            ("é".repeat(40_000), "é".repeat(32_766) + "…"),
        ] {
            let mut words = vec![MaybeUninit::uninit(); 8300];
            let mut record = Record::new(&mut words, 3);
            text.put(&mut record);
            let bytes: Vec<u8> =
                record.finish().unwrap().iter().flat_map(|word| word.to_ne_bytes()).collect();
            let len = usize::from(u16::from_ne_bytes([bytes[12], bytes[13]]));
            assert_eq!(core::str::from_utf8(&bytes[14..14 + len]), Ok(&*kept));
        }
    }
}
