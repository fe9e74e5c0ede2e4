//! The figures that the library leaves at the end of each process, for people and as JSON.

use std::{
    cmp::Reverse,
    ffi::OsStr,
    fmt::Write as _,
    fs::{self, OpenOptions},
    os::unix::{fs::OpenOptionsExt as _, process::ExitStatusExt as _},
    path::{Path, PathBuf},
    process::ExitStatus,
    time::Duration,
};

use anyhow::{Context as _, Result};
use serde::{Deserialize, Serialize};

use crate::text::harmless;

/// The variable by which the library is told the file.
pub(super) const VARIABLE: &str = "PERSEQ_MALLOC_STATS";

/// Processes in the table.
const SHOWN: usize = 10;
/// Sizes of objects that are named.
const SIZES: usize = 5;

/// The file of the figures, which goes away.
pub(super) struct File(PathBuf);

impl File {
    /// A new file, of this process alone.
    ///
    /// # Errors
    /// When none can be made.
    pub(super) fn new() -> Result<Self> {
        let directory = std::path::absolute(std::env::temp_dir()).context("no current directory")?;
        for number in 0_u32.. {
            let path = directory.join(format!("perseq-run-{}-{number}", std::process::id()));
            match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
                Ok(_) => return Ok(Self(path)),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => {
                    return Err(error).with_context(|| {
                        format!(
                            "no file for the figures can be made in {}; TMPDIR names another",
                            directory.display()
                        )
                    });
                }
            }
        }
        unreachable!("a directory has fewer files than that")
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for File {
    fn drop(&mut self) {
        // A file that cannot be removed is left over.
        _ = fs::remove_file(&self.0);
    }
}

/// The figures that a process leaves.
#[derive(Debug, Serialize, Deserialize)]
struct Process {
    pid: u32,
    program: String,
    /// `None` where `/proc` is not there.
    peak_bytes: Option<u64>,
    object_bytes: u64,
    cached_bytes: u64,
    span_bytes: u64,
    large_objects: u64,
    large_bytes: u64,
    free_bytes: u64,
    released_bytes: u64,
    record_bytes: u64,
    reserved_bytes: u64,
    /// Those of which it has had any.
    classes: Vec<Class>,
}

/// The objects of one size.
#[derive(Debug, Serialize, Deserialize)]
struct Class {
    size: u64,
    spans: u64,
    objects: u64,
    cached: u64,
    refills: u64,
    flushes: u64,
}

/// The summary of a run.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    program: String,
    pid: u32,
    /// `None` if a signal has ended it.
    exit_code: Option<i32>,
    signal: Option<i32>,
    seconds: f64,
    /// The processes that have ended by `exit`, in this order.
    processes: Vec<Process>,
}

impl Report {
    /// Reads what the processes have left.
    ///
    /// # Errors
    /// When that cannot be read.
    pub(super) fn new(
        (name, pid): (&OsStr, u32),
        status: ExitStatus,
        time: Duration,
        figures: File,
    ) -> Result<Self> {
        let text = fs::read(figures.path()).context("cannot read the figures")?;
        // A process that is still there may be about to write: a line that is not whole is none.
        let lines = text.split(|byte| *byte == b'\n');
        let processes = lines.filter_map(|line| serde_json::from_slice(line).ok()).collect();
        Ok(Self {
            program: name.to_string_lossy().into_owned(),
            pid,
            exit_code: status.code(),
            signal: status.signal(),
            seconds: time.as_secs_f64(),
            processes,
        })
    }

    /// As JSON.
    ///
    /// # Errors
    /// None that is known.
    pub(super) fn json(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(self)? + "\n")
    }

    /// For people.
    pub(super) fn text(&self) -> String {
        let ended = match (self.exit_code, self.signal) {
            (Some(code), _) => format!("with {code}"),
            (None, Some(signal)) => format!("by signal {signal}"),
            (None, None) => "in a way that is not known".into(),
        };
        let name = harmless(&self.program);
        let mut text = format!("perseq: {name} ran for {:.2} s and ended {ended}\n", self.seconds);
        if !self.processes.iter().any(|process| process.pid == self.pid) {
            _ = writeln!(
                text,
                "perseq: {name} itself has left no figures: it ended by a signal or `_exit`, dropped LD_PRELOAD, or could \
                 not write to the directory for temporary files"
            );
        }
        if self.processes.is_empty() {
            return text;
        }
        // The program, then those that had most.
        let mut processes: Vec<&Process> = self.processes.iter().collect();
        processes.sort_by_key(|process| (process.pid != self.pid, Reverse(process.peak_bytes)));
        let more = processes.split_off(processes.len().min(SHOWN));
        let rows: Vec<[String; 8]> = processes.iter().map(|process| process.row()).collect();
        let heads = ["program", "pid", "peak", "objects", "large", "free", "given back", "records"];
        let heads = heads.map(str::to_owned);
        let width = |column: usize| {
            let cells = rows.iter().chain([&heads]).map(|row| row[column].chars().count());
            cells.max().unwrap_or(0)
        };
        let widths: [usize; 8] = core::array::from_fn(width);
        for row in [&heads].into_iter().chain(&rows) {
            _ = write!(text, "  {:<1$}", row[0], widths[0]);
            for (cell, width) in row.iter().zip(widths).skip(1) {
                _ = write!(text, "  {cell:>width$}");
            }
            text.push('\n');
        }
        if !more.is_empty() {
            _ = writeln!(text, "  and {} smaller ones, all of which --json writes", more.len());
        }
        text += "  MiB when each process ended, but `peak`, the most it ever had, and `given back`, to the system in all\n";
        if let Some(sizes) = processes.first().and_then(|process| process.sizes()) {
            _ = writeln!(text, "  Sizes with most memory in the first of them: {sizes}");
        }
        text
    }
}

impl Process {
    /// The sizes of objects with most bytes in use.
    fn sizes(&self) -> Option<String> {
        let mut used: Vec<_> = self.classes.iter().filter(|class| class.objects > 0).collect();
        used.sort_by_key(|class| Reverse(class.objects.saturating_mul(class.size)));
        let told =
            used.iter().take(SIZES).map(|Class { size, objects, .. }| format!("{objects} × {size} bytes"));
        (!used.is_empty()).then(|| told.collect::<Vec<_>>().join(", "))
    }

    fn row(&self) -> [String; 8] {
        let mib = |bytes: u64| format!("{:.1}", bytes as f64 / f64::from(1 << 20));
        [
            harmless(&self.program).into_owned(),
            self.pid.to_string(),
            self.peak_bytes.map_or_else(|| "?".into(), mib),
            mib(self.object_bytes),
            mib(self.large_bytes),
            mib(self.free_bytes),
            mib(self.released_bytes),
            mib(self.record_bytes),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_not_whole_is_left_out() {
        let file = File::new().expect("a directory for temporary files");
        let line = r#"{"pid":7,"program":"p","peak_bytes":null,"object_bytes":1048576,"cached_bytes":0,"span_bytes":0,"large_objects":0,"large_bytes":0,"free_bytes":0,"released_bytes":0,"record_bytes":0,"reserved_bytes":0,"classes":[{"size":64,"spans":1,"objects":3,"cached":0,"refills":1,"flushes":0}]}"#;
        fs::write(file.path(), format!("{line}\n{}", &line[..40])).expect("it can be written");
        let status = ExitStatus::from_raw(0);
        let report = Report::new((OsStr::new("p"), 7), status, Duration::from_secs(1), file).expect("a file");
        assert_eq!(report.processes.len(), 1);
        let text = report.text();
        assert!(
            text.contains("ended with 0") && text.contains("  1.0") && text.contains("3 × 64 bytes"),
            "{text}"
        );
    }
}
