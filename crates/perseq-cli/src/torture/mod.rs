//! `perseq torture`: all structures at once, under everything that can happen to a program, every element counted.
//!
//! A run is made of epochs. In each, threads [work](worker) on the [subjects] while timers interrupt them, and
//! [disturbances](disturb) move, fork, hold, drain and single-step; then all stop and everything is counted. The run fails if
//! something is lost, doubled, torn or hanging, and also if something rare that could have happened has not: then
//! nothing was proved.
//!
//! All choices come from the seed. The kernel's actions in between do not.

mod arena;
mod disturb;
mod facilities;
mod ledger;
mod report;
mod slate;
mod subject;
mod subjects;
mod sys;
mod tally;
mod watchdog;
mod worker;

use std::{
    os::unix::process::CommandExt,
    path::PathBuf,
    process::Command,
    sync::atomic::{AtomicU32, Ordering::Relaxed},
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail, ensure};
use fastrand::Rng;
use indicatif::{ProgressBar, ProgressStyle};

use crate::{
    output::Output,
    terminal::{self, Paint, Tone},
    text::wrap,
};
use arena::Arena;
use facilities::Facilities;
use report::{Report, WIDTH};

/// Longest time between two counts of everything.
const EPOCH: Duration = Duration::from_secs(2);
/// How much longer a run may take than it was told, while something rare has not happened, unless that was told too.
const MORE: Duration = Duration::from_mins(2);
/// Set where tests must not skip anything.
const REQUIRE_ALL: &str = "PERSEQ_TEST_REQUIRE_ALL";
/// Set in the program that [`deny`] executes.
const DENIED: &str = "PERSEQ_TORTURE_DENIED";

/// How many seconds an operation may take.
static PATIENCE: AtomicU32 = AtomicU32::new(0);

/// How many seconds a thread may take for one turn.
fn patience() -> u32 {
    PATIENCE.load(Relaxed)
}

/// How many seconds a child may take, for which a thread waits.
fn childrens_patience() -> u32 {
    patience().div_ceil(2)
}

/// How long, with what, and where to write it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How long
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u32).range(1..))]
    seconds: u32,
    /// Go on up to this many seconds while something rare has not happened yet; two minutes more than --seconds when not given
    #[arg(long, value_name = "N")]
    at_most: Option<u32>,
    /// Source of all choices; a random number when not given
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// Also write what was done to this file, as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Structures to torture: all whose name has one of these words in it, as `rcu`, `Cache`, `mm_cid`; all there are when none is
    /// given
    #[arg(value_name = "NAME")]
    names: Vec<String>,
    /// Refuse the rseq system call to this run, by a seccomp filter: everything takes its slower path
    #[arg(long)]
    deny_rseq: bool,
    /// Also switch CPUs off and on, of the whole machine; only the superuser may
    #[arg(long)]
    offline_cpus: bool,
    /// Fail if something cannot happen on this machine or for this user, instead of skipping it; so does PERSEQ_TEST_REQUIRE_ALL
    #[arg(long)]
    require_all: bool,
    /// Threads at work; two for each CPU when not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=4096))]
    threads: Option<u32>,
    /// Seconds after which an operation counts as one that never ends; more on an emulator
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..))]
    patience: u32,
    /// Be the process that switches CPUs
    #[arg(long, hide = true)]
    switch_cpus: bool,
}

/// Tortures.
///
/// # Errors
/// When something is wrong with a structure, when something rare has not happened, or when the run cannot begin.
pub(crate) fn main(args: &Args) -> Result<()> {
    if args.switch_cpus {
        return disturb::offline::serve();
    }
    if args.deny_rseq && std::env::var_os(DENIED).is_none() {
        return deny();
    }
    let json = args.json.as_deref().map(Output::promise).transpose()?;
    let paint = Paint::for_stdout();
    let seed = args.seed.unwrap_or_else(|| fastrand::u64(..));
    PATIENCE.store(args.patience, Relaxed);
    let mut facilities = Facilities::here(args.offline_cpus, args.deny_rseq);
    facilities.threads = args.threads.unwrap_or(facilities.threads);
    ensure!(!args.deny_rseq || !facilities.sections, "rseq works although it is denied");
    let arena = Arena::open(chosen(subjects::all(facilities.sections)?, &args.names)?);
    terminal::print(&heading(seed, args.seconds, &facilities, paint))?;
    let seconds = |count: u32| Duration::from_secs(count.into());
    let time = seconds(args.seconds);
    let most = args.at_most.map_or(time + MORE, seconds);
    let report = run(arena, &facilities, seed, time, most)?;
    if let Some(file) = json {
        let text = serde_json::to_string_pretty(&report).context("cannot write the report as JSON")?;
        file.write(&format!("{text}\n"))?;
    }
    terminal::print(&report.render(paint))?;
    for skipped in report.skipped() {
        tell!("SKIPPED torture, {skipped}");
    }
    judge(&report, args.require_all || std::env::var_os(REQUIRE_ALL).is_some())?;
    terminal::print(&report.verdict(paint))
}

/// Executes this program again with rseq refused from its first instruction on.
fn deny() -> Result<()> {
    sys::deny_rseq().context("cannot install the seccomp filter")?;
    // A C library that registers threads would end the process where it is refused.
    let tunables = match std::env::var("GLIBC_TUNABLES") {
        Ok(others) if !others.is_empty() => format!("{others}:glibc.pthread.rseq=0"),
        _ => "glibc.pthread.rseq=0".to_owned(),
    };
    let error = Command::new("/proc/self/exe")
        .args(std::env::args_os().skip(1))
        .env("GLIBC_TUNABLES", tunables)
        .env(DENIED, "1")
        .exec();
    Err(error).context("cannot execute this program again")
}

/// Seconds after which a child ends by itself, one that its parent should have killed long before.
fn childrens_life() -> u32 {
    3 * patience()
}

/// Does it again while a process that lives holds a lock: on a busy machine it may have no CPU for longer than perseq waits.
fn patiently<T, E>(
    is_held_elsewhere: impl Fn(&E) -> bool,
    mut f: impl FnMut() -> Result<T, E>,
) -> Result<T, E> {
    let (start, most) = (Instant::now(), Duration::from_secs(childrens_patience().into()));
    loop {
        match f() {
            Err(error) if is_held_elsewhere(&error) && start.elapsed() < most => {}
            result => return result,
        }
    }
}

/// The subjects with one of those words in their names, or all if there are no words.
fn chosen(all: Vec<Box<dyn subject::Subject>>, words: &[String]) -> Result<Vec<Box<dyn subject::Subject>>> {
    let is = |name: &str, word: &String| name.to_lowercase().contains(&word.to_lowercase());
    if let Some(word) = words.iter().find(|word| !all.iter().any(|subject| is(subject.name(), word))) {
        let known: Vec<&str> = all.iter().map(|subject| subject.name()).collect();
        bail!("no structure has “{word}” in its name; there are: {}", known.join(", "));
    }
    let mut chosen = all;
    chosen.retain(|subject| words.is_empty() || words.iter().any(|word| is(subject.name(), word)));
    Ok(chosen)
}

fn heading(seed: u64, seconds: u32, facilities: &Facilities, paint: Paint) -> String {
    let cpus = facilities.cpus.len();
    let text = format!("torture for {seconds} s · seed {seed} · CPUs: {cpus} · {}", facilities.registration);
    wrap(&text, WIDTH).iter().map(|line| paint.text(Tone::Faint, line) + "\n").collect::<String>() + "\n"
}

/// Runs epochs until the time is over or something is wrong; at most until `most`, while something rare is missing.
fn run(
    arena: &'static Arena,
    facilities: &Facilities,
    seed: u64,
    time: Duration,
    most: Duration,
) -> Result<Report> {
    sys::handle_timers(worker::handler).context("cannot handle signals")?;
    let progress = ProgressBar::new(time.as_millis() as u64);
    let style = ProgressStyle::with_template("{bar:30} {percent:>3} %  {msg}");
    progress.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    let mut rng = Rng::with_seed(seed);
    let (start, mut checks, mut faults) = (Instant::now(), 0, Vec::new());
    let report = |checks| Report::of(arena, facilities, seed, start.elapsed().as_secs_f64(), checks);
    let is_complete = |checks| start.elapsed() >= most || report(checks).missing().is_empty();
    while faults.is_empty() && (checks == 0 || start.elapsed() + EPOCH / 4 < time || !is_complete(checks)) {
        let end = if start.elapsed() + EPOCH / 4 < time { time } else { most };
        let left = end.saturating_sub(start.elapsed());
        // At least two, so that structures are also used after they were emptied.
        epoch(arena, facilities, &mut rng, left.min(EPOCH).min(time / 2), &|| {
            progress.set_position(start.elapsed().as_millis() as u64);
            progress.set_message(format!("counted {checks} times"));
        });
        faults = arena.check();
        faults.extend(worker::fault());
        checks += 1;
    }
    progress.finish_and_clear();
    let mut report = report(checks);
    report.faults = faults;
    Ok(report)
}

/// All threads at work and all disturbances, for `time` or until something is wrong.
fn epoch(arena: &'static Arena, facilities: &Facilities, rng: &mut Rng, time: Duration, progress: &dyn Fn()) {
    arena.start();
    std::thread::scope(|scope| {
        for number in 0..facilities.threads {
            let (post, rng) = (arena.post(format!("worker {number}")), rng.fork());
            scope.spawn(move || post.until_end(|| worker::work(arena, post, rng)));
        }
        for disturb::Disturbance { name, run } in disturb::all(facilities) {
            let (post, rng) = (arena.post(name.to_owned()), rng.fork());
            scope.spawn(move || post.until_end(|| run(arena, post, rng, facilities)));
        }
        scope.spawn(|| watchdog::watch(arena));
        let start = Instant::now();
        while start.elapsed() < time && arena.faults().is_empty() && worker::fault().is_none() {
            std::thread::sleep(Duration::from_millis(20));
            progress();
        }
        arena.stop();
    });
}

/// Fails where something is wrong or missing; where `all` is required, also where something was skipped.
fn judge(report: &Report, all: bool) -> Result<()> {
    let again = format!("run it again with --seed {}", report.seed);
    if !report.faults.is_empty() {
        bail!("{} ({again})", report.faults.join("; "));
    }
    let missing = report.missing();
    if !missing.is_empty() {
        bail!(
            "these never happened, so the run proves nothing: {}; run it longer, or {again}",
            missing.join(", ")
        );
    }
    let skipped = report.skipped();
    if all && !skipped.is_empty() {
        bail!("everything is required, and this cannot happen here: {}", skipped.join("; "));
    }
    Ok(())
}
