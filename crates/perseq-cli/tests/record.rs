//! `perseq trace record` as a supervisor, and what becomes of sessions that it has left: this test is also the program that is traced.

#![cfg(target_pointer_width = "64")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

mod support;

use std::{
    io::{BufRead as _, BufReader},
    iter,
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use support::{Scratch, lacks, perseq, stdout_of};

/// How long what must happen is waited for.
const PATIENCE: Duration = Duration::from_secs(120);

fn until(what: &str, mut is: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is() {
        assert!(start.elapsed() < PATIENCE, "{what} did not come");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// The program that is traced: events of one type, and of another one when the file of that name is there.
#[test]
#[ignore = "what the other tests record"]
fn program() {
    let go = std::env::var("PERSEQ_TEST_GO").expect("a file's name");
    let begun = |number: u64| perseq_trace::event!(server::begin, request = number, path = "x".repeat(500));
    (0..1000).for_each(begun);
    println!("begun");
    until("the word to go on", || Path::new(&go).exists());
    (0..1000_u64).for_each(|number| perseq_trace::event!(server::end, request = number));
    std::process::exit(5);
}

/// The recorder of that program, which has printed its line.
fn recorded(scratch: &Scratch, go: &Path, options: &[&str]) -> Child {
    let this = std::env::current_exe().expect("this test has a file");
    let mut command = perseq(&[&["trace", "record", "-o", scratch.path()], options].concat());
    command.arg(this).args(["program", "--exact", "--ignored", "--nocapture"]).env("PERSEQ_TEST_GO", go);
    // The program outlives the pipes' other ends where its recorder is killed.
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it can be started");
    let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut lines = lines.map(|line| line.expect("the program writes text"));
    // With one thread the harness has begun that line.
    assert!(lines.any(|line| line.ends_with("begun")));
    child
}

fn signal(child: &Child, signal: i32) {
    assert_eq!(unsafe { libc::kill(child.id().cast_signed(), signal) }, 0);
}

fn stderr_of(child: Child) -> (Option<i32>, String) {
    let output = child.wait_with_output().expect("it ends");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// A recorder of a shell's script, which has printed `ready`.
fn shell(scratch: &Scratch, script: &str) -> Child {
    let mut command = perseq(&["trace", "record", "-o", scratch.path(), "--", "sh", "-c", script]);
    // A shell cannot trap what was ignored when it started, as `SIGINT` is in jobs in the background and `SIGHUP` under `nohup`.
    let usual = || {
        for signal in [libc::SIGINT, libc::SIGQUIT, libc::SIGHUP, libc::SIGTERM, libc::SIGUSR1] {
            unsafe { libc::signal(signal, libc::SIG_DFL) };
        }
        Ok(())
    };
    unsafe { command.pre_exec(usual) };
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it can be started");
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().expect("a pipe")).read_line(&mut line).expect("a line");
    assert_eq!(line, "ready\n");
    child
}

#[test]
fn a_signal_to_the_recorder_is_the_program_s() {
    for (number, name) in
        [(libc::SIGTERM, "TERM"), (libc::SIGINT, "INT"), (libc::SIGHUP, "HUP"), (libc::SIGUSR1, "USR1")]
    {
        let scratch = Scratch::new(&format!("signal-{name}"));
        let wait = "echo ready; while :; do sleep 0.02; done";
        let child = shell(&scratch, &format!("trap 'exit 7' {name}; {wait}"));
        signal(&child, number);
        let (code, stderr) = stderr_of(child);
        assert_eq!(code, Some(7), "{name}: {stderr}");
        assert!(stderr.contains("perseq trace view"), "the trace is complete: {stderr}");
    }
    let scratch = Scratch::new("signal-ends");
    let child = shell(&scratch, "echo ready; while :; do sleep 0.02; done");
    signal(&child, libc::SIGTERM);
    assert_eq!(stderr_of(child).0, Some(128 + libc::SIGTERM));
}

/// As by `ulimit -f`: the kernel says it by a signal that ends programs.
#[test]
fn a_limit_of_the_recorder_s_files_costs_events_and_not_the_recorder() {
    for options in [&[][..], &["--per-process"]] {
        let scratch = Scratch::new("limit");
        let go = scratch.0.with_extension("go");
        let child = recorded(&scratch, &go, options);
        let limit = libc::rlimit { rlim_cur: 16 << 10, rlim_max: 16 << 10 };
        let done = unsafe {
            libc::prlimit(
                child.id().cast_signed(),
                libc::RLIMIT_FSIZE,
                &raw const limit,
                std::ptr::null_mut(),
            )
        };
        assert_eq!(done, 0);
        std::fs::write(&go, "").expect("it can be written");
        let (code, stderr) = stderr_of(child);
        assert_eq!(code, Some(5), "the program's: {stderr}");
        // There may have been room for the packet that tells of it.
        if stderr.contains("File too large") {
            let resumed = perseq(&["trace", "resume", scratch.path()]).output().expect("it starts");
            let stderr = String::from_utf8_lossy(&resumed.stderr).into_owned();
            assert!(resumed.status.success(), "{stderr}");
        } else {
            assert!(stderr.contains("the disk had no room for them"), "{stderr}");
        }
        let json = stdout_of(&mut perseq(&["trace", "stats", scratch.path(), "--json"]));
        let counts: serde_json::Value = serde_json::from_str(&json).expect("JSON");
        let number = |key: &str| counts[key].as_u64().expect("a number");
        assert_eq!(number("events") + number("lost_events"), 2000, "{options:?}: {json}");
        std::fs::remove_file(&go).expect("it can be removed");
    }
}

#[test]
fn the_program_needs_no_dashes_before_it_and_a_misspelt_one_leaves_nothing() {
    let scratch = Scratch::new("no-dashes");
    let output =
        perseq(&["trace", "record", "-o", scratch.path(), "sh", "-c", "exit 7"]).output().expect("it starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(7), "{stderr}");
    assert!(stderr.contains("no process has attached"), "{stderr}");
    let scratch = Scratch::new("misspelt");
    // A session has no room for a filter of so many bytes.
    let long = "x".repeat(100_000);
    for (arguments, told) in [
        (&["./no-such-program"][..], "no-such-program"),
        (&["-e", &long, "--", "true"], "filter"),
        (&["--rotate-size", "0", "--", "true"], "--rotate-size"),
    ] {
        let mut record = perseq(&[&["trace", "record", "-o", scratch.path()], arguments].concat());
        let output = record.output().expect("it starts");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(stderr.contains(told) && !output.status.success(), "{stderr}");
        assert!(!scratch.0.exists(), "{told}: the next attempt finds nothing in its way");
    }
}

#[test]
fn a_session_whose_recorder_was_killed_is_resumed_without_a_loss() {
    let scratch = Scratch::new("resume");
    let go = scratch.0.with_extension("go");
    let mut child = recorded(&scratch, &go, &[]);
    child.kill().expect("it runs");
    child.wait().expect("it is a child");
    let status = stdout_of(&mut perseq(&["trace", "status", scratch.path()]));
    assert!(status.contains("running, without a recorder") && status.contains("server::begin"), "{status}");
    let list = stdout_of(&mut perseq(&[
        "trace",
        "list",
        scratch.0.parent().and_then(Path::to_str).expect("a name"),
    ]));
    assert!(list.contains(scratch.path()), "{list}");
    // It ends, with what is there.
    stdout_of(&mut perseq(&["trace", "view", "--follow", scratch.path()]));
    let resumed =
        perseq(&["trace", "resume", scratch.path()]).stderr(Stdio::piped()).spawn().expect("it starts");
    let is_recorded = || {
        stdout_of(&mut perseq(&["trace", "status", scratch.path()]))
            .lines()
            .next()
            .is_some_and(|line| line.contains("running;"))
    };
    until("another recorder", is_recorded);
    let misspelt = perseq(&["trace", "disable", scratch.path(), "sever::*"]).output().expect("it starts");
    assert!(misspelt.status.success());
    assert!(String::from_utf8_lossy(&misspelt.stderr).contains("matches sever::*"));
    // The recording ends with the program, which has another recorder by now.
    std::fs::write(&go, "").expect("a file");
    let (code, stderr) = stderr_of(resumed);
    assert_eq!(code, Some(0), "{stderr}");
    assert!(stderr.contains("2,000 events"), "{stderr}");
    std::fs::remove_file(&go).expect("it is there");
    let shown = stdout_of(&mut perseq(&["trace", "view", scratch.path()]));
    assert_eq!(shown.lines().count(), 2000);
    assert!(!scratch.0.join(".session").exists(), "nothing is left but the trace");

    // Questions about it.
    let stats = ["trace", "stats", scratch.path(), "--latency", "server::begin", "server::end"];
    let text = stdout_of(&mut perseq(&stats));
    assert!(text.contains("999 beginnings have no end") && text.contains("--by request"), "{text}");
    let right = stdout_of(&mut perseq(&[&stats[..], &["--by", "request"]].concat()));
    assert!(right.contains("1,000 pairs") && !right.contains("have no end"), "{right}");
    let slowest = [&stats[..], &["--by", "request", "--slowest", "3"]].concat();
    let text = stdout_of(&mut perseq(&slowest));
    let slow: Vec<&str> = text.lines().filter(|line| line.contains(", request = ")).collect();
    assert!(slow.len() == 3 && text.contains("perseq trace view"), "{text}");
    let json = stdout_of(&mut perseq(&[&slowest[..], &["--json"]].concat()));
    let counts: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let slow = counts["latency"]["slowest"].as_array().expect("the slowest");
    let ns = |place: usize| slow[place]["ns"].as_u64().expect("a time");
    assert!(ns(0) >= ns(1) && ns(1) >= ns(2) && slow.len() == 3, "{json}");
    assert!(ns(0).abs_diff(counts["latency"]["max"].as_u64().expect("a time")) < ns(0) / 100, "{json}");
    // One of them, from its beginning to its end.
    let request = format!("request={}", slow[0]["value"].as_str().expect("a value"));
    let [from, to] = ["begin_ns", "end_ns"].map(|end| slow[0][end].to_string());
    let view = ["trace", "view", scratch.path(), "--from", &from, "--to", &to];
    let all = stdout_of(&mut perseq(&view));
    let one = stdout_of(&mut perseq(&[&view[..], &["--where", &request]].concat()));
    assert!(one.lines().count() == 2 && all.lines().count() >= 2, "{one}");
    assert!(
        one.starts_with(all.lines().next().expect("a line").split(" +").next().expect("a time")),
        "{all}{one}"
    );
    let none = stdout_of(&mut perseq(&[&view[..], &["--where", &request, "--where", "path=none"]].concat()));
    assert_eq!(none, "");
    let wrong = perseq(&["trace", "view", scratch.path(), "--where", "request"]).output().expect("it starts");
    assert!(!wrong.status.success() && String::from_utf8_lossy(&wrong.stderr).contains("request=1899"));

    let wrong = perseq(&[&stats[..], &["--by", "reqest"]].concat()).output().expect("it starts");
    let stderr = String::from_utf8_lossy(&wrong.stderr);
    assert!(!wrong.status.success() && stderr.contains("field reqest: they have path, request"), "{stderr}");
    // A reader that has enough.
    for format in ["chrome", "json"] {
        let mut export = perseq(&["trace", "export", "-f", format, scratch.path()]);
        let mut child = export.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        drop(child.stdout.take());
        let (code, stderr) = stderr_of(child);
        assert_eq!((code, &*stderr), (Some(0), ""), "{format}");
    }
}

#[test]
fn a_session_that_was_removed_by_hand_promises_nothing_that_is_gone() {
    let buffers = [&[][..], &["--per-process"]];
    for (options, is_whole) in buffers.iter().flat_map(|options| [(options, false), (options, true)]) {
        let scratch = Scratch::new("removed");
        let go = Path::new(scratch.path()).with_extension("go");
        let child = recorded(&scratch, &go, options);
        // Again if the recorder has made a file meanwhile.
        until("the removal", || match is_whole {
            true => std::fs::remove_dir_all(scratch.path()).is_ok(),
            false => std::fs::remove_file(Path::new(scratch.path()).join(".session")).is_ok(),
        });
        std::fs::write(&go, "").unwrap();
        let (code, errors) = stderr_of(child);
        std::fs::remove_file(&go).unwrap();
        assert_eq!(code, Some(5), "{options:?}: {errors}");
        assert!(!errors.contains("is kept") && !errors.contains("resume"), "{options:?}: {errors}");
        assert_eq!(errors.contains("was removed during the recording"), is_whole, "{options:?}: {errors}");
        if !is_whole {
            // What was in its buffers is in the trace.
            let text = stdout_of(&mut perseq(&["trace", "view", scratch.path()]));
            assert_eq!(text.lines().count(), 2000, "{options:?}: {errors}");
        }
    }
}

#[test]
fn a_recorder_without_a_program_ends_when_its_session_is_stopped() {
    for option in ["--ctf2", "--overwrite"] {
        let scratch = Scratch::new("stopped");
        let mut recorder = perseq(&["trace", "record", "-o", scratch.path(), option]);
        let mut recorder = recorder.stderr(Stdio::piped()).spawn().expect("it starts");
        let mut lines = BufReader::new(recorder.stderr.take().expect("a pipe")).lines();
        let line = lines.next().expect("it says what it does").expect("it writes text");
        assert!(line.contains(&format!("`perseq trace stop {}`", scratch.path())), "{line}");
        let disabled = perseq(&["trace", "disable", scratch.path(), "typo::*"]).output().expect("it starts");
        let stderr = String::from_utf8_lossy(&disabled.stderr);
        assert!(
            disabled.status.success() && stderr.contains("no event") && stderr.contains("typo::*"),
            "{stderr}"
        );
        stdout_of(&mut perseq(&["trace", "stop", scratch.path()]));
        until("its end", || recorder.try_wait().expect("it is a child").is_some());
        assert!(recorder.wait().expect("it is a child").success());
    }
}

#[test]
fn a_recorder_tries_again_when_what_was_in_the_way_is_gone() {
    let scratch = Scratch::new("again");
    // Without a program, which would end before.
    let mut recorder = perseq(&["trace", "record", "-o", scratch.path()]);
    let mut recorder = recorder.stderr(Stdio::piped()).spawn().expect("it starts");
    let mut lines = BufReader::new(recorder.stderr.take().expect("a pipe")).lines();
    let mut line = || lines.next().expect("it goes on").expect("it writes text");
    assert!(line().contains("recording"));
    // In the way of the metadata of the program's types.
    let in_the_way = scratch.0.join(".metadata.new");
    until("a directory in the way", || {
        _ = std::fs::remove_file(&in_the_way);
        std::fs::create_dir(&in_the_way).is_ok()
    });
    let go = scratch.0.with_extension("go");
    std::fs::write(&go, "").expect("a file");
    let this = std::env::current_exe().expect("this test has a file");
    let mut program = Command::new(this);
    program.args(["program", "--exact", "--ignored"]).env("PERSEQ_TEST_GO", &go);
    let program = program.env(perseq_trace::VARIABLE, &scratch.0).stdout(Stdio::null()).status();
    assert_eq!(program.expect("it starts").code(), Some(5));
    std::fs::remove_file(&go).expect("it is there");
    let text = line();
    assert!(text.contains(".metadata.new") && text.contains("tried again"), "{text}");
    std::fs::remove_dir(&in_the_way).expect("it is empty");
    stdout_of(&mut perseq(&["trace", "stop", scratch.path()]));
    let text = iter::repeat_with(line).find(|text| !text.contains("tried again")).expect("it ends");
    assert!(text.contains("2,000 events"), "{text}");
    assert!(recorder.wait().expect("it is a child").success());
    assert_eq!(stdout_of(&mut perseq(&["trace", "view", scratch.path()])).lines().count(), 2000);
}

#[test]
fn a_resumed_session_of_which_buffers_have_to_stay_fails_and_is_completed_later() {
    let scratch = Scratch::new("stay");
    let go = scratch.0.with_extension("go");
    let mut child = recorded(&scratch, &go, &["--per-process"]);
    child.kill().expect("it runs");
    child.wait().expect("it is a child");
    let directories = std::fs::read_dir(&scratch.0).expect("it is there").flatten().map(|entry| entry.path());
    let processes: Vec<_> = directories.filter(|path| path.join(".session").exists()).collect();
    let [process] = &processes[..] else { panic!("one process has traced: {processes:?}") };
    std::fs::write(&go, "").expect("a file");
    let has_all =
        || stdout_of(&mut perseq(&["trace", "status", scratch.path()])).contains("2,000 events recorded");
    until("the program's last events", has_all);
    stdout_of(&mut perseq(&["trace", "stop", scratch.path()]));
    // In the way of the metadata, which have to have the second type.
    let in_the_way = process.join(".metadata.new");
    _ = std::fs::remove_file(&in_the_way);
    std::fs::create_dir(&in_the_way).expect("it is new");
    let resumed = perseq(&["trace", "resume", scratch.path()]).output().expect("it starts");
    let stderr = String::from_utf8_lossy(&resumed.stderr);
    assert!(!resumed.status.success() && stderr.contains("1 process stay"), "{stderr}");
    assert!(stderr.contains(&format!("`perseq trace resume {}`", scratch.path())), "{stderr}");
    assert!(!stderr.contains("were left out"), "they are there: {stderr}");
    std::fs::remove_dir(&in_the_way).expect("it is there");
    let resumed = perseq(&["trace", "resume", scratch.path()]).output().expect("it starts");
    assert!(resumed.status.success(), "{}", String::from_utf8_lossy(&resumed.stderr));
    std::fs::remove_file(&go).expect("it is there");
    assert_eq!(stdout_of(&mut perseq(&["trace", "view", scratch.path()])).lines().count(), 2000);
}

/// A file system of so many bytes at `path`, for this thread and the programs that it starts.
fn mount(path: &Path, bytes: usize) -> std::io::Result<()> {
    std::fs::create_dir_all(path)?;
    let text = |text: &str| std::ffi::CString::new(text).expect("no zero");
    let (at, options) = (text(path.to_str().expect("a name")), text(&format!("size={bytes}")));
    let done = |result: i32| if result == 0 { Ok(()) } else { Err(std::io::Error::last_os_error()) };
    unsafe {
        done(libc::unshare(libc::CLONE_NEWNS))?;
        let (none, all) = (std::ptr::null(), libc::MS_REC | libc::MS_PRIVATE);
        done(libc::mount(none, c"/".as_ptr(), none, all, none.cast()))?;
        done(libc::mount(c"tmpfs".as_ptr(), at.as_ptr(), c"tmpfs".as_ptr(), 0, options.as_ptr().cast()))
    }
}

#[test]
fn a_disk_that_gets_full_while_a_type_appears_leaves_no_orphan_and_the_session_is_resumed() {
    let disk = Scratch::new("full");
    if let Err(error) = mount(&disk.0, 24 << 20) {
        return lacks("a recorder on a full disk", &format!("nothing can be mounted: {error}"));
    }
    let scratch = Scratch(disk.0.join("trace"), None);
    let go = disk.0.with_extension("go");
    let child = recorded(&scratch, &go, &["--sub-buffer", "65536"]);
    let metadata = scratch.0.join("metadata");
    until("the first type", || {
        std::fs::read_to_string(&metadata).is_ok_and(|text| text.contains("server:begin"))
    });
    let filler = disk.0.join("everything else");
    let full = std::fs::write(&filler, vec![1; 24 << 20]).expect_err("it is small");
    assert_eq!(full.kind(), std::io::ErrorKind::StorageFull);
    std::fs::write(&go, "").expect("another disk");
    let (code, stderr) = stderr_of(child);
    std::fs::remove_file(&go).expect("it is there");
    assert_eq!(code, Some(5), "the program's: {stderr}");
    assert!(stderr.contains("perseq trace resume"), "{stderr}");
    std::fs::remove_file(&filler).expect("it is there");
    let mut resumed = perseq(&["trace", "resume", scratch.path()]);
    let output = unsafe { resumed.pre_exec(|| Ok(())) }.output().expect("it starts");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    let counted = stdout_of(&mut perseq(&["trace", "stats", "--json", scratch.path()]));
    let counts: serde_json::Value = serde_json::from_str(&counted).expect("JSON");
    let number = |name: &str| counts[name].as_u64().expect("a number");
    assert_eq!(number("events") + number("lost_events"), 2000, "{counted}");
    assert_eq!(
        Command::new("umount").arg("-l").arg(&disk.0).status().map(|status| status.success()).ok(),
        Some(true)
    );
}

#[test]
fn a_standard_error_that_takes_nothing_changes_no_result() {
    let scratch = Scratch::new("record-silent");
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let (reader, closed) = std::io::pipe().expect("a pipe");
    drop(reader);
    for (directory, stderr) in [("full", Stdio::from(full)), ("closed", Stdio::from(closed))] {
        let directory = scratch.0.join(directory);
        let directory = directory.to_str().expect("text");
        // It has no event, of which the recorder tells at its end.
        let mut command = perseq(&["trace", "record", "-o", directory, "--", "sh", "-c", "exit 7"]);
        let status = command.stdout(Stdio::null()).stderr(stderr).status().expect("it can be started");
        assert_eq!(status.code(), Some(7), "{directory}");
        let error = perseq(&["trace", "view", "/nonexistent"]).stderr(Stdio::piped()).output();
        assert_eq!(error.expect("it can be started").status.code(), Some(1));
    }
}
