//! `perseq stat`: what programs count, from outside, while they do.

mod export;
mod look;
mod numbers;
mod screen;
mod serve;
mod table;
mod view;

use std::{path::PathBuf, time::Duration};

use anyhow::Result;

use crate::terminal;
use look::{Before, Wanted, look};
use table::{Sort, matches, select, table};
use view::View;

/// The programs, and the form of the output.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Processes by id, files by path, programs by name; all programs of this user when none is given
    #[arg(value_name = "PID|FILE|NAME")]
    which: Vec<String>,
    /// Print one table and end, after two looks an interval apart
    #[arg(long)]
    once: bool,
    /// Print JSON and end, after two looks an interval apart
    #[arg(long, conflicts_with = "once")]
    json: bool,
    /// Print CSV and end, after two looks an interval apart
    #[arg(long, conflicts_with_all = ["once", "json"])]
    csv: bool,
    /// Seconds between two looks, 0.05 to 3600
    #[arg(long, short, default_value = "1", value_name = "SECONDS", value_parser = seconds)]
    interval: Duration,
    /// Show series that have this in their name, labels or program
    #[arg(long, short, default_value = "", value_name = "TEXT")]
    filter: String,
    /// The order of series
    #[arg(long, short, value_enum, default_value_t = Sort::Rate)]
    sort: Sort,
    /// Look for files in this directory, and not where programs make them
    #[arg(long, value_name = "DIRECTORY")]
    directory: Option<PathBuf>,
    /// Answer scrapes of all programs at this address, as 127.0.0.1:9464, until ended
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["once", "json", "csv"])]
    prometheus: Option<String>,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "it is no number".to_owned())?;
    if !(0.05..=3600.0).contains(&seconds) {
        return Err("take 0.05 to 3600 seconds".to_owned());
    }
    Ok(Duration::from_secs_f64(seconds))
}

/// Shows what programs count.
///
/// # Errors
/// When no program is found, a file that was named cannot be read, or the output cannot be written.
pub(crate) fn main(args: Args) -> Result<()> {
    let wanted = Wanted::new(&args.which, args.directory.as_deref());
    if let Some(address) = &args.prometheus {
        return serve::serve(wanted, address);
    }
    if !(args.once || args.json || args.csv) {
        return View::new(args.interval, args.filter, args.sort).run(&wanted);
    }
    let mut before = Before::default();
    before.lines(&look(wanted.open_some()?));
    std::thread::sleep(args.interval);
    let looked = look(wanted.open_some()?);
    let lines = before.lines(&looked);
    let text = if args.json {
        export::json(&looked, &lines, |line| matches(line, &args.filter))?
    } else {
        let shown = select(&lines, &args.filter, args.sort);
        if args.csv { export::csv(&shown) } else { table(&shown) }
    };
    terminal::print(&text)
}
