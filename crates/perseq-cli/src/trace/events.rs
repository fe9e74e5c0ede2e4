//! Which events of a trace are wanted, and when they were.

use perseq_ctf::Event;

/// Events that are chosen.
#[derive(Debug, clap::Args)]
pub(super) struct Choice {
    /// Events to show, as `server:*`; `*` is any text. All when none is given
    #[arg(short, long, value_name = "PATTERN")]
    event: Vec<String>,
    /// Only events of this CPU
    #[arg(long, value_name = "N")]
    cpu: Option<u64>,
}

impl Choice {
    /// Whether `event` is chosen.
    pub(super) fn has(&self, event: &Event<'_>) -> bool {
        let by_name = || self.event.iter().any(|pattern| matches(pattern, event.name()));
        self.has_cpu(event.cpu()) && (self.event.is_empty() || by_name())
    }

    /// Whether events of that CPU are.
    pub(super) fn has_cpu(&self, cpu: Option<u64>) -> bool {
        self.cpu.is_none_or(|wanted| cpu == Some(wanted))
    }
}

/// Whether `text` is what `pattern` says; `::` there is `:` in a trace's names.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let pattern = pattern.replace("::", ":");
    let mut pieces = pattern.split('*');
    let Some(mut rest) = pieces.next().and_then(|first| text.strip_prefix(first)) else { return false };
    let mut last = None;
    for piece in pieces {
        if let Some(middle) = last.replace(piece) {
            let Some(at) = rest.find(middle) else { return false };
            rest = &rest[at + middle.len()..];
        }
    }
    last.map_or(rest.is_empty(), |last: &str| rest.ends_with(last))
}

/// The time of day in UTC, `09:15:00.123456789`.
pub(super) fn time_of_day(ns: i64) -> String {
    let of_day = ns.rem_euclid(86_400_000_000_000);
    let (seconds, rest) = (of_day / 1_000_000_000, of_day % 1_000_000_000);
    format!("{:02}:{:02}:{:02}.{rest:09}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// A duration with a unit that people read.
pub(super) fn duration(ns: u64) -> String {
    match ns {
        0..10_000 => format!("{ns} ns"),
        10_000..10_000_000 => format!("{:.1} µs", ns as f64 / 1e3),
        10_000_000..10_000_000_000 => format!("{:.1} ms", ns as f64 / 1e6),
        _ => format!("{:.2} s", ns as f64 / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_is_any_text() {
        for (pattern, text, matched) in [
            ("*", "", true),
            ("a::b", "a:b", true),
            ("a:*", "a:b", true),
            ("*:b", "a:b", true),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("a*a", "a", false),
            ("a:b", "a:bc", false),
            ("*b", "a:bc", false),
        ] {
            assert_eq!(matches(pattern, text), matched, "{pattern} {text}");
        }
    }

    #[test]
    fn times_are_read_by_people() {
        assert_eq!(time_of_day(1_700_000_000_000_000_001), "22:13:20.000000001");
        assert_eq!(
            [12, 12_345, 12_345_678, 12_345_678_901].map(duration),
            ["12 ns", "12.3 µs", "12.3 ms", "12.35 s"]
        );
    }
}
