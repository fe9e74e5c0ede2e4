//! Sessions that are there: what they do, and what becomes of them when their recorder has gone.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Instant,
};

use anyhow::{Context, Result};
use perseq_trace::{Recorder, Session};

use super::{
    record::{NAPS, complete, drain, tell, why_nothing},
    supervise::{Program, note_signals},
};
use crate::{
    terminal,
    text::{grouped, harmless},
};

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
        eprintln!(
            "perseq: it has no recorder: `perseq trace resume {}` completes its trace",
            args.directory.display()
        );
    }
    Ok(())
}

/// Until the session has ended, or a signal comes.
pub(super) fn resume(args: &One) -> Result<()> {
    let directory = std::path::absolute(&args.directory).context("no current directory")?;
    let session = Session::open(&directory)?;
    let mut recorder = Recorder::open(&directory)?;
    note_signals();
    if !session.is_stopped() {
        eprintln!("perseq: recording {} until Ctrl-C, or `perseq trace stop`", directory.display());
    }
    let (start, mut program, mut nap) = (Instant::now(), Program::new(None), NAPS[0]);
    while !session.is_stopped() && program.has_ended()?.is_none() {
        nap = drain(&mut recorder, nap)?;
        std::thread::sleep(nap);
    }
    session.stop();
    let attached = session.attached();
    let summary = complete(session, recorder, &directory)?;
    tell(&directory, false, &summary, start.elapsed());
    if summary.events + summary.discarded == 0 {
        eprintln!("perseq: {}", why_nothing(attached, false));
    }
    Ok(())
}

/// One line about a session.
fn line(directory: &Path, session: &Session) -> String {
    let state = match (session.is_stopped(), session.is_recorded()) {
        (false, true) => "running",
        (false, false) => "running, without a recorder",
        (true, true) => "ended, its trace is being completed",
        (true, false) => "ended, its trace is not complete",
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
