//! Rounds: every case of a group once per round, in rotated order.
//!
//! A machine drifts (its clock, its temperature, its neighbours), so rivals that are measured one after the other
//! are measured on different machines. Interleaved, each drift meets all of them; rotated, none is always first.

use std::time::Duration;

use indicatif::ProgressBar;

use super::{
    group::{Case, Group, Measured},
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
    /// About a minute and a half for all groups.
    pub(crate) const FULL: Self = Self::new(25, 80);
    /// About a quarter of a minute.
    pub(crate) const QUICK: Self = Self::new(15, 20);

    pub(crate) const fn new(rounds: usize, millis: u64) -> Self {
        let warm_up = Duration::from_millis(if millis < 8 { 1 } else { millis / 8 });
        Self { rounds, times: Times { warm_up, measure: Duration::from_millis(millis) } }
    }
}

/// Measures the cases of a group, one row for each, in their order.
pub(crate) fn measure(group: Group, cases: &[Case], plan: Plan, progress: &ProgressBar) -> Vec<Row> {
    let mut measured: Vec<Vec<Measured>> = vec![Vec::new(); cases.len()];
    for round in 0..plan.rounds {
        for turn in 0..cases.len() {
            let index = (round + turn) % cases.len();
            let case = &cases[index];
            progress.set_message(format!("{}: {}", group.name(), case.variant));
            measured[index].push((case.measure)(plan.times));
            progress.inc(1);
        }
    }
    cases.iter().zip(&measured).map(|(case, rounds)| row(group, case, rounds)).collect()
}

fn row(group: Group, case: &Case, rounds: &[Measured]) -> Row {
    let times: Vec<f64> = rounds.iter().map(|round| round.ns_per_op).collect();
    let Summary { median, min, max } = Summary::of(&times);
    let shares: Vec<f64> = rounds.iter().map(|round| round.cpu_share).collect();
    Row {
        group: group.name(),
        variant: case.variant,
        threads: case.threads,
        ns_per_op: median,
        ns_min: min,
        ns_max: max,
        ops: rounds.iter().map(|round| round.ops).sum(),
        exact: rounds.iter().all(|round| round.exact),
        cpu_share: Summary::of(&shares).median,
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, rc::Rc};

    use super::*;

    #[test]
    fn every_case_runs_once_per_round_and_the_first_one_changes() {
        let order = Rc::new(RefCell::new(String::new()));
        let case = |variant: &'static str| {
            let order = Rc::clone(&order);
            let measure = move |_| {
                order.borrow_mut().push_str(variant);
                Measured { ns_per_op: 1.0, ops: 10, exact: true, cpu_share: 1.0 }
            };
            Case { variant, threads: 1, measure: Box::new(measure) }
        };
        let cases = [case("a"), case("b"), case("c")];
        let rows = measure(Group::Counter, &cases, Plan::new(3, 1), &ProgressBar::hidden());
        assert_eq!(*order.borrow(), "abcbcacab");
        assert!(rows.iter().all(|row| row.ops == 30 && row.exact));
    }

    #[test]
    fn one_inexact_round_makes_the_row_inexact() {
        let calls = std::cell::Cell::new(0);
        let measure = move |_| {
            calls.set(calls.get() + 1);
            Measured { ns_per_op: 1.0, ops: 1, exact: calls.get() != 2, cpu_share: 1.0 }
        };
        let cases = [Case { variant: "a", threads: 1, measure: Box::new(measure) }];
        let rows = measure_all(&cases);
        assert!(!rows[0].exact);
    }

    fn measure_all(cases: &[Case]) -> Vec<Row> {
        measure(Group::Counter, cases, Plan::new(3, 1), &ProgressBar::hidden())
    }
}
