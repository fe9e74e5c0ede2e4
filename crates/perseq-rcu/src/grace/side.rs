//! Flags of one phase in one row.
//!
//! ```text
//!   flag │ flag │ …          each 0, or the name of the thread that made the guard
//! ```
//!
//! A section sets a flag that it has found to be 0. While the flag is set no section stores to it, so the drop of the guard clears it
//! by one ordinary store, on any thread and any CPU. Guards that find no flag free are [counted](crate::grace::counts).

use core::{
    mem::MaybeUninit,
    sync::atomic::{
        AtomicU64, AtomicUsize,
        Ordering::{Acquire, Relaxed, Release},
    },
};

use perseq_core::{ByCpuId, Index as _, Outcome, pool::STRIDE_SHIFT, sanitizer, section};

use crate::grace::{algorithm::Phase, name::Name};

pub(crate) const WORD: usize = size_of::<usize>();
/// Flags of a side: 4, or 8 on 32-bit targets.
const FLAGS: usize = 32 / WORD;
/// From a row's side of the even phase to that of the odd one.
pub(crate) const ODD: usize = size_of::<Side>();
/// Of a row, in bytes; also its alignment, so that `ODD` is a bit of its own in the address.
pub(crate) const ROW: usize = 2 * ODD;

#[cfg(target_pointer_width = "64")]
pub(crate) const UNPLACED: usize = perseq_core::pool::UNPLACED;
#[cfg(target_pointer_width = "32")]
pub(crate) const UNPLACED: usize = 0;
/// On 32-bit targets, where a section accepts any address: those below mean "no row".
#[cfg(target_pointer_width = "32")]
const LOWEST: usize = 4096;

pub(crate) const fn phase_of(address: usize) -> Phase {
    if address & ODD == 0 { Phase::Even } else { Phase::Odd }
}

/// The flags of one phase in one row. Any bytes are some.
#[derive(Debug)]
#[repr(C, align(32))]
pub(crate) struct Side {
    flags: [AtomicUsize; FLAGS],
}

const _: () = assert!(ODD == 32);

/// The bits of a flag's address that say which of its side it is.
pub(crate) const IN_SIDE: usize = ODD - 1;

/// The bits of a flag's address that say which flag of its row it is, of both phases.
#[cfg_attr(any(miri, not(target_os = "linux")), allow(dead_code, reason = "between processes only"))]
pub(crate) const FLAG: usize = ROW - WORD;

/// The sides of both phases.
pub(crate) type Row = [Side; 2];

/// How a guard leaves: the address of the flag that it has, or of the word in which it is counted, plus 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ticket(usize);

/// Set in the address of a word in which a guard is counted.
const COUNTED: usize = 1;

impl Ticket {
    /// Of a guard that is counted in `word`.
    pub(crate) fn counted(word: &AtomicU64) -> Self {
        Self(core::ptr::from_ref(word).expose_provenance() + COUNTED)
    }

    /// Returns whether to leave takes one store.
    #[inline(always)]
    pub(crate) const fn is_flag(self) -> bool {
        self.0 & COUNTED == 0
    }

    /// The row that its flag is in, of an item at `base`; `None` if it is counted.
    pub(crate) fn row(self, base: usize) -> Option<u32> {
        self.is_flag().then(|| (self.0.wrapping_sub(base) >> STRIDE_SHIFT) as u32)
    }

    /// From the start of its side to its flag, in bytes.
    pub(crate) const fn offset(self) -> usize {
        self.0 & IN_SIDE
    }

    /// Clears the flag.
    ///
    /// # Safety
    ///
    /// * [`is_flag`](Self::is_flag), the flag's memory is there, and this is the only time.
    #[inline(always)]
    pub(crate) unsafe fn clear_flag(self) {
        let flag = core::ptr::with_exposed_provenance::<AtomicUsize>(self.0);
        // SAFETY: the caller vouches for the memory.
        let flag = unsafe { &*flag };
        // Release: what was loaded under the guard comes before it.
        flag.store(0, Release);
    }

    /// Leaves, whatever the guard has.
    ///
    /// # Safety
    ///
    /// * The memory of the flag or the word is there, and this is the only time.
    #[cold]
    pub(crate) unsafe fn leave(self) {
        if self.is_flag() {
            // SAFETY: the caller vouches.
            return unsafe { self.clear_flag() };
        }
        let word = core::ptr::with_exposed_provenance::<AtomicU64>(self.0 - COUNTED);
        // SAFETY: the caller vouches for the memory.
        let word = unsafe { &*word };
        // The guards are the word's lowest bits. Release, as above.
        word.fetch_sub(1, Release);
    }
}

impl Side {
    /// Guards that have a flag here.
    ///
    /// Acquire: what was done under guards that are not there any more comes before what the caller does next.
    #[inline]
    pub(crate) fn guards(&self) -> u64 {
        let flags = self.flags.each_ref().map(|flag| flag.load(Acquire));
        // Nearly all sides are empty.
        if flags.iter().fold(0, |all, flag| all | flag) == 0 {
            return 0;
        }
        flags.iter().filter(|flag| **flag != 0).count() as u64
    }

    /// Guards that have the first flag: 0 or 1. Acquire, as above.
    #[inline]
    pub(crate) fn first_guard(&self) -> u64 {
        u64::from(self.flags[0].load(Acquire) != 0)
    }

    /// The names in the flags that are set.
    pub(crate) fn names(&self) -> impl Iterator<Item = Name> {
        self.flags.iter().filter_map(|flag| Name::of(flag.load(Relaxed)))
    }

    /// Makes all words 0, each by a store of its own, after which `stored` is called. A word that is 0 stays untouched.
    #[cfg_attr(any(miri, not(target_os = "linux")), allow(dead_code, reason = "between processes only"))]
    pub(crate) fn clear(&self, stored: impl Fn()) {
        for flag in self.flags.iter().filter(|flag| flag.load(Relaxed) != 0) {
            flag.store(0, Relaxed);
            stored();
        }
    }
}

/// Sets a flag of this CPU's row, if it is free: `flag` is its address in row 0, or near [`UNPLACED`].
/// [`Outcome::Guarded`] if it is taken, [`Outcome::Exited`] if `name` is 0.
///
/// # Safety
///
/// * PLAIN, OWNED: there is a [`Side`] in the row of each CPU, in which flags are set by the functions here only and cleared by their guards.
#[inline(always)]
pub(crate) unsafe fn try_flag(flag: usize, name: usize) -> Result<Ticket, Outcome> {
    // SAFETY: the caller vouches.
    unsafe { set_flag(flag, name) }
}

/// Sets another flag of the same side. [`Outcome::Guarded`] if none is free.
///
/// # Safety
///
/// * As [`try_flag`].
pub(crate) unsafe fn next_flag(flag: usize, name: usize) -> Result<Ticket, Outcome> {
    let (side, first) = (flag & !IN_SIDE, (flag & IN_SIDE) / WORD);
    let here = ByCpuId::current().map(|cpu| side.wrapping_add((cpu as usize) << STRIDE_SHIFT));
    let Some(here) = here.filter(|_| !is_near_unplaced(side)) else { return Err(Outcome::Aborted) };
    let here = core::ptr::with_exposed_provenance::<Side>(here);
    // SAFETY: PLAIN: the side that a section on this CPU would access.
    let here = unsafe { &*here };
    for flag in (1..FLAGS).map(|distance| (first + distance) % FLAGS) {
        // A look saves the section. It may be at the row of a CPU that this thread has left: the section decides.
        if here.flags[flag].load(Relaxed) != 0 {
            continue;
        }
        // SAFETY: the caller vouches; the flag is a word of the side.
        match unsafe { set_flag(side + flag * WORD, name) } {
            Err(Outcome::Guarded) => {}
            other => return other,
        }
    }
    Err(Outcome::Guarded)
}

/// Returns whether there is no row for that side, or flag of one: sections abort with it, or on 32-bit targets are not run.
#[inline(always)]
pub(crate) const fn is_near_unplaced(side: usize) -> bool {
    #[cfg(target_pointer_width = "64")]
    return side.cast_signed() < 0;
    #[cfg(target_pointer_width = "32")]
    return side < LOWEST;
}

/// Sets any flag of a side, after an attempt that has left for the reason `why`; `None` if none is free, or no section commits. `flag`, which is
/// tried first, is asked for at each attempt.
///
/// # Safety
///
/// * As [`try_flag`], of each address.
pub(crate) unsafe fn any_flag(why: Outcome, name: Name, flag: impl Fn() -> usize) -> Option<Ticket> {
    let mut ticket = None;
    let attempt = || {
        let flag = flag();
        // SAFETY: the caller vouches.
        let mut set = unsafe { try_flag(flag, name.word()) };
        if set == Err(Outcome::Guarded) {
            // SAFETY: as above.
            set = unsafe { next_flag(flag, name.word()) };
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
    if is_near_unplaced(flag) {
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
    sanitizer::acquire_word(at as *mut usize);
    // SAFETY: the address of a flag, which is aligned as a word is.
    unsafe { core::hint::assert_unchecked(at & COUNTED == 0) };
    Ok(Ticket(at))
}
