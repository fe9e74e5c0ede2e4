//! Rows of any CPU: through their guards.

use core::marker::PhantomData;
use std::vec::Vec;

use perseq_core::{
    Index, Result, cpu,
    guard::{Guarded, Held},
};

use super::{HEAD, Queue, TAIL, View};
use crate::{
    Word,
    rows::{Rows, load, row_verbs},
};

row_verbs! {
    Queue<T: Word>, T, Vec<T>, share: "half of its items, the oldest first", order: "the oldest first"
}

impl<T: Word, I: Index> Rows<I> for Queue<T, I> {
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

impl<T: Word, I: Index> Queue<T, I> {
    /// How many items there are, of all rows; out of date when it arrives. Two loads for each of [`cpu::rows`].
    #[must_use]
    pub fn len(&self) -> usize {
        (0..cpu::rows()).map(|row| self.len_of(row)).sum()
    }

    /// How many items row `row` has; between the two loads more may have been taken than there were, which counts as none.
    pub(super) fn len_of(&self, row: u32) -> usize {
        let head = load(&self.rows, row, HEAD);
        let len = load(&self.rows, row, TAIL).wrapping_sub(head);
        if len > self.capacity { 0 } else { len }
    }
}
