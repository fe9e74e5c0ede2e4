//! A shared object with a copy of perseq of its own, as a plug-in would be: what `tests/dlopen.rs` loads.

use perseq::{Counter, perseq_core::thread};

static COUNTED: Counter = Counter::new();

/// Adds `n`.
#[unsafe(no_mangle)]
pub extern "C" fn counted_add(n: u64) {
    COUNTED.add(n);
}

/// The sum.
#[unsafe(no_mangle)]
pub extern "C" fn counted_sum() -> u64 {
    COUNTED.sum()
}

/// The owner of this thread's registration, as this copy sees it: 0 glibc, 1 this copy, 2 another copy, −1 none.
#[unsafe(no_mangle)]
pub extern "C" fn counted_owner() -> i32 {
    match thread::report().owner {
        Ok(thread::Owner::Glibc) => 0,
        Ok(thread::Owner::Perseq) => 1,
        Ok(thread::Owner::Peer) => 2,
        Ok(thread::Owner::Librseq) => 3,
        _ => -1,
    }
}

/// How many sections of this copy were aborted.
#[unsafe(no_mangle)]
pub extern "C" fn counted_aborts() -> usize {
    perseq::perseq_core::section::aborts()
}
