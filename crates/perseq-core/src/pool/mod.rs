//! Per-CPU memory: items that exist once per CPU (or concurrency id), a constant stride apart.
//!
//! An item's address is that of its row 0; the row of CPU n is `n << STRIDE_SHIFT` bytes on. So a section finds its
//! row with a shift and an addition: no table, no base. A range holds many items, so thousands of counters share each
//! CPU's cache lines. A row costs memory only in the pages that its CPU has written. The first write to a page places it on the
//! writer's NUMA node: nearly always that of the row's CPU. Pages that another CPU writes first (a constructor, a
//! thread that holds the row) are on that one's node; no policy is set for them, because `mbind(2)` is a call that hardened
//! services are killed for, unless a pool of one's own was told so ([`Options`]). A pool grows by ranges.
//!
//! When an item of a page or more is freed, the pages on which no other item is left go back to the system. Smaller items keep theirs,
//! for the next ones. A pool's addresses stay reserved until it is dropped: those of the process's own pools for ever.

mod bitmap;
mod file;
mod lazy;
mod options;
mod range;
mod searched;
mod words;

use core::{
    fmt, iter,
    marker::PhantomData,
    ptr::{NonNull, null_mut},
    sync::atomic::{
        AtomicPtr, AtomicU32, AtomicUsize, Ordering::Acquire, Ordering::Relaxed, Ordering::Release,
    },
};

#[doc(hidden)]
pub use file::HeldBack;
#[cfg(target_os = "linux")]
pub(crate) use file::around_fork;
pub use file::outside;
pub use lazy::LazyItem;
pub use options::Options;
use range::{Range, Taken};
pub use words::Words;

use crate::{
    ByCpuId, Index, cpu,
    error::{Error, Result},
    lock::Lock,
};

/// Binary logarithm of [`STRIDE`].
pub const STRIDE_SHIFT: u32 = 18;
/// Bytes from an item in one row to the same item in the next: the largest size of an item.
pub const STRIDE: usize = 1 << STRIDE_SHIFT;
/// Largest alignment of an item, in bytes.
pub const MAX_ALIGN: usize = 4096;
/// So many ranges are always looked at for room; of more than that only the last, unless an item was freed.
const WALK: usize = 64;
/// Allocation granule, in bytes.
const UNIT: usize = 8;

/// A base address for `here` sections that means "no item yet": any row's address is negative, so that the
/// section aborts by the test that it makes anyway. 64-bit targets.
#[cfg(target_pointer_width = "64")]
pub const UNPLACED: usize = (-(1_isize << 62)).cast_unsigned();

/// Guards the records of all pools: allocation is rare, and one lock is easily kept right across `fork`.
static LOCK: Lock = Lock::new();

/// Items per CPU ([`ByCpuId`]) or per concurrency id.
pub struct Pool<I: Index = ByCpuId> {
    /// The first range: each has the next.
    first: AtomicPtr<Range>,
    /// The last one.
    last: AtomicPtr<Range>,
    /// How many there are.
    count: AtomicUsize,
    options: Options,
    failures: AtomicUsize,
    index: PhantomData<I>,
}

/// Memory that exists once per row: given by [`Pool::allocate`], taken back by [`Pool::free`].
#[derive(PartialEq, Eq)]
pub struct Item<I: Index = ByCpuId> {
    base: NonNull<u8>,
    size: usize,
    index: PhantomData<I>,
}

// SAFETY: an item is an address and a size; what is done with the memory is `unsafe` and said there.
unsafe impl<I: Index> Send for Item<I> {}
// SAFETY: as above.
unsafe impl<I: Index> Sync for Item<I> {}

/// Units that `size` bytes take.
fn units(size: usize) -> usize {
    size.div_ceil(UNIT)
}

impl<I: Index> Pool<I> {
    /// An empty pool. No memory is mapped until the first allocation.
    #[must_use]
    pub const fn new() -> Self {
        Self::with_limit(usize::MAX)
    }

    /// An empty pool that may have `ranges` ranges of [`STRIDE`] bytes per CPU.
    #[must_use]
    pub const fn with_limit(ranges: usize) -> Self {
        Self::with(Options::new().ranges(ranges))
    }

    /// An empty pool whose ranges are as `options` say.
    #[must_use]
    pub const fn with(options: Options) -> Self {
        Self {
            first: AtomicPtr::new(null_mut()),
            last: AtomicPtr::new(null_mut()),
            count: AtomicUsize::new(0),
            options,
            failures: AtomicUsize::new(0),
            index: PhantomData,
        }
    }

    /// Allocates `size` bytes aligned to `align` in every row, zeroed.
    ///
    /// The memory is valid until it is given back with [`Pool::free`] or the pool is dropped. Costs a lock with
    /// signals blocked; safe in signal handlers. A range is mapped when none has room, and its pages are opened when the first item
    /// reaches them.
    ///
    /// # Errors
    ///
    /// [`Error::Layout`] unless `1 <= size <= STRIDE` and `align` is a power of two up to [`MAX_ALIGN`];
    /// [`Error::Exhausted`] at the limit of ranges; [`Error::Syscall`] if the system has no memory.
    ///
    /// # Panics
    ///
    /// In debug builds, if recycled memory was written after it was freed.
    pub fn allocate(&self, size: usize, align: usize) -> Result<Item<I>> {
        if size == 0 || size > STRIDE || !align.is_power_of_two() || align > MAX_ALIGN {
            return Err(Error::Layout { size, align, min_size: 1, max_size: STRIDE, max_align: MAX_ALIGN });
        }
        let taken = self.take(units(size), align.div_ceil(UNIT), size);
        let (taken, offset) = taken.inspect_err(|_| _ = self.failures.fetch_add(1, Relaxed))?;
        let item = Item { base: taken.base, size, index: PhantomData };
        if taken.used_before > 0 {
            match item.outside() {
                Some(outside) => file::clear(&item, outside),
                None => range::clear(&item, &taken, offset),
            }
        }
        Ok(item)
    }

    /// Gives an item back. The system gets the memory of those pages in which nothing else is, if the item has a page or more.
    ///
    /// # Panics
    ///
    /// If `item` is not of this pool. In debug builds also if it was given back before.
    ///
    /// # Safety
    ///
    /// * `item` came from this pool's `allocate`, and no thread uses its memory any more, in any row.
    pub unsafe fn free(&self, item: Item<I>) {
        let held = LOCK.lock();
        // SAFETY: the record of a range, of this pool or of another one; the lock is held.
        if unsafe { Range::of(&item).as_ref() }.first != self.first.load(Acquire) {
            drop(held);
            panic!("the item of {} bytes at {:p} is not of this pool", item.size, item.base);
        }
        give_back(&item);
    }

    /// How many allocations found no memory or no room.
    #[must_use]
    pub fn failures(&self) -> usize {
        self.failures.load(Relaxed)
    }

    /// Sets aside the addresses of the first range, which the first allocation would do otherwise.
    pub(crate) fn prepare(&self) {
        let _held = LOCK.lock();
        if self.first.load(Acquire).is_null() {
            let _best_effort = self.grow(0);
        }
    }

    /// Takes units of a range; how many bytes they are from the start of its rows.
    fn take(&self, units: usize, align: usize, size: usize) -> Result<(Taken, usize)> {
        let _held = LOCK.lock();
        let first = NonNull::new(self.first.load(Acquire));
        let freed = first.map(Range::freed);
        // SAFETY: of the record of a range of this pool; the lock is held.
        let all = self.count.load(Relaxed) <= WALK || freed.is_some_and(|freed| unsafe { freed.read() });
        let mut next = if all { first } else { NonNull::new(self.last.load(Acquire)) };
        loop {
            let mut range = match next {
                Some(range) => range,
                None => {
                    if let Some(freed) = freed {
                        // SAFETY: as above.
                        unsafe { freed.write(false) };
                    }
                    self.grow(size)?
                }
            };
            // SAFETY: the lock is held, so no other thread touches the record.
            let range = unsafe { range.as_mut() };
            if range.epoch() == epoch()
                && range.is_ours()
                && let Some(taken) = range.take(units, align)
            {
                let taken = taken?;
                let offset = range.offset(taken.base);
                return Ok((taken, offset));
            }
            next = NonNull::new(range.next.load(Acquire));
        }
    }

    /// Adds a range, at the end. For who holds the lock.
    fn grow(&self, size: usize) -> Result<NonNull<Range>> {
        let count = self.count.load(Relaxed);
        if count >= self.options.ranges {
            return Err(Error::Exhausted { size, ranges: self.options.ranges });
        }
        let range = Range::map::<I>(cpu::bound(), &self.options)?;
        self.append(range, count);
        Ok(range)
    }

    /// Makes `range` the only one of a new pool.
    #[cfg(target_os = "linux")]
    fn adopt(&self, range: NonNull<Range>) {
        let _held = LOCK.lock();
        self.append(range, 0);
    }

    /// Makes `range` the pool's last, after `count` others. For the holder of the lock.
    fn append(&self, mut range: NonNull<Range>, count: usize) {
        let first = NonNull::new(self.first.load(Acquire)).unwrap_or(range);
        // SAFETY: new, and the lock is held.
        unsafe { range.as_mut() }.first = first.as_ptr();
        let before = match NonNull::new(self.last.load(Acquire)) {
            // SAFETY: a range of the pool, which lives as long.
            Some(last) => unsafe { &(*last.as_ptr()).next },
            None => &self.first,
        };
        before.store(range.as_ptr(), Release);
        self.last.store(range.as_ptr(), Release);
        self.count.store(count + 1, Relaxed);
    }

    fn ranges(&self) -> impl Iterator<Item = NonNull<Range>> + '_ {
        iter::successors(NonNull::new(self.first.load(Acquire)), |range| {
            // SAFETY: a range of the pool, which lives as long; this field is only written before the next range is there.
            NonNull::new(unsafe { &(*range.as_ptr()).next }.load(Acquire))
        })
    }
}

/// Gives an item back to the pool that it is of: for code that keeps items of several pools.
///
/// # Panics
///
/// As [`Pool::free`], but for the item of another pool.
///
/// # Safety
///
/// * `item` came from a pool's `allocate`, that pool was not dropped, and no other code uses the memory any more, in any row.
pub unsafe fn free<I: Index>(item: Item<I>) {
    let _held = LOCK.lock();
    give_back(&item);
}

/// Gives an item back to its range. For the holder of the lock.
fn give_back<I: Index>(item: &Item<I>) {
    let mut range = Range::of(item);
    // SAFETY: the record of the range that the item is in; the lock is held.
    let range = unsafe { range.as_mut() };
    if range.epoch() != epoch() || !range.is_ours() {
        return;
    }
    range.give_back(item);
    if let Some(first) = NonNull::new(range.first) {
        // SAFETY: of the record of the same pool's first range; the lock is held.
        unsafe { Range::freed(first).write(true) };
    }
}

impl<I: Index> Default for Pool<I> {
    fn default() -> Self {
        Self::new()
    }
}

impl<I: Index> fmt::Debug for Pool<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ranges = {
            // The records are the holder's.
            let _held = LOCK.lock();
            self.ranges().count()
        };
        f.debug_struct("Pool").field("ranges", &ranges).field("options", &self.options).finish()
    }
}

impl<I: Index> Drop for Pool<I> {
    fn drop(&mut self) {
        // The iterator has looked for the next range before it gives one out.
        for range in self.ranges() {
            // SAFETY: the pool is dropped, and items are valid no longer than it (documented at `allocate`).
            unsafe { Range::unmap(range) };
        }
    }
}

impl<I: Index> Item<I> {
    /// Address of row 0: what `here` sections are given.
    #[inline]
    #[must_use]
    pub const fn base(&self) -> *mut u8 {
        self.base.as_ptr()
    }

    /// Address of row `index`.
    ///
    /// # Panics
    ///
    /// If `index` is not below [`cpu::bound`].
    #[must_use]
    pub fn row(&self, index: u32) -> *mut u8 {
        assert!(index < cpu::bound(), "row {index} was asked for, there are {}", cpu::bound());
        self.base.as_ptr().wrapping_add((index as usize) << STRIDE_SHIFT)
    }

    /// Bytes in each row.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }

    /// Address of the item in the [row outside](outside()), which pools in a file have.
    #[must_use]
    pub fn outside(&self) -> Option<NonNull<u8>> {
        // SAFETY: the item is live: it is freed by value.
        unsafe { outside(self.base) }
    }

    /// The item at `base`, as [`Item::base`] gave it: for code that keeps items as plain addresses.
    ///
    /// # Safety
    ///
    /// * `base` and `size` are those of a live item of a pool by `I`, and this is its only `Item`.
    #[must_use]
    pub const unsafe fn from_base(base: NonNull<u8>, size: usize) -> Self {
        Self { base, size, index: PhantomData }
    }
}

impl<I: Index> fmt::Debug for Item<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Item({} bytes at {:p})", self.size, self.base)
    }
}

/// Ranges that were mapped before are left alone: their records may be half changed.
static EPOCH: AtomicU32 = AtomicU32::new(0);

/// Called in a forked child. If another thread of the parent held the lock, it will never free it, and the records are as it left
/// them: then nothing is allocated in those ranges or given back to them any more. (Holding the lock across the fork would be
/// simpler, but `fork` waits for the C library's locks too, and the holder of one of those may wait for this.)
pub(crate) fn in_child() {
    if LOCK.free_in_child() {
        EPOCH.fetch_add(1, Relaxed);
    }
}

/// The epoch of records that can be trusted.
fn epoch() -> u32 {
    EPOCH.load(Relaxed)
}
