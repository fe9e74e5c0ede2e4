//! Which events of a trace are wanted, and when they were.

use core::{convert::Infallible, str::FromStr};

use perseq_ctf::{Event, Value};
use perseq_trace::Pattern;

/// Events that are chosen.
#[derive(Debug, clap::Args)]
pub(super) struct Choice {
    /// Events to show, as `server::*`; `*` is any text. All when none is given
    #[arg(short, long, value_name = "PATTERN", value_parser = pattern)]
    event: Vec<Pattern>,
    /// Only events of this CPU
    #[arg(long, value_name = "N")]
    cpu: Option<u64>,
    /// Only events with this value of a field, or of a context field; all of these, when several are given
    #[arg(long = "where", value_name = "FIELD=VALUE")]
    fields: Vec<FieldIs>,
    /// Only events from this time of day in UTC on, as it is shown (22:13:20.5), or from these nanoseconds since 1970 on
    #[arg(long, value_name = "TIME")]
    from: Option<Moment>,
    /// Only events up to this time
    #[arg(long, value_name = "TIME")]
    to: Option<Moment>,
}

impl Choice {
    /// Returns whether `event` is chosen.
    pub(super) fn has(&self, event: &Event<'_>) -> bool {
        let by_name = || self.event.iter().any(|pattern| pattern.matches(event.name()));
        self.has_cpu(event.cpu())
            && self.has_time(event.timestamp_ns())
            && (self.event.is_empty() || by_name())
            && self.fields.iter().all(|field| field.is_of(event))
    }

    fn has_time(&self, ns: i64) -> bool {
        match (self.from, self.to) {
            // Past midnight.
            (Some(Moment::OfDay(from)), Some(Moment::OfDay(to))) if from > to => {
                let now = of_day(ns);
                now >= from || now <= to
            }
            (from, to) => from.is_none_or(|from| !from.is_after(ns)) && to.is_none_or(|to| !to.is_before(ns)),
        }
    }

    /// Returns whether events of that CPU are.
    pub(super) fn has_cpu(&self, cpu: Option<u64>) -> bool {
        self.cpu.is_none_or(|wanted| cpu == Some(wanted))
    }
}

/// A field of an event, or of its context.
pub(super) fn value<'e>(event: &Event<'e>, field: &str) -> Option<Value<'e>> {
    event.fields().get(field).or_else(|| of_context(event, field))
}

/// A field of an event's context.
pub(super) fn of_context<'e>(event: &Event<'e>, field: &str) -> Option<Value<'e>> {
    event.context().find(|(name, _)| *name == field).map(|(_, value)| value)
}

/// A field, and its value as it is shown, or an enumeration's name or number.
#[derive(Debug, Clone)]
struct FieldIs {
    field: String,
    value: String,
}

impl FromStr for FieldIs {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.split_once('=') {
            Some((field, value)) if !field.is_empty() => {
                Ok(Self { field: field.to_owned(), value: value.to_owned() })
            }
            _ => Err("a field and its value are needed, as request=1899"),
        }
    }
}

impl FieldIs {
    fn is_of(&self, event: &Event<'_>) -> bool {
        match value(event, &self.field) {
            None => false,
            Some(Value::Text(text)) => text == self.value.as_bytes(),
            Some(Value::Enum { label, value }) => {
                label == Some(&*self.value) || self.value.parse() == Ok(value)
            }
            Some(Value::Hexadecimal(number) | Value::Octal(number) | Value::Binary(number)) => {
                self.value.parse() == Ok(number)
            }
            Some(Value::Float(number)) => self.value.parse() == Ok(number),
            Some(value) => value.to_string() == self.value,
        }
    }
}

/// A time that a user asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Moment {
    /// Nanoseconds since midnight.
    OfDay(i64),
    /// Nanoseconds since 1970.
    Absolute(i64),
}

impl Moment {
    fn is_after(self, ns: i64) -> bool {
        match self {
            Self::OfDay(moment) => moment > of_day(ns),
            Self::Absolute(moment) => moment > ns,
        }
    }

    fn is_before(self, ns: i64) -> bool {
        match self {
            Self::OfDay(moment) => moment < of_day(ns),
            Self::Absolute(moment) => moment < ns,
        }
    }
}

impl FromStr for Moment {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = "a time of day in UTC is needed, as 22:13:20.5, or nanoseconds since 1970";
        let Some((hours, rest)) = text.split_once(':') else {
            return text.parse().map(Self::Absolute).map_err(|_| wrong);
        };
        let (minutes, seconds) = rest.split_once(':').unwrap_or((rest, "0"));
        let (seconds, fraction) = seconds.split_once('.').unwrap_or((seconds, "0"));
        let number = |text: &str, below: i64| match text.parse::<i64>() {
            Ok(number) if text.bytes().all(|byte| byte.is_ascii_digit()) && number < below => Ok(number),
            _ => Err(wrong),
        };
        let minutes = 60 * number(hours, 24)? + number(minutes, 60)?;
        let fraction = number(&format!("{fraction:0<9}"), 1_000_000_000)?;
        Ok(Self::OfDay((60 * minutes + number(seconds, 60)?) * 1_000_000_000 + fraction))
    }
}

fn of_day(ns: i64) -> i64 {
    ns.rem_euclid(86_400_000_000_000)
}

/// The pattern that `text` is for the names in a trace, which have `:` where a program has `::`.
pub(super) fn pattern(text: &str) -> Result<Pattern, Infallible> {
    Ok(Pattern::new(text.replace("::", ":")))
}

/// The time of day in UTC, `09:15:00.123456789`.
pub(super) fn time_of_day(ns: i64) -> String {
    let (seconds, rest) = (of_day(ns) / 1_000_000_000, of_day(ns) % 1_000_000_000);
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
    fn names_are_written_as_in_a_program_or_as_in_a_trace() {
        for text in ["a::b", "a:b", "a::*", "*:b"] {
            let Ok(pattern) = pattern(text);
            assert!(pattern.matches("a:b"), "{text}");
        }
    }

    #[test]
    fn times_are_asked_for_as_they_are_shown() {
        for ns in [1_700_000_000_000_000_001, 1_700_000_000_500_000_000, 0, 86_399_999_999_999] {
            let Ok(Moment::OfDay(moment)) = time_of_day(ns).parse() else { panic!("{ns}") };
            assert_eq!(moment, of_day(ns));
        }
        assert_eq!("22:13".parse(), Ok(Moment::OfDay(80_000_000_000_000 - 20_000_000_000)));
        assert_eq!("22:13:20.5".parse(), Ok(Moment::OfDay(80_000_500_000_000)));
        assert_eq!("1700000000000000001".parse(), Ok(Moment::Absolute(1_700_000_000_000_000_001)));
        for wrong in
            ["", "noon", "24:00", "1:60", "1:00:60", "1:00:0.x", "1:00:00.1234567890", "-1:00", "1:+1"]
        {
            assert!(wrong.parse::<Moment>().is_err(), "{wrong}");
        }
        let choice = |from: &str, to: &str| Choice {
            event: Vec::new(),
            cpu: None,
            fields: Vec::new(),
            from: from.parse().ok(),
            to: to.parse().ok(),
        };
        let noon = 43_200_000_000_000;
        assert!(choice("11:00", "12:00").has_time(noon) && !choice("11:00", "11:59").has_time(noon));
        assert!(!choice("12:01", "").has_time(noon) && choice("", "12:00").has_time(noon));
        let midnight = choice("23:00", "01:00");
        assert!(midnight.has_time(0) && midnight.has_time(86_399_000_000_000) && !midnight.has_time(noon));
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
