//! Linux: mappings, futexes, the monotonic clock. Every call leaves `errno` as it was.

use core::{
    ffi::{c_int, c_void},
    mem::MaybeUninit,
    ptr::{self, NonNull},
    sync::atomic::{AtomicI32, AtomicU32, AtomicUsize, Ordering::Relaxed},
};

use perseq_core::sys::{futex_wait, futex_wake_one, keeping_errno, say};

use super::Pages;

/// The size of a huge page of the heap, and of most kernels'.
const HUGE: usize = 2 << 20;

/// The rule by which the kernel may back the heap with its huge pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HugePages {
    /// As `/sys/kernel/mm/transparent_hugepage/enabled` says: with `madvise`, the usual setting, it does not; with
    /// `always` it does.
    #[default]
    System,
    /// It may, also with `madvise`: fewer TLB misses, and memory in units of 2 MiB until a purge takes some apart.
    On,
    /// It may not.
    Off,
}

/// The Linux kernel's memory.
#[derive(Debug, Default)]
pub struct Linux {
    /// 0 before the first question.
    page_size: AtomicUsize,
    /// 0, or the advice for huge pages, `MADV_HUGEPAGE` or `MADV_NOHUGEPAGE`.
    advice: AtomicI32,
}

impl Linux {
    /// Asks nothing of the system yet.
    pub const fn new() -> Self {
        Self { page_size: AtomicUsize::new(0), advice: AtomicI32::new(0) }
    }

    /// Decides about memory that is committed from now on.
    pub fn set_huge_pages(&self, huge: HugePages) {
        let advice = match huge {
            HugePages::System => 0,
            HugePages::On => libc::MADV_HUGEPAGE,
            HugePages::Off => libc::MADV_NOHUGEPAGE,
        };
        self.advice.store(advice, Relaxed);
    }
}

/// A private anonymous mapping wherever the kernel likes.
fn mmap(bytes: usize, protection: c_int, flags: c_int) -> Option<NonNull<u8>> {
    let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | flags;
    // SAFETY: a new mapping replaces none.
    let start = keeping_errno(|| unsafe { libc::mmap(ptr::null_mut(), bytes, protection, flags, -1, 0) }).0;
    if start == libc::MAP_FAILED { None } else { NonNull::new(start.cast()) }
}

/// # Safety
/// The range is a whole mapping's or a part of one that nothing accesses again.
unsafe fn munmap(start: *mut u8, bytes: usize) {
    if bytes != 0 {
        // SAFETY: the caller's contract. The kernel refuses where it may not split mappings any more: the range then
        // stays mapped, which loses address space and nothing else.
        keeping_errno(|| unsafe { libc::munmap(start.cast(), bytes) });
    }
}

/// A mapping at a multiple of `align`: a longer one, whose ends are given back.
fn mmap_aligned(
    page: usize,
    bytes: usize,
    align: usize,
    protection: c_int,
    flags: c_int,
) -> Option<NonNull<u8>> {
    if align <= page {
        return mmap(bytes, protection, flags);
    }
    let longer = bytes.checked_add(align - page)?;
    let start = mmap(longer, protection, flags)?;
    let before = start.align_offset(align);
    // SAFETY: the mapping has `align - page` bytes more than `bytes`, and its start is a page's, so `before` is at
    // most that.
    let aligned = unsafe { start.add(before) };
    // SAFETY: the part before the aligned one; nothing knows of it yet.
    unsafe { munmap(start.as_ptr(), before) };
    // SAFETY: in bounds, or one past the end.
    let end = unsafe { aligned.add(bytes) };
    // SAFETY: the part after it.
    unsafe { munmap(end.as_ptr(), longer - before - bytes) };
    Some(aligned)
}

// SAFETY: new private mappings are this process's alone; the kernel fills them with 0, and again after
// MADV_DONTNEED. Protections change in `commit` only, to readable and writable.
unsafe impl Pages for Linux {
    // Half a kernel's smallest user address space is far more; a machine with more memory gets more regions.
    const FIRST_REGION: usize = if cfg!(target_pointer_width = "64") { 64 << 30 } else { 256 << 20 };

    fn page_size(&self) -> usize {
        match self.page_size.load(Relaxed) {
            0 => {
                // SAFETY: no memory of ours.
                let told = keeping_errno(|| unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).0;
                let size =
                    usize::try_from(told).ok().filter(|size| size.is_power_of_two()).unwrap_or(64 << 10);
                self.page_size.store(size, Relaxed);
                size
            }
            size => size,
        }
    }

    fn reserve(&self, bytes: usize, align: usize) -> Option<NonNull<u8>> {
        // Without access it counts nowhere but in RLIMIT_AS, whatever `vm.overcommit_memory` says.
        mmap_aligned(self.page_size(), bytes, align, libc::PROT_NONE, libc::MAP_NORESERVE)
    }

    unsafe fn commit(&self, start: NonNull<u8>, bytes: usize) -> bool {
        let protection = libc::PROT_READ | libc::PROT_WRITE;
        // SAFETY: a part of a reservation of ours; more access harms none.
        let is_done =
            keeping_errno(|| unsafe { libc::mprotect(start.as_ptr().cast(), bytes, protection) }).0 == 0;
        let advice = self.advice.load(Relaxed);
        if is_done && advice != 0 && bytes >= HUGE {
            // SAFETY: the same part. A kernel without huge pages refuses, and needs no advice.
            keeping_errno(|| unsafe { libc::madvise(start.as_ptr().cast(), bytes, advice) });
        }
        is_done
    }

    unsafe fn release(&self, start: NonNull<u8>, bytes: usize) -> bool {
        // MADV_FREE would be cheaper and leave the memory in what users see of the process.
        // SAFETY: the caller has the range alone.
        keeping_errno(|| unsafe { libc::madvise(start.as_ptr().cast(), bytes, libc::MADV_DONTNEED) }).0 == 0
    }

    fn map(&self, bytes: usize, align: usize) -> Option<NonNull<u8>> {
        mmap_aligned(self.page_size(), bytes, align, libc::PROT_READ | libc::PROT_WRITE, 0)
    }

    unsafe fn unmap(&self, start: NonNull<u8>, bytes: usize) {
        // SAFETY: the caller's contract.
        unsafe { munmap(start.as_ptr(), bytes) };
    }

    unsafe fn remap(
        &self,
        start: NonNull<u8>,
        old: usize,
        new: usize,
        may_move: bool,
    ) -> Option<NonNull<u8>> {
        let flags = if may_move { libc::MREMAP_MAYMOVE } else { 0 };
        let start: *mut c_void = start.as_ptr().cast();
        // SAFETY: the caller's mapping.
        let start = keeping_errno(|| unsafe { libc::mremap(start, old, new, flags) }).0;
        if start == libc::MAP_FAILED { None } else { NonNull::new(start.cast()) }
    }

    fn now(&self) -> u64 {
        let mut time = MaybeUninit::<libc::timespec>::zeroed();
        // SAFETY: valid for writes. The coarse clock costs no entry to the kernel; it exists since Linux 2.6.32.
        keeping_errno(|| unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC_COARSE, time.as_mut_ptr()) });
        // SAFETY: zeroes are a valid time, and so is what the call wrote.
        let time = unsafe { time.assume_init() };
        time.tv_sec as u64 * 1000 + time.tv_nsec as u64 / 1_000_000
    }

    fn thread(&self) -> usize {
        // The address of what the C library knows of it.
        // SAFETY: no preconditions.
        unsafe { libc::pthread_self() as usize }
    }

    fn wait(&self, word: &AtomicU32, value: u32) {
        futex_wait(word, value);
    }

    fn wake(&self, word: &AtomicU32) {
        futex_wake_one(word);
    }

    fn abort(&self, message: &[u8]) -> ! {
        // If it cannot be written, the process ends all the same.
        say(message);
        // SAFETY: it calls handlers of SIGABRT at most, which are the program's.
        unsafe { libc::abort() }
    }
}
