//! The record of one huge page.

use super::{bits::PageSet, list::Links, table::Record};
use crate::cells::{U8, U32, U64};

/// Lists of trackers: by the longest free run (9 lengths) and how full (8), and those without any memory.
pub(crate) const LISTS: usize = 9 * 8 + 1;
/// The list of huge pages that are free and have no memory.
pub(crate) const BARE: usize = LISTS - 1;

/// A huge page's tracker. Changed with the page heap's lock.
#[derive(Debug)]
#[repr(C, align(64))]
pub(crate) struct Tracker {
    pub(crate) links: Links,
    /// When pages of it were taken or given last, in the heap's ticks.
    pub(crate) since: U32,
    /// The list that it is in, and 1; 0 of a full one, which is in none.
    list: U8,
    pub(crate) node: U8,
    used: [U64; 4],
    /// Pages without memory. A page that is taken gets memory at its first access, and is not one of these.
    bare: [U64; 4],
}

// SAFETY: atomic integers, all of which may be 0; nothing to drop.
unsafe impl Record for Tracker {}

fn get(words: &[U64; 4]) -> PageSet {
    PageSet(core::array::from_fn(|word| words[word].get()))
}

fn set(words: &[U64; 4], pages: PageSet) {
    for (word, bits) in words.iter().zip(pages.0) {
        word.set(bits);
    }
}

impl Tracker {
    #[inline]
    pub(crate) fn used(&self) -> PageSet {
        get(&self.used)
    }

    #[inline]
    pub(crate) fn set_used(&self, pages: PageSet) {
        set(&self.used, pages);
    }

    #[inline]
    pub(crate) fn bare(&self) -> PageSet {
        get(&self.bare)
    }

    #[inline]
    pub(crate) fn set_bare(&self, pages: PageSet) {
        set(&self.bare, pages);
    }

    /// The list that it is in.
    #[inline]
    pub(crate) fn list(&self) -> Option<usize> {
        usize::from(self.list.get()).checked_sub(1)
    }

    #[inline]
    pub(crate) fn set_list(&self, list: Option<usize>) {
        self.list.set(list.map_or(0, |list| list as u8 + 1));
    }

    /// The list that it should be in.
    #[inline]
    pub(crate) fn fitting_list(&self) -> Option<usize> {
        let used = self.used();
        if used.is_empty() && self.bare() == PageSet::ALL {
            return Some(BARE);
        }
        let order = PageSet::ALL.without(used).largest()?;
        Some(list_of(order as usize, used.count() / 32))
    }
}

/// The list of trackers whose longest free run has 2^`order` pages, and of which `eighths` are in use.
pub(crate) fn list_of(order: usize, eighths: usize) -> usize {
    order * 8 + eighths
}
