//! Threads on systems without restartable sequences, where none can be registered.
//!
//! A number per thread is all that is left of a registration: guards know their holders by it, and it chooses the thread's row.

use core::{
    cell::UnsafeCell,
    marker::PhantomData,
    sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed},
};

use crate::{
    Index,
    abi::Rseq,
    arch,
    cpu::{self, CpuId},
    error::{Error, Result},
    guard, pool, sys,
};

/// The data that each thread keeps. Only its own thread touches it, its signal handlers among that.
#[repr(C)]
#[derive(Debug)]
pub struct Block {
    /// For the offsets that tables would want, and never read.
    pub(crate) by_cpu_id: usize,
    /// As above.
    pub(crate) by_concurrency_id: usize,
    /// The thread's number for [guards](crate::guard), or 0 if it has none yet.
    guard_number: usize,
}

impl Block {
    /// The block of a thread that has done nothing yet.
    pub(crate) const fn fresh() -> Self {
        Self { by_cpu_id: 0, by_concurrency_id: 0, guard_number: 0 }
    }
}

/// An area that no thread has registered.
pub(crate) struct Unregistered(UnsafeCell<Rseq>);

// SAFETY: no thread writes to it.
unsafe impl Sync for Unregistered {}

/// Its indexes are negative, which says that this thread cannot run sections.
pub(crate) static UNREGISTERED: Unregistered = Unregistered(UnsafeCell::new(Rseq {
    cpu_id_start: 0,
    cpu_id: 1 << 31,
    rseq_cs: 0,
    flags: 0,
    node_id: 0,
    mm_cid: 1 << 31,
    slice_ctrl: 0,
}));

impl Unregistered {
    pub(crate) fn area(&'static self) -> *mut Rseq {
        self.0.get()
    }
}

/// Registers this thread, which cannot be done on this system.
///
/// # Errors
///
/// [`Error::Unsupported`]. Operations work all the same, on their slower path.
#[cold]
pub fn attach() -> Result<()> {
    Err(Error::Unsupported)
}

/// Registers this thread until the guard is dropped, which cannot be done on this system.
///
/// # Errors
///
/// As [`attach`].
pub fn register() -> Result<Registration> {
    Err(Error::Unsupported)
}

/// A thread's registration, held: on this system there is none.
#[derive(Debug)]
pub struct Registration {
    never: core::convert::Infallible,
    not_send: PhantomData<*const ()>,
}

impl Registration {
    /// The CPU on which this thread runs.
    #[must_use]
    pub fn cpu(&self) -> CpuId {
        match self.never {}
    }
}

/// The row of this thread, the same for as long as it lives. Threads are given rows in turn.
#[must_use]
pub fn row<I: Index>() -> u32 {
    // The lower bits count up.
    guard::number() as u32 % cpu::bound()
}

/// Returns whether this thread can run sections by `cpu_id` now.
#[must_use]
pub fn is_attached() -> bool {
    false
}

/// Makes no difference on this system: there are no concurrency ids to hide.
#[doc(hidden)]
pub fn hide_concurrency_ids() {}

/// Makes this thread's area name no section: on this system it has no area.
pub fn clear_descriptor() {}

/// How many forks are between this process and the first one that loaded this copy of perseq, counted from the first use of a row
/// or a guard on.
#[must_use]
pub fn forks() -> u32 {
    watch_forks();
    noticed_forks()
}

/// As [`forks`], as far as this process has noticed them: for callers that have just done so.
pub(crate) fn noticed_forks() -> u32 {
    FORKS.load(Relaxed)
}

static FORKS: AtomicU32 = AtomicU32::new(0);

/// Runs in a forked child, on the only thread that it has.
extern "C" fn in_child() {
    FORKS.fetch_add(1, Relaxed);
    guard::in_child();
    pool::in_child();
}

/// Has children told that they are some, from the first call on.
pub(crate) fn watch_forks() {
    static WATCHED: AtomicBool = AtomicBool::new(false);
    if !WATCHED.load(Relaxed) && !WATCHED.swap(true, Relaxed) {
        sys::at_fork(in_child);
    }
}

/// No section can be under way.
pub(crate) fn ever_attached() -> bool {
    false
}

/// Only Linux has them.
pub(crate) fn has_slice_words() -> bool {
    false
}

/// This thread's number for guards, or 0 if it has none yet.
pub(crate) fn guard_number_now() -> usize {
    guard_number(|| 0)
}

/// This thread's number for guards; `new` gives it one (or 0, none) at first.
pub(crate) fn guard_number(new: impl FnOnce() -> usize) -> usize {
    // SAFETY: contract BLOCK: the block is valid and this thread's own.
    let number = unsafe { &raw mut (*arch::block()).guard_number };
    // SAFETY: as above.
    if unsafe { number.read_volatile() } == 0 {
        // SAFETY: as above. A handler that comes in between has done with its guards when it returns: its number is not used any more.
        unsafe { number.write_volatile(new()) };
    }
    // SAFETY: as above.
    unsafe { number.read_volatile() }
}

/// How many times this thread has its signals blocked.
pub(crate) fn signal_blocks() -> u32 {
    sys::signal_blocks()
}
