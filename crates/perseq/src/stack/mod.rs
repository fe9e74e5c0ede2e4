//! Unbounded stacks per CPU: linked lists whose push and pop are one critical section each.
//!
//! ```text
//!   row:  guard │ first ──► node { link ──► node { link: 0 } }
//! ```
//!
//! The word `first` is the one that commits. A push writes the node's link before, in a node that no other thread knows yet; a pop reads
//! the link of a node that no other thread can pop at that time without aborting this one. So there is no ABA problem and nothing to
//! reclaim: the classical troubles of lock-free lists need two CPUs on one list.

mod any_row;
pub mod boxed;
mod chain;
mod view;

use core::{
    fmt,
    marker::PhantomData,
    mem::MaybeUninit,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};
use std::{boxed::Box, vec::Vec};

use perseq_core::{
    ByCpuId, Index, Result, cpu,
    guard::{Attempt, Guarded},
    pool::Pool,
    sanitizer,
    section::guarded,
};

use crate::{
    Rejected,
    rows::{Rows, peek},
    word::Owns,
};
#[doc(no_inline)]
pub use boxed::Stack;
pub use chain::Chain;
pub use view::View;

/// The word of a row that holds the first node's address.
const FIRST: usize = 1;
/// Words of a row.
const WORDS: usize = 2;

/// Room for the address of the next node, in a node.
#[derive(Debug, Default)]
pub struct Link(#[expect(dead_code, reason = "sections and views reach it by its offset")] AtomicUsize);

impl Link {
    /// A link of a node that is in no stack.
    #[must_use]
    pub const fn new() -> Self {
        Self(AtomicUsize::new(0))
    }
}

/// A type that can be in an [`IntrusiveStack`]: it has a [`Link`].
///
/// ```
/// use perseq::{IntrusiveStack, Link, Node};
///
/// struct Job {
///     link: Link,
///     number: u32,
/// }
///
/// // SAFETY: that is where the link is, and nothing else uses it.
/// unsafe impl Node for Job {
///     const LINK: usize = core::mem::offset_of!(Job, link);
/// }
///
/// let jobs: IntrusiveStack<Job> = IntrusiveStack::new(); // or a `static`
/// jobs.push(Box::new(Job { link: Link::new(), number: 7 }))?;
/// assert_eq!(jobs.pop().or_else(|| jobs.steal().ok().flatten()).map(|job| job.number), Some(7));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Safety
///
/// * `LINK` is the offset in bytes of a [`Link`] in `Self`, which nothing else uses.
pub unsafe trait Node: Sized {
    /// Offset of the link, in bytes.
    const LINK: usize;
}

/// Boxed nodes, last in first out on each CPU (or concurrency id). Nothing is allocated: the nodes are the list.
///
/// Push and pop are async-signal-safe. Items of a CPU that went offline stay in its row until they are stolen or drained.
/// Dropping the stack drops every node, once.
pub struct IntrusiveStack<N: Node, I: Index = ByCpuId> {
    rows: Guarded<I>,
    nodes: Owns<Box<N>>,
}

// SAFETY: the stack owns its nodes and hands each to one thread, whichever: that is sending them.
unsafe impl<N: Node + Send, I: Index> Send for IntrusiveStack<N, I> {}
// SAFETY: as above; no reference to a node is shared.
unsafe impl<N: Node + Send, I: Index> Sync for IntrusiveStack<N, I> {}
/// A node as the word that the list has of it.
fn into_word<N>(node: Box<N>) -> usize {
    Box::into_raw(node).expose_provenance()
}

/// The node again.
///
/// # Safety
///
/// * `word` came from [`into_word`], and is out of every list.
unsafe fn from_word<N>(word: usize) -> Box<N> {
    // SAFETY: the caller's promise.
    unsafe { Box::from_raw(core::ptr::with_exposed_provenance_mut(word)) }
}

/// The link of the node at `word`.
fn link<N: Node>(word: usize) -> *mut usize {
    core::ptr::with_exposed_provenance_mut::<u8>(word).wrapping_add(N::LINK).cast()
}

impl<N: Node> IntrusiveStack<N> {
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

impl<N: Node, I: Index> IntrusiveStack<N, I> {
    /// An empty stack, by the index of its type: as [`new`](Self::new).
    #[must_use]
    pub const fn indexed() -> Self {
        Self::of(None)
    }

    /// The same in a pool of one's own.
    #[must_use]
    pub const fn new_in(pool: &'static Pool<I>) -> Self {
        Self::of(Some(pool))
    }

    /// An empty stack, with memory.
    ///
    /// # Errors
    ///
    /// [`Error::Exhausted`](crate::Error::Exhausted) and [`Error::Syscall`](crate::Error::Syscall) when there is no memory.
    pub fn try_indexed() -> Result<Self> {
        let stack = Self::indexed();
        stack.prepare().map(|()| stack)
    }

    const fn of(pool: Option<&'static Pool<I>>) -> Self {
        let bytes = WORDS * size_of::<usize>();
        Self { rows: Guarded::unplaced(bytes, bytes, 0, pool), nodes: PhantomData }
    }

    /// Pushes `node` on this CPU's row.
    ///
    /// # Errors
    ///
    /// The node, where the slow path cannot take the row's guard: see [`Rejected::why`].
    #[inline]
    pub fn push(&self, node: Box<N>) -> core::result::Result<(), Rejected<Box<N>>> {
        let word = into_word(node);
        // SAFETY: PLAIN, OWNED, GUARDED: `rows` has the layout of a list and lives as long as `self`; the link is inside the
        // node, which is ours.
        let push =
            move || self.rows.attempt(|base| unsafe { guarded::list_push::<I>(base, link::<N>(word), word) });
        match self.rows.run(push) {
            Attempt::Committed => Ok(()),
            // SAFETY: the word is in no list.
            Attempt::Exited | Attempt::Slow => self.push_slow(unsafe { from_word(word) }),
        }
    }

    /// Takes the last node of this CPU's row, if it has any and can be looked at: [`try_pop`](Self::try_pop) tells why not.
    #[inline]
    pub fn pop(&self) -> Option<Box<N>> {
        self.try_pop().unwrap_or(None)
    }

    /// Takes the last node of this CPU's row; `None` if the row has none.
    ///
    /// # Errors
    ///
    /// If the slow path cannot take the row's guard, the errors of [`Guarded::lock_here`]; nothing was taken then.
    #[inline]
    pub fn try_pop(&self) -> Result<Option<Box<N>>> {
        let mut word = MaybeUninit::<usize>::uninit();
        let out = word.as_mut_ptr();
        // SAFETY: as in `push`: nodes of the list are live, and have a link at that offset; `out` is a live local.
        let pop = move || self.rows.attempt(|base| unsafe { guarded::list_pop::<I>(base, out, N::LINK) });
        match self.rows.run(pop) {
            Attempt::Committed => {
                // SAFETY: a section that commits has written it.
                let word = unsafe { sanitizer::output(&word) };
                // SAFETY: the section took the node out of the list, where a push had put it.
                Ok(Some(unsafe { from_word(word) }))
            }
            Attempt::Exited => Ok(None),
            Attempt::Slow => self.pop_slow(),
        }
    }

    #[cold]
    #[inline(never)]
    fn push_slow(&self, node: Box<N>) -> core::result::Result<(), Rejected<Box<N>>> {
        match self.rows.lock_here() {
            Ok(held) => {
                self.view(held).push(node);
                Ok(())
            }
            Err(why) => Err(Rejected::new(node, why)),
        }
    }

    #[cold]
    #[inline(never)]
    fn pop_slow(&self) -> Result<Option<Box<N>>> {
        Ok(self.view(self.rows.lock_here()?).pop())
    }
}

impl<N: Node, I: Index> Drop for IntrusiveStack<N, I> {
    fn drop(&mut self) {
        // All rows in one vector: if the drop of a node panics, the others are dropped all the same.
        let first = |row| peek(&self.rows, row, FIRST).swap(0, Relaxed);
        // SAFETY: `&mut self`: the nodes of the row, which has just let go of them.
        let chain = |row| unsafe { Chain::<N>::new(first(row)) };
        let rows = (0..cpu::rows()).filter(|&row| !self.is_empty_at(row));
        drop(rows.map(chain).collect::<Vec<_>>());
    }
}

impl<N: Node, I: Index> Default for IntrusiveStack<N, I> {
    fn default() -> Self {
        Self::indexed()
    }
}

impl<N: Node, I: Index> fmt::Debug for IntrusiveStack<N, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IntrusiveStack").field("is_empty", &self.is_empty()).finish()
    }
}
