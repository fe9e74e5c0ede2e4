//! Which process and thread this is, known without asking each time.

use core::{
    cell::Cell,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
};

/// How many forks this process is away from the first one: an id that was found before the last one is not this process's.
static FORKS: AtomicU32 = AtomicU32::new(0);

thread_local! {
    /// Process, thread, and when they were found out.
    static IDS: Cell<([u32; 2], u32)> = const { Cell::new(([0; 2], u32::MAX)) };
}

/// Process and thread.
#[inline(always)]
pub(crate) fn current() -> [u32; 2] {
    let (ids, found) = IDS.get();
    if found == FORKS.load(Relaxed) { ids } else { ask() }
}

#[cold]
#[inline(never)]
fn ask() -> [u32; 2] {
    let process = rustix::process::getpid().as_raw_nonzero().get().unsigned_abs();
    let thread = rustix::thread::gettid().as_raw_nonzero().get().unsigned_abs();
    IDS.set(([process, thread], FORKS.load(Relaxed)));
    [process, thread]
}

/// This process was just forked.
pub(crate) extern "C" fn forked() {
    FORKS.fetch_add(1, Relaxed);
    if crate::event::attached().is_some_and(|attached| attached.file.header().parents_only.load(Relaxed) != 0)
    {
        crate::event::detach();
    }
}
