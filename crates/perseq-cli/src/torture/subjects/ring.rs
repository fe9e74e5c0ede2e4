//! Rings: records are whole, each row has every writer's in order, and written = read + lost.

use std::{
    collections::HashMap,
    sync::{
        Mutex,
        atomic::{
            AtomicU64,
            Ordering::{Relaxed, SeqCst},
        },
    },
};

use fastrand::Rng;
use perseq::{Error, Index, Mode, RingBuffer};

use super::{array_stack::rows, writer};
use crate::torture::{
    ledger::{Fault, Wrong},
    subject::Subject,
};

/// Bytes of a row's buffer: some tens of records.
const CAPACITY: usize = 2048;
/// Bytes of a record's writer, number and checksum, before the rest.
const HEAD: usize = 24;
/// Most bytes of the rest.
const REST: usize = 72;
fn checksum(writer: u64, number: u64, rest: &[u8]) -> u64 {
    let start = writer.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number;
    rest.iter().fold(start, |sum, &byte| sum.rotate_left(7).wrapping_mul(31) ^ u64::from(byte))
}

/// The last record that was read of each writer in each row.
#[derive(Default)]
struct Seen {
    last: HashMap<(u32, u64), u64>,
    records: u64,
}

impl Seen {
    fn check(&mut self, row: u32, record: &[u8], fault: &Fault) {
        let mut words = record.chunks_exact(8).map(|word| word.try_into().map_or(0, u64::from_ne_bytes));
        let (Some(writer), Some(number), Some(sum)) = (words.next(), words.next(), words.next()) else {
            return fault.record(Wrong::Torn, record.len());
        };
        if sum != checksum(writer, number, &record[HEAD..]) {
            fault.record(Wrong::Torn, number as usize);
        }
        if self.last.insert((row, writer), number).is_some_and(|last| last >= number) {
            fault.record(Wrong::OutOfOrder, number as usize);
        }
        self.records += 1;
    }
}

/// A ring beside what was written to it and what was read.
pub(super) struct Records<I: Index> {
    name: &'static str,
    ring: RingBuffer<I>,
    written: AtomicU64,
    /// Held by the reading thread, so that what is read later is seen later.
    seen: Mutex<Seen>,
    fault: Fault,
}

impl<I: Index> Records<I> {
    pub(super) fn new(name: &'static str, mode: Mode) -> perseq::Result<Self> {
        let ring = RingBuffer::try_indexed(CAPACITY, mode)?;
        Ok(Self { name, ring, written: AtomicU64::new(0), seen: Mutex::default(), fault: Fault::new() })
    }

    fn write(&self, rng: &mut Rng, in_handler: bool) {
        let mut record = [0; HEAD + REST];
        let len = HEAD + rng.usize(..=REST);
        let (writer, number) = writer::next(in_handler);
        rng.fill(&mut record[HEAD..len]);
        let sum = checksum(writer, number, &record[HEAD..len]);
        for (word, value) in record.chunks_exact_mut(8).zip([writer, number, sum]) {
            word.copy_from_slice(&value.to_ne_bytes());
        }
        self.written.fetch_add(1, Relaxed);
        match self.ring.write(&record[..len]) {
            Ok(()) => {}
            Err(Error::Full { .. }) if self.ring.mode() == Mode::Discard => {}
            Err(_) => self.fault.record(Wrong::Failed, number as usize),
        }
    }

    /// Reads every row, as the only one in this process.
    fn drain(&self, seen: &mut Seen) -> perseq::Result<usize> {
        self.ring.drain(|row, record| seen.check(row, record, &self.fault))
    }
}

impl<I: Index> Subject for Records<I> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn work(&self, rng: &mut Rng, operations: u32) -> u32 {
        (0..operations).for_each(|_| self.write(rng, false));
        if rng.u8(..4) == 0
            && let Ok(mut seen) = self.seen.try_lock()
            && self.drain(&mut seen).is_err()
        {
            self.fault.record(Wrong::Failed, 0);
        }
        operations
    }

    fn in_handler(&self, rng: &mut Rng) -> bool {
        self.write(rng, true);
        true
    }

    fn disturb(&self, rng: &mut Rng) -> u32 {
        // No other thread reads during that, and what is looked at stays.
        let Ok(mut seen) = self.seen.try_lock() else { return 0 };
        let done = if rng.bool() {
            let mut sight = Seen::default();
            self.ring.snapshot(|row, record| sight.check(row, record, &self.fault))
        } else {
            let row = rng.u32(..rows());
            self.ring
                .reader(row)
                .and_then(|mut reader| reader.read(|record| seen.check(row, record, &self.fault)))
        };
        if done.is_err() {
            self.fault.record(Wrong::Failed, 0);
        }
        1
    }

    fn check_copy(&self, rng: &mut Rng) -> Result<(), String> {
        // A reader that another thread had is not in this process, and its rows stay read by it.
        let mut seen = Seen::default();
        let read = |seen: &mut Seen| {
            for row in 0..rows() {
                match self.ring.reader(row) {
                    Ok(mut reader) => {
                        let each = |record: &[u8]| seen.check(row, record, &self.fault);
                        reader.read(each).map_err(|error| error.to_string())?;
                    }
                    Err(Error::ReaderHeld { .. }) => {}
                    Err(error) => return Err(error.to_string()),
                }
            }
            Ok(())
        };
        read(&mut seen)?;
        (0..20).for_each(|_| self.write(rng, false));
        read(&mut seen)?;
        self.fault().map_or(Ok(()), Err)
    }

    fn check(&self) -> Result<(), String> {
        let mut seen = self.seen.lock().map_err(|error| error.to_string())?;
        self.drain(&mut seen).map_err(|error| error.to_string())?;
        if let Some(fault) = self.fault() {
            return Err(fault);
        }
        let (written, read, lost) = (self.written.load(SeqCst), seen.records, self.ring.lost());
        if !self.ring.is_empty() || read + lost != written {
            return Err(format!("{written} records were written, {read} read and {lost} lost"));
        }
        Ok(())
    }

    fn fault(&self) -> Option<String> {
        self.fault.get()
    }

    fn has_guards(&self) -> bool {
        // In discard mode only threads without sections take them.
        self.ring.mode() == Mode::Overwrite
    }
}
