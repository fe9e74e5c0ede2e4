//! The middle of several rounds, and how far they lay apart.
//!
//! A median is not moved by the one round that a neighbour on the machine disturbed; the lowest and the highest
//! round are kept beside it, so that a reader sees how far to trust it.

/// Rounds of one case, summed up. All in nanoseconds per operation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Summary {
    /// The middle round, or the mean of the two middle ones.
    pub(crate) median: f64,
    /// The quickest round.
    pub(crate) min: f64,
    /// The slowest round.
    pub(crate) max: f64,
}

impl Summary {
    /// Of at least one round; of none it is all NaN, which no table shows as a time.
    pub(crate) fn of(rounds: &[f64]) -> Self {
        let mut sorted = rounds.to_vec();
        sorted.sort_by(f64::total_cmp);
        let (Some(&min), Some(&max)) = (sorted.first(), sorted.last()) else {
            return Self { median: f64::NAN, min: f64::NAN, max: f64::NAN };
        };
        let middle = sorted.len() / 2;
        let median = if sorted.len() % 2 == 1 {
            sorted[middle]
        } else {
            f64::midpoint(sorted[middle - 1], sorted[middle])
        };
        Self { median, min, max }
    }
}

/// Nanoseconds with three significant digits, and no more than two after the point: `0.71`, `15.3`, `182`.
pub(crate) fn nanoseconds(ns: f64) -> String {
    match ns {
        _ if !ns.is_finite() => "–".to_owned(),
        _ if ns < 9.995 => format!("{ns:.2}"),
        _ if ns < 99.95 => format!("{ns:.1}"),
        _ => format!("{ns:.0}"),
    }
}

/// How many times `of` is of `base`: `1.00×`, `15.3×`.
pub(crate) fn times(of: f64, base: f64) -> String {
    let ratio = of / base;
    if ratio.is_finite() { format!("{}×", nanoseconds(ratio)) } else { "–".to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_odd_and_an_even_number_of_rounds() {
        assert_eq!(Summary::of(&[3.0, 1.0, 2.0]), Summary { median: 2.0, min: 1.0, max: 3.0 });
        assert_eq!(Summary::of(&[4.0, 1.0, 2.0, 3.0]), Summary { median: 2.5, min: 1.0, max: 4.0 });
    }

    #[test]
    fn one_disturbed_round_moves_the_spread_but_not_the_median() {
        let quiet = Summary::of(&[1.0, 1.0, 1.0, 1.0, 1.0]);
        let disturbed = Summary::of(&[1.0, 1.0, 1.0, 1.0, 900.0]);
        assert_eq!(quiet.median, disturbed.median);
        assert_eq!(disturbed.max, 900.0);
    }

    #[test]
    fn no_rounds_are_no_time() {
        assert_eq!(nanoseconds(Summary::of(&[]).median), "–");
    }

    #[test]
    fn times_are_written_with_three_digits() {
        let written = [0.705, 9.99, 9.996, 15.34, 99.96, 182.4].map(nanoseconds);
        assert_eq!(written, ["0.70", "9.99", "10.0", "15.3", "100", "182"]);
        assert_eq!(times(2.0, 1.0), "2.00×");
        assert_eq!(times(2.0, 0.0), "–");
    }
}
