//! The group `stack`: putting an object in a list and taking one out, for each kind of list.
//!
//! The loop and the rules are those of the group `cache`: every object that was made is there afterwards.

use core::{cell::UnsafeCell, mem::offset_of};
use std::sync::{
    Mutex as StdMutex, PoisonError,
    atomic::{AtomicIsize, Ordering::Relaxed},
};

use crossbeam_deque::Worker;
use crossbeam_queue::{ArrayQueue, SegQueue};
use parking_lot::Mutex;
use perseq::{ArrayStack, CpuLock, IntrusiveStack, Link, Node, Queue, Rejected};

use super::cache::{CAPACITY, Made, Object, OwnVec, Pool, case, had, pair, shared};
use crate::{
    case::{Case, Group, Runs, Variant},
    inlined::{self, LISTS},
    parallel::Width,
    workload::touch_memory,
};

const PERSEQ_STACK: Variant = Variant::new("perseq stack");
const PERSEQ_ARRAY_STACK: Variant = Variant::new("perseq array-stack");
const PERSEQ_QUEUE: Variant = Variant::new("perseq queue");
const PERSEQ_CPU_LOCK: Variant = Variant::new("perseq cpu-lock");
const VEC: Variant = Variant::new("vec");
const CROSSBEAM_WORKER: Variant = Variant::new("crossbeam Worker");
const CROSSBEAM_ARRAYQUEUE: Variant = Variant::new("crossbeam ArrayQueue");
const CROSSBEAM_SEGQUEUE: Variant = Variant::new("crossbeam SegQueue");
const STD_MUTEX_VEC: Variant = Variant::new("std Mutex<Vec>");
const PARKING_LOT_MUTEX_VEC: Variant = Variant::new("parking_lot Mutex<Vec>");

/// Putting an object in a list and taking one out.
pub(crate) static STACK: Group = Group {
    name: "stack",
    help: "Putting an object in a list and taking one out",
    title: "putting an object in a list and taking one out",
    explanation: "As `cache`, for each kind of list: linked nodes, an array, a queue, a vector behind a lock per CPU. \
         `vec` and `crossbeam Worker` are the thread's own. `perseq.h push+pop` is `perseq stack` in C, compiled \
         with -O2, with the header's sections inlined. Every object was there afterwards.",
    ours: PERSEQ_STACK,
    rivals: &[VEC, CROSSBEAM_WORKER, CROSSBEAM_SEGQUEUE, STD_MUTEX_VEC],
    runs: Runs::Usual,
    cases: |place| inlined::beside(place, &LISTS, cases),
};

/// All rivals at that many threads, ours first.
fn cases(width: Width) -> Vec<Case> {
    vec![
        case::<Intrusive>(PERSEQ_STACK, width),
        case::<ArrayStack<Object>>(PERSEQ_ARRAY_STACK, width),
        case::<Queue<Object>>(PERSEQ_QUEUE, width),
        case::<CpuLock<Vec<Object>>>(PERSEQ_CPU_LOCK, width),
        case::<OwnVec>(VEC, width),
        case::<Deque>(CROSSBEAM_WORKER, width),
        case::<ArrayQueue<Object>>(CROSSBEAM_ARRAYQUEUE, width),
        case::<SegQueue<Object>>(CROSSBEAM_SEGQUEUE, width),
        case::<StdMutex<Vec<Object>>>(STD_MUTEX_VEC, width),
        case::<Mutex<Vec<Object>>>(PARKING_LOT_MUTEX_VEC, width),
    ]
}

shared!(() Queue<Object>, _width => had(Queue::try_new(CAPACITY)), pool => pool.pop(),
    object => pool.push(object).err().map(Rejected::into_item), pool.len());
shared!(() CpuLock<Vec<Object>>, _width => had(CpuLock::new(|_| Vec::with_capacity(CAPACITY))),
    pool => had(pool.lock()).pop(), object => { had(pool.lock()).push(object); None },
    (0..pool.rows()).map(|row| had(pool.with_row(row, |list| list.len()))).sum::<usize>());
shared!(() SegQueue<Object>, _width => SegQueue::new(), pool => pool.pop(), object => { pool.push(object); None },
    SegQueue::len(pool));
shared!(() StdMutex<Vec<Object>>, width => StdMutex::new(Vec::with_capacity(CAPACITY * width.threads)),
    pool => pool.lock().unwrap_or_else(PoisonError::into_inner).pop(),
    object => { pool.lock().unwrap_or_else(PoisonError::into_inner).push(object); None },
    pool.lock().unwrap_or_else(PoisonError::into_inner).len());

/// An object with a link in it.
struct Linked {
    link: Link,
    _value: u64,
}

#[allow(unsafe_code, reason = "says where the link is")]
// SAFETY: that is where it is, and nothing else uses it.
unsafe impl Node for Linked {
    const LINK: usize = offset_of!(Linked, link);
}

/// A stack of linked objects, and how many were made for it.
struct Intrusive {
    stack: IntrusiveStack<Linked>,
    made: AtomicIsize,
}

impl Intrusive {
    #[cold]
    #[inline(never)]
    fn make(&self) -> Box<Linked> {
        self.made.fetch_add(1, Relaxed);
        Box::new(Linked { link: Link::new(), _value: 0 })
    }
}

impl Pool for Intrusive {
    type Own = ();

    fn new(_width: Width) -> Self {
        Self { stack: had(IntrusiveStack::try_new()), made: AtomicIsize::new(0) }
    }

    fn enter(&self) {}

    #[inline(always)]
    fn pair(&self, (): &(), _made: &Made) {
        let object = self.stack.pop().unwrap_or_else(|| self.make());
        touch_memory();
        if self.stack.push(object).is_err() {
            self.made.fetch_sub(1, Relaxed);
        }
    }

    fn balance(&self) -> isize {
        let mut there = 0;
        had(self.stack.drain(|_| there += 1));
        there - self.made.load(Relaxed)
    }
}

/// A deque of the thread's own, from which others could steal.
struct Deque;

impl Pool for Deque {
    type Own = UnsafeCell<Worker<Object>>;

    fn new(_width: Width) -> Self {
        Self
    }

    fn enter(&self) -> Self::Own {
        UnsafeCell::new(Worker::new_lifo())
    }

    #[inline(always)]
    #[allow(unsafe_code, reason = "the worker's own")]
    fn pair(&self, own: &Self::Own, made: &Made) {
        // SAFETY: a shared reference to what the worker owns.
        let deque = unsafe { &*own.get() };
        pair!(made, deque.pop(), object => {
            deque.push(object);
            None
        });
    }

    fn leave(&self, own: Self::Own) -> usize {
        own.into_inner().len()
    }

    fn balance(&self) -> isize {
        0
    }
}

#[cfg(test)]
mod tests {
    use core::time::Duration;

    use super::*;
    use crate::parallel::Times;

    #[test]
    fn every_list_has_every_object_afterwards() {
        let times = Times { warm_up: Duration::from_millis(1), measure: Duration::from_millis(5) };
        for case in cases(Width { threads: 5, cpus: 2 }) {
            let measured = (case.measure)(times);
            assert!(measured.exact, "{} lost or invented objects", case.variant);
            assert!(measured.ops > 0, "{} did nothing", case.variant);
        }
    }
}
