//! Types whose value of all zero bytes is good: their per-CPU copies need no memory until they are written.

use core::sync::atomic::{
    AtomicBool, AtomicI8, AtomicI16, AtomicI32, AtomicI64, AtomicIsize, AtomicU8, AtomicU16, AtomicU32,
    AtomicU64, AtomicUsize,
};

/// A type for which all bytes zero is a valid value.
///
/// # Safety
///
/// * All bytes zero is a valid value of the type.
#[allow(unsafe_code, reason = "an unsafe trait")]
pub unsafe trait Zeroable {}

macro_rules! zeroable {
    ($($type:ty)*) => { $(
        #[allow(unsafe_code, reason = "an unsafe trait")]
        // SAFETY: an integer, or the atomic or array of such: zero bytes are its zero.
        unsafe impl Zeroable for $type {}
    )* };
}

zeroable! {
    u8 u16 u32 u64 u128 usize i8 i16 i32 i64 i128 isize bool
    AtomicU8 AtomicU16 AtomicU32 AtomicU64 AtomicUsize
    AtomicI8 AtomicI16 AtomicI32 AtomicI64 AtomicIsize AtomicBool
}

#[allow(unsafe_code, reason = "an unsafe trait")]
// SAFETY: an array of zeroes is one of zero bytes.
unsafe impl<T: Zeroable, const N: usize> Zeroable for [T; N] {}
