//! Array stacks: every number that goes in comes out once.

use std::sync::atomic::{AtomicI64, Ordering::SeqCst};

use fastrand::Rng;
use perseq::{ArrayStack, Index};

use crate::torture::{
    ledger::{Ledger, Token, Wrong},
    subject::Subject,
};

/// Items that a row holds: so few that rows are often full and often empty.
const CAPACITY: usize = 24;
/// Numbers in the ledger: more than rows have room for.
const ITEMS: usize = 256;

/// A stack of numbers.
pub(super) struct Numbers<I: Index> {
    name: &'static str,
    stack: ArrayStack<usize, I>,
    ledger: Ledger,
}

impl<I: Index> Numbers<I> {
    pub(super) fn new(name: &'static str) -> perseq::Result<Self> {
        Ok(Self { name, stack: ArrayStack::try_indexed(CAPACITY)?, ledger: Ledger::new(ITEMS) })
    }

    fn push(&self, rng: &mut Rng) {
        let Some(item) = self.ledger.enter(rng) else { return };
        if let Err(rejected) = self.stack.push(item) {
            if rejected.into_item() != item {
                self.ledger.fault.record(Wrong::Changed, item);
            }
            self.ledger.leave(item);
        }
    }

    fn pop(&self) {
        if let Some(item) = self.stack.pop() {
            self.ledger.leave(item);
        }
    }

    fn push_batch(&self, rng: &mut Rng) {
        let wanted = rng.usize(1..CAPACITY);
        let mut items: Vec<usize> = (0..wanted).filter_map(|_| self.ledger.enter(rng)).collect();
        self.stack.push_batch(&mut items);
        items.into_iter().for_each(|item| self.ledger.leave(item));
    }

    fn pop_batch(&self, rng: &mut Rng) {
        let mut items = Vec::new();
        self.stack.pop_batch(&mut items, rng.usize(1..CAPACITY));
        items.into_iter().for_each(|item| self.ledger.leave(item));
    }

    /// Takes some items of a row of any CPU and puts others in.
    fn exchange(&self, rng: &mut Rng) -> perseq::Result<()> {
        let row = rng.u32(..rows());
        self.stack.with_row(row, |view| {
            (0..rng.usize(..4)).filter_map(|_| view.pop()).for_each(|item| self.ledger.leave(item));
            for item in (0..rng.usize(..4)).filter_map(|_| self.ledger.enter(rng)) {
                if view.push(item).is_err() {
                    self.ledger.leave(item);
                }
            }
        })
    }
}

/// Rows that the CPUs here have: numbers to pick from.
pub(super) fn rows() -> u32 {
    perseq::perseq_core::cpu::possible()
        .ok()
        .and_then(|cpus| cpus.iter().max())
        .map_or(1, |highest| highest + 1)
}

impl<I: Index> Subject for Numbers<I> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn work(&self, rng: &mut Rng, operations: u32) -> u32 {
        for _ in 0..operations {
            match rng.u8(..16) {
                0..7 => self.push(rng),
                7..14 => self.pop(),
                14 => self.push_batch(rng),
                _ => self.pop_batch(rng),
            }
        }
        operations
    }

    fn in_handler(&self, rng: &mut Rng) -> bool {
        if rng.bool() {
            self.push(rng)
        } else {
            self.pop()
        }
        true
    }

    fn disturb(&self, rng: &mut Rng) -> u32 {
        let done = match rng.u8(..8) {
            0 => self.stack.drain(|item| self.ledger.leave(item)),
            1..5 => {
                self.stack.steal().map(|stolen| stolen.into_iter().for_each(|item| self.ledger.leave(item)))
            }
            _ => self.exchange(rng),
        };
        if done.is_err() {
            self.ledger.fault.record(Wrong::Failed, 0);
        }
        1
    }

    fn hold(&self, rng: &mut Rng, f: &mut dyn FnMut()) -> bool {
        self.stack.with_row(rng.u32(..rows()), |_held| f()).is_ok()
    }

    fn check_copy(&self, rng: &mut Rng) -> Result<(), String> {
        self.stack.drain(|item| self.ledger.leave(item)).map_err(|error| error.to_string())?;
        self.work(rng, 200);
        self.stack.drain(|item| self.ledger.leave(item)).map_err(|error| error.to_string())?;
        self.fault().map_or(Ok(()), Err)
    }

    fn check(&self) -> Result<(), String> {
        let len = self.stack.len();
        let mut drained = 0;
        let each = |item| {
            drained += 1;
            self.ledger.leave(item);
        };
        self.stack.drain(each).map_err(|error| error.to_string())?;
        self.ledger.check_empty()?;
        if drained == len { Ok(()) } else { Err(format!("its length was {len}, and it had {drained} items")) }
    }

    fn fault(&self) -> Option<String> {
        self.ledger.fault.get()
    }
}

/// A stack of objects on the heap.
pub(super) struct Boxes {
    name: &'static str,
    stack: ArrayStack<Box<Token>>,
    ledger: Ledger,
}

/// Tokens of stacks that live.
static LIVE: AtomicI64 = AtomicI64::new(0);

impl Boxes {
    pub(super) fn new(name: &'static str) -> perseq::Result<Self> {
        Ok(Self { name, stack: ArrayStack::try_new(CAPACITY)?, ledger: Ledger::new(ITEMS) })
    }

    #[expect(clippy::boxed_local, reason = "what the stack gives")]
    fn out(&self, token: Box<Token>) {
        self.ledger.leave(token.number(&self.ledger.fault));
    }

    fn push(&self, rng: &mut Rng) {
        let Some(number) = self.ledger.enter(rng) else { return };
        if let Err(rejected) = self.stack.push(Token::new(number, &LIVE)) {
            self.out(rejected.into_item());
        }
    }

    fn drain(&self) -> Result<(), String> {
        self.stack.drain(|token| self.out(token)).map_err(|error| error.to_string())
    }
}

impl Subject for Boxes {
    fn name(&self) -> &'static str {
        self.name
    }

    fn work(&self, rng: &mut Rng, operations: u32) -> u32 {
        for _ in 0..operations {
            match (rng.bool(), self.stack.pop()) {
                (true, popped) => {
                    self.push(rng);
                    popped.into_iter().for_each(|token| self.out(token));
                }
                (false, Some(token)) => self.out(token),
                (false, None) => self.push(rng),
            }
        }
        operations
    }

    fn disturb(&self, rng: &mut Rng) -> u32 {
        if rng.u8(..8) == 0 {
            _ = self.drain();
        } else if let Ok(Some(token)) = self.stack.steal() {
            self.out(token);
        }
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
