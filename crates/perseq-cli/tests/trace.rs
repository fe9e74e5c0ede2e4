//! `perseq trace`, as people run it: this test is also the program that is traced.

#![cfg(target_pointer_width = "64")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

mod support;

use std::path::{Path, PathBuf};

use serde_json::Value;
use support::{Scratch, perseq, record, stdout_of};

/// The program that is traced, in a process that `perseq trace record` starts.
#[test]
#[ignore = "what the other tests record"]
fn program() {
    for request in 0..1000_u64 {
        perseq_trace::event!(server::begin, request = request, path = "/index.html");
        perseq_trace::event!(server::end, request = request, status = 200_u16);
    }
    println!("the program's own words");
}

/// The program again, for so long that another process can look on.
#[test]
#[ignore = "what the other tests record"]
fn slow_program() {
    for request in 0..1000_u64 {
        perseq_trace::event!(server::begin, request = request);
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

#[test]
fn a_trace_is_followed_through_its_parts_while_it_is_recorded() {
    let this = std::env::current_exe().expect("this test has a file");
    let scratch = in_parts(4, || {
        let scratch = Scratch::new("follow");
        let options = ["trace", "record", "-o", scratch.path(), "--rotate-size", "5000"];
        let mut recording = perseq(&options);
        recording.arg("--").arg(&this).args(["slow_program", "--exact", "--ignored"]);
        let mut recording =
            recording.stderr(std::process::Stdio::piped()).spawn().expect("the tool can be started");
        while !scratch.0.join("part-000001/metadata").exists() {
            assert!(recording.try_wait().expect("it is a child").is_none(), "it ended early");
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        let followed = stdout_of(&mut perseq(&["trace", "view", "--follow", scratch.path()]));
        let recording = recording.wait_with_output().expect("it is a child");
        let stderr = String::from_utf8_lossy(&recording.stderr);
        assert!(
            recording.status.success() && !stderr.contains("behind"),
            "who looks on is not recorded: {stderr}"
        );
        assert_eq!(followed.lines().count(), 1000, "{followed}");
        for (number, line) in followed.lines().enumerate() {
            assert!(line.ends_with(&format!("{{ request = {number} }}")), "{line}");
        }
        scratch
    });
    assert!(scratch.0.join("part-000004/metadata").exists(), "parts of 5000 bytes");
    assert_eq!(stdout_of(&mut perseq(&["trace", "view", scratch.path()])).lines().count(), 1000);
    let counted = stdout_of(&mut perseq(&["trace", "stats", "--json", scratch.path()]));
    assert!(counted.contains("\"events\": 1000"), "{counted}");
}

#[test]
fn a_program_is_recorded_shown_and_counted() {
    let scratch = Scratch::new("record");
    is_recorded_shown_and_counted(&scratch, &[]);
    let metadata = std::fs::read(scratch.0.join("metadata")).expect("a trace has metadata");
    assert!(metadata.starts_with(b"/* CTF 1.8 */"));
}

#[test]
fn a_program_is_recorded_shown_and_counted_in_ctf_2() {
    let scratch = Scratch::new("record-ctf2");
    is_recorded_shown_and_counted(&scratch, &["--ctf2"]);
    let metadata = std::fs::read(scratch.0.join("metadata")).expect("a trace has metadata");
    assert!(metadata.starts_with(b"\x1e{\"type\":\"preamble\""));
}

fn is_recorded_shown_and_counted(scratch: &Scratch, options: &[&str]) {
    let (stdout, stderr) = record("program", scratch.path(), options);
    assert!(stdout.contains("the program's own words"));
    assert!(stderr.contains("2,000 events") && stderr.contains("perseq trace view"), "{stderr}");

    let shown = stdout_of(&mut perseq(&["trace", "view", scratch.path()]));
    assert_eq!(shown.lines().count(), 2000);
    let first = shown.lines().next().expect("there are lines");
    assert!(
        first.contains(" server:begin: { vpid = ")
            && first.ends_with(r#"{ request = 0, path = "/index.html" }"#),
        "{first}"
    );
    let few =
        stdout_of(&mut perseq(&["trace", "view", scratch.path(), "-e", "server::end", "-n", "7", "--json"]));
    let events: Vec<Value> = few.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(events.len(), 7);
    assert_eq!(events[6]["fields"]["request"], 6);
    assert_eq!(events[6]["event"], "server:end");

    let stats =
        ["trace", "stats", scratch.path(), "--latency", "server::begin", "server::end", "--by", "request"];
    let text = stdout_of(&mut perseq(&stats));
    assert!(text.contains("server:begin") && text.contains("1,000 pairs") && text.contains('█'), "{text}");
    let json = stdout_of(&mut perseq(&[&stats[..], &["--json"]].concat()));
    let counts: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((&counts["events"], &counts["lost_events"]), (&Value::from(2000), &Value::from(0)));
    assert_eq!(counts["by_event"]["server:end"], 1000);
    assert_eq!(counts["latency"]["count"], 1000);

    let page = scratch.0.with_extension("html");
    let html = ["trace", "html", scratch.path(), "-o", page.to_str().expect("a name")];
    stdout_of(&mut perseq(&html));
    let text = std::fs::read_to_string(&page).expect("the page is there");
    std::fs::remove_file(&page).expect("it is a file");
    assert!(text.contains("server:begin"));
    let exported = stdout_of(&mut perseq(&["trace", "export", scratch.path()]));
    assert_eq!(exported.matches("\"ph\":\"X\"").count(), 1000);

    let again =
        perseq(&["trace", "record", "-o", scratch.path(), "--", "true"]).output().expect("it can be started");
    assert!(String::from_utf8_lossy(&again.stderr).contains("is there already"));
}

#[test]
fn only_what_is_asked_for_is_recorded_and_the_newest_of_a_flight_recorder() {
    let scratch = Scratch::new("some");
    let (_, stderr) = record("program", scratch.path(), &["-e", "server::end", "--context", "none"]);
    assert!(stderr.contains("1,000 events"), "{stderr}");

    let scratch = Scratch::new("overwrite");
    let (_, stderr) = record("program", scratch.path(), &["--overwrite", "--sub-buffer", "4096"]);
    assert!(stderr.contains("written over them"), "{stderr}");
    let to = scratch.0.join("again");
    let text = stdout_of(&mut perseq(&["trace", "recover", scratch.path(), to.to_str().expect("a name")]));
    assert!(text.contains("before them are gone"), "{text}");
    let shown = stdout_of(&mut perseq(&["trace", "view", to.to_str().expect("a name")]));
    assert!(shown.lines().last().is_some_and(|line| line.contains("request = 999")), "{shown}");
}

#[test]
fn the_programs_exit_code_is_the_recorders_and_what_is_no_trace_is_told() {
    let scratch = Scratch::new("code");
    let output = perseq(&["trace", "record", "-o", scratch.path(), "--", "sh", "-c", "exit 7"]).output();
    assert_eq!(output.expect("it can be started").status.code(), Some(7));
    for command in [
        &["trace", "view", "/nowhere"][..],
        &["trace", "stats", "/nowhere"],
        &["trace", "enable", "/nowhere", "*"],
    ] {
        let output = perseq(command).output().expect("it can be started");
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && text.contains("/nowhere"), "{text}");
    }
}

/// What the kernel says of a file is no help to a user who does not know which files a session has.
#[test]
fn an_error_says_what_to_do_next() {
    let scratch = Scratch::new("advice");
    std::fs::create_dir(&scratch.0).expect("it is new");
    let at = |name: &str| scratch.0.join(name).to_str().expect("a name").to_owned();
    let [empty, file, trace, own, flight, to] = ["empty", "file", "trace", "own", "flight", "to"].map(at);
    std::fs::create_dir(&empty).expect("it is new");
    std::fs::write(&file, "").expect("it can be made");
    for (directory, option) in [(&trace, "--ctf2"), (&own, "--per-process"), (&flight, "--overwrite")] {
        record_shell(directory, &[option], "\"$THIS\" program --exact --ignored >/dev/null");
    }
    let told = |command: &str, arguments: &[&str]| {
        let output = perseq(&[&["trace", command], arguments].concat()).output().expect("it can be started");
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{command} {arguments:?}: {text}");
        text
    };
    let wants = |command: &str, arguments: &[&str], what: &str| {
        let text = told(command, arguments);
        let right = text.starts_with("perseq: ") && text.contains(arguments[0]) && text.contains(what);
        assert!(right && text.lines().count() == 1, "{command} {arguments:?}: {text}");
    };
    for command in ["status", "stop", "resume"] {
        for nothing in [&empty, &file, "/nowhere"] {
            wants(command, &[nothing], "`perseq trace list`");
        }
        wants(command, &[&trace], &format!("`perseq trace view {trace}`"));
        wants(command, &[&own], &format!("`perseq trace view {own}`"));
    }
    wants("snapshot", &[&trace, &to], &format!("`perseq trace view {trace}`"));
    wants("enable", &[&empty, "*"], "`perseq trace list`");
    let text = told("snapshot", &[&flight, &empty]);
    assert!(text.contains(&empty) && text.contains("another directory"), "{text}");
    for command in ["view", "stats", "export"] {
        for nothing in [&empty, &file, "/nowhere"] {
            wants(command, &[nothing], "`perseq trace record -o`");
        }
    }
    // A session that overwrites has no recorder that could go on with it.
    let output = perseq(&["trace", "stop", &flight]).output().expect("it can be started");
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        text.contains(&format!("`perseq trace snapshot {flight} TO`")) && !text.contains("resume"),
        "{text}"
    );
    let state = stdout_of(&mut perseq(&["trace", "status", &flight]));
    assert!(state.contains("its buffers hold the newest events"), "{state}");
    // A session whose recorder was killed before any event.
    std::fs::copy(format!("{flight}/.session"), format!("{empty}/.session")).expect("it can be copied");
    wants("view", &[&empty], &format!("`perseq trace status {empty}`"));
}

/// A program that forks nothing, but is executed several times by the shell.
fn record_shell(directory: &str, options: &[&str], script: &str) -> String {
    let this = std::env::current_exe().expect("this test has a file");
    let mut command = perseq(&[&["trace", "record", "-o", directory], options].concat());
    let output = command.args(["--", "sh", "-c", script]).env("THIS", this).output();
    let output = output.expect("the shell can be started");
    let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{stderr}");
    stderr
}

#[test]
fn each_process_has_a_trace_of_its_own_where_that_is_asked_for() {
    let scratch = Scratch::new("process");
    let quiet = |test: &str| format!("\"$THIS\" {test} --exact --ignored >/dev/null");
    let script = format!("{} & {} & wait", quiet("program"), quiet("program"));
    let stderr = record_shell(scratch.path(), &["--per-process"], &script);
    assert!(stderr.contains("4,000 events of 2 processes"), "{stderr}");
    let names = std::fs::read_dir(&scratch.0).expect("it is there").map(|entry| entry.expect("a name"));
    let directories: Vec<std::path::PathBuf> = names.map(|entry| entry.path()).collect();
    assert_eq!(directories.len(), 2, "nothing but two traces: {directories:?}");
    for directory in &directories {
        let name = directory.to_str().expect("a name");
        let process = name.rsplit_once("process-").expect("a process's").1;
        let shown = stdout_of(&mut perseq(&["trace", "view", name]));
        assert_eq!(shown.lines().count(), 2000);
        assert!(shown.lines().all(|line| line.contains(&format!("vpid = {process}"))), "{shown}");
    }
    assert_eq!(stdout_of(&mut perseq(&["trace", "view", scratch.path()])).lines().count(), 4000);
    let json = stdout_of(&mut perseq(&["trace", "stats", scratch.path(), "--json"]));
    let counts: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((&counts["events"], &counts["lost_events"]), (&Value::from(4000), &Value::from(0)));

    // One with too little room for buffers, beside another one.
    let scratch = Scratch::new("process-untraced");
    let untraced = format!("(ulimit -f 16; exec {})", quiet("program"));
    let beside = format!("{untraced}; {}", quiet("program"));
    let stderr = record_shell(scratch.path(), &["--per-process"], &beside);
    assert!(stderr.contains("2,000 events of 1 process in"), "{stderr}");
    let told = "1 program could not have buffers and ran without tracing";
    assert!(stderr.contains(told), "{stderr}");
    // What it would have recorded is counted, in the trace as well, with the reason.
    let why = "2,000 events are not in the trace: their programs could not have buffers";
    assert!(stderr.contains(why), "{stderr}");
    let counted = stdout_of(&mut perseq(&["trace", "stats", scratch.path()]));
    assert!(counted.contains("2,000 events were lost, and 0 packets"), "{counted}");
    assert!(counted.contains("  2,000: their programs could not have buffers"), "{counted}");
    let json = stdout_of(&mut perseq(&["trace", "stats", "--json", scratch.path()]));
    let counts: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(counts["lost_by_reason"]["discarded_unbuffered"], 2000, "{json}");
    // Alone: it is no program that has not heard of the session.
    let scratch = Scratch::new("process-untraced-alone");
    let stderr = record_shell(scratch.path(), &["--per-process"], &untraced);
    assert!(stderr.contains(told) && !stderr.contains("no process has attached"), "{stderr}");

    let scratch = Scratch::new("process-overwrite");
    let options = ["--per-process", "--overwrite", "--sub-buffer", "4096", "--sub-buffers", "4"];
    let stderr = record_shell(scratch.path(), &options, &script);
    assert!(stderr.contains("of 2 processes") && stderr.contains("written over them"), "{stderr}");
    let snapshot = scratch.0.join("snapshot");
    let shown = stdout_of(&mut perseq(&["trace", "view", snapshot.to_str().expect("a name")]));
    let last = shown.lines().filter(|line| line.contains("request = 999")).count();
    assert_eq!(last, 4, "the newest ones of both:\n{shown}");
}

/// The highest number of a part that a recording has, of one trace or of several processes.
fn newest_part(recording: &Path) -> u32 {
    let names = |directory: &Path| {
        let entries = std::fs::read_dir(directory).into_iter().flatten();
        entries.map(|entry| entry.expect("a name").path()).collect::<Vec<_>>()
    };
    let inside = names(recording).into_iter().flat_map(|process| names(&process));
    let parts = names(recording).into_iter().chain(inside);
    let number = |part: PathBuf| part.file_name()?.to_str()?.strip_prefix("part-")?.parse().ok();
    parts.filter_map(number).max().unwrap_or(0)
}

/// Records until the recorder has begun `parts` parts: on a busy machine it may come by too seldom for that.
fn in_parts(parts: u32, mut record: impl FnMut() -> Scratch) -> Scratch {
    for _ in 0..20 {
        let recording = record();
        if newest_part(&recording.0) >= parts {
            return recording;
        }
    }
    panic!("none of 20 recordings had {parts} parts");
}

#[test]
fn processes_are_followed_through_their_parts_of_which_the_oldest_are_removed() {
    let this = std::env::current_exe().expect("this test has a file");
    let scratch = in_parts(3, || {
        let scratch = Scratch::new("process-follow");
        let mut recording = perseq(&["trace", "record", "-o", scratch.path(), "--per-process"]);
        // Followed from before the first process on.
        let script = "sleep 0.3; $THIS slow_program --exact --ignored >/dev/null & $THIS slow_program --exact --ignored >/dev/null; wait";
        recording.args(["--rotate-size", "5000", "--", "sh", "-c", script]).env("THIS", &this);
        let mut recording = recording.spawn().expect("the tool can be started");
        while !scratch.0.join(".session").exists() {
            assert!(recording.try_wait().expect("it is a child").is_none(), "it ended early");
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
        let followed = stdout_of(&mut perseq(&["trace", "view", "--follow", "--json", scratch.path()]));
        assert!(recording.wait().expect("it is a child").success());
        let events: Vec<Value> =
            followed.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        assert_eq!(events.len(), 2000, "{followed}");
        let times: Vec<i64> = events
            .iter()
            .map(|event| event["time_ns"].as_str().and_then(|time| time.parse::<i64>().ok()).expect("a time"))
            .collect();
        // But for one whose thread lost its CPU between looking at the clock and writing.
        let late = times.windows(2).filter(|pair| pair[0] > pair[1]).count();
        assert!(late < 20, "in the order of time, but for {late}");
        scratch
    });
    let shown = stdout_of(&mut perseq(&["trace", "view", scratch.path()]));
    assert_eq!(shown.lines().count(), 2000);

    // With that many parts of the last process, all of its predecessors' were too old.
    let scratch = in_parts(4, || {
        let scratch = Scratch::new("process-keep");
        let options = ["--per-process", "--rotate-size", "3000", "--keep", "3"];
        let script = "for i in 1 2 3; do $THIS program --exact --ignored >/dev/null; done; $THIS slow_program --exact --ignored >/dev/null";
        record_shell(scratch.path(), &options, script);
        scratch
    });
    let directories = std::fs::read_dir(&scratch.0).expect("it is there").count();
    assert!((1..=3).contains(&directories), "{directories} processes");
    let shown = stdout_of(&mut perseq(&["trace", "view", scratch.path()]));
    let last = shown.lines().last().expect("there are some");
    assert!(last.ends_with("{ request = 999 }") && shown.lines().count() < 1500, "the newest ones: {last}");
}

#[test]
fn a_trace_of_a_limited_size_keeps_the_newest_events() {
    // A part ends at the first look at which there is something in it.
    let scratch = in_parts(9, || {
        let scratch = Scratch::new("max-size");
        let script = "$THIS slow_program --exact --ignored >/dev/null";
        record_shell(scratch.path(), &["--max-size", "8", "--sub-buffer", "64K"], script);
        scratch
    });
    let is_part = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with("part-");
    let parts = std::fs::read_dir(&scratch.0).expect("it is there");
    let parts = parts.filter(|part| is_part(&part.as_ref().expect("one").file_name())).count();
    assert!((1..=8).contains(&parts), "{parts} parts");
    let shown = stdout_of(&mut perseq(&["trace", "view", scratch.path()]));
    let last = shown.lines().last().expect("there are some");
    assert!(last.ends_with("{ request = 999 }") && shown.lines().count() < 1000, "the newest ones: {last}");
}

#[test]
fn sizes_have_units_and_a_wrong_one_is_told_before_anything_is_made() {
    let scratch = Scratch::new("sizes");
    for (arguments, wanted) in [
        (["--sub-buffer", "4X"], "units are K, M, G and T"),
        (["--sub-buffer", "3M"], "powers of two"),
        (["--max-size", "M"], "as 4096 or 4M"),
        (["--rotate-size", "0"], "--rotate-size"),
    ] {
        let mut record = perseq(&[&["trace", "record", "-o", scratch.path()], &arguments[..]].concat());
        let output = record.args(["--", "true"]).output().expect("it starts");
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && told.contains(wanted), "{arguments:?}: {told}");
        let left = std::fs::read_dir(&scratch.0).map_or(0, Iterator::count);
        assert_eq!(left, 0, "{arguments:?}: the next attempt finds nothing in its way");
    }
    record("program", scratch.path(), &["--sub-buffer", "2M", "--sub-buffers", "2"]);
}
