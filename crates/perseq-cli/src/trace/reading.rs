//! Opening traces, those of running sessions, too.

use std::path::Path;

use perseq_ctf::{ReadError, Reader};
use perseq_trace::Session;

/// The sessions whose recorder writes in `directory`: its own, or that of the directory that it is a part of.
fn sessions(directory: &Path) -> Vec<Session> {
    let whole = directory.canonicalize().unwrap_or_else(|_| directory.to_owned());
    whole.ancestors().take(2).filter_map(|directory| Session::open(directory).ok()).collect()
}

/// Opens a trace. While a recorder is at work on it, a packet at the end of a file may be written just now: it is not complete, and is not damaged.
/// If there is no recorder, it was cut.
///
/// # Errors
/// Those of the reader.
pub(super) fn open(directory: &Path) -> Result<Reader, ReadError> {
    // Before the trace is opened: a recorder that completes it removes the session.
    let sessions = sessions(directory);
    let is_recorded = || sessions.iter().any(Session::is_recorded);
    let before = is_recorded();
    let mut reader = Reader::open(directory)?;
    // Or one that has begun since.
    if before || is_recorded() {
        reader.grow()?;
    }
    Ok(reader)
}
