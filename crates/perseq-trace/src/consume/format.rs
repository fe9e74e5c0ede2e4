//! Which version of the Common Trace Format a trace is in.

use perseq_ctf::EnvValue;

use crate::{
    Error, Losses, Result,
    buffer::{clock::Calibration, file::File},
};

/// The version of the format: that of the metadata. The streams are the same in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum Format {
    /// CTF 1.8, which all tools read.
    #[default]
    Ctf1,
    /// CTF 2, which babeltrace2 reads from version 2.1 on.
    Ctf2,
}

impl Format {
    /// As a word of the session's file.
    pub(crate) fn word(self) -> u64 {
        u64::from(self == Self::Ctf2)
    }

    pub(crate) fn of(word: u64) -> Self {
        if word == 0 { Self::Ctf1 } else { Self::Ctf2 }
    }
}

impl File {
    /// The metadata of what is known, in the session's format, with that clock; its environment says why events are missing.
    pub(crate) fn metadata(&self, clock: Calibration, losses: &Losses) -> Result<String> {
        let mut schema = self.schema(clock);
        let number = |events: u64| EnvValue::Int(i64::try_from(events).unwrap_or(i64::MAX));
        schema.env.extend(losses.by_name().map(|(name, events)| (name.to_owned(), number(events))));
        let text = match self.geometry.format {
            Format::Ctf1 => schema.metadata(),
            Format::Ctf2 => schema.metadata_ctf2(),
        };
        text.map_err(Error::Metadata)
    }
}
