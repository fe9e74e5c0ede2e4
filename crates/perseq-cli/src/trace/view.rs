//! A trace as text: one line an event, in the order of time.

use std::{
    fmt::Write as _,
    io::{self, BufWriter, ErrorKind, Write as _},
    path::PathBuf,
};

use anyhow::{Context, Result};
use perseq_ctf::{Event, Item, Reader};

use super::{
    events::{Choice, time_of_day},
    json,
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
}

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

fn is_closed(error: &anyhow::Error) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == ErrorKind::BrokenPipe)
}

fn show(args: &Args, out: &mut impl io::Write) -> Result<()> {
    let mut reader = Reader::open(&args.directory)?;
    let (paint, mut line, mut shown, mut last) = (Paint::for_stdout(), String::new(), 0, None);
    while args.limit.is_none_or(|limit| shown < limit) {
        line.clear();
        match reader.next_item()? {
            None => break,
            Some(Item::Event(event)) if !args.choice.has(&event) => continue,
            Some(Item::Event(event)) => {
                shown += 1;
                if args.json {
                    writeln!(line, "{}", json::event(&event))?;
                } else {
                    put(&event, last.replace(event.timestamp_ns()), paint, &mut line)?;
                }
            }
            Some(Item::Loss(loss)) if args.json => writeln!(line, "{}", json::loss(&loss))?,
            Some(Item::Loss(loss)) => {
                let what = match (loss.events, loss.packets) {
                    (events, 0) => format!("{events} events were discarded"),
                    (0, packets) => format!("{packets} packets are missing"),
                    (events, packets) => {
                        format!("{events} events were discarded, {packets} packets are missing")
                    }
                };
                let cpu = loss.cpu.map_or(String::new(), |cpu| format!(" on CPU {cpu}"));
                let text = format!(
                    "{what}{cpu} between {} and {}",
                    time_of_day(loss.after_ns),
                    time_of_day(loss.before_ns)
                );
                line = paint.text(Tone::Bad, &text) + "\n";
            }
        }
        out.write_all(line.as_bytes())?;
    }
    Ok(())
}

/// `22:13:20.000000001 +0.000000123 cpu 3  server:request: { vpid = 5 }, { bytes = 1 }`
fn put(event: &Event<'_>, before: Option<i64>, paint: Paint, line: &mut String) -> Result<()> {
    let now = event.timestamp_ns();
    let since = before.map_or(0, |before| now.saturating_sub(before).max(0));
    let delta = format!("+{}.{:09}", since / 1_000_000_000, since % 1_000_000_000);
    write!(line, "{} {}", time_of_day(now), paint.text(Tone::Faint, &delta))?;
    if let Some(cpu) = event.cpu() {
        write!(line, " cpu {cpu:<2}")?;
    }
    write!(line, " {}:", paint.text(Tone::Strong, event.name()))?;
    let mut context = event.context().peekable();
    if context.peek().is_some() {
        line.push_str(" {");
        for (index, (name, value)) in context.enumerate() {
            write!(line, "{} {name} = {value}", if index == 0 { "" } else { "," })?;
        }
        line.push_str(" },");
    }
    writeln!(line, " {}", event.fields())?;
    Ok(())
}
