//! Sampled objects that live, by address. Each free looks here while the profile is on, without a lock: a count in a small table tells
//! nearly all of them that their object was not sampled.
//!
//! The addresses lie in a table with open addressing. A slot that has one keeps it until that object is freed, and until then no slot
//! between an address and the place where its search begins is empty: so the thread that frees an object finds it, whatever others
//! change. A slot becomes empty only before an empty one.

use core::{num::NonZeroU32, ptr::NonNull};

use super::sites::SiteId;
use crate::{
    cells::{U8, U32, Usize},
    heap::Table,
    pages::Pages,
};

/// Slots, a power of two; objects at most: half of them.
const SLOTS: usize = if cfg!(miri) { 64 } else { 256 << 10 };
/// Counts, a power of two.
const COUNTS: usize = if cfg!(miri) { 64 } else { 32 << 10 };
const EMPTY: usize = 0;
/// An address was here, and searches continue.
const GONE: usize = 1;

/// The objects. Methods that change them are called with the profile's lock.
#[derive(Debug)]
pub(super) struct Live {
    /// How many addresses of each hash there are; 255: that many or more, for ever.
    counts: Table<U8>,
    addresses: Table<Usize>,
    owners: Table<U32>,
    len: Usize,
}

fn hash(address: usize) -> usize {
    ((address as u64 >> 3).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 24) as usize
}

const fn next(slot: usize) -> usize {
    (slot + 1) % SLOTS
}

impl Live {
    pub(super) const BYTES: usize =
        Table::<U8>::bytes(COUNTS) + Table::<Usize>::bytes(SLOTS) + Table::<U32>::bytes(SLOTS);

    pub(super) const fn new() -> Self {
        Self { counts: Table::new(), addresses: Table::new(), owners: Table::new(), len: Usize::new(0) }
    }

    /// Places the tables. Once.
    ///
    /// # Safety
    /// From `start`, a multiple of [`PIECE`](crate::heap::PIECE), [`BYTES`](Self::BYTES) of a reservation are theirs alone for ever.
    pub(super) unsafe fn place(&self, start: NonNull<u8>) {
        let after = |bytes: usize| start.map_addr(|address| address.saturating_add(bytes));
        let addresses = Table::<U8>::bytes(COUNTS);
        // SAFETY: the first part.
        unsafe { self.counts.place(start, COUNTS) };
        // SAFETY: the part after it.
        unsafe { self.addresses.place(after(addresses), SLOTS) };
        // SAFETY: the rest.
        unsafe { self.owners.place(after(addresses + Table::<Usize>::bytes(SLOTS)), SLOTS) };
    }

    /// Gives the tables memory; `false` where they have no place, or the system has none.
    pub(super) fn grow<P: Pages>(&self, pages: &P) -> bool {
        self.counts.grow(pages, COUNTS) && self.addresses.grow(pages, SLOTS) && self.owners.grow(pages, SLOTS)
    }

    fn count(&self, address: usize) -> Option<&U8> {
        // Other bits than those of the slot.
        self.counts.get((hash(address) >> 18) % COUNTS)
    }

    /// Returns whether an object is here. Asked by the thread that frees it.
    pub(super) fn has(&self, address: usize) -> bool {
        self.count(address).is_some_and(|count| count.get() != 0) && self.slot(address).is_some()
    }

    /// The slot of an address.
    fn slot(&self, address: usize) -> Option<usize> {
        let mut slot = hash(address) % SLOTS;
        for _ in 0..SLOTS {
            match self.addresses.get(slot)?.get() {
                EMPTY => return None,
                found if found == address => return Some(slot),
                _ => slot = next(slot),
            }
        }
        None
    }

    /// Adds an object that is not here; `false` where there is no room.
    pub(super) fn add(&self, address: usize, site: SiteId) -> bool {
        if self.len.get() >= SLOTS / 2 {
            return false;
        }
        let mut slot = hash(address) % SLOTS;
        for _ in 0..SLOTS {
            let (Some(place), Some(owner)) = (self.addresses.get(slot), self.owners.get(slot)) else {
                return false;
            };
            if matches!(place.get(), EMPTY | GONE) {
                owner.set(site.get());
                place.set(address);
                self.len.set(self.len.get() + 1);
                if let Some(count) = self.count(address) {
                    count.set(count.get().saturating_add(1));
                }
                return true;
            }
            slot = next(slot);
        }
        false
    }

    /// Takes an object out; its site.
    pub(super) fn remove(&self, address: usize) -> Option<SiteId> {
        let slot = self.slot(address)?;
        let owner = self.owners.get(slot)?.get();
        self.addresses.get(slot)?.set(GONE);
        self.len.set(self.len.get() - 1);
        if let Some(count) = self.count(address).filter(|count| count.get() != u8::MAX) {
            count.set(count.get() - 1);
        }
        self.clean(slot);
        NonZeroU32::new(owner)
    }

    /// Makes slots empty that end a search all the same, from this one backwards.
    fn clean(&self, last: usize) {
        let is = |slot: usize, word: usize| self.addresses.get(slot).is_some_and(|place| place.get() == word);
        let mut slot = last;
        while is(next(slot), EMPTY) && is(slot, GONE) {
            if let Some(place) = self.addresses.get(slot) {
                place.set(EMPTY);
            }
            slot = (slot + SLOTS - 1) % SLOTS;
        }
    }

    /// Forgets all.
    pub(super) fn clear(&self) {
        for place in
            (0..SLOTS).filter_map(|slot| self.addresses.get(slot)).filter(|place| place.get() != EMPTY)
        {
            place.set(EMPTY);
        }
        (0..COUNTS)
            .filter_map(|count| self.counts.get(count))
            .filter(|count| count.get() != 0)
            .for_each(|count| count.set(0));
        self.len.set(0);
    }
}
