//! Read-copy-update: how stale a thing a reader may hold, counted in grace periods.
//!
//! Elements go round: one is current, and each grace period makes those that were replaced one older, until they may be used
//! again. A reader that has found an element finds its age at most 1 as long as it is inside, since at most the grace period of
//! before its end is over; a 2 is a grace period that did not wait for it. Some guards are left in a place where other threads
//! find and drop them. Elements are never freed, so a wrong grace period is seen and is no wild access.

use std::sync::{
    Mutex, MutexGuard, TryLockError,
    atomic::{
        AtomicI64, AtomicUsize,
        Ordering::{Acquire, Relaxed, Release, SeqCst},
    },
};

use fastrand::Rng;
use perseq_rcu::{Guard, Rcu};

use crate::torture::{
    ledger::{Fault, Token, Wrong},
    subject::Subject,
};

/// The age at which an element is used again.
const OLD: usize = 10;
/// Elements: enough for each age, and one that is current.
const ELEMENTS: usize = OLD + 2;
/// Guards that wait for another thread, at most.
const PARKED: usize = 8;

static DOMAIN: Rcu = Rcu::polled();
/// Objects that were retired and not freed.
static LIVE: AtomicI64 = AtomicI64::new(0);

/// A guard, and the element that was found under it.
type Visit = (Guard<'static>, usize);

/// Elements in a circle, and their readers.
pub(super) struct Readers {
    name: &'static str,
    /// How many grace periods ago each element was replaced, at least 1 from then on.
    ages: [AtomicUsize; ELEMENTS],
    current: AtomicUsize,
    parked: Mutex<Vec<Visit>>,
    /// Only one thread replaces elements.
    writer: Mutex<()>,
    fault: Fault,
}

/// Takes a lock that nobody has. In a forked child somebody may have it for ever.
fn try_lock<T>(mutex: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    match mutex.try_lock() {
        Ok(held) => Some(held),
        Err(TryLockError::Poisoned(held)) => Some(held.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}

impl Readers {
    pub(super) fn new(name: &'static str) -> Self {
        DOMAIN.prepare();
        let ages = [const { AtomicUsize::new(OLD) }; ELEMENTS];
        ages[0].store(0, Relaxed);
        Self {
            name,
            ages,
            current: AtomicUsize::new(0),
            parked: Mutex::new(Vec::with_capacity(PARKED)),
            writer: Mutex::new(()),
            fault: Fault::new(),
        }
    }

    fn enter(&self) -> Visit {
        let guard = DOMAIN.read();
        // Acquire: sees the age that the element had when it became current.
        (guard, self.current.load(Acquire))
    }

    /// Looks at the age for the last time and leaves.
    fn leave(&self, (guard, element): Visit) {
        if self.ages[element].load(Relaxed) > 1 {
            self.fault.record(Wrong::Changed, element);
        }
        drop(guard);
    }

    /// One section, of a length that chance decides.
    fn visit(&self, rng: &mut Rng) {
        let visit = self.enter();
        match rng.u8(..) {
            0 => std::thread::yield_now(),
            1..32 => (0..rng.u32(..500)).for_each(|_| core::hint::spin_loop()),
            // Sections nest.
            32..48 => self.leave(self.enter()),
            48..64 => return self.park(visit),
            _ => {}
        }
        self.leave(visit);
    }

    /// Leaves the visit to another thread.
    fn park(&self, visit: Visit) {
        match try_lock(&self.parked) {
            Some(mut parked) if parked.len() < PARKED => parked.push(visit),
            _ => self.leave(visit),
        }
    }

    /// Ends the visits that were left.
    fn collect(&self) {
        let parked = try_lock(&self.parked).map(|mut parked| std::mem::take(&mut *parked));
        parked.into_iter().flatten().for_each(|visit| self.leave(visit));
    }

    /// Replaces the current element, waits for a grace period, and makes all others older.
    fn replace(&self) {
        let Some(_alone) = try_lock(&self.writer) else { return };
        let Some(next) = self.ages.iter().position(|age| age.load(Relaxed) >= OLD) else {
            return self.fault.record(Wrong::Unknown, 0);
        };
        self.ages[next].store(0, Relaxed);
        // Release: who finds it sees that it is new.
        let before = self.current.swap(next, Release);
        self.ages[before].store(1, Relaxed);
        DOMAIN.retire(Token::new(next, &LIVE));
        let period = DOMAIN.start();
        loop {
            match period.is_over() {
                Ok(true) => break,
                // Nobody else may be left to do that.
                Ok(false) => self.collect(),
                Err(_) => return self.fault.record(Wrong::Failed, before),
            }
            std::thread::yield_now();
        }
        for (_, age) in self.ages.iter().enumerate().filter(|(element, _)| *element != next) {
            age.store(age.load(Relaxed).saturating_add(1).min(OLD), Relaxed);
        }
        DOMAIN.poll();
    }
}

impl Subject for Readers {
    fn name(&self) -> &'static str {
        self.name
    }

    fn work(&self, rng: &mut Rng, operations: u32) -> u32 {
        for _ in 0..operations {
            self.visit(rng);
        }
        if rng.u8(..8) == 0 {
            self.collect();
        }
        operations
    }

    fn in_handler(&self, _rng: &mut Rng) -> bool {
        self.leave(self.enter());
        true
    }

    fn disturb(&self, _rng: &mut Rng) -> u32 {
        self.replace();
        1
    }

    /// Readers of the parent's other threads are inside for ever there: it can read, and not wait.
    fn in_copy(&self, _rng: &mut Rng) {
        self.leave(self.enter());
    }

    fn check_copy(&self, rng: &mut Rng) -> Result<(), String> {
        self.in_copy(rng);
        // SAFETY: in a child that was just forked, whose one thread has made no guard that it still has.
        unsafe { DOMAIN.restart_after_fork() };
        let live = LIVE.load(SeqCst);
        DOMAIN.retire(Token::new(0, &LIVE));
        DOMAIN.barrier().map_err(|error| format!("a barrier in a child: {error}"))?;
        if LIVE.load(SeqCst) != live {
            return Err(format!("{} objects live after a barrier, {live} before", LIVE.load(SeqCst)));
        }
        self.fault().map_or(Ok(()), Err)
    }

    fn check(&self) -> Result<(), String> {
        self.collect();
        DOMAIN.barrier().map_err(|error| error.to_string())?;
        DOMAIN.synchronize().map_err(|error| error.to_string())?;
        if let Some(fault) = self.fault() {
            return Err(fault);
        }
        if !format!("{DOMAIN:?}").contains("readers: 0,") {
            return Err(format!("readers are inside when nobody is: {DOMAIN:?}"));
        }
        match LIVE.load(SeqCst) {
            0 => Ok(()),
            live => Err(format!("{live} objects live after a barrier")),
        }
    }

    fn fault(&self) -> Option<String> {
        self.fault.get()
    }

    fn has_guards(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_two_grace_periods_did_not_wait_for_is_noticed() {
        let readers = Readers::new("Rcu");
        let visit = readers.enter();
        readers.ages[0].store(1, Relaxed);
        readers.leave(visit);
        assert_eq!(readers.fault(), None, "the grace period of before its end may be over");
        let visit = readers.enter();
        readers.ages[0].store(2, Relaxed);
        readers.leave(visit);
        assert!(readers.fault().is_some());
    }
}
