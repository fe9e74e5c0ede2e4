//! System calls about other processes, and on memory that they share.

use core::{
    ffi::{c_int, c_long},
    mem::MaybeUninit,
    ptr::NonNull,
};

use super::{Descriptor, Errno, Span, checked, fstat, getpid, map_memory, unmap_memory};
use crate::error::{Error, Result};

/// Sleeps while `word`, in memory that processes share, holds `expected`, and for `nanos` at most; returns early at will.
pub(crate) fn futex_wait_shared(word: *const u32, expected: u32, nanos: u64) {
    let time = Span::from_nanos(nanos);
    let (op, time) = (libc::FUTEX_WAIT, &raw const time);
    // SAFETY: the kernel only compares the word, and looks itself whether the address is valid.
    let _early = checked(|| unsafe { libc::syscall(libc::SYS_futex, word, op, expected, time) });
}

/// Wakes one thread that sleeps in [`futex_wait_shared`] on `word`, in whichever process.
pub(crate) fn futex_wake_one_shared(word: *const u32) {
    // SAFETY: the address is only a key.
    let _woken = checked(|| unsafe { libc::syscall(libc::SYS_futex, word, libc::FUTEX_WAKE, 1 as c_int) });
}

/// This thread's id, as the kernel numbers threads.
pub(crate) fn gettid() -> u32 {
    // SAFETY: no arguments.
    unsafe { libc::gettid() as u32 }
}

/// As [`map_memory`], with zeroes in forked children. Linux 4.14.
pub(crate) fn map_wiped_on_fork(len: usize) -> Result<NonNull<u8>> {
    let start = map_memory(len)?;
    // SAFETY: of the mapping above; the advice changes nothing in this process.
    let call = || c_long::from(unsafe { libc::madvise(start.as_ptr().cast(), len, libc::MADV_WIPEONFORK) });
    checked(call).map(|_| start).map_err(|errno| {
        // SAFETY: the mapping above, which nothing uses.
        unsafe { unmap_memory(start, len) };
        Error::Syscall { call: "madvise", errno }
    })
}

/// Nanoseconds by the clock that is never set.
pub(crate) fn monotonic() -> u64 {
    let mut now = MaybeUninit::<libc::timespec>::zeroed();
    // SAFETY: `now` is valid for writes. It cannot fail.
    let _told =
        checked(|| c_long::from(unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, now.as_mut_ptr()) }));
    // SAFETY: zeroes are a valid time, and so is what the call wrote.
    let now = unsafe { now.assume_init() };
    now.tv_sec as u64 * 1_000_000_000 + now.tv_nsec as u64
}

impl Descriptor {
    /// Returns whether it can be read from now.
    pub(crate) fn is_readable(&self) -> bool {
        let mut ready = libc::pollfd { fd: self.0, events: libc::POLLIN, revents: 0 };
        // The call stores the time that was left.
        let mut now = Span::from_nanos(0);
        let (place, time) = (&raw mut ready, &raw mut now);
        // SAFETY: one live structure, and a time; no mask of signals.
        let poll = || unsafe { libc::syscall(libc::SYS_ppoll, place, 1, time, 0_usize, 0_usize) };
        checked(poll).is_ok_and(|ready| ready == 1)
    }
}

/// A handle of the process `pid`, which becomes readable when it has ended: `pidfd_open(2)`. Linux 5.3.
pub(crate) fn pidfd_open(pid: u32) -> core::result::Result<Descriptor, Errno> {
    // SAFETY: no addresses.
    let call = || unsafe { libc::syscall(libc::SYS_pidfd_open, pid as c_int, 0 as c_int) };
    checked(call).map(|fd| Descriptor(fd as c_int))
}

/// Returns whether there is no process with this id, not even one that was not waited for.
pub(crate) fn does_not_exist(pid: u32) -> bool {
    let no_signal = 0;
    // SAFETY: nothing is sent.
    checked(|| c_long::from(unsafe { libc::kill(pid as c_int, no_signal) })) == Err(libc::ESRCH)
}

/// The kernel's answer about the file at `path`.
fn stat(path: &core::ffi::CStr) -> core::result::Result<libc::stat, Errno> {
    let mut about = MaybeUninit::<libc::stat>::zeroed();
    // SAFETY: `path` is NUL-terminated, and `about` valid for writes.
    checked(|| c_long::from(unsafe { libc::stat(path.as_ptr(), about.as_mut_ptr()) }))?;
    // SAFETY: zeroes are a `stat`, and the kernel has written one.
    Ok(unsafe { about.assume_init() })
}

/// The number of the file at `path`.
#[allow(clippy::unnecessary_cast, reason = "32 bits on some architectures")]
pub(crate) fn inode_of(path: &core::ffi::CStr) -> core::result::Result<u64, Errno> {
    stat(path).map(|about| about.st_ino as u64)
}

/// The number of the file system of the file at `path`.
#[allow(clippy::unnecessary_cast, reason = "32 bits on some architectures")]
pub(crate) fn device_of(path: &core::ffi::CStr) -> core::result::Result<u64, Errno> {
    stat(path).map(|about| about.st_dev as u64)
}

/// How many names the file or directory at `path` has.
#[allow(clippy::unnecessary_cast, reason = "32 bits on some architectures")]
pub(crate) fn links_of(path: &core::ffi::CStr) -> core::result::Result<u64, Errno> {
    stat(path).map(|about| about.st_nlink as u64)
}

/// Returns whether the symbolic link at `path` leads nowhere, by the kernel's own word: `readlink` fails with `ENOENT`.
pub(crate) fn leads_nowhere(path: &core::ffi::CStr) -> bool {
    let mut target = [0_u8; 1];
    let to = target.as_mut_ptr().cast();
    // SAFETY: `path` is NUL-terminated, and `target` valid for writes of its length.
    checked(|| unsafe { libc::readlink(path.as_ptr(), to, 1) as c_long }) == Err(libc::ENOENT)
}

/// The number of this process's pid namespace, without `/proc`. Linux 6.11.
#[allow(clippy::unnecessary_cast, reason = "32 bits on some architectures")]
pub(crate) fn pid_namespace_by_ioctl() -> Option<u64> {
    /// `PIDFD_GET_PID_NAMESPACE`, `_IO(0xFF, 5)`: as most architectures number requests, and as MIPS and PowerPC do.
    const REQUESTS: [u32; 2] = [0xFF05, 0x2000_FF05];
    let me = pidfd_open(getpid()).ok()?;
    // SAFETY: the request takes no address; another kind of descriptor than a process's handle knows none of this number.
    let ask = |request: u32| checked(|| unsafe { libc::syscall(libc::SYS_ioctl, me.0, request, 0 as c_int) });
    let namespace = Descriptor(REQUESTS.into_iter().find_map(|request| ask(request).ok())? as c_int);
    fstat(namespace.0).ok().map(|about| about.st_ino as u64)
}

/// Gives `each` the lines of the file at `path`, of long ones the first bytes, as long as it returns `true`. Does not allocate.
pub(crate) fn each_line(
    path: &core::ffi::CStr,
    mut each: impl FnMut(&[u8]) -> bool,
) -> core::result::Result<(), Errno> {
    let file = Descriptor::open(path)?;
    let (mut buffer, mut filled, mut skipping) = ([0_u8; 1024], 0, false);
    loop {
        match file.read(&mut buffer[filled..])? {
            0 => {
                if filled > 0 && !skipping {
                    each(&buffer[..filled]);
                }
                return Ok(());
            }
            bytes => filled += bytes,
        }
        let mut start = 0;
        while let Some(length) = buffer[start..filled].iter().position(|byte| *byte == b'\n') {
            if !core::mem::take(&mut skipping) && !each(&buffer[start..start + length]) {
                return Ok(());
            }
            start += length + 1;
        }
        buffer.copy_within(start..filled, 0);
        filled -= start;
        if filled == buffer.len() {
            if !skipping && !each(&buffer) {
                return Ok(());
            }
            (skipping, filled) = (true, 0);
        }
    }
}
