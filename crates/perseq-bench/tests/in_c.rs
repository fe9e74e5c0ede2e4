//! `perseq-bench`: the variants that are programs in C.

#![cfg(target_os = "linux")]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use std::{fs, process::Command};

use perseq_testing::skip;
use serde_json::Value;
use support::{Scratch, stdout_of};

/// A library with the functions of librseq's that the program calls, and its header: exact, and slow.
const HEADER: &str = "
#include <stdint.h>
enum { RSEQ_MO_RELAXED, RSEQ_PERCPU_CPU_ID };
int rseq_register_current_thread(void);
static inline int rseq_cpu_start(void) { return 0; }
static inline int rseq_load_add_store__ptr(int order, int index, intptr_t *v, intptr_t n, int cpu)
{
	(void)order, (void)index, (void)cpu;
	__atomic_fetch_add(v, n, __ATOMIC_RELAXED);
	return 0;
}
";
const REGISTERS: &str = "int rseq_register_current_thread(void) { return 0; }\n";
const REFUSES: &str = "#include <errno.h>
int rseq_register_current_thread(void) { errno = EPERM; return -1; }\n";

/// Groups with variants in C, each measured for an instant; `name` is the caller's.
fn bench(name: &str, groups: &[&str], set_up: impl FnOnce(&mut Command) -> &mut Command) -> Value {
    let scratch = Scratch::new(name);
    let json = scratch.0.join("out.json");
    let mut command = support::bench(&["--rounds", "1", "--millis", "2"]);
    command.args(groups).env_remove("PERSEQ_LIBRSEQ").env_remove("CC").arg("--json").arg(&json);
    _ = stdout_of(set_up(&mut command));
    serde_json::from_str(&fs::read_to_string(&json).expect("there is a report")).expect("the report is JSON")
}

/// The rows of a variant.
fn rows<'a>(report: &'a Value, variant: &str) -> Vec<&'a Value> {
    let all = report["results"].as_array().expect("results").iter();
    all.filter(|row| row["variant"] == variant).collect()
}

/// The reason that a variant is not there for.
fn reason<'a>(report: &'a Value, variant: &str) -> Option<&'a str> {
    let mut all = report["skipped"].as_array().expect("skipped").iter();
    all.find(|row| row["variant"] == variant)?["reason"].as_str()
}

/// True, and says so, if programs in C cannot be compiled or have no sections here.
fn cannot_run(report: &Value) -> bool {
    let reasons = ["perseq.h add", "perseq.h push+pop"].map(|variant| reason(report, variant));
    let Some(why) = reasons.into_iter().flatten().next() else { return false };
    skip("programs in C", why);
    true
}

#[test]
fn sections_in_c_are_measured_beside_those_in_rust() {
    let report =
        bench("in-c", &["counter", "stack"], |command| command.env("CC", "cc -Wall -Wextra -Werror"));
    if cannot_run(&report) {
        return;
    }
    for (group, ours, in_c) in
        [("counter", "perseq cpu_id", "perseq.h add"), ("stack", "perseq stack", "perseq.h push+pop")]
    {
        let (rust, c) = (rows(&report, ours), rows(&report, in_c));
        assert!(!rust.is_empty() && rust.len() == c.len(), "{group}: {rust:?} {c:?}");
        for row in c {
            assert!(row["exact"] == true && row["group"] == group, "{row}");
            assert!(row["ops"].as_u64().is_some_and(|ops| ops > 0), "{row}");
        }
    }
}

#[test]
fn librseq_is_measured_from_the_directories_that_are_named() {
    let scratch = Scratch::new("librseq");
    for (folder, source) in [("installed", REGISTERS), ("refused", REFUSES)] {
        let (include, lib) =
            (scratch.0.join(folder).join("include/rseq"), scratch.0.join(folder).join("lib"));
        for directory in [&include, &lib] {
            fs::create_dir_all(directory).expect("the directory can be made");
        }
        fs::write(include.join("rseq.h"), HEADER).expect("the header can be written");
        let code = lib.join("code.c");
        fs::write(&code, source).expect("the source can be written");
        let mut cc = Command::new("cc");
        cc.args(["-shared", "-fPIC", "-Wl,-soname,librseq.so.0", "-o"])
            .arg(lib.join("librseq.so"))
            .arg(&code);
        if cc.status().is_err() {
            return skip("librseq", "there is no C compiler");
        }
        std::os::unix::fs::symlink("librseq.so", lib.join("librseq.so.0")).expect("a link can be made");
    }
    let installed = scratch.0.join("installed");
    // By the option, and by the variable, header and library apart.
    let by_option = bench("option", &["counter"], |command| command.arg("--librseq").arg(&installed));
    if cannot_run(&by_option) {
        return;
    }
    let apart = std::env::join_paths([installed.join("include"), installed.join("lib")]);
    let apart = apart.expect("such paths can be joined");
    let by_variable = bench("variable", &["counter"], |command| command.env("PERSEQ_LIBRSEQ", &apart));
    for report in [by_option, by_variable] {
        let found = rows(&report, "librseq add");
        assert_eq!(found.len(), rows(&report, "perseq cpu_id").len(), "{:?}", reason(&report, "librseq add"));
        assert!(found.iter().all(|row| row["exact"] == true), "{found:?}");
    }
    let refused =
        bench("refused", &["counter"], |command| command.arg("--librseq").arg(scratch.0.join("refused")));
    let why = reason(&refused, "librseq add").expect("it cannot run");
    assert!(why.contains("librseq has registered no area") && why.contains("not permitted"), "{why}");
}

#[test]
fn a_library_or_a_compiler_that_is_missing_is_named_with_the_next_step() {
    let nowhere = bench("nowhere", &["counter"], |command| command.arg("--librseq").arg("/nowhere"));
    let why = reason(&nowhere, "librseq add").expect("there is none at that path");
    assert!(["/nowhere", "--librseq", "PERSEQ_LIBRSEQ"].iter().all(|part| why.contains(part)), "{why}");

    let without = bench("no-compiler", &["counter", "stack"], |command| command.env("CC", "/nowhere/cc"));
    for variant in ["perseq.h add", "librseq add", "perseq.h push+pop"] {
        let why = reason(&without, variant).expect("there is no compiler");
        assert!(why.contains("/nowhere/cc") && why.contains("CC"), "{variant}: {why}");
        assert!(rows(&without, variant).is_empty());
    }
    let failing = bench("failing", &["counter"], |command| command.env("CC", "false"));
    let why = reason(&failing, "perseq.h add").expect("the compiler fails");
    assert!(why.contains("false"), "{why}");
}

#[test]
fn without_an_area_the_variants_in_c_say_so() {
    let report =
        bench("no-area", &["counter"], |command| command.env("GLIBC_TUNABLES", "glibc.pthread.rseq=0"));
    let why = reason(&report, "perseq.h add").expect("the header registers no area");
    assert!(why.contains("registered no area") || why.contains("compiler"), "{why}");
    assert!(!rows(&report, "perseq cpu_id").is_empty());
}

#[test]
fn the_help_names_the_option() {
    let help = stdout_of(&mut support::bench(&["--help"]));
    assert!(help.contains("--librseq") && help.contains("PERSEQ_LIBRSEQ"), "{help}");
}
