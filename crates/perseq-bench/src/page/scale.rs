//! From nanoseconds to a place on an axis, linear or logarithmic, with round numbers at the ticks.

/// A tick: its place and its number.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Tick {
    /// From 0 to 1.
    pub(super) at: f64,
    /// As written.
    pub(super) label: String,
}

/// An axis.
#[derive(Debug, Clone, Copy)]
pub(super) enum Scale {
    /// From zero.
    Linear { end: f64 },
    /// From and to a power of ten times 1, 2 or 5.
    Log { begin: f64, end: f64 },
}

impl Scale {
    /// From zero to a little more than `max`.
    pub(super) fn linear(max: f64) -> Self {
        Self::Linear { end: if max > 0.0 { max * 1.02 } else { 1.0 } }
    }

    /// Around all values from `min` to `max`, which are above zero.
    pub(super) fn log(min: f64, max: f64) -> Self {
        let (min, max) = if min > 0.0 && max >= min { (min, max) } else { (0.1, 1.0) };
        let begin = rounded(min, |candidate| candidate <= min * 0.95, true);
        let end = rounded(max, |candidate| candidate >= max * 1.05, false);
        Self::Log { begin, end }
    }

    /// The place on the axis of that many nanoseconds: 0 to 1, and beyond what the axis shows, its end.
    pub(super) fn at(self, ns: f64) -> f64 {
        let place = match self {
            Self::Linear { end } => ns / end,
            Self::Log { begin, end } => (ns / begin).ln() / (end / begin).ln(),
        };
        if place.is_finite() { place.clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Returns whether the axis ends before that.
    pub(super) fn is_beyond(self, ns: f64) -> bool {
        let (Self::Linear { end } | Self::Log { end, .. }) = self;
        ns > end
    }

    /// Round numbers, few enough to be read.
    pub(super) fn ticks(self) -> Vec<Tick> {
        let tick = |ns: f64| Tick { at: self.at(ns), label: label(ns) };
        match self {
            Self::Linear { end } => {
                let step = rounded(end / 5.0, |candidate| candidate >= end / 5.0, false);
                (0..).map(|index| f64::from(index) * step).take_while(|&ns| ns <= end).map(tick).collect()
            }
            Self::Log { begin, end } => {
                let all: Vec<f64> = steps().filter(|&ns| ns >= begin * 0.999 && ns <= end * 1.001).collect();
                let few = all.len() <= 9;
                all.into_iter().filter(|&ns| few || is_power_of_ten(ns)).map(tick).collect()
            }
        }
    }
}

/// 1, 2 and 5 times each power of ten that a time may have.
fn steps() -> impl DoubleEndedIterator<Item = f64> {
    (-4..10).flat_map(|power| [1.0, 2.0, 5.0].map(|digit| digit * 10_f64.powi(power)))
}

/// The largest (`down`) or smallest step that `suits`.
fn rounded(otherwise: f64, suits: impl Fn(f64) -> bool, down: bool) -> f64 {
    let found =
        if down { steps().rev().find(|&step| suits(step)) } else { steps().find(|&step| suits(step)) };
    found.unwrap_or(otherwise)
}

fn is_power_of_ten(ns: f64) -> bool {
    (ns.log10() - ns.log10().round()).abs() < 1e-9
}

fn label(ns: f64) -> String {
    let digits = usize::from(ns < 0.95) + usize::from(ns < 0.095);
    let digits = if ns == 0.0 || ns.fract().abs() < 1e-9 { 0 } else { digits.max(1) };
    format!("{ns:.digits$}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(scale: Scale) -> Vec<String> {
        scale.ticks().into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn linear_axes_begin_at_zero_and_have_round_numbers() {
        assert_eq!(labels(Scale::linear(15.3)), ["0", "5", "10", "15"]);
        assert_eq!(labels(Scale::linear(0.9)), ["0", "0.2", "0.4", "0.6", "0.8"]);
        assert_eq!(labels(Scale::linear(180.0)), ["0", "50", "100", "150"]);
        assert_eq!(Scale::linear(10.0).at(0.0), 0.0);
    }

    #[test]
    fn log_axes_hold_every_value_and_have_few_numbers() {
        assert_eq!(labels(Scale::log(0.25, 150.0)), ["1", "10", "100"]);
        assert_eq!(labels(Scale::log(0.5, 4.0)), ["0.2", "0.5", "1", "2", "5"]);
        let scale = Scale::log(0.25, 150.0);
        assert!(scale.at(0.25) > 0.0 && scale.at(150.0) < 1.0);
        assert!(scale.at(1.0) < scale.at(10.0));
    }

    #[test]
    fn values_off_the_axis_end_at_its_end_and_are_known() {
        let scale = Scale::linear(10.0);
        assert!(scale.is_beyond(11.0) && !scale.is_beyond(10.0));
        assert_eq!(scale.at(1000.0), 1.0);
    }

    #[test]
    fn nonsense_makes_an_axis_too() {
        for scale in [Scale::log(0.0, 0.0), Scale::log(f64::NAN, 1.0), Scale::linear(f64::NAN)] {
            assert!(scale.ticks().len() >= 2 && scale.at(f64::NAN) == 0.0);
        }
    }
}
