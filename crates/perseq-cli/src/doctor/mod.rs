//! `perseq doctor`: what this machine and process have, what it means, and what to do about it.
//!
//! An operator of per-CPU code wants one answer: is the fast path active here, and if not, why not. The doctor looks
//! at the kernel, the C library, the registration and whatever may come in between, and then does not believe any of
//! it: it counts, on several threads, and reports what happened.
//!
//! The parts: [`system`], [`registration`] and [`surroundings`] make [`check::Check`]s, [`proof`] runs the real
//! thing, [`render`] shows both.

mod check;
mod proof;
mod registration;
mod render;
mod surroundings;
mod system;

use anyhow::{Context, Result, bail};

use crate::terminal::{self, Paint};
use check::Check;
use proof::Proof;

/// How to show it.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Write JSON
    #[arg(long)]
    json: bool,
}

/// Examines and reports.
///
/// # Errors
/// When the report cannot be written, or when increments were lost. A slower path is no error.
pub(crate) fn main(args: &Args) -> Result<()> {
    let checks = examine();
    let proof = Proof::run();
    let text = if args.json {
        let report = render::Json::of(&checks, &proof);
        let text = serde_json::to_string_pretty(&report).context("cannot write the report as JSON")?;
        format!("{text}\n")
    } else {
        render::text(&checks, &proof, Paint::for_stdout())
    };
    terminal::print(&text)?;
    if !proof.is_exact() {
        bail!("{} increments were made and {} counted: please report this", proof.made, proof.counted);
    }
    Ok(())
}

/// Everything that can be looked at.
fn examine() -> Vec<Check> {
    let mut checks = system::checks();
    checks.extend(registration::checks());
    checks.extend(surroundings::checks());
    checks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_check_has_a_key_of_its_own_and_something_to_say() {
        let checks = examine();
        let mut keys: Vec<&str> = checks.iter().map(|check| check.key).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), checks.len());
        assert!(checks.iter().all(|check| !check.value.is_empty() && !check.meaning.is_empty()));
    }

    #[test]
    fn what_is_bad_comes_with_advice() {
        assert!(examine().iter().all(|check| check.state != check::State::Bad || check.advice.is_some()));
    }
}
