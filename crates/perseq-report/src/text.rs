//! Text for people: wrapped lines, and numbers that can be read.

use std::borrow::Cow;

/// Lines of at most `width` characters, broken at spaces. A longer word has a line of its own.
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_whitespace() {
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    lines.push(line);
    lines
}

/// A number with its thousands apart: `1,234,567`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A number of things, one of which is called `one` and several `more`: `1 CPU`, `1,234 CPUs`.
pub fn counted(number: u64, one: &str, more: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { more })
}

/// A name from a file, without what a terminal would obey.
pub fn harmless(name: &str) -> Cow<'_, str> {
    // Most are.
    if name.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        name.into()
    } else if name.contains(char::is_control) {
        name.replace(char::is_control, "\u{fffd}").into()
    } else {
        name.into()
    }
}

/// An error and its causes, each once: many tell their cause themselves.
pub fn told(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !text.ends_with(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use std::{error::Error, fmt};

    use super::*;

    #[derive(Debug)]
    struct TellsItsCause(fmt::Error);

    impl fmt::Display for TellsItsCause {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "no such file: {}", self.0)
        }
    }

    impl Error for TellsItsCause {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            Some(&self.0)
        }
    }

    #[test]
    fn causes_are_told_once() {
        let error = anyhow::Error::new(TellsItsCause(fmt::Error));
        let alone = error.to_string();
        assert!(alone.ends_with(&fmt::Error.to_string()));
        assert_eq!(told(&error.context("cannot show it")), format!("cannot show it: {alone}"));
    }

    #[test]
    fn wrapped_lines_are_no_longer_than_asked_for_and_lose_no_word() {
        let text = "one two three four five six seven";
        let lines = wrap(text, 9);
        assert!(lines.iter().all(|line| line.len() <= 9));
        assert_eq!(lines.join(" "), text);
        assert_eq!(wrap("", 9), [""]);
    }

    #[test]
    fn thousands_are_apart() {
        assert_eq!([7, 999, 1000, 1_234_567].map(grouped), ["7", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn a_name_moves_no_cursor() {
        assert_eq!(harmless("server:request µ"), "server:request µ");
        assert_eq!(harmless("a\u{1b}[2Jb\nc\u{9b}d"), "a\u{fffd}[2Jb\u{fffd}c\u{fffd}d");
    }
}
