//! The page heap: runs of pages, from the fullest huge page that has one.
//!
//! Huge pages that are nearly full stay so, and those that are nearly empty drain, until they can be given back whole.

use super::{
    NODES,
    bits::PageSet,
    index::{HugeId, PAGES, PageId, SpanId},
    list::List,
    region::Regions,
    tracker::{BARE, LISTS, list_of},
};
use crate::{
    classes::{Class, PAGE},
    pages::Pages,
    report,
};

/// The lists of huge pages, and counts.
#[derive(Debug)]
pub(crate) struct PageHeap {
    lists: [[List; LISTS]; NODES],
    pub(crate) counts: Counts,
}

/// Pages of all regions that have memory or could have it at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) huge: usize,
    pub(crate) used: usize,
    /// Without memory.
    pub(crate) bare: usize,
}

impl PageHeap {
    pub(crate) const fn new() -> Self {
        Self {
            lists: [const { [const { List::EMPTY }; LISTS] }; NODES],
            counts: Counts { huge: 0, used: 0, bare: 0 },
        }
    }

    /// A span of `class`, whose record says so, of pages of `node` if there are, else of another.
    pub(crate) fn take_span<P: Pages>(
        &mut self,
        regions: &Regions,
        pages: &P,
        class: Class,
        node: usize,
        now: u32,
    ) -> Option<SpanId> {
        let order = class.span_order();
        let (page, is_bare) = self.take(regions, pages, order, node, now)?;
        let Some(id) = regions.take_record(pages, page) else {
            self.give(regions, pages, page, PageSet::NONE, order, now);
            return None;
        };
        regions.span(pages, id).begin(class, node, page, is_bare);
        regions.describe(page, 1 << order, Some((class, id)));
        Some(id)
    }

    /// Takes a span that has no objects apart.
    pub(crate) fn give_span<P: Pages>(&mut self, regions: &Regions, pages: &P, id: SpanId, now: u32) {
        let span = regions.span(pages, id);
        let Some((class, page)) = span.end() else { report::corrupted(pages, "a span of no class") };
        let order = class.span_order();
        regions.describe(page, 1 << order, None);
        let bare = span.bare_pages(class, page.huge().1, pages.page_size());
        regions.give_record(pages, id);
        self.give(regions, pages, page, bare, order, now);
    }

    /// 2^`order` pages that start at a multiple of that, and whether none has memory.
    fn take<P: Pages>(
        &mut self,
        regions: &Regions,
        pages: &P,
        order: u32,
        node: usize,
        now: u32,
    ) -> Option<(PageId, bool)> {
        let huge = self
            .fullest(order, node)
            .or_else(|| self.lists[node][BARE].first())
            .or_else(|| self.fresh(regions, pages, node))
            .or_else(|| {
                let mut others = (0..NODES).filter(|&other| other != node);
                others
                    .find_map(|other| self.fullest(order, other).or_else(|| self.lists[other][BARE].first()))
            })?;
        let tracker = regions.tracker(pages, huge);
        let start = PageSet::ALL
            .without(tracker.used())
            .find(order)
            .unwrap_or_else(|| report::corrupted(pages, "a huge page in a list that it does not fit"));
        let run = PageSet::run(start, 1 << order);
        let bare = tracker.bare();
        let is_bare = bare.and(run) == run;
        // On a system with larger pages, the neighbours get memory as well.
        let touched = run.groups(group(pages), false);
        tracker.set_used(tracker.used().or(run));
        tracker.set_bare(bare.without(touched));
        tracker.since.set(now);
        self.counts.used += 1 << order;
        self.counts.bare -= bare.and(touched).count();
        self.relist(regions, pages, huge);
        Some((huge.page(start), is_bare))
    }

    /// The fullest huge page with such a run; among these, the one whose longest run is the shortest.
    fn fullest(&self, order: u32, node: usize) -> Option<HugeId> {
        let lists = &self.lists[node];
        (0..8)
            .rev()
            .find_map(|eighths| (order as usize..9).find_map(|order| lists[list_of(order, eighths)].first()))
    }

    fn fresh<P: Pages>(&mut self, regions: &Regions, pages: &P, node: usize) -> Option<HugeId> {
        let huge = regions.take_huge(pages)?;
        let tracker = regions.tracker(pages, huge);
        tracker.node.set(node as u8);
        tracker.set_used(PageSet::NONE);
        tracker.set_bare(PageSet::ALL);
        self.counts.huge += 1;
        self.counts.bare += PAGES;
        self.relist(regions, pages, huge);
        Some(huge)
    }

    /// Gives a run back, of which the pages `bare` (numbered in the huge page) have no memory.
    fn give<P: Pages>(
        &mut self,
        regions: &Regions,
        pages: &P,
        page: PageId,
        bare: PageSet,
        order: u32,
        now: u32,
    ) {
        let (huge, start) = page.huge();
        let bare = bare.groups(group(pages), true);
        let tracker = regions.tracker(pages, huge);
        tracker.set_used(tracker.used().without(PageSet::run(start, 1 << order)));
        tracker.set_bare(tracker.bare().or(bare));
        tracker.since.set(now);
        self.counts.used -= 1 << order;
        self.counts.bare += bare.count();
        self.relist(regions, pages, huge);
    }

    fn relist<P: Pages>(&mut self, regions: &Regions, pages: &P, huge: HugeId) {
        let tracker = regions.tracker(pages, huge);
        let (old, new) = (tracker.list(), tracker.fitting_list());
        if old == new {
            return;
        }
        let lists = &mut self.lists[usize::from(tracker.node.get())];
        let links = |huge| &regions.tracker(pages, huge).links;
        if let Some(old) = old {
            lists[old].remove(huge, links);
        }
        if let Some(new) = new {
            lists[new].push(huge, links);
        }
        tracker.set_list(new);
    }

    /// Free pages of a huge page that have memory, which are in use until [`end_release`](Self::end_release). Those that
    /// may be given back: all of them if `everything`, else those of a huge page that was left alone long enough.
    pub(crate) fn begin_release<P: Pages>(
        &mut self,
        regions: &Regions,
        pages: &P,
        huge: HugeId,
        may: impl Fn(usize, u32) -> bool,
    ) -> PageSet {
        let tracker = regions.tracker(pages, huge);
        let free = PageSet::ALL.without(tracker.used()).groups(group(pages), true);
        let backed = free.without(tracker.bare()).groups(group(pages), false);
        if backed.is_empty() || !may(tracker.used().count(), tracker.since.get()) {
            return PageSet::NONE;
        }
        tracker.set_used(tracker.used().or(backed));
        self.relist(regions, pages, huge);
        backed
    }

    /// Ends what `begin_release` began: of its result, `released` has no memory now. Their bytes.
    pub(crate) fn end_release<P: Pages>(
        &mut self,
        regions: &Regions,
        pages: &P,
        huge: HugeId,
        taken: PageSet,
        released: PageSet,
    ) -> usize {
        let tracker = regions.tracker(pages, huge);
        let fresh = released.without(tracker.bare()).count();
        tracker.set_used(tracker.used().without(taken));
        tracker.set_bare(tracker.bare().or(released));
        self.counts.bare += fresh;
        self.relist(regions, pages, huge);
        fresh * PAGE
    }
}

/// Pages of the heap in one page of the system: what can be given back at once.
fn group<P: Pages>(pages: &P) -> usize {
    (pages.page_size() / PAGE).max(1)
}
