//! What is done to the workers and beside them, each by a thread of its own, until the end.

use std::{sync::atomic::Ordering::Relaxed, time::Duration};

use anyhow::{Result, bail, ensure};
use fastrand::Rng;
use perseq::core::cpu;

use super::{Arena, system};

/// A disturbance.
#[derive(Debug, Clone, Copy)]
pub(super) enum Disturb {
    /// Workers are moved between CPUs.
    Move,
    /// Other CPUs' rows are reached into.
    Remote,
    /// Threads start, do a little and end.
    Storm,
    /// The process forks; children work on their copy.
    Fork,
    /// Children are single-stepped through operations.
    Step,
    /// Processes that share a guarded row are killed while they hold it.
    Kill,
    /// CPUs go away and come back.
    Unplug,
}

/// All of them.
pub(super) const ALL: [Disturb; 7] = [
    Disturb::Move,
    Disturb::Remote,
    Disturb::Storm,
    Disturb::Fork,
    Disturb::Step,
    Disturb::Kill,
    Disturb::Unplug,
];

impl Disturb {
    /// Until the arena stops.
    pub(super) fn go_on(self, arena: &Arena) -> Result<()> {
        let mut rng = arena.rng(1000 + self as u64);
        let mut unplug = Unplug::default();
        loop {
            match self {
                Self::Move => move_worker(arena, &mut rng)?,
                Self::Remote => reach(arena, &mut rng),
                Self::Storm => storm(arena, &mut rng)?,
                Self::Fork => fork(arena, &mut rng)?,
                Self::Step => step(arena, &mut rng)?,
                Self::Kill => kill(arena, &mut rng)?,
                Self::Unplug => unplug.once(arena, &mut rng)?,
            }
            // At least once each, however short the run.
            if arena.stop.load(Relaxed) {
                return Ok(());
            }
        }
    }
}

/// Moves a worker to one CPU, or lets it run on all again.
fn move_worker(arena: &Arena, rng: &mut Rng) -> Result<()> {
    let worker = arena.workers[rng.usize(0..arena.workers.len())].load(Relaxed);
    let allowed: Vec<u32> = cpu::allowed()?.iter().collect();
    let one = allowed[rng.usize(0..allowed.len())];
    let moved = if rng.u8(..) < 200 {
        system::move_thread(worker, [one].into_iter())
    } else {
        system::move_thread(worker, allowed.iter().copied())
    };
    arena.counts.moves.fetch_add(u64::from(worker != 0 && moved), Relaxed);
    std::thread::sleep(Duration::from_micros(rng.u64(50..500)));
    Ok(())
}

/// Reaches into a subject's other rows.
fn reach(arena: &Arena, rng: &mut Rng) {
    let subject = rng.usize(0..arena.subjects.len());
    arena.counts.reached.fetch_add(arena.subjects[subject].disturb(rng), Relaxed);
    std::thread::sleep(Duration::from_micros(rng.u64(10..300)));
}

/// Sixteen threads that end as soon as they have done a little.
fn storm(arena: &Arena, rng: &mut Rng) -> Result<()> {
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..16)
            .map(|_| {
                let mut rng = rng.fork();
                scope.spawn(move || arena.subjects[rng.usize(0..arena.subjects.len())].work(&mut rng))
            })
            .collect();
        threads.into_iter().try_for_each(|thread| {
            ensure!(thread.join().is_ok(), "a short thread panicked");
            arena.counts.threads.fetch_add(1, Relaxed);
            Ok(())
        })
    })?;
    std::thread::sleep(Duration::from_millis(5));
    Ok(())
}

/// A child that works on its copy of everything and ends.
fn fork(arena: &Arena, rng: &mut Rng) -> Result<()> {
    let mut choices = rng.fork();
    let child = system::fork(|| {
        for subject in &arena.subjects {
            subject.work(&mut choices);
            subject.disturb(&mut choices);
        }
        0
    })?;
    match child.wait()? {
        system::Ended::Exited(0) => arena.counts.forks.fetch_add(1, Relaxed),
        ended => bail!("a forked child ended badly: {ended:?}"),
    };
    std::thread::sleep(Duration::from_millis(rng.u64(1..20)));
    Ok(())
}

/// A child that is single-stepped through an operation on each subject.
fn step(arena: &Arena, rng: &mut Rng) -> Result<()> {
    const LIMIT: u64 = 5_000_000;
    if !cfg!(target_arch = "x86_64") {
        std::thread::sleep(Duration::from_millis(10));
        return Ok(());
    }
    let turn = rng.usize(0..arena.subjects.len());
    let child = system::fork(|| {
        let before = perseq::core::section::aborts();
        if !system::let_parent_step() {
            return 2;
        }
        for offset in 0..3 {
            arena.subjects[(turn + offset) % arena.subjects.len()].in_handler();
        }
        // Where sections run at all, each of them was interrupted.
        i32::from(super::has_sections() && perseq::core::section::aborts() == before)
    })?;
    arena.counts.steps.fetch_add(child.step(LIMIT)?, Relaxed);
    std::thread::sleep(Duration::from_millis(rng.u64(5..50)));
    Ok(())
}

/// Kills a process that shares a guard, more often than not while it holds it.
fn kill(arena: &Arena, rng: &mut Rng) -> Result<()> {
    let held = arena.pair.kill_holder(rng)?;
    arena.counts.kills.fetch_add(1, Relaxed);
    arena.counts.killed_holding.fetch_add(u64::from(held), Relaxed);
    Ok(())
}

/// CPUs that this has switched off; they come back when it is dropped.
#[derive(Default)]
struct Unplug {
    removable: Option<Vec<u32>>,
    off: Option<u32>,
}

impl Unplug {
    fn once(&mut self, arena: &Arena, rng: &mut Rng) -> Result<()> {
        if self.removable.is_none() {
            self.removable = Some(system::removable(&cpu::online()?));
        }
        let removable = self.removable.as_deref().unwrap_or_default();
        if removable.is_empty() {
            arena.counts.cannot_unplug.store(true, Relaxed);
        } else if let Some(off) = self.off.take() {
            ensure!(
                system::set_online(off, true),
                "CPU {off} does not come back; switch it on in /sys/devices/system/cpu"
            );
        } else {
            let cpu = removable[rng.usize(0..removable.len())];
            if system::set_online(cpu, false) {
                self.off = Some(cpu);
                arena.counts.unplugged.fetch_add(1, Relaxed);
            }
        }
        std::thread::sleep(Duration::from_millis(rng.u64(20..100)));
        Ok(())
    }
}

impl Drop for Unplug {
    fn drop(&mut self) {
        self.off.take().into_iter().for_each(|cpu| _ = system::set_online(cpu, true));
    }
}
