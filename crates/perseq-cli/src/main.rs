//! The `perseq` tool: what this machine can do with restartable sequences, and how fast.
//!
//! `perseq doctor` answers "do I have the fast path, and if not, why not"; `perseq bench` measures it beside its
//! rivals in one run; `perseq torture` proves that nothing is ever lost; `perseq trace` records and shows events. All print for people and,
//! when asked, write JSON for machines.

#![deny(unsafe_code)]
#![allow(clippy::std_instead_of_core, reason = "a program has std; the lint is for the libraries")]

#[cfg(feature = "bench")]
mod bench;
#[cfg_attr(
    not(feature = "bench"),
    allow(dead_code, reason = "a benchmark tells when and where it was measured")
)]
mod clock;
mod doctor;
#[cfg_attr(
    not(feature = "bench"),
    allow(dead_code, reason = "a benchmark tells when and where it was measured")
)]
mod machine;
mod output;
mod terminal;
mod text;
mod torture;
#[cfg(target_pointer_width = "64")]
mod trace;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
    #[cfg(feature = "bench")]
    Bench(bench::Args),
    /// The other process of a measurement, which it starts itself.
    #[cfg(all(feature = "bench", target_pointer_width = "64"))]
    #[command(hide = true)]
    BenchPeer,
    /// Tells what this machine and process have, what it means and what to do about it.
    Doctor(doctor::Args),
    /// Runs all structures at once under everything that a system does to threads, and counts every element.
    Torture(torture::Args),
    /// Records the events of programs, and shows and counts them.
    #[cfg(target_pointer_width = "64")]
    #[command(subcommand)]
    Trace(trace::Command),
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().command {
        #[cfg(feature = "bench")]
        Command::Bench(args) => bench::main(&args).map(|()| ExitCode::SUCCESS),
        #[cfg(all(feature = "bench", target_pointer_width = "64"))]
        Command::BenchPeer => bench::peer_main().map(|()| ExitCode::SUCCESS),
        Command::Doctor(args) => doctor::main(&args).map(|()| ExitCode::SUCCESS),
        Command::Torture(args) => torture::main(&args).map(|()| ExitCode::SUCCESS),
        #[cfg(target_pointer_width = "64")]
        Command::Trace(command) => trace::main(&command),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("perseq: {}", text::told(&error));
            ExitCode::FAILURE
        }
    }
}
