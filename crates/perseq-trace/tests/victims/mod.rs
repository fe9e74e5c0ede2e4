//! Producers that are killed wherever they are, and how many events they had begun by then.

#![allow(dead_code, reason = "each test binary uses a part")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::{
    sync::atomic::{AtomicU64, Ordering::SeqCst},
    thread,
    time::Duration,
};

use perseq_trace::{Summary, event};

use crate::{
    processes::{Counted, fork, kill, text_of},
    support,
};

/// How many are to be killed, if it is said.
const VARIABLE: &str = "PERSEQ_KILLS";

/// Most events of a victim, so that a machine that is late to kill it does not fill the disk.
pub const MOST: u64 = 200;

/// A victim's report on itself, in memory that outlives it: how many events it has begun, and how many are done.
#[derive(Clone, Copy)]
pub struct Told<'a> {
    begun: &'a AtomicU64,
    done: &'a AtomicU64,
}

/// How many victims are to be killed: `usually` so many.
pub fn kills(usually: usize) -> usize {
    std::env::var(VARIABLE).map_or(usually, |text| text.parse().expect("a number of kills"))
}

/// Kills one child after the other that runs `body`, each within `micros` µs, until `stop` is set, and at least `least`.
pub fn kill_one_after_another(
    micros: u64,
    least: u64,
    stop: &AtomicU64,
    killed: &AtomicU64,
    body: impl Fn(),
) {
    while stop.load(SeqCst) == 0 || killed.load(SeqCst) < least {
        let child = fork(&body);
        let number = killed.load(SeqCst) as usize;
        thread::sleep(Duration::from_micros(5_000 + random(number, micros)));
        kill(child);
        killed.store(number as u64 + 1, SeqCst);
    }
}

/// Words of so many victims.
pub const fn words(victims: usize) -> usize {
    2 * victims
}

pub fn told(all: &[AtomicU64], victim: usize) -> Told<'_> {
    Told { begun: &all[2 * victim], done: &all[2 * victim + 1] }
}

impl Told<'_> {
    /// One more event.
    pub fn emit(&self, producer: usize) {
        let sequence = self.done.load(SeqCst);
        self.begun.store(sequence + 1, SeqCst);
        event!(test::count, producer = producer, sequence = sequence, text = text_of(sequence));
        self.done.store(sequence + 1, SeqCst);
    }

    pub fn begun(&self) -> u64 {
        self.begun.load(SeqCst)
    }

    pub fn done(&self) -> u64 {
        self.done.load(SeqCst)
    }
}

/// A number below `bound` that looks random.
pub fn random(seed: usize, bound: u64) -> u64 {
    let mut value = (seed as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (value ^ (value >> 27)) % bound
}

/// Returns whether the victim cannot run sections: where a test can make it so.
pub fn writes_by_guard(victim: usize) -> bool {
    cfg!(all(target_arch = "x86_64", target_env = "gnu")) && victim % 8 == 3
}

/// Writes short bursts of events until it is killed.
pub fn be_a_victim(victim: usize, told: Told<'_>, cpus: &[u32]) {
    // Every other one stays on one CPU, so that each CPU has some.
    if victim.is_multiple_of(2) {
        support::pin(cpus[victim / 2 % cpus.len()]);
    }
    // Some write by the guard, which they may be killed with.
    #[cfg(all(target_arch = "x86_64", target_env = "gnu"))]
    if writes_by_guard(victim) {
        crate::processes::give_up_sections();
    }
    for sequence in 0..MOST {
        told.emit(victim);
        if sequence % 16 == 15 {
            thread::sleep(Duration::from_micros(random(victim, 100)));
        }
    }
    loop {
        thread::sleep(support::PATIENCE);
    }
}

/// Every event that was done is in the trace once or counted as discarded; the one that a victim was at may be. How many were at one, by
/// sections and by the guard.
pub fn check(summary: &Summary, counted: &Counted, all: &[AtomicU64]) -> [u64; 2] {
    let (mut missing, mut interrupted, mut unknown) = (0, [0; 2], 0);
    for (victim, (count, next)) in counted.counts.iter().zip(&counted.next).enumerate() {
        let told = told(all, victim);
        let (begun, done) = (told.begun(), told.done());
        assert!(*next <= begun, "event {} of victim {victim} was not begun", next - 1);
        let committed_last = u64::from(*next > done);
        missing += done + committed_last - count;
        interrupted[usize::from(writes_by_guard(victim))] += begun - done;
        unknown += (begun - done) - committed_last;
    }
    assert_eq!((counted.lost, summary.damaged), (summary.discarded, 0), "{summary:?}");
    assert_eq!(summary.events, counted.counts.iter().sum::<u64>());
    let discarded = summary.discarded;
    let possible = missing..=missing + unknown;
    assert!(possible.contains(&discarded), "{discarded} of {possible:?} are discarded: {summary:?}");
    interrupted
}
