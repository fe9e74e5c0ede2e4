//! Producers with buffers of their own are killed wherever they are, also while they make these, and their recorders meanwhile: each event is in
//! the trace or counted, up to the one that each was at. `PERSEQ_KILLS=10000` says how many.

#![cfg(target_pointer_width = "64")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod own_buffers;
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
use perseq_testing as support;
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod victims;

use std::{
    path::Path,
    sync::atomic::{AtomicU64, Ordering::SeqCst},
    thread,
    time::{Duration, Instant},
};

use perseq_trace::{Options, Recorder, Session};

use own_buffers::{OPTIONS, complete};
use processes::{Counted, Scratch, fork, kill, shared, until, wait};
use victims::{be_a_victim, check, kill_one_after_another, kills, random, told, words, writes_by_guard};

const KILLS: usize = 600;
/// So many times as many are killed at most, until each kind of victim was in the middle of an event.
const TIMES: usize = 10;
/// One recorder is killed for so many victims, at least.
const KILLS_FOR_A_RECORDER: usize = 100;

/// Records, for as long as it lives.
fn record(directory: &Path) {
    let mut recorder = Recorder::open(directory).unwrap();
    loop {
        recorder.drain().unwrap();
        thread::sleep(Duration::from_micros(300));
    }
}

/// Returns whether so many victims are enough: in each kind of place one was killed.
fn is_enough(all: &[AtomicU64], victims: usize) -> bool {
    let [mut first, mut section, mut guard] = [0, 0, 0];
    for victim in 0..victims {
        let told = told(all, victim);
        let interrupted = told.begun() - told.done();
        match (told.done(), writes_by_guard(victim)) {
            // It makes its buffers then.
            (0, _) => first += interrupted,
            (_, false) => section += interrupted,
            (_, true) => guard += interrupted,
        }
    }
    first > 0 && section > 0 && (guard > 0 || !writes_by_guard(3))
}

#[test]
fn producers_with_buffers_of_their_own_may_be_killed_anywhere_and_their_recorders_too() {
    let name = "producers_with_buffers_of_their_own_may_be_killed_anywhere_and_their_recorders_too";
    let kills = kills(KILLS);
    support::alone(name, &[], || {
        let scratch = Scratch::in_memory("own-kills");
        // Less than a victim's events need.
        let options = Options { sub_buffer: 4096, sub_buffers: 2, ..OPTIONS };
        let session = Session::create(&scratch.0, &options).unwrap();
        session.attach().unwrap();
        let cpus: Vec<u32> = perseq_core::cpu::allowed().unwrap().iter().collect();
        let most = TIMES * kills;
        let (all, numbers) = (shared(words(most + 1)), shared(3));
        let [stop, killed, begun] = [&numbers[0], &numbers[1], &numbers[2]];
        let start = Instant::now();
        // One whose buffer is full, before any recorder has come.
        let full = fork(|| {
            support::pin(cpus[0]);
            until("a full buffer", || {
                (0..10).for_each(|_| told(all, most).emit(most));
                session.counts().1 > 0
            });
        });
        assert_eq!(wait(full), 0);
        let least = (kills / KILLS_FOR_A_RECORDER) as u64;
        let killer_of_recorders =
            fork(|| kill_one_after_another(120_000, least, stop, killed, || record(&scratch.0)));
        // Two or more at a time, each of them in a process that is small: forks are cheap.
        let killers = (0..cpus.len().clamp(2, 4)).map(|_| {
            fork(|| {
                loop {
                    let victim = begun.fetch_add(1, SeqCst) as usize;
                    if victim >= most || victim >= kills && is_enough(all, victim) {
                        break;
                    }
                    let child = fork(|| be_a_victim(victim, told(all, victim), &cpus));
                    let begun = Instant::now();
                    match victim % 8 {
                        // In its first event, for which it makes its buffers: soon over in optimised code.
                        1 => {
                            while told(all, victim).begun() == 0 {
                                assert!(
                                    begun.elapsed() < support::PATIENCE,
                                    "victim {victim} does not begin"
                                );
                                thread::yield_now();
                            }
                        }
                        // About then, where there is one CPU.
                        5 => thread::sleep(Duration::from_micros(random(victim, 300))),
                        _ => thread::sleep(Duration::from_micros(200 + random(victim, 3000))),
                    }
                    kill(child);
                }
            })
        });
        for killer in killers.collect::<Vec<_>>() {
            assert_eq!(wait(killer), 0);
        }
        stop.store(1, SeqCst);
        assert_eq!(wait(killer_of_recorders), 0);
        let (took, killed) = (start.elapsed(), killed.load(SeqCst));
        session.stop();
        let (summary, left) = complete(session, &scratch);
        for name in &left {
            let counted = Counted::read(&scratch.0.join(name), most + 1);
            let producers = counted.counts.iter().filter(|count| **count > 0).count();
            assert!(producers <= 1, "{name} has events of {producers} processes");
        }
        let counted = Counted::read(&scratch.0, most + 1);
        let interrupted = check(&summary, &counted, all);
        println!(
            "{} producers, {interrupted:?} by sections and by the guard in the middle of an event, and {killed} recorders were killed in \
             {took:?}: {summary:?}",
            begun.load(SeqCst)
        );
        assert!(is_enough(all, most), "no victim was killed in the middle of an event of each kind");
        assert!(killed >= least && summary.events > 0 && summary.losses.full > 0, "{killed}, {summary:?}");
    });
}
