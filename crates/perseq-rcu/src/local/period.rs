//! Grace periods that were started: to look at, to wait for, to `.await`.

use core::{
    fmt,
    future::Future,
    pin::Pin,
    task::{Context, Poll},
    time::Duration,
};
use std::{thread, time::Instant};

use perseq_core::sys;

use crate::{
    Error, Rcu, Result,
    local::{
        wakers::Place,
        worker::{self, Role},
    },
};

/// Looks that follow each other at once.
const SPINS: u32 = 32;
/// Looks between which the CPU is offered to others.
const YIELDS: u32 = 16;
/// Then naps: so many microseconds at first, twice as many each time, up to the last.
const NAPS: [u32; 2] = [20, 1000];

/// A grace period that [`Rcu::start_grace_period`] has started. When it is over, every reader that was inside then has left.
///
/// It moves on when a thread looks: [`is_over`](Self::is_over) does, without waiting; [`wait`](Self::wait) waits; and it is a future, for
/// which a thread of the domain looks. If that cannot be started, the task looks, and wakes itself until it is over.
///
/// ```
/// use perseq_rcu::Rcu;
///
/// let rcu = Rcu::polled();
/// let reader = rcu.read();
/// let period = rcu.start_grace_period();
/// assert!(!period.is_over()?);
/// drop(reader);
/// period.wait()?;
/// # Ok::<(), perseq_rcu::Error>(())
/// ```
#[must_use = "what was unlinked may be freed when it is over, and not before"]
pub struct GracePeriod<'a> {
    rcu: &'a Rcu,
    number: u64,
    /// Of the task that awaits it.
    place: Option<Place>,
}

impl<'a> GracePeriod<'a> {
    pub(crate) fn new(rcu: &'a Rcu) -> Self {
        Self { rcu, number: rcu.shared().start(), place: None }
    }

    /// A new one, and whether it is over after a first look: under one lock, where to start it and to look would take it twice.
    pub(crate) fn look_at_new(rcu: &'a Rcu) -> (Self, Result<bool>) {
        let (number, over) = rcu.shared().start_and_look();
        (Self { rcu, number, place: None }, over)
    }

    /// Returns whether it is over: looks once at the readers, and never waits. Allowed inside a reader.
    ///
    /// # Errors
    ///
    /// [`Error::Fence`], [`Error::Forked`].
    pub fn is_over(&self) -> Result<bool> {
        self.rcu.shared().look(self.number)
    }

    /// Waits until it is over.
    ///
    /// # Errors
    ///
    /// As [`Rcu::synchronize`].
    pub fn wait(&self) -> Result<()> {
        if self.is_over_at_once()? { Ok(()) } else { patiently(|| self.is_over()) }
    }

    /// Waits until it is over, and no longer than `timeout`; whether it is.
    ///
    /// # Errors
    ///
    /// As [`Rcu::synchronize`].
    pub fn wait_timeout(&self, timeout: Duration) -> Result<bool> {
        let deadline = Instant::now().checked_add(timeout);
        Ok(self.is_over_at_once()? || until(deadline, || self.is_over())?)
    }

    /// Returns whether it is over: if not, this thread has to wait; an error if it would wait for itself.
    fn is_over_at_once(&self) -> Result<bool> {
        if self.is_over()? {
            return Ok(true);
        }
        match self.rcu.held() {
            0 => Ok(false),
            guards => Err(Error::InsideReader { guards }),
        }
    }
}

/// Calls `done` until it is, at once first and then less and less often.
pub(crate) fn patiently<E>(done: impl FnMut() -> Result<bool, E>) -> Result<(), E> {
    until(None, done).map(drop)
}

/// As [`patiently`], no longer than until `deadline`; whether it is done.
pub(crate) fn until<E>(
    deadline: Option<Instant>,
    mut done: impl FnMut() -> Result<bool, E>,
) -> Result<bool, E> {
    let (mut looks, mut nap) = (0, NAPS[0]);
    while !done()? {
        if deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            return Ok(false);
        }
        looks += 1;
        if looks <= SPINS {
            core::hint::spin_loop();
        } else if looks <= SPINS + YIELDS {
            thread::yield_now();
        } else {
            sys::nap(nap);
            nap = (2 * nap).min(NAPS[1]);
        }
    }
    Ok(true)
}

impl Future for GracePeriod<'_> {
    type Output = Result<()>;

    /// Never blocks. It does not ask whether this thread is inside a reader, which says nothing about the task: a task that awaits
    /// this with a guard of its own waits for ever.
    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        match this.is_over() {
            Ok(false) => {}
            over => return Poll::Ready(over.map(drop)),
        }
        let shared = this.rcu.share();
        this.place = Some(shared.wakers.register(this.number, this.place, context.waker()));
        if !worker::kick(&shared, Role::Looker) {
            context.waker().wake_by_ref();
        }
        // It may have ended before the waker was there.
        match this.is_over() {
            Ok(false) => Poll::Pending,
            over => Poll::Ready(over.map(drop)),
        }
    }
}

impl Clone for GracePeriod<'_> {
    /// The same grace period, which no task awaits yet.
    fn clone(&self) -> Self {
        Self { place: None, ..*self }
    }
}

impl Drop for GracePeriod<'_> {
    fn drop(&mut self) {
        let Some(place) = self.place else { return };
        let shared = self.rcu.shared();
        // A forked child's copy of the lock may be held for ever.
        if !shared.is_forked() {
            shared.wakers.unregister(place);
        }
    }
}

impl fmt::Debug for GracePeriod<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("GracePeriod").field("number", &self.number).finish_non_exhaustive()
    }
}
