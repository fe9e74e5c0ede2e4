//! How one attempt at a critical section ended.

/// How one attempt at a critical section ended.
#[must_use = "an aborted section did nothing: retry it, or take another path"]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The last store was made.
    Committed,
    /// The section left by its exit: a comparison said so. Nothing was committed.
    Exited,
    /// The thread was interrupted, is on another CPU than the caller said, or is not registered. Nothing was
    /// committed.
    Aborted,
    /// The row's guard is taken (sections of the `guarded` form). Nothing was committed.
    Guarded,
}
