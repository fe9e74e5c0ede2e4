//! Which stream a file has, and which piece of that: tracers that rotate their files leave a stream in several.

use super::{decode::Facts, error::StreamProblem, opening::FIRST_LOOK, stream::File};

/// The place of a file: which stream it has, and which piece of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The stream's class, and which one of it.
    pub(super) stream: (u64, u64),
    begin: u64,
    sequence: Option<u64>,
}

impl File {
    /// Looks where the file belongs.
    pub(super) fn look(&mut self) {
        self.place = self.find_place();
        // There may be thousands of files.
        (self.packet, self.base) = (Vec::new(), 0);
        self.scratch.facts = Facts::default();
    }

    /// The first packet's word on the stream, if it can be read and says which stream of its class it is.
    fn find_place(&mut self) -> Option<Place> {
        let rest = self.len;
        let mut look = FIRST_LOOK.min(rest);
        let found = loop {
            self.fill(look).ok()?;
            match self.headers() {
                Err((_, StreamProblem::Truncated)) if look < rest => look = look.saturating_mul(8).min(rest),
                found => break found.is_ok(),
            }
        };
        let facts = &self.scratch.facts;
        let instance = facts.instance.filter(|_| found)?;
        let stream = (facts.stream_id.unwrap_or(0), instance);
        Some(Place { stream, begin: facts.begin?, sequence: facts.sequence })
    }

    /// The stream of `before` continues in this file.
    pub(super) fn follow(&mut self, before: &File) {
        (self.before, self.last_ticks) = (before.before, before.last_ticks);
    }
}
