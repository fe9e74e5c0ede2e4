//! The transfer cache of a class: whole batches of free objects, on their way from rows that have too many to rows that have none.
//!
//! ```text
//!   fresh ──► slots that were never used
//!   free  ──► slot ──► slot ──► ∅                  each list's head: a tag that changes with each change, and a slot's number
//!   full  ──► slot ──► slot ──► slot ──► ∅         a slot: the next one's number, how many objects, the objects
//! ```
//!
//! A thread takes a slot off one list, has it alone, and puts it on the other. There is no lock, so no holder can be preempted
//! with one, and a signal handler that interrupts a transfer finds two lists that are whole. A thread that a fork does not
//! copy, in the middle of a transfer, leaves the child one slot fewer, and the objects in it allocated.
//!
//! All zeroes is an empty cache.

use core::ptr::NonNull;
use core::sync::atomic::{
    AtomicPtr, AtomicU32, AtomicU64, AtomicUsize,
    Ordering::{AcqRel, Acquire, Relaxed},
};

use crate::batch::{BATCH, Batch};

/// Most batches of a class.
const SLOTS: usize = 64;

/// A batch, or room for one.
struct Slot {
    /// The number of the next slot on the same list.
    next: AtomicU32,
    len: AtomicU32,
    objects: [AtomicPtr<u8>; BATCH],
}

/// Batches of one class.
pub(crate) struct Transfer {
    full: Head,
    free: Head,
    /// Slots from this one on were never used.
    fresh: AtomicU32,
    /// The value of `full` when it was last looked at.
    seen: AtomicU64,
    /// Batches that rows asked for, and that they gave, so far: here or past this cache.
    taken: AtomicUsize,
    given: AtomicUsize,
    slots: [Slot; SLOTS],
}

/// A list of slots: the lower half is the first one's number plus 1, or 0 where there is none; the upper half is the tag.
struct Head(AtomicU64);

impl Head {
    const fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    /// Takes the first slot.
    fn pop(&self, slots: &[Slot; SLOTS]) -> Option<usize> {
        let mut head = self.0.load(Acquire);
        loop {
            let first = (head as u32).checked_sub(1)? as usize;
            // Another thread may have taken the slot and may be changing it: then the tag is another one.
            let next = slots[first].next.load(Relaxed);
            match self.0.compare_exchange_weak(head, after(head, next), AcqRel, Acquire) {
                Ok(_) => return Some(first),
                Err(now) => head = now,
            }
        }
    }

    /// Puts a slot first that this thread has alone.
    fn push(&self, slots: &[Slot; SLOTS], slot: usize) {
        let mut head = self.0.load(Relaxed);
        loop {
            slots[slot].next.store(head as u32, Relaxed);
            match self.0.compare_exchange_weak(head, after(head, slot as u32 + 1), AcqRel, Relaxed) {
                Ok(_) => return,
                Err(now) => head = now,
            }
        }
    }
}

/// The head after `head`, of which `first` is the lower half.
const fn after(head: u64, first: u32) -> u64 {
    ((head >> 32).wrapping_add(1) << 32) | first as u64
}

impl Transfer {
    pub(crate) const fn new() -> Self {
        Self {
            full: Head::new(),
            free: Head::new(),
            fresh: AtomicU32::new(0),
            seen: AtomicU64::new(0),
            taken: AtomicUsize::new(0),
            given: AtomicUsize::new(0),
            slots: [const {
                Slot {
                    next: AtomicU32::new(0),
                    len: AtomicU32::new(0),
                    objects: [const { AtomicPtr::new(core::ptr::null_mut()) }; BATCH],
                }
            }; SLOTS],
        }
    }

    /// Keeps `objects`, at most [`BATCH`], unless `most` batches are kept already.
    pub(crate) fn put(&self, objects: &[NonNull<u8>], most: usize) -> bool {
        let Some(slot) = self.free.pop(&self.slots).or_else(|| self.fresh_slot(most)) else { return false };
        let Slot { len, objects: places, .. } = &self.slots[slot];
        places.iter().zip(objects).for_each(|(place, object)| place.store(object.as_ptr(), Relaxed));
        len.store(objects.len().min(BATCH) as u32, Relaxed);
        self.full.push(&self.slots, slot);
        true
    }

    /// A batch, if one is kept.
    pub(crate) fn take(&self) -> Option<Batch> {
        let slot = self.full.pop(&self.slots)?;
        let Slot { len, objects, .. } = &self.slots[slot];
        let mut batch = Batch::new();
        for object in objects.iter().take(len.load(Relaxed) as usize) {
            if let Some(object) = NonNull::new(object.load(Relaxed)) {
                batch.push(object);
            }
        }
        self.free.push(&self.slots, slot);
        Some(batch)
    }

    /// How many objects it keeps; out of date when it arrives.
    pub(crate) fn len(&self) -> usize {
        let mut next = self.full.0.load(Acquire) as u32;
        // Other threads change the list during that: it is followed no further than it can be long.
        let slots = core::iter::from_fn(|| {
            let slot = self.slots.get(next.checked_sub(1)? as usize)?;
            next = slot.next.load(Relaxed);
            Some(slot.len.load(Relaxed) as usize)
        });
        slots.take(SLOTS).sum()
    }

    /// Counts a batch that a row has asked for.
    pub(crate) fn note_taken(&self) {
        self.taken.fetch_add(1, Relaxed);
    }

    /// Counts a batch that a row has given.
    pub(crate) fn note_given(&self) {
        self.given.fetch_add(1, Relaxed);
    }

    /// How many there were of each.
    pub(crate) fn passed(&self) -> (usize, usize) {
        (self.taken.load(Relaxed), self.given.load(Relaxed))
    }

    /// Returns whether no batch came or went since this was last asked.
    pub(crate) fn is_idle(&self) -> bool {
        let now = self.full.0.load(Relaxed);
        self.seen.swap(now, Relaxed) == now
    }

    /// A slot that was never used.
    fn fresh_slot(&self, most: usize) -> Option<usize> {
        let most = most.min(SLOTS) as u32;
        let take = |fresh| (fresh < most).then_some(fresh + 1);
        self.fresh.fetch_update(Relaxed, Relaxed, take).ok().map(|slot| slot as usize)
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use super::*;

    /// An object that is only a number.
    fn object(number: usize) -> NonNull<u8> {
        NonNull::without_provenance(core::num::NonZero::new(16 * (number + 1)).unwrap())
    }

    fn number(object: NonNull<u8>) -> usize {
        object.addr().get() / 16 - 1
    }

    #[test]
    fn a_batch_comes_back_as_it_was_put_and_no_more_are_kept_than_asked() {
        let cache = Transfer::new();
        assert!(cache.take().is_none());
        let batches: Vec<Vec<_>> =
            (0..4).map(|batch| (0..5).map(|n| object(100 * batch + n)).collect()).collect();
        for batch in &batches[..3] {
            assert!(cache.put(batch, 3));
        }
        assert!(!cache.put(&batches[3], 3), "three are there");
        for batch in batches[..3].iter().rev() {
            assert_eq!(cache.take().unwrap().objects(), batch);
        }
        assert!(cache.take().is_none());
        assert!(cache.put(&batches[3], 3), "slots are used again");
    }

    #[test]
    fn each_object_is_in_one_hand_at_a_time_whatever_threads_do() {
        const THREADS: usize = 4;
        const EACH: usize = 8;
        let rounds = if cfg!(miri) { 30 } else { 20_000 };
        let cache = Transfer::new();
        // Which thread has an object, plus 1; 0: the cache.
        let owners: Vec<AtomicUsize> = (0..THREADS * EACH).map(|_| AtomicUsize::new(0)).collect();
        let take = |me: usize, mine: &mut Vec<NonNull<u8>>| {
            if let Some(batch) = cache.take() {
                mine.extend(batch.objects());
                for object in batch.objects() {
                    assert_eq!(owners[number(*object)].swap(me, Relaxed), 0, "in two hands");
                }
            }
        };
        let churn = |thread: usize| {
            let me = thread + 1;
            let mut mine: Vec<_> = (0..EACH).map(|n| object(thread * EACH + n)).collect();
            mine.iter().for_each(|object| owners[number(*object)].store(me, Relaxed));
            for _ in 0..rounds {
                for object in &mine {
                    assert_eq!(owners[number(*object)].swap(0, Relaxed), me, "taken out of a hand");
                }
                // There is room for each thread's batch.
                assert!(mine.is_empty() || cache.put(&mine, THREADS));
                mine.clear();
                take(me, &mut mine);
            }
            mine.len()
        };
        let held: usize = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || churn(thread))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).sum()
        });
        let mut kept = Vec::new();
        while let len = kept.len()
            && {
                take(THREADS + 1, &mut kept);
                kept.len() > len
            }
        {}
        assert_eq!(held + kept.len(), THREADS * EACH, "objects were lost");
    }
}
