//! The domain, its guards, and waiting for readers.

use core::{
    fmt,
    sync::atomic::{
        AtomicPtr,
        Ordering::{AcqRel, Acquire, Release},
    },
    time::Duration,
};
use std::sync::Arc;

use crate::{
    GracePeriod, Result,
    grace::{
        algorithm::{Phase, Readers as _},
        name,
        side::Ticket,
    },
    local::{builder::Settings, state::DomainState},
};

/// Readers, and the threads that wait for them: the scope of one grace period.
///
/// ```
/// use perseq_rcu::Rcu;
///
/// static RCU: Rcu = Rcu::new();
///
/// let guard = RCU.read();
/// // A value that is loaded here stays valid until the guard is dropped, on whatever thread.
/// drop(guard);
/// RCU.synchronize()?; // every reader that was inside has left
/// # Ok::<(), perseq_rcu::Error>(())
/// ```
///
/// A domain waits for its own readers only, so readers that stay for long get a domain of their own. [`Rcu::global`] is for
/// all others.
///
/// # Cost
///
/// [`read`](Self::read) is a critical section that stores this thread's name to a flag of this CPU; the drop of its guard is one
/// store, on whatever thread. While as many guards are held that were made on a CPU as it has flags (4, and 8 on 32-bit targets), more of
/// them are counted, by two atomic operations each, in a word of their thread. A thread's first guard costs a system call.
///
/// A grace period costs a fence (`membarrier(2)`: an interrupt to each CPU that runs a thread of this process) and a walk over the CPUs'
/// rows, however many threads there are; once a guard was counted, over 64 counts as well. Per domain: 3 KiB, and 64 bytes for each CPU.
///
/// # Forks
///
/// A child has the flags and counts of the moment of the fork, and guards of the parent's other threads would never be dropped there. It may
/// read at once. Before [`restart_after_fork`](Self::restart_after_fork), waiting is [`Error::Forked`](crate::Error::Forked), what is
/// retired is never freed, and what is deferred never runs.
pub struct Rcu {
    /// The readers and everything else, or [`EMPTY`] until the first use: [`Arc::into_raw`].
    shared: AtomicPtr<DomainState>,
    /// True if deferred functions have a thread of their own.
    worker: bool,
}

/// The state that every domain points to before its first use: there every section aborts.
static EMPTY: DomainState = DomainState::empty();
static GLOBAL: Rcu = Rcu::new();

impl Rcu {
    /// A domain whose deferred functions are run by a thread of its own, which starts when it is first needed, and
    /// [by no other](Self::defer). The thread is called `perseq-rcu`, takes no signals but those of its own faults,
    /// and runs on the CPUs and under the seccomp filter of the thread that started it by deferring first: a filter that refuses it every fence leaves
    /// what is deferred to threads that wait, poll or defer more. If it cannot be started, functions run as in a [polled](Self::polled) domain.
    #[must_use]
    pub const fn new() -> Self {
        Self::unused(true)
    }

    /// A domain whose deferred functions are run by [`poll`](Self::poll), [`barrier`](Self::barrier), and by threads that defer more. It starts a
    /// thread only if a [`GracePeriod`] is awaited: a thread has to look when the task does not.
    #[must_use]
    pub const fn polled() -> Self {
        Self::unused(false)
    }

    const fn unused(worker: bool) -> Self {
        Self { shared: AtomicPtr::new((&raw const EMPTY).cast_mut()), worker }
    }

    /// As `settings` say.
    pub(crate) fn built(worker: bool, settings: Settings) -> Self {
        name::renew_after_fork();
        let shared = Arc::new(DomainState::built(worker, Arc::new(settings)));
        Self { shared: AtomicPtr::new(Arc::into_raw(shared).cast_mut()), worker }
    }

    /// The domain that all code of the process can use.
    #[must_use]
    pub const fn global() -> &'static Self {
        &GLOBAL
    }

    /// Enters a read-side section, which lasts until the guard is dropped.
    ///
    /// Never waits. Sections nest, also in signal handlers; a handler that may be the domain's first user needs
    /// [`prepare`](Self::prepare) to have been called before, because the first use allocates.
    #[inline]
    pub fn read(&self) -> Guard<'_> {
        let ticket = self.peek().rows.try_enter().unwrap_or_else(|| self.enter());
        Guard { rcu: self, ticket }
    }

    /// Enters in any case. The returned value fits in registers, so that guards need no memory on the fast path either.
    #[cold]
    #[inline(never)]
    fn enter(&self) -> Ticket {
        self.shared().rows.enter()
    }

    /// Allocates what the first use would.
    pub fn prepare(&self) {
        drop(self.read());
    }

    /// Waits until every reader that is inside now has left. Readers that come later are not waited for.
    ///
    /// Objects that were unlinked before the call can be freed after it.
    ///
    /// # Errors
    ///
    /// [`Error::InsideReader`](crate::Error::InsideReader) if this thread has made guards of this domain which were not dropped anywhere, also
    /// if they are on other threads now, or a sleeping task's; [`Error::Fence`](crate::Error::Fence);
    /// [`Error::Forked`](crate::Error::Forked). Then nothing may be freed.
    ///
    /// Guards that another thread has made are not known to be this one's: a thread that holds one here waits for itself, for ever. So tasks that
    /// move between threads drop their guards first, and await [`start_grace_period`](Self::start_grace_period) instead.
    pub fn synchronize(&self) -> Result<()> {
        let (period, over) = GracePeriod::look_at_new(self);
        if over? { Ok(()) } else { period.wait() }
    }

    /// As [`synchronize`](Self::synchronize), no longer than `timeout`; whether every reader of before has left. If not, nothing may be freed.
    ///
    /// # Errors
    ///
    /// As [`synchronize`](Self::synchronize).
    pub fn synchronize_timeout(&self, timeout: Duration) -> Result<bool> {
        self.start_grace_period().wait_timeout(timeout)
    }

    /// Grace periods that have ended since the domain was made, and in the processes that this one was forked from.
    pub fn completed(&self) -> u64 {
        self.shared().completed()
    }

    /// Starts a grace period, and waits for nothing.
    pub fn start_grace_period(&self) -> GracePeriod<'_> {
        GracePeriod::new(self)
    }

    /// Starts over in a forked child: no reader is inside, nothing is deferred, every grace period that was started is over. The functions that the
    /// parent has deferred stay the parent's, and their memory is never freed in the child. [`on_stall`](Self::on_stall) stays what it was.
    /// Allocates.
    ///
    /// # Safety
    ///
    /// * It is called in a forked child that has one thread, which holds no guard of this domain.
    pub unsafe fn restart_after_fork(&self) {
        name::renew_after_fork();
        let old = self.peek();
        if !core::ptr::eq(old, &EMPTY) {
            // The old one is left alone: other threads of the parent may have held its locks.
            self.shared.store(Arc::into_raw(Arc::new(old.restarted())).cast_mut(), Release);
        }
    }

    /// The state that the pointer points to.
    #[inline(always)]
    fn peek(&self) -> &DomainState {
        let shared = self.shared.load(Acquire);
        // SAFETY: DOMAIN: `EMPTY`, or what `make` has put there, which is valid as long as `self`.
        unsafe { &*shared }
    }

    /// As [`peek`](Self::peek), never [`EMPTY`].
    pub(crate) fn shared(&self) -> &DomainState {
        let shared = self.peek();
        if core::ptr::eq(shared, &EMPTY) { self.make() } else { shared }
    }

    #[cold]
    fn make(&self) -> &DomainState {
        name::renew_after_fork();
        let mine = Arc::into_raw(Arc::new(DomainState::new(self.worker))).cast_mut();
        let empty = (&raw const EMPTY).cast_mut();
        if self.shared.compare_exchange(empty, mine, AcqRel, Acquire).is_err() {
            // SAFETY: from `into_raw` above, and no other thread has seen it.
            drop(unsafe { Arc::from_raw(mine) });
        }
        self.peek()
    }

    /// A share of its own, for a thread that outlives the domain.
    pub(crate) fn share(&self) -> Arc<DomainState> {
        self.shared();
        // Not from the reference, which is to the state and not to the count of owners before it.
        let shared = self.shared.load(Acquire).cast_const();
        // SAFETY: DOMAIN: from `Arc::into_raw`, and `self` holds one count.
        unsafe { Arc::increment_strong_count(shared) };
        // SAFETY: the count of the line above.
        unsafe { Arc::from_raw(shared) }
    }

    /// How many guards of this domain this thread has made that were not dropped.
    pub(crate) fn held(&self) -> usize {
        let rows = &self.shared().rows;
        rows.own(Phase::Even) + rows.own(Phase::Odd)
    }
}

impl Default for Rcu {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Rcu {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [even, odd] = self.peek().rows.inside();
        f.debug_struct("Rcu").field("readers", &even.saturating_add(odd)).finish_non_exhaustive()
    }
}

impl Drop for Rcu {
    /// Runs what was deferred: guards borrow the domain, so no reader is inside. A panic of a deferred function comes out when all others
    /// have run.
    fn drop(&mut self) {
        // A forked child's copy is left alone, as in `restart_after_fork`.
        if core::ptr::eq(self.peek(), &EMPTY) || self.peek().is_forked() {
            return;
        }
        let shared = *self.shared.get_mut();
        // SAFETY: DOMAIN: from `Arc::into_raw`, and this is the count that `self` holds.
        let shared = unsafe { Arc::from_raw(shared) };
        shared.close();
    }
}

/// A read-side section. While it lives, nothing that its domain's readers can see is freed.
///
/// It may be moved to another thread, held across `.await`, and dropped anywhere, also in a signal handler. One that is
/// forgotten keeps its domain's grace periods from ending for ever, however many they are.
#[must_use = "the section ends when the guard is dropped"]
pub struct Guard<'a> {
    rcu: &'a Rcu,
    ticket: Ticket,
}

impl Guard<'_> {
    /// The domain that it is of, as long as the guard is there: one that [owns](crate::OwnedGuard) its domain may be the last owner.
    ///
    /// ```compile_fail,E0716
    /// use std::sync::Arc;
    /// use perseq_rcu::Rcu;
    ///
    /// let rcu = Arc::new(Rcu::new());
    /// let domain: &'static Rcu = Rcu::read_owned(&rcu).domain();
    /// ```
    // Nothing gives `'a` out: an `OwnedGuard` lends its guard with a longer one than its domain lives.
    #[inline]
    pub fn domain(&self) -> &Rcu {
        self.rcu
    }

    /// Leaves and enters again: what was loaded under the guard before may be freed. For readers that stay long, as in loops, between two
    /// rounds. Costs what a guard does.
    ///
    /// ```
    /// use perseq_rcu::Rcu;
    ///
    /// let rcu = Rcu::polled();
    /// let mut guard = rcu.read();
    /// let period = rcu.start_grace_period();
    /// assert!(!period.is_over()?);
    /// guard.refresh();
    /// assert!(period.is_over()?);
    /// # Ok::<(), perseq_rcu::Error>(())
    /// ```
    #[inline]
    pub fn refresh(&mut self) {
        *self = self.rcu.read();
    }
}

impl Drop for Guard<'_> {
    #[inline]
    fn drop(&mut self) {
        if self.ticket.is_flag() {
            // SAFETY: the flag is in the rows of the domain, which this guard borrows, and a guard is dropped once. In a forked child
            // that has started over it is in those of the parent's, which are never freed there.
            unsafe { self.ticket.clear_flag() };
        } else {
            // SAFETY: as above.
            unsafe { self.ticket.leave() };
        }
    }
}

impl fmt::Debug for Guard<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Guard").field(&self.rcu).finish()
    }
}
