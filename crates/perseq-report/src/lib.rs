//! All that `perseq` and `perseq-bench` print and write: text for people, files, and the machine that a figure belongs to.
//!
//! For these two programs alone; it is not published.

#![deny(unsafe_code)]
#![allow(clippy::std_instead_of_core, reason = "for programs, which have std")]

/// Writes a line to standard error, if that takes one: the tool's work does not end because its words cannot be written.
#[macro_export]
macro_rules! tell {
    ($($text:tt)*) => {{
        use std::io::Write as _;
        _ = std::io::stderr().write_all(format!("{}\n", format_args!($($text)*)).as_bytes());
    }};
}

mod clock;
pub mod machine;
pub mod output;
pub mod terminal;
pub mod text;
