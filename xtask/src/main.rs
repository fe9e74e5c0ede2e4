//! Jobs for people who work on perseq: `cargo xtask --help`.

#![allow(clippy::std_instead_of_core, reason = "a program")]

mod assemble;
mod babeltrace;
mod foreign;
mod peers;
mod vm;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(about = "Jobs for people who work on perseq")]
struct Arguments {
    #[command(subcommand)]
    job: Job,
}

#[derive(Subcommand)]
enum Job {
    /// Assemble every operation for every architecture, without their standard libraries, and compare with `golden/`.
    Assemble {
        /// Accept the listings as they are now; read the difference before.
        #[arg(long)]
        bless: bool,
        /// Targets to assemble for; all if none is named.
        targets: Vec<String>,
    },
    /// Fetch a babeltrace2 that reads CTF 2 from Debian; nothing is installed.
    Babeltrace,
    /// Build a crate that uses Perseq for other systems, and run it where something here can.
    Foreign {
        /// Targets to build for; all if none is named.
        targets: Vec<String>,
    },
    /// Build C programs of rivals that `perseq bench` runs beside ours, where their libraries are installed.
    Peers,
    /// Run the test programs on a real kernel, in a virtual machine.
    Vm(vm::Options),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().job {
        Job::Assemble { bless, targets } => assemble::run(bless, &targets),
        Job::Babeltrace => babeltrace::run(),
        Job::Foreign { targets } => foreign::run(&targets),
        Job::Peers => peers::run(),
        Job::Vm(options) => vm::run(&options),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The root of the workspace.
fn workspace() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}
