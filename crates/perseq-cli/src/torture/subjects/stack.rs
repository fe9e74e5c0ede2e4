//! Stacks: every node that goes in comes out once, and none is leaked.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};

use fastrand::Rng;
use perseq::{Index, Stack};

use crate::torture::{
    ledger::{Ledger, Token, Wrong},
    subject::Subject,
};

/// Tokens at most: a stack has no bound of its own.
const ITEMS: usize = 256;

/// A stack of objects, each in a node on the heap.
pub(super) struct Tokens<I: Index> {
    name: &'static str,
    stack: Stack<Box<Token>, I>,
    ledger: Ledger,
    live: &'static AtomicI64,
}

impl<I: Index> Tokens<I> {
    pub(super) fn new(name: &'static str) -> perseq::Result<Self> {
        let live = Box::leak(Box::new(AtomicI64::new(0)));
        Ok(Self { name, stack: Stack::try_indexed()?, ledger: Ledger::new(ITEMS), live })
    }

    #[expect(clippy::boxed_local, reason = "what the stack gives")]
    fn out(&self, token: Box<Token>) {
        self.ledger.leave(token.number(&self.ledger.fault));
    }

    fn push(&self, rng: &mut Rng) {
        let Some(number) = self.ledger.enter(rng) else { return };
        if let Err(rejected) = self.stack.push(Token::new(number, self.live)) {
            self.out(rejected.into_item());
        }
    }

    fn drain(&self) -> Result<(), String> {
        self.stack.drain(|token| self.out(token)).map_err(|error| error.to_string())
    }
}

impl<I: Index> Subject for Tokens<I> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn work(&self, rng: &mut Rng, operations: u32) -> u32 {
        for _ in 0..operations {
            if rng.bool() {
                self.push(rng);
            } else if let Some(token) = self.stack.pop() {
                self.out(token);
            }
        }
        operations
    }

    fn disturb(&self, rng: &mut Rng) -> u32 {
        let done = if rng.u8(..8) == 0 {
            self.stack.drain(|token| self.out(token))
        } else {
            self.stack.steal().map(|token| token.into_iter().for_each(|token| self.out(token)))
        };
        if done.is_err() {
            self.ledger.fault.record(Wrong::Failed, 0);
        }
        1
    }

    fn check_copy(&self, rng: &mut Rng) -> Result<(), String> {
        self.drain()?;
        self.work(rng, 200);
        self.drain()?;
        self.fault().map_or(Ok(()), Err)
    }

    fn check(&self) -> Result<(), String> {
        self.drain()?;
        self.ledger.check_empty()?;
        match self.live.load(SeqCst) {
            0 => Ok(()),
            live => Err(format!("{live} objects live when nothing is inside")),
        }
    }

    fn fault(&self) -> Option<String> {
        self.ledger.fault.get()
    }
}
