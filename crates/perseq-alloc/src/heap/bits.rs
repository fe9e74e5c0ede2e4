//! Sets of a huge page's 256 pages.

use super::index::PAGES;

const WORDS: usize = PAGES / 64;

/// A set of pages of one huge page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PageSet(pub(crate) [u64; WORDS]);

impl PageSet {
    pub(crate) const NONE: Self = Self([0; WORDS]);
    pub(crate) const ALL: Self = Self([u64::MAX; WORDS]);

    /// `count` pages from `start`.
    #[inline]
    pub(crate) fn run(start: usize, count: usize) -> Self {
        let mut set = Self::NONE;
        for (word, bits) in set.0.iter_mut().enumerate() {
            let from = start.max(word * 64);
            let to = (start + count).min((word + 1) * 64);
            if from < to {
                *bits = (u64::MAX >> (64 - (to - from))) << (from - word * 64);
            }
        }
        set
    }

    #[inline]
    fn zip(self, other: Self, both: impl Fn(u64, u64) -> u64) -> Self {
        Self(core::array::from_fn(|word| both(self.0[word], other.0[word])))
    }

    #[inline]
    pub(crate) fn and(self, other: Self) -> Self {
        self.zip(other, |one, two| one & two)
    }

    #[inline]
    pub(crate) fn or(self, other: Self) -> Self {
        self.zip(other, |one, two| one | two)
    }

    #[inline]
    pub(crate) fn without(self, other: Self) -> Self {
        self.zip(other, |one, two| one & !two)
    }

    #[inline]
    pub(crate) fn count(self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }

    #[inline]
    pub(crate) fn is_empty(self) -> bool {
        self == Self::NONE
    }

    /// The pages of those groups of `group` pages (a power of two) that `this` has in part or, if `whole`, as a whole.
    pub(crate) fn groups(self, group: usize, whole: bool) -> Self {
        if group == 1 {
            return self;
        }
        let mut set = Self::NONE;
        for start in (0..PAGES).step_by(group) {
            let run = Self::run(start, group);
            let common = self.and(run);
            if common == run || !whole && !common.is_empty() {
                set = set.or(run);
            }
        }
        set
    }

    /// The first run of 2^`order` pages of this set that starts at a multiple of its length.
    #[inline]
    pub(crate) fn find(self, order: u32) -> Option<usize> {
        if order >= 6 {
            let words = 1 << (order - 6);
            return (0..WORDS).step_by(words).find_map(|word| {
                let run = &self.0[word..word + words];
                run.iter().all(|&bits| bits == u64::MAX).then_some(word * 64)
            });
        }
        (0..WORDS).find_map(|word| {
            let runs = aligned_runs(self.0[word], order);
            (runs != 0).then(|| word * 64 + runs.trailing_zeros() as usize)
        })
    }

    /// The greatest order that [`find`](Self::find) finds; `None` of an empty set.
    pub(crate) fn largest(self) -> Option<u32> {
        (0..=PAGES.ilog2()).rev().find(|&order| self.find(order).is_some())
    }

    /// Runs of consecutive pages, each as its start and length.
    pub(crate) fn runs(self) -> impl Iterator<Item = (usize, usize)> {
        let has = move |page: usize| self.0[page / 64] & (1 << (page % 64)) != 0;
        let mut at = 0;
        core::iter::from_fn(move || {
            while at < PAGES && !has(at) {
                at += 1;
            }
            let start = at;
            while at < PAGES && has(at) {
                at += 1;
            }
            (start < at).then_some((start, at - start))
        })
    }
}

/// The starts of aligned runs of 2^`order` ones, `order` below 6.
fn aligned_runs(bits: u64, order: u32) -> u64 {
    let mut runs = bits;
    for half in 0..order {
        runs &= runs >> (1 << half);
    }
    // Every 2^order-th bit.
    runs & (u64::MAX / (u64::MAX >> (64 - (1 << order))))
}
