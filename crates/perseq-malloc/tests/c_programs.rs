//! Programs in C and C++ with the library preloaded, however the system treats restartable sequences.

#![allow(clippy::std_instead_of_core, reason = "test code")]
#![cfg(all(target_os = "linux", target_env = "gnu", target_pointer_width = "64"))]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use std::process::Command;

use support::{MODES, Mode, Scratch, compile, compile_library, library, preloaded, skip, stdout_of};

/// Compiles and runs a program in each mode.
fn in_all_modes(compiler: &str, source: &str, args: &[&str]) {
    let scratch = Scratch::new(source);
    let program = scratch.0.join("program");
    if !compile(compiler, source, &program) {
        return;
    }
    for mode in MODES {
        eprintln!("{source} {args:?} {mode:?}");
        stdout_of(preloaded(&program, mode).args(args));
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
fn programs_without_a_fault_are_the_same_when_operations_are_hardened() {
    for (compiler, source, args) in
        [("gcc", "conformance.c", &[][..]), ("g++", "cxx.cpp", &[]), ("gcc", "churn.c", &["4", "3000", "10"])]
    {
        let scratch = Scratch::new(&format!("hardened-{source}"));
        let program = scratch.0.join("program");
        if compile(compiler, source, &program) {
            for mode in [Mode::Plain, Mode::NeitherCall] {
                stdout_of(preloaded(&program, mode).env("PERSEQ_MALLOC", "hardened").args(args));
            }
        }
    }
}

/// How many forks: `PERSEQ_FORKS` of them, or some for each of the parent's threads.
fn forks() -> u32 {
    std::env::var("PERSEQ_FORKS").map_or(60, |text| text.parse().expect("a number of forks"))
}

#[test]
fn children_of_busy_parents_allocate() {
    let scratch = Scratch::new("fork");
    let program = scratch.0.join("program");
    if !compile("gcc", "churn.c", &program) {
        return;
    }
    for (mode, share) in [(Mode::Plain, 1), (Mode::Unregistered, 2), (Mode::NeitherCall, 3)] {
        let forks = forks() / share;
        let told = stdout_of(preloaded(&program, mode).args(["8", "0", &forks.to_string()]));
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
        let told = stdout_of(preloaded(&program, Mode::Plain).env("LD_PRELOAD", list).args(["4", "0", "20"]));
        assert!(told.contains(" 20 forks, 0 failed"), "{told}");
    }
}

/// By its header, and by the flags of its file for `pkg-config`.
#[test]
fn a_program_that_is_linked_with_the_library_uses_it() {
    let scratch = Scratch::new("linked");
    let (program, directory) = (scratch.0.join("program"), env!("CARGO_MANIFEST_DIR"));
    let libraries = library().parent().expect("a directory").to_owned();
    let template = std::fs::read_to_string(format!("{directory}/perseq-malloc.pc.in")).unwrap();
    let flags = |name: &str| {
        let line = template.lines().find_map(|line| line.strip_prefix(name)).expect("a line of this name");
        let line = line.replace("${includedir}", &format!("{directory}/include"));
        let line = line.replace("${libdir}", libraries.to_str().expect("a name"));
        line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    let mut compiler = Command::new("gcc");
    compiler.args(flags("Cflags:")).arg(format!("{directory}/tests/linked.c")).arg("-o").arg(&program);
    let Ok(status) = compiler.args(flags("Libs:")).arg("-Wall").arg("-Werror").status() else {
        return skip("a linked program", "there is no gcc");
    };
    assert!(status.success(), "it does not compile");
    let told = stdout_of(Command::new(&program).env("LD_LIBRARY_PATH", &libraries));
    assert_eq!(told.trim(), "linked");
}

#[test]
fn a_process_that_locks_all_that_it_maps_gets_objects_or_is_told() {
    let scratch = Scratch::new("locked");
    let program = scratch.0.join("program");
    if !compile("gcc", "locked.c", &program) {
        return;
    }
    let told = stdout_of(&mut preloaded(&program, Mode::Plain));
    match told.strip_prefix("skip: ") {
        Some(why) => skip("a process whose memory is locked", why.trim()),
        None => assert!(told.contains("locked: "), "{told}"),
    }
}
