//! The errors of tracing.

use core::fmt;
use std::{io, path::PathBuf};

use crate::Refusal;

/// Why something was not done.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A file or directory could not be made, opened, read or written.
    File {
        /// Its path.
        path: PathBuf,
        /// The kernel's error.
        source: io::Error,
    },
    /// The session's file is not one that this process can use.
    Refused {
        /// Its path.
        path: PathBuf,
        /// The reason.
        why: Refusal,
    },
    /// The file is another user's: its owner could have this process killed.
    Foreign {
        /// Its path.
        path: PathBuf,
        /// The owner.
        owner: u32,
    },
    /// This process traces into another session already.
    Attached,
    /// The lock in the file is broken, or the C library has none that processes can share.
    Lock(perseq_core::Error),
    /// The metadata cannot be written.
    Metadata(perseq_ctf::SchemaError),
    /// The session overwrites its oldest events: it is not consumed, it is looked at by [`snapshot`](crate::snapshot()).
    Overwrites {
        /// The session's directory.
        path: PathBuf,
    },
    /// The counter that each event should have cannot be had on this machine.
    Counter(perseq_pmu::OpenError),
    /// Each of its processes has buffers of its own: a [`Recorder`](crate::Recorder) consumes them all.
    PerProcess {
        /// The session's directory.
        path: PathBuf,
    },
    /// The session has ended: no process makes buffers for it.
    Ended {
        /// The session's directory.
        path: PathBuf,
    },
    /// The session has no room for the filter's rules.
    Filter {
        /// Bytes that they need.
        bytes: usize,
        /// Bytes that there are.
        most: usize,
    },
    /// Another process is the session's consumer.
    Consumed {
        /// The session's directory.
        path: PathBuf,
    },
    /// A snapshot was to be written into a session whose own trace will have the same events.
    Inside {
        /// The snapshot's directory.
        path: PathBuf,
        /// The session's directory.
        session: PathBuf,
    },
}

/// With [`Error`].
pub type Result<T> = core::result::Result<T, Error>;

impl Error {
    /// Returns whether this process, or the machine, has too much open or mapped: later there may be room.
    pub(crate) fn is_for_now(&self) -> bool {
        use rustix::io::Errno;
        let is = |errno: Errno| matches!(errno, Errno::MFILE | Errno::NFILE | Errno::NOMEM);
        matches!(self, Self::File { source, .. } if Errno::from_io_error(source).is_some_and(is))
    }

    /// Returns whether a file or its directory is not there.
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Self::File { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, source } => write!(f, "{}: {source}", path.display()),
            Self::Refused { path, why } => write!(f, "{} cannot be used: {why}", path.display()),
            Self::Foreign { path, owner } => {
                write!(f, "{} is user {owner}'s: a session is used by its owner only", path.display())
            }
            Self::Attached => write!(f, "this process traces into another session: detach it first"),
            Self::Lock(error) => write!(f, "the session's lock: {error}"),
            Self::Metadata(error) => write!(f, "the metadata: {error}"),
            Self::Counter(error) => write!(f, "no such counter for the events: {error}"),
            Self::Overwrites { path } => {
                write!(f, "{} overwrites its oldest events: take a snapshot of it", path.display())
            }
            Self::PerProcess { path } => {
                write!(
                    f,
                    "each process of {} has buffers of its own: a recorder consumes them",
                    path.display()
                )
            }
            Self::Filter { bytes, most } => write!(
                f,
                "the filter's rules need {bytes} bytes, and the session has room for {most}: nothing was changed; use fewer rules, or set the filter anew"
            ),
            Self::Ended { path } => write!(f, "the session in {} has ended", path.display()),
            Self::Consumed { path } => {
                write!(f, "{} has a consumer already: stop that one first", path.display())
            }
            Self::Inside { path, session } => write!(
                f,
                "{} is in the session {}, whose own trace will have the same events: write the snapshot elsewhere",
                path.display(),
                session.display()
            ),
        }
    }
}

impl core::error::Error for Error {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::File { source, .. } => Some(source),
            Self::Lock(error) => Some(error),
            Self::Metadata(error) => Some(error),
            Self::Counter(error) => Some(error),
            _ => None,
        }
    }
}
