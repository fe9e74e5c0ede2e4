//! The heap's figures, for reports.

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
    /// Bytes of free pages that were given back so far.
    pub released_bytes: u64,
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

/// Counts of one class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClassStats {
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
        let mut stats = HeapStats::default();
        for span in self.regions.spans((0, 0)).map(|id| self.regions.span(&self.pages, id)) {
            if let Some(class) = span.class() {
                stats.spans += 1;
                stats.small_bytes += span.live() * class.size();
                stats.span_bytes += class.span_bytes();
                stats.span_bare_bytes += span.bare_bytes(class, self.pages.page_size());
            }
        }
        let counts = self.page_heap().counts;
        stats.huge_bytes = counts.huge * super::index::HUGE;
        stats.bare_bytes = counts.bare * PAGE;
        stats.free_bytes = stats.huge_bytes - (counts.used + counts.bare) * PAGE;
        stats.released_bytes = counts.released * PAGE as u64;
        let mappings = self.mappings.0.lock(&self.pages);
        (stats.large, stats.large_bytes) = (mappings.live, mappings.live_bytes);
        stats.kept_bytes = mappings.kept_bytes();
        drop(mappings);
        (stats.records_bytes, stats.reserved_bytes) = self.regions.sizes();
        stats.records_bytes += self.large.memory();
        stats
    }

    /// Counts each class.
    ///
    /// # Cost
    /// A look at each span's record.
    pub fn class_stats(&self) -> [ClassStats; Class::COUNT] {
        let mut stats = [ClassStats::default(); Class::COUNT];
        for span in self.regions.spans((0, 0)).map(|id| self.regions.span(&self.pages, id)) {
            if let Some(class) = span.class() {
                stats[class.index()].spans += 1;
                stats[class.index()].live += span.live();
            }
        }
        stats
    }
}
