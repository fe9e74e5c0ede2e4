//! Pools whose rows are parts of a file, which other processes can map or read.
//!
//! ```text
//!   addresses   │ row 0 │ (closed) │ row 1 │ (closed) │ … │ record │ row outside │
//!                  base               base + STRIDE          private
//!   file        │ … │ row 0 │ row 1 │ … │ row outside │ … │
//!                 offset  + row                + rows × row
//! ```
//!
//! Sections know one stride, and a file has no use for 256 KiB per CPU: so each row is a mapping of its own, and in the file rows are as
//! close as the caller wants them. The record stays in private memory: a process that writes to the file changes figures, and neither
//! addresses nor what is in use. The *row outside* has the additions of threads that cannot run sections, by atomic operations. Of other
//! pools these are in the structures themselves, in which readers of the file would not find them.
//!
//! A forked child shares the rows. By CPU number its sections are exact beside its parent's: for one of them to run on a CPU, the other one
//! was preempted there (OWNED in `SAFETY.md`, 1). The records are two, so the child takes nothing and gives nothing back; and the parent
//! uses no item again that it gave back after a fork, because the child may still be adding to it. A child of before the rows were mapped
//! does not have them.

use core::{
    ptr::NonNull,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use super::{Item, Range, STRIDE, UNIT};
use crate::{Index, cpu};

/// How often this process was about to fork, or has forked; a child has it from its parent.
static FORKS: AtomicUsize = AtomicUsize::new(0);

/// Runs before a fork that the C library makes, and after it in the parent: rows that are mapped in between may be the child's, too.
#[cfg(target_os = "linux")]
pub(crate) extern "C" fn around_fork() {
    FORKS.fetch_add(1, Relaxed);
}

/// The number that is another one if this process has forked in between.
pub(super) fn forks() -> usize {
    FORKS.load(Relaxed)
}

/// While one lives, memory of rows in files that is given back is not used again: its words are named elsewhere.
#[doc(hidden)]
#[derive(Debug)]
#[must_use = "its drop ends that"]
pub struct HeldBack(());

/// How many there are.
static HELD_BACK: AtomicUsize = AtomicUsize::new(0);

impl HeldBack {
    /// One more.
    #[allow(clippy::new_without_default, reason = "an effect")]
    pub fn new() -> Self {
        HELD_BACK.fetch_add(1, Relaxed);
        Self(())
    }

    /// Returns whether there is one.
    pub(super) fn is_any() -> bool {
        HELD_BACK.load(Relaxed) > 0
    }
}

impl Drop for HeldBack {
    fn drop(&mut self) {
        HELD_BACK.fetch_sub(1, Relaxed);
    }
}

/// Address in the row outside of an item whose row 0 is at `base`, if its pool is [in a file](super::Pool::in_file): there threads that
/// cannot run sections add, by atomic operations. Costs a load.
///
/// # Safety
///
/// * `base` is that of a live item of a pool, or inside of one.
#[must_use]
pub unsafe fn outside(base: NonNull<u8>) -> Option<NonNull<u8>> {
    let row = base.as_ptr().map_addr(|address| address / STRIDE * STRIDE);
    let record = row.wrapping_byte_add(cpu::bound() as usize * STRIDE).cast::<Range>();
    // SAFETY: it follows the record of the range that the item is in, whose pool lives, and no reference to the record is to it.
    let in_file = unsafe { &*Range::told_in_file(record) };
    if !in_file.load(Relaxed) {
        return None;
    }
    let outside = record.cast::<u8>().wrapping_byte_add(Range::record_len());
    NonNull::new(outside.wrapping_byte_add(base.addr().get() % STRIDE))
}

/// Zeroes an item that was used before. Processes that share the file may look at it, so each word is stored to as an atomic.
pub(super) fn clear<I: Index>(item: &Item<I>, outside: NonNull<u8>) {
    let rows = (0..cpu::bound()).map(|row| item.row(row)).chain([outside.as_ptr()]);
    for row in rows {
        for word in 0..super::units(item.size()) * UNIT / size_of::<usize>() {
            let word = row.cast::<usize>().wrapping_add(word);
            // SAFETY: an aligned word of the item, which no other code of this process uses: it was given back before any fork.
            unsafe { AtomicUsize::from_ptr(word) }.store(0, Relaxed);
        }
    }
}

#[cfg(target_os = "linux")]
mod linux {
    use core::ffi::c_int;

    use super::*;
    use crate::{
        ByCpuId,
        error::{Error, Result},
        pool::{Options, Pool},
        sys, thread,
    };

    impl Pool<ByCpuId> {
        /// A pool of one range whose rows are in a file: row n is the `row` bytes from `offset + n * row` on, and after [`cpu::bound`]
        /// rows there is [one more](super::outside). Items are at the same place in each. The file is made as long as that needs, and
        /// its storage is set aside (`fallocate`), so that a full file system is an error here, and no signal later. An addition costs
        /// what it does in any pool.
        ///
        /// Memory that was never used keeps what the file had there: zeroes, in a new one. A forked child shares the rows; it can
        /// allocate nothing there, and the memory of items that were given back after a fork is not used again. The pool's drop unmaps the rows
        /// and leaves the file as it is. If a process shortens the file, an access to its rows is a `SIGBUS`.
        ///
        /// # Errors
        ///
        /// [`Error::Layout`] unless `row` is a power of two, at least a page and at most [`STRIDE`], and `offset` a multiple of pages;
        /// [`Error::Syscall`] if the file cannot be lengthened (the file system is full or has no `fallocate`, or `ulimit -f` forbids it) or
        /// mapped for writing.
        ///
        /// # Safety
        ///
        /// * NUMBERS: items are only used for words of which every value is as good as any other to the code that reads them: counts and
        ///   sums, no addresses, lengths or guards. Or else each process that can write to the file is trusted as this one.
        /// * The words are read and written by sections and atomic operations alone.
        pub unsafe fn in_file(fd: c_int, offset: u64, row: usize) -> Result<Self> {
            let (rows, page) = (cpu::bound(), sys::page_size());
            let is_whole = row.is_power_of_two() && (page..=STRIDE).contains(&row);
            if !is_whole || !offset.is_multiple_of(page as u64) {
                return Err(Error::Layout {
                    size: row,
                    align: page,
                    min_size: page,
                    max_size: STRIDE,
                    max_align: page,
                });
            }
            sys::set_aside(fd, offset, (u64::from(rows) + 1) * row as u64)?;
            let mut range = Range::reserve(rows, true, thread::forks())?;
            let mapped = (0..=rows).try_for_each(|index| {
                let start = row_of(range, index);
                // SAFETY: memory that `reserve` has set aside for this row, and no other code has seen.
                unsafe { sys::map_file(start, row, fd, offset + u64::from(index) * row as u64) }
            });
            if let Err(error) = mapped {
                // SAFETY: no other code has seen the range.
                unsafe { Range::unmap(range) };
                return Err(error);
            }
            // SAFETY: as above.
            unsafe { range.as_mut() }.confine(row);
            let pool = Self::with(Options::new().ranges(1));
            pool.adopt(range);
            Ok(pool)
        }
    }

    /// Address of a row, or of the row outside.
    fn row_of(range: NonNull<Range>, index: u32) -> *mut u8 {
        let (record, rows) = (range.as_ptr().cast::<u8>(), cpu::bound());
        if index == rows {
            return record.wrapping_byte_add(Range::record_len());
        }
        record.wrapping_byte_sub((rows - index) as usize * STRIDE)
    }
}
