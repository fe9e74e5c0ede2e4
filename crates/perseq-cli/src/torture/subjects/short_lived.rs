//! Structures that are made, used and dropped with items inside while others are at work: per-CPU memory goes round.

use std::sync::atomic::{AtomicI64, AtomicU64, Ordering::SeqCst};

use fastrand::Rng;
use perseq::{ArrayStack, Cache, Counter, Mode, PerCpu, RingBuffer};

use crate::torture::{
    ledger::{Fault, Token, Wrong},
    subject::Subject,
};

/// Items that a structure gets before it is dropped, at most.
const ITEMS: usize = 6;

static LIVE: AtomicI64 = AtomicI64::new(0);

/// Makes structures.
pub(super) struct ShortLived {
    name: &'static str,
    fault: Fault,
}

impl ShortLived {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, fault: Fault::new() }
    }

    /// Makes one structure, which must be empty, and leaves items in it.
    fn one(&self, rng: &mut Rng) -> perseq::Result<()> {
        let items = rng.usize(..ITEMS);
        let tokens = (0..items).map(|number| Token::new(number, &LIVE));
        match rng.u8(..5) {
            0 => {
                let stack = ArrayStack::<Box<Token>>::try_new(4)?;
                self.expect(stack.pop().is_none());
                tokens.for_each(|token| drop(stack.push(token)));
            }
            1 => {
                let cache = Cache::<Box<Token>>::try_new(2, 4)?;
                self.expect(cache.get().is_none());
                tokens.for_each(|token| drop(cache.put(token)));
            }
            2 => {
                let ring = RingBuffer::try_new(64, Mode::Overwrite)?;
                self.expect(ring.is_empty());
                for record in 0..items as u64 {
                    ring.write(&record.to_ne_bytes())?;
                }
            }
            3 => {
                let counter = Counter::new();
                (0..items).for_each(|_| counter.inc());
                self.expect(counter.sum() == items as u64);
            }
            _ => {
                let values = PerCpu::<AtomicU64>::zeroed()?;
                self.expect(values.iter().all(|value| value.load(SeqCst) == 0));
                values.here().store(rng.u64(..), SeqCst);
            }
        }
        Ok(())
    }

    fn expect(&self, as_it_should_be: bool) {
        if !as_it_should_be {
            self.fault.record(Wrong::Changed, 0);
        }
    }
}

impl Subject for ShortLived {
    fn name(&self) -> &'static str {
        self.name
    }

    fn work(&self, rng: &mut Rng, operations: u32) -> u32 {
        let structures = operations.div_ceil(16);
        for _ in 0..structures {
            if self.one(rng).is_err() {
                self.fault.record(Wrong::Failed, 0);
            }
        }
        structures
    }

    fn check_copy(&self, rng: &mut Rng) -> Result<(), String> {
        self.work(rng, 16);
        self.fault().map_or(Ok(()), Err)
    }

    fn check(&self) -> Result<(), String> {
        match (self.fault(), LIVE.load(SeqCst)) {
            (Some(fault), _) => Err(fault),
            (None, 0) => Ok(()),
            (None, live) => Err(format!("{live} objects live when every structure is gone")),
        }
    }

    fn fault(&self) -> Option<String> {
        self.fault.get()
    }

    fn has_guards(&self) -> bool {
        false
    }
}
