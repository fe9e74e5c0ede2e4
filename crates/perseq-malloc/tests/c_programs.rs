//! Programs in C and C++ with the library preloaded, however the system treats restartable sequences.

#![allow(clippy::std_instead_of_core, reason = "test code")]
#![cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use support::{MODES, Mode, Scratch, compile, compile_library, library, preloaded, succeed};

/// Compiles and runs a program in each mode.
fn in_all_modes(compiler: &str, source: &str, args: &[&str]) {
    let scratch = Scratch::new(source);
    let program = scratch.0.join("program");
    if !compile(compiler, source, &program) {
        return;
    }
    for mode in MODES {
        eprintln!("{source} {args:?} {mode:?}");
        succeed(preloaded(&program, mode).args(args));
    }
}

#[test]
fn each_function_of_c_does_what_its_standard_says() {
    in_all_modes("gcc", "conformance.c", &[]);
}

#[test]
fn each_operator_of_cxx_does_what_its_standard_says() {
    in_all_modes("g++", "cxx.cpp", &[]);
}

#[test]
fn each_object_is_its_owners_whichever_thread_frees_it() {
    in_all_modes("gcc", "churn.c", &["8", "30000"]);
}

#[test]
fn children_of_busy_parents_allocate() {
    let scratch = Scratch::new("fork");
    let program = scratch.0.join("program");
    if !compile("gcc", "churn.c", &program) {
        return;
    }
    for (mode, forks) in [(Mode::Plain, "300"), (Mode::Unregistered, "100"), (Mode::NeitherCall, "50")] {
        let told = succeed(preloaded(&program, mode).args(["8", "0", forks]));
        assert!(told.contains(&format!(" {forks} forks, 0 failed")), "{told}");
    }
}

/// Handlers that were registered before the allocator's own run while it has its locks for the fork.
#[test]
fn handlers_of_a_fork_allocate_wherever_they_run() {
    let scratch = Scratch::new("handlers");
    let (program, handlers) = (scratch.0.join("program"), scratch.0.join("handlers.so"));
    if !compile("gcc", "churn.c", &program) || !compile_library("gcc", "handlers.c", &handlers) {
        return;
    }
    // The loader runs constructors in the reverse order of this list.
    for preload in [[&library(), &handlers], [&handlers, &library()]] {
        let list = preload.map(|file| file.to_str().expect("a name").to_owned()).join(":");
        let told = succeed(preloaded(&program, Mode::Plain).env("LD_PRELOAD", list).args(["4", "0", "20"]));
        assert!(told.contains(" 20 forks, 0 failed"), "{told}");
    }
}
