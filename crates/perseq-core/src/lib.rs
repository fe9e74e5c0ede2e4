//! Restartable sequences (rseq) for Rust: per-CPU data without locks and without atomic instructions.
//!
//! A **restartable sequence** is a short run of instructions that ends in one store. If the thread is preempted,
//! migrated to another CPU or interrupted by a signal before that store, the kernel sends it to an abort handler
//! instead of letting it continue. So code that works on its CPU's own data needs no lock and no atomic instruction.
//!
//! This crate is the floor under the counters and structures of [`perseq`](https://docs.rs/perseq), for
//! programs that need structures of their own. Bottom to top:
//!
//! * [`abi`]: what the kernel's header says;
//! * [`thread`]: whose registration a thread has (glibc's, ours), and getting one, lazily or with a guard;
//! * [`cpu`]: numbers, and [`features`];
//! * [`critical_section!`] and [`section`]: sections, written once for every architecture;
//! * [`pool`]: per-CPU memory;
//! * [`fence`] and [`guard`]: exclusive access to any row, for threads that cannot run sections or need another CPU's data;
//! * [`op_vector`]: a few operations on such a row, all or none;
//! * [`process`]: whether another process lives; [`sys`]: the system calls of all this.
//!
//! Rows are by an [`Index`]: [`ByCpuId`] or [`ByConcurrencyId`]. Functions that can fail return this crate's [`Result`], with its
//! [`Error`].
//!
//! It always works: a thread that cannot run sections (old kernel, seccomp, emulator) sees [`Outcome::Aborted`] from
//! every one of them and takes its slower path; nothing is checked on the fast path to find that out.
//!
//! SAFETY comments name their contracts in capitals; `SAFETY.md` in the repository has them.

#![cfg_attr(not(test), no_std)]
#![deny(unsafe_code)]
#![cfg_attr(perseq_mips, feature(asm_experimental_arch))]
#![cfg_attr(
    any(miri, perseq_model, not(target_os = "linux")),
    allow(dead_code, reason = "models and other systems have no registration and few system calls")
)]

#[cfg(all(not(test), any(miri, perseq_model, not(target_os = "linux"))))]
extern crate std;

pub mod abi;
#[allow(unsafe_code, reason = "assembly")]
mod arch;
#[allow(unsafe_code, reason = "reads areas that the kernel writes")]
pub mod cpu;
mod error;
pub mod features;
pub mod fence;
#[allow(unsafe_code, reason = "rows of raw memory, and the bytes of an area")]
pub mod guard;
#[allow(unsafe_code, reason = "reads a field that the kernel writes")]
mod index;
#[allow(unsafe_code, reason = "tests share data under the lock")]
mod lock;
/// The interface for tests of the model: see `arch/model.rs`.
#[cfg(any(miri, perseq_model))]
#[doc(hidden)]
pub mod model {
    pub use crate::arch::{Word, index, interrupted, run_on};
}
#[allow(unsafe_code, reason = "operations on addresses")]
pub mod op_vector;
mod outcome;
#[allow(unsafe_code, reason = "raw memory")]
pub mod pool;
#[cfg(all(target_os = "linux", target_has_atomic = "64", not(miri)))]
#[allow(unsafe_code, reason = "a page that forks clear")]
pub mod process;
#[allow(unsafe_code, reason = "calls of the sanitizers' runtimes")]
#[doc(hidden)]
pub mod sanitizer;
#[allow(unsafe_code, reason = "critical sections")]
pub mod section;
#[allow(unsafe_code, reason = "system calls")]
#[cfg_attr(not(target_os = "linux"), path = "sys/other.rs")]
pub mod sys;
#[allow(unsafe_code, reason = "registration")]
#[cfg_attr(not(target_os = "linux"), path = "thread/other.rs")]
pub mod thread;

/// The README's example is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

#[doc(hidden)]
pub use core::{arch::asm as __asm, arch::global_asm as __global_asm, mem::offset_of as __offset_of};
// The names of these are the user's where a macro is expanded.
#[doc(hidden)]
pub use core::primitive::{isize as __isize, u8 as __u8, u32 as __u32, usize as __usize};

pub use error::{Error, Result};
pub use index::{ByConcurrencyId, ByCpuId, Index};
pub use outcome::Outcome;
