//! `cargo xtask headers`: `include/perseq/rseq.h`, made from the tables and operations of `perseq-core`.
//!
//! ```text
//!   arch/<isa>.rs ──► steps.rs: rustc expands every step for every target ──► one table of macros per architecture
//!   section/ops.rs, guarded.rs ──► source.rs: steps of each section ──► one function per section, order and index
//!   registration.h ──► as it is: the thread's area, rows, guards
//! ```
//!
//! The steps are expanded by the compiler that expands them for the Rust sections, so there is no second reading of
//! the tables. The tests take the way back: a preprocessor expands the header for each target, and the text of each
//! function must be that of the Rust section.

mod att;
mod emit;
#[cfg(test)]
mod objects;
mod source;
mod steps;
#[cfg(test)]
mod tests;

use std::fs;

use anyhow::{Context, Result, bail};

use crate::workspace;

/// The header, from the root of the workspace.
pub(crate) const HEADER: &str = "include/perseq/rseq.h";

/// Writes the header, or with `check` compares it with what is there.
pub(crate) fn run(check: bool) -> Result<()> {
    let path = workspace().join(HEADER);
    let text = generate()?;
    if !check {
        return fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()));
    }
    let before = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    if before != text {
        let line = before.lines().zip(text.lines()).position(|(one, other)| one != other);
        let line = line.unwrap_or_else(|| before.lines().count().min(text.lines().count())) + 1;
        bail!("{HEADER}:{line} is not what the tables give; make it again with `cargo xtask headers`");
    }
    Ok(())
}

/// The header's text.
pub(crate) fn generate() -> Result<String> {
    let root = workspace();
    emit::header(&steps::tables(&root)?, &source::read(&root)?)
}
