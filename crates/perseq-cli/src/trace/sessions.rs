//! Sessions that are there: what they do, and what becomes of them when their recorder has gone.

use std::{
    fs,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use anyhow::{Context, Error, Result, anyhow, bail};
use perseq_trace::{Mode, Recorder, Session};

use super::{
    held::Held,
    record::{NAPS, complete, drain, tell, why_nothing},
    supervise::{Program, Troubles, is_deserted, note_signals},
};
use crate::{
    terminal,
    text::{grouped, harmless, told},
};

/// Between looks whether a process is left.
const LOOK: Duration = Duration::from_millis(500);

/// Which session.
#[derive(Debug, clap::Args)]
pub(crate) struct One {
    /// The session's directory
    directory: PathBuf,
}

/// The directories to search.
#[derive(Debug, clap::Args)]
pub(crate) struct Many {
    /// Directories with sessions in them; the current one, /dev/shm and the directory for temporary files when none is given
    directories: Vec<PathBuf>,
}

pub(super) fn stop(args: &One) -> Result<()> {
    let session = Session::open(&args.directory)?;
    session.stop();
    if !session.is_recorded() {
        tell!("perseq: it has no recorder: {}", next_step(session.mode(), &args.directory));
    }
    Ok(())
}

/// The command that makes a trace of a session without a recorder.
pub(super) fn next_step(mode: Mode, directory: &Path) -> String {
    let directory = directory.display();
    match mode {
        Mode::Discard => format!("`perseq trace resume {directory}` completes its trace"),
        Mode::Overwrite => format!("`perseq trace snapshot {directory} TO` writes what its buffers hold"),
    }
}

/// An error that a trace is not complete for, and the next step. The session's directory is there now, if it was not removed.
pub(super) fn kept(error: &Error, mode: Mode, directory: Option<&Path>) -> String {
    let error = told(error);
    let Some(directory) = directory else {
        return format!(
            "{error}; the session was removed during the recording, with its trace and what was in its buffers: remove a trace when its \
             recording has ended"
        );
    };
    if !matches!(directory.join(".session").try_exists(), Ok(false)) {
        let next = next_step(mode, directory);
        return format!("{error}; what was recorded is kept: when that is mended, {next}");
    }
    format!(
        "{error}; the session was removed during the recording, with what was in its buffers: `perseq trace view {}` \
         shows what was in the trace before, if that is left; remove a trace when its recording has ended",
        directory.display()
    )
}

/// Until the session has ended, or a signal comes.
pub(super) fn resume(args: &One) -> Result<ExitCode> {
    let directory = std::path::absolute(&args.directory).context("no current directory")?;
    let session = Session::open(&directory)?;
    let held = Held::new(&directory);
    let mut recorder = match Recorder::open(&directory) {
        Err(_) if session.is_removed() => bail!(
            "another recorder has completed {0} meanwhile, or it was removed: `perseq trace view {0}` shows its trace",
            directory.display()
        ),
        opened => opened?,
    };
    note_signals();
    if !session.is_stopped() {
        let end = if session.is_supervised() { "the end of its program, " } else { "" };
        tell!("perseq: recording {} until {end}Ctrl-C, or `perseq trace stop`", directory.display());
    }
    let mut looked = None;
    // Nothing more comes of a program that has ended. Others may come where the recorder had started none.
    let mut is_over = || {
        let is_due = session.is_supervised() && looked.is_none_or(|last: Instant| last.elapsed() >= LOOK);
        if is_due {
            looked = Some(Instant::now());
        }
        session.is_stopped() || is_due && is_deserted(&session)
    };
    let (start, mut program, mut nap) = (Instant::now(), Program::new(None), NAPS[0]);
    let mut troubles = Troubles::default();
    while !is_over() && program.has_ended()?.is_none() {
        nap = drain(&mut recorder, &mut troubles, nap);
        std::thread::sleep(nap);
    }
    session.stop();
    let (attached, mode) = (session.attached(), session.mode());
    let completed = complete(&session, recorder, &held);
    held.tell_of_name();
    let now = held.now();
    let (summary, whole) = completed.map_err(|error| anyhow!(kept(&error, mode, now.as_deref())))?;
    tell(now.as_deref().unwrap_or(&directory), false, &summary, start.elapsed());
    if summary.events + summary.discarded == 0 && (attached > 0 || summary.untraced == 0) {
        tell!("perseq: {}", why_nothing(attached, false));
    }
    Ok(if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// One line about a session.
fn line(directory: &Path, session: &Session) -> String {
    let state = match (session.mode(), session.is_stopped(), session.is_recorded()) {
        (Mode::Discard, false, true) => "running",
        (Mode::Discard, false, false) => "running, without a recorder",
        (Mode::Discard, true, true) => "ended, its trace is being completed",
        (Mode::Discard, true, false) => "ended, its trace is not complete",
        (Mode::Overwrite, false, _) => "running, its buffers keep the newest events",
        (Mode::Overwrite, true, _) => "ended, its buffers hold the newest events",
    };
    let (recorded, discarded) = session.counts();
    let (recorded, discarded) = (grouped(recorded), grouped(discarded));
    format!("{}: {state}; {recorded} events recorded, {discarded} discarded\n", directory.display())
}

pub(super) fn status(args: &One) -> Result<()> {
    let session = Session::open(&args.directory)?;
    let mut text = line(&args.directory, &session);
    for event in session.events() {
        text += &format!("  {}\n", harmless(&event));
    }
    terminal::print(&text)
}

pub(super) fn list(args: &Many) -> Result<()> {
    let usual = || vec![PathBuf::from("."), PathBuf::from("/dev/shm"), std::env::temp_dir()];
    let directories = if args.directories.is_empty() { usual() } else { args.directories.clone() };
    let mut text = String::new();
    for directory in directories {
        let inner = fs::read_dir(&directory).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut found: Vec<_> =
            inner.chain([directory]).filter(|path| path.join(".session").exists()).collect();
        found.sort();
        for path in found {
            text += &match Session::open(&path) {
                Ok(session) => line(&path, &session),
                Err(error) => format!("{error}\n"),
            };
        }
    }
    terminal::print(&text)
}
