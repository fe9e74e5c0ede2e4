//! The results of a run of `perseq bench`, as they are written to JSON and read by the table and the page.
//!
//! The names of fields, groups and variants are part of the tool's interface.

use serde::Serialize;

use perseq_report::{machine::Machine, text::grouped};

use crate::{
    case::{Group, Variant},
    groups::cpu_number::CPU_NUMBER,
    stats,
};

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
    pub(crate) variant: Variant,
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
    /// Median of the rounds: KiB by which the process's resident memory grew, where that is compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) grown_kib: Option<u64>,
}

impl Row {
    /// The talk's figure for this row, if it has the row: all of them are of one thread.
    pub(crate) fn talk(&self) -> Option<f64> {
        self.variant.talk.filter(|_| self.threads == 1)
    }
}

/// A variant that cannot run here.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NotHere {
    /// Group.
    pub(crate) group: &'static str,
    /// Variant.
    pub(crate) variant: Variant,
    /// Why.
    pub(crate) reason: String,
}

/// The rows that are compared with each other: one group at one number of threads.
#[derive(Debug)]
pub(crate) struct Panel<'a> {
    /// Group.
    pub(crate) group: &'static Group,
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
    pub(crate) fn panels(&self, group: &'static Group) -> Vec<Panel<'_>> {
        let of_group = |row: &&Row| row.group == group.name;
        let mut widths: Vec<usize> = self.results.iter().filter(of_group).map(|row| row.threads).collect();
        widths.sort_unstable();
        widths.dedup();
        let panel = |threads| Panel {
            group,
            threads,
            rows: self.results.iter().filter(of_group).filter(|row| row.threads == threads).collect(),
            skipped: self.skipped_of(group).collect(),
            narrower: self.of_ours(group).filter(|row| row.threads < threads).collect(),
        };
        widths.into_iter().map(panel).collect()
    }

    /// The variants of a group that could not be measured.
    pub(crate) fn skipped_of(&self, group: &'static Group) -> impl Iterator<Item = &NotHere> {
        self.skipped.iter().filter(move |skipped| skipped.group == group.name)
    }

    fn of_ours(&self, group: &'static Group) -> impl Iterator<Item = &Row> {
        self.results.iter().filter(move |row| row.group == group.name && row.variant == group.ours)
    }

    /// The checks that succeeded, as a sentence.
    pub(crate) fn what_was_checked(&self) -> String {
        let is_number = |row: &&Row| row.group == CPU_NUMBER.name;
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
    pub(crate) fn row(&self, variant: Variant) -> Option<&Row> {
        self.rows.iter().copied().find(|row| row.variant == variant)
    }

    /// The time that others are compared with; none when ours could not run.
    pub(crate) fn ours(&self) -> Option<f64> {
        self.row(self.group.ours).map(|row| row.ns_per_op)
    }

    /// `1 thread`, `8 threads`.
    pub(crate) fn width(&self) -> String {
        width(self.threads)
    }

    /// How ours compares with each rival, as sentences, those first that the talk has a figure for; then with itself at fewer
    /// threads.
    pub(crate) fn comparisons(&self) -> Vec<String> {
        let narrower = self.narrower.iter().filter_map(|row| self.scaling(row));
        self.group.rivals.iter().filter_map(|&rival| self.comparison(rival)).chain(narrower).collect()
    }

    fn scaling(&self, narrower: &Row) -> Option<String> {
        let times = stats::times(self.ours()?, narrower.ns_per_op);
        Some(format!("{} takes {times} its time with {}", narrower.variant, width(narrower.threads)))
    }

    fn comparison(&self, rival: Variant) -> Option<String> {
        let (of_ours, of_rival) = (self.row(self.group.ours)?, self.row(rival)?);
        let (name, ours, theirs) = (of_ours.variant, of_ours.ns_per_op, of_rival.ns_per_op);
        let then = match (of_ours.talk(), of_rival.talk()) {
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
    use crate::groups::{
        counter::{COUNTER, COUNTER_ONE_WORD, GETCPU_ATOMIC, PERSEQ_CPU_ID, SHARED_ATOMIC, THREAD_LOCAL},
        cpu_number::{GETCPU_SYSCALL, PERSEQ, RDPID, THREAD_LOCAL_LOAD},
    };

    pub(crate) fn row(group: &'static Group, variant: Variant, threads: usize, ns: f64) -> Row {
        Row {
            group: group.name,
            variant,
            threads,
            grown_kib: None,
            ns_per_op: ns,
            ns_min: ns * 0.9,
            ns_max: ns * 1.5,
            ops: 1_000_000,
            exact: true,
            cpu_share: 0.99,
        }
    }

    pub(crate) fn sample() -> Results {
        let counter = |variant, threads, ns| row(&COUNTER, variant, threads, ns);
        let number = |variant, ns| row(&CPU_NUMBER, variant, 1, ns);
        Results {
            machine: Machine {
                cpu_model: "A & B <Processor>".to_owned(),
                cpus: 2,
                arch: "x86_64",
                virtual_machine: Some(true),
                kernel: "6.18.0".to_owned(),
                libc: "glibc 2.36".to_owned(),
                rseq: "glibc".to_owned(),
                date: "2026-01-31T09:15:00Z".to_owned(),
                perseq: "0.1.0",
            },
            results: vec![
                number(PERSEQ, 0.3),
                number(THREAD_LOCAL_LOAD, 0.29),
                number(GETCPU_SYSCALL, 150.0),
                counter(PERSEQ_CPU_ID, 1, 0.5),
                counter(GETCPU_ATOMIC, 1, 4.0),
                counter(THREAD_LOCAL, 1, 0.4),
                counter(PERSEQ_CPU_ID, 8, 0.6),
                counter(SHARED_ATOMIC, 8, 12.0),
            ],
            skipped: vec![NotHere {
                group: CPU_NUMBER.name,
                variant: RDPID,
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
        let panels = results.panels(&COUNTER);
        let widths: Vec<(usize, usize)> =
            panels.iter().map(|panel| (panel.threads, panel.rows.len())).collect();
        assert_eq!(widths, [(1, 3), (8, 2)]);
        assert!(results.panels(&COUNTER_ONE_WORD).is_empty());
        assert_eq!(results.panels(&CPU_NUMBER)[0].skipped.len(), 1);
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
        let said = results.panels(&COUNTER)[0].comparisons();
        assert_eq!(
            said,
            [
                "perseq cpu_id is 8.00× faster than getcpu+atomic (the talk: 7.7×)",
                "perseq cpu_id takes 1.25× the time of thread-local",
            ]
        );
        let said = results.panels(&COUNTER)[1].comparisons();
        assert_eq!(
            said,
            [
                "perseq cpu_id is 20.0× faster than shared atomic",
                "perseq cpu_id takes 1.20× its time with 1 thread",
            ]
        );
        let said = results.panels(&CPU_NUMBER)[0].comparisons();
        assert_eq!(said[1], "perseq costs the same as thread-local load (1.03×)");
    }
}
