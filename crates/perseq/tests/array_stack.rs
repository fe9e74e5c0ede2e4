//! `ArrayStack` and `Cache`: against a plain model, and under everything at once with every item counted.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use perseq_testing as support;

#[cfg(not(miri))]
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use perseq::{ArrayStack, Cache, Error, perseq_core::cpu};
#[cfg(not(miri))]
use perseq::{
    ByConcurrencyId, ByCpuId, Index,
    perseq_core::{guard, section::aborts, thread},
};
use proptest::prelude::*;

const CASES: u32 = if cfg!(miri) { 2 } else { 128 };
/// Bounds of steps, and of items in a batch.
const STEPS: usize = if cfg!(miri) { 12 } else { 80 };
const BATCH: usize = if cfg!(miri) { 20 } else { 200 };

/// An item that is counted while it lives.
struct Counted<'a>(&'a AtomicUsize);

impl<'a> Counted<'a> {
    fn boxed(live: &'a AtomicUsize) -> Box<Self> {
        live.fetch_add(1, Relaxed);
        Box::new(Self(live))
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Relaxed);
    }
}

#[derive(Debug, Clone)]
enum Step {
    Push(usize),
    Pop,
    PushBatch(Vec<usize>),
    PopBatch(usize),
    Remote(u32, usize),
    Drain,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => any::<usize>().prop_map(Step::Push),
        4 => Just(Step::Pop),
        2 => prop::collection::vec(any::<usize>(), 0..BATCH).prop_map(Step::PushBatch),
        2 => (0_usize..BATCH).prop_map(Step::PopBatch),
        1 => (0_u32..3, any::<usize>()).prop_map(|(row, item)| Step::Remote(row, item)),
        1 => Just(Step::Drain),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: CASES, ..ProptestConfig::default() })]

    /// One thread, which may be moved between CPUs at any time: the model is a bag, and a stack as long as it stays.
    #[test]
    fn a_stack_gives_back_what_was_put_in(steps in prop::collection::vec(step(), 1..STEPS), capacity in 1_usize..150) {
        let stack = ArrayStack::<usize>::try_new(capacity).unwrap();
        let mut bag: Vec<usize> = Vec::new();
        let take = |bag: &mut Vec<usize>, item: usize| {
            let at = bag.iter().rposition(|&other| other == item).expect("an item that was never put in");
            bag.swap_remove(at);
        };
        for step in steps {
            match step {
                Step::Push(item) => match stack.push(item) {
                    Ok(()) => bag.push(item),
                    Err(rejected) => {
                        prop_assert_eq!(rejected.why(), Error::Full { capacity });
                        prop_assert_eq!(rejected.into_item(), item);
                    }
                },
                Step::Pop => {
                    if let Some(item) = stack.pop() {
                        take(&mut bag, item);
                    }
                }
                Step::PushBatch(mut items) => {
                    let before = items.clone();
                    let moved = stack.push_batch(&mut items);
                    prop_assert_eq!(items.len() + moved, before.len());
                    prop_assert_eq!(&before[..items.len()], &items[..]);
                    bag.extend(&before[items.len()..]);
                }
                Step::PopBatch(max) => {
                    let mut items = Vec::new();
                    prop_assert_eq!(stack.pop_batch(&mut items, max), items.len());
                    prop_assert!(items.len() <= max);
                    items.into_iter().for_each(|item| take(&mut bag, item));
                }
                Step::Remote(row, item) => {
                    let pushed = stack.with_row(row, |view| {
                        let room = view.len() < capacity;
                        prop_assert_eq!(view.push(item).is_ok(), room);
                        if room { prop_assert_eq!(view.pop(), Some(item)); }
                        Ok(room && view.push(item).is_ok())
                    }).unwrap()?;
                    if pushed { bag.push(item); }
                }
                Step::Drain => {
                    let mut items = Vec::new();
                    stack.drain(|item| items.push(item)).unwrap();
                    items.into_iter().for_each(|item| take(&mut bag, item));
                    prop_assert!(bag.is_empty());
                }
            }
            prop_assert_eq!(stack.len(), bag.len());
        }
        while let Some(item) = stack.steal().unwrap() {
            take(&mut bag, item);
        }
        prop_assert!(bag.is_empty());
    }

    #[test]
    fn a_cache_never_holds_more_than_it_may_and_gives_everything_back(
        steps in prop::collection::vec((any::<bool>(), 1_usize..STEPS / 2), 1..STEPS / 2),
        capacity in 1_usize..20,
        overflow in 0_usize..50,
    ) {
        let live = AtomicUsize::new(0);
        let cache = Cache::try_new(capacity, overflow).unwrap();
        let (mut inside, mut outside) = (0, Vec::new());
        for (put, times) in steps {
            for _ in 0..times {
                if put {
                    match cache.put(outside.pop().unwrap_or_else(|| Counted::boxed(&live))) {
                        Ok(()) => inside += 1,
                        Err(rejected) => {
                            prop_assert_eq!(rejected.why(), Error::Full { capacity });
                            outside.push(rejected.into_item());
                        }
                    }
                } else if let Some(item) = cache.get() {
                    inside -= 1;
                    outside.push(item);
                }
                prop_assert_eq!(cache.len(), inside);
                prop_assert_eq!(live.load(Relaxed), inside + outside.len());
            }
        }
        prop_assert!(cache.len() <= capacity * cpu::rows() as usize + overflow);
        drop(cache);
        prop_assert_eq!(live.load(Relaxed), outside.len());
    }
}

#[test]
fn on_one_cpu_a_stack_is_last_in_first_out() {
    let cpus = cpu::allowed().unwrap().iter().next().unwrap();
    std::thread::spawn(move || {
        if !cfg!(miri) {
            support::pin(cpus);
        }
        let stack = ArrayStack::<usize>::try_new(BATCH).unwrap();
        (0..BATCH).for_each(|item| stack.push(item).unwrap());
        assert!(stack.push(0).is_err());
        let mut popped = Vec::new();
        assert_eq!(stack.pop_batch(&mut popped, BATCH / 3), BATCH / 3);
        popped.extend(std::iter::from_fn(|| stack.pop()));
        assert_eq!(popped, (0..BATCH).rev().collect::<Vec<_>>());
    })
    .join()
    .unwrap();
}

#[test]
fn capacities_that_cannot_be_are_refused_with_the_figures() {
    let max = perseq::perseq_core::pool::STRIDE / size_of::<usize>() - 3;
    for asked in [0, max + 1, usize::MAX] {
        assert_eq!(ArrayStack::<usize>::try_new(asked).unwrap_err(), Error::Capacity { asked, max });
        assert_eq!(Cache::<usize>::try_new(asked, 1).unwrap_err(), Error::Capacity { asked, max });
    }
    let refused = Cache::<usize>::try_new(1, usize::MAX).unwrap_err();
    let Error::Overflow { asked: usize::MAX, max: most } = refused else { panic!("{refused}") };
    let text = format!("an overflow of {} items was asked for; 0 to {most} can be had", usize::MAX);
    assert_eq!(refused.to_string(), text);
    // Miri would look at each of its words.
    if !cfg!(miri) {
        assert_eq!(ArrayStack::<usize>::try_new(max).unwrap().capacity(), max);
    }
    let (stack, bound) = (ArrayStack::<usize>::try_new(1).unwrap(), cpu::rows());
    assert_eq!(stack.with_row(bound, |_| ()).unwrap_err(), Error::NoSuchRow { row: bound, bound });
}

/// Items on rows where no thread runs, among them those of CPUs that do not exist, are dropped with the stack.
#[test]
fn every_item_is_dropped_once_wherever_it_is() {
    let live = AtomicUsize::new(0);
    let stack = ArrayStack::try_new(3).unwrap();
    for row in 0..cpu::rows() {
        stack.with_row(row, |view| view.push(Counted::boxed(&live)).unwrap()).unwrap();
    }
    assert_eq!(live.load(Relaxed), cpu::rows() as usize);
    stack.push(Counted::boxed(&live)).unwrap();
    drop(stack.steal().unwrap().expect("other rows have items"));
    assert_eq!(live.load(Relaxed), cpu::rows() as usize);
    drop(stack);
    assert_eq!(live.load(Relaxed), 0);
}

/// Panics on drop, the first one that is dropped, and counts.
struct Bomb<'a>(&'a AtomicUsize);

impl Drop for Bomb<'_> {
    fn drop(&mut self) {
        assert!(self.0.fetch_add(1, Relaxed) != 0, "the first one");
    }
}

#[test]
fn a_drop_that_panics_does_not_keep_the_others_from_being_dropped() {
    if !cfg!(miri) {
        // All of one row: what is drained stops at the row whose items panic.
        support::pin(cpu::allowed().unwrap().iter().next().unwrap());
    }
    let dropped = AtomicUsize::new(0);
    let unwinds = |body: &mut dyn FnMut()| {
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)).expect_err("the first one panics");
    };
    let mut cache = Some(Cache::try_new(4, 4).unwrap());
    let filled = cache.as_ref().unwrap();
    (0..8).for_each(|_| filled.put(Box::new(Bomb(&dropped))).ok().unwrap());
    unwinds(&mut || drop(cache.take()));
    assert_eq!(dropped.load(Relaxed), 8);

    dropped.store(0, Relaxed);
    let stack = ArrayStack::try_new(4).unwrap();
    (0..4).for_each(|_| stack.push(Box::new(Bomb(&dropped))).unwrap());
    unwinds(&mut || stack.drain(drop).unwrap());
    assert_eq!((dropped.load(Relaxed), stack.len()), (4, 0));

    // A closure that panics while a row is held: the row is free again, and as the closure left it.
    let row = cpu::rows() - 1;
    dropped.store(1, Relaxed);
    unwinds(&mut || {
        stack
            .with_row(row, |view| {
                view.push(Box::new(Bomb(&dropped))).unwrap();
                panic!("inside");
            })
            .unwrap()
    });
    assert_eq!(stack.with_row(row, |view| view.len()), Ok(1));
}

/// Threads, signal handlers and a remote drain on one cache; each item is out in one place only.
#[cfg(not(miri))]
fn churn<I: Index>(expect_aborts: bool) {
    const ITEMS: usize = 400;
    static IN_USE: [AtomicBool; ITEMS] = [const { AtomicBool::new(false) }; ITEMS];
    static HANDLERS: AtomicUsize = AtomicUsize::new(0);
    static CACHE: std::sync::atomic::AtomicPtr<()> = std::sync::atomic::AtomicPtr::new(std::ptr::null_mut());
    /// Takes an item and puts it back; no other thread may have it in between.
    fn once<I: Index>(cache: &Cache<usize, I>) {
        if let Some(item) = cache.get() {
            assert!(!IN_USE[item].swap(true, SeqCst), "item {item} is in two places");
            IN_USE[item].store(false, SeqCst);
            cache.put(item).unwrap();
        }
    }
    extern "C" fn handler<I: Index>(_signal: i32) {
        let cache = CACHE.load(SeqCst).cast::<Cache<usize, I>>();
        if !cache.is_null() {
            once(unsafe { &*cache });
            HANDLERS.fetch_add(1, Relaxed);
        }
    }
    let cache = Cache::<usize, I>::try_indexed(16, ITEMS).unwrap();
    (0..ITEMS).for_each(|item| cache.put(item).unwrap());
    CACHE.store((&raw const cache).cast_mut().cast(), SeqCst);
    support::handle_timer(handler::<I>);
    let (stop, drained, before) = (AtomicBool::new(false), AtomicUsize::new(0), (aborts(), guard::stats()));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                support::with_timer(std::time::Duration::from_micros(150), || {
                    while !stop.load(Relaxed) {
                        (0..200).for_each(|_| once(&cache));
                    }
                });
            });
        }
        scope.spawn(|| {
            let rows = cpu::allowed().unwrap().iter().max().unwrap() + 1;
            while !stop.load(Relaxed) {
                for row in 0..rows {
                    let mut items = Vec::new();
                    cache.drain_row(row, |item| items.push(item)).unwrap();
                    drained.fetch_add(items.len(), Relaxed);
                    items.into_iter().for_each(|item| cache.put(item).unwrap());
                }
            }
        });
        let start = std::time::Instant::now();
        let enough = || {
            HANDLERS.load(Relaxed) > support::often(300, expect_aborts)
                && drained.load(Relaxed) > support::often(1000, expect_aborts)
                && (!expect_aborts
                    || (aborts() - before.0 > 20
                        && (guard::stats().refusals > before.1.refusals || !support::is_crowded())))
        };
        while !enough() && start.elapsed() < support::PATIENCE {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        stop.store(true, Relaxed);
    });
    CACHE.store(std::ptr::null_mut(), SeqCst);
    let [handlers, few] = [300, 1000].map(|count| support::often(count, expect_aborts));
    assert!(HANDLERS.load(Relaxed) > handlers && drained.load(Relaxed) > few, "{HANDLERS:?} {drained:?}");
    if expect_aborts {
        assert!(aborts() - before.0 > 20, "{} aborts", aborts() - before.0);
        let refusals = guard::stats().refusals - before.1.refusals;
        assert!(refusals > 0 || !support::is_crowded(), "no section met a guard");
    }
    let mut left: Vec<usize> = Vec::new();
    cache.drain(|item| left.push(item)).unwrap();
    left.sort_unstable();
    assert_eq!(left, (0..ITEMS).collect::<Vec<_>>());
}

#[cfg(not(miri))]
#[test]
fn no_item_is_lost_or_doubled() {
    support::alone("no_item_is_lost_or_doubled", &[], || churn::<ByCpuId>(thread::attach().is_ok()));
}

#[cfg(not(miri))]
#[test]
fn no_item_is_lost_or_doubled_by_concurrency_id() {
    support::alone("no_item_is_lost_or_doubled_by_concurrency_id", &[], || {
        let has = thread::attach().is_ok() && ByConcurrencyId::current().is_some();
        churn::<ByConcurrencyId>(has);
    });
}

#[cfg(not(miri))]
#[test]
fn no_item_is_lost_or_doubled_where_perseq_registers() {
    let name = "no_item_is_lost_or_doubled_where_perseq_registers";
    support::alone(name, &[support::WITHOUT_GLIBC], || churn::<ByCpuId>(thread::attach().is_ok()));
}

#[cfg(not(miri))]
#[test]
fn no_item_is_lost_or_doubled_without_rseq() {
    support::alone("no_item_is_lost_or_doubled_without_rseq", &[support::WITHOUT_GLIBC], || {
        support::deny_rseq(libc::ENOSYS);
        churn::<ByCpuId>(false);
    });
}
