//! A domain's thread: it looks at grace periods and runs what is deferred. It starts when it is first needed, and ends with
//! the domain.

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

use crate::{
    queue::LIMIT,
    shared::{Shared, lock},
};

/// How long functions are gathered before the next grace period: who needs them earlier uses `barrier`.
const GATHER: Duration = Duration::from_millis(1);
/// Between looks at a grace period that does not end: this long at first, then longer by an eighth each time, which is about an eighth of
/// the time it has taken, up to the last.
const NAPS: [Duration; 2] = [Duration::from_micros(200), Duration::from_millis(5)];

#[derive(Debug)]
enum State {
    /// Nobody has needed it, or it could not be started.
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
}

impl Worker {
    pub(crate) const fn new() -> Self {
        Self {
            state: Mutex::new(State::Absent),
            wake: Condvar::new(),
            idle: AtomicBool::new(true),
            stopped: AtomicBool::new(false),
        }
    }

    /// Sleeps, unless the domain is dropped.
    fn sleep(&self, time: Duration) {
        let goes_on = |_: &mut State| !self.stopped.load(SeqCst);
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
pub(crate) fn kick(shared: &Arc<Shared>) -> bool {
    let worker = &shared.worker;
    if !worker.idle.load(SeqCst) {
        return true;
    }
    let mut state = lock(&worker.state);
    if matches!(*state, State::Absent) {
        let own = Arc::clone(shared);
        let Ok(thread) = thread::Builder::new().name("perseq-rcu".to_owned()).spawn(move || work(&own))
        else {
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
fn work(shared: &Shared) {
    let worker = &shared.worker;
    let mut nap = NAPS[0];
    while !worker.stopped.load(SeqCst) {
        // A panic of a deferred function was shown by the panic hook, and concerns nobody else.
        let busy = catch_unwind(AssertUnwindSafe(|| cycle(shared, &mut nap))).unwrap_or(true);
        if busy {
            continue;
        }
        let state = lock(&worker.state);
        worker.idle.store(true, SeqCst);
        // After `idle` was set: who came before is seen here, and who comes later sees it.
        if !has_work(shared) && !worker.stopped.load(SeqCst) {
            let idle = |_: &mut State| worker.idle.load(SeqCst) && !worker.stopped.load(SeqCst);
            drop(worker.wake.wait_while(state, idle));
        }
        worker.idle.store(false, SeqCst);
    }
    while shared.worker_runs && shared.queue.waiting() > 0 {
        drop(shared.queue.run_everything());
    }
}

fn has_work(shared: &Shared) -> bool {
    shared.has_wakers() || (shared.worker_runs && !shared.queue.is_empty())
}

/// One look at everything; `false` if there was nothing to do.
fn cycle(shared: &Shared, nap: &mut Duration) -> bool {
    if !has_work(shared) {
        return false;
    }
    let mut ran = 0;
    let before = shared.completed();
    let mut period = before + 1;
    if shared.worker_runs {
        if !shared.has_wakers() && shared.queue.waiting() < LIMIT / 4 {
            thread::sleep(GATHER);
        }
        shared.queue.collect(|| shared.start());
        period = shared.queue.oldest().unwrap_or(period);
    }
    let over = shared.look(period);
    if shared.worker_runs {
        ran = shared.queue.run_completed(shared.completed());
    }
    if shared.completed() > before {
        *nap = NAPS[0];
    }
    if over != Ok(true) && ran == 0 {
        shared.worker.sleep(*nap);
        *nap = (*nap + *nap / 8).min(NAPS[1]);
    }
    true
}
