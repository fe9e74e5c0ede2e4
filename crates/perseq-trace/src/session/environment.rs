//! The session that a program's environment names.

use core::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::{
    ffi::{OsStr, OsString},
    os::unix::ffi::OsStrExt as _,
    path::Path,
};

use crate::{
    Error, Session,
    consume::unbuffered::DIRECTORY,
    say::say,
    session::{VARIABLE, attached, load, place::Place, process, unbuffered},
};

/// Attaches at a program's start. An error is told, and is no reason not to run.
pub(crate) fn attach_by_environment() {
    // Of a program that has more rights than its user, the environment is that user's: it must not choose files that are opened and written.
    if load::is_privileged() {
        return;
    }
    let Some(directory) = std::env::var_os(VARIABLE) else { return };
    if std::env::var_os(ONLY).is_some_and(|only| is_for_another(&only, &directory)) {
        return;
    }
    let attached = Session::open(&directory).and_then(|session| {
        if session.file.header().parents_only.load(Relaxed) != 0 {
            leave_children_out(&directory);
        }
        session.attach()
    });
    if let Err(error) = attached {
        if is_over(&error, Path::new(&directory)) {
            return;
        }
        if attached::attached().is_none() {
            // Nothing of the session could be reached.
            unbuffered::attach(None, &AtomicU32::new(0));
        }
        say(format_args!("{VARIABLE}: {error}; this program runs without tracing"));
    }
}

/// Returns whether the session was there and has ended: a daemon has its environment for ever, and so have the programs that it starts.
fn is_over(error: &Error, directory: &Path) -> bool {
    // Of processes with buffers of their own, the session's directory has no metadata.
    let is_trace = || {
        ["", DIRECTORY].iter().any(|part| directory.join(part).join("metadata").exists())
            || Place::open_session(directory)
                .and_then(|directory| process::directories(&directory))
                .is_ok_and(|all| !all.is_empty())
    };
    matches!(error, Error::Ended { .. }) || error.is_missing() && is_trace()
}

/// Environment variable of a session that leaves children out: the process that it is for, and the session.
const ONLY: &str = "PERSEQ_TRACE_ONLY";

/// The value of that variable in this process.
fn only(directory: &OsStr) -> OsString {
    let mut only = OsString::from(format!("{} ", std::process::id()));
    only.push(directory);
    only
}

/// Returns whether `only` leaves this process out of the session in `directory`.
fn is_for_another(only: &OsStr, directory: &OsStr) -> bool {
    let of_session = only.as_bytes().splitn(2, |byte| *byte == b' ').nth(1) == Some(directory.as_bytes());
    of_session && *only != *self::only(directory)
}

/// Programs that this one executes know that the session is not for them. (Other copies of the tracer in this process know that it is.)
fn leave_children_out(directory: &OsStr) {
    let alone = std::fs::read_dir("/proc/self/task").is_ok_and(|threads| threads.count() == 1);
    // A library that is loaded later must leave the environment as it is: other threads may be reading it.
    if alone {
        // SAFETY: this process has one thread, which is here.
        unsafe { std::env::set_var(ONLY, only(directory)) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_for_one_process_is_not_for_others() {
        let (session, other) = (OsStr::new("/a session"), OsStr::new("/another"));
        assert!(!is_for_another(&only(session), session));
        assert!(!is_for_another(&only(other), session));
        assert!(is_for_another(OsStr::new("1 /a session"), session));
        assert!(!is_for_another(OsStr::new("1 /another"), session));
        assert!(!is_for_another(OsStr::new(""), session));
    }
}
