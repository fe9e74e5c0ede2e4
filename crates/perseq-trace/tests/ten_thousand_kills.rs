//! Thousands of producers are killed wherever they are, and their consumers meanwhile: each event is in the trace or counted, up to the one
//! that each was at. `PERSEQ_KILLS=10000` says how many.

#![cfg(target_pointer_width = "64")]
#![allow(clippy::std_instead_of_core, reason = "test code")]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
use perseq_testing as support;
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod victims;

use std::{
    path::Path,
    sync::atomic::Ordering::SeqCst,
    thread,
    time::{Duration, Instant},
};

use perseq_trace::{Consumer, Mode, Options, Session};

use processes::{Counted, Scratch, fork, kill, shared, wait};
use victims::{
    Told, be_a_victim, check, kill_one_after_another, kills, random, told, words, writes_by_guard,
};

/// Enough that both kinds of victims were in the middle of an event.
const KILLS: usize = 2_000;
/// One of so many kills is a consumer's, at least.
const KILLS_FOR_A_CONSUMER: usize = 400;
/// More events than a CPU's buffers have room for.
const FILLING: u64 = 20_000;

/// Fills the buffers of each CPU, so that the first victims' events are discarded on every machine, and ends.
fn fill(producer: usize, told: Told<'_>, cpus: &[u32], session: &Session) {
    for &cpu in cpus {
        support::pin(cpu);
        let (discarded, last) = (session.counts().1, told.done() + FILLING);
        while session.counts().1 == discarded {
            assert!(told.done() < last, "the buffers of CPU {cpu} do not become full");
            (0..100).for_each(|_| told.emit(producer));
        }
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

#[test]
fn producers_may_be_killed_anywhere_and_their_consumers_too() {
    let name = "producers_may_be_killed_anywhere_and_their_consumers_too";
    let kills = kills(KILLS);
    support::alone(name, &[], || {
        let scratch = Scratch::new("ten-thousand");
        let options =
            Options { sub_buffer: 1 << 14, sub_buffers: 8, mode: Mode::Discard, ..Options::default() };
        let session = Session::create(&scratch.0, &options).unwrap();
        session.attach().unwrap();
        let cpus: Vec<u32> = perseq_core::cpu::allowed().unwrap().iter().collect();
        // The one behind the victims fills the buffers.
        let (all, words) = (shared(words(kills + 1)), shared(2));
        let (stop, killed) = (&words[0], &words[1]);
        let start = Instant::now();
        assert_eq!(wait(fork(|| fill(kills, told(all, kills), &cpus, &session))), 0);
        let least = kills.div_ceil(KILLS_FOR_A_CONSUMER) as u64;
        let killer_of_consumers =
            fork(|| kill_one_after_another(60_000, least, stop, killed, || consume(&scratch.0)));
        // Two or more at a time, each of them in a process that is small: forks are cheap.
        let at_a_time = cpus.len().clamp(2, 4);
        let killers = (0..at_a_time).map(|first| {
            fork(|| {
                for victim in (first..kills).step_by(at_a_time) {
                    let child = fork(|| be_a_victim(victim, told(all, victim), &cpus));
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
        let counted = Counted::read(&scratch.0, kills + 1);
        let interrupted = check(&summary, &counted, all);
        let [by_section, by_guard] = interrupted;
        println!(
            "{kills} producers, {by_section} and {by_guard} by the guard in the middle of an event, and {killed} consumers were killed in \
             {took:?}: {summary:?}"
        );
        let both = by_section > 0 && (by_guard > 0 || !writes_by_guard(3));
        assert!(both, "killed in the middle of an event: {interrupted:?}");
        assert!(killed >= least, "{killed} consumers were killed");
        assert!(summary.discarded >= cpus.len() as u64, "each CPU's buffers were full: {summary:?}");
        assert!(cpus.iter().all(|cpu| counted.cpus.contains(cpu)), "{:?}", counted.cpus);
    });
}
