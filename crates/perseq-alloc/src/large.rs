//! Objects beyond the classes: mappings of their own, which the heap keeps account of.

use core::ptr::NonNull;

use crate::{heap::Large, middle::MIDDLE, profile, rows};

/// A large object, or `None` when memory is exhausted.
#[cold]
#[inline(never)]
pub(crate) fn take(size: usize, align: usize) -> Option<Large> {
    let large = MIDDLE.quietly(|heap| heap.take_large(size, align));
    if let Some(large) = &large {
        note(large);
    }
    // A program may have large objects only, and then comes by nowhere else.
    _ = rows::tick();
    large
}

/// Notes a new object, or one that has become another size, if a heap profile is taken.
#[inline(always)]
fn note(large: &Large) {
    if rows::is_counting() {
        let here = 0_u8;
        profile::allocated(large.start.addr().get(), large.bytes, (&raw const here).addr());
    }
}

/// Notes that an object is about to be no more; its site, if it was sampled.
fn note_end(object: NonNull<u8>) -> Option<profile::SiteId> {
    if rows::is_counting() { profile::freed(object.addr().get()) } else { None }
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
    _ = note_end(object);
    // SAFETY: the caller's.
    MIDDLE.quietly(|heap| unsafe { heap.give_large(object) });
    _ = rows::tick();
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
    // The old place may be another thread's at once.
    let site = note_end(object);
    // SAFETY: the caller's.
    if let Some(large) = MIDDLE.quietly(|heap| unsafe { heap.resize_large(object, new) }) {
        note(&large);
        _ = rows::tick();
        return Some(large.start);
    }
    let Some(Large { start: moved, .. }) = take(new, align) else {
        if let Some(site) = site {
            profile::kept(object.addr().get(), site);
        }
        return None;
    };
    // SAFETY: both have at least so many bytes, and they are different objects.
    unsafe { moved.copy_from_nonoverlapping(object, old.min(new)) };
    // SAFETY: the caller's.
    unsafe { give(object) };
    Some(moved)
}
