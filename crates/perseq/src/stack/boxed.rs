//! [`Stack`]: any values, as an intrusive stack of boxes.

use core::{fmt, mem::offset_of};
use std::{boxed::Box, vec::Vec};

use perseq_core::{
    ByCpuId, Index, Result,
    guard::{Guarded, Held},
    pool::Pool,
};

use super::{Chain, IntrusiveStack, Link, Node};
use crate::{
    Rejected,
    rows::{Rows, row_verbs},
};

/// A value in a node of its own.
struct Boxed<T> {
    link: Link,
    value: T,
}

// SAFETY: that is where the link is, and nothing else uses it.
unsafe impl<T> Node for Boxed<T> {
    const LINK: usize = offset_of!(Boxed<T>, link);
}

/// Values, last in first out on each CPU (or concurrency id), unbounded.
///
/// [`push`](Self::push) allocates a node and [`pop`](Self::pop) frees it, so neither is async-signal-safe. With nodes of your own,
/// [`IntrusiveStack`] allocates and frees nothing. Items of a CPU that went offline stay in its row until they are stolen or drained.
/// Dropping the stack drops every value, once.
///
/// ```
/// let stack: perseq::Stack<String> = perseq::Stack::new(); // or a `static`
/// stack.push("kept".to_owned())?;
/// let mut all = Vec::new();
/// stack.drain(|value| all.push(value))?;
/// assert_eq!(all, ["kept"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Stack<T, I: Index = ByCpuId>(IntrusiveStack<Boxed<T>, I>);

/// A row of a [`Stack`], held: no other thread touches it.
pub struct View<'a, T, I: Index = ByCpuId>(super::View<'a, Boxed<T>, I>);

/// Values that were taken from a row, the last pushed first. Those that are left are dropped with it.
pub struct Values<T>(Chain<Boxed<T>>);

/// `value` in a node that is in no list.
fn boxed<T>(value: T) -> Box<Boxed<T>> {
    Box::new(Boxed { link: Link::new(), value })
}

impl<T> Stack<T> {
    /// An empty stack, by CPU number. `const`: works in a `static`.
    ///
    /// It has no memory until its first use or [`prepare`](Self::prepare), and each use until then can fail for want of it.
    #[must_use]
    pub const fn new() -> Self {
        Self::indexed()
    }

    /// The same with memory.
    ///
    /// # Errors
    ///
    /// As [`try_indexed`](Self::try_indexed).
    pub fn try_new() -> Result<Self> {
        Self::try_indexed()
    }
}

impl<T, I: Index> Stack<T, I> {
    /// An empty stack, by the index of its type: as [`new`](Self::new).
    #[must_use]
    pub const fn indexed() -> Self {
        Self(IntrusiveStack::indexed())
    }

    /// The same in a pool of one's own.
    #[must_use]
    pub const fn new_in(pool: &'static Pool<I>) -> Self {
        Self(IntrusiveStack::new_in(pool))
    }

    /// An empty stack, with memory.
    ///
    /// # Errors
    ///
    /// As [`IntrusiveStack::try_indexed`].
    pub fn try_indexed() -> Result<Self> {
        IntrusiveStack::try_indexed().map(Self)
    }

    /// Pushes `value` on this CPU's row, in a new node.
    ///
    /// # Errors
    ///
    /// The value, where the slow path cannot take the row's guard: see [`Rejected::why`].
    #[inline]
    pub fn push(&self, value: T) -> core::result::Result<(), Rejected<T>> {
        self.0.push(boxed(value)).map_err(|rejected| {
            let why = rejected.why();
            Rejected::new(rejected.into_item().value, why)
        })
    }

    /// Takes the last value of this CPU's row, if it has any and can be looked at: [`try_pop`](Self::try_pop) tells why not.
    #[inline]
    pub fn pop(&self) -> Option<T> {
        self.try_pop().unwrap_or(None)
    }

    /// Takes the last value of this CPU's row; `None` if the row has none.
    ///
    /// # Errors
    ///
    /// As [`IntrusiveStack::try_pop`].
    #[inline]
    pub fn try_pop(&self) -> Result<Option<T>> {
        Ok(self.0.try_pop()?.map(|node| node.value))
    }
}

row_verbs! {
    Stack<T>, T, Values<T>,
    share: "its items (how many they are is not known), the last pushed first", order: "the last pushed first"
}

impl<T, I: Index> Rows<I> for Stack<T, I> {
    type Item = T;
    type Taken = Values<T>;
    type View<'a>
        = View<'a, T, I>
    where
        Self: 'a;

    fn guarded(&self) -> &Guarded<I> {
        self.0.guarded()
    }

    fn view<'a>(&'a self, held: Held<'a, I>) -> View<'a, T, I> {
        View(self.0.view(held))
    }

    fn is_empty_at(&self, row: u32) -> bool {
        self.0.is_empty_at(row)
    }

    fn take_all_of(&self, row: u32) -> Result<Values<T>> {
        self.hold(row, View::take_all)
    }

    fn steal_one(&self) -> Result<Option<T>> {
        Ok(self.0.steal_one()?.map(|node| node.value))
    }

    fn steal_share(&self, into: &mut Vec<T>) -> Result<usize> {
        let (before, room) = (into.len(), into.capacity() - into.len());
        let taken = self.0.steal_by(|view| Some(view.take_first(room)).filter(|nodes| !nodes.is_empty()))?;
        into.extend(taken.into_iter().flat_map(Values));
        Ok(into.len() - before)
    }
}

impl<T, I: Index> View<'_, T, I> {
    /// The row's number.
    #[must_use]
    pub fn row(&self) -> u32 {
        self.0.row()
    }

    /// Returns whether the row has no values.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Pushes `value`, in a new node.
    pub fn push(&mut self, value: T) {
        self.0.push(boxed(value));
    }

    /// Takes the last value, and frees its node.
    pub fn pop(&mut self) -> Option<T> {
        self.0.pop().map(|node| node.value)
    }

    /// Takes all values, the last pushed first: one store.
    #[must_use]
    pub fn take_all(&mut self) -> Values<T> {
        Values(self.0.take_all())
    }

    /// Moves up to `most` of the values to `into`, the last pushed first, as far as that has room without growing, and frees
    /// their nodes; returns how many.
    pub fn take_into(&mut self, into: &mut Vec<T>, most: usize) -> usize {
        let most = most.min(into.capacity() - into.len());
        let before = into.len();
        into.extend(Values(self.0.take_first(most)));
        into.len() - before
    }
}

impl<T> Iterator for Values<T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        self.0.next().map(|node| node.value)
    }
}

impl<T, I: Index> Default for Stack<T, I> {
    fn default() -> Self {
        Self::indexed()
    }
}

impl<T, I: Index> fmt::Debug for Stack<T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stack").field("is_empty", &self.is_empty()).finish()
    }
}

impl<T, I: Index> fmt::Debug for View<'_, T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<T> fmt::Debug for Values<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Values").field("is_empty", &self.0.is_empty()).finish()
    }
}
