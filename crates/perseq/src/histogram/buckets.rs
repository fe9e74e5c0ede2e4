//! The buckets of HdrHistogram: linear inside a power of two, so that every value keeps a given number of decimal digits.
//!
//! Sub-buckets are counted in halves: the first bucket has `2 × half` values of width 1, every further one `half` of twice the
//! width of the one before. Source: G. Tene, HdrHistogram; the arithmetic is checked against the crate `hdrhistogram`.

use core::ops::RangeInclusive;

use perseq_core::{Error, Result};

/// The most decimal digits that a histogram keeps.
const MAX_DIGITS: u8 = 5;

/// Which values share a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Buckets {
    highest: u64,
    /// Binary logarithm of `half`.
    half_bits: u32,
    len: usize,
}

impl Buckets {
    /// Buckets for values up to `highest` that keep `digits` decimal digits.
    ///
    /// # Errors
    ///
    /// [`Error::Digits`] if those are out of range.
    pub(super) fn new(highest: u64, digits: u8) -> Result<Self> {
        if !(1..=MAX_DIGITS).contains(&digits) {
            return Err(Error::Digits { asked: digits, max: MAX_DIGITS });
        }
        // Enough values of width 1 that the relative error is below 10^-digits.
        let half_bits = (2 * 10_u64.pow(digits.into())).next_power_of_two().ilog2() - 1;
        let mut buckets = Self { highest, half_bits, len: 0 };
        buckets.len = buckets.index(highest) + 1;
        Ok(buckets)
    }

    /// How many counts there are.
    pub(super) const fn len(&self) -> usize {
        self.len
    }

    /// How many decimal digits values keep.
    pub(super) const fn digits(&self) -> u8 {
        match self.half_bits {
            ..=4 => 1,
            5..=7 => 2,
            8..=10 => 3,
            11..=14 => 4,
            _ => 5,
        }
    }

    /// The highest value that can be told from lower ones.
    pub(super) const fn highest(&self) -> u64 {
        self.highest
    }

    /// The count of `value`, which is not above the highest: a dozen instructions, no branch.
    #[inline(always)]
    pub(super) const fn index(&self, value: u64) -> usize {
        let mask = (2 << self.half_bits) - 1;
        let bucket = (value | mask).ilog2() - self.half_bits;
        let sub = (value >> bucket) as usize;
        ((bucket as usize) << self.half_bits) + sub
    }

    /// The values of a count.
    pub(super) const fn values(&self, index: usize) -> RangeInclusive<u64> {
        let bucket = (index >> self.half_bits).saturating_sub(1);
        let low = ((index - (bucket << self.half_bits)) as u64) << bucket;
        low..=low + ((1 << bucket) - 1)
    }
}
