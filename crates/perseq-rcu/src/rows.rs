//! The words of a domain's readers in one process: a [`Row`] for each CPU, and [`Counts`] beside them.
//!
//! ```text
//!   row of a CPU     flags of the even phase │ flags of the odd phase
//!   counts           guards that found no flag free; of threads that cannot run sections; made before the rows are there
//! ```
//!
//! `current` is the address, in row 0, of the side that new readers use: one load tells the phase and where its words
//! are. Before there are rows it is [`UNPLACED`] with the phase in the same bit, with which every section aborts.
//!
//! A reader that stops anywhere is in one of these states, and [`grace`](crate::grace) needs no more of it:
//!
//! | it stops | then |
//! |---|---|
//! | before its section commits | the section is aborted and starts again on whatever CPU it is then: not inside, has loaded nothing |
//! | between the load of `current` and the commit | the same, and it may enter a phase that is not current any more: waited for all the same |
//! | after the commit | inside: the flag is set, in the row of the CPU on which the section ran |
//! | after the store that clears the flag | outside |
//! | no flag is free, or no section commits (not registered, single-stepped) | inside from the compare-and-swap to the subtraction, in the same word |
//!
//! A flag may stay set while its CPU is offline, or is another thread's: every row that the kernel can give a number for is looked at.

use core::{
    ptr::NonNull,
    sync::atomic::{
        AtomicUsize,
        Ordering::{AcqRel, Acquire, Relaxed, SeqCst},
        fence,
    },
};

use perseq_core::{
    ByCpuId, Index as _, Outcome, cpu, fence as fences, pool::Item, pool::STRIDE_SHIFT, thread,
};

use crate::{
    counts::Counts,
    grace::{Phase, Readers},
    name::{self, Name},
    side::{ODD, ROW, Row, Ticket, UNPLACED, any_flag, next_flag, phase_of, try_flag},
    stall::{Holders, most_frequent},
};

/// As [`UNPLACED`], for ever: fences cannot be made here, so there must never be rows; or there was no memory for them.
const REFUSED: usize = UNPLACED + ROW;

/// All words of a domain.
#[derive(Debug)]
#[repr(align(64))]
pub(crate) struct Rows {
    current: AtomicUsize,
    counts: Counts,
}

impl Rows {
    pub(crate) const fn new() -> Self {
        Self { current: AtomicUsize::new(UNPLACED), counts: Counts::new() }
    }

    /// Enters, unless the thread has no name, the first flag is taken, or the section aborts.
    #[inline(always)]
    pub(crate) fn try_enter(&self) -> Result<Ticket, Outcome> {
        // Relaxed: the section's access depends on the address, which orders it after the zeroing of the rows.
        let side = self.current.load(Relaxed);
        // SAFETY: PLAIN: near UNPLACED, or a side of the item that `place` allocated, which lives as long as the domain. OWNED: nothing but
        // these sections sets its flags.
        unsafe { try_flag(side, name::known()) }
    }

    /// Enters in any case, after [`try_enter`](Self::try_enter) has not.
    #[cold]
    pub(crate) fn enter(&self, mut why: Outcome) -> Ticket {
        if why == Outcome::Guarded {
            // SAFETY: as in `try_enter`.
            match unsafe { next_flag(self.current.load(Relaxed), name::known()) } {
                Ok(ticket) => return ticket,
                Err(outcome) => why = outcome,
            }
        }
        let name = name::get();
        if why != Outcome::Guarded {
            self.place();
            // SAFETY: as in `try_enter`.
            if let Some(ticket) = unsafe { any_flag(why, name, || self.current.load(Relaxed)) } {
                return ticket;
            }
        }
        self.count(name)
    }

    /// Enters by a count.
    fn count(&self, name: Name) -> Ticket {
        let ticket = self.counts.add(self.phase(), name);
        // If there are rows, fences can be made, and reach this thread if it is registered.
        if self.base().is_none() || ByCpuId::current().is_none() {
            // Pairs with the fence of a grace period, which does not reach threads that cannot run sections where
            // no thread can: either it finds this reader, or this reader finds what was done before it.
            fence(SeqCst);
        }
        ticket
    }

    /// Gives the domain its rows, if this thread could use them and fences can be made.
    fn place(&self) {
        let current = self.current.load(Acquire);
        if current & !ODD != UNPLACED || thread::attach().is_err() {
            return;
        }
        if fences::all().is_err() {
            _ = self.settle(REFUSED);
            return;
        }
        let Ok(item) = ByCpuId::shared_pool().allocate(ROW, ROW) else {
            // For good: to ask again at every guard would cost a fence each time.
            _ = self.settle(REFUSED);
            return;
        };
        if self.settle(item.base().expose_provenance()).is_err() {
            // SAFETY: another thread was first, and no other thread has seen this item.
            unsafe { ByCpuId::shared_pool().free(item) };
        }
    }

    /// Makes `base` the rows; the error is the value of `current` that another thread has made instead.
    fn settle(&self, base: usize) -> Result<(), usize> {
        let place = |now: usize| (now & !ODD == UNPLACED).then_some(base | now & ODD);
        self.current.fetch_update(AcqRel, Acquire, place).map(drop)
    }

    /// Row `cpu`.
    fn row(&self, base: NonNull<Row>, cpu: u32) -> &Row {
        let row = base.as_ptr().wrapping_byte_add((cpu as usize) << STRIDE_SHIFT);
        // SAFETY: PLAIN: a row of the item, aligned, and valid while `self` lives; its words are atomic, because sections and guards
        // write them at any time.
        unsafe { &*row }
    }

    fn base(&self) -> Option<NonNull<Row>> {
        let current = self.current.load(Acquire);
        match current & !ODD {
            UNPLACED | REFUSED => None,
            base => NonNull::new(core::ptr::with_exposed_provenance_mut(base)),
        }
    }

    /// The first `cpus` rows with the CPUs that they are of, if there are rows.
    fn by_cpu(&self, cpus: u32) -> impl Iterator<Item = (u32, &Row)> {
        let base = self.base();
        let cpus = base.map_or(0, |_| cpus);
        (0..cpus).filter_map(move |cpu| Some((cpu, self.row(base?, cpu))))
    }

    /// Readers inside of that phase, where most of those with a flag have entered, and the thread that has made most of them.
    pub(crate) fn holders(&self, phase: Phase) -> Holders {
        let rows = || self.by_cpu(cpu::bound()).map(|(cpu, row)| (&row[phase as usize], cpu));
        let most = rows().map(|(side, cpu)| (side.guards(), cpu)).max();
        let cpu = most.filter(|(guards, _)| *guards > 0).map(|(_, cpu)| cpu);
        let flags = rows().flat_map(|(side, _)| side.names()).map(|name| (name, 1));
        let thread = most_frequent(flags.chain(self.counts.names(phase)));
        let readers = usize::try_from(self.inside()[phase as usize]).unwrap_or(usize::MAX);
        Holders { readers, process: None, cpu, thread: thread.and_then(Name::id) }
    }

    /// How many guards of `phase` this thread has made that were not dropped.
    pub(crate) fn own(&self, phase: Phase) -> usize {
        let Some(own) = name::existing() else { return 0 };
        // No proof rests on it, so the rows that CPUs are expected to have are enough.
        let names = self.by_cpu(cpu::rows()).flat_map(|(_, row)| row[phase as usize].names());
        names.filter(|name| *name == own).count() + self.counts.of(phase, own)
    }
}

impl Readers for Rows {
    type Error = perseq_core::Error;

    fn phase(&self) -> Phase {
        phase_of(self.current.load(Relaxed))
    }

    fn flip(&self) {
        self.current.fetch_xor(ODD, SeqCst);
    }

    /// One visit to each row: they are so far apart that a visit is what it costs.
    fn inside(&self) -> [u64; 2] {
        let mut inside = self.counts.guards();
        let Some(base) = self.base() else { return inside };
        for cpu in 0..cpu::bound() {
            for (sum, side) in inside.iter_mut().zip(self.row(base, cpu)) {
                *sum = sum.saturating_add(side.guards());
            }
        }
        inside
    }

    fn is_busy(&self, phase: Phase) -> bool {
        let phase = phase as usize;
        let has_flags = |base| (0..cpu::bound()).any(|cpu| self.row(base, cpu)[phase].guards() > 0);
        self.counts.guards()[phase] > 0 || self.base().is_some_and(has_flags)
    }

    fn fence(&self) -> Result<(), Self::Error> {
        // For readers that are counted and have made barriers of their own.
        fence(SeqCst);
        if self.current.load(Relaxed) & !ODD != REFUSED {
            // If it fails there are either rows, and nothing is known of readers, or there never will be any.
            fences::all().or_else(|error| match self.settle(REFUSED) {
                Err(others) if others & !ODD != REFUSED => Err(error),
                _refused => Ok(()),
            })?;
        }
        fence(SeqCst);
        Ok(())
    }
}

impl Drop for Rows {
    fn drop(&mut self) {
        if let Some(base) = self.base() {
            // SAFETY: `place` allocated it with this size, and `self` held the only right to it.
            let item = unsafe { Item::<ByCpuId>::from_base(base.cast(), ROW) };
            // SAFETY: `&mut self`: no reader is inside or under way, so no thread uses the rows.
            unsafe { ByCpuId::shared_pool().free(item) };
        }
    }
}
