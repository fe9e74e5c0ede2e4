//! What is done once, when the object that contains this copy of perseq is loaded.
//!
//! * The object is kept: sections leave the address of their descriptor in the thread's area, and the kernel reads it
//!   at that thread's next preemption. Were the object unloaded before, the kernel would find nothing there and kill
//!   the process. (librseq asks every thread to clear the field before an unload; no library can make them.)
//! * Forks are made to leave the pools' lock free in the child.
//! * The loading thread is attached if glibc has registered it: before any seccomp filter that the program installs.

use super::{attach, glibc};
use crate::pool;

/// Runs from `.init_array`.
pub(super) extern "C" fn on_load() {
    keep();
    // SAFETY: the three handlers have the required type and stay loaded.
    let _best_effort = unsafe {
        libc::pthread_atfork(Some(pool::before_fork), Some(pool::after_fork), Some(pool::after_fork))
    };
    if glibc::area().is_some() {
        let _lazily_told = attach();
    }
}

/// Keeps the object that contains this function loaded, if it is a shared one.
fn keep() {
    // Without these (a static executable) nothing is ever unloaded.
    let (Some(dlopen), Some(dladdr)) = (glibc::weak().dlopen, glibc::weak().dladdr) else { return };
    let mut info = core::mem::MaybeUninit::<libc::Dl_info>::zeroed();
    let here = on_load as extern "C" fn() as *const core::ffi::c_void;
    // SAFETY: `info` is valid for writes.
    if unsafe { dladdr(here, info.as_mut_ptr()) } == 0 {
        return;
    }
    // SAFETY: dladdr succeeded, and zeroes are a valid value before it.
    let info = unsafe { info.assume_init() };
    if !info.dli_fname.is_null() {
        // NOLOAD: only if it is a loaded object of that name, which the main program is not. The handle is never
        // closed: that alone keeps the object, where the C library does not know NODELETE.
        // SAFETY: dladdr's name is a valid string.
        unsafe { dlopen(info.dli_fname, libc::RTLD_LAZY | libc::RTLD_NOLOAD | libc::RTLD_NODELETE) };
    }
}
