//! A trace as one page: a timeline with a line for each CPU, that needs nothing else and no network.
//!
//! The page holds each event of a short trace, and of a long one how many events of each name there were on each CPU in each of
//! [`BUCKETS`] times: its size is bounded however long the trace is.

use std::{collections::HashMap, fmt::Write as _, fs, path::PathBuf};

use anyhow::{Context, Result, ensure};
use indicatif::ProgressBar;
use perseq_ctf::{Item, Reader};
use serde::Serialize;

use super::events::{Choice, time_of_day};
use crate::{terminal, text::grouped};

const SCRIPT: &str = include_str!("timeline.js");
const STYLE: &str = include_str!("timeline.css");
/// Events that a page holds one by one.
const MOST: u64 = 100_000;
/// Times of a longer trace.
const BUCKETS: u64 = 4096;
/// Characters of an event's fields.
const FIELDS: usize = 200;

/// Which trace, and where to.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The trace's directory
    directory: PathBuf,
    #[command(flatten)]
    choice: Choice,
    /// The page
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// What the script gets. Times are nanoseconds since the first event.
#[derive(Debug, Default, Serialize)]
struct Page {
    title: String,
    /// When the first event was, in UTC.
    start: String,
    span: u64,
    count: u64,
    lost: u64,
    names: Vec<String>,
    cpus: Vec<u64>,
    /// Time, CPU's place, name's place, fields.
    events: Vec<(u64, usize, usize, String)>,
    /// Instead: bucket, CPU's place, name's place, how many.
    buckets: Vec<(u64, usize, usize, u64)>,
    bucket_ns: u64,
}

/// Places of values in the order of their first appearance.
#[derive(Debug)]
struct Places<T>(HashMap<T, usize>);

impl<T: core::hash::Hash + Eq> Places<T> {
    fn of(&mut self, value: T) -> usize {
        let next = self.0.len();
        *self.0.entry(value).or_insert(next)
    }

    fn list(self) -> Vec<T> {
        let mut list: Vec<(T, usize)> = self.0.into_iter().collect();
        list.sort_by_key(|(_, place)| *place);
        list.into_iter().map(|(value, _)| value).collect()
    }
}

/// Writes it.
///
/// # Errors
/// Those of the reader; that there is no event; that the page cannot be written.
pub(super) fn main(args: &Args) -> Result<()> {
    let page = gather(args)?;
    let data = serde_json::to_string(&page)?.replace('<', "\\u003c");
    let text = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>perseq trace</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<script id=\"data\" type=\"application/json\">{data}</script>\n\
         <script>\n{SCRIPT}</script>\n</body>\n</html>\n"
    );
    fs::write(&args.output, text).with_context(|| format!("cannot write {}", args.output.display()))?;
    terminal::print(&format!("{} events in {}\n", grouped(page.count), args.output.display()))
}

/// How many events there are, from when to when.
fn measure(args: &Args) -> Result<(u64, i64, i64)> {
    let mut reader = Reader::open(&args.directory)?;
    let (mut count, mut first, mut last) = (0, 0, 0);
    while let Some(event) = reader.next_event()? {
        if args.choice.has(&event) {
            first = if count == 0 { event.timestamp_ns() } else { first };
            last = event.timestamp_ns();
            count += 1;
        }
    }
    Ok((count, first, last))
}

fn gather(args: &Args) -> Result<Page> {
    let progress = ProgressBar::new_spinner().with_message(args.directory.display().to_string());
    let (count, first, last) = measure(args)?;
    ensure!(count > 0, "there are no such events in {}", args.directory.display());
    let span = u64::try_from(last - first).unwrap_or(0);
    let bucket_ns = span / BUCKETS + 1;
    let mut page = Page { count, span, bucket_ns, start: time_of_day(first), ..Page::default() };
    page.title = args.directory.display().to_string();
    let (mut names, mut cpus) = (Places(HashMap::new()), Places(HashMap::new()));
    let mut buckets: HashMap<(u64, usize, usize), u64> = HashMap::new();
    let mut reader = Reader::open(&args.directory)?;
    while let Some(item) = reader.next_item()? {
        let event = match item {
            Item::Event(event) if args.choice.has(&event) => event,
            Item::Event(_) => continue,
            Item::Loss(loss) => {
                page.lost += loss.events;
                continue;
            }
        };
        let time = u64::try_from(event.timestamp_ns() - first).unwrap_or(0);
        let (cpu, name) = (cpus.of(event.cpu().unwrap_or(0)), names.of(event.name().to_owned()));
        if count <= MOST {
            let mut fields = String::new();
            // Writing to a string does not fail.
            _ = write!(fields, "{}", event.fields());
            fields.truncate(fields.floor_char_boundary(FIELDS));
            page.events.push((time, cpu, name, fields));
        } else {
            *buckets.entry((time / bucket_ns, cpu, name)).or_default() += 1;
        }
        progress.inc(1);
    }
    progress.finish_and_clear();
    page.buckets =
        buckets.into_iter().map(|((bucket, cpu, name), count)| (bucket, cpu, name, count)).collect();
    page.buckets.sort_unstable();
    (page.names, page.cpus) = (names.list(), cpus.list());
    Ok(page)
}
