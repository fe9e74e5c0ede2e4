//! Read-copy-update on per-CPU flags.
//!
//! A reader sets a flag in memory of the CPU that it is on, and clears it from anywhere, by one plain store each: no atomic instruction, no
//! fence, nothing that belongs to a thread. So a [`Guard`] may go to another thread and may be held across `.await`, and a grace
//! period costs what there are CPUs, not threads.
//!
//! ```
//! use perseq_rcu::{Rcu, RcuCell};
//!
//! let limits = RcuCell::new(vec![10, 20]);
//!
//! let guard = Rcu::global().read();
//! let seen = limits.load(&guard);
//! limits.store(vec![30]); // frees the old one when `guard` is gone
//! assert_eq!(seen, &[10, 20]);
//! drop(guard);
//! assert_eq!(limits.load(&Rcu::global().read()), &[30]);
//! ```
//!
//! * [`Rcu`]: a domain, as it is usual or as an [`RcuBuilder`] makes it. [`Rcu::read`], [`Rcu::synchronize`], [`Rcu::defer`], [`Rcu::barrier`].
//! * [`GracePeriod`]: one that was started: look, wait, or `.await` it. [`Barrier`]: the same for deferred functions.
//! * [`RcuCell`], [`RcuOption`]: a value that is replaced while threads read it; [`Ref`], such a value with its guard; [`Retired`], one that
//!   was replaced; [`CompareExchangeError`], one that was not. They name their domain by anything that is a [`Domain`].
//! * [`OwnedGuard`]: a guard that keeps its domain alive.
//! * [`RcuList`] with its [`Iter`], [`RcuHashMap`] with its [`RetiredEntry`]: their readers write nothing.
//! * [`Atomic`], a link for structures of a program's own, of [`Tagged`] pointers, with [`Rcu::retire_raw`]: to follow one is unsafe.
//! * [`Stall`]: what the hook of a domain is told if a guard stays too long.
//! * [`Error`], and this crate's [`Result`].
//!
//! A domain of several processes, in a file:
//!
//! * [`ProcessRcu`], made by [`ProcessOptions`], with its [`ProcessGuard`] and [`ProcessGracePeriod`].
//! * [`ProcessCell`]: a value in the file, of a type that is [`Pod`].
//! * [`Deaths`]: members that have died. [`ProcessError`], [`ProcessResult`]; [`Refusal`]: why a file is not used.
//!
//! It works on every thread of every Linux: threads that cannot run restartable sequences (old kernel, seccomp filter,
//! emulator) count by atomic additions.
//!
//! SAFETY comments name their contracts in capitals; `SAFETY.md` in the repository has them.

#![deny(unsafe_code)]

/// The README's example is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[cfg(not(target_has_atomic = "64"))]
compile_error!("perseq-rcu numbers its grace periods by 64-bit atomics, which this target has not");

mod error;
mod grace;
#[cfg(all(target_os = "linux", not(miri)))]
#[allow(unsafe_code, reason = "memory that processes share")]
mod interprocess;
mod local;
mod structures;

#[cfg(all(target_os = "linux", not(miri)))]
pub use bytemuck::Pod;
pub use error::{Error, Result};
#[cfg(all(target_os = "linux", not(miri)))]
pub use interprocess::{
    Deaths, ProcessCell, ProcessError, ProcessGracePeriod, ProcessGuard, ProcessOptions, ProcessRcu,
    ProcessResult, Refusal,
};
pub use local::barrier::Barrier;
pub use local::builder::RcuBuilder;
pub use local::domain::{Guard, Rcu};
pub use local::owned::{OwnedGuard, Ref};
pub use local::period::GracePeriod;
pub use local::stall::Stall;
pub use structures::atomic::{Atomic, Tagged};
pub use structures::cell::{CompareExchangeError, Domain, RcuCell, RcuOption};
pub use structures::list::{Iter, RcuList};
pub use structures::map::{RcuHashMap, RetiredEntry};
pub use structures::retired::Retired;
