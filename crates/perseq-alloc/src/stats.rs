//! The allocator's figures, from one source for all that report them.

use core::array;

use crate::{classes::Class, middle::MIDDLE, rows};

/// The figures of the allocator, in bytes where nothing else is said. Made by [`stats`].
///
/// Memory of the program is [`used_bytes`](Self::used_bytes); memory that the allocator could do without is
/// [`free_bytes`](Self::free_bytes) and `span_free_bytes`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Of objects that the program has, large ones aside. Each counts as many bytes as its class has.
    pub object_bytes: usize,
    /// Of free objects that CPUs' rows and transfer caches keep.
    pub cached_bytes: usize,
    /// Of spans, in which objects of one class share pages.
    pub span_bytes: usize,
    /// Of these spans: free, with memory, and in neither a row nor a transfer cache.
    pub span_free_bytes: usize,
    /// Of pages in which no span lies, with memory.
    pub page_bytes: usize,
    /// Large objects: how many.
    pub large_objects: usize,
    /// Of their mappings.
    pub large_bytes: usize,
    /// Of mappings that wait for another large object.
    pub kept_bytes: usize,
    /// Given back to the system so far: pages, holes in spans, mappings.
    pub returned_bytes: u64,
    /// Of the allocator's own records.
    pub record_bytes: usize,
    /// Of address space that the heap has for small objects and for records.
    pub reserved_bytes: usize,
    classes: [ClassStats; Class::COUNT],
}

/// The figures of the objects of one size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClassStats {
    /// Bytes of each object.
    pub size: usize,
    /// Spans that these objects lie in: how many.
    pub spans: usize,
    /// Objects that the program has: how many.
    pub objects: usize,
    /// Free objects that rows and transfer caches keep: how many.
    pub cached: usize,
    /// How often a row ran empty and got a batch of objects, so far.
    pub refills: usize,
    /// How often a row ran full, and a batch of objects left it, so far.
    pub flushes: usize,
}

impl Stats {
    /// Bytes of all objects that the program has, large ones too.
    #[must_use]
    pub fn used_bytes(&self) -> usize {
        self.object_bytes + self.large_bytes
    }

    /// Bytes that are free and have memory, and that [`Perseq::trim`](crate::Perseq::trim) gives back, those of cached objects as far as
    /// these make whole pages free.
    #[must_use]
    pub fn free_bytes(&self) -> usize {
        self.page_bytes + self.kept_bytes + self.cached_bytes
    }

    /// The figures of each class, the smallest objects first.
    #[must_use]
    pub fn classes(&self) -> &[ClassStats] {
        &self.classes
    }
}

/// The allocator's figures. Async-signal-safe.
///
/// They are taken one after the other while threads continue: each was right at a moment of the call, and sums differ by what the threads
/// did in between. A process without other threads gets exact ones.
///
/// # Cost
///
/// A look at each span's record (about 10 ns each), at a word of each row and class, and at the transfer caches; two locks for a moment.
/// Counting costs the fast paths nothing: what a program has is what spans have handed out without what lies in rows.
///
/// ```
/// #[global_allocator]
/// static ALLOCATOR: perseq_alloc::Perseq = perseq_alloc::Perseq::new();
///
/// fn main() {
///     let before = perseq_alloc::stats().used_bytes();
///     let mib = std::hint::black_box(vec![1_u8; 1 << 20]);
///     let stats = perseq_alloc::stats();
///     assert!(stats.used_bytes() >= before + mib.len() && stats.large_objects == 1);
/// }
/// ```
#[must_use]
pub fn stats() -> Stats {
    let (heap, counts) = MIDDLE.quietly(|heap| heap.count());
    let classes = array::from_fn(|index| {
        let Some(class) = Class::from_index(index) else { return ClassStats::default() };
        let cached = rows::cached(class) + MIDDLE.cached(class);
        let (refills, flushes) = MIDDLE.passed(class);
        ClassStats {
            size: class.size(),
            spans: counts[index].spans,
            objects: counts[index].live.saturating_sub(cached),
            cached,
            refills,
            flushes,
        }
    });
    let cached_bytes = classes.iter().map(|class| class.cached * class.size).sum();
    Stats {
        object_bytes: classes.iter().map(|class| class.objects * class.size).sum(),
        cached_bytes,
        span_bytes: heap.span_bytes,
        span_free_bytes: heap.span_bytes.saturating_sub(heap.small_bytes + heap.span_bare_bytes),
        page_bytes: heap.free_bytes,
        large_objects: heap.large,
        large_bytes: heap.large_bytes,
        kept_bytes: heap.kept_bytes,
        returned_bytes: heap.returned_bytes,
        record_bytes: heap.records_bytes,
        reserved_bytes: heap.reserved_bytes,
        classes,
    }
}
