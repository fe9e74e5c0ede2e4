//! Why a file was not made, or not read.

use core::fmt;
use std::{io, path::PathBuf, string::String};

/// Why a live file was not made or not read.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// A name that is no part of a metric's name for PCP.
    Name(String),
    /// More series or bytes than a file can have.
    Size(&'static str),
    /// A file or directory could not be used.
    File {
        /// The call or step that failed.
        step: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// The system's answer.
        source: io::Error,
    },
    /// Rows could not be had in the file.
    Rows {
        /// The file.
        path: PathBuf,
        /// Why.
        source: perseq::Error,
    },
    /// This process has a file of that name already.
    InUse(PathBuf),
    /// A metric was not registered.
    Metric(crate::Error),
    /// The file or directory is not this user's, or others may write to it: it is not followed.
    Foreign {
        /// The file or directory.
        path: PathBuf,
        /// The reason: the state of the file.
        found: &'static str,
    },
    /// The file is none of ours.
    NotLive {
        /// The file.
        path: PathBuf,
        /// The reason: the state of the file.
        found: &'static str,
    },
    /// A file of another version of perseq.
    Version {
        /// The file.
        path: PathBuf,
        /// The version of its tables.
        found: u32,
        /// The version that is read.
        known: u32,
    },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(
                f,
                "{name:?} is no name of a live file; take up to 36 letters, digits and `_`, a letter first"
            ),
            Self::Size(what) => f.write_str(what),
            Self::File { step, path, source } => write!(f, "{}: cannot {step}: {source}", path.display()),
            Self::Rows { path, source } => write!(
                f,
                "{}: the file cannot hold the rows: {source}; a file system with `fallocate` and some room is needed, as a tmpfs",
                path.display()
            ),
            Self::InUse(path) => write!(
                f,
                "{}: a running process uses this file; make one with another name, or use the one that was made",
                path.display()
            ),
            Self::Metric(error) => error.fmt(f),
            Self::Foreign { path, found } => write!(
                f,
                "{}: not followed: {found}; use a directory of this user that others cannot write to",
                path.display()
            ),
            Self::NotLive { path, found } => {
                write!(f, "{}: no live file of perseq: {found}", path.display())
            }
            Self::Version { path, found, known } => write!(
                f,
                "{}: its tables are of version {found}, and this program reads version {known}; read it with the perseq of the program \
                 that writes it",
                path.display()
            ),
        }
    }
}

impl core::error::Error for Error {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::File { source, .. } => Some(source),
            Self::Rows { source, .. } => Some(source),
            Self::Metric(error) => Some(error),
            _ => None,
        }
    }
}
