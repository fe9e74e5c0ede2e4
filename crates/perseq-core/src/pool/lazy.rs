//! Items that get their memory when they are first needed, so that a `static` can have one.

use core::{
    fmt,
    ptr::NonNull,
    sync::atomic::{
        AtomicPtr,
        Ordering::{AcqRel, Acquire, Relaxed},
    },
};

use super::{Item, Pool};
use crate::{ByCpuId, Index, error::Result};

/// The base of an item without memory: no row's address.
#[cfg(target_pointer_width = "64")]
const NOWHERE: usize = super::UNPLACED;
#[cfg(target_pointer_width = "32")]
const NOWHERE: usize = 0;

/// An [`Item`] that has no memory until [`place`](Self::place) is called, and gives it back when it is dropped.
///
/// ```
/// use perseq_core::{ByCpuId, pool::LazyItem};
///
/// static ROWS: LazyItem<ByCpuId> = LazyItem::new(64, 64);
///
/// assert!(!ROWS.is_placed());
/// ROWS.place()?;
/// assert!(ROWS.row(0).addr().is_multiple_of(64));
/// # Ok::<(), perseq_core::Error>(())
/// ```
pub struct LazyItem<I: Index = ByCpuId> {
    /// Address of row 0, or `NOWHERE`.
    base: AtomicPtr<u8>,
    size: usize,
    align: usize,
    /// `None`: the process-wide pool of `I`.
    pool: Option<&'static Pool<I>>,
}

impl<I: Index> LazyItem<I> {
    /// An item of `size` bytes aligned to `align`, of the process-wide pool.
    #[must_use]
    pub const fn new(size: usize, align: usize) -> Self {
        Self::of(size, align, None)
    }

    /// The same of `pool`, or of the process-wide one.
    #[must_use]
    pub const fn of(size: usize, align: usize, pool: Option<&'static Pool<I>>) -> Self {
        Self { base: AtomicPtr::new(core::ptr::without_provenance_mut(NOWHERE)), size, align, pool }
    }

    /// Address of row 0: what `here` sections are given. Before the item has memory it is
    /// [`UNPLACED`](super::UNPLACED) on 64-bit targets, with which a section aborts, and null on others.
    #[inline(always)]
    #[must_use]
    pub fn base(&self) -> *mut u8 {
        // Relaxed: a section's accesses depend on the address, which orders them after the zeroing of the rows.
        self.base.load(Relaxed)
    }

    /// The alignment in each row, in bytes.
    pub(crate) const fn align(&self) -> usize {
        self.align
    }

    /// Returns whether the item has memory.
    #[inline]
    #[must_use]
    pub fn is_placed(&self) -> bool {
        self.base().addr() != NOWHERE
    }

    /// Gives the item memory if it has none. Async-signal-safe. Costs what [`Pool::allocate`] does, also each time that it fails.
    ///
    /// # Errors
    ///
    /// As [`Pool::allocate`].
    #[inline]
    pub fn place(&self) -> Result<()> {
        if self.is_placed() { Ok(()) } else { self.allocate() }
    }

    /// Gives the item, if it has no memory, a part of the memory of `whole`: from `offset` bytes on in each row. `whole` is given memory
    /// first. So items that are needed together lie at distances that are known when the program is compiled.
    ///
    /// # Errors
    ///
    /// As [`Pool::allocate`], for `whole`.
    ///
    /// # Panics
    ///
    /// If the part is not inside of `whole`, or not aligned as the item is.
    ///
    /// # Safety
    ///
    /// * ITEM: no other code uses this part of `whole`, unless through items that were placed in the same part.
    pub unsafe fn place_in(&'static self, whole: &'static Self, offset: usize) -> Result<()> {
        whole.place()?;
        let fits = offset.checked_add(self.size).is_some_and(|end| end <= whole.size);
        let part = whole.base().wrapping_add(offset);
        assert!(
            fits && part.addr().is_multiple_of(self.align),
            "{} bytes at {offset} of {whole:?}",
            self.size
        );
        let nowhere = core::ptr::without_provenance_mut(NOWHERE);
        // If it has memory already, this part or any, then it keeps that. Neither is dropped, so the part is never freed.
        let _placed = self.base.compare_exchange(nowhere, part, AcqRel, Relaxed);
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn allocate(&self) -> Result<()> {
        let item = self.pool().allocate(self.size, self.align)?;
        let nowhere = core::ptr::without_provenance_mut(NOWHERE);
        // Release: a thread that reads the base with acquire sees zeroes.
        if self.base.compare_exchange(nowhere, item.base(), AcqRel, Relaxed).is_err() {
            // SAFETY: another thread was faster, and no other code has seen this item.
            unsafe { self.pool().free(item) };
        }
        Ok(())
    }

    /// Address of row `index`.
    ///
    /// # Panics
    ///
    /// If the item has no memory, or `index` is not below [`cpu::bound`](crate::cpu::bound).
    #[must_use]
    pub fn row(&self, index: u32) -> *mut u8 {
        self.item().expect("rows that have memory").row(index)
    }

    /// Address in the [row outside](super::outside()), which pools in a file have; `None` also before the item has memory.
    #[must_use]
    pub fn outside(&self) -> Option<NonNull<u8>> {
        self.item()?.outside()
    }

    /// Bytes in each row.
    #[must_use]
    pub const fn size(&self) -> usize {
        self.size
    }

    fn pool(&self) -> &'static Pool<I> {
        self.pool.unwrap_or_else(I::shared_pool)
    }

    /// The item, if it has memory. It is this one's to free.
    fn item(&self) -> Option<Item<I>> {
        let base = self.base.load(Acquire);
        let base = if base.addr() == NOWHERE { None } else { NonNull::new(base) };
        // SAFETY: what `allocate` has stored: an item of this size of a pool by `I`, which is freed by `drop` alone.
        base.map(|base| unsafe { Item::from_base(base, self.size) })
    }
}

impl<I: Index> Drop for LazyItem<I> {
    fn drop(&mut self) {
        if let Some(item) = self.item() {
            // SAFETY: of this pool, freed once; code that uses the memory borrows from `self`, or has promised as much where it
            // used the address.
            unsafe { self.pool().free(item) };
        }
    }
}

impl<I: Index> fmt::Debug for LazyItem<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.item() {
            Some(item) => item.fmt(f),
            None => write!(f, "Item({} bytes without memory)", self.size),
        }
    }
}
