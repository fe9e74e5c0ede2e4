//! A program in C and C++ calls every function: with what it is for, and with what it refuses.

#![cfg(all(target_os = "linux", target_pointer_width = "64"))]
#![allow(clippy::std_instead_of_core, reason = "test code")]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod common;

use std::{collections::BTreeSet, fs, path::Path};

use common::{
    Scratch, stdout_of,
    support::{WITHOUT_GLIBC, lacks},
};
// For its archive, which is built with it.
use perseq_c as _;

const SOURCES: [&str; 7] = ["main.c", "check.c", "counters.c", "items.c", "records.c", "rows.c", "waits.c"];
const PARTS: [&str; 6] = ["library", "counters", "items", "records", "rows", "waits"];

#[test]
fn every_function_does_in_c_and_cpp_what_the_header_says() {
    let Some(scratch) = Scratch::get("programs") else { return };
    let archive = scratch.prefix().join("lib/libperseq.a").display().to_string();
    let gcc = scratch.compile("cc", &SOURCES, &["-std=c11"]).expect("there is a cc");
    assert!(scratch.check(&gcc, &PARTS, &[]) > 3000);
    // With our own registration, and without sections.
    assert!(scratch.check(&gcc, &PARTS, &[WITHOUT_GLIBC]) > 3000);
    assert!(scratch.check(&gcc, &PARTS, &[("PERSEQ_PRETEND", "no-restarts")]) > 3000);
    let others: [(&str, &[&str]); 4] = [
        ("c++", &["-std=c++11"]),
        ("c++", &["-std=c++20", &archive, "-Wl,--gc-sections"]),
        ("clang", &["-std=c17"]),
        ("clang++", &["-std=c++17"]),
    ];
    for (compiler, options) in others {
        match scratch.compile(compiler, &SOURCES, options) {
            Some(program) => assert!(scratch.check(&program, &PARTS, &[]) > 3000),
            None => lacks(&format!("programs of {compiler}"), "it is not here"),
        }
    }
}

#[test]
fn programs_under_sanitizers_are_told_of_nothing() {
    let Some(scratch) = Scratch::get("sanitizers") else { return };
    // Each compiler once, each sanitizer in C and in C++.
    let variants = [
        ("cc", "-std=c11", "-fsanitize=address,undefined"),
        ("clang++", "-std=c++20", "-fsanitize=address,undefined"),
        ("clang", "-std=c17", "-fsanitize=thread"),
        ("c++", "-std=c++14", "-fsanitize=thread"),
    ];
    for (compiler, standard, sanitizer) in variants {
        let options = [standard, "-g", sanitizer, "-fno-sanitize-recover=all"];
        let Some(program) = scratch.compile(compiler, &SOURCES, &options) else {
            lacks(&format!("{sanitizer} of {compiler}"), "it is not here, or has no runtime for it");
            continue;
        };
        // Leaks are looked for at the end, by a thread that a child does not have. The library's own synchronisation is not seen.
        let thread = "die_after_fork=0 ignore_noninstrumented_modules=1";
        let variables = [("ASAN_OPTIONS", "detect_leaks=0"), ("TSAN_OPTIONS", thread)];
        assert!(scratch.check(&program, &PARTS, &variables) > 3000);
    }
}

#[test]
fn objects_of_cpp_end_once_and_need_no_exceptions() {
    let Some(scratch) = Scratch::get("raii") else { return };
    let variants: [(&str, &[&str]); 6] = [
        // The header tells ThreadSanitizer of items, locks and readers that go from one thread to another.
        ("c++", &["-std=c++17", "-g", "-fsanitize=thread", "-fno-sanitize-recover=all"]),
        ("clang++", &["-std=c++20", "-g", "-fsanitize=thread", "-fno-sanitize-recover=all"]),
        ("c++", &["-std=c++17", "-fno-exceptions", "-fno-rtti", "-Wshadow"]),
        ("c++", &["-std=c++20", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=all"]),
        ("clang++", &["-std=c++17", "-Wshadow", "-Wconversion"]),
        ("clang++", &["-std=c++20"]),
    ];
    for (compiler, options) in variants {
        match scratch.compile(compiler, &["raii.cpp", "check.c"], options) {
            Some(program) => {
                let alone = ("TSAN_OPTIONS", "ignore_noninstrumented_modules=1");
                assert!(scratch.check(&program, &[], &[alone]) > 10_000);
                assert!(scratch.check(&program, &[], &[alone, WITHOUT_GLIBC]) > 10_000);
            }
            None => lacks(
                &format!("programs of {compiler} {options:?}"),
                "it is not here, or has no runtime for them",
            ),
        }
    }
}

#[test]
fn a_copy_of_the_library_beside_the_first_counts_exactly_with_it() {
    let Some(scratch) = Scratch::get("beside") else { return };
    let copy = scratch.0.join("copy.so");
    fs::copy(scratch.library(), &copy).unwrap();
    let program = scratch.compile("cc", &["beside.c"], &["-std=c11"]).unwrap();
    assert!(scratch.check(&program, &[copy.to_str().unwrap()], &[]) > 10);
    assert!(scratch.check(&program, &[copy.to_str().unwrap()], &[WITHOUT_GLIBC]) > 10);
}

#[test]
fn a_program_does_not_start_with_an_older_library_that_lacks_a_version() {
    let Some(scratch) = Scratch::get("older") else { return };
    let program = scratch.compile("cc", &SOURCES, &["-std=c11"]).unwrap();
    let old = scratch.0.join("old");
    fs::create_dir_all(&old).unwrap();
    let (source, map) = (old.join("old.c"), old.join("old.map"));
    fs::write(&source, "unsigned perseq_version(void)\n{\n\treturn 1;\n}\n").unwrap();
    fs::write(&map, "PERSEQ_0.0 {\nglobal:\n\tperseq_version;\nlocal:\n\t*;\n};\n").unwrap();
    stdout_of(
        std::process::Command::new("cc")
            .args(["-shared", "-fPIC", "-Wl,-soname,libperseq.so.0"])
            .arg(format!("-Wl,--version-script={}", map.display()))
            .arg(&source)
            .arg("-o")
            .arg(old.join("libperseq.so.0")),
    );
    let output = scratch.command(&program).env("LD_LIBRARY_PATH", &old).arg("library").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && output.stdout.is_empty(), "{said}");
    assert!(said.contains("PERSEQ_0.1"), "{said}");
}

/// The names that the dynamic linker's log says were found in the library. A line is written in two pieces, so two threads that look up
/// names at the same moment may have both in one line: the log is not read by lines.
fn bound(log: &str) -> impl Iterator<Item = &str> {
    log.split("libperseq.so.0 [0]: normal symbol ").skip(1).filter_map(|text| text.split(['`', '\'']).nth(1))
}

#[test]
fn names_that_two_threads_look_up_at_once_are_both_read() {
    let line =
        |name| format!("      1:\tbinding file ./p [0] to ./libperseq.so.0 [0]: normal symbol `{name}'");
    let (here, elsewhere) = (line("perseq_one"), line("perseq_two"));
    for log in [
        format!("{here} [PERSEQ_0.1]\n{elsewhere} [PERSEQ_0.1]\n"),
        format!("{here}{elsewhere} [PERSEQ_0.1]\n [PERSEQ_0.1]\n"),
        format!("{here}{elsewhere}\n\n"),
    ] {
        assert_eq!(bound(&log).collect::<Vec<_>>(), ["perseq_one", "perseq_two"], "{log}");
    }
}

/// The functions of the library that a program calls when it runs, as the dynamic linker says when it looks up each at its first call.
fn called(scratch: &Scratch, program: &Path, parts: &[&str]) -> BTreeSet<String> {
    let log = program.with_extension("bindings");
    let mut command = scratch.command(program);
    command.args(parts).env("LD_DEBUG", "bindings").env("LD_DEBUG_OUTPUT", &log).env_remove("LD_BIND_NOW");
    stdout_of(&mut command);
    let directory = fs::read_dir(log.parent().unwrap()).unwrap().map(|entry| entry.unwrap().path());
    let name = log.file_name().unwrap().to_str().unwrap();
    // One of the process, and one of each child.
    let logs: Vec<_> =
        directory.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(name)).collect();
    assert!(!logs.is_empty(), "{log:?}");
    let mut called = BTreeSet::new();
    for path in logs {
        let log = String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned();
        called.extend(bound(&log).filter(|name| name.starts_with("perseq_")).map(str::to_owned));
        fs::remove_file(path).unwrap();
    }
    called
}

#[test]
fn every_exported_function_is_called_by_a_program_in_c_and_by_one_in_cpp() {
    let Some(scratch) = Scratch::get("calls") else { return };
    let functions = common::header_functions();
    for (compiler, sources, parts) in [("cc", &SOURCES[..], &PARTS[..]), ("c++", &SOURCES, &PARTS)] {
        // Each function is looked up when it is called, and not before.
        let program = scratch.compile(compiler, sources, &["-O0", "-Wl,-z,lazy"]).unwrap();
        let called = called(scratch, &program, parts);
        let missing: Vec<_> = functions.difference(&called).collect();
        assert!(missing.is_empty(), "{compiler}: not called: {missing:?}");
    }
}

#[test]
fn figures_of_the_heap_are_those_of_the_allocator_that_serves_the_process() {
    let Some(scratch) = Scratch::get("heap") else { return };
    let program = scratch.compile("cc", &SOURCES, &["-std=c11"]).unwrap();
    let allocator = common::archive().with_file_name("libperseq_malloc.so");
    let variables = [("LD_PRELOAD", allocator.to_str().unwrap()), ("HAS_PERSEQ_MALLOC", "1")];
    assert!(scratch.check(&program, &["rows"], &variables) > 1000);
}

#[test]
fn a_thread_that_is_to_be_cancelled_completes_every_call_before() {
    let Some(scratch) = Scratch::get("cancellation") else { return };
    let program = scratch.compile("cc", &["cancel.c", "check.c"], &["-std=c11"]).unwrap();
    for variables in [&[][..], &[WITHOUT_GLIBC], &[("PERSEQ_PRETEND", "no-restarts")]] {
        assert!(scratch.check(&program, &[], variables) > 20);
    }
}

#[test]
fn calls_that_succeed_leave_errno_alone() {
    let Some(scratch) = Scratch::get("errno") else { return };
    let program = scratch.compile("cc", &["kept.c", "check.c"], &["-std=c11"]).unwrap();
    for variables in [&[][..], &[WITHOUT_GLIBC], &[("PERSEQ_PRETEND", "no-restarts")]] {
        assert!(scratch.check(&program, &[], variables) > 100);
    }
}

#[test]
fn without_memory_nothing_is_created_and_the_process_goes_on() {
    let Some(scratch) = Scratch::get("memory") else { return };
    let program = scratch.compile("cc", &["memory.c", "check.c"], &["-std=c11"]).unwrap();
    assert!(scratch.check(&program, &[], &[]) > 50);
}

#[test]
fn an_exception_of_a_function_that_is_called_back_ends_the_process() {
    let Some(scratch) = Scratch::get("exceptions") else { return };
    let program = scratch.compile("c++", &["throws.cpp", "check.c"], &["-std=c++17"]).unwrap();
    assert!(scratch.check(&program, &[], &[]) >= 16);
}
