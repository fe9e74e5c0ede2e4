//! A memory allocator whose caches follow CPUs, not threads.
//!
//! ```
//! #[global_allocator]
//! static ALLOCATOR: perseq_alloc::Perseq = perseq_alloc::Perseq::new();
//! ```
//!
//! Most allocators give each thread a cache of free memory, so a program with a thousand threads that sleep keeps a thousand caches.
//! Here each CPU that runs threads of the program has one: a **row**. An allocation, and a free, is one restartable sequence
//! on the row of the CPU that the thread runs on. Memory that one thread allocates and another one frees needs no more than that.
//! A thread owns nothing, so it has nothing to set up and leaves nothing when it ends, and any thread can take what
//! lies in the row of a CPU that none runs on.
//!
//! From the top: rows; transfer caches, through which batches of free objects go from one row to another; the heap. Of that from
//! the bottom: what the system gives ([`internal::Pages`]); the page heap, in whose huge pages spans of one
//! size class each lie; central lists of these spans; large objects in mappings of their own.
//!
//! [`Perseq`] is the allocator. [`stats`] tells what it has ([`Stats`], by size of object [`ClassStats`]), and a [`profile`] which stacks have
//! allocated it. The crate allocates nothing, formats nothing and takes no lock of the standard library.
#![no_std]
#![cfg_attr(
    not(target_os = "linux"),
    allow(dead_code, unused_imports, reason = "the lower half alone is there")
)]

#[cfg(any(test, feature = "profile"))]
extern crate std;

#[cfg(target_os = "linux")]
mod background;
#[cfg(target_os = "linux")]
mod batch;
mod cells;
mod classes;
#[cfg(target_os = "linux")]
#[cfg_attr(miri, allow(dead_code, reason = "Miri knows no forks"))]
mod fork;
#[cfg(target_os = "linux")]
mod global;
#[cfg(target_os = "linux")]
mod hardened;
mod heap;
#[cfg(target_os = "linux")]
mod large;
mod lock;
#[cfg(target_os = "linux")]
mod middle;
mod pages;
#[cfg(target_os = "linux")]
pub mod profile;
#[cfg(target_os = "linux")]
#[doc(hidden)]
pub mod raw;
mod report;
#[cfg(target_os = "linux")]
mod rows;
#[cfg(target_os = "linux")]
mod stats;
#[cfg(target_os = "linux")]
mod transfer;

#[cfg(target_os = "linux")]
pub use global::Perseq;
#[cfg(target_os = "linux")]
pub use stats::{ClassStats, Stats, stats};

/// The example there is compiled.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// The lower half, for the crate's own tests and siblings. Not a stable interface.
#[doc(hidden)]
pub mod internal {
    pub use crate::{
        classes::{Class, PAGE},
        heap::{ClassCounts, Heap, HeapStats, Kind, Large, NODES},
        lock::{Held, Lock},
        pages::Pages,
    };

    #[cfg(target_os = "linux")]
    pub use crate::pages::{HugePages, Linux};
}
