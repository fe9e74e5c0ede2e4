//! The blocks that the dead had in hand.
//!
//! A block that is being moved, or written, names the member that does so: from before it leaves the list where it was, until it is in its next
//! place. So a block that is nowhere has a name on it. One with a name may be somewhere all the same, for the name goes last:
//! only what is in no list and in no cell is lost.

use core::sync::atomic::Ordering::{Acquire, Relaxed};
use std::collections::HashSet;

use super::{ProcessError, ProcessResult, arena::UNIT, domain::Locked, step::step};

impl Locked<'_> {
    /// Frees the blocks that `member`, which is dead or has left, had in hand.
    pub(super) fn sweep(&self, member: u32) -> ProcessResult<()> {
        let mut named = Vec::new();
        for link in self.blocks() {
            let link = link?;
            if self.block(link)?.owner.load(Relaxed) == member + 1 {
                named.push(link);
            }
        }
        if named.is_empty() {
            return Ok(());
        }
        let placed = self.placed()?;
        for link in named {
            if !placed.contains(&link) {
                // It may have been in a cell a moment before, and be read.
                self.retire_link(link)?;
            }
            self.block(link)?.owner.store(0, Relaxed);
            step();
        }
        Ok(())
    }

    /// All blocks, in the order of the arena.
    pub(super) fn blocks(&self) -> impl Iterator<Item = ProcessResult<usize>> {
        let (mut at, top) = (0, self.arena().top.load(Relaxed));
        core::iter::from_fn(move || {
            let link = (at < top).then_some(at + 1)?;
            let bytes = self.bytes_of(link);
            at = bytes.as_ref().map_or(top, |bytes| (at + UNIT).saturating_add(*bytes));
            Some(bytes.map(|_| link))
        })
    }

    /// Blocks that are in a list or in a cell.
    pub(super) fn placed(&self) -> ProcessResult<HashSet<usize>> {
        let (arena, mut placed) = (self.arena(), HashSet::new());
        for first in arena.free.iter().chain([&arena.oldest]) {
            let mut link = first.load(Relaxed);
            while link != 0 {
                if !placed.insert(link) {
                    return Err(ProcessError::Damaged);
                }
                link = self.block(link)?.next.load(Relaxed);
            }
        }
        let values = self.domain.file.header().roots.iter().map(|root| root.value.load(Acquire));
        placed.extend(values.filter_map(|value| value.checked_sub(UNIT - 1)));
        Ok(placed)
    }
}
