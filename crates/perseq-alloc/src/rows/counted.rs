//! Operations while a heap profile is taken, with a look at what is sampled; and hardened ones.

use core::{ptr::NonNull, sync::atomic::Ordering::Relaxed};

use super::{BY_CPU, BY_CPUS, BY_ID, COUNTED, HARDENED, MODE, begin_by};
use crate::{classes::Class, hardened, profile};

/// Begins or ends counting. One thread at a time.
pub(crate) fn count(does: bool) {
    if does {
        begin_by(COUNTED);
    } else if MODE.fetch_and(!COUNTED, Relaxed) & (BY_CPUS | HARDENED) == 0 {
        // A thread that finds no concurrency ids in between is not heard, and finds none again.
        BY_ID.is_passed.store(false, Relaxed);
    }
}

/// Returns whether operations are counted.
#[inline]
pub(crate) fn is_counting() -> bool {
    has(COUNTED)
}

/// Hardens operations from now on.
pub(crate) fn harden() {
    begin_by(HARDENED);
}

#[inline]
fn has(what: u8) -> bool {
    MODE.load(Relaxed) & what != 0
}

#[cold]
#[inline(never)]
pub(super) fn allocate(class: Class) -> Option<NonNull<u8>> {
    let object = if has(HARDENED) {
        hardened::allocate(class)
    } else if has(BY_CPUS) {
        BY_CPU.allocate(class)
    } else {
        BY_ID.allocate(class)
    }?;
    let here = 0_u8;
    if is_counting() {
        profile::allocated(object.addr().get(), class.size(), (&raw const here).addr());
    }
    Some(object)
}

/// # Safety
///
/// * As for [`free`](super::free).
#[cold]
#[inline(never)]
pub(super) unsafe fn free(class: Class, object: NonNull<u8>) {
    if is_counting() {
        // Before another thread can have the object.
        _ = profile::freed(object.addr().get());
    }
    if has(HARDENED) {
        // SAFETY: the caller's.
        unsafe { hardened::free(class, object) };
    } else if has(BY_CPUS) {
        BY_CPU.free(class, object);
    } else {
        BY_ID.free(class, object);
    }
}
