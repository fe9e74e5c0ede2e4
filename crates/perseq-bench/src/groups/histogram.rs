//! The group `histogram`: recording values between 1 and a million, in buckets that keep two digits.
//!
//! Values come from a few instructions of arithmetic, the same for every rival. A run is exact when as many values were counted
//! as were recorded.

use std::{
    cell::{Cell, RefCell},
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
};

use crossbeam_utils::CachePadded;
use hdrhistogram::{
    Histogram as Hdr,
    sync::{Recorder, SyncHistogram},
};
use perseq::{ByConcurrencyId, Histogram, Index, perseq_core::cpu};

use super::cache::had;
use crate::{
    case::{Case, Group, Measured, Runs, Variant},
    getcpu::Getcpu,
    parallel::{self, Times, Width},
    workload::{Plain, Workload},
};

const PERSEQ_CPU_ID: Variant = Variant::new("perseq cpu_id");
const PERSEQ_MM_CID: Variant = Variant::new("perseq mm_cid");
const THREAD_LOCAL: Variant = Variant::new("thread-local");
const GETCPU_ATOMIC: Variant = Variant::new("getcpu+atomic");
const HDRHISTOGRAM_MUTEX: Variant = Variant::new("hdrhistogram mutex");
const HDRHISTOGRAM_SYNC: Variant = Variant::new("hdrhistogram sync");

/// Recording a value in a histogram.
pub(crate) static HISTOGRAM: Group = Group {
    name: "histogram",
    help: "Recording a value in a histogram",
    title: "recording a value in a histogram",
    explanation: "One value between 1 and a million per iteration, from four instructions of arithmetic that the \
         figures include, in buckets that keep two digits. `getcpu+atomic` has a bucket for each power of two \
         only. Every value was counted.",
    ours: PERSEQ_CPU_ID,
    rivals: &[THREAD_LOCAL, GETCPU_ATOMIC, HDRHISTOGRAM_SYNC, HDRHISTOGRAM_MUTEX],
    runs: Runs::Usual,
    cases: |place| place.all(cases),
};

/// The highest value.
const HIGHEST: u64 = 1_000_000;
/// Decimal digits that are kept.
const DIGITS: u8 = 2;

/// A rival.
trait Records: Sync + Sized {
    /// The data that a worker keeps for itself.
    type Own;

    fn new(width: Width) -> Self;

    fn enter(&self) -> Self::Own;

    fn record(&self, own: &Self::Own, value: u64);

    /// Called by each worker after its last value: how many it counted itself.
    fn leave(&self, _own: Self::Own) -> u64 {
        0
    }

    /// How many values were counted.
    fn count(self) -> u64;
}

/// A rival with the values' source.
struct Values<R> {
    rival: R,
    left: AtomicU64,
}

impl<R: Records> Workload for Values<R> {
    type Own = (R::Own, Cell<u64>);

    fn enter(&self, worker: usize) -> Self::Own {
        (self.rival.enter(), Cell::new(worker as u64))
    }

    #[inline(always)]
    fn op(&self, (own, last): &Self::Own, _which: usize) {
        // A linear congruence, modulo 2^20 by its upper bits.
        let next = last.get().wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1);
        last.set(next);
        self.rival.record(own, (next >> 44).clamp(1, HIGHEST));
    }

    fn leave(&self, (own, _): Self::Own) {
        self.left.fetch_add(self.rival.leave(own), Relaxed);
    }
}

/// All rivals at that many threads, ours first.
fn cases(width: Width) -> Vec<Case> {
    vec![
        case::<Histogram>(PERSEQ_CPU_ID, width),
        case::<Histogram<ByConcurrencyId>>(PERSEQ_MM_CID, width),
        case::<ThreadLocal>(THREAD_LOCAL, width),
        case::<PerCpuAtomics>(GETCPU_ATOMIC, width),
        case::<Mutex<Hdr<u64>>>(HDRHISTOGRAM_MUTEX, width),
        case::<Synced>(HDRHISTOGRAM_SYNC, width),
    ]
}

fn case<R: Records>(variant: Variant, width: Width) -> Case {
    Case::new(variant, width, measure::<R>)
}

fn measure<R: Records>(width: Width, times: Times) -> Measured {
    let values = Values { rival: R::new(width), left: AtomicU64::new(0) };
    let run = parallel::run::<Plain, _>(&values, width, times);
    let exact = values.left.into_inner() + values.rival.count() == run.done;
    Measured::of(run, exact)
}

impl<I: Index> Records for Histogram<I> {
    type Own = ();

    fn new(_width: Width) -> Self {
        had(Self::indexed(HIGHEST, DIGITS))
    }

    fn enter(&self) {}

    #[inline(always)]
    fn record(&self, (): &(), value: u64) {
        self.record(value);
    }

    fn count(self) -> u64 {
        self.snapshot().count()
    }
}

fn hdr() -> Hdr<u64> {
    Hdr::new_with_bounds(1, HIGHEST, DIGITS).unwrap_or_else(|error| panic!("{error}"))
}

/// A histogram of the thread's own, which no other thread can read.
struct ThreadLocal;

impl Records for ThreadLocal {
    type Own = Box<RefCell<Hdr<u64>>>;

    fn new(_width: Width) -> Self {
        Self
    }

    fn enter(&self) -> Self::Own {
        std::hint::black_box(Box::new(RefCell::new(hdr())))
    }

    #[inline(always)]
    fn record(&self, own: &Self::Own, value: u64) {
        own.borrow_mut().saturating_record(value);
    }

    fn leave(&self, own: Self::Own) -> u64 {
        own.borrow().len()
    }

    fn count(self) -> u64 {
        0
    }
}

impl Records for Mutex<Hdr<u64>> {
    type Own = ();

    fn new(_width: Width) -> Self {
        Self::new(hdr())
    }

    fn enter(&self) {}

    #[inline(always)]
    fn record(&self, (): &(), value: u64) {
        self.lock().unwrap_or_else(PoisonError::into_inner).saturating_record(value);
    }

    fn count(self) -> u64 {
        self.into_inner().unwrap_or_else(PoisonError::into_inner).len()
    }
}

/// `hdrhistogram`'s own answer: a recorder for each thread, merged when they are asked.
struct Synced(Mutex<SyncHistogram<u64>>);

impl Records for Synced {
    type Own = RefCell<Recorder<u64>>;

    fn new(_width: Width) -> Self {
        Self(Mutex::new(hdr().into_sync()))
    }

    fn enter(&self) -> Self::Own {
        RefCell::new(self.0.lock().unwrap_or_else(PoisonError::into_inner).recorder())
    }

    #[inline(always)]
    fn record(&self, own: &Self::Own, value: u64) {
        own.borrow_mut().saturating_record(value);
    }

    fn count(self) -> u64 {
        let mut merged = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        merged.refresh();
        merged.len()
    }
}

/// Atomic counts for each CPU, by powers of two only: the least that a histogram could be, and the vDSO asked which.
struct PerCpuAtomics {
    getcpu: Getcpu,
    rows: Vec<CachePadded<[AtomicU64; 64]>>,
}

impl Records for PerCpuAtomics {
    type Own = ();

    fn new(_width: Width) -> Self {
        let row = |_| CachePadded::new([const { AtomicU64::new(0) }; 64]);
        Self { getcpu: Getcpu::best(), rows: (0..cpu::bound()).map(row).collect() }
    }

    fn enter(&self) {}

    #[inline(always)]
    fn record(&self, (): &(), value: u64) {
        let row = &self.rows[self.getcpu.call() as usize];
        row[(value | 1).ilog2() as usize].fetch_add(1, Relaxed);
    }

    fn count(self) -> u64 {
        self.rows.iter().flat_map(|row| row.iter()).map(|count| count.load(Relaxed)).sum()
    }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::*;

    #[test]
    fn every_rival_counts_every_value() {
        let times = Times { warm_up: Duration::from_millis(1), measure: Duration::from_millis(5) };
        for case in cases(Width { threads: 5, cpus: 2 }) {
            let measured = (case.measure)(times);
            assert!(measured.exact, "{} lost or invented values", case.variant);
            assert!(measured.ops > 0, "{} did nothing", case.variant);
        }
    }
}
