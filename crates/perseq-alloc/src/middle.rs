//! The layer between rows and pages: the transfer caches and the heap, for batches and for single objects.
//!
//! The heap's locks are taken with the thread's signals blocked: a handler that allocates would wait for its own thread. The transfer
//! caches have no lock, and batches pass through them without a system call.

use core::ptr::NonNull;

use perseq_core::sys::with_signals_blocked;

use crate::{
    batch::{BATCH, Batch},
    classes::Class,
    heap::Heap,
    pages::Linux,
    transfer::Transfer,
};

/// Bytes of free objects that a class's transfer cache keeps, about.
const KEPT: usize = 1 << 20;

/// The process's.
pub(crate) static MIDDLE: Middle = Middle::new();

/// Transfer caches above a heap.
pub(crate) struct Middle {
    heap: Heap<Linux>,
    transfer: [Transfer; Class::COUNT],
}

impl Middle {
    const fn new() -> Self {
        Self { heap: Heap::new(Linux::new()), transfer: [const { Transfer::new() }; Class::COUNT] }
    }

    /// The heap. Its methods take locks: with signals blocked, or through [`quietly`](Self::quietly).
    pub(crate) fn heap(&self) -> &Heap<Linux> {
        &self.heap
    }

    /// Calls `f` with the heap, and with this thread's signals blocked. Async-signal-safe.
    pub(crate) fn quietly<R>(&self, f: impl FnOnce(&Heap<Linux>) -> R) -> R {
        with_signals_blocked(|| f(&self.heap))
    }

    /// A batch of objects; it is empty only when memory is exhausted.
    pub(crate) fn take(&self, class: Class) -> Batch {
        let transfer = &self.transfer[class.index()];
        transfer.note_taken();
        transfer.take().unwrap_or_else(|| self.take_from_heap(class, class.batch()))
    }

    /// One object.
    pub(crate) fn take_one(&self, class: Class) -> Option<NonNull<u8>> {
        self.take_from_heap(class, 1).pop()
    }

    fn take_from_heap(&self, class: Class, most: usize) -> Batch {
        let mut batch = Batch::new();
        // SAFETY: the heap fills as many places, from the first, as it returns.
        unsafe { batch.fill(most, |places| self.quietly(|heap| heap.take(class, 0, places))) };
        batch
    }

    /// Takes free objects back, at most [`BATCH`] of them.
    pub(crate) fn give(&self, class: Class, objects: &[NonNull<u8>]) {
        let transfer = &self.transfer[class.index()];
        transfer.note_given();
        let whole = objects.len() == class.batch().min(BATCH);
        if !whole || !transfer.put(objects, most_batches(class)) {
            self.give_to_heap(class, objects);
        }
    }

    /// Takes free objects back past the transfer cache.
    pub(crate) fn give_to_heap(&self, class: Class, objects: &[NonNull<u8>]) {
        if !objects.is_empty() {
            // SAFETY: the caller's callers have freed them.
            self.quietly(|heap| unsafe { heap.give(class, objects) });
        }
    }

    /// Gives the heap what those transfer caches keep that no thread has used since this was last called. Returns whether one was used.
    pub(crate) fn empty_idle_transfers(&self) -> bool {
        let mut is_stirred = false;
        for class in Class::all() {
            if self.transfer[class.index()].is_idle() {
                self.empty_transfer(class);
            } else {
                is_stirred = true;
            }
        }
        is_stirred
    }

    /// How many objects the transfer cache of a class keeps; out of date when it arrives.
    pub(crate) fn cached(&self, class: Class) -> usize {
        self.transfer[class.index()].len()
    }

    /// How many batches of a class went to rows and came from rows so far.
    pub(crate) fn passed(&self, class: Class) -> (usize, usize) {
        self.transfer[class.index()].passed()
    }

    /// Gives the heap what the transfer cache of a class keeps.
    pub(crate) fn empty_transfer(&self, class: Class) {
        while let Some(batch) = self.transfer[class.index()].take() {
            self.give_to_heap(class, batch.objects());
        }
    }
}

/// How many batches a class's transfer cache keeps.
fn most_batches(class: Class) -> usize {
    (KEPT / (class.batch() * class.size())).max(4)
}
