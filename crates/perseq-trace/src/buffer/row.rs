//! One CPU's control page and buffer, to look at.

use core::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

use crate::buffer::geometry::{CONTROL, Geometry};

/// One CPU's words and bytes, to look at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    pub(crate) words: &'a [AtomicUsize; CONTROL / 8],
    pub(crate) data: *mut u8,
    pub(crate) geometry: &'a Geometry,
}

/// A `position`, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    /// Bytes ever written, modulo 2⁴⁴.
    pub(crate) bytes: u64,
    /// Records in the current sub-buffer.
    pub(crate) records: u64,
}

/// Differences of byte counts are modulo this.
pub(crate) const MODULUS: u64 = 1 << crate::buffer::section::BYTES;

impl Position {
    pub(crate) fn of(word: usize) -> Self {
        Self { bytes: word as u64 % MODULUS, records: word as u64 / MODULUS }
    }
}

impl<'a> Row<'a> {
    pub(crate) fn word(self, index: usize) -> &'a AtomicUsize {
        &self.words[index]
    }

    pub(crate) fn data(self) -> *mut u8 {
        self.data
    }

    /// The pair of the sub-buffer that byte `at` is in: where its records end, and how many records are before it.
    pub(crate) fn pair(self, at: u64) -> [&'a AtomicUsize; 2] {
        let number = (at / self.geometry.sub_buffer as u64) as usize % self.geometry.sub_buffers;
        let first = crate::buffer::section::SUB_BUFFERS + 2 * number;
        [&self.words[first], &self.words[first + 1]]
    }

    /// Copies the `len` bytes from count `at` on, which do not cross the end of a sub-buffer. Both are multiples of 8.
    pub(crate) fn copy(self, at: u64, len: usize, to: &mut Vec<u8>) {
        let offset = (at % self.geometry.capacity as u64) as usize;
        assert!(offset + len <= self.geometry.capacity && at.is_multiple_of(8) && len.is_multiple_of(8));
        to.reserve(len);
        for word in 0..len / 8 {
            let place = self.data.wrapping_add(offset + 8 * word).cast::<u64>();
            // SAFETY: BUFFERS: in the buffer and aligned, by the assertion. Others may write there at the same time.
            let word = unsafe { AtomicU64::from_ptr(place) }.load(Relaxed);
            to.extend(word.to_ne_bytes());
        }
    }
}
