//! Critical sections: the frame (once), the operations (once), and how an aborted one is tried again.

mod frame;
pub mod guarded;
pub mod ops;
mod retry;

/// True if sections can commit on any thread of this target. On a target where they cannot (another system than Linux, or a
/// processor that the kernel does not know), they abort without an instruction, and operations take their slower path at once.
pub const AVAILABLE: bool = crate::arch::HAS_SECTIONS;

pub(crate) use retry::can_retry;
pub use retry::{ATTEMPTS, aborts, retry, retry_aborted, retry_here};
