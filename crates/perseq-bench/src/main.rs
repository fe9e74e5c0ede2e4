//! `perseq-bench`, which `perseq bench` builds and starts: per-CPU operations beside their rivals, in one run, with every result checked.
//!
//! The parts: each file of [`groups`] describes what it measures, by the types of [`case`], and [`registry`] lists them; [`workload`] holds the loop, [`parallel`] runs it on
//! threads, [`rounds`] interleaves the rivals, [`results`] keeps what came out, and [`table`], [`page`] and JSON
//! show it. A timing is never a test here: a run fails only when a result was wrong.

#![deny(unsafe_code)]
#![allow(clippy::std_instead_of_core, reason = "a program has std; the lint is for the libraries")]

#[macro_use(tell)]
extern crate perseq_report;

mod affinity;
mod case;
mod cpu_time;
mod getcpu;
mod groups;
mod inlined;
mod page;
mod parallel;
mod peer;
mod registry;
mod results;
mod rounds;
mod stats;
mod table;
mod talk;
mod workload;

use std::{env, ffi::OsString, path::PathBuf, process::ExitCode, time::Duration};

use anyhow::{Context, Result, bail};
use clap::{Parser, Subcommand};
use indicatif::{ProgressBar, ProgressStyle};
use perseq_report::{
    machine::Machine,
    output::Output,
    terminal::{self, Paint, Tone},
    text::{told, wrap},
};

use case::{Case, Group, Place, Skipped};
use groups::alloc;
use registry::Named;
use results::{NotHere, Results};
use rounds::Plan;

/// Measures per-CPU operations beside their rivals, and checks every result.
#[derive(Debug, Parser)]
#[command(name = "perseq-bench", version, max_term_width = 100)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    args: Args,
    #[command(subcommand)]
    child: Option<Child>,
}

/// Processes that a measurement starts itself.
#[derive(Debug, Subcommand)]
enum Child {
    /// The other process that traces into a session.
    #[cfg(target_pointer_width = "64")]
    #[command(hide = true)]
    ChildTrace,
    /// One run of an allocator.
    #[command(hide = true)]
    ChildAlloc(alloc::ChildArgs),
}

fn main() -> ExitCode {
    let Cli { args, child } = Cli::parse();
    let outcome = match child {
        #[cfg(target_pointer_width = "64")]
        Some(Child::ChildTrace) => groups::trace::other_process::main(),
        Some(Child::ChildAlloc(args)) => alloc::child_main(&args),
        None => run(&args),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell!("perseq-bench: {}", told(&error));
            ExitCode::FAILURE
        }
    }
}

/// The groups to measure, the time for it, and the files to write.
#[derive(Debug, clap::Args)]
struct Args {
    /// Groups to measure; all of them when none is named
    #[arg(value_name = "GROUP", value_parser = Named::parser())]
    groups: Vec<Named>,
    /// Fewer and shorter rounds: minutes for all groups instead of a quarter of an hour or more, with more spread
    #[arg(long)]
    quick: bool,
    /// Also write the results to this file, as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Also write them to this file, as a page with charts that needs nothing else
    #[arg(long, value_name = "FILE")]
    html: Option<PathBuf>,
    /// Directories with librseq's header and library, whose sections in C are measured beside ours; as PATH has them. Without the option
    /// they are those of PERSEQ_LIBRSEQ
    #[arg(long, value_name = "DIR")]
    librseq: Option<OsString>,
    /// Rounds, for tests
    #[arg(long, hide = true, value_parser = clap::value_parser!(u16).range(1..))]
    rounds: Option<u16>,
    /// Milliseconds of each run, for tests
    #[arg(long, hide = true, value_parser = clap::value_parser!(u16).range(1..))]
    millis: Option<u16>,
}

impl Args {
    /// Directories in which librseq may be.
    fn librseq(&self) -> Vec<PathBuf> {
        let named = self.librseq.clone().or_else(|| env::var_os(inlined::DIRECTORIES));
        named.iter().flat_map(env::split_paths).filter(|path| !path.as_os_str().is_empty()).collect()
    }

    fn plan(&self) -> Plan {
        let usual = if self.quick { Plan::QUICK } else { Plan::FULL };
        let millis = self.millis.map_or(usual.times.measure, |millis| Duration::from_millis(millis.into()));
        Plan::new(self.rounds.map_or(usual.rounds, usize::from), millis.as_millis() as u64)
    }
}

/// A group made ready.
struct Prepared {
    group: &'static Group,
    cases: Vec<Case>,
    skipped: Vec<Skipped>,
}

/// Measures and shows.
///
/// # Errors
/// When a file cannot be written (known before anything is measured), or when a result was wrong (after everything
/// was shown and written).
fn run(args: &Args) -> Result<()> {
    let json = args.json.as_deref().map(Output::promise).transpose()?;
    let html = args.html.as_deref().map(Output::promise).transpose()?;
    let paint = Paint::for_stdout();
    let results = measure(args, paint)?;
    if let Some(file) = json {
        let text = serde_json::to_string_pretty(&results).context("cannot write the results as JSON")?;
        file.write(&format!("{text}\n"))?;
    }
    if let Some(file) = html {
        file.write(&page::render(&results, args.plan()))?;
    }
    terminal::print(&warnings(&results, paint))?;
    terminal::print(&verdict(&results, paint)?)
}

/// Runs the chosen groups and prints each one's tables as soon as they are there.
fn measure(args: &Args, paint: Paint) -> Result<Results> {
    let librseq = args.librseq();
    let place = Place::here(&librseq)?;
    let prepare = |group: &'static Group| {
        let (cases, skipped) = (group.cases)(&place);
        Prepared { group, cases, skipped }
    };
    let prepared: Vec<Prepared> = registry::chosen(&args.groups).into_iter().map(prepare).collect();
    let mut results = Results { machine: Machine::here(), results: Vec::new(), skipped: Vec::new() };
    terminal::print(&heading(&results.machine, paint))?;
    let plan = args.plan();
    let runs: usize =
        prepared.iter().map(|prepared| rounds::runs(prepared.group, &prepared.cases, plan)).sum();
    let progress = progress_bar(runs as u64);
    for Prepared { group, cases, skipped } in prepared {
        results.results.extend(rounds::measure(group, &cases, plan, &progress));
        let named = |Skipped { variant, reason }| NotHere { group: group.name, variant, reason };
        results.skipped.extend(skipped.into_iter().map(named));
        let mut text = String::new();
        let panels = results.panels(group);
        if panels.is_empty() {
            text.push_str(&table::nothing(group, &results, paint));
            text.push('\n');
        }
        for panel in panels {
            text.push_str(&table::render(&panel, paint));
            text.push('\n');
        }
        text.push_str(&table::explanation(group.explanation, paint));
        progress.suspend(|| terminal::print(&text))?;
    }
    progress.finish_and_clear();
    terminal::print(&alloc::overall::render(&results, paint))?;
    Ok(results)
}

fn heading(machine: &Machine, paint: Paint) -> String {
    let kind = if machine.virtual_machine == Some(true) { ", virtual machine" } else { "" };
    let Machine { perseq, cpu_model, cpus, kernel, libc, rseq, .. } = machine;
    let text = format!(
        "perseq {perseq} · {cpu_model} ({cpus} CPUs{kind}) · Linux {kernel} · {libc} · rseq by {rseq}"
    );
    let talk = format!("“the talk” is {}", talk::SOURCE);
    let mut lines = wrap(&text, table::WIDTH);
    lines.extend(wrap(&talk, table::WIDTH));
    let out: String = lines.iter().map(|line| paint.text(Tone::Faint, line) + "\n").collect();
    out + "\n"
}

/// Progress on standard error, which shows nothing when that is not a terminal.
fn progress_bar(runs: u64) -> ProgressBar {
    let bar = ProgressBar::new(runs);
    let style = ProgressStyle::with_template("{bar:30} {percent:>3} %  {eta:>4} left  {msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// Warnings to read before any figure is believed.
fn warnings(results: &Results, paint: Paint) -> String {
    let lines = results.warnings().into_iter().flat_map(|text| wrap(&text, table::WIDTH));
    lines.map(|line| paint.text(Tone::Bad, &line) + "\n").collect()
}

/// Says that everything was exact, or fails.
fn verdict(results: &Results, paint: Paint) -> Result<String> {
    let wrong = results.inexact();
    if wrong.is_empty() {
        let text =
            wrap(&format!("All results exact: {}.", results.what_was_checked()), table::WIDTH).join("\n");
        return Ok(format!("{}\n", paint.text(Tone::Good, &text)));
    }
    let name = |row: &&results::Row| format!("{} “{}” (threads: {})", row.group, row.variant, row.threads);
    let names: Vec<String> = wrong.iter().map(name).collect();
    bail!("wrong results, do not trust the figures: {}", names.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_results_fail_by_name() {
        let mut results = results::tests::sample();
        assert!(verdict(&results, Paint::plain()).is_ok());
        let row = results.results.iter_mut().find(|row| row.variant.name == "shared atomic");
        row.expect("the sample has it").exact = false;
        let error = verdict(&results, Paint::plain()).unwrap_err().to_string();
        assert!(error.contains("counter “shared atomic” (threads: 8)"), "{error}");
    }
}
