//! Doing something later, when every reader of now has left.

use core::{panic::AssertUnwindSafe, time::Duration};
use std::{panic::catch_unwind, sync::Arc, thread, time::Instant};

use crate::{
    Error, Rcu, Result, Stall,
    deferred::Deferred,
    period::patiently,
    queue::{self, Pushed},
    shared::Shared,
    worker,
};

/// How long who defers is kept where no grace period ends and no function runs.
const STUCK: Duration = Duration::from_millis(50);

impl Rcu {
    /// Calls `f` when every reader that is inside now has left: on the domain's thread, or, in a [polled](Self::polled) domain, on
    /// one that polls, defers or waits. Functions run one after the other; those of one CPU in order.
    ///
    /// Allocates, so it is not for signal handlers. Allowed inside a reader.
    ///
    /// # Back-pressure
    ///
    /// Functions are run in batches of 256. Who fills a batch while 16,384 functions or more are waiting for readers waits until there are
    /// less, and helps; but no longer than 50 ms in which no grace period ends and no function runs. So it always ends, and
    /// beside a reader that stays, each thread adds 256 functions in 50 ms at most.
    ///
    /// Who is in a deferred function, or on a thread that has made guards of this domain which were not dropped, is not made to wait: it
    /// would be for itself. That is known of threads and not of tasks. A task that has gone to another thread since it made its guard
    /// waits those 50 ms in vain; and a thread that has made a guard for a task which now sleeps is not made to wait at all.
    ///
    /// # Panics
    ///
    /// Not itself, but in a polled domain a panic of another deferred function may come out here.
    pub fn defer(&self, f: impl FnOnce() + Send + 'static) {
        self.later(Deferred::call(f));
    }

    /// Frees `value` when every reader that is inside now has left. As [`defer`](Self::defer), without an allocation.
    pub fn retire<T: Send + 'static>(&self, value: Box<T>) {
        self.later(Deferred::free(value));
    }

    /// Gives up one count of `value` when every reader that is inside now has left. As [`retire`](Self::retire).
    pub fn retire_arc<T: Send + Sync + 'static>(&self, value: Arc<T>) {
        self.later(Deferred::release(value));
    }

    pub(crate) fn later(&self, function: Deferred) {
        self.later_all([function]);
    }

    /// As [`later`](Self::later), all of them before it waits, runs or panics.
    pub(crate) fn later_all(&self, functions: impl IntoIterator<Item = Deferred>) {
        let shared = self.shared();
        if shared.is_forked() {
            // Not even the queue's locks can be taken: who held them is not here.
            return functions.into_iter().for_each(drop);
        }
        let (mut news, mut full) = (false, false);
        for function in functions {
            let pushed = shared.queue.push(function, || shared.start());
            news |= pushed != Pushed::Another;
            full |= pushed == Pushed::Full;
        }
        let has_worker = shared.worker_runs && (!news || worker::kick(&self.share()));
        // Who unwinds runs nothing that could panic.
        if full && !thread::panicking() {
            self.make_room(shared, has_worker);
        }
    }

    /// A batch was filled.
    fn make_room(&self, shared: &Shared, has_worker: bool) {
        if shared.queue.waiting() >= queue::LIMIT && !queue::is_inside() && self.held() == 0 {
            Self::help(shared);
        } else if !has_worker {
            Self::run_here(shared, || self.poll());
        }
    }

    /// Waits until so little is deferred that more may be, and runs what is due. It gives up where nothing moves: the reader may be this
    /// task's own, by a guard that another thread has made.
    fn help(shared: &Shared) {
        let progress = || (shared.completed(), shared.queue.run());
        let (mut last, mut since) = (progress(), Instant::now());
        // An error is the fence's: then nothing can be freed, and nothing is gained by waiting.
        _ = patiently::<Error>(|| {
            if let Some(period) = shared.queue.oldest() {
                shared.look(period)?;
            }
            Self::run_here(shared, || shared.queue.run_completed(shared.completed()));
            let now = progress();
            if now != last {
                (last, since) = (now, Instant::now());
            }
            Ok(shared.queue.waiting() < queue::LIMIT || since.elapsed() >= STUCK)
        });
    }

    /// Runs deferred functions on a thread that has only deferred another one. In a domain with a thread it is told of no panic, as that
    /// one is not: the panic hook has shown it.
    fn run_here(shared: &Shared, run: impl FnOnce() -> usize) {
        if shared.worker_runs {
            _ = catch_unwind(AssertUnwindSafe(run));
        } else {
            run();
        }
    }

    /// Helps grace periods on and runs what is due, without waiting; how many functions were run.
    ///
    /// # Panics
    ///
    /// With the first panic of a deferred function.
    pub fn poll(&self) -> usize {
        let shared = self.shared();
        if shared.is_forked() {
            return 0;
        }
        shared.queue.collect(|| shared.start());
        if let Some(period) = shared.queue.oldest() {
            // An error is the fence's, and is told to who waits.
            _ = shared.look(period);
        }
        shared.queue.run_completed(shared.completed())
    }

    /// Waits until everything that was deferred before has run.
    ///
    /// # Errors
    ///
    /// As [`synchronize`](Self::synchronize), and [`Error::InsideDeferred`] in a deferred function. As there, who holds a guard that another
    /// thread has made waits for ever.
    ///
    /// # Panics
    ///
    /// With the first panic of a deferred function that runs here.
    pub fn barrier(&self) -> Result<()> {
        if queue::is_inside() {
            return Err(Error::InsideDeferred);
        }
        let shared = self.shared();
        if shared.is_forked() {
            return Err(Error::Forked);
        }
        shared.queue.collect(|| shared.start());
        let last = shared.queue.sealed();
        if shared.queue.run() >= last {
            return Ok(());
        }
        match self.held() {
            0 => patiently(|| {
                if let Some(period) = shared.queue.oldest() {
                    shared.look(period)?;
                }
                shared.queue.run_completed(shared.completed());
                Ok(shared.queue.run() >= last)
            }),
            guards => Err(Error::InsideReader { guards }),
        }
    }

    /// From now on `hook` is called once for each grace period that takes longer than `after`, on a thread that waits for it.
    /// Without a hook, grace periods of more than ten seconds are warnings of [`tracing`](https://docs.rs/tracing) where the feature of
    /// that name is on, and nobody is told where it is not.
    pub fn on_stall(&self, after: Duration, hook: fn(Stall)) {
        self.shared().watch(after, hook);
    }
}
