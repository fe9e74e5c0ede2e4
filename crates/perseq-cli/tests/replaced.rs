//! Directories that get another name, or are removed and made anew, while their session is recorded: each session's trace is its own. This test is
//! also the program that is traced.

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
use support::{Scratch, perseq, stdout_of};

/// How long what must happen is waited for.
const PATIENCE: Duration = Duration::from_secs(120);
/// Both kinds of buffers.
const KINDS: [&[&str]; 2] = [&[], &["--per-process"]];

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

/// The program that is traced: events of one type, and of another one when the file of that name is there.
#[test]
#[ignore = "what the other tests record"]
fn program() {
    (0..1000_u64).for_each(|number| perseq_trace::event!(server::begin, request = number));
    wait_for_the_word();
    (0..1000_u64).for_each(|number| perseq_trace::event!(server::end, request = number));
    std::process::exit(5);
}

/// One that forks then, and whose child has the next events.
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

/// A recorder of a program, which has printed its line.
fn recorded(name: &str, directory: &str, go: &Path, options: &[&str]) -> Child {
    let program = this(name, go);
    let mut command = perseq(&[&["trace", "record", "-o", directory], options].concat());
    command.arg(program.get_program()).args(program.get_args()).env("PERSEQ_TEST_GO", go);
    begun(&mut command)
}

/// Starts a program that is or has a traced one, which has printed its line.
fn begun(command: &mut Command) -> Child {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it can be started");
    let lines = BufReader::new(child.stdout.take().expect("a pipe")).lines();
    let mut lines = lines.map(|line| line.expect("the program writes text"));
    // With one thread the harness has begun that line.
    assert!(lines.any(|line| line.ends_with("begun")));
    // Its later lines are not read: the pipe stays open for that.
    std::mem::forget(lines);
    child
}

fn stderr_of(child: Child) -> (Option<i32>, String) {
    let output = child.wait_with_output().expect("it ends");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// How many events a trace has; −1 for none that can be read.
fn events(directory: &Path) -> i64 {
    let counted = perseq(&["trace", "stats", "--json", directory.to_str().expect("a name")]).output();
    let counts: Option<serde_json::Value> = serde_json::from_slice(&counted.expect("it starts").stdout).ok();
    counts.and_then(|counts| counts["events"].as_i64()).unwrap_or(-1)
}

/// The directories of processes in a session's.
fn processes(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).into_iter().flatten().flatten();
    let is_one =
        |path: &PathBuf| path.file_name().is_some_and(|name| name.display().to_string().contains("process-"));
    entries.map(|entry| entry.path()).filter(is_one).collect()
}

#[test]
fn a_directory_that_is_made_anew_belongs_to_the_newer_session_alone() {
    for (before, after, moved) in KINDS
        .iter()
        .flat_map(|before| KINDS.iter().map(move |after| (before, after)))
        .flat_map(|(before, after)| [(before, after, false), (before, after, true)])
    {
        let case = format!("{before:?}, then {after:?}, moved: {moved}");
        let (scratch, away) = (Scratch::new("anew"), Scratch::new("anew-away"));
        let gos = ["first", "second"].map(|name| scratch.0.with_extension(name));
        let first = recorded("program", scratch.path(), &gos[0], before);
        until("the change", || match moved {
            true => fs::rename(&scratch.0, &away.0).is_ok(),
            // Again if the recorder has made a file in between.
            false => fs::remove_dir_all(&scratch.0).is_ok(),
        });
        let second = recorded("program", scratch.path(), &gos[1], after);
        fs::write(&gos[0], "").expect("a file");
        let (code, told) = stderr_of(first);
        assert_eq!(code, Some(5), "{case}: {told}");
        assert!(scratch.0.join(".session").exists(), "{case}: the newer session's file: {told}");
        fs::write(&gos[1], "").expect("a file");
        let (code, later) = stderr_of(second);
        assert_eq!(code, Some(5), "{case}: {later}");
        gos.iter().for_each(|go| fs::remove_file(go).expect("it is there"));
        assert!(later.contains("2,000 events"), "{case}: {later}");
        assert_eq!(events(&scratch.0), 2000, "{case}: {told}{later}");
        if moved {
            let named = fs::canonicalize(&away.0).expect("it is there");
            let named = format!("perseq trace view {}`", named.display());
            assert!(told.contains("2,000 events") && told.contains(&named), "{case}: {told}");
            assert_eq!(events(&away.0), 2000, "{case}: {told}");
            assert!(!away.0.join(".session").exists(), "{case}: its buffers stay: {told}");
        } else {
            assert!(told.contains("was removed during the recording"), "{case}: {told}");
            assert!(!told.contains("perseq trace"), "{case}: another session's trace is named: {told}");
        }
    }
}

#[test]
fn a_recorder_that_has_resumed_completes_a_session_whose_directory_has_another_name() {
    let (scratch, away) = (Scratch::new("resumed"), Scratch::new("resumed-away"));
    let go = scratch.0.with_extension("go");
    let mut child = recorded("program", scratch.path(), &go, &[]);
    child.kill().expect("it runs");
    child.wait().expect("it is a child");
    let mut resumed = perseq(&["trace", "resume", scratch.path()]);
    let mut resumed = resumed.stderr(Stdio::piped()).spawn().expect("it starts");
    let mut lines = BufReader::new(resumed.stderr.take().expect("a pipe")).lines();
    assert!(lines.next().expect("it goes on").expect("it writes text").contains("recording"));
    fs::rename(&scratch.0, &away.0).expect("it is there");
    fs::write(&go, "").expect("a file");
    let told = lines.map(|line| line.expect("it writes text")).collect::<Vec<_>>().join("\n");
    assert!(resumed.wait().expect("it is a child").success(), "{told}");
    assert!(told.contains("2,000 events") && told.contains("resumed-away"), "{told}");
    fs::remove_file(&go).expect("it is there");
    assert_eq!(stdout_of(&mut perseq(&["trace", "view", away.path()])).lines().count(), 2000);
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

#[test]
fn a_snapshot_that_does_not_come_to_its_end_is_none() {
    for options in KINDS {
        let (scratch, place) = (Scratch::new("whole"), Scratch::new("whole-snapshot"));
        fs::create_dir(&place.0).expect("it is new");
        let to = place.0.join("snapshot");
        let go = scratch.0.with_extension("go");
        let child = recorded("program", scratch.path(), &go, &[&["--overwrite"], options].concat());
        // As on a disk that gets full.
        let mut limited = Command::new("sh");
        limited.args(["-c", "ulimit -f 8; exec \"$0\" trace snapshot \"$1\" \"$2\""]);
        let failed =
            limited.arg(perseq(&[]).get_program()).arg(&scratch.0).arg(&to).output().expect("a shell");
        let told = String::from_utf8_lossy(&failed.stderr);
        assert!(!failed.status.success() && told.contains("snapshot"), "{options:?}: {told}");
        assert_eq!(fs::read_dir(&place.0).expect("it is there").count(), 0, "{options:?}: {told}");
        stdout_of(&mut perseq(&["trace", "snapshot", scratch.path(), to.to_str().expect("a name")]));
        assert_eq!(events(&to), 1000, "{options:?}");
        assert_eq!(fs::read_dir(&place.0).expect("it is there").count(), 1, "{options:?}");
        fs::write(&go, "").expect("a file");
        let (code, told) = stderr_of(child);
        fs::remove_file(&go).expect("it is there");
        assert_eq!(code, Some(5), "{told}");
    }
}

#[test]
fn the_session_s_directory_is_given_to_programs_without_links_and_steps_back() {
    let scratch = Scratch::new("links");
    let (inner, link) = (scratch.0.join("inner"), scratch.0.join("link"));
    fs::create_dir_all(&inner).expect("it is new");
    std::os::unix::fs::symlink(&inner, &link).expect("it is new");
    for given in [inner.join("..").join("steps"), link.join("linked")] {
        let mut recorder =
            perseq(&["trace", "record", "-o", given.to_str().expect("a name"), "--", "sh", "-c"]);
        let told = recorder.arg("printf %s \"$PERSEQ_TRACE\"").output().expect("it starts");
        let directory = fs::canonicalize(&given).expect("it was made");
        assert_eq!(String::from_utf8_lossy(&told.stdout), directory.to_str().expect("a name"));
    }
}

/// A program of the removed session outlives it, and one of the newer session.
#[test]
fn a_recorder_names_no_process_of_an_older_session_of_that_path() {
    let scratch = Scratch::new("older");
    let gos = ["first", "second"].map(|name| scratch.0.with_extension(name));
    let older = Session::create(&scratch.0, &Options { sub_buffer: 4096, ..Options::default() });
    let older = older.expect("a session");
    let first = begun(this("program", &gos[0]).env(VARIABLE, &scratch.0));
    // A child that another test starts has this process's mappings until it executes its program.
    until("the program alone", || older.processes() == [first.id()]);
    fs::remove_dir_all(&scratch.0).expect("it is there");
    let second = recorded("program", scratch.path(), &gos[1], &[]);
    fs::write(&gos[1], "").expect("a file");
    let (code, told) = stderr_of(second);
    assert_eq!(code, Some(5), "{told}");
    assert!(told.contains("2,000 events") && !told.contains("behind"), "{told}");
    fs::write(&gos[0], "").expect("a file");
    assert_eq!(stderr_of(first).0, Some(5));
    gos.iter().for_each(|go| fs::remove_file(go).expect("it is there"));
}
