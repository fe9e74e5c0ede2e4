//! Doing something later, when every reader of now has left.

use core::{panic::AssertUnwindSafe, time::Duration};
use std::{panic::catch_unwind, sync::Arc, thread, time::Instant};

use crate::{
    Error, Rcu, Result, Stall,
    grace::algorithm::Readers as _,
    local::{
        deferred::Deferred,
        period::{patiently, until},
        queue::{self, Pushed, discard},
        state::DomainState,
        worker::{self, Role},
    },
};

/// How long a thread that defers is kept while no grace period ends and no function runs.
const STUCK: Duration = Duration::from_millis(50);

impl Rcu {
    /// Calls `f` when every reader that is inside now has left. Functions run one after the other; those of one CPU in order.
    ///
    /// # Where it runs
    ///
    /// | domain | deferred functions, and drops of what was retired or replaced, run |
    /// |---|---|
    /// | [`new`](Self::new), [`global`](Self::global) | on the domain's thread, and on no other |
    /// | [`polled`](Self::polled) | on threads that call [`poll`](Self::poll), [`barrier`](Self::barrier), `defer`, or that retire or replace something |
    /// | either, when it is dropped | on the dropping thread, what is left |
    ///
    /// So in a domain with a thread a value may be stored or retired with any lock held, also one that the `Drop` of such values
    /// takes. If the thread cannot be started (a limit on threads), the domain is as a polled one.
    ///
    /// Allocates, so it is not for signal handlers. Allowed inside a reader.
    ///
    /// # Back-pressure
    ///
    /// Functions are run in batches of 256. If 16,384 functions or more are pending, a thread that completes a batch helps grace periods on
    /// and waits until the number is lower, or all that was pending at the call has run: functions may defer themselves again. It gives up
    /// after 50 ms in which nothing of that moves: none of it runs, and no grace period ends that it needs. So the call always
    /// returns, unless a function runs for ever on the calling thread. Beside a reader that stays, each thread adds 256 functions in 50 ms at most.
    ///
    /// A deferred function is not made to wait: it would be for itself. A thread that has made guards of this domain which were not dropped
    /// waits as long as functions run, or grace periods end, that no guard of its own keeps. So threads that
    /// [`update`](crate::RcuCell::update) under a guard of a moment are held back as others are, and one that stays inside is not made to
    /// wait for itself. That is known of threads and not of tasks: a task that has gone to another thread since it made its guard
    /// waits those 50 ms in vain.
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
            // Not even the queue's locks can be taken: the threads that held them are not here.
            return functions.into_iter().for_each(drop);
        }
        let (mut news, mut full) = (false, false);
        for function in functions {
            let pushed = shared.queue.push(function, || shared.start());
            news |= pushed != Pushed::Another;
            full |= pushed == Pushed::Full;
        }
        let has_worker = shared.worker_runs && (!news || self.has_runner());
        // A thread that unwinds runs nothing that could panic.
        if full && !thread::panicking() {
            self.make_room(shared, has_worker);
        }
    }

    /// A batch was filled.
    fn make_room(&self, shared: &DomainState, has_worker: bool) {
        if shared.queue.is_over_limit() && !queue::is_inside() {
            Self::help(shared, has_worker);
        } else if !has_worker {
            Self::run_here(shared, || self.run_due());
        }
    }

    /// Returns whether the domain's thread runs what is deferred; starts it.
    pub(crate) fn has_runner(&self) -> bool {
        self.shared().worker_runs && worker::kick(&self.share(), Role::Runner)
    }

    /// Waits until so little is deferred that more may be, or what is deferred now has run; runs what is due where no thread does. It gives up
    /// if nothing moves: the reader may be this task's own, by a guard that another thread has made, and a function may wait for a lock that
    /// this thread holds.
    fn help(shared: &DomainState, has_worker: bool) {
        // Functions may defer themselves again, and other threads wait for grace periods of their own, both for ever. The functions pending now
        // need so many batches and grace periods: progress is counted up to there, so it comes to an end.
        let (batches, period) = shared.queue.sealed_with_period();
        let period = period.unwrap_or(0);
        let progress = || (shared.completed().min(period), shared.queue.run().min(batches));
        let (mut last, mut since) = (progress(), Instant::now());
        // An error is the fence's: then nothing can be freed, and nothing is gained by waiting.
        _ = patiently::<Error>(|| {
            let is_due = shared.queue.oldest().map_or(Ok(true), |period| shared.look(period))?;
            if !has_worker {
                Self::run_here(shared, || shared.queue.run_completed(shared.completed()));
            }
            // The look has made all progress that can be made: readers of the phase that is not current are waited for.
            if !is_due && shared.rows.own(shared.rows.phase().other()) > 0 {
                return Ok(true);
            }
            let now = progress();
            if now != last {
                (last, since) = (now, Instant::now());
            }
            let is_done = !shared.queue.is_over_limit() || now.1 == batches;
            Ok(is_done || since.elapsed() >= STUCK)
        });
    }

    /// Runs deferred functions on a thread that has only deferred another one. In a domain with a thread it is told of no panic, as that
    /// one is not: the panic hook has shown it.
    fn run_here(shared: &DomainState, run: impl FnOnce() -> usize) {
        if shared.worker_runs {
            if let Err(payload) = catch_unwind(AssertUnwindSafe(run)) {
                discard(payload);
            }
        } else {
            run();
        }
    }

    /// Helps grace periods on, without waiting. In a [polled](Self::polled) domain it also runs what is due; how many functions were run.
    ///
    /// # Panics
    ///
    /// With the first panic of a deferred function.
    pub fn poll(&self) -> usize {
        let shared = self.shared();
        if shared.is_forked() {
            return 0;
        }
        if shared.queue.is_empty() || !self.has_runner() {
            return self.run_due();
        }
        if let Some(period) = shared.queue.oldest() {
            _ = shared.look(period);
        }
        0
    }

    /// As [`poll`](Self::poll), on this thread whatever the domain is.
    fn run_due(&self) -> usize {
        let shared = self.shared();
        shared.queue.collect(|| shared.start());
        if let Some(period) = shared.queue.oldest() {
            // An error is the fence's, and is told to the threads that wait.
            _ = shared.look(period);
        }
        shared.queue.run_completed(shared.completed())
    }

    /// Waits until everything that was deferred before has run.
    ///
    /// # Errors
    ///
    /// As [`synchronize`](Self::synchronize), if anything is pending, and [`Error::InsideDeferred`] in a deferred function. As there, a thread that
    /// holds a guard that another thread has made waits for ever.
    ///
    /// # Panics
    ///
    /// With the first panic of a deferred function that runs here.
    pub fn barrier(&self) -> Result<()> {
        self.barrier_until(None).map(drop)
    }

    /// As [`barrier`](Self::barrier), no longer than `timeout`; whether everything that was deferred before has run.
    ///
    /// # Errors
    ///
    /// As [`barrier`](Self::barrier).
    ///
    /// # Panics
    ///
    /// As [`barrier`](Self::barrier).
    pub fn barrier_timeout(&self, timeout: Duration) -> Result<bool> {
        self.barrier_until(Instant::now().checked_add(timeout))
    }

    /// Deferred functions, and objects to be freed, that have not run yet; out of date when it arrives. Goes through the
    /// domain's queues, each of which it locks for a moment.
    pub fn pending(&self) -> usize {
        let shared = self.shared();
        if shared.is_forked() { 0 } else { shared.queue.len() }
    }

    fn barrier_until(&self, deadline: Option<Instant>) -> Result<bool> {
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
            return Ok(true);
        }
        let has_runner = self.has_runner();
        match self.held() {
            0 => until(deadline, || {
                let is_due = shared.queue.oldest().map_or(Ok(false), |period| shared.look(period))?;
                if !has_runner {
                    shared.queue.run_completed(shared.completed());
                } else if is_due {
                    shared.runner.hurry();
                }
                Ok(shared.queue.run() >= last)
            }),
            guards => Err(Error::InsideReader { guards }),
        }
    }

    /// From now on `hook` is called once for each grace period that takes longer than `after`, on a thread that waits for it.
    /// Without a hook, grace periods of more than ten seconds are warnings of [`tracing`](https://docs.rs/tracing) where the feature of
    /// that name is on, and are not told of where it is not.
    pub fn on_stall(&self, after: Duration, hook: fn(Stall)) {
        self.shared().watch(after, hook);
    }
}
