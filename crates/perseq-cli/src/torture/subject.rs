//! What is tortured: structures that count every element.

use std::sync::atomic::{
    AtomicBool, AtomicI64, AtomicU64,
    Ordering::{Relaxed, SeqCst},
};

use fastrand::Rng;
use perseq::{ArrayStack, Cache, Counter, Index, SignedCounter, core::cpu};

/// Something that many threads work on at once, and that knows afterwards whether all is there.
pub(super) trait Subject: Sync {
    /// Its name in the table.
    fn name(&self) -> &'static str;

    /// Some operations, by any thread.
    fn work(&self, rng: &mut Rng);

    /// One operation that is async-signal-safe, in a handler that interrupts anything.
    fn in_handler(&self) {}

    /// Something on another CPU's data, through its guard; how much was moved or seen.
    fn disturb(&self, _rng: &mut Rng) -> u64 {
        0
    }

    /// Whether everything is there, when all work has ended: what was counted, or what is wrong.
    fn check(&self) -> Result<u64, String>;
}

/// Operations of one [`Subject::work`].
pub(super) const OPERATIONS: u64 = 256;

/// A counter, and what was added to it.
pub(super) struct Counted<I: Index> {
    counter: Counter<I>,
    level: SignedCounter<I>,
    added: AtomicU64,
    risen: AtomicI64,
}

impl<I: Index> Counted<I> {
    pub(super) fn new() -> Self {
        Self {
            counter: Counter::indexed(),
            level: SignedCounter::indexed(),
            added: AtomicU64::new(0),
            risen: AtomicI64::new(0),
        }
    }
}

impl<I: Index> Subject for Counted<I> {
    fn name(&self) -> &'static str {
        "counters"
    }

    fn work(&self, rng: &mut Rng) {
        let (mut added, mut risen) = (0, 0);
        for _ in 0..OPERATIONS {
            let n = rng.u64(0..4);
            self.counter.add(n);
            added += n;
            let n = rng.i64(-2..3);
            self.level.add(n);
            risen += n;
        }
        self.added.fetch_add(added, Relaxed);
        self.risen.fetch_add(risen, Relaxed);
    }

    fn in_handler(&self) {
        self.counter.inc();
        self.added.fetch_add(1, Relaxed);
    }

    fn check(&self) -> Result<u64, String> {
        let (sum, added) = (self.counter.sum(), self.added.load(Relaxed));
        let (level, risen) = (self.level.sum(), self.risen.load(Relaxed));
        if (sum, level) == (added, risen) {
            Ok(sum)
        } else {
            Err(format!("{added} was added and {sum} counted; the level rose by {risen} and is {level}"))
        }
    }
}

/// Numbered items, each of which is in one place: inside a structure, or taken by one thread.
pub(super) struct Items {
    taken: Vec<AtomicBool>,
}

impl Items {
    /// That many.
    pub(super) fn new(count: usize) -> Self {
        Self { taken: (0..count).map(|_| AtomicBool::new(false)).collect() }
    }

    /// Their numbers.
    pub(super) fn numbers(&self) -> core::ops::Range<usize> {
        0..self.taken.len()
    }

    /// The item was taken out: nobody else may have it.
    pub(super) fn take(&self, item: usize) {
        assert!(!self.taken[item].swap(true, SeqCst), "item {item} is in two places");
    }

    /// The item is about to be put back.
    pub(super) fn give(&self, item: usize) {
        assert!(self.taken[item].swap(false, SeqCst), "item {item} was not taken");
    }

    /// Whether `left`, what is inside at the end, is every item once.
    pub(super) fn all_in(&self, mut left: Vec<usize>) -> Result<u64, String> {
        left.sort_unstable();
        if left.iter().copied().eq(self.numbers()) {
            Ok(left.len() as u64)
        } else {
            Err(format!("of {} items {} are there, or some are doubled", self.taken.len(), left.len()))
        }
    }
}

/// How a structure is given items, asked for them, robbed of another CPU's, and emptied.
pub(super) trait Holder: Sync {
    /// Its name in the table.
    const NAME: &'static str;

    /// Puts an item in; gives it back where there is no room.
    fn put(&self, item: usize) -> Option<usize>;

    /// Takes one out.
    fn get(&self) -> Option<usize>;

    /// Takes items of row `row`.
    fn rob(&self, row: u32, rng: &mut Rng) -> Vec<usize>;

    /// Takes everything.
    fn empty(&self) -> Vec<usize>;

    /// Puts in or takes out many at once; what was taken.
    fn batch(&self, _items: &mut Vec<usize>) {}
}

/// A [`Holder`] with all of [`Items`] in it at first.
pub(super) struct Holding<H> {
    holder: H,
    items: Items,
    /// Items for which there was no room.
    outside: std::sync::Mutex<Vec<usize>>,
}

impl<H: Holder> Holding<H> {
    pub(super) fn new(holder: H, count: usize) -> Self {
        let holding = Self { holder, items: Items::new(count), outside: Vec::new().into() };
        holding.items.numbers().for_each(|item| holding.put(item));
        holding
    }

    fn put(&self, item: usize) {
        if let Some(item) = self.holder.put(item) {
            self.outside.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push(item);
        }
    }
}

impl<H: Holder> Subject for Holding<H> {
    fn name(&self) -> &'static str {
        H::NAME
    }

    fn work(&self, rng: &mut Rng) {
        let mut mine = Vec::new();
        for _ in 0..OPERATIONS {
            if rng.bool() {
                if let Some(item) = self.holder.get() {
                    self.items.take(item);
                    mine.push(item);
                }
            } else if let Some(item) = mine.pop() {
                self.items.give(item);
                self.put(item);
            }
        }
        mine.iter().for_each(|&item| self.items.give(item));
        self.holder.batch(&mut mine);
        mine.into_iter().for_each(|item| self.put(item));
        // Those that found no room, from time to time.
        let outside = self.outside.try_lock().ok().and_then(|mut outside| outside.pop());
        outside.into_iter().for_each(|item| self.put(item));
    }

    fn in_handler(&self) {
        if let Some(item) = self.holder.get() {
            self.items.take(item);
            self.items.give(item);
            // A handler cannot wait for a lock: it tries again, and somebody makes room in the end.
            let mut item = Some(item);
            while let Some(still) = item {
                item = self.holder.put(still);
            }
        }
    }

    fn disturb(&self, rng: &mut Rng) -> u64 {
        let row = rng.u32(0..cpu::allowed().ok().and_then(|set| set.iter().max()).unwrap_or(0) + 1);
        let items = self.holder.rob(row, rng);
        items.iter().for_each(|&item| self.items.take(item));
        items.iter().for_each(|&item| self.items.give(item));
        let count = items.len() as u64;
        items.into_iter().for_each(|item| self.put(item));
        count
    }

    fn check(&self) -> Result<u64, String> {
        let mut left = self.holder.empty();
        let mut outside = self.outside.lock().map_err(|error| error.to_string())?;
        left.append(&mut outside);
        self.items.all_in(left)
    }
}

/// Errors of the slow path do not happen here: the torture leaves some way to fence.
pub(super) fn had<T>(result: perseq::Result<T>) -> T {
    result.unwrap_or_else(|error| panic!("{error}"))
}

/// What [`drain`](ArrayStack::drain)-like functions give.
pub(super) fn collected(drain: impl FnOnce(&mut dyn FnMut(usize)) -> perseq::Result<()>) -> Vec<usize> {
    let mut items = Vec::new();
    had(drain(&mut |item| items.push(item)));
    items
}

impl<I: Index> Holder for ArrayStack<usize, I> {
    const NAME: &'static str = "array stacks";

    fn put(&self, item: usize) -> Option<usize> {
        self.push(item).err().map(perseq::Rejected::into_item)
    }

    fn get(&self) -> Option<usize> {
        self.pop()
    }

    fn rob(&self, row: u32, rng: &mut Rng) -> Vec<usize> {
        if rng.bool() { had(self.steal()).into_iter().collect() } else { had(self.take_row(row)) }
    }

    fn empty(&self) -> Vec<usize> {
        collected(|f| self.drain(f))
    }

    fn batch(&self, items: &mut Vec<usize>) {
        self.push_batch(items);
        let more = items.len();
        self.pop_batch(items, more);
    }
}

impl<I: Index> Holder for Cache<usize, I> {
    const NAME: &'static str = "caches";

    fn put(&self, item: usize) -> Option<usize> {
        Cache::put(self, item).err().map(perseq::Rejected::into_item)
    }

    fn get(&self) -> Option<usize> {
        Cache::get(self)
    }

    fn rob(&self, row: u32, rng: &mut Rng) -> Vec<usize> {
        if rng.bool() { collected(|f| self.drain_idle(f)) } else { collected(|f| self.drain_row(row, f)) }
    }

    fn empty(&self) -> Vec<usize> {
        collected(|f| self.drain(f))
    }
}
