//! Critical sections: the frame (once), the operations (once), and how an aborted one is tried again.

#[cfg(all(any(target_arch = "x86_64", target_arch = "aarch64"), not(any(miri, perseq_model))))]
pub mod counter;
mod frame;
pub mod guarded;
pub mod ops;
mod retry;

pub(crate) use retry::goes_on;
pub use retry::{ATTEMPTS, aborts, retry, retry_aborted, retry_here};
