//! Which events a session records: patterns and levels.

use core::sync::atomic::{
    AtomicU8, AtomicU32,
    Ordering::{Acquire, Relaxed, Release, SeqCst},
    fence,
};

use crate::{
    Error, Result,
    buffer::header::{FILTER, Header},
    session::pattern::{Pattern, matches},
};

/// [Patterns](Pattern) for `provider::name`, each with the least important level that passes it. An event is recorded
/// if the last pattern that it matches says so; without patterns all are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Filter {
    rules: Vec<Rule>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    pattern: Pattern,
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
        self.rules.push(Rule { pattern: Pattern::new(pattern), most: most as i8 });
        self
    }

    /// From here on what matches `pattern` does not pass.
    #[must_use]
    pub fn disable(mut self, pattern: &str) -> Self {
        self.rules.push(Rule { pattern: Pattern::new(pattern), most: -1 });
        self
    }

    pub(crate) fn passes(&self, provider: &str, name: &str, level: u8) -> bool {
        let event = Event { provider, name };
        let last = self.rules.iter().rev().find(|rule| rule.pattern.matches_bytes(|at| event.byte(at)));
        last.is_none_or(|rule| i16::from(rule.most) >= i16::from(level))
    }

    /// The one that a session has. The caller holds the session's lock, or no other thread changes it.
    pub(crate) fn of(header: &Header) -> Self {
        let text = String::from_utf8_lossy(&header.filter().bytes().collect::<Vec<u8>>()).into_owned();
        let rule = |line: &str| {
            let (most, pattern) = line.split_once(' ')?;
            Some(Rule { pattern: Pattern::new(pattern), most: most.parse().ok()? })
        };
        Self { rules: text.lines().filter_map(rule).collect() }
    }

    /// The same without rules that later ones hide.
    pub(crate) fn folded(mut self) -> Self {
        let mut kept: Vec<Rule> = Vec::new();
        for rule in self.rules.into_iter().rev() {
            if !kept.iter().any(|later| later.pattern.covers(&rule.pattern)) {
                kept.push(rule);
            }
        }
        kept.reverse();
        self.rules = kept;
        self
    }

    /// Makes it the session's, whose lock is held.
    ///
    /// # Errors
    ///
    /// [`Error::Filter`] if the session has no room for all of its rules: leaving one out would record events that the caller did not ask for.
    pub(crate) fn keep(&self, header: &Header) -> Result<()> {
        let lines = self.rules.iter().map(|rule| format!("{} {}\n", rule.most, rule.pattern));
        let text: String = lines.collect();
        if text.len() > FILTER {
            return Err(Error::Filter { bytes: text.len(), most: FILTER });
        }
        // The slot that no thread reads: a process that is killed here has changed nothing.
        let version = header.filter_version.load(Relaxed).wrapping_add(1);
        let slot = &header.filters[version as usize % 2];
        for (to, byte) in slot.bytes.iter().zip(text.bytes()) {
            to.store(byte, Relaxed);
        }
        slot.len.store(text.len() as u32, Relaxed);
        // Release, with `by_filter`: a thread that sees the version sees the text.
        fence(Release);
        header.filter_version.store(version, SeqCst);
        Ok(())
    }

    /// This one, and then `later`.
    pub(crate) fn and_then(mut self, later: &Self) -> Self {
        self.rules.extend(later.rules.iter().cloned());
        self
    }
}

/// A filter in a session's file: a line for each rule, with its level and its pattern. It is asked without allocating.
#[repr(C)]
pub(crate) struct FilterText {
    len: AtomicU32,
    bytes: [AtomicU8; FILTER],
}

impl FilterText {
    fn byte(&self, at: usize) -> Option<u8> {
        (at < self.len.load(Relaxed) as usize).then(|| self.bytes.get(at)).flatten().map(|b| b.load(Relaxed))
    }

    fn bytes(&self) -> impl Iterator<Item = u8> {
        (0..FILTER).map_while(|at| self.byte(at))
    }

    /// As [`Filter::passes`].
    pub(crate) fn passes(&self, provider: &str, name: &str, level: u8) -> bool {
        let event = Event { provider, name };
        let (mut passes, mut line) = (true, 0);
        while self.byte(line).is_some() {
            let negative = self.byte(line) == Some(b'-');
            let mut at = line + usize::from(negative);
            let mut most = 0_u8;
            while let Some(digit @ b'0'..=b'9') = self.byte(at) {
                most = most.wrapping_mul(10).wrapping_add(digit - b'0');
                at += 1;
            }
            let pattern = at + 1;
            if matches(|at| self.byte(pattern + at).filter(|byte| *byte != b'\n'), |at| event.byte(at)) {
                passes = !negative && most >= level;
            }
            line = (pattern..FILTER).find(|at| self.byte(*at) == Some(b'\n')).map_or(FILTER, |end| end + 1);
        }
        passes
    }
}

impl Header {
    fn filter(&self) -> &FilterText {
        &self.filters[self.filter_version.load(Acquire) as usize % 2]
    }

    /// Calls `apply` with the filter, again until it was the newest one when it returned. A thread that changes the filter either sees what `apply`
    /// stores or is seen by this loop: it stores the version first, and then looks at what is there.
    ///
    /// Only loads that also memory that is mapped for reading has.
    pub(crate) fn by_filter(&self, mut apply: impl FnMut(&FilterText)) {
        loop {
            let version = self.filter_version.load(Relaxed);
            fence(Acquire);
            apply(&self.filters[version as usize % 2]);
            // SeqCst, with `keep` and the fence after it. It also keeps the loads of the text before the next one: a text changes only when
            // the version after the next is made.
            fence(SeqCst);
            if self.filter_version.load(Relaxed) == version {
                return;
            }
        }
    }
}

/// `provider::name`, in pieces.
#[derive(Clone, Copy)]
struct Event<'a> {
    provider: &'a str,
    name: &'a str,
}

impl Event<'_> {
    fn byte(self, at: usize) -> Option<u8> {
        let pieces = [self.provider, "::", self.name];
        let mut at = at;
        for piece in pieces {
            match piece.as_bytes().get(at) {
                Some(byte) => return Some(*byte),
                None => at -= piece.len(),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Level;

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

    #[test]
    fn a_filter_in_a_file_passes_what_it_passes_in_memory() {
        let slot = FilterText { len: AtomicU32::new(0), bytes: [const { AtomicU8::new(0) }; FILTER] };
        assert!(slot.passes("server", "request", 14), "without rules everything passes");
        let filter =
            Filter::none().enable("server::*", Level::Debug).disable("*::noise").enable("a*", Level::Trace);
        let text: String =
            filter.rules.iter().map(|rule| format!("{} {}\n", rule.most, rule.pattern)).collect();
        slot.len.store(text.len() as u32, Relaxed);
        slot.bytes.iter().zip(text.bytes()).for_each(|(to, byte)| to.store(byte, Relaxed));
        for (provider, name) in [("server", "request"), ("server", "noise"), ("a", "b"), ("b", "a"), ("", "")]
        {
            for level in [3, 6, 7, 14] {
                let passes = filter.passes(provider, name, level);
                assert_eq!(slot.passes(provider, name, level), passes, "{provider}::{name} {level}");
            }
        }
    }
}
