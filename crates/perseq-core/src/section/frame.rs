//! The frame of a critical section, written once: descriptor, entry, index, commit, abort.
//!
//! ```text
//!            area = thread's struct rseq             |
//!            area->rseq_cs = &descriptor             |  the kernel now knows
//!   start →  check: area->index == index, or         |  read INSIDE: cannot change before the commit
//!            here:  row = area->index << shift       |  without an abort
//!            guarded: leave if the row's guard is    |
//!            taken                                   |
//!            …steps…                                 |  loads, and stores that no thread reads yet
//!            commit                                  |  one store makes it so
//!   post →   …                                       |
//!   abort →  (signature before it) back to Rust: Outcome::Aborted
//! ```
//!
//! An architecture's table (`arch/*.rs`) says how each step is spelled and which of the two operand schemes
//! below it takes. Everything else of a section is here. All operands are scratch: a step may use them up.

/// Declares a restartable critical section as a function, for every architecture.
///
/// A section is a list of steps that ends in one **commit**. If the thread is preempted, migrated or interrupted
/// by a signal before the commit, the kernel sends it to the abort address: whatever the section stored until then
/// must be invisible to others (a slot not yet published, an output of the caller's).
///
/// # Four forms
///
/// ```text
/// fn name(on index;             pointers: p, q; values: x, y) else exit { steps }
/// fn name(on index, guarded: g; pointers: p;    values: x)    else exit { steps }
/// fn name(here: v, w;           pointers: p;    values: x)    else exit { steps }
/// fn name(guarded: v, w;        pointers: p;    values: x)    else exit { steps }
/// ```
///
/// * `on index` takes the row's index as its first argument and aborts unless the thread still has it:
///   `unsafe fn name<I: Index>(index: u32, p: *mut usize, …, x: usize, …) -> Outcome`.
/// * `on index, guarded` is `on index` for rows that are in no pool: the word at `g` is the row's [guard](crate::guard), and the
///   section leaves with [`Outcome::Guarded`] if it is taken. (A step that loads the guard would not do: it is read with acquire.)
///   `unsafe fn name<I: Index>(index: u32, g: *mut usize, p: *mut usize, …, x: usize, …) -> Outcome`.
/// * `here` reads the index inside the section: the pointers after `here:` are to row 0 of a [pool](crate::pool)
///   and the section itself moves them to the row of the CPU (or concurrency id) that it runs on:
///   `unsafe fn name<I: Index>(v: *mut usize, w: …, p: …, x: usize) -> Outcome`.
/// * `guarded` is `here`, and the first word of the first pointer's row is a [guard](crate::guard): the section leaves
///   with [`Outcome::Guarded`] if it is taken. Only such sections, and those that compare with the row's `limit` before
///   they look at anything else of it, can be kept out of a row by a guard's holder.
///
/// `pointers:` and `values:` may be left out when empty; `else exit` names the label of [`Outcome::Exited`].
///
/// # Steps
///
/// One value, `tmp`, is handed from step to step. Words are `usize`. `p[k]`, with a literal k, is the word k words
/// after `p`; `p` alone is `p[0]`. Comparisons are unsigned.
///
/// | step | does | | commit | does |
/// |---|---|---|---|---|
/// | `load(p[k])` | `tmp = p[k]` | | `commit(x, p[k])` | `p[k] = x` |
/// | `load_at(x)` | `tmp = *(tmp + x)` | | `commit_tmp(p[k])` | `p[k] = tmp` |
/// | `load_slot(p[k])` | `tmp = p[k + tmp]` | | `commit_add(x, p[k])` | `p[k] += x` |
/// | `slot(p[k])` | `tmp = &p[k + tmp]` | | `commit_add_at(x)` | `*tmp += x` |
/// | `add(x)`, `add(-1)` | `tmp += x` | | `commit_release(x, p[k])` | `p[k] = x`, release |
/// | `sub_load(p[k])` | `tmp -= p[k]` | | `commit_tmp_release(p[k])` | `p[k] = tmp`, release |
/// | `and(x)` | `tmp &= x` | | `commit_add_at_release(x)` | `*tmp += x`, release |
/// | `set(p)` | `p = tmp` | | `limit(p[k])` | `limit = p[k]`, acquire; kept by `load` and `add` |
/// | `store(x, p[k])` | `p[k] = x` | | `branch_eq(x, exit)` | leave if `tmp == x` |
/// | `store_tmp(p[k])` | `p[k] = tmp` | | `branch_ne(x, exit)` | leave if `tmp != x` |
/// | `store_slot(x, p[k])` | `p[k + tmp] = x` | | `branch_zero(exit)` | leave if `tmp == 0` |
/// | `copy(p, q, x)` | copy `x` bytes from `q` to `p` | | `branch_above(x, exit)` | leave if `tmp > x` |
/// | `take_slot(p[k], q)` | `*q = p[k + tmp]` | | `branch_below(x, exit)` | leave if `tmp < x` |
/// | | | | `branch_outside(exit)` | leave if `tmp >= limit` |
///
/// `copy` uses up its three operands and `tmp`. Between `limit` and its `branch_outside` only `load` and `add` are allowed: other
/// steps use the limit's register on some architecture. Anything else is refused when it is compiled, and so is a section without
/// commit or with a commit that is not last.
///
/// # Safety of the function that is declared
///
/// The caller vouches that every pointer is valid for the accesses that the steps make of it, and that only
/// sections of the same index (and holders of exclusive access) write the memory that the commit publishes.
///
/// # Example
///
/// ```
/// use perseq_core::{ByCpuId, Outcome, critical_section, pool::Pool, section};
///
/// critical_section! {
///     /// Adds `x` to this CPU's `v` unless it is `limit` already.
///     unsafe fn add_below(here: v; values: limit, x) else full {
///         load(v);
///         branch_eq(limit, full);
///         add(x);
///         commit_tmp(v);
///     }
/// }
///
/// let pool = Pool::<ByCpuId>::new();
/// let item = pool.allocate(8, 8)?;
/// // SAFETY: `item` is live and only this section writes it.
/// let outcome = section::retry_here::<ByCpuId>(|| unsafe { add_below::<ByCpuId>(item.base().cast(), 10, 1) });
/// # #[cfg(not(any(miri, perseq_model)))]
/// assert!(outcome == Outcome::Committed || perseq_core::thread::attach().is_err());
/// // SAFETY: no thread uses the item any more.
/// unsafe { pool.free(item) };
/// # Ok::<(), perseq_core::Error>(())
/// ```
///
/// [`Outcome::Exited`]: crate::Outcome::Exited
/// [`Outcome::Guarded`]: crate::Outcome::Guarded
#[macro_export]
macro_rules! critical_section {
    ( $(#[$meta:meta])* $vis:vis unsafe fn $name:ident
      ( on $index:ident $(; pointers: $($p:ident),+)? $(; values: $($v:ident),+)? )
      $(else $exit:ident)? { $($body:tt)* } ) => {
        $crate::__arch_frame! {
            { check($index) here() guard() at() pointers($($($p)+)?) values($($($v)+)?) exit($($exit)?)
              head($(#[$meta])* $vis $name) } checked() body($($body)*)
        }
    };
    ( $(#[$meta:meta])* $vis:vis unsafe fn $name:ident
      ( on $index:ident, guarded: $g:ident $(; pointers: $($p:ident),+)? $(; values: $($v:ident),+)? )
      $(else $exit:ident)? { $($body:tt)* } ) => {
        $crate::__arch_frame! {
            { check($index) here() guard($g _guarded) at() pointers($g $($($p)+)?) values($($($v)+)?)
              exit($($exit)?) head($(#[$meta])* $vis $name) } checked() body($($body)*)
        }
    };
    ( $(#[$meta:meta])* $vis:vis unsafe fn $name:ident
      ( here: $($h:ident),+ $(; pointers: $($p:ident),+)? $(; values: $($v:ident),+)? )
      $(else $exit:ident)? { $($body:tt)* } ) => {
        $crate::__arch_frame! {
            { check() here(_shift) guard() at($($h)+) pointers($($($p)+)?) values($($($v)+)?) exit($($exit)?)
              head($(#[$meta])* $vis $name) } checked() body($($body)*)
        }
    };
    ( $(#[$meta:meta])* $vis:vis unsafe fn $name:ident
      ( guarded: $g:ident $(, $h:ident)* $(; pointers: $($p:ident),+)? $(; values: $($v:ident),+)? )
      $(else $exit:ident)? { $($body:tt)* } ) => {
        $crate::__arch_frame! {
            { check() here(_shift) guard($g _guarded) at($g $($h)*) pointers($($($p)+)?) values($($($v)+)?)
              exit($($exit)?) head($(#[$meta])* $vis $name) } checked() body($($body)*)
        }
    };
}

/// Checks a section's body step by step and hands the whole to `__emit!`.
#[doc(hidden)]
#[macro_export]
macro_rules! __frame {
    ( $scheme:tt $section:tt checked() body() ) => {
        compile_error!("a critical section must end in a commit: it has no steps");
    };
    ( $scheme:tt $section:tt checked $done:tt body() ) => {
        compile_error!("a critical section must end in a commit (commit, commit_tmp, commit_add, commit_add_at or a _release form)");
    };
    ( $scheme:tt $section:tt checked $done:tt body($step:ident $args:tt; $($rest:tt)*) ) => {
        $crate::__vocabulary! { $step $scheme $section $done $step $args ($($rest)*) }
    };
    ( $scheme:tt $section:tt checked $done:tt body($($rest:tt)+) ) => {
        compile_error!(concat!("a critical section is a list of `step(operands);`, found `", stringify!($($rest)+), "`"));
    };
}

/// A checked section as one function with one `asm!`, by the operand scheme of the architecture.
#[doc(hidden)]
#[macro_export]
macro_rules! __emit {
    // ---- operands in registers --------------------------------------------------------------------------------
    ( { registers address($addr:ident) clobber($($clobber:tt)*) }
      { check($($index:ident)?) here($($shift:ident)?) guard($($g:ident $guarded:ident)?) at($($h:ident)*) pointers($($p:ident)*) values($($v:ident)*)
        exit($($exit:ident)?) head($(#[$meta:meta])* $vis:vis $name:ident) }
      emit($($step:ident $args:tt)*) ) => {
        $(#[$meta])*
        #[inline(always)]
        $vis unsafe fn $name<I: $crate::Index>(
            $($index: $crate::__u32,)? $($h: *mut $crate::__usize,)* $($p: *mut $crate::__usize,)* $($v: $crate::__usize),*
        ) -> $crate::Outcome {
            // A thread whose registration has ended has a negative number, which no row is.
            $(if let 0x8000_0000_u32..=0xffff_ffff = $index {
                return $crate::Outcome::Aborted;
            })?
            $crate::__sanitize!(release ($($index)?) ($($h)*) ($($p)*));
            // SAFETY: the caller vouches for the pointers and for the rows that `here` pointers are moved to
            // (contract ROWS); the frame itself touches this thread's area only (contract AREA); every other
            // register that a step uses is an operand.
            unsafe { $crate::__asm!(
                $crate::__mention!($($h)* $($p)* $($v)*),
                $crate::__descriptor!(), $crate::__exit_point!(_abort), $($crate::__exit_point!($exit),)? $($crate::__exit_point!($guarded),)?
                $crate::__step!(thread()), $crate::__step!(enter()), $crate::__step!(registered()),
                $($crate::__step!(check($index)),)? $($crate::__step!(here($shift)),)? $($crate::__step!(locate($h)),)*
                $($crate::__step!(unguarded($g)),)?
                $($crate::__line!($step $args),)*
                $crate::__step!(abort()),
                _slot = const <I as $crate::Index>::SLOT, _field = const <I as $crate::Index>::FIELD,
                $($index = in(reg) $index,)? $($shift = const $crate::pool::STRIDE_SHIFT,)?
                $($h = inout($addr) $h => _,)* $($p = inout($addr) $p => _,)* $($v = inout(reg) $v => _,)*
                _area = out($addr) _, _tmp = out($addr) _, _tmp2 = out($addr) _,
                _abort = label { return $crate::Outcome::Aborted },
                $($exit = label { return $crate::Outcome::Exited },)?
                $($guarded = label { return $crate::Outcome::Guarded },)?
                $($clobber)*
                options(nostack),
            ) };
            $crate::__sanitize!(acquire ($($index)?) ($($h)*) ($($p)*));
            $crate::Outcome::Committed
        }
    };

    // ---- operands in a block on the stack, where registers are too few: asm! has no memory operands, so the same
    //      names become constant offsets into the block ----------------------------------------------------------
    ( { block clobber($($clobber:tt)*) }
      { check($($index:ident)?) here($($shift:ident)?) guard($($g:ident $guarded:ident)?) at($($h:ident)*) pointers($($p:ident)*) values($($v:ident)*)
        exit($($exit:ident)?) head($(#[$meta:meta])* $vis:vis $name:ident) }
      emit($($step:ident $args:tt)*) ) => {
        $(#[$meta])*
        #[allow(bad_asm_style, reason = "an address of two symbols needs a line of AT&T syntax")]
        #[inline(always)]
        $vis unsafe fn $name<I: $crate::Index>(
            $($index: $crate::__u32,)? $($h: *mut $crate::__usize,)* $($p: *mut $crate::__usize,)* $($v: $crate::__usize),*
        ) -> $crate::Outcome {
            // A thread whose registration has ended has a negative number, which no row is.
            $(if let 0x8000_0000_u32..=0xffff_ffff = $index {
                return $crate::Outcome::Aborted;
            })?
            #[repr(C)]
            struct Operands { $($index: $crate::__u32,)? $($h: *mut $crate::__usize,)* $($p: *mut $crate::__usize,)* $($v: $crate::__usize),* }
            let mut operands = Operands { $($index,)? $($h,)* $($p,)* $($v),* };
            // SAFETY: as in the register scheme; `operands` outlives the section.
            unsafe { $crate::__asm!(
                $crate::__mention!($($h)* $($p)* $($v)*),
                $crate::__descriptor!(), $crate::__exit_point!(_abort), $($crate::__exit_point!($exit),)? $($crate::__exit_point!($guarded),)?
                $crate::__step!(thread()), $crate::__step!(enter()), $crate::__step!(registered()),
                $($crate::__step!(check($index)),)? $($crate::__step!(here($shift)),)? $($crate::__step!(locate($h)),)*
                $($crate::__step!(unguarded($g)),)?
                $($crate::__line!($step $args),)*
                $crate::__step!(abort()),
                _slot = const <I as $crate::Index>::SLOT, _field = const <I as $crate::Index>::FIELD,
                $($index = const $crate::__offset_of!(Operands, $index),)? $($shift = const $crate::pool::STRIDE_SHIFT,)?
                $($h = const $crate::__offset_of!(Operands, $h),)* $($p = const $crate::__offset_of!(Operands, $p),)*
                $($v = const $crate::__offset_of!(Operands, $v),)*
                _block = in(reg) &raw mut operands, _area = out(reg) _, _tmp = out(reg_abcd) _, _tmp2 = out(reg) _,
                _abort = label { return $crate::Outcome::Aborted },
                $($exit = label { return $crate::Outcome::Exited },)?
                $($guarded = label { return $crate::Outcome::Guarded },)?
                $($clobber)*
            ) };
            $crate::Outcome::Committed
        }
    };

    // ---- no machine: plain Rust (arch/model.rs) ---------------------------------------------------------------
    ( { model } $($section:tt)* ) => { $crate::__emit_model! { $($section)* } };
    // ---- no sections (arch/none.rs) ---------------------------------------------------------------------------
    ( { none } $($section:tt)* ) => { $crate::__emit_none! { $($section)* } };
}

/// A comment that names the operands: `asm!` refuses one that a section does not happen to use.
#[doc(hidden)]
#[macro_export]
macro_rules! __mention {
    ($($operand:ident)*) => { concat!("/* {_tmp} {_tmp2} ", $("{", stringify!($operand), "} ",)* "*/") };
}

/// Knows every step: after an ordinary one the list continues, a commit must be the last, anything else is refused.
#[doc(hidden)]
#[macro_export]
macro_rules! __vocabulary {
    (load $($rest:tt)*) => { $crate::__checked! { $($rest)* } };
    (load_at $($rest:tt)*) => { $crate::__checked! { $($rest)* } };
    (add $($rest:tt)*) => { $crate::__checked! { $($rest)* } };
    (store $($rest:tt)*) => { $crate::__checked! { $($rest)* } };
    (store_tmp $($rest:tt)*) => { $crate::__checked! { $($rest)* } };
    (branch_eq $($rest:tt)*) => { $crate::__checked! { $($rest)* } };
    (branch_ne $($rest:tt)*) => { $crate::__checked! { $($rest)* } };
    (sub_load $($rest:tt)*) => { $crate::__checked! { $($rest)* } };
    (load_slot $($rest:tt)*) => { $crate::__checked! { $($rest)* } };
    (store_slot $($rest:tt)*) => { $crate::__checked! { $($rest)* } };
    (slot $($rest:tt)*) => { $crate::__checked! { $($rest)* } };
    (and $($rest:tt)*) => { $crate::__checked! { $($rest)* } };
    (set $($rest:tt)*) => { $crate::__checked! { $($rest)* } };
    (take_slot $($rest:tt)*) => { $crate::__checked! { $($rest)* } };
    (limit $($rest:tt)*) => { $crate::__checked! { $($rest)* } };
    (branch_outside $($rest:tt)*) => { $crate::__checked! { $($rest)* } };
    (branch_zero $($rest:tt)*) => { $crate::__checked! { $($rest)* } };
    (branch_above $($rest:tt)*) => { $crate::__checked! { $($rest)* } };
    (branch_below $($rest:tt)*) => { $crate::__checked! { $($rest)* } };
    (copy $($rest:tt)*) => { $crate::__checked! { $($rest)* } };
    (commit $($rest:tt)*) => { $crate::__committed! { $($rest)* } };
    (commit_release $($rest:tt)*) => { $crate::__committed! { $($rest)* } };
    (commit_tmp $($rest:tt)*) => { $crate::__committed! { $($rest)* } };
    (commit_tmp_release $($rest:tt)*) => { $crate::__committed! { $($rest)* } };
    (commit_add $($rest:tt)*) => { $crate::__committed! { $($rest)* } };
    (commit_add_at $($rest:tt)*) => { $crate::__committed! { $($rest)* } };
    (commit_add_at_release $($rest:tt)*) => { $crate::__committed! { $($rest)* } };
    ($unknown:ident $($rest:tt)*) => {
        compile_error!(concat!(
            "unknown step `", stringify!($unknown), "`; steps are load, load_at, load_slot, slot, add, sub_load, and, set, \
             store, store_tmp, store_slot, copy, branch_eq, branch_ne, branch_zero, branch_above, branch_below, \
             branch_outside, limit, take_slot, and to end with commit, commit_tmp, commit_add, commit_add_at or a _release form"
        ));
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __checked {
    ($scheme:tt $section:tt ($($done:tt)*) $step:ident $args:tt ($($rest:tt)*)) => {
        $crate::__frame! { $scheme $section checked($($done)* $step $args) body($($rest)*) }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __committed {
    ($scheme:tt $section:tt ($($done:tt)*) $step:ident $args:tt ()) => {
        $crate::__limits! { open $($done)* $step $args }
        $crate::__emit! { $scheme $section emit($($done)* $step $args) }
    };
    ($scheme:tt $section:tt $done:tt $step:ident $args:tt ($($rest:tt)+)) => {
        compile_error!(concat!(
            "a commit must be the last step of a critical section: `", stringify!($step), "` is followed by `",
            stringify!($($rest)+), "`"
        ));
    };
}

/// Refuses what the limit would not survive: tables keep it in a register that most steps use.
#[doc(hidden)]
#[macro_export]
macro_rules! __limits {
    (open limit $args:tt $($rest:tt)*) => { $crate::__limits! { limited $($rest)* } };
    (open branch_outside $args:tt $($rest:tt)*) => {
        compile_error!("`branch_outside` compares with a limit: `limit` comes first, with nothing but `load` and `add` in between");
    };
    (open $step:ident $args:tt $($rest:tt)*) => { $crate::__limits! { open $($rest)* } };
    (open) => {};
    (limited branch_outside $args:tt $($rest:tt)*) => { $crate::__limits! { open $($rest)* } };
    (limited load $args:tt $($rest:tt)*) => { $crate::__limits! { limited $($rest)* } };
    (limited add $args:tt $($rest:tt)*) => { $crate::__limits! { limited $($rest)* } };
    (limited $step:ident $args:tt $($rest:tt)*) => {
        compile_error!(concat!(
            "only `load` and `add` keep a limit: `", stringify!($step), "` comes between `limit` and its `branch_outside`"
        ));
    };
}

/// A place outside to which the section may branch: a debugger that steps over the section stops there as well.
#[doc(hidden)]
#[macro_export]
macro_rules! __exit_point {
    ($label:ident) => {
        concat!(
            ".pushsection __rseq_exit_point_array, \"awR\"\n",
            $crate::__word64!("2f"),
            $crate::__word64!("{", stringify!($label), "}"),
            ".popsection"
        )
    };
}

/// The descriptor, and a pointer to it in the section that lets debuggers find and step over critical sections. The linker keeps
/// that section (`R`), which nothing in the program names.
#[doc(hidden)]
#[macro_export]
macro_rules! __descriptor {
    () => {
        concat!(
            ".pushsection __rseq_cs, \"aw\"\n.balign 32\n5:\n.long 0, 0\n",
            $crate::__word64!("2f"),
            $crate::__word64!("(3f - 2f)"),
            $crate::__word64!("4f"),
            ".popsection\n.pushsection __rseq_cs_ptr_array, \"awR\"\n",
            $crate::__word64!("5b"),
            ".popsection"
        )
    };
}

/// A step as a line of text, with `p` written as `p[0]`. A commit is a store that ends the section: the label is the
/// frame's, the store the architecture's.
#[doc(hidden)]
#[macro_export]
macro_rules! __line {
    (commit $args:tt) => { concat!($crate::__line!(store $args), "\n3:") };
    (commit_release $args:tt) => { concat!($crate::__line!(store_release $args), "\n3:") };
    (commit_tmp $args:tt) => { concat!($crate::__line!(store_tmp $args), "\n3:") };
    (commit_tmp_release $args:tt) => { concat!($crate::__line!(store_tmp_release $args), "\n3:") };
    (commit_add $args:tt) => { concat!($crate::__line!(store_add $args), "\n3:") };
    (commit_add_at $args:tt) => { concat!($crate::__step!(store_add_at $args), "\n3:") };
    (commit_add_at_release $args:tt) => { concat!($crate::__step!(store_add_at_release $args), "\n3:") };
    (load ($p:ident)) => { $crate::__step!(load($p[0])) };
    (sub_load ($p:ident)) => { $crate::__step!(sub_load($p[0])) };
    (load_slot ($p:ident)) => { $crate::__step!(load_slot($p[0])) };
    (store_slot ($x:ident, $p:ident)) => { $crate::__step!(store_slot($x, $p[0])) };
    (slot ($p:ident)) => { $crate::__step!(slot($p[0])) };
    (store ($x:ident, $p:ident)) => { $crate::__step!(store($x, $p[0])) };
    (store_release ($x:ident, $p:ident)) => { $crate::__step!(store_release($x, $p[0])) };
    (store_tmp ($p:ident)) => { $crate::__step!(store_tmp($p[0])) };
    (store_tmp_release ($p:ident)) => { $crate::__step!(store_tmp_release($p[0])) };
    (store_add ($x:ident, $p:ident)) => { $crate::__step!(store_add($x, $p[0])) };
    ($step:ident $args:tt) => { $crate::__step!($step $args) };
}
