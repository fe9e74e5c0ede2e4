//! Which units of a range are in use: a bit each, first fit.

/// A set of `WORDS * 64` units.
#[repr(transparent)]
#[derive(Debug)]
pub(super) struct Bitmap<const WORDS: usize>([u64; WORDS]);

impl<const WORDS: usize> Bitmap<WORDS> {
    /// How many units there are.
    pub(super) const UNITS: usize = WORDS * 64;

    #[cfg(test)]
    pub(super) const fn new() -> Self {
        Self([0; WORDS])
    }

    pub(super) fn contains(&self, unit: usize) -> bool {
        self.0[unit / 64] >> (unit % 64) & 1 == 1
    }

    pub(super) fn insert(&mut self, first: usize, len: usize) {
        self.each_word(first, len, |word, mask| *word |= mask);
    }

    pub(super) fn remove(&mut self, first: usize, len: usize) {
        self.each_word(first, len, |word, mask| *word &= !mask);
    }

    /// The first run of `len` free units that starts at or after `from`, at a multiple of `align`.
    pub(super) fn find_free(&self, from: usize, len: usize, align: usize) -> Option<usize> {
        let mut first = from.next_multiple_of(align);
        while first + len <= Self::UNITS {
            match self.last_used(first, len) {
                None => return Some(first),
                Some(used) => first = (used + 1).next_multiple_of(align),
            }
        }
        None
    }

    /// Returns whether none of `len` units from `first` is in use.
    pub(super) fn is_free(&self, first: usize, len: usize) -> bool {
        self.last_used(first, len).is_none()
    }

    /// The last unit in use among `len` from `first`.
    fn last_used(&self, first: usize, len: usize) -> Option<usize> {
        let mut end = first + len;
        while end > first {
            let index = (end - 1) / 64;
            let start = first.max(index * 64);
            let used = self.0[index] & mask(start % 64, end - start);
            if used != 0 {
                return Some(index * 64 + used.ilog2() as usize);
            }
            end = start;
        }
        None
    }

    fn each_word(&mut self, first: usize, len: usize, mut change: impl FnMut(&mut u64, u64)) {
        let (mut start, end) = (first, first + len);
        while start < end {
            let stop = end.min((start / 64 + 1) * 64);
            change(&mut self.0[start / 64], mask(start % 64, stop - start));
            start = stop;
        }
    }
}

/// `len` bits from bit `first`; they are in one word, and at least one.
const fn mask(first: usize, len: usize) -> u64 {
    (u64::MAX >> (64 - len)) << first
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_run_may_cross_words_and_fill_the_whole() {
        let mut map = Bitmap::<3>::new();
        assert_eq!(map.find_free(0, 192, 1), Some(0));
        assert_eq!(map.find_free(0, 193, 1), None);
        map.insert(60, 10);
        assert_eq!(map.find_free(0, 60, 1), Some(0));
        assert_eq!(map.find_free(0, 61, 1), Some(70));
        assert_eq!(map.find_free(0, 61, 64), Some(128));
        map.remove(60, 10);
        assert_eq!(map.find_free(0, 192, 1), Some(0));
    }

    proptest! {
        /// Against a plain vector of flags.
        #[test]
        #[cfg_attr(miri, ignore = "thousands of steps a case, and nothing unsafe")]
        fn first_fit_is_what_a_linear_search_finds(
            steps in proptest::collection::vec((1_usize..40, 0_u32..5, any::<bool>()), 1..60),
        ) {
            const UNITS: usize = 192;
            let mut map = Bitmap::<3>::new();
            let mut model = [false; UNITS];
            let mut live = Vec::new();
            for (len, align, release) in steps {
                let align = 1 << align;
                let expected = (0..UNITS).step_by(align)
                    .find(|&at| at + len <= UNITS && !model[at..at + len].contains(&true));
                let found = map.find_free(0, len, align);
                prop_assert_eq!(found, expected);
                if let Some(at) = found {
                    map.insert(at, len);
                    model[at..at + len].fill(true);
                    live.push((at, len));
                }
                if release && !live.is_empty() {
                    let (at, len) = live.swap_remove(live.len() / 2);
                    map.remove(at, len);
                    model[at..at + len].fill(false);
                }
                for (unit, &used) in model.iter().enumerate() {
                    prop_assert_eq!(map.contains(unit), used);
                }
            }
        }
    }
}
