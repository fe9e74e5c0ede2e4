//! Models under loom: every order of steps, and every value that the memory model allows a load to see.
//!
//! loom knows threads and C11 atomics but no kernel, so `kernel.rs` is a small one: CPUs whose sections are aborted, and
//! fences. The guard word is the crate's own file, with loom's atomics.
//!
//! | model | what it shows |
//! |---|---|
//! | `protocol.rs` | guard and fence: a holder and sections never touch a row at the same time, and see each other's work |
//! | `cache.rs` | spill, refill and drain of a cache: no item is lost or doubled, the overflow stays bounded |
//! | `ring.rs` | hand-over from writers to the reader of a ring, beside each other |
//! | `death.rs` | the word of a lock between processes, with a death after every store: one owner, no endless sleep, each death told |
//!
//! Each also has variants with one thing wrong, and loom must find every one of them. A test that finds nothing in a broken
//! variant fails: so the models are fine enough to see what the protocol is for.
//!
//! Run by `RUSTFLAGS='--cfg perseq_loom' cargo test --release -p perseq-core --test loom`.

#![cfg(perseq_loom)]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::std_instead_of_core,
    reason = "test code; loom checks every access of its cells"
)]
#![allow(
    clippy::arc_with_non_send_sync,
    reason = "loom's threads need no Send; std's Arc, because loom's panics again when a model that fails is unwound"
)]

#[path = "loom/cache.rs"]
mod cache;
#[path = "loom/death.rs"]
mod death;
#[path = "loom/guard.rs"]
#[allow(dead_code, reason = "a part of the guard is used")]
mod guard;
#[path = "loom/kernel.rs"]
mod kernel;
#[allow(dead_code, reason = "a part of the module is used")]
#[path = "../src/guard/ownership.rs"]
mod ownership;
#[path = "loom/protocol.rs"]
mod protocol;
#[path = "loom/ring.rs"]
mod ring;
#[path = "loom/row.rs"]
mod row;

use guard::Attempt;
use perseq_core::Outcome;
use perseq_testing::loom::{Count, RACE, check, check_finds};
