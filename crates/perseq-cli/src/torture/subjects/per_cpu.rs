//! One atomic per CPU: what was added is the sum of all rows.

use std::sync::atomic::{
    AtomicU64,
    Ordering::{Relaxed, SeqCst},
};

use fastrand::Rng;
use perseq::{Index, PerCpu};

use crate::torture::subject::Subject;

/// Per-CPU atomics beside the sum that they must have.
pub(super) struct Atomics<I: Index> {
    name: &'static str,
    values: PerCpu<AtomicU64, I>,
    added: AtomicU64,
}

impl<I: Index> Atomics<I> {
    pub(super) fn new(name: &'static str) -> perseq::Result<Self> {
        Ok(Self { name, values: PerCpu::zeroed_indexed()?, added: AtomicU64::new(0) })
    }

    fn add(&self, rng: &mut Rng) {
        let n = rng.u64(..8);
        self.added.fetch_add(n, Relaxed);
        self.values.here().fetch_add(n, Relaxed);
    }

    fn sum(&self) -> u64 {
        self.values.iter().map(|value| value.load(SeqCst)).sum()
    }
}

impl<I: Index> Subject for Atomics<I> {
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
        let before = self.sum();
        (0..100).for_each(|_| _ = self.values.here().fetch_add(1, Relaxed));
        let after = self.sum();
        if after == before + 100 { Ok(()) } else { Err(format!("100 additions to {before} made {after}")) }
    }

    fn check(&self) -> Result<(), String> {
        let (sum, added) = (self.sum(), self.added.load(SeqCst));
        if sum == added { Ok(()) } else { Err(format!("{added} was added and {sum} is there")) }
    }

    fn has_guards(&self) -> bool {
        false
    }
}
