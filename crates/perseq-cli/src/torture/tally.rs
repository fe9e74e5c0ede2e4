//! The work that was done, counted: the operations of each subject, and each thing that disturbed them.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Something that happens during a run and is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Event {
    /// A timer's signal was handled.
    Signal,
    /// A handler operated on a structure.
    Handled,
    /// A thread found itself on another CPU than before.
    Migration,
    /// A thread's affinity was changed.
    Affinity,
    /// A CPU went offline and came back.
    Offline,
    /// A remote operation: a drain, a theft, an exchange.
    Remote,
    /// A row was held for a while.
    Hold,
    /// The way of fencing was changed.
    FenceMethod,
    /// A thread of a storm has begun.
    StormThread,
    /// An operation in a destructor of thread-local data, at a thread's end.
    AtThreadEnd,
    /// A child was forked, has worked on its copy and found it sound.
    Fork,
    /// … while another thread held a row.
    ForkBesideHolder,
    /// A process that held a shared guard, or was about to, was killed.
    Kill,
    /// A process was killed inside a read-side section of a domain that others share.
    ReaderKilled,
    /// … while another one waited for it.
    AwaitedKilled,
    /// The lock of such a domain was taken over from a process that was killed with it.
    HolderDied,
    /// A survivor found that the guard's holder had died.
    OwnerDied,
    /// An operation went to its end under a debugger that stepped.
    Stepped,
    /// Steps of these.
    Step,
    /// Aborts in these.
    StepAbort,
}

/// How many events there are.
const EVENTS: usize = Event::StepAbort as usize + 1;

/// Counts of events.
#[derive(Debug)]
pub(super) struct Tally([AtomicU64; EVENTS]);

impl Tally {
    /// All zero.
    pub(super) const fn new() -> Self {
        Self([const { AtomicU64::new(0) }; EVENTS])
    }

    /// Once more.
    pub(super) fn count(&self, event: Event) {
        self.add(event, 1);
    }

    /// `n` times more.
    pub(super) fn add(&self, event: Event, n: u64) {
        self.0[event as usize].fetch_add(n, Relaxed);
    }

    /// How often so far.
    pub(super) fn of(&self, event: Event) -> u64 {
        self.0[event as usize].load(Relaxed)
    }
}
