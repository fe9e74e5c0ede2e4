//! Every system call that the crate makes, as a function that returns the positive error code.
//!
//! `errno` is left as it was found: these run inside signal handlers. None is a cancellation point of pthreads, so no thread is cancelled
//! while it holds a lock of this project. The one exception is `fallocate` on 32-bit targets, for which no lock of this crate is held.

pub(crate) mod child;
mod memory;
mod say;
mod signals;
mod wipe;

use core::{
    ffi::{c_int, c_long, c_ulong},
    mem::MaybeUninit,
    sync::atomic::{AtomicU32, AtomicUsize},
};

use linux_raw_sys::general::{__NR_membarrier, __NR_rseq};

use crate::{
    abi::{self, Rseq},
    error::{Error, Result},
};

pub(crate) use memory::{
    advise_huge_pages, discard_memory, map_file, map_memory, name_memory, open_memory, page_size,
    prefer_node, reserve_memory, set_aside, unmap_memory,
};
#[doc(hidden)]
pub use say::{say, without_signals_of_writing};
pub(crate) use signals::SignalsBlocked;
#[doc(hidden)]
pub use signals::with_signals_blocked;
pub(crate) use wipe::wipe_on_fork;

#[cfg(all(target_has_atomic = "64", not(miri)))]
mod between;
#[cfg(all(target_has_atomic = "64", not(miri)))]
pub(crate) use between::*;

/// The error codes that are compared or named.
pub(crate) mod errno {
    pub(crate) use libc::{EACCES, EAGAIN, EINVAL, ENOENT, ENOMEM, ENOSYS, EPERM};
}

/// How many rows there are where no kernel tells. Miri counts every word of every row.
pub(crate) const ROWS: Option<u32> = if cfg!(miri) { Some(4) } else { None };

/// Positive error code of a system call.
pub(crate) type Errno = i32;

/// Runs `call` and turns the C library's convention (−1 and `errno`) into a `Result`, keeping `errno`.
pub(crate) fn checked(call: impl FnOnce() -> c_long) -> core::result::Result<c_long, Errno> {
    let (result, errno) = keeping_errno(call);
    if result == -1 { Err(errno) } else { Ok(result) }
}

/// As [`checked`], again as long as signals interrupt the call.
fn uninterrupted(mut call: impl FnMut() -> c_long) -> core::result::Result<c_long, Errno> {
    loop {
        match checked(&mut call) {
            Err(libc::EINTR) => {}
            other => return other,
        }
    }
}

/// Runs `call`: its result, and what it left in `errno`, which is what it was again. Async-signal-safe if `call` is.
pub fn keeping_errno<R>(call: impl FnOnce() -> R) -> (R, Errno) {
    // SAFETY: the C library's `errno` is this thread's own.
    let errno = unsafe { libc::__errno_location() };
    // SAFETY: `errno` is valid for the life of the thread.
    let before = unsafe { errno.read() };
    let result = call();
    // SAFETY: as above.
    let after = unsafe { errno.read() };
    // SAFETY: as above.
    unsafe { errno.write(before) };
    (result, after)
}

/// The calling thread's name, 15 bytes at most, and zeros after it: `prctl(PR_GET_NAME)`. Async-signal-safe.
pub fn thread_name() -> [u8; 16] {
    let mut name = [0_u8; 16];
    // SAFETY: the kernel writes 16 bytes. It cannot fail; if it did, the name would be empty.
    let _named = keeping_errno(|| unsafe { libc::prctl(libc::PR_GET_NAME, name.as_mut_ptr()) });
    name
}

/// A value of the auxiliary vector, 0 where it has none (which the C library also says in `errno`).
pub(crate) fn auxv(kind: u32) -> usize {
    // SAFETY: getauxval reads memory that the kernel wrote before the process started.
    keeping_errno(|| unsafe { libc::getauxval(c_ulong::from(kind)) }).0 as usize
}

/// The kernel's release, as `uname -r` shows it, and zeros after it; empty if the kernel does not tell.
pub(crate) fn release() -> [u8; 65] {
    // SAFETY: zeroes are valid text.
    let mut names: libc::utsname = unsafe { core::mem::zeroed() };
    // SAFETY: valid for writes.
    let _told = checked(|| c_long::from(unsafe { libc::uname(&raw mut names) }));
    names.release.map(|letter| letter as u8)
}

/// `rseq(area, len, flags, SIGNATURE)`.
///
/// # Safety
/// * To register: `area` stays valid for reads and writes of `len` bytes until the thread unregisters or ends.
pub(crate) unsafe fn rseq(area: *mut Rseq, len: u32, flags: c_int) -> core::result::Result<(), Errno> {
    // SAFETY: the kernel only keeps the address, which the caller vouches for.
    let call = || unsafe { libc::syscall(__NR_rseq as c_long, area, len, flags, abi::SIGNATURE) };
    checked(call).map(drop)
}

/// The `membarrier(2)` commands that this kernel has, as a mask of `MEMBARRIER_CMD_*` bits.
///
/// # Errors
/// [`Error::Syscall`] where the kernel has no `membarrier` (before 4.3) or a filter refuses it.
pub fn membarrier_commands() -> Result<u32> {
    const QUERY: c_int = 0;
    // SAFETY: a query has no effect.
    let call = || unsafe { libc::syscall(__NR_membarrier as c_long, QUERY, 0 as c_int, 0 as c_int) };
    let mask = checked(call).map_err(|errno| Error::Syscall { call: "membarrier", errno })?;
    Ok(mask as u32)
}

const MEMBARRIER_RSEQ: c_int = 1 << 7;
const MEMBARRIER_REGISTER_RSEQ: c_int = 1 << 8;
const MEMBARRIER_FLAG_CPU: c_int = 1;

/// Returns whether this kernel has `membarrier` for sections (5.10).
pub(crate) fn has_membarrier_rseq() -> bool {
    membarrier_commands().is_ok_and(|mask| mask & MEMBARRIER_RSEQ as u32 != 0)
}

/// `membarrier(PRIVATE_EXPEDITED_RSEQ)` on one CPU, or on all.
pub(crate) fn membarrier_rseq(cpu: Option<u32>) -> core::result::Result<(), Errno> {
    let flags = if cpu.is_some() { MEMBARRIER_FLAG_CPU } else { 0 };
    let cpu = cpu.unwrap_or(0) as c_int;
    // SAFETY: these commands take no addresses.
    let call = |command: c_int, flags: c_int| unsafe {
        libc::syscall(__NR_membarrier as c_long, command, flags, cpu)
    };
    match checked(|| call(MEMBARRIER_RSEQ, flags)) {
        // The process has not said yet that it will ask.
        Err(libc::EPERM) => {
            register_membarrier_rseq()?;
            checked(|| call(MEMBARRIER_RSEQ, flags)).map(drop)
        }
        result => result.map(drop),
    }
}

/// `membarrier(REGISTER_PRIVATE_EXPEDITED_RSEQ)`, for the process and its children. Linux 5.10.
pub(crate) fn register_membarrier_rseq() -> core::result::Result<(), Errno> {
    let (flags, cpu): (c_int, c_int) = (0, 0);
    // SAFETY: this command takes no addresses.
    let call = || unsafe { libc::syscall(__NR_membarrier as c_long, MEMBARRIER_REGISTER_RSEQ, flags, cpu) };
    checked(call).map(drop)
}

/// `membarrier(GLOBAL_EXPEDITED)`, which reaches the processes that have asked for it, or that asking. Linux 4.16.
pub(crate) fn membarrier_processes(register: bool) -> core::result::Result<(), Errno> {
    const GLOBAL_EXPEDITED: c_int = 1 << 1;
    const REGISTER_GLOBAL_EXPEDITED: c_int = 1 << 2;
    let command = if register { REGISTER_GLOBAL_EXPEDITED } else { GLOBAL_EXPEDITED };
    // SAFETY: these commands take no addresses.
    let call = || unsafe { libc::syscall(__NR_membarrier as c_long, command, 0 as c_int, 0 as c_int) };
    checked(call).map(drop)
}

/// This process's id.
pub(crate) fn getpid() -> u32 {
    // SAFETY: no arguments.
    unsafe { libc::getpid() as u32 }
}

/// `prctl(PR_RSEQ_SLICE_EXTENSION)`: switches time-slice extensions on for this thread. Linux 7.0.
pub(crate) fn enable_slices() -> bool {
    const PR_RSEQ_SLICE_EXTENSION: c_int = 79;
    const SET: c_long = 2;
    const ENABLE: c_long = 1;
    let none: c_long = 0;
    // SAFETY: no addresses.
    let call = || c_long::from(unsafe { libc::prctl(PR_RSEQ_SLICE_EXTENSION, SET, ENABLE, none, none) });
    checked(call).is_ok()
}

/// `rseq_slice_yield(2)`: gives the CPU back that an extension has lent; whether it lasted until now. Linux 7.0.
pub(crate) fn slice_yield() -> bool {
    const SYS_RSEQ_SLICE_YIELD: c_long = 471;
    // SAFETY: no arguments.
    checked(|| unsafe { libc::syscall(SYS_RSEQ_SLICE_YIELD) }) == Ok(1)
}

/// CPU number by the C library (which uses rseq or the vDSO), else by the system call, else 0.
pub(crate) fn getcpu() -> u32 {
    if cfg!(miri) {
        return 0;
    }
    // SAFETY: no arguments.
    let by_libc = checked(|| c_long::from(unsafe { libc::sched_getcpu() }));
    by_libc.map_or_else(|_| getcpu_call().map_or(0, |(cpu, _node)| cpu), |cpu| cpu as u32)
}

/// CPU number and NUMA node by the system call.
pub(crate) fn getcpu_call() -> core::result::Result<(u32, u32), Errno> {
    let (mut cpu, mut node) = (0_u32, 0_u32);
    let unused = core::ptr::null_mut::<u8>();
    // SAFETY: both pointers are to live locals; the third argument is ignored since Linux 2.6.24.
    let call = || unsafe { libc::syscall(libc::SYS_getcpu, &raw mut cpu, &raw mut node, unused) };
    checked(call).map(|_| (cpu, node))
}

/// Reads the affinity mask of this thread into `mask` and returns how many bytes the kernel's masks have.
pub(crate) fn sched_getaffinity(mask: &mut [u64]) -> core::result::Result<usize, Errno> {
    if cfg!(miri) {
        mask[0] = 1;
        return Ok(size_of::<u64>());
    }
    let pid: c_int = 0;
    // SAFETY: the kernel writes at most `size_of_val(mask)` bytes.
    let call =
        || unsafe { libc::syscall(libc::SYS_sched_getaffinity, pid, size_of_val(mask), mask.as_mut_ptr()) };
    checked(call).map(|bytes| bytes as usize)
}

/// Makes `mask` the affinity of this thread; returns when it runs on one of those CPUs.
pub(crate) fn sched_setaffinity(mask: &[u64]) -> core::result::Result<(), Errno> {
    let pid: c_int = 0;
    // SAFETY: the kernel reads at most `size_of_val(mask)` bytes.
    let call =
        || unsafe { libc::syscall(libc::SYS_sched_setaffinity, pid, size_of_val(mask), mask.as_ptr()) };
    checked(call).map(drop)
}

/// A span of time as system calls by number take it. The C library's `timespec` may be longer: with 64-bit times on 32-bit targets.
#[repr(C)]
struct Span {
    seconds: c_long,
    nanos: c_long,
}

impl Span {
    const fn from_nanos(nanos: u64) -> Self {
        const SECOND: u64 = 1_000_000_000;
        Self { seconds: (nanos / SECOND) as c_long, nanos: (nanos % SECOND) as c_long }
    }

    const fn from_micros(micros: u32) -> Self {
        Self::from_nanos(micros as u64 * 1000)
    }
}

/// Sleeps for `micros` µs, less than a second; returns early at will. No cancellation point, as `std::thread::sleep` is one.
#[doc(hidden)]
pub fn nap(micros: u32) {
    if cfg!(miri) {
        // SAFETY: no arguments.
        unsafe { libc::sched_yield() };
        return;
    }
    let time = Span::from_micros(micros);
    // SAFETY: `time` is valid; where the rest would go need not be told.
    let _early = checked(|| unsafe { libc::syscall(libc::SYS_nanosleep, &raw const time, 0_usize) });
}

/// An open descriptor.
#[derive(Debug)]
pub(crate) struct Descriptor(c_int);

impl Descriptor {
    /// Opens a file for reading.
    pub(crate) fn open(path: &core::ffi::CStr) -> core::result::Result<Self, Errno> {
        let flags = libc::O_RDONLY | libc::O_CLOEXEC;
        // SAFETY: `path` is NUL-terminated.
        let open = || unsafe { libc::syscall(libc::SYS_openat, libc::AT_FDCWD, path.as_ptr(), flags) };
        checked(open).map(|fd| Self(fd as c_int))
    }

    /// Reads what is next into the start of `buffer`; returns how many bytes.
    pub(crate) fn read(&self, buffer: &mut [u8]) -> core::result::Result<usize, Errno> {
        let (start, len) = (buffer.as_mut_ptr(), buffer.len());
        // SAFETY: `buffer` is valid for writes of its length.
        let read = || unsafe { libc::syscall(libc::SYS_read, self.0, start, len) };
        uninterrupted(read).map(|bytes| bytes as usize)
    }
}

impl Drop for Descriptor {
    fn drop(&mut self) {
        // SAFETY: this value's own descriptor.
        let _closed = checked(|| unsafe { libc::syscall(libc::SYS_close, self.0) });
    }
}

/// The kernel's answer about an open file.
fn fstat(fd: c_int) -> core::result::Result<libc::stat, Errno> {
    let mut about = MaybeUninit::<libc::stat>::zeroed();
    // SAFETY: `about` is valid for writes.
    checked(|| c_long::from(unsafe { libc::fstat(fd, about.as_mut_ptr()) }))?;
    // SAFETY: zeroes are a `stat`, and the kernel has written one.
    Ok(unsafe { about.assume_init() })
}

/// Reads the whole of a short kernel file into `buffer`; returns the part that was filled.
pub(crate) fn read_file<'a>(
    path: &core::ffi::CStr,
    buffer: &'a mut [u8],
) -> core::result::Result<&'a [u8], Errno> {
    let file = Descriptor::open(path)?;
    let mut filled = 0;
    loop {
        match file.read(&mut buffer[filled..])? {
            0 => return Ok(&buffer[..filled]),
            bytes => filled += bytes,
        }
        if filled == buffer.len() {
            return Err(libc::EOVERFLOW);
        }
    }
}

/// Gives `f` what a kernel file holds, piece by piece, each as long as `buffer` at most.
pub(crate) fn read_chunks(
    path: &core::ffi::CStr,
    buffer: &mut [u8],
    mut f: impl FnMut(&[u8]),
) -> core::result::Result<(), Errno> {
    let file = Descriptor::open(path)?;
    loop {
        match file.read(buffer)? {
            0 => return Ok(()),
            bytes => f(&buffer[..bytes]),
        }
    }
}

/// The environment variable `name`, unless the process has privileges that its user does not have. To be read at load: other
/// threads may change the environment later.
pub(crate) fn environment(name: &core::ffi::CStr) -> Option<&'static core::ffi::CStr> {
    if auxv(linux_raw_sys::auxvec::AT_SECURE) != 0 {
        return None;
    }
    // SAFETY: `name` is NUL-terminated.
    let value = unsafe { libc::getenv(name.as_ptr()) };
    // SAFETY: a string of the environment, which is looked at here and now.
    (!value.is_null()).then(|| unsafe { core::ffi::CStr::from_ptr(value) })
}

/// Sleeps while `word` holds `expected`; returns early at will.
pub fn futex_wait(word: &AtomicU32, expected: u32) {
    let op = libc::FUTEX_WAIT | libc::FUTEX_PRIVATE_FLAG;
    let forever = core::ptr::null::<Span>();
    // SAFETY: `word` is valid; the kernel only compares it.
    let _early = checked(|| unsafe { libc::syscall(libc::SYS_futex, word.as_ptr(), op, expected, forever) });
}

/// Wakes one thread that sleeps in [`futex_wait`] on `word`.
pub fn futex_wake_one(word: &AtomicU32) {
    futex_wake(word.as_ptr(), 1);
}

/// Sleeps while the lower half of `word` is that of `expected`; returns early at will.
pub(crate) fn futex_wait_word(word: &AtomicUsize, expected: usize) {
    if cfg!(miri) {
        // It knows no atomic access to a part of a word.
        return nap(0);
    }
    let op = libc::FUTEX_WAIT | libc::FUTEX_PRIVATE_FLAG;
    let forever = core::ptr::null::<Span>();
    // SAFETY: `word` is valid; the kernel only compares a half of it.
    let wait = || unsafe { libc::syscall(libc::SYS_futex, lower_half(word), op, expected as u32, forever) };
    let _early = checked(wait);
}

/// Sleeps for `micros` µs (less than a second) while the lower half of `word` is that of `expected`; returns early at will.
#[doc(hidden)]
pub fn nap_while(word: &AtomicUsize, expected: usize, micros: u32) {
    if cfg!(miri) {
        return nap(micros);
    }
    let op = libc::FUTEX_WAIT | libc::FUTEX_PRIVATE_FLAG;
    let time = Span::from_micros(micros);
    let time = &raw const time;
    // SAFETY: `word` and `time` are valid; the kernel only compares a half of the word.
    let wait = || unsafe { libc::syscall(libc::SYS_futex, lower_half(word), op, expected as u32, time) };
    let _early = checked(wait);
}

/// Wakes all threads that sleep in [`futex_wait_word`] or [`nap_while`] on `word`.
#[doc(hidden)]
pub fn futex_wake_word(word: &AtomicUsize) {
    futex_wake(lower_half(word), c_int::MAX);
}

/// The half of `word` with its lower 32 bits.
fn lower_half(word: &AtomicUsize) -> *const u32 {
    let last = size_of::<usize>() / size_of::<u32>() - 1;
    word.as_ptr().cast::<u32>().wrapping_add(if cfg!(target_endian = "big") { last } else { 0 })
}

fn futex_wake(word: *const u32, count: c_int) {
    let op = libc::FUTEX_WAKE | libc::FUTEX_PRIVATE_FLAG;
    // SAFETY: the address is only a key.
    let _woken = checked(|| unsafe { libc::syscall(libc::SYS_futex, word, op, count) });
}

/// Has `function` called when the process ends by `exit` or by the return of `main`; `false` if that cannot be noted. A forked child
/// calls it, too, when it ends so.
#[doc(hidden)]
#[must_use]
pub fn at_exit(function: extern "C" fn()) -> bool {
    // SAFETY: the handler has the required type and stays loaded, as this object does (`thread::load`).
    !cfg!(miri) && unsafe { libc::atexit(function) == 0 }
}
