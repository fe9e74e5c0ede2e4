//! The place where glibc keeps the `struct rseq` of a thread: `__rseq_offset` and `__rseq_size`, if it has them.
//!
//! The symbols are weak, so the same binary runs on a C library without them, and in a static executable they need
//! no dynamic linker. Source: glibc manual, "Restartable Sequences"; `sys/rseq.h`.

use core::ffi::{c_char, c_int, c_void};

use crate::{abi::Rseq, arch};

/// Addresses that the linker resolved, null where the symbol is missing.
#[repr(C)]
pub(super) struct Weak {
    rseq_offset: *const isize,
    rseq_size: *const u32,
    pub(super) dlopen: Option<unsafe extern "C" fn(*const c_char, c_int) -> *mut c_void>,
    pub(super) dladdr: Option<unsafe extern "C" fn(*const c_void, *mut libc::Dl_info) -> c_int>,
}

// SAFETY: the table is written by the linker and never again.
unsafe impl Sync for Weak {}

arch::global_asm!(
    ".weak __rseq_offset\n.weak __rseq_size\n.weak dlopen\n.weak dladdr",
    ".pushsection .data.rel.ro.perseq, \"aw\", %progbits",
    ".balign 8\n.globl __perseq_core_0_1_weak\n.hidden __perseq_core_0_1_weak",
    "__perseq_core_0_1_weak:",
    crate::__word!("__rseq_offset", "__rseq_size", "dlopen", "dladdr"),
    ".popsection",
);

/// The table.
#[cfg(not(any(miri, perseq_model)))]
pub(super) fn weak() -> &'static Weak {
    unsafe extern "C" {
        #[link_name = "__perseq_core_0_1_weak"]
        static WEAK: Weak;
    }
    // SAFETY: the assembly above defines it with the layout of `Weak`.
    unsafe { &WEAK }
}

#[cfg(any(miri, perseq_model))]
pub(super) fn weak() -> &'static Weak {
    &Weak { rseq_offset: core::ptr::null(), rseq_size: core::ptr::null(), dlopen: None, dladdr: None }
}

/// `__rseq_offset` and `__rseq_size`, where glibc has them. A size of 0 says that glibc has not registered.
pub(super) fn symbols() -> Option<(isize, u32)> {
    let Weak { rseq_offset, rseq_size, .. } = *weak();
    if rseq_offset.is_null() || rseq_size.is_null() {
        return None;
    }
    // SAFETY: the dynamic linker resolved it to glibc's constant of this type.
    let offset = unsafe { rseq_offset.read() };
    // SAFETY: as above.
    Some((offset, unsafe { rseq_size.read() }))
}

/// This thread's area as glibc lays it out, if glibc registers threads. Only the kernel knows whether it
/// registered THIS one.
pub(super) fn area() -> Option<*mut Rseq> {
    let (offset, size) = symbols()?;
    (size != 0).then(|| arch::thread_pointer().wrapping_offset(offset).cast())
}
