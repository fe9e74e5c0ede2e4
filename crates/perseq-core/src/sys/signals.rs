//! Signals, blocked while a thread holds something that a handler could ask for.
//!
//! Guards need not be dropped in the reverse of the order in which they were taken: a vector drops its elements first to
//! last, and a list is walked hand over hand. So the mask from before is not a guard's to restore. The thread's block
//! counts the guards, and the last one to go unblocks what the first one has blocked:
//!
//! ```text
//!   A taken     0 → 1    block all but faults'; remember those that were not blocked before
//!   B taken     1 → 2
//!   A dropped   2 → 1    signals stay blocked: B is held
//!   B dropped   1 → 0    unblock those
//! ```
//!
//! Only those are unblocked, instead of the whole mask being set: another copy of this crate in the process counts for
//! itself, and what it has blocked is its own to unblock.

use core::{marker::PhantomData, mem::MaybeUninit, ptr::null_mut};

use crate::thread::{self, Signals};

/// The signals of this thread are blocked while it lives, so that no handler runs in between, but for those that a fault raises.
#[derive(Debug)]
pub(crate) struct SignalsBlocked {
    /// It is counted in its thread's block.
    not_send: PhantomData<*const ()>,
}

impl SignalsBlocked {
    /// Blocks them. One system call, or none where the thread has one already. Async-signal-safe.
    pub(crate) fn new() -> Self {
        thread::add_signal_block(block_all);
        Self { not_send: PhantomData }
    }
}

impl Drop for SignalsBlocked {
    fn drop(&mut self) {
        thread::remove_signal_block(unblock);
    }
}

/// Calls `f` with the signals of this thread blocked that no fault raises: a thread that `f` starts inherits that, and takes none of them.
#[doc(hidden)]
pub fn with_signals_blocked<R>(f: impl FnOnce() -> R) -> R {
    let _signals = SignalsBlocked::new();
    f()
}

/// The signals of a fault, which the faulting thread itself receives: blocked, they would not wait but end the process, past a handler that
/// deals with them (a broker that answers refused system calls, a collector's guard pages, a message of a stack's overflow). So they
/// stay as they are. Nothing faults while it changes this crate's own records; in a caller's closure, a handler finds the row held, as it does
/// in the closure itself.
const FAULTS: [core::ffi::c_int; 6] =
    [libc::SIGSEGV, libc::SIGBUS, libc::SIGFPE, libc::SIGILL, libc::SIGTRAP, libc::SIGSYS];

/// Blocks the signals of this thread that no fault raises, and returns which of them were not blocked before.
#[cfg_attr(miri, allow(unreachable_code, reason = "Miri has no signals"))]
fn block_all() -> Signals {
    #[cfg(miri)]
    return thread::NO_SIGNALS;
    let mut all = MaybeUninit::<libc::sigset_t>::uninit();
    let mut before = MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: `all` is valid for writes.
    unsafe { libc::sigfillset(all.as_mut_ptr()) };
    for fault in FAULTS {
        // SAFETY: `all` is initialised by sigfillset.
        unsafe { libc::sigdelset(all.as_mut_ptr(), fault) };
    }
    // SAFETY: as above, and `before` is valid for writes. It cannot fail with these arguments.
    unsafe { libc::pthread_sigmask(libc::SIG_BLOCK, all.as_ptr(), before.as_mut_ptr()) };
    const { assert!(size_of::<libc::sigset_t>() >= size_of::<Signals>()) };
    // SAFETY: pthread_sigmask wrote the kernel's set, at least, which is what a C library's set starts with.
    let before = unsafe { before.as_ptr().cast::<Signals>().read_unaligned() };
    // SAFETY: sigfillset wrote at least that much.
    let all = unsafe { all.as_ptr().cast::<Signals>().read_unaligned() };
    core::array::from_fn(|word| all[word] & !before[word])
}

/// Unblocks `signals`.
fn unblock(signals: Signals) {
    if cfg!(miri) {
        return;
    }
    let mut set = MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: `set` is valid for writes.
    unsafe { libc::sigemptyset(set.as_mut_ptr()) };
    // SAFETY: a C library's set starts with the kernel's, and is at least as long: see `block_all`.
    unsafe { set.as_mut_ptr().cast::<Signals>().write_unaligned(signals) };
    // SAFETY: the set is initialised above.
    unsafe { libc::pthread_sigmask(libc::SIG_UNBLOCK, set.as_ptr(), null_mut()) };
}
