//! Large objects: each in a mapping of its own, of which a few are kept for the next one.
//!
//! Growth is the kernel's: it moves pages, not bytes. Records are found by address, in chains of numbers.

use core::{
    num::NonZeroU32,
    ptr::{self, NonNull},
    sync::atomic::{AtomicPtr, Ordering::Relaxed},
};

use super::{
    Heap,
    table::{PIECE, Record, Table},
};
use crate::{
    cells::{U8, U32, Usize},
    pages::Pages,
    report::Misuse,
};

/// Mappings that are kept.
const KEPT: usize = 16;
/// Bytes that they have together, at most.
const KEPT_BYTES: usize = 32 << 20;
const BUCKETS: usize = 16 << 10;
/// Records, where address space is not short; where it is.
const RECORDS: [usize; 2] = [4 << 20, 64 << 10];

/// A new large object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Large {
    /// Its first byte.
    pub start: NonNull<u8>,
    /// Bytes that it has: what was asked for, or somewhat more.
    pub bytes: usize,
    /// True if they are all 0.
    pub is_zero: bool,
}

/// The record of an object's mapping.
#[derive(Debug)]
struct Mapping {
    start: AtomicPtr<u8>,
    bytes: Usize,
    /// The next record of its chain, or of those that are free, as its number and 1.
    next: U32,
    /// Its start has to be at a multiple of more than a page.
    is_aligned: U8,
}

// SAFETY: atomics, all of which may be 0 or null; nothing to drop.
unsafe impl Record for Mapping {}

/// The records, and the first record of each chain.
#[derive(Debug)]
pub(super) struct Tables {
    buckets: Table<U32>,
    records: Table<Mapping>,
}

impl Tables {
    pub(super) const fn new() -> Self {
        Self { buckets: Table::new(), records: Table::new() }
    }

    fn bucket(&self, address: usize) -> Option<&U32> {
        // The page's number, spread by a multiplication.
        let hash = (address as u64 >> 12).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 50;
        self.buckets.get(hash as usize % BUCKETS)
    }

    fn record(&self, link: u32) -> Option<&Mapping> {
        self.records.get(NonZeroU32::new(link)?.get() as usize - 1)
    }

    pub(super) fn memory(&self) -> usize {
        self.buckets.memory() + self.records.memory()
    }
}

/// A mapping that waits to be used again.
#[derive(Clone, Copy, Debug)]
struct Kept {
    start: NonNull<u8>,
    bytes: usize,
    since: u32,
}

// SAFETY: it owns the mapping that it points to.
unsafe impl Send for Kept {}

/// The data that the lock guards.
#[derive(Debug)]
pub(super) struct Mappings {
    kept: [Option<Kept>; KEPT],
    kept_bytes: usize,
    free_record: u32,
    records: usize,
    pub(super) live: usize,
    pub(super) live_bytes: usize,
}

impl Mappings {
    pub(super) const fn new() -> Self {
        Self { kept: [None; KEPT], kept_bytes: 0, free_record: 0, records: 0, live: 0, live_bytes: 0 }
    }

    pub(super) fn kept_bytes(&self) -> usize {
        self.kept_bytes
    }

    /// The smallest kept mapping with room for `bytes`, and no more than an eighth more.
    fn take_kept(&mut self, bytes: usize, align: usize) -> Option<Kept> {
        let fits = |kept: &Kept| {
            (bytes..=bytes + bytes / 8).contains(&kept.bytes) && kept.start.addr().get().is_multiple_of(align)
        };
        let slot = self
            .kept
            .iter_mut()
            .filter(|slot| slot.as_ref().is_some_and(fits))
            .min_by_key(|slot| slot.map_or(usize::MAX, |kept| kept.bytes))?;
        let kept = slot.take()?;
        self.kept_bytes -= kept.bytes;
        Some(kept)
    }

    /// The mapping that was kept longest, if it may go.
    fn take_oldest(&mut self, may_go: impl Fn(&Kept) -> bool) -> Option<Kept> {
        let slot = self
            .kept
            .iter_mut()
            .filter(|slot| slot.as_ref().is_some_and(&may_go))
            .min_by_key(|slot| slot.map_or(u32::MAX, |kept| kept.since))?;
        let kept = slot.take()?;
        self.kept_bytes -= kept.bytes;
        Some(kept)
    }

    /// Takes a record apart from its chain.
    fn unlink(&mut self, tables: &Tables, address: usize) -> Option<u32> {
        let mut place = tables.bucket(address)?;
        loop {
            let link = place.get();
            let record = tables.record(link)?;
            if record.start.load(Relaxed).addr() == address {
                place.set(record.next.get());
                self.live -= 1;
                self.live_bytes -= record.bytes.get();
                return Some(link);
            }
            place = &record.next;
        }
    }

    /// Puts a record, which is in no chain, in the one of `start`.
    fn link(&mut self, tables: &Tables, link: u32, start: NonNull<u8>, bytes: usize) {
        let (Some(record), Some(bucket)) = (tables.record(link), tables.bucket(start.addr().get())) else {
            return;
        };
        record.start.store(start.as_ptr(), Relaxed);
        record.bytes.set(bytes);
        record.next.set(bucket.get());
        bucket.set(link);
        self.live += 1;
        self.live_bytes += bytes;
    }

    fn free_record(&mut self, tables: &Tables, link: u32) {
        if let Some(record) = tables.record(link) {
            record.start.store(ptr::null_mut(), Relaxed);
            record.next.set(self.free_record);
            self.free_record = link;
        }
    }

    fn take_record<P: Pages>(&mut self, tables: &Tables, pages: &P) -> Option<u32> {
        if let Some(record) = tables.record(self.free_record) {
            return Some(core::mem::replace(&mut self.free_record, record.next.get()));
        }
        let is_placed = tables.buckets.is_placed() || Self::reserve(tables, pages);
        if !is_placed || !tables.buckets.grow(pages, BUCKETS) {
            return None;
        }
        tables.records.grow(pages, self.records + 1).then(|| {
            self.records += 1;
            self.records as u32
        })
    }

    /// Places the tables, once.
    fn reserve<P: Pages>(tables: &Tables, pages: &P) -> bool {
        let buckets = Table::<U32>::bytes(BUCKETS);
        for records in RECORDS {
            let bytes = buckets + Table::<Mapping>::bytes(records);
            if bytes > P::FIRST_REGION {
                continue;
            }
            if let Some(start) = pages.reserve(bytes, PIECE) {
                // SAFETY: the first part of a reservation that is kept for ever.
                unsafe { tables.buckets.place(start, BUCKETS) };
                let rest = start.map_addr(|address| address.saturating_add(buckets));
                // SAFETY: the other part.
                unsafe { tables.records.place(rest, records) };
                return true;
            }
        }
        false
    }
}

/// Bytes of the mapping for an object of `size`: whole pages, in 16 to 32 steps per doubling, so that objects of nearly the
/// same size can use each other's, and growth by little is free.
fn mapping_bytes(size: usize, page: usize) -> Option<usize> {
    let size = size.max(1);
    let step = ((1_usize << size.ilog2()) / 16).max(page);
    size.checked_next_multiple_of(step).filter(|&bytes| bytes <= isize::MAX as usize)
}

impl<P: Pages> Heap<P> {
    /// An object in a mapping of its own, at a multiple of `align` (a power of two). `None` where the system has no memory,
    /// even after a purge, or `size` is more than a pointer can span.
    ///
    /// # Cost
    /// A lock, where a kept mapping fits; else a system call, and later a page fault for each page that is touched.
    pub fn take_large(&self, size: usize, align: usize) -> Option<Large> {
        let bytes = mapping_bytes(size, self.pages.page_size())?;
        self.take_mapping(bytes, align).or_else(|| {
            self.purge(true);
            self.take_mapping(bytes, align)
        })
    }

    fn take_mapping(&self, bytes: usize, align: usize) -> Option<Large> {
        let mut mappings = self.mappings();
        let record = mappings.take_record(&self.large, &self.pages)?;
        let found = match mappings.take_kept(bytes, align) {
            Some(kept) => Some(Large { start: kept.start, bytes: kept.bytes, is_zero: false }),
            None => {
                let align = align.max(self.pages.page_size());
                let start = self.pages.map(bytes, align);
                start.map(|start| Large { start, bytes, is_zero: true })
            }
        };
        match found {
            Some(large) => {
                mappings.link(&self.large, record, large.start, large.bytes);
                if let Some(record) = self.large.record(record) {
                    record.is_aligned.set(u8::from(align > self.pages.page_size()));
                }
            }
            None => mappings.free_record(&self.large, record),
        }
        found
    }

    fn mappings(&self) -> crate::lock::Held<'_, Mappings, P> {
        self.mappings.0.lock(&self.pages)
    }

    /// Takes a large object back. A pointer that is not one ends the process with a message.
    ///
    /// # Safety
    /// Nothing accesses the object any longer.
    pub unsafe fn give_large(&self, object: NonNull<u8>) {
        let mut mappings = self.mappings();
        let Some(link) = mappings.unlink(&self.large, object.addr().get()) else {
            drop(mappings);
            self.refuse(object.as_ptr());
        };
        let Some(record) = self.large.record(link) else { return };
        let bytes = record.bytes.get();
        // With the provenance of the whole mapping.
        let start = NonNull::new(record.start.load(Relaxed)).unwrap_or(object);
        mappings.free_record(&self.large, link);
        if bytes > KEPT_BYTES / 2 || self.keeps_none.load(Relaxed) {
            drop(mappings);
            // SAFETY: the mapping has no record any longer, so it is this call's alone; the program accesses it no more.
            unsafe { self.pages.unmap(start, bytes) };
            self.note_returned(bytes);
            return;
        }
        let kept = Kept { start, bytes, since: self.ticks.get() };
        let mut leaving = [None; KEPT];
        for place in &mut leaving {
            let room = mappings.kept_bytes + bytes <= KEPT_BYTES;
            if let Some(slot) = mappings.kept.iter_mut().find(|slot| slot.is_none()).filter(|_| room) {
                *slot = Some(kept);
                mappings.kept_bytes += bytes;
                break;
            }
            *place = mappings.take_oldest(|_| true);
        }
        drop(mappings);
        let unmapped = self.unmap_all(leaving.into_iter().flatten());
        self.note_returned(unmapped);
    }

    fn unmap_all(&self, leaving: impl Iterator<Item = Kept>) -> usize {
        leaving
            .map(|kept| {
                // SAFETY: taken from the kept ones: it is this call's alone, and free.
                unsafe { self.pages.unmap(kept.start, kept.bytes) };
                kept.bytes
            })
            .sum()
    }

    /// Gives kept mappings back, those that were kept for `age` ticks at least. The bytes.
    pub(super) fn purge_mappings(&self, age: u32) -> usize {
        let now = self.ticks.get();
        let mut leaving = [None; KEPT];
        let mut mappings = self.mappings();
        for place in &mut leaving {
            *place = mappings.take_oldest(|kept| now.wrapping_sub(kept.since) >= age);
        }
        drop(mappings);
        self.unmap_all(leaving.into_iter().flatten())
    }

    /// Makes a large object `size` bytes long: where it is now, and how long. Its bytes, up to the shorter length, stay;
    /// those after what it had are 0. `None`: it is as it was, and the caller may copy it: the system has no memory, or
    /// its alignment, of more than a page, does not let it move. A pointer that is no large object ends the process.
    ///
    /// # Safety
    /// Nothing accesses the object during the call, nor, if the result is elsewhere, at its old place again.
    ///
    /// # Cost
    /// A system call, which moves the pages' entries: about 1 µs per MiB.
    pub unsafe fn resize_large(&self, object: NonNull<u8>, size: usize) -> Option<Large> {
        let new = mapping_bytes(size, self.pages.page_size())?;
        let mut mappings = self.mappings();
        let Some(link) = mappings.unlink(&self.large, object.addr().get()) else {
            drop(mappings);
            self.refuse(object.as_ptr());
        };
        let record = self.large.record(link)?;
        let (bytes, may_move) = (record.bytes.get(), record.is_aligned.get() == 0);
        let start = NonNull::new(record.start.load(Relaxed)).unwrap_or(object);
        // SAFETY: it is the mapping's start and length; the caller accesses neither place during the call. The lock is
        // held: another thread could be given the old place, or a child be forked, before the record says so.
        let moved = unsafe { self.pages.remap(start, bytes, new, may_move) };
        match moved {
            Some(place) => {
                mappings.link(&self.large, link, place, new);
                self.note_returned(bytes.saturating_sub(new));
            }
            None => mappings.link(&self.large, link, start, bytes),
        }
        moved.map(|start| Large { start, bytes: new, is_zero: false })
    }

    /// Bytes of the large object that starts at an address.
    pub(super) fn large_size(&self, address: usize) -> Option<usize> {
        let _mappings = self.mappings();
        let mut link = self.large.bucket(address)?.get();
        loop {
            let record = self.large.record(link)?;
            if record.start.load(Relaxed).addr() == address {
                return Some(record.bytes.get());
            }
            link = record.next.get();
        }
    }

    /// The fault of a call with an address outside of the regions. It looks at every record: the process ends.
    #[cold]
    pub(super) fn misuse_of_large(&self, address: usize) -> Misuse {
        let mappings = self.mappings();
        let has = |start: usize, bytes: usize| address.wrapping_sub(start) < bytes;
        if let Some(kept) =
            mappings.kept.iter().flatten().find(|kept| has(kept.start.addr().get(), kept.bytes))
        {
            return Misuse::DoubleLarge { bytes: kept.bytes };
        }
        let records = (1..=mappings.records as u32).filter_map(|link| self.large.record(link));
        for record in records {
            let (start, bytes) = (record.start.load(Relaxed).addr(), record.bytes.get());
            if start != 0 && has(start, bytes) {
                return match address - start {
                    0 => Misuse::LargeAsSmall { bytes },
                    offset => Misuse::Interior { offset, bytes },
                };
            }
        }
        Misuse::Foreign
    }
}
