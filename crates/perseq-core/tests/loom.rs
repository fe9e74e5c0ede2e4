//! Models under loom: every order of steps, and every value that the memory model allows a load to see.
//!
//! loom knows threads and C11 atomics but no kernel, so `kernel.rs` is a small one: CPUs whose sections are aborted, and
//! fences. The guard word is the crate's own (`guard::Guard`, with loom's atomics), with its futex.
//!
//! | model | what it shows |
//! |---|---|
//! | `protocol.rs` | guard and fence: a holder and sections never touch a row at the same time, and see each other's work |
//! | `cache.rs` | spill, refill and drain of a cache: no item is lost or doubled, the overflow stays bounded |
//! | `ring.rs` | hand-over from writers to the reader of a ring, beside each other |
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
#[path = "loom/kernel.rs"]
mod kernel;
#[path = "loom/protocol.rs"]
mod protocol;
#[path = "loom/ring.rs"]
mod ring;
#[path = "loom/row.rs"]
mod row;

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
        count.add();
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

    fn add(&self) {
        self.0.fetch_add(1, Relaxed);
    }

    fn get(&self) -> usize {
        self.0.load(Relaxed)
    }
}
