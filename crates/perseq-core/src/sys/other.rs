//! The functions of `sys.rs`, on systems without restartable sequences: by the standard library, and on Unix by POSIX.
//!
//! No section ever runs there, so no CPU is ever fenced or visited, and rows are a matter of threads: see
//! [`row`](crate::thread::row). Calls that only Linux has answer `ENOSYS`.

use core::{
    alloc::Layout,
    cell::Cell,
    marker::PhantomData,
    ptr::NonNull,
    sync::atomic::{AtomicU32, AtomicUsize, Ordering::Acquire},
};
use std::{alloc, thread, thread_local, time::Duration};

use crate::{
    error::{Error, Result},
    pool::MAX_ALIGN,
};

/// The error codes that are compared or named: Linux's, since some systems have none.
pub(crate) mod errno {
    pub(crate) const EPERM: i32 = 1;
    pub(crate) const ENOENT: i32 = 2;
    pub(crate) const EAGAIN: i32 = 11;
    pub(crate) const ENOMEM: i32 = 12;
    pub(crate) const EACCES: i32 = 13;
    pub(crate) const EINVAL: i32 = 22;
    pub(crate) const ENOSYS: i32 = 38;
}

/// Positive error code of a system call.
pub(crate) type Errno = i32;

/// The answer of calls that only Linux has.
const LINUX_ONLY: Errno = errno::ENOSYS;

/// The `membarrier(2)` commands that this kernel has.
///
/// # Errors
///
/// [`Error::Syscall`]: only Linux has it.
pub fn membarrier_commands() -> Result<u32> {
    Err(Error::Syscall { call: "membarrier", errno: LINUX_ONLY })
}

pub(crate) fn has_membarrier_rseq() -> bool {
    false
}

pub(crate) fn register_membarrier_rseq() -> core::result::Result<(), Errno> {
    Err(LINUX_ONLY)
}

pub(crate) fn membarrier_rseq(_cpu: Option<u32>) -> core::result::Result<(), Errno> {
    Err(LINUX_ONLY)
}

pub(crate) fn membarrier_processes(_register: bool) -> core::result::Result<(), Errno> {
    Err(LINUX_ONLY)
}

pub(crate) fn enable_slices() -> bool {
    false
}

pub(crate) fn slice_yield() -> bool {
    false
}

/// The row that this thread was given.
pub(crate) fn getcpu() -> u32 {
    crate::thread::row::<crate::ByCpuId>()
}

/// CPU number and NUMA node.
pub(crate) fn getcpu_call() -> core::result::Result<(u32, u32), Errno> {
    Err(LINUX_ONLY)
}

/// How many rows there are: threads are given them in turn. WebAssembly has memory for each from the start, and one thread.
pub(crate) const ROWS: Option<u32> = Some(if cfg!(target_family = "wasm") { 4 } else { 64 });

/// As many CPUs as threads can run at once, from 0 on.
pub(crate) fn sched_getaffinity(mask: &mut [u64]) -> core::result::Result<usize, Errno> {
    let parallel = thread::available_parallelism().map_or(1, core::num::NonZero::get);
    mask[0] = u64::MAX >> 64_usize.saturating_sub(parallel).min(63);
    Ok(size_of::<u64>())
}

pub(crate) fn sched_setaffinity(_mask: &[u64]) -> core::result::Result<(), Errno> {
    Err(LINUX_ONLY)
}

/// Sleeps for `micros` µs.
#[doc(hidden)]
pub fn nap(micros: u32) {
    thread::sleep(Duration::from_micros(micros.into()));
}

pub(crate) fn read_file<'a>(
    _path: &core::ffi::CStr,
    _buffer: &'a mut [u8],
) -> core::result::Result<&'a [u8], Errno> {
    Err(LINUX_ONLY)
}

pub(crate) fn read_chunks(
    _path: &core::ffi::CStr,
    _buffer: &mut [u8],
    _f: impl FnMut(&[u8]),
) -> core::result::Result<(), Errno> {
    Err(LINUX_ONLY)
}

pub(crate) fn environment(_name: &core::ffi::CStr) -> Option<&'static core::ffi::CStr> {
    None
}

/// Waits while `word` holds `expected`.
///
/// By looking again and again, more and more rarely: a system's own wait by address is another call on each of them, and a mutex
/// with a condition would be left locked in a forked child. A row is nearly always its thread's own, so that waits are rare.
pub fn futex_wait(word: &AtomicU32, expected: u32) {
    wait_while(|| word.load(Acquire) == expected);
}

/// As above.
pub(crate) fn futex_wait_word(word: &AtomicUsize, expected: usize) {
    wait_while(|| word.load(Acquire) == expected);
}

fn wait_while(mut is_so: impl FnMut() -> bool) {
    const YIELDS: u32 = 32;
    const LONGEST_MICROS: u32 = 1000;
    let (mut looks, mut micros) = (0, 25);
    while is_so() {
        if looks < YIELDS {
            looks += 1;
            thread::yield_now();
        } else {
            nap(micros);
            micros = (2 * micros).min(LONGEST_MICROS);
        }
    }
}

/// Sleeps for `micros` µs; returns early at will.
#[doc(hidden)]
pub fn nap_while(_word: &AtomicUsize, _expected: usize, micros: u32) {
    nap(micros);
}

/// Does nothing: a waiting thread looks by itself.
pub fn futex_wake_one(_word: &AtomicU32) {}

/// As above.
#[doc(hidden)]
pub fn futex_wake_word(_word: &AtomicUsize) {}

/// The layout that a mapping takes from the allocator: room for an aligned start, and before that the
/// allocation's address.
fn layout(len: usize) -> Option<Layout> {
    Layout::from_size_align(len.checked_add(2 * MAX_ALIGN)?, align_of::<*mut u8>()).ok()
}

/// `len` bytes of zeroed memory, aligned to a page. Large allocations cost nothing until they are written, on most systems: hence
/// the alignment by hand, for an allocator that is asked for it fills such memory with zeroes itself.
pub(crate) fn map_memory(len: usize) -> Result<NonNull<u8>> {
    const NO_MEMORY: Error = Error::Syscall { call: "alloc", errno: errno::ENOMEM };
    let layout = layout(len).ok_or(NO_MEMORY)?;
    // SAFETY: the size is not 0.
    let whole = NonNull::new(unsafe { alloc::alloc_zeroed(layout) }).ok_or(NO_MEMORY)?;
    let start = (whole.addr().get() + size_of::<*mut u8>()).next_multiple_of(MAX_ALIGN);
    // SAFETY: less than two pages on, and the allocation is longer than `len` by two.
    let start = unsafe { whole.byte_add(start - whole.addr().get()) };
    // SAFETY: the word before the start is in the allocation, and aligned because the start is.
    let before = unsafe { start.cast::<NonNull<u8>>().sub(1) };
    // SAFETY: as above.
    unsafe { before.write(whole) };
    Ok(start)
}

/// Gives back memory of [`map_memory`].
///
/// # Safety
/// * `start` and `len` are those of one mapping, and no thread uses it any more.
pub(crate) unsafe fn unmap_memory(start: NonNull<u8>, len: usize) {
    // SAFETY: `map_memory` has written it.
    let before = unsafe { start.cast::<NonNull<u8>>().sub(1) };
    // SAFETY: as above.
    let whole = unsafe { before.read() };
    if let Some(layout) = layout(len) {
        // SAFETY: allocated with that layout.
        unsafe { alloc::dealloc(whole.as_ptr(), layout) };
    }
}

/// All of it is open at once: what is not written costs nothing.
pub(crate) fn reserve_memory(len: usize) -> Result<NonNull<u8>> {
    map_memory(len)
}

pub(crate) fn open_memory(_start: *mut u8, _len: usize) -> Result<()> {
    Ok(())
}

/// The memory stays.
///
/// # Safety
/// * None: nothing is done.
pub(crate) unsafe fn discard_memory(_start: *mut u8, _len: usize) -> bool {
    false
}

/// Only Linux is asked to name memory.
pub(crate) fn name_memory(_start: NonNull<u8>, _len: usize, _name: &'static core::ffi::CStr) {}

/// Only Linux is asked to place memory.
pub(crate) fn prefer_node(_start: NonNull<u8>, _len: usize, _node: u32) {}

pub(crate) fn page_size() -> usize {
    MAX_ALIGN
}

pub(crate) fn advise_huge_pages(_start: NonNull<u8>, _len: usize, _allow: bool) {}

pub(crate) use mask::at_fork;

thread_local! {
    /// How many [`SignalsBlocked`] this thread has, and the mask from before the first.
    static BLOCKS: Cell<(u32, mask::Mask)> = const { Cell::new((0, mask::NONE)) };
}

/// Every signal of this thread is blocked while it lives, so that no handler runs in between: the first one blocks them, and the last one to
/// go restores the mask.
#[derive(Debug)]
pub(crate) struct SignalsBlocked {
    /// It is counted in its thread.
    not_send: PhantomData<*const ()>,
}

impl SignalsBlocked {
    pub(crate) fn new() -> Self {
        let (count, before) = BLOCKS.get();
        let before = if count == 0 { mask::block_all() } else { before };
        // A handler that came in between has left the count as it was.
        BLOCKS.set((count + 1, before));
        Self { not_send: PhantomData }
    }
}

impl Drop for SignalsBlocked {
    fn drop(&mut self) {
        let (count, before) = BLOCKS.get();
        BLOCKS.set((count - 1, before));
        if count == 1 {
            mask::restore(before);
        }
    }
}

/// How many [`SignalsBlocked`] this thread has.
pub(crate) fn signal_blocks() -> u32 {
    BLOCKS.get().0
}

/// Calls `f` with every signal of this thread blocked.
#[doc(hidden)]
pub fn with_signals_blocked<R>(f: impl FnOnce() -> R) -> R {
    let _signals = SignalsBlocked::new();
    f()
}

#[cfg(unix)]
mod mask {
    use core::{mem::MaybeUninit, ptr::null_mut};

    pub(super) type Mask = MaybeUninit<libc::sigset_t>;
    pub(super) const NONE: Mask = MaybeUninit::uninit();

    /// Blocks every signal of this thread: the mask from before.
    pub(super) fn block_all() -> Mask {
        let (mut all, mut before) = (NONE, NONE);
        // SAFETY: `all` is valid for writes.
        unsafe { libc::sigfillset(all.as_mut_ptr()) };
        // SAFETY: `all` is initialised by sigfillset, `before` is valid for writes. It cannot fail with these arguments.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, all.as_ptr(), before.as_mut_ptr()) };
        before
    }

    /// Makes `before`, which came from [`block_all`], the mask again.
    pub(super) fn restore(before: Mask) {
        // SAFETY: pthread_sigmask has written the set.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, before.as_ptr(), null_mut()) };
    }

    /// Has `child` called in every child that this process forks from now on.
    pub(crate) fn at_fork(child: unsafe extern "C" fn()) {
        // SAFETY: the handler has the required type, and a program's code stays.
        let _best_effort = unsafe { libc::pthread_atfork(None, None, Some(child)) };
    }
}

/// No signal interrupts a thread here, and no process is forked.
#[cfg(not(unix))]
mod mask {
    pub(super) type Mask = ();
    pub(super) const NONE: Mask = ();

    pub(super) fn block_all() -> Mask {}

    pub(super) fn restore(_before: Mask) {}

    pub(crate) fn at_fork(_child: unsafe extern "C" fn()) {}
}
