//! The rules that a vector keeps to, checked before anything is read or written.

use core::fmt;

use super::{MAX_DATA, MAX_LEN, MAX_OPS, Op, Word};

/// Which rule a vector breaks. `op` is the operation's number, from 0.
#[non_exhaustive]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Invalid {
    /// No operations, or more than [`MAX_OPS`].
    Count {
        /// How many.
        ops: usize,
    },
    /// A comparison or copy of 0 bytes or more than [`MAX_LEN`].
    Len {
        /// Number of the operation.
        op: usize,
        /// Its bytes.
        len: usize,
    },
    /// More than [`MAX_DATA`] bytes in all.
    Data {
        /// The bytes.
        bytes: usize,
    },
    /// A null address.
    Null {
        /// Number of the operation.
        op: usize,
    },
    /// A number whose size is not 1, 2, 4 or 8.
    Size {
        /// Number of the operation.
        op: usize,
        /// Its size in bytes.
        size: usize,
    },
    /// An address that is not a multiple of the number's size.
    Misaligned {
        /// Number of the operation.
        op: usize,
        /// The address.
        address: usize,
        /// The size in bytes.
        size: usize,
    },
    /// A range that reaches the end of the address space, whose last byte is no program's, or goes beyond it.
    Wraps {
        /// Number of the operation.
        op: usize,
    },
    /// A shift by as many bits as the number has, or more.
    Shift {
        /// Number of the operation.
        op: usize,
        /// Bits to shift by.
        bits: u32,
        /// Bits of the number.
        width: u32,
    },
    /// A copy between ranges that overlap.
    Overlap {
        /// Number of the operation.
        op: usize,
    },
    /// A comparison after an operation that writes: if it failed, something would be done already.
    ComparisonAfterWrite {
        /// Number of the comparison.
        op: usize,
    },
}

impl fmt::Display for Invalid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Count { ops } => {
                write!(f, "a vector of {ops} operations was given; it can have 1 to {MAX_OPS}")
            }
            Self::Len { op, len } => {
                write!(
                    f,
                    "operation {op} is about {len} bytes; 1 to {MAX_LEN} can be compared or copied at once"
                )
            }
            Self::Data { bytes } => {
                write!(
                    f,
                    "the operations are about {bytes} bytes in all; {MAX_DATA} is the most, split the vector"
                )
            }
            Self::Null { op } => write!(f, "operation {op} has a null address"),
            Self::Size { op, size } => {
                write!(f, "operation {op} is on {size} bytes; numbers have 1, 2, 4 or 8")
            }
            Self::Misaligned { op, address, size } => {
                write!(f, "operation {op} is at {address:#x}, which is not a multiple of its {size} bytes")
            }
            Self::Wraps { op } => {
                write!(f, "operation {op} reaches the end of the address space or goes beyond it")
            }
            Self::Shift { op, bits, width } => {
                write!(
                    f,
                    "operation {op} shifts {width} bits by {bits}; less than all of them can be shifted"
                )
            }
            Self::Overlap { op } => write!(f, "operation {op} copies between ranges that overlap"),
            Self::ComparisonAfterWrite { op } => write!(
                f,
                "comparison {op} stands behind an operation that writes; put comparisons first, so that a failed \
                 one leaves everything as it was"
            ),
        }
    }
}

impl core::error::Error for Invalid {}

/// Checks a vector.
pub(super) fn check(ops: &[Op]) -> Result<(), Invalid> {
    if ops.is_empty() || ops.len() > MAX_OPS {
        return Err(Invalid::Count { ops: ops.len() });
    }
    let (mut bytes, mut writes) = (0, false);
    for (number, op) in ops.iter().enumerate() {
        let comparison = matches!(op, Op::CompareEq { .. } | Op::CompareNe { .. });
        if comparison && writes {
            return Err(Invalid::ComparisonAfterWrite { op: number });
        }
        writes |= !comparison && *op != Op::Barrier;
        bytes += one(number, *op)?;
    }
    if bytes > MAX_DATA { Err(Invalid::Data { bytes }) } else { Ok(()) }
}

/// Checks one operation; returns how many bytes it is about.
fn one(op: usize, operation: Op) -> Result<usize, Invalid> {
    match operation {
        Op::CompareEq { a, b, len } | Op::CompareNe { a, b, len } => ranges(op, a, b, len),
        Op::Copy { to, from, len } => {
            let bytes = ranges(op, to, from, len)?;
            if to.addr().abs_diff(from.addr()) < len {
                return Err(Invalid::Overlap { op });
            }
            Ok(bytes)
        }
        Op::Add(word, _) | Op::Or(word, _) | Op::And(word, _) | Op::Xor(word, _) => number(op, word),
        Op::ShiftLeft(word, bits) | Op::ShiftRight(word, bits) => {
            let size = number(op, word)?;
            let width = size as u32 * 8;
            if bits >= width { Err(Invalid::Shift { op, bits, width }) } else { Ok(size) }
        }
        Op::Barrier => Ok(0),
    }
}

fn ranges(op: usize, a: *const u8, b: *const u8, len: usize) -> Result<usize, Invalid> {
    if len == 0 || len > MAX_LEN {
        return Err(Invalid::Len { op, len });
    }
    if a.is_null() || b.is_null() {
        return Err(Invalid::Null { op });
    }
    if a.addr().max(b.addr()).checked_add(len).is_none() {
        return Err(Invalid::Wraps { op });
    }
    Ok(len)
}

fn number(op: usize, Word { at, size }: Word) -> Result<usize, Invalid> {
    if !matches!(size, 1 | 2 | 4 | 8) {
        return Err(Invalid::Size { op, size });
    }
    if at.is_null() {
        return Err(Invalid::Null { op });
    }
    if !at.addr().is_multiple_of(size) {
        return Err(Invalid::Misaligned { op, address: at.addr(), size });
    }
    Ok(size)
}
