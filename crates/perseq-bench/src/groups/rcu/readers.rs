//! The group `rcu`: a read-side section, with a look at the value that it protects.
//!
//! Each rival enters, loads the pointer, compares the value with what it must be, and leaves: the loop of liburcu's own
//! benchmark. A run is exact when the value was right each time.
#![allow(unsafe_code, reason = "rivals hand out raw pointers")]

use std::{
    cell::Cell,
    hint::black_box,
    sync::{
        LazyLock, PoisonError, RwLock,
        atomic::{AtomicPtr, AtomicU64, Ordering},
    },
};

use arc_swap::ArcSwap;
use crossbeam_epoch::Atomic;
use crossbeam_utils::CachePadded;
use haphazard::{AtomicPtr as HazardPtr, HazardPointer};
use perseq::perseq_core::cpu;
use perseq_rcu::{ProcessCell, ProcessOptions, ProcessRcu, Rcu, RcuCell};
use sdd::AtomicOwned;
use seize::{Collector, Guard as _};

use super::{copies::LeftRight, handed::Handed};
use crate::{
    case::{Case, Measured, Variant},
    getcpu::Getcpu,
    parallel::{self, Times, Width},
    peer::Peers,
    workload::{Plain, Workload},
};

/// The value that readers look at.
pub(super) const VALUE: u64 = 0x5eed;

/// A rival.
pub(super) trait Reader: Sync + Sized {
    /// The data that a worker keeps for itself.
    type Own;

    /// With [`VALUE`] to look at.
    fn new() -> Self;

    /// Called by each worker before its first section.
    fn enter(&self) -> Self::Own;

    /// One section; what it saw.
    fn look(&self, own: &Self::Own) -> u64;
}

/// A rival at work, and how often it saw something else than [`VALUE`].
struct Looking<R> {
    reader: R,
    wrong: AtomicU64,
}

impl<R: Reader> Workload for Looking<R> {
    type Own = (R::Own, Cell<u64>);

    fn enter(&self, _worker: usize) -> Self::Own {
        (self.reader.enter(), Cell::new(0))
    }

    #[inline(always)]
    fn op(&self, (own, wrong): &Self::Own, _which: usize) {
        if self.reader.look(own) != VALUE {
            wrong.set(wrong.get() + 1);
        }
    }

    fn leave(&self, (_, wrong): Self::Own) {
        self.wrong.fetch_add(wrong.get(), Ordering::Relaxed);
    }
}

/// All rivals at that many threads, ours first.
pub(super) fn cases(width: Width, peers: &Peers) -> Vec<Case> {
    let mut cases = vec![
        case::<Ours>(super::PERSEQ, width),
        case::<Shared>(super::PERSEQ_SHARED, width),
        case::<Handed<true>>(super::PERSEQ_HANDED_OVER, width),
        case::<Handed<false>>(super::HAND_OVER_ALONE, width),
        case::<PlainPointer>(super::PLAIN_POINTER, width),
        case::<GetcpuAtomic>(super::GETCPU_ATOMIC, width),
    ];
    cases.extend(peers.readers(width));
    cases.extend([
        case::<Atomic<u64>>(super::CROSSBEAM_EPOCH, width),
        case::<Seize>(super::SEIZE, width),
        case::<Hazard>(super::HAPHAZARD, width),
        case::<ArcSwap<u64>>(super::ARC_SWAP, width),
        case::<AtomicOwned<u64>>(super::SDD, width),
        case::<LeftRight>(super::LEFT_RIGHT, width),
        case::<RwLock<u64>>(super::STD_RWLOCK, width),
        case::<parking_lot::RwLock<u64>>(super::PARKING_LOT, width),
    ]);
    cases
}

fn case<R: Reader>(variant: Variant, width: Width) -> Case {
    Case::new(variant, width, measure::<R>)
}

fn measure<R: Reader>(width: Width, times: Times) -> Measured {
    let looking = Looking { reader: R::new(), wrong: AtomicU64::new(0) };
    let run = parallel::run::<Plain, _>(&looking, width, times);
    let exact = looking.wrong.into_inner() == 0;
    Measured::of(run, exact)
}

/// Ours, in a static domain, as a program has it.
struct Ours(RcuCell<u64>);

static DOMAIN: Rcu = Rcu::new();

impl Reader for Ours {
    type Own = ();

    fn new() -> Self {
        Self(RcuCell::new_in(VALUE, &DOMAIN))
    }

    fn enter(&self) {}

    #[inline(always)]
    fn look(&self, (): &()) -> u64 {
        let guard = DOMAIN.read();
        *self.0.load(&guard)
    }
}

/// Ours, in a domain that other processes could join.
struct Shared(ProcessCell<'static, u64>);

static SHARED: LazyLock<ProcessRcu> = LazyLock::new(|| {
    ProcessRcu::anonymous(&ProcessOptions::default())
        .expect("this machine has files in memory, and membarrier")
});

impl Reader for Shared {
    type Own = &'static ProcessRcu;

    fn new() -> Self {
        let cell = SHARED.cell("value").expect("one cell has room");
        cell.store(VALUE).expect("one value has room");
        Self(cell)
    }

    fn enter(&self) -> Self::Own {
        &SHARED
    }

    #[inline(always)]
    fn look(&self, domain: &Self::Own) -> u64 {
        let guard = domain.read();
        self.0.load(&guard).map_or(0, |value| *value)
    }
}

/// Protects nothing.
struct PlainPointer(AtomicPtr<u64>);

impl Reader for PlainPointer {
    type Own = ();

    fn new() -> Self {
        Self(AtomicPtr::new(Box::into_raw(Box::new(VALUE))))
    }

    fn enter(&self) {}

    #[inline(always)]
    fn look(&self, (): &()) -> u64 {
        let value = self.0.load(Ordering::Acquire);
        // SAFETY: a box that is freed when no thread looks any more.
        unsafe { *value }
    }
}

impl Drop for PlainPointer {
    fn drop(&mut self) {
        // SAFETY: from `Box::into_raw`, and no thread looks any more.
        drop(unsafe { Box::from_raw(*self.0.get_mut()) });
    }
}

/// As ours, with the CPU's number by `getcpu` and atomic additions: the talk's rival.
struct GetcpuAtomic {
    getcpu: Getcpu,
    rows: Vec<CachePadded<[AtomicU64; 4]>>,
    phase: AtomicU64,
    pointer: PlainPointer,
}

impl GetcpuAtomic {
    #[inline(always)]
    fn add(&self, word: usize) {
        self.rows[self.getcpu.call() as usize][word & 3].fetch_add(1, Ordering::Relaxed);
    }
}

impl Reader for GetcpuAtomic {
    type Own = ();

    fn new() -> Self {
        let rows = (0..cpu::bound()).map(|_| CachePadded::default()).collect();
        Self { getcpu: Getcpu::best(), rows, phase: AtomicU64::new(0), pointer: PlainPointer::new() }
    }

    fn enter(&self) {}

    #[inline(always)]
    fn look(&self, (): &()) -> u64 {
        let phase = self.phase.load(Ordering::Relaxed) as usize * 2;
        self.add(phase);
        let value = self.pointer.look(&());
        self.add(phase + 1);
        value
    }
}

impl Reader for Atomic<u64> {
    type Own = ();

    fn new() -> Self {
        Self::new(VALUE)
    }

    fn enter(&self) {}

    #[inline(always)]
    fn look(&self, (): &()) -> u64 {
        let guard = crossbeam_epoch::pin();
        // SAFETY: never null, and never replaced.
        *unsafe { self.load(Ordering::Acquire, &guard).deref() }
    }
}

/// A collector, and what it protects.
struct Seize(Collector, AtomicPtr<u64>);

impl Reader for Seize {
    type Own = ();

    fn new() -> Self {
        Self(Collector::new(), AtomicPtr::new(Box::into_raw(Box::new(VALUE))))
    }

    fn enter(&self) {}

    #[inline(always)]
    fn look(&self, (): &()) -> u64 {
        let guard = self.0.enter();
        let value = guard.protect(&self.1, Ordering::Acquire);
        // SAFETY: a box that is freed when no thread looks any more.
        unsafe { *value }
    }
}

impl Drop for Seize {
    fn drop(&mut self) {
        // SAFETY: as in `PlainPointer`.
        drop(unsafe { Box::from_raw(*self.1.get_mut()) });
    }
}

/// A pointer that hazard pointers protect; each worker keeps its own, as its documentation advises.
struct Hazard(HazardPtr<u64>);

impl Reader for Hazard {
    type Own = Cell<Option<HazardPointer<'static>>>;

    fn new() -> Self {
        Self(HazardPtr::from(Box::new(VALUE)))
    }

    fn enter(&self) -> Self::Own {
        Cell::new(Some(HazardPointer::new()))
    }

    #[inline(always)]
    fn look(&self, own: &Self::Own) -> u64 {
        let Some(mut hazard) = own.take() else { return 0 };
        let value = self.0.safe_load(&mut hazard).map_or(0, |value| *value);
        hazard.reset_protection();
        own.set(Some(hazard));
        value
    }
}

impl Reader for ArcSwap<u64> {
    type Own = ();

    fn new() -> Self {
        Self::from_pointee(VALUE)
    }

    fn enter(&self) {}

    #[inline(always)]
    fn look(&self, (): &()) -> u64 {
        **self.load()
    }
}

impl Reader for AtomicOwned<u64> {
    type Own = ();

    fn new() -> Self {
        Self::new(VALUE)
    }

    fn enter(&self) {}

    #[inline(always)]
    fn look(&self, (): &()) -> u64 {
        let guard = sdd::Guard::new();
        self.load(Ordering::Acquire, &guard).as_ref().map_or(0, |value| *value)
    }
}

impl Reader for RwLock<u64> {
    type Own = ();

    fn new() -> Self {
        Self::new(black_box(VALUE))
    }

    fn enter(&self) {}

    #[inline(always)]
    fn look(&self, (): &()) -> u64 {
        *self.read().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reader for parking_lot::RwLock<u64> {
    type Own = ();

    fn new() -> Self {
        Self::new(black_box(VALUE))
    }

    fn enter(&self) {}

    #[inline(always)]
    fn look(&self, (): &()) -> u64 {
        *self.read()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn every_reader_sees_the_value_with_more_threads_than_cpus() {
        let times = Times { warm_up: Duration::from_millis(1), measure: Duration::from_millis(5) };
        for threads in [1, 5] {
            for case in cases(Width { threads, cpus: 2 }, &Peers::default()) {
                let measured = (case.measure)(times);
                assert!(measured.exact, "{} saw something else", case.variant);
                assert!(measured.ops > 0, "{} did nothing", case.variant);
            }
        }
    }
}
