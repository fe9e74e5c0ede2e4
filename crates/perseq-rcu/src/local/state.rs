//! The state that a domain's users share: its readers, the grace period under way, and deferred functions.

use core::sync::atomic::{
    AtomicU64,
    Ordering::{Acquire, SeqCst},
};
use std::{
    panic::resume_unwind,
    sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError},
    thread,
};

use perseq_core::thread::forks;

use crate::{
    Error, Result, Stall,
    grace::{
        algorithm::{Machine, Readers as _},
        rows::Rows,
    },
    local::{
        builder::Settings,
        queue::{Queue, discard},
        stall::{self, Current, Hook},
        wakers::Wakers,
        worker::Worker,
    },
};

/// A domain's state, on the heap: the domain may move.
#[derive(Debug)]
pub(crate) struct DomainState {
    pub(crate) rows: Rows,
    /// True if deferred functions are the worker's.
    pub(crate) worker_runs: bool,
    /// [`thread::forks`](perseq_core::thread::forks) of the process that made it.
    forks: u32,
    machine: Mutex<Machine>,
    /// The last grace period that has ended.
    completed: AtomicU64,
    /// The hook that was set last, before which that of the settings counts.
    hook: Hook,
    /// The state of reports to the hook.
    told: Mutex<Current>,
    pub(crate) wakers: Wakers,
    pub(crate) queue: Queue,
    /// Runs what is deferred.
    pub(crate) runner: Worker,
    /// Looks for tasks: a deferred function may take long.
    pub(crate) looker: Worker,
    /// Of a builder.
    settings: Option<Arc<Settings>>,
}

/// Locks `mutex`. A panic with one of ours held is a bug of ours, and leaves nothing half done that matters.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// As [`lock`], unless another thread has it.
pub(crate) fn try_lock<T>(mutex: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    match mutex.try_lock() {
        Ok(held) => Some(held),
        Err(TryLockError::Poisoned(held)) => Some(held.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}

impl DomainState {
    /// For before the first use.
    pub(crate) const fn empty() -> Self {
        Self {
            rows: Rows::new(),
            worker_runs: false,
            forks: 0,
            machine: Mutex::new(Machine::new()),
            completed: AtomicU64::new(0),
            hook: Hook::new(),
            told: Mutex::new(Current::new()),
            wakers: Wakers::new(),
            queue: Queue::new(),
            runner: Worker::new(),
            looker: Worker::new(),
            settings: None,
        }
    }

    /// As a builder says.
    pub(crate) fn built(worker_runs: bool, settings: Arc<Settings>) -> Self {
        let queue = Queue::sized(settings.batch, settings.limit);
        Self { queue, settings: Some(settings), ..Self::new(worker_runs) }
    }

    pub(crate) fn new(worker_runs: bool) -> Self {
        Self { worker_runs, forks: forks(), ..Self::empty() }
    }

    /// For a forked child: no reader is inside, and every grace period that was ever started is over.
    pub(crate) fn restarted(&self) -> Self {
        let last = self.last();
        Self {
            machine: Mutex::new(Machine::idle_at(last)),
            completed: AtomicU64::new(last),
            hook: self.hook.copied(),
            ..match &self.settings {
                Some(settings) => Self::built(self.worker_runs, Arc::clone(settings)),
                None => Self::new(self.worker_runs),
            }
        }
    }

    pub(crate) fn settings(&self) -> &Settings {
        self.settings.as_deref().unwrap_or(&Settings::USUAL)
    }

    /// Returns whether this is a forked child's copy. Its locks may be held by threads that are not here, and readers' counts are what they were.
    pub(crate) fn is_forked(&self) -> bool {
        self.forks != forks()
    }

    /// In a forked child: no grace period that was started has a higher number. One may have been under way, one more be wanted, and the holder
    /// of the machine has told of what it completed last.
    fn last(&self) -> u64 {
        self.completed() + 2
    }

    /// Starts a grace period: its number.
    pub(crate) fn start(&self) -> u64 {
        // In a forked child it is over after the restart.
        if self.is_forked() { self.last() } else { lock(&self.machine).start() }
    }

    /// The last grace period that has ended.
    pub(crate) fn completed(&self) -> u64 {
        // Acquire: what follows comes after the grace period.
        self.completed.load(Acquire)
    }

    /// Starts a grace period and looks at once: its number, and whether it is over.
    pub(crate) fn start_and_look(&self) -> (u64, Result<bool>) {
        if self.is_forked() {
            return (self.last(), Err(Error::Forked));
        }
        let mut machine = lock(&self.machine);
        let number = machine.start();
        (number, self.advance(machine, number))
    }

    /// Returns whether grace period `number` is over; helps it on, unless another thread is doing so.
    pub(crate) fn look(&self, number: u64) -> Result<bool> {
        if self.completed() >= number {
            return Ok(true);
        }
        if self.is_forked() {
            return Err(Error::Forked);
        }
        try_lock(&self.machine).map_or(Ok(false), |machine| self.advance(machine, number))
    }

    /// Looks as long as that makes progress; whether grace period `number` is over.
    fn advance(&self, mut machine: MutexGuard<'_, Machine>, number: u64) -> Result<bool> {
        let mut progress = false;
        while machine.completed() < number && machine.advance(&self.rows)? {
            progress = true;
        }
        let completed = machine.completed();
        let ended = completed > self.completed() || machine.is_idle();
        // SeqCst: `Wakers::wake` rests on it.
        self.completed.store(completed, SeqCst);
        drop(machine);
        if ended {
            self.wakers.wake(completed);
        }
        if !progress {
            self.no_progress(completed + 1);
        }
        Ok(completed >= number)
    }

    fn no_progress(&self, number: u64) {
        // The flip is made before a reader in the current phase need be waited for.
        let tell = |hook: &dyn Fn(Stall), after| {
            let waited = try_lock(&self.told).and_then(|mut told| told.due(number, after));
            if let Some(waited) = waited {
                hook(self.rows.holders(self.rows.phase().other()).stall(waited));
            }
        };
        if let Some((hook, after)) = self.hook.get() {
            tell(&hook, after);
        } else if let Some((after, hook)) = &self.settings().stall {
            tell(hook, *after);
        } else if let Some(hook) = stall::USUAL_HOOK {
            tell(&hook, stall::USUAL);
        }
    }

    /// From now on `hook` is told of grace periods that take longer than `after`.
    pub(crate) fn watch(&self, after: core::time::Duration, hook: fn(Stall)) {
        self.hook.set(after, hook);
    }

    /// The domain is dropped: no reader is inside, and none will come. The first panic of what was deferred comes out at last, unless
    /// another one is under way.
    pub(crate) fn close(&self) {
        self.runner.stop();
        self.looker.stop();
        let panic = self.queue.run_everything();
        match panic {
            Some(payload) if thread::panicking() => discard(payload),
            Some(payload) => resume_unwind(payload),
            None => {}
        }
    }
}
