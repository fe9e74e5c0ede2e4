//! Patterns for names of events.

use core::fmt;

/// A pattern for names of events, as `server::*`: `*` is any text, of any length. All else is meant as it is, byte by byte.
///
/// ```
/// use perseq_trace::Pattern;
///
/// let pattern = Pattern::new("server::*_end");
/// assert!(pattern.matches("server::request_end"));
/// assert!(!pattern.matches("server::request_begin"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(String);

impl Pattern {
    /// The pattern that `text` is: any text is one.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Returns whether `text` matches. Takes at most a step for each byte of the one and each of the other, and allocates nothing.
    #[must_use]
    pub fn matches(&self, text: &str) -> bool {
        let text = text.as_bytes();
        self.matches_bytes(|at| text.get(at).copied())
    }

    /// As [`matches`](Self::matches), for a text that is in pieces.
    pub(crate) fn matches_bytes(&self, text: impl Fn(usize) -> Option<u8>) -> bool {
        let pattern = self.0.as_bytes();
        matches(|at| pattern.get(at).copied(), text)
    }

    /// Returns whether all that `other` matches is known to match. Its stars count as any other character: only a star matches a star.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        self.matches(&other.0)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Returns whether a text is what a pattern says; both by their bytes.
pub(crate) fn matches(pattern: impl Fn(usize) -> Option<u8>, text: impl Fn(usize) -> Option<u8>) -> bool {
    let (mut p, mut t) = (0, 0);
    // The place after the last star, and the end of the text that it matches.
    let mut star = None;
    loop {
        match (pattern(p), text(t)) {
            (Some(b'*'), _) => {
                p += 1;
                star = Some((p, t));
            }
            (Some(expected), Some(byte)) if expected == byte => (p, t) = (p + 1, t + 1),
            (None, None) => return true,
            _ => match star {
                Some((after, end)) if text(end).is_some() => {
                    (p, t) = (after, end + 1);
                    star = Some((p, t));
                }
                _ => return false,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
            ("*", "a::b", true),
            ("**b", "a::b", true),
            ("a*b*c", "ab::b-c", true),
            ("a*b*c", "a::c-b", false),
            ("*é", "a::é", true),
            ("a*a", "a", false),
            ("*b", "a::bc", false),
        ] {
            assert_eq!(Pattern::new(pattern).matches(text), matched, "{pattern} {text}");
        }
    }
}
