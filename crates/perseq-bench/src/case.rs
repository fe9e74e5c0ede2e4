//! The parts of a group of measurements: variants, and a case for each at each number of threads.
//!
//! Each file of `groups/` describes its own groups by these types, and `registry.rs` lists them: this file knows none of them.

use core::fmt;
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use perseq::perseq_core::cpu::{self, CpuSet};
use serde::{Serialize, Serializer};

use crate::parallel::{Run, Times, Width};

/// A group of measurements, as its file describes it.
#[derive(Debug)]
pub(crate) struct Group {
    /// Its name, which is part of the interface.
    pub(crate) name: &'static str,
    /// A line of help.
    pub(crate) help: &'static str,
    /// The operation that it measures, as a heading.
    pub(crate) title: &'static str,
    /// The loop, and how to read the figures.
    pub(crate) explanation: &'static str,
    /// The variant that the others are compared with.
    pub(crate) ours: Variant,
    /// Those that a sentence compares ours with, those first that the talk has a figure for.
    pub(crate) rivals: &'static [Variant],
    pub(crate) runs: Runs,
    /// The cases, and the variants that cannot run here.
    pub(crate) cases: fn(&Place<'_>) -> Cases,
}

/// Cases, and the variants that cannot run.
pub(crate) type Cases = (Vec<Case>, Vec<Skipped>);

impl PartialEq for Group {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// The way in which a group's cases are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Runs {
    /// All in each round.
    Usual,
    /// Its threads are started once for all rounds, so that each number of them is measured for itself.
    KeepThreads,
    /// A run is long whatever its plan, so that there are few.
    Long,
}

/// A way to do a group's operation: one of ours, or a rival.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Variant {
    /// Its name, which is part of the interface.
    pub(crate) name: &'static str,
    /// The talk's figure for it, in nanoseconds on one thread.
    pub(crate) talk: Option<f64>,
}

impl Variant {
    pub(crate) const fn new(name: &'static str) -> Self {
        Self { name, talk: None }
    }

    /// Adds the figure that the talk has for it.
    pub(crate) const fn in_the_talk(self, nanoseconds: f64) -> Self {
        Self { talk: Some(nanoseconds), ..self }
    }

    /// Returns whether it is one of ours.
    pub(crate) fn is_ours(self) -> bool {
        self.name.starts_with("perseq")
    }
}

impl PartialEq for Variant {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl fmt::Display for Variant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name)
    }
}

impl Serialize for Variant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name)
    }
}

/// One variant at one number of threads.
pub(crate) struct Case {
    pub(crate) variant: Variant,
    /// Threads that work at once.
    pub(crate) threads: usize,
    /// Runs it once.
    pub(crate) measure: Box<dyn Fn(Times) -> Measured>,
}

impl Case {
    /// Of a run that has to know how wide it is.
    pub(crate) fn new(variant: Variant, width: Width, measure: fn(Width, Times) -> Measured) -> Self {
        Self { variant, threads: width.threads, measure: Box::new(move |times| measure(width, times)) }
    }
}

/// One run's result.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measured {
    /// CPU time per operation.
    pub(crate) ns_per_op: f64,
    /// Operations that were timed.
    pub(crate) ops: u64,
    /// True if the answer was right: no addition lost, no wrong CPU.
    pub(crate) exact: bool,
    /// See [`parallel::Run::cpu_share`](crate::parallel::Run::cpu_share).
    pub(crate) cpu_share: f64,
    /// By how many KiB the resident memory of the process has grown, where that is what is compared.
    pub(crate) grown: Option<u64>,
}

impl Measured {
    /// Of a run on threads.
    pub(crate) fn of(run: Run, exact: bool) -> Self {
        Self { ns_per_op: run.ns_per_op, ops: run.timed, exact, cpu_share: run.cpu_share, grown: None }
    }
}

/// A variant that cannot run here.
#[derive(Debug, Clone)]
pub(crate) struct Skipped {
    pub(crate) variant: Variant,
    /// Why.
    pub(crate) reason: String,
}

/// The CPUs that cases run on, and the libraries that they may use.
pub(crate) struct Place<'a> {
    /// The CPUs that this process may use.
    pub(crate) allowed: CpuSet,
    /// Directories in which librseq may be.
    pub(crate) librseq: &'a [PathBuf],
}

impl<'a> Place<'a> {
    /// This process's.
    ///
    /// # Errors
    /// When the CPUs that it may use cannot be read.
    pub(crate) fn here(librseq: &'a [PathBuf]) -> Result<Self> {
        let allowed = cpu::allowed().context("cannot tell which CPUs this process may use")?;
        Ok(Self { allowed, librseq })
    }

    /// That many threads on the CPUs that there are.
    pub(crate) fn width(&self, threads: usize) -> Width {
        Width { threads, cpus: self.allowed.len() }
    }

    /// The cases for one thread, all CPUs busy, and four threads per CPU.
    pub(crate) fn at_all_widths(&self, cases: impl Fn(Width) -> Vec<Case>) -> Vec<Case> {
        let cpus = self.allowed.len();
        let mut widths = vec![1, cpus, 4 * cpus];
        widths.dedup();
        widths.into_iter().flat_map(|threads| cases(self.width(threads))).collect()
    }

    /// Those; nothing is missing.
    pub(crate) fn all(&self, cases: impl Fn(Width) -> Vec<Case>) -> Cases {
        (self.at_all_widths(cases), Vec::new())
    }
}
