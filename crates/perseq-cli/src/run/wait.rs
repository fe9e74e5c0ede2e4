//! The program's end, and the signals to the tool meanwhile: they are the program's.
//!
//! ```text
//!   a signal to the tool   from a process: passed on · from the terminal: the program has had it
//! ```
//!
//! The signals are blocked and waited for, so that none comes between a look and a wait.

use core::{mem::MaybeUninit, ptr::null_mut};
use std::{
    io,
    os::unix::process::CommandExt as _,
    process::{Child, Command, ExitStatus},
};

use anyhow::{Context as _, Result};

pub(super) use crate::trace::exit_code as code;

/// Signals that are passed on.
const SIGNALS: [i32; 9] = [
    libc::SIGHUP,
    libc::SIGINT,
    libc::SIGQUIT,
    libc::SIGTERM,
    libc::SIGUSR1,
    libc::SIGUSR2,
    libc::SIGALRM,
    libc::SIGCONT,
    libc::SIGWINCH,
];

/// The signals, and that of a child's end.
fn set() -> libc::sigset_t {
    let mut set = MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: valid for writes.
    unsafe { libc::sigemptyset(set.as_mut_ptr()) };
    for signal in SIGNALS.into_iter().chain([libc::SIGCHLD]) {
        // SAFETY: initialised above.
        unsafe { libc::sigaddset(set.as_mut_ptr(), signal) };
    }
    // SAFETY: initialised above.
    unsafe { set.assume_init() }
}

/// Starts a program. From now on these signals wait to be taken; the program has blocked what this one had.
///
/// # Errors
/// The kernel's, where it cannot be started.
pub(super) fn start(command: &mut Command) -> io::Result<Child> {
    // The kernel keeps no status of a child for a parent that ignores its end.
    // SAFETY: the default is no function.
    unsafe { libc::signal(libc::SIGCHLD, libc::SIG_DFL) };
    let mut before = MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: a set of signals, and memory for one.
    unsafe { libc::pthread_sigmask(libc::SIG_BLOCK, &set(), before.as_mut_ptr()) };
    // SAFETY: the call fails for a wrong first argument only.
    let before = unsafe { before.assume_init() };
    let restore = move || {
        // SAFETY: a set of signals.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &before, null_mut()) };
        Ok(())
    };
    // SAFETY: between `fork` and `exec` it makes a call that signal handlers may make.
    unsafe { command.pre_exec(restore) };
    command.spawn()
}

/// Waits for a program of [`start`]; passes on what processes send.
///
/// # Errors
/// The kernel's, where it cannot be waited for.
pub(super) fn until_it_ends(mut child: Child) -> Result<ExitStatus> {
    let set = set();
    loop {
        if let Some(status) = child.try_wait().context("cannot wait for the program")? {
            return Ok(status);
        }
        let mut about = MaybeUninit::<libc::siginfo_t>::zeroed();
        // SAFETY: a set, and memory for what is told; zeroes are valid as well.
        let signal = unsafe { libc::sigwaitinfo(&set, about.as_mut_ptr()) };
        // SAFETY: zeroes, or what the kernel has written.
        let about = unsafe { about.assume_init() };
        if SIGNALS.contains(&signal) && about.si_code <= 0 {
            // SAFETY: the number is the program's, which was not waited for.
            unsafe { libc::kill(child.id().cast_signed(), signal) };
        }
    }
}
