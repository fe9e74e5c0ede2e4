//! HdrHistogram's own format, "V2": what histogram logs hold, and what its libraries for other languages read and write.
//!
//! ```text
//!   cookie │ bytes of counts │ 0 │ digits │ lowest: 1 │ highest │ 1.0      big-endian; 4, 4, 4, 4, 8, 8, 8 bytes
//!   counts from the lowest value on: each a number, or of several that are 0 minus how many
//! ```
//!
//! A number is zig-zag coded, and then in LEB128 of 9 bytes at most. Source: HdrHistogram, `EncodableHistogram` and
//! `AbstractHistogram`; compared with the crate `hdrhistogram`.

use core::fmt;
use std::vec::Vec;

use super::{buckets::Buckets, snapshot::Snapshot};

/// The version, and that counts are zig-zag LEB128.
const COOKIE: u32 = 0x1c84_9313;
const HEADER: usize = 40;

/// Bytes are not a histogram in HdrHistogram's V2 format that can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotV2 {
    /// The first bytes are not those of the format: it may be compressed, or of another version.
    Cookie {
        /// The first four bytes.
        found: u32,
    },
    /// The bytes end in the middle.
    Short {
        /// How many bytes there are.
        len: usize,
    },
    /// A field has a value that this library has no histograms of.
    Field {
        /// Its name.
        name: &'static str,
        /// The value.
        found: u64,
    },
    /// There are more counts than the histogram has, or a count is negative, or too large.
    Counts,
}

impl fmt::Display for NotV2 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Cookie { found } => write!(
                f,
                "the bytes start with {found:#010x} and not with {COOKIE:#010x}; write the histogram in the V2 format, uncompressed"
            ),
            Self::Short { len } => {
                write!(f, "the {len} bytes end in the middle of a histogram; read all of it")
            }
            Self::Field { name, found } => write!(
                f,
                "the histogram's {name} is {found}, of which there is none here; use 1 to 5 digits and a lowest value of 1"
            ),
            Self::Counts => {
                f.write_str("the histogram's counts are no counts of its values; it was cut or changed")
            }
        }
    }
}

impl core::error::Error for NotV2 {}

impl Snapshot {
    /// The snapshot in HdrHistogram's V2 format, uncompressed: for histogram logs (after base 64) and its other libraries.
    ///
    /// The exact sum and the number of values above the highest have no place there. A count of more than 2⁶³ − 1 is written as that.
    #[must_use]
    pub fn to_v2(&self) -> Vec<u8> {
        let used = self.counts.iter().rposition(|&count| count != 0).map_or(0, |last| last + 1);
        let mut bytes = std::vec![0; HEADER];
        let mut counts = self.counts[..used].iter();
        while let Some(&count) = counts.next() {
            let rest = counts.as_slice();
            let zeros = if count == 0 { rest.iter().take_while(|&&count| count == 0).count() } else { 0 };
            match zeros {
                0 => write_number(&mut bytes, i64::try_from(count).unwrap_or(i64::MAX)),
                more => write_number(&mut bytes, -(more as i64 + 1)),
            }
            counts = rest[zeros..].iter();
        }
        let len = (bytes.len() - HEADER) as u32;
        let digits = u32::from(self.buckets.digits());
        let words = [COOKIE, len, 0, digits];
        bytes.iter_mut().zip(words.into_iter().flat_map(u32::to_be_bytes)).for_each(|(to, byte)| *to = byte);
        let values = [1, self.buckets.highest(), 1.0_f64.to_bits()];
        let values = values.into_iter().flat_map(u64::to_be_bytes);
        bytes[16..HEADER].iter_mut().zip(values).for_each(|(to, byte)| *to = byte);
        bytes
    }

    /// The snapshot that is in `bytes`, in HdrHistogram's V2 format, uncompressed. It can be merged with those of a histogram with the same
    /// highest value and digits.
    ///
    /// # Errors
    ///
    /// [`NotV2`], for which nothing is allocated.
    ///
    /// # Cost
    ///
    /// Reads the bytes twice. The snapshot has 8 bytes for each count that such a histogram has, whatever the bytes are: 48 MiB for all values with
    /// 5 digits, 6.4 MiB with 4. If the allocator has such memory from the system, only counts that are not 0 take some.
    pub fn from_v2(bytes: &[u8]) -> Result<Self, NotV2> {
        let short = NotV2::Short { len: bytes.len() };
        let (header, rest) = bytes.split_at_checked(HEADER).ok_or(short)?;
        let word = |at: usize| header[at..at + 4].iter().fold(0, |word, &byte| word << 8 | u32::from(byte));
        let long = |at: usize| u64::from(word(at)) << 32 | u64::from(word(at + 4));
        if word(0) != COOKIE {
            return Err(NotV2::Cookie { found: word(0) });
        }
        for (name, found, expected) in [
            ("index offset", word(8).into(), 0),
            ("lowest value", long(16), 1),
            ("ratio", long(32), 1.0_f64.to_bits()),
        ] {
            if found != expected {
                return Err(NotV2::Field { name, found });
            }
        }
        let digits = NotV2::Field { name: "number of digits", found: word(12).into() };
        let buckets = u8::try_from(word(12)).ok().and_then(|digits| Buckets::new(long(24), digits).ok());
        let buckets = buckets.ok_or(digits)?;
        let payload = rest.get(..word(4) as usize).ok_or(short)?;
        // All of it is read before a few bytes can ask for much memory.
        each_count(payload, buckets.len(), |_, _| {})?;
        let mut counts = std::vec![0; buckets.len()];
        each_count(payload, buckets.len(), |index, count| counts[index] = count)?;
        Ok(Self::new(buckets, counts, 0, None))
    }
}

/// Calls `f` with each count that is not 0 and its index, which is below `len`.
fn each_count(mut payload: &[u8], len: usize, mut f: impl FnMut(usize, u64)) -> Result<(), NotV2> {
    let mut index = 0;
    while !payload.is_empty() {
        let number = read_number(&mut payload).ok_or(NotV2::Counts)?;
        let times = if number < 0 { number.unsigned_abs() } else { 1 };
        if times > (len - index) as u64 {
            return Err(NotV2::Counts);
        }
        if number > 0 {
            f(index, number.unsigned_abs());
        }
        index += times as usize;
    }
    Ok(())
}

/// Appends a number: seven bits in each byte, lowest first, and eight in the ninth.
fn write_number(bytes: &mut Vec<u8>, number: i64) {
    let mut rest = (number << 1 ^ number >> 63).cast_unsigned();
    for _ in 0..8 {
        if rest < 0x80 {
            break;
        }
        bytes.push(rest as u8 | 0x80);
        rest >>= 7;
    }
    bytes.push(rest as u8);
}

/// Takes a number off the front.
fn read_number(bytes: &mut &[u8]) -> Option<i64> {
    let mut number = 0_u64;
    for at in 0..9 {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        if at == 8 {
            number |= u64::from(byte) << 56;
            break;
        }
        number |= u64::from(byte & 0x7f) << (7 * at);
        if byte < 0x80 {
            break;
        }
    }
    Some((number >> 1).cast_signed() ^ -((number & 1).cast_signed()))
}
