//! A row that is held: the same operations in plain Rust.

use core::fmt;
use std::{boxed::Box, vec::Vec};

use perseq_core::{ByCpuId, Index, guard::Held};

use super::{Chain, FIRST, Node, from_word, into_word, link};
use crate::word::Owns;

/// A row of an [`IntrusiveStack`](super::IntrusiveStack), held: no other thread touches it.
pub struct View<'a, N: Node, I: Index = ByCpuId> {
    pub(super) held: Held<'a, I>,
    pub(super) nodes: Owns<Box<N>>,
}

impl<N: Node, I: Index> View<'_, N, I> {
    /// The row's number.
    #[must_use]
    pub fn row(&self) -> u32 {
        self.held.index()
    }

    fn first(&self) -> usize {
        // SAFETY: GUARDED: the row is held, and has this word.
        unsafe { self.held.word(FIRST).read() }
    }

    /// Returns whether the row has no nodes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.first() == 0
    }

    /// Pushes `node`.
    pub fn push(&mut self, node: Box<N>) {
        let word = into_word(node);
        // SAFETY: the link of a node that no other thread knows.
        unsafe { link::<N>(word).write(self.first()) };
        self.held.publish(FIRST, word);
    }

    /// Takes the last node.
    pub fn pop(&mut self) -> Option<Box<N>> {
        let first = self.first();
        if first == 0 {
            return None;
        }
        // SAFETY: GUARDED: the row is held, so its nodes are ours to look at.
        let next = unsafe { link::<N>(first).read() };
        self.held.publish(FIRST, next);
        // SAFETY: a node that is out of the list.
        Some(unsafe { from_word(first) })
    }

    /// Takes all nodes, the last pushed first: one store.
    #[must_use]
    pub fn take_all(&mut self) -> Chain<N> {
        let first = self.first();
        self.held.publish(FIRST, 0);
        // SAFETY: the nodes of the row, which has just let go of them.
        unsafe { Chain::new(first) }
    }

    /// Takes up to `most` of the nodes, the last pushed first: one store.
    pub(super) fn take_first(&mut self, most: usize) -> Chain<N> {
        let first = self.first();
        let (mut last, mut next) = (0, first);
        for _ in 0..most {
            if next == 0 {
                break;
            }
            last = next;
            // SAFETY: GUARDED: the row is held, so its nodes are ours to look at.
            next = unsafe { link::<N>(last).read() };
        }
        if last == 0 {
            // SAFETY: no nodes.
            return unsafe { Chain::new(0) };
        }
        self.held.publish(FIRST, next);
        // SAFETY: the last of the nodes that the row has just let go of: no other thread knows it.
        unsafe { link::<N>(last).write(0) };
        // SAFETY: these nodes, live and out of the row.
        unsafe { Chain::new(first) }
    }

    /// Moves up to `most` of the nodes to `into`, the last pushed first, as far as that has room without growing; returns how many. It
    /// does not grow because a thread should not allocate while it holds a row: see [`with_row`](super::IntrusiveStack::with_row).
    pub fn take_into(&mut self, into: &mut Vec<Box<N>>, most: usize) -> usize {
        let most = most.min(into.capacity() - into.len());
        let before = into.len();
        into.extend(self.take_first(most));
        into.len() - before
    }

    /// As many nodes as `into` has room for without growing: how many.
    pub(super) fn take_share(&mut self, into: &mut Vec<Box<N>>) -> usize {
        self.take_into(into, usize::MAX)
    }
}

impl<N: Node, I: Index> fmt::Debug for View<'_, N, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("View").field("row", &self.row()).finish()
    }
}
