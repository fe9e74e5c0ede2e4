//! What readers count in: four words per CPU that sections add to, and four that everybody else adds to.
//!
//! ```text
//!   row of a CPU     lock, unlock of the even phase │ lock, unlock of the odd phase
//!   spare            the same, atomic: threads that cannot run sections, and what comes before the rows are there
//! ```
//!
//! `current` is the address, in row 0, of the words that new readers use: one load tells the phase and where its words
//! are. Before there are rows it is [`UNPLACED`] with the phase in the same bit, with which every section aborts.
//!
//! A reader that stops anywhere is in one of these states, and [`grace`](crate::grace) needs no more of it:
//!
//! | it stops | then |
//! |---|---|
//! | before its section commits | the section is aborted and starts again on whatever CPU it is then: not inside, has loaded nothing |
//! | between the load of `current` and the commit | the same, and it may enter a phase that is not current any more: counted all the same |
//! | between its two sections | inside: `lock` is counted once, on one CPU, and no `unlock` |
//! | in the second section before its commit | the same |
//! | behind it | outside |
//! | sections never commit (not registered, single-stepped) | the spare words, by atomic additions with full barriers |
//!
//! What entered by one way may leave by the other: only the sums are compared.

use core::{
    ptr::NonNull,
    sync::atomic::{
        AtomicUsize,
        Ordering::{AcqRel, Acquire, Relaxed, SeqCst},
        fence,
    },
};

use perseq_core::{
    ByCpuId, Index, Outcome, cpu, fence as fences, pool::Item, pool::STRIDE_SHIFT, section, thread,
};

use crate::{
    grace::{Count, Phase, Readers},
    stall::Holders,
};

pub(crate) const WORD: usize = size_of::<usize>();
/// From the words of the even phase to those of the odd one.
pub(crate) const ODD: usize = 2 * WORD;
/// Of a row, in bytes; also its alignment, so that `ODD` is a bit of its own in the address.
const ROW: usize = 4 * WORD;
#[cfg(target_pointer_width = "64")]
pub(crate) const UNPLACED: usize = perseq_core::pool::UNPLACED;
#[cfg(target_pointer_width = "32")]
pub(crate) const UNPLACED: usize = 0;
/// As [`UNPLACED`], for ever: fences cannot be made here, so there must never be rows; or there was no memory for them.
const REFUSED: usize = UNPLACED + 64;

/// How a reader leaves: the address, in row 0, of the `unlock` word of its phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ticket(usize);

impl Ticket {
    fn phase(self) -> Phase {
        phase_of(self.0)
    }
}

pub(crate) const fn phase_of(address: usize) -> Phase {
    if address & ODD == 0 { Phase::Even } else { Phase::Odd }
}

/// Entered and left, by atomic additions.
#[derive(Debug)]
#[repr(align(64))]
struct Spare {
    locks: AtomicUsize,
    unlocks: AtomicUsize,
}

impl Spare {
    const fn new() -> Self {
        Self { locks: AtomicUsize::new(0), unlocks: AtomicUsize::new(0) }
    }
}

/// All counts of a domain.
#[derive(Debug)]
#[repr(align(64))]
pub(crate) struct Counts {
    current: AtomicUsize,
    /// The domain's number in `held`: readers want it with `current`, and it never changes.
    pub(crate) number: usize,
    spare: [Spare; 2],
}

impl Counts {
    pub(crate) const fn new(number: usize) -> Self {
        Self { current: AtomicUsize::new(UNPLACED), number, spare: [Spare::new(), Spare::new()] }
    }

    /// Enters, unless the section aborts.
    #[inline(always)]
    pub(crate) fn try_lock(&self) -> Option<Ticket> {
        // Relaxed: the section's access depends on the address, which orders it behind the zeroing of the rows.
        let words = self.current.load(Relaxed);
        (attempt(words) == Outcome::Committed).then_some(Ticket(words + WORD))
    }

    /// Leaves, unless the section aborts.
    #[inline(always)]
    pub(crate) fn try_unlock(ticket: Ticket) -> bool {
        attempt(ticket.0) == Outcome::Committed
    }

    /// Enters in any case, after the first attempt has aborted.
    #[cold]
    pub(crate) fn lock_slow(&self) -> Ticket {
        let mut ticket = Ticket(self.place() + WORD);
        let outcome = section::retry_aborted::<ByCpuId>(|| {
            let words = self.current.load(Relaxed);
            ticket = Ticket(words + WORD);
            attempt(words)
        });
        if outcome != Outcome::Committed {
            self.spare(ticket.phase()).locks.fetch_add(1, SeqCst);
            // Pairs with the fence of a grace period, which does not reach threads that cannot run sections where
            // nobody can: either it finds this reader, or this reader finds what was done before it.
            fence(SeqCst);
        }
        ticket
    }

    /// Leaves in any case, after the first attempt has aborted.
    #[cold]
    pub(crate) fn unlock_slow(&self, ticket: Ticket) {
        if section::retry_aborted::<ByCpuId>(|| attempt(ticket.0)) != Outcome::Committed {
            self.spare(ticket.phase()).unlocks.fetch_add(1, SeqCst);
        }
    }

    fn spare(&self, phase: Phase) -> &Spare {
        &self.spare[phase as usize]
    }

    /// Gives the domain its rows, if this thread could use them and fences can be made; the value of `current` then.
    fn place(&self) -> usize {
        let current = self.current.load(Acquire);
        if current & !ODD != UNPLACED || thread::attach().is_err() {
            return current;
        }
        if fences::all().is_err() {
            return self.settle(REFUSED).unwrap_or_else(|others| others);
        }
        let Ok(item) = ByCpuId::shared_pool().allocate(ROW, ROW) else {
            // For good: to ask again at every guard would cost a fence each time.
            return self.settle(REFUSED).unwrap_or_else(|others| others);
        };
        self.settle(item.base().expose_provenance()).unwrap_or_else(|others| {
            // SAFETY: another thread was first, and nobody has seen this item.
            unsafe { ByCpuId::shared_pool().free(item) };
            others
        })
    }

    /// Makes `base` the rows, or what others have made meanwhile is the error; the value of `current` now.
    fn settle(&self, base: usize) -> Result<usize, usize> {
        let phase = |current: usize| current & ODD;
        self.current
            .fetch_update(AcqRel, Acquire, |now| (now & !ODD == UNPLACED).then_some(base | phase(now)))
            .map(|before| base | phase(before))
    }

    /// Row `cpu`: `lock` and `unlock` of both phases.
    fn row(&self, base: NonNull<usize>, cpu: u32) -> &[[AtomicUsize; 2]; 2] {
        let row = base.as_ptr().wrapping_byte_add((cpu as usize) << STRIDE_SHIFT);
        // SAFETY: PLAIN: a row of the item, aligned, and valid while `self` lives; read atomically, because sections write
        // it meanwhile.
        unsafe { &*row.cast::<[[AtomicUsize; 2]; 2]>() }
    }

    fn base(&self) -> Option<NonNull<usize>> {
        let current = self.current.load(Acquire);
        match current & !ODD {
            UNPLACED | REFUSED => None,
            base => NonNull::new(core::ptr::with_exposed_provenance_mut(base)),
        }
    }

    /// Readers inside of that phase, and where most of them have entered: a row's difference is negative where more have left than entered.
    pub(crate) fn holders(&self, phase: Phase) -> Holders {
        let difference = |base, cpu| {
            let [locks, unlocks] = &self.row(base, cpu)[phase as usize];
            let unlocks = unlocks.load(Relaxed);
            locks.load(Relaxed).wrapping_sub(unlocks).cast_signed()
        };
        let most = |base| (0..cpu::bound()).map(|cpu| (difference(base, cpu), cpu)).max();
        let cpu = self.base().and_then(most).filter(|(guards, _)| *guards > 0).map(|(_, cpu)| cpu);
        Holders { readers: self.inside()[phase as usize], process: None, cpu }
    }

    /// Readers inside, by phase, as far as can be told while they come and go.
    pub(crate) fn inside(&self) -> [usize; 2] {
        self.counts().map(|count| count.locks.wrapping_sub(count.unlocks))
    }
}

/// One section that adds 1 to the word at `words` of this CPU's row.
#[inline(always)]
pub(crate) fn attempt(words: usize) -> Outcome {
    #[cfg(target_pointer_width = "32")]
    if words < REFUSED + ROW {
        return Outcome::Aborted;
    }
    let word = words as *mut usize;
    // SAFETY: PLAIN: near UNPLACED, with which the section aborts before any access, or a word of the item
    // that `place` allocated, which lives as long as the domain. OWNED: nothing but this section writes its rows.
    unsafe { section::ops::here::add::<ByCpuId>(word, 1) }
}

impl Readers for Counts {
    type Error = perseq_core::Error;

    fn phase(&self) -> Phase {
        phase_of(self.current.load(Relaxed))
    }

    fn flip(&self) {
        self.current.fetch_xor(ODD, SeqCst);
    }

    /// One visit to each row: they are so far apart that a visit is what it costs.
    fn counts(&self) -> [Count; 2] {
        let mut counts = [Count::default(); 2];
        for (count, spare) in counts.iter_mut().zip(&self.spare) {
            count.unlocks = spare.unlocks.load(Relaxed);
            count.locks = spare.locks.load(Relaxed);
        }
        let Some(base) = self.base() else { return counts };
        for cpu in 0..cpu::bound() {
            for (count, [locks, unlocks]) in counts.iter_mut().zip(self.row(base, cpu)) {
                count.unlocks = count.unlocks.wrapping_add(unlocks.load(Relaxed));
                count.locks = count.locks.wrapping_add(locks.load(Relaxed));
            }
        }
        counts
    }

    fn fence(&self) -> Result<(), Self::Error> {
        // For readers in the spare words, which have barriers of their own.
        fence(SeqCst);
        if self.current.load(Relaxed) & !ODD != REFUSED {
            // Where it fails there are either rows, and nothing is known of readers, or there never will be any.
            fences::all().or_else(|error| match self.settle(REFUSED) {
                Err(others) if others & !ODD != REFUSED => Err(error),
                _refused => Ok(()),
            })?;
        }
        fence(SeqCst);
        Ok(())
    }
}

impl Drop for Counts {
    fn drop(&mut self) {
        if let Some(base) = self.base() {
            // SAFETY: `place` allocated it with this size, and `self` held the only right to it.
            let item = unsafe { Item::<ByCpuId>::from_base(base.cast(), ROW) };
            // SAFETY: `&mut self`: no reader is inside or under way, so nobody uses the rows.
            unsafe { ByCpuId::shared_pool().free(item) };
        }
    }
}
