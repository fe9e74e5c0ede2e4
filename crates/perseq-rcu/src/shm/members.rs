//! The table of members: joining it, leaving it, and finding the dead.

use core::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use perseq_core::{cpu, fence, process::Process};

use super::{
    SharedError, SharedResult,
    domain::{Locked, SharedRcu},
    file::Entry,
    mine::Membership,
    step::step,
};
use crate::{
    counts::UNPLACED,
    grace::{Count, Phase},
};

/// In a place of the table: nobody's.
pub(super) const FREE: u32 = 0;
/// It counts by sections, and others make its fences.
pub(super) const BY_SECTIONS: u32 = 1;
/// It counts by atomic additions, and makes its own fences: `membarrier(2)` is missing or refused there.
const BY_FENCES: u32 = 2;
/// Who looks for the dead, and how thoroughly.
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

impl SharedRcu {
    /// The numbers of members, with their entries.
    pub(super) fn members(&self) -> impl Iterator<Item = (u32, &Entry)> {
        let places = self.file.layout().members();
        // Acquire: what the member's line was when it joined.
        (0..places).zip(&self.file.header().members).filter(|(_, entry)| entry.state.load(Acquire) != FREE)
    }

    /// What `member` has counted, by phase.
    pub(super) fn count(&self, member: u32) -> [Count; 2] {
        let mut counts = [Count::default(); 2];
        for cpu in 0..cpu::bound() {
            let line = self.file.line(member, cpu);
            // Both halves, though only CPU 0's second one is used: lines are read whole anyway.
            for (place, [locks, unlocks]) in line.as_chunks::<2>().0.iter().take(4).enumerate() {
                let count = &mut counts[place % 2];
                // Unlocks first: who comes and goes meanwhile looks as if it were inside, and not as if it were somebody less.
                count.unlocks = count.unlocks.wrapping_add(unlocks.load(Acquire));
                count.locks = count.locks.wrapping_add(locks.load(Relaxed));
            }
        }
        counts
    }

    /// Readers of `member` inside, as far as can be told while they come and go.
    pub(super) fn inside(&self, member: u32) -> usize {
        let inside = self.inside_by_phase(member);
        inside[0].saturating_add(inside[1])
    }

    /// The same, by phase. A reader that goes from one CPU to another in the middle may have left as often as it was not seen to enter.
    pub(super) fn inside_by_phase(&self, member: u32) -> [usize; 2] {
        let inside = |count: Count| count.locks.wrapping_sub(count.unlocks).cast_signed();
        self.count(member).map(|count| usize::try_from(inside(count)).unwrap_or(0))
    }

    /// Adds 1 to what threads add to that cannot run sections; `which`: 0 to lock, 1 to unlock.
    pub(super) fn spare(&self, membership: &Membership, phase: Phase, which: usize) {
        let member = membership.member.load(Acquire) - 1;
        self.file.line(member, 0)[4 + 2 * phase as usize + which]
            .fetch_add(1, core::sync::atomic::Ordering::SeqCst);
    }
}

impl Locked<'_> {
    /// Makes this process a member, unless another thread has.
    pub(super) fn join(&self) -> SharedResult<()> {
        let mine = self.domain.mine.get();
        if mine.member.load(Acquire) != 0 {
            return Ok(());
        }
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
                self.free_place().ok_or(SharedError::Full { members })?
            }
        };
        self.domain.file.reserve_lines(member)?;
        let (entry, me) = (&self.domain.file.header().members[member as usize], Process::me());
        self.domain.had[(member / 64) as usize].fetch_or(1 << (member % 64), Relaxed);
        self.clear(member);
        entry.process.store(me.word(), Relaxed);
        step();
        entry.state.store(state, Release);
        step();
        let line = self.domain.file.line_address(member);
        // With `UNPLACED`, the one becomes the address, and the other one with which sections abort.
        mine.line.store(if state == BY_SECTIONS { line ^ UNPLACED } else { line }, Release);
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
    /// What they have counted goes at once, under the lock: no look at the counts is under way.
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
        // First, so that who dies in between leaves a member that can be removed again. Where the arena is damaged, nothing comes back.
        _ = self.sweep(member);
        // With one store all of its counts are nobody's: a part of them, without the other, would hide somebody else's readers.
        self.domain.file.header().members[member as usize].state.store(FREE, Release);
        step();
    }

    /// Makes all counts of `member`, whose place is nobody's, zero.
    fn clear(&self, member: u32) {
        for cpu in 0..cpu::bound() {
            // What is zero stays untouched, and needs no memory where the file system has set none aside.
            for word in self.domain.file.line(member, cpu).iter().filter(|word| word.load(Relaxed) != 0) {
                word.store(0, Relaxed);
                step();
            }
        }
    }
}
