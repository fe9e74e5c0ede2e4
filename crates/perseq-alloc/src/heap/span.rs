//! Spans: objects of one class side by side, and a bitmap, out of line, of those in use.

use core::{mem::MaybeUninit, num::NonZeroU32, ptr::NonNull};

use super::{
    bits::PageSet,
    index::{Id, PageId},
    list::Links,
    table::Record,
};
use crate::{
    cells::{U8, U16, U32, U64},
    classes::{Class, OBJECTS, PAGE},
};

const WORDS: usize = OBJECTS / 64;
/// Parts of a span that can be given back one by one.
const GRANULES: usize = 64;

/// The list of spans with no object in use.
pub(crate) const IDLE: usize = 8;
/// Lists of spans: by eighths of their objects in use, and the idle ones.
pub(crate) const LISTS: usize = 9;

/// A span's record. Changed with the lock of its class and node.
#[derive(Debug)]
#[repr(C, align(32))]
pub(crate) struct Span {
    /// One bit per object: in use.
    bits: [U64; WORDS],
    /// One bit per granule: without memory.
    bare: U64,
    pub(crate) links: Links,
    /// Its first page, as a link.
    page: U32,
    /// When objects of it were taken or given last, in the heap's ticks.
    pub(crate) since: U32,
    live: U16,
    /// Its class's number and 1; 0 of a record that no span uses.
    class: U8,
    pub(crate) node: U8,
    /// The list that it is in, and 1; 0 of one that is in none: full, or being given back in part.
    list: U8,
}

// SAFETY: atomic integers, all of which may be 0; nothing to drop.
unsafe impl Record for Span {}

/// Bytes of a granule, as an exponent: a 64th of the span, and no less than a page of the system.
fn granule_shift(class: Class, page_size: usize) -> u32 {
    (class.span_bytes() / GRANULES).max(page_size).ilog2()
}

/// The granules from the one that has byte `from` to the one that has byte `to - 1`.
fn granules(from: usize, to: usize, shift: u32) -> u64 {
    let (first, last) = (from >> shift, (to - 1) >> shift);
    (u64::MAX >> (63 - (last - first))) << first
}

impl Span {
    #[inline]
    pub(crate) fn class(&self) -> Option<Class> {
        Class::from_index(usize::from(self.class.get()).checked_sub(1)?)
    }

    #[inline]
    pub(crate) fn page(&self) -> Option<PageId> {
        NonZeroU32::new(self.page.get()).map(PageId::from_link)
    }

    /// Objects in use.
    #[inline]
    pub(crate) fn live(&self) -> usize {
        usize::from(self.live.get())
    }

    #[inline]
    pub(crate) fn list(&self) -> Option<usize> {
        usize::from(self.list.get()).checked_sub(1)
    }

    #[inline]
    pub(crate) fn set_list(&self, list: Option<usize>) {
        self.list.set(list.map_or(0, |list| list as u8 + 1));
    }

    /// The list that it should be in; none if it is full.
    #[inline]
    pub(crate) fn fitting_list(&self, class: Class) -> Option<usize> {
        match self.live() {
            0 => Some(IDLE),
            live if live == class.objects() => None,
            live => Some((live as u32 * 8 / class.objects() as u32) as usize),
        }
    }

    /// The next record that no span uses.
    #[inline]
    pub(crate) fn next_free(&self) -> u32 {
        self.page.get()
    }

    #[inline]
    pub(crate) fn set_next_free(&self, next: u32) {
        self.page.set(next);
    }

    /// Becomes the record of a span without objects in use.
    pub(crate) fn begin(&self, class: Class, node: usize, page: PageId, is_bare: bool) {
        self.page.set(page.link().get());
        self.node.set(node as u8);
        self.live.set(0);
        self.list.set(0);
        self.bare.set(if is_bare { u64::MAX } else { 0 });
        self.class.set(class.entry());
    }

    /// Ceases to be one: the class and the first page that it had.
    pub(crate) fn end(&self) -> Option<(Class, PageId)> {
        let was = self.class().zip(self.page());
        self.class.set(0);
        was
    }

    /// Which pages of its huge page, in which it begins at `start`, have no memory.
    pub(crate) fn bare_pages(&self, class: Class, start: usize, page_size: usize) -> PageSet {
        let bare = self.bare.get();
        let shift = granule_shift(class, page_size);
        let mut set = PageSet::NONE;
        if bare != 0 {
            for page in 0..class.span_bytes() / PAGE {
                let of_page = granules(page * PAGE, (page + 1) * PAGE, shift);
                if bare & of_page == of_page {
                    set = set.or(PageSet::run(start + page, 1));
                }
            }
        }
        set
    }

    /// Takes free objects, those with the lowest addresses first, until `out` is full: how many.
    #[inline]
    pub(crate) fn take(
        &self,
        class: Class,
        start: NonNull<u8>,
        page_size: usize,
        out: &mut [MaybeUninit<NonNull<u8>>],
    ) -> usize {
        let (objects, size) = (class.objects(), class.size());
        let shift = granule_shift(class, page_size);
        let mut bare = self.bare.get();
        let mut places = out.iter_mut();
        let mut taken = 0;
        'words: for word in 0..objects.div_ceil(64) {
            let mut used = self.bits[word].get();
            let mut free = !used & in_word(objects, word);
            while free != 0 {
                let Some(place) = places.next() else {
                    self.bits[word].set(used);
                    break 'words;
                };
                let bit = free & free.wrapping_neg();
                used |= bit;
                free ^= bit;
                let offset = (word * 64 + bit.trailing_zeros() as usize) * size;
                if bare != 0 {
                    bare &= !granules(offset, offset + size, shift);
                }
                place.write(start.map_addr(|address| address.saturating_add(offset)));
                taken += 1;
            }
            self.bits[word].set(used);
        }
        self.bare.set(bare);
        self.live.set((self.live() + taken) as u16);
        taken
    }

    /// Frees an object; `false` if it is free.
    #[must_use]
    #[inline]
    pub(crate) fn give(&self, object: usize) -> bool {
        let word = &self.bits[object / 64];
        let bit = 1 << (object % 64);
        let used = word.get();
        if used & bit == 0 {
            return false;
        }
        word.set(used & !bit);
        self.live.set(self.live.get() - 1);
        true
    }

    /// Returns whether an object is in use.
    #[inline]
    pub(crate) fn is_used(&self, object: usize) -> bool {
        self.bits[object / 64].get() & (1 << (object % 64)) != 0
    }

    /// Granules that have memory and no object in use.
    fn holes(&self, class: Class, page_size: usize) -> u64 {
        let shift = granule_shift(class, page_size);
        let bytes = class.span_bytes();
        if bytes < page_size {
            return 0;
        }
        let mut occupied = self.bare.get();
        for word in 0..class.objects().div_ceil(64) {
            let mut used = self.bits[word].get();
            while used != 0 {
                let offset = (word * 64 + used.trailing_zeros() as usize) * class.size();
                occupied |= granules(offset, offset + class.size(), shift);
                used &= used - 1;
            }
        }
        !occupied & granules(0, bytes, shift)
    }

    /// Gives the memory of granules without an object in use back, by `release`, which is told offset and length. The
    /// caller has seen to it that no object is taken during the call. The bytes given back.
    pub(crate) fn release_holes(
        &self,
        class: Class,
        page_size: usize,
        mut release: impl FnMut(usize, usize) -> bool,
    ) -> usize {
        let shift = granule_shift(class, page_size);
        let mut holes = self.holes(class, page_size);
        let mut bytes = 0;
        while holes != 0 {
            let first = holes.trailing_zeros();
            let count = (holes >> first).trailing_ones();
            let run = (u64::MAX >> (64 - count)) << first;
            let length = (count as usize) << shift;
            if release((first as usize) << shift, length) {
                self.bare.set(self.bare.get() | run);
                bytes += length;
            }
            holes &= !run;
        }
        bytes
    }

    /// Bytes that have no memory.
    pub(crate) fn bare_bytes(&self, class: Class, page_size: usize) -> usize {
        let shift = granule_shift(class, page_size);
        ((self.bare.get() & granules(0, class.span_bytes(), shift)).count_ones() as usize) << shift
    }
}

/// The bits of a word that are objects'.
fn in_word(objects: usize, word: usize) -> u64 {
    match objects - word * 64 {
        left if left >= 64 => u64::MAX,
        left => (1 << left) - 1,
    }
}
