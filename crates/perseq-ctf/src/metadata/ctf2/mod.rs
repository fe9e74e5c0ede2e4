//! Metadata of CTF 2: a stream of JSON fragments, as they are written and as they are read.
//!
//! Source: CTF2-SPEC-2.0.

mod classes;
mod fragments;
mod json;
mod place;

pub(crate) use fragments::parse;

/// The first byte of each fragment: the record separator of JSON text sequences (RFC 7464).
pub(crate) const SEPARATOR: u8 = 0x1e;

/// The namespace in which babeltrace2 looks for what CTF 2 has no words for: log level and source.
pub(crate) const ATTRIBUTES: &str = "babeltrace.org,2020";

/// The names of the log levels, by number.
pub(crate) const LEVELS: [&str; 15] = [
    "emergency",
    "alert",
    "critical",
    "error",
    "warning",
    "notice",
    "info",
    "debug:system",
    "debug:program",
    "debug:process",
    "debug:module",
    "debug:unit",
    "debug:function",
    "debug:line",
    "debug",
];
