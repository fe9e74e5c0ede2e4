//! A value with a guard of its own: one thread at a time, handlers included.

use std::sync::atomic::{
    AtomicU64,
    Ordering::{Relaxed, SeqCst},
};

use fastrand::Rng;
use perseq::perseq_core::guard::Exclusive;

use crate::torture::{
    ledger::{Fault, Wrong},
    subject::Subject,
};

/// Two numbers that are equal whenever no thread holds them.
pub(super) struct Alone {
    name: &'static str,
    value: Exclusive<(u64, u64)>,
    taken: AtomicU64,
    fault: Fault,
}

impl Alone {
    pub(super) fn new(name: &'static str) -> Self {
        let value = Exclusive::new((0, 0));
        Self { name, value, taken: AtomicU64::new(0), fault: Fault::new() }
    }

    fn take(&self, meanwhile: impl FnOnce()) {
        if self.value.is_abandoned() {
            // In a forked child: another thread of the parent was in the middle. One that replaces it is enough.
            _ = self.value.replace_abandoned((0, 0));
        }
        match self.value.lock() {
            Ok(mut held) => {
                if held.0 != held.1 {
                    self.fault.record(Wrong::NotExclusive, held.0 as usize);
                }
                held.0 += 1;
                meanwhile();
                held.1 += 1;
                self.taken.fetch_add(1, Relaxed);
            }
            // No thread asks here while it holds the value.
            Err(_) => self.fault.record(Wrong::Failed, 0),
        }
    }
}

impl Subject for Alone {
    fn name(&self) -> &'static str {
        self.name
    }

    fn work(&self, _rng: &mut Rng, operations: u32) -> u32 {
        (0..operations).for_each(|_| self.take(std::hint::spin_loop));
        operations
    }

    fn in_handler(&self, _rng: &mut Rng) -> bool {
        self.take(std::hint::spin_loop);
        true
    }

    fn check_copy(&self, _rng: &mut Rng) -> Result<(), String> {
        self.take(|| ());
        self.fault().map_or(Ok(()), Err)
    }

    fn check(&self) -> Result<(), String> {
        let value = *self.value.lock().map_err(|error| error.to_string())?;
        let taken = self.taken.load(SeqCst);
        if let Some(fault) = self.fault() {
            return Err(fault);
        }
        if value == (taken, taken) {
            Ok(())
        } else {
            Err(format!("taken {taken} times, it counts {value:?}"))
        }
    }

    fn fault(&self) -> Option<String> {
        self.fault.get()
    }
}
