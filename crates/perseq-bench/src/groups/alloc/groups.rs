//! The groups of allocators: each one's workload and numbers of threads.

use super::{PERSEQ_MALLOC, RIVALS, Workload, cases};
use crate::case::{Group, Runs};

const BUSY: &str = "Each run is a process of its own into which the allocator is preloaded, and which looks whether it \
     is there. An operation is an allocation, its marking, the look at its mark, and the freeing; of \
     `alloc-grow`, a doubling. `+ MiB` is by how much the process's resident memory grew. Every object \
     was as it was left.";
const KEPT: &str = "500,000 objects of 16 to 1023 bytes, or 100,000 in a quick run, all written; then nine of ten, or \
     all, are freed in no order, and the program sleeps for a second, or a fifth of one, without another \
     call. `+ MiB` is by how much the process's resident memory is larger then than before. Every object \
     was as it was left.";

/// Allocating 16 bytes and freeing them.
pub(crate) static ALLOC_PAIR: Group = Group {
    name: "alloc-pair",
    help: "Allocating 16 bytes and freeing them",
    title: "allocating 16 bytes and freeing them",
    explanation: BUSY,
    ours: PERSEQ_MALLOC,
    rivals: RIVALS,
    runs: Runs::Usual,
    cases: |_| cases(Workload::Pair, &[1]),
};

/// Allocating a thousand objects and freeing them.
pub(crate) static ALLOC_BATCH: Group = Group {
    name: "alloc-batch",
    help: "Allocating a thousand objects and freeing them",
    title: "allocating 1000 objects and freeing them in no order",
    explanation: BUSY,
    ours: PERSEQ_MALLOC,
    rivals: RIVALS,
    runs: Runs::Usual,
    cases: |_| cases(Workload::Batch, &[1]),
};

/// Replacing objects by others, on up to 16 threads.
pub(crate) static ALLOC_REPLACE: Group = Group {
    name: "alloc-replace",
    help: "Replacing objects by others, on up to 16 threads",
    title: "replacing one of 500 objects by another one",
    explanation: BUSY,
    ours: PERSEQ_MALLOC,
    rivals: RIVALS,
    runs: Runs::Usual,
    cases: |_| cases(Workload::Replace, &[1, 2, 8, 16]),
};

/// Allocating on one thread and freeing on another.
pub(crate) static ALLOC_CROSS: Group = Group {
    name: "alloc-cross",
    help: "Allocating on one thread and freeing on another",
    title: "allocating on one thread and freeing on another one",
    explanation: BUSY,
    ours: PERSEQ_MALLOC,
    rivals: RIVALS,
    runs: Runs::Usual,
    cases: |_| cases(Workload::Cross, &[2]),
};

/// Thousands of objects of one size on 16 threads.
pub(crate) static ALLOC_STORM: Group = Group {
    name: "alloc-storm",
    help: "Thousands of objects of one size on 16 threads",
    title: "allocating 4000 objects of one size and freeing them in no order",
    explanation: BUSY,
    ours: PERSEQ_MALLOC,
    rivals: RIVALS,
    runs: Runs::Usual,
    cases: |_| cases(Workload::Storm, &[16]),
};

/// A vector that doubles.
pub(crate) static ALLOC_GROW: Group = Group {
    name: "alloc-grow",
    help: "A vector that doubles",
    title: "doubling a vector from 16 bytes to 16 MiB",
    explanation: BUSY,
    ours: PERSEQ_MALLOC,
    rivals: RIVALS,
    runs: Runs::Usual,
    cases: |_| cases(Workload::Grow, &[1]),
};

/// Memory that 200 sleeping threads keep.
pub(crate) static ALLOC_IDLE: Group = Group {
    name: "alloc-idle",
    help: "Memory that 200 sleeping threads keep",
    title: "memory that threads keep when they sleep",
    explanation: "200 threads exist and sleep; one after the other allocates and frees 1000 objects of up to 2 KiB \
         three times, and sleeps again. `+ MiB` is by how much the process's resident memory grew by that: no \
         object is left. Every object was as it was left.",
    ours: PERSEQ_MALLOC,
    rivals: RIVALS,
    runs: Runs::Long,
    cases: |_| cases(Workload::Idle, &[200]),
};

/// Memory that a tenth of all objects keeps.
pub(crate) static ALLOC_SURVIVORS: Group = Group {
    name: "alloc-survivors",
    help: "Memory that a tenth of all objects keeps",
    title: "memory that a tenth of all objects keeps",
    explanation: KEPT,
    ours: PERSEQ_MALLOC,
    rivals: RIVALS,
    runs: Runs::Long,
    cases: |_| cases(Workload::Survivors, &[1]),
};

/// Memory that stays when all is freed.
pub(crate) static ALLOC_FREED: Group = Group {
    name: "alloc-freed",
    help: "Memory that stays when all is freed",
    title: "memory that stays when all objects are freed",
    explanation: KEPT,
    ours: PERSEQ_MALLOC,
    rivals: RIVALS,
    runs: Runs::Long,
    cases: |_| cases(Workload::Freed, &[1]),
};
