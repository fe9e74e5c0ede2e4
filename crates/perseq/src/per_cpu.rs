//! One value per CPU, in memory that only that CPU's threads write most of the time.

use core::{fmt, marker::PhantomData};

use perseq_core::{
    ByCpuId, Index, Result, cpu,
    pool::{LazyItem, Pool, STRIDE_SHIFT},
    thread,
};

use crate::{
    Zeroable,
    moved::{InPlace, Moved},
};

/// A `T` for each CPU (or concurrency id), [`STRIDE`](perseq_core::pool::STRIDE) bytes apart.
///
/// [`here`](Self::here) gives a shared reference to this CPU's value. The thread may be moved to another CPU while
/// it holds the reference, so `T` must be `Sync`: atomics, which are then uncontended and in the CPU's own cache.
/// A change that must not cost an atomic instruction is written as a [critical section](perseq_core::critical_section)
/// on [`base`](Self::base).
///
/// ```
/// use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
/// use perseq::PerCpu;
///
/// let longest: PerCpu<AtomicU64> = PerCpu::zeroed()?;
/// longest.here().fetch_max(17, Relaxed);
/// assert_eq!(longest.iter().map(|ns| ns.load(Relaxed)).max(), Some(17));
/// # Ok::<(), perseq::Error>(())
/// ```
pub struct PerCpu<T, I: Index = ByCpuId> {
    /// With memory. The values in it are this structure's to drop.
    rows: LazyItem<I>,
    /// How many rows have a value. The kernel gives no other number, unless the process goes to another kernel.
    made: u32,
    values: PhantomData<T>,
}

// SAFETY: the values are owned, like a vector of them.
unsafe impl<T: Send, I: Index> Send for PerCpu<T, I> {}
// SAFETY: `&PerCpu<T>` gives `&T` and nothing more.
unsafe impl<T: Sync, I: Index> Sync for PerCpu<T, I> {}

impl<T> PerCpu<T> {
    /// One value per CPU number, made by `value(number)`. See [`indexed`](Self::indexed).
    ///
    /// # Errors
    ///
    /// As [`indexed`](Self::indexed).
    pub fn new(value: impl FnMut(u32) -> T) -> Result<Self> {
        Self::indexed(value)
    }
}

impl<T: Zeroable> PerCpu<T> {
    /// One zero per CPU number. Takes no memory until a value is written. See
    /// [`zeroed_indexed`](Self::zeroed_indexed) for another index.
    ///
    /// # Errors
    ///
    /// As [`indexed`](Self::indexed).
    pub fn zeroed() -> Result<Self> {
        Self::zeroed_indexed()
    }
}

impl<T, I: Index> PerCpu<T, I> {
    /// One value per row, made by `value(row)`; there are [`cpu::rows`] rows, each of which
    /// then takes memory.
    ///
    /// If `value` panics, the values that it made are leaked, and nothing else.
    ///
    /// # Errors
    ///
    /// [`Error::Layout`](crate::Error::Layout) if `T` is zero-sized, larger than a stride or aligned to more than a
    /// page; [`Error::Exhausted`](crate::Error::Exhausted) and [`Error::Syscall`](crate::Error::Syscall) when there
    /// is no memory.
    pub fn indexed(value: impl FnMut(u32) -> T) -> Result<Self> {
        Self::of(value, None)
    }

    /// The same in a pool of one's own.
    ///
    /// # Errors
    ///
    /// As [`indexed`](Self::indexed).
    pub fn new_in(value: impl FnMut(u32) -> T, pool: &'static Pool<I>) -> Result<Self> {
        Self::of(value, Some(pool))
    }

    fn of(mut value: impl FnMut(u32) -> T, pool: Option<&'static Pool<I>>) -> Result<Self> {
        let rows = Self::allocate(pool)?;
        let count = cpu::rows();
        for row in 0..count {
            let made = value(row);
            // SAFETY: the row is aligned for `T`, as large, and ours alone.
            unsafe { rows.row(row).cast::<T>().write(made) };
        }
        Ok(Self { rows, made: count, values: PhantomData })
    }

    fn allocate(pool: Option<&'static Pool<I>>) -> Result<LazyItem<I>> {
        let rows = LazyItem::of(size_of::<T>(), align_of::<T>(), pool);
        rows.place().map(|()| rows)
    }

    /// The value of this thread's CPU at the time of the call: two loads and an addition.
    ///
    /// A thread that cannot be registered gets the value of the CPU that the C library tells, or for concurrency ids
    /// of some row.
    #[inline]
    #[must_use]
    pub fn here(&self) -> &T
    where
        T: Sync,
    {
        let row = I::current().unwrap_or_else(thread::row::<I>);
        let row = if row < self.made { row } else { row % self.made };
        let address = self.rows.base().wrapping_add((row as usize) << STRIDE_SHIFT);
        // SAFETY: a live value of the item: its row is below the number of those that were made.
        unsafe { &*address.cast::<T>() }
    }

    /// How many rows there are: numbers below are rows.
    #[must_use]
    pub fn rows(&self) -> u32 {
        self.made.min(cpu::rows())
    }

    /// The value of row `row`, if there is such a row.
    #[must_use]
    pub fn get(&self, row: u32) -> Option<&T>
    where
        T: Sync,
    {
        // SAFETY: a live value of the item.
        (row < self.rows()).then(|| unsafe { &*self.rows.row(row).cast::<T>() })
    }

    /// All values, row 0 first.
    pub fn iter(&self) -> impl Iterator<Item = &T>
    where
        T: Sync,
    {
        (0..self.rows()).filter_map(|row| self.get(row))
    }

    /// All values, row 0 first.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut T> {
        // SAFETY: a live value of the item, each row once, under `&mut self`.
        (0..self.rows()).map(|row| unsafe { &mut *self.rows.row(row).cast::<T>() })
    }

    /// Address of row 0's value: what `here` sections are given.
    #[inline]
    #[must_use]
    pub fn base(&self) -> *mut T {
        self.rows.base().cast()
    }
}

impl<T: Zeroable, I: Index> PerCpu<T, I> {
    /// One zero per row. Takes no memory until a value is written.
    ///
    /// # Errors
    ///
    /// As [`indexed`](Self::indexed).
    pub fn zeroed_indexed() -> Result<Self> {
        // Zeroes are values in every row.
        Ok(Self { rows: Self::allocate(None)?, made: cpu::bound(), values: PhantomData })
    }

    /// The same in a pool of one's own.
    ///
    /// # Errors
    ///
    /// As [`indexed`](Self::indexed).
    pub fn zeroed_in(pool: &'static Pool<I>) -> Result<Self> {
        Ok(Self { rows: Self::allocate(Some(pool))?, made: cpu::bound(), values: PhantomData })
    }
}

impl<T, I: Index> Drop for PerCpu<T, I> {
    fn drop(&mut self) {
        if core::mem::needs_drop::<T>() {
            // SAFETY: `&mut self`: a live value of the item, each row once, and not looked at again.
            let values = (0..self.rows()).map(|row| unsafe { InPlace::new(self.rows.row(row).cast::<T>()) });
            drop(Moved(values));
        }
    }
}

impl<T: Sync + fmt::Debug, I: Index> fmt::Debug for PerCpu<T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}
