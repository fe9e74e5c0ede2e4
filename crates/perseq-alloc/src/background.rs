//! A thread that gives free memory back while the program does nothing. A program has to ask for it.
//!
//! It does no more than each thread does that comes by on a slow path: a look at rows and heap when one is due. It uses the heap
//! as other threads do, never while it holds a lock, so a fork finds it in no special place.

use core::{
    ffi::c_void,
    mem::MaybeUninit,
    ptr::null_mut,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

use perseq_core::sys::{nap, with_signals_blocked};

use crate::rows;

/// True if the process has the thread, or would have it.
static IS_WANTED: AtomicBool = AtomicBool::new(false);

/// Microseconds between looks: as long as something is to be done, and else.
const NAP: u32 = 250_000;
const LONG_NAP: u32 = 500_000;
/// Long naps for a look, where there was nothing to do.
const LONG_NAPS: u32 = 4;
/// Looks that find nothing before naps get long: 16 s. The last that comes back are free parts of huge pages, 10 s after their last use.
const QUIET: u32 = 64;

/// Bytes of its stack, beside what the C library wants: its calls are few and shallow.
const STACK: usize = 64 << 10;

/// Starts the thread unless there is one; `false` if it cannot be started.
pub fn start() -> bool {
    IS_WANTED.swap(true, Relaxed) || start_it()
}

/// Starts the thread in a forked child, whose parent has one.
pub(crate) fn after_in_child() {
    if IS_WANTED.load(Relaxed) {
        _ = start_it();
    }
}

fn start_it() -> bool {
    // The thread inherits that: its signals are the program's.
    let is_started = with_signals_blocked(spawn);
    if !is_started {
        IS_WANTED.store(false, Relaxed);
    }
    is_started
}

fn spawn() -> bool {
    let mut attributes = MaybeUninit::<libc::pthread_attr_t>::uninit();
    // SAFETY: valid for writes.
    if unsafe { libc::pthread_attr_init(attributes.as_mut_ptr()) } != 0 {
        return false;
    }
    // SAFETY: initialised above, and the state is one that there is.
    unsafe { libc::pthread_attr_setdetachstate(attributes.as_mut_ptr(), libc::PTHREAD_CREATE_DETACHED) };
    let mut usual = 0;
    // SAFETY: initialised above, and `usual` is valid for writes.
    unsafe { libc::pthread_attr_getstacksize(attributes.as_ptr(), &raw mut usual) };
    // A program may have so many thread-locals that only the usual stack has room for them.
    let is_started = [libc::PTHREAD_STACK_MIN + STACK, usual].into_iter().any(|stack| {
        // SAFETY: initialised above. A size that is refused changes nothing.
        unsafe { libc::pthread_attr_setstacksize(attributes.as_mut_ptr(), stack) };
        create(&attributes)
    });
    // SAFETY: initialised above, and used no more.
    unsafe { libc::pthread_attr_destroy(attributes.as_mut_ptr()) };
    is_started
}

/// Creates the thread with initialised attributes.
fn create(attributes: &MaybeUninit<libc::pthread_attr_t>) -> bool {
    let mut thread = MaybeUninit::<libc::pthread_t>::uninit();
    // SAFETY: both are valid; the function has the required type, and stays loaded (contract LOADED).
    unsafe { libc::pthread_create(thread.as_mut_ptr(), attributes.as_ptr(), run, null_mut()) == 0 }
}

extern "C" fn run(_: *mut c_void) -> *mut c_void {
    // SAFETY: a name that is NUL-terminated; it cannot fail otherwise.
    unsafe { libc::prctl(libc::PR_SET_NAME, c"perseq-alloc".as_ptr()) };
    let mut quiet = 0;
    loop {
        if quiet < QUIET {
            nap(NAP);
        } else {
            (0..LONG_NAPS).for_each(|_| nap(LONG_NAP));
        }
        quiet = if rows::tick() { 0 } else { quiet + 1 };
    }
}
