//! Reading a trace to its end, over places that cannot be read: what comes after them can, as a rule.

use core::ops::ControlFlow::{self, Break, Continue};

use anyhow::{Result, ensure};
use perseq_ctf::{Item, ReadError, Reader};

/// So many are told one by one.
const TOLD: u64 = 10;

/// How many places of a trace could not be read.
#[derive(Debug)]
pub(super) struct Unread {
    count: u64,
    /// So many are told.
    told: u64,
}

impl Default for Unread {
    fn default() -> Self {
        Self { count: 0, told: TOLD }
    }
}

impl Unread {
    /// None of them is told: another look at the trace tells them.
    pub(super) fn untold() -> Self {
        Self { count: 0, told: 0 }
    }

    /// Does `with` with each item of a trace.
    ///
    /// # Errors
    /// As [`each_until`](Self::each_until).
    pub(super) fn each(
        &mut self,
        reader: &mut Reader,
        mut with: impl FnMut(Item<'_>) -> Result<()>,
    ) -> Result<()> {
        self.each_until(reader, i64::MAX, |item| with(item).map(Continue)).map(|_end| ())
    }

    /// Does `with` with each item up to that time, as long as it says so; whether it has said so to the last.
    ///
    /// # Errors
    /// Those of `with`; what is wrong with more than a place of the trace: nothing comes after it.
    pub(super) fn each_until(
        &mut self,
        reader: &mut Reader,
        until: i64,
        mut with: impl FnMut(Item<'_>) -> Result<ControlFlow<()>>,
    ) -> Result<ControlFlow<()>> {
        loop {
            match reader.next_until(until) {
                Ok(None) => return Ok(Continue(())),
                Ok(Some(item)) => {
                    if with(item)?.is_break() {
                        return Ok(Break(()));
                    }
                }
                Err(error) => self.pass(error)?,
            }
        }
    }

    /// Tells of a place, so that the reader continues after it.
    fn pass(&mut self, error: ReadError) -> Result<(), ReadError> {
        if !matches!(error, ReadError::Stream { .. }) {
            return Err(error);
        }
        self.count += 1;
        if self.count <= self.told {
            tell!("perseq: {error}");
        }
        Ok(())
    }

    /// After all else was read.
    ///
    /// # Errors
    /// When there were some.
    pub(super) fn check(&self) -> Result<()> {
        let Self { count, .. } = self;
        let places = if *count == 1 { "place" } else { "places" };
        ensure!(*count == 0, "{count} {places} of the trace cannot be read; all else was");
        Ok(())
    }
}
