//! The faults that metadata can have.

use core::fmt;

/// Metadata that cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetadataError {
    /// The fragment, from 1: metadata of CTF 2 is made of them.
    pub fragment: Option<u32>,
    /// The line, from 1.
    pub line: u32,
    /// The character in the line, from 1.
    pub column: u32,
    /// The fault.
    pub problem: MetadataProblem,
}

/// The faults that metadata can have.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MetadataProblem {
    /// Something else should be here.
    Unexpected {
        /// The text that is here.
        found: String,
        /// The text that should be.
        wanted: &'static str,
    },
    /// A comment, text or fragment has no end.
    Endless(&'static str),
    /// Not a number, or too large a one.
    Number(String),
    /// A number that cannot be there.
    OutOfRange {
        /// The purpose of the number.
        what: &'static str,
        /// The number.
        value: i128,
    },
    /// A type, clock or stream that nothing before this place declares.
    Unknown {
        /// The kind of thing that it would be.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// Something of the format that this reader does not read.
    Unsupported(String),
    /// Types inside of types, too many of them.
    TooDeep,
    /// Aliases that use aliases make too much of the metadata.
    TooMany,
    /// There may be one of these, or one with this name.
    Twice {
        /// The kind of thing that is there twice.
        what: &'static str,
        /// Its name or number.
        name: String,
    },
    /// A fragment is no JSON.
    Json(String),
    /// The part that must be in the metadata and is not.
    Missing(&'static str),
    /// The packets that metadata is in.
    Packet(&'static str),
}

impl fmt::Display for MetadataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(fragment) = self.fragment {
            write!(f, "fragment {fragment}, ")?;
        }
        write!(f, "line {}, column {}: ", self.line, self.column)?;
        match &self.problem {
            MetadataProblem::Unexpected { found, wanted } => write!(f, "{found} where {wanted} should be"),
            MetadataProblem::Endless(what) => write!(f, "this {what} has no end"),
            MetadataProblem::Number(text) => write!(f, "{text} is not a number of 64 bits"),
            MetadataProblem::OutOfRange { what, value } => write!(f, "{what} cannot be {value}"),
            MetadataProblem::Unknown { what, name } => write!(f, "no {what} {name:?} is declared before"),
            MetadataProblem::Unsupported(what) => write!(f, "{what}: this reader does not know that"),
            MetadataProblem::TooDeep => f.write_str("types inside of types, more than 128 of them"),
            MetadataProblem::TooMany => {
                f.write_str("aliases of aliases make the metadata more than 16 times as long")
            }
            MetadataProblem::Twice { what, name } => write!(f, "{what} {name:?} is there twice"),
            MetadataProblem::Json(what) => write!(f, "this is no JSON: {what}"),
            MetadataProblem::Missing(what) => write!(f, "{what} is missing"),
            MetadataProblem::Packet(what) => write!(f, "packet of metadata: {what}"),
        }
    }
}

impl MetadataError {
    /// Returns whether the last fragment has no end: a tracer may be writing it.
    pub(crate) fn is_unfinished(&self) -> bool {
        self.fragment.is_some() && matches!(self.problem, MetadataProblem::Endless(_))
    }
}

impl core::error::Error for MetadataError {}
