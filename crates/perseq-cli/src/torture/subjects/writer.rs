//! Writers: numbers for threads and for their handlers, and for what each writes, in order.

use std::{
    cell::Cell,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

/// Set in a writer's number for what its handlers write.
const HANDLER: u64 = 1 << 32;

static WRITERS: AtomicU64 = AtomicU64::new(0);

thread_local! {
    /// This thread's number as a writer, or 0: it has none yet.
    static WRITER: Cell<u64> = const { Cell::new(0) };
    /// The last number that it gave, and that its handlers gave.
    static LAST: [Cell<u64>; 2] = const { [Cell::new(0), Cell::new(0)] };
}

/// This writer, and a number that is larger than all that it had before.
pub(super) fn next(in_handler: bool) -> (u64, u64) {
    if WRITER.get() == 0 {
        // A handler in between takes a number that is then not used.
        WRITER.set(WRITERS.fetch_add(1, Relaxed) + 1);
    }
    let number = LAST.with(|last| {
        let last = &last[usize::from(in_handler)];
        last.set(last.get() + 1);
        last.get()
    });
    (WRITER.get() | if in_handler { HANDLER } else { 0 }, number)
}
