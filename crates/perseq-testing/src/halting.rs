//! An allocator that halts a thread, so that a process is forked while that thread is in the middle of an operation: at each place of
//! it that asks for memory, one after the other.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    sync::atomic::{
        AtomicU32,
        Ordering::{Acquire, Release},
    },
    thread,
};

/// The test binary's allocator: the system's.
#[derive(Debug)]
pub struct Halting;

thread_local! {
    /// Requests for memory that this thread makes before it is halted, if it ever is.
    static BEFORE: Cell<Option<usize>> = const { Cell::new(None) };
}

const RUNS: u32 = 0;
const HALTED: u32 = 1;
const GOES_ON: u32 = 2;
const OVER: u32 = 3;
/// The one thread that may be halted.
static STATE: AtomicU32 = AtomicU32::new(RUNS);

fn wait_for(is_there: impl Fn(u32) -> bool) -> u32 {
    loop {
        match STATE.load(Acquire) {
            state if is_there(state) => return state,
            _ => thread::yield_now(),
        }
    }
}

// SAFETY: it is the system's allocator, which is asked with no lock of its held.
unsafe impl GlobalAlloc for Halting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let halt = BEFORE.with(|before| match before.get() {
            Some(left) => {
                before.set(left.checked_sub(1));
                left == 0
            }
            None => false,
        });
        if halt {
            STATE.store(HALTED, Release);
            wait_for(|state| state == GOES_ON);
        }
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, address: *mut u8, layout: Layout) {
        unsafe { System.dealloc(address, layout) }
    }
}

/// Calls `in_child` in a process that is forked while another thread is in `operation` and asks for memory for the time that is
/// `before`, counted from 0. `false`, and no process, if it asks less often.
///
/// The child is given a minute, and must return.
pub fn fork_within(before: usize, operation: impl FnOnce() + Send, in_child: impl FnOnce()) -> bool {
    STATE.store(RUNS, Release);
    let status = thread::scope(|scope| {
        scope.spawn(|| {
            BEFORE.set(Some(before));
            operation();
            BEFORE.set(None);
            STATE.store(OVER, Release);
        });
        if wait_for(|state| state == HALTED || state == OVER) == OVER {
            return None;
        }
        let child = unsafe { libc::fork() };
        if child == 0 {
            unsafe { libc::alarm(60) };
            let code = std::panic::catch_unwind(std::panic::AssertUnwindSafe(in_child)).map_or(101, |()| 0);
            unsafe { libc::_exit(code) };
        }
        let mut status = 0;
        let waited = unsafe { libc::waitpid(child, &mut status, 0) };
        STATE.store(GOES_ON, Release);
        Some((child > 0 && waited == child, status))
    });
    let Some((is_forked, status)) = status else { return false };
    assert!(is_forked, "fork");
    assert!(
        !libc::WIFSIGNALED(status),
        "place {before}: the child waits for ever (signal {})",
        libc::WTERMSIG(status)
    );
    assert_eq!(libc::WEXITSTATUS(status), 0, "place {before}: the child found what it must not");
    true
}
