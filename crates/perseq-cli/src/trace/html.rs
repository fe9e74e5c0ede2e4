//! A trace as one page: a timeline with a line for each CPU, or for each thread with its slices, that needs nothing else and no network.
//!
//! The page holds each event of a short trace, and of a long one how many events of each name there were on each CPU in each of
//! [`BUCKETS`] times: its size is bounded however long the trace is.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::Write as _,
    fs,
    path::PathBuf,
};

use anyhow::{Context, Result, ensure};
use indicatif::ProgressBar;
use perseq_ctf::{Event, Item, Value};
use serde::Serialize;

use super::{events::Choice, reading, spans::Spans, unread::Unread};
use crate::{terminal, text::counted};

const PAGE: &str = include_str!("timeline.html");
const SCRIPT: &str = concat!(include_str!("timeline.js"), include_str!("views.js"));
const STYLE: &str = include_str!("timeline.css");
/// Events that a page holds one by one.
const MOST: u64 = 100_000;
/// Times of a longer trace.
const BUCKETS: u64 = 4096;
/// Bytes of an event's fields.
const FIELDS: usize = 400;

/// Which trace, and where to.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The trace's directory
    directory: PathBuf,
    #[command(flatten)]
    choice: Choice,
    /// Begin and end belong together by this field's value, whatever their threads
    #[arg(long, value_name = "FIELD")]
    by: Option<String>,
    /// The page
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// The data for the script. Times are nanoseconds since the first event; a place is one in a list that is here, too.
#[derive(Debug, Default, Serialize)]
pub(super) struct Page {
    title: String,
    /// When the first event was: seconds since 1970, and nanoseconds. A number of the script does not hold both.
    start_s: i64,
    start_ns: i64,
    span: u64,
    count: u64,
    /// How many events have it: the most frequent first.
    names: Vec<(String, u64)>,
    /// In their order; none is that of events that name no CPU.
    cpus: Vec<Option<u64>>,
    /// The context of events, besides their fields, a line for each: process and thread.
    pub(super) contexts: Vec<String>,
    /// Processes, threads and their names, by number; and the place of that of each context, if it says one.
    pub(super) threads: Vec<(u64, u64, String)>,
    pub(super) context_threads: Vec<Option<usize>>,
    /// Spans, which begin at one event and end at another: the name, their places, and whether only a field says that they belong
    /// together.
    slices: Vec<(String, usize, usize, bool)>,
    /// Time, CPU's place, name's place, context's place, fields in lines.
    events: Vec<(u64, usize, usize, usize, String)>,
    /// Instead: bucket, CPU's place, name's place, how many.
    buckets: Vec<(u64, usize, usize, u64)>,
    bucket_ns: u64,
    /// After, before, CPU's place, how many events, how many packets.
    losses: Vec<(u64, u64, usize, u64, u64)>,
}

/// Writes it.
///
/// # Errors
/// Those of the reader; that there is no event; that the page cannot be written.
pub(super) fn main(args: &Args) -> Result<()> {
    let (page, unread) = gather(args)?;
    // `<` is escaped: the end tag of a script begins with it.
    let data = serde_json::to_string(&page)?.replace('<', "\\u003c");
    // The data last: it may hold anything.
    let text = PAGE.replace("{{style}}", STYLE).replace("{{script}}", SCRIPT).replace("{{data}}", &data);
    fs::write(&args.output, text).with_context(|| format!("cannot write {}", args.output.display()))?;
    let events = counted(page.count, "event", "events");
    terminal::print(&format!("{events} in {}\n", args.output.display()))?;
    unread.check()
}

/// The facts about all events that must be known before the first is put on the page.
#[derive(Debug, Default)]
struct Measure {
    count: u64,
    first: i64,
    last: i64,
    names: HashMap<String, u64>,
    cpus: BTreeSet<Option<u64>>,
}

impl Measure {
    fn of(args: &Args) -> Result<Self> {
        let mut reader = reading::open(&args.directory)?;
        let mut all = Self::default();
        // It is told when the events are put on the page.
        Unread::untold().each(&mut reader, |item| {
            match item {
                Item::Event(event) if args.choice.has(&event) => {
                    let now = event.timestamp_ns();
                    all.first = if all.count == 0 { now } else { all.first };
                    all.last = now;
                    all.count += 1;
                    all.cpus.insert(event.cpu());
                    match all.names.get_mut(event.name()) {
                        Some(count) => *count += 1,
                        None => _ = all.names.insert(event.name().to_owned(), 1),
                    }
                }
                Item::Loss(loss) if args.choice.has_cpu(loss.cpu) => _ = all.cpus.insert(loss.cpu),
                Item::Event(_) | Item::Loss(_) => {}
            }
            Ok(())
        })?;
        Ok(all)
    }

    /// A page without events.
    fn page(&self, title: String) -> Page {
        let span = u64::try_from(self.last - self.first).unwrap_or(0);
        let mut names: Vec<(String, u64)> =
            self.names.iter().map(|(name, count)| (name.clone(), *count)).collect();
        names.sort_by(|(one, few), (other, many)| many.cmp(few).then_with(|| one.cmp(other)));
        Page {
            title,
            start_s: self.first.div_euclid(1_000_000_000),
            start_ns: self.first.rem_euclid(1_000_000_000),
            span,
            count: self.count,
            names,
            cpus: self.cpus.iter().copied().collect(),
            bucket_ns: span / BUCKETS + 1,
            ..Page::default()
        }
    }
}

/// The place of each of them.
fn places<T: core::hash::Hash + Eq>(list: impl Iterator<Item = T>) -> HashMap<T, usize> {
    list.enumerate().map(|(place, value)| (value, place)).collect()
}

fn gather(args: &Args) -> Result<(Page, Unread)> {
    let progress = ProgressBar::new_spinner().with_message(args.directory.display().to_string());
    let all = Measure::of(args)?;
    ensure!(all.count > 0, "there are no such events in {}", args.directory.display());
    let mut page = all.page(args.directory.display().to_string());
    let single = all.count <= MOST;
    let names = places(page.names.iter().map(|(name, _)| name.clone()));
    let cpus = places(page.cpus.iter().copied());
    let mut contexts: HashMap<String, usize> = HashMap::new();
    let mut buckets: BTreeMap<(u64, usize, usize), u64> = BTreeMap::new();
    // Those of a long trace are together that begin in one bucket.
    let mut losses: BTreeMap<(u64, usize), (u64, u64, u64, u64)> = BTreeMap::new();
    // Events may have been lost before the first one that is shown.
    let since = |ns: i64| u64::try_from(ns.saturating_sub(all.first)).unwrap_or(0).min(page.span);
    let mut spans = Spans::default();
    let mut reader = reading::open(&args.directory)?;
    let mut unread = Unread::default();
    unread.each(&mut reader, |item| {
        match item {
            Item::Event(event) if args.choice.has(&event) => {
                let time = since(event.timestamp_ns());
                // A trace that has grown since may have others.
                let (Some(&cpu), Some(&name)) = (cpus.get(&event.cpu()), names.get(event.name())) else {
                    return Ok(());
                };
                if single {
                    let next = contexts.len();
                    let context = *contexts.entry(context(&event)).or_insert(next);
                    spans.see(&event, context, page.events.len(), args.by.as_deref(), &mut page.slices);
                    page.events.push((time, cpu, name, context, fields(&event)));
                } else {
                    *buckets.entry((time / page.bucket_ns, cpu, name)).or_default() += 1;
                }
                progress.inc(1);
            }
            Item::Loss(loss) if args.choice.has_cpu(loss.cpu) => {
                let Some(&cpu) = cpus.get(&loss.cpu) else { return Ok(()) };
                let (after, before) = (since(loss.after_ns), since(loss.before_ns));
                let place = if single { after } else { after / page.bucket_ns };
                let sum = losses.entry((place, cpu)).or_insert((after, before, 0, 0));
                *sum = (sum.0.min(after), sum.1.max(before), sum.2 + loss.events, sum.3 + loss.packets);
            }
            Item::Event(_) | Item::Loss(_) => {}
        }
        Ok(())
    })?;
    progress.finish_and_clear();
    page.buckets =
        buckets.into_iter().map(|((bucket, cpu, name), count)| (bucket, cpu, name, count)).collect();
    page.losses = losses
        .into_iter()
        .map(|((_, cpu), (after, before, events, packets))| (after, before, cpu, events, packets))
        .collect();
    let mut list: Vec<(String, usize)> = contexts.into_iter().collect();
    list.sort_by_key(|(_, place)| *place);
    page.contexts = list.into_iter().map(|(context, _)| context).collect();
    // Bars of a long trace are of no threads.
    spans.finish(args.by.as_deref().filter(|_| single), &mut page)?;
    Ok((page, unread))
}

/// `process = 5` and `thread = 7` in lines, and whatever else the trace's maker found worth a place beside each event.
fn context(event: &Event<'_>) -> String {
    lines(event.context().map(|(name, value)| match name {
        "vpid" | "pid" => ("process", value),
        "vtid" | "tid" => ("thread", value),
        _ => (name, value),
    }))
}

fn fields(event: &Event<'_>) -> String {
    let mut fields = lines(event.fields());
    if fields.len() > FIELDS {
        fields.truncate(fields.floor_char_boundary(FIELDS));
        fields.push('…');
    }
    fields
}

/// `name = value`, each in a line: values have none in them.
fn lines<'a>(values: impl Iterator<Item = (&'a str, Value<'a>)>) -> String {
    let mut text = String::new();
    for (name, value) in values {
        // Writing to a string does not fail.
        _ = write!(text, "{}{name} = {value}", if text.is_empty() { "" } else { "\n" });
    }
    text
}
