//! Rows of any CPU: through their guards.

use core::marker::PhantomData;
use std::vec::Vec;

use perseq_core::{
    Index, Result, cpu,
    guard::{Guarded, Held},
};

use super::{ArrayStack, LENGTH, View};
use crate::{
    Word,
    rows::{Rows, load, row_verbs},
};

row_verbs! {
    ArrayStack<T: Word>, T, Vec<T>,
    share: "half of its items, the last pushed, the very last one last", order: "the last pushed last"
}

impl<T: Word, I: Index> Rows<I> for ArrayStack<T, I> {
    type Item = T;
    type Taken = Vec<T>;
    type View<'a>
        = View<'a, T, I>
    where
        Self: 'a;

    fn guarded(&self) -> &Guarded<I> {
        &self.rows
    }

    fn view<'a>(&'a self, held: Held<'a, I>) -> View<'a, T, I> {
        View { held, capacity: self.capacity, items: PhantomData }
    }

    fn is_empty_at(&self, row: u32) -> bool {
        self.len_of(row) == 0
    }

    fn take_all_of(&self, row: u32) -> Result<Vec<T>> {
        let mut items = Vec::with_capacity(self.capacity);
        self.hold(row, |view| view.take_into(&mut items, usize::MAX))?;
        Ok(items)
    }

    fn steal_one(&self) -> Result<Option<T>> {
        self.steal_by(View::pop)
    }

    fn steal_share(&self, into: &mut Vec<T>) -> Result<usize> {
        self.steal_some_by(|view| view.take_share(into))
    }
}

impl<T: Word, I: Index> ArrayStack<T, I> {
    /// As [`take_row`](Self::take_row), or nothing where this thread holds a guard and the row is held.
    pub(crate) fn take_idle(&self, row: u32) -> Result<Vec<T>> {
        let mut items = Vec::with_capacity(self.capacity);
        if let Some(held) = self.rows.lock_or_pass(row)? {
            self.view(held).take_into(&mut items, usize::MAX);
        }
        Ok(items)
    }

    /// How many items there are, of all rows; out of date when it arrives. A load for each of [`cpu::rows`].
    #[must_use]
    pub fn len(&self) -> usize {
        (0..cpu::rows()).map(|row| self.len_of(row)).sum()
    }

    pub(crate) fn len_of(&self, row: u32) -> usize {
        load(&self.rows, row, LENGTH)
    }
}
