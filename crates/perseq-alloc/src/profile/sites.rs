//! Sites: the stacks on which objects were sampled, each with its counts by size. Sites are added and never removed, so a thread reads
//! them without a lock.

use core::{
    num::NonZeroU32,
    ptr::NonNull,
    sync::atomic::{
        AtomicUsize,
        Ordering::{Acquire, Relaxed, Release},
    },
};

use crate::{
    cells::{U32, Usize},
    heap::{PIECE, Record, Table},
    pages::Pages,
};

/// Frames of a stack that are kept.
pub const DEPTH: usize = 64;
/// Sites at most: 9 MiB, as they are used.
const SITES: usize = if cfg!(miri) { 64 } else { 16 << 10 };
const BUCKETS: usize = 4 << 10;

/// A stack and a size.
#[derive(Debug)]
struct Entry {
    /// The next record of its chain, as its number and 1.
    next: U32,
    depth: U32,
    size: Usize,
    /// Samples so far, and those of them whose object was freed.
    allocated: Usize,
    freed: Usize,
    frames: [Usize; DEPTH],
}

// SAFETY: atomics, all of which may be 0; nothing to drop.
unsafe impl Record for Entry {}

/// The number of a site, and 1.
pub(crate) type SiteId = NonZeroU32;

/// All sites. Methods that change them are called with the profile's lock.
#[derive(Debug)]
pub(super) struct Sites {
    buckets: Table<U32>,
    entries: Table<Entry>,
    len: AtomicUsize,
}

/// The samples of one stack and size.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Site {
    frames: [usize; DEPTH],
    depth: usize,
    /// Bytes of each object.
    pub size: usize,
    /// Samples so far.
    pub allocated: usize,
    /// Those of them whose object was freed.
    pub freed: usize,
}

impl Site {
    /// Addresses in the stack's functions, at calls; the innermost first.
    #[must_use]
    pub fn frames(&self) -> &[usize] {
        &self.frames[..self.depth]
    }
}

impl Sites {
    pub(super) const BYTES: usize = Table::<U32>::bytes(BUCKETS) + Table::<Entry>::bytes(SITES);

    pub(super) const fn new() -> Self {
        Self { buckets: Table::new(), entries: Table::new(), len: AtomicUsize::new(0) }
    }

    /// Places the tables. Once.
    ///
    /// # Safety
    /// From `start`, a multiple of [`PIECE`], [`BYTES`](Self::BYTES) of a reservation are theirs alone for ever.
    pub(super) unsafe fn place(&self, start: NonNull<u8>) {
        // SAFETY: the first part.
        unsafe { self.buckets.place(start, BUCKETS) };
        let rest = start.map_addr(|address| address.saturating_add(Table::<U32>::bytes(BUCKETS)));
        debug_assert!(rest.addr().get().is_multiple_of(PIECE));
        // SAFETY: the other part.
        unsafe { self.entries.place(rest, SITES) };
    }

    /// The site of a stack and size; a new one if there is none. `None` where there is no room for another.
    pub(super) fn find<P: Pages>(&self, pages: &P, frames: &[usize], size: usize) -> Option<SiteId> {
        if !self.buckets.grow(pages, BUCKETS) {
            return None;
        }
        let frames = &frames[..frames.len().min(DEPTH)];
        let mix = |hash: u64, word: &usize| {
            (hash ^ *word as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
        };
        let hash = frames.iter().fold(size as u64, mix);
        let bucket = self.buckets.get(hash as usize % BUCKETS)?;
        let mut link = bucket.get();
        while let Some(id) = NonZeroU32::new(link) {
            let entry = self.entry(id)?;
            let is_same = entry.size.get() == size
                && entry.depth.get() as usize == frames.len()
                && entry.frames.iter().zip(frames).all(|(known, frame)| known.get() == *frame);
            if is_same {
                return Some(id);
            }
            link = entry.next.get();
        }
        let len = self.len.load(Relaxed);
        if !self.entries.grow(pages, len + 1) {
            return None;
        }
        let (entry, id) = (self.entries.get(len)?, NonZeroU32::new(len as u32 + 1)?);
        entry.next.set(bucket.get());
        entry.size.set(size);
        entry.depth.set(frames.len() as u32);
        entry.frames.iter().zip(frames).for_each(|(place, frame)| place.set(*frame));
        bucket.set(id.get());
        self.len.store(len + 1, Release);
        Some(id)
    }

    fn entry(&self, id: SiteId) -> Option<&Entry> {
        self.entries.get(id.get() as usize - 1)
    }

    pub(super) fn note_allocated(&self, id: SiteId) {
        if let Some(entry) = self.entry(id) {
            entry.allocated.set(entry.allocated.get() + 1);
        }
    }

    pub(super) fn note_freed(&self, id: SiteId) {
        if let Some(entry) = self.entry(id) {
            entry.freed.set(entry.freed.get() + 1);
        }
    }

    /// Takes back [`note_freed`](Self::note_freed). A new profile may have set the count to 0 in between.
    pub(super) fn note_kept(&self, id: SiteId) {
        if let Some(entry) = self.entry(id) {
            entry.freed.set(entry.freed.get().saturating_sub(1));
        }
    }

    /// Sets all counts to 0.
    pub(super) fn clear(&self) {
        for entry in (0..self.len.load(Relaxed)).filter_map(|index| self.entries.get(index)) {
            entry.allocated.set(0);
            entry.freed.set(0);
        }
    }

    /// How many there are now.
    pub(super) fn len(&self) -> usize {
        self.len.load(Acquire)
    }

    /// The site of this number, from 0; `None` from their end on. Any thread may ask.
    pub(super) fn get(&self, index: usize) -> Option<Site> {
        if index >= self.len() {
            return None;
        }
        let entry = self.entries.get(index)?;
        let depth = (entry.depth.get() as usize).min(DEPTH);
        // In this order: an object is counted as allocated before it is as freed.
        let freed = entry.freed.get();
        Some(Site {
            frames: core::array::from_fn(|frame| entry.frames[frame].get()),
            depth,
            size: entry.size.get(),
            allocated: entry.allocated.get().max(freed),
            freed,
        })
    }
}
