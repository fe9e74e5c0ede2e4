//! `perseq/rseq.h` used from C and from C++: each section called and walked, sums under disturbance, standards, README.

#![cfg(target_os = "linux")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use perseq_testing::{Scratch, skip};

/// Warnings that users have on; each is an error here.
const WARNINGS: [&str; 4] = ["-Wall", "-Wextra", "-pedantic", "-Werror"];

/// The compiler for another C library, which registers no thread.
const MUSL: &str = "musl-gcc";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// A compiler that is not here. Clang and musl's are further ones: if they alone are missing, GCC has still compiled everything.
fn without(compiler: &str) {
    if compiler.starts_with("clang") || compiler == MUSL {
        eprintln!("SKIPPED {compiler}: the compiler is not here");
    } else {
        skip(compiler, "the compiler is not here");
    }
}

/// Compiles `source` by `command`, whose first word is the compiler; nothing if the compiler is not here.
fn compile(command: &str, source: &Path, to: &Path) -> Option<()> {
    let mut words = command.split(' ');
    let compiler = words.next().unwrap();
    let language = if compiler.ends_with("++") { "c++" } else { "c" };
    let mut command = Command::new(compiler);
    command.args(WARNINGS).args(words).arg("-I").arg(root().join("include"));
    command.args(["-pthread", "-x", language]).arg(source).arg("-o").arg(to);
    let Ok(output) = command.output() else {
        without(compiler);
        return None;
    };
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "{command:?}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Some(())
}

fn source(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/c_header").join(name)
}

/// What a program says; it must end well.
fn said(output: &Output) -> String {
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{}: {said}{}", output.status, String::from_utf8_lossy(&output.stderr));
    said
}

#[test]
fn every_section_is_right_and_restarts_at_each_of_its_instructions() {
    if !cfg!(target_arch = "x86_64") {
        return skip("walk", "breakpoints are x86-64's");
    }
    let scratch = Scratch::new("walk");
    let program = scratch.0.join("walk");
    for command in ["gcc -O2 -std=c11 -no-pie", "clang++ -O1 -std=c++20 -no-pie"] {
        if compile(command, &source("walk.c"), &program).is_none() {
            continue;
        }
        let Ok(disassembly) = Command::new("objdump").arg("-d").arg(&program).output() else {
            return skip("walk", "there is no objdump (binutils)");
        };
        // `  401136:	55	push …`
        let listing = String::from_utf8_lossy(&disassembly.stdout).into_owned();
        let addresses: String = listing
            .lines()
            .filter_map(|line| line.trim_start().split_once(":\t"))
            .map(|(address, _)| format!("{address}\n"))
            .collect();
        let mut child = Command::new(&program).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(addresses.as_bytes()).unwrap();
        let said = said(&child.wait_with_output().unwrap());
        if said.starts_with("SKIPPED") {
            return skip("walk", &said);
        }
        let numbers: Vec<u64> = said.split([' ', ',']).filter_map(|word| word.parse().ok()).collect();
        // 88 functions, some of them in two cases; each has more than four instructions.
        assert!(
            numbers[0] >= 88 && numbers[1] > 4 * numbers[0] && numbers[2] > 4 * numbers[0],
            "{command}: {said}"
        );
    }
}

#[test]
fn the_walk_calls_every_function_of_the_header() {
    let header = fs::read_to_string(root().join("include/perseq/rseq.h")).unwrap();
    let walk = fs::read_to_string(source("walk.c")).unwrap();
    let mut functions = 0;
    for name in header
        .split("PERSEQ_INLINE int perseq_")
        .skip(1)
        .filter_map(|rest| rest.split_once('('))
        .map(|found| found.0)
    {
        let Some((form, operation)) = name.split_once("_cpu_id_") else { continue };
        let operation = operation
            .strip_suffix("_release")
            .map_or_else(|| operation.to_owned(), |name| format!("{name}##order"));
        let call = format!("perseq_{form}_##by##_{operation}");
        assert!(walk.contains(&call), "no case calls {name} ({call})");
        functions += 1;
    }
    assert_eq!(functions, 44);
}

#[test]
fn nothing_is_lost_under_threads_signals_and_changes_of_affinity() {
    let scratch = Scratch::new("exact");
    let program = scratch.0.join("exact");
    for command in [
        "gcc -std=c11 -O2",
        "clang++ -std=c++17 -O1 -fPIE",
        "gcc -std=c17 -O1 -fsanitize=address,undefined -fno-sanitize-recover=all",
        "g++ -std=c++11 -O1 -fsanitize=thread",
    ] {
        if compile(command, &source("exact.c"), &program).is_none() {
            continue;
        }
        // The program goes on until a section was aborted, a handler ran in one, and a thread was moved.
        let said = said(&Command::new(&program).arg("20000").output().unwrap());
        if !said.starts_with("attached 0") {
            skip("aborts", &said);
        }
        if command.contains("thread") {
            continue;
        }
        let without = Command::new(&program)
            .arg("2000")
            .env("GLIBC_TUNABLES", "glibc.pthread.rseq=0")
            .output()
            .unwrap();
        assert!(
            self::said(&without).starts_with("attached 38: "),
            "no area, so ENOSYS and the exact slower path"
        );
    }
}

#[test]
fn with_musl_nothing_is_lost_either() {
    let scratch = Scratch::new("musl");
    let program = scratch.0.join("exact");
    for options in ["-std=c11 -O2", "-std=gnu17 -O1 -static"] {
        if compile(&format!("{MUSL} {options}"), &source("exact.c"), &program).is_none() {
            return;
        }
        // No area, so that every operation is aborted and takes the program's other path. A machine without its dynamic linker runs the
        // static one.
        match Command::new(&program).arg("2000").output() {
            Ok(output) => assert!(said(&output).starts_with("attached 38: ")),
            Err(error) => skip("musl", &format!("its programs cannot be started: {error}")),
        }
    }
}

#[test]
fn the_header_is_clean_in_every_standard() {
    let scratch = Scratch::new("standards");
    for (compiler, standards) in [
        ("gcc", &["c11", "gnu17"][..]),
        ("clang", &["c11", "gnu17"]),
        (MUSL, &["c11", "gnu17"]),
        ("g++", &["c++11", "c++14", "c++17", "c++20"]),
        ("clang++", &["c++11", "c++14", "c++17", "c++20"]),
    ] {
        for standard in standards {
            let command = format!("{compiler} -std={standard} -fsyntax-only");
            _ = compile(&command, &source("include_only.c"), &scratch.0.join("nothing"));
        }
    }
}

#[test]
fn duplicates_of_a_function_that_the_linker_drops_take_their_sections_along() {
    let scratch = Scratch::new("groups");
    // An inline function of C++ is in both objects; the linker keeps one.
    let template = "#include <perseq/rseq.h>\ninline int both(uintptr_t *v) { int outcome; PERSEQ_RETRY_CPU_ID(outcome, \
                    perseq_here_cpu_id_add(v, 1)); return outcome; }\n";
    let main = scratch.0.join("main.cc");
    let other = scratch.0.join("other.cc");
    fs::write(
        &other,
        format!("{template}int other(uintptr_t *v);\nint other(uintptr_t *v) {{ return both(v); }}\n"),
    )
    .unwrap();
    fs::write(
        &main,
        format!(
            "{template}int other(uintptr_t *v);\n#include \"other.cc\"\nint main() {{ uintptr_t *rows = (uintptr_t *)perseq_rows_map(); \
             return both(rows) != other(rows); }}\n"
        )
        .replace("#include \"other.cc\"\n", ""),
    )
    .unwrap();
    for compiler in ["g++", "clang++"] {
        let mut command = Command::new(compiler);
        command
            .args(["-O0", "-I"])
            .arg(root().join("include"))
            .arg(&main)
            .arg(&other)
            .arg("-o")
            .arg(scratch.0.join("program"));
        let Ok(output) = command.output() else {
            without(compiler);
            continue;
        };
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        said(&Command::new(scratch.0.join("program")).output().unwrap());
    }
}

#[test]
fn the_example_of_the_guide_counts_exactly() {
    let guide = fs::read_to_string(root().join("docs/c.md")).unwrap();
    let (_, code) = guide.split_once("```c\n").expect("an example");
    let (code, _) = code.split_once("```").unwrap();
    let scratch = Scratch::new("guide");
    let (example, program) = (scratch.0.join("example.c"), scratch.0.join("example"));
    fs::write(&example, code).unwrap();
    for command in ["gcc -std=c11 -O2", "clang++ -std=c++11 -O2"] {
        if compile(command, &example, &program).is_some() {
            assert_eq!(said(&Command::new(&program).output().unwrap()), "4000000\n");
        }
    }
}
