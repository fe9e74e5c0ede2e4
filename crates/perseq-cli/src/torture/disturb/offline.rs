//! CPUs that go offline and come back, where this user may ask for that.
//!
//! A process of its own does it, asked by pipe and with all signals blocked: whatever ends the torture, a panic, a signal, even
//! a kill, each CPU comes back. Should that process be killed itself, the torture switches the CPU on.

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    os::unix::process::CommandExt,
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail};
use fastrand::Rng;

use crate::torture::{
    arena::{Arena, Post},
    facilities::Facilities,
    sys,
    tally::Event,
};

/// The hidden argument that makes the program the process that does it.
pub(in crate::torture) const ARGUMENT: &str = "--switch-cpus";
/// How long a CPU is offline.
const OFFLINE: Duration = Duration::from_millis(20);
/// Longest time between two.
const BETWEEN: Duration = Duration::from_millis(1500);

/// The file that switches a CPU.
fn switch(cpu: u32) -> PathBuf {
    format!("/sys/devices/system/cpu/cpu{cpu}/online").into()
}

fn stays_offline(cpu: u32) -> String {
    format!("CPU {cpu} stays offline; write 1 to {}", switch(cpu).display())
}

/// The CPUs among `cpus` that may be switched off, with one left.
///
/// # Errors
/// Why there are none.
pub(in crate::torture) fn possible(cpus: &[u32]) -> Result<Vec<u32>, String> {
    let may = |cpu: &&u32| fs::OpenOptions::new().write(true).open(switch(**cpu)).is_ok();
    let mut switchable: Vec<u32> = cpus.iter().filter(may).copied().collect();
    if switchable.len() == cpus.len() {
        // One has to stay online.
        switchable.remove(0);
    }
    if switchable.is_empty() {
        return Err("no CPU's /sys/devices/system/cpu/cpu*/online can be written".to_owned());
    }
    Ok(switchable)
}

/// Has CPUs switched off and on until the epoch is over.
pub(super) fn run(arena: &'static Arena, post: &Post, mut rng: Rng, facilities: &Facilities) {
    let switched = || -> Result<()> {
        let mut child = Command::new("/proc/self/exe")
            .args(["torture", ARGUMENT])
            .process_group(0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut ask = child.stdin.take().context("no pipe to it")?;
        let mut answers = BufReader::new(child.stdout.take().context("no pipe from it")?).lines();
        let cpus = facilities.offline.as_deref().unwrap_or_default();
        while !arena.is_over() {
            let cpu = cpus[rng.usize(..cpus.len())];
            let answer = writeln!(ask, "{cpu}").and_then(|()| answers.next().transpose());
            let Some(answer) = answer.ok().flatten() else {
                // Also if it was on: that changes nothing.
                fs::write(switch(cpu), "1").with_context(|| stays_offline(cpu))?;
                bail!("it has ended, and CPU {cpu} was switched on");
            };
            match answer.as_str() {
                "done" => arena.tally.count(Event::Offline),
                // Another program may be switching CPUs, or the CPU may be in use by the kernel.
                _refused => {}
            }
            post.has_done();
            let end =
                std::time::Instant::now() + Duration::from_micros(rng.u64(..BETWEEN.as_micros() as u64));
            while !arena.is_over() && std::time::Instant::now() < end {
                std::thread::sleep(Duration::from_millis(10));
            }
        }
        drop(ask);
        child.wait()?;
        Ok(())
    };
    if let Err(error) = { switched }() {
        arena.report(format!("the process that switches CPUs: {error:#}"));
    }
}

/// The body of that process: reads CPUs' numbers from standard input and switches each off and on, until there are no more.
///
/// # Errors
/// When a CPU cannot be switched on again, or standard output is closed.
pub(in crate::torture) fn serve() -> Result<()> {
    sys::block_signals().context("cannot block signals")?;
    for line in std::io::stdin().lines() {
        let cpu: u32 = line?.trim().parse().context("not the number of a CPU")?;
        let path = switch(cpu);
        let off = fs::write(&path, "0");
        if off.is_ok() {
            std::thread::sleep(OFFLINE);
            fs::write(&path, "1").with_context(|| stays_offline(cpu))?;
        }
        let mut out = std::io::stdout();
        writeln!(out, "{}", off.map_or_else(|error| error.to_string(), |()| "done".to_owned()))?;
        out.flush()?;
    }
    Ok(())
}
