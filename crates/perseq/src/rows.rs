//! The part that structures share whose rows hold items: everything that is no section.

use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use std::vec::Vec;

use perseq_core::{
    Index, Result, cpu,
    guard::{Guarded, Held},
    thread,
};

/// A structure of guarded rows, each of which holds items. [`row_verbs`] makes its methods of this.
pub(crate) trait Rows<I: Index> {
    type Item;
    /// All items of a row, out of it.
    type Taken;
    /// A row that is held.
    type View<'a>
    where
        Self: 'a;

    fn guarded(&self) -> &Guarded<I>;
    fn view<'a>(&'a self, held: Held<'a, I>) -> Self::View<'a>;
    /// Returns whether row `row` had no items; out of date when it arrives.
    fn is_empty_at(&self, row: u32) -> bool;
    /// Takes all items of row `row`; all that needs memory is done before it is held.
    fn take_all_of(&self, row: u32) -> Result<Self::Taken>;
    /// As [`ArrayStack::steal`](crate::ArrayStack::steal); nothing is freed while a row is held.
    fn steal_one(&self) -> Result<Option<Self::Item>>;
    /// As [`ArrayStack::steal_into`](crate::ArrayStack::steal_into), of the items that the structure shares; nothing is freed while a
    /// row is held.
    fn steal_share(&self, into: &mut Vec<Self::Item>) -> Result<usize>;

    /// Calls `f` with row `row`, held.
    fn hold<'a, R>(&'a self, row: u32, f: impl FnOnce(&mut Self::View<'a>) -> R) -> Result<R> {
        self.guarded().lock(row).map(|held| f(&mut self.view(held)))
    }

    /// The first answer that `take` has, of the rows that have items, from the one after this thread's on.
    fn steal_by<'a, R>(
        &'a self,
        mut take: impl FnMut(&mut Self::View<'a>) -> Option<R>,
    ) -> Result<Option<R>> {
        let (here, rows) = (thread::row::<I>(), cpu::rows());
        for row in (1..=rows).map(|distance| (here + distance) % rows) {
            if !self.is_empty_at(row)
                && let Some(held) = self.guarded().lock_or_pass(row)?
                && let Some(taken) = take(&mut self.view(held))
            {
                return Ok(Some(taken));
            }
        }
        Ok(None)
    }

    /// How many `take` has taken of the first row of which it took any, in the same order.
    fn steal_some_by<'a>(&'a self, mut take: impl FnMut(&mut Self::View<'a>) -> usize) -> Result<usize> {
        let taken = self.steal_by(|view| Some(take(view)).filter(|&taken| taken > 0))?;
        Ok(taken.unwrap_or(0))
    }
}

/// The methods of a structure whose rows are [`Rows`]: one text, so that the same verb is the same everywhere.
///
/// `$share` says what `steal_into` takes, by `steal_share`, and `$order` in which order `take_row` gives the items.
macro_rules! row_verbs {
    ($name:ident<$t:ident $(: $bound:path)?>, $item:ty, $taken:ty, share: $share:literal, order: $order:literal) => {
        impl<$t $(: $bound)?> $name<$t, perseq_core::ByCpuId> {
            /// Calls `f` with the row of `cpu`, held. See [`with_row`](Self::with_row).
            ///
            /// # Errors
            ///
            /// As [`with_row`](Self::with_row).
            pub fn with_cpu<R>(
                &self,
                cpu: perseq_core::cpu::CpuId,
                f: impl FnOnce(&mut View<'_, $t>) -> R,
            ) -> Result<R> {
                self.with_row(cpu.get(), f)
            }
        }

        impl<$t $(: $bound)?, I: Index> $name<$t, I> {
            /// Calls `f` with row `row`, held: no other thread touches it, and signals are blocked, until `f` returns or panics.
            ///
            /// A thread or a program that `f` starts begins with the signals blocked.
            ///
            /// If signal handlers use the structure, `f` must not allocate or take locks: the thread that a handler has
            /// interrupted may hold the allocator's lock while the handler waits for the row.
            ///
            /// Inside `f`, an operation on this CPU's row of this structure (`push`, `pop`) does not wait for a row that is held: it works
            /// on that of another CPU, the next lower one that is free first. So an item that is pushed there is not the next that `pop`
            /// gives afterwards, and [`steal`](Self::steal) finds it. If all CPUs' rows are held, the operation fails. `steal` passes
            /// over held rows; a call for a row that this thread holds is an error, as is [`drain`](Self::drain) if that row has items.
            ///
            /// # Errors
            ///
            /// The errors of [`Guarded::lock`]; `f` was not called then.
            pub fn with_row<R>(&self, row: u32, f: impl FnOnce(&mut View<'_, $t, I>) -> R) -> Result<R> {
                self.hold(row, f)
            }

            /// Takes an item from another CPU's row, the first after this one that has any, and from this CPU's row if no other has: one
            /// [fence](perseq_core::fence), or a load for each row if all of them are empty. A thread that holds a guard passes
            /// over rows that are held.
            ///
            /// # Errors
            ///
            /// The errors of [`Guarded::lock_or_pass`]; nothing was taken then.
            pub fn steal(&self) -> Result<Option<$item>> {
                self.steal_one()
            }

            #[doc = concat!("Takes from one row, the one that [`steal`](Self::steal) takes from, ", $share, ": as many as fit in")]
            /// `into` without growing. Returns how many. Costs as [`steal`](Self::steal). A thread that holds a guard passes
            /// over rows that are held.
            ///
            /// # Errors
            ///
            /// The errors of [`Guarded::lock_or_pass`]; nothing was taken then.
            pub fn steal_into(&self, into: &mut Vec<$item>) -> Result<usize> {
                self.steal_share(into)
            }

            /// Takes every item of every row that has some, one row after the other, and gives them to `f` with no guard held.
            /// One fence for each such row. If `f` panics, the other items of that row are dropped, and those of other rows stay there.
            ///
            /// # Errors
            ///
            /// The errors of [`Guarded::lock`]; the items taken before have been given to `f`.
            pub fn drain(&self, mut f: impl FnMut($item)) -> Result<()> {
                let used = (0..perseq_core::cpu::rows()).filter(|&row| !self.is_empty_at(row));
                used.into_iter().try_for_each(|row| self.drain_row(row, &mut f))
            }

            /// Takes every item of row `row`, from any CPU, and gives them to `f` with no guard held: one fence. If `f`
            /// panics, the others of them are dropped.
            ///
            /// # Errors
            ///
            /// The errors of [`Guarded::lock`]; nothing was taken then.
            pub fn drain_row(&self, row: u32, f: impl FnMut($item)) -> Result<()> {
                self.take_row(row)?.into_iter().for_each(f);
                Ok(())
            }

            #[doc = concat!("Takes every item of row `row`, ", $order, ", from any CPU: one fence.")]
            ///
            /// # Errors
            ///
            /// The errors of [`Guarded::lock`]; nothing was taken then.
            pub fn take_row(&self, row: u32) -> Result<$taken> {
                self.take_all_of(row)
            }

            /// Gives the structure memory, as its first use would: call it where an error can be dealt with, or before signal
            /// handlers use the structure. Nothing happens the second time.
            ///
            /// # Errors
            ///
            /// [`Error::Exhausted`](crate::Error::Exhausted) and [`Error::Syscall`](crate::Error::Syscall) when there is no memory.
            pub fn prepare(&self) -> Result<()> {
                self.guarded().place()
            }

            /// How many rows there are: numbers below are rows.
            #[must_use]
            pub fn rows(&self) -> u32 {
                perseq_core::cpu::rows()
            }

            /// Returns whether there were no items; out of date when it arrives. A load or two for each row.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                (0..self.rows()).all(|row| self.is_empty_at(row))
            }
        }
    };
}
pub(crate) use row_verbs;

/// The address of row `row`, which is below the bound.
pub(crate) fn row<I: Index>(rows: &Guarded<I>, row: u32) -> *mut usize {
    rows.peek(row).unwrap_or_else(|error| panic!("{error}")).cast_mut()
}

/// Word `word` of row `row`, to look at; also to write under `&mut` of the structure. The rows have memory.
pub(crate) fn peek<I: Index>(rows: &Guarded<I>, row: u32, word: usize) -> &AtomicUsize {
    assert!((word + 1) * size_of::<usize>() <= rows.size());
    let address = rows.peek_placed(row).cast_mut().wrapping_add(word);
    // SAFETY: contract ROWS: a live, aligned word of the row, which lives as long as `rows`; it is written by sections, by
    // the thread that holds the row and under `&mut`, all of it in whole words.
    unsafe { AtomicUsize::from_ptr(address) }
}

/// The content of word `word` of row `row`; out of date when it arrives. Rows without memory are all zeroes.
pub(crate) fn load<I: Index>(rows: &Guarded<I>, row: u32, word: usize) -> usize {
    if rows.is_placed() { peek(rows, row, word).load(Relaxed) } else { 0 }
}
