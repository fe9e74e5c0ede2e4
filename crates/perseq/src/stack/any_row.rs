//! Rows of any CPU: through their guards.

use core::marker::PhantomData;
use std::{boxed::Box, vec::Vec};

use perseq_core::{
    Index, Result,
    guard::{Guarded, Held},
};

use super::{Chain, FIRST, IntrusiveStack, Node, View};
use crate::rows::{Rows, load, row_verbs};

row_verbs! {
    IntrusiveStack<N: Node>, Box<N>, Chain<N>,
    share: "its items (how many they are is not known), the last pushed first", order: "the last pushed first"
}

impl<N: Node, I: Index> Rows<I> for IntrusiveStack<N, I> {
    type Item = Box<N>;
    type Taken = Chain<N>;
    type View<'a>
        = View<'a, N, I>
    where
        Self: 'a;

    fn guarded(&self) -> &Guarded<I> {
        &self.rows
    }

    fn view<'a>(&'a self, held: Held<'a, I>) -> View<'a, N, I> {
        View { held, nodes: PhantomData }
    }

    fn is_empty_at(&self, row: u32) -> bool {
        load(&self.rows, row, FIRST) == 0
    }

    fn take_all_of(&self, row: u32) -> Result<Chain<N>> {
        self.hold(row, View::take_all)
    }

    fn steal_one(&self) -> Result<Option<Box<N>>> {
        self.steal_by(View::pop)
    }

    fn steal_share(&self, into: &mut Vec<Box<N>>) -> Result<usize> {
        self.steal_some_by(|view| view.take_share(into))
    }
}
