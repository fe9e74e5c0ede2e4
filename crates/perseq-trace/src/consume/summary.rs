//! What was recorded so far.

use crate::Losses;

/// The summary of a session so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Summary {
    /// Events that are in the trace.
    pub events: u64,
    /// Events that are not in the trace, for whichever reason.
    pub discarded: u64,
    /// The same by reason.
    pub losses: Losses,
    /// Bytes of the streams.
    pub bytes: u64,
    /// CPUs that have a stream.
    pub streams: u32,
    /// Pieces of buffers that had no records: a program has written there that should not.
    pub damaged: u64,
    /// Processes that had buffers of their own.
    pub processes: u32,
    /// Programs that could not have buffers of their own, and ran without tracing. Each has said why on its standard
    /// error, and its events are counted ([`Losses::unbuffered`]).
    pub untraced: u32,
}

impl Summary {
    /// Both together.
    pub(crate) fn and(self, other: Self) -> Self {
        Self {
            events: self.events.wrapping_add(other.events),
            discarded: self.discarded.wrapping_add(other.discarded),
            losses: self.losses.and(other.losses),
            bytes: self.bytes.wrapping_add(other.bytes),
            streams: self.streams.wrapping_add(other.streams),
            damaged: self.damaged.wrapping_add(other.damaged),
            processes: self.processes.wrapping_add(other.processes),
            untraced: self.untraced.wrapping_add(other.untraced),
        }
    }

    /// After the trace was removed.
    pub(crate) fn removed(self) -> Self {
        let losses = Losses { removed: self.losses.removed.wrapping_add(self.events), ..self.losses };
        Self { events: 0, discarded: losses.total(), losses, bytes: 0, streams: 0, ..self }
    }
}
