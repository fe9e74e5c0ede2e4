//! The group `cache`: taking an object out of a pool and putting it back.
//!
//! Each rival hands out `Box<u64>`s, makes one where it has none, and knows how many it has: a run is exact when every
//! object that was made is in the pool afterwards. `vec` is the thread's own vector, which no other thread can reach: what
//! the pair costs when nothing is shared. `perseq unguarded` are the same sections as ours without the guard's check, on rows
//! that no thread can be given exclusive access to: what the check costs.
#![allow(unsafe_code, reason = "a vector without run-time checks")]

use std::{
    cell::{RefCell, UnsafeCell},
    hint::black_box,
    sync::{
        Arc,
        atomic::{AtomicIsize, AtomicUsize, Ordering::Relaxed},
    },
};

use crossbeam_queue::ArrayQueue;
use crossbeam_utils::CachePadded;
use parking_lot::Mutex;
use perseq::{ArrayStack, ByConcurrencyId, Cache, Index, Rejected, perseq_core::cpu};

use super::unguarded::Bare;
use crate::{
    case::{Case, Group, Measured, Runs, Variant},
    getcpu::Getcpu,
    parallel::{self, Times, Width},
    workload::{Plain, Workload, touch_memory},
};

const PERSEQ_CACHE: Variant = Variant::new("perseq cache");
const PERSEQ_CACHE_MM_CID: Variant = Variant::new("perseq cache mm_cid");
const PERSEQ_ARRAY_STACK: Variant = Variant::new("perseq array-stack");
const PERSEQ_BARE: Variant = Variant::new("perseq bare");
pub(crate) const PERSEQ_UNGUARDED: Variant = Variant::new("perseq unguarded");
const VEC: Variant = Variant::new("vec");
const THREAD_LOCAL: Variant = Variant::new("thread_local");
const GETCPU_MUTEX: Variant = Variant::new("getcpu + mutex");
const PARKING_LOT_MUTEX_VEC: Variant = Variant::new("parking_lot Mutex<Vec>");
const CROSSBEAM_ARRAYQUEUE: Variant = Variant::new("crossbeam ArrayQueue");
const OBJECT_POOL: Variant = Variant::new("object-pool");
const OPOOL: Variant = Variant::new("opool");

/// Taking an object out of a pool and putting it back.
pub(crate) static CACHE: Group = Group {
    name: "cache",
    help: "Taking an object out of a pool and putting it back",
    title: "taking an object out of a pool and putting it back",
    explanation: "One pair per iteration: a `Box<u64>` out, memory touched, and back in. `vec` is a vector of the \
         thread's own: what the pair costs when nothing is shared. `perseq unguarded` are our sections without \
         the look at the guard that lets others take a row. Every object was there afterwards.",
    ours: PERSEQ_CACHE,
    rivals: &[VEC, PERSEQ_UNGUARDED, THREAD_LOCAL, GETCPU_MUTEX, CROSSBEAM_ARRAYQUEUE],
    runs: Runs::Usual,
    cases: |place| place.all(cases),
};

/// The object that a pool hands out.
pub(super) type Object = Box<u64>;

/// Objects that a pool has room for, per CPU or thread.
pub(super) const CAPACITY: usize = 64;

/// A rival.
pub(super) trait Pool: Sync + Sized {
    /// The data that a worker keeps for itself.
    type Own;

    /// For that many threads, empty.
    fn new(width: Width) -> Self;

    /// Called by each worker before its first operation.
    fn enter(&self) -> Self::Own;

    /// Takes an object, or makes one, and puts it back.
    fn pair(&self, own: &Self::Own, made: &Made);

    /// Called by each worker after its last operation: how many objects it kept for itself.
    fn leave(&self, _own: Self::Own) -> usize {
        0
    }

    /// How many objects it has, less those that it has made itself.
    fn balance(&self) -> isize;
}

/// How many objects were made and not dropped.
#[derive(Default)]
pub(super) struct Made(AtomicIsize);

impl Made {
    #[cold]
    #[inline(never)]
    pub(super) fn make(&self) -> Object {
        self.0.fetch_add(1, Relaxed);
        Box::new(0)
    }

    #[cold]
    #[inline(never)]
    pub(super) fn drop(&self, object: Object) {
        self.0.fetch_sub(1, Relaxed);
        drop(object);
    }
}

/// A pool, how many objects were made for it, and how many its workers kept.
struct Pairs<P> {
    pool: P,
    made: Made,
    kept: AtomicUsize,
}

impl<P: Pool> Workload for Pairs<P> {
    type Own = P::Own;

    fn enter(&self, _worker: usize) -> P::Own {
        self.pool.enter()
    }

    #[inline(always)]
    fn op(&self, own: &P::Own, _which: usize) {
        self.pool.pair(own, &self.made);
    }

    fn leave(&self, own: P::Own) {
        self.kept.fetch_add(self.pool.leave(own), Relaxed);
    }
}

/// All rivals at that many threads, ours first.
fn cases(width: Width) -> Vec<Case> {
    let mut cases = vec![
        case::<Cache<Object>>(PERSEQ_CACHE, width),
        case::<Cache<Object, ByConcurrencyId>>(PERSEQ_CACHE_MM_CID, width),
        case::<ArrayStack<Object>>(PERSEQ_ARRAY_STACK, width),
    ];
    if perseq::perseq_core::thread::attach().is_ok() {
        cases.push(case::<Bare<true>>(PERSEQ_BARE, width));
        cases.push(case::<Bare<false>>(PERSEQ_UNGUARDED, width));
    }
    cases.extend([
        case::<OwnVec>(VEC, width),
        case::<ThreadLocal>(THREAD_LOCAL, width),
        case::<GetcpuMutex>(GETCPU_MUTEX, width),
        case::<Mutex<Vec<Object>>>(PARKING_LOT_MUTEX_VEC, width),
        case::<ArrayQueue<Object>>(CROSSBEAM_ARRAYQUEUE, width),
        case::<object_pool::Pool<Object>>(OBJECT_POOL, width),
        case::<Opool>(OPOOL, width),
    ]);
    cases
}

pub(super) fn case<P: Pool>(variant: Variant, width: Width) -> Case {
    Case::new(variant, width, measure::<P>)
}

fn measure<P: Pool>(width: Width, times: Times) -> Measured {
    let pairs = Pairs { pool: P::new(width), made: Made::default(), kept: AtomicUsize::new(0) };
    let run = parallel::run::<Plain, _>(&pairs, width, times);
    let inside = pairs.pool.balance() + pairs.kept.into_inner().cast_signed();
    let exact = inside == pairs.made.0.into_inner();
    Measured::of(run, exact)
}

/// Takes, touches, and puts back, with whatever ways a rival has for that.
macro_rules! pair {
    ($made:ident, $get:expr, $object:ident => $put:expr) => {
        let $object = $get.unwrap_or_else(|| $made.make());
        touch_memory();
        let back: Option<Object> = $put;
        if let Some(object) = back {
            $made.drop(object);
        }
    };
}
pub(super) use pair;

/// Rivals that need nothing per worker.
macro_rules! shared {
    (($($generics:tt)*) $type:ty, $width:ident => $new:expr, $pool:ident => $get:expr,
     $object:ident => $put:expr, $len:expr) => {
        impl<$($generics)*> Pool for $type {
            type Own = ();

            fn new($width: Width) -> Self {
                $new
            }

            fn enter(&self) {}

            #[inline(always)]
            fn pair(&self, (): &(), made: &Made) {
                let $pool = self;
                pair!(made, $get, $object => $put);
            }

            fn balance(&self) -> isize {
                let $pool = self;
                $len.cast_signed()
            }
        }
    };
}

pub(super) use shared;

/// Rows and memory are there on any machine that gets this far.
pub(super) fn had<T>(result: perseq::Result<T>) -> T {
    result.unwrap_or_else(|error| panic!("{error}"))
}

shared!((I: Index) Cache<Object, I>, _width => had(Cache::try_indexed(CAPACITY, 4 * CAPACITY)), pool => pool.get(),
    object => pool.put(object).err().map(Rejected::into_item), pool.len());
shared!((I: Index) ArrayStack<Object, I>, _width => had(ArrayStack::try_indexed(CAPACITY)), pool => pool.pop(),
    object => pool.push(object).err().map(Rejected::into_item), pool.len());
shared!(() Mutex<Vec<Object>>, width => Mutex::new(Vec::with_capacity(CAPACITY * width.threads)),
    pool => pool.lock().pop(), object => { pool.lock().push(object); None }, pool.lock().len());
shared!(() ArrayQueue<Object>, width => ArrayQueue::new(CAPACITY * width.threads), pool => pool.pop(),
    object => pool.push(object).err(), ArrayQueue::len(pool));
shared!(() object_pool::Pool<Object>, width => Self::from_vec(Vec::with_capacity(CAPACITY * width.threads)),
    pool => pool.try_pull().map(|object| object.detach().1), object => { pool.attach(object); None },
    object_pool::Pool::len(pool));

/// The allocator of `opool`, which makes an object where the pool has none, and the number of objects: the
/// pool keeps its allocator to itself.
#[derive(Clone, Default)]
struct Boxes(Arc<AtomicIsize>);

impl opool::PoolAllocator<Object> for Boxes {
    fn allocate(&self) -> Object {
        self.0.fetch_add(1, Relaxed);
        Box::new(0)
    }
}

/// `opool`'s objects return by themselves, and it makes them itself.
struct Opool(opool::Pool<Boxes, Object>, Boxes);

impl Pool for Opool {
    type Own = ();

    fn new(width: Width) -> Self {
        let boxes = Boxes::default();
        Self(opool::Pool::new(CAPACITY * width.threads, boxes.clone()), boxes)
    }

    fn enter(&self) {}

    #[inline(always)]
    fn pair(&self, (): &(), _made: &Made) {
        let object = self.0.get();
        touch_memory();
        drop(object);
    }

    fn balance(&self) -> isize {
        self.0.len().cast_signed() - self.1.0.load(Relaxed)
    }
}

/// A vector that no other thread can reach.
pub(super) struct OwnVec;

impl Pool for OwnVec {
    type Own = Box<UnsafeCell<Vec<Object>>>;

    fn new(_width: Width) -> Self {
        Self
    }

    fn enter(&self) -> Self::Own {
        let own = Box::new(UnsafeCell::new(Vec::with_capacity(CAPACITY)));
        // Let the address escape, so that `touch_memory` is known to concern the vector.
        black_box(&own);
        own
    }

    #[inline(always)]
    fn pair(&self, own: &Self::Own, made: &Made) {
        // SAFETY: the worker's own, and the reference ends before the next one is made.
        pair!(made, unsafe { &mut *own.get() }.pop(), object => {
            // SAFETY: as above.
            unsafe { &mut *own.get() }.push(object);
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

/// The crate `thread_local`: a vector per thread that the pool's owner can reach when the threads are done.
struct ThreadLocal(thread_local::ThreadLocal<RefCell<Vec<Object>>>);

impl Pool for ThreadLocal {
    type Own = ();

    fn new(_width: Width) -> Self {
        Self(thread_local::ThreadLocal::new())
    }

    fn enter(&self) {}

    #[inline(always)]
    fn pair(&self, (): &(), made: &Made) {
        pair!(made, self.0.get_or_default().borrow_mut().pop(), object => {
            self.0.get_or_default().borrow_mut().push(object);
            None
        });
    }

    fn leave(&self, (): ()) -> usize {
        self.0.get_or_default().borrow_mut().drain(..).count()
    }

    fn balance(&self) -> isize {
        0
    }
}

/// A vector with a mutex for each CPU, and the vDSO asked which.
struct GetcpuMutex {
    getcpu: Getcpu,
    rows: Vec<CachePadded<Mutex<Vec<Object>>>>,
}

impl Pool for GetcpuMutex {
    type Own = ();

    fn new(_width: Width) -> Self {
        let row = |_| CachePadded::new(Mutex::new(Vec::with_capacity(CAPACITY)));
        Self { getcpu: Getcpu::best(), rows: (0..cpu::bound()).map(row).collect() }
    }

    fn enter(&self) {}

    #[inline(always)]
    fn pair(&self, (): &(), made: &Made) {
        let row = |pool: &Self| pool.getcpu.call() as usize;
        pair!(made, self.rows[row(self)].lock().pop(), object => {
            self.rows[row(self)].lock().push(object);
            None
        });
    }

    fn balance(&self) -> isize {
        self.rows.iter().map(|row| row.lock().len().cast_signed()).sum()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn every_rival_has_every_object_afterwards() {
        let times = Times { warm_up: Duration::from_millis(1), measure: Duration::from_millis(5) };
        for case in cases(Width { threads: 5, cpus: 2 }) {
            let measured = (case.measure)(times);
            assert!(measured.exact, "{} lost or invented objects", case.variant);
            assert!(measured.ops > 0, "{} did nothing", case.variant);
        }
    }
}
