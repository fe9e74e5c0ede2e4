//! The groups `counter`, `counter-one-word` and `counter-beside-work`: adding 1 to a counter, our way and the rivals'.
//!
//! Each rival is what a Rust program would really use, at its best: statics where it can be static, `const`
//! thread-locals without lazy initialisation, padding against false sharing, the vDSO called without libc's
//! wrapper. Each knows its total, and a run is exact when the total grew by the number of additions made.
//!
//! Ordering: all additions are relaxed, as a statistics counter's are; totals are read after the workers ended.

use std::{
    cell::Cell,
    hint::black_box,
    sync::atomic::{AtomicU64, Ordering},
};

use crossbeam_utils::CachePadded;
use fast_counter::ConcurrentCounter;
use perseq::{ByConcurrencyId, Counter};

use super::{
    getcpu::Getcpu,
    group::{Case, Measured},
    parallel::{self, Times, Width},
    workload::{COUNTERS, Loop, Workload},
};

/// A rival that knows what has been added to it.
trait Adder: Workload + Sized {
    /// For that many threads.
    fn new(width: Width) -> Self;

    /// Everything that was added, over all counters, since an unspecified moment.
    fn total(&self) -> u64;
}

/// All rivals at that many threads, ours first.
pub(super) fn cases<L: Loop>(width: Width) -> Vec<Case> {
    vec![
        case::<L, ByCpu>("perseq cpu_id", width),
        case::<L, ByConcurrency>("perseq mm_cid", width),
        case::<L, ThreadLocal>("thread-local", width),
        case::<L, GetcpuAtomic>("getcpu+atomic", width),
        case::<L, SharedAtomic>("shared atomic", width),
        case::<L, PaddedAtomics>("padded atomics", width),
        case::<L, FastCounter>("fast-counter", width),
    ]
}

fn case<L: Loop, A: Adder>(variant: &'static str, width: Width) -> Case {
    Case { variant, threads: width.threads, measure: Box::new(move |times| measure::<L, A>(width, times)) }
}

fn measure<L: Loop, A: Adder>(width: Width, times: Times) -> Measured {
    let adder = A::new(width);
    let before = adder.total();
    let run = parallel::run::<L, A>(&adder, width, times);
    let added = adder.total().wrapping_sub(before);
    Measured { ns_per_op: run.ns_per_op, ops: run.timed, exact: added == run.done, cpu_share: run.cpu_share }
}

/// Ours, a row per CPU.
struct ByCpu;

static BY_CPU: [Counter; COUNTERS] = [const { Counter::new() }; COUNTERS];

impl Workload for ByCpu {
    type Own = ();

    fn enter(&self, _worker: usize) {}

    #[inline(always)]
    fn op(&self, _own: &(), which: usize) {
        BY_CPU[which].inc();
    }
}

impl Adder for ByCpu {
    fn new(_width: Width) -> Self {
        Self
    }

    fn total(&self) -> u64 {
        BY_CPU.iter().map(Counter::sum).sum()
    }
}

/// Ours, a row per concurrency id.
struct ByConcurrency;

static BY_CONCURRENCY: [Counter<ByConcurrencyId>; COUNTERS] = [const { Counter::indexed() }; COUNTERS];

impl Workload for ByConcurrency {
    type Own = ();

    fn enter(&self, _worker: usize) {}

    #[inline(always)]
    fn op(&self, _own: &(), which: usize) {
        BY_CONCURRENCY[which].inc();
    }
}

impl Adder for ByConcurrency {
    fn new(_width: Width) -> Self {
        Self
    }

    fn total(&self) -> u64 {
        BY_CONCURRENCY.iter().map(Counter::sum).sum()
    }
}

/// A cell per thread, added up when the thread ends. It cannot be read while the threads run.
#[derive(Default)]
struct ThreadLocal {
    collected: AtomicU64,
}

thread_local! {
    static CELLS: [Cell<u64>; COUNTERS] = const { [const { Cell::new(0) }; COUNTERS] };
}

impl Workload for ThreadLocal {
    type Own = ();

    fn enter(&self, _worker: usize) {
        // Let the address escape, so that `touch_memory` is known to concern the cells.
        CELLS.with(|cells| _ = black_box(cells.as_ptr()));
    }

    #[inline(always)]
    fn op(&self, _own: &(), which: usize) {
        CELLS.with(|cells| cells[which].set(cells[which].get() + 1));
    }

    fn leave(&self, (): ()) {
        let own: u64 = CELLS.with(|cells| cells.iter().map(Cell::take).sum());
        self.collected.fetch_add(own, Ordering::Relaxed);
    }
}

impl Adder for ThreadLocal {
    fn new(_width: Width) -> Self {
        Self::default()
    }

    fn total(&self) -> u64 {
        self.collected.load(Ordering::Relaxed)
    }
}

/// The talk's rival: ask the vDSO for the CPU, add atomically to that CPU's cache line.
struct GetcpuAtomic {
    getcpu: Getcpu,
    counters: [Vec<CachePadded<AtomicU64>>; COUNTERS],
}

impl Workload for GetcpuAtomic {
    type Own = ();

    fn enter(&self, _worker: usize) {}

    #[inline(always)]
    fn op(&self, _own: &(), which: usize) {
        let cpu = self.getcpu.call() as usize;
        self.counters[which][cpu].fetch_add(1, Ordering::Relaxed);
    }
}

impl Adder for GetcpuAtomic {
    fn new(width: Width) -> Self {
        let highest = perseq::perseq_core::cpu::possible().ok().and_then(|set| set.iter().max());
        let rows = highest.map_or(width.cpus, |highest| highest as usize + 1);
        Self { getcpu: Getcpu::best(), counters: padded_rows(rows) }
    }

    fn total(&self) -> u64 {
        sum_of(&self.counters)
    }
}

/// One atomic for all threads; the sixteen are side by side, as statics of a program would be.
struct SharedAtomic;

static SHARED: CachePadded<[AtomicU64; COUNTERS]> = CachePadded::new([const { AtomicU64::new(0) }; COUNTERS]);

impl Workload for SharedAtomic {
    type Own = ();

    fn enter(&self, _worker: usize) {}

    #[inline(always)]
    fn op(&self, _own: &(), which: usize) {
        SHARED[which].fetch_add(1, Ordering::Relaxed);
    }
}

impl Adder for SharedAtomic {
    fn new(_width: Width) -> Self {
        Self
    }

    fn total(&self) -> u64 {
        SHARED.iter().map(|counter| counter.load(Ordering::Relaxed)).sum()
    }
}

/// An atomic of its own for each thread, on a cache line of its own; the thread knows its slot.
struct PaddedAtomics {
    counters: [Vec<CachePadded<AtomicU64>>; COUNTERS],
}

thread_local! {
    static SLOT: Cell<usize> = const { Cell::new(0) };
}

impl Workload for PaddedAtomics {
    type Own = ();

    fn enter(&self, worker: usize) {
        SLOT.with(|slot| black_box(slot).set(worker));
    }

    #[inline(always)]
    fn op(&self, _own: &(), which: usize) {
        self.counters[which][SLOT.get()].fetch_add(1, Ordering::Relaxed);
    }
}

impl Adder for PaddedAtomics {
    fn new(width: Width) -> Self {
        Self { counters: padded_rows(width.threads) }
    }

    fn total(&self) -> u64 {
        sum_of(&self.counters)
    }
}

/// The crate `fast-counter`, with a cell for each thread.
struct FastCounter {
    counters: [ConcurrentCounter; COUNTERS],
}

impl Workload for FastCounter {
    type Own = ();

    fn enter(&self, _worker: usize) {}

    #[inline(always)]
    fn op(&self, _own: &(), which: usize) {
        self.counters[which].add(1);
    }
}

impl Adder for FastCounter {
    fn new(width: Width) -> Self {
        Self { counters: std::array::from_fn(|_| ConcurrentCounter::new(width.threads)) }
    }

    fn total(&self) -> u64 {
        self.counters.iter().map(|counter| counter.sum().cast_unsigned() as u64).sum()
    }
}

fn padded_rows(rows: usize) -> [Vec<CachePadded<AtomicU64>>; COUNTERS] {
    std::array::from_fn(|_| (0..rows).map(|_| CachePadded::new(AtomicU64::new(0))).collect())
}

fn sum_of(counters: &[Vec<CachePadded<AtomicU64>>]) -> u64 {
    counters.iter().flatten().map(|counter| counter.load(Ordering::Relaxed)).sum()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::bench::workload::{InTurn, OneWord};

    #[test]
    fn every_rival_counts_every_addition_with_more_threads_than_cpus() {
        let times = Times { warm_up: Duration::from_millis(1), measure: Duration::from_millis(5) };
        let width = Width { threads: 5, cpus: 2 };
        for case in cases::<InTurn>(width).iter().chain(&cases::<OneWord>(width)) {
            let measured = (case.measure)(times);
            assert!(measured.exact, "{} lost or invented additions", case.variant);
            assert!(measured.ops > 0, "{} did nothing", case.variant);
        }
    }
}
