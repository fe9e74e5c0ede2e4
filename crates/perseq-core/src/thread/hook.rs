//! The end of a thread that perseq registered: a destructor of a `pthread` key.
//!
//! Destructors of thread-locals (C++ and Rust) run before it and still find the thread registered. If the C library has no list of
//! them (a static program), Rust runs them by a key of its own, which may come after this one in a round of destructors. So the hook
//! asks for another round first, and ends the registration in that.
//!
//! Code that runs after it takes the slower path: the thread is not registered again, so that nothing is left for the kernel to
//! write to.

use core::{
    ffi::c_void,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use super::{State, block, detach};
use crate::{error::Error, sys::SignalsBlocked};

/// The key plus one, 0 while there is none.
static KEY: AtomicUsize = AtomicUsize::new(0);

/// Values of lower keys are in the thread itself; for higher ones glibc allocates memory. Source: glibc, `nptl/descr.h`,
/// `PTHREAD_KEY_2NDLEVEL_SIZE`.
const KEYS_IN_THREAD: usize = if cfg!(target_env = "gnu") { 32 } else { usize::MAX };

/// Makes the key: at load, where it is likely to be a low one.
pub(super) fn prepare() {
    let _key = key();
}

/// The key, or `None` where the process has none left.
fn key() -> Option<libc::pthread_key_t> {
    let mut key = KEY.load(Relaxed);
    if key == 0 {
        let mut made: libc::pthread_key_t = 0;
        // SAFETY: `made` is valid for writes; `run` has the type of a destructor.
        if unsafe { libc::pthread_key_create(&raw mut made, Some(run)) } != 0 {
            return None;
        }
        match KEY.compare_exchange(0, made as usize + 1, Relaxed, Relaxed) {
            Ok(_) => key = made as usize + 1,
            Err(winner) => {
                // SAFETY: no other thread knows this key.
                unsafe { libc::pthread_key_delete(made) };
                key = winner;
            }
        }
    }
    Some((key - 1) as libc::pthread_key_t)
}

/// Makes this thread's exit end its registration. Async-signal-safe.
///
/// If the process has no low key left, or the C library does not know the thread, the registration stays until the
/// kernel ends it with the thread; its area is then never used again.
pub(super) fn arm() {
    let Some(key) = key().filter(|key| (*key as usize) < KEYS_IN_THREAD) else { return };
    set(key, Round::First);
}

/// In which round of the thread's destructors the hook runs next: the key's value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Round {
    First = 1,
    Second = 2,
}

fn set(key: libc::pthread_key_t, round: Round) {
    // SAFETY: the key exists and is never deleted; any value but null has the destructor run.
    unsafe { libc::pthread_setspecific(key, core::ptr::without_provenance(round as usize)) };
}

extern "C" fn run(round: *mut c_void) {
    if round.addr() == Round::First as usize
        && let Some(key) = key()
    {
        return set(key, Round::Second);
    }
    let _signals = SignalsBlocked::new();
    detach(block::get(), State::Refused(Error::ThreadExiting));
}
