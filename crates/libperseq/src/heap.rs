//! The figures of the allocator that serves the process, if that is `libperseq_malloc`.
//!
//! This library does not have the allocator: an allocator serves a whole process or nothing. So its figures come from the library that
//! the process has as its `malloc`.

use core::ffi::{c_int, c_void};

use crate::error::{Why, check, status};

/// `struct perseq_heap_stats`.
#[repr(C)]
#[derive(Debug, Clone, Copy, Default)]
pub struct Stats {
    words: [u64; 9],
}

/// `perseq_malloc_stats` of `libperseq_malloc`: writes as many bytes as both sides know, and returns how many it knows.
type Source = unsafe extern "C" fn(stats: *mut c_void, size: usize) -> usize;

fn source() -> Option<Source> {
    // SAFETY: a name that ends with 0.
    let found = unsafe { libc::dlsym(libc::RTLD_DEFAULT, c"perseq_malloc_stats".as_ptr()) };
    // SAFETY: the function of that name, or null, which is `None`.
    unsafe { core::mem::transmute::<*mut c_void, Option<Source>>(found) }
}

/// Writes the figures.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn perseq_heap_get_stats(stats: *mut Stats) -> c_int {
    let told = check(stats, "struct perseq_heap_stats").and_then(|()| {
        let source = source().ok_or(Why::NoHeap)?;
        // Those that an older allocator does not know are 0.
        let mut found = Stats::default();
        // SAFETY: the allocator writes no more than that many bytes.
        unsafe { source((&raw mut found).cast(), size_of::<Stats>()) };
        // SAFETY: perseq.h's contract: memory of the caller's.
        unsafe { stats.write(found) };
        Ok(())
    });
    status(told)
}
