//! Read-copy-update: how stale a thing a reader may hold, counted in grace periods.
//!
//! Readers find elements of a [`Circle`]. Some guards are left in a place where other threads find and drop them.

use std::sync::{
    Mutex, MutexGuard, TryLockError,
    atomic::{AtomicI64, Ordering::SeqCst},
};

use fastrand::Rng;
use perseq_rcu::{Guard, Rcu};

use super::circle::Circle;
use crate::torture::{
    ledger::{Fault, Token, Wrong},
    subject::Subject,
};

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
    circle: Circle,
    parked: Mutex<Vec<Visit>>,
    /// Only one thread replaces elements.
    writer: Mutex<()>,
    fault: Fault,
}

/// Takes a lock that no thread has. In a forked child it may be held for ever.
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
        let circle = Circle::new();
        circle.begin();
        Self {
            name,
            circle,
            parked: Mutex::new(Vec::with_capacity(PARKED)),
            writer: Mutex::new(()),
            fault: Fault::new(),
        }
    }

    fn enter(&self) -> Visit {
        let guard = DOMAIN.read();
        (guard, self.circle.find())
    }

    /// Looks at the age for the last time and leaves.
    fn leave(&self, (guard, element): Visit) {
        if self.circle.is_stale(element) {
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
        let Some((before, next)) = self.circle.replace() else {
            return self.fault.record(Wrong::Unknown, 0);
        };
        DOMAIN.retire(Token::new(next, &LIVE));
        let period = DOMAIN.start_grace_period();
        loop {
            match period.is_over() {
                Ok(true) => break,
                // There may be no other thread left to do that.
                Ok(false) => self.collect(),
                Err(_) => return self.fault.record(Wrong::Failed, before),
            }
            std::thread::yield_now();
        }
        self.circle.age(next);
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
