//! Words to the user before the end of a process.

use core::fmt;

/// Says why on standard error, and ends the process by `SIGABRT`.
pub(crate) fn fatal(why: fmt::Arguments<'_>) -> ! {
    say(why);
    // SAFETY: no arguments.
    unsafe { libc::abort() }
}

/// Says it on standard error, which may be closed.
pub(crate) fn say(what: fmt::Arguments<'_>) {
    perseq_core::sys::say(format!("librseq: {what}\n").as_bytes());
}
