//! Numbers at any bit of a packet.

use crate::schema::ByteOrder;

/// A place in a packet's bits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    at: u64,
    end: u64,
}

/// What is wanted goes on behind the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Beyond;

impl<'a> Bits<'a> {
    /// The bits from `at` to `end`, or to the end of `bytes` if that is before.
    pub(super) fn new(bytes: &'a [u8], at: u64, end: u64) -> Bits<'a> {
        Bits { bytes, at, end: end.min(bytes.len() as u64 * 8) }
    }

    pub(super) fn at(&self) -> u64 {
        self.at
    }

    pub(super) fn align(&mut self, bits: u64) -> Result<(), Beyond> {
        let at = self.at.checked_next_multiple_of(bits).ok_or(Beyond)?;
        if at > self.end {
            return Err(Beyond);
        }
        self.at = at;
        Ok(())
    }

    /// Goes over so many bits, and returns where they began.
    pub(super) fn skip(&mut self, bits: u64) -> Result<u64, Beyond> {
        let from = self.at;
        let at = from.checked_add(bits).filter(|&at| at <= self.end).ok_or(Beyond)?;
        self.at = at;
        Ok(from)
    }

    /// The next 1 to 64 bits as a number.
    pub(super) fn number(&mut self, bits: u32, order: ByteOrder) -> Result<u64, Beyond> {
        let from = self.skip(bits.into())?;
        number(self.bytes, from, bits, order).ok_or(Beyond)
    }

    /// Bytes up to a zero, from a whole byte on; goes behind the zero.
    pub(super) fn string(&mut self) -> Result<(usize, usize), Beyond> {
        let (from, end) = ((self.at / 8) as usize, (self.end / 8) as usize);
        let bytes = self.bytes.get(from..end).ok_or(Beyond)?;
        let len = bytes.iter().position(|&byte| byte == 0).ok_or(Beyond)?;
        self.at += (len as u64 + 1) * 8;
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
    let join = |number: u128, byte: &u8| number << 8 | u128::from(*byte);
    let shifted = match order {
        ByteOrder::Little => part.iter().rev().fold(0, join) >> shift,
        ByteOrder::Big => part.iter().fold(0, join) >> (touched * 8 - shift - bits),
    };
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

/// The sign of a number of `bits` bits, spread over all 64.
pub(super) fn extend(raw: u64, bits: u32) -> i64 {
    let unused = 64 - bits;
    (raw << unused).cast_signed() >> unused
}
