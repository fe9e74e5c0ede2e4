//! Counters: looked at as a whole, by their sums, before and after they have rows.

use std::sync::atomic::{AtomicPtr, Ordering::SeqCst};

use perseq::{Counter, Index, SignedCounter};

use super::scenario::{COMMITTED, Conflict, Scenario, Who};

/// A value that every trial has afresh, in a place that all threads see.
pub(super) struct Fresh<T>(AtomicPtr<T>);

impl<T> Fresh<T> {
    pub(super) fn new() -> &'static Self {
        Box::leak(Box::new(Self(AtomicPtr::default())))
    }

    pub(super) fn set(&self, value: T) {
        let old = self.0.swap(Box::into_raw(Box::new(value)), SeqCst);
        if !old.is_null() {
            // SAFETY: the last trial is over, so no thread uses its value.
            drop(unsafe { Box::from_raw(old) });
        }
    }

    pub(super) fn get(&self) -> &T {
        // SAFETY: set before each trial, and not changed during it.
        unsafe { &*self.0.load(SeqCst) }
    }
}

/// The part that the two kinds of counters have in common.
trait Count: Default + Sync + 'static {
    const NAME: &'static str;
    fn plus(&self, n: usize);
    fn total(&self) -> usize;
}

impl<I: Index> Count for Counter<I> {
    const NAME: &'static str = "Counter";
    #[inline(never)]
    fn plus(&self, n: usize) {
        self.add(n as u64);
    }
    fn total(&self) -> usize {
        self.sum() as usize
    }
}

impl<I: Index> Count for SignedCounter<I> {
    const NAME: &'static str = "SignedCounter";
    #[inline(never)]
    fn plus(&self, n: usize) {
        self.sub((n as i64).wrapping_neg());
    }
    fn total(&self) -> usize {
        self.sum() as usize
    }
}

fn scenario<C: Count, I: Index>(is_placed: bool) -> Scenario {
    let counter = Fresh::<C>::new();
    let start = if is_placed { 3 } else { 0 };
    Scenario {
        name: format!("{} by {}, placed: {is_placed}", C::NAME, std::any::type_name::<I>()),
        current: I::current,
        rows: 1,
        fresh: Box::new(move || {
            counter.set(C::default());
            if is_placed {
                counter.get().plus(start);
            }
        }),
        initial: Box::new(move |_| vec![start]),
        victim: Box::new(|| {
            counter.get().plus(5);
            vec![COMMITTED]
        }),
        model: Box::new(|_, words| {
            words[0] += 5;
            vec![COMMITTED]
        }),
        observe: Box::new(|_| vec![counter.get().total()]),
        scratch: &[],
        conflicts: vec![Conflict {
            name: "an addition",
            who: Who::Neighbour,
            act: Box::new(|_, _| counter.get().plus(1000)),
            model: Box::new(|_, words| words[0] += 1000),
        }],
        is_resumable: false,
        has_slow_path: true,
        copies_words: false,
        copier: None,
    }
}

/// The scenarios of counters by one index.
pub(super) fn scenarios<I: Index>() -> Vec<Scenario> {
    [false, true]
        .into_iter()
        .flat_map(|is_placed| {
            [scenario::<Counter<I>, I>(is_placed), scenario::<SignedCounter<I>, I>(is_placed)]
        })
        .collect()
}
