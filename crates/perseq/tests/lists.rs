//! `Stack`, `IntrusiveStack` and `Queue`: against a plain model, and under everything at once with every item counted.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

use perseq_testing as support;

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use perseq::{ByCpuId, Error, Index, IntrusiveStack, Link, Node, Queue, Stack, perseq_core::cpu};
use proptest::prelude::*;

/// The operations that the structures have in common.
trait List: Sync {
    fn put(&self, item: usize) -> bool;
    fn get(&self) -> Option<usize>;
    fn steal(&self) -> Option<usize>;
    /// Puts an item on a row and takes one off it again, through the guard; what is left out.
    fn exchange(&self, row: u32, item: usize) -> Option<usize>;
    fn empty(&self) -> Vec<usize>;
}

struct Job {
    number: usize,
    link: Link,
}

unsafe impl Node for Job {
    const LINK: usize = std::mem::offset_of!(Job, link);
}

impl<I: Index> List for IntrusiveStack<Job, I> {
    fn put(&self, number: usize) -> bool {
        self.push(Box::new(Job { number, link: Link::new() })).is_ok()
    }
    fn get(&self) -> Option<usize> {
        self.pop().map(|job| job.number)
    }
    fn steal(&self) -> Option<usize> {
        self.steal().unwrap().map(|job| job.number)
    }
    fn exchange(&self, row: u32, number: usize) -> Option<usize> {
        let mut job = Some(Box::new(Job { number, link: Link::new() }));
        let exchange = |view: &mut perseq::stack::View<'_, Job, I>| {
            job.take().into_iter().for_each(|job| view.push(job));
            view.pop()
        };
        self.with_row(row, exchange).unwrap().map(|job| job.number)
    }
    fn empty(&self) -> Vec<usize> {
        let mut all = Vec::new();
        self.drain(|job| all.push(job.number)).unwrap();
        all
    }
}

impl<I: Index> List for Stack<usize, I> {
    fn put(&self, item: usize) -> bool {
        self.push(item).is_ok()
    }
    fn get(&self) -> Option<usize> {
        self.pop()
    }
    fn steal(&self) -> Option<usize> {
        self.steal().unwrap()
    }
    fn exchange(&self, row: u32, item: usize) -> Option<usize> {
        let mut items: Vec<_> = self.take_row(row).unwrap().collect();
        items.push(item);
        let out = items.pop();
        items.into_iter().for_each(|item| assert!(self.put(item)));
        out
    }
    fn empty(&self) -> Vec<usize> {
        let mut all = Vec::new();
        self.drain(|item| all.push(item)).unwrap();
        all
    }
}

impl<I: Index> List for Queue<usize, I> {
    fn put(&self, item: usize) -> bool {
        self.push(item).is_ok()
    }
    fn get(&self) -> Option<usize> {
        self.pop()
    }
    fn steal(&self) -> Option<usize> {
        let mut loot = Vec::with_capacity(3);
        self.steal_into(&mut loot).unwrap();
        let first = loot.pop();
        loot.into_iter().for_each(|item| assert!(self.put(item)));
        first
    }
    fn exchange(&self, row: u32, item: usize) -> Option<usize> {
        self.with_row(row, |view| {
            let full = view.push(item).is_err();
            if full { Some(item) } else { view.pop() }
        })
        .unwrap()
    }
    fn empty(&self) -> Vec<usize> {
        let mut all = Vec::new();
        self.drain(|item| all.push(item)).unwrap();
        all
    }
}

#[derive(Debug, Clone, Copy)]
enum Step {
    Put,
    Get,
    Steal,
    Exchange(u32),
    Empty,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        6 => Just(Step::Put),
        4 => Just(Step::Get),
        2 => Just(Step::Steal),
        2 => (0_u32..3).prop_map(Step::Exchange),
        1 => Just(Step::Empty),
    ];
    prop::collection::vec(step, if cfg!(miri) { 1..12 } else { 1..200 })
}

/// One thread, which may be moved between CPUs at any time: the model is a bag.
fn gives_back(list: &impl List, steps: &[Step]) {
    let mut bag = Vec::new();
    let take = |bag: &mut Vec<usize>, item| {
        bag.swap_remove(bag.iter().position(|&other| other == item).expect("an item that is not in it"));
    };
    for (item, step) in steps.iter().enumerate() {
        match *step {
            Step::Put => {
                if list.put(item) {
                    bag.push(item);
                }
            }
            Step::Get => list.get().into_iter().for_each(|item| take(&mut bag, item)),
            Step::Steal => list.steal().into_iter().for_each(|item| take(&mut bag, item)),
            Step::Exchange(row) => {
                bag.push(item);
                list.exchange(row, item).into_iter().for_each(|item| take(&mut bag, item));
            }
            Step::Empty => list.empty().into_iter().for_each(|item| take(&mut bag, item)),
        }
    }
    list.empty().into_iter().for_each(|item| take(&mut bag, item));
    assert!(bag.is_empty(), "{bag:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: if cfg!(miri) { 2 } else { 100 }, ..ProptestConfig::default() })]

    #[test]
    fn stacks_give_back_what_was_put_in(steps in steps()) {
        gives_back(&Stack::try_new().unwrap(), &steps);
        gives_back(&IntrusiveStack::<Job>::try_new().unwrap(), &steps);
    }

    #[test]
    fn queues_give_back_what_was_put_in(steps in steps(), capacity in 1_usize..40) {
        gives_back(&Queue::try_new(capacity).unwrap(), &steps);
    }
}

#[test]
fn on_one_cpu_a_stack_is_last_in_first_out_and_a_queue_first_in() {
    let cpu = cpu::allowed().unwrap().iter().next().unwrap();
    std::thread::spawn(move || {
        if !cfg!(miri) {
            support::pin(cpu);
        }
        let (asked, capacity) = if cfg!(miri) { (12, 16) } else { (100, 128) };
        let (stack, queue) = (Stack::try_new().unwrap(), Queue::try_new(asked).unwrap());
        assert_eq!(queue.capacity(), capacity);
        for item in 0..capacity {
            stack.push(item).unwrap();
            queue.push(item).unwrap();
        }
        let full = queue.push(capacity).unwrap_err();
        assert_eq!((full.why(), full.into_item()), (Error::Full { capacity }, capacity));
        assert!(std::iter::from_fn(|| stack.pop()).eq((0..capacity).rev()));
        assert!(std::iter::from_fn(|| queue.pop()).eq(0..capacity));
        // Round the end of the row.
        (0..asked).for_each(|item| queue.push(item).unwrap());
        assert!(std::iter::from_fn(|| queue.pop()).eq(0..asked));
    })
    .join()
    .unwrap();
}

#[test]
fn capacities_that_cannot_be_are_refused_with_the_figures() {
    let refused = |capacity| Queue::<usize>::try_new(capacity).map(drop).unwrap_err();
    let Error::Capacity { asked: 0, max } = refused(0) else { panic!() };
    assert_eq!(refused(max + 1), Error::Capacity { asked: max + 1, max });
    if !cfg!(miri) {
        assert_eq!(Queue::<usize>::try_new(max).unwrap().capacity(), max);
    }
}

/// Counts itself while it lives, and panics on drop if it is the first to be dropped.
struct Bomb<'a>(&'a AtomicUsize);

impl Drop for Bomb<'_> {
    fn drop(&mut self) {
        assert!(self.0.fetch_add(1, Relaxed) != 0, "the first one");
    }
}

/// On rows where no thread runs too; and one that panics does not keep the others.
#[test]
fn every_item_is_dropped_once_wherever_it_is() {
    let unwinds = |body: &mut dyn FnMut()| {
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(body)).expect_err("the first one panics");
    };
    let dropped = AtomicUsize::new(0);
    let rows = cpu::rows() as usize;
    let queue = Queue::try_new(4).unwrap();
    for row in 0..cpu::rows() {
        queue.with_row(row, |view| view.push(Box::new(Bomb(&dropped))).unwrap()).unwrap();
    }
    let mut queue = Some(queue);
    unwinds(&mut || drop(queue.take()));
    assert_eq!(dropped.swap(0, Relaxed), rows);

    let mut stack = Some(Stack::try_new().unwrap());
    (0..10).for_each(|_| stack.as_ref().unwrap().push(Bomb(&dropped)).ok().unwrap());
    unwinds(&mut || drop(stack.take()));
    assert_eq!(dropped.swap(0, Relaxed), 10);

    let stack = Stack::try_new().unwrap();
    (0..10).for_each(|_| stack.push(Bomb(&dropped)).ok().unwrap());
    unwinds(&mut || stack.drain(drop).unwrap());
    assert_eq!(dropped.load(Relaxed), 10, "the chain that was being drained");
    assert!(stack.is_empty());
}

/// Threads and handlers on one list, and thieves; each item is out in one place only.
#[cfg(not(miri))]
fn churn<L: List + 'static>(list: L, handlers: bool, expect_aborts: bool) {
    use std::sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering::SeqCst},
    };

    use perseq::perseq_core::{guard, section::aborts};
    const ITEMS: usize = 300;
    static IN_USE: [AtomicBool; ITEMS] = [const { AtomicBool::new(false) }; ITEMS];
    static HANDLED: AtomicUsize = AtomicUsize::new(0);
    static HANDLER: OnceLock<Box<dyn Fn() + Sync + Send>> = OnceLock::new();
    extern "C" fn handler(_signal: i32) {
        if let Some(once) = HANDLER.get() {
            once();
        }
        HANDLED.fetch_add(1, Relaxed);
    }
    fn once(list: &impl List, item: Option<usize>) {
        if let Some(item) = item {
            assert!(!IN_USE[item].swap(true, SeqCst), "item {item} is in two places");
            IN_USE[item].store(false, SeqCst);
            assert!(list.put(item));
        }
    }
    let list: &'static L = support::keep(list);
    (0..ITEMS).for_each(|item| assert!(list.put(item)));
    if handlers {
        HANDLER.set(Box::new(|| once(list, list.get()))).map_err(|_| ()).unwrap();
    }
    support::handle_timer(handler);
    let (stop, stolen) = (AtomicBool::new(false), AtomicUsize::new(0));
    let (aborts_before, before) = (aborts(), guard::stats());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                support::with_timer(std::time::Duration::from_micros(150), || {
                    while !stop.load(Relaxed) {
                        (0..200).for_each(|_| once(list, list.get()));
                    }
                });
            });
        }
        scope.spawn(|| {
            while !stop.load(Relaxed) {
                let item = list.steal();
                stolen.fetch_add(usize::from(item.is_some()), Relaxed);
                once(list, item);
            }
        });
        let start = std::time::Instant::now();
        let enough = || {
            HANDLED.load(Relaxed) > support::often(300, expect_aborts)
                && stolen.load(Relaxed) > support::often(1000, expect_aborts)
                && (!expect_aborts
                    || (aborts() - aborts_before > 20
                        && (guard::stats().refusals > before.refusals || !support::is_crowded())))
        };
        while !enough() && start.elapsed() < support::PATIENCE {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        stop.store(true, Relaxed);
        assert!(enough(), "{HANDLED:?} signals, {stolen:?} stolen, {} aborts", aborts() - aborts_before);
    });
    let mut left = list.empty();
    left.sort_unstable();
    assert!(left.into_iter().eq(0..ITEMS));
}

/// Runs `body` in a process of its own, told whether sections can run: with glibc's registration, ours, and none.
#[cfg(not(miri))]
fn everywhere(name: &str, body: impl Fn(bool)) {
    let way = std::env::var("PERSEQ_TEST_WAY");
    if way.is_err() {
        for way in ["glibc", "ours", "none"] {
            let off = ("GLIBC_TUNABLES", if way == "glibc" { "" } else { "glibc.pthread.rseq=0" });
            support::alone(name, &[off, ("PERSEQ_TEST_WAY", way)], || unreachable!());
        }
        return;
    }
    support::alone(name, &[], || {
        if way.as_deref() == Ok("none") {
            support::deny_rseq(libc::ENOSYS);
        }
        body(perseq::perseq_core::thread::attach().is_ok());
    });
}

#[cfg(not(miri))]
#[test]
fn no_node_is_lost_or_doubled() {
    everywhere("no_node_is_lost_or_doubled", |sections| {
        // Numbers in nodes are allocated for each put, which handlers must not do.
        churn(Stack::<usize, ByCpuId>::try_indexed().unwrap(), false, sections);
    });
}

#[cfg(not(miri))]
#[test]
fn no_word_of_a_queue_is_lost_or_doubled() {
    everywhere("no_word_of_a_queue_is_lost_or_doubled", |sections| {
        churn(Queue::<usize, ByCpuId>::try_indexed(300).unwrap(), true, sections);
    });
}

#[cfg(not(miri))]
#[test]
fn no_word_is_lost_or_doubled_by_concurrency_id() {
    everywhere("no_word_is_lost_or_doubled_by_concurrency_id", |sections| {
        let has = sections && perseq::ByConcurrencyId::current().is_some();
        churn(Queue::<usize, perseq::ByConcurrencyId>::try_indexed(300).unwrap(), true, has);
    });
}

#[test]
fn taken_values_say_what_they_are() {
    let stack = Stack::<&str>::new();
    stack.push("kept").unwrap();
    let taken: Vec<String> =
        (0..stack.rows()).map(|row| format!("{:?}", stack.take_row(row).unwrap())).collect();
    assert_eq!(taken.iter().filter(|taken| *taken == "Values { is_empty: false }").count(), 1, "{taken:?}");
    assert_eq!(taken.iter().filter(|taken| *taken == "Values { is_empty: true }").count(), taken.len() - 1);
}
