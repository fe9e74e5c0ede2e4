//! Programs whose files may not be long (`ulimit -f`): they trace into shorter buffers, or do not trace and say why, and none is ended.

#![cfg(target_pointer_width = "64")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
use perseq_testing as support;

use std::{
    fs,
    os::unix::process::CommandExt as _,
    process::{Command, Output},
};

use perseq_trace::{Buffers, Error, Options, Recorder, Session, VARIABLE, event, snapshot};

use processes::Scratch;

const HEAD: u64 = 1 << 20;
const EVENTS: u64 = 1000;

fn per_process() -> Options {
    Options { buffers: Buffers::PerProcess, ..Options::default() }
}

/// Bytes of a file with such buffers for each CPU that this kernel can have.
fn len(sub_buffer: u64, sub_buffers: u64) -> u64 {
    HEAD + u64::from(perseq_core::cpu::rows()) * (4096 + sub_buffer * sub_buffers)
}

fn limit_files(bytes: u64) -> std::io::Result<()> {
    let limit = libc::rlimit { rlim_cur: bytes, rlim_max: bytes };
    match unsafe { libc::setrlimit(libc::RLIMIT_FSIZE, &limit) } {
        0 => Ok(()),
        _ => Err(std::io::Error::last_os_error()),
    }
}

/// The program that others here start: it traces by its environment, and so does a child of it.
#[test]
#[ignore = "what other tests execute"]
fn program() {
    (0..EVENTS).for_each(|number| event!(test::parent, number = number));
    let child = processes::fork(|| (0..EVENTS).for_each(|number| event!(test::child, number = number)));
    assert_eq!(processes::wait(child), 0);
}

/// Runs it with files of so many bytes at most.
fn run(session: &Session, most: u64) -> Output {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["program", "--exact", "--ignored", "--nocapture", "--test-threads=1"]);
    command.env(VARIABLE, session.directory());
    unsafe { command.pre_exec(move || limit_files(most)) };
    command.output().unwrap()
}

#[test]
fn files_have_room_for_the_cpus_that_there_can_be_and_for_no_more() {
    let scratch = Scratch::new("short");
    let shared = Session::create(scratch.0.join("shared"), &Options::default()).unwrap();
    let file = |session: &Session| fs::metadata(session.directory().join(".session")).unwrap().len();
    assert_eq!(file(&shared), len(1 << 20, 4));
    let own = Session::create(scratch.0.join("own"), &per_process()).unwrap();
    assert_eq!(file(&own), HEAD);
    let child = processes::fork(|| {
        own.attach().unwrap();
        event!(test::parent, number = 0_u64);
    });
    assert_eq!(processes::wait(child), 0);
    let buffers = own.directory().join(format!("process-{child}/.session"));
    assert_eq!(fs::metadata(buffers).unwrap().len(), len(1 << 20, 4));
}

#[test]
fn where_files_may_not_be_long_buffers_are_shorter_and_the_program_says_so_once() {
    for (most, told) in
        [(len(1 << 20, 4), 0), (len(1 << 20, 4) - 1, 1), (len(1 << 17, 2), 1), (len(4096, 2), 1)]
    {
        let scratch = Scratch::new("limited");
        let session = Session::create(&scratch.0, &per_process()).unwrap();
        let output = run(&session, most);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{most} bytes: {}, {errors}", output.status);
        assert_eq!(errors.matches("perseq-trace:").count(), told, "{most} bytes: {errors}");
        assert_eq!(errors.matches("ulimit -f").count(), told, "{most} bytes: {errors}");
        session.stop();
        let summary = Recorder::open(&scratch.0).unwrap().finish().unwrap();
        // The least buffers have no room for all.
        assert_eq!(summary.events + summary.discarded, 2 * EVENTS, "{most} bytes: {summary:?}");
        assert_eq!(summary.processes, 2, "{most} bytes: {summary:?}");
        assert!(summary.events > 200 && (most == len(4096, 2) || summary.discarded == 0), "{summary:?}");
    }
}

#[test]
fn a_program_that_cannot_have_buffers_runs_without_and_says_why_once() {
    for most in [HEAD, 4096, 0] {
        let scratch = Scratch::new("none");
        let session = Session::create(&scratch.0, &per_process()).unwrap();
        let output = run(&session, most);
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{most} bytes: {}, {errors}", output.status);
        assert_eq!(errors.matches("perseq-trace:").count(), 1, "{most} bytes: {errors}");
        assert!(errors.contains("ulimit -f") && errors.contains("without tracing"), "{errors}");
        session.stop();
        let summary = Recorder::open(&scratch.0).unwrap().finish().unwrap();
        assert_eq!((summary.events, summary.untraced), (0, 1), "{most} bytes: {summary:?}");
        assert_eq!(session.attached(), 0, "{most} bytes");
    }
}

#[test]
fn a_session_and_a_snapshot_that_cannot_be_made_are_errors() {
    support::alone("a_session_and_a_snapshot_that_cannot_be_made_are_errors", &[], || {
        let scratch = Scratch::new("refused");
        let session = Session::create(scratch.0.join("first"), &Options::default()).unwrap();
        session.attach().unwrap();
        (0..EVENTS).for_each(|number| event!(test::parent, number = number));
        limit_files(1000).unwrap();
        let is_large = |error: &Error| match error {
            Error::File { source, .. } => source.kind() == std::io::ErrorKind::FileTooLarge,
            _ => false,
        };
        let refused = Session::create(scratch.0.join("second"), &Options::default()).unwrap_err();
        assert!(is_large(&refused) && refused.to_string().contains("ulimit -f"), "{refused}");
        let refused = snapshot(session.directory(), scratch.snapshot()).unwrap_err();
        assert!(is_large(&refused), "{refused}");
    });
}
