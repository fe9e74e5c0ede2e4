//! How a thread waits for a lock that another one has.

use core::time::Duration;
use std::thread;

use perseq_core::{Error, Index, Result};

use super::CpuLock;

/// The first nap; each is twice as long as the one before, up to the last.
const FIRST_NAP: Duration = Duration::from_micros(20);
const LAST_NAP: Duration = Duration::from_millis(1);

/// Naps, each longer than the one before: a preempted holder on the same CPU must get to run.
pub(super) struct Naps {
    next: Duration,
    /// How many there may be: where this thread holds a guard, or a lock, another one may wait for that.
    left: Option<(u32, u32)>,
}

/// Naps of a thread that others may wait for: some 50 ms.
const NAPS: u32 = 50;

impl Naps {
    pub(super) const fn new() -> Self {
        Self { next: FIRST_NAP, left: None }
    }

    /// Naps, in a wait for the lock of row `row`.
    pub(super) fn nap<T, I: Index>(&mut self, lock: &CpuLock<T, I>, row: u32) -> Result<()> {
        let (held, left) = *self.left.get_or_insert_with(|| (lock.held_here(), NAPS));
        if held > 0 && left == 0 {
            return Err(Error::RowBusy { row, held });
        }
        self.left = Some((held, left.saturating_sub(1)));
        thread::sleep(self.next);
        self.next = (self.next * 2).min(LAST_NAP);
        Ok(())
    }
}
