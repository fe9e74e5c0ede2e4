//! Memory for values in the file, and the names of cells.
//!
//! ```text
//!   arena   block: header of 64 bytes, 64 << class bytes │ block │ … top │ never used
//!   free    a list for each class, by the offset of the first; each block has the next one's
//!   retired a queue from the oldest: blocks that wait for the grace period in their header
//! ```
//!
//! All changes are made under the domain's lock, and each that matters is one store: whoever is killed in between loses at most
//! the block that it had in hand, and the next holder puts the end of the queue right.

use core::sync::atomic::{
    AtomicU8, AtomicU32, AtomicU64, AtomicUsize,
    Ordering::{Acquire, Relaxed, Release},
};

use super::{
    SharedError, SharedResult,
    domain::{Locked, SharedRcu},
};

/// Bytes of a block's header, and of its payload in class 0. Payloads are aligned to it.
pub(super) const UNIT: usize = 64;
const CLASSES: usize = usize::BITS as usize - 8;

/// The arena's words.
#[repr(C, align(64))]
pub(super) struct ArenaState {
    /// Bytes that were ever used.
    top: AtomicUsize,
    /// Offset of the oldest block that waits for readers, plus 1; 0 for none. So are all offsets of blocks.
    oldest: AtomicUsize,
    newest: AtomicUsize,
    free: [AtomicUsize; CLASSES],
}

/// A block's header.
#[repr(C, align(64))]
struct Block {
    /// The next one of its list, plus 1.
    next: AtomicUsize,
    /// The grace period that it waits for.
    period: AtomicU64,
    class: AtomicU32,
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
    name: [AtomicU8; SharedRcu::MAX_NAME],
}

const _: () = assert!(size_of::<Block>() == UNIT);

/// The class of payloads of `size` bytes.
fn class_of(size: usize) -> usize {
    size.div_ceil(UNIT).max(1).next_power_of_two().trailing_zeros() as usize
}

impl Root {
    fn name(&self) -> Vec<u8> {
        let length = self.length.load(Acquire).min(SharedRcu::MAX_NAME);
        self.name[..length].iter().map(|byte| byte.load(Relaxed)).collect()
    }
}

impl Locked<'_> {
    fn arena(&self) -> &ArenaState {
        &self.domain.file.header().arena
    }

    /// The block at `link`, its offset plus 1.
    fn block(&self, link: usize) -> SharedResult<&Block> {
        let at: *mut Block = self.domain.file.arena().at(link - 1).ok_or(SharedError::Damaged)?;
        // SAFETY: SHM: in the mapping and aligned; any bytes are atomics.
        Ok(unsafe { &*at })
    }

    /// Room for `size` bytes: its offset, or `None` if there is none now.
    pub(super) fn allocate(&self, size: usize) -> SharedResult<Option<usize>> {
        self.collect()?;
        let (arena, class) = (self.arena(), class_of(size));
        let Some(free) = arena.free.get(class) else { return Ok(None) };
        let link = free.load(Relaxed);
        if link != 0 {
            free.store(self.block(link)?.next.load(Relaxed), Relaxed);
            return Ok(Some(link - 1 + UNIT));
        }
        let top = arena.top.load(Relaxed);
        let end = top.saturating_add(UNIT).saturating_add(UNIT << class);
        if end > self.domain.file.layout().arena() {
            return Ok(None);
        }
        self.block(top + 1)?.class.store(class as u32, Relaxed);
        arena.top.store(end, Relaxed);
        Ok(Some(top + UNIT))
    }

    /// Frees what is at `offset`, which nobody has seen.
    pub(super) fn free(&self, offset: usize) -> SharedResult<()> {
        self.free_link(offset.checked_sub(UNIT - 1).ok_or(SharedError::Damaged)?)
    }

    fn free_link(&self, link: usize) -> SharedResult<()> {
        let block = self.block(link)?;
        let class = block.class.load(Relaxed) as usize;
        let free = self.arena().free.get(class).ok_or(SharedError::Damaged)?;
        block.next.store(free.load(Relaxed), Relaxed);
        free.store(link, Relaxed);
        Ok(())
    }

    /// Frees what was at `offset` of a cell when its readers have left: no sooner than a grace period that starts here.
    pub(super) fn retire(&self, offset: usize) -> SharedResult<()> {
        let link = offset.checked_sub(UNIT - 1).ok_or(SharedError::Damaged)?;
        let (arena, block) = (self.arena(), self.block(link)?);
        block.period.store(self.start(), Relaxed);
        block.next.store(0, Relaxed);
        match arena.oldest.load(Relaxed) {
            0 => arena.oldest.store(link, Relaxed),
            _ => self.block(arena.newest.load(Relaxed))?.next.store(link, Relaxed),
        }
        arena.newest.store(link, Relaxed);
        Ok(())
    }

    /// Frees what has waited long enough.
    fn collect(&self) -> SharedResult<()> {
        let arena = self.arena();
        let completed = self.domain.file.header().completed.load(Acquire);
        loop {
            let link = arena.oldest.load(Relaxed);
            if link == 0 || self.block(link)?.period.load(Relaxed) > completed {
                return Ok(());
            }
            arena.oldest.store(self.block(link)?.next.load(Relaxed), Relaxed);
            self.free_link(link)?;
        }
    }

    /// The grace period that the oldest retired block waits for.
    pub(super) fn oldest_period(&self) -> SharedResult<Option<u64>> {
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
        for _ in 0..self.domain.file.layout().arena() / UNIT {
            let Some(Ok(block)) = (link != 0).then(|| self.block(link)) else { return };
            arena.newest.store(link, Relaxed);
            link = block.next.load(Relaxed);
        }
    }

    /// The place of the cell `name`, which is made if there is none.
    pub(super) fn root(&self, name: &str, size: usize, align: usize) -> SharedResult<usize> {
        let refused = || SharedError::Name(name.to_owned());
        if name.is_empty() || name.len() > SharedRcu::MAX_NAME {
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
                let wrong = || SharedError::Type { name: name.to_owned(), is, asked };
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
    fn a_class_holds_what_it_is_for() {
        for size in [0, 1, 63, 64, 65, 128, 129, 4096, 4097] {
            let class = class_of(size);
            assert!(UNIT << class >= size);
            assert!(class == 0 || UNIT << (class - 1) < size, "{size} fits in a smaller one");
        }
    }
}
