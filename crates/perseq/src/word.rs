//! Values that a section can move: one machine word each.

use core::{
    marker::PhantomData,
    num::{NonZeroU32, NonZeroUsize},
    ptr::NonNull,
};
use std::{boxed::Box, sync::Arc};

/// A value that is one word, so that a critical section can move it in one instruction.
///
/// Anything else goes in a `Box`. The word owns what the value owned until it is made a value again.
///
/// # Safety
///
/// * `from_word(value.into_word())` is `value` again, on any thread to which `Self` may be sent.
/// * Neither panics.
pub unsafe trait Word: Sized {
    /// The value as a word.
    fn into_word(self) -> usize;

    /// The value again.
    ///
    /// # Safety
    ///
    /// * `word` came from [`into_word`](Self::into_word), and is made a value once.
    unsafe fn from_word(word: usize) -> Self;
}

/// The field of a structure that owns items of type `T` as words, and takes them through `&self`.
///
/// The first part owns: `Send`, `Sync` and unwinding are decided by `T`. The second makes the structure invariant in
/// `T`: with a covariant one, safe code could shorten the lifetimes in the type, put a reference in that lives that
/// short, and take it out as the longer one.
pub(crate) type Owns<T> = PhantomData<(T, fn(T) -> T)>;

/// Numbers that fit a word.
macro_rules! numbers {
    ($($type:ty)*) => { $(
        // SAFETY: a number that fits a word survives the way there and back.
        unsafe impl Word for $type {
            #[inline(always)]
            fn into_word(self) -> usize {
                self as usize
            }

            #[inline(always)]
            unsafe fn from_word(word: usize) -> Self {
                word as $type
            }
        }
    )* };
}

numbers!(usize isize u8 i8 u16 i16 u32 i32);
#[cfg(target_pointer_width = "64")]
numbers!(u64 i64);

/// Numbers that are not 0 and fit a word.
macro_rules! nonzero {
    ($($type:ty: $number:ty),*) => { $(
        // SAFETY: as for plain numbers; the value was not 0 before, so it is not 0 after.
        unsafe impl Word for $type {
            #[inline(always)]
            fn into_word(self) -> usize {
                self.get() as usize
            }

            #[inline(always)]
            unsafe fn from_word(word: usize) -> Self {
                // SAFETY: the caller's promise: the word came from a value that was not 0.
                unsafe { Self::new_unchecked(word as $number) }
            }
        }
    )* };
}

nonzero!(NonZeroUsize: usize, NonZeroU32: u32);
#[cfg(target_pointer_width = "64")]
nonzero!(core::num::NonZeroU64: u64);

/// Owners that are one thin pointer.
macro_rules! pointers {
    ($($(#[$why:meta])* ($($bound:tt)*) $type:ty, $value:ident => $into:expr, $pointer:ident => $from:expr;)*) => { $(
        // SAFETY: the pointer survives the way there and back with its provenance exposed in between, and with it the
        // ownership.
        unsafe impl<$($bound)*> Word for $type {
            #[inline(always)]
            fn into_word(self) -> usize {
                let $value = self;
                ($into).expose_provenance()
            }

            #[inline(always)]
            unsafe fn from_word(word: usize) -> Self {
                // SAFETY: no such value is null; saying so saves a caller that asks for an `Option` a test.
                unsafe { core::hint::assert_unchecked(word != 0) };
                let $pointer = core::ptr::with_exposed_provenance_mut::<T>(word);
                // SAFETY: the caller's promise: the pointer came from such a value, whose ownership it still has.
                unsafe { $from }
            }
        }
    )* };
}

pointers! {
    (T) Box<T>, value => Box::into_raw(value), pointer => Box::from_raw(pointer);
    (T) Arc<T>, value => Arc::into_raw(value), pointer => Arc::from_raw(pointer.cast_const());
    (T) NonNull<T>, value => value.as_ptr(), pointer => NonNull::new_unchecked(pointer);
    (T: 'static) &'static T, value => core::ptr::from_ref(value), pointer => &*pointer;
}

// SAFETY: `None` is the null pointer, which no box has.
unsafe impl<T> Word for Option<Box<T>> {
    #[inline(always)]
    fn into_word(self) -> usize {
        self.map_or(0, Word::into_word)
    }

    #[inline(always)]
    unsafe fn from_word(word: usize) -> Self {
        // SAFETY: the caller's promise.
        (word != 0).then(|| unsafe { Box::from_word(word) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there_and_back<T: Word + Clone + PartialEq + core::fmt::Debug>(value: T) {
        // SAFETY: the word came from `into_word`, once.
        assert_eq!(unsafe { T::from_word(value.clone().into_word()) }, value);
    }

    #[test]
    fn values_survive_the_way_through_a_word() {
        there_and_back(usize::MAX);
        there_and_back(-5_i32);
        there_and_back(i8::MIN);
        there_and_back(NonZeroU32::MIN);
        there_and_back(Box::new(String::from("boxed")));
        there_and_back(Arc::new(7));
        there_and_back(Some(Box::new(1)));
        there_and_back(None::<Box<u8>>);
        static SEVENTEEN: u32 = 17;
        there_and_back::<&'static u32>(&SEVENTEEN);
    }
}
