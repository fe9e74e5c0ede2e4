//! No architecture: the same steps as plain Rust, with an abort possible before each.
//!
//! Compiled for Miri and with `--cfg perseq_model`. Threads are unregistered, as on a kernel without rseq, until a test
//! calls [`run_on`], which plays the kernel: it says on which row the thread runs, and before which step it is
//! interrupted.

extern crate std;

use core::cell::Cell;
use std::thread_local;

use crate::{
    Index,
    abi::Rseq,
    thread::{Block, UNREGISTERED},
};

/// Nothing traps here; the value is one that no architecture has.
pub(crate) const SIGNATURE: u32 = 0;
/// They commit inside [`run_on`].
pub(crate) const HAS_SECTIONS: bool = true;

thread_local! {
    static BLOCK: Cell<Block> = const { Cell::new(Block::fresh()) };
    /// The area of a thread inside [`run_on`].
    static AREA: Cell<Rseq> = const { Cell::new(Rseq {
        cpu_id_start: 0, cpu_id: 0, rseq_cs: 0, flags: 0, node_id: 0, mm_cid: 0, slice_ctrl: 0,
    }) };
    /// True if the thread is inside [`run_on`].
    static REGISTERED: Cell<bool> = const { Cell::new(false) };
    /// Steps until the abort.
    static ABORT_IN: Cell<Option<u32>> = const { Cell::new(None) };
}

/// Runs `body` as a registered thread whose CPU and concurrency id are both `index`. The section that `body` attempts is
/// aborted before its step number `abort_before` (from 0), once.
pub fn run_on<R>(index: u32, abort_before: Option<u32>, body: impl FnOnce() -> R) -> R {
    /// Ends the registration also when `body` panics.
    struct Registered;
    impl Drop for Registered {
        fn drop(&mut self) {
            REGISTERED.set(false);
            ABORT_IN.set(None);
        }
    }
    AREA.set(Rseq {
        cpu_id_start: index,
        cpu_id: index,
        rseq_cs: 0,
        flags: 0,
        node_id: 0,
        mm_cid: index,
        slice_ctrl: 0,
    });
    ABORT_IN.set(abort_before);
    REGISTERED.set(true);
    let _registered = Registered;
    body()
}

/// Returns whether the section is interrupted before the step that comes now.
#[doc(hidden)]
#[must_use]
pub fn interrupted() -> bool {
    match ABORT_IN.get() {
        None => false,
        Some(0) => {
            ABORT_IN.set(None);
            true
        }
        Some(steps) => {
            ABORT_IN.set(Some(steps - 1));
            false
        }
    }
}

/// The index that the kernel would tell this thread.
#[doc(hidden)]
#[must_use]
pub fn index<I: Index>() -> i32 {
    crate::index::load_index::<I>()
}

/// Nothing has to be declared in assembly.
macro_rules! global_asm {
    ($($text:tt)*) => {};
}
pub(crate) use global_asm;

pub(crate) fn block() -> *mut Block {
    BLOCK.with(Cell::as_ptr)
}

#[allow(
    clippy::extra_unused_type_parameters,
    reason = "as in the tables, where it selects the word of the block"
)]
pub(crate) fn area<I: Index>() -> *mut Rseq {
    if REGISTERED.get() { AREA.with(Cell::as_ptr) } else { UNREGISTERED.area() }
}

/// As in the tables, as far as the compiler can be told without assembly. Miri cannot: see the caller.
pub(crate) fn freeze(memory: *mut u8) {
    core::hint::black_box(memory);
}

pub(crate) fn thread_pointer() -> *mut u8 {
    block().cast()
}

#[doc(hidden)]
#[macro_export]
macro_rules! __arch_frame {
    ($($section:tt)*) => { $crate::__frame! { { model } $($section)* } };
}

/// A section as plain Rust. `__frame!` has checked the steps.
#[doc(hidden)]
#[macro_export]
macro_rules! __emit_model {
    ( { check($($index:ident)?) here($($shift:ident)?) guard($($g:ident $guarded:ident)?) at($($h:ident)*) pointers($($p:ident)*) values($($v:ident)*)
        exit($($exit:ident)?) head($(#[$meta:meta])* $vis:vis $name:ident) }
      emit($($step:ident $args:tt)*) ) => {
        $(#[$meta])*
        #[allow(unused_assignments, unused_mut, unused_variables, reason = "not every section uses all")]
        #[allow(clippy::undocumented_unsafe_blocks, reason = "the caller vouches for the pointers")]
        $vis unsafe fn $name<I: $crate::Index>(
            $($index: $crate::__u32,)? $(mut $h: *mut $crate::__usize,)* $(mut $p: *mut $crate::__usize,)* $(mut $v: $crate::__usize),*
        ) -> $crate::Outcome {
            let (mut tmp, mut limit, current) = (0_usize, 0_usize, $crate::model::index::<I>());
            if current < 0 { return $crate::Outcome::Aborted; }
            $(if $index.cast_signed() != current { return $crate::Outcome::Aborted; })?
            let displacement = (current as $crate::__usize) << $crate::pool::STRIDE_SHIFT;
            $($h = $h.wrapping_byte_add(displacement);
              if ($h.addr() as $crate::__isize) < 0 { return $crate::Outcome::Aborted; })*
            $(if unsafe { $g.read() } != 0 { return $crate::Outcome::Guarded; })?
            $(
                if $crate::model::interrupted() { return $crate::Outcome::Aborted; }
                $crate::__model_step!(tmp limit $step $args);
            )*
            $crate::Outcome::Committed
        }
    };
}

/// One step as plain Rust.
#[doc(hidden)]
#[macro_export]
macro_rules! __model_step {
    ($tmp:ident $limit:ident load($a:ident $([$k:literal])?)) => { $tmp = unsafe { $a.add(0 $(+ $k)?).read() } };
    ($tmp:ident $limit:ident sub_load($a:ident $([$k:literal])?)) => {
        $tmp = $tmp.wrapping_sub(unsafe { $a.add(0 $(+ $k)?).read() })
    };
    ($tmp:ident $limit:ident load_at($o:ident)) => {
        $tmp = unsafe { ::core::ptr::with_exposed_provenance::<$crate::__usize>($tmp.wrapping_add($o)).read() }
    };
    ($tmp:ident $limit:ident load_slot($a:ident $([$k:literal])?)) => { $tmp = unsafe { $a.add($tmp $(+ $k)?).read() } };
    ($tmp:ident $limit:ident store_slot($s:ident, $a:ident $([$k:literal])?)) => { unsafe { $a.add($tmp $(+ $k)?).write($s) } };
    ($tmp:ident $limit:ident slot($a:ident $([$k:literal])?)) => { $tmp = $a.wrapping_add($tmp $(+ $k)?).expose_provenance() };
    ($tmp:ident $limit:ident add($n:literal)) => { $tmp = $tmp.wrapping_add_signed($n) };
    ($tmp:ident $limit:ident add($s:ident)) => { $tmp = $tmp.wrapping_add($crate::model::Word::word($s)) };
    ($tmp:ident $limit:ident and($s:ident)) => { $tmp &= $s };
    ($tmp:ident $limit:ident set($p:ident)) => { $p = $crate::model::Word::of($tmp) };
    ($tmp:ident $limit:ident store($s:ident, $a:ident $([$k:literal])?)) => {
        unsafe { $a.add(0 $(+ $k)?).write($crate::model::Word::word($s)) }
    };
    ($tmp:ident $limit:ident store_tmp($a:ident $([$k:literal])?)) => { unsafe { $a.add(0 $(+ $k)?).write($tmp) } };
    ($tmp:ident $limit:ident branch_eq($s:ident, $l:ident)) => { if $tmp == $s { return $crate::Outcome::Exited; } };
    ($tmp:ident $limit:ident branch_ne($s:ident, $l:ident)) => { if $tmp != $s { return $crate::Outcome::Exited; } };
    ($tmp:ident $limit:ident branch_zero($l:ident)) => { if $tmp == 0 { return $crate::Outcome::Exited; } };
    ($tmp:ident $limit:ident branch_above($s:ident, $l:ident)) => { if $tmp > $s { return $crate::Outcome::Exited; } };
    ($tmp:ident $limit:ident branch_below($s:ident, $l:ident)) => { if $tmp < $s { return $crate::Outcome::Exited; } };
    ($tmp:ident $limit:ident limit($a:ident[$k:literal])) => { $limit = unsafe { $a.add($k).read() } };
    ($tmp:ident $limit:ident branch_outside($l:ident)) => { if $tmp >= $limit { return $crate::Outcome::Exited; } };
    ($tmp:ident $limit:ident take_slot($a:ident[$k:literal], $o:ident)) => {{
        let word = unsafe { $a.add($tmp + $k).read() };
        unsafe { $o.write(word) }
    }};
    ($tmp:ident $limit:ident copy($dst:ident, $src:ident, $len:ident)) => {
        unsafe { $src.cast::<$crate::__u8>().copy_to($dst.cast::<$crate::__u8>(), $len) }
    };
    ($tmp:ident $limit:ident commit $args:tt) => { $crate::__model_step!($tmp $limit store $args) };
    ($tmp:ident $limit:ident commit_release $args:tt) => { $crate::__model_step!($tmp $limit store $args) };
    ($tmp:ident $limit:ident commit_tmp $args:tt) => { $crate::__model_step!($tmp $limit store_tmp $args) };
    ($tmp:ident $limit:ident commit_tmp_release $args:tt) => { $crate::__model_step!($tmp $limit store_tmp $args) };
    ($tmp:ident $limit:ident commit_add($s:ident, $a:ident $([$k:literal])?)) => {{
        let at = unsafe { $a.add(0 $(+ $k)?) };
        unsafe { at.write(at.read().wrapping_add($s)) }
    }};
    ($tmp:ident $limit:ident commit_add_at($s:ident)) => {{
        let at = ::core::ptr::with_exposed_provenance_mut::<$crate::__usize>($tmp);
        unsafe { at.write(at.read().wrapping_add($s)) }
    }};
    ($tmp:ident $limit:ident commit_add_at_release($s:ident)) => { $crate::__model_step!($tmp $limit commit_add_at($s)) };
}

/// An operand as the word that a register would hold: sections do not tell addresses from numbers.
#[doc(hidden)]
pub trait Word {
    /// The operand as a word.
    fn word(self) -> usize;
    /// The word as an operand.
    fn of(word: usize) -> Self;
}

impl Word for usize {
    fn word(self) -> usize {
        self
    }

    fn of(word: usize) -> Self {
        word
    }
}

impl Word for *mut usize {
    fn word(self) -> usize {
        self.expose_provenance()
    }

    fn of(word: usize) -> Self {
        core::ptr::with_exposed_provenance_mut(word)
    }
}
