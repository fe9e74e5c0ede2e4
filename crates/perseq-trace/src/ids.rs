//! Which process and thread this is, known without asking each time.

use core::cell::Cell;

thread_local! {
    /// Process and thread; 0 where nobody has asked yet.
    static IDS: Cell<[u32; 2]> = const { Cell::new([0; 2]) };
    /// The thread's name, and whether somebody has asked for it.
    static NAME: Cell<([u64; 2], bool)> = const { Cell::new(([0; 2], false)) };
}

/// Process and thread.
#[inline(always)]
pub(crate) fn current() -> [u32; 2] {
    match IDS.get() {
        [_, 0] => ask(),
        ids => ids,
    }
}

#[cold]
#[inline(never)]
fn ask() -> [u32; 2] {
    let process = rustix::process::getpid().as_raw_nonzero().get().unsigned_abs();
    let thread = rustix::thread::gettid().as_raw_nonzero().get().unsigned_abs();
    IDS.set([process, thread]);
    [process, thread]
}

/// The thread's name, as 16 bytes in memory, zeros behind it.
pub(crate) fn name() -> [u64; 2] {
    match NAME.get() {
        (_, false) => ask_name(),
        (name, true) => name,
    }
}

#[cold]
#[inline(never)]
fn ask_name() -> [u64; 2] {
    // Allocates nothing: this may be a handler.
    let name = perseq_core::sys::thread_name();
    let words = [0, 8].map(|at| u64::from_ne_bytes(core::array::from_fn(|byte| name[at + byte])));
    NAME.set((words, true));
    words
}

/// This process was just forked: this is its only thread.
pub(crate) extern "C" fn forked() {
    IDS.set([0; 2]);
    crate::context::forked();
    crate::retired::forked();
    if let Some(attached) = crate::event::attached() {
        attached.forked();
        if attached.parents_only() {
            _ = crate::event::detach();
        }
    }
}
