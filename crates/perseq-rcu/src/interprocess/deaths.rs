//! How often members have died, and what of it.

use core::sync::atomic::{AtomicU64, Ordering::Relaxed};

use super::domain::ProcessRcu;

/// Deaths that a domain has seen, counted since it was made. A program that is killed now and then makes them grow slowly; one that crashes at
/// once and is started again, fast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Deaths {
    /// Members that were found dead, and were removed with their readers.
    pub members: u64,
    /// Times that a member died with the domain's lock held, and the next one has put right what was half done.
    pub holders: u64,
    /// Waits of this process from which a death has woken it.
    pub wakes: u64,
}

/// Those that all members count.
#[repr(C)]
pub(super) struct DeathCounts {
    pub(super) members: AtomicU64,
    pub(super) holders: AtomicU64,
}

impl ProcessRcu {
    /// How often members have died so far.
    #[must_use]
    pub fn deaths(&self) -> Deaths {
        let counts = &self.file.header().deaths.0;
        Deaths {
            members: counts.members.load(Relaxed),
            holders: counts.holders.load(Relaxed),
            wakes: self.wakes.load(Relaxed),
        }
    }
}
