//! A map's table: chains of buckets, each a cache line that names six entries.
//!
//! ```text
//!   table ──► bucket: tags │ entry entry entry entry entry entry │ next ──► bucket of the same chain ──► …
//!             bucket: …
//! ```
//!
//! Entries belong to the map, and everything else here to the table. So a table is replaced by building another one over the same
//! entries: no link of an entry has to be free for that, and no reader has to leave first.
//!
//! A tag is a byte of the entry's hash, with its top bit set. A lookup compares all tags of a bucket at once and follows only the
//! pointers of those that match.

use core::{
    ptr::null_mut,
    sync::atomic::{
        AtomicPtr, AtomicU64,
        Ordering::{Acquire, Relaxed, Release},
    },
};

/// Entries in a bucket: with the tags and the link, 64 bytes.
const SLOTS: usize = 6;
/// One in each byte.
const ONES: u64 = 0x0101_0101_0101_0101;
/// Entries per bucket, on average, above which a table is replaced by a larger one.
const MOST: usize = 4;
/// Buckets per entry, on average, above which a table is replaced by a smaller one.
const SPARSEST: usize = 4;

pub(super) struct Entry<K, V> {
    pub(super) hash: u64,
    pub(super) key: K,
    pub(super) value: V,
}

#[repr(C, align(64))]
struct Bucket<K, V> {
    /// The tag of slot n in byte n; 0 where the slot was never used.
    tags: AtomicU64,
    slots: [AtomicPtr<Entry<K, V>>; SLOTS],
    next: AtomicPtr<Bucket<K, V>>,
}

/// See the module.
pub(super) struct Table<K, V> {
    buckets: Box<[Bucket<K, V>]>,
}

/// An entry, and the slot that points to it.
pub(super) struct Found<'g, K, V> {
    place: &'g AtomicPtr<Entry<K, V>>,
    /// As it is there: the right to free it.
    pub(super) raw: *mut Entry<K, V>,
    pub(super) entry: &'g Entry<K, V>,
}

impl<K, V> Found<'_, K, V> {
    /// Puts `new`, an entry of the same key, in its place.
    pub(super) fn replace(&self, new: *mut Entry<K, V>) {
        // Release: a reader that follows the slot sees the entry.
        self.place.store(new, Release);
    }

    /// Takes it out.
    pub(super) fn clear(&self) {
        self.place.store(null_mut(), Release);
    }
}

/// The tag of an entry of that hash: bits that do not choose the bucket, unless the table is huge.
const fn tag(hash: u64) -> u64 {
    hash >> 57 | 0x80
}

/// A set top bit in each byte of `tags` that is `tag`. A byte above such a one may be marked too, so entries are compared.
const fn matching(tags: u64, tag: u64) -> u64 {
    let differences = tags ^ (tag * ONES);
    differences.wrapping_sub(ONES) & !differences & (0x80 * ONES)
}

impl<K, V> Bucket<K, V> {
    fn new() -> Self {
        Self {
            tags: AtomicU64::new(0),
            slots: [const { AtomicPtr::new(null_mut()) }; SLOTS],
            next: AtomicPtr::new(null_mut()),
        }
    }

    /// Puts an entry into a free slot, if there is one.
    fn put(&self, raw: *mut Entry<K, V>, hash: u64) -> bool {
        let Some(slot) = self.slots.iter().position(|slot| slot.load(Relaxed).is_null()) else {
            return false;
        };
        let shift = 8 * slot;
        let tags = self.tags.load(Relaxed) & !(0xff << shift) | tag(hash) << shift;
        // A lookup that comes after this insertion sees both stores, and one beside it may see either.
        self.tags.store(tags, Relaxed);
        // Release: a reader that follows the slot sees the entry.
        self.slots[slot].store(raw, Release);
        true
    }

    /// The next bucket of the chain.
    fn next(&self) -> Option<&Self> {
        let next = self.next.load(Acquire);
        // SAFETY: null, or from `Box::into_raw` in `Table::add`, and freed with the table, which `self` is a part of.
        unsafe { next.as_ref() }
    }
}

impl<K, V> Table<K, V> {
    pub(super) fn new(buckets: usize) -> Self {
        Self { buckets: (0..buckets).map(|_| Bucket::new()).collect() }
    }

    /// Buckets of a table for `len` entries: a power of two.
    pub(super) const fn buckets_for(len: usize) -> usize {
        (len / 3 + 1).next_power_of_two()
    }

    /// Buckets of a table that would be better for `len` entries, at least `fewest`; `None` if this one is as good.
    pub(super) fn resized(&self, len: usize, fewest: usize) -> Option<usize> {
        let buckets = self.buckets.len();
        let due = len > buckets * MOST || (len < buckets / SPARSEST && buckets > fewest);
        due.then(|| Self::buckets_for(len).max(fewest))
    }

    fn chain(&self, hash: u64) -> impl Iterator<Item = &Bucket<K, V>> {
        let first = &self.buckets[hash as usize & (self.buckets.len() - 1)];
        core::iter::successors(Some(first), |bucket| bucket.next())
    }

    /// The entry of that hash whose key `is` the one.
    ///
    /// # Safety
    ///
    /// * Entries that are in the table now live as long as `'g`.
    #[inline]
    pub(super) unsafe fn find<'g>(&'g self, hash: u64, is: impl Fn(&K) -> bool) -> Option<Found<'g, K, V>> {
        let tag = tag(hash);
        for bucket in self.chain(hash) {
            let mut candidates = matching(bucket.tags.load(Relaxed), tag);
            while candidates != 0 {
                let slot = candidates.trailing_zeros() as usize / 8;
                candidates &= candidates - 1;
                let Some(place) = bucket.slots.get(slot) else { break };
                // Acquire: sees what the entry's maker wrote.
                let raw = place.load(Acquire);
                // SAFETY: promised by the caller.
                let Some(entry) = (unsafe { raw.as_ref::<'g>() }) else { continue };
                if entry.hash == hash && is(&entry.key) {
                    return Some(Found { place, raw, entry });
                }
            }
        }
        None
    }

    /// The places of all entries, each once, and their pointers.
    pub(super) fn places(&self) -> impl Iterator<Item = (&AtomicPtr<Entry<K, V>>, *mut Entry<K, V>)> {
        let chains =
            self.buckets.iter().map(|first| core::iter::successors(Some(first), |bucket| bucket.next()));
        let slots = chains.flatten().flat_map(|bucket| &bucket.slots);
        slots.map(|place| (place, place.load(Acquire))).filter(|(_, raw)| !raw.is_null())
    }

    /// All entries, each once.
    ///
    /// # Safety
    ///
    /// * Entries that are in the table from now on live as long as `'g`.
    pub(super) unsafe fn iter<'g>(&'g self) -> impl Iterator<Item = Found<'g, K, V>> {
        self.places().map(|(place, raw)| {
            // SAFETY: not null, and promised by the caller.
            let entry = unsafe { &*raw };
            Found { place, raw, entry }
        })
    }

    /// Adds an entry whose key is not there. Only one thread adds at a time.
    pub(super) fn add(&self, raw: *mut Entry<K, V>, hash: u64) {
        let mut last = None;
        for bucket in self.chain(hash) {
            if bucket.put(raw, hash) {
                return;
            }
            last = Some(bucket);
        }
        let another = Bucket::new();
        another.put(raw, hash);
        if let Some(last) = last {
            // Release: a reader that follows the link sees the bucket.
            last.next.store(Box::into_raw(Box::new(another)), Release);
        }
    }
}

impl<K, V> Drop for Table<K, V> {
    /// Frees the table and no entry.
    fn drop(&mut self) {
        for first in &mut self.buckets {
            let mut next = *first.next.get_mut();
            while !next.is_null() {
                // SAFETY: from `Box::into_raw`, in one chain only, and `&mut self`: no reader is there.
                let mut bucket = unsafe { Box::from_raw(next) };
                next = *bucket.next.get_mut();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slot_whose_tag_is_the_one_is_found() {
        for tag in 0x80..=0xff_u64 {
            for slot in 0..SLOTS {
                for other in [0, 0x80, tag ^ 1, 0xff] {
                    let others = (other * ONES) & !(0xff << (8 * slot)) & 0xffff_ffff_ffff;
                    let found = matching(others | tag << (8 * slot), tag);
                    assert_ne!(found & 0x80 << (8 * slot), 0, "tag {tag:x} in slot {slot} beside {other:x}");
                    assert_eq!(found >> (8 * SLOTS), 0, "a byte that is no slot");
                }
            }
        }
        assert_eq!(matching(0, 0x80), 0, "slots that were never used");
    }

    #[test]
    fn a_table_that_was_resized_is_not_due_again_before_its_length_has_doubled_or_halved() {
        for buckets in (0..12).map(|power| 1_usize << power) {
            let table = Table::<u8, u8>::new(buckets);
            for len in [buckets * MOST + 1, (buckets / SPARSEST).saturating_sub(1)] {
                let Some(resized) = table.resized(len, 1) else { continue };
                let resized = Table::<u8, u8>::new(resized);
                for near in [len, (len * 2).saturating_sub(2), len / 2] {
                    assert_eq!(
                        resized.resized(near, 1),
                        None,
                        "{buckets} buckets, {len} entries, then {near}"
                    );
                }
            }
            assert!(table.resized(buckets * MOST + 1, 1).is_some_and(|more| more > buckets));
        }
    }
}
