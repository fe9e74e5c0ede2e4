//! The group `rcu-retire`: replacing a value, and freeing the old one when no reader can see it any more.
//!
//! Each thread replaces a value of its own, which others may read: an allocation, an exchange of pointers, and whatever the rival
//! does until the old value can be freed, the freeing included. A run is exact when every value that was made was dropped, once, by
//! the end.
#![allow(unsafe_code, reason = "rivals retire raw pointers")]

use std::sync::{Arc, Mutex, PoisonError, atomic::Ordering};

use arc_swap::ArcSwap;
use crossbeam_epoch::{Atomic, Owned};
use haphazard::AtomicPtr as HazardPtr;
use perseq::Counter;
use perseq_rcu::{Rcu, RcuCell};
use sdd::{AtomicOwned, Owned as SddOwned, PrivateCollector, Tag};
use seize::{Collector, Guard as _};

use crate::{
    case::{Case, Group, Measured, Runs, Variant},
    parallel::{self, Times, Width},
    workload::{Plain, Workload},
};

const PERSEQ: Variant = Variant::new("perseq");
const PERSEQ_POLLED: Variant = Variant::new("perseq polled");
const PLAIN_BOX: Variant = Variant::new("plain box");
const CROSSBEAM_EPOCH: Variant = Variant::new("crossbeam-epoch");
const SEIZE: Variant = Variant::new("seize");
const HAPHAZARD: Variant = Variant::new("haphazard");
const SDD: Variant = Variant::new("sdd");
const ARC_SWAP: Variant = Variant::new("arc-swap");

/// Replacing a value and freeing the old one.
pub(crate) static RCU_RETIRE: Group = Group {
    name: "rcu-retire",
    help: "Replacing a value and freeing the old one",
    title: "replacing a value and freeing the old one",
    explanation: "One value replaced per iteration, each thread its own, with what it takes until the old one is freed: an allocation, \
         grace periods, and the freeing. `perseq` has a thread that does the last part, and needs a CPU for it. `plain box` \
         frees at once. Every value was dropped once by the end.",
    ours: PERSEQ,
    rivals: &[PLAIN_BOX, CROSSBEAM_EPOCH, SEIZE, HAPHAZARD, SDD, ARC_SWAP],
    runs: Runs::Usual,
    cases: |place| place.all(cases),
};

static MADE: Counter = Counter::new();
static DROPPED: Counter = Counter::new();

/// The value that is replaced.
struct Value(u64);

impl Value {
    fn new() -> Self {
        MADE.inc();
        Self(0x5eed)
    }
}

impl Drop for Value {
    fn drop(&mut self) {
        DROPPED.add(u64::from(self.0 == 0x5eed));
        self.0 = 0;
    }
}

/// A rival.
trait Retirer: Sync + Sized {
    /// A place with a value, and what its thread keeps besides.
    type Place;

    /// Without places.
    fn new() -> Self;

    /// Called by each worker.
    fn place(&self) -> Self::Place;

    /// Puts a new value there.
    fn replace(&self, place: &Self::Place);

    /// Called by each worker at last.
    fn remove(&self, _place: Self::Place) {}
}

/// A rival at work.
struct Replacing<R>(R);

impl<R: Retirer> Workload for Replacing<R> {
    type Own = R::Place;

    fn enter(&self, _worker: usize) -> R::Place {
        self.0.place()
    }

    #[inline(always)]
    fn op(&self, place: &R::Place, _which: usize) {
        self.0.replace(place);
    }

    fn leave(&self, place: R::Place) {
        self.0.remove(place);
    }
}

/// All rivals at that many threads, ours first.
fn cases(width: Width) -> Vec<Case> {
    vec![
        case::<Ours<true>>(PERSEQ, width),
        case::<Ours<false>>(PERSEQ_POLLED, width),
        case::<PlainBox>(PLAIN_BOX, width),
        case::<crossbeam_epoch::Collector>(CROSSBEAM_EPOCH, width),
        case::<Collector>(SEIZE, width),
        case::<Hazards>(HAPHAZARD, width),
        case::<PrivateCollector>(SDD, width),
        case::<ArcSwaps>(ARC_SWAP, width),
    ]
}

fn case<R: Retirer>(variant: Variant, width: Width) -> Case {
    Case::new(variant, width, measure::<R>)
}

/// Runs are one after the other: they count in the same counters.
static ALONE: Mutex<()> = Mutex::new(());

fn measure<R: Retirer>(width: Width, times: Times) -> Measured {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let before = [MADE.sum(), DROPPED.sum()];
    let replacing = Replacing(R::new());
    let run = parallel::run::<Plain, _>(&replacing, width, times);
    drop(replacing);
    let exact = MADE.sum() - before[0] == DROPPED.sum() - before[1];
    Measured::of(run, exact)
}

/// Ours, with the domain's thread or without.
struct Ours<const WORKER: bool>(Arc<Rcu>);

impl<const WORKER: bool> Retirer for Ours<WORKER> {
    type Place = RcuCell<Value, Arc<Rcu>>;

    fn new() -> Self {
        Self(Arc::new(if WORKER { Rcu::new() } else { Rcu::polled() }))
    }

    fn place(&self) -> Self::Place {
        RcuCell::new_in(Value::new(), Arc::clone(&self.0))
    }

    #[inline(always)]
    fn replace(&self, place: &Self::Place) {
        place.store(Value::new());
    }
}

/// Freed at once: no thread reads.
struct PlainBox;

impl Retirer for PlainBox {
    type Place = std::cell::RefCell<Box<Value>>;

    fn new() -> Self {
        Self
    }

    fn place(&self) -> Self::Place {
        std::cell::RefCell::new(Box::new(Value::new()))
    }

    #[inline(always)]
    fn replace(&self, place: &Self::Place) {
        drop(place.replace(Box::new(Value::new())));
    }
}

impl Retirer for crossbeam_epoch::Collector {
    type Place = (crossbeam_epoch::LocalHandle, Atomic<Value>);

    fn new() -> Self {
        Self::new()
    }

    fn place(&self) -> Self::Place {
        (self.register(), Atomic::new(Value::new()))
    }

    #[inline(always)]
    fn replace(&self, (handle, place): &Self::Place) {
        let guard = handle.pin();
        let old = place.swap(Owned::new(Value::new()), Ordering::AcqRel, &guard);
        // SAFETY: it is out of its place, and no other thread takes it out.
        unsafe { guard.defer_destroy(old) };
    }

    fn remove(&self, (handle, place): Self::Place) {
        let guard = handle.pin();
        let old = place.swap(crossbeam_epoch::Shared::null(), Ordering::AcqRel, &guard);
        // SAFETY: as above.
        unsafe { guard.defer_destroy(old) };
    }
}

impl Retirer for Collector {
    type Place = std::sync::atomic::AtomicPtr<Value>;

    fn new() -> Self {
        Self::new()
    }

    fn place(&self) -> Self::Place {
        Self::Place::new(Box::into_raw(Box::new(Value::new())))
    }

    #[inline(always)]
    fn replace(&self, place: &Self::Place) {
        let guard = self.enter();
        let old = guard.swap(place, Box::into_raw(Box::new(Value::new())), Ordering::AcqRel);
        // SAFETY: a box that is out of its place, and no other thread takes it out.
        unsafe { guard.defer_retire(old, seize::reclaim::boxed::<Value>) };
    }

    fn remove(&self, mut place: Self::Place) {
        // SAFETY: a box that no thread reads any more.
        drop(unsafe { Box::from_raw(*place.get_mut()) });
    }
}

/// Hazard pointers, in a domain of their own: what was not freed goes with it.
struct Hazards(haphazard::Domain<Hazard>);

/// Its family: which domains may not be mixed up.
struct Hazard;

impl Retirer for Hazards {
    type Place = HazardPtr<Value, Hazard>;

    fn new() -> Self {
        Self(haphazard::Domain::new(&Hazard))
    }

    fn place(&self) -> Self::Place {
        HazardPtr::from(Box::new(Value::new()))
    }

    #[inline(always)]
    fn replace(&self, place: &Self::Place) {
        let old = place.swap(Box::new(Value::new()));
        // SAFETY: it is out of its place, no other thread takes it out, and there is one domain.
        old.map(|old| unsafe { old.retire_in(&self.0) });
    }

    fn remove(&self, place: Self::Place) {
        // SAFETY: as above, and this is the last use of the place.
        unsafe { place.retire_in(&self.0) };
    }
}

/// Its global collector cannot be told to free everything; this one does so when it is dropped.
impl Retirer for PrivateCollector {
    type Place = AtomicOwned<Value>;

    fn new() -> Self {
        Self::new()
    }

    fn place(&self) -> Self::Place {
        AtomicOwned::new(Value::new())
    }

    #[inline(always)]
    fn replace(&self, place: &Self::Place) {
        exchange(self, place, Some(SddOwned::new(Value::new())));
    }

    fn remove(&self, place: Self::Place) {
        exchange(self, &place, None);
    }
}

#[inline(always)]
fn exchange(collector: &PrivateCollector, place: &AtomicOwned<Value>, new: Option<SddOwned<Value>>) {
    let (old, _) = place.swap((new, Tag::None), Ordering::AcqRel);
    if let Some(old) = old {
        // SAFETY: no thread has a pointer to it when the collector is dropped, and it may be sent.
        unsafe { collector.collect_owned(old, &sdd::Guard::new()) };
    }
}

/// Counted references.
struct ArcSwaps;

impl Retirer for ArcSwaps {
    type Place = ArcSwap<Value>;

    fn new() -> Self {
        Self
    }

    fn place(&self) -> Self::Place {
        ArcSwap::from_pointee(Value::new())
    }

    #[inline(always)]
    fn replace(&self, place: &Self::Place) {
        place.store(Arc::new(Value::new()));
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn every_value_is_dropped_with_more_threads_than_cpus() {
        let times = Times { warm_up: Duration::from_millis(1), measure: Duration::from_millis(5) };
        for threads in [1, 5] {
            for case in cases(Width { threads, cpus: 2 }) {
                let measured = (case.measure)(times);
                assert!(measured.exact, "{} lost or doubled values", case.variant);
                assert!(measured.ops > 0, "{} did nothing", case.variant);
            }
        }
    }
}
