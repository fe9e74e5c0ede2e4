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

    /// Lets the others continue. After `fork`, in the parent, or where it failed; and in the child, where the others are threads
    /// that handlers of the same fork have started.
    ///
    /// # Safety
    /// This thread, or the one that it is the forked copy of, called [`before_fork`](Self::before_fork).
    pub unsafe fn after_fork(&self) {
        // SAFETY: `before_fork` took it, in this thread or in the one that it is the copy of.
        unsafe { self.page_heap.0.let_go(&self.pages) };
        for central in self.centrals.as_flattened() {
            // SAFETY: `before_fork` took it, in this thread or in the one that it is the copy of.
            unsafe { central.0.let_go(&self.pages) };
        }
        // SAFETY: `before_fork` took it, in this thread or in the one that it is the copy of.
        unsafe { self.mappings.0.let_go(&self.pages) };
        // SAFETY: `before_fork` took it, in this thread or in the one that it is the copy of.
        unsafe { self.purging.let_go(&self.pages) };
    }
}
