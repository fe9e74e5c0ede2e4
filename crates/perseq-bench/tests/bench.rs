//! `perseq-bench` from outside: its results, its files, its errors.

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use std::{
    collections::BTreeSet,
    fs,
    process::{Command, Output},
};

use serde_json::Value;
use support::{Scratch, bench, stdout_of};

const COUNTERS: [&str; 8] = [
    "perseq cpu_id",
    "perseq mm_cid",
    "perseq load_add_store",
    "thread-local",
    "getcpu+atomic",
    "shared atomic",
    "padded atomics",
    "fast-counter",
];
const CPU_NUMBERS: [&str; 9] = [
    "empty loop",
    "thread-local load",
    "perseq",
    "perseq lazy",
    "sched_getcpu",
    "vdso getcpu",
    "getcpu syscall",
    "lsl",
    "rdpid",
];
/// Variants that the groups of structures have, whatever the machine.
const STRUCTURES: [(&str, &[&str]); 16] = [
    (
        "stack",
        &[
            "perseq stack",
            "perseq array-stack",
            "perseq queue",
            "perseq cpu-lock",
            "vec",
            "crossbeam SegQueue",
        ],
    ),
    (
        "cache",
        &[
            "perseq cache",
            "perseq cache mm_cid",
            "vec",
            "thread_local",
            "crossbeam ArrayQueue",
            "object-pool",
            "opool",
        ],
    ),
    ("histogram", &["perseq cpu_id", "perseq mm_cid", "hdrhistogram mutex", "hdrhistogram sync"]),
    ("ring", &["perseq discard", "perseq overwrite", "clock", "getcpu+atomic"]),
    (
        "rcu",
        &[
            "perseq",
            "getcpu+atomic",
            "crossbeam-epoch",
            "seize",
            "haphazard",
            "arc-swap",
            "sdd",
            "left-right",
        ],
    ),
    ("rcu-map", &["perseq", "papaya", "scc", "dashmap", "left-right", "std RwLock", "parking_lot"]),
    ("rcu-synchronize", &["perseq", "fence", "crossbeam-epoch"]),
    ("counter-sum", &["perseq cpu_id", "perseq mm_cid", "padded atomics", "shared atomic", "fast-counter"]),
    ("histogram-snapshot", &["perseq cpu_id", "perseq mm_cid", "hdrhistogram per CPU", "hdrhistogram mutex"]),
    (
        "steal-empty",
        &[
            "perseq array-stack",
            "perseq queue",
            "crossbeam Stealer per CPU",
            "mutex per CPU",
            "crossbeam SegQueue",
        ],
    ),
    (
        "cache-miss",
        &["perseq cache", "perseq cache mm_cid", "perseq cache full", "object-pool", "crossbeam ArrayQueue"],
    ),
    (
        "metrics-counter",
        &[
            "perseq",
            "perseq::Counter",
            "perseq in prometheus",
            "perseq in metrics",
            "prometheus",
            "prometheus-client",
        ],
    ),
    ("metrics-gauge", &["perseq", "perseq set", "perseq in prometheus", "prometheus", "prometheus-client"]),
    ("metrics-labels", &["perseq", "perseq enum", "perseq in metrics", "prometheus", "prometheus-client"]),
    ("metrics-histogram", &["perseq", "perseq fine", "prometheus", "prometheus-client"]),
    ("metrics-scrape", &["perseq", "prometheus", "prometheus-client"]),
];
/// Variants that need a library, and are said not to be there without it.
const LIBURCU: [(&str, &[&str]); 2] = [
    ("rcu", &["liburcu memb", "liburcu mb", "liburcu qsbr", "liburcu bp"]),
    ("rcu-synchronize", &["liburcu memb", "liburcu bp"]),
];
/// Variants in C, which are measured if there is a compiler.
const IN_C: [(&str, &[&str]); 2] =
    [("counter", &["perseq.h add", "librseq add"]), ("stack", &["perseq.h push+pop"])];
/// Groups whose rivals are preloaded into other processes: the C library's allocator is there, the others are measured or missed.
const ALLOCATORS: [&str; 9] = [
    "alloc-pair",
    "alloc-batch",
    "alloc-replace",
    "alloc-cross",
    "alloc-storm",
    "alloc-grow",
    "alloc-idle",
    "alloc-survivors",
    "alloc-freed",
];
/// So short that all groups take a few seconds.
const SHORT: [&str; 4] = ["--rounds", "2", "--millis", "4"];

fn short(arguments: &[&str]) -> Command {
    bench(&[arguments, &SHORT].concat())
}

fn run(arguments: &[&str]) -> String {
    stdout_of(&mut short(arguments))
}

fn file(scratch: &Scratch, name: &str) -> String {
    scratch.0.join(name).to_string_lossy().into_owned()
}

/// The text that a command wrote to standard error; fails the test when it succeeded.
fn complaint_of(command: &mut Command) -> String {
    let Output { status, stderr, .. } = command.output().expect("the program can be started");
    assert!(!status.success(), "it succeeded");
    String::from_utf8(stderr).expect("the program writes UTF-8")
}

fn variants<'a>(rows: &'a [Value], group: &str) -> BTreeSet<&'a str> {
    let of_group = rows.iter().filter(|row| row["group"] == group);
    of_group.map(|row| row["variant"].as_str().expect("a variant is text")).collect()
}

#[test]
fn every_group_and_variant_is_measured_and_exact() {
    let scratch = Scratch::new("json");
    let [json, html] = ["out.json", "out.html"].map(|name| file(&scratch, name));
    let told = run(&["--quick", "--json", &json, "--html", &html]);
    // Ours is beside the C library's allocator where its library was built.
    let compares_allocators = !told.contains("perseq malloc is not here");
    assert_eq!(told.contains("\nalloc · all "), compares_allocators, "{told}");
    let report: Value = serde_json::from_str(&fs::read_to_string(&json).unwrap()).unwrap();
    let rows = report["results"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["exact"] == true), "{rows:#?}");
    for row in rows {
        let ns = |key: &str| row[key].as_f64().unwrap();
        assert!(
            0.0 < ns("ns_min") && ns("ns_min") <= ns("ns_per_op") && ns("ns_per_op") <= ns("ns_max"),
            "{row}"
        );
        assert!(row["ops"].as_u64().unwrap() > 0, "{row}");
        // Those that sleep beside a grace period may be none.
        assert!(row["threads"].as_u64().unwrap() > 0 || row["group"] == "rcu-synchronize", "{row}");
    }
    let skipped = report["skipped"].as_array().unwrap();
    for (group, expected) in IN_C {
        let (measured, missed) = (variants(rows, group), variants(skipped, group));
        let known = expected.iter().all(|variant| measured.contains(variant) != missed.contains(variant));
        assert!(known, "{group} has {measured:?}, and lacks {missed:?}");
    }
    let mut counters = variants(rows, "counter");
    counters.retain(|variant| !IN_C[0].1.contains(variant));
    assert_eq!(counters, BTreeSet::from(COUNTERS));
    assert_eq!(variants(rows, "counter-one-word"), BTreeSet::from(COUNTERS));
    assert_eq!(variants(rows, "counter-beside-work"), BTreeSet::from(COUNTERS));
    for (group, expected) in STRUCTURES {
        let measured = variants(rows, group);
        let missing: Vec<_> = expected.iter().filter(|variant| !measured.contains(*variant)).collect();
        assert!(missing.is_empty(), "{group} lacks {missing:?}, it has {measured:?}");
    }
    for (group, expected) in LIBURCU {
        let mut known = variants(rows, group);
        known.extend(variants(skipped, group));
        assert!(expected.iter().all(|variant| known.contains(variant)), "{group} has {known:?}");
    }
    for group in ALLOCATORS {
        let mut known = variants(rows, group);
        assert!(known.contains("glibc"), "{group} has {known:?}");
        let grown = rows.iter().filter(|row| row["group"] == group).all(|row| row["grown_kib"].is_u64());
        assert!(grown, "{group} compares memory");
        known.extend(variants(skipped, group));
        assert_eq!(known.len(), 7, "{group} has {known:?}");
    }
    let mut numbers = variants(rows, "cpu-number");
    let skipped = variants(skipped, "cpu-number");
    assert!(numbers.is_disjoint(&skipped));
    numbers.extend(skipped);
    assert_eq!(numbers, BTreeSet::from(CPU_NUMBERS));
    let machine = report["machine"].as_object().unwrap();
    for key in ["cpu_model", "cpus", "arch", "kernel", "libc", "rseq", "date", "perseq"] {
        assert!(machine.contains_key(key), "{key}");
    }
    assert!(fs::read_to_string(&html).unwrap().ends_with("</html>\n"));
}

#[test]
fn an_allocator_that_was_not_preloaded_is_noticed() {
    let complaint = |library: &str| {
        let run = ["child-alloc", "pair", "1", "0", "1000000", "--library", library];
        complaint_of(&mut bench(&run))
    };
    assert!(complaint("/nowhere/libmalloc.so").contains("/nowhere/libmalloc.so"));
    let there = complaint("/etc/passwd");
    assert!(there.contains("was not preloaded"), "{there}");
}

#[test]
fn counters_are_measured_with_one_thread_all_cpus_busy_and_four_threads_per_cpu() {
    let scratch = Scratch::new("widths");
    let json = file(&scratch, "out.json");
    run(&["counter", "--json", &json]);
    let report: Value = serde_json::from_str(&fs::read_to_string(&json).unwrap()).unwrap();
    let cpus = report["machine"]["cpus"].as_u64().unwrap();
    let widths: BTreeSet<u64> =
        report["results"].as_array().unwrap().iter().map(|row| row["threads"].as_u64().unwrap()).collect();
    assert_eq!(widths, BTreeSet::from([1, cpus, 4 * cpus]));
}

#[test]
fn counters_stay_exact_when_glibc_does_not_register() {
    let text = stdout_of(short(&["counter"]).env("GLIBC_TUNABLES", "glibc.pthread.rseq=0"));
    assert!(text.contains("All results exact"), "{text}");
}

#[test]
fn a_pipe_gets_no_escape_codes() {
    let text = run(&["cpu-number"]);
    assert!(text.contains("perseq lazy") && !text.contains('\x1b'), "{text}");
}

#[test]
fn a_file_that_cannot_be_written_is_an_error_before_anything_is_measured() {
    for option in ["--json", "--html"] {
        let complaint = complaint_of(&mut bench(&[option, "/proc/nothing/out"]));
        assert!(
            complaint.contains("/proc/nothing/out") && complaint.contains("nothing was done"),
            "{complaint}"
        );
    }
}

#[test]
fn an_unknown_group_is_refused_with_the_known_ones() {
    let complaint = complaint_of(&mut bench(&["conter"]));
    for group in [
        "conter",
        "counter",
        "cpu-number",
        "stack",
        "cache",
        "ring",
        "remote",
        "histogram",
        "rcu",
        "rcu-map",
        "rcu-synchronize",
        "rcu-retire",
        "counter-sum",
        "histogram-snapshot",
        "steal-empty",
        "cache-miss",
    ] {
        assert!(complaint.contains(group), "{complaint}");
    }
}
