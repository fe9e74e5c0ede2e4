//! Which addresses are of this library's making: what a program hands back is looked up before it is read.
//!
//! A hash table with open addressing. Look-ups take no lock: they are loads of one chain. Changes, which are rare, take one. A table that is
//! full is replaced by one of twice the size, and kept, because a thread may be looking there: all tables together take less than twice
//! the memory of the last one.

use core::{
    ptr::null_mut,
    sync::atomic::{
        AtomicPtr,
        Ordering::{Acquire, Relaxed, Release},
    },
};

use crate::{
    errno::{ENOMEM, Errno},
    lock::Locked,
};

/// Addresses of one kind.
#[derive(Debug)]
pub(crate) struct Table {
    slots: AtomicPtr<Slots>,
    /// How many addresses there are.
    count: Locked<usize>,
}

#[derive(Debug)]
struct Slots(Box<[AtomicPtr<u8>]>);

/// In a slot: an address was here, and others may be after it.
const TAKEN_OUT: *mut u8 = core::ptr::without_provenance_mut(1);
const LEAST: usize = 64;

impl Slots {
    fn new(len: usize) -> Result<*mut Self, Errno> {
        let mut slots = Vec::new();
        slots.try_reserve_exact(len).map_err(|_| ENOMEM)?;
        slots.resize_with(len, AtomicPtr::default);
        Ok(Box::into_raw(Box::new(Self(slots.into_boxed_slice()))))
    }

    /// All slots, in the order in which an address is looked for.
    fn chain(&self, address: usize) -> impl Iterator<Item = &AtomicPtr<u8>> {
        const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;
        // The length is a power of two. The low bits of an address are the same for all.
        let start = ((address as u64).wrapping_mul(GOLDEN) >> 32) as usize;
        (0..self.0.len()).map(move |step| &self.0[start.wrapping_add(step) & (self.0.len() - 1)])
    }

    fn find(&self, address: usize) -> Option<&AtomicPtr<u8>> {
        self.chain(address)
            .take_while(|slot| !slot.load(Acquire).is_null())
            .find(|slot| slot.load(Acquire).addr() == address)
    }

    fn insert(&self, address: *mut u8) {
        let is_free =
            |slot: &&AtomicPtr<u8>| matches!(slot.load(Relaxed), slot if slot.is_null() || slot == TAKEN_OUT);
        if let Some(slot) = self.chain(address.addr()).find(is_free) {
            slot.store(address, Release);
        }
    }
}

impl Table {
    pub(crate) const fn new() -> Self {
        Self { slots: AtomicPtr::new(null_mut()), count: Locked::new(0) }
    }

    fn slots(&self) -> Option<&Slots> {
        // SAFETY: null, or a table that was whole before it was published and is never freed.
        unsafe { self.slots.load(Acquire).as_ref() }
    }

    /// The address that was inserted, if it is here.
    pub(crate) fn find(&self, address: usize) -> Option<*mut u8> {
        if address <= TAKEN_OUT.addr() {
            return None;
        }
        let found = self.slots()?.find(address)?.load(Acquire);
        // It may have been taken out since.
        (found.addr() == address).then_some(found)
    }

    /// Adds an address that is not here.
    pub(crate) fn insert(&self, address: *mut u8) -> Result<(), Errno> {
        let mut count = self.count.lock();
        let len = self.slots().map_or(0, |slots| slots.0.len());
        if (*count + 1) * 2 > len {
            let larger = Slots::new((len * 2).max(LEAST))?;
            // SAFETY: just made.
            let new = unsafe { &*larger };
            for slot in self.slots().map_or(&[][..], |slots| &slots.0) {
                let address = slot.load(Relaxed);
                if !address.is_null() && address != TAKEN_OUT {
                    new.insert(address);
                }
            }
            self.slots.store(larger, Release);
        }
        if let Some(slots) = self.slots() {
            slots.insert(address);
        }
        *count += 1;
        Ok(())
    }

    /// Takes an address out; whether it was here.
    pub(crate) fn remove(&self, address: usize) -> bool {
        let mut count = self.count.lock();
        let Some(slot) = self.slots().and_then(|slots| slots.find(address)) else { return false };
        slot.store(TAKEN_OUT, Release);
        *count -= 1;
        true
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn what_is_in_the_table_is_found_and_nothing_else() {
        let table = Table::new();
        let address = |n: usize| core::ptr::without_provenance_mut::<u8>((n + 1) << 12);
        let mut model = HashSet::new();
        let mut random = 1_u64;
        for _ in 0..100_000 {
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let n = (random >> 33) as usize % 1000;
            if model.insert(n) {
                table.insert(address(n)).unwrap();
            } else {
                model.remove(&n);
                assert!(table.remove(address(n).addr()));
            }
        }
        for n in 0..1000 {
            let here = model.contains(&n);
            assert_eq!(table.find(address(n).addr()), here.then(|| address(n)));
            assert_eq!(table.remove(address(n).addr()), here);
        }
        assert_eq!(table.find(0), None);
        assert_eq!(table.find(1), None);
        assert!(table.slots().unwrap().0.len() <= 2048);
    }
}
