//! What the walk has reached, and what must not be left out.

use std::collections::BTreeSet;

use super::{elf::Section, trap::Trial};

/// Failures that are shown; the rest is counted.
const SHOWN: usize = 5;

/// Counts of one walk.
pub(super) struct Report<'a> {
    sections: &'a [Section],
    /// Whether sections by concurrency id can be reached on this kernel.
    all: bool,
    /// Boundaries at which each section was interrupted, the one behind its commit among them.
    reached: Vec<BTreeSet<usize>>,
    /// Boundaries in loops at which each section was interrupted on the last pass.
    last_passes: Vec<BTreeSet<usize>>,
    /// How often each section, resumed after a conflict, gave a wrong result.
    wrong: Vec<usize>,
    resumed: Vec<usize>,
    traps: usize,
    aborts: usize,
    checks: usize,
    failures: Vec<String>,
}

impl<'a> Report<'a> {
    pub(super) fn new(sections: &'a [Section], all: bool) -> Self {
        let none = vec![0; sections.len()];
        let reached = vec![BTreeSet::new(); sections.len()];
        let (traps, aborts, checks, failures) = (0, 0, 0, Vec::new());
        let last_passes = reached.clone();
        Self {
            sections,
            all,
            reached,
            last_passes,
            wrong: none.clone(),
            resumed: none,
            traps,
            aborts,
            checks,
            failures,
        }
    }

    pub(super) fn ran(&mut self, trial: &Trial<'_>) {
        self.traps += trial.traps.get();
        self.aborts += trial.aborts.get();
    }

    pub(super) fn reached(&mut self, section: usize, address: usize) {
        self.reached[section].insert(address);
    }

    pub(super) fn reached_last_pass(&mut self, section: usize, address: usize) {
        self.last_passes[section].insert(address);
    }

    pub(super) fn resumed(&mut self, section: usize, is_wrong: bool) {
        self.resumed[section] += 1;
        self.wrong[section] += usize::from(is_wrong);
    }

    pub(super) fn checked(&mut self, verdict: Result<(), String>, what: impl FnOnce() -> String) {
        self.checks += 1;
        if let Err(error) = verdict {
            self.failures.push(format!("{}: {error}", what()));
        }
    }

    /// Prints the counts; panics if anything was wrong, or left out, or did not happen at all.
    pub(super) fn finish(mut self, scenarios: usize) {
        let mut boundaries = 0;
        let (mut walked, mut passes) = (0, 0);
        for (n, section) in self.sections.iter().enumerate() {
            if section.by_concurrency_id && !self.all {
                continue;
            }
            walked += 1;
            boundaries += section.boundaries.len() + 1;
            for &address in section.boundaries.iter().chain([&section.post_commit]) {
                let is_in_loop = section.loops.iter().any(|&(first, jump)| (first..=jump).contains(&address));
                passes += usize::from(is_in_loop);
                let place =
                    || format!("{:#x} of {:#x} ({})", address - section.start, section.start, section.symbol);
                if !self.reached[n].contains(&address) {
                    self.failures.push(format!("no scenario reaches {}", place()));
                }
                if is_in_loop && !self.last_passes[n].contains(&address) {
                    self.failures.push(format!("no scenario reaches the last pass of {}", place()));
                }
            }
            if self.resumed[n] > 0 && self.wrong[n] == 0 {
                self.failures
                    .push(format!("{} needs no restart: its scenarios prove nothing", section.symbol));
            }
        }
        let (traps, aborts, checks) = (self.traps, self.aborts, self.checks);
        let wrong: usize = self.wrong.iter().sum();
        let resumed: usize = self.resumed.iter().sum();
        println!(
            "sections {walked}, boundaries {boundaries} ({passes} in loops), scenarios {scenarios}, traps {traps}, aborts {aborts}, \
             results checked {checks}"
        );
        println!("without the restart, {wrong} of {resumed} trials give a wrong result");
        for failure in self.failures.iter().take(SHOWN) {
            println!("FAILED {failure}");
        }
        assert!(self.failures.is_empty(), "{} failures", self.failures.len());
        for (count, what) in [
            (walked, "sections"),
            (boundaries, "boundaries"),
            (scenarios, "scenarios"),
            (traps, "traps"),
            (aborts, "aborts"),
            (passes, "boundaries in loops"),
            (wrong, "wrong results without the restart"),
        ] {
            assert!(count > 0, "no {what}: nothing was proved");
        }
    }
}
