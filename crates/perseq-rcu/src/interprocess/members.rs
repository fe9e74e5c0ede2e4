//! The table of members: joining it, leaving it, and finding the dead.

use core::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use perseq_core::{cpu, fence, process::Process};

use super::{
    ProcessError, ProcessResult,
    domain::{Locked, ProcessRcu},
    file::Entry,
    step::step,
};
use crate::grace::{
    algorithm::Phase,
    name::{self, Name},
    side::{Row, Side, UNPLACED},
};

/// In a place of the table: it is free.
pub(super) const FREE: u32 = 0;
/// Its readers set flags by sections, and others make its fences.
pub(super) const BY_SECTIONS: u32 = 1;
/// They count by atomic additions, and make their own fences: `membarrier(2)` is missing or refused there.
const BY_FENCES: u32 = 2;
/// The dead that a search looks for, and how thoroughly.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Search {
    /// Processes that have ended, among those that have readers inside.
    Ended,
    /// Also those that have become another program.
    Replaced,
    /// All members.
    All,
}

impl Entry {
    pub(super) fn process(&self) -> Process {
        Process::from_word(self.process.load(Relaxed))
    }
}

impl ProcessRcu {
    /// The numbers of members, with their entries.
    pub(super) fn members(&self) -> impl Iterator<Item = (u32, &Entry)> {
        let places = self.file.layout().members();
        // Acquire: what the member's line was when it joined.
        (0..places).zip(&self.file.header().members).filter(|(_, entry)| entry.state.load(Acquire) != FREE)
    }

    /// The lines of `member`, one a CPU.
    pub(super) fn lines(&self, member: u32) -> impl Iterator<Item = &Row> {
        (0..cpu::bound()).map(move |cpu| self.file.line(member, cpu))
    }

    /// Readers of `member` inside, as far as can be told while they come and go.
    pub(super) fn inside(&self, member: u32) -> u64 {
        let inside = self.inside_by_phase(member);
        inside[0].saturating_add(inside[1])
    }

    /// The same, by phase.
    pub(super) fn inside_by_phase(&self, member: u32) -> [u64; 2] {
        self.lines(member).fold(self.file.counts(member).guards(), |[even, odd], line| {
            [even.saturating_add(line[0].guards()), odd.saturating_add(line[1].guards())]
        })
    }

    /// How many guards this thread has made that were not dropped, by whatever handle of this process: each is a member.
    pub(super) fn own(&self) -> usize {
        let Some(own) = name::existing() else { return 0 };
        let me = Process::me();
        let mine = self.members().filter(|(_, entry)| entry.process() == me);
        mine.map(|(member, _)| self.guards_of(member, own)).sum()
    }

    /// How many guards thread `name` of `member` has made that were not dropped.
    fn guards_of(&self, member: u32, name: Name) -> usize {
        // No proof rests on it, so the rows that CPUs are expected to have are enough.
        let lines = self.lines(member).take(cpu::rows() as usize);
        let flags = lines.flatten().flat_map(Side::names).filter(|other| *other == name).count();
        let counts = self.file.counts(member);
        flags + counts.of(Phase::Even, name) + counts.of(Phase::Odd, name)
    }
}

impl Locked<'_> {
    /// Makes this process a member, unless another thread has.
    pub(super) fn join(&self) -> ProcessResult<()> {
        let mine = self.domain.mine.get();
        if mine.member.load(Acquire) != 0 {
            return Ok(());
        }
        name::renew_after_fork();
        self.domain.file.layout().check_namespace(Process::me().namespace())?;
        let fences = fence::join_processes();
        if cfg!(target_pointer_width = "32") {
            // No address is one that sections refuse.
            fences?;
        }
        let state = if fences.is_ok() { BY_SECTIONS } else { BY_FENCES };
        let member = match self.free_place() {
            Some(member) => member,
            None => {
                self.bury(Search::All);
                let members = self.domain.file.layout().members();
                self.free_place().ok_or(ProcessError::Full { members })?
            }
        };
        self.domain.file.reserve_member(member)?;
        let (entry, me) = (&self.domain.file.header().members[member as usize], Process::me());
        self.domain.had[(member / 64) as usize].fetch_or(1 << (member % 64), Relaxed);
        self.clear(member);
        entry.process.store(me.word(), Relaxed);
        step();
        entry.state.store(state, Release);
        step();
        let line = self.domain.file.line_address(member);
        mine.line.store(if state == BY_SECTIONS { line } else { line ^ UNPLACED }, Release);
        mine.member.store(member + 1, Release);
        Ok(())
    }

    /// Ends this process's membership, if it has one: it has no readers inside, and none will come.
    pub(super) fn leave(&self) {
        if let Some(member) = self.domain.mine.get().member.load(Acquire).checked_sub(1) {
            self.remove(member);
        }
    }

    /// Removes members that do not live any more; whether there were any.
    ///
    /// Their readers go at once, under the lock: no look at them is under way.
    pub(super) fn bury(&self, search: Search) -> bool {
        let mine = self.domain.mine.get().member.load(Acquire);
        let is_dead = |(member, entry): &(u32, &Entry)| {
            if member + 1 == mine || (search != Search::All && self.domain.inside(*member) == 0) {
                return false;
            }
            let process = entry.process();
            process.is_gone() || (search != Search::Ended && process.has_unmapped(self.domain.file.address()))
        };
        let dead: Vec<u32> = self.domain.members().filter(is_dead).map(|(member, _)| member).collect();
        dead.iter().for_each(|member| self.remove(*member));
        self.domain.file.header().deaths.0.members.fetch_add(dead.len() as u64, Relaxed);
        !dead.is_empty()
    }

    fn free_place(&self) -> Option<u32> {
        let places = self.domain.file.layout().members();
        let members = &self.domain.file.header().members;
        let free = |place: &u32| members[*place as usize].state.load(Acquire) == FREE;
        // A guard that was copied by a fork is told from this process's own by its place.
        let had =
            |place: &u32| self.domain.had[(*place / 64) as usize].load(Relaxed) >> (place % 64) & 1 == 1;
        (0..places).find(|place| free(place) && !had(place))
    }

    fn remove(&self, member: u32) {
        // First, so that a thread that dies in between leaves a member that can be removed again. If the arena is damaged, nothing comes back.
        _ = self.sweep(member);
        self.domain.file.header().members[member as usize].state.store(FREE, Release);
        step();
    }

    /// Makes all words of `member`, whose place is free, zero.
    fn clear(&self, member: u32) {
        // A word that is zero stays untouched, and needs no memory if the file system has set none aside.
        self.domain.lines(member).flatten().for_each(|side| side.clear(step));
        self.domain.file.counts(member).clear(step);
    }
}
