//! From the buffers to a trace: a consumer of one session's buffers, a recorder of the buffers of many processes, and snapshots.

pub(crate) mod adopt;
pub(crate) mod chunk;
pub(crate) mod consumer;
pub(crate) mod format;
pub(crate) mod losses;
pub(crate) mod recorder;
pub(crate) mod replace;
pub(crate) mod schema;
pub(crate) mod snapshot;
pub(crate) mod stream;
pub(crate) mod summary;
pub(crate) mod unbuffered;
