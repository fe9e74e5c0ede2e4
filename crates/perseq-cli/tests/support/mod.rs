//! Running the program as a person would.

use std::process::{Command, Output};

/// The program, with nothing in its environment that changes what it prints.
pub(crate) fn perseq(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_perseq"));
    command.args(arguments).env_remove("GLIBC_TUNABLES").env_remove("NO_COLOR");
    command
}

/// What a command wrote to standard output; fails the test when it failed.
pub(crate) fn stdout_of(command: &mut Command) -> String {
    let Output { status, stdout, stderr } = command.output().expect("the program can be started");
    assert!(status.success(), "{status}: {}", String::from_utf8_lossy(&stderr));
    String::from_utf8(stdout).expect("the program writes UTF-8")
}
