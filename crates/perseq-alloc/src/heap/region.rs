//! Regions: reserved address space, cut into huge pages, and the tables about them.
//!
//! ```text
//! ┌ huge page ┬ huge page ┬ … ┬ trackers ┬ class of each page ┬ span of each page ┬ spans' records ┐
//! ```
//!
//! Memory comes from the start of each part as it is needed. A region is never given back, so a number of a record is
//! good for ever, and looking an address up takes no lock.

use core::{
    ptr::{self, NonNull},
    sync::atomic::{
        AtomicPtr, AtomicUsize,
        Ordering::{Acquire, Relaxed, Release},
    },
};

use super::{
    index::{HUGE, HugeId, Id, PAGES, PageId, REGION_HUGE, REGIONS, SpanId},
    span::Span,
    table::Table,
    tracker::Tracker,
};
use crate::{
    cells::{U8, U32, Usize},
    classes::{Class, PAGE},
    pages::Pages,
    report,
};

/// The smallest region that is worth its tables.
const SMALLEST: usize = 4 << 20;

#[derive(Debug)]
struct Region {
    base: AtomicPtr<u8>,
    /// Bytes of its huge pages, and of the whole reservation.
    bytes: Usize,
    reserved: Usize,
    /// Huge pages that have memory.
    huge: Usize,
    /// Records of spans that were ever used, and the first one that is used no longer.
    spans: Usize,
    free_span: U32,
    trackers: Table<Tracker>,
    classes: Table<U8>,
    owners: Table<U32>,
    records: Table<Span>,
}

impl Region {
    const fn new() -> Self {
        Self {
            base: AtomicPtr::new(ptr::null_mut()),
            bytes: Usize::new(0),
            reserved: Usize::new(0),
            huge: Usize::new(0),
            spans: Usize::new(0),
            free_span: U32::new(0),
            trackers: Table::new(),
            classes: Table::new(),
            owners: Table::new(),
            records: Table::new(),
        }
    }
}

/// A region's number, and a record's in it.
pub(crate) type Place = (usize, usize);

/// The first region, if it has the size that was asked for: all that `free` has to read but the page's class, in one line.
#[derive(Debug)]
#[repr(align(64))]
struct First {
    base: AtomicPtr<u8>,
    /// Bytes from its start that have memory; 0 where the first region is a smaller one.
    limit: AtomicUsize,
    /// The class of each page.
    classes: AtomicPtr<U8>,
}

/// All regions. Methods that say "with the page heap's lock" change them.
#[derive(Debug)]
pub(crate) struct Regions {
    first: First,
    regions: [Region; REGIONS],
    count: AtomicUsize,
}

impl Regions {
    pub(crate) const fn new() -> Self {
        Self {
            first: First {
                base: AtomicPtr::new(ptr::null_mut()),
                limit: AtomicUsize::new(0),
                classes: AtomicPtr::new(ptr::null_mut()),
            },
            regions: [const { Region::new() }; REGIONS],
            count: AtomicUsize::new(0),
        }
    }

    #[inline]
    fn present(&self) -> &[Region] {
        &self.regions[..self.count.load(Acquire)]
    }

    /// The entry of the page that an address is in, if that is in the first region: 0, or the class of the span there, plus 1.
    #[inline(always)]
    pub(crate) fn entry_at(&self, address: usize) -> Option<u8> {
        let limit = self.first.limit.load(Acquire);
        let offset = address.wrapping_sub(self.first.base.load(Relaxed).addr());
        if offset < limit {
            // SAFETY: pages below the limit have entries, from `classes` on.
            let entry = unsafe { self.first.classes.load(Relaxed).add(offset / PAGE) };
            // SAFETY: they have memory, and are accessed as `U8` only.
            return Some(unsafe { &*entry }.get());
        }
        None
    }

    /// The class of the objects in the page that an address is in, if a span lies there.
    #[inline]
    pub(crate) fn class_at(&self, address: usize) -> Option<Class> {
        match self.entry_at(address) {
            Some(entry) => described(entry),
            None => self.class_of(self.page_of(address)?),
        }
    }

    /// The page that an address is in.
    #[inline]
    pub(crate) fn page_of(&self, address: usize) -> Option<PageId> {
        let limit = self.first.limit.load(Acquire);
        let offset = address.wrapping_sub(self.first.base.load(Relaxed).addr());
        if offset < limit { Some(PageId::new(0, offset / PAGE)) } else { self.page_elsewhere(address) }
    }

    #[cold]
    fn page_elsewhere(&self, address: usize) -> Option<PageId> {
        self.present().iter().enumerate().find_map(|(number, region)| {
            let offset = address.wrapping_sub(region.base.load(Relaxed).addr());
            (offset < region.bytes.get()).then(|| PageId::new(number, offset / PAGE))
        })
    }

    /// The class of the objects in a page, if a span lies there.
    #[inline]
    pub(crate) fn class_of(&self, page: PageId) -> Option<Class> {
        described(self.regions[page.region()].classes.get(page.index())?.get())
    }

    /// The span that a page is of.
    #[inline]
    pub(crate) fn span_of(&self, page: PageId) -> Option<SpanId> {
        let owner = self.regions[page.region()].owners.get(page.index())?.get();
        core::num::NonZeroU32::new(owner).map(SpanId::from_link)
    }

    /// The address of a page.
    pub(crate) fn address<P: Pages>(&self, pages: &P, page: PageId) -> NonNull<u8> {
        let base = self.regions[page.region()].base.load(Relaxed);
        // No access: an address in the region's reservation, with its provenance.
        NonNull::new(base.wrapping_add(page.index() * PAGE))
            .unwrap_or_else(|| report::corrupted(pages, "a page of a region that is not there"))
    }

    pub(crate) fn tracker<P: Pages>(&self, pages: &P, huge: HugeId) -> &Tracker {
        self.regions[huge.region()]
            .trackers
            .get(huge.index())
            .unwrap_or_else(|| report::corrupted(pages, "the number of a huge page"))
    }

    pub(crate) fn span<P: Pages>(&self, pages: &P, span: SpanId) -> &Span {
        self.regions[span.region()]
            .records
            .get(span.index())
            .unwrap_or_else(|| report::corrupted(pages, "the number of a span"))
    }

    /// Every huge page that has memory, from the one at `from` on.
    #[inline]
    pub(crate) fn huge_pages(&self, from: Place) -> impl Iterator<Item = HugeId> {
        self.places(from, |region| region.huge.get()).map(|(number, index)| HugeId::new(number, index))
    }

    /// Every span's record that was ever used, from the one at `from` on.
    #[inline]
    pub(crate) fn spans(&self, from: Place) -> impl Iterator<Item = SpanId> {
        self.places(from, |region| region.spans.get()).map(|(number, index)| SpanId::new(number, index))
    }

    fn places(&self, from: Place, count: impl Fn(&Region) -> usize) -> impl Iterator<Item = Place> {
        self.present().iter().enumerate().skip(from.0).flat_map(move |(number, region)| {
            let first = if number == from.0 { from.1 } else { 0 };
            (first..count(region)).map(move |index| (number, index))
        })
    }

    /// Bytes of the tables that have memory; bytes of address space.
    pub(crate) fn sizes(&self) -> (usize, usize) {
        self.present().iter().fold((0, 0), |(tables, reserved), region| {
            let these = region.trackers.memory()
                + region.classes.memory()
                + region.owners.memory()
                + region.records.memory();
            (tables + these, reserved + region.reserved.get())
        })
    }

    /// One more huge page with memory. With the page heap's lock.
    pub(crate) fn take_huge<P: Pages>(&self, pages: &P) -> Option<HugeId> {
        loop {
            let number = self.present().len();
            if let Some(number) = number.checked_sub(1) {
                let region = &self.regions[number];
                let index = region.huge.get();
                if (index + 1) * HUGE <= region.bytes.get() {
                    let all = (index + 1) * PAGES;
                    let have_room = region.trackers.grow(pages, index + 1)
                        && region.classes.grow(pages, all)
                        && region.owners.grow(pages, all);
                    let huge = HugeId::new(number, index);
                    let start = self.address(pages, huge.page(0));
                    // SAFETY: the region's next huge page, inside of its reservation.
                    if !have_room || !unsafe { pages.commit(start, HUGE) } {
                        return None;
                    }
                    region.huge.set(index + 1);
                    if number == 0 && region.bytes.get() == P::FIRST_REGION {
                        self.first.base.store(region.base.load(Relaxed), Relaxed);
                        self.first.classes.store(region.classes.start(), Relaxed);
                        self.first.limit.store((index + 1) * HUGE, Release);
                    }
                    return Some(huge);
                }
            }
            if !self.reserve(pages, number) {
                return None;
            }
        }
    }

    /// One more region.
    ///
    /// A process under a limit of address space (RLIMIT_AS) does not get the first size. It then gets small ones, as
    /// many bytes each as all before, so that most of what is allowed stays for the program's other mappings.
    fn reserve<P: Pages>(&self, pages: &P, number: usize) -> bool {
        let Some(region) = self.regions.get(number) else { return false };
        let before: usize = self.present().iter().map(|region| region.bytes.get()).sum();
        let smallest = SMALLEST.min(P::FIRST_REGION);
        let mut wish = if before >= P::FIRST_REGION { P::FIRST_REGION } else { before.max(4 * smallest) };
        if number == 0 {
            wish = P::FIRST_REGION;
        }
        let (start, bytes) = loop {
            let bytes = wish.min(REGION_HUGE * HUGE);
            if let Some(start) = pages.reserve(Self::reservation(bytes), HUGE) {
                break (start, bytes);
            }
            if wish <= smallest {
                return false;
            }
            // From the first size at once to the small ones: halves of it would leave nothing to others.
            wish = if wish > 16 * smallest { 16 * smallest } else { wish / 2 };
        };
        let huge = bytes / HUGE;
        let mut offset = bytes;
        let mut next = |bytes: usize| {
            let part = start.map_addr(|address| address.saturating_add(offset));
            offset += bytes;
            part
        };
        let parts = (
            next(Table::<Tracker>::bytes(huge)),
            next(Table::<U8>::bytes(huge * PAGES)),
            next(Table::<U32>::bytes(huge * PAGES)),
            next(Table::<Span>::bytes(huge * PAGES)),
        );
        debug_assert_eq!(offset, Self::reservation(bytes));
        // SAFETY: the parts follow each other in the new reservation, which nothing else knows of, and is kept.
        unsafe { region.trackers.place(parts.0, huge) };
        // SAFETY: as for the trackers: this part is the table's alone.
        unsafe { region.classes.place(parts.1, huge * PAGES) };
        // SAFETY: as for the trackers: this part is the table's alone.
        unsafe { region.owners.place(parts.2, huge * PAGES) };
        // SAFETY: as for the trackers: this part is the table's alone.
        unsafe { region.records.place(parts.3, huge * PAGES) };
        region.bytes.set(bytes);
        region.reserved.set(Self::reservation(bytes));
        region.base.store(start.as_ptr(), Relaxed);
        self.count.store(number + 1, Release);
        true
    }

    fn reservation(bytes: usize) -> usize {
        let huge = bytes / HUGE;
        bytes
            + Table::<Tracker>::bytes(huge)
            + Table::<U8>::bytes(huge * PAGES)
            + Table::<U32>::bytes(huge * PAGES)
            + Table::<Span>::bytes(huge * PAGES)
    }

    /// A record for a span in this page's region. With the page heap's lock.
    pub(crate) fn take_record<P: Pages>(&self, pages: &P, page: PageId) -> Option<SpanId> {
        let region = &self.regions[page.region()];
        if let Some(link) = core::num::NonZeroU32::new(region.free_span.get()) {
            let span = SpanId::from_link(link);
            region.free_span.set(self.span(pages, span).next_free());
            return Some(span);
        }
        let index = region.spans.get();
        region.records.grow(pages, index + 1).then(|| {
            region.spans.set(index + 1);
            SpanId::new(page.region(), index)
        })
    }

    /// Keeps a record that no span uses any longer. With the page heap's lock.
    pub(crate) fn give_record<P: Pages>(&self, pages: &P, span: SpanId) {
        let region = &self.regions[span.region()];
        self.span(pages, span).set_next_free(region.free_span.get());
        region.free_span.set(span.link().get());
    }

    /// Says of `count` pages from `first` which span lies there, if one does.
    #[inline]
    pub(crate) fn describe(&self, first: PageId, count: usize, span: Option<(Class, SpanId)>) {
        let region = &self.regions[first.region()];
        let (class, owner) = span.map_or((0, 0), |(class, span)| (class.entry(), span.link().get()));
        for index in first.index()..first.index() + count {
            if let (Some(class_of), Some(owner_of)) = (region.classes.get(index), region.owners.get(index)) {
                owner_of.set(owner);
                class_of.set(class);
            }
        }
    }
}

/// The class that a page's entry says.
#[inline(always)]
fn described(entry: u8) -> Option<Class> {
    Class::from_index(usize::from(entry).wrapping_sub(1))
}
