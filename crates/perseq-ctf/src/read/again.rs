//! Packets that are written again: a recorder that was killed had written one and not said so, and the next recorder cuts the file and writes it
//! with what has come since. A reader that follows the file has read the first one.
//!
//! ```text
//!   read      │ … │ events 2, 3 │
//!   cut       │ … │
//!   again     │ … │ events 2, 3, 4 │ …     only the last packet of a file: the one before was committed
//!                              ▲ here the reader continues
//! ```

use super::{error::ReadError, stream::File};
use std::io::ErrorKind;

/// A packet that was read to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Last {
    start: u64,
    size: u64,
    /// Up to this bit of it.
    at: u64,
    sequence: Option<u64>,
    begin: Option<u64>,
}

/// The packet that is at the place of the last one.
pub(super) enum Now {
    /// The same.
    Same,
    /// The next recorder is about to write it.
    Gone,
    /// One with the same events, and others after them.
    Longer { bytes: u64, after: u64, content: u64 },
    /// Another one.
    Other,
}

/// Returns whether the file ends before what was to be read.
pub(super) fn is_short(error: &ReadError) -> bool {
    matches!(error, ReadError::Io { source, .. } if source.kind() == ErrorKind::UnexpectedEof)
}

impl File {
    /// The packet at work was read to its end.
    pub(super) fn note_last(&mut self) {
        if self.growing && self.content > 0 {
            let (sequence, begin) = (self.facts.sequence, self.facts.begin);
            self.last = Some(Last { start: self.start, size: self.size, at: self.at, sequence, begin });
        }
    }

    /// Looks at the place of the packet that was read last: after the next one's headers were read, so that those are not of the middle of a packet
    /// that was written in between.
    pub(super) fn last_now(&mut self) -> Result<Now, ReadError> {
        let Some(last) = self.last else { return Ok(Now::Same) };
        self.start = last.start;
        let rest = self.len.saturating_sub(last.start);
        if rest == 0 {
            return Ok(Now::Gone);
        }
        let after = match self.read_headers(rest) {
            Ok(after) => after,
            Err(error @ ReadError::Io { .. }) if !is_short(&error) => return Err(error),
            Err(_) => return Ok(Now::Gone),
        };
        let facts = &self.scratch.facts;
        let is_same = (facts.sequence, facts.begin) == (last.sequence, last.begin);
        Ok(match self.sizes(after) {
            Some((bytes, _)) if bytes > rest => Now::Gone,
            Some((bytes, _)) if is_same && bytes == last.size => Now::Same,
            Some((bytes, content)) if is_same && bytes > last.size => Now::Longer { bytes, after, content },
            _ => Now::Other,
        })
    }

    /// Continues in the packet that was read, where there is more of it.
    pub(super) fn continue_last(&mut self, bytes: u64, after: u64, content: u64) -> Result<(), ReadError> {
        let (ticks, at) = (self.last_ticks, self.last.map_or(after, |last| last.at));
        self.begin(bytes, after, content)?;
        (self.last_ticks, self.at) = (ticks, at.max(after));
        Ok(())
    }
}
