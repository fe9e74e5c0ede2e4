//! A trace in the formats of others: the Trace Event Format, which Perfetto's page and Chrome open, Perfetto's own (`perfetto/`), and JSON lines.
//!
//! In the Trace Event Format each CPU is a thread of one process, so that events are on a line for each CPU; those of no CPU have a line
//! for each stream. If one event ends what another one of its thread has begun (`slices.rs`), that is a slice of the thread, if the trace
//! says which; with a field by which they belong together, whatever their threads, they are the two ends of something asynchronous, whose
//! identity the field's value is, whatever their processes. All others are instants.
//!
//! Source: "Trace Event Format" (Chromium project).

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, ensure};
use indicatif::ProgressBar;
use perseq_ctf::{Event, Item, Loss, Value};
use serde_json::{Value as Json, json};

use super::{
    events::{Choice, of_context},
    json as plain,
    perfetto::{self, Extras, Wanted},
    reading,
    slices::{self, End, Part, Slices},
    unread::Unread,
    view::is_closed,
};

/// The format to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// Trace Event Format: for ui.perfetto.dev and chrome://tracing
    Chrome,
    /// Perfetto's own: for ui.perfetto.dev and its trace processor
    Perfetto,
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
    /// Begin and end belong together by this field's value, whatever their threads
    #[arg(long, value_name = "FIELD")]
    by: Option<String>,
    #[command(flatten)]
    extras: Extras,
    /// The file to write; standard output when not given
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Which process CPUs are threads of, where events say no thread of their own.
const CPUS: u64 = 0;
/// And streams, where events say no CPU either: no process has this number.
const STREAMS: u64 = u32::MAX as u64;

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
        // An error in the trace itself says so.
        Err((error, None)) if error.is::<io::Error>() => {
            Err(error).context("cannot write to standard output")
        }
        Err((error, Some(path))) if error.is::<io::Error>() => {
            Err(error).with_context(|| format!("cannot write {}", path.display()))
        }
        written => written.map_err(|(error, _)| error),
    }
}

fn export(args: &Args, out: &mut impl Write) -> Result<()> {
    ensure!(args.by.is_none() || args.format != Format::Json, "--by is of the formats chrome and perfetto");
    let perfetto = args.format == Format::Perfetto;
    ensure!(
        perfetto || !args.extras.are_wanted(),
        "--counter, --flow and --compress are of the format perfetto"
    );
    let progress = ProgressBar::new_spinner().with_message(display(&args.directory));
    if perfetto {
        let Args { directory, choice, by, extras, .. } = args;
        let wanted = Wanted { directory, choice, by: by.as_deref(), extras };
        let unread = perfetto::export(&wanted, out, &|| progress.inc(1))?;
        progress.finish_and_clear();
        return unread.check();
    }
    let mut reader = reading::open(&args.directory)?;
    let mut chrome = Chrome { by: args.by.clone(), ..Chrome::default() };
    if args.format == Format::Chrome {
        write!(out, "{{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n{}", process(CPUS, "CPUs"))?;
    }
    let mut unread = Unread::default();
    unread.each(&mut reader, |item| {
        match (item, args.format) {
            (Item::Event(event), _) if !args.choice.has(&event) => return Ok(()),
            (Item::Loss(loss), Format::Json) => writeln!(out, "{}", plain::loss(&loss))?,
            (Item::Event(event), Format::Json) => writeln!(out, "{}", plain::event(&event))?,
            (Item::Loss(loss), _) => chrome.loss(&loss, out)?,
            (Item::Event(event), _) => chrome.event(&event, out)?,
        }
        progress.inc(1);
        Ok(())
    })?;
    if args.format == Format::Chrome {
        let (by, has_field) = (chrome.by.take().unwrap_or_default(), chrome.has_field);
        chrome.finish(out)?;
        write!(out, "\n]}}\n")?;
        out.flush()?;
        ensure!(has_field || args.by.is_none(), "no event that begins or ends something has a field {by}");
    }
    progress.finish_and_clear();
    out.flush()?;
    unread.check()
}

fn display(path: &Path) -> String {
    path.display().to_string()
}

/// The name of the process that lines are in.
fn process(pid: u64, name: &str) -> Json {
    json!({ "ph": "M", "pid": pid, "name": "process_name", "args": { "name": name } })
}

/// The name of a line.
fn line([pid, tid]: [u64; 2], name: &str) -> Json {
    json!({ "ph": "M", "pid": pid, "tid": tid, "name": "thread_name", "args": { "name": name } })
}

/// Nanoseconds as the format has times: microseconds, with the nanoseconds after the point.
fn microseconds(ns: i64) -> f64 {
    ns as f64 / 1000.0
}

/// An event that has begun a slice.
#[derive(Debug)]
struct Begun {
    /// Nanoseconds since the first event.
    time: i64,
    /// The event's own name.
    event: String,
    arguments: Json,
}

/// The Trace Event Format, as it is written.
#[derive(Default)]
struct Chrome {
    first: Option<i64>,
    slices: Slices<[u64; 2], Begun>,
    /// Threads whose names were written.
    named: HashSet<[u64; 2]>,
    /// The field by which begin and end belong together, and whether one of them had it.
    by: Option<String>,
    has_field: bool,
    /// Spans that have begun, by name and value of that field: how often.
    open: HashMap<(String, String), u64>,
}

impl Chrome {
    fn time(&mut self, ns: i64) -> i64 {
        ns - *self.first.get_or_insert(ns)
    }

    fn event(&mut self, event: &Event<'_>, out: &mut impl Write) -> io::Result<()> {
        let time = self.time(event.timestamp_ns());
        let cpu = match event.cpu() {
            Some(cpu) => [CPUS, cpu],
            None => self.stream(event.file(), event.path(), out)?,
        };
        let thread = thread(event);
        if let Some(thread) = thread
            && let Some(name) = thread_name(event)
            && self.named.insert(thread)
        {
            write!(out, ",\n{}", line(thread, &name))?;
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
        if let Some((name, phase, id)) = self.asynchronous(event) {
            let [pid, tid] = place;
            let written = json!({
                "name": name, "cat": name, "ph": phase, "id2": { "global": id }, "ts": microseconds(time), "pid": pid, "tid": tid,
                "args": arguments(),
            });
            return write!(out, ",\n{written}");
        }
        let written = match self.slices.see(place, None, event.name(), begun) {
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

    /// The line of a stream whose events say no CPU.
    fn stream(&mut self, file: usize, path: &Path, out: &mut impl Write) -> io::Result<[u64; 2]> {
        let place = [STREAMS, file as u64];
        if self.named.insert(place) {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            write!(out, ",\n{},\n{}", process(STREAMS, "streams"), line(place, &name))?;
        }
        Ok(place)
    }

    /// The begin or end that an event is by the field that was asked for: its name, the phase, and the field's value. An end without a
    /// beginning only happened.
    fn asynchronous<'e>(&mut self, event: &Event<'e>) -> Option<(&'e str, &'static str, String)> {
        let (name, end) = slices::end(event.name())?;
        let id = event.fields().get(self.by.as_deref()?)?.to_string();
        self.has_field = true;
        let key = (name.to_owned(), id.clone());
        match end {
            End::First => {
                *self.open.entry(key).or_default() += 1;
                Some((name, "b", id))
            }
            End::Last => {
                let count = self.open.get_mut(&key)?;
                *count -= 1;
                if *count == 0 {
                    self.open.remove(&key);
                }
                Some((name, "e", id))
            }
        }
    }

    fn loss(&mut self, loss: &Loss, out: &mut impl Write) -> io::Result<()> {
        let time = self.time(loss.after_ns);
        let place = match loss.cpu {
            Some(cpu) => [CPUS, cpu],
            None => [STREAMS, loss.file as u64],
        };
        write!(out, ",\n{}", instant(&missing(loss), time, place, plain::loss(loss)))
    }

    /// Spans that have begun and not ended only happened.
    fn finish(self, out: &mut impl Write) -> io::Result<()> {
        let mut left: Vec<_> = self.slices.finish().collect();
        left.sort_by_key(|(thread, begun)| (begun.time, *thread));
        for (thread, Begun { time, event, arguments }) in left {
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
pub(super) fn thread(event: &Event<'_>) -> Option<[u64; 2]> {
    let id = |wanted: &str| match of_context(event, wanted)? {
        Value::Signed(id) => u64::try_from(id).ok(),
        Value::Unsigned(id) => Some(id),
        _ => None,
    };
    let thread = id("vtid")?;
    Some([id("vpid").unwrap_or(thread), thread])
}

/// The name of an event's thread, if the trace says it.
pub(super) fn thread_name<'e>(event: &Event<'e>) -> Option<Cow<'e, str>> {
    match of_context(event, "procname")? {
        Value::Text(text) => Some(String::from_utf8_lossy(text)),
        _ => None,
    }
}

/// The losses, as the name of what is shown in their place.
pub(super) fn missing(loss: &Loss) -> String {
    format!("{} events and {} packets are missing", loss.events, loss.packets)
}
