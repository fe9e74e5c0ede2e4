//! Every critical section of this program is interrupted at every one of its instructions.
//!
//! The kernel promises that a section which is interrupted before its commit goes to its abort address, and the
//! operations promise that nothing which others see has then happened. This program takes both at their word, for each
//! section that the linker put into it: it plants a breakpoint at each instruction boundary from start to commit, and
//! after the commit; the handler of the trap performs another operation on the same row and returns; what is in the
//! row at the end must be what the two operations do one after the other. A second mode moves the victim to another
//! CPU first and has a thread on the old one do the other operation.
//!
//! A section or a boundary that no scenario reaches is a failure, so a new section needs a scenario here.
//! `walk/mod.rs` has the parts.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

#[cfg(not(any(miri, perseq_model)))]
mod walk;

#[cfg(not(any(miri, perseq_model)))]
use perseq_testing as support;

/// The request of `cargo test`'s command line to a program without its harness: a list, or not to run.
fn is_wanted() -> bool {
    let mut wanted = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--list" => {
                println!("boundaries: test");
                return false;
            }
            "--ignored" => return false,
            "--skip" if arguments.next().is_some_and(|name| "boundaries".contains(&name)) => return false,
            "--test-threads" | "--format" | "--color" | "-Z" => drop(arguments.next()),
            option if option.starts_with('-') => {}
            _ => wanted.push(argument),
        }
    }
    wanted.is_empty() || wanted.iter().any(|name| "boundaries".contains(name.as_str()))
}

fn main() {
    if !is_wanted() {
        return;
    }
    #[cfg(not(any(miri, perseq_model)))]
    walk::run();
}
