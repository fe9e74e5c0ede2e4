//! A trace in the formats of others: the Trace Event Format, which Perfetto's page and Chrome open, and JSON lines.
//!
//! In the Trace Event Format each CPU is a thread of one process, so that events stand on a line for each CPU. Where one event ends what
//! another one of its thread has begun (`slices.rs`), that is a slice of the thread, if the trace says which; all others are instants.
//!
//! Source: "Trace Event Format" (Chromium project).

use std::{
    collections::HashSet,
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use indicatif::ProgressBar;
use perseq_ctf::{Event, Item, Loss, Reader, Value};
use serde_json::{Value as Json, json};

use super::{
    events::Choice,
    json as plain,
    slices::{Begun, Part, Slices},
    view::is_closed,
};

/// What to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Trace Event Format: for ui.perfetto.dev and chrome://tracing
    Chrome,
    /// One JSON object a line
    Json,
}

/// Which trace, and as what.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The trace's directory
    directory: PathBuf,
    #[command(flatten)]
    choice: Choice,
    /// Its form
    #[arg(short, long, default_value = "chrome")]
    format: Format,
    /// The file to write; standard output when not given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Which process CPUs are threads of, where events say no thread of their own.
const CPUS: u64 = 0;

/// Writes it.
///
/// # Errors
/// Those of the reader; that the file cannot be written, unless the reader of a pipe has gone.
pub(super) fn main(args: &Args) -> Result<()> {
    let written = match &args.output {
        None => export(args, &mut BufWriter::new(io::stdout().lock())).map_err(|error| (error, None)),
        Some(path) => {
            let made = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
            export(args, &mut BufWriter::new(made)).map_err(|error| (error, Some(path)))
        }
    };
    match written {
        Err((error, None)) if is_closed(&error) => Ok(()),
        // What the trace is guilty of says so itself.
        Err((error, Some(path))) if error.is::<io::Error>() => {
            Err(error).with_context(|| format!("cannot write {}", path.display()))
        }
        written => written.map_err(|(error, _)| error),
    }
}

fn export(args: &Args, out: &mut impl Write) -> Result<()> {
    let mut reader = Reader::open(&args.directory)?;
    let progress = ProgressBar::new_spinner().with_message(display(&args.directory));
    let mut chrome = Chrome::default();
    if args.format == Format::Chrome {
        write!(out, "{{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n{}", process("CPUs"))?;
    }
    while let Some(item) = reader.next_item()? {
        match (item, args.format) {
            (Item::Event(event), _) if !args.choice.has(&event) => continue,
            (Item::Loss(loss), Format::Json) => writeln!(out, "{}", plain::loss(&loss))?,
            (Item::Event(event), Format::Json) => writeln!(out, "{}", plain::event(&event))?,
            (Item::Loss(loss), Format::Chrome) => chrome.loss(&loss, out)?,
            (Item::Event(event), Format::Chrome) => chrome.event(&event, out)?,
        }
        progress.inc(1);
    }
    if args.format == Format::Chrome {
        chrome.finish(out)?;
        write!(out, "\n]}}\n")?;
    }
    progress.finish_and_clear();
    out.flush()?;
    Ok(())
}

fn display(path: &Path) -> String {
    path.display().to_string()
}

/// The name of the process that the CPUs' lines are in.
fn process(name: &str) -> Json {
    json!({ "ph": "M", "pid": CPUS, "name": "process_name", "args": { "name": name } })
}

/// Nanoseconds as the format has times: microseconds, with the nanoseconds behind the point.
fn microseconds(ns: i64) -> f64 {
    ns as f64 / 1000.0
}

/// The Trace Event Format, as it is written.
#[derive(Default)]
struct Chrome {
    first: Option<i64>,
    slices: Slices,
    /// Threads whose names were written.
    named: HashSet<[u64; 2]>,
}

impl Chrome {
    fn time(&mut self, ns: i64) -> i64 {
        ns - *self.first.get_or_insert(ns)
    }

    fn event(&mut self, event: &Event<'_>, out: &mut impl Write) -> io::Result<()> {
        let time = self.time(event.timestamp_ns());
        let cpu = [CPUS, event.cpu().unwrap_or(0)];
        let thread = thread(event);
        if let Some(thread) = thread
            && let Some(name) = text(event, "procname")
            && self.named.insert(thread)
        {
            let name = json!({ "name": name });
            write!(
                out,
                ",\n{}",
                json!({ "ph": "M", "pid": thread[0], "tid": thread[1], "name": "thread_name", "args": name })
            )?;
        }
        let arguments = || {
            let mut all = plain::object(event.fields());
            let context = plain::object(event.packet_context().chain(event.context()));
            if context.as_object().is_some_and(|context| !context.is_empty()) {
                all["context"] = context;
            }
            all
        };
        let begun = || Begun { time, event: event.name().to_owned(), arguments: arguments() };
        let place = thread.unwrap_or(cpu);
        let written = match self.slices.see(place, event.name(), begun) {
            Part::Begins => return Ok(()),
            Part::Instant => instant(event.name(), time, cpu, arguments()),
            Part::Ends(name, begun) => {
                let [pid, tid] = place;
                let length = microseconds(time - begun.time);
                json!({
                    "name": name, "ph": "X", "ts": microseconds(begun.time), "dur": length, "pid": pid, "tid": tid,
                    "args": { "begin": begun.arguments, "end": arguments() },
                })
            }
        };
        write!(out, ",\n{written}")
    }

    fn loss(&mut self, loss: &Loss, out: &mut impl Write) -> io::Result<()> {
        let time = self.time(loss.after_ns);
        let name = format!("{} events and {} packets are missing", loss.events, loss.packets);
        write!(out, ",\n{}", instant(&name, time, [CPUS, loss.cpu.unwrap_or(0)], plain::loss(loss)))
    }

    /// What has begun and not ended only happened.
    fn finish(self, out: &mut impl Write) -> io::Result<()> {
        for (thread, Begun { time, event, arguments }) in self.slices.finish() {
            write!(out, ",\n{}", instant(&event, time, thread, arguments))?;
        }
        Ok(())
    }
}

fn instant(name: &str, time: i64, [pid, tid]: [u64; 2], arguments: Json) -> Json {
    json!({
        "name": name, "ph": "i", "s": "t", "ts": microseconds(time), "pid": pid, "tid": tid, "args": arguments,
    })
}

/// Process and thread of an event, if the trace says them.
fn thread(event: &Event<'_>) -> Option<[u64; 2]> {
    let id = |wanted: &str| match event.context().find(|(name, _)| *name == wanted)?.1 {
        Value::Signed(id) => u64::try_from(id).ok(),
        Value::Unsigned(id) => Some(id),
        _ => None,
    };
    let thread = id("vtid")?;
    Some([id("vpid").unwrap_or(thread), thread])
}

/// A text of an event's context.
fn text(event: &Event<'_>, wanted: &str) -> Option<String> {
    match event.context().find(|(name, _)| *name == wanted)?.1 {
        Value::Text(text) => Some(String::from_utf8_lossy(text).into_owned()),
        _ => None,
    }
}
