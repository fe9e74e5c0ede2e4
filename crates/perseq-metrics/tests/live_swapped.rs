//! A live file that changes while it is read: series give their words to others between any two system calls of the reader.

#![cfg(all(target_os = "linux", not(miri)))]
#![allow(clippy::multiple_unsafe_ops_per_block, reason = "test code")]

use std::{
    collections::HashSet,
    fs::{self, File},
    io::{BufRead as _, BufReader, Lines, Write as _},
    os::unix::fs::FileExt as _,
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

use perseq::Counter;
use perseq_metrics::{
    Description, Family, Number, label_set,
    live::{Amount, InFile, Live, Options, Reader, find_in},
};
use perseq_rcu::Rcu;

use perseq_testing as support;

label_set! {
    struct Round { number: u64 }
}

/// The numbers that a reader tells for what it has found: no series, or one with the value of another one. All others are the number of the series.
const NONE: u64 = u64::MAX;
const WRONG: u64 = u64::MAX - 1;

/// The value of a series: no other one has it.
const fn value(round: u64) -> u64 {
    round * 1000 + 7
}

/// Makes the series of a round, in the place of all others.
fn swap(family: &Family<Round, InFile<Counter>>, round: u64) {
    // The first call looks, the second one takes out what was not used since.
    drop(family.expire().unwrap());
    drop(family.expire().unwrap());
    Rcu::global().barrier().unwrap();
    assert!(family.is_empty());
    let series = family.of(&Round { number: round });
    assert!(series.is_shown(), "there is room for one, which the last one has given up");
    series.add(value(round));
}

/// Reads the file in that directory: the number of its series.
fn read(directory: &Path) -> u64 {
    let seen = Reader::open(&find_in(directory)[0]).unwrap().read().unwrap();
    assert!(seen.damaged == 0 && seen.series.len() <= 1, "{seen:?}");
    let Some(series) = seen.series.first() else { return NONE };
    let Amount::Number { total: Number::Unsigned(total), .. } = series.amount else { return WRONG };
    let number = series.labels[0].1.parse().unwrap();
    if total == value(number) {
        return number;
    }
    eprintln!("the series {number} has the value {total}, and not {}", value(number));
    WRONG
}

/// The program that another test starts: it reads again and again, each time after it has stopped, and tells what it has found.
#[test]
fn a_reader_of_another_test() {
    let Some(directory) = std::env::var_os("LIVE_TEST_DIRECTORY") else { return };
    // SAFETY: asks a number of the kernel.
    println!("\nthread {}", unsafe { libc::gettid() });
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    loop {
        // SAFETY: no memory is involved.
        unsafe { libc::raise(libc::SIGSTOP) };
        println!("found {}", read(Path::new(&directory)));
    }
}

/// A process of that program, which stops at its system calls as well. It is none that was forked: after a fork words are not used again.
struct Stopping {
    process: Child,
    thread: i32,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Stopping {
    /// Starts it; it stops before it reads. An error if it may not be traced.
    fn start(directory: &Path) -> std::io::Result<Self> {
        let mut program = Command::new(std::env::current_exe()?);
        program.args(["a_reader_of_another_test", "--exact", "--nocapture", "--test-threads=1"]);
        program.env("LIVE_TEST_DIRECTORY", directory).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process = program.spawn()?;
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let mut reader = Self { process, thread: 0, lines };
        reader.thread = i32::try_from(reader.told("thread ")).unwrap();
        reader.trace(libc::PTRACE_SEIZE, libc::PTRACE_O_EXITKILL)?;
        reader.process.stdin.take().unwrap().write_all(b"\n")?;
        assert!(reader.is_at_begin());
        Ok(reader)
    }

    /// The number that it tells after that word.
    fn told(&mut self, what: &str) -> u64 {
        let mut lines = self.lines.by_ref().map_while(Result::ok);
        lines.find_map(|line| line.strip_prefix(what)?.parse().ok()).expect("the reader tells what it does")
    }

    /// Makes a request of the kernel about its thread.
    fn trace(&self, request: libc::c_uint, data: i32) -> std::io::Result<()> {
        // SAFETY: no memory is involved.
        let made = unsafe { libc::ptrace(request, self.thread, 0, data) };
        if made == 0 { Ok(()) } else { Err(std::io::Error::last_os_error()) }
    }

    /// Waits until it stops; returns whether it is about to read.
    fn is_at_begin(&self) -> bool {
        let mut status = 0;
        // SAFETY: the status is ours.
        assert_eq!(unsafe { libc::waitpid(self.thread, &raw mut status, libc::__WALL) }, self.thread);
        assert!(libc::WIFSTOPPED(status), "the reader has ended: {status:#x}");
        libc::WSTOPSIG(status) == libc::SIGSTOP
    }

    /// Has it read, with `swap` at its stop `place`; returns whether it came there before it was done.
    fn read_with(&self, place: u64, swap: impl FnOnce()) -> bool {
        for _ in 0..place {
            self.trace(libc::PTRACE_SYSCALL, 0).unwrap();
            if self.is_at_begin() {
                return false;
            }
        }
        swap();
        self.trace(libc::PTRACE_CONT, 0).unwrap();
        assert!(self.is_at_begin());
        true
    }
}

impl Drop for Stopping {
    fn drop(&mut self) {
        let _ = self.process.kill();
        // The process has not ended before its tracer knows that the thread has; without a tracer this is an error.
        // SAFETY: no memory is involved.
        unsafe { libc::waitpid(self.thread, core::ptr::null_mut(), libc::__WALL) };
        let _ = self.process.wait();
    }
}

#[test]
fn no_value_is_seen_under_the_name_of_a_series_that_had_its_words_before() {
    let name = "no_value_is_seen_under_the_name_of_a_series_that_had_its_words_before";
    support::alone(name, &[], || {
        let directory = support::Scratch::private("swapped");
        let mut reader = match Stopping::start(&directory) {
            Ok(reader) => reader,
            Err(error) => {
                return support::skip("a live file that changes while it is read", &error.to_string());
            }
        };
        // Room for the family's own series, and for one.
        let options = Options::new().directory(&directory).series(2).histograms(0);
        let live = Live::create("swapped", options).unwrap();
        let family = live.add_family::<Round, Counter>(Description::new("rounds", "Help"), ()).unwrap();
        swap(&family, 0);
        let (mut round, mut found) = (0, HashSet::new());
        while reader.read_with(round, || swap(&family, round + 1)) {
            let number = reader.told("found ");
            assert_ne!(number, WRONG, "with a swap at stop {round} of the reader");
            // The one of before, the one of after, or none.
            found.insert(if number == NONE { number } else { number - round });
            round += 1;
        }
        // It has made all its calls, and no series was swapped.
        let last = reader.told("found ");
        assert_eq!((last, found), (round, HashSet::from([0, 1, NONE])), "after {round} swaps");
        drop((live, reader));
        assert_eq!(fs::read_dir(&directory).unwrap().count(), 0, "the file is gone");
    });
}

#[test]
fn a_file_is_read_whose_process_was_killed_within_a_change() {
    let directory = support::Scratch::private("halfway");
    let live = Live::create("halfway", Options::new().directory(&directory)).unwrap();
    live.add::<Counter>(Description::new("count", "Help"), ()).unwrap().add(5);
    let copy = directory.join("copy");
    fs::copy(live.path(), &copy).unwrap();
    let file = File::options().read(true).write(true).open(&copy).unwrap();
    let mut generations = [0; 16];
    file.read_exact_at(&mut generations, 8).unwrap();
    assert_eq!(generations[..8], generations[8..]);
    // The first one is written before a change, and the second one after it.
    let next = u64::from_ne_bytes(generations[..8].try_into().unwrap()) + 1;
    file.write_all_at(&next.to_ne_bytes(), 8).unwrap();
    let seen = Reader::open(&copy).unwrap().read().unwrap();
    assert!(matches!(seen.series[0].amount, Amount::Number { total: Number::Unsigned(5), .. }), "{seen:?}");
    drop(live);
}
