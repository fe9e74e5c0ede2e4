//! Numbers and texts in columns.

use perseq_metrics::Number;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

use super::look::float;
use crate::text::grouped;

/// A whole number with its thousands apart; others with four digits or so.
pub(super) fn exact(number: Number) -> String {
    match number {
        Number::Unsigned(number) => grouped(number),
        Number::Signed(number) if number < 0 => format!("-{}", grouped(number.unsigned_abs())),
        Number::Signed(number) => grouped(number.unsigned_abs()),
        Number::Float(_) => short(float(number)),
    }
}

/// A number in four digits or so, with a letter for thousands, millions and so on, or for thousandths.
pub(super) fn short(number: f64) -> String {
    const LARGE: [&str; 6] = ["", "k", "M", "G", "T", "P"];
    const SMALL: [&str; 4] = ["", "m", "µ", "n"];
    if !number.is_finite() {
        return number.to_string();
    }
    if number == 0.0 {
        return "0".to_owned();
    }
    let (mut value, mut step) = (number, 0);
    if number.abs() >= 1.0 {
        while value.abs() >= 999.5 && step + 1 < LARGE.len() {
            (value, step) = (value / 1000.0, step + 1);
        }
        let digits = if step == 0 && value.fract() == 0.0 { 0 } else { digits(value) };
        return format!("{value:.digits$}{}", LARGE[step]);
    }
    while value.abs() < 0.9995 && step + 1 < SMALL.len() {
        (value, step) = (value * 1000.0, step + 1);
    }
    format!("{value:.0$}{1}", digits(value), SMALL[step])
}

/// Digits after the point, for three in all.
fn digits(value: f64) -> usize {
    match value.abs() {
        100.0.. => 0,
        10.0.. => 1,
        _ => 2,
    }
}

/// `text` in exactly `width` columns: cut off with `…`, or filled with spaces.
pub(super) fn left(text: &str, width: usize) -> String {
    if text.width() <= width {
        return format!("{text}{}", " ".repeat(width - text.width()));
    }
    let mut cut = String::new();
    for letter in text.chars() {
        if cut.width() + letter.width().unwrap_or(0) + 1 > width {
            break;
        }
        cut.push(letter);
    }
    if width > 0 {
        cut.push('…');
    }
    format!("{cut}{}", " ".repeat(width.saturating_sub(cut.width())))
}

/// The same, cut in the middle: series of one name differ at their ends.
pub(super) fn middle(text: &str, width: usize) -> String {
    if text.width() <= width || width < 3 {
        return left(text, width);
    }
    let half = (width - 1) / 2;
    let mut end = text.len();
    for (at, letter) in text.char_indices().rev() {
        if text[at..].width() > half || letter.width().is_none() {
            break;
        }
        end = at;
    }
    let begin = left(text, width - text[end..].width());
    format!("{begin}{}", &text[end..])
}

/// The same, at the right.
pub(super) fn right(text: &str, width: usize) -> String {
    if text.width() <= width {
        format!("{}{text}", " ".repeat(width - text.width()))
    } else {
        left(text, width)
    }
}

/// The last numbers as bars of one line, the highest in full height.
pub(super) fn spark(history: impl DoubleEndedIterator<Item = f64> + Clone, width: usize) -> String {
    const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let shown = history.rev().take(width).collect::<Vec<_>>();
    let of = shown.iter().copied().filter(|number| number.is_finite());
    let (least, most) = (of.clone().fold(0.0, f64::min), of.fold(0.0, f64::max));
    let bar = |number: &f64| {
        if !number.is_finite() || most <= least {
            return BARS[0];
        }
        let share = (number - least) / (most - least);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 7")]
        BARS[((share * 7.0).round().clamp(0.0, 7.0)) as usize]
    };
    let bars: String = shown.iter().rev().map(bar).collect();
    right(&bars, width)
}

/// A bar of up to `width` columns for a share of 0 to 1, in eighths.
pub(super) fn bar(share: f64, width: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "as many columns as a terminal has"
    )]
    let eighths = (share.clamp(0.0, 1.0) * (width * 8) as f64).round() as usize;
    left(&format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8]), width)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_cut_in_the_middle_has_its_begin_and_its_end() {
        assert_eq!(
            [middle("abcdef", 6), middle("abcdefg", 6), middle("abcdefg", 2)],
            ["abcdef", "abc…fg", "a…"]
        );
        for width in 0..9 {
            assert_eq!(middle("日本語日本語", width).width(), width);
        }
    }

    #[test]
    fn numbers_are_short() {
        let numbers = [0.0, 7.0, 7.25, 999.0, 1000.0, 123_456.0, 1.5e9, -2.5, 0.001_5, 0.000_000_9, 1e30];
        let shown = numbers.map(short);
        let expected = [
            "0",
            "7",
            "7.25",
            "999",
            "1.00k",
            "123k",
            "1.50G",
            "-2.50",
            "1.50m",
            "900n",
            "1000000000000000P",
        ];
        assert_eq!(shown, expected);
        assert_eq!(exact(Number::Signed(-1_234_567)), "-1,234,567");
    }

    #[test]
    fn texts_fill_their_columns() {
        assert_eq!(
            [left("abc", 5), left("abcdef", 4), right("ab", 4), left("日本語", 4)],
            ["abc  ", "abc…", "  ab", "日… "]
        );
        assert_eq!(spark([0.0, 1.0, 7.0].into_iter(), 4), " ▁▂█");
        assert_eq!([bar(0.5, 4), bar(2.0, 2), bar(f64::NAN, 2)], ["██  ", "██", "  "]);
    }
}
