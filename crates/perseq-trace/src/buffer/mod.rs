//! A session's file as it is in memory: its layout and the check of it, the table of event types, each CPU's buffer, and the critical
//! sections by which a record gets there.

#[allow(unsafe_code, reason = "the processor's counter")]
pub(crate) mod clock;
pub(crate) mod fault;
#[allow(unsafe_code, reason = "a mapped file")]
pub(crate) mod file;
pub(crate) mod geometry;
pub(crate) mod header;
pub(crate) mod reserve;
#[allow(unsafe_code, reason = "words that others write")]
pub(crate) mod row;
#[allow(unsafe_code, reason = "critical sections")]
pub(crate) mod section;
pub(crate) mod types;
#[allow(unsafe_code, reason = "sections on the buffers")]
pub(crate) mod write;
