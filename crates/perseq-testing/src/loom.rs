//! Running models, and what loom must find in broken ones: for all crates that have some.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
};

/// Loom's message when a plain access has no order with another one.
pub const RACE: &str = "Causality violation";

/// Runs `model` in every order with at most `preemptions` switches away from a thread that could continue (`None`:
/// any number), and prints how many executions those were.
pub fn check(preemptions: impl Into<Option<usize>>, model: impl Fn() + Sync + Send + 'static) {
    let mut builder = ::loom::model::Builder::new();
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
pub fn check_finds(why: &str, model: impl Fn() + Sync + Send + 'static) {
    check_finds_within(3, why, model);
}

/// [`check`] must fail, with so many preemptions at most and a message that contains `why`.
pub fn check_finds_within(preemptions: usize, why: &str, model: impl Fn() + Sync + Send + 'static) {
    let found = catch_unwind(AssertUnwindSafe(|| check(preemptions, model)));
    let panic = found.expect_err("loom found nothing wrong in a broken variant");
    let message = match panic.downcast_ref::<String>() {
        Some(message) => message.as_str(),
        None => panic.downcast_ref::<&str>().copied().unwrap_or("not a text"),
    };
    assert!(message.contains(why), "loom found something else than {why:?}: {message}");
}

/// How often something happened, in all executions of a model together.
#[derive(Debug, Default)]
pub struct Count(AtomicUsize);

impl Count {
    /// It has not happened.
    #[must_use]
    pub const fn new() -> Self {
        Self(AtomicUsize::new(0))
    }

    /// It has happened `count` times more.
    pub fn add(&self, count: usize) {
        self.0.fetch_add(count, Relaxed);
    }

    /// How often it has happened.
    pub fn get(&self) -> usize {
        self.0.load(Relaxed)
    }
}
