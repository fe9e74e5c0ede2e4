//! `perseq run`: a program with `libperseq_malloc.so` in place of its C library's `malloc`.
//!
//! Without figures to show there is nothing to wait for: the tool becomes the program, which has its process, its terminal and its
//! parent. With figures the tool waits, passes signals on, and ends as the program does.

mod library;
mod profile;
mod program;
mod report;
#[allow(unsafe_code, reason = "signals")]
mod wait;

use std::{
    env,
    ffi::{OsStr, OsString},
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Command, ExitCode},
    time::Instant,
};

use anyhow::{Context as _, Error, Result, anyhow};

use crate::{
    output::Output,
    text::{harmless, told},
};

/// The program, and what to tell of it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Tell how much memory it has used, on standard error, when it has ended
    #[arg(long)]
    stats: bool,
    /// Write these figures as JSON to a file
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    /// Write a heap profile when the program ends: which stacks have allocated the memory that it has then. Lines for flame graphs if the
    /// name ends with `.folded`, `.collapsed` or `.txt`, else for `pprof`. Its other processes' are beside it, with their numbers
    #[arg(long, value_name = "FILE")]
    profile: Option<PathBuf>,
    /// Sample one allocation in so many bytes for the profile, on average (1: each)
    #[arg(long, value_name = "BYTES", requires = "profile", value_parser = clap::value_parser!(u64).range(1..))]
    sample: Option<u64>,
    /// Have a thread give free memory back also while the program does nothing
    #[arg(long)]
    background: bool,
    /// Let the kernel use huge pages, or keep it from that; without this option it does as it is set up
    #[arg(long, value_name = "WHICH")]
    huge_pages: Option<HugePages>,
    /// The library, if it is not where the tool finds it [environment: PERSEQ_MALLOC_LIBRARY]
    #[arg(long, value_name = "FILE")]
    library: Option<PathBuf>,
    /// The program and its arguments
    #[arg(trailing_var_arg = true, required = true, value_name = "PROGRAM")]
    command: Vec<OsString>,
}

/// An answer about huge pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum HugePages {
    /// Fewer misses of address translation; memory in units of 2 MiB until some comes back
    On,
    /// Never
    Off,
}

/// Exit codes of programs that start others (`env`, `nice`): the starter has failed, the program cannot be started, there is none.
const FAILED: u8 = 125;
const REFUSED: u8 = 126;
const NOT_FOUND: u8 = 127;

/// The reason for which the program was not run, and the tool's exit status.
#[derive(Debug)]
struct Refusal {
    code: u8,
    error: Error,
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self { code: FAILED, error }
    }
}

impl Refusal {
    /// The program cannot be started with the library.
    fn of(program: &Path, why: impl std::fmt::Display) -> Self {
        let error = anyhow!("cannot run {} with the allocator: {why}", harmless(&program.to_string_lossy()));
        Self { code: REFUSED, error }
    }
}

/// Runs it; what this program ends with.
pub(crate) fn main(args: &Args) -> ExitCode {
    match run(args) {
        Ok(code) => code,
        Err(Refusal { code, error }) => {
            tell!("perseq: {}", told(&error));
            ExitCode::from(code)
        }
    }
}

fn run(args: &Args) -> Result<ExitCode, Refusal> {
    let Some((name, arguments)) = args.command.split_first() else {
        return Err(anyhow!("no program is named").into());
    };
    let library = library::find(args.library.as_deref())?;
    let path = program::find(name)?;
    program::examine(&path)?;
    let json = args.json.as_deref().map(Output::promise).transpose()?;
    let mut command = Command::new(&path);
    command.arg0(name).args(arguments).env("LD_PRELOAD", preloads(&library));
    let words = words(args);
    if !words.is_empty() {
        command.env("PERSEQ_MALLOC", words);
    }
    let profile = args.profile.as_deref().map(profile::Files::promise).transpose()?;
    if let Some(profile) = &profile {
        command.env(profile::VARIABLE, profile.pattern());
    }
    if json.is_none() && !args.stats && profile.is_none() {
        return Err(Refusal { code: REFUSED, error: cannot_start(&path, command.exec()) });
    }
    let figures = report::File::new()?;
    command.env(report::VARIABLE, figures.path());
    let start = Instant::now();
    let child = wait::start(&mut command)
        .map_err(|error| Refusal { code: REFUSED, error: cannot_start(&path, error) })?;
    let pid = child.id();
    let status = wait::until_it_ends(child)?;
    let time = start.elapsed();
    // An error of the profile is no error of the program, whose other results are there.
    match profile.map(|profile| profile.collect(pid)) {
        Some(Ok(told)) => tell!("{told}"),
        Some(Err(error)) => tell!("perseq: {}", told(&error)),
        None => {}
    }
    let report = report::Report::new((name, pid), status, time, figures)?;
    if args.stats {
        tell!("{}", report.text().trim_end());
    }
    if let Some(json) = json {
        json.write(&report.json().context("cannot write the figures as JSON")?)?;
    }
    Ok(wait::code(status))
}

fn cannot_start(path: &Path, error: std::io::Error) -> Error {
    Error::new(error).context(format!("cannot start {}", harmless(&path.to_string_lossy())))
}

/// The library's words: the environment's, then those of this command, for it obeys the last of two that contradict each other.
fn words(args: &Args) -> OsString {
    let huge_pages = args.huge_pages.map(|which| match which {
        HugePages::On => "huge-pages",
        HugePages::Off => "no-huge-pages",
    });
    let present = env::var_os("PERSEQ_MALLOC");
    let sample = args.sample.map(|bytes| format!("sample={bytes}"));
    let given = [args.background.then_some("background"), huge_pages, sample.as_deref()];
    let given = given.map(|word| word.map(OsString::from));
    let words: Vec<_> = present.into_iter().chain(given.into_iter().flatten()).collect();
    words.join(OsStr::new(","))
}

/// The library before all that is preloaded already.
fn preloads(library: &Path) -> OsString {
    let mut list = library.as_os_str().to_owned();
    if let Some(present) = env::var_os("LD_PRELOAD").filter(|present| !present.is_empty()) {
        list.push(OsStr::new(":"));
        list.push(present);
    }
    list
}
