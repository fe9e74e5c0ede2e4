//! `perseq bench` from outside: the program that it becomes, as it is installed or as cargo builds it.

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::Path,
    process::{Command, Output},
    sync::{Mutex, MutexGuard, PoisonError},
};

use support::Scratch;

/// One test at a time: a child that another thread forks has, until it becomes its program, the files that this one is writing, and no
/// file that a process may write can be started.
static ONE: Mutex<()> = Mutex::new(());

fn alone() -> MutexGuard<'static, ()> {
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A program that prints its name and its arguments.
fn script(path: &Path, more: &str) {
    fs::write(path, format!("#!/bin/sh\necho \"${{0##*/}} $*\"\n{more}\n")).expect("it can be written");
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("it is this process's");
}

/// The tool, in a directory that looks like this.
fn tool(scratch: &Scratch, directory: &str) -> Command {
    let directory = scratch.0.join(directory);
    fs::create_dir_all(&directory).expect("the directory can be made");
    let tool = directory.join("perseq");
    fs::copy(env!("CARGO_BIN_EXE_perseq"), &tool).expect("the tool can be copied");
    let mut command = Command::new(tool);
    command.arg("bench").env("CARGO", "/nowhere/cargo");
    command
}

fn texts(Output { stdout, stderr, .. }: &Output) -> [String; 2] {
    [stdout, stderr].map(|text| String::from_utf8_lossy(text).into_owned())
}

#[test]
fn an_installed_tool_becomes_the_program_beside_it_with_all_arguments() {
    let _one = alone();
    let scratch = Scratch::new("bench-installed");
    let mut command = tool(&scratch, "bin");
    script(&scratch.0.join("bin/perseq-bench"), "exit 3");
    let output = command.args(["--help", "counter", "--json", "-"]).output().expect("it can be started");
    let [stdout, stderr] = texts(&output);
    assert_eq!(output.status.code(), Some(3), "{stderr}");
    assert_eq!(stdout, "perseq-bench --help counter --json -\n");
}

#[test]
fn an_installed_tool_alone_says_where_the_program_comes_from() {
    let _one = alone();
    let scratch = Scratch::new("bench-alone");
    let output = tool(&scratch, "bin").output().expect("it can be started");
    let [_, stderr] = texts(&output);
    assert!(!output.status.success());
    for part in ["bin/perseq-bench does not exist", "cargo install --path crates/perseq-bench", "cargo run"] {
        assert!(stderr.contains(part), "{stderr}");
    }
}

#[test]
fn in_a_clone_the_program_is_built_as_the_tool_was_and_the_user_is_told() {
    let _one = alone();
    let scratch = Scratch::new("bench-clone");
    let mut command = tool(&scratch, "target/release");
    fs::write(scratch.0.join("target/CACHEDIR.TAG"), "").expect("it can be written");
    script(&scratch.0.join("target/release/perseq-bench"), "");
    let cargo = scratch.0.join("cargo");
    script(&cargo, "");
    let [stdout, stderr] =
        texts(&command.args(["ring", "--quick"]).env("CARGO", &cargo).output().expect("it can be started"));
    let (built, ran) = stdout.split_once('\n').expect("two programs");
    assert!(built.starts_with("cargo build -p perseq-bench --profile release --manifest-path /"), "{built}");
    assert!(built.ends_with(&format!("--target-dir {}", scratch.0.join("target").display())), "{built}");
    assert_eq!(ran, "perseq-bench ring --quick\n");
    assert!(stderr.contains("building perseq-bench"), "{stderr}");

    // One of an earlier build would measure other code.
    script(&cargo, "exit 101");
    let output = command.output().expect("it can be started");
    let [stdout, _] = texts(&output);
    assert!(!output.status.success() && !stdout.contains("perseq-bench ring"), "{stdout}");
}
