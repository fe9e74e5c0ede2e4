//! How many events of which kind, how often, and how long from one to another.

use core::cmp::Reverse;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anyhow::{Result, ensure};
use perseq_ctf::{EnvValue, Item, Losses, Reader};
use perseq_trace::{Losses as Reasons, Pattern};
use serde::Serialize;

use super::{
    events::{Choice, duration, pattern, time_of_day},
    latency::{Latency, Pairs},
    reading,
    unread::Unread,
};
use crate::{
    terminal::{self, Paint, Tone},
    text::{counted, grouped, harmless},
};

/// Which trace, and what is asked of it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The trace's directory
    directory: PathBuf,
    #[command(flatten)]
    choice: Choice,
    /// The time from each event that matches the first pattern to the next one that matches the second, on one thread
    #[arg(long, num_args = 2, value_names = ["BEGIN", "END"], value_parser = pattern)]
    latency: Option<Vec<Pattern>>,
    /// … with the same value of this field, instead of on one thread: of one process, or else of two
    #[arg(long, value_name = "FIELD", requires = "latency")]
    by: Option<String>,
    /// Show so many of the longest of these times, and how to look at the events of that time
    #[arg(long, value_name = "N", requires = "latency")]
    slowest: Option<usize>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

/// The counts.
#[derive(Debug, Default, Serialize)]
struct Counts {
    events: u64,
    lost_events: u64,
    lost_packets: u64,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    lost_by_reason: BTreeMap<&'static str, u64>,
    first_ns: i64,
    last_ns: i64,
    by_event: BTreeMap<String, u64>,
    by_cpu: BTreeMap<u64, u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    latency: Option<Latency>,
    #[serde(skip)]
    reasons: Reasons,
    #[serde(skip)]
    has_clock: bool,
    #[serde(skip)]
    unread: Unread,
}

/// Counts and shows it.
///
/// # Errors
/// Those of the reader; when there is nothing between the two events that were asked for.
pub(super) fn main(args: &Args) -> Result<()> {
    let counts = count(args)?;
    if args.json {
        terminal::print(&(serde_json::to_string_pretty(&counts)? + "\n"))?;
        return counts.unread.check();
    }
    terminal::print(&render(&counts, &args.directory, Paint::for_stdout()))?;
    if let Some(latency) = &counts.latency {
        ensure!(
            latency.count > 0,
            "no event of the second kind follows one of the first: look at the names above"
        );
    }
    counts.unread.check()
}

fn count(args: &Args) -> Result<Counts> {
    let mut reader = reading::open(&args.directory)?;
    let mut counts = Counts { has_clock: reader.clock().is_some(), ..Counts::default() };
    let mut pairs = args
        .latency
        .as_ref()
        .map(|ends| Pairs::new(ends, args.by.as_deref(), args.slowest.unwrap_or(0)))
        .transpose()?;
    let mut unread = Unread::default();
    unread.each(&mut reader, |item| {
        let Item::Event(event) = item else { return Ok(()) };
        if !args.choice.has(&event) {
            return Ok(());
        }
        let now = event.timestamp_ns();
        counts.first_ns = if counts.events == 0 { now } else { counts.first_ns };
        counts.last_ns = now;
        counts.events += 1;
        match counts.by_event.get_mut(event.name()) {
            Some(count) => *count += 1,
            None => _ = counts.by_event.insert(event.name().to_owned(), 1),
        }
        if let Some(cpu) = event.cpu() {
            *counts.by_cpu.entry(cpu).or_default() += 1;
        }
        if let Some(pairs) = &mut pairs {
            pairs.see(&event);
        }
        Ok(())
    })?;
    counts.unread = unread;
    let Losses { events, packets } = reader.losses();
    (counts.lost_events, counts.lost_packets) = (events, packets);
    counts.reasons = reasons(&reader);
    counts.lost_by_reason = counts.reasons.by_name().collect();
    pairs.as_ref().map_or(Ok(()), Pairs::check)?;
    counts.latency = pairs.map(Pairs::finish);
    Ok(counts)
}

/// Why events are missing, as far as the tracer has written it to the metadata.
fn reasons(reader: &Reader) -> Reasons {
    Reasons::of_names(reader.envs().flatten().filter_map(|(name, value)| match value {
        EnvValue::Int(events) => Some((&**name, u64::try_from(*events).ok()?)),
        EnvValue::Text(_) => None,
    }))
}

fn render(counts: &Counts, directory: &Path, paint: Paint) -> String {
    let span = u64::try_from(counts.last_ns - counts.first_ns).unwrap_or(0);
    let [from, to] = [counts.first_ns, counts.last_ns].map(time_of_day);
    let rate = grouped((counts.events as f64 / (span.max(1) as f64 / 1e9)) as u64);
    let when = match span {
        _ if counts.events == 0 => String::new(),
        _ if !counts.has_clock => "; the trace has no clock".to_owned(),
        0 => format!(" at {from}"),
        _ => format!(" from {from} to {to}: {}, {rate} a second", duration(span)),
    };
    let mut out = format!("{}{when}\n", counted(counts.events, "event", "events"));
    if counts.lost_events + counts.lost_packets > 0 {
        let were = if counts.lost_events == 1 { "was" } else { "were" };
        let packets = counted(counts.lost_packets, "packet", "packets");
        let text = format!("{} {were} lost, and {packets}", counted(counts.lost_events, "event", "events"));
        out += &(paint.text(Tone::Bad, &text) + "\n");
        // Of a trace whose first parts were removed, the metadata counts more than is missing here.
        let is_of_all = counts.reasons.total() <= counts.lost_events;
        for (events, why) in counts.reasons.reasons() {
            let events = if is_of_all { grouped(events) + ": " } else { String::new() };
            out += &format!("  {events}{why}\n");
        }
    }
    let mut events: Vec<(&String, &u64)> = counts.by_event.iter().collect();
    events.sort_by_key(|(_, count)| Reverse(**count));
    let width = events.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0).max(10);
    out.push('\n');
    for (name, count) in events {
        let name = harmless(name);
        let share = 100.0 * *count as f64 / counts.events.max(1) as f64;
        out += &format!("  {name:width$}{:>16}{share:>8.1} %\n", grouped(*count));
    }
    out.push('\n');
    for (cpu, count) in &counts.by_cpu {
        let name = format!("CPU {cpu}");
        out += &format!("  {name:width$}{:>16}\n", grouped(*count));
    }
    if let Some(latency) = &counts.latency {
        latency.render(directory, paint, &mut out);
    }
    out
}
