//! Results of earlier searches of a range that have found no room, so that no later one looks there again.
//!
//! Items of some words that are aligned to a cache line leave gaps in which none of them fits. A search that began at the first gap
//! each time would look at every item of the range, and making n of them would cost n² looks.

use core::mem::size_of;

/// A search: so many units in a row, the first of which is a multiple of `align`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Search {
    pub(super) units: usize,
    pub(super) align: usize,
}

/// That `units` units in a row start nowhere below `from`, at multiples of an alignment. Zeroes say nothing.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Known {
    units: u16,
    from: u16,
}

/// Alignments, by their logarithm: up to a page of 4096 bytes.
const ALIGNS: usize = (super::MAX_ALIGN / super::UNIT).ilog2() as usize + 1;
/// Sizes, by their logarithm.
const SIZES: usize = (super::STRIDE / super::UNIT).ilog2() as usize + 1;
const _: () = assert!(super::STRIDE / super::UNIT <= u16::MAX as usize && size_of::<Known>() == 4);

/// The knowledge for each alignment and size. Zeroes are nothing.
#[repr(transparent)]
#[derive(Debug)]
pub(super) struct Searched([[Known; SIZES]; ALIGNS]);

impl Searched {
    #[cfg(test)]
    const fn new() -> Self {
        Self([[Known { units: 0, from: 0 }; SIZES]; ALIGNS])
    }

    fn known(&mut self, search: Search) -> &mut Known {
        &mut self.0[search.align.ilog2() as usize][search.units.ilog2() as usize]
    }

    /// The place before which a search need not begin.
    pub(super) fn start(&mut self, search: Search) -> usize {
        let known = *self.known(search);
        if usize::from(known.units) <= search.units { known.from.into() } else { 0 }
    }

    /// A search has found no room below `end`, apart from what it has taken there.
    pub(super) fn note(&mut self, search: Search, end: usize) {
        let known = self.known(search);
        // If a smaller one finds no room, a larger one finds none either.
        if known.from == 0 || search.units <= known.units.into() {
            *known = Known { units: search.units as u16, from: end as u16 };
        }
    }

    /// Units from `first` on are free again.
    pub(super) fn forget(&mut self, first: usize) {
        for known in self.0.as_flattened_mut() {
            // Units in a row that have one of these start no further before it.
            let start = first.saturating_sub(usize::from(known.units).saturating_sub(1));
            known.from = known.from.min(start as u16);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::vec::Vec;

    use proptest::prelude::*;

    use super::{super::bitmap::Bitmap, *};

    const UNITS: usize = 3 * 64;

    #[test]
    fn gaps_between_items_are_not_looked_at_again() {
        // A queue of 8 words: its items start at every 16th unit, and none fits between two.
        let (mut map, mut searched) = (Bitmap::<512>::new(), Searched::new());
        let search = Search { units: 11, align: 8 };
        let mut end = 0;
        while let Some(first) = map.find_free(searched.start(search), search.units, search.align) {
            assert_eq!(searched.start(search), end);
            map.insert(first, search.units);
            end = first + search.units;
            searched.note(search, end);
        }
        assert_eq!(end, 32_768 - 16 + 11);
        // Units that were freed are found.
        map.remove(160, search.units);
        searched.forget(160);
        assert_eq!(map.find_free(searched.start(search), search.units, search.align), Some(160));
    }

    proptest! {
        /// Room is found where a search from the start would find it.
        #[test]
        #[cfg_attr(miri, ignore = "thousands of steps a case, and nothing unsafe")]
        fn a_search_that_leaves_out_what_is_known_finds_the_same(
            steps in prop::collection::vec((1_usize..40, 0_u32..5, 0_usize..4), 1..300)
        ) {
            let (mut map, mut searched) = (Bitmap::<3>::new(), Searched::new());
            let mut live = Vec::new();
            for (units, align, releases) in steps {
                let search = Search { units, align: 1 << align };
                let start = searched.start(search);
                let found = map.find_free(start, units, search.align);
                prop_assert_eq!(found, map.find_free(0, units, search.align));
                searched.note(search, found.map_or(UNITS, |first| first + units));
                if let Some(first) = found {
                    map.insert(first, units);
                    live.push((first, units));
                }
                for _ in 1..releases {
                    if !live.is_empty() {
                        let (first, units) = live.swap_remove(live.len() / 2);
                        map.remove(first, units);
                        searched.forget(first);
                    }
                }
            }
        }
    }
}
