//! One range of a pool: a row per CPU, `STRIDE` bytes apart, and the record of what is in use.
//!
//! ```text
//!   base                      base + STRIDE             base + rows * STRIDE
//!   │ row 0: A B … │ (closed) │ row 1: A B … │ (closed) │ … │ this struct
//!                  └ opened bytes of each row
//! ```
//!
//! A range is addresses at first. The pages at the start of each row are opened when an item reaches them, twice as many each
//! time: what is open is what strict overcommit charges and what `mlockall` fills. Each row that is open in part is two
//! mappings more, of which a process can have 65,530; when there would be too many, a range is opened as a whole.

use core::{
    ptr::{NonNull, null_mut},
    sync::atomic::{AtomicBool, AtomicPtr, AtomicUsize, Ordering::Relaxed},
};

use super::{
    HeldBack, Item, Options, STRIDE, UNIT,
    bitmap::Bitmap,
    searched::{Search, Searched},
};
use crate::{Index, arch, cpu, error::Result, sanitizer, sys, thread};

const WORDS: usize = STRIDE / UNIT / 64;
/// The value of the words of freed items in debug builds.
const POISON: u64 = 0xd7d7_d7d7_d7d7_d7d7;
const _: () = assert!(UNIT == size_of::<u64>());

/// Mappings that rows may be cut into, of all ranges that are open in part.
const MAX_CUTS: usize = 8192;
/// How many there are. Changed by the holder of the pools' lock.
static CUTS: AtomicUsize = AtomicUsize::new(0);

/// The record at the end of the mapping. Zeroes are an empty one; only who holds the pools' lock touches it.
#[repr(C)]
#[derive(Debug)]
pub(super) struct Range {
    /// Of row 0; a multiple of the stride, so that an item's address leads here.
    base: *mut u8,
    /// Of the mapping.
    start: *mut u8,
    /// The pool's first range, by which ranges of one pool are known.
    pub(super) first: *mut Range,
    /// Of the first range: whether earlier ranges may have room, because an item was freed since all of them were looked at.
    freed: bool,
    /// The pool's next range.
    pub(super) next: AtomicPtr<Range>,
    rows: u32,
    /// The [epoch](super::epoch) in which it was mapped.
    epoch: u32,
    /// The rows are [those of a file](super::file).
    in_file: bool,
    /// How many [forks](crate::thread::forks) there were before it was mapped.
    forks: u32,
    /// The number of [forks by this process](super::file::forks) when it was mapped.
    forks_by_us: usize,
    /// Bytes of each row that may be touched.
    opened: usize,
    /// Pages of the rows that are zero although items were there: a bit each.
    discarded: u64,
    /// Units in use.
    used: Bitmap<WORDS>,
    /// Units at which an item starts.
    starts: Bitmap<WORDS>,
    /// Every unit below is in use.
    full_below: usize,
    /// Units from here on were never in use: their memory is zero.
    fresh_from: usize,
    /// The parts in which there is no room.
    searched: Searched,
}

/// Units that an allocation took.
pub(super) struct Taken {
    pub(super) base: NonNull<u8>,
    /// Units that must be zeroed, from the first: the others were never used.
    pub(super) used_before: usize,
    /// Pages of the row that are zero in spite of that, a bit each.
    pub(super) zero_pages: u64,
}

impl Range {
    /// With room to start at a multiple of the stride, and for [the row outside](super::file) of a file.
    fn mapping_len(rows: u32, in_file: bool) -> usize {
        rows as usize * STRIDE + Self::record_len() + if in_file { 2 * STRIDE } else { STRIDE }
    }

    /// The record of the range in which an item is.
    pub(super) fn of<I: Index>(item: &Item<I>) -> NonNull<Self> {
        let row = item.base().map_addr(|address| address / STRIDE * STRIDE);
        let record = row.wrapping_byte_add(cpu::bound() as usize * STRIDE).cast();
        // SAFETY: `map` has put the record there, above address 0.
        unsafe { NonNull::new_unchecked(record) }
    }

    /// The field `freed` of a record, which is touched by the holder of the lock.
    pub(super) fn freed(range: NonNull<Self>) -> *mut bool {
        range.as_ptr().wrapping_byte_add(core::mem::offset_of!(Self, freed)).cast()
    }

    /// A copy of `in_file` after the record, for code that does not hold the lock: the holder may have the whole record to itself.
    pub(super) fn told_in_file(range: *mut Self) -> *mut AtomicBool {
        range.wrapping_add(1).cast()
    }

    /// Whole pages for the record and the copy after it.
    pub(super) fn record_len() -> usize {
        (size_of::<Self>() + size_of::<AtomicBool>()).next_multiple_of(sys::page_size())
    }

    /// Sets aside the addresses of a new range. The first write to a page places it on the writer's node.
    pub(super) fn map<I: Index>(rows: u32, options: &Options) -> Result<NonNull<Self>> {
        let mut range = Self::reserve(rows, false, 0)?;
        // SAFETY: `reserve` has made the record, and no other thread has seen it.
        let record = unsafe { range.as_mut() };
        // SAFETY: the address of memory, which is not null.
        let base = unsafe { NonNull::new_unchecked(record.base) };
        options.advise::<I>(base, rows);
        sanitizer::scan(record.base, rows as usize * STRIDE);
        if options.opens_all()
            && let Err(error) = record.open(STRIDE)
        {
            // SAFETY: no other thread has seen the range.
            unsafe { Self::unmap(range) };
            return Err(error);
        }
        Ok(range)
    }

    /// Addresses for rows, of which none may be touched yet, and their record.
    pub(super) fn reserve(rows: u32, in_file: bool, forks: u32) -> Result<NonNull<Self>> {
        let len = Self::mapping_len(rows, in_file);
        let start = sys::reserve_memory(len)?;
        let rows_len = rows as usize * STRIDE;
        let lead = start.addr().get().next_multiple_of(STRIDE) - start.addr().get();
        // SAFETY: less than a stride, by which the mapping is longer than rows and record.
        let base = unsafe { start.byte_add(lead) };
        // SAFETY: as above: the record follows the rows.
        let mut range = unsafe { base.byte_add(rows_len) }.cast::<Self>();
        if let Err(error) = sys::open_memory(range.as_ptr().cast(), Self::record_len()) {
            // SAFETY: the mapping was made above, and no other thread has seen it.
            unsafe { sys::unmap_memory(start, len) };
            return Err(error);
        }
        // SAFETY: inside the mapping and open, aligned because STRIDE is, not shared yet, and zeroes are a valid record.
        let record = unsafe { range.as_mut() };
        (record.next, record.start) = (AtomicPtr::new(null_mut()), start.as_ptr());
        (record.base, record.rows, record.epoch) = (base.as_ptr(), rows, super::epoch());
        (record.in_file, record.forks, record.forks_by_us) = (in_file, forks, super::file::forks());
        // SAFETY: as above: after the record there is room for it, of which zero is a value, too.
        unsafe { &*Self::told_in_file(range.as_ptr()) }.store(in_file, Relaxed);
        Ok(range)
    }

    /// Has the first `opened` bytes of each row, which may be touched already, and never more.
    pub(super) fn confine(&mut self, opened: usize) {
        if opened < STRIDE {
            CUTS.fetch_add(2 * self.rows as usize, Relaxed);
            self.used.insert(opened / UNIT, (STRIDE - opened) / UNIT);
        }
        self.opened = opened;
    }

    /// Unmaps a range.
    ///
    /// # Safety
    /// * No thread uses the range or an item of it any more.
    pub(super) unsafe fn unmap(range: NonNull<Self>) {
        // SAFETY: the record is valid until it is unmapped below.
        let &Self { base, start, rows, opened, in_file, .. } = unsafe { range.as_ref() };
        if (1..STRIDE).contains(&opened) {
            CUTS.fetch_sub(2 * rows as usize, Relaxed);
        }
        if !in_file {
            sanitizer::forget(base, rows as usize * STRIDE);
        }
        // SAFETY: `map` has stored the address of its mapping.
        let (start, len) = (unsafe { NonNull::new_unchecked(start) }, Self::mapping_len(rows, in_file));
        // SAFETY: the caller's promise.
        unsafe { sys::unmap_memory(start, len) };
    }

    /// Takes `units` units at a multiple of `align` units; `None` if there are none.
    pub(super) fn take(&mut self, units: usize, align: usize) -> Option<Result<Taken>> {
        let search = Search { units, align };
        let start = self.full_below.max(self.searched.start(search));
        let found = self.used.find_free(start, units, align);
        let Some(first) = found else {
            self.searched.note(search, Bitmap::<WORDS>::UNITS);
            return None;
        };
        if let Err(error) = self.open((first + units) * UNIT) {
            return Some(Err(error));
        }
        self.searched.note(search, first + units);
        self.used.insert(first, units);
        self.starts.insert(first, 1);
        if first == self.full_below {
            self.full_below = first + units;
        }
        let used_before = self.fresh_from.saturating_sub(first).min(units);
        self.fresh_from = self.fresh_from.max(first + units);
        let zero_pages = self.discarded;
        self.discarded &= !pages(first * UNIT..(first + units) * UNIT, Touched::InPart);
        let base = NonNull::new(self.base.wrapping_add(first * UNIT))?;
        Some(Ok(Taken { base, used_before, zero_pages }))
    }

    /// Opens the first `bytes` bytes of each row, at least.
    fn open(&mut self, bytes: usize) -> Result<()> {
        if bytes <= self.opened {
            return Ok(());
        }
        let more = bytes.next_power_of_two().max(sys::page_size());
        let cuts = 2 * self.rows as usize;
        let is_cut = self.opened > 0;
        if more < STRIDE && (is_cut || CUTS.load(Relaxed) + cuts <= MAX_CUTS) && self.open_each(more).is_ok()
        {
            if !is_cut {
                CUTS.fetch_add(cuts, Relaxed);
            }
            self.opened = more;
            return Ok(());
        }
        // The whole range, as one mapping: also where the parts would be too many for the system.
        sys::open_memory(self.base, self.rows as usize * STRIDE)?;
        if is_cut {
            CUTS.fetch_sub(cuts, Relaxed);
        }
        self.opened = STRIDE;
        Ok(())
    }

    fn open_each(&self, more: usize) -> Result<()> {
        (0..self.rows as usize).try_for_each(|row| {
            let start = self.base.wrapping_add(row * STRIDE + self.opened);
            sys::open_memory(start, more - self.opened)
        })
    }

    /// The epoch in which it was mapped.
    pub(super) fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Returns whether items may be taken there and given back: in a file by the process alone that has mapped it, because its children
    /// share the rows and have copies of the record. For the holder of the lock, which has noticed whether this is a child.
    pub(super) fn is_ours(&self) -> bool {
        !self.in_file || self.forks == thread::noticed_forks()
    }

    /// How many bytes `address`, in row 0, is from the start of the row.
    pub(super) fn offset(&self, address: NonNull<u8>) -> usize {
        address.addr().get() - self.base.addr()
    }

    /// Gives `item`'s units back, and to the system the pages in which nothing else is.
    ///
    /// # Panics
    ///
    /// In debug builds, if no item starts there: it was freed before.
    pub(super) fn give_back<I: Index>(&mut self, item: &Item<I>) {
        let first = (item.base().addr() - self.base.addr()) / UNIT;
        let units = super::units(item.size());
        debug_assert!(
            self.starts.contains(first),
            "the item of {} bytes at {:p} is not in use: it was freed twice",
            item.size(),
            item.base(),
        );
        self.starts.remove(first, 1);
        if self.in_file && (self.forks_by_us != super::file::forks() || HeldBack::is_any()) {
            return;
        }
        self.used.remove(first, units);
        self.full_below = self.full_below.min(first);
        self.searched.forget(first);
        if self.in_file {
            // The figures stay for readers of the file, and are cleared when the memory is used again.
            return;
        }
        freeze(item);
        self.discard(first, first + units);
        if cfg!(debug_assertions) {
            // Pages that went back are zero, and are not looked at again: rows may be large, and there are many.
            poison(item, first, |page| self.discarded >> page & 1 == 1);
        }
    }

    /// Gives the memory of the pages back that are free as a whole, among them some of the units from `first` to `end`. Only of items
    /// of a page or more: memory of small ones will be used again, and each row costs a system call.
    fn discard(&mut self, first: usize, end: usize) {
        let page = sys::page_size() / UNIT;
        if end - first < page {
            return;
        }
        // The pages at both ends, if the item's neighbours there are free as well.
        let start = first / page * page;
        let start = if self.used.is_free(start, first - start) { start } else { start + page };
        let stop = end.next_multiple_of(page);
        let stop = if self.used.is_free(end, stop - end) { stop } else { stop - page };
        if start >= stop {
            return;
        }
        let gone = (0..self.rows as usize).all(|row| {
            let at = self.base.wrapping_add(row * STRIDE + start * UNIT);
            // SAFETY: whole pages of the row, in which every unit is free; the lock is held.
            unsafe { sys::discard_memory(at, (stop - start) * UNIT) }
        });
        if gone {
            self.discarded |= pages(start * UNIT..stop * UNIT, Touched::Wholly);
        }
    }
}

/// Lets the item's memory be looked at, whatever was in it: padding of values that were moved there counts as uninitialized.
fn freeze<I: Index>(item: &Item<I>) {
    if cfg!(any(miri, perseq_msan)) {
        let bytes = super::units(item.size()) * UNIT;
        for row in 0..cpu::bound() {
            let start = item.row(row);
            if cfg!(miri) {
                // Miri has no assembly, and keeps account of each byte.
                // SAFETY: the item's own part of the row, which the caller has exclusive access to.
                unsafe { start.write_bytes(0, bytes) };
            }
            sanitizer::written(start, bytes);
        }
    }
    arch::freeze(item.base());
}

/// Which pages a part of a row makes up.
#[derive(PartialEq, Eq)]
enum Touched {
    InPart,
    Wholly,
}

/// The pages of a row that are in `bytes`, as a bit each.
fn pages(bytes: core::ops::Range<usize>, touched: Touched) -> u64 {
    let page = sys::page_size();
    let (first, end) = match touched {
        Touched::InPart => (bytes.start / page, bytes.end.div_ceil(page)),
        Touched::Wholly => (bytes.start.div_ceil(page), bytes.end / page),
    };
    (first..end).fold(0, |pages, page| pages | 1 << page)
}

/// Zeroes the part of a recycled item that was used before, apart from pages that are known to be zero; memory that is zero is
/// only read, so that rows that no thread used stay without memory.
///
/// # Panics
///
/// In debug builds, if it was written after it was freed.
pub(super) fn clear<I: Index>(item: &Item<I>, taken: &Taken, offset: usize) {
    let is_zero = |page: usize| taken.zero_pages >> page & 1 == 1;
    for_each_dirty_word(item, taken.used_before, offset / UNIT, is_zero, |row, word| {
        debug_assert!(
            *word == POISON,
            "the item at {:p} holds {:#x} in row {row}: it was written after it was freed",
            item.base(),
            *word,
        );
        *word = 0;
    });
}

/// Marks what was written of an item that was freed, from unit `first` of a row on, so that later use shows; not in pages that
/// `is_zero`. For debug builds.
fn poison<I: Index>(item: &Item<I>, first: usize, is_zero: impl Fn(usize) -> bool) {
    for_each_dirty_word(item, super::units(item.size()), first, is_zero, |_row, word| *word = POISON);
}

/// Calls `f` with every word of the item's first `units` that is not 0, and its row. The item starts at unit `first` of the
/// row; `is_zero` tells which pages of the row need not be looked at.
fn for_each_dirty_word<I: Index>(
    item: &Item<I>,
    units: usize,
    first: usize,
    is_zero: impl Fn(usize) -> bool,
    mut f: impl FnMut(u32, &mut u64),
) {
    let page = sys::page_size() / UNIT;
    for row in 0..cpu::bound() {
        let start = item.row(row).cast::<u64>();
        let mut at = 0;
        while at < units {
            let end = ((first + at) / page + 1) * page - first;
            let len = end.min(units) - at;
            if !is_zero((first + at) / page) {
                // SAFETY: units of the item in that row, aligned as units are, and the caller's alone.
                let words = unsafe { core::slice::from_raw_parts_mut(start.wrapping_add(at), len) };
                words.iter_mut().filter(|word| **word != 0).for_each(|word| f(row, word));
            }
            at += len;
        }
    }
}
