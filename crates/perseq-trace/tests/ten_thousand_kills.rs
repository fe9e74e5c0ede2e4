//! Ten thousand producers are killed wherever they are, and their consumers meanwhile: each event is in the trace or counted, up to the one
//! that each was at.

#![cfg(target_pointer_width = "64")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
#[path = "../../perseq-core/tests/support/mod.rs"]
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod support;

use std::{
    path::Path,
    sync::atomic::{AtomicU64, Ordering::SeqCst},
    thread,
    time::{Duration, Instant},
};

use perseq_trace::{Consumer, Mode, Options, Session, Summary, event};

use processes::{Counted, Scratch, fork, kill, shared, text_of, wait};

/// How many are killed, where ten thousand would take too long.
const VARIABLE: &str = "PERSEQ_KILLS";
/// Most events of a victim, so that a machine that is late to kill it does not fill the disk.
const MOST: u64 = 200;

/// What a victim tells of itself, in memory that outlives it: how many events it has begun, and how many are done.
struct Told<'a> {
    begun: &'a AtomicU64,
    done: &'a AtomicU64,
}

fn told(all: &[AtomicU64], victim: usize) -> Told<'_> {
    Told { begun: &all[2 * victim], done: &all[2 * victim + 1] }
}

/// A number below `bound` that looks random.
fn random(seed: usize, bound: u64) -> u64 {
    let mut value = (seed as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (value ^ (value >> 27)) % bound
}

/// Whether the victim cannot run sections: where a test can make it so.
fn writes_by_guard(victim: usize) -> bool {
    cfg!(all(target_arch = "x86_64", target_env = "gnu")) && victim % 8 == 3
}

/// Writes short bursts of events until it is killed.
fn be_a_victim(victim: usize, told: &Told<'_>, cpus: &[u32]) {
    // Every other one stays on one CPU, so that each CPU has some.
    if victim.is_multiple_of(2) {
        support::pin(cpus[victim / 2 % cpus.len()]);
    }
    // Some write by the guard, which they may be killed with.
    #[cfg(all(target_arch = "x86_64", target_env = "gnu"))]
    if writes_by_guard(victim) {
        processes::give_up_sections();
    }
    for sequence in 0..MOST {
        told.begun.store(sequence + 1, SeqCst);
        event!(test::count, producer = victim, sequence = sequence, text = text_of(sequence));
        told.done.store(sequence + 1, SeqCst);
        if sequence % 16 == 15 {
            thread::sleep(Duration::from_micros(random(victim, 100)));
        }
    }
    loop {
        thread::sleep(support::PATIENCE);
    }
}

/// Consumes, for as long as it lives.
fn consume(directory: &Path) {
    let mut consumer = Consumer::open(directory).unwrap();
    loop {
        consumer.drain().unwrap();
        thread::sleep(Duration::from_micros(300));
    }
}

/// Kills one consumer after the other, once events were discarded or `enough` is not 0, until `stop` is set.
fn kill_consumers(session: &Session, enough: &AtomicU64, stop: &AtomicU64, killed: &AtomicU64) {
    while session.counts().1 == 0 && enough.load(SeqCst) == 0 && stop.load(SeqCst) == 0 {
        thread::sleep(Duration::from_millis(1));
    }
    while stop.load(SeqCst) == 0 {
        let consumer = fork(|| consume(session.directory()));
        let number = killed.load(SeqCst) as usize;
        thread::sleep(Duration::from_micros(5_000 + random(number, 60_000)));
        kill(consumer);
        killed.store(number as u64 + 1, SeqCst);
    }
}

#[test]
fn ten_thousand_producers_may_be_killed_anywhere_and_their_consumers_too() {
    let name = "ten_thousand_producers_may_be_killed_anywhere_and_their_consumers_too";
    let kills = std::env::var(VARIABLE).map_or(10_000, |text| text.parse().expect("a number of kills"));
    support::alone(name, &[], || {
        let scratch = Scratch::new("ten-thousand");
        let options =
            Options { sub_buffer: 1 << 14, sub_buffers: 8, mode: Mode::Discard, ..Options::default() };
        let session = Session::create(&scratch.0, &options).unwrap();
        session.attach().unwrap();
        let cpus: Vec<u32> = perseq_core::cpu::allowed().unwrap().iter().collect();
        let (all, words) = (shared(2 * kills), shared(2));
        let (stop, killed) = (&words[0], &words[1]);
        let start = Instant::now();
        // With many CPUs there is much room: after a tenth of the victims, consumers come in any case.
        let enough = told(all, kills / 10).begun;
        let killer_of_consumers = fork(|| kill_consumers(&session, enough, stop, killed));
        // Two or more at a time, each of them in a process that is small: forks are cheap.
        let at_a_time = cpus.len().clamp(2, 4);
        let killers = (0..at_a_time).map(|first| {
            fork(|| {
                for victim in (first..kills).step_by(at_a_time) {
                    let child = fork(|| be_a_victim(victim, &told(all, victim), &cpus));
                    thread::sleep(Duration::from_micros(200 + random(victim, 1800)));
                    kill(child);
                }
            })
        });
        for killer in killers.collect::<Vec<_>>() {
            assert_eq!(wait(killer), 0);
        }
        stop.store(1, SeqCst);
        assert_eq!(wait(killer_of_consumers), 0);
        let (took, killed) = (start.elapsed(), killed.load(SeqCst));
        session.stop();
        let summary = Consumer::open(&scratch.0).unwrap().finish().unwrap();
        let counted = Counted::read(&scratch.0, kills);
        let interrupted = check(&summary, &counted, all);
        let [by_section, by_guard] = interrupted;
        println!(
            "{kills} producers, {by_section} and {by_guard} by the guard in the middle of an event, and {killed} consumers were killed in \
             {took:?}: {summary:?}"
        );
        let both = by_section > 0 && (by_guard > 0 || !writes_by_guard(3));
        assert!(both, "killed in the middle of an event: {interrupted:?}");
        assert!(killed >= kills as u64 / 400, "{killed} consumers were killed");
        assert!(summary.events > 0, "{summary:?}");
        if kills >= 1000 {
            assert!(cpus.iter().all(|cpu| counted.cpus.contains(cpu)), "{:?}", counted.cpus);
            assert!(summary.discarded > 0 || cpus.len() > 16, "both happen: {summary:?}");
        }
    });
}

/// Every event that was done is in the trace once or counted as discarded; the one that a victim was at may be. How many were at one, by
/// sections and by the guard.
fn check(summary: &Summary, counted: &Counted, all: &[AtomicU64]) -> [u64; 2] {
    let (mut missing, mut interrupted, mut unknown) = (0, [0; 2], 0);
    for (victim, (count, next)) in counted.counts.iter().zip(&counted.next).enumerate() {
        let Told { begun, done } = told(all, victim);
        let (begun, done) = (begun.load(SeqCst), done.load(SeqCst));
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
