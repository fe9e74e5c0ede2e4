//! A first look at a trace, before anything of it is written: which slices of a thread are not nested, and which have no end.
//!
//! A track's slices are a stack for Perfetto: an end is the end of the last one that has begun. Slices that are not nested need tracks of their own, and
//! one that never ends would hold those after it. Both are known at the end of the trace only.

use std::collections::{HashMap, HashSet};

use super::tracks::Place;

/// So many slices of a track are open at once: Perfetto shows no more.
const DEEPEST: usize = 512;

/// A slice that has begun.
#[derive(Debug, Clone, Copy)]
struct Open {
    name: usize,
    /// The number of the beginning, of all of the trace.
    number: u64,
    /// Slices under it have ended, or one of the same name has begun.
    passed: bool,
}

/// Slices so far.
#[derive(Debug, Default)]
pub(super) struct Survey {
    tracks: HashMap<Place, Vec<Open>>,
    begun: u64,
    /// Ends of slices that had begun before others which were still open: by these others' beginnings.
    across: HashMap<u64, Vec<usize>>,
    crossing: HashSet<usize>,
    endless: Vec<u64>,
}

/// The results.
#[derive(Debug, Default)]
pub(super) struct Shape {
    /// Names of slices that are not nested.
    crossing: HashSet<usize>,
    /// Beginnings that are no slices, in their order.
    endless: Vec<u64>,
}

impl Survey {
    /// A slice of that name begins on a track.
    pub(super) fn begin(&mut self, track: Place, name: usize) {
        let open = self.tracks.entry(track).or_default();
        open.iter_mut().filter(|slice| slice.name == name).for_each(|slice| slice.passed = true);
        if open.len() == DEEPEST {
            let oldest = open.remove(0);
            self.across.remove(&oldest.number);
            self.endless.push(oldest.number);
        }
        open.push(Open { name, number: self.begun, passed: false });
        self.begun += 1;
    }

    /// The last slice of that name ends there, if there is one.
    pub(super) fn end(&mut self, track: Place, name: usize) {
        let Some(open) = self.tracks.get_mut(&track) else { return };
        let Some(place) = open.iter().rposition(|slice| slice.name == name) else { return };
        for above in &mut open[place + 1..] {
            above.passed = true;
            if !self.crossing.contains(&name) && !self.crossing.contains(&above.name) {
                self.across.entry(above.number).or_default().push(name);
            }
        }
        let ended = open.remove(place);
        // It has an end after all: so it was in the way of those.
        self.crossing.extend(self.across.remove(&ended.number).into_iter().flatten());
    }

    /// At the trace's end: a slice that is open stays so, unless others have ended or begun in its place.
    pub(super) fn finish(self) -> Shape {
        let Self { tracks, mut endless, crossing, .. } = self;
        let open = tracks.into_values().flatten();
        endless.extend(open.filter(|slice| slice.passed).map(|slice| slice.number));
        endless.sort_unstable();
        Shape { crossing, endless }
    }
}

impl Shape {
    /// Returns whether slices of that name have tracks of their own.
    pub(super) fn crosses(&self, name: usize) -> bool {
        self.crossing.contains(&name)
    }

    /// Returns whether a slice begins with that beginning.
    pub(super) fn is_slice(&self, number: u64) -> bool {
        self.endless.binary_search(&number).is_err()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Looks at slices of one track: small letters begin what capital ones end.
    fn look(text: &str) -> Shape {
        let mut survey = Survey::default();
        for letter in text.bytes() {
            let name = usize::from(letter.to_ascii_lowercase());
            if letter.is_ascii_lowercase() {
                survey.begin(Place::Cpus, name)
            } else {
                survey.end(Place::Cpus, name)
            }
        }
        survey.finish()
    }

    #[test]
    fn slices_that_are_nested_share_a_track() {
        for nested in ["aAbB", "abBA", "aaAA", "abBcCA", "Aab", ""] {
            let shape = look(nested);
            assert!(shape.crossing.is_empty() && shape.endless.is_empty(), "{nested}: {shape:?}");
        }
    }

    #[test]
    fn of_two_slices_that_cross_one_has_its_own_track() {
        let shape = look("abAB");
        assert!(shape.crosses(usize::from(b'a')) && !shape.crosses(usize::from(b'b')), "{shape:?}");
        assert_eq!(look("abABabAB").crossing.len(), 1);
    }

    #[test]
    fn a_slice_without_end_is_in_no_other_ones_way() {
        let shape = look("abAaA");
        assert!(shape.crossing.is_empty() && !shape.is_slice(1) && shape.is_slice(2), "{shape:?}");
        // The last one is under way.
        let shape = look("aaabB");
        assert_eq!(shape.endless, [0, 1]);
        let shape = look(&"a".repeat(DEEPEST + 2));
        assert_eq!(shape.endless.len(), DEEPEST + 1);
    }
}
