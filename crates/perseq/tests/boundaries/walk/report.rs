//! The boundaries that the walk has reached, and those that must not be left out.

use std::collections::BTreeSet;

use perseq::perseq_core::guard;

use super::{
    arch,
    elf::Section,
    trap::{Mode, Trial},
};

/// Failures that are shown; the rest is counted.
const SHOWN: usize = 20;

/// Counts of one walk.
pub(super) struct Report<'a> {
    sections: &'a [Section],
    /// True if sections by concurrency id can be reached on this kernel.
    all: bool,
    /// Boundaries at which each section was interrupted, the one after its commit among them.
    reached: Vec<BTreeSet<usize>>,
    /// Boundaries in loops at which each section was interrupted on the last pass.
    last_passes: Vec<BTreeSet<usize>>,
    /// How often each section, resumed after a conflict, gave a wrong result.
    wrong: Vec<usize>,
    resumed: Vec<usize>,
    /// Sections whose loop over bytes is never reached, and those whose last passes can be.
    dead_loops: BTreeSet<usize>,
    copiers: BTreeSet<usize>,
    traps: usize,
    aborts: usize,
    checks: usize,
    starved: usize,
    failures: Vec<String>,
}

impl<'a> Report<'a> {
    pub(super) fn new(sections: &'a [Section], all: bool) -> Self {
        let (none, never) = (vec![0; sections.len()], vec![BTreeSet::new(); sections.len()]);
        Self {
            sections,
            all,
            reached: never.clone(),
            last_passes: never,
            wrong: none.clone(),
            resumed: none,
            dead_loops: BTreeSet::new(),
            copiers: BTreeSet::new(),
            traps: 0,
            aborts: 0,
            checks: 0,
            starved: 0,
            failures: Vec::new(),
        }
    }

    pub(super) fn ran(&mut self, trial: &Trial<'_>) {
        self.traps += trial.traps.get();
        self.aborts += trial.aborts.get();
    }

    /// Counts trials in which no section ever committed.
    pub(super) fn starved(&mut self, trials: usize) {
        self.starved += trials;
    }

    pub(super) fn reached(&mut self, section: usize, address: usize) {
        self.reached[section].insert(address);
    }

    /// Returns whether the walk would fail, or prove less, without a trial like this: the boundary was not reached yet, the section
    /// gave no wrong result yet when it was resumed, or nothing was starved.
    pub(super) fn lacks(&self, section: usize, address: usize, mode: Mode) -> bool {
        match mode {
            Mode::ResumeHere | Mode::ResumeElsewhere => self.wrong[section] == 0,
            Mode::Starve => self.starved == 0,
            Mode::Handler | Mode::Migrate => !self.reached[section].contains(&address),
        }
    }

    pub(super) fn reached_last_pass(&mut self, section: usize, address: usize) {
        self.last_passes[section].insert(address);
    }

    /// Says that `section` copies whole words only, so that its second loop, over bytes, is never reached.
    pub(super) fn has_dead_loop(&mut self, section: usize) {
        self.dead_loops.insert(section);
    }

    /// Says that the last passes of the loops of `section` can be arranged, and so must be reached.
    pub(super) fn must_reach_last_passes(&mut self, section: usize) {
        self.copiers.insert(section);
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
        let mut covered = Covered::default();
        for n in 0..self.sections.len() {
            if self.all || !self.sections[n].by_concurrency_id {
                self.cover(n, &mut covered);
            }
        }
        let Covered { sections, boundaries, passes, dead, copies } = covered;
        let (traps, aborts, checks) = (self.traps, self.aborts, self.checks);
        let refusals = guard::stats().refusals;
        let (wrong, resumed): (usize, usize) = (self.wrong.iter().sum(), self.resumed.iter().sum());
        println!(
            "sections {sections}, boundaries {boundaries}, scenarios {scenarios}, traps {traps}, aborts {aborts}\n\
             {checks} results checked; {passes} boundaries in loops also on the last pass; {dead} more boundaries \
             copy single bytes, which copies of words never do\n\
             {refusals} attempts ran into a guard and waited; {} operations were never let commit, and took the slow path\n\
             without the restart, {wrong} of {resumed} results would be wrong",
            self.starved
        );
        if copies > 0 {
            println!(
                "{copies} of the sections are copies that only an optimised build has, on slow paths: not walked"
            );
        }
        for failure in self.failures.iter().take(SHOWN) {
            println!("FAILED {failure}");
        }
        assert!(self.failures.is_empty(), "{} failures", self.failures.len());
        for (count, what) in [
            (sections, "sections"),
            (boundaries, "boundaries"),
            (scenarios, "scenarios"),
            (traps, "traps"),
            (aborts, "aborts"),
            (passes + usize::from(!arch::COPIES_ITSELF), "last passes"),
            (usize::try_from(refusals).unwrap_or(usize::MAX), "attempts that ran into a guard"),
            (self.starved, "slow paths"),
            (wrong, "wrong results without the restart"),
        ] {
            assert!(count > 0, "no {what}: nothing was proved");
        }
    }

    /// Checks that everything of section `n` was reached.
    fn cover(&mut self, n: usize, covered: &mut Covered) {
        let section = &self.sections[n];
        let is_in = |address: &usize, &(first, jump): &(usize, usize)| (first..=jump).contains(address);
        covered.sections += 1;
        if self.reached[n].is_empty() && !cfg!(debug_assertions) {
            // Optimised, a section is also where slow paths have taken it to that nothing here leads to.
            covered.copies += 1;
            return;
        }
        if self.reached[n].is_empty() {
            return self
                .failures
                .push(format!("no scenario reaches {:#x} ({})", section.start, section.symbol));
        }
        for address in &section.places().collect::<Vec<_>>() {
            let at = address.cast_signed() - section.start.cast_signed();
            if self.reached[n].contains(address) {
                covered.boundaries += 1;
            } else if self.dead_loops.contains(&n)
                && section.loops.get(1).is_some_and(|it| is_in(address, it))
            {
                covered.dead += 1;
            } else {
                self.failures
                    .push(format!("no scenario reaches {at:+} of {:#x} ({})", section.start, section.symbol));
            }
            let is_in_loop = section.loops.iter().any(|it| is_in(address, it));
            if is_in_loop && self.last_passes[n].contains(address) {
                covered.passes += 1;
            } else if is_in_loop && self.copiers.contains(&n) {
                self.failures
                    .push(format!("no last pass of {at:+} of {:#x} ({})", section.start, section.symbol));
            }
        }
        if self.resumed[n] > 0 && self.wrong[n] == 0 {
            self.failures.push(format!("{} needs no restart: its scenarios prove nothing", section.symbol));
        }
    }
}

/// The parts of all sections that were reached.
#[derive(Default)]
struct Covered {
    sections: usize,
    boundaries: usize,
    /// Boundaries of loops that were reached on the last pass, too.
    passes: usize,
    /// Boundaries that no caller can reach.
    dead: usize,
    /// Sections of an optimised program that were not reached. None in a plain one.
    copies: usize,
}
