//! No restartable sequences: another system than Linux, or a processor that the kernel's `rseq.h` does not know.
//!
//! Every section aborts without an instruction of its own, so that the optimiser removes it and operations take their slower
//! path at once. The block is an ordinary thread-local: all that it holds there is the thread's number for guards.

extern crate std;

use core::cell::Cell;
use std::thread_local;

use crate::{
    abi::Rseq,
    thread::{Block, UNREGISTERED},
};

/// Nothing traps here; the value is one that no architecture has.
pub(crate) const SIGNATURE: u32 = 0;
/// True if sections can commit on any thread of this target.
pub(crate) const HAS_SECTIONS: bool = false;

thread_local! {
    static BLOCK: Cell<Block> = const { Cell::new(Block::fresh()) };
}

pub(crate) fn block() -> *mut Block {
    BLOCK.with(Cell::as_ptr)
}

#[allow(clippy::extra_unused_type_parameters, reason = "as in the tables")]
pub(crate) fn area<I: crate::Index>() -> *mut Rseq {
    UNREGISTERED.area()
}

/// As in the tables, as far as the compiler can be told without assembly.
pub(crate) fn freeze(memory: *mut u8) {
    core::hint::black_box(memory);
}

/// The rest that the code for Linux asks for.
#[cfg(target_os = "linux")]
mod linux {
    /// glibc registers no thread on such a processor, so no code looks for its area.
    pub(crate) fn thread_pointer() -> *mut u8 {
        super::block().cast()
    }

    /// Nothing has to be declared in assembly.
    macro_rules! global_asm {
        ($($text:tt)*) => {};
    }
    pub(crate) use global_asm;

    /// In place of the entry that `thread/block.rs` makes in assembly.
    #[used]
    #[unsafe(link_section = ".init_array")]
    static ON_LOAD: extern "C" fn() = crate::thread::load::on_load;
}
#[cfg(target_os = "linux")]
pub(crate) use linux::*;

#[doc(hidden)]
#[macro_export]
macro_rules! __arch_frame {
    ($($section:tt)*) => { $crate::__frame! { { none } $($section)* } };
}

/// A section that always aborts. `__frame!` has checked the steps.
#[doc(hidden)]
#[macro_export]
macro_rules! __emit_none {
    ( { check($($index:ident)?) here($($shift:ident)?) guard($($g:ident $guarded:ident)?) at($($h:ident)*) pointers($($p:ident)*) values($($v:ident)*)
        exit($($exit:ident)?) head($(#[$meta:meta])* $vis:vis $name:ident) }
      emit($($steps:tt)*) ) => {
        $(#[$meta])*
        #[allow(unused_variables, reason = "nothing is done")]
        #[inline(always)]
        $vis unsafe fn $name<I: $crate::Index>(
            $($index: $crate::__u32,)? $($h: *mut $crate::__usize,)* $($p: *mut $crate::__usize,)* $($v: $crate::__usize),*
        ) -> $crate::Outcome {
            $crate::Outcome::Aborted
        }
    };
}
