//! The last pass of a loop.
//!
//! A breakpoint in a loop traps on the first pass, and a trap aborts the section, so no breakpoint that is there
//! from the beginning is met on a later one. But the loops of sections copy: here the section copies its own code onto
//! itself, with a breakpoint in it, arranged so that the byte of the breakpoint is written just before the
//! last pass comes to it.

use super::{
    Place, Walk,
    scenario::{Copier, Scenario},
    text::Breakpoint,
    trap::Mode,
};

/// Words are copied eight bytes at a time.
const WORD: usize = 8;

impl Walk<'_> {
    /// Interrupts `section` on the last pass of each of its loops: words are copied first, then bytes.
    pub(super) fn last_passes(&mut self, scenario: &Scenario, copier: &Copier, section: usize) {
        self.report.must_reach_last_passes(section);
        let loops = self.sections[section].loops.clone();
        let passes = [(copier.in_words, WORD), (copier.in_words + copier.in_bytes, 1)];
        assert_eq!(loops.len(), passes.len(), "{}: a loop over words and one over bytes", scenario.name);
        for (&(first, jump), (end, step)) in loops.iter().zip(passes) {
            let it = &self.sections[section];
            let inside: Vec<usize> =
                it.boundaries.iter().copied().filter(|at| (first..=jump).contains(at)).collect();
            for (n, &address) in inside.iter().enumerate() {
                // A load, the store, and the rest. The code before the store's end is written by the pass before.
                let offset = if n < 2 { end - 2 * step } else { end - step };
                for conflict in &scenario.conflicts {
                    for mode in [Mode::Handler, Mode::Migrate] {
                        if !mode.moves() || self.home != self.away {
                            let place = Place {
                                scenario,
                                conflict,
                                mode,
                                trail: &[],
                                before: &[],
                                section,
                                address,
                                copies: false,
                            };
                            self.last_pass(&place, copier, offset);
                        }
                    }
                }
            }
        }
    }

    /// One trial: the breakpoint is the byte at `offset` of what is copied.
    fn last_pass(&mut self, place: &Place<'_>, copier: &Copier, offset: usize) {
        let destination = place.address - offset;
        let len = copier.in_words + copier.in_bytes;
        // SAFETY: code of this program: the section and a few bytes around it.
        let code = unsafe { std::slice::from_raw_parts(destination as *const u8, len) };
        let original = code.to_vec();
        let source = Box::into_raw(original.clone().into_boxed_slice());
        let plant = || vec![Breakpoint::prepare(place.address, source.cast::<u8>().wrapping_add(offset))];
        let hit = self.trial(place, plant, || (copier.victim)(destination, source.cast()));
        assert!(hit, "{}: the last pass was not interrupted", place.scenario.name);
        assert_eq!(code, original, "{}: the code is as it was", place.scenario.name);
        self.report.reached_last_pass(place.section, place.address);
        // SAFETY: made above.
        drop(unsafe { Box::from_raw(source) });
    }
}
