//! The groups of measurements. Each file or folder describes its groups (names, texts, rivals) beside the loops that they run.

pub(crate) mod alloc;
pub(crate) mod cache;
pub(crate) mod counter;
pub(crate) mod cpu_number;
pub(crate) mod histogram;
#[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
mod instruction;
pub(crate) mod metrics;
mod on_row;
pub(crate) mod rcu;
pub(crate) mod rcu_map;
pub(crate) mod remote;
pub(crate) mod retire;
pub(crate) mod ring;
pub(crate) mod stack;
pub(crate) mod synchronize;
pub(crate) mod trace;
mod unguarded;
pub(crate) mod whole;
