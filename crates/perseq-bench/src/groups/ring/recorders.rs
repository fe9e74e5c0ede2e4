//! The group `ring`: a record of 16 bytes, a time stamp and a word, into a ring.
//!
//! Each rival reads the [cheapest clock](perseq_pmu::clock) and puts the two words where a reader finds them. `clock` only reads
//! the clock: what no recorder can be below. Buffers have 64 KiB (per CPU, or per thread), and are emptied by their writers
//! between the batches that are timed, except `perseq overwrite` and `getcpu+atomic`, which are never emptied. A run is
//! exact when every record was read or counted as lost, and the words that were read add up.

use std::{
    cell::Cell,
    collections::VecDeque,
    hint::black_box,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed, Ordering::Release},
    },
};

use crossbeam_queue::ArrayQueue;
use crossbeam_utils::CachePadded;
use perseq::{ByConcurrencyId, ByCpuId, Index, Mode, RingBuffer, perseq_core::cpu};
use perseq_pmu::clock;

use super::batches::{self, Work};
use crate::groups::cache::had;
use crate::{
    case::{Case, Measured, Variant},
    getcpu::Getcpu,
    parallel::{Times, Width},
    workload::use_up,
};

/// Bytes of a buffer.
const CAPACITY: usize = 64 * 1024;
/// Records of 16 bytes that a buffer has room for.
const RECORDS: usize = CAPACITY / 16;

/// A time stamp and a word.
type Record = [u64; 2];

/// Records and what their words add up to.
#[derive(Debug, Default, Clone, Copy, PartialEq)]
struct Tally {
    records: u64,
    sum: u64,
}

impl Tally {
    fn add(&mut self, [_, word]: Record) {
        self.records += 1;
        self.sum = self.sum.wrapping_add(word);
    }
}

/// A rival.
trait Recorder: Sync + Sized {
    /// The data that a worker keeps for itself.
    type Own;

    /// For that many threads, empty.
    fn new(width: Width) -> Self;

    /// Called by each worker before its first record.
    fn enter(&self) -> Self::Own;

    /// Reads the clock and records it with `word`.
    fn record(&self, own: &Self::Own, word: u64);

    /// Takes out what is there; called by each worker between batches, and at last.
    fn take(&self, own: &Self::Own) -> Tally;

    /// Takes out what the workers have left; how many records were lost, of so many that were written.
    fn finish(self, written: u64) -> (Tally, u64);
}

/// A rival, and what its workers wrote and took.
struct Recording<R> {
    recorder: R,
    written: Mutex<Tally>,
    taken: Mutex<Tally>,
}

/// A worker's state: the rival's own, and what it wrote and took.
struct Worker<O> {
    own: O,
    written: Cell<u64>,
    taken: Cell<Tally>,
}

fn add_to(total: &Mutex<Tally>, tally: Tally) {
    let mut total = total.lock().unwrap_or_else(PoisonError::into_inner);
    total.records += tally.records;
    total.sum = total.sum.wrapping_add(tally.sum);
}

impl<R: Recorder> Work for Recording<R> {
    type Own = Worker<R::Own>;

    fn enter(&self) -> Self::Own {
        Worker { own: self.recorder.enter(), written: Cell::new(0), taken: Cell::default() }
    }

    #[inline(always)]
    fn op(&self, worker: &Self::Own) {
        let word = worker.written.get();
        worker.written.set(word + 1);
        self.recorder.record(&worker.own, word);
    }

    fn between(&self, worker: &Self::Own) {
        let (mut taken, more) = (worker.taken.get(), self.recorder.take(&worker.own));
        taken.records += more.records;
        taken.sum = taken.sum.wrapping_add(more.sum);
        worker.taken.set(taken);
    }

    fn leave(&self, worker: Self::Own) {
        self.between(&worker);
        let records = worker.written.get();
        add_to(&self.written, Tally { records, sum: (0..records).fold(0, u64::wrapping_add) });
        add_to(&self.taken, worker.taken.get());
    }
}

/// All rivals at that many threads, ours first.
pub(super) fn cases(width: Width) -> Vec<Case> {
    vec![
        case::<Ours<ByCpuId, false>>(super::PERSEQ_DISCARD, width),
        case::<Ours<ByConcurrencyId, false>>(super::PERSEQ_DISCARD_MM_CID, width),
        case::<Ours<ByCpuId, true>>(super::PERSEQ_OVERWRITE, width),
        case::<Clock>(super::CLOCK, width),
        case::<ThreadLocal>(super::THREAD_LOCAL_RING, width),
        case::<GetcpuAtomic>(super::GETCPU_ATOMIC, width),
        case::<ArrayQueue<Record>>(super::CROSSBEAM_ARRAYQUEUE, width),
        case::<Mutex<VecDeque<Record>>>(super::STD_MUTEX_VECDEQUE, width),
    ]
}

fn case<R: Recorder>(variant: Variant, width: Width) -> Case {
    Case::new(variant, width, measure::<R>)
}

fn measure<R: Recorder>(width: Width, times: Times) -> Measured {
    let recording = Recording { recorder: R::new(width), written: Mutex::default(), taken: Mutex::default() };
    let run = batches::run(&recording, width, times);
    let of = |tally: Mutex<Tally>| tally.into_inner().unwrap_or_else(PoisonError::into_inner);
    let written = of(recording.written);
    let (rest, lost) = recording.recorder.finish(written.records);
    add_to(&recording.taken, rest);
    let taken = of(recording.taken);
    let exact = taken.records + lost == written.records && (lost > 0 || taken.sum == written.sum);
    Measured { grown: None, ns_per_op: run.ns_per_op, ops: run.timed, exact, cpu_share: run.cpu_share }
}

/// Ours.
struct Ours<I: Index, const OVERWRITE: bool>(RingBuffer<I>);

/// A record's words.
fn words(record: &[u8]) -> Record {
    let word = |at: usize| record[8 * at..].first_chunk().map_or(0, |bytes| u64::from_ne_bytes(*bytes));
    [word(0), word(1)]
}

impl<I: Index, const OVERWRITE: bool> Recorder for Ours<I, OVERWRITE> {
    type Own = u32;

    fn new(_width: Width) -> Self {
        let mode = if OVERWRITE { Mode::Overwrite } else { Mode::Discard };
        Self(had(RingBuffer::try_indexed(CAPACITY, mode)))
    }

    /// How many rows a thread can be on.
    fn enter(&self) -> u32 {
        cpu::possible().ok().and_then(|set| set.iter().max()).map_or(1, |highest| highest + 1)
    }

    #[inline(always)]
    fn record(&self, _rows: &u32, word: u64) {
        let record = [clock::ticks().to_ne_bytes(), word.to_ne_bytes()];
        // Refused records are counted by the ring.
        _ = self.0.write(record.as_flattened());
    }

    fn take(&self, rows: &u32) -> Tally {
        let mut tally = Tally::default();
        if !OVERWRITE {
            // A row that another worker reads is in good hands.
            for mut reader in (0..*rows).filter_map(|row| self.0.reader(row).ok()) {
                _ = reader.read(|record| tally.add(words(record)));
            }
        }
        tally
    }

    fn finish(self, _written: u64) -> (Tally, u64) {
        let mut tally = Tally::default();
        had(self.0.drain(|_, record| tally.add(words(record))));
        (tally, self.0.lost())
    }
}

/// Only the clock: every record is lost.
struct Clock;

impl Recorder for Clock {
    type Own = ();

    fn new(_width: Width) -> Self {
        Self
    }

    fn enter(&self) {}

    #[inline(always)]
    fn record(&self, (): &(), _word: u64) {
        let now = clock::ticks();
        use_up((now >> 32) as u32);
        use_up(now as u32);
    }

    fn take(&self, (): &()) -> Tally {
        Tally::default()
    }

    fn finish(self, written: u64) -> (Tally, u64) {
        (Tally::default(), written)
    }
}

/// A ring that no other thread can see: an array that is written round and round.
struct ThreadLocal;

/// The array, how many records were written, and how many were taken.
struct OwnRing {
    records: Box<[Cell<Record>; RECORDS]>,
    written: Cell<usize>,
    taken: Cell<usize>,
}

impl Recorder for ThreadLocal {
    type Own = OwnRing;

    fn new(_width: Width) -> Self {
        Self
    }

    fn enter(&self) -> OwnRing {
        let records = Box::new([const { Cell::new([0; 2]) }; RECORDS]);
        // Let the address escape, so that `touch_memory` is known to concern the records.
        black_box(records.as_ptr());
        OwnRing { records, written: Cell::new(0), taken: Cell::new(0) }
    }

    #[inline(always)]
    fn record(&self, own: &OwnRing, word: u64) {
        let at = own.written.get();
        // Its worker never leaves it full; it looks all the same, as it would have to.
        if at - own.taken.get() < RECORDS {
            own.records[at % RECORDS].set([clock::ticks(), word]);
            own.written.set(at + 1);
        }
    }

    fn take(&self, own: &OwnRing) -> Tally {
        let mut tally = Tally::default();
        (own.taken.get()..own.written.get()).for_each(|at| tally.add(own.records[at % RECORDS].get()));
        own.taken.set(own.written.get());
        tally
    }

    fn finish(self, _written: u64) -> (Tally, u64) {
        (Tally::default(), 0)
    }
}

/// A ring per CPU whose writers reserve their place atomically, write, and count atomically what is complete: as LTTng does,
/// but for sub-buffers. Its records are lost when they are overwritten; no thread reads them here.
struct GetcpuAtomic {
    getcpu: Getcpu,
    rows: Vec<CachePadded<SharedRing>>,
}

/// One row. Counts are of words.
struct SharedRing {
    reserved: CachePadded<AtomicUsize>,
    complete: CachePadded<AtomicUsize>,
    words: Vec<AtomicU64>,
}

/// A header, and the two words.
const WORDS: usize = 3;

impl Recorder for GetcpuAtomic {
    type Own = ();

    fn new(_width: Width) -> Self {
        let row = |_| {
            let words = (0..CAPACITY / 8).map(|_| AtomicU64::new(0)).collect();
            CachePadded::new(SharedRing {
                reserved: CachePadded::default(),
                complete: CachePadded::default(),
                words,
            })
        };
        Self { getcpu: Getcpu::best(), rows: (0..cpu::bound()).map(row).collect() }
    }

    fn enter(&self) {}

    #[inline(always)]
    fn record(&self, (): &(), word: u64) {
        let row = &self.rows[self.getcpu.call() as usize];
        let at = row.reserved.fetch_add(WORDS, Relaxed);
        for (place, part) in [16, clock::ticks(), word].into_iter().enumerate() {
            row.words[(at + place) % (CAPACITY / 8)].store(part, Relaxed);
        }
        row.complete.fetch_add(WORDS, Release);
    }

    fn take(&self, (): &()) -> Tally {
        Tally::default()
    }

    fn finish(self, _written: u64) -> (Tally, u64) {
        let complete: usize = self.rows.iter().map(|row| row.complete.load(Relaxed)).sum();
        (Tally::default(), (complete / WORDS) as u64)
    }
}

impl Recorder for ArrayQueue<Record> {
    type Own = ();

    fn new(width: Width) -> Self {
        Self::new(RECORDS * width.threads)
    }

    fn enter(&self) {}

    #[inline(always)]
    fn record(&self, (): &(), word: u64) {
        // Its workers never leave it full.
        _ = self.push([clock::ticks(), word]);
    }

    fn take(&self, (): &()) -> Tally {
        let mut tally = Tally::default();
        while let Some(record) = self.pop() {
            tally.add(record);
        }
        tally
    }

    fn finish(self, _written: u64) -> (Tally, u64) {
        (self.take(&()), 0)
    }
}

impl Recorder for Mutex<VecDeque<Record>> {
    type Own = ();

    fn new(width: Width) -> Self {
        Self::new(VecDeque::with_capacity(RECORDS * width.threads))
    }

    fn enter(&self) {}

    #[inline(always)]
    fn record(&self, (): &(), word: u64) {
        self.lock().unwrap_or_else(PoisonError::into_inner).push_back([clock::ticks(), word]);
    }

    fn take(&self, (): &()) -> Tally {
        let mut tally = Tally::default();
        self.lock().unwrap_or_else(PoisonError::into_inner).drain(..).for_each(|record| tally.add(record));
        tally
    }

    fn finish(self, _written: u64) -> (Tally, u64) {
        (self.take(&()), 0)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn every_recorder_reads_or_counts_every_record_with_more_threads_than_cpus() {
        let times = Times { warm_up: Duration::from_millis(1), measure: Duration::from_millis(5) };
        for threads in [1, 5] {
            for case in cases(Width { threads, cpus: 2 }) {
                let measured = (case.measure)(times);
                assert!(measured.exact, "{} lost or invented records", case.variant);
                assert!(measured.ops > 0, "{} did nothing", case.variant);
            }
        }
    }
}
