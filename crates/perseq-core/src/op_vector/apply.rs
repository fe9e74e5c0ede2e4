//! Doing one operation, on memory that no other thread writes at the same time.

use core::sync::atomic::{Ordering::SeqCst, fence};

use super::{Op, Word};

/// Does `op`; `false` if it is a comparison that fails.
///
/// # Safety
///
/// * The vector that it is of was checked, and [`OpVector::apply`](super::OpVector::apply)'s contract holds.
pub(super) unsafe fn one(op: Op) -> bool {
    match op {
        // SAFETY: the caller's promise.
        Op::CompareEq { a, b, len } => return unsafe { equal(a, b, len) },
        // SAFETY: the caller's promise.
        Op::CompareNe { a, b, len } => return !unsafe { equal(a, b, len) },
        // SAFETY: the caller's promise; a checked copy does not overlap.
        Op::Copy { to, from, len } => unsafe { to.copy_from_nonoverlapping(from, len) },
        // SAFETY: the caller's promise.
        Op::Add(word, n) => unsafe { change(word, |old| old.wrapping_add_signed(n)) },
        // SAFETY: the caller's promise.
        Op::Or(word, mask) => unsafe { change(word, |old| old | mask) },
        // SAFETY: the caller's promise.
        Op::And(word, mask) => unsafe { change(word, |old| old & mask) },
        // SAFETY: the caller's promise.
        Op::Xor(word, mask) => unsafe { change(word, |old| old ^ mask) },
        // SAFETY: the caller's promise.
        Op::ShiftLeft(word, bits) => unsafe { change(word, |old| old << bits) },
        // SAFETY: the caller's promise.
        Op::ShiftRight(word, bits) => unsafe { change(word, |old| old >> bits) },
        Op::Barrier => fence(SeqCst),
    }
    true
}

/// Returns whether `len` bytes are equal.
///
/// # Safety
///
/// * Both are valid for reads of `len` bytes that no other thread writes during the call.
unsafe fn equal(a: *const u8, b: *const u8, len: usize) -> bool {
    // SAFETY: the caller's promise.
    let a = unsafe { core::slice::from_raw_parts(a, len) };
    // SAFETY: the caller's promise.
    a == unsafe { core::slice::from_raw_parts(b, len) }
}

/// Replaces a number by what `f` makes of it, cut to its size.
///
/// # Safety
///
/// * It is valid for reads and writes, and aligned.
unsafe fn change(Word { at, size }: Word, f: impl FnOnce(u64) -> u64) {
    /// The same for each type.
    macro_rules! of {
        ($type:ty) => {{
            let at = at.cast::<$type>();
            // SAFETY: the caller's promise.
            let old = unsafe { at.read() };
            // SAFETY: the caller's promise.
            unsafe { at.write(f(u64::from(old)) as $type) }
        }};
    }
    match size {
        1 => of!(u8),
        2 => of!(u16),
        4 => of!(u32),
        _ => of!(u64),
    }
}
