//! The faults that a trace can have.

use crate::metadata::model::MetadataError;
use core::fmt;
use std::{io, path::PathBuf};

/// Why a trace, or the rest of a packet or stream, cannot be read.
#[non_exhaustive]
#[derive(Debug)]
pub enum ReadError {
    /// A file or directory cannot be read.
    Io {
        /// Which one.
        path: PathBuf,
        /// The cause.
        source: io::Error,
    },
    /// No trace, but more directories than are searched for one.
    Directories {
        /// The directory that was to be opened.
        path: PathBuf,
        /// So many are searched.
        most: u32,
    },
    /// The metadata is not what it should be.
    Metadata {
        /// The file.
        path: PathBuf,
        /// The fault, and its place.
        source: MetadataError,
    },
    /// A data stream is not what the metadata says.
    Stream {
        /// The file.
        path: PathBuf,
        /// The place in it, in bytes: the field or the packet.
        offset: u64,
        /// The fault.
        problem: StreamProblem,
    },
}

/// The faults that a data stream can have.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StreamProblem {
    /// A packet begins with something else than its magic number.
    Magic(u64),
    /// No stream class has this number.
    UnknownStream(u64),
    /// No event class of the stream has this number.
    UnknownEvent(u64),
    /// A packet's sizes cannot be.
    Sizes {
        /// Bits of the packet's header, context and records.
        content_bits: u64,
        /// Bits of the packet.
        packet_bits: u64,
        /// Bytes of the file from the packet's beginning.
        file_bytes: u64,
    },
    /// A field continues past the end of the packet or file.
    Truncated,
    /// A length or a choice depends on a field that is not before it.
    Reference(String),
    /// A variant has nothing for this value of its tag.
    Choice(i128),
    /// A length is negative.
    Length(i128),
    /// One event has more than a million values.
    TooManyValues,
    /// Records of no bits: there would be no end to them.
    EmptyRecord,
}

impl fmt::Display for StreamProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StreamProblem::Magic(word) => write!(f, "a packet begins with {word:#x} instead of 0xc1fc1fc1"),
            StreamProblem::UnknownStream(id) => write!(f, "the metadata has no stream {id}"),
            StreamProblem::UnknownEvent(id) => write!(f, "the metadata has no event {id} for this stream"),
            StreamProblem::Sizes { content_bits, packet_bits, file_bytes } => write!(
                f,
                "a packet of {packet_bits} bits with {content_bits} bits of content cannot be in {file_bytes} bytes"
            ),
            StreamProblem::Truncated => f.write_str("a field goes on behind the end"),
            StreamProblem::Reference(name) => write!(f, "no field {name} is before what depends on it"),
            StreamProblem::Choice(value) => write!(f, "a variant has no option for {value}"),
            StreamProblem::Length(value) => write!(f, "a sequence has length {value}"),
            StreamProblem::TooManyValues => f.write_str("one event has more than a million values"),
            StreamProblem::EmptyRecord => f.write_str("records have no bits"),
        }
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::Io { path, source } => write!(f, "{}: {source}", path.display()),
            ReadError::Directories { path, most } => write!(
                f,
                "{} is no trace, and has more than {most} directories in it that are none: name the directory of a trace",
                path.display()
            ),
            ReadError::Metadata { path, source } => write!(f, "{}: {source}", path.display()),
            ReadError::Stream { path, offset, problem } => {
                write!(f, "{}: at byte {offset}: {problem}", path.display())
            }
        }
    }
}

impl core::error::Error for ReadError {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            ReadError::Io { source, .. } => Some(source),
            ReadError::Metadata { source, .. } => Some(source),
            ReadError::Directories { .. } | ReadError::Stream { .. } => None,
        }
    }
}
