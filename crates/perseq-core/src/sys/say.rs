//! Output of a library whose program has asked for none: messages to the program's user, and files at its end.

use core::{ffi::c_int, mem::MaybeUninit, ptr::null};

use super::{checked, with_signals_blocked};
use crate::thread::Signals;

/// Bytes that a pipe takes at once if it takes any.
const AT_ONCE: usize = 4096;

/// Writes a line to standard error, by one system call, and its first 4096 bytes at most.
///
/// The program is as it would be without the line: a pipe that is full and that nothing reads keeps no thread, one without a reader raises
/// no `SIGPIPE`, and a file at the limit of this process's files (`ulimit -f`) no `SIGXFSZ`. Then, and where it is closed, the line is
/// lost. Async-signal-safe, and no cancellation point. (Another writer may fill the pipe between the question and the
/// answer: the line waits for a reader then.)
#[cold]
pub fn say(line: &[u8]) {
    if cfg!(miri) {
        return;
    }
    let line = &line[..line.len().min(AT_ONCE)];
    with_signals_blocked(|| {
        let mut at = libc::pollfd { fd: libc::STDERR_FILENO, events: libc::POLLOUT, revents: 0 };
        // SAFETY: one record, valid for reads and writes, and a time that is zero in either width.
        let ready = checked(|| unsafe {
            libc::syscall(
                libc::SYS_ppoll,
                &raw mut at,
                1_usize,
                &raw const NO_TIME,
                null::<libc::sigset_t>(),
                0_usize,
            )
        });
        // A kernel or a filter that refuses the question may take the line.
        if ready == Ok(0) {
            return;
        }
        sparing(|| {
            // SAFETY: valid for reads.
            _ = checked(|| unsafe {
                libc::syscall(libc::SYS_write, libc::STDERR_FILENO, line.as_ptr(), line.len())
            });
        });
    });
}

/// Runs `write` with this thread's signals blocked. A signal that it raises by writing (`SIGPIPE`, `SIGXFSZ`) is taken: the error that the call
/// returns is enough for a library. Async-signal-safe if `write` is.
#[cold]
pub fn without_signals_of_writing<R>(write: impl FnOnce() -> R) -> R {
    if cfg!(miri) { write() } else { with_signals_blocked(|| sparing(write)) }
}

/// The same, with signals blocked already.
fn sparing<R>(write: impl FnOnce() -> R) -> R {
    let before = pending();
    let result = write();
    // Both are sent to the thread that has written.
    let after = pending();
    for signal in [libc::SIGPIPE, libc::SIGXFSZ] {
        if has(&after, signal) && !has(&before, signal) {
            take(signal);
        }
    }
    result
}

/// Zero, as either kind of `timespec`.
static NO_TIME: [u64; 2] = [0; 2];

fn no_signals() -> libc::sigset_t {
    let mut set = MaybeUninit::uninit();
    // SAFETY: valid for writes.
    unsafe { libc::sigemptyset(set.as_mut_ptr()) };
    // SAFETY: sigemptyset has initialised it.
    unsafe { set.assume_init() }
}

/// The signals that wait for this thread.
fn pending() -> libc::sigset_t {
    let mut set = no_signals();
    // SAFETY: valid for writes.
    _ = checked(|| unsafe { libc::sigpending(&raw mut set) }.into());
    set
}

fn has(set: &libc::sigset_t, signal: c_int) -> bool {
    // SAFETY: an initialised set, and a signal.
    unsafe { libc::sigismember(set, signal) == 1 }
}

/// Takes a signal that waits.
fn take(signal: c_int) {
    let mut set = no_signals();
    // SAFETY: an initialised set, and a signal.
    unsafe { libc::sigaddset(&raw mut set, signal) };
    // (The C library's function is a cancellation point.)
    // SAFETY: a set, which starts with the kernel's, no place for what is known of the signal, and no time to wait.
    _ = checked(|| unsafe {
        libc::syscall(
            libc::SYS_rt_sigtimedwait,
            &raw const set,
            null::<libc::siginfo_t>(),
            &raw const NO_TIME,
            size_of::<Signals>(),
        )
    });
}
