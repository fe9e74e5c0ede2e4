//! The errors of domains between processes.

use core::fmt;
use std::{io, path::PathBuf};

use super::layout::Refusal;
use crate::Error;

/// Why something was not done with a domain that processes share.
#[derive(Debug)]
#[non_exhaustive]
pub enum ProcessError {
    /// The file could not be made, opened, measured or mapped, or its file system has no room for what was asked for.
    File {
        /// Its path; `None` for one that was handed over.
        path: Option<PathBuf>,
        /// The kernel's error.
        source: io::Error,
    },
    /// The file is not one that this process can use.
    Refused {
        /// Its path; `None` for one that was handed over.
        path: Option<PathBuf>,
        /// The reason.
        why: Refusal,
    },
    /// As many processes as the domain was made for are members, and all of them live.
    Full {
        /// How many.
        members: u32,
    },
    /// The arena has no room for values of this size (see [`ProcessOptions::arena`](super::ProcessOptions::arena)), even when all that waits for readers is freed; or waiting for that is not possible, because this thread is
    /// inside a reader.
    ArenaFull {
        /// Bytes asked for.
        asked: usize,
        /// Bytes of the arena.
        arena: usize,
    },
    /// A cell's name is empty or longer than [`MAX_NAME`](super::ProcessRcu::MAX_NAME) bytes, or there are
    /// [`MAX_CELLS`](super::ProcessRcu::MAX_CELLS) cells already.
    Name(String),
    /// The cell of that name is for values of another size or alignment.
    Type {
        /// The cell.
        name: String,
        /// Its values' size and alignment, in bytes.
        is: (u64, u64),
        /// Those of what was asked for.
        asked: (u64, u64),
    },
    /// The domain's lock was not to be had: a member has kept it for ten seconds, because it is stopped, or this thread holds it.
    Lock(perseq_core::Error),
    /// An offset in the file leads out of the arena: a process has written there that should not.
    Damaged,
    /// As in domains of one process.
    Rcu(Error),
}

/// With [`ProcessError`].
pub type ProcessResult<T> = core::result::Result<T, ProcessError>;

impl fmt::Display for ProcessError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path: Some(path), source } => write!(f, "{}: {source}", path.display()),
            Self::File { path: None, source } => write!(f, "the domain's file: {source}"),
            Self::Refused { path: Some(path), why } => write!(f, "{} cannot be used: {why}", path.display()),
            Self::Refused { path: None, why } => write!(f, "the domain's file cannot be used: {why}"),
            Self::Full { members } => {
                write!(
                    f,
                    "{members} processes are members, as many as the domain was made for: make it for more"
                )
            }
            Self::ArenaFull { asked, arena } => write!(
                f,
                "no room for {asked} bytes in an arena of {arena}: make the domain with a larger one, or store outside of readers"
            ),
            Self::Name(name) => write!(
                f,
                "no cell can be named {name:?}: 1 to {} bytes, {} cells at most",
                super::ProcessRcu::MAX_NAME,
                super::ProcessRcu::MAX_CELLS
            ),
            Self::Type { name, is, asked } => write!(
                f,
                "cell {name:?} has values of {} bytes aligned to {}, and {} aligned to {} were asked for: \
                 build all programs with one definition",
                is.0, is.1, asked.0, asked.1
            ),
            Self::Lock(error) => write!(f, "the domain's lock: {error}"),
            Self::Damaged => write!(f, "an offset leads out of the file: it was overwritten, make it again"),
            Self::Rcu(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for ProcessError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::File { source, .. } => Some(source),
            Self::Lock(error) => Some(error),
            Self::Rcu(error) => Some(error),
            _ => None,
        }
    }
}

impl From<Error> for ProcessError {
    fn from(error: Error) -> Self {
        Self::Rcu(error)
    }
}

impl From<perseq_core::Error> for ProcessError {
    fn from(error: perseq_core::Error) -> Self {
        Self::Rcu(Error::Fence(error))
    }
}

impl From<Refusal> for ProcessError {
    fn from(why: Refusal) -> Self {
        Self::Refused { path: None, why }
    }
}
