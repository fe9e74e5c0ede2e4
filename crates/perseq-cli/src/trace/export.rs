//! A trace in the formats of others: the Trace Event Format, which Perfetto's page and Chrome open, and JSON lines.
//!
//! In the Trace Event Format each CPU is a thread of one process, so that events stand on a line for each CPU. Names that end in `begin` and `end`,
//! or are `enter` and `exit`, are slices of the thread that they are of, if the trace says which; all others are instants.
//!
//! Source: "Trace Event Format" (Chromium project).

use std::{
    fs::File,
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use indicatif::ProgressBar;
use perseq_ctf::{Event, Item, Reader, Value};
use serde_json::{Value as Json, json};

use super::{events::Choice, json as plain};

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
/// Those of the reader; that the file cannot be written.
pub(super) fn main(args: &Args) -> Result<()> {
    match &args.output {
        None => export(args, &mut BufWriter::new(io::stdout().lock())),
        Some(path) => {
            let cannot = || format!("cannot write {}", path.display());
            let mut file = BufWriter::new(File::create(path).with_context(cannot)?);
            export(args, &mut file).with_context(cannot)
        }
    }
}

fn export(args: &Args, out: &mut impl Write) -> Result<()> {
    let mut reader = Reader::open(&args.directory)?;
    let progress = ProgressBar::new_spinner().with_message(display(&args.directory));
    let mut first = None;
    if args.format == Format::Chrome {
        write!(out, "{{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n{}", process("CPUs"))?;
    }
    while let Some(item) = reader.next_item()? {
        let Item::Event(event) = item else {
            if let (Item::Loss(loss), Format::Json) = (item, args.format) {
                writeln!(out, "{}", plain::loss(&loss))?;
            }
            continue;
        };
        if !args.choice.has(&event) {
            continue;
        }
        match args.format {
            Format::Json => writeln!(out, "{}", plain::event(&event))?,
            Format::Chrome => {
                let first = *first.get_or_insert(event.timestamp_ns());
                write!(out, ",\n{}", slice(&event, first))?;
            }
        }
        progress.inc(1);
    }
    if args.format == Format::Chrome {
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

/// One event, so many nanoseconds behind the `first`.
fn slice(event: &Event<'_>, first: i64) -> Json {
    // Microseconds, with the nanoseconds behind the point.
    let time = (event.timestamp_ns() - first) as f64 / 1000.0;
    let id = |wanted: &str| {
        let value = event.context().find(|(name, _)| *name == wanted).map(|(_, value)| value);
        match value {
            Some(Value::Signed(id)) => u64::try_from(id).ok(),
            Some(Value::Unsigned(id)) => Some(id),
            _ => None,
        }
    };
    let (name, phase) = phase(event.name());
    let thread = id("vtid").filter(|_| phase != "i");
    let (pid, tid) = match thread {
        Some(thread) => (id("vpid").unwrap_or(thread), thread),
        None => (CPUS, event.cpu().unwrap_or(0)),
    };
    let mut slice = json!({
        "name": name, "ph": phase, "ts": time, "pid": pid, "tid": tid, "args": plain::object(event.fields()),
    });
    if phase == "i" {
        slice["s"] = json!("t");
    }
    slice
}

/// What a name is the beginning or the end of, if so.
fn phase(name: &str) -> (&str, &'static str) {
    for (ending, phase) in [("begin", "B"), ("enter", "B"), ("end", "E"), ("exit", "E")] {
        if let Some(rest) = name.strip_suffix(ending) {
            return (rest.trim_end_matches(['_', ':', '.']), phase);
        }
    }
    (name, "i")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_what_begins_and_ends() {
        assert_eq!(phase("server:begin"), ("server", "B"));
        assert_eq!(phase("server:read_end"), ("server:read", "E"));
        assert_eq!(phase("tracing:enter"), ("tracing", "B"));
        assert_eq!(phase("server:request"), ("server:request", "i"));
    }
}
