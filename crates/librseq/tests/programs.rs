//! Programs in C and C++ call every function: with what it is for, with what it refuses, in children, and where rseq is denied.

#![cfg(target_os = "linux")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod common;

use std::{os::unix::process::ExitStatusExt, path::Path};

use common::{
    Scratch,
    support::{WITHOUT_GLIBC, lacks, skip},
};

/// Each in a process of its own, where the C library registers no thread.
const OWN: [&[&str]; 9] = [
    &["fresh"],
    &["fresh", "registers", "numbers"],
    &["in-threads", "registers"],
    &["by-hand", "registers"],
    &["elsewhere"],
    &["forks"],
    &["registers", "forks", "in-threads"],
    &["enosys"],
    &["eperm"],
];

const POOLS: [&str; 9] =
    ["attributes", "refusals", "items", "defaults", "init-functions", "foreign", "sets", "forks", "nodes"];

fn check_registration(scratch: &Scratch, program: &Path, variables: &[(&str, &str)]) {
    let with_libc = if cfg!(target_env = "gnu") { &["of-libc", "numbers"][..] } else { &["numbers"] };
    assert!(scratch.check(program, with_libc, variables) > 8);
    for checks in OWN {
        assert!(scratch.check(program, checks, &[variables, &[WITHOUT_GLIBC]].concat()) > 5);
    }
}

fn check_pools(scratch: &Scratch, program: &Path, variables: &[(&str, &str)]) {
    let count = scratch.check(program, &POOLS, variables);
    assert!(count > 50_000, "{count}");
}

/// With each compiler that is here. An executable with a fixed address has copies of the library's objects.
#[test]
fn c_and_cpp_programs_get_what_librseqs_headers_promise() {
    let scratch = Scratch::new("programs");
    for compiler in ["cc", "clang", "c++", "clang++"] {
        for options in [&["-pie", "-fPIE"][..], &["-no-pie", "-fno-pie"]] {
            let Some(registration) = scratch.compile(compiler, "registration.c", options) else {
                if compiler.starts_with('c') && !compiler.starts_with("clang") {
                    skip("programs in C", &format!("there is no {compiler}"));
                }
                break;
            };
            check_registration(&scratch, &registration, &[]);
            if options[0] == "-pie" {
                let pools = scratch.compile(compiler, "pools.c", options).unwrap();
                check_pools(&scratch, &pools, &[]);
            }
        }
    }
}

#[test]
fn the_headers_compile_in_each_version_of_c_and_cpp() {
    let scratch = Scratch::new("versions");
    let c = ["-std=gnu11", "-std=gnu17"];
    let cpp = ["-std=c++11", "-std=c++17", "-std=c++20"];
    for (compiler, versions) in [("cc", &c[..]), ("c++", &cpp)] {
        for version in versions {
            let Some(pools) = scratch.compile(compiler, "pools.c", &[version]) else {
                skip("programs in C", &format!("there is no {compiler}"));
                break;
            };
            assert!(scratch.check(&pools, &["attributes", "foreign", "sets"], &[]) > 100);
        }
    }
}

#[test]
fn programs_under_sanitizers_are_told_of_nothing() {
    let scratch = Scratch::new("sanitizers");
    for sanitizer in ["-fsanitize=address,undefined", "-fsanitize=thread"] {
        let options = ["-g", sanitizer, "-fno-sanitize-recover=all"];
        let programs = ["registration.c", "pools.c"].map(|source| scratch.compile("cc", source, &options));
        let [Some(registration), Some(pools)] = programs else {
            lacks(sanitizer, "the compiler is not here, or has no runtime for it");
            continue;
        };
        // Leaks are looked for at the end, by a thread that a child does not have.
        let quiet = [("ASAN_OPTIONS", "detect_leaks=0")];
        let without_filters = &OWN[..7];
        for checks in without_filters {
            scratch.check(&registration, checks, &[quiet[0], WITHOUT_GLIBC]);
        }
        assert!(
            scratch.check(&pools, &["attributes", "defaults", "init-functions", "foreign", "sets"], &quiet)
                > 200
        );
    }
}

/// The first line of the list is the right way; each other line is what the report of a mistake says.
#[test]
fn a_robust_pool_ends_the_process_at_each_mistake_and_says_which() {
    let scratch = Scratch::new("robust");
    let Some(program) = scratch.compile("cc", "robust.c", &[]) else {
        return skip("programs in C", "there is no cc");
    };
    let list = String::from_utf8(scratch.run(&program, &[], &[]).stdout).unwrap();
    assert_eq!(list.lines().count(), 11);
    for policy in ["0", "1"] {
        for (n, expected) in list.lines().enumerate() {
            let output = scratch.run(&program, &[policy, &n.to_string()], &[]);
            let said = String::from_utf8(output.stderr).unwrap();
            if n == 0 {
                assert!(output.status.success() && said.is_empty(), "{said}");
                continue;
            }
            assert_eq!(output.status.signal(), Some(libc::SIGABRT), "{expected}: {} {said}", output.status);
            assert!(
                said.starts_with("librseq: pool \"robust\"") && said.contains(expected),
                "{expected}: {said}"
            );
        }
    }
}

/// Without the wait for copies that are under way (`pool/item.rs`), the values of one are soon lost.
#[test]
fn initial_values_reach_rows_whose_page_is_copied_meanwhile() {
    let scratch = Scratch::new("copies");
    let Some(program) = scratch.compile("cc", "copies.c", &[]) else {
        return skip("programs in C", "there is no cc");
    };
    assert!(scratch.check(&program, &["60"], &[]) > 360);
}
