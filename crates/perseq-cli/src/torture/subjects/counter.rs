//! Counters: what was added is what is counted, resets included.

use std::sync::atomic::{
    AtomicI64, AtomicU64,
    Ordering::{Relaxed, SeqCst},
};

use fastrand::Rng;
use perseq::{Counter, Index, SignedCounter};

use crate::torture::subject::Subject;

/// A counter beside the sum that it must have.
pub(super) struct Counting<I: Index> {
    name: &'static str,
    counter: Counter<I>,
    /// The sum of what was added; added here first.
    added: AtomicU64,
    /// The sum of what resets have answered.
    taken: AtomicU64,
}

impl<I: Index> Counting<I> {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, counter: Counter::indexed(), added: AtomicU64::new(0), taken: AtomicU64::new(0) }
    }

    fn add(&self, rng: &mut Rng) {
        // The small numbers of a busy counter, and such as make it wrap.
        let n = if rng.u8(..) == 0 { rng.u64(..) } else { rng.u64(..8) };
        self.added.fetch_add(n, Relaxed);
        self.counter.add(n);
    }
}

impl<I: Index> Subject for Counting<I> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn work(&self, rng: &mut Rng, operations: u32) -> u32 {
        (0..operations).for_each(|_| self.add(rng));
        operations
    }

    fn in_handler(&self, rng: &mut Rng) -> bool {
        self.add(rng);
        true
    }

    fn disturb(&self, _rng: &mut Rng) -> u32 {
        self.taken.fetch_add(self.counter.reset(), Relaxed);
        1
    }

    fn check_copy(&self, _rng: &mut Rng) -> Result<(), String> {
        let before = self.counter.sum();
        (0..1000).for_each(|_| self.counter.inc());
        let after = self.counter.sum();
        if after.wrapping_sub(before) != 1000 {
            return Err(format!("1000 additions to a sum of {before} made {after}"));
        }
        if self.counter.reset() != after || self.counter.sum() != 0 {
            return Err(format!("after a reset of {after} the sum is {}", self.counter.sum()));
        }
        Ok(())
    }

    fn check(&self) -> Result<(), String> {
        let counted = self.counter.sum().wrapping_add(self.taken.load(SeqCst));
        let added = self.added.load(SeqCst);
        if counted == added { Ok(()) } else { Err(format!("{added} was added and {counted} counted")) }
    }

    fn has_guards(&self) -> bool {
        false
    }
}

/// A signed counter beside the sum that it must have.
pub(super) struct CountingBoth {
    name: &'static str,
    counter: SignedCounter,
    added: AtomicI64,
}

impl CountingBoth {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, counter: SignedCounter::new(), added: AtomicI64::new(0) }
    }

    fn add(&self, rng: &mut Rng) {
        let n = rng.i64(-8..8);
        self.added.fetch_add(n, Relaxed);
        if rng.bool() {
            self.counter.add(n);
        } else {
            self.counter.sub(-n);
        }
    }
}

impl Subject for CountingBoth {
    fn name(&self) -> &'static str {
        self.name
    }

    fn work(&self, rng: &mut Rng, operations: u32) -> u32 {
        (0..operations).for_each(|_| self.add(rng));
        operations
    }

    fn in_handler(&self, rng: &mut Rng) -> bool {
        self.add(rng);
        true
    }

    fn check_copy(&self, _rng: &mut Rng) -> Result<(), String> {
        let before = self.counter.sum();
        (0..500).for_each(|_| self.counter.dec());
        let after = self.counter.sum();
        if after == before - 500 {
            Ok(())
        } else {
            Err(format!("500 subtractions from {before} made {after}"))
        }
    }

    fn check(&self) -> Result<(), String> {
        let (counted, added) = (self.counter.sum(), self.added.load(SeqCst));
        if counted == added { Ok(()) } else { Err(format!("{added} was added and {counted} counted")) }
    }

    fn has_guards(&self) -> bool {
        false
    }
}
