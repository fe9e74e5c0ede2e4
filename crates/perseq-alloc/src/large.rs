//! Objects beyond the classes: mappings of their own, which the heap keeps account of.

use core::ptr::NonNull;

use crate::{heap::Large, middle::MIDDLE};

/// A large object, or `None` when memory is exhausted.
#[cold]
#[inline(never)]
pub(crate) fn take(size: usize, align: usize) -> Option<Large> {
    MIDDLE.quietly(|heap| heap.take_large(size, align))
}

/// The same, of zeroes.
#[cold]
#[inline(never)]
pub(crate) fn take_zeroed(size: usize, align: usize) -> Option<NonNull<u8>> {
    let large = take(size, align)?;
    if !large.is_zero {
        // SAFETY: new, and at least `size` bytes long.
        unsafe { large.start.write_bytes(0, size) };
    }
    Some(large.start)
}

/// Takes a large object back.
///
/// # Safety
///
/// * It came from this module and is used no more.
#[cold]
#[inline(never)]
pub(crate) unsafe fn give(object: NonNull<u8>) {
    // SAFETY: the caller's.
    MIDDLE.quietly(|heap| unsafe { heap.give_large(object) });
}

/// Makes a large object of `old` bytes one of `new` bytes, by moving its pages where that keeps its alignment. `None` when memory is
/// exhausted: then it is as it was.
///
/// # Safety
///
/// * As for [`give`], unless the result is `None`. It has at least `old` bytes.
#[cold]
#[inline(never)]
pub(crate) unsafe fn resize(
    object: NonNull<u8>,
    old: usize,
    new: usize,
    align: usize,
) -> Option<NonNull<u8>> {
    // SAFETY: the caller's.
    if let Some(large) = MIDDLE.quietly(|heap| unsafe { heap.resize_large(object, new) }) {
        return Some(large.start);
    }
    let moved = take(new, align)?.start;
    // SAFETY: both have at least so many bytes, and they are different objects.
    unsafe { moved.copy_from_nonoverlapping(object, old.min(new)) };
    // SAFETY: the caller's.
    unsafe { give(object) };
    Some(moved)
}
