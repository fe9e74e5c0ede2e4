//! `perseq torture`: all structures at once, under everything that a system does to threads, with every element counted.
//!
//! Workers operate on random [`subject`]s, interrupted by timers whose handlers operate too. Meanwhile threads of their own
//! disturb them ([`disturb`]): they move workers between CPUs, reach into other CPUs' rows, start short threads, fork, single-step
//! and kill children, and switch CPUs off. At the end everything must be there, and no rare path that can happen here may
//! have stayed at zero.

mod disturb;
mod report;
mod shared;
mod subject;
mod subjects;
mod system;

use std::{
    os::unix::process::CommandExt,
    path::PathBuf,
    process::Command,
    sync::{
        OnceLock,
        atomic::{AtomicBool, AtomicI32, AtomicU64, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use fastrand::Rng;
use indicatif::{ProgressBar, ProgressStyle};
use perseq::core::thread;
use subject::Subject;

/// How long, from which seed, under which conditions.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// How long to go on, in seconds
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..))]
    seconds: u64,
    /// Where every choice starts from; a random one is taken, and shown, when it is not given
    #[arg(long)]
    seed: Option<u64>,
    /// Also write the result to this file, as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Run as where rseq is refused: by a seccomp filter that this program and its children are under from their start
    #[arg(long)]
    deny_rseq: bool,
    /// Set in the program that this one becomes when rseq is denied
    #[arg(long, hide = true)]
    denied: bool,
}

/// What all threads of a run share.
struct Arena {
    subjects: Vec<Box<dyn Subject + Send>>,
    seed: u64,
    stop: AtomicBool,
    /// Thread ids of workers, 0 where one has not started.
    workers: Vec<AtomicI32>,
    /// Operations of workers.
    operations: AtomicU64,
    /// What processes share that are killed.
    pair: &'static shared::Pair,
    counts: report::Counts,
}

/// The handlers' way to the subjects.
static ARENA: OnceLock<Arena> = OnceLock::new();

/// Interrupts a worker with an operation on each subject in turn.
extern "C" fn interrupt(_signal: i32) {
    if let Some(arena) = ARENA.get() {
        let turn = arena.counts.signals.fetch_add(1, Relaxed);
        arena.subjects[turn as usize % arena.subjects.len()].in_handler();
    }
}

/// Tortures, and shows what came of it.
///
/// # Errors
/// When something was lost or doubled, when a rare path stayed at zero, or when the system does not do its part.
pub(crate) fn main(args: &Args) -> Result<()> {
    if args.deny_rseq && !args.denied {
        return deny_and_start_again();
    }
    let seed = args.seed.unwrap_or_else(|| Rng::new().u64(..));
    let workers = 2 * perseq::core::cpu::allowed().context("cannot tell which CPUs may be used")?.len() + 1;
    let pair = shared::Pair::map()?;
    let arena = ARENA.get_or_init(|| Arena {
        subjects: subjects::all(),
        pair,
        seed,
        stop: AtomicBool::new(false),
        workers: (0..workers).map(|_| AtomicI32::new(0)).collect(),
        operations: AtomicU64::new(0),
        counts: report::Counts::default(),
    });
    system::handle_timers(interrupt)?;
    let before = report::Slow::now();
    let length = Duration::from_secs(args.seconds);
    arena.run(length)?;
    report::show(arena, &before, length, args.json.as_deref())
}

/// Becomes the same program under a filter that refuses rseq. glibc must not try either: it ends the process when a thread's
/// registration is refused that was not before.
fn deny_and_start_again() -> Result<()> {
    system::deny_rseq()?;
    let program = std::env::current_exe().context("cannot tell which program this is")?;
    let error = Command::new(program)
        .args(std::env::args_os().skip(1))
        .arg("--denied")
        .env("GLIBC_TUNABLES", "glibc.pthread.rseq=0")
        .exec();
    Err(error).context("cannot start this program again under the filter")
}

impl Arena {
    fn run(&'static self, length: Duration) -> Result<()> {
        let bar = progress(length);
        let begin = Instant::now();
        std::thread::scope(|scope| -> Result<()> {
            let workers: Vec<_> =
                (0..self.workers.len()).map(|number| scope.spawn(move || self.work(number))).collect();
            let disturbers = disturb::ALL.map(|disturb| scope.spawn(move || disturb.go_on(self)));
            let watched = self.watch(begin, length, &bar);
            self.stop.store(true, Relaxed);
            watched?;
            // All of them, so that the first failure is not hidden by who waits for it.
            let results: Vec<Result<()>> = workers.into_iter().chain(disturbers).map(joined).collect();
            results.into_iter().collect()
        })?;
        bar.finish_and_clear();
        Ok(())
    }

    /// A worker: operations on random subjects under a timer.
    fn work(&self, number: usize) -> Result<()> {
        self.workers[number].store(system::thread_id(), Relaxed);
        let mut rng = self.rng(number as u64);
        let _timer = system::Timer::every(Duration::from_micros(rng.u64(200..1000)))?;
        while !self.stop.load(Relaxed) {
            let subject = rng.usize(0..self.subjects.len());
            self.subjects[subject].work(&mut rng);
            self.operations.fetch_add(subject::OPERATIONS, Relaxed);
        }
        Ok(())
    }

    /// The choices of thread `number`, the same ones for the same seed.
    fn rng(&self, number: u64) -> Rng {
        Rng::with_seed(self.seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15))
    }

    /// Waits for the end, and sees that there is progress.
    fn watch(&self, begin: Instant, length: Duration, bar: &ProgressBar) -> Result<()> {
        const PATIENCE: Duration = Duration::from_secs(20);
        let (mut last, mut since) = (0, begin);
        while begin.elapsed() < length {
            std::thread::sleep(Duration::from_millis(100).min(length));
            bar.set_position(begin.elapsed().as_millis() as u64);
            let operations = self.operations.load(Relaxed);
            if operations != last {
                (last, since) = (operations, Instant::now());
            } else if since.elapsed() > PATIENCE {
                let seed = self.seed;
                let _shown = crate::terminal::print(&self.where_threads_are());
                // The threads that hang cannot be joined.
                eprintln!("perseq: no operation ended in {PATIENCE:?} (seed {seed}); see /proc above");
                std::process::exit(1);
            }
        }
        Ok(())
    }

    /// What the kernel says of each worker: its state and what it sleeps in.
    fn where_threads_are(&self) -> String {
        let say = |worker: &AtomicI32| {
            let thread = worker.load(Relaxed);
            let read = |file| {
                std::fs::read_to_string(format!("/proc/self/task/{thread}/{file}")).unwrap_or_default()
            };
            let state =
                read("status").lines().find(|line| line.starts_with("State")).unwrap_or("?").to_owned();
            format!("thread {thread}: {state}, {}\n", read("wchan"))
        };
        self.workers.iter().map(say).collect()
    }
}

/// The result of a thread; its panic is an error.
fn joined(thread: std::thread::ScopedJoinHandle<'_, Result<()>>) -> Result<()> {
    match thread.join() {
        Ok(result) => result,
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|&text| text.to_owned()));
            bail!("a thread panicked: {}", text.unwrap_or_default())
        }
    }
}

/// Progress on standard error, which shows nothing when that is not a terminal.
fn progress(length: Duration) -> ProgressBar {
    let bar = ProgressBar::new(length.as_millis() as u64);
    let style = ProgressStyle::with_template("{bar:30} {percent:>3} %  {eta:>4} left");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}

/// Whether sections can run on this thread.
fn has_sections() -> bool {
    thread::attach().is_ok()
}
