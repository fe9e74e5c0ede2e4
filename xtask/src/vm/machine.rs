//! One machine: started, listened to, ended.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

/// What a machine's console said.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// The kernel's release.
    pub(super) kernel: String,
    /// Tests that passed: those of test programs, and other programs that ended with 0.
    pub(super) passed: u64,
    /// What went wrong, a line each.
    pub(super) failures: Vec<String>,
    /// Tests, or parts of one, that said that they cannot run there.
    pub(super) skipped: Vec<String>,
    /// Aborted sections that programs told of.
    pub(super) aborts: u64,
    /// How long it took, from the start of the emulator.
    pub(super) took: Duration,
    /// Whether the program that runs now has told how many of its tests passed.
    pub(super) told: bool,
}

impl Report {
    /// Takes in a line; `true` for the last.
    fn read(&mut self, line: &str) -> bool {
        if let Some(said) = line.split_once("@vm ").map(|(_, said)| said) {
            return self.read_mark(said);
        }
        if let Some(what) = line.split_once("SKIPPED ").map(|(_, what)| what.trim()) {
            self.skipped.push(what.to_owned());
        }
        if let Some(counted) = line.split_once("test result: ok. ").map(|(_, counted)| counted) {
            self.passed += first_number(counted);
            self.told = true;
        }
        if let Some((before, _)) = line.split_once(" aborts") {
            self.aborts += before.rsplit(' ').next().map_or(0, first_number);
        }
        // A row of a table of `perseq torture`.
        if let ["aborts", count, ..] = line.split_whitespace().collect::<Vec<_>>()[..] {
            self.aborts += first_number(&count.replace([',', '_'], ""));
        }
        let panics = ["Kernel panic", "BUG:", "Oops", "Internal error:", "rcu: INFO: rcu_", "soft lockup"];
        if panics.iter().any(|panic| line.contains(panic)) {
            self.failures.push(format!("the kernel: {}", line.trim()));
        }
        line.contains("Kernel panic")
    }

    fn read_mark(&mut self, said: &str) -> bool {
        let said = said.trim();
        match said.split_once(' ').unwrap_or((said, "")) {
            ("kernel", release) => release.split(' ').next().unwrap_or_default().clone_into(&mut self.kernel),
            ("begin", _) => self.told = false,
            ("end", ended) => match ended.split_once(' ') {
                Some(("0", _)) => self.passed += u64::from(!self.told),
                Some((status, program)) => self.failures.push(format!("{program} ended with {status}")),
                None => self.failures.push(format!("an unknown end: {said}")),
            },
            ("failed", why) => self.failures.push(format!("the first process: {why}")),
            ("done", _) => return true,
            _ => {}
        }
        false
    }
}

fn first_number(text: &str) -> u64 {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

/// Ends the emulator, whatever becomes of who started it.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Runs the machine until it says that it is done, says nothing for `quiet`, or `limit` is over. What it says is given to
/// `listen`.
pub(super) fn run(
    mut qemu: Command,
    quiet: Duration,
    limit: Duration,
    mut listen: impl FnMut(&str),
) -> Result<Report> {
    let start = Instant::now();
    let child = qemu.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = Ended(child.with_context(|| format!("cannot run {qemu:?}"))?);
    let (sender, lines) = channel();
    let streams: [Box<dyn std::io::Read + Send>; 2] = [
        Box::new(child.0.stdout.take().context("no pipe")?),
        Box::new(child.0.stderr.take().context("no pipe")?),
    ];
    for stream in streams {
        let sender = sender.clone();
        thread::spawn(move || {
            for line in BufReader::new(stream).split(b'\n').map_while(Result::ok) {
                if sender.send(String::from_utf8_lossy(&line).trim_end().to_owned()).is_err() {
                    break;
                }
            }
        });
    }
    drop(sender);
    let mut report = Report::default();
    if let Err(why) = follow(&lines, &mut report, quiet, start + limit, &mut listen) {
        report.failures.push(why);
    }
    report.took = start.elapsed();
    Ok(report)
}

/// Reads lines to the last.
///
/// # Errors
/// Why it is the last, if that is not the machine's own end.
fn follow(
    lines: &Receiver<String>,
    report: &mut Report,
    quiet: Duration,
    end: Instant,
    listen: &mut impl FnMut(&str),
) -> Result<(), String> {
    loop {
        let left = end.saturating_duration_since(Instant::now());
        match lines.recv_timeout(quiet.min(left)) {
            Ok(line) => {
                listen(&line);
                if report.read(&line) {
                    return Ok(());
                }
            }
            Err(RecvTimeoutError::Timeout) if left <= quiet => {
                return Err("it was not done in time".to_owned());
            }
            Err(RecvTimeoutError::Timeout) => {
                return Err(format!("it said nothing for {} s", quiet.as_secs()));
            }
            Err(RecvTimeoutError::Disconnected) => {
                return Err("the emulator ended before it was done".to_owned());
            }
        }
    }
}
