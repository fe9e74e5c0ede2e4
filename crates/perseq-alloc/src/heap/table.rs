//! Arrays of records in reserved memory, which get memory from their start as they are needed.

use core::{
    fmt,
    marker::PhantomData,
    mem,
    ptr::{self, NonNull},
    sync::atomic::{
        AtomicPtr, AtomicUsize,
        Ordering::{Acquire, Relaxed, Release},
    },
};

use crate::pages::Pages;

/// Memory comes in pieces of this many bytes, a multiple of every system's page.
pub(crate) const PIECE: usize = 64 << 10;

/// A record that can lie in a table.
///
/// # Safety
/// Bytes that are all 0 are a valid value, and nothing is done when one is dropped.
pub(crate) unsafe trait Record: Sync {}

// SAFETY: atomic integers.
unsafe impl Record for crate::cells::U8 {}
// SAFETY: atomic integers.
unsafe impl Record for crate::cells::U32 {}
// SAFETY: atomic integers.
unsafe impl Record for crate::cells::Usize {}

/// An array of `T`, of which a part from its start has memory.
pub(crate) struct Table<T> {
    start: AtomicPtr<T>,
    /// Records that have memory.
    ready: AtomicUsize,
    capacity: AtomicUsize,
    records: PhantomData<T>,
}

impl<T> fmt::Debug for Table<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Table").field("ready", &self.ready).finish_non_exhaustive()
    }
}

impl<T: Record> Table<T> {
    /// A table of no records.
    pub(crate) const fn new() -> Self {
        Self {
            start: AtomicPtr::new(ptr::null_mut()),
            ready: AtomicUsize::new(0),
            capacity: AtomicUsize::new(0),
            records: PhantomData,
        }
    }

    /// Bytes to reserve for so many records.
    pub(crate) const fn bytes(capacity: usize) -> usize {
        (capacity * size_of::<T>()).next_multiple_of(PIECE)
    }

    /// Puts the table where it stays for good. Once.
    ///
    /// # Safety
    /// From `start`, a multiple of [`PIECE`], [`bytes`](Self::bytes) of a reservation are the table's alone for ever.
    pub(crate) unsafe fn place(&self, start: NonNull<u8>, capacity: usize) {
        debug_assert!(align_of::<T>() <= PIECE && !mem::needs_drop::<T>());
        self.start.store(start.as_ptr().cast(), Relaxed);
        self.capacity.store(capacity, Relaxed);
    }

    /// Returns whether [`place`](Self::place) was called.
    pub(crate) fn is_placed(&self) -> bool {
        self.capacity.load(Relaxed) != 0
    }

    /// Gives the first `records` memory; `false` where the table has fewer, or the system has none.
    ///
    /// One thread at a time: the caller has the lock under which the table grows.
    pub(crate) fn grow<P: Pages>(&self, pages: &P, records: usize) -> bool {
        let ready = self.ready.load(Relaxed);
        if records <= ready {
            return true;
        }
        let capacity = self.capacity.load(Relaxed);
        if records > capacity {
            return false;
        }
        let Some(start) = NonNull::new(self.start.load(Relaxed)) else { return false };
        // Memory is there to a multiple of a piece; the record that straddles its end is not ready.
        let from = (ready * size_of::<T>()).next_multiple_of(PIECE);
        let to = (records * size_of::<T>()).next_multiple_of(PIECE);
        if from < to {
            // SAFETY: `place`: the table has `bytes(capacity)` bytes from its start, and `to` is at most that.
            let piece = unsafe { start.cast::<u8>().add(from) };
            // SAFETY: a part of the table's reservation.
            if !unsafe { pages.commit(piece, to - from) } {
                return false;
            }
        }
        self.ready.store((to / size_of::<T>()).min(capacity), Release);
        true
    }

    /// The record of this number, if it has memory.
    #[inline]
    pub(crate) fn get(&self, index: usize) -> Option<&T> {
        if index >= self.ready.load(Acquire) {
            return None;
        }
        // SAFETY: below `ready`, hence inside of the table.
        let record = unsafe { self.start.load(Relaxed).add(index) };
        // SAFETY: it has memory, which was zero at first, and is accessed as `T` only, by shared references
        // (`place`, `Record`).
        Some(unsafe { &*record })
    }

    /// The first record's address.
    pub(crate) fn start(&self) -> *mut T {
        self.start.load(Relaxed)
    }

    /// Bytes that have memory.
    pub(crate) fn memory(&self) -> usize {
        (self.ready.load(Relaxed) * size_of::<T>()).next_multiple_of(PIECE)
    }
}
