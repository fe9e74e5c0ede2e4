//! The matrix: every architecture and kernel, and shapes of machines; its table in `docs/matrix.md`, its summary in the README.

use std::{fmt::Write as _, fs, path::Path, process::Command};

use anyhow::{Context, Result, bail, ensure};

use super::{Machine, Shape, command, machine::Report, platform::Platform, programs};

/// Where the table goes.
const TABLE: &str = "docs/matrix.md";
/// What surrounds the summary in the README.
const MARKS: [&str; 2] = ["<!-- matrix: cargo xtask vm --matrix -->\n", "<!-- end of matrix -->"];

/// A machine of the matrix.
struct Row {
    arch: &'static str,
    kernel: &'static str,
    /// What is special about it.
    what: &'static str,
    cpus: u32,
    memory: u32,
    append: &'static str,
    qemu: &'static str,
    /// What runs; empty: every test and a torture.
    commands: &'static [&'static str],
}

/// Everything, on a machine of four CPUs.
const ALL: Row = Row {
    arch: "x86-64",
    kernel: "newest",
    what: "",
    cpus: 4,
    memory: 1024,
    append: "rseq_debug=1",
    qemu: "",
    commands: &[],
};
/// What runs where the machine's shape is the point.
const SHAPE: &[&str] = &[
    "preempt --nocapture",
    "pool",
    "guard",
    "counter",
    "array_stack",
    "lists",
    "ring_buffer",
    "perseq doctor",
    TORTURE,
];
/// As `SHAPE`, on CPUs 0 and 2.
const SPARSE: &[&str] = &[
    "write /sys/devices/system/cpu/cpu1/online 0",
    "write /sys/devices/system/cpu/cpu3/online 0",
    "preempt --nocapture",
    "pool",
    "guard",
    "counter",
    "array_stack",
    "lists",
    "perseq doctor",
    "perseq torture --seconds 10 --keep-cpus",
];
const NUMA: &str = "-object memory-backend-ram,id=m0,size=512M -object memory-backend-ram,id=m1,size=512M \
                    -numa node,nodeid=0,cpus=0-1,memdev=m0 -numa node,nodeid=1,cpus=2-3,memdev=m1";
/// glibc's short registration never gets a slice, so it is switched off.
const SLICES: &[&str] = &[
    "set GLIBC_TUNABLES glibc.pthread.rseq=0",
    "preempt --nocapture",
    "guard",
    "slices --nocapture",
    "perseq doctor",
    TORTURE,
];
const TORTURE: &str = "perseq torture --seconds 10";

const ROWS: &[Row] = &[
    Row { kernel: "6.1", ..ALL },
    Row { kernel: "6.12", ..ALL },
    ALL,
    Row { arch: "x86", kernel: "6.1", ..ALL },
    Row { arch: "x86", ..ALL },
    Row { arch: "aarch64", kernel: "6.1", ..ALL },
    Row { arch: "aarch64", ..ALL },
    Row { arch: "armv7", kernel: "6.1", ..ALL },
    Row { arch: "armv7", ..ALL },
    Row { arch: "riscv64", kernel: "6.12", ..ALL },
    Row { arch: "riscv64", ..ALL },
    Row { arch: "ppc64le", kernel: "6.12", ..ALL },
    Row { arch: "ppc64le", ..ALL },
    Row { arch: "s390x", kernel: "6.12", ..ALL },
    Row { arch: "s390x", ..ALL },
    Row { arch: "loongarch64", ..ALL },
    Row { arch: "x86-64-musl", ..ALL },
    Row {
        arch: "mips64el",
        kernel: "6.1",
        what: "sections, in C",
        cpus: 1,
        append: "",
        commands: &["vm-init"],
        ..ALL
    },
    Row { what: "preempt-rt", kernel: "newest-rt", commands: SHAPE, ..ALL },
    Row { what: "1 CPU", cpus: 1, commands: SHAPE, ..ALL },
    Row { what: "2 CPUs", cpus: 2, commands: SHAPE, ..ALL },
    Row { what: "16 CPUs", cpus: 16, commands: SHAPE, ..ALL },
    Row { what: "2 of 4 CPUs offline, 8 possible", qemu: "-smp 4,maxcpus=8", commands: SPARSE, ..ALL },
    Row { what: "2 NUMA nodes", qemu: NUMA, commands: &["numa", "perseq doctor", TORTURE], ..ALL },
    Row { what: "time slices", kernel: "slices", commands: SLICES, ..ALL },
    Row { what: "64 CPUs", cpus: 64, memory: 4096, commands: SHAPE, ..ALL },
];

/// Runs the matrix, or the rows of architecture `only`, and writes the table if it was the whole and nothing failed.
pub(super) fn run(root: &Path, cache: &Path, only: Option<&str>) -> Result<()> {
    let rows: Vec<&Row> = ROWS.iter().filter(|row| only.is_none_or(|only| only == row.arch)).collect();
    ensure!(!rows.is_empty(), "no row of the matrix is for {}", only.unwrap_or_default());
    let mut reports = Vec::new();
    for row in rows {
        let report = one(root, cache, row)
            .unwrap_or_else(|error| Report { failures: vec![format!("{error:#}")], ..Report::default() });
        println!("{}", line(row, &report));
        report.failures.iter().for_each(|failure| println!("    {failure}"));
        reports.push((row, report));
    }
    let failed = reports.iter().filter(|(_, report)| !report.failures.is_empty()).count();
    if failed > 0 {
        bail!("{failed} of {} machines failed", reports.len());
    }
    if only.is_none() {
        fs::create_dir_all(root.join("docs"))?;
        fs::write(root.join(TABLE), table(&reports)?)?;
        summarise(&root.join("README.md"), &reports)?;
        println!("wrote {TABLE} and the README's table");
    }
    Ok(())
}

fn one(root: &Path, cache: &Path, row: &Row) -> Result<Report> {
    let platform = Platform::of(row.arch)?;
    let programs = programs::build(root, cache, platform)?;
    let shape = Shape {
        cpus: row.cpus,
        memory: row.memory,
        append: row.append.to_owned(),
        qemu: row.qemu.to_owned(),
        limit: 1800,
        quiet: 300,
    };
    let mut commands: Vec<String> = row.commands.iter().map(|&line| line.to_owned()).collect();
    if commands.is_empty() {
        commands = super::all_tests(&programs);
        commands.retain(|name| name != "preempt");
        commands.extend(["preempt --nocapture", "perseq doctor", TORTURE].map(str::to_owned));
    }
    let log = cache.join("log").join(format!("{}-{}-{}.log", row.arch, row.kernel, row.cpus));
    fs::create_dir_all(cache.join("log"))?;
    let mut said = String::new();
    let machine = Machine { cache, platform, kernel: row.kernel, shape: &shape };
    let report = machine.run(&programs, &commands, |line| {
        said.push_str(line);
        said.push('\n');
    });
    fs::write(&log, said).with_context(|| format!("cannot write {}", log.display()))?;
    report
}

/// A row on the terminal.
fn line(row: &Row, report: &Report) -> String {
    format!(
        "{:<12} {:<26} {:<11} {:>2} CPUs  {:>4} passed  {:>3} skipped  {:>9} aborts  {:>5.0} s{}",
        row.arch,
        report.kernel,
        row.what,
        row.cpus,
        report.passed,
        report.skipped.len(),
        report.aborts,
        report.took.as_secs_f64(),
        if report.failures.is_empty() { "" } else { "  FAILED" },
    )
}

/// The whole table, with the reasons of what was skipped.
fn table(reports: &[(&Row, Report)]) -> Result<String> {
    let date = command::output(Command::new("date").args(["-u", "+%Y-%m-%d"]))?;
    let rustc = command::output(Command::new("rustc").arg("--version"))?;
    let mut out = format!(
        "# Every architecture and kernel, run\n\nWritten by `cargo xtask vm --matrix` on {}, {}. Each row is a machine under qemu's \
         emulator that boots Debian's kernel\nand runs the workspace's test programs, linked statically, and `{TORTURE}`, \
         which also takes CPUs offline. Aborts are those that\nthe programs counted themselves.\n\n\
         | architecture | Linux | machine | CPUs | passed | skipped | aborts | seconds |\n|---|---|---|--:|--:|--:|--:|--:|\n",
        date.trim(),
        rustc.trim()
    );
    let mut reasons: Vec<&str> = Vec::new();
    for (row, report) in reports {
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
            "| {} | {} | {} | {} | {} | {skipped} | {} | {:.0} |",
            row.arch,
            report.kernel,
            if row.what.is_empty() { "all tests" } else { row.what },
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

/// Puts a line per architecture into the README.
fn summarise(readme: &Path, reports: &[(&Row, Report)]) -> Result<()> {
    let text = fs::read_to_string(readme)?;
    let missing = || format!("{} has no line {}", readme.display(), MARKS[0].trim());
    let (before, rest) = text.split_once(MARKS[0]).with_context(missing)?;
    let (_, after) = rest.split_once(MARKS[1]).with_context(missing)?;
    let mut table =
        String::from("\n| architecture | Linux | tests passed | skipped | aborts |\n|---|---|--:|--:|--:|\n");
    let mut done: Vec<&str> = Vec::new();
    for (row, _) in reports {
        if done.contains(&row.arch) {
            continue;
        }
        done.push(row.arch);
        let of_arch = || reports.iter().filter(|(other, _)| other.arch == row.arch).map(|(_, report)| report);
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
    fs::write(readme, [before, MARKS[0], &table, "\n", MARKS[1], after].concat())?;
    Ok(())
}
