//! A memory allocator whose caches follow CPUs, not threads.
//!
//! From the bottom: what the system gives ([`internal::Pages`]); the page heap, in whose huge pages spans of one
//! size class each lie; central lists of these spans; large objects in mappings of their own.
//!
//! The crate allocates nothing, formats nothing and takes no lock of the standard library.
#![no_std]

mod cells;
mod classes;
mod heap;
mod lock;
mod pages;
mod report;

/// The lower half, for the crate's own tests and siblings. Not a stable interface.
#[doc(hidden)]
pub mod internal {
    pub use crate::{
        classes::{Class, PAGE},
        heap::{ClassStats, Heap, HeapStats, Kind, Large, NODES},
        lock::{Held, Lock},
        pages::Pages,
    };

    #[cfg(target_os = "linux")]
    pub use crate::pages::Linux;
}
