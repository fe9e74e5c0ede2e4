//! The results of a run of `perseq bench`, as they are written to JSON and read by the table and the page.
//!
//! The names of fields, groups and variants are part of the tool's interface.

use serde::Serialize;

use super::{group::Group, stats, talk};
use crate::{machine::Machine, text::grouped};

/// With a smaller share of the CPUs than this, a figure says more about the neighbours.
const UNDISTURBED: f64 = 0.85;

/// Differences below this share are not spoken of as differences.
const SAME: f64 = 0.05;

/// Everything.
#[derive(Debug, Serialize)]
pub(crate) struct Results {
    /// The machine that it was measured on.
    pub(crate) machine: Machine,
    /// The rows that were measured.
    pub(crate) results: Vec<Row>,
    /// The variants that could not be measured here.
    pub(crate) skipped: Vec<NotHere>,
}

/// One variant at one number of threads.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Row {
    /// Group.
    pub(crate) group: &'static str,
    /// Variant.
    pub(crate) variant: &'static str,
    /// Threads at once.
    pub(crate) threads: usize,
    /// Median of the rounds: CPU time per operation.
    pub(crate) ns_per_op: f64,
    /// The quickest round.
    pub(crate) ns_min: f64,
    /// The slowest round.
    pub(crate) ns_max: f64,
    /// Operations timed, over all rounds.
    pub(crate) ops: u64,
    /// True if every result was right.
    pub(crate) exact: bool,
    /// Median of the rounds: the CPU time that it had, as a share of what it could have had.
    #[serde(skip)]
    pub(crate) cpu_share: f64,
}

/// A variant that cannot run here.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NotHere {
    /// Group.
    pub(crate) group: &'static str,
    /// Variant.
    pub(crate) variant: &'static str,
    /// Why.
    pub(crate) reason: String,
}

/// The rows that are compared with each other: one group at one number of threads.
#[derive(Debug)]
pub(crate) struct Panel<'a> {
    /// Group.
    pub(crate) group: Group,
    /// Threads at once.
    pub(crate) threads: usize,
    /// In the order of the cases.
    pub(crate) rows: Vec<&'a Row>,
    /// Of this group.
    pub(crate) skipped: Vec<&'a NotHere>,
    /// Ours at fewer threads.
    pub(crate) narrower: Vec<&'a Row>,
}

impl Results {
    /// The panels of a group, by rising number of threads.
    pub(crate) fn panels(&self, group: Group) -> Vec<Panel<'_>> {
        let of_group = |row: &&Row| row.group == group.name();
        let mut widths: Vec<usize> = self.results.iter().filter(of_group).map(|row| row.threads).collect();
        widths.sort_unstable();
        widths.dedup();
        let panel = |threads| Panel {
            group,
            threads,
            rows: self.results.iter().filter(of_group).filter(|row| row.threads == threads).collect(),
            skipped: self.skipped.iter().filter(|skipped| skipped.group == group.name()).collect(),
            narrower: self.of_ours(group).filter(|row| row.threads < threads).collect(),
        };
        widths.into_iter().map(panel).collect()
    }

    fn of_ours(&self, group: Group) -> impl Iterator<Item = &Row> {
        self.results.iter().filter(move |row| row.group == group.name() && row.variant == group.ours())
    }

    /// The checks that succeeded, as a sentence.
    pub(crate) fn what_was_checked(&self) -> String {
        let is_number = |row: &&Row| row.group == Group::CpuNumber.name();
        let operations: u64 = self.results.iter().filter(|row| !is_number(row)).map(|row| row.ops).sum();
        let mut parts = Vec::new();
        if operations > 0 {
            parts.push(format!("what {} operations did was there afterwards", grouped(operations)));
        }
        if self.results.iter().any(|row| is_number(&row)) {
            parts.push("each way to read the CPU number was right on each CPU".to_owned());
        }
        parts.join("; ")
    }

    /// Warnings for a reader to see before any figure: that ours is on its slower path, that the machine was busy.
    pub(crate) fn warnings(&self) -> Vec<String> {
        let mut warnings: Vec<String> = self.machine.warning().map(str::to_owned).into_iter().collect();
        let disturbed = self.results.iter().filter(|row| row.cpu_share < UNDISTURBED);
        if let Some(worst) = disturbed.min_by(|one, other| one.cpu_share.total_cmp(&other.cpu_share)) {
            warnings.push(format!(
                "The machine was busy: {} “{}” (threads: {}) had only {:.0} % of the CPU time that it could have \
                 had. Figures like that are too high, and contention is not what it would be; measure again on an \
                 idle machine without a CPU quota.",
                worst.group,
                worst.variant,
                worst.threads,
                worst.cpu_share * 100.0,
            ));
        }
        warnings
    }

    /// The rows whose results were wrong.
    pub(crate) fn inexact(&self) -> Vec<&Row> {
        self.results.iter().filter(|row| !row.exact).collect()
    }
}

impl Panel<'_> {
    /// The row of that variant, if it was measured.
    pub(crate) fn row(&self, variant: &str) -> Option<&Row> {
        self.rows.iter().copied().find(|row| row.variant == variant)
    }

    /// The time that others are compared with; none when ours could not run.
    pub(crate) fn ours(&self) -> Option<f64> {
        self.row(self.group.ours()).map(|row| row.ns_per_op)
    }

    /// Returns whether the variant is one of ours.
    pub(crate) fn is_ours(variant: &str) -> bool {
        variant.starts_with("perseq")
    }

    /// `1 thread`, `8 threads`.
    pub(crate) fn width(&self) -> String {
        width(self.threads)
    }

    /// How ours compares with each rival, as sentences, those first that the talk has a figure for; then with itself at fewer
    /// threads.
    pub(crate) fn comparisons(&self) -> Vec<String> {
        let narrower = self.narrower.iter().filter_map(|row| self.scaling(row));
        self.group.rivals().iter().filter_map(|rival| self.comparison(rival)).chain(narrower).collect()
    }

    fn scaling(&self, narrower: &Row) -> Option<String> {
        let times = stats::times(self.ours()?, narrower.ns_per_op);
        Some(format!("{} takes {times} its time with {}", narrower.variant, width(narrower.threads)))
    }

    fn comparison(&self, rival: &str) -> Option<String> {
        let (name, ours, theirs) = (self.group.ours(), self.ours()?, self.row(rival)?.ns_per_op);
        let talk = |variant| talk::figure(self.group.name(), variant, self.threads);
        let then = match (talk(name), talk(rival)) {
            (Some(ours), Some(theirs)) => format!(" (the talk: {:.1}×)", theirs / ours),
            _ => String::new(),
        };
        let (faster, slower) = (stats::times(theirs, ours), stats::times(ours, theirs));
        Some(if (ours / theirs - 1.0).abs() < SAME {
            format!("{name} costs the same as {rival} ({slower}){then}")
        } else if ours < theirs {
            format!("{name} is {faster} faster than {rival}{then}")
        } else {
            format!("{name} takes {slower} the time of {rival}{then}")
        })
    }
}

fn width(threads: usize) -> String {
    if threads == 1 { "1 thread".to_owned() } else { format!("{threads} threads") }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn row(group: Group, variant: &'static str, threads: usize, ns: f64) -> Row {
        Row {
            group: group.name(),
            variant,
            threads,
            ns_per_op: ns,
            ns_min: ns * 0.9,
            ns_max: ns * 1.5,
            ops: 1_000_000,
            exact: true,
            cpu_share: 0.99,
        }
    }

    pub(crate) fn sample() -> Results {
        let counter = |variant, threads, ns| row(Group::Counter, variant, threads, ns);
        let number = |variant, ns| row(Group::CpuNumber, variant, 1, ns);
        Results {
            machine: Machine::sample(),
            results: vec![
                number("perseq", 0.3),
                number("thread-local load", 0.29),
                number("getcpu syscall", 150.0),
                counter("perseq cpu_id", 1, 0.5),
                counter("getcpu+atomic", 1, 4.0),
                counter("thread-local", 1, 0.4),
                counter("perseq cpu_id", 8, 0.6),
                counter("shared atomic", 8, 12.0),
            ],
            skipped: vec![NotHere {
                group: "cpu-number",
                variant: "rdpid",
                reason: "no such <thing>".to_owned(),
            }],
        }
    }

    #[test]
    fn json_has_the_shape_that_was_promised() {
        let json = serde_json::to_value(sample()).unwrap();
        let first = json["results"][0].as_object().unwrap();
        let keys: Vec<&str> = first.keys().map(String::as_str).collect();
        let mut promised = ["group", "variant", "threads", "ns_per_op", "ns_min", "ns_max", "ops", "exact"];
        promised.sort_unstable();
        let mut found = keys.clone();
        found.sort_unstable();
        assert_eq!(found, promised);
        assert_eq!(json["skipped"][0]["variant"], "rdpid");
        assert!(json["machine"].is_object());
    }

    #[test]
    fn panels_are_by_group_and_rising_threads() {
        let results = sample();
        let panels = results.panels(Group::Counter);
        let widths: Vec<(usize, usize)> =
            panels.iter().map(|panel| (panel.threads, panel.rows.len())).collect();
        assert_eq!(widths, [(1, 3), (8, 2)]);
        assert!(results.panels(Group::CounterOneWord).is_empty());
        assert_eq!(results.panels(Group::CpuNumber)[0].skipped.len(), 1);
    }

    #[test]
    fn only_what_was_measured_is_said_to_be_checked() {
        let mut results = sample();
        let both = "what 5,000,000 operations did was there afterwards; each way to read the CPU number was right on each CPU";
        assert_eq!(results.what_was_checked(), both);
        results.results.retain(|row| row.group == "cpu-number");
        assert!(results.what_was_checked().starts_with("each way"));
    }

    #[test]
    fn a_busy_machine_is_warned_of_by_its_worst_row() {
        let mut results = sample();
        assert!(results.warnings().is_empty());
        results.results[3].cpu_share = 0.7;
        results.results[6].cpu_share = 0.5;
        let warnings = results.warnings();
        assert_eq!(warnings.len(), 1);
        assert!(warnings[0].contains("counter “perseq cpu_id” (threads: 8) had only 50 %"), "{warnings:?}");
    }

    #[test]
    fn comparisons_say_which_way_round_and_what_the_talk_had() {
        let results = sample();
        let said = results.panels(Group::Counter)[0].comparisons();
        assert_eq!(
            said,
            [
                "perseq cpu_id is 8.00× faster than getcpu+atomic (the talk: 7.7×)",
                "perseq cpu_id takes 1.25× the time of thread-local",
            ]
        );
        let said = results.panels(Group::Counter)[1].comparisons();
        assert_eq!(
            said,
            [
                "perseq cpu_id is 20.0× faster than shared atomic",
                "perseq cpu_id takes 1.20× its time with 1 thread",
            ]
        );
        let said = results.panels(Group::CpuNumber)[0].comparisons();
        assert_eq!(said[1], "perseq costs the same as thread-local load (1.03×)");
    }
}
