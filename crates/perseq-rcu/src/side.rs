//! What readers of one phase leave in one row: flags, and a count.
//!
//! ```text
//!   flag │ flag │ …          each 0, or the name of the thread that made the guard
//!   inside                   guards that found every flag taken, or were made without a section
//! ```
//!
//! A section sets a flag that it has found to be 0. While the flag is set no section stores to it, so the drop of the guard clears it
//! by one ordinary store, on any thread and any CPU. The count changes by atomic additions, so a thread may use it in any row. It has 64
//! bits on every target: as many guards can never be forgotten.

use core::{
    mem::MaybeUninit,
    sync::atomic::{
        AtomicU64, AtomicUsize,
        Ordering::{Acquire, Relaxed, Release, SeqCst},
        compiler_fence,
    },
};

use perseq_core::{ByCpuId, Outcome, sanitizer, section};

use crate::{grace::Phase, held, held::Entry, name::Name};

pub(crate) const WORD: usize = size_of::<usize>();
/// Bytes of flags: what the count leaves of a side.
const FLAG_BYTES: usize = 24;
/// Flags of a side: 3, or 6 on 32-bit targets.
const FLAGS: usize = FLAG_BYTES / WORD;
/// From a row's side of the even phase to that of the odd one.
pub(crate) const ODD: usize = size_of::<Side>();
/// Of a row, in bytes; also its alignment, so that `ODD` is a bit of its own in the address.
pub(crate) const ROW: usize = 2 * ODD;

#[cfg(target_pointer_width = "64")]
pub(crate) const UNPLACED: usize = perseq_core::pool::UNPLACED;
#[cfg(target_pointer_width = "32")]
pub(crate) const UNPLACED: usize = 0;
/// On 32-bit targets, where a section accepts any address: those below stand for "no row".
#[cfg(target_pointer_width = "32")]
const LOWEST: usize = 4096;

pub(crate) const fn phase_of(address: usize) -> Phase {
    if address & ODD == 0 { Phase::Even } else { Phase::Odd }
}

/// The words of one phase in one row. Any bytes are one.
#[derive(Debug)]
#[repr(C, align(8))]
pub(crate) struct Side {
    flags: [AtomicUsize; FLAGS],
    inside: AtomicU64,
}

const _: () = assert!(ODD == 32 && size_of::<Side>() == FLAG_BYTES + size_of::<u64>());

/// The sides of both phases.
pub(crate) type Row = [Side; 2];

/// How a guard leaves: the address of the flag that it has, or of the side in which it is counted, plus 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ticket {
    address: usize,
    /// Of a counted guard.
    entry: Entry,
}

/// Set in the address of a side in which a guard is counted.
const COUNTED: usize = 1;

impl Ticket {
    const fn flag(address: usize) -> Self {
        Self { address, entry: Entry::NONE }
    }

    /// Whether to leave takes one store.
    #[inline(always)]
    pub(crate) const fn is_flag(self) -> bool {
        self.address & COUNTED == 0
    }

    /// Clears the flag.
    ///
    /// # Safety
    ///
    /// * [`is_flag`](Self::is_flag), the flag's memory is there, and this is the only time.
    #[inline(always)]
    pub(crate) unsafe fn clear_flag(self) {
        let flag = core::ptr::with_exposed_provenance::<AtomicUsize>(self.address);
        // SAFETY: the caller vouches for the memory.
        let flag = unsafe { &*flag };
        // Release: what was loaded under the guard comes before it.
        flag.store(0, Release);
    }

    /// Leaves, whatever the guard has.
    ///
    /// # Safety
    ///
    /// * The memory of the flag or the side is there, and this is the only time.
    #[cold]
    pub(crate) unsafe fn leave(self) {
        if self.is_flag() {
            // SAFETY: the caller vouches.
            return unsafe { self.clear_flag() };
        }
        self.forget();
        let side = core::ptr::with_exposed_provenance::<Side>(self.address - COUNTED);
        // SAFETY: the caller vouches for the memory.
        let side = unsafe { &*side };
        side.inside.fetch_sub(1, Release);
    }

    /// The guard is not held against its thread any more; for one that is a copy in a forked child, that is all.
    pub(crate) fn forget(self) {
        held::remove(self.entry);
    }
}

impl Side {
    pub(crate) const fn new() -> Self {
        Self { flags: [const { AtomicUsize::new(0) }; FLAGS], inside: AtomicU64::new(0) }
    }

    /// Counts a guard of domain `number` that thread `name` makes. Where the grace period's fence does not reach this thread, the caller
    /// makes one of its own after it.
    pub(crate) fn count(&self, name: Name, number: u32) -> Ticket {
        let entry = held::add(name, number);
        self.inside.fetch_add(1, SeqCst);
        // What is loaded under the guard is not loaded before.
        compiler_fence(SeqCst);
        Ticket { address: core::ptr::from_ref(self).expose_provenance() + COUNTED, entry }
    }

    /// As many guards were counted, and forgotten.
    #[cfg(test)]
    pub(crate) fn count_more(&self, guards: u64) {
        self.inside.fetch_add(guards, Relaxed);
    }

    /// Whether no guard is inside.
    ///
    /// Acquire: what was done under guards that are not there any more comes before what the caller does next.
    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        let flags = self.flags.iter().fold(0, |all, flag| all | flag.load(Acquire));
        flags as u64 | self.inside.load(Acquire) == 0
    }

    /// Guards inside.
    ///
    /// Acquire, as [`is_empty`](Self::is_empty).
    #[inline]
    pub(crate) fn guards(&self) -> u64 {
        let flags = self.flags.each_ref().map(|flag| flag.load(Acquire));
        let inside = self.inside.load(Acquire);
        // Nearly all sides are empty.
        if flags.iter().fold(0, |all, flag| all | flag) as u64 | inside == 0 {
            return 0;
        }
        let flags = flags.iter().filter(|flag| **flag != 0).count() as u64;
        flags.saturating_add(inside)
    }

    /// The names in the flags that are set.
    pub(crate) fn names(&self) -> impl Iterator<Item = Name> {
        self.flags.iter().filter_map(|flag| Name::of(flag.load(Relaxed)))
    }

    /// Makes all words 0, each by a store of its own, after which `stored` is called. What is 0 stays untouched.
    #[cfg_attr(any(miri, not(target_os = "linux")), allow(dead_code, reason = "between processes only"))]
    pub(crate) fn clear(&self, stored: impl Fn()) {
        for flag in self.flags.iter().filter(|flag| flag.load(Relaxed) != 0) {
            flag.store(0, Relaxed);
            stored();
        }
        if self.inside.load(Relaxed) != 0 {
            self.inside.store(0, Relaxed);
            stored();
        }
    }
}

/// Sets the first flag of this CPU's row, if it is free: `side` is the address in row 0 of the side, or near [`UNPLACED`].
/// [`Outcome::Guarded`] if it is taken, [`Outcome::Exited`] if `name` is 0.
///
/// # Safety
///
/// * PLAIN, OWNED: there is a [`Side`] in the row of each CPU, in which flags are set by the functions here only and cleared by their guards.
#[inline(always)]
pub(crate) unsafe fn try_flag(side: usize, name: usize) -> Result<Ticket, Outcome> {
    // SAFETY: the caller vouches.
    unsafe { set_flag(side, name) }
}

/// Sets another flag than the first one. [`Outcome::Guarded`] if none is free.
///
/// # Safety
///
/// * As [`try_flag`].
pub(crate) unsafe fn next_flag(side: usize, name: usize) -> Result<Ticket, Outcome> {
    for flag in 1..FLAGS {
        // SAFETY: the caller vouches; the flag is a word of the side.
        match unsafe { set_flag(side + flag * WORD, name) } {
            Err(Outcome::Guarded) => {}
            other => return other,
        }
    }
    Err(Outcome::Guarded)
}

/// Sets any flag, after an attempt that has left for the reason `why`; `None` if none is free, or no section commits. `side` is asked for at
/// each attempt.
///
/// # Safety
///
/// * As [`try_flag`], of each address.
pub(crate) unsafe fn any_flag(why: Outcome, name: Name, side: impl Fn() -> usize) -> Option<Ticket> {
    let mut ticket = None;
    let attempt = || {
        let side = side();
        // SAFETY: the caller vouches.
        let mut set = unsafe { try_flag(side, name.word()) };
        if set == Err(Outcome::Guarded) {
            // SAFETY: as above.
            set = unsafe { next_flag(side, name.word()) };
        }
        match set {
            Ok(taken) => ticket = Some(taken),
            Err(outcome) => return outcome,
        }
        Outcome::Committed
    };
    match why {
        Outcome::Guarded => {}
        Outcome::Aborted => _ = section::retry_aborted::<ByCpuId>(attempt),
        Outcome::Committed | Outcome::Exited => _ = section::retry_here::<ByCpuId>(attempt),
    }
    ticket
}

/// One section that sets the flag at address `flag` in row 0 if it is free.
///
/// # Safety
///
/// * As [`try_flag`]; `name` is a thread's, or 0.
#[inline(always)]
unsafe fn set_flag(flag: usize, name: usize) -> Result<Ticket, Outcome> {
    #[cfg(target_pointer_width = "32")]
    if flag < LOWEST {
        return Err(Outcome::Aborted);
    }
    if name == 0 {
        return Err(Outcome::Exited);
    }
    let mut at = MaybeUninit::<usize>::uninit();
    // SAFETY: PLAIN: near UNPLACED, with which the section aborts before any access, or a flag; `at` is valid for the call. OWNED, though
    // flags are cleared by other threads on other CPUs: a flag that is set is stored to by its one guard only, which stores 0, and
    // sections store to a flag only if they have read 0. So between that load and the commit nothing stores to it but a section on the
    // same CPU, which would have aborted this one.
    let outcome = unsafe { section::guarded::flag_set::<ByCpuId>(flag as *mut usize, at.as_mut_ptr(), name) };
    if outcome != Outcome::Committed {
        return Err(outcome);
    }
    sanitizer::written(at.as_ptr(), WORD);
    // SAFETY: a section that has committed has stored the flag's address.
    let at = unsafe { at.assume_init() };
    // The section has read, with acquire, the 0 of the guard before.
    sanitizer::acquire(at as *mut usize);
    Ok(Ticket::flag(at))
}
