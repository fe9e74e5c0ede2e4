//! Which process and thread this is, known without asking each time.

use core::cell::Cell;

thread_local! {
    /// Process and thread; 0 where nobody has asked yet.
    static IDS: Cell<[u32; 2]> = const { Cell::new([0; 2]) };
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

/// This process was just forked: this is its only thread.
pub(crate) extern "C" fn forked() {
    IDS.set([0; 2]);
    if crate::event::attached().is_some_and(|attached| {
        attached.file.header().parents_only.load(core::sync::atomic::Ordering::Relaxed) != 0
    }) {
        crate::event::detach();
    }
}
