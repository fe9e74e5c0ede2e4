//! Places of a trace that cannot be read: what comes after them can, as a rule.

use anyhow::{Result, ensure};
use perseq_ctf::ReadError;

/// So many are told one by one.
const TOLD: u64 = 10;

/// How many there were.
#[derive(Debug, Default)]
pub(super) struct Unread(u64);

impl Unread {
    /// Tells of a place, so that the reader continues after it.
    ///
    /// # Errors
    /// An error that is about more than a place: nothing comes after it.
    pub(super) fn pass(&mut self, error: ReadError) -> Result<(), ReadError> {
        if !matches!(error, ReadError::Stream { .. }) {
            return Err(error);
        }
        self.0 += 1;
        if self.0 <= TOLD {
            eprintln!("perseq: {error}");
        }
        Ok(())
    }

    /// After all else was read.
    ///
    /// # Errors
    /// When there were some.
    pub(super) fn check(&self) -> Result<()> {
        let Self(count) = self;
        let places = if *count == 1 { "place" } else { "places" };
        ensure!(*count == 0, "{count} {places} of the trace cannot be read; all else was");
        Ok(())
    }
}
