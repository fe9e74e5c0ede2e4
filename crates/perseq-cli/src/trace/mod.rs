//! `perseq trace`: records what programs with events do, and shows it.

mod advice;
mod context;
mod control;
mod events;
mod export;
mod held;
mod html;
mod json;
mod latency;
mod line;
mod pairs;
mod perfetto;
mod reading;
mod record;
mod rotation;
mod sessions;
mod sizes;
mod slices;
mod spans;
mod stats;
#[allow(unsafe_code, reason = "signals")]
mod supervise;
mod unread;
mod view;

use std::process::ExitCode;

use anyhow::Result;

#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub(crate) use supervise::code as exit_code;

/// Commands for a trace or a session.
#[derive(Debug, clap::Subcommand)]
pub(crate) enum Command {
    /// Runs a program, and records its events and those of the programs that it starts
    Record(record::Args),
    /// Shows a trace as text, in the order of time
    View(view::Args),
    /// Counts the events of a trace, and measures the time between two
    Stats(stats::Args),
    /// Writes a trace for Perfetto's page and Chrome, or as JSON
    Export(export::Args),
    /// Makes a page with a timeline of a trace
    Html(html::Args),
    /// From now on records events of a running session that match
    Enable(control::Enable),
    /// From now on leaves events of a running session out that match
    Disable(control::Disable),
    /// Writes what the buffers of a session hold, running or not, to a new trace
    #[command(visible_alias = "recover")]
    Snapshot(control::Snapshot),
    /// Ends a running session: its processes record no more
    Stop(sessions::One),
    /// Goes on with a session whose recorder was killed, or completes the trace of one that has ended
    Resume(sessions::One),
    /// Tells what a session is doing
    Status(sessions::One),
    /// Lists the sessions in directories
    List(sessions::Many),
}

/// Does it; what this program ends with.
///
/// # Errors
/// The error, with the file that it is about and what to do next.
pub(crate) fn main(command: &Command) -> Result<ExitCode> {
    run(command).map_err(advice::advised)
}

fn run(command: &Command) -> Result<ExitCode> {
    match command {
        Command::Record(args) => return record::main(args),
        Command::Resume(args) => return sessions::resume(args),
        Command::View(args) => view::main(args)?,
        Command::Stats(args) => stats::main(args)?,
        Command::Export(args) => export::main(args)?,
        Command::Html(args) => html::main(args)?,
        Command::Enable(args) => control::enable(args)?,
        Command::Disable(args) => control::disable(args)?,
        Command::Snapshot(args) => control::snapshot(args)?,
        Command::Stop(args) => sessions::stop(args)?,
        Command::Status(args) => sessions::status(args)?,
        Command::List(args) => sessions::list(args)?,
    }
    Ok(ExitCode::SUCCESS)
}
