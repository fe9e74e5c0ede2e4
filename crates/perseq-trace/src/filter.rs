//! Which events a session records: patterns and levels.

use core::sync::atomic::Ordering::{Acquire, Relaxed, Release};

use crate::file::{FILTER, Header};

/// Patterns for `provider::name`, in which `*` is any text, each with the least important level that passes it. An event is recorded
/// if the last pattern that it matches says so; without patterns all are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    rules: Vec<Rule>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    pattern: String,
    /// Of levels up to this number; -1 for none.
    most: i8,
}

impl Filter {
    /// Everything passes.
    #[must_use]
    pub fn all() -> Self {
        Self::default()
    }

    /// Nothing passes.
    #[must_use]
    pub fn none() -> Self {
        Self::all().disable("*")
    }

    /// From here on what matches `pattern` passes, if its level is `most` or more important.
    #[must_use]
    pub fn enable(mut self, pattern: &str, most: crate::Level) -> Self {
        self.rules.push(Rule { pattern: pattern.to_owned(), most: most as i8 });
        self
    }

    /// From here on what matches `pattern` does not pass.
    #[must_use]
    pub fn disable(mut self, pattern: &str) -> Self {
        self.rules.push(Rule { pattern: pattern.to_owned(), most: -1 });
        self
    }

    pub(crate) fn passes(&self, provider: &str, name: &str, level: u8) -> bool {
        let event = format!("{provider}::{name}");
        let last = self.rules.iter().rev().find(|rule| matches(&rule.pattern, &event));
        last.is_none_or(|rule| i16::from(rule.most) >= i16::from(level))
    }

    /// The one that a session has.
    pub(crate) fn of(header: &Header) -> Self {
        let len = (header.filter_len.load(Acquire) as usize).min(FILTER);
        let bytes: Vec<u8> = header.filter[..len].iter().map(|byte| byte.load(Relaxed)).collect();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let rule = |line: &str| {
            let (most, pattern) = line.split_once(' ')?;
            Some(Rule { pattern: pattern.to_owned(), most: most.parse().ok()? })
        };
        Self { rules: text.lines().filter_map(rule).collect() }
    }

    /// Makes it the session's. Of very many rules, the last ones.
    pub(crate) fn keep(&self, header: &Header) {
        let lines = |rules: &[Rule]| {
            rules.iter().map(|rule| format!("{} {}\n", rule.most, rule.pattern)).collect::<String>()
        };
        let mut rules = &self.rules[..];
        while lines(rules).len() > FILTER {
            rules = &rules[1..];
        }
        let text = lines(rules);
        for (to, byte) in header.filter.iter().zip(text.bytes()) {
            to.store(byte, Relaxed);
        }
        header.filter_len.store(text.len() as u32, Release);
    }

    /// This one, and then `later`.
    pub(crate) fn and_then(mut self, later: &Self) -> Self {
        self.rules.extend(later.rules.iter().cloned());
        self
    }
}

/// Whether `text` is what `pattern` says.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((first, rest)) = pattern.split_once('*') else { return pattern == text };
    let Some(text) = text.strip_prefix(first) else { return false };
    (0..=text.len()).filter(|at| text.is_char_boundary(*at)).any(|at| matches(rest, &text[at..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Level;

    #[test]
    fn a_star_is_any_text() {
        for (pattern, text, matched) in [
            ("*", "", true),
            ("a::*", "a::b", true),
            ("a::*", "b::a", false),
            ("*::b", "a::b", true),
            ("*e*e*", "server::request", true),
            ("*e*x*", "server::request", false),
            ("a::b", "a::bc", false),
        ] {
            assert_eq!(matches(pattern, text), matched, "{pattern} {text}");
        }
    }

    #[test]
    fn the_last_rule_that_matches_decides() {
        let filter = Filter::none().enable("server::*", Level::Info).disable("server::noise");
        assert!(filter.passes("server", "request", Level::Info as u8));
        assert!(filter.passes("server", "request", Level::Error as u8));
        assert!(!filter.passes("server", "request", Level::Debug as u8));
        assert!(!filter.passes("server", "noise", Level::Error as u8));
        assert!(!filter.passes("client", "request", Level::Error as u8));
        assert!(Filter::all().passes("client", "request", Level::Debug as u8));
    }
}
