//! Forks: a child starts with every record whole, because the thread that forks has all locks. It may use the heap all the same:
//! other handlers of the same fork may, before it and after it.

use super::Heap;
use crate::pages::Pages;

impl<P: Pages> Heap<P> {
    /// Waits until no other thread changes anything, and keeps it so. Before `fork`.
    pub fn before_fork(&self) {
        self.purging.hold(&self.pages);
        self.mappings.0.hold(&self.pages);
        for central in self.centrals.as_flattened() {
            central.0.hold(&self.pages);
        }
        self.page_heap.0.hold(&self.pages);
    }

    /// Lets the others continue. After `fork`, in the parent, or where it failed.
    ///
    /// # Safety
    /// This thread called [`before_fork`](Self::before_fork).
    pub unsafe fn after_in_parent(&self) {
        // SAFETY: `before_fork` took it, in this thread.
        unsafe { self.page_heap.0.let_go(&self.pages) };
        for central in self.centrals.as_flattened() {
            // SAFETY: `before_fork` took it, in this thread.
            unsafe { central.0.let_go(&self.pages) };
        }
        // SAFETY: `before_fork` took it, in this thread.
        unsafe { self.mappings.0.let_go(&self.pages) };
        // SAFETY: `before_fork` took it, in this thread.
        unsafe { self.purging.let_go(&self.pages) };
    }

    /// Frees all locks, at which no thread of this process waits. After `fork`, in the child.
    ///
    /// # Safety
    /// The thread that forked called [`before_fork`](Self::before_fork), and is the child's only one.
    pub unsafe fn after_in_child(&self) {
        // SAFETY: `before_fork` took it, and the child has one thread.
        unsafe { self.page_heap.0.reset() };
        for central in self.centrals.as_flattened() {
            // SAFETY: `before_fork` took it, and the child has one thread.
            unsafe { central.0.reset() };
        }
        // SAFETY: `before_fork` took it, and the child has one thread.
        unsafe { self.mappings.0.reset() };
        // SAFETY: `before_fork` took it, and the child has one thread.
        unsafe { self.purging.reset() };
    }
}
