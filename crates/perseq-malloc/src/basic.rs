//! malloc, free and what follows from them.

use core::{
    ffi::{c_int, c_void},
    ptr::{NonNull, null_mut},
};

use perseq_alloc::raw;

/// The alignment of every object: the largest that C types ask for on 64-bit machines.
pub(crate) const ALIGN: usize = 16;

/// The object's address; null, and `ENOMEM` in `errno`, if there is none.
#[inline(always)]
pub(crate) fn or_out_of_memory(object: Option<NonNull<u8>>) -> *mut c_void {
    match object {
        Some(object) => object.as_ptr().cast(),
        None => fail(libc::ENOMEM),
    }
}

/// Null, and `errno`.
#[cold]
#[inline(never)]
pub(crate) fn fail(errno: c_int) -> *mut c_void {
    // SAFETY: the C library's `errno` is this thread's own.
    let place = unsafe { libc::__errno_location() };
    // SAFETY: valid for the life of the thread.
    unsafe { place.write(errno) };
    null_mut()
}

/// Memory of at least `size` bytes at a multiple of 16: an object of its own also for 0 bytes.
#[unsafe(no_mangle)]
pub extern "C" fn malloc(size: usize) -> *mut c_void {
    match raw::try_allocate(size) {
        Some(object) => object.as_ptr().cast(),
        None => malloc_slow(size),
    }
}

/// The rest of [`malloc`]. It is a function of its own, of the same type, so that the first half has no frame on the stack.
#[inline(never)]
extern "C" fn malloc_slow(size: usize) -> *mut c_void {
    or_out_of_memory(raw::allocate(size, ALIGN))
}

/// Takes memory back; nothing for null.
///
/// # Safety
///
/// * Memory of this library that is used no more. Other memory ends the process with a message, at the latest when it reaches the
///   heap.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn free(object: *mut c_void) {
    // SAFETY: the caller's.
    if !unsafe { raw::try_free(object.cast()) } {
        // SAFETY: the caller's: it was not taken back.
        unsafe { free_slow(object) };
    }
}

/// The rest of [`free`]: null, objects of other regions and large ones, and rows without room.
///
/// # Safety
///
/// * As for [`free`].
#[inline(never)]
unsafe extern "C" fn free_slow(object: *mut c_void) {
    if let Some(object) = NonNull::new(object.cast()) {
        // SAFETY: the caller's.
        unsafe { raw::free(object) };
    }
}

/// Memory of `count` × `size` bytes, all zero.
#[unsafe(no_mangle)]
pub extern "C" fn calloc(count: usize, size: usize) -> *mut c_void {
    or_out_of_memory(count.checked_mul(size).and_then(raw::allocate_zeroed))
}

/// Memory of `size` bytes with the contents of `object`, as far as they fit. A size of 0 frees, and returns null.
///
/// # Safety
///
/// * As for [`free`], unless the result is null and the size is not 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn realloc(object: *mut c_void, size: usize) -> *mut c_void {
    let Some(old) = NonNull::new(object.cast()) else { return malloc(size) };
    if size == 0 {
        // As glibc does.
        // SAFETY: the caller's.
        unsafe { raw::free(old) };
        return null_mut();
    }
    // SAFETY: the caller's.
    or_out_of_memory(unsafe { raw::resize(old, size) })
}

/// `realloc` of `count` × `size` bytes.
///
/// # Safety
///
/// * As for [`realloc`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn reallocarray(object: *mut c_void, count: usize, size: usize) -> *mut c_void {
    match count.checked_mul(size) {
        // SAFETY: the caller's.
        Some(bytes) => unsafe { realloc(object, bytes) },
        None => fail(libc::ENOMEM),
    }
}

/// `free`, by a name that older programs use.
///
/// # Safety
///
/// * As for [`free`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cfree(object: *mut c_void) {
    // SAFETY: the caller's.
    unsafe { free(object) };
}

/// `free` of C23, with the size that was asked for. It is not believed: an object may have been shrunk in place.
///
/// # Safety
///
/// * As for [`free`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn free_sized(object: *mut c_void, _size: usize) {
    // SAFETY: the caller's.
    unsafe { free(object) };
}

/// `free` of C23 for memory of `aligned_alloc`.
///
/// # Safety
///
/// * As for [`free`].
#[unsafe(no_mangle)]
pub unsafe extern "C" fn free_aligned_sized(object: *mut c_void, _align: usize, _size: usize) {
    // SAFETY: the caller's.
    unsafe { free(object) };
}

/// Bytes of an object, which the program may all use; 0 for null.
#[unsafe(no_mangle)]
pub extern "C" fn malloc_usable_size(object: *mut c_void) -> usize {
    NonNull::new(object.cast()).map_or(0, raw::usable_size)
}
