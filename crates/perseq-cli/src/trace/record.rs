//! Recording: a session, a program that traces into it, and the consumer.

use std::{
    collections::VecDeque,
    fs,
    io::ErrorKind,
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitCode, ExitStatus},
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use perseq_trace::{Buffers, Filter, Format, Level, Mode, Options, Recorder, Session, Summary, VARIABLE};

use super::context;
use crate::text::grouped;

/// Between looks at buffers in which little has come: what fills a quarter of them meanwhile has that long.
const NAPS: [Duration; 2] = [Duration::from_millis(1), Duration::from_millis(10)];

/// What to record, and where.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The trace's directory, which must not be there
    #[arg(short, long, value_name = "DIR", default_value = "perseq-trace")]
    output: PathBuf,
    /// Events to record, as `server::*`; `*` is any text. All when none is given
    #[arg(short, long, value_name = "PATTERN")]
    event: Vec<String>,
    /// Bytes of a sub-buffer, a power of two
    #[arg(long, value_name = "BYTES", default_value_t = Options::default().sub_buffer)]
    sub_buffer: usize,
    /// Sub-buffers of each CPU, a power of two
    #[arg(long, value_name = "N", default_value_t = Options::default().sub_buffers)]
    sub_buffers: usize,
    /// Keep the newest events in the buffers and write them at the end, or whenever `perseq trace snapshot` asks
    #[arg(long)]
    overwrite: bool,
    /// Give each process buffers and a trace of its own: one that traces much takes no room of the others'
    #[arg(long)]
    per_process: bool,
    /// Go on in another directory when so many bytes were written
    #[arg(long, value_name = "BYTES", conflicts_with = "overwrite")]
    rotate_size: Option<u64>,
    /// Go on in another directory after so many seconds
    #[arg(long, value_name = "SECONDS", conflicts_with = "overwrite", value_parser = clap::value_parser!(u64).range(1..))]
    rotate_every: Option<u64>,
    /// Remove the oldest of these directories where there are more
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    keep: Option<u32>,
    /// What each event says of who has recorded it, separated by commas; one counter at most
    #[arg(long, value_name = "FIELDS", value_delimiter = ',', default_value = "vpid,vtid")]
    context: Vec<context::Name>,
    /// Write CTF 2, which babeltrace2 reads from 2.1 on, instead of 1.8
    #[arg(long)]
    ctf2: bool,
    /// Do not record the programs that the program starts, nor its forked children
    #[arg(long)]
    no_children: bool,
    /// The program and its arguments; without one, whatever runs with PERSEQ_TRACE set to the directory is recorded until Ctrl-C
    #[arg(last = true)]
    command: Vec<std::ffi::OsString>,
}

static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// An interrupt ends the program, which has it from the terminal, too; the recording ends after that.
fn outlive_interrupts() {
    extern "C" fn interrupted(_signal: i32) {
        INTERRUPTED.store(true, Relaxed);
    }
    for signal in [libc::SIGINT, libc::SIGTERM] {
        // SAFETY: the handler stores to an atomic and does nothing else.
        unsafe { libc::signal(signal, interrupted as extern "C" fn(i32) as libc::sighandler_t) };
    }
}

/// Records; ends as the program does.
///
/// # Errors
/// When there is a trace already, the program cannot be started, or the trace not be written.
pub(super) fn main(args: &Args) -> Result<ExitCode> {
    let directory = std::path::absolute(&args.output).context("no current directory")?;
    if fs::read_dir(&directory).is_ok_and(|mut files| files.next().is_some()) {
        bail!("{} is there already: record to another directory, or remove it", directory.display());
    }
    let options = Options {
        sub_buffer: args.sub_buffer,
        sub_buffers: args.sub_buffers,
        mode: if args.overwrite { Mode::Overwrite } else { Mode::Discard },
        context: context::context(&args.context)?,
        format: if args.ctf2 { Format::Ctf2 } else { Format::Ctf1 },
        buffers: if args.per_process { Buffers::PerProcess } else { Buffers::Shared },
    };
    let session = Session::create(&directory, &options)?;
    session.trace_children(!args.no_children);
    if !args.event.is_empty() {
        let add = |filter: Filter, pattern: &String| filter.enable(pattern, Level::Trace);
        session.set_filter(&args.event.iter().fold(Filter::none(), add))?;
    }
    let child = match args.command.split_first() {
        None => {
            eprintln!("perseq: recording what runs with {VARIABLE}={} until Ctrl-C", directory.display());
            None
        }
        Some((program, arguments)) => {
            let started = Command::new(program).args(arguments).env(VARIABLE, &directory).spawn();
            Some(started.with_context(|| format!("cannot start {}", program.display()))?)
        }
    };
    // Behind the start: the program's own reaction to interrupts stays what it was.
    outlive_interrupts();
    let start = Instant::now();
    let (status, summary) = if args.overwrite {
        let status = wait(child, &mut |_| Ok(Duration::from_millis(10)))?;
        session.stop();
        // The buffers stay, for whoever wants to look again.
        (status, perseq_trace::snapshot(&directory, directory.join("snapshot"))?)
    } else {
        let mut recorder = Recorder::open(&directory)?;
        let mut rotation = Rotation::start(args, &mut recorder)?;
        let status = wait(child, &mut |nap| {
            let nap = drain(&mut recorder, nap)?;
            rotation.go_on(&mut recorder)?;
            Ok(nap)
        })?;
        session.stop();
        let summary = recorder.finish()?;
        for (directory, error) in recorder.problems() {
            eprintln!("perseq: not all of {}: {error}", directory.display());
        }
        // All that was in the buffers is in the trace.
        session.remove()?;
        (status, summary)
    };
    tell(&directory, args.overwrite, &summary, start.elapsed());
    Ok(status.map_or(ExitCode::SUCCESS, code))
}

/// Takes what there is; how long to wait before the next time.
fn drain(recorder: &mut Recorder, nap: Duration) -> Result<Duration> {
    recorder.drain()?;
    Ok(match recorder.fullness() {
        0.25.. => Duration::ZERO,
        0.02.. => NAPS[0],
        _ => (2 * nap).clamp(NAPS[0], NAPS[1]),
    })
}

/// When the trace goes on in another directory.
struct Rotation {
    size: u64,
    every: Duration,
    keep: usize,
    last: Instant,
    /// The directories of each time, the oldest first.
    parts: VecDeque<Vec<PathBuf>>,
    rotates: bool,
}

impl Rotation {
    fn start(args: &Args, recorder: &mut Recorder) -> Result<Self> {
        let mut rotation = Self {
            size: args.rotate_size.unwrap_or(u64::MAX),
            every: args.rotate_every.map_or(Duration::MAX, Duration::from_secs),
            keep: args.keep.map_or(usize::MAX, |keep| keep as usize),
            last: Instant::now(),
            parts: VecDeque::new(),
            rotates: args.rotate_size.is_some() || args.rotate_every.is_some(),
        };
        if rotation.rotates {
            rotation.rotate(recorder)?;
        }
        Ok(rotation)
    }

    fn go_on(&mut self, recorder: &mut Recorder) -> Result<()> {
        if self.rotates && (recorder.part_bytes() >= self.size || self.last.elapsed() >= self.every) {
            self.rotate(recorder)?;
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
                    // Somebody else has.
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

/// Calls `work` until the program has ended, or is interrupted where there is none.
fn wait(
    mut child: Option<Child>,
    work: &mut dyn FnMut(Duration) -> Result<Duration>,
) -> Result<Option<ExitStatus>> {
    let mut nap = NAPS[0];
    loop {
        match &mut child {
            None if INTERRUPTED.load(Relaxed) => return Ok(None),
            None => {}
            Some(child) => {
                if let Some(status) = child.try_wait().context("cannot wait for the program")? {
                    return Ok(Some(status));
                }
            }
        }
        nap = work(nap)?;
        if !nap.is_zero() {
            std::thread::sleep(nap);
        }
    }
}

/// What the program ended with, as shells tell it.
fn code(status: ExitStatus) -> ExitCode {
    let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(1);
    ExitCode::from(u8::try_from(code).unwrap_or(1))
}

/// On standard error: standard output is the program's.
fn tell(directory: &Path, overwrite: bool, summary: &Summary, took: Duration) {
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
    if summary.discarded > 0 && overwrite {
        eprintln!("perseq: {} older events were overwritten", grouped(summary.discarded));
    } else if summary.discarded > 0 {
        eprintln!(
            "perseq: {} events were discarded: the buffers were full; give them more with --sub-buffer or --sub-buffers",
            grouped(summary.discarded)
        );
    }
    if summary.damaged > 0 {
        eprintln!("perseq: {} pieces of the buffers were no records and were left out", summary.damaged);
    }
    eprintln!("perseq: look at it with `perseq trace view {}`", trace.display());
}
