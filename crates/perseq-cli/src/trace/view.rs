//! A trace as text: one line an event, in the order of time.

use core::ops::ControlFlow::{Break, Continue};
use std::{
    io::{self, BufWriter, ErrorKind, Write as _},
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use anyhow::{Context, Result};
use perseq_ctf::{Item, Loss, ReadError, Reader};
use perseq_trace::Session;

use super::{
    events::{Choice, time_of_day},
    json,
    line::Lines,
    reading,
    unread::Unread,
};
use crate::terminal::{Paint, Tone};

/// Which trace, and what of it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The trace's directory
    directory: PathBuf,
    #[command(flatten)]
    choice: Choice,
    /// Show so many events at most
    #[arg(short = 'n', long, value_name = "N")]
    limit: Option<u64>,
    /// One JSON object a line
    #[arg(long)]
    json: bool,
    /// Go on while the trace is recorded, until it is complete
    #[arg(short, long)]
    follow: bool,
}

/// Between looks at a trace that is recorded.
const NAP: Duration = Duration::from_millis(50);
/// So many looks find no recorder before a session is one that has none.
const LOOKS: u32 = 20;

/// Shows it.
///
/// # Errors
/// Those of the reader; that standard output cannot be written to, unless its reader has gone.
pub(super) fn main(args: &Args) -> Result<()> {
    let mut out = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    match show(args, &mut out).and_then(|()| out.flush().context("cannot write to standard output")) {
        Err(error) if is_closed(&error) => Ok(()),
        other => other,
    }
}

pub(super) fn is_closed(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

fn show(args: &Args, out: &mut impl io::Write) -> Result<()> {
    let paint = Paint::for_stdout();
    let (lines, line) = (Lines::new(paint), Vec::new());
    let mut shown = Shown { args, paint, lines, line, events: 0, last: None, unread: Unread::default() };
    // Before the trace is opened: where there is none, all of it is in the files.
    let session = if args.follow { Session::open(&args.directory).ok() } else { None };
    let mut reader = open(&args.directory, session.as_ref())?;
    while let Some(session) = &session
        && !session.is_removed()
    {
        // In this order: what was drained is in the files.
        let drained = session.drained();
        reader.grow()?;
        if !shown.show_until(reader.nanoseconds(drained), &mut reader, out)? {
            return shown.unread.check();
        }
        out.flush().context("cannot write to standard output")?;
        if is_left(session) {
            tell!(
                "perseq: the session has no recorder: `perseq trace resume {}` goes on with it",
                args.directory.display()
            );
            break;
        }
        thread::sleep(NAP);
    }
    if session.is_some() {
        reader.grow()?;
    }
    shown.show_until(i64::MAX, &mut reader, out)?;
    shown.unread.check()
}

/// Returns whether the session has had no recorder for a while. One that was just started has it in a moment.
fn is_left(session: &Session) -> bool {
    (0..LOOKS).all(|look| {
        if look > 0 {
            thread::sleep(NAP);
        }
        !session.is_recorded() && !session.is_removed()
    })
}

/// Opens the trace, which is waited for while its session is there: where each process has its own, there is none before the first one.
fn open(directory: &Path, session: Option<&Session>) -> Result<Reader, ReadError> {
    loop {
        // In this order: what is removed was complete before.
        let removed = session.is_none_or(|session| session.is_removed() || is_left(session));
        match reading::open(directory) {
            Err(ReadError::Io { source, .. }) if source.kind() == ErrorKind::NotFound && !removed => {
                thread::sleep(NAP);
            }
            opened => return opened,
        }
    }
}

/// The progress of showing.
struct Shown<'a> {
    args: &'a Args,
    paint: Paint,
    lines: Lines,
    line: Vec<u8>,
    events: u64,
    last: Option<i64>,
    unread: Unread,
}

impl Shown<'_> {
    /// Shows what comes up to that time; whether more is wanted.
    fn show_until(&mut self, until: i64, reader: &mut Reader, out: &mut impl io::Write) -> Result<bool> {
        let Self { args, paint, lines, line, events, last, unread } = self;
        let wants = |events: u64| args.limit.is_none_or(|limit| events < limit);
        if !wants(*events) {
            return Ok(false);
        }
        let shown = unread.each_until(reader, until, |item| {
            line.clear();
            match item {
                Item::Event(event) if !args.choice.has(&event) => return Ok(Continue(())),
                Item::Event(event) => {
                    *events += 1;
                    if args.json {
                        writeln!(line, "{}", json::event(&event))?;
                    } else {
                        lines.put(&event, last.replace(event.timestamp_ns()), line);
                    }
                }
                Item::Loss(loss) if args.json => writeln!(line, "{}", json::loss(&loss))?,
                Item::Loss(loss) => writeln!(line, "{}", paint.text(Tone::Bad, &missing(&loss)))?,
            }
            out.write_all(line).context("cannot write to standard output")?;
            Ok(if wants(*events) { Continue(()) } else { Break(()) })
        })?;
        Ok(shown.is_continue())
    }
}

/// The losses, in words.
fn missing(loss: &Loss) -> String {
    let many = |number: u64, what: [&str; 2], is: [&str; 2]| {
        let one = usize::from(number != 1);
        format!("{number} {} {}", what[one], is[one])
    };
    let discarded = |events| many(events, ["event", "events"], ["was discarded", "were discarded"]);
    let missing = |packets| many(packets, ["packet", "packets"], ["is missing", "are missing"]);
    let what = match (loss.events, loss.packets) {
        (events, 0) => discarded(events),
        (0, packets) => missing(packets),
        (events, packets) => format!("{}, {}", discarded(events), missing(packets)),
    };
    let cpu = loss.cpu.map_or(String::new(), |cpu| format!(" on CPU {cpu}"));
    format!("{what}{cpu} between {} and {}", time_of_day(loss.after_ns), time_of_day(loss.before_ns))
}
