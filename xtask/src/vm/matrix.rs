//! The matrix: every architecture and kernel, and shapes of machines; its table in `docs/matrix.md`, its summary in `docs/platforms.md`.

use std::{fs, io::Write as _, path::Path};

use anyhow::{Context, Result, bail, ensure};

use super::{
    Machine, Shape,
    machine::Report,
    platform::Platform,
    programs,
    table::{self, Records},
};

/// A machine of the matrix.
pub(super) struct Row {
    pub(super) arch: &'static str,
    kernel: &'static str,
    /// Its peculiarity.
    pub(super) what: &'static str,
    pub(super) cpus: u32,
    memory: u32,
    append: &'static str,
    qemu: &'static str,
    /// The commands that run; empty: every test and a torture.
    commands: &'static [&'static str],
}

impl Row {
    /// The row's name in the table.
    pub(super) fn title(&self) -> &'static str {
        match (self.what, self.commands) {
            ("", []) => "all tests",
            ("", _) => "what meets the kernel",
            (what, _) => what,
        }
    }
}

impl Row {
    fn name(&self) -> String {
        format!("{} {} {}", self.arch, self.kernel, self.what).trim_end().to_owned()
    }
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
/// An older kernel: what meets it.
const OLDER: Row = Row {
    append: "",
    commands: &[
        "registration",
        "restarts",
        "ops",
        "preempt --nocapture",
        "guard",
        "shared_guard",
        "pool",
        "counter",
        "array_stack",
        "lists",
        "ring_buffer",
        "domain",
        "between_processes",
        "session",
        TORTURE,
    ],
    ..ALL
};
/// Commands for rows in which the machine's shape is the point.
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
    "perseq torture --seconds 10 --at-most 120 --threads 8 --patience 120",
];
/// Memory and sums of many CPUs. Tests that wait for rare events are for fewer: 64 share two real ones here.
const MANY: &[&str] =
    &["pool", "counter", "per_cpu", "array_stack", "ring_buffer", "domain", "perseq doctor"];
const NUMA: &str = "-object memory-backend-ram,id=m0,size=512M -object memory-backend-ram,id=m1,size=512M \
                    -numa node,nodeid=0,cpus=0-1,memdev=m0 -numa node,nodeid=1,cpus=2-3,memdev=m1";
/// The emulator has counters of cycles.
const PMU: &[&str] = &["write /proc/sys/kernel/perf_user_access 1", "pmu --nocapture", "context"];
/// glibc's short registration never gets a slice, so it is switched off.
const SLICES: &[&str] = &[
    "set GLIBC_TUNABLES glibc.pthread.rseq=0",
    "preempt --nocapture",
    "guard",
    "slices --nocapture",
    "perseq doctor",
    TORTURE,
];
/// Commands for a kernel that restarts no section: all must be exact there.
const NO_RESTARTS: &[&str] = &[
    "restarts",
    "no_restarts",
    "counter",
    "histogram",
    "array_stack",
    "lists",
    "cpu_lock",
    "ring_buffer",
    "perseq doctor",
];
pub(super) const TORTURE: &str =
    "perseq torture --seconds 10 --at-most 120 --threads 8 --patience 120 --offline-cpus";

/// The architecture on which torture does not switch CPUs off.
const HANGS_OFFLINE: &str = "s390x";

const ROWS: &[Row] = &[
    Row { kernel: "6.1", ..OLDER },
    Row { kernel: "6.12", ..OLDER },
    Row { kernel: "6.18", ..OLDER },
    Row { kernel: "7.0", ..OLDER },
    Row { kernel: "7.1", ..OLDER },
    ALL,
    Row { arch: "x86", kernel: "6.1", ..OLDER },
    Row { arch: "x86", ..ALL },
    Row { arch: "aarch64", kernel: "6.1", ..OLDER },
    Row { arch: "aarch64", kernel: "6.18", ..OLDER },
    Row { arch: "aarch64", kernel: "6.19", what: "restarts nothing", commands: NO_RESTARTS, ..OLDER },
    Row { arch: "aarch64", kernel: "7.0", what: "restarts nothing", commands: NO_RESTARTS, ..OLDER },
    Row { arch: "aarch64", kernel: "7.1", ..OLDER },
    Row { arch: "aarch64", ..ALL },
    Row { arch: "aarch64", what: "hardware counters", commands: PMU, ..ALL },
    Row { arch: "armv7", kernel: "6.1", ..OLDER },
    Row { arch: "armv7", ..ALL },
    Row { arch: "riscv64", ..ALL },
    Row { arch: "ppc64le", kernel: "6.1", ..OLDER },
    Row { arch: "ppc64le", ..ALL },
    Row { arch: "s390x", kernel: "6.1", ..OLDER },
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
    Row {
        what: "2 of 4 CPUs offline, 8 possible",
        qemu: "-smp 4,maxcpus=8,sockets=8,cores=1,threads=1",
        commands: SPARSE,
        ..ALL
    },
    Row { what: "2 NUMA nodes", qemu: NUMA, commands: &["numa", "perseq doctor", TORTURE], ..ALL },
    Row { what: "time slices", kernel: "slices", commands: SLICES, ..ALL },
    Row { what: "64 CPUs", cpus: 64, memory: 4096, commands: MANY, ..ALL },
];

/// Runs the matrix, or the rows that `only` is about, and writes the table as soon as every row has passed once.
pub(super) fn run(root: &Path, cache: &Path, only: Option<&str>) -> Result<()> {
    let is_wanted = |row: &&Row| {
        only.is_none_or(|only| row.arch == only || row.name() == only || row.what.contains(only))
    };
    let rows: Vec<&Row> = ROWS.iter().filter(is_wanted).collect();
    ensure!(!rows.is_empty(), "no row of the matrix is about {}", only.unwrap_or_default());
    let mut records = Records::read(cache)?;
    let mut failed = 0;
    for row in &rows {
        let report = one(root, cache, row)
            .unwrap_or_else(|error| Report { failures: vec![format!("{error:#}")], ..Report::default() });
        println!("{}", line(row, &report));
        report.failures.iter().for_each(|failure| println!("    {failure}"));
        failed += usize::from(!report.failures.is_empty());
        records.add(cache, row.name(), report)?;
    }
    if failed > 0 {
        bail!("{failed} of {} machines failed", rows.len());
    }
    let missing: Vec<String> = ROWS.iter().map(Row::name).filter(|name| !records.has(name)).collect();
    if missing.is_empty() {
        let all = ROWS.iter().filter_map(|row| Some((row, records.of(&row.name())?)));
        table::write(root, &all.collect::<Vec<_>>())?;
    } else {
        println!("no table yet: not run, or failed: {}", missing.join("; "));
    }
    Ok(())
}

fn one(root: &Path, cache: &Path, row: &Row) -> Result<Report> {
    let platform = Platform::of(row.arch)?;
    let programs = programs::build(root, cache, platform, &[])?;
    let shape = Shape {
        cpus: row.cpus,
        memory: row.memory,
        append: row.append.to_owned(),
        qemu: row.qemu.to_owned(),
        limit: 3600,
        quiet: 900,
    };
    let mut commands: Vec<String> = row.commands.iter().map(|&line| line.to_owned()).collect();
    if commands.is_empty() {
        commands = super::all_tests(&programs);
        commands.retain(|name| name != "preempt");
        // Every boundary, with a share of the conflicts: all would take longer than everything else.
        commands.splice(0..0, ["set PERSEQ_WALK_SHARE 1/10", "set PERSEQ_KILLS 300"].map(str::to_owned));
        commands.extend(["preempt --nocapture", "perseq doctor", TORTURE].map(str::to_owned));
    }
    let log = cache.join("log").join(format!("{}.log", row.name().replace([' ', ','], "-")));
    if row.arch == HANGS_OFFLINE {
        let kept = TORTURE.replace(" --offline-cpus", "");
        commands.iter_mut().filter(|line| *line == TORTURE).for_each(|line| line.clone_from(&kept));
    }
    fs::create_dir_all(cache.join("log"))?;
    let mut log = fs::File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
    let machine = Machine { cache, platform, kernel: row.kernel, shape: &shape };
    // Line by line: a person may look while it runs.
    let mut written = Ok(());
    let report = machine.run(&programs, &commands, |line| {
        if written.is_ok() {
            written = writeln!(log, "{line}");
        }
    });
    written.context("the log")?;
    let mut report = report?;
    if row.arch == HANGS_OFFLINE {
        let why =
            "CPUs that go offline: the emulator of this machine stops then, with all its processors idle";
        report.skipped.push(why.to_owned());
    }
    Ok(report)
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
