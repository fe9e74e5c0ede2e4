//! Locks per CPU: one thread at a time has a value, and what it did is seen by the next.

use std::sync::atomic::{
    AtomicU64,
    Ordering::{Relaxed, SeqCst},
};

use fastrand::Rng;
use perseq::{CpuLock, Error, Index};

use super::array_stack::rows;
use crate::torture::{
    ledger::{Fault, Wrong},
    subject::Subject,
};

/// Two numbers per CPU that are equal whenever no thread has the lock.
pub(super) struct Pairs<I: Index> {
    name: &'static str,
    locks: CpuLock<[u64; 2], I>,
    taken: AtomicU64,
    fault: Fault,
}

impl<I: Index> Pairs<I> {
    pub(super) fn new(name: &'static str) -> perseq::Result<Self> {
        let locks = CpuLock::indexed(|_row| [0; 2])?;
        Ok(Self { name, locks, taken: AtomicU64::new(0), fault: Fault::new() })
    }

    fn change(&self, pair: &mut [u64; 2], meanwhile: impl FnOnce()) {
        if pair[0] != pair[1] {
            self.fault.record(Wrong::NotExclusive, pair[0] as usize);
        }
        pair[0] += 1;
        meanwhile();
        pair[1] += 1;
        self.taken.fetch_add(1, Relaxed);
    }

    fn take(&self, rng: &mut Rng) {
        let locked = if rng.bool() { self.locks.lock().map(Some) } else { self.locks.try_lock() };
        match locked {
            // Some are preempted while they have it, and some go to another CPU.
            Ok(Some(mut locked)) => self.change(&mut locked, || match rng.u8(..64) {
                0 => std::thread::yield_now(),
                _ => std::hint::spin_loop(),
            }),
            Ok(None) => {}
            // No thread asks while it has one.
            Err(_) => self.fault.record(Wrong::Failed, 0),
        }
    }
}

impl<I: Index> Subject for Pairs<I> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn work(&self, rng: &mut Rng, operations: u32) -> u32 {
        (0..operations).for_each(|_| self.take(rng));
        operations
    }

    fn disturb(&self, rng: &mut Rng) -> u32 {
        let row = rng.u32(..rows());
        if self.locks.with_row(row, |pair| self.change(pair, || ())).is_err() {
            self.fault.record(Wrong::Failed, row as usize);
        }
        1
    }

    fn in_copy(&self, _rng: &mut Rng) {
        match self.locks.try_lock() {
            // A value that another thread of the parent was changing is not given out.
            Ok(Some(locked)) if locked[0] != locked[1] => {
                self.fault.record(Wrong::NotExclusive, locked[0] as usize);
            }
            Ok(_) | Err(Error::GuardHeld { .. }) => {}
            Err(Error::Abandoned { row }) => match self.locks.replace_abandoned(row, [0; 2]) {
                Ok(_) | Err(Error::GuardHeld { .. }) => {}
                Err(_) => self.fault.record(Wrong::Failed, row as usize),
            },
            Err(_) => self.fault.record(Wrong::Failed, 0),
        }
    }

    fn check_copy(&self, rng: &mut Rng) -> Result<(), String> {
        (0..100).for_each(|_| self.in_copy(rng));
        self.fault().map_or(Ok(()), Err)
    }

    fn check(&self) -> Result<(), String> {
        if let Some(fault) = self.fault() {
            return Err(fault);
        }
        let mut sum = 0;
        for row in 0..rows() {
            let pair = self.locks.with_row(row, |pair| *pair).map_err(|error| error.to_string())?;
            if pair[0] != pair[1] {
                return Err(format!("row {row} has {pair:?}"));
            }
            sum += pair[0];
        }
        let taken = self.taken.load(SeqCst);
        if sum == taken { Ok(()) } else { Err(format!("taken {taken} times, and counted {sum}")) }
    }

    fn fault(&self) -> Option<String> {
        self.fault.get()
    }
}
