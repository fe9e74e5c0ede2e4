//! The buffers' protocol under loom: every order of steps, and every value that the memory model allows a load to see.
//!
//! The sections are those of `section.rs`, step by step, with their orders, and around them what `write.rs`, `chunk.rs` and `snapshot.rs` do;
//! `cpu.rs` is a CPU that aborts sections. A buffer has two sub-buffers of one record each, so that each record switches, and the
//! third one writes over the first.
//!
//! | model | what it shows |
//! |---|---|
//! | `discard.rs` | the consumer takes each record whole and once, and what it has given back is written over |
//! | `guard.rs` | sections and the guard's holder, which is on another CPU, never touch the buffer at the same time, and see each other's work |
//! | `overwrite.rs` | what a snapshot keeps is whole and without a gap, and it knows how many records were before |
//!
//! Each has variants with one thing wrong, and loom must find every one of them.
//!
//! Run by `RUSTFLAGS='--cfg perseq_loom' cargo test --release -p perseq-trace --test loom`.

#![cfg(perseq_loom)]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::std_instead_of_core,
    clippy::arc_with_non_send_sync,
    reason = "test code; loom checks every access of its cells"
)]

#[path = "loom/buffer.rs"]
mod buffer;
#[path = "loom/cpu.rs"]
mod cpu;
#[path = "loom/discard.rs"]
mod discard;
#[path = "loom/guard.rs"]
mod guard;
#[path = "loom/overwrite.rs"]
mod overwrite;

use perseq_testing::loom::{Count, RACE, check, check_finds};
