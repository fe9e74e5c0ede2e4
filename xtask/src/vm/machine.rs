//! One machine: started, listened to, ended.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result};

/// The facts that a machine's console told.
#[derive(Debug, Default, Clone, serde::Serialize, serde::Deserialize)]
pub(super) struct Report {
    /// The kernel's release.
    pub(super) kernel: String,
    /// Tests that passed: those of test programs, and other programs that ended with 0.
    pub(super) passed: u64,
    /// The failures, a line each.
    pub(super) failures: Vec<String>,
    /// Tests, or parts of one, that said that they cannot run there.
    pub(super) skipped: Vec<String>,
    /// Aborted sections that programs told of.
    pub(super) aborts: u64,
    /// How long it took, from the start of the emulator.
    pub(super) took: Duration,
    /// True if the program that runs now has told how many of its tests passed.
    #[serde(skip)]
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
        self.aborts += aborts(line);
        let panics = ["Kernel panic", "BUG:", "Oops", "Internal error:", "rcu: INFO: rcu_", "soft lockup"];
        if panics.iter().any(|panic| line.contains(panic)) {
            self.failures.push(format!("the kernel: {}", line.trim()));
        }
        // After the second, the emulator hangs instead of ending.
        line.contains("Kernel panic") || line.contains("KVM internal error")
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

/// How many aborts a line tells of: `N aborts`, `aborts N`.
fn aborts(line: &str) -> u64 {
    let Some((before, after)) = line.split_once("aborts") else { return 0 };
    let after = first_number(&after.trim_start().replace([',', '_'], ""));
    let before = before.trim_end().rsplit(' ').next().map_or(0, first_number);
    if after > 0 { after } else { before }
}

fn first_number(text: &str) -> u64 {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or(0)
}

/// Ends the emulator, whatever becomes of the process that started it.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Runs the machine until it says that it is done, says nothing for `quiet`, or `limit` is over. Each line is given to
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_console_is_read_for_what_counts() {
        let mut report = Report::default();
        let lines = [
            "[ 1.0] x@vm kernel 6.12.1 cpus 0-3",
            "@vm begin ops",
            "test a ... SKIPPED b: no c",
            "test result: ok. 4 passed; 0 failed;",
            "12 steps, 30 aborts, 5 signals",
            "sections 2, traps 9, aborts 7",
            "  aborts                  1,947",
            "@vm end 0 ops",
            "@vm begin perseq torture",
            "@vm end 0 perseq torture",
            "@vm begin pool",
            "@vm end signal-11 pool",
        ];
        assert!(lines.iter().all(|line| !report.read(line)));
        assert!(report.read("@vm done"));
        assert_eq!((report.kernel.as_str(), report.passed, report.aborts), ("6.12.1", 5, 30 + 7 + 1947));
        assert_eq!(report.skipped, ["b: no c"]);
        assert_eq!(report.failures, ["pool ended with signal-11"]);
    }

    #[test]
    fn a_panic_of_the_kernel_is_the_end() {
        let mut report = Report::default();
        assert!(report.read("[ 2.0] Kernel panic - not syncing: no init"));
        assert_eq!(report.failures.len(), 1);
    }
}
