//! Programs with the library preloaded, in the hands of a debugger that stops them inside of its functions, and of valgrind.

#![allow(clippy::std_instead_of_core, reason = "test code")]
#![cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use std::{fs, process::Command};

use support::{Mode, Scratch, is_here, library, preloaded, skip, stdout_of};

/// Lines to sort, and how they are sorted.
fn sorted(scratch: &Scratch) -> (String, String) {
    let lines: Vec<_> = (0..500_u32).map(|n| format!("{:04}", n * 7919 % 10_000)).collect();
    let path = scratch.0.join("lines");
    fs::write(&path, lines.join("\n") + "\n").unwrap();
    let mut lines = lines;
    lines.sort_unstable();
    (path.to_str().expect("a name").to_owned(), lines.join("\n"))
}

/// Each step is an interruption: a section restarts, until the operation does without sections.
#[test]
fn a_program_that_gdb_steps_through_malloc_and_free_sorts() {
    if !is_here("gdb") {
        return;
    }
    let traced =
        Command::new("gdb").args(["-nx", "-batch", "-ex", "run", "--args", "true"]).output().unwrap();
    if !String::from_utf8_lossy(&traced.stdout).contains("exited normally") {
        return skip("a program in gdb", "gdb cannot run programs here (ptrace)");
    }
    let scratch = Scratch::new("gdb");
    let (path, expected) = sorted(&scratch);
    let preload = format!("set exec-wrapper env LD_PRELOAD={}", library().to_str().expect("a name"));
    let mut command = Command::new("gdb");
    command.args([
        "-nx",
        "-batch",
        "-ex",
        "set confirm off",
        "-ex",
        &preload,
        "-ex",
        "set breakpoint pending on",
    ]);
    command.args(["-ex", "tbreak setlocale", "-ex", "run", "-ex", "break malloc", "-ex", "break free"]);
    for _ in 0..6 {
        command.args(["-ex", "continue", "-ex", "stepi 100"]);
    }
    command.args([
        "-ex",
        "info sharedlibrary perseq_malloc",
        "-ex",
        "delete",
        "-ex",
        "continue",
        "--args",
        "sort",
        &path,
    ]);
    let said = stdout_of(&mut command);
    assert!(said.matches("Breakpoint ").count() >= 5, "it did not stop there: {said}");
    assert!(said.contains("libperseq_malloc.so"), "{said}");
    assert!(said.contains(&expected) && said.contains("exited normally"), "{said}");
}

/// Its own `malloc` replaces the C library's and not this one, whose sections its kernel does not have.
#[test]
fn a_program_in_valgrind_sorts() {
    if !is_here("valgrind") {
        return;
    }
    let scratch = Scratch::new("valgrind");
    let (path, expected) = sorted(&scratch);
    let mut command = preloaded("valgrind", Mode::Plain);
    command.args(["-q", "--error-exitcode=9", "--tool=memcheck", "sort", &path]);
    assert_eq!(stdout_of(&mut command).trim(), expected);
}
