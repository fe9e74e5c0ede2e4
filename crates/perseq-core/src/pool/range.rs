//! One range of a pool: a row per CPU, `STRIDE` bytes apart, and the record of what is in use.
//!
//! ```text
//!   base                    base + STRIDE                         base + rows * STRIDE
//!   │ row 0: item A, item B… │ row 1: item A, item B… │ … │ row n │ this struct
//! ```

use core::ptr::NonNull;

use super::{Item, STRIDE, UNIT, bitmap::Bitmap};
use crate::{Index, cpu, error::Result, sys};

const WORDS: usize = STRIDE / UNIT / 64;
/// What words of freed items hold in debug builds.
const POISON: u64 = 0xd7d7_d7d7_d7d7_d7d7;
const _: () = assert!(UNIT == size_of::<u64>());

/// The record at the end of the mapping. Zeroes are an empty one; only who holds the pools' lock touches it.
#[repr(C)]
#[derive(Debug)]
pub(super) struct Range {
    base: *mut u8,
    rows: u32,
    /// The [epoch](super::epoch) in which it was mapped.
    epoch: u32,
    /// Units in use.
    used: Bitmap<WORDS>,
    /// Units at which an item starts.
    starts: Bitmap<WORDS>,
    /// Every unit below is in use.
    full_below: usize,
    /// Units from here on were never in use: their memory is zero.
    fresh_from: usize,
}

/// Units that an allocation took, and whether they were used before.
pub(super) struct Taken {
    pub(super) base: NonNull<u8>,
    pub(super) recycled: bool,
}

impl Range {
    fn mapping_len(rows: u32) -> usize {
        rows as usize * STRIDE + size_of::<Self>()
    }

    /// Maps a new range; the rows of an index by CPU are placed on their CPU's node.
    pub(super) fn map<I: Index>(rows: u32) -> Result<NonNull<Self>> {
        let base = sys::map_memory(Self::mapping_len(rows))?;
        let rows_len = rows as usize * STRIDE;
        sys::forbid_huge_pages(base, rows_len);
        if I::ROWS_ARE_CPUS && !cfg!(miri) {
            place_rows(base, rows);
        }
        // SAFETY: the mapping is longer than the rows by the size of the record.
        let mut range = unsafe { base.byte_add(rows_len) }.cast::<Self>();
        // SAFETY: inside the mapping, aligned because STRIDE is, not shared yet, and zeroes are a valid record.
        let record = unsafe { range.as_mut() };
        (record.base, record.rows, record.epoch) = (base.as_ptr(), rows, super::epoch());
        Ok(range)
    }

    /// Unmaps a range.
    ///
    /// # Safety
    /// * Nobody uses the range or an item of it any more.
    pub(super) unsafe fn unmap(range: NonNull<Self>) {
        // SAFETY: the record is valid until it is unmapped below.
        let Self { base, rows, .. } = unsafe { range.as_ref() };
        // SAFETY: `base` was the start of a mapping.
        let (base, len) = (unsafe { NonNull::new_unchecked(*base) }, Self::mapping_len(*rows));
        // SAFETY: the caller's promise.
        unsafe { sys::unmap_memory(base, len) };
    }

    /// Takes `units` units at a multiple of `align` units.
    pub(super) fn take(&mut self, units: usize, align: usize) -> Option<Taken> {
        let first = self.used.find_free(self.full_below, units, align)?;
        self.used.insert(first, units);
        self.starts.insert(first, 1);
        if first == self.full_below {
            self.full_below = first + units;
        }
        let recycled = first < self.fresh_from;
        self.fresh_from = self.fresh_from.max(first + units);
        let base = NonNull::new(self.base.wrapping_add(first * UNIT))?;
        Some(Taken { base, recycled })
    }

    /// The epoch in which it was mapped.
    pub(super) fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Whether `item` is of this range.
    pub(super) fn holds<I: Index>(&self, item: &Item<I>) -> bool {
        (self.base.addr()..self.base.addr() + STRIDE).contains(&item.base().addr())
    }

    /// Gives `item`'s units back.
    ///
    /// # Panics
    ///
    /// In debug builds, if no item starts there: it was freed before.
    pub(super) fn give_back<I: Index>(&mut self, item: &Item<I>) {
        let first = (item.base().addr() - self.base.addr()) / UNIT;
        debug_assert!(
            self.starts.contains(first),
            "the item of {} bytes at {:p} is not in use: it was freed twice",
            item.size(),
            item.base(),
        );
        self.starts.remove(first, 1);
        self.used.remove(first, super::units(item.size()));
        self.full_below = self.full_below.min(first);
    }
}

/// Zeroes a recycled item; memory that is zero is only read, so that rows that nobody used stay without memory.
///
/// # Panics
///
/// In debug builds, if it was written after it was freed.
pub(super) fn clear<I: Index>(item: &Item<I>) {
    for_each_dirty_word(item, |row, word| {
        debug_assert!(
            *word == POISON,
            "the item at {:p} holds {:#x} in row {row}: it was written after it was freed",
            item.base(),
            *word,
        );
        *word = 0;
    });
}

/// Marks what was written of an item that is about to be freed, so that later use shows. For debug builds.
pub(super) fn poison<I: Index>(item: &Item<I>) {
    for_each_dirty_word(item, |_row, word| *word = POISON);
}

/// Calls `f` with every word of the item that is not 0, and its row.
fn for_each_dirty_word<I: Index>(item: &Item<I>, mut f: impl FnMut(u32, &mut u64)) {
    for row in 0..cpu::bound() {
        // SAFETY: the item's units in that row, aligned as units are, and the caller's alone.
        let words = unsafe {
            core::slice::from_raw_parts_mut(item.row(row).cast::<u64>(), super::units(item.size()))
        };
        words.iter_mut().filter(|word| **word != 0).for_each(|word| f(row, word));
    }
}

/// Prefers each CPU's node for its row, where there is more than one node.
fn place_rows(base: NonNull<u8>, rows: u32) {
    let mut nodes = 0;
    cpu::for_each_node(|_, _| nodes += 1);
    if nodes < 2 {
        return;
    }
    cpu::for_each_node(|node, cpus| {
        for row in cpus.iter().take_while(|&cpu| cpu < rows) {
            // SAFETY: the row is inside the mapping.
            let start = unsafe { base.byte_add(row as usize * STRIDE) };
            sys::prefer_node(start.as_ptr(), STRIDE, node);
        }
    });
}
