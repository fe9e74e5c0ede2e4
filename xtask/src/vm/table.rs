//! The results of the matrix, kept between runs; `docs/matrix.md`, and its summary in `docs/platforms.md`.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::{
    command,
    machine::Report,
    matrix::{Row, TORTURE},
};

/// The file of the table.
const TABLE: &str = "docs/matrix.md";
/// The file of the summary, and the lines around it there.
const SUMMARY: &str = "docs/platforms.md";
const MARKS: [&str; 2] = ["<!-- matrix: cargo xtask vm --matrix -->\n", "<!-- end of matrix -->"];

/// A report, and what was tested when.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Record {
    date: String,
    commit: String,
    report: Report,
}

/// The last report of each row that passed.
#[derive(Debug)]
pub(super) struct Records {
    path: PathBuf,
    rows: BTreeMap<String, Record>,
}

impl Records {
    pub(super) fn read(cache: &Path) -> Result<Self> {
        let path = cache.join("matrix.json");
        let rows = match fs::read_to_string(&path) {
            Ok(text) => serde_json::from_str(&text)
                .with_context(|| format!("{} is broken; remove it", path.display()))?,
            Err(_) => BTreeMap::new(),
        };
        Ok(Self { path, rows })
    }

    /// Keeps the report of a row; of one that failed, that there is none. Other runs may have added theirs since.
    pub(super) fn add(&mut self, cache: &Path, row: String, report: Report) -> Result<()> {
        *self = Self::read(cache)?;
        if report.failures.is_empty() {
            let date = command::output(Command::new("date").args(["-u", "+%Y-%m-%d"]))?.trim().to_owned();
            let commit = command::output(Command::new("git").args(["describe", "--always", "--dirty"]))?;
            self.rows.insert(row, Record { date, commit: commit.trim().to_owned(), report });
        } else {
            self.rows.remove(&row);
        }
        fs::write(&self.path, serde_json::to_string_pretty(&self.rows)?)
            .with_context(|| format!("cannot write {}", self.path.display()))
    }

    pub(super) fn has(&self, row: &str) -> bool {
        self.rows.contains_key(row)
    }

    pub(super) fn of(&self, row: &str) -> Option<&Record> {
        self.rows.get(row)
    }
}

/// Writes both tables.
pub(super) fn write(root: &Path, records: &[(&Row, &Record)]) -> Result<()> {
    fs::create_dir_all(root.join("docs"))?;
    fs::write(root.join(TABLE), table(records)?)?;
    summarise(&root.join(SUMMARY), records)?;
    println!("wrote {TABLE}, and its summary into {SUMMARY}");
    Ok(())
}

/// The whole table, with the reasons of what was skipped.
fn table(records: &[(&Row, &Record)]) -> Result<String> {
    let rustc = command::output(Command::new("rustc").arg("--version"))?;
    let mut out = format!(
        "# Every architecture and kernel, run\n\nWritten by `cargo xtask vm --matrix`, {}. Each row is a machine under qemu's \
         emulator that boots Debian's kernel\n(“time slices”: one that is built with them; “restarts nothing”: one that goes on with sections that it has interrupted) and runs test programs of the workspace as of that commit, linked statically, and\n`{TORTURE}`, \
         which also takes CPUs offline. Aborts are those that\nthe programs counted themselves. “What meets the kernel” is \
         a dozen of the tests: registration, sections, guards, memory,\nread-copy-update in one and several processes, and tracing.\n\n\
         | architecture | Linux | machine | CPUs | passed | skipped | aborts | seconds | commit | on |\n|---|---|---|--:|--:|--:|--:|--:|---|---|\n",
        rustc.trim()
    );
    let mut reasons: Vec<&str> = Vec::new();
    for (row, Record { date, commit, report }) in records {
        let mut notes: Vec<String> = Vec::new();
        for skipped in &report.skipped {
            let number = reasons.iter().position(|reason| reason == skipped).unwrap_or_else(|| {
                reasons.push(skipped);
                reasons.len() - 1
            });
            notes.push((number + 1).to_string());
        }
        notes.dedup();
        let skipped = match notes.len() {
            0 => "0".to_owned(),
            n => format!("{n} ({})", notes.join(", ")),
        };
        writeln!(
            out,
            "| {} | {} | {} | {} | {} | {skipped} | {} | {:.0} | {commit} | {date} |",
            row.arch,
            report.kernel,
            row.title(),
            row.cpus,
            report.passed,
            report.aborts,
            report.took.as_secs_f64()
        )?;
    }
    out.push_str("\nSkipped, by number:\n\n");
    for (number, reason) in reasons.iter().enumerate() {
        writeln!(out, "{}. {reason}", number + 1)?;
    }
    Ok(out)
}

/// Puts a line per architecture between the marks of `page`.
fn summarise(page: &Path, records: &[(&Row, &Record)]) -> Result<()> {
    let text = fs::read_to_string(page)?;
    let missing = || format!("{} has no line {}", page.display(), MARKS[0].trim());
    let (before, rest) = text.split_once(MARKS[0]).with_context(missing)?;
    let (_, after) = rest.split_once(MARKS[1]).with_context(missing)?;
    let mut table =
        String::from("\n| architecture | Linux | tests passed | skipped | aborts |\n|---|---|--:|--:|--:|\n");
    let mut done: Vec<&str> = Vec::new();
    for (row, _) in records {
        if done.contains(&row.arch) {
            continue;
        }
        done.push(row.arch);
        let of_arch =
            || records.iter().filter(|(other, _)| other.arch == row.arch).map(|(_, record)| &record.report);
        let mut kernels: Vec<&str> =
            of_arch().map(|report| report.kernel.split(['+', '-']).next().unwrap_or_default()).collect();
        kernels.dedup();
        let sum = |count: fn(&Report) -> u64| of_arch().map(count).sum::<u64>();
        writeln!(
            table,
            "| {} | {} | {} | {} | {} |",
            row.arch,
            kernels.join(", "),
            sum(|report| report.passed),
            sum(|report| report.skipped.len() as u64),
            sum(|report| report.aborts)
        )?;
    }
    fs::write(page, [before, MARKS[0], &table, "\n", MARKS[1], after].concat())?;
    Ok(())
}
