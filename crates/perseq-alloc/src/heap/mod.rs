//! The heap under the caches: objects of a class in batches, and large objects one by one.
//!
//! ```text
//!   take, give                          take_large, give_large, resize_large
//!       │                                            │
//!   central lists, a lock per class and node     mappings, a lock
//!       │
//!   page heap, a lock
//!       │
//!   regions: reserved address space with tables
//! ```
//!
//! Locks are taken in the order purge, mappings, central lists by node and class, page heap. No memory of the program's is
//! accessed with a lock held, nor at any other time: the heap's records lie apart from the objects.

mod bits;
mod central;
mod fork;
mod index;
mod large;
mod list;
mod lookup;
mod page_heap;
mod purge;
mod region;
mod span;
mod stats;
mod table;
mod tracker;

use core::{
    mem::MaybeUninit,
    ptr::NonNull,
    sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed},
};

pub use large::Large;
pub use lookup::Kind;
pub use stats::{ClassCounts, HeapStats};

pub(crate) use self::table::{PIECE, Record, Table};
use self::{central::Central, index::SpanId, large::Mappings, page_heap::PageHeap, region::Regions};
use crate::{
    cells::U32,
    classes::Class,
    lock::{Held, Lock},
    pages::Pages,
    report::{self, Misuse},
};

/// NUMA nodes that have spans of their own. Nodes of higher numbers share these.
// Miri looks at each of a heap's words at each call that is given the heap.
pub const NODES: usize = if cfg!(miri) { 2 } else { 8 };

/// On a cache line of its own: neighbours' locks are taken by other CPUs.
#[derive(Debug)]
#[repr(align(64))]
struct Alone<T>(T);

/// Spans, pages and large objects. Its value before the first use is all zeros, if that of `P` is.
#[derive(Debug)]
pub struct Heap<P: Pages> {
    pages: P,
    regions: Regions,
    page_heap: Alone<Lock<PageHeap>>,
    centrals: [[Alone<Lock<Central>>; Class::COUNT]; NODES],
    mappings: Alone<Lock<Mappings>>,
    large: large::Tables,
    purging: Lock<purge::Progress>,
    /// Quarters of a second, as of the last purge.
    ticks: U32,
    /// Bytes that were given back to the system so far.
    returned: AtomicU64,
    /// True if no mapping is kept for the next large object.
    keeps_none: AtomicBool,
}

impl<P: Pages> Heap<P> {
    /// A heap that has asked for nothing yet.
    pub const fn new(pages: P) -> Self {
        Self {
            pages,
            regions: Regions::new(),
            page_heap: Alone(Lock::new(PageHeap::new())),
            centrals: [const { [const { Alone(Lock::new(Central::new())) }; Class::COUNT] }; NODES],
            mappings: Alone(Lock::new(Mappings::new())),
            large: large::Tables::new(),
            purging: Lock::new(purge::Progress::new()),
            ticks: U32::new(0),
            returned: AtomicU64::new(0),
            keeps_none: AtomicBool::new(false),
        }
    }

    /// The system under this heap.
    pub const fn pages(&self) -> &P {
        &self.pages
    }

    /// Unmaps large objects when they are freed, from now on.
    pub(crate) fn keep_no_mappings(&self) {
        self.keeps_none.store(true, Relaxed);
    }

    /// Counts bytes that the system has got.
    fn note_returned(&self, bytes: usize) {
        self.returned.fetch_add(bytes as u64, Relaxed);
    }

    fn central(&self, class: Class, node: usize) -> Held<'_, Central, P> {
        self.centrals[node % NODES][class.index()].0.lock(&self.pages)
    }

    fn page_heap(&self) -> Held<'_, PageHeap, P> {
        self.page_heap.0.lock(&self.pages)
    }

    /// Fills `out` with objects of `class` and returns how many: fewer only where the system has no more memory, even after
    /// a purge.
    ///
    /// They are of `node`'s spans as long as there is memory for these: the kernel places a page where it is touched
    /// first. Objects of one span come in the order of their addresses.
    ///
    /// # Cost
    /// One lock, and about a nanosecond for each object; a span or a huge page that is needed costs more locks or
    /// system calls.
    pub fn take(&self, class: Class, node: usize, out: &mut [MaybeUninit<NonNull<u8>>]) -> usize {
        let node = node % NODES;
        let mut taken = self.take_once(class, node, out);
        if taken < out.len() {
            self.purge(true);
            taken += self.take_once(class, node, &mut out[taken..]);
        }
        taken
    }

    fn take_once(&self, class: Class, node: usize, out: &mut [MaybeUninit<NonNull<u8>>]) -> usize {
        let (regions, pages, now) = (&self.regions, &self.pages, self.ticks.get());
        let mut central = self.central(class, node);
        let mut taken = 0;
        while taken < out.len() {
            let id =
                central.fullest().or_else(|| self.page_heap().take_span(regions, pages, class, node, now));
            let Some(id) = id else { break };
            let span = regions.span(pages, id);
            let Some(page) = span.page() else { report::corrupted(pages, "a span without pages") };
            let start = regions.address(pages, page);
            taken += span.take(class, start, pages.page_size(), &mut out[taken..]);
            span.since.set(now);
            central.relist(regions, pages, class, id);
        }
        taken
    }

    /// Takes objects of `class` back. A pointer that is not one ends the process with a message.
    ///
    /// # Safety
    /// Nothing accesses the objects any longer.
    ///
    /// # Cost
    /// One lock per node, and a few nanoseconds for each object: its page's entry and its span's record.
    pub unsafe fn give(&self, class: Class, objects: &[NonNull<u8>]) {
        let mut rest = objects;
        while let Some(first) = rest.first() {
            let node = self.node_of(class, first.addr().get());
            let mut central = self.central(class, node);
            while let Some((object, others)) = rest.split_first() {
                if !self.give_one(&mut central, class, node, object.addr().get()) {
                    break;
                }
                rest = others;
            }
        }
    }

    /// Frees one object with its central list's lock; `false` if it is another node's.
    fn give_one(&self, central: &mut Central, class: Class, node: usize, address: usize) -> bool {
        let (regions, pages, now) = (&self.regions, &self.pages, self.ticks.get());
        // With the lock, a span that is of this class and node remains so. Without it, the entries could have been another's.
        let (id, object) = match self.locate_object(class, address) {
            Ok(found) => found,
            Err(misuse) => report::misused(pages, address, misuse),
        };
        let span = regions.span(pages, id);
        if usize::from(span.node.get()) != node {
            return false;
        }
        let was_full = span.live() == class.objects();
        if !span.give(object) {
            report::misused(pages, address, Misuse::Double(class));
        }
        span.since.set(now);
        // One that is in no list and was not full is being purged, and is put back by that thread.
        if was_full || span.list().is_some() {
            self.settle(central, class, id);
        }
        true
    }

    /// Puts a span in its list, or gives it back if it is the second one without objects.
    fn settle(&self, central: &mut Central, class: Class, id: SpanId) {
        let span = self.regions.span(&self.pages, id);
        if span.live() == 0 && central.idle().is_some_and(|other| other != id) {
            central.unlist(&self.regions, &self.pages, id);
            self.page_heap().give_span(&self.regions, &self.pages, id, self.ticks.get());
        } else {
            central.relist(&self.regions, &self.pages, class, id);
        }
    }

    /// The node of the span that an address is in. Without a lock it is a guess, which `give_one` checks.
    fn node_of(&self, class: Class, address: usize) -> usize {
        match self.locate(class, address) {
            Ok((id, ..)) => usize::from(self.regions.span(&self.pages, id).node.get()) % NODES,
            Err(misuse) => report::misused(&self.pages, address, misuse),
        }
    }
}
