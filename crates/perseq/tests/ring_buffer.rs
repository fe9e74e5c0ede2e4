//! `RingBuffer`: against a plain model, and under everything at once with every record checked and counted.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use perseq_testing as support;

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
};

use perseq::{
    ByConcurrencyId, ByCpuId, Error, Mode, RingBuffer,
    perseq_core::{cpu, thread},
};
use proptest::prelude::*;

const CASES: u32 = if cfg!(miri) { 2 } else { 256 };
const STEPS: usize = if cfg!(miri) { 12 } else { 150 };

/// Runs `body` on a thread that stays on one CPU, so that all it writes is in one row.
fn on_one_cpu<R: Send>(body: impl FnOnce() -> R + Send) -> R {
    let first = cpu::allowed().unwrap().iter().next().unwrap();
    std::thread::scope(|scope| {
        let on_it = || {
            if !cfg!(miri) {
                support::pin(first);
            }
            body()
        };
        scope.spawn(on_it).join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// One row in its simplest form: records in a queue, and how many bytes each takes of which buffer.
struct Model {
    mode: Mode,
    capacity: usize,
    /// Records, and `None` for padding, with the bytes that each takes.
    inside: VecDeque<(usize, Option<Vec<u8>>)>,
    /// The place in the buffer where the next record goes.
    end: usize,
    used: usize,
    lost: u64,
}

impl Model {
    fn new(capacity: usize, mode: Mode) -> Self {
        Self { mode, capacity, inside: VecDeque::new(), end: 0, used: 0, lost: 0 }
    }

    fn put(&mut self, size: usize, record: Option<Vec<u8>>) {
        self.inside.push_back((size, record));
        self.used += size;
        self.end = (self.end + size) % self.capacity;
    }

    fn write(&mut self, record: &[u8]) -> Result<(), Error> {
        let size = 8 + record.len().div_ceil(8) * 8;
        let left = self.capacity - self.end;
        let padding = if size > left { left } else { 0 };
        if self.used + padding + size > self.capacity {
            if self.mode == Mode::Discard {
                self.lost += 1;
                return Err(Error::Full { capacity: self.capacity });
            }
            let wanted = (padding + size).max(self.capacity / 16);
            while self.capacity - self.used < wanted {
                let (size, record) = self.inside.pop_front().unwrap();
                self.used -= size;
                self.lost += u64::from(record.is_some());
            }
        }
        if padding > 0 {
            self.put(padding, None);
        }
        self.put(size, Some(record.to_vec()));
        Ok(())
    }

    fn records(&self) -> Vec<Vec<u8>> {
        self.inside.iter().filter_map(|(_, record)| record.clone()).collect()
    }

    fn take(&mut self) -> Vec<Vec<u8>> {
        let records = self.records();
        self.inside.clear();
        self.used = 0;
        records
    }
}

#[derive(Debug, Clone)]
enum Step {
    Write(Vec<u8>),
    /// As long as can be.
    Longest(u8),
    Drain,
    Snapshot,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        10 => prop::collection::vec(any::<u8>(), 0..24).prop_map(Step::Write),
        4 => prop::collection::vec(any::<u8>(), 0..250).prop_map(Step::Write),
        1 => any::<u8>().prop_map(Step::Longest),
        2 => Just(Step::Drain),
        1 => Just(Step::Snapshot),
    ]
}

fn all(ring: &RingBuffer, visit: impl Fn(&RingBuffer, &mut dyn FnMut(u32, &[u8])) -> usize) -> Vec<Vec<u8>> {
    let mut records = Vec::new();
    let count = visit(ring, &mut |_, record| records.push(record.to_vec()));
    assert_eq!(count, records.len());
    records
}

fn drained(ring: &RingBuffer) -> Vec<Vec<u8>> {
    all(ring, |ring, f| ring.drain(f).unwrap())
}

fn seen(ring: &RingBuffer) -> Vec<Vec<u8>> {
    all(ring, |ring, f| ring.snapshot(f).unwrap())
}

fn agrees(ring: &RingBuffer, steps: Vec<Step>) {
    let mut model = Model::new(ring.capacity(), ring.mode());
    for step in steps {
        match step {
            Step::Write(record) if record.len() > ring.max_record() => {
                let error = Error::RecordTooLong { len: record.len(), max: ring.max_record() };
                assert_eq!(ring.write(&record), Err(error));
            }
            Step::Write(record) => assert_eq!(ring.write(&record), model.write(&record)),
            Step::Longest(byte) => {
                let record = vec![byte; ring.max_record()];
                assert_eq!(ring.write(&record), model.write(&record));
            }
            Step::Drain => {
                assert_eq!(drained(ring), model.take());
                assert!(ring.is_empty());
            }
            Step::Snapshot => assert_eq!(seen(ring), model.records()),
        }
        assert_eq!(ring.lost(), model.lost);
    }
    assert_eq!(drained(ring), model.take());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, ..ProptestConfig::default() })]

    #[test]
    fn a_row_is_a_queue_that_discards_or_overwrites(
        steps in prop::collection::vec(step(), 1..STEPS),
        shift in 6_u32..11,
        overwrite: bool,
    ) {
        let mode = if overwrite { Mode::Overwrite } else { Mode::Discard };
        on_one_cpu(|| agrees(&RingBuffer::try_new(1 << shift, mode).unwrap(), steps));
    }
}

#[test]
fn records_of_every_length_fit_at_every_place_of_an_empty_row() {
    let capacity = if cfg!(miri) { 64 } else { 256 };
    on_one_cpu(|| {
        for mode in [Mode::Discard, Mode::Overwrite] {
            let ring = RingBuffer::try_new(capacity, mode).unwrap();
            for len in (0..=ring.max_record()).step_by(if cfg!(miri) { 12 } else { 1 }) {
                for place in 0..capacity / 8 {
                    let record: Vec<u8> = (0..len).map(|at| (at * 31 + len + place) as u8).collect();
                    ring.write(&record).unwrap();
                    assert_eq!(drained(&ring), [record]);
                    // The next one starts 8 bytes further on.
                    ring.write(&[]).unwrap();
                    assert_eq!(drained(&ring), [[]]);
                }
            }
            assert_eq!(ring.lost(), 0);
        }
    });
}

#[test]
fn what_can_never_work_is_refused_with_the_figures() {
    let max = 128 * 1024;
    for asked in [0, max + 1, usize::MAX] {
        assert_eq!(RingBuffer::try_new(asked, Mode::Discard).unwrap_err(), Error::Capacity { asked, max });
    }
    for (asked, capacity) in [(1, 64), (64, 64), (65, 128), (max / 2 + 1, max)] {
        // Miri would look at each of its words.
        if capacity < max || !cfg!(miri) {
            let ring = RingBuffer::try_new(asked, Mode::Overwrite).unwrap();
            assert_eq!((ring.capacity(), ring.max_record()), (capacity, capacity / 2 - 8));
        }
    }
    let (ring, bound) = (RingBuffer::try_new(64, Mode::Discard).unwrap(), cpu::rows());
    assert_eq!(ring.reader(bound).unwrap_err(), Error::NoSuchRow { row: bound, bound });
    assert_eq!(ring.write(&[0; 25]), Err(Error::RecordTooLong { len: 25, max: 24 }));
    assert_eq!((ring.lost(), ring.is_empty()), (0, true));
}

#[test]
fn a_row_has_one_reader_at_a_time() {
    on_one_cpu(|| {
        for mode in [Mode::Discard, Mode::Overwrite] {
            let ring = RingBuffer::try_new(64, mode).unwrap();
            let row = thread::row::<ByCpuId>();
            ring.write(b"one").unwrap();
            let mut reader = ring.reader(row).unwrap();
            assert_eq!(ring.reader(row).unwrap_err(), Error::ReaderHeld { row });
            assert_eq!(ring.drain(|_, _| ()), Err(Error::ReaderHeld { row }));
            assert_eq!(ring.snapshot(|_, _| ()), Err(Error::ReaderHeld { row }));
            let other = (row + 1) % cpu::rows();
            assert_eq!(ring.reader(other).unwrap().read(|_| ()), Ok(0));
            assert_eq!((reader.row(), reader.look(|_| ()), reader.read(|_| ())), (row, Ok(1), Ok(1)));
            drop(reader);
            assert_eq!(ring.reader(row).unwrap().read(|_| ()), Ok(0));
        }
    });
}

/// A record that is written while the others are read is read next time; its reader can write, too.
#[test]
fn a_reader_may_write_to_what_it_reads() {
    on_one_cpu(|| {
        for mode in [Mode::Discard, Mode::Overwrite] {
            let ring = RingBuffer::try_new(1024, mode).unwrap();
            ring.write(b"first").unwrap();
            let again = |_, record: &[u8]| ring.write(&[record, b" again"].concat()).unwrap();
            assert_eq!(ring.drain(again), Ok(1));
            assert_eq!(drained(&ring), [b"first again"]);
        }
    });
}

#[test]
fn a_closure_that_panics_has_read_what_it_was_given() {
    on_one_cpu(|| {
        for mode in [Mode::Discard, Mode::Overwrite] {
            let ring = RingBuffer::try_new(if cfg!(miri) { 128 } else { 1024 }, mode).unwrap();
            (0..5).for_each(|n: u8| ring.write(&[n]).unwrap());
            let stop_at_2 = |_, record: &[u8]| assert_ne!(record, [2]);
            catch_unwind(AssertUnwindSafe(|| ring.snapshot(stop_at_2))).unwrap_err();
            assert_eq!((ring.lost(), seen(&ring).len()), (0, 5), "a look takes nothing");
            catch_unwind(AssertUnwindSafe(|| ring.drain(stop_at_2))).unwrap_err();
            match mode {
                Mode::Discard => assert_eq!((ring.lost(), drained(&ring)), (0, vec![vec![3], vec![4]])),
                Mode::Overwrite => assert_eq!((ring.lost(), ring.is_empty()), (2, true)),
            }
        }
    });
}

#[test]
fn threads_share_a_ring_and_send_its_readers() {
    fn shared<T: Send + Sync>() {}
    shared::<RingBuffer>();
    shared::<RingBuffer<ByConcurrencyId>>();
    shared::<perseq::ring_buffer::Reader<'static>>();
    let ring = RingBuffer::try_new(64, Mode::Discard).unwrap();
    assert_eq!(format!("{ring:?}"), "RingBuffer { capacity: 64, mode: Discard, lost: 0, .. }");
}

/// Several writers and a reader at once, on the guard's path: what Miri looks at.
#[test]
fn records_cross_threads_whole() {
    const EACH: u64 = if cfg!(miri) { 12 } else { 5_000 };
    for mode in [Mode::Discard, Mode::Overwrite] {
        let ring = RingBuffer::try_new(128, mode).unwrap();
        let written = std::sync::atomic::AtomicUsize::new(0);
        let mut read = 0;
        let whole = |_, record: &[u8]| assert!(record.iter().all(|byte| *byte == record[0]));
        std::thread::scope(|scope| {
            for writer in 1..4_u8 {
                let (ring, written) = (&ring, &written);
                scope.spawn(move || {
                    for n in 0..EACH {
                        let refused = ring.write(&vec![writer; 1 + n as usize % 40]).is_err();
                        assert!(!refused || mode == Mode::Discard);
                    }
                    written.fetch_add(1, std::sync::atomic::Ordering::Release);
                });
            }
            while written.load(std::sync::atomic::Ordering::Acquire) < 3 {
                ring.snapshot(whole).unwrap();
                read += ring.drain(whole).unwrap() as u64;
            }
        });
        read += ring.drain(whole).unwrap() as u64;
        assert_eq!(read + ring.lost(), 3 * EACH, "{mode:?}");
    }
}

/// Every step of every section, in plain Rust. The lengths and the drains see to it that writes find room, the end of the
/// buffer and no room in turn.
#[cfg(any(miri, perseq_model))]
#[test]
fn a_write_that_is_aborted_before_any_step_is_whole_afterwards() {
    use perseq::perseq_core::{model::run_on, section::aborts};
    const STEPS: u32 = 40;
    const ROUNDS: u32 = if cfg!(miri) { 2 } else { 10 };
    for mode in [Mode::Discard, Mode::Overwrite] {
        let (ring, mut model) = (RingBuffer::try_new(64, mode).unwrap(), Model::new(64, mode));
        let mut writes = [0; 2];
        for n in 0..ROUNDS * STEPS {
            let record = vec![n as u8; (n * 7 % 25) as usize];
            let before = aborts();
            let result = run_on(1, Some(n % STEPS), || ring.write(&record));
            writes[usize::from(aborts() > before)] += 1;
            assert_eq!(result, model.write(&record));
            assert_eq!(ring.lost(), model.lost);
            if n % 7 == 0 {
                assert_eq!(drained(&ring), model.take());
            }
        }
        assert!(
            writes[0] > 5 * ROUNDS && writes[1] > 5 * ROUNDS,
            "{writes:?}: none was whole at once, or none was aborted"
        );
    }
}

#[cfg(not(any(miri, perseq_model)))]
#[path = "ring_buffer/stress.rs"]
mod stress;
