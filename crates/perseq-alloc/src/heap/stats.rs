//! The heap's figures, for reports.

use core::sync::atomic::Ordering::Relaxed;

use super::Heap;
use crate::{
    classes::{Class, PAGE},
    pages::Pages,
};

/// Bytes and counts of a heap. Taken one after the other while other threads continue: sums may differ by what they did in
/// between.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HeapStats {
    /// Bytes of objects of all classes that caches or the program have.
    pub small_bytes: usize,
    /// Spans.
    pub spans: usize,
    /// Bytes of pages that spans have.
    pub span_bytes: usize,
    /// Bytes of these without memory: never used, or given back.
    pub span_bare_bytes: usize,
    /// Bytes of huge pages.
    pub huge_bytes: usize,
    /// Bytes of pages that no span has, with memory.
    pub free_bytes: usize,
    /// Bytes of pages that no span has, without memory.
    pub bare_bytes: usize,
    /// Bytes that were given back to the system so far.
    pub returned_bytes: u64,
    /// Large objects.
    pub large: usize,
    /// Bytes of their mappings.
    pub large_bytes: usize,
    /// Bytes of mappings that wait to be used again.
    pub kept_bytes: usize,
    /// Bytes of the heap's own records that may have memory.
    pub records_bytes: usize,
    /// Bytes of address space that regions have.
    pub reserved_bytes: usize,
}

/// Spans and objects of one class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassCounts {
    /// Spans.
    pub spans: usize,
    /// Objects that caches or the program have.
    pub live: usize,
}

impl<P: Pages> Heap<P> {
    /// Counts everything.
    ///
    /// # Cost
    /// A look at each span's record.
    pub fn stats(&self) -> HeapStats {
        self.count().0
    }

    /// Counts everything, and each class.
    ///
    /// # Cost
    /// As for [`stats`](Self::stats).
    pub fn count(&self) -> (HeapStats, [ClassCounts; Class::COUNT]) {
        let mut stats = HeapStats::default();
        let mut classes = [ClassCounts::default(); Class::COUNT];
        for span in self.regions.spans((0, 0)).map(|id| self.regions.span(&self.pages, id)) {
            if let Some(class) = span.class() {
                let live = span.live();
                classes[class.index()].spans += 1;
                classes[class.index()].live += live;
                stats.spans += 1;
                stats.small_bytes += live * class.size();
                stats.span_bytes += class.span_bytes();
                stats.span_bare_bytes += span.bare_bytes(class, self.pages.page_size());
            }
        }
        let counts = self.page_heap().counts;
        stats.huge_bytes = counts.huge * super::index::HUGE;
        stats.bare_bytes = counts.bare * PAGE;
        stats.free_bytes = stats.huge_bytes - (counts.used + counts.bare) * PAGE;
        stats.returned_bytes = self.returned.load(Relaxed);
        let mappings = self.mappings.0.lock(&self.pages);
        (stats.large, stats.large_bytes) = (mappings.live, mappings.live_bytes);
        stats.kept_bytes = mappings.kept_bytes();
        drop(mappings);
        (stats.records_bytes, stats.reserved_bytes) = self.regions.sizes();
        stats.records_bytes += self.large.memory();
        (stats, classes)
    }
}
