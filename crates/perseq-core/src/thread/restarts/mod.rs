//! Tells whether this kernel restarts the sections that it interrupts.
//!
//! The kernels of arm64 from 6.19 to 7.0.13 do not: their entry from user space forgets to note that it was interrupted
//! (Linux 411c1cf43039, "arm64/entry: Fix arm64-specific rseq brokenness"; in 7.1 and 7.0.14). A preempted section
//! continues where it was, and `membarrier` aborts nothing, so neither sections nor guards exclude anything. No error
//! tells of it. Distributions put the fix into kernels of the same version, so a version only says whether there is doubt:
//!
//! ```text
//!   version ──┬─ not in doubt ─────────────────────────► sections
//!             └─ in doubt ──► trial (3 ms, once) ──┬─ a signal aborts a section ──► sections
//!                                                  ├─ a section survives one ─────► refused: the kernel is broken
//!                                                  └─ the trial was refused ──────► refused: exactness goes first
//! ```
//!
//! A thread whose sections are refused takes the slower path, which is exact. The answer is found when the object is loaded,
//! or by the first thread that is attached before; forked children inherit it. Architectures without such kernels ask nothing.
//!
//! For tests, the environment variable `PERSEQ_PRETEND=no-restarts` makes any kernel one of these, from the load of the object.

mod trial;
mod version;

use core::sync::atomic::{AtomicU32, Ordering::Relaxed};

use crate::{
    arch,
    error::{Error, Result},
    sys,
};

/// The answer, as a number: a larger one outweighs a smaller one, should two threads come to different ones.
static ANSWER: AtomicU32 = AtomicU32::new(UNDECIDED);
const UNDECIDED: u32 = 0;
/// There is no doubt.
const TRUSTED: u32 = 1;
/// A trial has shown that sections are restarted.
const TRIED: u32 = 2;
/// Sections are refused; plus the trial's error code, if there is one.
const REFUSED: u32 = 3;

/// Finds the answer, when the object is loaded. Later calls of [`check`] find it.
pub(super) fn decide_at_load() {
    // SAFETY: no other thread can change the environment by means that the C library does not lock while objects are loaded.
    let pretended = unsafe { libc::getenv(c"PERSEQ_PRETEND".as_ptr()) };
    // SAFETY: the C library gives a string or nothing.
    if !pretended.is_null() && unsafe { core::ffi::CStr::from_ptr(pretended) } == c"no-restarts" {
        ANSWER.fetch_max(REFUSED, Relaxed);
    }
    let _the_answer_is_kept = check();
}

/// Tells whether this process may run sections. Async-signal-safe; signals are blocked.
///
/// # Errors
/// [`Error::NotRestarted`].
pub(super) fn check() -> Result<()> {
    match ANSWER.load(Relaxed) {
        UNDECIDED => of(decide()),
        known => of(known),
    }
}

/// How the trial ended, where there was one.
pub(super) fn trial() -> Option<Result<()>> {
    match ANSWER.load(Relaxed) {
        UNDECIDED | TRUSTED => None,
        known => Some(of(known)),
    }
}

fn of(answer: u32) -> Result<()> {
    match answer.checked_sub(REFUSED) {
        None => Ok(()),
        Some(errno) => Err(Error::NotRestarted { errno: errno.cast_signed() }),
    }
}

/// Two threads may both come here, and then both try: neither has to wait for the other, which a fork may not have copied.
fn decide() -> u32 {
    let found = if !arch::HAS_KERNELS_WITHOUT_RESTARTS || !version::is_in_doubt(&sys::release()) {
        TRUSTED
    } else {
        match try_restarts(true) {
            Ok(()) => TRIED,
            Err(Error::NotRestarted { errno }) => REFUSED + errno.unsigned_abs(),
            Err(_) => REFUSED + libc::EINVAL.unsigned_abs(),
        }
    };
    ANSWER.fetch_max(found, Relaxed).max(found)
}

/// Makes the trial, whatever the kernel's version; for tests without `registration`, too, as on a kernel that restarts nothing, for
/// it does not know of the section then.
///
/// Costs some milliseconds, and a process that lives as long. Async-signal-safe.
///
/// # Errors
///
/// [`Error::NotRestarted`].
pub fn try_restarts(registration: bool) -> Result<()> {
    trial::run(registration)
}

/// For tests: threads that are attached from now on run sections, whatever the kernel does to them.
pub fn trust_kernel() {
    ANSWER.store(TRUSTED, Relaxed);
}
