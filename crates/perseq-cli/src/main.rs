//! The `perseq` tool: what this machine can do with restartable sequences, and how fast.
//!
//! `perseq doctor` answers "do I have the fast path, and if not, why not"; `perseq bench` measures it beside its
//! rivals in one run; `perseq torture` proves that nothing is ever lost; `perseq trace` records and shows events;
//! `perseq run` gives a program the allocator; `perseq stat` shows the counters of programs. `perseq completions` and `perseq man` are for
//! packages. The others print for people and, when asked, write JSON for machines.

#![deny(unsafe_code)]
#![allow(clippy::std_instead_of_core, reason = "a program has std; the lint is for the libraries")]

#[macro_use(tell)]
extern crate perseq_report;

mod bench;
mod doctor;
mod manual;
#[cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]
mod run;
#[cfg(target_os = "linux")]
mod stat;
mod torture;
#[cfg(target_pointer_width = "64")]
mod trace;

use std::process::ExitCode;

use clap::{CommandFactory as _, Parser, Subcommand};
use perseq_report::{machine, output, terminal, text};

/// Per-CPU data through restartable sequences: look at this machine, and measure it.
#[derive(Debug, Parser)]
#[command(name = "perseq", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Measures per-CPU operations beside their rivals, and checks every result.
    Bench(bench::Args),
    /// Tells what this machine and process have, what it means and what to do about it.
    Doctor(doctor::Args),
    /// Runs all structures at once under everything that a system does to threads, and counts every element.
    Torture(torture::Args),
    /// Records the events of programs, and shows and counts them.
    #[cfg(target_pointer_width = "64")]
    #[command(subcommand)]
    Trace(trace::Command),
    /// Runs a program with the allocator in place of its C library's `malloc`.
    #[cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]
    Run(run::Args),
    /// Shows what programs count, from outside, while they do.
    #[cfg(target_os = "linux")]
    Stat(stat::Args),
    /// Prints the completions for a shell.
    Completions(manual::CompletionsArgs),
    /// Writes the man pages into a directory, one for each command.
    Man(manual::ManArgs),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        Command::Bench(args) => bench::main(&args),
        Command::Doctor(args) => doctor::main(&args).map(|()| ExitCode::SUCCESS),
        Command::Torture(args) => torture::main(&args).map(|()| ExitCode::SUCCESS),
        #[cfg(target_pointer_width = "64")]
        Command::Trace(command) => trace::main(&command),
        #[cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]
        Command::Run(args) => Ok(run::main(&args)),
        #[cfg(target_os = "linux")]
        Command::Stat(args) => stat::main(args).map(|()| ExitCode::SUCCESS),
        Command::Completions(args) => {
            manual::print_completions(&args, &Cli::command()).map(|()| ExitCode::SUCCESS)
        }
        Command::Man(args) => manual::write_pages(&args, &Cli::command()).map(|()| ExitCode::SUCCESS),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            tell!("perseq: {}", text::told(&error));
            ExitCode::FAILURE
        }
    }
}
