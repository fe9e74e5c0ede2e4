//! Stacks of any values: an intrusive stack of boxes.

use core::{fmt, mem::offset_of};
use std::boxed::Box;

use perseq_core::{ByCpuId, Index, Result};

use super::{IntrusiveStack, Link, Node};
use crate::Rejected;

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
/// [`push`](Self::push) allocates a node; with nodes of your own, [`IntrusiveStack`] allocates nothing. Items of a CPU that went
/// offline stay in its row until they are stolen or drained. Dropping the stack drops every value, once.
///
/// ```
/// let stack: perseq::Stack<String> = perseq::Stack::new()?;
/// stack.push("kept".to_owned())?;
/// let mut all = Vec::new();
/// stack.drain(|value| all.push(value))?;
/// assert_eq!(all, ["kept"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Stack<T, I: Index = ByCpuId>(IntrusiveStack<Boxed<T>, I>);

impl<T> Stack<T> {
    /// An empty stack, by CPU number.
    ///
    /// # Errors
    ///
    /// As [`indexed`](Self::indexed).
    pub fn new() -> Result<Self> {
        Self::indexed()
    }
}

impl<T, I: Index> Stack<T, I> {
    /// An empty stack.
    ///
    /// # Errors
    ///
    /// As [`IntrusiveStack::indexed`].
    pub fn indexed() -> Result<Self> {
        IntrusiveStack::indexed().map(Self)
    }

    /// Pushes `value` on this CPU's row, in a new node.
    ///
    /// # Errors
    ///
    /// The value, where the slow path cannot take the row's guard: see [`Rejected::why`].
    #[inline]
    pub fn push(&self, value: T) -> core::result::Result<(), Rejected<T>> {
        self.0.push(Box::new(Boxed { link: Link::new(), value })).map_err(|rejected| {
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

    /// Takes a value from another CPU's row, the first after this one that has any: one fence.
    ///
    /// # Errors
    ///
    /// As [`IntrusiveStack::steal`].
    pub fn steal(&self) -> Result<Option<T>> {
        Ok(self.0.steal()?.map(|node| node.value))
    }

    /// Takes every value of every row that has some and gives them to `f`. One fence for each such row.
    ///
    /// # Errors
    ///
    /// As [`IntrusiveStack::drain`].
    pub fn drain(&self, mut f: impl FnMut(T)) -> Result<()> {
        self.0.drain(|node| f(node.value))
    }

    /// Takes every value of row `row`, the last pushed first: one fence.
    ///
    /// # Errors
    ///
    /// As [`IntrusiveStack::with_row`].
    pub fn take_row(&self, row: u32) -> Result<impl Iterator<Item = T> + use<T, I>> {
        Ok(self.0.with_row(row, |view| view.take_all())?.map(|node| node.value))
    }

    /// Whether there were no values; out of date when it arrives.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T, I: Index> fmt::Debug for Stack<T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stack").field("is_empty", &self.is_empty()).finish()
    }
}
