//! Directories that are removed, and made anew, while their session is recorded. This test is also the program that is traced.

#![cfg(target_pointer_width = "64")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

mod support;

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use perseq_trace::{Buffers, Options, Session, VARIABLE};
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

fn wait_for_the_word() {
    let go = std::env::var("PERSEQ_TEST_GO").expect("a file's name");
    println!("begun");
    until("the word to go on", || Path::new(&go).exists());
}

/// The program that is traced: it forks when the file of that name is there, and its child has the next events.
#[test]
#[ignore = "what the other tests record"]
fn parent() {
    perseq_trace::event!(server::begin, request = 0_u64);
    wait_for_the_word();
    let child = unsafe { libc::fork() };
    if child == 0 {
        (0..1000_u64).for_each(|number| perseq_trace::event!(server::end, request = number));
        unsafe { libc::_exit(0) }
    }
    let mut status = 0;
    assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
    (0..1000_u64).for_each(|number| perseq_trace::event!(server::between, request = number));
    println!("forked");
    // Its output is the harness's no more.
    std::process::exit(status);
}

fn this(name: &str, go: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this test has a file"));
    command.args([name, "--exact", "--ignored", "--nocapture"]).env("PERSEQ_TEST_GO", go);
    command
}

/// Starts a program that is or has a traced one, which has printed its line.
fn begun(command: &mut Command) -> Child {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it can be started");
    let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut lines = lines.map(|line| line.expect("the program writes text"));
    // With one thread the harness has begun that line.
    assert!(lines.any(|line| line.ends_with("begun")));
    // What it prints later is not read: the pipe stays open for that.
    std::mem::forget(lines);
    child
}

fn stderr_of(child: Child) -> (Option<i32>, String) {
    let output = child.wait_with_output().expect("it ends");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// The directories of processes in a session's.
fn processes(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let is_one =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.display().to_string().contains("process-"));
    entries.map(|entry| entry.path()).filter(is_one).collect()
}

/// The other recorder holds the lock of a session whose file is removed before that lock is free.
#[test]
fn a_recorder_that_gets_the_lock_of_a_removed_session_leaves_its_trace_alone() {
    for buffers in [Buffers::PerProcess, Buffers::Shared] {
        let start = Instant::now();
        loop {
            let scratch = Scratch::new("lock");
            let options = Options { buffers, sub_buffer: 4096, ..Options::default() };
            let session = Session::create(&scratch.0, &options).expect("a session");
            session.stop();
            let path = session.directory().join(".session");
            let locked = fs::File::open(&path).expect("it is there");
            assert_eq!(unsafe { libc::flock(std::os::fd::AsRawFd::as_raw_fd(&locked), libc::LOCK_EX) }, 0);
            let mut resumed = perseq(&["trace", "resume", scratch.path()]);
            let mut resumed = resumed.stderr(Stdio::piped()).spawn().expect("it starts");
            let descriptors = format!("/proc/{}/fd", resumed.id());
            let has_it = || {
                let open = fs::read_dir(&descriptors).into_iter().flatten().flatten();
                open.filter_map(|entry| fs::read_link(entry.path()).ok()).any(|open| open == path)
            };
            while !has_it() && resumed.try_wait().expect("it is a child").is_none() {
                std::thread::yield_now();
            }
            fs::remove_file(&path).expect("it is there");
            drop(locked);
            let (code, told) = stderr_of(resumed);
            let left: Vec<_> = fs::read_dir(&scratch.0).expect("it is there").flatten().collect();
            assert!(left.is_empty(), "{code:?} {told}{left:?}");
            // Otherwise it had waited long enough for the lock.
            if told.contains("meanwhile") {
                break;
            }
            assert!(start.elapsed() < PATIENCE, "{told}");
        }
    }
}

#[test]
fn a_forked_child_of_a_removed_session_makes_no_buffers_in_the_next_one() {
    let scratch = Scratch::new("child");
    let go = scratch.0.with_extension("go");
    let options = Options { buffers: Buffers::PerProcess, sub_buffer: 4096, ..Options::default() };
    let first = Session::create(&scratch.0, &options).expect("a session");
    let child = begun(this("parent", &go).env(VARIABLE, &scratch.0));
    assert_eq!(processes(&scratch.0).len(), 1, "the program's buffers");
    fs::remove_dir_all(&scratch.0).expect("it is there");
    let second = Session::create(&scratch.0, &options).expect("another session");
    fs::write(&go, "").expect("a file");
    let (code, told) = stderr_of(child);
    fs::remove_file(&go).expect("it is there");
    assert_eq!(code, Some(0), "{told}");
    assert!(first.is_removed() && !second.is_removed());
    assert!(processes(&scratch.0).is_empty(), "{told}");
    assert_eq!(second.counts(), (0, 0));
    // The first one's end is not the second one's.
    first.stop();
    first.remove().expect("nothing is to be done");
    assert!(!second.is_removed() && !second.is_stopped());
}
