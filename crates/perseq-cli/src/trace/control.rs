//! Commands that act on a session while it runs, or after its end.

use std::path::PathBuf;

use anyhow::Result;
use perseq_trace::{Filter, Level, Pattern, Session};

use super::record::{reasons, sources};
use crate::{
    terminal,
    text::{counted, grouped},
};

/// The level that is important enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum LevelName {
    Error,
    #[value(alias = "warn")]
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
    /// Events, as `server::*`, where `*` is any text; or targets with levels as `EnvFilter` has them, as `info,my_crate=debug`
    #[arg(required = true)]
    patterns: Vec<String>,
    /// The least important level, where the pattern says none
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
    for pattern in patterns.iter().flat_map(|pattern| pattern.split(',')) {
        let target = pattern.split_once('=').map_or(pattern, |(target, _)| target).trim();
        let wanted = [target.to_owned(), format!("{target}::*")].map(Pattern::new);
        if !is_level(target) && !known.iter().any(|event| wanted.iter().any(|wanted| wanted.matches(event))) {
            tell!(
                "perseq: no event that the session has seen so far matches {pattern}; `perseq trace status` lists them"
            );
        }
    }
}

/// Returns whether a directive is a level, of all events: what directives take after a target.
fn is_level(text: &str) -> bool {
    Filter::none().directives(&format!("any={text}")).is_ok()
}

/// From here on records events that match; `pattern` is one, or it has targets and levels.
///
/// # Errors
/// Those of targets and levels.
pub(super) fn enabled(filter: Filter, pattern: &str, level: Level) -> Result<Filter> {
    let is_pattern = pattern.contains("::") || pattern.contains('*');
    if pattern.contains(['=', ',', '[']) || is_level(pattern) {
        Ok(filter.directives(pattern)?)
    } else if is_pattern {
        Ok(filter.enable(pattern, level))
    } else {
        Ok(filter.enable(&format!("{pattern}::*"), level))
    }
}

pub(super) fn enable(args: &Enable) -> Result<()> {
    let add = |filter, pattern: &String| enabled(filter, pattern, args.level.into());
    let filter = args.patterns.iter().try_fold(Filter::all(), add)?;
    let session = Session::open(&args.directory)?;
    warn(&session, &args.patterns);
    Ok(session.extend_filter(&filter)?)
}

pub(super) fn disable(args: &Disable) -> Result<()> {
    let session = Session::open(&args.directory)?;
    warn(&session, &args.patterns);
    let add = |filter: Filter, pattern: &String| filter.disable(pattern);
    Ok(session.extend_filter(&args.patterns.iter().fold(Filter::all(), add))?)
}

pub(super) fn snapshot(args: &Snapshot) -> Result<()> {
    let summary = perseq_trace::snapshot(&args.directory, &args.to)?;
    let mut rest = summary;
    // A flight recorder's usual end of the past.
    let gone = match core::mem::take(&mut rest.losses.overwritten) {
        0 => String::new(),
        1 => "; 1 before them is gone".to_owned(),
        gone => format!("; {} before them are gone", grouped(gone)),
    };
    let events = counted(summary.events, "event", "events");
    let mut text = format!("{events} of {} in {}{gone}\n", sources(&summary), args.to.display());
    for line in reasons(&rest) {
        text += &(line + "\n");
    }
    terminal::print(&text)
}
