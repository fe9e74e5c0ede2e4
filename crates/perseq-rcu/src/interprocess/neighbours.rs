//! Blocks that become one, and one that becomes two.
//!
//! ```text
//!   taken out of their lists   header │ payload │ header │ payload      two blocks in hand, with the member's name
//!   one store, of the units    header │ payload                         one block in hand: what was a header is a part of it
//! ```
//!
//! A block is divided the other way round: the second header is written into the payload, with the member's name, and one store of the first one's
//! units makes it a block. So a member may die after any store: its [blocks in hand](super::sweep) are whole ones, and come back.

use core::sync::atomic::Ordering::Relaxed;
use std::collections::HashSet;

use super::{ProcessError, ProcessResult, arena::UNIT, domain::Locked, step::step};

impl Locked<'_> {
    /// Takes free blocks that are neighbours in hand, as one of `units`, if there are some; together with memory that was never used, if that
    /// `may_grow`.
    pub(super) fn take_neighbours(&self, units: u32, may_grow: bool) -> ProcessResult<Option<usize>> {
        let free = self.free_links()?;
        let (mut run, mut sum) = (Vec::new(), 0_u32);
        for link in self.blocks() {
            let link = link?;
            if !free.contains(&link) {
                run.clear();
                continue;
            }
            let own = self.block(link)?.units.load(Relaxed);
            // The header of all but the first becomes a unit.
            sum = if run.is_empty() { own } else { sum.saturating_add(1).saturating_add(own) };
            run.push(link);
            if sum >= units {
                return self.unite(&run, units).map(Some);
            }
        }
        // The last ones are followed by memory that was never used.
        if run.is_empty() || !may_grow {
            return Ok(None);
        }
        let missing = (units - sum).saturating_sub(1).max(1);
        match self.take_new(0, missing) {
            Ok(Some(last)) => {
                run.push(last);
                self.unite(&run, units).map(Some)
            }
            // A file system without room is as an arena without room here: blocks are free all the same.
            Ok(None) | Err(ProcessError::File { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Makes neighbours that are free, or in hand already, one block of `units` in hand. The rest is free.
    fn unite(&self, run: &[usize], units: u32) -> ProcessResult<usize> {
        let (Some(&first), Some(&last)) = (run.first(), run.last()) else {
            return Err(ProcessError::Damaged);
        };
        self.take_out(run)?;
        let end = last.saturating_add(self.bytes_of(last)?);
        let sum = end.checked_sub(first).and_then(|bytes| u32::try_from(bytes / UNIT).ok());
        let sum = sum.filter(|sum| *sum >= units).ok_or(ProcessError::Damaged)?;
        self.block(first)?.units.store(sum, Relaxed);
        step();
        self.divide(first, units)?;
        Ok(first)
    }

    /// Takes those blocks out of the free lists, and in hand.
    fn take_out(&self, run: &[usize]) -> ProcessResult<()> {
        let run: HashSet<usize> = run.iter().copied().collect();
        for mut from in &self.arena().free {
            for _ in 0..self.most_blocks() {
                let link = from.load(Relaxed);
                if link == 0 {
                    break;
                }
                let block = self.block(link)?;
                if run.contains(&link) {
                    self.name(block, self.me());
                    from.store(block.next.load(Relaxed), Relaxed);
                    step();
                } else {
                    from = &block.next;
                }
            }
        }
        Ok(())
    }

    /// Frees what the block at `link`, which is in hand, has beyond `units`, if that is a block.
    pub(super) fn divide(&self, link: usize, units: u32) -> ProcessResult<()> {
        let block = self.block(link)?;
        // One unit is the header.
        let rest = block.units.load(Relaxed).saturating_sub(units).saturating_sub(1);
        if rest == 0 {
            return Ok(());
        }
        let second = link.saturating_add((units as usize + 1) * UNIT);
        let new = self.block(second)?;
        new.units.store(rest, Relaxed);
        self.name(new, self.me());
        block.units.store(units, Relaxed);
        step();
        self.free_link(second)
    }

    /// The blocks in the free lists.
    fn free_links(&self) -> ProcessResult<HashSet<usize>> {
        let mut links = HashSet::new();
        for first in &self.arena().free {
            let mut link = first.load(Relaxed);
            while link != 0 {
                if !links.insert(link) {
                    return Err(ProcessError::Damaged);
                }
                link = self.block(link)?.next.load(Relaxed);
            }
        }
        Ok(links)
    }
}
