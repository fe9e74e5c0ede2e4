//! Jobs for people who work on perseq: `cargo xtask --help`.

#![allow(clippy::std_instead_of_core, reason = "a program")]

mod assemble;
mod babeltrace;
mod foreign;
mod headers;
mod interface;
mod peers;
mod published;
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
    /// Make `include/perseq/rseq.h` from the tables and operations of `perseq-core`.
    Headers {
        /// Only compare; fail if the header is not what they give.
        #[arg(long)]
        check: bool,
    },
    /// Compare the public interface of each published crate with `golden/interface/`.
    Interface {
        /// Accept the interfaces as they are now; read the difference before.
        #[arg(long)]
        bless: bool,
    },
    /// Look for the rivals of `perseq bench` that are not Rust, show their versions and places, and build programs in C for those that are
    /// installed. Nothing is fetched without `--build`.
    Peers {
        /// Also fetch allocators and build them: sources from crates.io, packages from Debian, which are unpacked and not installed.
        #[arg(long)]
        build: bool,
        /// Directory for what is built, for tests.
        #[arg(long, hide = true)]
        to: Option<PathBuf>,
    },
    /// Run the test programs on a real kernel, in a virtual machine.
    Vm(vm::Options),
}

fn main() -> ExitCode {
    let result = match Arguments::parse().job {
        Job::Assemble { bless, targets } => assemble::run(bless, &targets),
        Job::Babeltrace => babeltrace::run(),
        Job::Foreign { targets } => foreign::run(&targets),
        Job::Headers { check } => headers::run(check),
        Job::Interface { bless } => interface::run(bless),
        Job::Peers { build, to } => peers::run(build, to),
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
