//! A ring of records per CPU, with one reader: a record is written by one critical section, whole or not at all.
//!
//! ```text
//!   row:   guard │ written │ read │ reader │ …  to byte 64 │ buffer, a power of two of bytes
//!
//!   buffer at count n is byte n mod capacity; counts grow for ever:
//!
//!          read                              written
//!           ▼                                   ▼
//!   … free │ 16 │ 16 bytes… │ 3 │ 3 bytes, 5 │ free …     a header of 8 bytes holds the length; records are padded to 8
//! ```
//!
//! `written` is the word that commits: header and bytes are written before the count that publishes them, and an
//! aborted write leaves only bytes that no thread reads. No record crosses the end of the buffer: the bytes left there become
//! padding. A record takes half of the buffer at most, so that an empty row has room for it wherever the row's counts are.
//!
//! In overwrite mode a writer that finds no room moves `read` on, in a section of its own that compares it first. Counts
//! are words: on 32-bit targets they wrap after 4 GiB, which no difference of two notices; a writer that is preempted between
//! its look and its section for exactly a multiple of 4 GiB of records in that row would take the row for unchanged.

mod reader;
mod row;
mod slow;

use core::fmt;

use perseq_core::{
    ByCpuId, Error, Index, Outcome, Result, cpu,
    guard::Guarded,
    pool::{Pool, STRIDE},
    section::guarded,
};

use crate::Counter;
pub use reader::Reader;
use row::{BYTES, HEADER, Row, need};

/// Smallest buffer.
const MIN_CAPACITY: usize = 64;
/// Largest buffer: the largest power of two that fits in a row after its head.
const MAX_CAPACITY: usize = STRIDE / 2;

/// The action of a write when the row has no room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// The new record is refused: the oldest ones stay until they are read.
    Discard,
    /// The oldest records make room, read or not: the row always has the newest ones. At least a sixteenth of the
    /// buffer is freed at a time.
    Overwrite,
}

/// A ring of records of any length per CPU (or concurrency id): many writers, one reader per row.
///
/// [`write`](Self::write) puts a record in the row of the CPU that the thread runs on. The records of a row are in the
/// order of their writes, and each is there whole or not at all: a writer that is preempted, interrupted or killed
/// leaves no hole. [`drain`](Self::drain) and [`reader`](Self::reader) take records out, on any thread. Records that were refused
/// or overwritten are [counted](Self::lost): once nothing is under way, records written = read + lost + still inside.
///
/// Writing is async-signal-safe, also in a handler that interrupts a write. Records of a CPU that went offline stay in its
/// row until they are read. Takes `capacity` + 64 bytes per CPU that is used.
///
/// ```
/// use perseq::{Mode, RingBuffer};
///
/// let events = RingBuffer::new(64 * 1024, Mode::Discard); // or a `static`
/// events.write(b"opened")?;
/// events.write(b"closed")?;
/// let mut seen = Vec::new();
/// events.drain(|_cpu, record| seen.push(record.to_vec()))?;
/// seen.sort();
/// assert_eq!(seen, [b"closed", b"opened"]);
/// # Ok::<(), perseq::Error>(())
/// ```
pub struct RingBuffer<I: Index = ByCpuId> {
    rows: Guarded<I>,
    capacity: usize,
    /// The answer of `max_record`; kept, because every write compares with it.
    max_record: usize,
    mode: Mode,
    /// Records refused or overwritten.
    lost: Counter,
}

impl RingBuffer {
    /// A ring with a buffer of `capacity` bytes per CPU, rounded up to a power of two and to 64. `const`: works in a `static`.
    ///
    /// It has no memory until its first use or [`prepare`](Self::prepare), and each use until then can fail for want of it.
    ///
    /// # Panics
    ///
    /// Unless the capacity is from 1 to 128 KiB.
    #[must_use]
    pub const fn new(capacity: usize, mode: Mode) -> Self {
        Self::indexed(capacity, mode)
    }

    /// The same with memory, and with errors instead of a panic.
    ///
    /// # Errors
    ///
    /// As [`try_indexed`](Self::try_indexed).
    pub fn try_new(capacity: usize, mode: Mode) -> Result<Self> {
        Self::try_indexed(capacity, mode)
    }
}

impl<I: Index> RingBuffer<I> {
    /// A ring with a buffer of `capacity` bytes per row, by the index of its type: as [`new`](Self::new).
    ///
    /// # Panics
    ///
    /// As [`new`](Self::new).
    #[must_use]
    pub const fn indexed(capacity: usize, mode: Mode) -> Self {
        Self::of(capacity, mode, None)
    }

    /// The same in a pool of one's own.
    ///
    /// # Panics
    ///
    /// As [`new`](Self::new).
    #[must_use]
    pub const fn new_in(capacity: usize, mode: Mode, pool: &'static Pool<I>) -> Self {
        Self::of(capacity, mode, Some(pool))
    }

    /// A ring with a buffer of `capacity` bytes per row, with memory.
    ///
    /// # Errors
    ///
    /// [`Error::Capacity`] unless the capacity is from 1 to 128 KiB; [`Error::Exhausted`] and [`Error::Syscall`] when
    /// there is no memory.
    pub fn try_indexed(capacity: usize, mode: Mode) -> Result<Self> {
        if capacity == 0 || capacity > MAX_CAPACITY {
            return Err(Error::Capacity { asked: capacity, max: MAX_CAPACITY });
        }
        let ring = Self::indexed(capacity, mode);
        ring.prepare().map(|()| ring)
    }

    const fn of(capacity: usize, mode: Mode, pool: Option<&'static Pool<I>>) -> Self {
        assert!(capacity > 0 && capacity <= MAX_CAPACITY, "a capacity from 1 byte to 128 KiB");
        let capacity = if capacity < MIN_CAPACITY { MIN_CAPACITY } else { capacity.next_power_of_two() };
        let rows = Guarded::unplaced(BYTES + capacity, 64, 0, pool);
        Self { rows, capacity, max_record: capacity / 2 - HEADER, mode, lost: Counter::new() }
    }

    /// Gives the ring memory, as its first use would: call it where an error can be dealt with, or before signal handlers
    /// write. Nothing happens the second time.
    ///
    /// # Errors
    ///
    /// [`Error::Exhausted`] and [`Error::Syscall`] when there is no memory.
    pub fn prepare(&self) -> Result<()> {
        self.rows.place()
    }

    /// Bytes of each row's buffer. A record takes 8 more than it has, rounded up to 8.
    #[must_use]
    pub const fn capacity(&self) -> usize {
        self.capacity
    }

    /// The action of a write when the row has no room.
    #[must_use]
    pub const fn mode(&self) -> Mode {
        self.mode
    }

    /// Bytes of the longest record: half of the buffer, less its header.
    #[must_use]
    pub const fn max_record(&self) -> usize {
        self.max_record
    }

    /// Appends `record` to this CPU's row: one critical section of some twenty instructions and a loop over the record's
    /// words, unless it has to make room.
    ///
    /// A thread that holds a row writes to that of another CPU, the next lower one that is free first.
    ///
    /// # Errors
    ///
    /// [`Error::RecordTooLong`]; [`Error::Full`] in discard mode, if the row had no room (the record counts as
    /// [lost](Self::lost)); if this thread cannot run sections, also the errors of
    /// [`Guarded::lock`](perseq_core::guard::Guarded::lock) (lost, too).
    #[inline]
    pub fn write(&self, record: &[u8]) -> Result<()> {
        let (len, max) = (record.len(), self.max_record());
        if len > max {
            return Err(Error::RecordTooLong { len, max });
        }
        match self.attempt(record) {
            Outcome::Committed => Ok(()),
            outcome => self.resume_write(record, outcome),
        }
    }

    /// One attempt at the section; `record` is not too long.
    #[inline(always)]
    fn attempt(&self, record: &[u8]) -> Outcome {
        let (len, need) = (record.len(), need(record.len()));
        let (room, mask) = (self.capacity - need, self.capacity - 1);
        let (source, none) = (record.as_ptr().cast_mut().cast(), core::ptr::null_mut());
        // SAFETY: PLAIN, OWNED, GUARDED: `rows` has the layout of a ring of `capacity` bytes and lives as long as `self`;
        // `source` holds `len` bytes, which are only read, and which `copy` may find unaligned.
        self.rows
            .attempt(|base| unsafe { guarded::ring_write::<I>(base, source, none, len, need, room, mask) })
    }

    /// The reader of row `row`, of which there is one at a time.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchRow`] if there is no such row; [`Error::ReaderHeld`] while another one exists, also one that a
    /// thread had which a `fork` did not copy.
    pub fn reader(&self, row: u32) -> Result<Reader<'_, I>> {
        Reader::new(self, row)
    }

    /// Takes every record out of every row and gives it to `f` with the row's number, the oldest of each row first; returns
    /// how many they were. See [`Reader::read`].
    ///
    /// # Errors
    ///
    /// [`Error::ReaderHeld`] if a row that has records has another reader; in overwrite mode the errors of
    /// [`Guarded::lock`](perseq_core::guard::Guarded::lock). Records taken before have been given to `f`.
    pub fn drain(&self, mut f: impl FnMut(u32, &[u8])) -> Result<usize> {
        self.each_row(|reader, row| reader.read(|record| f(row, record)))
    }

    /// Takes every record out of row `row` and gives it to `f`, the oldest first; returns how many they were. See [`Reader::read`].
    ///
    /// # Errors
    ///
    /// As [`reader`](Self::reader) and [`Reader::read`]; nothing was taken then.
    pub fn drain_row(&self, row: u32, f: impl FnMut(&[u8])) -> Result<usize> {
        self.reader(row)?.read(f)
    }

    /// How many rows there are: numbers below are rows.
    #[must_use]
    pub fn rows(&self) -> u32 {
        cpu::rows()
    }

    /// As [`drain`](Self::drain), but the records stay where they are: what a flight recorder shows.
    ///
    /// # Errors
    ///
    /// As [`drain`](Self::drain).
    pub fn snapshot(&self, mut f: impl FnMut(u32, &[u8])) -> Result<usize> {
        self.each_row(|reader, row| reader.look(|record| f(row, record)))
    }

    fn each_row(&self, mut f: impl FnMut(&mut Reader<'_, I>, u32) -> Result<usize>) -> Result<usize> {
        let mut records = 0;
        for index in 0..cpu::rows() {
            // Rows that no thread has used have no memory, and get none.
            if !self.is_empty_at(index) {
                records += f(&mut self.reader(index)?, index)?;
            }
        }
        Ok(records)
    }

    /// How many records were refused for want of room, or overwritten before they were read.
    #[must_use]
    pub fn lost(&self) -> u64 {
        self.lost.sum()
    }

    /// Returns whether there was nothing to read; out of date when it arrives.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        (0..cpu::rows()).all(|index| self.is_empty_at(index))
    }

    fn is_empty_at(&self, index: u32) -> bool {
        !self.rows.is_placed() || self.row(index).is_ok_and(Row::is_empty)
    }

    fn row(&self, index: u32) -> Result<Row<'_>> {
        Row::new(&self.rows, index, self.capacity)
    }
}

impl<I: Index> fmt::Debug for RingBuffer<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RingBuffer")
            .field("capacity", &self.capacity)
            .field("mode", &self.mode)
            .field("lost", &self.lost())
            .finish_non_exhaustive()
    }
}
