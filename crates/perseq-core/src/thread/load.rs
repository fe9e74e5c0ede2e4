//! The steps that are done once, when the object that contains this copy of perseq is loaded.
//!
//! * The object is kept: sections leave the address of their descriptor in the thread's area, and the kernel reads it
//!   at that thread's next preemption. Were the object unloaded before, the kernel would find nothing there and kill
//!   the process. (librseq asks every thread to clear the field before an unload; no library can make them.)
//! * Children are told that they have one thread: guards and the pools' lock may be held by others.
//! * Work that a first operation would have to do otherwise, and may not in a signal handler on a small stack, is done:
//!   whatever takes long, large local variables, or the C library's locks.
//! * If the kernel's version leaves doubt whether it restarts sections, a trial tells (see [`restarts`]).
//! * The loading thread is attached if glibc has registered it: before any seccomp filter that the program installs.

use core::{ffi::c_void, mem::MaybeUninit};

use super::{attach, glibc, hook, peers, restarts};
use crate::{ByCpuId, Index, cpu, fence, guard, pool, sys};

/// Runs from `.init_array`.
pub(crate) extern "C" fn on_load() {
    keep();
    // SAFETY: the handlers have the required type and stay loaded.
    let _best_effort = unsafe {
        libc::pthread_atfork(Some(pool::around_fork), Some(pool::around_fork), Some(told_in_child))
    };
    prepare();
    restarts::decide_at_load();
    if glibc::area().is_some() {
        let _lazily_told = attach();
    }
}

/// Each of these is also done by the first code that needs it, where it could not be done here.
fn prepare() {
    guard::prepare();
    let _number = cpu::rows();
    ByCpuId::shared_pool().prepare();
    fence::prepare();
    if glibc::area().is_none() {
        // It takes the loader's lock.
        let _first = peers::leader();
        hook::prepare();
    }
}

/// Runs in a child that the C library tells. Another library's handler may have noticed before.
extern "C" fn told_in_child() {
    guard::told();
}

/// Runs in a forked child, on the only thread that it has; in one that the C library has not told, on the first thread that
/// [notices](guard::notice).
pub(super) fn in_child() {
    super::in_child();
    pool::in_child();
    // Last: it says that all of this is done.
    guard::in_child();
}

/// Keeps the object that contains this function loaded, if it is a shared one.
fn keep() {
    // Without these (a static executable) nothing is ever unloaded.
    let (Some(dlopen), Some(dladdr)) = (glibc::weak().dlopen, glibc::weak().dladdr) else { return };
    let object_of = |address: *const c_void| {
        let mut info = MaybeUninit::<libc::Dl_info>::zeroed();
        // SAFETY: `info` is valid for writes, and any address may be asked about.
        let found = unsafe { dladdr(address, info.as_mut_ptr()) } != 0;
        // SAFETY: dladdr wrote it, and zeroes are valid if it did not.
        found.then(|| unsafe { info.assume_init() })
    };
    let Some(ours) = object_of(on_load as extern "C" fn() as *const c_void) else { return };
    let program = object_of(core::ptr::without_provenance(sys::auxv(linux_raw_sys::auxvec::AT_PHDR)));
    let is_program = program.is_some_and(|program| program.dli_fbase == ours.dli_fbase);
    if !is_program && !ours.dli_fname.is_null() {
        // The handle is never closed: that alone keeps the object where the C library does not know NODELETE.
        // SAFETY: dladdr's name is a valid string, and NOLOAD loads nothing.
        unsafe { dlopen(ours.dli_fname, libc::RTLD_LAZY | libc::RTLD_NOLOAD | libc::RTLD_NODELETE) };
    }
}
