//! Producers and consumers that are killed wherever they are: no committed event is lost or doubled, none is torn.

#![cfg(target_pointer_width = "64")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
use perseq_testing as support;

use std::{
    sync::atomic::{AtomicU64, Ordering::SeqCst},
    thread,
    time::{Duration, Instant},
};

use perseq_trace::{Consumer, Mode, Options, Session, event};

use processes::{Counted, Scratch, fork, kill, shared, text_of, until, wait};

/// Events until killed, or `most`; counts each in `done` when it is.
fn produce(producer: u64, most: u64, done: &AtomicU64) {
    for sequence in 0..most {
        event!(test::count, producer = producer, sequence = sequence, text = text_of(sequence));
        done.store(sequence + 1, SeqCst);
    }
}

#[test]
fn a_producer_that_is_killed_in_the_middle_of_an_event_takes_nothing_with_it() {
    let name = "a_producer_that_is_killed_in_the_middle_of_an_event_takes_nothing_with_it";
    support::alone(name, &[], || {
        let scratch = Scratch::new("killed");
        let options =
            Options { sub_buffer: 1 << 21, sub_buffers: 8, mode: Mode::Discard, ..Options::default() };
        Session::create(&scratch.0, &options).unwrap().attach().unwrap();
        let mut consumer = Consumer::open(&scratch.0).unwrap();
        // All on one CPU: one buffer.
        support::pin(perseq_core::cpu::allowed().unwrap().iter().next().unwrap());
        const VICTIMS: usize = 40;
        // Room for so many: one that is killed late has written all of them, and waits.
        const MOST: u64 = 200_000;
        /// Events behind all of that: more than a sub-buffer holds.
        const LAST: u64 = 50_000;
        let done = shared(VICTIMS + 2);
        let first = fork(|| produce(0, 1000, &done[0]));
        assert_eq!(wait(first), 0);
        for (victim, done) in done.iter().enumerate().take(VICTIMS + 1).skip(1) {
            let child = fork(|| {
                produce(victim as u64, MOST, done);
                thread::sleep(support::PATIENCE);
            });
            let start = Instant::now();
            while done.load(SeqCst) == 0 && start.elapsed() < support::PATIENCE {
                thread::sleep(Duration::from_micros(50));
            }
            thread::sleep(Duration::from_micros((victim * 37 % 400) as u64));
            kill(child);
            while consumer.drain().unwrap() > 0 {}
        }
        let last = fork(|| produce(VICTIMS as u64 + 1, LAST, &done[VICTIMS + 1]));
        assert_eq!(wait(last), 0);
        let summary = consumer.finish().unwrap();
        let Counted { counts: counted, lost, .. } = Counted::read(&scratch.0, VICTIMS + 2);
        assert_eq!((lost, summary.discarded, summary.damaged), (0, 0, 0), "{summary:?}");
        assert_eq!((counted[0], counted[VICTIMS + 1]), (1000, LAST));
        for (counted, done) in counted.iter().zip(done) {
            let done = done.load(SeqCst);
            // The one that it was at may have been committed.
            assert!((done..=done + 1).contains(counted), "{counted} events are there of {done}");
        }
        let total: u64 = counted.iter().sum();
        println!("{total} events, of {VICTIMS} producers that were killed {}", total - 1000 - LAST);
        assert_eq!(summary.events, total);
        match std::process::Command::new("babeltrace2").arg(&scratch.0).output() {
            Ok(output) => {
                let shown = String::from_utf8_lossy(&output.stdout).lines().count() as u64;
                assert!(output.status.success() && output.stderr.is_empty(), "{output:?}");
                assert_eq!(shown, total, "babeltrace2 shows each of them");
            }
            Err(_) => support::skip("traces shown by babeltrace2", "it is not installed"),
        }
    });
}

#[test]
fn consumers_that_are_killed_lose_and_double_nothing() {
    let name = "consumers_that_are_killed_lose_and_double_nothing";
    support::alone(name, &[], || assert_eq!(kill_consumers("consumers", u64::MAX), 0));
}

#[test]
fn consumers_of_a_trace_in_parts_that_are_killed_lose_and_double_nothing() {
    let name = "consumers_of_a_trace_in_parts_that_are_killed_lose_and_double_nothing";
    support::alone(name, &[], || {
        let parts = kill_consumers("parts", 7);
        assert!(parts > 20, "{parts} parts");
    });
}

/// How many consumers are killed: more where many are asked for. Half of them leave a part, of which the test wants 20.
fn kills() -> u64 {
    let asked = std::env::var("PERSEQ_KILLS").map(|text| text.parse().expect("a number of kills"));
    asked.map_or(60, |kills: u64| kills.clamp(60, 150))
}

/// Kills consumers, which begin a new part after so many looks at the buffers; how many parts there are.
fn kill_consumers(name: &str, rotate_after: u64) -> usize {
    let scratch = Scratch::new(name);
    let options = Options { sub_buffer: 1 << 16, sub_buffers: 16, mode: Mode::Discard, ..Options::default() };
    let session = Session::create(&scratch.0, &options).unwrap();
    session.attach().unwrap();
    let (done, stop, rotations) = (shared(3), shared(1), shared(1));
    let slowly = |producer: u64, done: &AtomicU64| {
        let mut sequence = 0;
        while stop[0].load(SeqCst) == 0 {
            event!(test::count, producer = producer, sequence = sequence, text = text_of(sequence));
            sequence += 1;
            done.store(sequence, SeqCst);
            // At first more than there is room for; then enough for each look of a consumer, for as long as these take.
            if sequence % 64 == 0 || sequence > 30_000 && sequence % 8 == 0 {
                thread::sleep(Duration::from_micros(if sequence > 30_000 { 1000 } else { 100 }));
            }
        }
    };
    let producers = [0, 1, 2].map(|producer| fork(|| slowly(producer, &done[producer as usize])));
    let kills = kills();
    for kill_number in 0..kills {
        let rotations_before = rotations[0].load(SeqCst);
        let consumer = fork(|| {
            let mut consumer = Consumer::open(&scratch.0).unwrap();
            for look in 0_u64.. {
                if rotate_after < u64::MAX && look.is_multiple_of(rotate_after) {
                    consumer.rotate().unwrap();
                    rotations[0].fetch_add(1, SeqCst);
                }
                consumer.drain().unwrap();
            }
        });
        // Half of them live until they have begun a part, which where nothing is optimised may take them a while.
        let start = Instant::now();
        while rotate_after < u64::MAX
            && kill_number % 2 == 1
            && rotations[0].load(SeqCst) == rotations_before
            && start.elapsed() < support::PATIENCE
        {
            thread::sleep(Duration::from_micros(50));
        }
        thread::sleep(Duration::from_micros(200 + kill_number * 7919 % 5000));
        kill(consumer);
    }
    // One CPU's buffer holds as many: they are in the trace, whatever the consumers had time for.
    until("enough events", || done.iter().map(|done| done.load(SeqCst)).sum::<u64>() > 10_000);
    stop[0].store(1, SeqCst);
    for producer in producers {
        assert_eq!(wait(producer), 0);
    }
    session.stop();
    let summary = Consumer::open(&scratch.0).unwrap().finish().unwrap();
    let Counted { counts: counted, lost, .. } = Counted::read(&scratch.0, 3);
    println!("{summary:?} with {kills} consumers killed");
    assert_eq!((lost, summary.damaged), (summary.discarded, 0), "{summary:?}");
    assert_eq!(summary.events, counted.iter().sum::<u64>());
    let written: u64 = done.iter().map(|done| done.load(SeqCst)).sum();
    assert_eq!(summary.events + summary.discarded, written, "{summary:?}");
    assert!(summary.events > 10_000);
    match std::process::Command::new("babeltrace2").arg(&scratch.0).output() {
        Ok(shown) => {
            let (events, errors) = (shown.stdout.split(|byte| *byte == b'\n'), shown.stderr);
            assert!(shown.status.success(), "{}", String::from_utf8_lossy(&errors));
            assert_eq!(events.count() as u64 - 1, summary.events, "babeltrace2 shows each of them");
        }
        Err(_) => support::skip("traces shown by babeltrace2", "it is not installed"),
    }
    std::fs::read_dir(&scratch.0).unwrap().filter(|entry| entry.as_ref().unwrap().path().is_dir()).count()
}

#[test]
fn what_the_dead_have_left_in_the_buffers_is_recovered() {
    support::alone("what_the_dead_have_left_in_the_buffers_is_recovered", &[], || {
        let scratch = Scratch::new("recover");
        let options =
            Options { sub_buffer: 1 << 16, sub_buffers: 4, mode: Mode::Overwrite, ..Options::default() };
        drop(Session::create(&scratch.0, &options).unwrap());
        let done = shared(1);
        let child = fork(|| {
            Session::open(&scratch.0).unwrap().attach().unwrap();
            produce(0, u64::MAX, &done[0]);
        });
        while done[0].load(SeqCst) < 20_000 {
            thread::sleep(Duration::from_millis(1));
        }
        kill(child);
        let to = scratch.0.join("recovered");
        let summary = perseq_trace::snapshot(&scratch.0, &to).unwrap();
        let done = done[0].load(SeqCst);
        assert!((done..=done + 1).contains(&(summary.events + summary.discarded)), "{summary:?} of {done}");
        assert!(summary.events > 1000 && summary.damaged == 0, "{summary:?}");
    });
}

#[test]
fn garbage_in_the_buffers_is_marked_and_nothing_worse() {
    support::alone("garbage_in_the_buffers_is_marked_and_nothing_worse", &[], || {
        use std::os::unix::fs::FileExt;
        let scratch = Scratch::in_memory("garbage");
        let options = Options { sub_buffer: 4096, sub_buffers: 4, mode: Mode::Discard, ..Options::default() };
        let session = Session::create(&scratch.0, &options).unwrap();
        session.attach().unwrap();
        let file = std::fs::OpenOptions::new().write(true).open(scratch.0.join(".session")).unwrap();
        let length = file.metadata().unwrap().len();
        let cpu = perseq_core::cpu::current().get();
        support::pin(cpu);
        let control = (1 << 20) + u64::from(cpu) * (4096 + 4 * 4096);
        let (mut random, mut damaged) = (12345_u64, 0);
        let mut next = || {
            random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            random >> 16
        };
        for round in 0..300_u64 {
            for sequence in 0..next() % 50 {
                event!(test::count, producer = round, sequence = sequence);
            }
            // Somewhere behind the guard: in the words, in the pairs, in the records; or in the table of event types.
            let places = [
                control + 128 + next() % 32 / 8 * 8,
                control + 512 + next() % 64,
                control + 4096 + next() % 16384,
                next() % (1 << 20),
            ];
            let at = places[(next() % 4) as usize];
            if at >= 128 + 40 && at + 8 < length && !(168..240).contains(&at) {
                file.write_all_at(&next().to_ne_bytes(), at).unwrap();
            }
            // Neither panics nor hangs; may find that the file is none any more.
            if let Ok(mut consumer) = Consumer::open(&scratch.0) {
                _ = consumer.drain();
                damaged = consumer.summary().damaged;
            }
            _ = perseq_trace::snapshot(&scratch.0, scratch.snapshot());
            _ = std::fs::remove_dir_all(scratch.snapshot());
        }
        println!("{damaged} pieces were damaged");
        assert!(damaged > 5, "{damaged}");
    });
}
