//! Memory that comes back from programs that sleep, and threads that handlers of a fork start.

#![allow(clippy::std_instead_of_core, reason = "test code")]
#![cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use std::process::Command;

use support::{Mode, Scratch, compile, compile_library, library, preloaded, stdout_of};

#[test]
fn a_trim_takes_what_sleeping_threads_have_left() {
    let scratch = Scratch::new("trim");
    let program = scratch.0.join("program");
    if compile("gcc", "idle.c", &program) {
        for mode in [Mode::Plain, Mode::Unregistered, Mode::NeitherCall] {
            stdout_of(preloaded(&program, mode).arg("trim"));
        }
    }
}

#[test]
fn an_idle_process_and_its_child_shrink_without_another_call() {
    let scratch = Scratch::new("idle");
    let program = scratch.0.join("program");
    if compile("gcc", "idle.c", &program) {
        for (mode, what) in [(Mode::Plain, "wait"), (Mode::Plain, "child"), (Mode::NeitherCall, "wait")] {
            eprintln!("{what} {mode:?}");
            stdout_of(preloaded(&program, mode).env("PERSEQ_MALLOC", "background").arg(what));
        }
    }
}

/// Each object is a call of the heap if no section can run. Else it takes some for a thread to leave its CPU's row.
#[test]
fn a_process_shrinks_as_a_thread_comes_by_without_another_one_that_helps() {
    let scratch = Scratch::new("comes_by");
    let program = scratch.0.join("program");
    if compile("gcc", "idle.c", &program) {
        for (mode, objects) in [
            (Mode::NeitherCall, "1"),
            (Mode::NoSequences, "1"),
            (Mode::Plain, "5000"),
            (Mode::Unregistered, "5000"),
        ] {
            eprintln!("{mode:?}");
            stdout_of(preloaded(&program, mode).arg(objects));
        }
    }
}

#[test]
fn a_thread_that_a_handler_starts_in_a_child_gets_the_locks() {
    let scratch = Scratch::new("starter");
    let (program, starter) = (scratch.0.join("program"), scratch.0.join("starter.so"));
    if !compile("gcc", "forks.c", &program) || !compile_library("gcc", "starter.c", &starter) {
        return;
    }
    for preload in [[&library(), &starter], [&starter, &library()]] {
        let list = preload.map(|file| file.to_str().expect("a name").to_owned()).join(":");
        let told = stdout_of(preloaded(&program, Mode::Plain).env("LD_PRELOAD", list));
        assert_eq!(told.trim(), "all children ended");
    }
}

#[test]
fn a_word_that_means_nothing_is_told_with_those_that_do() {
    let mut command = preloaded("true", Mode::Plain);
    let output = command.env("PERSEQ_MALLOC", "background,frobnicate,,no-huge-pages").output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && told.lines().count() == 1, "{told}");
    assert!(
        told.contains("frobnicate") && told.contains("words are background, hardened, huge-pages"),
        "{told}"
    );
    let quiet = Command::new("true").env("LD_PRELOAD", library()).output().unwrap();
    assert!(quiet.stderr.is_empty(), "{}", String::from_utf8_lossy(&quiet.stderr));
}
