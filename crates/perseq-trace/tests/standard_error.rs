//! A program whose standard error takes no line runs to its end, also if the tracer has something to say at its start and at its end.

#![cfg(all(target_os = "linux", target_pointer_width = "64"))]
#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::{
    fs::File,
    io::{self, Write as _},
    os::{fd::AsRawFd as _, unix::process::CommandExt as _},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

const MEMBER: &str = "PERSEQ_TEST_MEMBER";
/// Far more than such a program takes.
const PATIENCE: Duration = Duration::from_secs(120);

/// The program: the session in its environment cannot be reached, which it says when it is loaded, and at its end for its events.
#[test]
fn program() {
    if std::env::var_os(MEMBER).is_none() {
        return;
    }
    for turn in 0..10_u64 {
        perseq_trace::event!(test::turn, turn = turn);
    }
}

/// How that program ends with this standard error; `limit` is that of its files' lengths.
fn ends(stderr: impl Into<Stdio>, limit: Option<u64>) -> Option<i32> {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["program", "--exact", "--test-threads=1"]);
    command.env(MEMBER, "1").env("PERSEQ_TRACE", "/nonexistent/session");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(stderr);
    if let Some(limit) = limit {
        let limit = libc::rlimit { rlim_cur: limit, rlim_max: limit };
        let set = move || {
            // SAFETY: valid for reads.
            match unsafe { libc::setrlimit(libc::RLIMIT_FSIZE, &raw const limit) } {
                0 => Ok(()),
                _ => Err(io::Error::last_os_error()),
            }
        };
        // SAFETY: setrlimit is async-signal-safe.
        unsafe { command.pre_exec(set) };
    }
    let mut child = command.spawn().unwrap();
    let start = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if start.elapsed() > PATIENCE {
            child.kill().unwrap();
            child.wait().unwrap();
            panic!("the program is held up");
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    assert_eq!(std::os::unix::process::ExitStatusExt::signal(&status), None, "a signal has ended it");
    status.code()
}

#[test]
fn a_line_that_can_be_written_is() {
    let (mut reader, writer) = io::pipe().unwrap();
    assert_eq!(ends(writer, None), Some(0));
    let said = io::read_to_string(&mut reader).unwrap();
    assert!(said.contains("perseq-trace: PERSEQ_TRACE: "), "{said}");
}

#[test]
fn a_pipe_without_a_reader_ends_no_program() {
    let (reader, writer) = io::pipe().unwrap();
    drop(reader);
    assert_eq!(ends(writer, None), Some(0));
}

#[test]
fn a_pipe_that_is_full_holds_no_program_up() {
    let (_reader, mut writer) = io::pipe().unwrap();
    let blocks = |does: bool| {
        // SAFETY: a descriptor of this test.
        let flags = unsafe { libc::fcntl(writer.as_raw_fd(), libc::F_GETFL) };
        let flags = if does { flags & !libc::O_NONBLOCK } else { flags | libc::O_NONBLOCK };
        // SAFETY: as above.
        assert_eq!(unsafe { libc::fcntl(writer.as_raw_fd(), libc::F_SETFL, flags) }, 0);
    };
    blocks(false);
    // By bytes at the end: no room is left at all.
    let mut filler = writer.try_clone().unwrap();
    for bytes in [4096, 1] {
        while filler.write(&[b'-'; 4096][..bytes]).is_ok() {}
    }
    blocks(true);
    assert_eq!(ends(writer.try_clone().unwrap(), None), Some(0));
    writer.flush().unwrap();
}

#[test]
fn a_file_at_its_limit_ends_no_program() {
    let file = nameless();
    assert_eq!(ends(file, Some(0)), Some(0));
}

/// An empty file without a name.
fn nameless() -> File {
    // SAFETY: a name with its end.
    let fd = unsafe { libc::memfd_create(c"standard-error".as_ptr(), libc::MFD_CLOEXEC) };
    assert!(fd >= 0, "{}", io::Error::last_os_error());
    // SAFETY: nothing else has it.
    unsafe { std::os::fd::FromRawFd::from_raw_fd(fd) }
}
