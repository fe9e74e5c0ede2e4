//! Jobs for people who work on perseq: `cargo xtask --help`.

mod assemble;

use std::process::ExitCode;

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
}

fn main() -> ExitCode {
    let result = match Arguments::parse().job {
        Job::Assemble { bless, targets } => assemble::run(bless, &targets),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
