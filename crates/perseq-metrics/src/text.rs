//! The two text formats that scrapes are answered in.
//!
//! Sources: OpenMetrics 1.0.0 (`application/openmetrics-text`), and Prometheus's text format 0.0.4.

use core::fmt::{self, Write};
use std::string::String;

use crate::{Buckets, Collect, Description, Kind, Label, Number, Registry, Value};

/// A text format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Format {
    /// OpenMetrics 1.0.
    OpenMetrics,
    /// Prometheus's text format 0.0.4, which older programs read.
    Prometheus,
}

impl Format {
    /// The value of `Content-Type` in an answer.
    #[must_use]
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::OpenMetrics => "application/openmetrics-text; version=1.0.0; charset=utf-8",
            Self::Prometheus => "text/plain; version=0.0.4; charset=utf-8",
        }
    }

    /// The format for a request with that value of `Accept`: OpenMetrics if it is named there.
    #[must_use]
    pub fn accepted(accept: &str) -> Self {
        if accept.contains("application/openmetrics-text") { Self::OpenMetrics } else { Self::Prometheus }
    }
}

impl Registry {
    /// Everything that is registered, in that format: the answer to a scrape. If a label's value cannot be formatted the text ends there,
    /// and is no whole one to its reader; [`write`](Self::write) tells.
    #[must_use]
    pub fn text(&self, format: Format) -> String {
        let mut text = String::new();
        // A `String` takes everything; behind a value that cannot be formatted there is nothing.
        let _ = self.write(format, &mut text);
        text
    }

    /// Writes it, line by line, with no memory but for a line and a histogram's buckets.
    ///
    /// # Errors
    ///
    /// Those of `to`, and of labels' values.
    pub fn write(&self, format: Format, to: &mut dyn Write) -> fmt::Result {
        let mut result = Ok(());
        self.each(|description, metric| {
            if result.is_ok() {
                result = family(format, to, description, metric);
            }
        });
        result?;
        if format == Format::OpenMetrics { to.write_str("# EOF\n") } else { Ok(()) }
    }
}

/// Writes one metric, with all its series.
fn family(
    format: Format,
    to: &mut dyn Write,
    description: &Description,
    metric: &dyn Collect,
) -> fmt::Result {
    let name = description.name();
    let kind = metric.kind().name();
    let total = total(metric.kind());
    // OpenMetrics describes the metric, the older format its samples.
    let described = if format == Format::OpenMetrics { "" } else { total };
    if format == Format::OpenMetrics {
        writeln!(to, "# TYPE {name} {kind}")?;
        if !description.unit_name().is_empty() {
            writeln!(to, "# UNIT {name} {}", description.unit_name())?;
        }
    }
    if !description.help().is_empty() {
        write!(to, "# HELP {name}{described} ")?;
        write!(Escaped { to, quotes: format == Format::OpenMetrics }, "{}", description.help())?;
        to.write_char('\n')?;
    }
    if format == Format::Prometheus {
        writeln!(to, "# TYPE {name}{described} {kind}")?;
    }
    let mut lines = Lines { to, name, labels: String::new(), line: String::new() };
    let mut result = Ok(());
    metric.collect(&mut |labels, value| {
        if result.is_ok() {
            result = lines.label(labels).and_then(|()| lines.value(total, value));
        }
    });
    result
}

/// The ending of the samples' name.
pub(crate) fn total(kind: Kind) -> &'static str {
    if kind == Kind::Counter { "_total" } else { "" }
}

/// The lines of a metric's samples. Each is made here, and is written at once.
pub(crate) struct Lines<'a> {
    pub(crate) to: &'a mut dyn Write,
    pub(crate) name: &'a str,
    /// The labels of the series.
    pub(crate) labels: String,
    pub(crate) line: String,
}

impl Lines<'_> {
    /// Makes the text of a series' labels.
    fn label(&mut self, labels: &[Label<'_>]) -> fmt::Result {
        self.labels.clear();
        for label in labels {
            if !self.labels.is_empty() {
                self.labels.push(',');
            }
            self.labels.push_str(label.name);
            self.labels.push_str("=\"");
            let begin = self.labels.len();
            let formatted = write!(self.labels, "{}", label.value);
            if self.labels.as_bytes()[begin..].iter().any(is_mark) {
                let value = self.labels.split_off(begin);
                Escaped { to: &mut self.labels, quotes: true }.write_str(&value)?;
            }
            if formatted.is_err() {
                // The text ends within a line: a reader of one that ended after a line would take it for a whole one.
                write!(self.to, "{}{{{}", self.name, self.labels)?;
                return Err(fmt::Error);
            }
            self.labels.push('"');
        }
        Ok(())
    }

    /// Writes all lines of a series: `total` is the ending of its name if it is a number.
    pub(crate) fn value(&mut self, total: &str, value: Value<'_>) -> fmt::Result {
        match value {
            Value::Number(number) => self.sample(total, None, number),
            Value::Buckets(buckets) => self.histogram(&buckets),
        }
    }

    fn histogram(&mut self, buckets: &Buckets<'_>) -> fmt::Result {
        let mut below = 0_u64;
        for &(bound, count) in buckets.counts {
            below = below.wrapping_add(count);
            self.sample("_bucket", Some(bound), Number::Unsigned(below))?;
        }
        let count = Number::Unsigned(buckets.count());
        self.sample("_bucket", Some(f64::INFINITY), count)?;
        if let Some(sum) = buckets.sum {
            self.sample("_sum", None, Number::Float(sum))?;
        }
        self.sample("_count", None, count)
    }

    /// Writes a line: the name, the labels with the bound of a bucket last, and the value.
    fn sample(&mut self, suffix: &str, bound: Option<f64>, value: Number) -> fmt::Result {
        let Self { to, name, labels, line } = self;
        line.clear();
        line.push_str(name);
        line.push_str(suffix);
        if let Some(bound) = bound {
            let before = if labels.is_empty() { "" } else { "," };
            write!(line, "{{{labels}{before}le=\"{}\"}}", Shown(Number::Float(bound)))?;
        } else if !labels.is_empty() {
            line.push('{');
            line.push_str(labels);
            line.push('}');
        }
        line.push(' ');
        match value {
            Number::Unsigned(number) => push_number(line, number),
            other => write!(line, "{}", Shown(other))?,
        }
        line.push('\n');
        to.write_str(line)
    }
}

/// Appends a number: what most samples are, and several times as fast as the formatting of the standard library.
fn push_number(text: &mut String, mut number: u64) {
    let mut digits = [b'0'; 20];
    let mut first = digits.len() - 1;
    while number > 9 {
        digits[first] = b'0' + (number % 10) as u8;
        number /= 10;
        first -= 1;
    }
    digits[first] = b'0' + number as u8;
    text.push_str(str::from_utf8(&digits[first..]).unwrap_or_default());
}

/// A number as both formats know it.
pub(crate) struct Shown(pub(crate) Number);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Number::Unsigned(n) => write!(f, "{n}"),
            Number::Signed(n) => write!(f, "{n}"),
            Number::Float(n) if n.is_nan() => f.write_str("NaN"),
            Number::Float(n) if n.is_infinite() => f.write_str(if n > 0.0 { "+Inf" } else { "-Inf" }),
            // With `.0` where it is whole, as bounds want it.
            Number::Float(n) => write!(f, "{n:?}"),
        }
    }
}

/// Returns whether the formats give a byte a meaning of its own.
const fn is_mark(byte: &u8) -> bool {
    matches!(byte, b'\\' | b'"' | b'\n')
}

/// Writes text with the formats' own marks escaped.
pub(crate) struct Escaped<'a> {
    pub(crate) to: &'a mut dyn Write,
    pub(crate) quotes: bool,
}

impl Write for Escaped<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(at) = rest.as_bytes().iter().position(is_mark) {
            let (before, from) = rest.split_at(at);
            // A mark is one byte.
            let (mark, after) = from.split_at(1);
            self.to.write_str(before)?;
            self.to.write_str(match mark {
                "\\" => "\\\\",
                "\"" if self.quotes => "\\\"",
                "\n" => "\\n",
                other => other,
            })?;
            rest = after;
        }
        self.to.write_str(rest)
    }
}
