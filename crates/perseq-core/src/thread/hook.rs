//! The end of a thread that perseq registered: a destructor of a `pthread` key.
//!
//! Destructors of thread-locals (C++ and Rust) run before it and still find the thread registered. What runs after
//! it takes the slower path: the thread is not registered again, so that nothing is left for the kernel to write to.

use core::{
    ffi::c_void,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use super::{State, block, detach};
use crate::{error::Error, sys::SignalsBlocked};

/// The key plus one, 0 while there is none.
static KEY: AtomicUsize = AtomicUsize::new(0);

/// Makes this thread's exit end its registration. Async-signal-safe (glibc keeps 32 keys' values in the thread).
///
/// Where the process has no key left, or the C library does not know the thread, the registration stays until the
/// kernel ends it with the thread; its area is then never used again.
pub(super) fn arm() {
    let mut key = KEY.load(Relaxed);
    if key == 0 {
        let mut made: libc::pthread_key_t = 0;
        // SAFETY: `made` is valid for writes; `run` has the type of a destructor.
        if unsafe { libc::pthread_key_create(&raw mut made, Some(run)) } != 0 {
            return;
        }
        match KEY.compare_exchange(0, made as usize + 1, Relaxed, Relaxed) {
            Ok(_) => key = made as usize + 1,
            Err(winner) => {
                // SAFETY: nobody else knows this key.
                unsafe { libc::pthread_key_delete(made) };
                key = winner;
            }
        }
    }
    // SAFETY: the key exists and is never deleted; any value but null has the destructor run.
    unsafe {
        libc::pthread_setspecific((key - 1) as libc::pthread_key_t, core::ptr::dangling::<u8>().cast())
    };
}

extern "C" fn run(_value: *mut c_void) {
    let _signals = SignalsBlocked::new();
    detach(block::get(), State::Refused(Error::ThreadExiting));
}
