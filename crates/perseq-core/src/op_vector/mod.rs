//! `OpVector`: a short list of operations on a row, all or nothing: what the system call `cpu_opv` was to be.
//!
//! The proposal (M. Desnoyers, LKML 2017–2018, never merged) had the kernel run up to sixteen operations on a given CPU with
//! preemption off, for what a section cannot do: another CPU's data, and progress under a debugger. Here the row's guard does
//! that: [`OpVector::run`] takes it, and no other thread touches the row until the vector is through.
//!
//! Comparisons come first. If one fails nothing has been written, and the answer says which. Limits are the proposal's:
//! [`MAX_OPS`] operations, [`MAX_DATA`] bytes of data, [`MAX_LEN`] in one comparison or copy.

mod apply;
mod validate;

use crate::{Index, error::Result, guard::Guarded};

pub use validate::Invalid;

/// Most operations in a vector.
pub const MAX_OPS: usize = 16;
/// Most bytes that one comparison or copy is about.
pub const MAX_LEN: usize = 4096;
/// Most bytes that all operations of a vector are about.
pub const MAX_DATA: usize = MAX_LEN + 15 * 8;

/// One operation. Addresses are of memory that stays valid while the vector runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Op {
    /// Goes on only if `len` bytes at `a` and `b` are equal. Any alignment.
    CompareEq {
        /// One side.
        a: *const u8,
        /// The other.
        b: *const u8,
        /// Bytes, 1 to [`MAX_LEN`].
        len: usize,
    },
    /// Goes on only if they are not.
    CompareNe {
        /// One side.
        a: *const u8,
        /// The other.
        b: *const u8,
        /// Bytes, 1 to [`MAX_LEN`].
        len: usize,
    },
    /// Copies `len` bytes. Any alignment; the two do not overlap.
    Copy {
        /// To.
        to: *mut u8,
        /// From.
        from: *const u8,
        /// Bytes, 1 to [`MAX_LEN`].
        len: usize,
    },
    /// Adds, wrapping at the size. Negative numbers subtract.
    Add(Word, i64),
    /// `|=`.
    Or(Word, u64),
    /// `&=`.
    And(Word, u64),
    /// `^=`.
    Xor(Word, u64),
    /// `<<=`, by less than the size's bits.
    ShiftLeft(Word, u32),
    /// `>>=`, filling with zeroes, by less than the size's bits.
    ShiftRight(Word, u32),
    /// A full memory barrier.
    Barrier,
}

/// An unsigned number in memory, aligned to its size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Its address.
    pub at: *mut u8,
    /// Its bytes: 1, 2, 4 or 8.
    pub size: usize,
}

/// A vector that keeps to the rules.
#[derive(Debug, Clone, Copy)]
pub struct OpVector {
    ops: [Op; MAX_OPS],
    len: usize,
}

/// How a vector ended.
#[must_use = "a vector whose comparison failed has done nothing"]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Every operation was done.
    Done,
    /// This comparison (from 0) failed, and nothing was written. (`cpu_opv` would have returned the number plus 1.)
    Failed(usize),
}

impl OpVector {
    /// Checks `ops`. Nothing is read or written at their addresses.
    ///
    /// # Errors
    ///
    /// [`Invalid`]: which operation breaks which rule, with the figures.
    pub fn new(ops: &[Op]) -> core::result::Result<Self, Invalid> {
        validate::check(ops)?;
        let mut all = [Op::Barrier; MAX_OPS];
        all[..ops.len()].copy_from_slice(ops);
        Ok(Self { ops: all, len: ops.len() })
    }

    /// The operations.
    #[must_use]
    pub fn ops(&self) -> &[Op] {
        &self.ops[..self.len]
    }

    /// Runs the vector with row `row` of `rows` held: sections on that row are kept out, and other vectors.
    ///
    /// A child that another thread forks during the run takes the row over as it is: it may find the first operations
    /// done and the rest not. If children continue to use the row, order the writes so that each leaves it whole.
    ///
    /// # Errors
    ///
    /// Those of [`Guarded::lock`]; nothing was done then.
    ///
    /// # Safety
    ///
    /// * Every address is valid for what its operation does there, and during the run is written by no other code but
    ///   sections on this row that look at the guard.
    /// * No operation touches the row's guard or limit.
    pub unsafe fn run<I: Index>(&self, rows: &Guarded<I>, row: u32) -> Result<Ended> {
        let _held = rows.lock(row)?;
        // SAFETY: the caller's promise, and the row is held.
        Ok(unsafe { self.apply() })
    }

    /// Runs the vector on memory that the caller has exclusive access to.
    ///
    /// # Safety
    ///
    /// * Every address is valid for what its operation does there, and no other thread writes it, or reads what is
    ///   written, during the call.
    pub unsafe fn apply(&self) -> Ended {
        for (number, &op) in self.ops().iter().enumerate() {
            // SAFETY: the caller's promise.
            if !unsafe { apply::one(op) } {
                return Ended::Failed(number);
            }
        }
        Ended::Done
    }
}
