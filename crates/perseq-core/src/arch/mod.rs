//! The architectures: one table of steps each, as data. The only place that asks for `target_arch`.
//!
//! A table maps every step of the frame and of the vocabulary ([`critical_section!`](crate::critical_section))
//! to assembly text. `README.md` beside this file compares the tables. Names in the text:
//!
//! | name | holds |
//! |---|---|
//! | `{_area}` | address of the thread's `struct rseq` |
//! | `{_slot}` | offset of the pointer to it in the thread's block ([`Index::SLOT`](crate::Index)) |
//! | `{_field}` | offset of the index in it ([`Index::FIELD`](crate::Index)) |
//! | `{_tmp}` | the value that steps hand on |
//! | `{_tmp2}` | scratch, and in the head of a `here` section the displacement of this CPU's row |
//! | `{_shift}` | `STRIDE_SHIFT`, in `here` sections |
//! | `{_abort}`, `{exit}`, `{_guarded}` | where an abort, an exit and a taken guard continue, in Rust |
//!
//! Labels: `2` start, `3` post-commit, `4` abort, `5` descriptor, `6`–`9` inside one
//! step, `65` and `66` for places that steps share.

/// The three things that Rust code asks of an architecture outside sections, from the same table.
#[allow(unused_macros, reason = "the model and targets without sections have no assembly")]
macro_rules! arch_accessors {
    ( address($addr:ident) clobber($($clobber:tt)*) options($($option:ident)*) ) => {
        pub(crate) use crate::__global_asm as global_asm;

        /// True if sections can commit on any thread of this target.
        pub(crate) const HAS_SECTIONS: bool = true;

        /// This thread's block.
        #[allow(bad_asm_style, reason = "x86 needs a line of AT&T syntax")]
        #[inline(always)]
        pub(crate) fn block() -> *mut crate::thread::Block {
            let area: *mut crate::thread::Block;
            // SAFETY: computes an address of this thread's. Not `pure`: a task that is polled on another thread
            // must not find the address of the first.
            unsafe { crate::__asm!("/* {_tmp} */", crate::__step!(thread_block()),
                _area = out($addr) area, _tmp = out($addr) _, $($clobber)* options($($option)*)) };
            area
        }

        /// The area that this thread's sections by `I` go through.
        #[allow(bad_asm_style, reason = "as above")]
        #[inline(always)]
        pub(crate) fn area<I: crate::Index>() -> *mut crate::abi::Rseq {
            let area: *mut crate::abi::Rseq;
            // SAFETY: loads one word of this thread's block (contract BLOCK).
            unsafe { crate::__asm!("/* {_tmp} */", crate::__step!(thread()), _slot = const I::SLOT,
                _area = out($addr) area, _tmp = out($addr) _, $($clobber)* options(readonly $(, $option)*)) };
            area
        }

        /// Gives every byte of the allocation that `memory` points into the value that it has in memory: padding of a value that was
        /// moved there has none for the compiler, which could take it for another one each time.
        pub(crate) fn freeze(memory: *mut u8) {
            // SAFETY: no instruction. To the compiler it is code that may have written all that the address leads to, and so a
            // program that has written what is there.
            unsafe { crate::__asm!("/* {_area} */", _area = in($addr) memory, options(nostack, preserves_flags)) };
        }

        /// The thread pointer.
        pub(crate) fn thread_pointer() -> *mut u8 {
            let area: *mut u8;
            // SAFETY: reads a register, or on x86 the word that the ABI keeps it in.
            unsafe { crate::__asm!("/* {_tmp} */", crate::__step!(thread_pointer()),
                _area = out($addr) area, _tmp = out($addr) _, $($clobber)* options($($option)*)) };
            area
        }
    };
}

#[cfg_attr(any(miri, perseq_model), path = "model.rs")]
#[cfg_attr(all(not(any(miri, perseq_model)), not(target_os = "linux")), path = "none.rs")]
#[cfg_attr(
    all(not(any(miri, perseq_model)), target_os = "linux", target_arch = "x86_64"),
    path = "x86_64.rs"
)]
#[cfg_attr(all(not(any(miri, perseq_model)), target_os = "linux", target_arch = "x86"), path = "x86.rs")]
#[cfg_attr(
    all(not(any(miri, perseq_model)), target_os = "linux", target_arch = "aarch64"),
    path = "aarch64.rs"
)]
#[cfg_attr(all(not(any(miri, perseq_model)), target_os = "linux", target_arch = "arm"), path = "arm.rs")]
#[cfg_attr(
    all(not(any(miri, perseq_model)), target_os = "linux", target_arch = "riscv64"),
    path = "riscv64.rs"
)]
#[cfg_attr(
    all(not(any(miri, perseq_model)), target_os = "linux", target_arch = "powerpc64"),
    path = "powerpc64.rs"
)]
#[cfg_attr(
    all(not(any(miri, perseq_model)), target_os = "linux", target_arch = "powerpc"),
    path = "powerpc.rs"
)]
#[cfg_attr(all(not(any(miri, perseq_model)), target_os = "linux", target_arch = "s390x"), path = "s390x.rs")]
#[cfg_attr(
    all(not(any(miri, perseq_model)), target_os = "linux", target_arch = "loongarch64"),
    path = "loongarch64.rs"
)]
#[cfg_attr(
    all(perseq_mips, not(any(miri, perseq_model)), target_os = "linux", target_arch = "mips64"),
    path = "mips64.rs"
)]
#[cfg_attr(
    all(perseq_mips, not(any(miri, perseq_model)), target_os = "linux", target_arch = "mips"),
    path = "mips.rs"
)]
#[cfg_attr(
    all(
        not(any(miri, perseq_model)),
        target_os = "linux",
        not(any(
            target_arch = "x86_64",
            target_arch = "x86",
            target_arch = "aarch64",
            target_arch = "arm",
            target_arch = "riscv64",
            target_arch = "powerpc64",
            target_arch = "powerpc",
            target_arch = "s390x",
            target_arch = "loongarch64"
        )),
        not(all(perseq_mips, any(target_arch = "mips64", target_arch = "mips"))),
    ),
    path = "none.rs"
)]
mod imp;

pub(crate) use imp::*;
#[cfg(any(miri, perseq_model))]
pub use imp::{Word, index, interrupted, run_on};

/// True if some kernels of this architecture restart no section: see `thread/restarts`.
#[cfg(target_arch = "aarch64")]
pub(crate) const HAS_KERNELS_WITHOUT_RESTARTS: bool = true;
/// There are none.
#[cfg(not(target_arch = "aarch64"))]
pub(crate) const HAS_KERNELS_WITHOUT_RESTARTS: bool = false;

/// A word of the target, as data.
#[cfg(target_pointer_width = "64")]
#[doc(hidden)]
#[macro_export]
macro_rules! __word {
    ($($value:literal),+) => { concat!($(".quad ", $value, "\n"),+) };
}
/// A word of the target, as data.
#[cfg(target_pointer_width = "32")]
#[doc(hidden)]
#[macro_export]
macro_rules! __word {
    ($($value:literal),+) => { concat!($(".long ", $value, "\n"),+) };
}

/// An address as the 64-bit datum that `struct rseq_cs` wants.
#[cfg(target_pointer_width = "64")]
#[doc(hidden)]
#[macro_export]
macro_rules! __word64 {
    ($($value:expr),+) => {
        concat!(".quad ", $($value,)+ "\n")
    };
}
/// An address as the 64-bit datum that `struct rseq_cs` wants.
#[cfg(all(target_pointer_width = "32", target_endian = "little"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __word64 {
    ($($value:expr),+) => {
        concat!(".long ", $($value,)+ ", 0\n")
    };
}
/// An address as the 64-bit datum that `struct rseq_cs` wants.
#[cfg(all(target_pointer_width = "32", target_endian = "big"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __word64 {
    ($($value:expr),+) => {
        concat!(".long 0, ", $($value,)+ "\n")
    };
}

/// Offset at which a 32-bit program stores the low half of `rseq_cs`; the other half stays 0.
#[cfg(all(target_pointer_width = "32", target_endian = "little"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __rseq_cs_low {
    () => {
        "8"
    };
}
/// Offset at which a 32-bit program stores the low half of `rseq_cs`; the other half stays 0.
#[cfg(all(target_pointer_width = "32", target_endian = "big"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __rseq_cs_low {
    () => {
        "12"
    };
}

/// Tells ThreadSanitizer of a section, for each of its items: `release` before it, `acquire` after it. Pointers of a section that was
/// given an index are to the row of that index.
#[cfg(perseq_tsan)]
#[doc(hidden)]
#[macro_export]
macro_rules! __sanitize {
    ($what:ident () ($($item:ident)*) ($($pointer:ident)*)) => { $($crate::sanitizer::$what($item);)* };
    ($what:ident ($index:ident) () ()) => {};
    ($what:ident ($index:ident) () ($row:ident $($rows:ident)*)) => {
        $crate::sanitizer::$what($crate::sanitizer::row_0($index, $row));
        $crate::__sanitize! { $what ($index) () ($($rows)*) }
    };
}
/// Without ThreadSanitizer: nothing.
#[cfg(not(perseq_tsan))]
#[doc(hidden)]
#[macro_export]
macro_rules! __sanitize {
    ($($rest:tt)*) => {};
}
