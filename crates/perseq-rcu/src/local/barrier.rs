//! Waiting for what is deferred, in tasks.

use core::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use crate::{
    Error, Rcu, Result,
    local::{
        queue,
        wakers::Place,
        worker::{self, Role},
    },
};

/// Everything that was deferred when [`Rcu::start_barrier`] was called: a future that is ready when it has run.
///
/// In a domain with a thread that one runs it. Otherwise the task does, whenever it is polled after the grace period, and a thread of the
/// domain looks at the grace period in between.
#[must_use = "nothing is waited for before it is awaited"]
pub struct Barrier<'a> {
    rcu: &'a Rcu,
    /// The batches that must have run.
    last: u64,
    /// Of the task, among those that wait for batches, and for the grace period of the oldest one.
    places: [Option<Place>; 2],
}

impl Rcu {
    /// As [`barrier`](Self::barrier), for tasks: to be awaited. Waits for nothing itself.
    ///
    /// A task that holds a guard waits for itself, for ever, as with [`start_grace_period`](Self::start_grace_period).
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// use perseq_rcu::{Rcu, RcuCell};
    ///
    /// let cell = RcuCell::new(vec![1]);
    /// cell.store(vec![2]);
    /// Rcu::global().start_barrier().await?; // the first one is freed
    /// # Ok::<(), perseq_rcu::Error>(())
    /// # }).unwrap();
    /// ```
    ///
    /// # Errors
    ///
    /// Of the future: [`Error::Fence`], [`Error::Forked`], and [`Error::InsideDeferred`] where a deferred function polls it.
    ///
    /// # Panics
    ///
    /// The future's `poll`, with the first panic of a deferred function that runs there.
    pub fn start_barrier(&self) -> Barrier<'_> {
        let shared = self.shared();
        let mut last = 0;
        if !shared.is_forked() {
            shared.queue.collect(|| shared.start());
            last = shared.queue.sealed();
        }
        Barrier { rcu: self, last, places: [None; 2] }
    }
}

impl Barrier<'_> {
    /// Helps on, without waiting; whether everything has run.
    fn attempt(&self, has_runner: bool) -> Result<bool> {
        let shared = self.rcu.shared();
        if shared.queue.run() < self.last {
            let is_due = shared.queue.oldest().map_or(Ok(false), |period| shared.look(period))?;
            if !has_runner {
                shared.queue.run_completed(shared.completed());
            } else if is_due {
                shared.runner.hurry();
            }
        }
        Ok(shared.queue.run() >= self.last)
    }

    /// The task is not to be woken any more.
    fn forget(&mut self) {
        let [batches, period] = core::mem::take(&mut self.places);
        let shared = self.rcu.shared();
        // A forked child's copies of the locks may be held for ever.
        if !shared.is_forked() {
            batches.into_iter().for_each(|place| shared.queue.wakers.unregister(place));
            period.into_iter().for_each(|place| shared.wakers.unregister(place));
        }
    }
}

impl Future for Barrier<'_> {
    type Output = Result<()>;

    /// Never blocks, but for deferred functions that it runs in a domain without a thread.
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        if this.rcu.shared().is_forked() {
            return Poll::Ready(Err(Error::Forked));
        }
        if queue::is_inside() {
            return Poll::Ready(Err(Error::InsideDeferred));
        }
        let has_runner = this.rcu.has_runner();
        match this.attempt(has_runner) {
            Ok(false) => {}
            done => return Poll::Ready(done.map(drop)),
        }
        this.forget();
        let shared = this.rcu.share();
        this.places[0] = Some(shared.queue.wakers.register(this.last, None, context.waker()));
        if !has_runner && let Some(period) = shared.queue.oldest() {
            this.places[1] = Some(shared.wakers.register(period, None, context.waker()));
            if !worker::kick(&shared, Role::Looker) {
                context.waker().wake_by_ref();
            }
        }
        // It may have been done before the wakers were there.
        match this.attempt(has_runner) {
            Ok(false) => Poll::Pending,
            done => Poll::Ready(done.map(drop)),
        }
    }
}

impl Drop for Barrier<'_> {
    fn drop(&mut self) {
        self.forget();
    }
}

impl fmt::Debug for Barrier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Barrier").field("batches", &self.last).finish_non_exhaustive()
    }
}
