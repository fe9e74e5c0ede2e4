//! Grace periods that take too long, and the hook that is told.

use core::{
    fmt,
    mem::transmute,
    ptr::null_mut,
    sync::atomic::{
        AtomicPtr, AtomicU64,
        Ordering::{Acquire, Relaxed, Release},
    },
    time::Duration,
};
use std::time::Instant;

use crate::grace::name::Name;

/// The time if the program has set none.
pub(crate) const USUAL: Duration = Duration::from_secs(10);

/// A grace period that takes long: a reader holds a guard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stall {
    /// Since the grace period began.
    pub waited: Duration,
    /// Guards that it still waits for, and younger ones of the same phase.
    pub readers: usize,
    /// In a domain between processes: the process that holds the most of them.
    pub process: Option<u32>,
    /// In a domain of one process: the CPU on which most of them were made, wherever they are now.
    pub cpu: Option<u32>,
    /// The thread, by its kernel's id, that has made most of them. The guards may be on other threads now, and the thread may have ended.
    pub thread: Option<u32>,
}

/// The readers that a grace period waits for, as [`Stall`] tells of them.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Holders {
    pub(crate) readers: usize,
    pub(crate) process: Option<u32>,
    pub(crate) cpu: Option<u32>,
    pub(crate) thread: Option<u32>,
}

impl Holders {
    /// The [`Stall`] that tells of them.
    pub(crate) fn stall(self, waited: Duration) -> Stall {
        let Self { readers, process, cpu, thread } = self;
        Stall { waited, readers, process, cpu, thread }
    }
}

/// The thread with most guards, of those that come with a number of them.
pub(crate) fn most_frequent(guards: impl Iterator<Item = (Name, u64)>) -> Option<Name> {
    let mut guards: Vec<(Name, u64)> = guards.collect();
    guards.sort_unstable();
    let sum = |run: &[(Name, u64)]| run.iter().fold(0_u64, |sum, one| sum.saturating_add(one.1));
    guards.chunk_by(|one, next| one.0 == next.0).max_by_key(|run| sum(run)).map(|run| run[0].0)
}

impl fmt::Display for Stall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a grace period has waited {:?} for {} guards", self.waited, self.readers)?;
        self.process.map_or(Ok(()), |process| write!(f, ", most of them of process {process}"))?;
        self.thread.map_or(Ok(()), |thread| write!(f, ", most of them made by thread {thread}"))?;
        self.cpu.map_or(Ok(()), |cpu| write!(f, ", most of them made on CPU {cpu}"))
    }
}

/// The hook if the program has set none.
#[cfg(not(feature = "tracing"))]
pub(crate) const USUAL_HOOK: Option<fn(Stall)> = None;
#[cfg(feature = "tracing")]
pub(crate) const USUAL_HOOK: Option<fn(Stall)> = Some(|stall| {
    let (waited_ms, readers) = (stall.waited.as_millis() as u64, stall.readers as u64);
    tracing::warn!(waited_ms, readers, "{stall}: look for one that is kept, or forgotten");
});

/// The hook to tell, and after how long: words, which a forked child has whatever other threads of its parent were doing.
#[derive(Debug)]
pub(crate) struct Hook {
    /// A `fn(Stall)`; null if none was set.
    hook: AtomicPtr<()>,
    /// Nanoseconds.
    after: AtomicU64,
}

impl Hook {
    pub(crate) const fn new() -> Self {
        Self { hook: AtomicPtr::new(null_mut()), after: AtomicU64::new(USUAL.as_nanos() as u64) }
    }

    /// Another one that says the same.
    pub(crate) fn copied(&self) -> Self {
        // Acquire, as in `get`.
        let hook = AtomicPtr::new(self.hook.load(Acquire));
        Self { hook, after: AtomicU64::new(self.after.load(Relaxed)) }
    }

    /// A thread that sees the new hook sees the new time, too. The old hook may be told by the new time once more.
    pub(crate) fn set(&self, after: Duration, hook: fn(Stall)) {
        self.after.store(u64::try_from(after.as_nanos()).unwrap_or(u64::MAX), Relaxed);
        self.hook.store(hook as *mut (), Release);
    }

    /// The hook that was set, and after how long it is told.
    pub(crate) fn get(&self) -> Option<(fn(Stall), Duration)> {
        let hook = self.hook.load(Acquire);
        let after = Duration::from_nanos(self.after.load(Relaxed));
        if hook.is_null() {
            return None;
        }
        // SAFETY: not null, so it is what `set` has stored: a function of that type, made a pointer.
        Some((unsafe { transmute::<*mut (), fn(Stall)>(hook) }, after))
    }
}

/// The grace period under way, since when, and whether it was reported.
#[derive(Debug)]
pub(crate) struct Current(Option<(u64, Instant, bool)>);

impl Current {
    pub(crate) const fn new() -> Self {
        Self(None)
    }

    /// Grace period `number` has made no progress: how long it has taken, once, when that is longer than `after`.
    pub(crate) fn due(&mut self, number: u64, after: Duration) -> Option<Duration> {
        match &mut self.0 {
            Some((current, since, reported)) if *current == number => {
                let waited = since.elapsed();
                if *reported || waited < after {
                    return None;
                }
                *reported = true;
                Some(waited)
            }
            other => {
                *other = Some((number, Instant::now(), false));
                None
            }
        }
    }
}
