//! Why a file of buffers was not made.

use std::{io, path::Path};

use rustix::io::Errno;

use crate::{Error, buffer::file::at};

/// Why a file was not made. Made without allocating.
#[derive(Debug)]
pub(crate) enum Fault {
    Io(io::Error),
    /// The session has ended.
    Ended,
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<Errno> for Fault {
    fn from(errno: Errno) -> Self {
        Self::Io(errno.into())
    }
}

impl Fault {
    pub(crate) fn at(self, path: &Path) -> Error {
        match self {
            Self::Io(source) => at(path)(source),
            Self::Ended => Error::Ended { path: path.to_owned() },
        }
    }
}
