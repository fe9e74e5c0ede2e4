//! Domains that are not the usual ones.

use core::{fmt, time::Duration};
use perseq_core::cpu::CpuSet;

use crate::{Rcu, Stall, local::queue};

/// The settings of a domain: its thread, when deferred functions run, what is told of readers that stay.
///
/// ```
/// use std::time::Duration;
/// use perseq_rcu::{Rcu, RcuBuilder};
///
/// let rcu = RcuBuilder::new()
///     .thread_name("prices")
///     .batch(64)
///     .limit(4096)
///     .on_stall(Duration::from_secs(1), |stall| eprintln!("{stall}"))
///     .build();
/// rcu.defer(|| println!("on the thread that is called prices"));
/// rcu.barrier()?;
/// # Ok::<(), perseq_rcu::Error>(())
/// ```
#[derive(Debug)]
#[must_use = "`build` makes the domain"]
pub struct RcuBuilder {
    worker: bool,
    settings: Settings,
}

/// A hook for stalls.
type StallHook = Box<dyn Fn(Stall) + Send + Sync>;

/// The settings that a builder makes.
pub(crate) struct Settings {
    /// Of the domain's thread.
    pub(crate) thread_name: Option<String>,
    /// The CPUs that the domain's threads run on; without, those of their starters.
    pub(crate) cpus: Option<CpuSet>,
    pub(crate) batch: usize,
    pub(crate) limit: usize,
    pub(crate) stall: Option<(Duration, StallHook)>,
}

impl RcuBuilder {
    /// For a domain as [`Rcu::new`] makes it.
    pub fn new() -> Self {
        Self { worker: true, settings: Settings::USUAL }
    }

    /// For a domain as [`Rcu::polled`] makes it.
    pub fn polled() -> Self {
        Self { worker: false, ..Self::new() }
    }

    /// The name of the domain's thread, of which the kernel keeps 15 bytes; `perseq-rcu` without. (A thread that looks at awaited grace
    /// periods is called `perseq-rcu-wake` in any case.)
    ///
    /// # Panics
    ///
    /// If there is a 0 byte in it.
    pub fn thread_name(mut self, name: impl Into<String>) -> Self {
        let name = name.into();
        assert!(!name.contains('\0'), "a thread's name has no 0 byte: {name:?}");
        self.settings.thread_name = Some(name);
        self
    }

    /// The CPUs that the domain's threads run on; without, those of the thread that defers first. If the kernel refuses (none of them is there, or
    /// is allowed), the threads run where they would without.
    pub fn cpus(mut self, cpus: CpuSet) -> Self {
        self.settings.cpus = Some(cpus);
        self
    }

    /// How many deferred functions are gathered before their grace period is started by the thread that defers: 256 without. Fewer are freed
    /// earlier, and cost more grace periods. At least 1.
    ///
    /// Functions that do not fill a batch wait a millisecond for others, in a domain with a thread.
    ///
    /// # Panics
    ///
    /// If it is 0.
    pub fn batch(mut self, functions: usize) -> Self {
        assert!(functions > 0, "a batch of 0 functions is never full");
        self.settings.batch = functions;
        self
    }

    /// How many functions may be pending before a thread that defers more is [held back](Rcu::defer): 16,384 without. It takes memory: two
    /// words for each function, and what they keep from being freed.
    pub fn limit(mut self, functions: usize) -> Self {
        self.settings.limit = functions;
        self
    }

    /// `hook` is called once for each grace period that takes longer than `after`, as with [`Rcu::on_stall`], which replaces it: by a
    /// thread that waits, which may be any that uses the domain. A closure may keep what it needs.
    ///
    /// It must not wait for grace periods of the domain.
    pub fn on_stall(mut self, after: Duration, hook: impl Fn(Stall) + Send + Sync + 'static) -> Self {
        self.settings.stall = Some((after, Box::new(hook)));
        self
    }

    /// The domain. Allocates; [threads](Rcu::new) start when they are first needed.
    pub fn build(self) -> Rcu {
        Rcu::built(self.worker, self.settings)
    }
}

impl Settings {
    /// Of a domain of which nothing else was said.
    pub(crate) const USUAL: Self =
        Self { thread_name: None, cpus: None, batch: queue::BATCH, limit: queue::LIMIT, stall: None };
}

impl Default for RcuBuilder {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("thread_name", &self.thread_name)
            .field("cpus", &self.cpus)
            .field("batch", &self.batch)
            .field("limit", &self.limit)
            .field("stall", &self.stall.as_ref().map(|(after, _)| after))
            .finish()
    }
}
