//! Notes to sanitizers, which see no access that a section makes, for its instructions are assembly.
//!
//! * ThreadSanitizer: a section orders what its thread did before it and does after it like a lock of its item: [`release`] and
//!   [`acquire`]. So does the holder of a row. Items of perseq are named by the address of their row 0, also where a section was given
//!   that of another row ([`row_0`]).
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

/// Orders what threads did before they called [`release`] with this item before what this thread does now.
#[inline(always)]
pub fn acquire(item: *mut usize) {
    let _ = item;
    #[cfg(perseq_tsan)]
    // SAFETY: the address is only a name.
    unsafe {
        __tsan_acquire(name(item));
    }
}

/// See [`acquire`].
#[inline(always)]
pub fn release(item: *mut usize) {
    let _ = item;
    #[cfg(perseq_tsan)]
    // SAFETY: as above.
    unsafe {
        __tsan_release(name(item));
    }
}

/// Orders what a thread did before it stored to this word with release before what this thread does now: a section has read the word.
#[inline(always)]
pub fn acquire_word(word: *mut usize) {
    let _ = word;
    #[cfg(perseq_tsan)]
    // SAFETY: as above; the word is in memory.
    unsafe {
        __tsan_acquire(word);
    }
}

/// The address by which items of perseq are named, of a pointer to row `index`. Of another pointer it is a name, too.
#[inline(always)]
pub fn row_0(index: u32, row: *mut usize) -> *mut usize {
    row.wrapping_byte_sub((index as usize) << crate::pool::STRIDE_SHIFT)
}

/// The name of an item. Not its address: that may be one for which the sanitizer has no memory (near
/// [`UNPLACED`](crate::pool::UNPLACED), or before memory that is in no pool). Items that share a name are only ordered more.
#[cfg(perseq_tsan)]
fn name(item: *mut usize) -> *mut usize {
    use core::sync::atomic::AtomicUsize;
    const NAMES: usize = 4096;
    static ALL: [AtomicUsize; NAMES] = [const { AtomicUsize::new(0) }; NAMES];
    ALL[item.addr() / size_of::<usize>() % NAMES].as_ptr()
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

/// The output of a section that has committed: what it has written.
///
/// # Safety
///
/// * A section has written all of `output`.
#[inline(always)]
pub unsafe fn output<T: Copy>(output: &core::mem::MaybeUninit<T>) -> T {
    written(output.as_ptr(), size_of::<T>());
    // SAFETY: the caller's.
    unsafe { output.assume_init_read() }
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
