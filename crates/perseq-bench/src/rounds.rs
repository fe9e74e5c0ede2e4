//! Rounds: every case of a group once per round, in rotated order.
//!
//! A machine drifts (its clock, its temperature, its neighbours), so rivals that are measured one after the other
//! are measured on different machines. Interleaved, each drift meets all of them; rotated, none is always first.

use std::time::Duration;

use indicatif::ProgressBar;

use crate::{
    case::{Case, Group, Measured, Runs},
    parallel::Times,
    results::Row,
    stats::Summary,
};

/// How many rounds, and how long each run in them is.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plan {
    /// Runs of each case.
    pub(crate) rounds: usize,
    /// Of one run.
    pub(crate) times: Times,
}

impl Plan {
    /// A quarter of an hour for all groups, or more.
    pub(crate) const FULL: Self = Self::new(25, 80);
    /// Minutes for all groups.
    pub(crate) const QUICK: Self = Self::new(15, 20);

    pub(crate) const fn new(rounds: usize, millis: u64) -> Self {
        let warm_up = Duration::from_millis(if millis < 8 { 1 } else { millis / 8 });
        Self { rounds, times: Times { warm_up, measure: Duration::from_millis(millis) } }
    }
}

/// With more threads than that a round takes so long that there are few of them.
const CROWD: usize = 1000;
/// How many, then.
const FEW: usize = 5;
/// And of runs that take a second each.
const LONG: usize = 2;

/// The cases that are measured interleaved, and in how many rounds.
fn parts<'a>(
    group: &'static Group,
    cases: &'a [Case],
    plan: Plan,
) -> impl Iterator<Item = (&'a [Case], Plan)> {
    let together =
        move |one: &Case, next: &Case| one.threads == next.threads || group.runs != Runs::KeepThreads;
    cases.chunk_by(together).map(move |cases| {
        let crowded = cases.iter().any(|case| case.threads > CROWD);
        let most = if group.runs == Runs::Long {
            LONG
        } else if crowded {
            FEW
        } else {
            plan.rounds
        };
        (cases, Plan { rounds: plan.rounds.min(most), ..plan })
    })
}

/// How many runs that are.
pub(crate) fn runs(group: &'static Group, cases: &[Case], plan: Plan) -> usize {
    parts(group, cases, plan).map(|(cases, plan)| cases.len() * plan.rounds).sum()
}

/// Measures the cases of a group, one row for each, in their order.
pub(crate) fn measure(group: &'static Group, cases: &[Case], plan: Plan, progress: &ProgressBar) -> Vec<Row> {
    parts(group, cases, plan).flat_map(|(cases, plan)| measure_part(group, cases, plan, progress)).collect()
}

fn measure_part(group: &'static Group, cases: &[Case], plan: Plan, progress: &ProgressBar) -> Vec<Row> {
    let mut measured: Vec<Vec<Measured>> = vec![Vec::new(); cases.len()];
    for round in 0..plan.rounds {
        for turn in 0..cases.len() {
            let index = (round + turn) % cases.len();
            let case = &cases[index];
            progress.set_message(format!("{}: {}", group.name, case.variant));
            measured[index].push((case.measure)(plan.times));
            progress.inc(1);
        }
    }
    cases.iter().zip(&measured).map(|(case, rounds)| row(group, case, rounds)).collect()
}

/// The middle of these, the larger one of two.
fn median_of(numbers: impl Iterator<Item = u64>) -> Option<u64> {
    let mut numbers: Vec<u64> = numbers.collect();
    numbers.sort_unstable();
    numbers.get(numbers.len() / 2).copied()
}

fn row(group: &'static Group, case: &Case, rounds: &[Measured]) -> Row {
    let times: Vec<f64> = rounds.iter().map(|round| round.ns_per_op).collect();
    let Summary { median, min, max } = Summary::of(&times);
    let shares: Vec<f64> = rounds.iter().map(|round| round.cpu_share).collect();
    Row {
        group: group.name,
        variant: case.variant,
        threads: case.threads,
        ns_per_op: median,
        ns_min: min,
        ns_max: max,
        ops: rounds.iter().map(|round| round.ops).sum(),
        exact: rounds.iter().all(|round| round.exact),
        cpu_share: Summary::of(&shares).median,
        grown_kib: median_of(rounds.iter().filter_map(|round| round.grown)),
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, rc::Rc};

    use super::*;
    use crate::{
        case::Variant,
        groups::{counter::COUNTER, synchronize::RCU_SYNCHRONIZE},
    };

    #[test]
    fn every_case_runs_once_per_round_and_the_first_one_changes() {
        let order = Rc::new(RefCell::new(String::new()));
        let case = |name: &'static str| {
            let order = Rc::clone(&order);
            let measure = move |_| {
                order.borrow_mut().push_str(name);
                Measured { grown: None, ns_per_op: 1.0, ops: 10, exact: true, cpu_share: 1.0 }
            };
            Case { variant: Variant::new(name), threads: 1, measure: Box::new(measure) }
        };
        let cases = [case("a"), case("b"), case("c")];
        let rows = measure(&COUNTER, &cases, Plan::new(3, 1), &ProgressBar::hidden());
        assert_eq!(*order.borrow(), "abcbcacab");
        assert!(rows.iter().all(|row| row.ops == 30 && row.exact));
    }

    #[test]
    fn threads_that_stay_are_measured_one_number_at_a_time_and_crowds_in_few_rounds() {
        let order = Rc::new(RefCell::new(String::new()));
        let case = |name: &'static str, threads| {
            let order = Rc::clone(&order);
            let measure = move |_| {
                order.borrow_mut().push_str(name);
                Measured { grown: None, ns_per_op: 1.0, ops: 10, exact: true, cpu_share: 1.0 }
            };
            Case { variant: Variant::new(name), threads, measure: Box::new(measure) }
        };
        let cases = [case("a", 0), case("b", 0), case("c", 10_000)];
        let (group, plan) = (&RCU_SYNCHRONIZE, Plan::new(6, 1));
        assert_eq!(measure(group, &cases, plan, &ProgressBar::hidden()).len(), 3);
        assert_eq!(*order.borrow(), "abbaabbaabbaccccc");
        assert_eq!(runs(group, &cases, plan), order.borrow().len());
    }

    #[test]
    fn one_inexact_round_makes_the_row_inexact() {
        let calls = std::cell::Cell::new(0);
        let measure = move |_| {
            calls.set(calls.get() + 1);
            Measured { grown: None, ns_per_op: 1.0, ops: 1, exact: calls.get() != 2, cpu_share: 1.0 }
        };
        let cases = [Case { variant: Variant::new("a"), threads: 1, measure: Box::new(measure) }];
        let rows = measure_all(&cases);
        assert!(!rows[0].exact);
    }

    fn measure_all(cases: &[Case]) -> Vec<Row> {
        measure(&COUNTER, cases, Plan::new(3, 1), &ProgressBar::hidden())
    }
}
