//! Distributions and extremes: every value is counted once, and none is missed.

use std::sync::atomic::{
    AtomicI64, AtomicU64,
    Ordering::{Relaxed, SeqCst},
};

use fastrand::Rng;
use perseq::{Histogram, Index, MinMax};

use crate::torture::subject::Subject;

/// Values that are recorded: so small that each has a count of its own.
const VALUES: usize = 64;

/// A histogram beside the counts that it must have.
pub(super) struct Distribution<I: Index> {
    name: &'static str,
    histogram: Histogram<I>,
    counts: [AtomicU64; VALUES],
}

impl<I: Index> Distribution<I> {
    pub(super) fn new(name: &'static str) -> perseq::Result<Self> {
        let counts = [const { AtomicU64::new(0) }; VALUES];
        Ok(Self { name, histogram: Histogram::indexed(1_000_000, 2)?, counts })
    }

    fn record(&self, rng: &mut Rng) {
        let (value, n) = (rng.usize(..VALUES), rng.u64(1..4));
        self.counts[value].fetch_add(n, Relaxed);
        self.histogram.record_n(value as u64, n);
    }
}

impl<I: Index> Subject for Distribution<I> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn work(&self, rng: &mut Rng, operations: u32) -> u32 {
        (0..operations).for_each(|_| self.record(rng));
        operations
    }

    fn in_handler(&self, rng: &mut Rng) -> bool {
        self.record(rng);
        true
    }

    fn disturb(&self, _rng: &mut Rng) -> u32 {
        // More may be recorded during that, never less.
        let counted: u64 = self.histogram.snapshot().iter().map(|(_, count)| count).sum();
        u32::from(counted > 0)
    }

    fn in_copy(&self, rng: &mut Rng) {
        // Not a snapshot: it looks at every count of every row, which takes a million steps.
        self.record(rng);
    }

    fn check_copy(&self, _rng: &mut Rng) -> Result<(), String> {
        let before = self.histogram.snapshot().count();
        (0..100).for_each(|_| self.histogram.record(500_000));
        let after = self.histogram.snapshot().count();
        if after == before + 100 { Ok(()) } else { Err(format!("100 more than {before} are {after}")) }
    }

    fn check(&self) -> Result<(), String> {
        let mut expected = [0; VALUES];
        expected.iter_mut().zip(&self.counts).for_each(|(to, count)| *to = count.load(SeqCst));
        let mut counted = [0; VALUES];
        for (values, count) in self.histogram.snapshot().iter() {
            match counted.get_mut(*values.start() as usize) {
                Some(at) => *at += count,
                None => return Err(format!("{count} values of {values:?}, and none was recorded")),
            }
        }
        match (0..VALUES).find(|&value| counted[value] != expected[value]) {
            None => Ok(()),
            Some(value) => Err(format!(
                "value {value} was recorded {} times and counted {}",
                expected[value], counted[value]
            )),
        }
    }

    fn has_guards(&self) -> bool {
        false
    }
}

/// Extremes beside what they must be. Values go up and down for ever, so that the newest are always the extremes.
pub(super) struct Extremes<I: Index> {
    name: &'static str,
    extremes: MinMax<I>,
    furthest: AtomicI64,
}

impl<I: Index> Extremes<I> {
    pub(super) fn new(name: &'static str) -> perseq::Result<Self> {
        Ok(Self { name, extremes: MinMax::indexed(), furthest: AtomicI64::new(0) })
    }

    fn record(&self) {
        let value = self.furthest.fetch_add(1, Relaxed) + 1;
        self.extremes.record(value);
        self.extremes.record(-value);
    }
}

impl<I: Index> Subject for Extremes<I> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn work(&self, _rng: &mut Rng, operations: u32) -> u32 {
        (0..operations).for_each(|_| self.record());
        operations
    }

    fn in_handler(&self, _rng: &mut Rng) -> bool {
        self.record();
        true
    }

    fn check_copy(&self, _rng: &mut Rng) -> Result<(), String> {
        self.extremes.record(i64::MAX);
        self.extremes.record(i64::MIN);
        match self.extremes.get() {
            Some((i64::MIN, i64::MAX)) => Ok(()),
            other => Err(format!("after the lowest and the highest value it tells {other:?}")),
        }
    }

    fn check(&self) -> Result<(), String> {
        let furthest = self.furthest.load(SeqCst);
        match self.extremes.get() {
            None if furthest == 0 => Ok(()),
            Some((low, high)) if (low, high) == (-furthest, furthest) => Ok(()),
            other => Err(format!("up to ±{furthest} was recorded, and it tells {other:?}")),
        }
    }

    fn has_guards(&self) -> bool {
        false
    }
}
