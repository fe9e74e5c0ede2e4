//! The buffers' protocol under loom: every order of steps, and every value that the memory model allows a load to see.
//!
//! The sections are those of `section.rs`, step by step, with their orders, and around them what `write.rs`, `chunk.rs` and `snapshot.rs` do;
//! `cpu.rs` is a CPU that aborts sections. A buffer has two sub-buffers of one record each, so that each record switches, and the
//! third one writes over the first.
//!
//! | model | what it shows |
//! |---|---|
//! | `discard.rs` | the consumer takes each record whole and once, and what it has given back is written over |
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
#[path = "loom/overwrite.rs"]
mod overwrite;

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

/// What loom says when a plain access has no order with another one.
const RACE: &str = "Causality violation";

/// Runs `model` in every order with at most `preemptions` switches away from a thread that could go on (`None`: any
/// number), and prints how many executions those were.
fn check(preemptions: impl Into<Option<usize>>, model: impl Fn() + Sync + Send + 'static) {
    let mut builder = loom::model::Builder::new();
    builder.preemption_bound = preemptions.into();
    let executions = Arc::new(Count::new());
    let count = Arc::clone(&executions);
    builder.check(move || {
        count.add(1);
        model();
    });
    println!("{} executions", executions.get());
}

/// [`check`] must fail, with three preemptions at most and a message that contains `why`.
fn check_finds(why: &str, model: impl Fn() + Sync + Send + 'static) {
    let found = catch_unwind(AssertUnwindSafe(|| check(3, model)));
    let panic = found.expect_err("loom found nothing wrong in a broken variant");
    let message = match panic.downcast_ref::<String>() {
        Some(message) => message.as_str(),
        None => panic.downcast_ref::<&str>().copied().unwrap_or("not a text"),
    };
    assert!(message.contains(why), "loom found something else than {why:?}: {message}");
}

/// How often something happened, in all executions of a model together.
#[derive(Debug)]
struct Count(AtomicUsize);

impl Count {
    const fn new() -> Self {
        Self(AtomicUsize::new(0))
    }

    fn add(&self, count: usize) {
        self.0.fetch_add(count, Relaxed);
    }

    fn get(&self) -> usize {
        self.0.load(Relaxed)
    }
}
