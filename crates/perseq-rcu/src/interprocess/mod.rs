//! Domains between processes.
//!
//! The algorithm is that of [`grace`](crate::grace::algorithm), with a line of flags and counts in each CPU's row for **each process**:
//!
//! ```text
//!   file     header: first flag, lock, grace periods, roots, members │ row of CPU 0: line, line … │ row of CPU 1 … │ arena
//!                                                                  member 0 ┘     └ member 1
//!   process  where its line is: a page that the kernel clears in forked children
//! ```
//!
//! * A process has lines of its own, so that they can be **dropped when it dies**, with whatever readers it had inside: by one store.
//!   A thread that waits looks whether the processes that keep it waiting are alive (`pidfd`), and sleeps until one of them dies.
//! * Grace periods are numbered in the file and moved on, under a lock that outlives its holder, by **the threads that wait**. If one
//!   dies in the middle, the next one begins that period again: nothing is ever over because a process died.
//! * A reader's fence is `membarrier(2)`, `GLOBAL_EXPEDITED`: it reaches the processes that have joined. A process that may not
//!   call it makes fences in its readers instead.
//! * A forked child is a process of its own: it joins when it first reads. Guards that it has copies of are its parent's, and
//!   dropping them there does nothing: each knows in which line it is.
//! * A block of the arena that a member has in hand has its name on it, and is freed when the member is removed ([`sweep`]).
//!
//! A member that writes what it should not spoils the values and makes others wait (SAFETY.md, SHM): the file is checked when it is opened, no word of it is an
//! address, and what it says of lengths and offsets is never believed.
//!
//! Source: `membarrier(2)`, `pidfd_open(2)`, `madvise(2)` (`MADV_WIPEONFORK`, Linux 4.14).

mod arena;
mod cell;
mod deaths;
mod domain;
mod error;
mod file;
mod layout;
mod members;
mod mine;
mod nap;
mod neighbours;
mod open;
mod process;
mod step;
mod sweep;
#[cfg(test)]
mod tests;
mod wait;
mod watch;

pub use cell::ProcessCell;
pub use deaths::Deaths;
pub use domain::{ProcessGuard, ProcessOptions, ProcessRcu};
pub use error::{ProcessError, ProcessResult};
pub use layout::Refusal;
pub use wait::ProcessGracePeriod;
