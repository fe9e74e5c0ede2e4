//! Running the program as a person would.

use std::process::Command;

pub use perseq_testing::{Scratch, stdout_of};

/// The program, with nothing in its environment that changes what it prints.
pub fn bench(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_perseq-bench"));
    command.args(arguments).env_remove("GLIBC_TUNABLES").env_remove("NO_COLOR");
    command
}
