//! Arrays of any CPU, and everything at once.

use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::vec::Vec;

use perseq_core::{ByCpuId, Index, Result, cpu, cpu::CpuId};

use super::{Cache, items};
use crate::{
    Word,
    array_stack::{BATCH, View},
    moved::Moved,
};

impl<T: Word> Cache<T, ByCpuId> {
    /// Calls `f` with the array of `cpu`, held. See [`with_row`](Self::with_row).
    ///
    /// # Errors
    ///
    /// As [`with_row`](Self::with_row).
    pub fn with_cpu<R>(&self, cpu: CpuId, f: impl FnOnce(&mut View<'_, T>) -> R) -> Result<R> {
        self.rows.with_cpu(cpu, f)
    }
}

impl<T: Word, I: Index> Cache<T, I> {
    /// Calls `f` with row `row`'s array, held: see [`ArrayStack::with_row`](crate::ArrayStack::with_row).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn with_row<R>(&self, row: u32, f: impl FnOnce(&mut View<'_, T, I>) -> R) -> Result<R> {
        self.rows.with_row(row, f)
    }

    /// Takes an item from another CPU's array: what [`get`](Self::get) does not do, because it costs a fence. See
    /// [`ArrayStack::steal`](crate::ArrayStack::steal).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn steal(&self) -> Result<Option<T>> {
        self.rows.steal()
    }

    /// Takes half of the items of another CPU's array: see [`ArrayStack::steal_into`](crate::ArrayStack::steal_into).
    ///
    /// # Errors
    ///
    /// As there.
    pub fn steal_into(&self, into: &mut Vec<T>) -> Result<usize> {
        self.rows.steal_into(into)
    }

    /// Takes every item, of every row and of the overflow, and gives it to `f` with nothing held. One
    /// [fence](perseq_core::fence) for each row that has items. If `f` panics, the other items of that row, or of that batch of the
    /// overflow (up to 64), are dropped, and all others stay where they are.
    ///
    /// `f` may put items back. It may be given such an item again, and is given no fewer of the others.
    ///
    /// # Errors
    ///
    /// The errors of taking a row's guard; the items taken before have been given to `f`.
    pub fn drain(&self, mut f: impl FnMut(T)) -> Result<()> {
        self.rows.drain(&mut f)?;
        // The first ones, and no more than are there now: `f` may put items in, which come after these.
        let mut left = self.overflow().len();
        let mut words = [0; BATCH];
        while left > 0 {
            let taken = {
                let mut overflow = self.overflow();
                let taken = overflow.take_first(&mut words[..left.min(BATCH)]);
                self.show(&overflow);
                taken
            };
            if taken == 0 {
                break;
            }
            left -= taken;
            Moved(items(&words[..taken])).0.by_ref().for_each(&mut f);
        }
        Ok(())
    }

    /// Takes the items of row `row`, from any CPU, and gives them to `f`: one fence. If `f` panics, the others of
    /// them are dropped.
    ///
    /// # Errors
    ///
    /// As [`take_row`](Self::take_row).
    pub fn drain_row(&self, row: u32, f: impl FnMut(T)) -> Result<()> {
        self.rows.drain_row(row, f)
    }

    /// Takes the items of row `row`, the last put last, from any CPU: one fence.
    ///
    /// # Errors
    ///
    /// The errors of taking the row's guard; nothing was taken then.
    pub fn take_row(&self, row: u32) -> Result<Vec<T>> {
        self.rows.take_row(row)
    }

    /// Takes the items of rows that look idle and gives them to `f`: rows whose length is as it was at the last call.
    /// Call it every few seconds. A busy row that happens to look idle loses its items and refills. A thread that holds a
    /// guard passes over rows that are held. If `f` panics, the other items of that row are dropped. Allocates: not for signal handlers.
    ///
    /// # Errors
    ///
    /// The errors of taking a row's guard; the items taken before have been given to `f`.
    pub fn drain_idle(&self, mut f: impl FnMut(T)) -> Result<()> {
        // For every row that there can ever be.
        let seen = self.seen.get_or_make(|| (0..cpu::bound()).map(|_| AtomicUsize::new(0)).collect());
        for (row, seen) in (0..cpu::rows()).zip(seen) {
            let len = self.rows.len_of(row);
            if seen.swap(len, Relaxed) == len && len > 0 {
                self.rows.take_idle(row)?.into_iter().for_each(&mut f);
            }
        }
        Ok(())
    }

    /// How many rows there are: numbers below are rows.
    #[must_use]
    pub fn rows(&self) -> u32 {
        self.rows.rows()
    }
}
