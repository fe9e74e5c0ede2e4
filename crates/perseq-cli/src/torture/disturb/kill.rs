//! Kills: processes that share memory are killed wherever they are, also while they hold its guard; the others continue.
//!
//! Each row of the shared memory has a guard, two numbers that only the guard's holders change, and a total that sections of
//! every process add to, and holders too.

use std::{
    io::Result,
    sync::atomic::{
        AtomicU64, AtomicUsize,
        Ordering::{Relaxed, SeqCst},
    },
    time::Duration,
};

use fastrand::Rng;
use perseq::{
    ByCpuId, Error,
    perseq_core::{Outcome, cpu, critical_section, guard::SharedGuard, section},
};

use crate::torture::{
    arena::{Arena, Post},
    childrens_life,
    facilities::Facilities,
    patiently,
    slate::Slate,
    sys::{self, Side, Status},
    tally::Event,
};

/// Processes at once.
const PROCESSES: usize = 3;

critical_section! {
    /// Adds `n` to `total` unless `guard` is taken.
    unsafe fn add_unless_held(on index, guarded: guard; pointers: total; values: n) {
        load(total);
        add(n);
        commit_tmp(total);
    }
}

/// The fault, if there is one.
type Wrong = std::result::Result<(), String>;

/// One CPU's data, which processes share.
#[repr(C, align(64))]
struct Row {
    guard: SharedGuard,
    /// Equal, unless a process holds the guard or has died with it.
    pair: [AtomicU64; 2],
    /// The sum of what was added.
    total: AtomicUsize,
    /// The amount that was about to be added, counted before.
    promised: AtomicU64,
    /// The amount that was added, counted after.
    done: AtomicU64,
    /// How often the dead were found.
    deaths: AtomicU64,
}

impl Row {
    /// Adds 1 as sections do, or by the guard.
    fn add(&self, cpu: u32) -> Wrong {
        self.promised.fetch_add(1, SeqCst);
        let added = section::retry::<ByCpuId>(|index| {
            // The thread may be elsewhere by now: that CPU's row is another one.
            if index != cpu {
                return Outcome::Exited;
            }
            let guard = (&raw const self.guard).cast_mut().cast();
            // SAFETY: PLAIN, OWNED: words of the row of CPU `index`, which others change while they hold the guard only.
            unsafe { add_unless_held::<ByCpuId>(index, guard, self.total.as_ptr(), 1) }
        });
        if added != Outcome::Committed {
            self.change(cpu, 0, |row| row.total.store(row.total.load(Relaxed) + 1, Relaxed))?;
        }
        self.done.fetch_add(1, SeqCst);
        Ok(())
    }

    /// Changes the pair while it holds the guard, for a time; repairs what the dead have left.
    fn change(&self, cpu: u32, time: u32, also: impl FnOnce(&Self)) -> Wrong {
        let is_held_elsewhere = |error: &Error| matches!(error, Error::HeldElsewhere { .. });
        let held =
            patiently(is_held_elsewhere, || self.guard.lock(cpu)).map_err(|error| error.to_string())?;
        let [left, right] = [0, 1].map(|which| self.pair[which].load(Relaxed));
        if held.previous_owner_died().is_some() {
            self.deaths.fetch_add(1, Relaxed);
        } else if left != right {
            return Err(format!("half a change under a shared guard, and nobody died: {left} and {right}"));
        }
        self.pair[0].store(left + 1, Relaxed);
        (0..time).for_each(|_| std::hint::spin_loop());
        also(self);
        self.pair[1].store(left + 1, Relaxed);
        Ok(())
    }
}

/// The rows of all CPUs.
#[derive(Clone, Copy)]
struct Rows(&'static [Row]);

impl Rows {
    /// New ones.
    fn new() -> Result<Self> {
        let count = cpu::bound() as usize;
        let rows = sys::map_shared(count * size_of::<Row>())?.cast::<Row>();
        for row in 0..count {
            // SAFETY: the row, which starts with its guard, is in the memory, and no thread uses it yet.
            unsafe { SharedGuard::init(rows.wrapping_add(row).cast()) };
        }
        // SAFETY: so many rows, aligned to a page, whose guards are made and whose other words are zero; never unmapped.
        Ok(Self(unsafe { std::slice::from_raw_parts(rows, count) }))
    }

    /// One operation of any process.
    fn operate(self, rng: &mut Rng, cpus: &[u32]) -> Wrong {
        if rng.u8(..4) > 0 {
            let cpu = cpu::current().get();
            return self.0[cpu as usize].add(cpu);
        }
        let cpu = cpus[rng.usize(..cpus.len())];
        self.0[cpu as usize].change(cpu, rng.u32(..3000), |_row| ())
    }

    /// Nothing is lost but what the dead were about to do. `kills`: how many are dead.
    fn check(self, kills: u64) -> Wrong {
        let sum = |of: fn(&Row) -> u64| self.0.iter().map(of).sum::<u64>();
        let total = sum(|row| row.total.load(SeqCst) as u64);
        let (promised, done) = (sum(|row| row.promised.load(SeqCst)), sum(|row| row.done.load(SeqCst)));
        if done <= total && total <= promised && promised - done <= kills {
            return Ok(());
        }
        Err(format!(
            "of {promised} additions to shared rows {done} were done, and {total} counted, with {kills} killed"
        ))
    }

    fn deaths(self) -> u64 {
        self.0.iter().map(|row| row.deaths.load(SeqCst)).sum()
    }
}

/// Starts, kills and replaces processes until the epoch is over.
pub(super) fn run(arena: &'static Arena, post: &Post, mut rng: Rng, facilities: &Facilities) {
    let killed = (|| -> std::result::Result<(), String> {
        let rows = Rows::new().map_err(|error| format!("no memory to share: {error}"))?;
        let slate = Slate::new().map_err(|error| format!("no memory to share: {error}"))?;
        let mut children = Vec::new();
        let mut kills = 0;
        while !arena.is_over() {
            while children.len() < PROCESSES {
                children.push(start(rows, slate, rng.fork(), facilities)?);
            }
            super::pause(&mut rng, Duration::from_millis(5));
            end(children.swap_remove(rng.usize(..PROCESSES)), slate)?;
            arena.tally.count(Event::Kill);
            kills += 1;
            (0..4).try_for_each(|_| rows.operate(&mut rng, &facilities.cpus))?;
            post.has_done();
        }
        kills += children.len() as u64;
        children.into_iter().try_for_each(|child| end(child, slate))?;
        arena.tally.add(Event::OwnerDied, rows.deaths());
        rows.check(kills)
    })();
    if let Err(fault) = killed {
        arena.report(fault);
    }
}

/// Starts a process that operates until it is killed.
fn start(
    rows: Rows,
    slate: Slate,
    mut rng: Rng,
    facilities: &Facilities,
) -> std::result::Result<libc::pid_t, String> {
    match sys::fork() {
        Err(error) => Err(format!("fork: {error}")),
        Ok(Side::Parent(child)) => Ok(child),
        Ok(Side::Child) => {
            sys::end_with_parent();
            sys::end_after(childrens_life());
            loop {
                if let Err(fault) = rows.operate(&mut rng, &facilities.cpus) {
                    slate.write(&fault);
                    sys::exit(1);
                }
            }
        }
    }
}

/// Kills a process, which must not have ended before.
fn end(child: libc::pid_t, slate: Slate) -> Wrong {
    sys::kill(child);
    match sys::wait(child) {
        Ok(Status::Killed(libc::SIGKILL)) => Ok(()),
        Ok(Status::Exited(1)) => Err(slate.text()),
        how => Err(format!("a process that shares rows ended by {how:?}")),
    }
}
