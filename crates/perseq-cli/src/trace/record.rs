//! Recording: a session, a program that traces into it, and the consumer.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, ExitCode, ExitStatus},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use perseq_trace::{Buffers, Filter, Format, Level, Mode, Options, Recorder, Session, Summary, VARIABLE};

use super::{
    context,
    control::enabled,
    held::Held,
    rotation::{Rotating, Rotation},
    sessions::{kept, next_step},
    sizes,
    supervise::{Program, Troubles, code, is_recorded, note_signals},
};
use crate::text::{counted, harmless};

/// Sleeps between looks at buffers in which little has come: events that fill a quarter of the buffers
/// between two looks have that long for it.
pub(super) const NAPS: [Duration; 2] = [Duration::from_millis(1), Duration::from_millis(10)];

/// After something went wrong, before it is tried again.
const LONG: Duration = Duration::from_millis(100);

/// The events to record, and the directory to write to.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The trace's directory, which must not be there
    #[arg(short, long, value_name = "DIR", default_value = "perseq-trace")]
    output: PathBuf,
    /// Events to record, as `server::*`, where `*` is any text; or targets with levels, as `info,my_crate=debug`. All when none is given
    #[arg(short, long, value_name = "PATTERN")]
    event: Vec<String>,
    /// Bytes of a sub-buffer, a power of two, as 4M [default: 1M, or 128K with --per-process]
    #[arg(long, value_name = "BYTES", value_parser = sizes::parse)]
    sub_buffer: Option<u64>,
    /// Sub-buffers of each CPU, a power of two [default: 4, or 32 with --per-process]
    #[arg(long, value_name = "N")]
    sub_buffers: Option<usize>,
    /// Keep the newest events in the buffers and write them at the end, or whenever `perseq trace snapshot` asks
    #[arg(long)]
    overwrite: bool,
    /// Give each process buffers and a trace of its own: one that traces much takes no room of the others'
    #[arg(long)]
    per_process: bool,
    #[command(flatten)]
    rotating: Rotating,
    /// Context fields to record with each event, separated by commas; one counter at most
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', default_value = "vpid,vtid")]
    context: Vec<context::Name>,
    /// Write CTF 2, which babeltrace2 reads from 2.1 on, instead of 1.8
    #[arg(long)]
    ctf2: bool,
    /// Do not record the programs that the program starts, nor its forked children
    #[arg(long)]
    no_children: bool,
    /// The program and its arguments; without one, whatever runs with PERSEQ_TRACE set to the directory is recorded until Ctrl-C or `perseq trace stop`
    #[arg(trailing_var_arg = true, value_name = "PROGRAM")]
    command: Vec<std::ffi::OsString>,
}

/// Records; ends as the program does.
///
/// # Errors
/// When there is a trace already, or the program cannot be started.
pub(super) fn main(args: &Args) -> Result<ExitCode> {
    let directory = std::path::absolute(&args.output).context("no current directory")?;
    if fs::read_dir(&directory).is_ok_and(|mut files| files.next().is_some()) {
        bail!("{} is there already: record to another directory, or remove it", directory.display());
    }
    // Buffers of a process grow by sub-buffers.
    let usual = match (args.per_process, Options::default()) {
        (true, _) => (1 << 17, 32),
        (false, usual) => (usual.sub_buffer, usual.sub_buffers),
    };
    let options = Options {
        sub_buffer: args
            .sub_buffer
            .map_or(Ok(usual.0), usize::try_from)
            .context("a sub-buffer is not that large")?,
        sub_buffers: args.sub_buffers.unwrap_or(usual.1),
        mode: if args.overwrite { Mode::Overwrite } else { Mode::Discard },
        context: context::context(&args.context)?,
        format: if args.ctf2 { Format::Ctf2 } else { Format::Ctf1 },
        buffers: if args.per_process { Buffers::PerProcess } else { Buffers::Shared },
    };
    let was_there = directory.exists();
    let session = Session::create(&directory, &options)?;
    let held = Held::new(&directory);
    // Before the program is there: a failure leaves nothing over.
    let (recorder, child) = match begin(args, &session, &directory) {
        Ok(begun) => begun,
        Err(error) => {
            discard(session, &directory, was_there);
            return Err(error);
        }
    };
    let start = Instant::now();
    let mut recording = Recording { args, held: &held, troubles: Troubles::default(), attached: 0 };
    let (status, summary) = match recorder {
        None => {
            let status = recording.wait(child, &session, &mut |_, _| Duration::from_millis(10))?;
            recording.end(&session, status.is_some());
            // The buffers stay, for a later look.
            let snapshot = held.now().context("the session was removed during the recording");
            let snapshot = snapshot.and_then(|now| Ok(perseq_trace::snapshot(&now, now.join("snapshot"))?));
            (status, snapshot.map(|summary| (summary, true)))
        }
        Some(recorder) => recording.consume(child, session, recorder)?,
    };
    let attached = recording.attached;
    held.tell_of_name();
    let now = held.now();
    match summary {
        Ok((summary, whole)) => {
            tell(now.as_deref().unwrap_or(&directory), args.overwrite, &summary, start.elapsed());
            if summary.events + summary.discarded == 0 && (attached > 0 || summary.untraced == 0) {
                tell!("perseq: {}", why_nothing(attached, !args.event.is_empty()));
            }
            let success = if whole { ExitCode::SUCCESS } else { ExitCode::FAILURE };
            Ok(status.filter(|status| whole || !status.success()).map_or(success, code))
        }
        Err(error) => {
            tell!("perseq: {}", kept(&error, options.mode, now.as_deref()));
            Ok(status.filter(|status| !status.success()).map_or(ExitCode::FAILURE, code))
        }
    }
}

/// The recorder of a new session, and its program, which is started last.
fn begin(args: &Args, session: &Session, directory: &Path) -> Result<(Option<Recorder>, Program)> {
    session.trace_children(!args.no_children);
    if !args.event.is_empty() {
        let add = |filter, pattern: &String| enabled(filter, pattern, Level::Trace);
        session.set_filter(&args.event.iter().try_fold(Filter::none(), add)?)?;
    }
    let recorder = if args.overwrite { None } else { Some(Recorder::open(directory)?) };
    note_signals();
    Ok((recorder, start(args, session, directory)?))
}

/// Starts the program, if one was named.
fn start(args: &Args, session: &Session, directory: &Path) -> Result<Program> {
    let Some((program, arguments)) = args.command.split_first() else {
        tell!(
            "perseq: recording what runs with {VARIABLE}={0} until Ctrl-C, or `perseq trace stop {0}`",
            directory.display()
        );
        return Ok(Program::new(None));
    };
    session.set_supervised();
    let started = Command::new(program).args(arguments).env(VARIABLE, session.directory()).spawn();
    Ok(Program::new(Some(started.with_context(|| format!("cannot start {}", program.display()))?)))
}

/// Removes what was made for a program that is none.
fn discard(session: Session, directory: &Path, was_there: bool) {
    session.stop();
    // A file that cannot be removed is left over.
    _ = session.remove();
    _ = fs::remove_file(directory.join("metadata"));
    if !was_there {
        _ = fs::remove_dir(directory);
    }
}

/// A recording under way.
struct Recording<'a> {
    args: &'a Args,
    held: &'a Held,
    troubles: Troubles,
    /// How many processes have attached, when the program had ended.
    attached: u32,
}

/// The program's exit status, if there was a program; and the outcome of the trace, and whether it is complete.
type Ended = (Option<ExitStatus>, Result<(Summary, bool)>);

impl Recording<'_> {
    /// Takes what comes until the program has ended, and completes the trace.
    fn consume(&mut self, program: Program, session: Session, mut recorder: Recorder) -> Result<Ended> {
        let mut rotation = Rotation::new(&self.args.rotating);
        let status = self.wait(program, &session, &mut |troubles, nap| match rotation.go_on(
            &mut recorder,
            session.directory(),
            self.held,
        ) {
            Ok(()) => drain(&mut recorder, troubles, nap),
            Err(error) => {
                troubles.tell(&error);
                LONG
            }
        })?;
        self.end(&session, status.is_some());
        Ok((status, complete(&session, recorder, self.held)))
    }

    /// Ends the session; tells of processes that continue without it, where there was a program.
    fn end(&mut self, session: &Session, program: bool) {
        let mut left = if program { session.processes() } else { Vec::new() };
        left.retain(|process| is_recorded(*process, session.directory()));
        self.attached = session.attached();
        session.stop();
        if left.is_empty() {
            return;
        }
        let name = |process: &u32| {
            let name = fs::read_to_string(format!("/proc/{process}/comm")).unwrap_or_default();
            format!("{} ({process})", harmless(name.trim()))
        };
        let (few, more) = left.split_at(left.len().min(5));
        let names = few.iter().map(name).collect::<Vec<_>>().join(", ");
        let more = if more.is_empty() { String::new() } else { format!(" and {} more", more.len()) };
        tell!(
            "perseq: the program has ended and left {names}{more} behind, not recorded any more: to record a daemon, start \
             `perseq trace record -o DIR` without a program, and the daemon with {VARIABLE}=DIR"
        );
    }

    /// Calls `work` until the program has ended; where there is none, until a signal has come or the session was stopped. How long it naps
    /// between is what `work` says.
    fn wait(
        &mut self,
        mut program: Program,
        session: &Session,
        work: &mut dyn FnMut(&mut Troubles, Duration) -> Duration,
    ) -> Result<Option<ExitStatus>> {
        let mut nap = NAPS[0];
        loop {
            if let Some(status) = program.has_ended()? {
                return Ok(status);
            }
            if program.is_none() && session.is_stopped() {
                return Ok(None);
            }
            nap = work(&mut self.troubles, nap);
            if !nap.is_zero() {
                std::thread::sleep(nap);
            }
        }
    }
}

/// Takes everything out of the buffers of a session that has ended, and removes them; whether none of them had to stay.
pub(super) fn complete(session: &Session, mut recorder: Recorder, held: &Held) -> Result<(Summary, bool)> {
    let mut summary = recorder.finish()?;
    let problems = recorder.problems();
    for (directory, error) in problems {
        tell!("perseq: not all of {}: {error}", directory.display());
    }
    if !problems.is_empty() {
        tell!(
            "perseq: the buffers of {} stay: when that is mended, {}",
            counted(problems.len() as u64, "process", "processes"),
            next_step(session.mode(), &held.now().unwrap_or_else(|| session.directory().to_owned()))
        );
        // They are told: nothing in them was left out.
        summary.damaged = summary.damaged.saturating_sub(problems.len() as u64);
        return Ok((summary, false));
    }
    // All that was in the buffers is in the trace.
    recorder.remove()?;
    Ok((summary, true))
}

/// Takes what there is; how long to wait before the next time. An error is told once, and later it is tried again.
pub(super) fn drain(recorder: &mut Recorder, troubles: &mut Troubles, nap: Duration) -> Duration {
    if let Err(error) = recorder.drain() {
        troubles.tell(&error.into());
        return LONG;
    }
    match recorder.fullness() {
        0.25.. => Duration::ZERO,
        0.02.. => NAPS[0],
        _ => (2 * nap).clamp(NAPS[0], NAPS[1]),
    }
}

/// Why a session has no events, so far as it can be told.
pub(super) fn why_nothing(attached: u32, filtered: bool) -> String {
    match attached {
        0 => format!(
            "no process has attached to the session: a program does if it has events of perseq-trace, is started with {VARIABLE} in its \
             environment, and gets no rights by being started (setuid)"
        ),
        attached => {
            let passes = if filtered { " that passes -e" } else { "" };
            let processes = counted(attached.into(), "process", "processes");
            format!("{processes} attached to the session, and came to no event{passes}")
        }
    }
}

/// The processes or CPUs that have recorded something.
pub(super) fn sources(summary: &Summary) -> String {
    match summary.processes {
        0 => counted(summary.streams.into(), "CPU", "CPUs"),
        processes => counted(processes.into(), "process", "processes"),
    }
}

/// A line for each reason for which events are missing, and for what else is wrong.
pub(super) fn reasons(summary: &Summary) -> Vec<String> {
    let missing = |(events, why): (u64, &str)| {
        let are = if events == 1 { "is" } else { "are" };
        format!("{} {are} not in the trace: {why}", counted(events, "event", "events"))
    };
    let mut lines: Vec<String> = summary.losses.reasons().map(missing).collect();
    if summary.untraced > 0 {
        let programs = counted(summary.untraced.into(), "program", "programs");
        lines.push(format!("{programs} could not have buffers and ran without tracing"));
    }
    if summary.damaged > 0 {
        let pieces = counted(summary.damaged, "piece", "pieces");
        lines.push(format!("{pieces} of the buffers held no records and were left out"));
    }
    lines
}

/// On standard error: standard output is the program's.
pub(super) fn tell(directory: &Path, overwrite: bool, summary: &Summary, took: Duration) {
    let trace = if overwrite { directory.join("snapshot") } else { directory.to_owned() };
    tell!(
        "perseq: {} of {} in {:.1} s, {:.1} MB in {}",
        counted(summary.events, "event", "events"),
        sources(summary),
        took.as_secs_f64(),
        summary.bytes as f64 / 1e6,
        trace.display()
    );
    reasons(summary).iter().for_each(|line| tell!("perseq: {line}"));
    tell!("perseq: look at it with `perseq trace view {}`", trace.display());
}
