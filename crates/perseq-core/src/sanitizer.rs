//! Notes to sanitizers, which see no access that a section makes, for its instructions are assembly.
//!
//! * ThreadSanitizer: a section orders what its thread did before it and does after it like a lock of its rows: [`release`] and
//!   [`acquire`]. So does the holder of a row.
//! * MemorySanitizer: a section has written its output: [`written`].
//! * LeakSanitizer and AddressSanitizer: rows may hold the only pointer to an allocation: `scan` and `forget`.
//!
//! The build script sees which sanitizer a crate is built with. Without one, all of these are empty.

#[cfg(perseq_asan)]
unsafe extern "C" {
    fn __lsan_register_root_region(start: *const u8, len: usize);
    fn __lsan_unregister_root_region(start: *const u8, len: usize);
}
#[cfg(perseq_msan)]
unsafe extern "C" {
    fn __msan_unpoison(start: *const u8, len: usize);
}
#[cfg(perseq_tsan)]
unsafe extern "C" {
    fn __tsan_acquire(address: *mut usize);
    fn __tsan_release(address: *mut usize);
}

/// Orders what threads did before they called [`release`] with this address before what this thread does now.
#[inline(always)]
pub fn acquire(address: *mut usize) {
    let _ = address;
    #[cfg(perseq_tsan)]
    if is_placed(address) {
        // SAFETY: the address is only a name, and one that the sanitizer can have something about.
        unsafe { __tsan_acquire(address) };
    }
}

/// See [`acquire`].
#[inline(always)]
pub fn release(address: *mut usize) {
    let _ = address;
    #[cfg(perseq_tsan)]
    if is_placed(address) {
        // SAFETY: as above.
        unsafe { __tsan_release(address) };
    }
}

/// Returns whether this is an address: one near [`UNPLACED`](crate::pool::UNPLACED) is none, and the sanitizer has no memory
/// for it.
#[cfg(perseq_tsan)]
#[inline(always)]
fn is_placed(address: *mut usize) -> bool {
    (address as usize).cast_signed() > 0
}

/// A section has written `len` bytes at `start`.
#[inline(always)]
pub fn written<T>(start: *const T, len: usize) {
    let _ = (start, len);
    #[cfg(perseq_msan)]
    // SAFETY: changes what the sanitizer believes of that memory.
    unsafe {
        __msan_unpoison(start.cast(), len);
    }
}

/// Pointers may be in this mapping.
pub(crate) fn scan(start: *const u8, len: usize) {
    let _ = (start, len);
    #[cfg(perseq_asan)]
    // SAFETY: the mapping is live until `forget`.
    unsafe {
        __lsan_register_root_region(start, len);
    }
}

/// The mapping of [`scan`] is about to go.
pub(crate) fn forget(start: *const u8, len: usize) {
    let _ = (start, len);
    #[cfg(perseq_asan)]
    // SAFETY: it was registered with the same bounds.
    unsafe {
        __lsan_unregister_root_region(start, len);
    }
}
