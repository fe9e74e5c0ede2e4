//! What the walk has reached, and what must not be left out.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::atomic::Ordering::SeqCst,
};

use crate::{
    scenario::Full,
    trap::Told,
    walk::{Kind, Section},
};

/// Failures that are shown; the rest is counted.
const SHOWN: usize = 10;

/// Counts of one walk.
pub(crate) struct Report {
    /// Which sections were walked with a buffer of which sort.
    walked: BTreeSet<(usize, Full)>,
    kinds: BTreeSet<(Kind, Full)>,
    /// Boundaries at which each section was interrupted.
    reached: Vec<BTreeSet<usize>>,
    /// How often each section, resumed after a conflict, gave a wrong result, and how often it was resumed.
    wrong: Vec<usize>,
    resumed: Vec<usize>,
    trials: usize,
    aborts: u64,
    failures: Vec<String>,
}

impl Report {
    pub(crate) fn new(sections: usize) -> Self {
        let none = vec![0; sections];
        Self {
            walked: BTreeSet::new(),
            kinds: BTreeSet::new(),
            reached: vec![BTreeSet::new(); sections],
            wrong: none.clone(),
            resumed: none,
            trials: 0,
            aborts: 0,
            failures: Vec::new(),
        }
    }

    /// Whether the section is to be walked with such a buffer, and then whether everything is to be tried: it is the first one of its
    /// kind.
    pub(crate) fn begin(&mut self, section: usize, kind: Kind, full: Full) -> Option<bool> {
        self.walked.insert((section, full)).then(|| self.kinds.insert((kind, full)))
    }

    /// Whether the section was right whenever it was resumed.
    pub(crate) fn lacks_wrong(&self, section: usize) -> bool {
        self.wrong[section] == 0
    }

    pub(crate) fn ran(&mut self, told: &Told) {
        self.trials += 1;
        self.aborts += told.aborts().load(SeqCst);
    }

    pub(crate) fn reached(&mut self, section: usize, address: usize) {
        self.reached[section].insert(address);
    }

    pub(crate) fn resumed(&mut self, section: usize, is_wrong: bool) {
        self.resumed[section] += 1;
        self.wrong[section] += usize::from(is_wrong);
    }

    pub(crate) fn checked(&mut self, verdict: Result<(), String>, what: &str) {
        if let Err(error) = verdict {
            self.failures.push(format!("{what}: {error}"));
        }
    }

    /// Prints the counts; panics if anything was wrong, or left out, or did not happen at all.
    pub(crate) fn finish(mut self, sections: &[Section]) {
        let mut kinds: BTreeMap<Kind, usize> = BTreeMap::new();
        for (n, section) in sections.iter().enumerate() {
            if self.reached[n].is_empty() {
                continue;
            }
            *kinds.entry(section.kind).or_default() += 1;
            let missed: Vec<usize> = section
                .places()
                .filter(|place| !self.reached[n].contains(place) && !section.is_of_bytes(*place))
                .map(|place| place - section.start)
                .collect();
            if !missed.is_empty() {
                self.failures.push(format!("{:?} {n}: not reached at {missed:?}", section.kind));
            }
            // An addition is one instruction: it is right whoever resumes it. What is claimed is for snapshots: no event tells of it.
            if matches!(section.kind, Kind::Append | Kind::Switch) && self.wrong[n] == 0 {
                self.failures
                    .push(format!("{:?} {n}: resumed and right {} times", section.kind, self.resumed[n]));
            }
        }
        let boundaries: usize = self.reached.iter().map(BTreeSet::len).sum();
        let (wrong, resumed): (usize, usize) = (self.wrong.iter().sum(), self.resumed.iter().sum());
        println!(
            "{} trials, {} aborts, at {boundaries} boundaries of {kinds:?}, of {} sections; {wrong} of {resumed} resumed ones are wrong",
            self.trials,
            self.aborts,
            sections.len()
        );
        let failed = self.failures.len();
        assert!(failed == 0, "{failed} failures:\n{}", self.failures[..failed.min(SHOWN)].join("\n"));
        assert!(
            self.aborts > 0 && kinds.len() == 4,
            "append, claim, switch and count are interrupted: {kinds:?}"
        );
    }
}
