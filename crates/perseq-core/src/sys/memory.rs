//! Memory of the system's, as whole mappings.

use core::{
    ffi::{CStr, c_int, c_long},
    ptr::NonNull,
};

use super::{auxv, checked, fstat, uninterrupted};
use crate::error::{Error, Result};

/// Maps `len` bytes of zeroed private memory that costs nothing until it is written.
pub(crate) fn map_memory(len: usize) -> Result<NonNull<u8>> {
    map(len, libc::PROT_READ | libc::PROT_WRITE)
}

/// Sets `len` bytes of addresses aside. They may not be touched before [`open_memory`], and are not charged: neither to the
/// limit of strict overcommit nor as locked memory that is there.
pub(crate) fn reserve_memory(len: usize) -> Result<NonNull<u8>> {
    // Miri protects nothing.
    if cfg!(miri) { map_memory(len) } else { map(len, libc::PROT_NONE) }
}

fn map(len: usize, protection: c_int) -> Result<NonNull<u8>> {
    let lazily = if cfg!(miri) { 0 } else { libc::MAP_NORESERVE };
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | lazily;
    // SAFETY: a new mapping touches no existing memory.
    let map = || unsafe { libc::mmap(core::ptr::null_mut(), len, protection, flags, -1, 0) };
    let mut address = core::ptr::null_mut();
    checked(|| {
        address = map();
        if address == libc::MAP_FAILED { -1 } else { 0 }
    })
    .map_err(|errno| Error::Syscall { call: "mmap", errno })?;
    NonNull::new(address.cast()).ok_or(Error::Syscall { call: "mmap", errno: libc::ENOMEM })
}

/// Makes a part of [`reserve_memory`]'s memory, of whole pages, readable and writable: zeroes, unless it was open before.
pub(crate) fn open_memory(start: *mut u8, len: usize) -> Result<()> {
    if cfg!(miri) {
        return Ok(());
    }
    // SAFETY: memory that is the caller's and was not accessible, or was as it will be.
    let open = || unsafe { libc::mprotect(start.cast(), len, libc::PROT_READ | libc::PROT_WRITE) };
    checked(|| c_long::from(open())).map_err(|errno| Error::Syscall { call: "mprotect", errno }).map(drop)
}

/// Sets `len` bytes of a file's storage aside from `offset` on, which makes it as long: so no write to these is refused.
///
/// A file that would get longer than this process may make one (`ulimit -f`) is an error: the kernel would end the process by `SIGXFSZ`.
pub(crate) fn set_aside(fd: c_int, offset: u64, len: u64) -> Result<()> {
    let refused = |errno| Error::Syscall { call: "fallocate", errno };
    let end = offset.saturating_add(len);
    if end > longest_file() && end > file_len(fd) {
        return Err(refused(libc::EFBIG));
    }
    let (Ok(offset), Ok(len)) = (libc::off_t::try_from(offset), libc::off_t::try_from(len)) else {
        return Err(refused(libc::EFBIG));
    };
    #[cfg(target_pointer_width = "64")]
    // SAFETY: no memory is involved, and the contents stay.
    let set_aside = || unsafe { libc::syscall(libc::SYS_fallocate, fd, 0 as c_int, offset, len) };
    // Each architecture has its own order of the halves of an offset, which the C library knows.
    #[cfg(not(target_pointer_width = "64"))]
    // SAFETY: as above.
    let set_aside = || c_long::from(unsafe { libc::fallocate(fd, 0, offset, len) });
    uninterrupted(set_aside).map(drop).map_err(refused)
}

/// Most bytes of a file that this process makes longer. Nothing is limited where the kernel does not say.
fn longest_file() -> u64 {
    let mut limit = libc::rlimit { rlim_cur: libc::RLIM_INFINITY, rlim_max: libc::RLIM_INFINITY };
    // SAFETY: `limit` is valid for writes.
    let mut ask = || unsafe { libc::getrlimit(libc::RLIMIT_FSIZE, &raw mut limit) };
    let _asked = checked(|| c_long::from(ask()));
    match limit.rlim_cur {
        libc::RLIM_INFINITY => u64::MAX,
        #[allow(clippy::useless_conversion, reason = "of 32 bits on some targets")]
        bytes => bytes.into(),
    }
}

/// Bytes of a file, 0 where the kernel does not say.
fn file_len(fd: c_int) -> u64 {
    fstat(fd).map_or(0, |about| u64::try_from(about.st_size).unwrap_or(0))
}

/// Maps a part of a file, shared, in place of a part of [`reserve_memory`]'s memory. All of whole pages.
///
/// # Safety
/// * The memory is the caller's, and no code uses it.
pub(crate) unsafe fn map_file(start: *mut u8, len: usize, fd: c_int, offset: u64) -> Result<()> {
    let refused = |errno| Error::Syscall { call: "mmap", errno };
    let Ok(offset) = offset.try_into() else { return Err(refused(libc::EOVERFLOW)) };
    let (protection, flags) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_SHARED | libc::MAP_FIXED);
    // SAFETY: the caller's promise: it replaces memory that no code uses.
    let map = || unsafe { libc::mmap(start.cast(), len, protection, flags, fd, offset) };
    checked(|| if map() == libc::MAP_FAILED { -1 } else { 0 }).map(drop).map_err(refused)
}

/// Gives the memory of whole pages back to the system: they are zero afterwards. `false` if the kernel keeps it, as it does with
/// locked memory.
///
/// # Safety
/// * The pages belong to the caller, which needs nothing that is in them.
pub(crate) unsafe fn discard_memory(start: *mut u8, len: usize) -> bool {
    if cfg!(miri) {
        return false;
    }
    // SAFETY: the caller's promise.
    let discard = || unsafe { libc::madvise(start.cast(), len, libc::MADV_DONTNEED) };
    checked(|| c_long::from(discard())).is_ok()
}

/// Bytes of a page.
pub(crate) fn page_size() -> usize {
    if cfg!(miri) { 4096 } else { auxv(linux_raw_sys::auxvec::AT_PAGESZ).max(4096) }
}

/// Unmaps memory of [`map_memory`].
///
/// # Safety
/// * `start` and `len` are those of one mapping, and no thread uses it any more.
pub(crate) unsafe fn unmap_memory(start: NonNull<u8>, len: usize) {
    // SAFETY: the caller's promise.
    let _unmapped = checked(|| unsafe { libc::munmap(start.as_ptr().cast(), len) }.into());
}

/// Lets huge pages into a mapping, or keeps them out: one would give memory to many CPUs at the first touch of one.
pub(crate) fn advise_huge_pages(start: NonNull<u8>, len: usize, allow: bool) {
    if cfg!(miri) {
        return;
    }
    let advice = if allow { libc::MADV_HUGEPAGE } else { libc::MADV_NOHUGEPAGE };
    // SAFETY: advice changes no contents. It fails where the kernel has no huge pages, which is as good.
    let advise = || unsafe { libc::madvise(start.as_ptr().cast(), len, advice) };
    let _advised = checked(|| c_long::from(advise()));
}

/// Names a mapping, for `/proc/self/maps`. Linux 5.17; without effect elsewhere.
pub(crate) fn name_memory(start: NonNull<u8>, len: usize, name: &'static CStr) {
    const PR_SET_VMA: c_int = 0x5356_4d41;
    const PR_SET_VMA_ANON_NAME: c_long = 0;
    if cfg!(miri) {
        return;
    }
    let (start, len, name) = (start.as_ptr(), len as libc::c_ulong, name.as_ptr());
    // SAFETY: the kernel reads the name, which ends with 0, and changes no contents.
    let call = || unsafe { libc::prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, start, len, name) };
    let _named = checked(|| c_long::from(call()));
}

/// Asks for pages of `node` for a mapping, as far as it has any. Without effect where the kernel has no nodes or a filter refuses it.
pub(crate) fn prefer_node(start: NonNull<u8>, len: usize, node: u32) {
    const MPOL_PREFERRED: c_int = 1;
    const NODES: usize = 1024;
    let mut mask = [0 as libc::c_ulong; NODES / libc::c_ulong::BITS as usize];
    let Some(word) = mask.get_mut(node as usize / libc::c_ulong::BITS as usize) else { return };
    *word = 1 << (node % libc::c_ulong::BITS);
    if cfg!(miri) {
        return;
    }
    // The kernel reads one bit less than it is told.
    let bits = NODES as libc::c_ulong + 1;
    let (start, flags) = (start.as_ptr(), 0_usize);
    // SAFETY: the kernel reads the mask, and moves no page: it decides where new ones are.
    let call =
        || unsafe { libc::syscall(libc::SYS_mbind, start, len, MPOL_PREFERRED, mask.as_ptr(), bits, flags) };
    let _asked = checked(call);
}
