//! Moves between rows: threads that hold another CPU's row use the same structure at the same time, from all sides at once.
//!
//! Each such thread may find its own row held by the one whose row it holds. That must delay neither: where it does, the
//! run hangs, and says so.

use fastrand::Rng;
use perseq::{Cache, CpuLock, Queue};

use super::array_stack::rows;
use crate::torture::{
    ledger::{Ledger, Wrong},
    subject::Subject,
};

/// Items of a row and of the overflow.
const CAPACITY: usize = 8;
const OVERFLOW: usize = 16;
/// Numbers in the ledger: more than there is room for.
const ITEMS: usize = 128;
/// The coins of each row of the purses at first.
const COINS: u64 = 1000;

/// Structures whose items go from row to row.
pub(super) struct Moves {
    name: &'static str,
    cache: Cache<usize>,
    queue: Queue<usize>,
    purses: CpuLock<u64>,
    ledger: Ledger,
}

impl Moves {
    pub(super) fn new(name: &'static str) -> perseq::Result<Self> {
        let cache = Cache::try_new(CAPACITY, OVERFLOW)?;
        let (queue, purses) = (Queue::try_new(CAPACITY)?, CpuLock::new(|_row| COINS)?);
        Ok(Self { name, cache, queue, purses, ledger: Ledger::new(ITEMS) })
    }

    /// Moves every item of a row of the cache to the cache, which is to this thread's row as long as that has room.
    fn move_objects(&self, row: u32) -> perseq::Result<()> {
        self.cache.with_row(row, |theirs| {
            while let Some(item) = theirs.pop() {
                if self.cache.put(item).is_err() {
                    self.ledger.leave(item);
                    break;
                }
            }
        })
    }

    /// Moves the oldest job of a row to this thread's row.
    fn move_job(&self, row: u32) -> perseq::Result<()> {
        self.queue.with_row(row, |theirs| {
            if let Some(job) = theirs.pop()
                && self.queue.push(job).is_err()
            {
                self.ledger.leave(job);
            }
        })
    }

    /// Moves a coin to this thread's purse. Two threads that ask for each other's are patient before they give up, so most
    /// only try.
    fn move_coin(&self, row: u32, patient: bool) -> perseq::Result<()> {
        self.purses.with_row(row, |theirs| {
            let ours = if patient { self.purses.lock().map(Some) } else { self.purses.try_lock() };
            if *theirs > 0
                && let Ok(Some(mut ours)) = ours
            {
                *theirs -= 1;
                *ours += 1;
            }
        })
    }

    fn one(&self, rng: &mut Rng) {
        let row = rng.u32(..rows());
        let done = match rng.u8(..8) {
            0 => self.move_objects(row),
            1 => self.move_job(row),
            2 => self.move_coin(row, rng.u16(..4096) == 0),
            3 | 4 => {
                if let Some(item) = self.ledger.enter(rng)
                    && self.cache.put(item).is_err()
                {
                    self.ledger.leave(item);
                }
                Ok(())
            }
            5 | 6 => {
                if let Some(job) = self.ledger.enter(rng)
                    && self.queue.push(job).is_err()
                {
                    self.ledger.leave(job);
                }
                Ok(())
            }
            _ => {
                self.cache.get().into_iter().chain(self.queue.pop()).for_each(|item| self.ledger.leave(item));
                Ok(())
            }
        };
        if done.is_err() {
            self.ledger.fault.record(Wrong::Failed, row as usize);
        }
    }

    fn drain(&self) -> Result<(), String> {
        let drained = self.cache.drain(|item| self.ledger.leave(item));
        drained
            .and_then(|()| self.queue.drain(|job| self.ledger.leave(job)))
            .map_err(|error| error.to_string())
    }
}

impl Subject for Moves {
    fn name(&self) -> &'static str {
        self.name
    }

    fn work(&self, rng: &mut Rng, operations: u32) -> u32 {
        (0..operations).for_each(|_| self.one(rng));
        operations
    }

    fn disturb(&self, rng: &mut Rng) -> u32 {
        let row = rng.u32(..rows());
        if self.move_objects(row).and_then(|()| self.move_job(row)).is_err() {
            self.ledger.fault.record(Wrong::Failed, row as usize);
        }
        1
    }

    fn hold(&self, rng: &mut Rng, f: &mut dyn FnMut()) -> bool {
        self.queue.with_row(rng.u32(..rows()), |_held| f()).is_ok()
    }

    fn in_copy(&self, rng: &mut Rng) {
        // One item: this may be done step by step.
        if self.move_job(rng.u32(..rows())).is_err() {
            self.ledger.fault.record(Wrong::Failed, 0);
        }
    }

    fn check_copy(&self, rng: &mut Rng) -> Result<(), String> {
        self.drain()?;
        for _ in 0..20 {
            self.in_copy(rng);
            self.disturb(rng);
        }
        self.drain()?;
        self.fault().map_or(Ok(()), Err)
    }

    fn check(&self) -> Result<(), String> {
        self.drain()?;
        self.ledger.check_empty()?;
        let mut coins = 0;
        for row in 0..self.purses.rows() {
            coins += self.purses.with_row(row, |purse| *purse).map_err(|error| error.to_string())?;
        }
        let made = u64::from(self.purses.rows()) * COINS;
        if coins == made { Ok(()) } else { Err(format!("{coins} coins are left of {made}")) }
    }

    fn fault(&self) -> Option<String> {
        self.ledger.fault.get()
    }
}
