//! Programs that start others and end before them, and programs without events: `perseq trace record` says why there is nothing
//! in the trace.

#![cfg(target_pointer_width = "64")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

mod support;

use std::{
    path::Path,
    process::Command,
    time::{Duration, Instant},
};

use support::{Scratch, perseq};

/// How long what must happen is waited for.
const PATIENCE: Duration = Duration::from_secs(120);

fn until(what: &str, mut is: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is() {
        assert!(start.elapsed() < PATIENCE, "{what} did not come");
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// A daemon's life: an event before the program that has started it has ended, and another program after that.
#[test]
#[ignore = "what another test records"]
fn daemon() {
    let [ready, go, end] = ["READY", "GO", "END"]
        .map(|name| std::env::var(format!("PERSEQ_TEST_{name}")).expect("a file's name"));
    perseq_trace::event!(daemon::begun);
    std::fs::write(ready, "").expect("it can be written");
    until("the word to go on", || Path::new(&go).exists());
    perseq_trace::event!(daemon::later);
    let this = std::env::current_exe().expect("this test has a file");
    // A program with events, in the environment of the session that is over.
    let later = Command::new(this).arg("--list").output().expect("it can be started");
    // Under its name when it is whole: an empty file is what is hoped for.
    let written = format!("{end}.new");
    std::fs::write(&written, later.stderr).expect("it can be written");
    std::fs::rename(written, end).expect("it can be renamed");
}

/// Has events that it does not come to.
#[test]
#[ignore = "what another test records"]
fn silent() {
    if std::env::var_os("PERSEQ_TEST_NEVER").is_some() {
        perseq_trace::event!(silent::never);
    }
}

#[test]
fn a_daemon_that_is_left_behind_is_told_of_and_its_later_children_are_quiet() {
    for options in [&[][..], &["--per-process"]] {
        let scratch = Scratch::new("daemon");
        let files = Scratch::new("daemon-files");
        std::fs::create_dir_all(&files.0).expect("it can be made");
        let [ready, go, end] = ["ready", "go", "end"].map(|name| files.0.join(name));
        let this = std::env::current_exe().expect("this test has a file");
        let script = "\"$PERSEQ_TEST_THIS\" daemon --exact --ignored >/dev/null 2>&1 & \
                      while ! [ -e \"$PERSEQ_TEST_READY\" ]; do sleep 0.01; done";
        let mut command = perseq(&[&["trace", "record", "-o", scratch.path()], options].concat());
        command.args(["sh", "-c", script]).env("PERSEQ_TEST_THIS", &this);
        command.env("PERSEQ_TEST_READY", &ready).env("PERSEQ_TEST_GO", &go).env("PERSEQ_TEST_END", &end);
        let output = command.output().expect("it can be started");
        std::fs::write(&go, "").expect("it can be written");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && stderr.contains("1 event of"), "{stderr}");
        assert!(stderr.contains("left daemon") && stderr.contains("to record a daemon"), "{stderr}");
        until("the daemon's end", || end.exists());
        let written = std::fs::read_to_string(&end).expect("it is there");
        assert_eq!(written, "", "its later children are quiet");
    }
}

#[test]
fn a_trace_without_events_says_why() {
    let why = |options: &[&str], program: &[&str]| {
        let scratch = Scratch::new("nothing");
        let mut command = perseq(&[&["trace", "record", "-o", scratch.path()], options].concat());
        let output = command.args(program).output().expect("it can be started");
        assert!(output.status.success());
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let this = std::env::current_exe().expect("this test has a file");
    let this = this.to_str().expect("a name");
    for options in [&[][..], &["--per-process"]] {
        let stderr = why(options, &["true"]);
        assert!(stderr.contains("no process has attached"), "{stderr}");
        let stderr = why(options, &[this, "silent", "--exact", "--ignored"]);
        assert!(stderr.contains("1 process attached to the session, and came to no event\n"), "{stderr}");
        assert!(!stderr.contains("left"), "{stderr}");
    }
    let stderr = why(&["-e", "other::*"], &[this, "silent", "--exact", "--ignored"]);
    assert!(stderr.contains("came to no event that passes -e"), "{stderr}");
}
