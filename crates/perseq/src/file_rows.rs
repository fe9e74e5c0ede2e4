//! Counters and histograms whose rows are in a file, where other processes find what was counted. Linux.

use core::{
    fmt,
    ops::Deref,
    ptr::null_mut,
    sync::atomic::{
        AtomicPtr, AtomicU64,
        Ordering::{AcqRel, Relaxed},
    },
};
use std::{boxed::Box, os::fd::AsFd, os::fd::AsRawFd as _};

use perseq_core::{
    ByCpuId, Error, Result,
    pool::{LazyItem, Pool, STRIDE},
};

use crate::cells::Cells;

/// Bytes from the start of a row to a word in it, and in the row outside. It is the same in each row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place(usize);

impl Place {
    /// Of what has `base` as its address in row 0.
    pub(crate) const fn of(base: usize) -> Self {
        Self(base % STRIDE)
    }

    /// The bytes.
    #[must_use]
    pub const fn offset(self) -> usize {
        self.0
    }
}

/// The places of a histogram's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HistogramPlace {
    /// The first count; the others follow.
    pub counts: Place,
    /// How many counts there are.
    pub len: usize,
    /// Values above the highest.
    pub above: Place,
    /// The sum of values.
    pub sum: Place,
}

/// Rows in a file, for counters and histograms: words that are numbers, of which any value is as good as another. So a process that writes
/// to the file falsifies figures, and can do no more.
///
/// Row n of [`cpu::bound`](perseq_core::cpu::bound) is the `row` bytes from `offset + n * row` on. One more row after these, the *row
/// outside*, has the additions of threads that cannot run sections. The sum of a counter is that of its words in all of them.
///
/// A forked child shares the rows, and makes no counters in them. Memory of counters that are dropped is used again, but for those that are
/// dropped after a fork, whose child may still add to them. (A parent does not know of children of `_Fork` or of a bare `clone`.) A process
/// that shortens the file makes the next access a `SIGBUS`, which ends this one: keep such files in a directory of this user alone.
///
/// ```
/// use perseq::{Counter, file_rows::FileRows};
///
/// # let scratch = perseq_testing::Scratch::new("doc");
/// # let path = scratch.join("rows");
/// let file = std::fs::File::options().read(true).write(true).create_new(true).open(&path)?;
/// let rows = FileRows::map(&file, 0, 1 << 16)?;
/// let (sent, place) = Counter::in_file(rows, 8)?;
/// sent.add(3);
/// let bytes = std::fs::read(&path)?;
/// let word = |row: &[u8]| u64::from_ne_bytes(row[place.offset()..][..8].try_into().unwrap());
/// assert_eq!(bytes.chunks_exact(1 << 16).map(word).sum::<u64>(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct FileRows {
    pool: Pool<ByCpuId>,
    row: usize,
}

/// All of the process: each is kept until it ends.
static ALL: [AtomicPtr<FileRows>; FileRows::MOST] = [const { AtomicPtr::new(null_mut()) }; FileRows::MOST];

impl FileRows {
    /// So many can be made in a process, each of which stays until it ends.
    pub const MOST: usize = 64;

    /// Maps rows of `row` bytes from `offset` on. The file is made as long as that needs, and its storage is set aside: so a full file system
    /// is an error here, and no signal later. Memory keeps what the file has there: zeroes, in a new one.
    ///
    /// Costs a mapping for each CPU that the machine can have, and 256 KiB of addresses. It is kept until the process ends.
    ///
    /// # Errors
    ///
    /// [`Error::Layout`] unless `row` is a power of two of a page to 256 KiB, and `offset` a multiple of a page; [`Error::Syscall`] if the file
    /// cannot be lengthened or mapped; [`Error::Exhausted`] if the process has [`MOST`](Self::MOST) of them.
    pub fn map(file: impl AsFd, offset: u64, row: usize) -> Result<&'static Self> {
        // SAFETY: NUMBERS: `counter`, `histogram` and `FileWord` alone use the pool, all of them for counts and sums, by sections and
        // atomic operations.
        let pool = unsafe { Pool::in_file(file.as_fd().as_raw_fd(), offset, row) }?;
        let new = Box::into_raw(Box::new(Self { pool, row }));
        for kept in &ALL {
            if kept.compare_exchange(null_mut(), new, AcqRel, Relaxed).is_ok() {
                // SAFETY: a box that is never freed from now on, and changed by no code.
                return Ok(unsafe { &*new });
            }
        }
        // SAFETY: no other code has seen it.
        drop(unsafe { Box::from_raw(new) });
        Err(Error::Exhausted { size: row, ranges: Self::MOST })
    }

    /// Bytes of a row.
    #[must_use]
    pub const fn row_len(&self) -> usize {
        self.row
    }

    pub(crate) const fn pool(&'static self) -> &'static Pool<ByCpuId> {
        &self.pool
    }

    /// Returns an error if `size` bytes are more than a row has.
    pub(crate) const fn check(&self, size: usize) -> Result<()> {
        if size > self.row {
            return Err(Error::Layout { size, align: 8, min_size: 8, max_size: self.row, max_align: 4096 });
        }
        Ok(())
    }

    pub(crate) fn cells(&'static self, align: usize) -> Result<(Cells<ByCpuId>, Place)> {
        let cells = Cells::aligned_in(&self.pool, align)?;
        let place = Place::of(cells.base().unwrap_or_default());
        Ok((cells, place))
    }
}

/// A word in the row outside: a value that is set and not added up, where other processes find it. It takes the same place in all rows,
/// which it leaves as they are.
pub struct FileWord(LazyItem<ByCpuId>);

impl FileWord {
    /// A word that is 0, at a multiple of `align` bytes.
    ///
    /// # Errors
    ///
    /// As [`Counter::in_file`](crate::Counter::in_file).
    pub fn in_file(rows: &'static FileRows, align: usize) -> Result<(Self, Place)> {
        let word = Self(LazyItem::of(size_of::<u64>(), align, Some(&rows.pool)));
        word.0.place()?;
        let place = Place::of(word.0.base().addr());
        // Memory that was never used has what the file had there.
        word.store(0, Relaxed);
        Ok((word, place))
    }
}

impl Deref for FileWord {
    type Target = AtomicU64;

    fn deref(&self) -> &AtomicU64 {
        let Some(word) = self.0.outside() else {
            unreachable!("the item of a pool in a file, which has memory from the start")
        };
        // SAFETY: an aligned word of the item, which lives as long as `self` and is accessed atomically alone.
        unsafe { AtomicU64::from_ptr(word.cast().as_ptr()) }
    }
}

impl fmt::Debug for FileWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("FileWord").field(&self.load(Relaxed)).finish()
    }
}
