//! `perseq torture` from outside: short runs, what they report, and what is refused.

use perseq_testing as machine;
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use serde_json::Value;
use support::{perseq, stdout_of};

/// Seconds that an operation may take: on a busy machine a child that works for a second may have needed ten.
const BUSY: &str = "120";

/// A short run that leaves the machine's CPUs alone, and its report.
fn run(arguments: &[&str], tunables: Option<&str>) -> Value {
    let scratch = support::Scratch::new("torture");
    let file = scratch.path();
    let mut command = perseq(&["torture", "--seconds", "3", "--patience", BUSY, "--json", file]);
    command.args(arguments).envs(tunables.map(|value| ("GLIBC_TUNABLES", value)));
    let text = stdout_of(&mut command);
    assert!(text.contains("Nothing lost, nothing doubled") && !text.contains('\x1b'), "{text}");
    let report = std::fs::read_to_string(file).expect("the report was written");
    serde_json::from_str(&report).expect("the report is JSON")
}

/// How often a rare path was met.
fn met(report: &Value, name: &str) -> u64 {
    let paths = report["rare_paths"].as_array().expect("rare paths are a list");
    let path = paths.iter().find(|path| path["name"] == name);
    path.and_then(|path| path["count"].as_u64()).unwrap_or_else(|| panic!("no count of {name}"))
}

#[test]
fn a_short_run_loses_nothing_and_meets_the_rare_paths() {
    let report = run(&["--seed", "7"], None);
    assert_eq!(report["seed"], 7);
    assert_eq!(report["faults"], Value::Array(Vec::new()));
    for name in
        ["guards taken", "waits for guards", "signals", "forked children, all sound", "processes killed"]
    {
        assert!(met(&report, name) > 0, "{name}");
    }
    let structures = report["structures"].as_array().expect("structures are a list");
    assert!(structures.len() > 15);
    assert!(structures.iter().all(|structure| structure["operations"].as_u64() > Some(0)));
    let paths = report["rare_paths"].as_array().expect("rare paths are a list");
    let offline = paths.iter().find(|path| path["name"] == "CPUs offline and back").expect("it is told");
    assert_eq!((&offline["count"], &offline["skipped"]), (&Value::from(0), &Value::Bool(false)));
    assert!(offline["not_here"].as_str().is_some_and(|why| why.contains("--offline-cpus")), "{offline}");
}

#[test]
fn what_cannot_happen_here_is_skipped_by_name_and_fails_where_all_is_required() {
    // A thread of its own, for its affinity is what the program has.
    let on_one_cpu = |arguments: &[&str]| {
        machine::pin_to_any();
        let mut command = perseq(&["torture", "--seconds", "1", "--patience", BUSY, "SignedCounter"]);
        let output = command.args(arguments).env_remove("PERSEQ_TEST_REQUIRE_ALL").output();
        output.expect("the program can be started")
    };
    std::thread::scope(|scope| {
        let skips = scope.spawn(|| on_one_cpu(&[]));
        let fails = scope.spawn(|| on_one_cpu(&["--require-all"]));
        let [skips, fails] = [skips, fails].map(|thread| thread.join().expect("it has run"));
        let text = |output: &std::process::Output| String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(skips.status.success(), "{}", text(&skips));
        assert!(text(&skips).contains("SKIPPED torture, migrations: one CPU only\n"), "{}", text(&skips));
        assert_eq!(fails.status.code(), Some(1));
        assert!(text(&fails).contains("cannot happen here: "), "{}", text(&fails));
    });
}

#[test]
fn without_rseq_everything_takes_guards_and_nothing_aborts() {
    let report = run(&["--deny-rseq", "ArrayStack by", "cache of"], None);
    assert_eq!(met(&report, "aborts"), 0);
    assert!(met(&report, "guards taken") > 1000);
    assert_eq!(report["structures"].as_array().map(Vec::len), Some(2));
}

#[test]
fn an_unknown_structure_is_refused_with_the_names_that_there_are() {
    let output = perseq(&["torture", "Teapot"]).output().expect("the program can be started");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1));
    assert!(text.contains("no structure has “Teapot”") && text.contains("ArrayStack by mm_cid"), "{text}");
}

#[test]
fn objects_of_the_allocator_go_all_ways_and_each_has_one_owner() {
    for options in [&["--seed", "11", "alloc"][..], &["--deny-rseq", "alloc"]] {
        let report = run(options, None);
        let paths = report["rare_paths"].as_array().expect("rare paths are a list");
        let own = |path: &&Value| path["name"].as_str().is_some_and(|name| name.contains("rows of objects"));
        assert_eq!(paths.iter().filter(own).count(), 4, "{report:#}");
        assert!(
            paths.iter().filter(own).all(|path| path["count"] != 0 || path["not_here"].is_string()),
            "{report:#}"
        );
        assert!(met(&report, "looks for memory to give back") > 0, "{report:#}");
        assert!(met(&report, "forked children, all sound") > 0, "{report:#}");
    }
}
