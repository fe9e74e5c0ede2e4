//! The errors of describing and registering metrics.

use core::fmt;
use std::string::String;

/// Why a metric was not registered, or its unused series not taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// A name of a metric that the formats do not know.
    Name(String),
    /// A name of a label that the formats do not know, or that has a meaning already: `le` of a histogram, and `overflow`.
    Label(String),
    /// Two metrics whose samples would have one name.
    Taken(String),
    /// A unit that is no suffix of names.
    Unit(String),
    /// Bounds of buckets that do not rise, are not finite, or are too many; a scale of whole numbers that makes them so.
    Bounds,
    /// The calling thread is inside of a read-side section, which a grace period would wait for.
    Reading(perseq_rcu::Error),
    /// A structure could not be made.
    Structure(perseq::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(
                f,
                "{name:?} is no name of a metric; take letters, digits, `_` and `:`, not a digit first, and leave out \
                 `_total`, `_bucket`, `_count`, `_sum`, `_created` and `_info`, which the formats append"
            ),
            Self::Label(name) => write!(
                f,
                "{name:?} is no name of a label here; take letters, digits and `_`, not a digit or `__` first, each name once, \
                 not `overflow`, and not `le` in a histogram"
            ),
            Self::Taken(name) => {
                write!(f, "a metric whose samples have the name of {name:?} is registered; take another name")
            }
            Self::Unit(unit) => {
                write!(f, "{unit:?} is no unit; take letters, digits and `_`, as `seconds` or `bytes`")
            }
            Self::Bounds => f.write_str(
                "bounds of buckets must be 1 to 128 finite numbers, each larger than the one before; whole numbers are shown in \
                 a positive and finite unit, in which the highest of them is finite, too",
            ),
            Self::Reading(error) => write!(f, "series in use cannot be waited for: {error}"),
            Self::Structure(error) => write!(f, "the metric cannot be made: {error}"),
        }
    }
}

impl core::error::Error for Error {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Reading(error) => Some(error),
            Self::Structure(error) => Some(error),
            _ => None,
        }
    }
}
