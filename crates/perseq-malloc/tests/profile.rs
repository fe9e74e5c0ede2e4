//! The heap profile of a program in C, begun by the environment or by itself.

#![allow(clippy::std_instead_of_core, reason = "test code")]
#![cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use support::{Mode, Scratch, compile, is_here, preloaded, stdout_of};

/// Bytes of one object's class.
const CLASS: u64 = 1024;

fn program(scratch: &Scratch) -> Option<PathBuf> {
    let program = scratch.0.join("program");
    compile("gcc", "profile.c", &program).then_some(program)
}

/// Bytes that stacks with this function have, by a file with lines.
fn in_use(file: &Path, function: &str) -> u64 {
    let text = fs::read_to_string(file).expect("it was written");
    let lines = text.lines().map(|line| line.rsplit_once(' ').expect("a stack and bytes"));
    let of = lines.filter(|(stack, _)| stack.split(';').any(|name| name == function));
    of.map(|(_, bytes)| bytes.parse::<u64>().expect("a number")).sum()
}

#[test]
fn a_program_writes_its_profile_while_it_runs() {
    let scratch = Scratch::new("profile-calls");
    let Some(program) = program(&scratch) else { return };
    for mode in [Mode::Plain, Mode::Unregistered, Mode::NeitherCall] {
        let (file, again) = (scratch.0.join("heap.folded"), scratch.0.join("again.collapsed"));
        stdout_of(preloaded(&program, mode).arg("calls").arg(&file).arg(&again));
        for file in [&file, &again] {
            assert_eq!(in_use(file, "takes_and_keeps"), 1000 * CLASS, "{mode:?}");
            assert_eq!(in_use(file, "takes_and_frees"), 0, "{mode:?}");
            fs::remove_file(file).expect("it is there");
        }
    }
}

#[test]
fn the_environment_begins_a_profile_that_the_end_writes() {
    let scratch = Scratch::new("profile-end");
    let Some(program) = program(&scratch) else { return };
    let run = |name: &str, words: &str, what: &str| {
        let mut command = preloaded(&program, Mode::Plain);
        command.env("PERSEQ_MALLOC_PROFILE", scratch.0.join(name)).env("PERSEQ_MALLOC", words);
        stdout_of(command.arg(what))
    };
    run("all.txt", "sample=1", "end");
    assert_eq!(in_use(&scratch.0.join("all.txt"), "takes_and_keeps"), 1000 * CLASS);
    // The same as pprof reads it.
    run("all.pb.gz", "sample=1", "end");
    let mut text = Vec::new();
    let file = fs::File::open(scratch.0.join("all.pb.gz")).expect("it was written");
    flate2::read::GzDecoder::new(file).read_to_end(&mut text).expect("gzip");
    for name in ["takes_and_keeps", "takes_and_frees", "inuse_space"] {
        assert!(text.windows(name.len()).any(|window| window == name.as_bytes()), "{name} is not there");
    }
    // A child has its own file, and does not write over its parent's.
    run("child-%%-%p.txt", "sample=1", "child");
    run("own.txt", "sample=1", "child");
    let names: Vec<_> =
        fs::read_dir(&scratch.0).expect("it is there").map(|entry| entry.expect("a file").path()).collect();
    let starting_with = |start: &str| {
        let is =
            |path: &&PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(start));
        names.iter().filter(is).map(|file| in_use(file, "takes_and_keeps")).collect::<Vec<_>>()
    };
    for start in ["child-%-", "own.txt"] {
        let mut found = starting_with(start);
        found.sort_unstable();
        assert_eq!(found, [0, 1000 * CLASS], "{start}: {names:?}");
    }
}

#[test]
fn a_profile_that_cannot_be_written_is_told() {
    let mut command = preloaded("true", Mode::Plain);
    let output = command.env("PERSEQ_MALLOC_PROFILE", "/no/such/directory/file").output().expect("it starts");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        output.status.success() && told.contains("/no/such/directory/file") && told.contains("No such file"),
        "{told}"
    );
    let output =
        preloaded("true", Mode::Plain).env("PERSEQ_MALLOC", "sample=much").output().expect("it starts");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && told.contains("sample=much") && told.contains("bytes"), "{told}");
}

#[test]
fn a_limit_of_files_does_not_end_a_program_that_leaves_files() {
    // Shells that end by `_exit` leave nothing.
    if !is_here("bash") {
        return;
    }
    let scratch = Scratch::new("profile-limit");
    let [figures, profile] = ["figures", "heap.folded"].map(|name| scratch.0.join(name));
    let mut command = preloaded("bash", Mode::Plain);
    command.args(["-c", "ulimit -f 0; exit 7"]);
    command.env("PERSEQ_MALLOC", "sample=1").env("PERSEQ_MALLOC_STATS", &figures);
    let output = command.env("PERSEQ_MALLOC_PROFILE", &profile).output().expect("it starts");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(7), "{}: {told}", output.status);
    assert!(told.contains("heap.folded") && told.contains("large"), "{told}");
}
