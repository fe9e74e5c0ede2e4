//! Reading a ring: one reader per row, beside the writers in discard mode, under the guard in overwrite mode.
//!
//! # Discard mode: no guard, no fence
//!
//! ```text
//!   writer on CPU n (a section)                     reader, anywhere
//!   ─────────────────────────                       ─────────────────────────────
//!   a: load read                                    d: load written     (acquire)
//!   b: store header and bytes, if they fit          e: load headers and bytes before it
//!   c: store written            (release)           f: store read       (release)
//! ```
//!
//! c → d: the reader sees whole records. f → a: the writer stores (b) to bytes that were read only if it has seen `read`
//! past them (a), and a store that depends on a branch on a load comes after the load on every architecture (x86-TSO; the
//! control dependency of Arm, Power and RISC-V); the reader's loads (e) come before its release store (f). So no byte is written
//! that the reader still looks at. A section that is aborted between b and c has stored to free bytes only. Writers on the
//! guard's slow path do the same with an acquire load of `read`.
//!
//! # Overwrite mode
//!
//! There the writers move `read` too, so the reader takes the row's guard, with one fence, for as long as it takes to copy
//! the bytes out.

use std::vec::Vec;

use core::{
    fmt,
    sync::atomic::Ordering::{Acquire, Relaxed, Release},
};

use perseq_core::{ByCpuId, Error, Index, Result};

use super::{
    Mode, RingBuffer,
    row::{HEADER, Header, Row},
};
use crate::Counter;

/// The one reader of a row of a [`RingBuffer`], until it is dropped.
pub struct Reader<'a, I: Index = ByCpuId> {
    ring: &'a RingBuffer<I>,
    index: u32,
    row: Row<'a>,
    /// The bytes copied out of a held row. Overwrite mode.
    copy: Vec<u8>,
}

/// Removes or keeps the records that are read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    Remove,
    Keep,
}

// SAFETY: a reader is a borrow of the ring, which threads share, and memory of its own.
unsafe impl<I: Index> Send for Reader<'_, I> {}
// SAFETY: as above; `&Reader` gives access to the row's number only.
unsafe impl<I: Index> Sync for Reader<'_, I> {}

impl<'a, I: Index> Reader<'a, I> {
    /// Becomes the reader of row `index`.
    pub(super) fn new(ring: &'a RingBuffer<I>, index: u32) -> Result<Self> {
        let row = ring.row(index)?;
        row.reader()
            .compare_exchange(0, 1, Acquire, Relaxed)
            .map_err(|_| Error::ReaderHeld { row: index })?;
        Ok(Self { ring, index, row, copy: Vec::new() })
    }

    /// The row's number.
    #[must_use]
    pub fn row(&self) -> u32 {
        self.index
    }

    /// Takes every record that the row has at this moment, oldest first, gives each to `f`, and returns how many they were.
    ///
    /// In discard mode `f` sees the bytes in the row itself, and their place is free again when it has returned (or panicked),
    /// an eighth of the buffer at a time. In overwrite mode the records are copied out of the row, which is held
    /// during that (one [fence](perseq_core::fence)); `f` is called with no guard held. If `f` panics there, the records
    /// that it has not been given count as lost.
    ///
    /// # Errors
    ///
    /// In overwrite mode the errors of [`Guarded::lock`](perseq_core::guard::Guarded::lock); nothing was read then.
    pub fn read(&mut self, f: impl FnMut(&[u8])) -> Result<usize> {
        self.each(Then::Remove, f)
    }

    /// As [`read`](Self::read), but the records stay in the row.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn look(&mut self, f: impl FnMut(&[u8])) -> Result<usize> {
        self.each(Then::Keep, f)
    }

    fn each(&mut self, then: Then, f: impl FnMut(&[u8])) -> Result<usize> {
        match self.ring.mode {
            Mode::Discard => Ok(self.in_place(then, f)),
            Mode::Overwrite => self.copied(then, f),
        }
    }

    fn in_place(&mut self, then: Then, mut f: impl FnMut(&[u8])) -> usize {
        let row = self.row;
        let written = row.written().load(Acquire);
        let start = row.read().load(Relaxed);
        let mut done = Done { row, at: start, stored: start, then };
        let mut records = 0;
        while done.at != written {
            let header = row.header(done.at);
            let at = done.at.wrapping_add(HEADER);
            done.advance(header.size());
            if let Some(len) = header.len() {
                // SAFETY: a record between `read` and `written`, in one piece. Only this reader moves `read`, not before the
                // slice is given back, and no writer writes between the two (module head).
                f(unsafe { row.bytes(at, len) });
                records += 1;
            }
        }
        records
    }

    fn copied(&mut self, then: Then, f: impl FnMut(&[u8])) -> Result<usize> {
        self.copy_row(then)?;
        let lost = if then == Then::Remove { Some(&self.ring.lost) } else { None };
        let rest = Rest { bytes: &self.copy, lost };
        // Also when `f` panics, the rest is dropped and counted.
        Ok(rest.map(f).count())
    }

    /// Copies what the row has, while it is held.
    fn copy_row(&mut self, then: Then) -> Result<()> {
        self.copy.clear();
        // Not under the guard: a thread that waits for it may be in the allocator.
        self.copy.reserve_exact(self.ring.capacity);
        let _held = self.ring.rows.lock(self.index)?;
        let (read, written) = (self.row.read().load(Relaxed), self.row.written().load(Relaxed));
        let (mut at, mut left) = (read, written.wrapping_sub(read));
        while left > 0 {
            let to_end = self.ring.capacity - (at & (self.ring.capacity - 1));
            let piece = left.min(to_end);
            // SAFETY: GUARDED: the row is held; the bytes between its counts are written, and end at the end at most.
            self.copy.extend_from_slice(unsafe { self.row.bytes(at, piece) });
            (at, left) = (at.wrapping_add(piece), left - piece);
        }
        if then == Then::Remove {
            self.row.read().store(written, Relaxed);
        }
        Ok(())
    }
}

impl<I: Index> Drop for Reader<'_, I> {
    fn drop(&mut self) {
        self.row.reader().store(0, Release);
    }
}

impl<I: Index> fmt::Debug for Reader<'_, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("row", &self.index).finish_non_exhaustive()
    }
}

/// How far a reader has come in its row; stored when it stops for whatever reason, and now and then before.
struct Done<'a> {
    row: Row<'a>,
    at: usize,
    stored: usize,
    then: Then,
}

impl Done<'_> {
    /// Moves forward by `bytes`. The bytes before them have been given back.
    fn advance(&mut self, bytes: usize) {
        if self.at.wrapping_sub(self.stored) >= self.row.capacity() / 8 {
            self.store();
        }
        self.at = self.at.wrapping_add(bytes);
    }

    fn store(&mut self) {
        if self.then == Then::Remove {
            self.row.read().store(self.at, Release);
        }
        self.stored = self.at;
    }
}

impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.store();
    }
}

/// Records copied out of a row that `f` has not been given yet.
struct Rest<'a> {
    bytes: &'a [u8],
    /// Counts those that are never given.
    lost: Option<&'a Counter>,
}

impl<'a> Iterator for Rest<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        while !self.bytes.is_empty() {
            let header = Header::in_front_of(self.bytes);
            let (this, rest) = self.bytes.split_at(header.size());
            self.bytes = rest;
            if let Some(len) = header.len() {
                return Some(&this[HEADER..HEADER + len]);
            }
        }
        None
    }
}

impl Drop for Rest<'_> {
    fn drop(&mut self) {
        if let Some(lost) = self.lost {
            lost.add(self.count() as u64);
        }
    }
}
