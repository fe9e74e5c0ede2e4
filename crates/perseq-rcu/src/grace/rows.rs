//! The words of a domain's readers in one process: a [`Row`] for each CPU, and [`Counts`] beside them.
//!
//! ```text
//!   row of a CPU     flags of the even phase │ flags of the odd phase
//!   counts           guards that found no flag free; of threads that cannot run sections; made before the rows are there
//! ```
//!
//! `current` is the address, in row 0, of the flag that new readers try first: one load tells the phase and where its words
//! are. Before there are rows it is [`UNPLACED`] with the phase in the same bit, with which every section aborts.
//!
//! The flag that is tried first is the first one of its side, until a guard stays for so long that very many readers find it taken
//! there: then it is the next one, for all CPUs. So readers beside a guard that stays are as fast as without.
//!
//! A reader that stops anywhere is in one of these states, and [`grace`](crate::grace::algorithm) needs no more of it:
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
        AtomicBool, AtomicUsize,
        Ordering::{AcqRel, Acquire, Relaxed, SeqCst},
        compiler_fence, fence,
    },
};

use perseq_core::{
    ByCpuId, Index as _, Outcome, cpu, fence as fences, pool::Item, pool::STRIDE_SHIFT, thread,
};

use crate::{
    grace::{
        algorithm::{Phase, Readers},
        counts::Counts,
        name::{self, Name},
        side::{
            IN_SIDE, ODD, ROW, Row, Side, Ticket, UNPLACED, any_flag, is_near_unplaced, next_flag, phase_of,
            try_flag,
        },
    },
    local::stall::{Holders, most_frequent},
};

/// As [`UNPLACED`], for ever: fences cannot be made here, so there must never be rows; or there was no memory for them.
const REFUSED: usize = UNPLACED + ROW;
/// The bits of `current` that are not those of the rows: the phase, and which flag is tried first.
const IN_ROW: usize = ROW - 1;

/// All words of a domain.
#[derive(Debug)]
#[repr(align(64))]
pub(crate) struct Rows {
    current: AtomicUsize,
    counts: Counts,
    /// True from before the first guard is counted. Until then no count need be looked at.
    counted: AtomicBool,
    /// True from before another flag than the first one is tried first. Until then the fast path sets no other.
    moved: AtomicBool,
}

impl Rows {
    pub(crate) const fn new() -> Self {
        Self {
            current: AtomicUsize::new(UNPLACED),
            counts: Counts::new(),
            counted: AtomicBool::new(false),
            moved: AtomicBool::new(false),
        }
    }

    /// Enters, unless the thread has no name, the flag that is tried first is taken, or the section aborts.
    #[inline(always)]
    pub(crate) fn try_enter(&self) -> Option<Ticket> {
        // Relaxed: the section's access depends on the address, which orders it after the zeroing of the rows.
        let flag = self.current.load(Relaxed);
        // SAFETY: PLAIN: near UNPLACED, or a flag of the item that `place` allocated, which lives as long as the domain. OWNED: nothing but
        // these sections sets its flags.
        unsafe { try_flag(flag, name::known()) }.ok()
    }

    /// Enters in any case, after [`try_enter`](Self::try_enter) has not. It is not told why: then the fast path need not have a reason at
    /// hand, and the next flag will do also if the first one is free.
    #[cold]
    pub(crate) fn enter(&self) -> Ticket {
        // SAFETY: as in `try_enter`.
        let why = match unsafe { next_flag(self.current.load(Relaxed), name::known()) } {
            Ok(ticket) => {
                if name::is_late_often() {
                    self.try_first(ticket);
                }
                return self.noted(ticket);
            }
            Err(why) => why,
        };
        let name = name::get();
        if why != Outcome::Guarded {
            self.place();
            // SAFETY: as in `try_enter`.
            if let Some(ticket) = unsafe { any_flag(why, name, || self.current.load(Relaxed)) } {
                return self.noted(ticket);
            }
        }
        self.count(name)
    }

    /// From now on new readers try that flag first, which this thread has found to be free where others are taken.
    ///
    /// A look is told before: a reader that tries it has read `current` after it was stored here, by a release that comes after the
    /// store to `moved`. So a fence that comes between the reader's loads and a look makes that seen, too.
    #[cold]
    fn try_first(&self, ticket: Ticket) {
        self.moved.store(true, Relaxed);
        let change = |now: usize| (!is_near_unplaced(now)).then_some(now & !IN_SIDE | ticket.offset());
        _ = self.current.fetch_update(AcqRel, Relaxed, change);
    }

    /// Takes note of the row of a flag that may be another one than the first: from now on all flags of that row are looked at.
    ///
    /// It is done before the reader loads anything, so a fence that comes between its loads and a look makes it seen, as the flag.
    fn noted(&self, ticket: Ticket) -> Ticket {
        if let Some(row) = ticket.row(self.current.load(Relaxed) & !IN_ROW) {
            cpu::note(row);
        }
        compiler_fence(SeqCst);
        ticket
    }

    /// Enters by a count.
    fn count(&self, name: Name) -> Ticket {
        // Before the count in this thread's order, so a fence that comes between this reader's loads and a look makes both seen. The count
        // is a release, which keeps it so.
        self.counted.store(true, Relaxed);
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
        if current & !IN_ROW != UNPLACED || thread::attach().is_err() {
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
        let place = |now: usize| (now & !IN_ROW == UNPLACED).then_some(base | now & IN_ROW);
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
        if is_near_unplaced(current) {
            return None;
        }
        NonNull::new(core::ptr::with_exposed_provenance_mut(current & !IN_ROW))
    }

    /// Guards that are counted, of both phases.
    fn counted_guards(&self) -> [u64; 2] {
        if self.counted.load(Relaxed) { self.counts.guards() } else { [0; 2] }
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
    ///
    /// In rows that no CPU is expected to have, only the first flags are looked at. Guards with other flags there were
    /// [noted](Self::noted): the rows are expected now; or another flag [is tried first](Self::try_first): then all are looked at.
    fn inside(&self) -> [u64; 2] {
        let [even, odd] = self.counted_guards();
        let Some(base) = self.base() else { return [even, odd] };
        // Both after the fence, as the flags.
        let expected = if self.moved.load(Relaxed) { cpu::bound() } else { cpu::rows() };
        let add = |[even, odd]: [u64; 2], [more, more_odd]: [u64; 2]| [even + more, odd + more_odd];
        let all = |cpu| self.row(base, cpu).each_ref().map(Side::guards);
        let first = |cpu| self.row(base, cpu).each_ref().map(Side::first_guard);
        let flags = (0..expected).map(all).fold([0; 2], add);
        let flags = (expected..cpu::bound()).map(first).fold(flags, add);
        [even.saturating_add(flags[0]), odd.saturating_add(flags[1])]
    }

    /// Only at the rows that CPUs are expected to have.
    fn seems_busy(&self, phase: Phase) -> bool {
        self.by_cpu(cpu::rows()).any(|(_, row)| row[phase as usize].guards() > 0)
    }

    /// The barrier that readers need which are counted and make barriers of their own is in the fence, whether it reaches other threads or not.
    fn fence(&self) -> Result<(), Self::Error> {
        if self.current.load(Relaxed) & !IN_ROW == REFUSED {
            fence(SeqCst);
            return Ok(());
        }
        // If it fails there are either rows, and nothing is known of readers, or there never will be any.
        fences::all().or_else(|error| match self.settle(REFUSED) {
            Err(others) if others & !IN_ROW != REFUSED => Err(error),
            _refused => Ok(()),
        })
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
