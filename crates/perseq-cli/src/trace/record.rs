//! Recording: a session, a program that traces into it, and the consumer.

use std::{
    collections::VecDeque,
    fs,
    io::ErrorKind,
    os::unix::ffi::OsStrExt as _,
    path::{Path, PathBuf},
    process::{Command, ExitCode, ExitStatus},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use perseq_trace::{Buffers, Filter, Format, Level, Mode, Options, Recorder, Session, Summary, VARIABLE};

use super::{
    context,
    supervise::{Program, Troubles, code, note_signals},
};
use crate::text::{grouped, harmless, told};

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
    /// Events to record, as `server::*`; `*` is any text. All when none is given
    #[arg(short, long, value_name = "PATTERN")]
    event: Vec<String>,
    /// Bytes of a sub-buffer, a power of two [default: 1048576, or 131072 with --per-process]
    #[arg(long, value_name = "BYTES")]
    sub_buffer: Option<usize>,
    /// Sub-buffers of each CPU, a power of two [default: 4, or 32 with --per-process]
    #[arg(long, value_name = "N")]
    sub_buffers: Option<usize>,
    /// Keep the newest events in the buffers and write them at the end, or whenever `perseq trace snapshot` asks
    #[arg(long)]
    overwrite: bool,
    /// Give each process buffers and a trace of its own: one that traces much takes no room of the others'
    #[arg(long)]
    per_process: bool,
    /// Go on in another directory when so many bytes were written
    #[arg(long, value_name = "BYTES", conflicts_with = "overwrite", value_parser = clap::value_parser!(u64).range(1..))]
    rotate_size: Option<u64>,
    /// Go on in another directory after so many seconds
    #[arg(long, value_name = "SECONDS", conflicts_with = "overwrite", value_parser = clap::value_parser!(u64).range(1..))]
    rotate_every: Option<u64>,
    /// Remove the oldest of these directories where there are more
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    keep: Option<u32>,
    /// Context fields to record with each event, separated by commas; one counter at most
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', default_value = "vpid,vtid")]
    context: Vec<context::Name>,
    /// Write CTF 2, which babeltrace2 reads from 2.1 on, instead of 1.8
    #[arg(long)]
    ctf2: bool,
    /// Do not record the programs that the program starts, nor its forked children
    #[arg(long)]
    no_children: bool,
    /// The program and its arguments; without one, whatever runs with PERSEQ_TRACE set to the directory is recorded until Ctrl-C
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
        sub_buffer: args.sub_buffer.unwrap_or(usual.0),
        sub_buffers: args.sub_buffers.unwrap_or(usual.1),
        mode: if args.overwrite { Mode::Overwrite } else { Mode::Discard },
        context: context::context(&args.context)?,
        format: if args.ctf2 { Format::Ctf2 } else { Format::Ctf1 },
        buffers: if args.per_process { Buffers::PerProcess } else { Buffers::Shared },
    };
    let was_there = directory.exists();
    let session = Session::create(&directory, &options)?;
    session.trace_children(!args.no_children);
    if !args.event.is_empty() {
        let add = |filter: Filter, pattern: &String| filter.enable(pattern, Level::Trace);
        session.set_filter(&args.event.iter().fold(Filter::none(), add))?;
    }
    // Before the program is there: a failure now leaves nothing over.
    let recorder = if args.overwrite { None } else { Some(Recorder::open(&directory)?) };
    note_signals();
    let child = match start(args, &directory) {
        Ok(child) => child,
        Err(error) => {
            drop(recorder);
            discard(session, &directory, was_there);
            return Err(error);
        }
    };
    let start = Instant::now();
    let mut recording = Recording { args, directory: &directory, troubles: Troubles::default(), attached: 0 };
    let (status, summary) = match recorder {
        None => {
            let status = recording.wait(child, &mut |_, _| Duration::from_millis(10))?;
            recording.end(&session, status.is_some());
            // The buffers stay, for a later look.
            (status, perseq_trace::snapshot(&directory, directory.join("snapshot")).map_err(Into::into))
        }
        Some(recorder) => recording.consume(child, session, recorder)?,
    };
    let (nothing, attached) = (ExitCode::SUCCESS, recording.attached);
    match summary {
        Ok(summary) => {
            tell(&directory, args.overwrite, &summary, start.elapsed());
            if summary.events + summary.discarded == 0 {
                eprintln!("perseq: {}", why_nothing(attached, !args.event.is_empty()));
            }
            Ok(status.map_or(nothing, code))
        }
        Err(error) => {
            eprintln!(
                "perseq: {}; what was recorded is kept: `perseq trace resume {}` when that is mended",
                told(&error),
                directory.display()
            );
            Ok(status.filter(|status| !status.success()).map_or(ExitCode::FAILURE, code))
        }
    }
}

/// Starts the program, if one was named.
fn start(args: &Args, directory: &Path) -> Result<Program> {
    let Some((program, arguments)) = args.command.split_first() else {
        eprintln!("perseq: recording what runs with {VARIABLE}={} until Ctrl-C", directory.display());
        return Ok(Program::new(None));
    };
    let started = Command::new(program).args(arguments).env(VARIABLE, directory).spawn();
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
    directory: &'a Path,
    troubles: Troubles,
    /// How many processes have attached, when the program had ended.
    attached: u32,
}

/// The program's exit status, if there was a program; and the outcome of the trace.
type Ended = (Option<ExitStatus>, Result<Summary>);

impl Recording<'_> {
    /// Takes what comes until the program has ended, and completes the trace.
    fn consume(&mut self, program: Program, session: Session, mut recorder: Recorder) -> Result<Ended> {
        let mut rotation = Rotation::new(self.args);
        let status = self.wait(program, &mut |troubles, nap| {
            let drained = rotation.go_on(&mut recorder).and_then(|()| drain(&mut recorder, nap));
            drained.unwrap_or_else(|error| {
                troubles.tell(&error);
                LONG
            })
        })?;
        self.end(&session, status.is_some());
        Ok((status, complete(session, recorder, self.directory)))
    }

    /// Ends the session; tells of processes that continue without it, where there was a program.
    fn end(&mut self, session: &Session, program: bool) {
        // Those that follow the trace have the buffers mapped, too.
        let variable = [VARIABLE.as_bytes(), b"=", self.directory.as_os_str().as_bytes()].concat();
        let is_recorded = |process: &u32| {
            let environment = fs::read(format!("/proc/{process}/environ")).unwrap_or_default();
            environment.split(|byte| *byte == 0).any(|entry| entry == variable)
        };
        let mut left = if program { session.processes() } else { Vec::new() };
        left.retain(is_recorded);
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
        eprintln!(
            "perseq: the program has ended and left {names}{more} behind, not recorded any more: to record a daemon, start \
             `perseq trace record -o DIR` without a program, and the daemon with {VARIABLE}=DIR"
        );
    }

    /// Calls `work` until the program has ended, or a signal has come where there is none. How long it naps between is what `work` says.
    fn wait(
        &mut self,
        mut program: Program,
        work: &mut dyn FnMut(&mut Troubles, Duration) -> Duration,
    ) -> Result<Option<ExitStatus>> {
        let mut nap = NAPS[0];
        loop {
            if let Some(status) = program.has_ended()? {
                return Ok(status);
            }
            nap = work(&mut self.troubles, nap);
            if !nap.is_zero() {
                std::thread::sleep(nap);
            }
        }
    }
}

/// Takes everything out of the buffers of a session that has ended, and removes them.
pub(super) fn complete(session: Session, mut recorder: Recorder, directory: &Path) -> Result<Summary> {
    let summary = recorder.finish()?;
    let problems = recorder.problems();
    for (directory, error) in problems {
        eprintln!("perseq: not all of {}: {error}", directory.display());
    }
    if !problems.is_empty() {
        eprintln!(
            "perseq: the buffers of {} processes stay in {}: `perseq trace resume` takes them when that is mended",
            problems.len(),
            directory.display()
        );
        return Ok(summary);
    }
    // All that was in the buffers is in the trace.
    drop(recorder);
    session.remove()?;
    Ok(summary)
}

/// Takes what there is; how long to wait before the next time.
pub(super) fn drain(recorder: &mut Recorder, nap: Duration) -> Result<Duration> {
    recorder.drain()?;
    Ok(match recorder.fullness() {
        0.25.. => Duration::ZERO,
        0.02.. => NAPS[0],
        _ => (2 * nap).clamp(NAPS[0], NAPS[1]),
    })
}

/// The rule by which the trace continues in another directory.
struct Rotation {
    size: u64,
    every: Duration,
    keep: usize,
    last: Instant,
    /// The directories of each time, the oldest first.
    parts: VecDeque<Vec<PathBuf>>,
    rotates: bool,
    /// True if the first one was begun.
    begun: bool,
}

impl Rotation {
    fn new(args: &Args) -> Self {
        Self {
            size: args.rotate_size.unwrap_or(u64::MAX),
            every: args.rotate_every.map_or(Duration::MAX, Duration::from_secs),
            keep: args.keep.map_or(usize::MAX, |keep| keep as usize),
            last: Instant::now(),
            parts: VecDeque::new(),
            rotates: args.rotate_size.is_some() || args.rotate_every.is_some(),
            begun: false,
        }
    }

    fn go_on(&mut self, recorder: &mut Recorder) -> Result<()> {
        let is_due = recorder.part_bytes() >= self.size || self.last.elapsed() >= self.every;
        if self.rotates && (is_due || !self.begun) {
            self.rotate(recorder)?;
            self.begun = true;
        }
        Ok(())
    }

    fn rotate(&mut self, recorder: &mut Recorder) -> Result<()> {
        self.parts.push_back(recorder.rotate()?);
        self.last = Instant::now();
        // And the one that has just begun.
        while self.parts.len() >= self.keep {
            for oldest in self.parts.pop_front().into_iter().flatten() {
                match fs::remove_dir_all(&oldest) {
                    // Another program has.
                    Err(error) if error.kind() == ErrorKind::NotFound => {}
                    removed => removed.with_context(|| format!("cannot remove {}", oldest.display()))?,
                }
                // Of a process that has ended there is nothing left; otherwise this fails.
                _ = oldest.parent().map(fs::remove_dir);
            }
        }
        Ok(())
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
            let (what, passes) = (
                if attached == 1 { "process" } else { "processes" },
                if filtered { " that passes -e" } else { "" },
            );
            format!(
                "{} {what} attached to the session, and came to no event{passes}",
                grouped(u64::from(attached))
            )
        }
    }
}

/// On standard error: standard output is the program's.
pub(super) fn tell(directory: &Path, overwrite: bool, summary: &Summary, took: Duration) {
    let trace = if overwrite { directory.join("snapshot") } else { directory.to_owned() };
    let (number, what) =
        if summary.processes > 0 { (summary.processes, "processes") } else { (summary.streams, "CPUs") };
    eprintln!(
        "perseq: {} events of {number} {what} in {:.1} s, {:.1} MB in {}",
        grouped(summary.events),
        took.as_secs_f64(),
        summary.bytes as f64 / 1e6,
        trace.display()
    );
    for (events, why) in summary.losses.reasons() {
        eprintln!("perseq: {} events are not in the trace: {why}", grouped(events));
    }
    if summary.damaged > 0 {
        eprintln!("perseq: {} pieces of the buffers were no records and were left out", summary.damaged);
    }
    eprintln!("perseq: look at it with `perseq trace view {}`", trace.display());
}
