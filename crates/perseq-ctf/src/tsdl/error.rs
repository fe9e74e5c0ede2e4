//! What can be wrong with metadata.

use core::fmt;

/// Metadata that cannot be read, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetadataError {
    /// The line, from 1.
    pub line: u32,
    /// The character in the line, from 1.
    pub column: u32,
    /// What is wrong.
    pub problem: MetadataProblem,
}

/// What can be wrong with metadata.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MetadataProblem {
    /// Something else should stand here.
    Unexpected {
        /// What stands here.
        found: String,
        /// What should.
        wanted: &'static str,
    },
    /// A comment or text has no end.
    Endless(&'static str),
    /// Not a number, or too large a one.
    Number(String),
    /// A number that cannot be there.
    OutOfRange {
        /// What it is for.
        what: &'static str,
        /// The number.
        value: i128,
    },
    /// A type, clock or stream that nothing before this place declares.
    Unknown {
        /// What it would be.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// Something of the format that this reader does not read.
    Unsupported(String),
    /// Types inside of types, too many of them.
    TooDeep,
    /// What must be in the metadata and is not.
    Missing(&'static str),
    /// The packets that metadata is in.
    Packet(&'static str),
}

impl fmt::Display for MetadataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: ", self.line, self.column)?;
        match &self.problem {
            MetadataProblem::Unexpected { found, wanted } => write!(f, "{found} where {wanted} should be"),
            MetadataProblem::Endless(what) => write!(f, "this {what} has no end"),
            MetadataProblem::Number(text) => write!(f, "{text} is not a number of 64 bits"),
            MetadataProblem::OutOfRange { what, value } => write!(f, "{what} cannot be {value}"),
            MetadataProblem::Unknown { what, name } => write!(f, "no {what} {name:?} is declared before"),
            MetadataProblem::Unsupported(what) => write!(f, "{what}: this reader does not know that"),
            MetadataProblem::TooDeep => f.write_str("types inside of types, more than 64 of them"),
            MetadataProblem::Missing(what) => write!(f, "{what} is missing"),
            MetadataProblem::Packet(what) => write!(f, "packet of metadata: {what}"),
        }
    }
}

impl core::error::Error for MetadataError {}
