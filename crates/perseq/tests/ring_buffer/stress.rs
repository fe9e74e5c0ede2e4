//! A ring under everything at once: more threads than CPUs, signals whose handlers write, readers beside them.

use std::{
    cell::Cell,
    collections::HashMap,
    sync::atomic::{AtomicBool, AtomicPtr, AtomicU64, Ordering::Relaxed, Ordering::SeqCst},
    time::{Duration, Instant},
};

use perseq::{
    ByConcurrencyId, ByCpuId, Index, Mode, RingBuffer,
    perseq_core::{guard, section::aborts, thread},
};

use super::support::{self, WITHOUT_GLIBC, alone};

const THREADS: u64 = 6;
/// Writers' numbers of handlers are those of their threads and this.
const HANDLER: u64 = 1000;
/// Bytes of writer, sequence number and checksum.
const HEAD: usize = 24;

static RING: AtomicPtr<()> = AtomicPtr::new(std::ptr::null_mut());
static WRITTEN: AtomicU64 = AtomicU64::new(0);
static REFUSED: AtomicU64 = AtomicU64::new(0);
static HANDLED: AtomicU64 = AtomicU64::new(0);

thread_local! {
    static WRITER: Cell<u64> = const { Cell::new(0) };
    static HANDLER_NEXT: Cell<u64> = const { Cell::new(0) };
}

fn checksum(writer: u64, number: u64, rest: &[u8]) -> u64 {
    let start = writer.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ number;
    rest.iter().fold(start, |sum, &byte| sum.rotate_left(7).wrapping_mul(31) ^ u64::from(byte))
}

/// Writes record `number` of `writer`, from 24 to 87 bytes.
fn write<I: Index>(ring: &RingBuffer<I>, writer: u64, number: u64) {
    let mut record = [0; HEAD + 64];
    let len = HEAD + (number.wrapping_mul(7) ^ writer) as usize % 64;
    for (at, byte) in record[HEAD..len].iter_mut().enumerate() {
        *byte = (number as usize + at * 13) as u8;
    }
    let sum = checksum(writer, number, &record[HEAD..len]);
    for (at, word) in [writer, number, sum].into_iter().enumerate() {
        record[8 * at..8 * at + 8].copy_from_slice(&word.to_ne_bytes());
    }
    WRITTEN.fetch_add(1, Relaxed);
    if ring.write(&record[..len]).is_err() {
        REFUSED.fetch_add(1, Relaxed);
    }
}

extern "C" fn handler<I: Index>(_signal: i32) {
    let ring = RING.load(SeqCst).cast::<RingBuffer<I>>();
    if !ring.is_null() && WRITER.get() != 0 {
        let number = HANDLER_NEXT.get() + 1;
        HANDLER_NEXT.set(number);
        write(unsafe { &*ring }, WRITER.get() + HANDLER, number);
        HANDLED.fetch_add(1, Relaxed);
    }
}

/// The records read so far: the last number of each writer in each row.
#[derive(Default)]
struct Seen {
    last: HashMap<(u32, u64), u64>,
    records: u64,
}

impl Seen {
    /// A whole record, and in each row a writer's numbers go up.
    fn check(&mut self, row: u32, record: &[u8]) {
        let word = |at: usize| u64::from_ne_bytes(record[8 * at..8 * at + 8].try_into().unwrap());
        let (writer, number) = (word(0), word(1));
        assert_eq!(word(2), checksum(writer, number, &record[HEAD..]), "record {number} of {writer}");
        let last = self.last.insert((row, writer), number).unwrap_or(0);
        assert!(number > last, "row {row}: {number} of {writer} came after {last}");
        self.records += 1;
    }
}

/// Threads and handlers write until enough has happened; one thread reads at the same time, if asked looks as well.
fn stress<I: Index>(mode: Mode, patient: bool) {
    // The guard is held as long as records are copied.
    let capacity = if mode == Mode::Overwrite { 1 << 17 } else { 1 << 12 };
    let ring = RingBuffer::<I>::try_indexed(capacity, mode).unwrap();
    RING.store((&raw const ring).cast_mut().cast(), SeqCst);
    support::handle_timer(handler::<I>);
    let (stop, read, looks) = (AtomicBool::new(false), AtomicU64::new(0), AtomicU64::new(0));
    let before = (aborts(), guard::stats());
    let often = |count| support::often(count, patient) as u64;
    let refusals = || guard::stats().refusals - before.1.refusals;
    let mut seen = Seen::default();
    std::thread::scope(|scope| {
        for writer in 1..=THREADS {
            let (ring, stop) = (&ring, &stop);
            scope.spawn(move || {
                WRITER.set(writer);
                let mut number = 0;
                support::with_timer(Duration::from_micros(100), || {
                    while !stop.load(Relaxed) {
                        (0..200).for_each(|_| {
                            number += 1;
                            write(ring, writer, number);
                        });
                    }
                });
                WRITER.set(0);
            });
        }
        let reader = scope.spawn(|| {
            let mut seen = Seen::default();
            while !stop.load(Relaxed) {
                let mut sight = Seen::default();
                ring.snapshot(|row, record| sight.check(row, record)).unwrap();
                looks.fetch_add(sight.records, Relaxed);
                // Again at once: a section meets the guard while this thread copies, if both run at a time.
                ring.drain(|row, record| seen.check(row, record)).unwrap();
                read.store(seen.records, Relaxed);
            }
            seen
        });
        let start = Instant::now();
        let enough = || {
            HANDLED.load(Relaxed) > often(1000)
                && read.load(Relaxed) > often(20_000)
                && looks.load(Relaxed) > often(1000)
                && ring.lost() > often(100)
                && (!patient || (aborts() - before.0 > 20 && (mode == Mode::Discard || refusals() > 0)))
        };
        while !enough() && start.elapsed() < support::PATIENCE {
            std::thread::sleep(Duration::from_millis(5));
        }
        println!("{mode:?}: after {:?}, {} sections met a guard", start.elapsed(), refusals());
        stop.store(true, Relaxed);
        seen = reader.join().unwrap();
    });
    RING.store(std::ptr::null_mut(), SeqCst);
    ring.drain(|row, record| seen.check(row, record)).unwrap();
    let (written, refused) = (WRITTEN.swap(0, Relaxed), REFUSED.swap(0, Relaxed));
    assert_eq!(seen.records + ring.lost(), written, "{refused} refused");
    assert_eq!(refused > 0, mode == Mode::Discard);
    assert!(refused == 0 || refused == ring.lost());
    assert!(HANDLED.swap(0, Relaxed) > often(1000));
    assert!(looks.load(Relaxed) > often(1000) && ring.lost() > often(100));
    if patient {
        assert!(aborts() - before.0 > 20, "{} aborts in {written} records", aborts() - before.0);
    }
    assert!(!patient || mode == Mode::Discard || refusals() > 0, "no section met a guard");
}

fn both_modes<I: Index>() {
    let patient = thread::attach().is_ok() && I::current().is_some();
    stress::<I>(Mode::Discard, patient);
    stress::<I>(Mode::Overwrite, patient);
}

#[test]
fn no_record_is_torn_lost_or_out_of_order() {
    alone("stress::no_record_is_torn_lost_or_out_of_order", &[], both_modes::<ByCpuId>);
}

#[test]
fn no_record_is_torn_lost_or_out_of_order_by_concurrency_id() {
    let name = "stress::no_record_is_torn_lost_or_out_of_order_by_concurrency_id";
    alone(name, &[], both_modes::<ByConcurrencyId>);
}

#[test]
fn no_record_is_torn_lost_or_out_of_order_where_perseq_registers() {
    let name = "stress::no_record_is_torn_lost_or_out_of_order_where_perseq_registers";
    alone(name, &[WITHOUT_GLIBC], both_modes::<ByCpuId>);
}

#[test]
fn no_record_is_torn_lost_or_out_of_order_without_rseq() {
    alone("stress::no_record_is_torn_lost_or_out_of_order_without_rseq", &[WITHOUT_GLIBC], || {
        support::deny_rseq(libc::ENOSYS);
        both_modes::<ByCpuId>();
        assert_eq!(aborts(), 0);
    });
}

/// Threads that cannot run sections write beside threads that can: both kinds are kept apart by guards.
#[test]
fn threads_with_and_without_rseq_share_the_rows() {
    alone("stress::threads_with_and_without_rseq_share_the_rows", &[WITHOUT_GLIBC], || {
        let ring = RingBuffer::try_new(4096, Mode::Overwrite).unwrap();
        let refusals = guard::stats().refusals;
        let (stop, seen) = (AtomicBool::new(false), std::sync::Mutex::new(Seen::default()));
        std::thread::scope(|scope| {
            for writer in 1..=THREADS {
                let (ring, stop, seen) = (&ring, &stop, &seen);
                scope.spawn(move || {
                    if writer % 2 == 0 {
                        support::deny_rseq(libc::EPERM);
                    }
                    let mut number = 0;
                    while !stop.load(Relaxed) {
                        number += 1;
                        write(ring, writer, number);
                        if number.is_multiple_of(512) {
                            let mut seen = seen.lock().unwrap();
                            ring.drain(|row, record| seen.check(row, record)).unwrap();
                        }
                    }
                    assert_eq!(thread::is_attached(), writer % 2 == 1 && thread::attach().is_ok());
                });
            }
            let start = Instant::now();
            while guard::stats().refusals - refusals < 20 && start.elapsed() < support::PATIENCE {
                std::thread::sleep(Duration::from_millis(5));
            }
            stop.store(true, Relaxed);
        });
        let mut seen = seen.into_inner().unwrap();
        ring.drain(|row, record| seen.check(row, record)).unwrap();
        assert_eq!(seen.records + ring.lost(), WRITTEN.load(Relaxed));
        assert_eq!(REFUSED.load(Relaxed), 0);
        assert!(thread::attach().is_err() || guard::stats().refusals - refusals >= 20);
    });
}
