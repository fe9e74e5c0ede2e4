//! Memory that goes back to the system: free huge pages, free parts of others, holes in spans, kept mappings.

use core::ptr::NonNull;

use super::{
    Heap,
    bits::PageSet,
    index::{HugeId, PAGES, SpanId},
    region::Place,
};
use crate::{classes::PAGE, pages::Pages};

/// Milliseconds of a tick, as an exponent: a quarter of a second.
const TICK_SHIFT: u32 = 8;
/// Ticks that a free huge page, a kept mapping and a span without objects are left alone: 1 s.
const WHOLE_AGE: u32 = 4;
/// Ticks that a span has not been used before its holes go: 2 s.
const HOLE_AGE: u32 = 8;
/// Ticks that a huge page has not been used before its free parts go: 10 s. It costs the huge mapping, if the system made one.
const PART_AGE: u32 = 40;

/// Spans that a tick looks at, and huge pages: those of 64 MiB to 512 MiB, and of 2 GiB.
const SPANS_PER_TICK: usize = 8192;
const HUGE_PER_TICK: usize = 1024;

/// From where the next tick looks.
#[derive(Debug)]
pub(crate) struct Progress {
    span: Place,
    huge: Place,
}

impl Progress {
    pub(crate) const fn new() -> Self {
        Self { span: (0, 0), huge: (0, 0) }
    }
}

impl<P: Pages> Heap<P> {
    /// Gives memory back that is free, and returns how many bytes: all of it if `everything`. Else it is a tick, which a caller
    /// makes a few times a second: free huge pages and kept mappings after 1 s; holes in spans that are at most half full, after 2 s without
    /// use; free parts of huge pages that are at most half full, after 10 s.
    ///
    /// A tick while another thread purges does nothing.
    ///
    /// # Cost
    /// A system call for each run of free memory; a look at each span and huge page. A tick looks at 8192 spans and
    /// 1024 huge pages; the next one continues there.
    pub fn purge(&self, everything: bool) -> usize {
        let mut purging = if everything {
            self.purging.lock(&self.pages)
        } else {
            let Some(purging) = self.purging.try_lock(&self.pages) else { return 0 };
            purging
        };
        self.ticks.set((self.pages.now() >> TICK_SHIFT) as u32);
        let mut bytes = self.purge_mappings(if everything { 0 } else { WHOLE_AGE });
        if everything {
            *purging = Progress::new();
        }
        let (spans, huge_pages) =
            if everything { (usize::MAX, usize::MAX) } else { (SPANS_PER_TICK, HUGE_PER_TICK) };
        let (mut span, mut huge) = ((0, 0), (0, 0));
        for (number, id) in self.regions.spans(purging.span).enumerate() {
            if number == spans {
                span = (id.region(), id.index());
                break;
            }
            bytes += self.purge_span(id, everything);
        }
        for (number, id) in self.regions.huge_pages(purging.huge).enumerate() {
            if number == huge_pages {
                huge = (id.region(), id.index());
                break;
            }
            bytes += self.purge_huge(id, everything);
        }
        *purging = Progress { span, huge };
        self.note_returned(bytes);
        bytes
    }

    fn age(&self, since: u32) -> u32 {
        self.ticks.get().wrapping_sub(since)
    }

    fn purge_span(&self, id: SpanId, everything: bool) -> usize {
        let (regions, pages) = (&self.regions, &self.pages);
        let span = regions.span(pages, id);
        let may = |live: usize, objects: usize| {
            let age = if live == 0 { WHOLE_AGE } else { HOLE_AGE };
            everything && live < objects || live <= objects / 2 && self.age(span.since.get()) >= age
        };
        // A look without the lock: most spans are left alone.
        let Some(class) = span.class().filter(|class| may(span.live(), class.objects())) else { return 0 };
        let node = usize::from(span.node.get());
        let mut central = self.central(class, node);
        let is_same = span.class() == Some(class) && usize::from(span.node.get()) == node;
        if !is_same || span.list().is_none() || !may(span.live(), class.objects()) {
            return 0;
        }
        central.unlist(regions, pages, id);
        if span.live() == 0 {
            self.page_heap().give_span(regions, pages, id, self.ticks.get());
            return 0;
        }
        drop(central);
        // In no list, nothing of it is taken. A free during this only clears bits that were looked at already, or shows
        // another hole.
        let Some(page) = span.page() else { return 0 };
        let start = regions.address(pages, page);
        let bytes = span.release_holes(class, pages.page_size(), |offset, length| {
            // SAFETY: no object that is in use lies there, and none is taken before the span is in a list again.
            unsafe { pages.release(start.map_addr(|address| address.saturating_add(offset)), length) }
        });
        let mut central = self.central(class, node);
        self.settle(&mut central, class, id);
        bytes
    }

    fn purge_huge(&self, huge: HugeId, everything: bool) -> usize {
        let (regions, pages) = (&self.regions, &self.pages);
        let may = |used: usize, since: u32| match used {
            _ if everything => true,
            0 => self.age(since) >= WHOLE_AGE,
            used => used <= PAGES / 2 && self.age(since) >= PART_AGE,
        };
        // A look without the lock: most huge pages are left alone.
        let tracker = regions.tracker(pages, huge);
        if tracker.used().or(tracker.bare()) == PageSet::ALL {
            return 0;
        }
        let taken = self.page_heap().begin_release(regions, pages, huge, may);
        if taken.is_empty() {
            return 0;
        }
        let start = regions.address(pages, huge.page(0));
        let mut released = PageSet::NONE;
        for (page, count) in taken.runs() {
            let run: NonNull<u8> = start.map_addr(|address| address.saturating_add(page * PAGE));
            // SAFETY: these pages are free, and marked as in use, so that none is taken until `end_release`.
            if unsafe { pages.release(run, count * PAGE) } {
                released = released.or(PageSet::run(page, count));
            }
        }
        self.page_heap().end_release(regions, pages, huge, taken, released)
    }
}
