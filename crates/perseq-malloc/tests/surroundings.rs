//! Limits of memory, forks by many threads, setuid: calls that a process may not make, and variables that it must not believe.

#![allow(clippy::std_instead_of_core, reason = "test code")]
#![cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use std::{
    fs::{self, Permissions},
    os::unix::fs::{PermissionsExt as _, chown},
    path::Path,
    process::{Command, Output},
};

use support::{Mode, Scratch, compile, compile_with, lacks, library, preloaded, skip, stdout_of};

#[test]
fn a_limit_of_memory_is_told_and_spoils_nothing() {
    let scratch = Scratch::new("limits");
    let program = scratch.0.join("program");
    if !compile("gcc", "limits.c", &program) {
        return;
    }
    for (mode, limit) in [(Mode::Plain, "data"), (Mode::Plain, "space"), (Mode::NeitherCall, "data")] {
        let told = stdout_of(preloaded(&program, mode).arg(limit));
        assert!(told.contains(" objects, then "), "{limit}: {told}");
    }
}

/// How many forks of each thread: a share of `PERSEQ_FORKS`.
fn forks() -> u32 {
    std::env::var("PERSEQ_FORKS").map_or(15, |text| text.parse::<u32>().expect("a number of forks") / 10)
}

#[test]
fn threads_fork_at_the_same_time_and_children_fork() {
    let scratch = Scratch::new("storm");
    let program = scratch.0.join("program");
    if !compile("gcc", "storm.c", &program) {
        return;
    }
    for mode in [Mode::Plain, Mode::NeitherCall] {
        let told = stdout_of(preloaded(&program, mode).arg(forks().to_string()));
        assert!(told.contains(&format!("{} forks, 0 failed", 8 * forks())), "{told}");
    }
    // With the thread that gives memory back, which each child has as well.
    let mut command = preloaded(&program, Mode::Plain);
    stdout_of(command.env("PERSEQ_MALLOC", "background").arg(forks().to_string()));
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_setuid_program_ignores_the_environment() {
    let scratch = Scratch::new("secure");
    // The other user can read it there.
    set_mode(&scratch.0, 0o755);
    let copy = scratch.0.join("libperseq_malloc.so");
    fs::copy(library(), &copy).unwrap();
    set_mode(&copy, 0o755);
    let directory = scratch.0.to_str().expect("a name");
    let (linked, plain) = (scratch.0.join("linked"), scratch.0.join("plain"));
    let flags = [
        &format!("-L{directory}"),
        "-Wl,--no-as-needed",
        "-lperseq_malloc",
        &format!("-Wl,-rpath,{directory}"),
    ];
    if !compile_with("gcc", &flags, "secure.c", &linked) || !compile("gcc", "secure.c", &plain) {
        return;
    }
    let figures = scratch.0.join("figures");
    let run = |program: &Path| {
        let mut command = Command::new(program);
        // cargo names the directory of the other copy there.
        command
            .env_remove("LD_LIBRARY_PATH")
            .env("PERSEQ_MALLOC", "background,frobnicate")
            .env("PERSEQ_MALLOC_STATS", &figures);
        let Output { status, stdout, stderr } = command.env("LD_PRELOAD", &copy).output().unwrap();
        let told = String::from_utf8_lossy(&stdout).trim().to_owned();
        assert!(status.success(), "{status} {told}");
        (told, String::from_utf8_lossy(&stderr).contains("frobnicate"), fs::remove_file(&figures).is_ok())
    };
    // Without rights of its own it believes all of that.
    for program in [&linked, &plain] {
        assert_eq!(run(program), ("plain, ours, 2".into(), true, true));
    }
    for program in [&linked, &plain] {
        if chown(program, Some(1), None).is_err() {
            return skip("a setuid program", "this user may not give files away");
        }
        set_mode(program, 0o4755);
    }
    let (told, ..) = run(&linked);
    if told.starts_with("plain") {
        return lacks("a setuid program", "this mount or process has none (nosuid, no_new_privs)");
    }
    assert_eq!(run(&linked), ("secure, ours, 1".into(), false, false));
    // The loader leaves it out.
    assert_eq!(run(&plain), ("secure, theirs, 1".into(), false, false));
}
