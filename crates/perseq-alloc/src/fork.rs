//! Forks: a child finds the heap whole, because the thread that forks has its locks.
//!
//! ```text
//!   forking thread      signals blocked, locks taken │ fork │ parent: locks freed, signals unblocked
//!                                                           └ child:  the same, and a background thread of its own
//! ```
//!
//! Holders of these locks call no code of the program's or of the C library's that waits, so the forking thread gets them. Handlers of
//! `pthread_atfork` that were registered before these run while it has them, on the same thread, before the fork and after it. They may
//! allocate: a thread that holds the locks for a fork uses the heap as if they were free.
//!
//! A row needs nothing: guards of threads that the child does not have are taken over (`perseq-core`, `guard/fork.rs`).

use core::{cell::UnsafeCell, ffi::c_int, mem::MaybeUninit};

use crate::{background, hardened, middle::MIDDLE, profile};

/// Run by the loader, before `main` and before `dlopen` returns.
#[cfg(not(miri))]
#[used]
#[unsafe(link_section = ".init_array")]
static ON_LOAD: extern "C" fn() = on_load;

/// The forking thread's signal mask. The thread that has the heap's locks has this.
struct Mask(UnsafeCell<MaybeUninit<libc::sigset_t>>);

// SAFETY: touched between `before` and `in_parent` or `in_child` only, by the thread that has the heap's locks.
unsafe impl Sync for Mask {}

static MASK: Mask = Mask(UnsafeCell::new(MaybeUninit::uninit()));

extern "C" fn on_load() {
    // SAFETY: the handlers have the required type; the object that contains them stays loaded (contract LOADED).
    let _refused = unsafe { libc::pthread_atfork(Some(before), Some(in_parent), Some(in_child)) };
}

extern "C" fn before() {
    let mut all = MaybeUninit::<libc::sigset_t>::uninit();
    let mut mask = MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: `all` is valid for writes.
    unsafe { libc::sigfillset(all.as_mut_ptr()) };
    // SAFETY: `all` is initialised, `mask` valid for writes.
    unsafe { set_mask(libc::SIG_BLOCK, all.as_ptr(), mask.as_mut_ptr()) };
    profile::before_fork();
    hardened::before_fork();
    MIDDLE.heap().before_fork();
    // SAFETY: this thread has the locks.
    unsafe { MASK.0.get().write(mask) };
}

extern "C" fn in_parent() {
    after();
}

extern "C" fn in_child() {
    after();
    background::after_in_child();
}

/// Frees the locks, in the forking thread or in its copy in the child.
fn after() {
    // SAFETY: `before` has written it on this thread, which has the locks; the child's copy of the thread has a copy of it.
    let mask = unsafe { MASK.0.get().read() };
    // SAFETY: `before` has taken them on this thread, or on the one that it is the copy of.
    unsafe { MIDDLE.heap().after_fork() };
    // SAFETY: as above.
    unsafe { hardened::after_fork() };
    // SAFETY: as above.
    unsafe { profile::after_fork() };
    // SAFETY: the mask that `before` found.
    unsafe { set_mask(libc::SIG_SETMASK, mask.as_ptr(), core::ptr::null_mut()) };
}

/// `pthread_sigmask`, which leaves `errno` alone.
///
/// # Safety
///
/// * As for that.
unsafe fn set_mask(how: c_int, set: *const libc::sigset_t, old: *mut libc::sigset_t) {
    // SAFETY: the caller's. It fails for no other reason than a wrong `how`.
    unsafe { libc::pthread_sigmask(how, set, old) };
}
