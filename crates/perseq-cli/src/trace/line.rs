//! An event as a line of text: `22:13:20.000000001 +0.000000123 cpu 3  server:request: { vpid = 5 }, { bytes = 1 }`.
//!
//! Traces have millions of them: what most consist of, numbers and plain texts, is written without `core::fmt`.

use std::io::Write as _;

use perseq_ctf::{Event, Value};

use super::events::time_of_day;
use crate::{
    terminal::{Paint, Tone},
    text::harmless,
};

const SECOND: i64 = 1_000_000_000;

/// Writes lines.
pub(super) struct Lines {
    paint: Paint,
    /// The second of the last line, and its text: `22:13:20.`
    second: Option<i64>,
    text: String,
}

impl Lines {
    pub(super) fn new(paint: Paint) -> Self {
        Self { paint, second: None, text: String::new() }
    }

    /// Appends an event's line; the event before it was at `before`.
    pub(super) fn put(&mut self, event: &Event<'_>, before: Option<i64>, line: &mut Vec<u8>) {
        let now = event.timestamp_ns();
        self.time(now, line);
        line.push(b' ');
        let since = before.map_or(0, |before| now.saturating_sub(before).max(0));
        let (seconds, rest) = ((since / SECOND).unsigned_abs(), (since % SECOND).unsigned_abs());
        self.painted(Tone::Faint, line, |line| {
            line.push(b'+');
            decimal(seconds, line);
            line.push(b'.');
            nine_digits(rest, line);
        });
        if let Some(cpu) = event.cpu() {
            line.extend_from_slice(b" cpu ");
            decimal(cpu, line);
            if cpu < 10 {
                line.push(b' ');
            }
        }
        line.push(b' ');
        self.painted(Tone::Strong, line, |line| name(event.name(), line));
        line.push(b':');
        for scope in [&mut event.packet_context() as &mut dyn Iterator<Item = _>, &mut event.context()] {
            if members(b" {", scope, line) {
                line.extend_from_slice(b" },");
            }
        }
        line.push(b' ');
        structure(event.fields(), line);
        line.push(b'\n');
    }

    fn time(&mut self, ns: i64, line: &mut Vec<u8>) {
        let second = ns.div_euclid(SECOND);
        if self.second != Some(second) {
            self.second = Some(second);
            self.text = time_of_day(ns);
            self.text.truncate("22:13:20.".len());
        }
        line.extend_from_slice(self.text.as_bytes());
        nine_digits(ns.rem_euclid(SECOND).unsigned_abs(), line);
    }

    /// Appends what `put` appends, in that tone.
    fn painted(&self, tone: Tone, line: &mut Vec<u8>, put: impl FnOnce(&mut Vec<u8>)) {
        if self.paint.is_plain() {
            return put(line);
        }
        let mut text = Vec::new();
        put(&mut text);
        line.extend_from_slice(self.paint.text(tone, &String::from_utf8_lossy(&text)).as_bytes());
    }
}

/// Appends named values after `open`, which is left out where there are none; whether there were any.
fn members<'a>(open: &[u8], members: impl Iterator<Item = (&'a str, Value<'a>)>, line: &mut Vec<u8>) -> bool {
    let mut any = false;
    for (field, one) in members {
        line.extend_from_slice(if any { b"," } else { open });
        any = true;
        line.push(b' ');
        name(field, line);
        line.extend_from_slice(b" = ");
        value(&one, line);
    }
    any
}

fn structure<'a>(fields: impl Iterator<Item = (&'a str, Value<'a>)>, line: &mut Vec<u8>) {
    if !members(b"{", fields, line) {
        line.push(b'{');
    }
    line.extend_from_slice(b" }");
}

/// As `Value` is displayed.
fn value(value: &Value<'_>, line: &mut Vec<u8>) {
    match value {
        Value::Unsigned(number) => decimal(*number, line),
        Value::Signed(number) => {
            if *number < 0 {
                line.push(b'-');
            }
            decimal(number.unsigned_abs(), line);
        }
        Value::Text(text) if is_plain(text) => {
            line.push(b'"');
            line.extend_from_slice(text);
            line.push(b'"');
        }
        Value::Struct(fields) => structure(fields.clone(), line),
        Value::Array(array) => {
            line.push(b'[');
            for (index, one) in array.clone().enumerate() {
                line.extend_from_slice(if index == 0 { b" [" } else { b", [" });
                decimal(index as u64, line);
                line.extend_from_slice(b"] = ");
                self::value(&one, line);
            }
            line.extend_from_slice(b" ]");
        }
        other => put_other(other, line),
    }
}

#[cold]
fn put_other(value: &Value<'_>, line: &mut Vec<u8>) {
    // Memory takes any bytes.
    _ = write!(line, "{value}");
}

/// Returns whether a text is shown between quotes as it is.
fn is_plain(text: &[u8]) -> bool {
    text.iter().all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\'))
}

fn name(name: &str, line: &mut Vec<u8>) {
    line.extend_from_slice(harmless(name).as_bytes());
}

fn decimal(number: u64, line: &mut Vec<u8>) {
    let (mut digits, mut start, mut left) = ([0; 20], 20, number);
    loop {
        start -= 1;
        digits[start] = b'0' + (left % 10) as u8;
        left /= 10;
        if left == 0 {
            break;
        }
    }
    line.extend_from_slice(&digits[start..]);
}

/// With zeroes in front.
fn nine_digits(number: u64, line: &mut Vec<u8>) {
    let (mut digits, mut left) = ([0; 9], number as u32);
    for digit in digits.iter_mut().rev() {
        *digit = b'0' + (left % 10) as u8;
        left /= 10;
    }
    line.extend_from_slice(&digits);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_standard_library_writes_them() {
        let mut all: Vec<u64> =
            (0..20).flat_map(|power| [10_u64.pow(power), 10_u64.pow(power) - 1]).collect();
        all.push(u64::MAX);
        for number in all {
            let mut line = Vec::new();
            value(&Value::Unsigned(number), &mut line);
            assert_eq!(line, number.to_string().into_bytes());
            for signed in [number.cast_signed(), number.cast_signed().wrapping_neg()] {
                line.clear();
                value(&Value::Signed(signed), &mut line);
                assert_eq!(line, signed.to_string().into_bytes());
            }
            line.clear();
            nine_digits(number % 1_000_000_000, &mut line);
            assert_eq!(line, format!("{:09}", number % 1_000_000_000).into_bytes());
        }
    }

    #[test]
    fn texts_are_written_as_they_are_displayed() {
        for text in ["", "plain", "a \"quote\"", "back\\slash", "tab\t", "é", "\u{7f}", "it's"] {
            let mut line = Vec::new();
            value(&Value::Text(text.as_bytes()), &mut line);
            assert_eq!(line, format!("{text:?}").into_bytes());
        }
    }

    #[test]
    fn the_second_is_that_of_the_time() {
        let mut lines = Lines::new(Paint::plain());
        for ns in
            [0, 1, 999_999_999, SECOND, SECOND + 5, 86_399 * SECOND, -1, -SECOND, 1_700_000_000_000_000_001]
        {
            let mut line = Vec::new();
            lines.time(ns, &mut line);
            assert_eq!(String::from_utf8(line).expect("digits"), time_of_day(ns), "{ns}");
        }
    }
}
