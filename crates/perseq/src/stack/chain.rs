//! Nodes that are in no row any more.

use core::{fmt, marker::PhantomData};
use std::boxed::Box;

use super::{Node, from_word, link};
use crate::moved::Moved;

/// Nodes that were taken from a row, the last pushed first. Those that are left are dropped with it.
pub struct Chain<N: Node> {
    first: usize,
    nodes: PhantomData<Box<N>>,
}

// SAFETY: it owns its nodes.
unsafe impl<N: Node + Send> Send for Chain<N> {}

impl<N: Node> Chain<N> {
    /// The nodes from the one at `first` on; none if it is 0.
    ///
    /// # Safety
    ///
    /// * They are live nodes, from [`into_word`](super::into_word), and out of every list: this chain owns them.
    pub(super) const unsafe fn new(first: usize) -> Self {
        Self { first, nodes: PhantomData }
    }

    pub(super) const fn is_empty(&self) -> bool {
        self.first == 0
    }
}

impl<N: Node> Iterator for Chain<N> {
    type Item = Box<N>;

    fn next(&mut self) -> Option<Box<N>> {
        let first = self.first;
        if first == 0 {
            return None;
        }
        // SAFETY: a node of the chain, which owns it.
        self.first = unsafe { link::<N>(first).read() };
        // SAFETY: it is out of the chain.
        Some(unsafe { from_word(first) })
    }
}

impl<N: Node> Drop for Chain<N> {
    fn drop(&mut self) {
        drop(Moved(self));
    }
}

impl<N: Node> fmt::Debug for Chain<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Chain").field("is_empty", &self.is_empty()).finish()
    }
}
