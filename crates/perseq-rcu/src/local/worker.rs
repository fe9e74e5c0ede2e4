//! A domain's threads: one looks at grace periods and runs what is deferred, one looks for tasks that await a grace period. Each starts
//! when it is first needed, and ends with the domain.

use core::{
    panic::AssertUnwindSafe,
    sync::atomic::{AtomicBool, Ordering::SeqCst},
    time::Duration,
};
use std::{
    panic::catch_unwind,
    sync::{Arc, Condvar, Mutex},
    thread::{self, JoinHandle},
};

use perseq_core::{cpu, sys::with_signals_blocked};

use crate::local::{
    queue::discard,
    state::{DomainState, lock},
};

/// How long functions are gathered before the next grace period, unless a thread waits for them: `barrier`.
const GATHER: Duration = Duration::from_millis(1);
/// Between looks at a grace period that does not end: this long at first, then longer by an eighth each time, which is about an eighth of
/// the time it has taken, up to the last.
const NAPS: [Duration; 2] = [Duration::from_micros(200), Duration::from_millis(5)];

/// The purpose of a thread.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Runs what is deferred.
    Runner,
    /// Wakes tasks, whatever deferred functions do in the meantime.
    Looker,
}

impl Role {
    fn worker(self, shared: &DomainState) -> &Worker {
        match self {
            Self::Runner => &shared.runner,
            Self::Looker => &shared.looker,
        }
    }

    /// The kernel keeps 15 bytes.
    fn name(self, shared: &DomainState) -> &str {
        match self {
            Self::Runner => shared.settings().thread_name.as_deref().unwrap_or("perseq-rcu"),
            Self::Looker => "perseq-rcu-wake",
        }
    }

    fn has_work(self, shared: &DomainState) -> bool {
        match self {
            Self::Runner => shared.worker_runs && !shared.queue.is_empty(),
            Self::Looker => shared.wakers.first().is_some(),
        }
    }
}

#[derive(Debug)]
enum State {
    /// No caller has needed it, or it could not be started.
    Absent,
    Running(JoinHandle<()>),
    /// The domain is gone.
    Stopped,
}

/// The thread, as its domain sees it.
#[derive(Debug)]
pub(crate) struct Worker {
    state: Mutex<State>,
    wake: Condvar,
    /// It sleeps, or is not there.
    idle: AtomicBool,
    stopped: AtomicBool,
    /// A thread waits: there is no sleep before the next look.
    hurried: AtomicBool,
}

impl Worker {
    pub(crate) const fn new() -> Self {
        Self {
            state: Mutex::new(State::Absent),
            wake: Condvar::new(),
            idle: AtomicBool::new(true),
            stopped: AtomicBool::new(false),
            hurried: AtomicBool::new(false),
        }
    }

    /// Has the thread look and run now what is due, if it is there.
    pub(crate) fn hurry(&self) {
        if !self.hurried.swap(true, SeqCst) {
            // With the lock it is not between its look at that and its sleep.
            drop(lock(&self.state));
            self.wake.notify_all();
        }
    }

    /// Sleeps, unless the domain is dropped or a thread waits.
    fn sleep(&self, time: Duration) {
        let goes_on = |_: &mut State| !self.stopped.load(SeqCst) && !self.hurried.load(SeqCst);
        drop(self.wake.wait_timeout_while(lock(&self.state), time, goes_on));
    }

    /// Ends the thread and waits for it, unless it is this one.
    pub(crate) fn stop(&self) {
        self.stopped.store(true, SeqCst);
        let before = core::mem::replace(&mut *lock(&self.state), State::Stopped);
        self.wake.notify_all();
        if let State::Running(thread) = before
            && thread.thread().id() != thread::current().id()
        {
            // It catches panics of deferred functions.
            _ = thread.join();
        }
    }
}

/// Sees to it that the thread looks for work; `false` if it could not be started. The next one tries again.
#[must_use]
pub(crate) fn kick(shared: &Arc<DomainState>, role: Role) -> bool {
    let worker = role.worker(shared);
    if !worker.idle.load(SeqCst) {
        return true;
    }
    let mut state = lock(&worker.state);
    if matches!(*state, State::Absent) {
        let own = Arc::clone(shared);
        let builder = thread::Builder::new().name(role.name(shared).to_owned());
        // The process's signals are for its own threads.
        let Ok(thread) = with_signals_blocked(|| builder.spawn(move || work(&own, role))) else {
            return false;
        };
        *state = State::Running(thread);
    }
    // The thread sets it with the lock held.
    worker.idle.store(false, SeqCst);
    worker.wake.notify_all();
    true
}

/// The thread's life.
fn work(shared: &DomainState, role: Role) {
    if let Some(cpus) = &shared.settings().cpus {
        // If it is refused, the thread runs where its starter does.
        _ = cpu::allow(cpus);
    }
    let worker = role.worker(shared);
    let mut nap = NAPS[0];
    while !worker.stopped.load(SeqCst) {
        let busy =
            catch_unwind(AssertUnwindSafe(|| cycle(shared, role, &mut nap))).unwrap_or_else(|payload| {
                // A panic of a deferred function was shown by the panic hook, and concerns no other function.
                discard(payload);
                true
            });
        if busy {
            continue;
        }
        let state = lock(&worker.state);
        worker.idle.store(true, SeqCst);
        // After `idle` was set: work that came before is seen here, and a thread with later work sees `idle`.
        if !role.has_work(shared) && !worker.stopped.load(SeqCst) {
            let idle = |_: &mut State| worker.idle.load(SeqCst) && !worker.stopped.load(SeqCst);
            drop(worker.wake.wait_while(state, idle));
        }
        worker.idle.store(false, SeqCst);
    }
    while role == Role::Runner && shared.worker_runs && shared.queue.waiting() > 0 {
        if let Some(payload) = shared.queue.run_everything() {
            discard(payload);
        }
    }
}

/// One look at everything; `false` if there was nothing to do.
fn cycle(shared: &DomainState, role: Role, nap: &mut Duration) -> bool {
    if !role.has_work(shared) {
        return false;
    }
    let before = shared.completed();
    let progress = match role {
        Role::Runner => run(shared),
        // An error is the fence's, and is told to the task, which looks too.
        Role::Looker => shared.wakers.first().is_some_and(|period| shared.look(period) == Ok(true)),
    };
    if shared.completed() > before || progress {
        *nap = NAPS[0];
    } else {
        role.worker(shared).sleep(*nap);
        *nap = (*nap + *nap / 8).min(NAPS[1]);
    }
    true
}

/// Helps the grace period on that the oldest functions wait for, and runs what is due; whether there was any.
fn run(shared: &DomainState) -> bool {
    if !shared.queue.is_filling() {
        shared.runner.sleep(GATHER);
    }
    // A function that is due from here on is seen below, or by the next look.
    shared.runner.hurried.store(false, SeqCst);
    shared.queue.collect(|| shared.start());
    if let Some(period) = shared.queue.oldest() {
        // An error is the fence's, and is told to the threads that wait.
        _ = shared.look(period);
    }
    shared.queue.run_completed(shared.completed()) > 0
}

#[cfg(all(test, not(perseq_loom)))]
mod tests {
    use std::time::Instant;

    use super::*;

    /// Longer than any test.
    const LONG: Duration = Duration::from_secs(600);

    #[test]
    fn a_thread_that_sleeps_looks_at_once_when_another_one_waits() {
        let (worker, start) = (Worker::new(), Instant::now());
        worker.hurry();
        worker.sleep(LONG);
        worker.hurried.store(false, SeqCst);
        thread::scope(|scope| {
            let sleeper = scope.spawn(|| worker.sleep(LONG));
            while !sleeper.is_finished() {
                worker.hurry();
                thread::yield_now();
            }
        });
        assert!(start.elapsed() < LONG);
    }
}
