//! Numbers at any bit of a packet.

use crate::{metadata::model::IntType, write::schema::ByteOrder};

/// A place in a packet's bits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    at: u64,
    end: u64,
    /// The end of the bits that there are: `end` is the end of those that are in memory.
    limit: u64,
    /// Up to where more of them must be in memory.
    short: Option<u64>,
}

/// The field that is wanted continues past the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Beyond;

impl<'a> Bits<'a> {
    /// The bits from `at` to `end`, or to the end of `bytes` if that is before.
    pub(super) fn new(bytes: &'a [u8], at: u64, end: u64) -> Bits<'a> {
        Bits { bytes, at, end: end.min(bytes.len() as u64 * 8), limit: end, short: None }
    }

    /// Up to which bit more has to be in memory, where that was the last thing that was wrong.
    pub(super) fn short(&self) -> Option<u64> {
        self.short
    }

    /// Bits up to there are wanted.
    fn reach(&mut self, end: u64) -> Result<(), Beyond> {
        if end <= self.end {
            return Ok(());
        }
        if end <= self.limit {
            self.short = Some(end);
        }
        Err(Beyond)
    }

    pub(super) fn at(&self) -> u64 {
        self.at
    }

    pub(super) fn align(&mut self, bits: u64) -> Result<(), Beyond> {
        let at = self.at.checked_next_multiple_of(bits).ok_or(Beyond)?;
        self.reach(at)?;
        self.at = at;
        Ok(())
    }

    /// Goes over so many bits, and returns where they began.
    pub(super) fn skip(&mut self, bits: u64) -> Result<u64, Beyond> {
        let from = self.at;
        let at = from.checked_add(bits).ok_or(Beyond)?;
        self.reach(at)?;
        self.at = at;
        Ok(from)
    }

    /// The next 1 to 64 bits as a number.
    pub(super) fn number(&mut self, bits: u32, order: ByteOrder) -> Result<u64, Beyond> {
        let from = self.skip(bits.into())?;
        number(self.bytes, from, bits, order).ok_or(Beyond)
    }

    /// The next bytes with 7 bits each of a number, the low ones first, up to one without its high bit; how many bits that was. Of more than
    /// 64 bits, the low ones.
    pub(super) fn variable(&mut self) -> Result<(u64, u32), Beyond> {
        let (mut value, mut bits) = (0, 0_u32);
        loop {
            let byte = self.number(8, ByteOrder::Little)?;
            value |= (byte & 0x7f).checked_shl(bits).unwrap_or(0);
            bits = bits.saturating_add(7);
            if byte & 0x80 == 0 {
                return Ok((value, bits));
            }
        }
    }

    /// Units of so many bytes up to one of zeroes, from a whole byte on; continues after that. The first byte, and how many.
    pub(super) fn string(&mut self, unit: usize) -> Result<(usize, usize), Beyond> {
        let (from, end) = ((self.at / 8) as usize, (self.end / 8) as usize);
        let bytes = self.bytes.get(from..end).ok_or(Beyond)?;
        let len = match unit {
            1 => bytes.iter().position(|&byte| byte == 0),
            _ => bytes.chunks_exact(unit).position(|unit| unit.iter().all(|&byte| byte == 0)),
        };
        let Some(len) = len else {
            self.reach(self.end + 8)?;
            return Err(Beyond);
        };
        let len = len * unit;
        self.at += ((len + unit) * 8) as u64;
        Ok((from, len))
    }
}

/// `bits` bits from bit `at` on.
pub(super) fn number(bytes: &[u8], at: u64, bits: u32, order: ByteOrder) -> Option<u64> {
    let rest = bytes.get(usize::try_from(at / 8).ok()?..)?;
    let shift = (at % 8) as u32;
    if shift == 0 {
        let whole = match bits {
            8 => Some(u64::from(*rest.first()?)),
            16 => {
                Some(u64::from(le_or_be(*rest.first_chunk()?, order, u16::from_le_bytes, u16::from_be_bytes)))
            }
            32 => {
                Some(u64::from(le_or_be(*rest.first_chunk()?, order, u32::from_le_bytes, u32::from_be_bytes)))
            }
            64 => Some(le_or_be(*rest.first_chunk()?, order, u64::from_le_bytes, u64::from_be_bytes)),
            _ => None,
        };
        if whole.is_some() {
            return whole;
        }
    }
    let touched = (shift + bits).div_ceil(8);
    let part = rest.get(..touched as usize)?;
    let above = match order {
        ByteOrder::Little => shift,
        ByteOrder::Big => touched * 8 - shift - bits,
    };
    let shifted = order.number(part) >> above;
    // Not more than 64 bits are asked for.
    Some((shifted & ((1 << bits) - 1)) as u64)
}

fn le_or_be<const N: usize, T>(
    bytes: [u8; N],
    order: ByteOrder,
    le: fn([u8; N]) -> T,
    be: fn([u8; N]) -> T,
) -> T {
    match order {
        ByteOrder::Little => le(bytes),
        ByteOrder::Big => be(bytes),
    }
}

/// A number's value, of its bits as they are in the packet.
pub(super) fn value(raw: u64, int: &IntType) -> u64 {
    if int.reversed { raw.reverse_bits() >> (64 - int.bits) } else { raw }
}

/// The sign of a number of `bits` bits, spread over all 64.
pub(super) fn extend(raw: u64, bits: u32) -> i64 {
    let unused = 64 - bits;
    (raw << unused).cast_signed() >> unused
}
