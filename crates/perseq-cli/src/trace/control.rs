//! Commands that act on a session while it runs, or after its end.

use std::path::PathBuf;

use anyhow::Result;
use perseq_trace::{Filter, Level, Session};

use super::events::matches;
use crate::{terminal, text::grouped};

/// The level that is important enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum LevelName {
    Error,
    Warning,
    Info,
    Debug,
    Trace,
}

impl From<LevelName> for Level {
    fn from(name: LevelName) -> Self {
        match name {
            LevelName::Error => Self::Error,
            LevelName::Warning => Self::Warning,
            LevelName::Info => Self::Info,
            LevelName::Debug => Self::Debug,
            LevelName::Trace => Self::Trace,
        }
    }
}

/// Which events of which session.
#[derive(Debug, clap::Args)]
pub(crate) struct Enable {
    /// The session's directory
    directory: PathBuf,
    /// Events, as `server::*`; `*` is any text
    #[arg(required = true)]
    patterns: Vec<String>,
    /// The least important level
    #[arg(long, default_value = "trace")]
    level: LevelName,
}

/// Which events of which session.
#[derive(Debug, clap::Args)]
pub(crate) struct Disable {
    /// The session's directory
    directory: PathBuf,
    /// Events, as `server::*`; `*` is any text
    #[arg(required = true)]
    patterns: Vec<String>,
}

/// From where to where.
#[derive(Debug, clap::Args)]
pub(crate) struct Snapshot {
    /// The session's directory
    directory: PathBuf,
    /// The trace's directory, which must not be there
    to: PathBuf,
}

/// Tells of patterns that match nothing so far: they may be misspelt, or of programs that come later.
fn warn(session: &Session, patterns: &[String]) {
    let known = session.events();
    for pattern in patterns {
        if !known.iter().any(|event| matches(pattern, &event.replacen("::", ":", 1))) {
            eprintln!(
                "perseq: no event that the session has seen so far matches {pattern}; `perseq trace status` lists them"
            );
        }
    }
}

pub(super) fn enable(args: &Enable) -> Result<()> {
    let session = Session::open(&args.directory)?;
    warn(&session, &args.patterns);
    let add = |filter: Filter, pattern: &String| filter.enable(pattern, args.level.into());
    Ok(session.extend_filter(&args.patterns.iter().fold(Filter::all(), add))?)
}

pub(super) fn disable(args: &Disable) -> Result<()> {
    let session = Session::open(&args.directory)?;
    warn(&session, &args.patterns);
    let add = |filter: Filter, pattern: &String| filter.disable(pattern);
    Ok(session.extend_filter(&args.patterns.iter().fold(Filter::all(), add))?)
}

pub(super) fn snapshot(args: &Snapshot) -> Result<()> {
    let summary = perseq_trace::snapshot(&args.directory, &args.to)?;
    let (number, what) =
        if summary.processes > 0 { (summary.processes, "processes") } else { (summary.streams, "CPUs") };
    let mut text = format!(
        "{} events of {number} {what} in {}; {} before them are gone\n",
        grouped(summary.events),
        args.to.display(),
        grouped(summary.discarded)
    );
    if summary.damaged > 0 {
        text += &format!("{} pieces of the buffers were no records and were left out\n", summary.damaged);
    }
    terminal::print(&text)
}
