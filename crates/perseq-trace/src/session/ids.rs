//! Which process and thread this is, known without asking each time.

use core::{cell::Cell, sync::atomic::Ordering::Relaxed};

use crate::buffer::file::File;

thread_local! {
    /// Process and thread; 0 before the first request, the parent's in a thread of a forked child that had no event.
    static IDS: Cell<[u32; 2]> = const { Cell::new([0; 2]) };
    /// The thread's name, and whether it was asked for.
    static NAME: Cell<([u64; 2], bool)> = const { Cell::new(([0; 2], false)) };
}

impl File {
    /// The process whose events are written here: this one.
    #[inline(always)]
    pub(crate) fn writer(&self) -> u32 {
        self.writer.load(Relaxed)
    }

    /// It is that process from now on.
    pub(crate) fn is_of(&self, process: u32) {
        self.writer.store(process, Relaxed);
    }
}

/// Process, which the caller knows, and thread.
#[inline(always)]
pub(crate) fn current(process: u32) -> [u32; 2] {
    let ids = IDS.get();
    if ids[0] == process { ids } else { ask() }
}

#[cold]
#[inline(never)]
fn ask() -> [u32; 2] {
    let process = rustix::process::getpid().as_raw_nonzero().get().unsigned_abs();
    let thread = rustix::thread::gettid().as_raw_nonzero().get().unsigned_abs();
    IDS.set([process, thread]);
    [process, thread]
}

/// The thread's name, as 16 bytes in memory, zeros after it.
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

/// This process was just forked.
pub(crate) fn forked() {
    IDS.set([0; 2]);
    crate::event::context::forked();
}
