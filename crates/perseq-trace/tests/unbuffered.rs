//! Programs that know of a session and cannot have buffers: each of their events is counted, with its reason, also if they are killed.

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
    io::{BufRead as _, BufReader, Read as _, Write as _},
    os::unix::process::CommandExt as _,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

use perseq_ctf::Reader;
use perseq_trace::{Buffers, Error, Filter, Mode, Options, Recorder, Session, VARIABLE, event, snapshot};

use processes::{Scratch, fork, wait};

/// Events of each kind that a program records each time that it is asked to.
const EVENTS: u64 = 1000;
/// Sub-buffers that are full at once.
const SUB_BUFFER: usize = 4096;

fn per_process() -> Options {
    Options { buffers: Buffers::PerProcess, sub_buffer: SUB_BUFFER, sub_buffers: 2, ..Options::default() }
}

fn record() {
    for number in 0..EVENTS {
        event!(test::one, number = number);
        event!(test::other, number = number);
    }
}

/// Records once, and again for each line that comes; a child of it records, too.
#[test]
#[ignore = "what other tests execute"]
fn program() {
    let say = || {
        println!("recorded");
        std::io::stdout().flush().unwrap();
    };
    record();
    let child = fork(record);
    assert_eq!(wait(child), 0);
    say();
    for line in std::io::stdin().lines() {
        line.unwrap();
        record();
        say();
    }
}

struct Program {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Program {
    /// Starts one, with files of so many bytes at most, and waits until it has recorded once.
    fn start(directory: &Path, most: u64) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["program", "--exact", "--ignored", "--nocapture", "--test-threads=1"]);
        command.env(VARIABLE, directory).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let limit = move || {
            let limit = libc::rlimit { rlim_cur: most, rlim_max: most };
            assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_FSIZE, &limit) }, 0);
            unsafe { libc::prctl(libc::PR_SET_PDEATHSIG, libc::SIGKILL) };
            Ok(())
        };
        unsafe { command.pre_exec(limit) };
        let mut child = command.spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut program = Self { child, output };
        program.has_recorded();
        program
    }

    fn has_recorded(&mut self) {
        loop {
            let mut line = String::new();
            assert_ne!(self.output.read_line(&mut line).unwrap(), 0, "it has ended");
            if line.trim_end().ends_with("recorded") {
                return;
            }
        }
    }

    fn record_again(&mut self) {
        self.child.stdin.as_mut().unwrap().write_all(b"again\n").unwrap();
        self.has_recorded();
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Lets it end; its messages.
    fn end(mut self) -> String {
        drop(self.child.stdin.take());
        let mut output = String::new();
        self.output.read_to_string(&mut output).unwrap();
        let mut errors = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        assert!(self.child.wait().unwrap().success(), "{output}{errors}");
        errors
    }
}

/// The events of a trace, and how many it says are lost.
fn read(directory: &Path) -> (u64, u64) {
    let (numbers, lost) = processes::numbers(Reader::open(directory).unwrap());
    (numbers.len() as u64, lost)
}

#[test]
fn what_programs_on_a_full_disk_would_have_recorded_is_counted_exactly() {
    let name = "what_programs_on_a_full_disk_would_have_recorded_is_counted_exactly";
    support::alone(name, &[], || {
        let rows = perseq_core::cpu::rows() as usize;
        let one = (256 << 10) + 4 * SUB_BUFFER * rows;
        let Some(root) = support::small_tmpfs((2 << 20) + 2 * one) else {
            return support::skip(name, "a tmpfs cannot be mounted here");
        };
        let directory = root.join("session");
        let session = Session::create(&directory, &per_process()).unwrap();
        let with_buffers = Program::start(&directory, u64::MAX);
        let mut filler = fs::File::create(root.join("filler")).unwrap();
        while filler.write_all(&[1; 512]).is_ok() {}
        session.set_filter(&Filter::all().disable("test::other")).unwrap();
        let mut programs: Vec<_> = (0..3).map(|_| Program::start(&directory, u64::MAX)).collect();
        // One is killed, with its events counted.
        programs.remove(1).kill();
        // A change of the filter is for them, too.
        session.set_filter(&Filter::all().disable("test::one")).unwrap();
        programs[0].record_again();
        session.set_filter(&Filter::none()).unwrap();
        programs[0].record_again();
        session.set_filter(&Filter::all()).unwrap();
        programs[0].record_again();
        let unbuffered = 3 * 2 * EVENTS + EVENTS + 2 * EVENTS;
        // Those of the one that has buffers, and of its child.
        let attempted = 4 * EVENTS + unbuffered;
        let (recorded, discarded) = session.counts();
        assert_eq!(recorded + discarded, attempted);
        session.stop();
        // After the end nothing is.
        programs[0].record_again();
        for program in programs {
            let errors = program.end();
            assert_eq!(errors.matches("perseq-trace:").count(), 1, "{errors}");
            assert!(errors.contains("without tracing"), "{errors}");
        }
        assert_eq!(with_buffers.end(), "");
        let mut recorder = Recorder::open(&directory).unwrap();
        let summary = recorder.finish().unwrap();
        assert_eq!((summary.losses.unbuffered, summary.untraced), (unbuffered, 3), "{summary:?}");
        assert_eq!(summary.events + summary.losses.total(), attempted, "{summary:?}");
        assert_eq!(summary.discarded, summary.losses.total());
        let why: Vec<_> = summary.losses.reasons().map(|(_, why)| why).collect();
        assert!(why.iter().any(|why| why.contains("could not have buffers")), "{why:?}");
        // What the disk had no room for.
        fs::remove_file(root.join("filler")).unwrap();
        let summary = recorder.finish().unwrap();
        assert_eq!(read(&directory), (summary.events, summary.discarded));
    });
}

#[test]
fn a_trace_of_nothing_but_programs_without_buffers_says_how_many_events_they_had() {
    for stopped_first in [false, true] {
        let scratch = Scratch::new("none-buffered");
        let session = Session::create(&scratch.0, &per_process()).unwrap();
        let program = Program::start(&scratch.0, 4096);
        assert_eq!(session.counts(), (0, 4 * EVENTS));
        if stopped_first {
            session.stop();
        }
        let summary = Recorder::open(&scratch.0).unwrap().finish().unwrap();
        assert_eq!((summary.events, summary.discarded), (0, 4 * EVENTS));
        assert_eq!(summary.losses.unbuffered, 4 * EVENTS);
        assert_eq!(read(&scratch.0), (0, 4 * EVENTS));
        drop(program.end());
    }
}

#[test]
fn the_trace_of_a_recorder_that_was_killed_and_a_snapshot_count_each_event_once() {
    let scratch = Scratch::new("unbuffered-snapshot");
    let session = Session::create(&scratch.0, &per_process()).unwrap();
    let mut program = Program::start(&scratch.0, 4096);
    // It does not stop the session: as one that was killed after that.
    assert_eq!(Recorder::open(&scratch.0).unwrap().finish().unwrap().discarded, 4 * EVENTS);
    program.record_again();
    let summary = snapshot(&scratch.0, scratch.snapshot()).unwrap();
    assert_eq!((summary.events, summary.losses.unbuffered, summary.untraced), (0, 2 * EVENTS, 1));
    assert_eq!((read(&scratch.0), read(&scratch.snapshot())), ((0, 4 * EVENTS), (0, 2 * EVENTS)));
    fs::remove_dir_all(scratch.snapshot()).unwrap();
    // Another recorder begins where that one was.
    let summary = Recorder::open(&scratch.0).unwrap().finish().unwrap();
    assert_eq!((summary.discarded, read(&scratch.0)), (6 * EVENTS, (0, 6 * EVENTS)));
    let summary = snapshot(&scratch.0, scratch.snapshot()).unwrap();
    assert_eq!((summary.discarded, read(&scratch.snapshot())), (0, (0, 0)));
    program.kill();
    session.stop();
    session.remove().unwrap();
    assert_eq!(read(&scratch.0), (0, 6 * EVENTS));
}

#[test]
fn an_overwriting_session_counts_them_in_each_snapshot() {
    let scratch = Scratch::new("unbuffered-overwrite");
    let session = Session::create(&scratch.0, &Options { mode: Mode::Overwrite, ..per_process() }).unwrap();
    let program = Program::start(&scratch.0, 4096);
    for _ in 0..2 {
        let summary = snapshot(&scratch.0, scratch.snapshot()).unwrap();
        assert_eq!((summary.discarded, read(&scratch.snapshot())), (4 * EVENTS, (0, 4 * EVENTS)));
        fs::remove_dir_all(scratch.snapshot()).unwrap();
    }
    assert_eq!(session.counts(), (0, 4 * EVENTS));
    program.kill();
}

#[test]
fn a_process_that_could_not_have_buffers_may_attach_again() {
    let scratch = Scratch::new("unbuffered-again");
    let session = Session::create(&scratch.0, &per_process()).unwrap();
    let child = fork(|| {
        processes::limit_files(4096);
        for _ in 0..3 {
            let refused = session.attach();
            assert!(matches!(refused, Err(Error::File { .. })), "{refused:?}");
            record();
        }
        perseq_trace::detach();
        record();
        assert!(session.attach().is_err());
        record();
        processes::limit_files(libc::RLIM_INFINITY);
        session.attach().unwrap();
        assert!(matches!(session.attach(), Err(Error::Attached)));
        event!(test::one, number = 0_u64);
        perseq_trace::detach();
        record();
    });
    assert_eq!(wait(child), 0);
    let summary = Recorder::open(&scratch.0).unwrap().finish().unwrap();
    assert_eq!((summary.events, summary.losses.unbuffered, summary.untraced), (1, 8 * EVENTS, 1));
    assert_eq!(read(&scratch.0), (1, 8 * EVENTS));
}

#[test]
fn children_that_are_left_out_count_nothing() {
    let scratch = Scratch::new("unbuffered-parents");
    let session = Session::create(&scratch.0, &per_process()).unwrap();
    session.trace_children(false);
    let program = Program::start(&scratch.0, 4096);
    assert_eq!(session.counts(), (0, 2 * EVENTS));
    program.kill();
}

#[test]
fn a_program_that_cannot_reach_its_session_says_how_many_events_it_had() {
    let scratch = Scratch::new("unreachable");
    let errors = Program::start(&scratch.0, u64::MAX).end();
    assert!(errors.contains("without tracing"), "{errors}");
    // Its child ends by `_exit`, which runs nothing: the program has its events, too.
    assert!(errors.contains("4000 events of this program are in no trace"), "{errors}");
    assert_eq!(errors.matches("perseq-trace:").count(), 2, "{errors}");
}
