//! Models under loom: every order of steps, and every value that the memory model allows a load to see.
//!
//! | model | what it shows |
//! |---|---|
//! | `transfer.rs` | the two lists of a transfer cache: each batch is in one hand, and whole, whatever threads take and put |
//! | `rows.rs` | allocations, frees and batches by sections beside a drain: no object is lost or in two hands; one that is freed twice is seen |
//!
//! The steps are those of `src/transfer.rs`, `src/rows/` and `src/rows/sections.rs`; the CPU that aborts sections, the row and its guard are
//! those of `perseq-core`'s models. Each model has variants with one thing wrong, and loom must find every one of them.
//!
//! Run by `RUSTFLAGS='--cfg perseq_loom' cargo test --release -p perseq-alloc --test loom`.

#![cfg(perseq_loom)]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::std_instead_of_core,
    clippy::arc_with_non_send_sync,
    reason = "test code; loom checks every access of its cells"
)]

#[path = "../../perseq-core/tests/loom/guard.rs"]
#[allow(dead_code, reason = "a part of the guard is used")]
mod guard;
#[path = "../../perseq-core/tests/loom/kernel.rs"]
mod kernel;
#[allow(dead_code, reason = "a part of the module is used")]
#[path = "../../perseq-core/src/guard/ownership.rs"]
mod ownership;
#[path = "../../perseq-core/tests/loom/row.rs"]
#[allow(dead_code, reason = "a part of the rules is used")]
mod row;
#[path = "loom/rows.rs"]
mod rows;
#[path = "loom/transfer.rs"]
mod transfer;

use guard::Attempt;
use perseq_core::Outcome;
use perseq_testing::loom::{Count, RACE, check, check_finds};
