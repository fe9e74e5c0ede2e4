//! Memory for values in the file, and the names of cells.
//!
//! ```text
//!   arena   block: header of 64 bytes, payload of so many units of 64 │ block │ … top │ never used
//!   free    a list for each class, by the offset of the first; each block has the next one's
//!   retired a queue from the oldest: blocks that wait for the grace period in their header
//! ```
//!
//! All changes are made under the domain's lock, cells' too, and each that matters is one store. A block that is on its way, or is being
//! written, has its member's name in its header, so that [`sweep`](super::sweep) finds what a killed member had in hand. The next holder of the
//! lock puts the end of the queue right.

use core::sync::atomic::{
    AtomicU8, AtomicU32, AtomicU64, AtomicUsize,
    Ordering::{Acquire, Relaxed, Release},
};

use super::{
    ProcessError, ProcessResult,
    domain::{Locked, ProcessRcu},
    step::step,
};

/// Bytes of a block's header, and of a unit of its payload. Payloads are aligned to it.
pub(super) const UNIT: usize = 64;
/// Free blocks of more units than half of 2ⁿ, and no more than 2ⁿ, are of class n: so many classes do all numbers of units have.
const CLASSES: usize = class_of(u32::MAX) + 1;
/// Free blocks that are looked at in a list before new memory is used.
const NEAR: usize = 16;

/// The arena's words.
#[repr(C, align(64))]
pub(super) struct ArenaState {
    /// Bytes that were ever used.
    pub(super) top: AtomicUsize,
    /// Offset of the oldest block that waits for readers, plus 1; 0 for none. So are all offsets of blocks.
    pub(super) oldest: AtomicUsize,
    newest: AtomicUsize,
    pub(super) free: [AtomicUsize; CLASSES],
}

/// A block's header.
#[repr(C, align(64))]
pub(super) struct Block {
    /// The next one of its list, plus 1.
    pub(super) next: AtomicUsize,
    /// The grace period that it waits for.
    period: AtomicU64,
    /// Units of the payload. They change while a member has the block in hand.
    pub(super) units: AtomicU32,
    /// The member that has it in hand, plus 1; 0 where it is in a list or a cell.
    pub(super) owner: AtomicU32,
}

/// A named cell.
#[repr(C)]
pub(super) struct Root {
    /// Offset of its value in the arena, or 0. (A block's header is before it.)
    pub(super) value: AtomicUsize,
    size: AtomicU64,
    align: AtomicU64,
    /// 0 where there is no cell; stored last.
    length: AtomicUsize,
    name: [AtomicU8; ProcessRcu::MAX_NAME],
}

const _: () = assert!(size_of::<Block>() == UNIT);

/// The units of a payload of `size` bytes.
fn units_of(size: usize) -> u32 {
    u32::try_from(size.div_ceil(UNIT).max(1)).unwrap_or(u32::MAX)
}

/// The class of blocks of `units`.
const fn class_of(units: u32) -> usize {
    (units as u64).next_power_of_two().trailing_zeros() as usize
}

impl Root {
    fn name(&self) -> Vec<u8> {
        let length = self.length.load(Acquire).min(ProcessRcu::MAX_NAME);
        self.name[..length].iter().map(|byte| byte.load(Relaxed)).collect()
    }
}

impl Locked<'_> {
    pub(super) fn arena(&self) -> &ArenaState {
        &self.domain.file.header().arena
    }

    /// The block at `link`, its offset plus 1.
    pub(super) fn block(&self, link: usize) -> ProcessResult<&Block> {
        let offset = link.checked_sub(1).ok_or(ProcessError::Damaged)?;
        let at: *mut Block = self.domain.file.arena().at(offset).ok_or(ProcessError::Damaged)?;
        // SAFETY: SHM: in the mapping and aligned; any bytes are atomics.
        Ok(unsafe { &*at })
    }

    /// Bytes of the payload of the block at `link`.
    pub(super) fn bytes_of(&self, link: usize) -> ProcessResult<usize> {
        let units = self.block(link)?.units.load(Relaxed) as usize;
        units.checked_mul(UNIT).ok_or(ProcessError::Damaged)
    }

    /// This process's name on blocks that it has in hand.
    pub(super) fn me(&self) -> u32 {
        self.domain.member()
    }

    pub(super) fn name(&self, block: &Block, owner: u32) {
        block.owner.store(owner, Relaxed);
        step();
    }

    /// Room for `size` bytes, in this member's hand: its offset, or `None` if there is none now.
    ///
    /// A free block of about that size, or memory that was never used, or a part of a larger block, or neighbours that are free, as one.
    pub(super) fn allocate(&self, size: usize) -> ProcessResult<Option<usize>> {
        self.collect()?;
        let units = units_of(size);
        let class = class_of(units);
        let mut found = self.take_free(class, units, NEAR)?;
        let mut full = None;
        if found.is_none() {
            match self.take_new(size, units) {
                Ok(new) => found = new,
                // Nothing was taken from a file system without room: there may be a block that is free.
                Err(error @ ProcessError::File { .. }) => full = Some(error),
                Err(error) => return Err(error),
            }
        }
        for larger in class + 1..CLASSES {
            if found.is_none() {
                found = self.take_free(larger, units, 1)?;
                found.map_or(Ok(()), |link| self.divide(link, units))?;
            }
        }
        if found.is_none() {
            found = self.take_free(class, units, self.most_blocks())?;
        }
        if found.is_none() {
            found = self.take_neighbours(units, full.is_none())?;
        }
        match (found, full) {
            (None, Some(error)) => Err(error),
            (found, _) => Ok(found.map(|link| link - 1 + UNIT)),
        }
    }

    /// Takes a free block of `units` at least in hand, if one of the first `most` of that class is.
    fn take_free(&self, class: usize, units: u32, most: usize) -> ProcessResult<Option<usize>> {
        let Some(mut from) = self.arena().free.get(class) else { return Ok(None) };
        for _ in 0..most {
            let link = from.load(Relaxed);
            if link == 0 {
                return Ok(None);
            }
            let block = self.block(link)?;
            if block.units.load(Relaxed) >= units {
                self.name(block, self.me());
                // One store takes it out, also in the middle of the list.
                from.store(block.next.load(Relaxed), Relaxed);
                step();
                return Ok(Some(link));
            }
            from = &block.next;
        }
        Ok(None)
    }

    /// Takes a block of memory that was never used in hand, if there is so much.
    pub(super) fn take_new(&self, size: usize, units: u32) -> ProcessResult<Option<usize>> {
        let arena = self.arena();
        let top = arena.top.load(Relaxed);
        let payload = (units as usize).saturating_mul(UNIT);
        let end = top.saturating_add(UNIT).saturating_add(payload);
        if payload < size || end > self.domain.file.layout().arena() {
            return Ok(None);
        }
        self.domain.file.reserve_arena(top, end)?;
        let block = self.block(top + 1)?;
        block.units.store(units, Relaxed);
        self.name(block, self.me());
        arena.top.store(end, Relaxed);
        step();
        Ok(Some(top + 1))
    }

    /// Frees the block at `offset`, which no other thread has seen, if it is still in this member's hand.
    ///
    /// A forked child must not call it with a copy of its parent's offset, where there may be no block any more.
    pub(super) fn free(&self, offset: usize) -> ProcessResult<()> {
        let link = offset.checked_sub(UNIT - 1).ok_or(ProcessError::Damaged)?;
        let block = self.block(link)?;
        if self.me() == 0 || block.owner.load(Relaxed) != self.me() {
            return Ok(());
        }
        self.free_link(link)
    }

    /// Puts what is in hand into its free list.
    pub(super) fn free_link(&self, link: usize) -> ProcessResult<()> {
        let block = self.block(link)?;
        let class = class_of(block.units.load(Relaxed));
        let free = self.arena().free.get(class).ok_or(ProcessError::Damaged)?;
        block.next.store(free.load(Relaxed), Relaxed);
        step();
        free.store(link, Relaxed);
        step();
        self.name(block, 0);
        Ok(())
    }

    /// Makes what is at `new` in this member's hand, or nothing where that is 0, the value of `root`, and frees the one of before when its readers
    /// have left.
    pub(super) fn replace(&self, root: &Root, new: usize) -> ProcessResult<()> {
        let block = |offset: usize| -> ProcessResult<_> {
            if offset == 0 {
                return Ok(None);
            }
            let link = offset.checked_sub(UNIT - 1).ok_or(ProcessError::Damaged)?;
            Ok(Some((link, self.block(link)?)))
        };
        let (before, after) = (block(root.value.load(Relaxed))?, block(new)?);
        if let Some((_, before)) = before {
            self.name(before, self.me());
        }
        // Release: a reader that finds the value sees what was written.
        root.value.store(new, Release);
        step();
        if let Some((_, after)) = after {
            self.name(after, 0);
        }
        if let Some((link, before)) = before {
            self.retire_link(link)?;
            self.name(before, 0);
        }
        Ok(())
    }

    /// Frees a block when its readers have left: no sooner than a grace period that starts here.
    pub(super) fn retire_link(&self, link: usize) -> ProcessResult<()> {
        let (arena, block) = (self.arena(), self.block(link)?);
        block.period.store(self.start(), Relaxed);
        block.next.store(0, Relaxed);
        step();
        match arena.oldest.load(Relaxed) {
            0 => arena.oldest.store(link, Relaxed),
            _ => self.block(arena.newest.load(Relaxed))?.next.store(link, Relaxed),
        }
        step();
        arena.newest.store(link, Relaxed);
        step();
        Ok(())
    }

    /// Frees what has waited long enough.
    pub(super) fn collect(&self) -> ProcessResult<()> {
        let arena = self.arena();
        let completed = self.domain.file.header().completed.load(Acquire);
        // Each block waits once, so there are no more than that.
        for _ in 0..self.most_blocks() {
            let link = arena.oldest.load(Relaxed);
            if link == 0 || self.block(link)?.period.load(Relaxed) > completed {
                return Ok(());
            }
            let block = self.block(link)?;
            self.name(block, self.me());
            arena.oldest.store(block.next.load(Relaxed), Relaxed);
            step();
            self.free_link(link)?;
        }
        Ok(())
    }

    /// More blocks than there can be.
    pub(super) fn most_blocks(&self) -> usize {
        self.domain.file.layout().arena() / UNIT + 1
    }

    /// The grace period that the oldest retired block waits for.
    pub(super) fn oldest_period(&self) -> ProcessResult<Option<u64>> {
        match self.arena().oldest.load(Relaxed) {
            0 => Ok(None),
            link => Ok(Some(self.block(link)?.period.load(Relaxed))),
        }
    }

    /// Finds the end of the queue again.
    pub(super) fn repair_arena(&self) {
        let arena = self.arena();
        let mut link = arena.oldest.load(Relaxed);
        // Each block is in the queue once, so there are no more steps than there are blocks.
        for _ in 0..self.most_blocks() {
            let Some(Ok(block)) = (link != 0).then(|| self.block(link)) else { return };
            arena.newest.store(link, Relaxed);
            link = block.next.load(Relaxed);
        }
    }

    /// The place of the cell `name`, which is made if there is none.
    pub(super) fn root(&self, name: &str, size: usize, align: usize) -> ProcessResult<usize> {
        let refused = || ProcessError::Name(name.to_owned());
        if name.is_empty() || name.len() > ProcessRcu::MAX_NAME {
            return Err(refused());
        }
        let asked = (size as u64, align as u64);
        for (place, root) in self.domain.file.header().roots.iter().enumerate() {
            if root.length.load(Acquire) == 0 {
                for (to, byte) in root.name.iter().zip(name.bytes()) {
                    to.store(byte, Relaxed);
                }
                root.size.store(asked.0, Relaxed);
                root.align.store(asked.1, Relaxed);
                root.length.store(name.len(), Release);
                return Ok(place);
            }
            if root.name() == name.as_bytes() {
                let is = (root.size.load(Relaxed), root.align.load(Relaxed));
                let wrong = || ProcessError::Type { name: name.to_owned(), is, asked };
                return if is == asked { Ok(place) } else { Err(wrong()) };
            }
        }
        Err(refused())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_above_that_of_a_size_has_room_for_it() {
        for size in [0, 1, 63, 64, 65, 128, 129, 192, 193, 4096, 4097, 520_000] {
            let units = units_of(size);
            let class = class_of(units);
            assert!(units as usize * UNIT >= size && (units as usize - 1) * UNIT < size.max(1));
            assert!(
                1 << class >= units,
                "{size}: all blocks of the next class have more than 2^{class} units"
            );
            assert!(class == 0 || 1 << (class - 1) < units, "{size} is of a smaller class");
        }
    }

    #[test]
    fn each_class_has_a_list_and_each_list_a_class() {
        let mut classes: Vec<usize> =
            (0..u32::BITS).flat_map(|bit| [1 << bit, u32::MAX >> bit]).map(class_of).collect();
        classes.sort_unstable();
        classes.dedup();
        assert_eq!(classes, (0..CLASSES).collect::<Vec<_>>());
    }
}
