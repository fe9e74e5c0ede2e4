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

use super::on_row::OnRow;
use crate::{
    case::{Case, Group, Measured, Runs, Variant},
    getcpu::Getcpu,
    inlined::{self, ADDERS},
    parallel::{self, Times, Width},
    workload::{BesideWork, COUNTERS, InTurn, Loop, OneWord, Workload},
};

pub(crate) const PERSEQ_CPU_ID: Variant = Variant::new("perseq cpu_id").in_the_talk(2.0);
const PERSEQ_MM_CID: Variant = Variant::new("perseq mm_cid");
const PERSEQ_LOAD_ADD_STORE: Variant = Variant::new("perseq load_add_store");
pub(crate) const THREAD_LOCAL: Variant = Variant::new("thread-local");
pub(crate) const GETCPU_ATOMIC: Variant = Variant::new("getcpu+atomic").in_the_talk(15.3);
pub(crate) const SHARED_ATOMIC: Variant = Variant::new("shared atomic");
pub(crate) const PADDED_ATOMICS: Variant = Variant::new("padded atomics");
pub(crate) const FAST_COUNTER: Variant = Variant::new("fast-counter");

/// Adding 1 to sixteen counters in turn.
pub(crate) static COUNTER: Group = Group {
    name: "counter",
    help: "Adding 1 to sixteen counters in turn",
    title: "adding 1 to counters",
    explanation: "The loop adds 1 to sixteen counters in turn, written out, as a program that counts several things \
         does; every rival runs the same loop. Time per addition is CPU time: elapsed × busy CPUs ÷ \
         additions, so equal figures at all thread counts mean perfect scaling. Ours stores twice per \
         addition (descriptor, counter), a thread-local cell once: a processor that finishes one store \
         per cycle cannot bring that ratio below 2 in a loop that does nothing else. `perseq.h add` is \
         the same loop in C, compiled with -O2, with the header's section inlined. `librseq add` reads the \
         CPU's number before its section, as librseq's users do; `perseq load_add_store` does that in Rust.",
    ours: PERSEQ_CPU_ID,
    rivals: &[GETCPU_ATOMIC, SHARED_ATOMIC, THREAD_LOCAL],
    runs: Runs::Usual,
    cases: |place| inlined::beside(place, &ADDERS, cases::<InTurn>),
};

/// Adding 1 to the same counter over and over.
pub(crate) static COUNTER_ONE_WORD: Group = Group {
    name: "counter-one-word",
    help: "Adding 1 to the same counter over and over",
    title: "adding 1 to one and the same counter",
    explanation: "The same loop with every addition going to one counter: what is timed then is mostly how soon \
         this processor lets an addition read what the one before it stored. Some skip even that when \
         the address is a constant (thread-local), which no program of several counters sees.",
    ours: PERSEQ_CPU_ID,
    rivals: &[GETCPU_ATOMIC, SHARED_ATOMIC, THREAD_LOCAL],
    runs: Runs::Usual,
    cases: |place| (cases::<OneWord>(place.width(1)), Vec::new()),
};

/// Adding 1 to sixteen counters in turn, between steps of other work.
pub(crate) static COUNTER_BESIDE_WORK: Group = Group {
    name: "counter-beside-work",
    help: "Adding 1 to sixteen counters in turn, between steps of other work",
    title: "adding 1 to counters, between steps of other work",
    explanation: "As `counter`, with six operations of arithmetic before each addition, each waiting for the one \
         before, as something always happens in a program. The figures include that work: what differs between the rows is what \
         an addition adds to a program, as far as the processor cannot do it meanwhile.",
    ours: PERSEQ_CPU_ID,
    rivals: &[GETCPU_ATOMIC, SHARED_ATOMIC, THREAD_LOCAL],
    runs: Runs::Usual,
    cases: |place| (beside_work(place.width(1)), Vec::new()),
};

/// As the talk did not measure it.
fn beside_work(width: Width) -> Vec<Case> {
    let newer = |case: Case| Case { variant: Variant::new(case.variant.name), ..case };
    cases::<BesideWork>(width).into_iter().map(newer).collect()
}

/// A rival that knows what has been added to it.
pub(super) trait Adder: Workload + Sized {
    /// For that many threads.
    fn new(width: Width) -> Self;

    /// Everything that was added, over all counters, since an unspecified moment.
    fn total(&self) -> u64;
}

/// All rivals at that many threads, ours first.
fn cases<L: Loop>(width: Width) -> Vec<Case> {
    vec![
        case::<L, ByCpu>(PERSEQ_CPU_ID, width),
        case::<L, ByConcurrency>(PERSEQ_MM_CID, width),
        case::<L, OnRow>(PERSEQ_LOAD_ADD_STORE, width),
        case::<L, ThreadLocal>(THREAD_LOCAL, width),
        case::<L, GetcpuAtomic>(GETCPU_ATOMIC, width),
        case::<L, SharedAtomic>(SHARED_ATOMIC, width),
        case::<L, PaddedAtomics>(PADDED_ATOMICS, width),
        case::<L, FastCounter>(FAST_COUNTER, width),
    ]
}

pub(super) fn case<L: Loop, A: Adder>(variant: Variant, width: Width) -> Case {
    Case::new(variant, width, measure::<L, A>)
}

fn measure<L: Loop, A: Adder>(width: Width, times: Times) -> Measured {
    let adder = A::new(width);
    let before = adder.total();
    let run = parallel::run::<L, A>(&adder, width, times);
    let added = adder.total().wrapping_sub(before);
    Measured::of(run, added == run.done)
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
