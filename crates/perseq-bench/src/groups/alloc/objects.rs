//! Objects that know what they are: each has its number at both ends.

use std::hint::black_box;

/// An allocation of some size, with its number in its first and last bytes.
pub(super) struct Object(Vec<u8>);

impl Object {
    /// Allocates `size` bytes, at least 8, and marks them.
    #[inline]
    pub(super) fn new(size: usize, number: u32) -> Self {
        let mut bytes = Vec::with_capacity(size);
        bytes.resize(4, 0);
        bytes[..4].copy_from_slice(&number.to_ne_bytes());
        Self(black_box(bytes))
    }

    /// Fills it, with its number at its end as well.
    pub(super) fn filled(size: usize, number: u32) -> Self {
        let mut object = Self::new(size, number);
        object.0.resize(size, number as u8);
        object
    }

    /// Frees it, and returns whether it was as it had been made.
    #[inline]
    pub(super) fn free_intact(self, number: u32) -> bool {
        let whole = self.0.len() == 4 || self.0[4..].iter().all(|&byte| byte == number as u8);
        whole && self.0[..4] == number.to_ne_bytes()
    }
}

/// Numbers in no order, the same in each process (xorshift).
pub(super) struct Numbers(u64);

impl Numbers {
    pub(super) fn new(seed: usize) -> Self {
        Self(0x9e37_79b9_7f4a_7c15 ^ ((seed as u64) << 32))
    }

    #[inline]
    pub(super) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((u128::from(self.0) * end as u128) >> 64) as usize
    }

    /// The numbers below `end` in no order.
    pub(super) fn order(&mut self, end: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..end).collect();
        for last in (1..end).rev() {
            order.swap(last, self.below(last + 1));
        }
        order
    }
}
