//! Caches: every item that is put is got, drained or given back, once.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};

use fastrand::Rng;
use perseq::{Cache, Index};

use super::array_stack::rows;
use crate::torture::{
    ledger::{Ledger, Token, Wrong},
    subject::Subject,
};

/// Items of a row and of the overflow: so few that items are on their way all the time.
const CAPACITY: usize = 8;
const OVERFLOW: usize = 24;
/// Numbers in the ledger: more than there is room for.
const ITEMS: usize = 256;

/// A cache of numbers.
pub(super) struct Numbers<I: Index> {
    name: &'static str,
    cache: Cache<usize, I>,
    ledger: Ledger,
}

impl<I: Index> Numbers<I> {
    pub(super) fn new(name: &'static str) -> perseq::Result<Self> {
        Ok(Self { name, cache: Cache::try_indexed(CAPACITY, OVERFLOW)?, ledger: Ledger::new(ITEMS) })
    }

    fn put(&self, rng: &mut Rng) {
        let Some(item) = self.ledger.enter(rng) else { return };
        if let Err(rejected) = self.cache.put(item) {
            if rejected.into_item() != item {
                self.ledger.fault.record(Wrong::Changed, item);
            }
            self.ledger.leave(item);
        }
    }

    fn get(&self) {
        if let Some(item) = self.cache.get() {
            self.ledger.leave(item);
        }
    }

    fn drain(&self) -> Result<(), String> {
        self.cache.drain(|item| self.ledger.leave(item)).map_err(|error| error.to_string())
    }
}

impl<I: Index> Subject for Numbers<I> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn work(&self, rng: &mut Rng, operations: u32) -> u32 {
        // Runs of one kind, so that batches move.
        let mut left = operations;
        while left > 0 {
            let run = rng.u32(1..=left.min(12));
            let puts = rng.bool();
            (0..run).for_each(|_| if puts { self.put(rng) } else { self.get() });
            left -= run;
        }
        operations
    }

    fn in_handler(&self, rng: &mut Rng) -> bool {
        if rng.bool() {
            self.put(rng)
        } else {
            self.get()
        }
        true
    }

    fn disturb(&self, rng: &mut Rng) -> u32 {
        let mut out = |item| self.ledger.leave(item);
        let done = match rng.u8(..8) {
            0 => self.cache.drain(&mut out),
            1..5 => self.cache.drain_row(rng.u32(..rows()), &mut out),
            _ => self.cache.drain_idle(&mut out),
        };
        if done.is_err() {
            self.ledger.fault.record(Wrong::Failed, 0);
        }
        1
    }

    fn hold(&self, rng: &mut Rng, f: &mut dyn FnMut()) -> bool {
        self.cache.with_row(rng.u32(..rows()), |_held| f()).is_ok()
    }

    fn check_copy(&self, rng: &mut Rng) -> Result<(), String> {
        self.drain()?;
        self.work(rng, 200);
        self.drain()?;
        self.fault().map_or(Ok(()), Err)
    }

    fn check(&self) -> Result<(), String> {
        let len = self.cache.len();
        let inside = self.ledger.len();
        self.drain()?;
        self.ledger.check_empty()?;
        if len == inside { Ok(()) } else { Err(format!("its length was {len}, and it had {inside} items")) }
    }

    fn fault(&self) -> Option<String> {
        self.ledger.fault.get()
    }
}

/// A cache of objects on the heap.
pub(super) struct Boxes {
    name: &'static str,
    cache: Cache<Box<Token>>,
    ledger: Ledger,
}

/// Tokens of caches that live.
static LIVE: AtomicI64 = AtomicI64::new(0);

impl Boxes {
    pub(super) fn new(name: &'static str) -> perseq::Result<Self> {
        Ok(Self { name, cache: Cache::try_new(CAPACITY, OVERFLOW)?, ledger: Ledger::new(ITEMS) })
    }

    #[expect(clippy::boxed_local, reason = "what the cache gives")]
    fn out(&self, token: Box<Token>) {
        self.ledger.leave(token.number(&self.ledger.fault));
    }

    fn put(&self, token: Box<Token>) {
        if let Err(rejected) = self.cache.put(token) {
            self.out(rejected.into_item());
        }
    }

    fn drain(&self) -> Result<(), String> {
        self.cache.drain(|token| self.out(token)).map_err(|error| error.to_string())
    }
}

impl Subject for Boxes {
    fn name(&self) -> &'static str {
        self.name
    }

    fn work(&self, rng: &mut Rng, operations: u32) -> u32 {
        // As programs use it: some objects in hand, got or made, all put back.
        let mut hand = Vec::new();
        for _ in 0..operations {
            if rng.bool() {
                let made = || self.ledger.enter(rng).map(|number| Token::new(number, &LIVE));
                hand.extend(self.cache.get().or_else(made));
            } else if let Some(token) = hand.pop() {
                self.put(token);
            }
        }
        hand.into_iter().for_each(|token| self.put(token));
        operations
    }

    fn disturb(&self, rng: &mut Rng) -> u32 {
        let out = |token| self.out(token);
        // A failure leaves the items inside, where `check` finds them.
        _ = if rng.bool() {
            self.cache.drain_idle(out)
        } else {
            self.cache.drain_row(rng.u32(..rows()), out)
        };
        1
    }

    fn check_copy(&self, rng: &mut Rng) -> Result<(), String> {
        self.drain()?;
        self.work(rng, 100);
        self.drain()?;
        self.fault().map_or(Ok(()), Err)
    }

    fn check(&self) -> Result<(), String> {
        self.drain()?;
        self.ledger.check_empty()?;
        match LIVE.load(SeqCst) {
            0 => Ok(()),
            live => Err(format!("{live} objects live when nothing is inside")),
        }
    }

    fn fault(&self) -> Option<String> {
        self.ledger.fault.get()
    }
}
