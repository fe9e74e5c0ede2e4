//! Read-copy-update: domains, guards in memory of the caller's, and functions that run after a grace period.

use core::{
    ffi::{c_int, c_void},
    mem::MaybeUninit,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
    time::Duration,
};

use perseq::perseq_core::thread;
use perseq_rcu::{Error, Guard, Rcu};

use crate::{
    error::{Why, check, status, value},
    item::function,
    object::{Handle, Kind, create},
};

/// A domain.
#[derive(Debug)]
pub struct Domain {
    rcu: Rcu,
    /// [`thread::forks`] of the process whose readers it knows.
    forks: AtomicU32,
}

// SAFETY: a kind of its own, named there.
unsafe impl Kind for Domain {
    const KIND: u8 = 9;
}

impl Domain {
    fn is_forked(&self) -> bool {
        self.forks.load(Relaxed) != thread::forks()
    }
}

/// `struct perseq_rcu_guard`: zeroes are none.
#[repr(C)]
#[derive(Debug)]
pub struct ReadGuard {
    /// Null if there is none.
    domain: Handle<Domain>,
    /// A [`Guard`], if there is one.
    guard: MaybeUninit<[u64; 2]>,
}

const _: () = assert!(size_of::<ReadGuard>() == 24 && align_of::<ReadGuard>() == 8);
const _: () = assert!(size_of::<Guard<'_>>() == 16 && align_of::<Guard<'_>>() <= 8);

impl ReadGuard {
    const NONE: Self = Self { domain: Handle::NULL, guard: MaybeUninit::zeroed() };

    fn new(domain: Handle<Domain>, guard: Guard<'static>) -> Self {
        let mut words = MaybeUninit::<[u64; 2]>::uninit();
        // SAFETY: two words have room for a guard.
        unsafe { words.as_mut_ptr().cast::<Guard<'static>>().write(guard) };
        Self { domain, guard: words }
    }
}

const GUARD: &str = "struct perseq_rcu_guard";

/// A function of C's that runs later, or null.
pub type Later = Option<unsafe extern "C-unwind" fn(argument: *mut c_void)>;

/// C's argument, which goes to the thread that runs the function.
struct Argument(*mut c_void);

// SAFETY: perseq.h's contract: the function may run on any thread.
unsafe impl Send for Argument {}

/// More bytes than the state of a domain has.
const STATE: usize = 8192;

/// A domain.
#[unsafe(no_mangle)]
pub extern "C" fn perseq_rcu_create() -> Handle<Domain> {
    // The domain's own allocation would end the process.
    if Vec::<u8>::new().try_reserve_exact(STATE).is_err() {
        return create(Err(Why::Memory));
    }
    let rcu = Rcu::new();
    rcu.prepare();
    create(Ok(Domain { rcu, forks: AtomicU32::new(thread::forks()) }))
}

/// Enters.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_rcu_read_lock(handle: Handle<Domain>) -> ReadGuard {
    // SAFETY: perseq.h's contract: it is not destroyed during the call, nor while it has a guard.
    let guard = unsafe { handle.get::<'static>() }.map(|domain| ReadGuard::new(handle, domain.rcu.read()));
    value(guard, ReadGuard::NONE)
}

/// Leaves, on any thread.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_rcu_read_unlock(guard: *mut ReadGuard) -> c_int {
    let left = check(guard, GUARD).and_then(|()| {
        // SAFETY: perseq.h's contract: a guard that this thread alone uses.
        let guard = unsafe { &mut *guard };
        if guard.domain.is_null() {
            return Err(Why::NoGuard);
        }
        // SAFETY: as above.
        unsafe { guard.domain.get() }?;
        let left = core::mem::replace(guard, ReadGuard::NONE);
        // SAFETY: the guard that `perseq_rcu_read_lock` has written, of a domain that is there; it is taken once, as C's words are zeroes now.
        drop(unsafe { left.guard.as_ptr().cast::<Guard<'static>>().read() });
        Ok(())
    });
    status(left)
}

/// Waits for the readers of now.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_rcu_synchronize(handle: Handle<Domain>) -> c_int {
    // SAFETY: perseq.h's contract: it is not destroyed during the call.
    status(unsafe { handle.get() }.and_then(|domain| domain.rcu.synchronize().map_err(Why::Rcu)))
}

/// The same for some nanoseconds at most: 1 if they have left, 0 if not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_rcu_synchronize_for(handle: Handle<Domain>, nanoseconds: u64) -> c_int {
    // SAFETY: as above.
    let waited = unsafe { handle.get() }.and_then(|domain| {
        domain.rcu.synchronize_timeout(Duration::from_nanos(nanoseconds)).map_err(Why::Rcu)
    });
    value(waited.map(c_int::from), -1)
}

/// Calls `f` when the readers of now have left.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_rcu_defer(handle: Handle<Domain>, f: Later, argument: *mut c_void) -> c_int {
    // SAFETY: as above.
    let deferred = unsafe { handle.get() }.and_then(|domain| {
        let f = function(f)?;
        if domain.is_forked() {
            return Err(Why::Rcu(Error::Forked));
        }
        let argument = Argument(argument);
        domain.rcu.defer(move || {
            let Argument(argument) = { argument };
            // SAFETY: perseq.h's contract for the function.
            unsafe { f(argument) };
        });
        Ok(())
    });
    status(deferred)
}

/// Waits until all that was deferred has run.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_rcu_barrier(handle: Handle<Domain>) -> c_int {
    // SAFETY: as above.
    status(unsafe { handle.get() }.and_then(|domain| domain.rcu.barrier().map_err(Why::Rcu)))
}

/// Starts again in a forked child.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_rcu_restart_after_fork(handle: Handle<Domain>) -> c_int {
    // SAFETY: as above.
    let restarted = unsafe { handle.get() }.map(|domain| {
        if domain.is_forked() {
            // SAFETY: perseq.h's contract: a child of one thread, without a guard.
            unsafe { domain.rcu.restart_after_fork() };
            domain.forks.store(thread::forks(), Relaxed);
        }
    });
    status(restarted)
}

unsafe extern "C" {
    fn pthread_setcancelstate(state: c_int, before: *mut c_int) -> c_int;
}

// Source: glibc and musl, `pthread.h`.
const PTHREAD_CANCEL_DISABLE: c_int = 1;

/// Runs `f`, in which this thread is not cancelled.
fn uncancelled<R>(f: impl FnOnce() -> R) -> R {
    let mut before = 0;
    // SAFETY: changes this thread's state alone, and `before` is valid for writes.
    unsafe { pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &raw mut before) };
    let result = f();
    // SAFETY: as above.
    unsafe { pthread_setcancelstate(before, &raw mut before) };
    result
}

/// Waits for the readers, runs what was deferred, and ends the domain.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_rcu_destroy(handle: Handle<Domain>) -> c_int {
    // SAFETY: as above.
    let ended = unsafe { handle.get() }.and_then(|domain| {
        // A forked child's copy knows readers that are not here, and is left alone.
        if !domain.is_forked() {
            domain.rcu.synchronize().and_then(|()| domain.rcu.barrier()).map_err(Why::Rcu)?;
        }
        let domain = handle.take()?;
        // It waits for the domain's thread to end (pthread_join).
        uncancelled(|| drop(domain));
        Ok(())
    });
    status(ended)
}
