//! Values that a forked child found in the hands of threads that it does not have.
//!
//! The row's word names the thread that has the value: by the lock a thread's number, by the row's guard the same with a bit beside
//! it. The word is stored before the value changes, and cleared after. So a child that finds the number of a thread that it does
//! not have knows that the value may be half changed, and a child that finds 0 knows that it is whole.

use core::sync::atomic::{
    Ordering::{AcqRel, Relaxed},
    fence,
};

use perseq_core::{
    Index, Result,
    guard::{self, Held},
};

use super::{CpuLock, HOLDER, me};

/// Set beside the number of a thread that has the value by the row's guard, and not by the lock: no number has this bit.
const BY_ROW: usize = 1 << 31;
/// Returns whether `holder` is a thread that this forked process does not have.
pub(super) fn is_gone(holder: usize) -> bool {
    guard::is_gone(holder & !BY_ROW)
}

/// A value, in the hands of the thread that holds its row's guard: the row says so, for a child that is forked at
/// that time.
pub(super) struct ByRow<'a, T, I: Index>(&'a CpuLock<T, I>, &'a Held<'a, I>);

impl<'a, T, I: Index> ByRow<'a, T, I> {
    pub(super) fn new(lock: &'a CpuLock<T, I>, held: &'a Held<'a, I>) -> Self {
        held.publish(HOLDER, me() | BY_ROW);
        // Changes of the value come after: a child has the memory as it was at one moment.
        fence(AcqRel);
        Self(lock, held)
    }
}

impl<T, I: Index> Drop for ByRow<'_, T, I> {
    fn drop(&mut self) {
        self.0.release(self.1.row());
    }
}

impl<T, I: Index> CpuLock<T, I> {
    /// Returns whether the value of row `row` is abandoned: another thread had it in the process from which this one was forked, at
    /// that moment, and it may be half changed. Out of date when it arrives, but in a process that has one thread.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuchRow`](crate::Error::NoSuchRow).
    pub fn is_abandoned(&self, row: u32) -> Result<bool> {
        self.check(row)?;
        Ok(is_gone(self.holder(self.row(row)).load(Relaxed)))
    }

    /// Puts `value` in the place of row `row`'s if that is [abandoned](Self::is_abandoned), which is forgotten and not
    /// dropped; gives `value` back if it is not.
    ///
    /// # Errors
    ///
    /// As [`with_row`](Self::with_row), but for [`Error::Abandoned`](crate::Error::Abandoned); `value` is dropped then.
    pub fn replace_abandoned(&self, row: u32, value: T) -> Result<core::result::Result<(), T>> {
        let (held, abandoned) = self.reach(row)?;
        if !abandoned {
            return Ok(Err(value));
        }
        // SAFETY: GUARDED: the row is held, and no thread that is there has its lock; what is there is not looked at.
        unsafe { Self::value(held.row()).write(value) };
        self.release(held.row());
        Ok(Ok(()))
    }

    /// Calls `f` with an [abandoned](Self::is_abandoned) value as it is, which then counts as whole; `None` if it is not
    /// abandoned.
    ///
    /// # Errors
    ///
    /// As [`with_row`](Self::with_row), but for [`Error::Abandoned`](crate::Error::Abandoned).
    ///
    /// # Safety
    ///
    /// * The value is sound after every single store that its holders make: a holder may have come to any of them.
    pub unsafe fn with_abandoned<R>(&self, row: u32, f: impl FnOnce(&mut T) -> R) -> Result<Option<R>> {
        let (held, abandoned) = self.reach(row)?;
        if !abandoned {
            return Ok(None);
        }
        let _by_row = ByRow::new(self, &held);
        // SAFETY: as in `with_row`, and the caller's promise that the value is sound.
        Ok(Some(f(unsafe { &mut *Self::value(held.row()) })))
    }

    /// The rows whose values are whole where no thread has a lock.
    pub(super) fn whole(&self) -> impl Iterator<Item = *mut usize> {
        let rows = (0..self.rows()).map(|row| self.row(row));
        rows.filter(|&row| !is_gone(self.holder(row).load(Relaxed)))
    }
}
