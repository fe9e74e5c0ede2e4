//! Code that the tests of several crates share: a test in a process of its own, signals by timers, pinned threads, filters of system calls, threads
//! that no C library registered, directories that go away, and what says that a test cannot run here. Linux; empty elsewhere. Not published.

#![cfg(target_os = "linux")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    clippy::missing_panics_doc,
    clippy::not_unsafe_ptr_arg_deref,
    reason = "test code"
)]

mod alone;
mod children;
mod filter;
pub mod halting;
#[cfg(perseq_loom)]
pub mod loom;
pub mod packages;
mod pins;
#[cfg(all(target_arch = "x86_64", target_env = "gnu"))]
mod raw_thread;
mod scratch;
mod timer;

use std::{
    io::Write,
    process::{Command, Output},
    sync::Mutex,
    time::Duration,
};

pub use alone::{TRIALS, alone, small_tmpfs};
pub use children::{in_child, is_completed_by_a_cancelled_thread};
pub use filter::{deny, deny_rseq, filter, kill_for};
pub use pins::{is_pinned, pin, pin_to_any, try_pin};
#[cfg(all(target_arch = "x86_64", target_env = "gnu"))]
pub use raw_thread::{allocate_tls, on_raw_thread};
pub use scratch::Scratch;
pub use timer::{SIGNALS, count_signal, handle_timer, with_timer};

/// glibc does not register threads.
pub const WITHOUT_GLIBC: (&str, &str) = ("GLIBC_TUNABLES", "glibc.pthread.rseq=0");

/// A value for the rest of the process. A static has its address: LeakSanitizer reports what no other memory points to.
pub fn keep<T>(value: T) -> &'static T {
    static KEPT: Mutex<Vec<usize>> = Mutex::new(Vec::new());
    let kept: &'static T = Box::leak(Box::new(value));
    KEPT.lock().unwrap().push(std::ptr::from_ref(kept).expose_provenance());
    kept
}

/// How long a test waits for what must happen in the end, on the slowest emulator.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// How often something must happen to prove anything: `count` times, or a tenth of it where there are no `sections`, and each
/// operation takes a guard.
pub const fn often(count: usize, sections: bool) -> usize {
    if sections { count } else { count / 10 }
}

/// Returns whether threads and CPUs are so few that sections run into guards all the time, if their rows are held at all.
pub fn is_crowded() -> bool {
    std::thread::available_parallelism().is_ok_and(|cpus| cpus.get() <= 4)
}

/// Says that a test, or a part of one, cannot run here, on a line of its own that the caller of the tests can
/// count. With `PERSEQ_TEST_REQUIRE_ALL` set, that is a failure.
pub fn skip(what: &str, why: &str) {
    assert!(std::env::var_os("PERSEQ_TEST_REQUIRE_ALL").is_none(), "{what} must run here: {why}");
    lacks(what, why);
}

/// As [`skip`], for what no setting of this machine can change: hardware that it has not. Never a failure.
pub fn lacks(what: &str, why: &str) {
    // Not captured by the test harness, unlike the macros: the gate counts these lines.
    std::io::stderr().write_all(format!("SKIPPED {what}: {why}\n").as_bytes()).unwrap();
}

/// What a command writes to standard output, which is text; it must succeed.
pub fn stdout_of(command: &mut Command) -> String {
    let Output { status, stdout, stderr } =
        command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let told = || [&stdout, &stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat();
    assert!(status.success(), "{command:?}: {status}\n{}", told());
    String::from_utf8(stdout).unwrap_or_else(|error| panic!("{command:?} writes no text: {error}"))
}
