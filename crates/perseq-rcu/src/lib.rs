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
//! * [`Rcu`]: a domain. [`Rcu::read`], [`Rcu::synchronize`], [`Rcu::defer`], [`Rcu::barrier`].
//! * [`GracePeriod`]: one that was started: look, wait, or `.await` it. [`Barrier`]: the same for deferred functions.
//! * [`RcuCell`], [`RcuOption`]: a value that is replaced while threads read it; [`Ref`], such a value with its guard; [`Old`], one that
//!   was replaced; [`CompareExchangeError`], one that was not. They name their domain by anything that is a [`Domain`].
//! * [`OwnedGuard`]: a guard that keeps its domain alive.
//! * [`RcuList`] with its [`Iter`], [`RcuHashMap`] with its [`OldEntry`]: their readers write nothing.
//! * [`Stall`]: what the hook of a domain is told if a guard stays too long.
//! * [`Error`], and this crate's [`Result`].
//!
//! A domain of several processes, in a file:
//!
//! * [`SharedRcu`], made by [`SharedOptions`], with its [`SharedReadGuard`] and [`SharedPeriod`].
//! * [`SharedCell`]: a value in the file, of a type that is [`Pod`].
//! * [`Deaths`]: members that have died. [`SharedError`], [`SharedResult`]; [`Refusal`]: why a file is not used.
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

mod barrier;
#[allow(unsafe_code, reason = "pointers to values that readers see")]
mod cell;
mod counts;
mod defer;
#[allow(unsafe_code, reason = "objects that are pointers until they are freed")]
mod deferred;
#[allow(unsafe_code, reason = "a pointer that is shared and counted")]
mod domain;
mod error;
mod grace;
#[allow(unsafe_code, reason = "nodes that readers see")]
mod list;
#[allow(unsafe_code, reason = "nodes and tables that readers see")]
mod map;
mod name;
#[allow(unsafe_code, reason = "objects that readers see")]
mod old;
#[allow(unsafe_code, reason = "guards that own what they borrow")]
mod owned;
mod period;
mod queue;
#[allow(unsafe_code, reason = "rows of per-CPU memory")]
mod rows;
mod shared;
#[cfg(all(target_os = "linux", not(miri)))]
#[allow(unsafe_code, reason = "memory that processes share")]
mod shm;
#[allow(unsafe_code, reason = "sections on the domain's own rows")]
mod side;
#[allow(unsafe_code, reason = "a function in an atomic word")]
mod stall;
mod wakers;
mod worker;
#[allow(unsafe_code, reason = "a pointer to a mutex that lives as long as its structure")]
mod writers;

pub use barrier::Barrier;
#[cfg(all(target_os = "linux", not(miri)))]
pub use bytemuck::Pod;
pub use cell::{CompareExchangeError, Domain, RcuCell, RcuOption};
pub use domain::{Guard, Rcu};
pub use error::{Error, Result};
pub use list::{Iter, RcuList};
pub use map::{OldEntry, RcuHashMap};
pub use old::Old;
pub use owned::{OwnedGuard, Ref};
pub use period::GracePeriod;
#[cfg(all(target_os = "linux", not(miri)))]
pub use shm::{
    Deaths, Refusal, SharedCell, SharedError, SharedOptions, SharedPeriod, SharedRcu, SharedReadGuard,
    SharedResult,
};
pub use stall::Stall;
