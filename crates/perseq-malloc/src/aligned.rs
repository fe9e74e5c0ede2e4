//! Memory at a multiple of more than 16 bytes.

use core::{
    ffi::{c_int, c_void},
    ptr::{NonNull, null_mut},
};

use perseq_alloc::raw;

use crate::basic::{ALIGN, fail, or_out_of_memory};

/// The smallest alignment of the classes that `align` allows.
fn at_least(align: usize) -> usize {
    align.max(ALIGN)
}

fn page_size() -> usize {
    // SAFETY: no memory of ours. It cannot fail for the size of a page.
    usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap_or(4096)
}

/// Puts memory of `size` bytes at a multiple of `align` into `*out`: 0, or `EINVAL` if `align` is no power of two or less than a
/// pointer's, or `ENOMEM`. `errno` and, where it fails, `*out` stay as they were.
///
/// # Safety
///
/// * `out` is valid for writes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn posix_memalign(out: *mut *mut c_void, align: usize, size: usize) -> c_int {
    if !align.is_power_of_two() || align < size_of::<*mut c_void>() {
        return libc::EINVAL;
    }
    let Some(object) = raw::allocate(size, at_least(align)) else { return libc::ENOMEM };
    // SAFETY: the caller's.
    unsafe { out.write(object.as_ptr().cast()) };
    0
}

/// Memory of `size` bytes at a multiple of `align`; `EINVAL` if that is no power of two.
#[unsafe(no_mangle)]
pub extern "C" fn aligned_alloc(align: usize, size: usize) -> *mut c_void {
    if !align.is_power_of_two() {
        return fail(libc::EINVAL);
    }
    or_out_of_memory(raw::allocate(size, at_least(align)))
}

/// Memory of `size` bytes at a multiple of `align`, or of the next power of two; `EINVAL` if there is none.
#[unsafe(no_mangle)]
pub extern "C" fn memalign(align: usize, size: usize) -> *mut c_void {
    match align.checked_next_power_of_two() {
        Some(align) => or_out_of_memory(raw::allocate(size, at_least(align))),
        None => fail(libc::EINVAL),
    }
}

/// Memory of `size` bytes at a multiple of a page.
#[unsafe(no_mangle)]
pub extern "C" fn valloc(size: usize) -> *mut c_void {
    memalign(page_size(), size)
}

/// Whole pages with room for `size` bytes.
#[unsafe(no_mangle)]
pub extern "C" fn pvalloc(size: usize) -> *mut c_void {
    match size.max(1).checked_next_multiple_of(page_size()) {
        Some(bytes) => valloc(bytes),
        None => fail(libc::ENOMEM),
    }
}

/// For C++: null without `errno` where there is no memory, since a handler may find some.
pub(crate) fn try_aligned(size: usize, align: usize) -> *mut c_void {
    raw::allocate(size, at_least(align)).map_or(null_mut(), |object: NonNull<u8>| object.as_ptr().cast())
}
