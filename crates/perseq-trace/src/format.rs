//! Which version of the Common Trace Format a trace is in.

use core::sync::atomic::Ordering::Relaxed;

use crate::{Error, Result, file::File};

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
    pub(crate) fn word(self) -> u32 {
        u32::from(self == Self::Ctf2)
    }

    fn of(word: u32) -> Self {
        if word == 0 { Self::Ctf1 } else { Self::Ctf2 }
    }
}

impl File {
    /// The metadata of what is known, in the session's format.
    pub(crate) fn metadata(&self) -> Result<String> {
        let schema = self.schema();
        let text = match Format::of(self.header().format.load(Relaxed)) {
            Format::Ctf1 => schema.metadata(),
            Format::Ctf2 => schema.metadata_ctf2(),
        };
        text.map_err(Error::Metadata)
    }
}
