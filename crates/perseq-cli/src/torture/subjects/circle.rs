//! Elements that go round, and how stale one may be that a reader holds, counted in grace periods.
//!
//! One element is current, and each grace period makes those that were replaced one older, until they may be used again. A reader that
//! has found an element finds its age at most 1 as long as it is inside, since at most the grace period before its replacement is over; a
//! 2 is a grace period that did not wait for it. Elements are never freed, so a wrong grace period is seen and is no wild access.

use std::sync::atomic::{
    AtomicUsize,
    Ordering::{Acquire, Relaxed, Release},
};

/// The age at which an element is used again.
const OLD: usize = 10;
/// Elements: enough for each age, and one that is current.
const ELEMENTS: usize = OLD + 2;

/// The elements: all zero bytes are a circle that [`begin`](Self::begin) makes one.
#[repr(C)]
pub(super) struct Circle {
    /// How many grace periods ago each element was replaced, at least 1 from then on.
    ages: [AtomicUsize; ELEMENTS],
    current: AtomicUsize,
}

impl Circle {
    pub(super) const fn new() -> Self {
        Self { ages: [const { AtomicUsize::new(0) }; ELEMENTS], current: AtomicUsize::new(0) }
    }

    /// All elements but the current one are old.
    pub(super) fn begin(&self) {
        self.ages[1..].iter().for_each(|age| age.store(OLD, Relaxed));
    }

    /// The element that a reader finds.
    pub(super) fn find(&self) -> usize {
        // Acquire: sees the age that the element had when it became current.
        self.current.load(Acquire)
    }

    /// Returns whether an element that was found by a reader that is still inside is older than it can be.
    pub(super) fn is_stale(&self, element: usize) -> bool {
        self.ages[element].load(Relaxed) > 1
    }

    /// Replaces the current element: what was current and what is now. `None` if there is no old one, which is wrong. Only one
    /// replaces at a time.
    pub(super) fn replace(&self) -> Option<(usize, usize)> {
        let next = self.ages.iter().position(|age| age.load(Relaxed) >= OLD)?;
        self.ages[next].store(0, Relaxed);
        // Release: a reader that finds it sees that it is new.
        let before = self.current.swap(next, Release);
        self.ages[before].store(1, Relaxed);
        Some((before, next))
    }

    /// A grace period is over: everything but the `current` element is older.
    pub(super) fn age(&self, current: usize) {
        for (_, age) in self.ages.iter().enumerate().filter(|(element, _)| *element != current) {
            age.store(age.load(Relaxed).saturating_add(1).min(OLD), Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_that_two_grace_periods_did_not_wait_for_is_noticed() {
        let circle = Circle::new();
        circle.begin();
        let found = circle.find();
        let (before, next) = circle.replace().unwrap();
        assert_eq!(before, found);
        assert!(!circle.is_stale(found), "the grace period of before its end may be over");
        circle.age(next);
        assert!(circle.is_stale(found));
        (0..OLD).for_each(|_| circle.age(next));
        assert!(circle.replace().is_some(), "old elements are used again");
    }
}
