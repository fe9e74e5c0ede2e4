//! The first process of the virtual machines of `cargo xtask vm`.
//!
//! It mounts what tests need, runs the lines of `/commands` one after the other, says on the console how each ended, and
//! switches the machine off. Lines that the host looks for begin with `@vm`.
//!
//! ```text
//!   @vm kernel 6.12.95 cpus 4
//!   @vm begin ops
//!   …
//!   @vm end 0 ops
//!   @vm done
//! ```

#![forbid(unsafe_code)]
#![allow(clippy::std_instead_of_core, reason = "a program")]

use std::{
    fs,
    process::{Command, ExitStatus},
    thread,
    time::Duration,
};

use anyhow::{Context, Result, bail};
use rustix::{
    mount::{MountFlags, mount},
    system::{RebootCommand, reboot, uname},
};

/// File systems: what is mounted where.
const MOUNTS: [(&str, &str); 5] = [
    ("proc", "/proc"),
    ("sysfs", "/sys"),
    ("devtmpfs", "/dev"),
    ("tmpfs", "/tmp"),
    ("debugfs", "/sys/kernel/debug"),
];

fn main() {
    if let Err(error) = run() {
        println!("@vm failed {error:#}");
    }
    println!("@vm done");
    // The console is slow, and goes with the machine.
    thread::sleep(Duration::from_millis(200));
    let off = reboot(RebootCommand::PowerOff);
    println!("@vm cannot switch off: {off:?}");
    // The first process must not end; the process that started the machine ends it.
    loop {
        thread::park();
    }
}

fn run() -> Result<()> {
    for (kind, path) in MOUNTS {
        fs::create_dir_all(path).with_context(|| format!("make {path}"))?;
        let mounted = mount(kind, path, kind, MountFlags::empty(), None);
        // A kernel without debugfs is as good.
        if let (Err(error), true) = (mounted, kind != "debugfs") {
            bail!("mount {kind} on {path}: {error}");
        }
    }
    let online = fs::read_to_string("/sys/devices/system/cpu/online").unwrap_or_default();
    println!("@vm kernel {} cpus {}", uname().release().to_string_lossy(), online.trim());
    let commands = fs::read_to_string("/commands").context("read /commands")?;
    let mut variables = Vec::new();
    for line in commands.lines() {
        if let ["set", name, value] = line.split_whitespace().collect::<Vec<_>>()[..] {
            variables.push((name, value));
            continue;
        }
        println!("@vm begin {line}");
        let ended = command(line, &variables).map_or_else(|error| format!("{error:#}"), said);
        println!("\n@vm end {ended} {line}");
    }
    Ok(())
}

/// Runs one line with environment `variables` (which `set NAME VALUE` adds to): `write FILE TEXT`, or a program of `/bin` with its arguments.
fn command(line: &str, variables: &[(&str, &str)]) -> Result<ExitStatus> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words[..] {
        ["write", path, text] => {
            fs::write(path, text).with_context(|| format!("write {path}"))?;
            Ok(ExitStatus::default())
        }
        [program, ref arguments @ ..] => Command::new(format!("/bin/{program}"))
            .args(arguments)
            .env("RUST_BACKTRACE", "1")
            .envs(variables.iter().copied())
            .current_dir("/tmp")
            .status()
            .with_context(|| format!("run {program}")),
        [] => bail!("an empty line"),
    }
}

/// A word for how a program ended: its exit code, or the signal.
fn said(status: ExitStatus) -> String {
    use std::os::unix::process::ExitStatusExt;
    match (status.code(), status.signal()) {
        (Some(code), _) => code.to_string(),
        (None, Some(signal)) => format!("signal-{signal}"),
        (None, None) => "unknown".to_owned(),
    }
}
