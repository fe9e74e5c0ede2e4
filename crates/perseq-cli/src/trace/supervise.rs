//! The program that is recorded, and the signals to its recorder: they are the program's.
//!
//! ```text
//!   a signal to the recorder   from a process: passed on · from the terminal: the program has had it
//!   no program                 ends the recording
//! ```
//!
//! Whatever goes wrong with the trace, the program is waited for, and what it ends with is what the recorder ends with.

use std::{
    ffi::OsStr,
    fs,
    os::unix::{ffi::OsStrExt as _, process::ExitStatusExt as _},
    path::Path,
    process::{Child, ExitCode, ExitStatus},
    sync::atomic::{AtomicU32, Ordering::Relaxed},
};

use anyhow::{Context, Result};
use perseq_trace::{Session, VARIABLE};

use crate::text::told;

/// Signals that are passed on.
const SIGNALS: [i32; 6] =
    [libc::SIGHUP, libc::SIGINT, libc::SIGQUIT, libc::SIGTERM, libc::SIGUSR1, libc::SIGUSR2];

/// Of those, by their places: which have come, and which of them a process has sent.
static COME: AtomicU32 = AtomicU32::new(0);
static SENT: AtomicU32 = AtomicU32::new(0);

extern "C" fn come(signal: i32, about: *const libc::siginfo_t, _context: *const libc::c_void) {
    let Some(place) = SIGNALS.iter().position(|known| *known == signal) else { return };
    // SAFETY: the kernel's own, for as long as the handler runs.
    let code = unsafe { about.as_ref() }.map_or(libc::SI_USER, |about| about.si_code);
    if code <= 0 {
        SENT.fetch_or(1 << place, Relaxed);
    }
    COME.fetch_or(1 << place, Relaxed);
}

extern "C" fn nothing(_signal: i32) {}

/// From now on signals are noted. Programs that are executed have their own reactions, but those that were ignored stay so (`nohup`).
pub(super) fn note_signals() {
    for signal in SIGNALS {
        // SAFETY: all zeroes are a `sigaction`.
        let mut before: libc::sigaction = unsafe { core::mem::zeroed() };
        // SAFETY: it asks for the reaction that there is.
        let asked = unsafe { libc::sigaction(signal, core::ptr::null(), &raw mut before) };
        if asked != 0 || before.sa_sigaction == libc::SIG_IGN {
            continue;
        }
        // SAFETY: all zeroes are a `sigaction`.
        let mut action: libc::sigaction = unsafe { core::mem::zeroed() };
        action.sa_sigaction =
            come as extern "C" fn(i32, *const libc::siginfo_t, *const libc::c_void) as libc::sighandler_t;
        action.sa_flags = libc::SA_SIGINFO | libc::SA_RESTART;
        // SAFETY: the handler reads what the kernel gives it, stores to atomics, and does nothing else.
        unsafe { libc::sigaction(signal, &raw const action, core::ptr::null_mut()) };
    }
    // Beyond the limit of files (`ulimit -f`) a write is an error then, and the events are counted as lost. Programs that are executed do not
    // have this reaction.
    let reaction = nothing as extern "C" fn(i32) as libc::sighandler_t;
    // SAFETY: the handler does nothing.
    unsafe { libc::signal(libc::SIGXFSZ, reaction) };
}

/// The program, if there is one.
pub(super) struct Program(Option<Child>);

impl Program {
    pub(super) fn new(child: Option<Child>) -> Self {
        Self(child)
    }

    /// Returns whether there is none.
    pub(super) fn is_none(&self) -> bool {
        self.0.is_none()
    }

    /// Passes on what has come; whether there is nothing to wait for any more, and what the program has ended with.
    ///
    /// # Errors
    /// The kernel's, where it cannot be waited for.
    pub(super) fn has_ended(&mut self) -> Result<Option<Option<ExitStatus>>> {
        let (come, sent) = (COME.swap(0, Relaxed), SENT.swap(0, Relaxed));
        let Some(child) = &mut self.0 else { return Ok((come != 0).then_some(None)) };
        // In this order: the number is the program's as long as it was not waited for.
        for (place, signal) in SIGNALS.into_iter().enumerate() {
            if sent >> place & 1 != 0 {
                // SAFETY: a signal to a process that was not waited for.
                unsafe { libc::kill(child.id().cast_signed(), signal) };
            }
        }
        Ok(child.try_wait().context("cannot wait for the program")?.map(Some))
    }
}

/// Returns whether a process was started to trace into that session. Those that follow its trace have its buffers mapped, too.
pub(super) fn is_recorded(process: u32, directory: &Path) -> bool {
    let environment = fs::read(format!("/proc/{process}/environ")).unwrap_or_default();
    let resolved = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let entries = environment.split(|byte| *byte == 0);
    let mut paths = entries.filter_map(|entry| entry.strip_prefix(VARIABLE.as_bytes())?.strip_prefix(b"="));
    paths.any(|path| resolved(Path::new(OsStr::from_bytes(path))) == resolved(directory))
}

/// Returns whether no process is left that traces into a session, or was started to, of those that this user may look at.
pub(super) fn is_deserted(session: &Session) -> bool {
    if !session.processes().is_empty() {
        return false;
    }
    if session.is_removed() {
        // Another session may be there: what is started to trace there traces into that one.
        return true;
    }
    let directory = session.directory();
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    let mut processes = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    !processes.any(|process| process != std::process::id() && is_recorded(process, directory))
}

/// The program's exit code, as shells tell it.
pub(crate) fn code(status: ExitStatus) -> ExitCode {
    let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(1);
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}

/// Errors that come again and again, told once.
#[derive(Default)]
pub(super) struct Troubles(Vec<String>);

impl Troubles {
    /// Tells of an error, unless it was told.
    pub(super) fn tell(&mut self, error: &anyhow::Error) {
        let text = told(error);
        if !self.0.contains(&text) {
            tell!("perseq: {text}; the program goes on, and this is tried again");
            self.0.push(text);
        }
    }
}
