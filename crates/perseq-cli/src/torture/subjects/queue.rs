//! Queues: every number that goes in comes out once, and each row has every writer's in order.

use std::{
    collections::HashMap,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

use fastrand::Rng;
use perseq::{Index, Queue};

use super::{array_stack::rows, writer};
use crate::torture::{
    ledger::{Ledger, Wrong},
    subject::Subject,
};

/// Items that a row holds: so few that rows are often full and often empty.
const CAPACITY: usize = 16;
/// Numbers in the ledger: more than rows have room for.
const ITEMS: usize = 128;

/// A queue of numbers.
pub(super) struct Numbers<I: Index> {
    name: &'static str,
    queue: Queue<usize, I>,
    ledger: Ledger,
    /// The writer that put each number in, and the number's place among that writer's numbers.
    stamps: Box<[[AtomicU64; 2]]>,
}

impl<I: Index> Numbers<I> {
    pub(super) fn new(name: &'static str) -> perseq::Result<Self> {
        let stamps = (0..ITEMS).map(|_| [const { AtomicU64::new(0) }; 2]).collect();
        Ok(Self { name, queue: Queue::try_indexed(CAPACITY)?, ledger: Ledger::new(ITEMS), stamps })
    }

    fn push(&self, rng: &mut Rng, in_handler: bool) {
        let Some(item) = self.ledger.enter(rng) else { return };
        let (writer, number) = writer::next(in_handler);
        self.stamps[item][0].store(writer, Relaxed);
        self.stamps[item][1].store(number, Relaxed);
        if let Err(rejected) = self.queue.push(item) {
            if rejected.into_item() != item {
                self.ledger.fault.record(Wrong::Changed, item);
            }
            self.ledger.leave(item);
        }
    }

    fn pop(&self) {
        if let Some(item) = self.queue.pop() {
            self.ledger.leave(item);
        }
    }

    /// Takes everything out of every row, while no other thread puts anything in, and looks at the order.
    fn empty(&self) -> Result<(), String> {
        for row in 0..rows() {
            let mut last = HashMap::new();
            let mut items = Vec::with_capacity(CAPACITY);
            self.queue
                .with_row(row, |view| items.extend(std::iter::from_fn(|| view.pop())))
                .map_err(|error| error.to_string())?;
            for item in items {
                let stamp = self.stamps.get(item).map(|stamp| [0, 1].map(|part| stamp[part].load(Relaxed)));
                if let Some([writer, number]) = stamp
                    && last.insert(writer, number).is_some_and(|last| last >= number)
                {
                    self.ledger.fault.record(Wrong::OutOfOrder, item);
                }
                self.ledger.leave(item);
            }
        }
        self.queue.drain(|item| self.ledger.leave(item)).map_err(|error| error.to_string())
    }
}

impl<I: Index> Subject for Numbers<I> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn work(&self, rng: &mut Rng, operations: u32) -> u32 {
        (0..operations).for_each(|_| if rng.bool() { self.push(rng, false) } else { self.pop() });
        operations
    }

    fn in_handler(&self, rng: &mut Rng) -> bool {
        if rng.bool() {
            self.push(rng, true)
        } else {
            self.pop()
        }
        true
    }

    fn disturb(&self, rng: &mut Rng) -> u32 {
        let mut taken = Vec::with_capacity(CAPACITY);
        let done = match rng.u8(..8) {
            0 => self.queue.drain(|item| taken.push(item)),
            1..5 => self.queue.steal().map(|stolen| taken.extend(stolen)),
            _ => self.queue.steal_into(&mut taken).map(drop),
        };
        taken.into_iter().for_each(|item| self.ledger.leave(item));
        if done.is_err() {
            self.ledger.fault.record(Wrong::Failed, 0);
        }
        1
    }

    fn hold(&self, rng: &mut Rng, f: &mut dyn FnMut()) -> bool {
        self.queue.with_row(rng.u32(..rows()), |_held| f()).is_ok()
    }

    fn check_copy(&self, rng: &mut Rng) -> Result<(), String> {
        self.empty()?;
        self.work(rng, 200);
        self.empty()?;
        self.fault().map_or(Ok(()), Err)
    }

    fn check(&self) -> Result<(), String> {
        let (len, inside) = (self.queue.len(), self.ledger.len());
        self.empty()?;
        self.ledger.check_empty()?;
        if len == inside { Ok(()) } else { Err(format!("its length was {len}, and it had {inside} items")) }
    }

    fn fault(&self) -> Option<String> {
        self.ledger.fault.get()
    }
}
