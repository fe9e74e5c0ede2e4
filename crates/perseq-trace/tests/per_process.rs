//! Sessions in which each process has buffers of its own: what one does costs the others nothing, whoever is killed.

#![cfg(target_pointer_width = "64")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod own_buffers;
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
use perseq_testing as support;

use std::{
    os::unix::fs::FileExt as _,
    sync::atomic::Ordering::SeqCst,
    thread,
    time::{Duration, Instant},
};

use perseq_trace::{Error, Filter, Mode, Options, Recorder, Session, Summary};

use own_buffers::{OPTIONS, check_babeltrace, complete, look, produce, read, step};
use processes::{Scratch, fork, kill, shared, until, wait};

#[test]
fn a_process_that_overflows_its_buffers_loses_its_own_events_only() {
    let name = "a_process_that_overflows_its_buffers_loses_its_own_events_only";
    support::alone(name, &[], || {
        let scratch = Scratch::new("chatty");
        let options = Options { sub_buffer: 4096, ..OPTIONS };
        let session = Session::create(&scratch.0, &options).unwrap();
        session.attach().unwrap();
        let done = shared(2);
        let quiet = fork(|| {
            for sequence in 0..50 {
                step(0, sequence);
                done[0].store(sequence + 1, SeqCst);
                thread::sleep(Duration::from_millis(2));
            }
        });
        // More than the buffers of two hundred CPUs hold, while nobody takes any out.
        let chatty = fork(|| {
            for sequence in 0..200_000 {
                step(1, sequence);
            }
        });
        assert_eq!((wait(chatty), wait(quiet)), (0, 0));
        let mut recorder = Recorder::open(&scratch.0).unwrap();
        session.stop();
        let summary = recorder.finish().unwrap();
        let (seen, lost) = read(&scratch.0);
        let of = |producer| {
            let of = seen.iter().filter(|((of, _), _)| *of == producer);
            of.map(|(_, events)| events.len() as u64).sum::<u64>()
        };
        assert_eq!(of(0), 100, "each of the quiet one's");
        assert!(summary.discarded > 0 && of(1) > 100, "{summary:?}");
        assert_eq!((of(1) + summary.discarded, lost), (400_000, summary.discarded));
    });
}

#[test]
fn a_process_that_writes_garbage_to_its_buffers_spoils_its_own_only() {
    let name = "a_process_that_writes_garbage_to_its_buffers_spoils_its_own_only";
    support::alone(name, &[], || {
        let scratch = Scratch::new("garbage-own");
        // Room for what the good one writes while nobody takes it out.
        let options = Options { sub_buffer: 1 << 20, ..OPTIONS };
        let session = Session::create(&scratch.0, &options).unwrap();
        session.attach().unwrap();
        let mut random = 12345_u64;
        let mut next = || {
            random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            random >> 16
        };
        let (done, stop) = (shared(1), shared(1));
        let good = fork(|| produce(0, &done[0], &stop[0]));
        let (mut damaged, mut problems) = (0, 0);
        for round in 1..60 {
            let mut recorder = Recorder::open(&scratch.0).unwrap();
            let garbage: Vec<(u64, u64)> = (0..200).map(|_| (next(), next() << 20 ^ next())).collect();
            let ready = shared(1);
            let bad = fork(|| {
                for sequence in 0..100 {
                    step(round, sequence);
                }
                ready[0].store(1, SeqCst);
                until("the recorder's look", || ready[0].load(SeqCst) == 2);
                let own = scratch.0.join(format!("process-{}/.session", std::process::id()));
                let file = std::fs::OpenOptions::new().write(true).open(own).unwrap();
                let control = (1 << 20) + u64::from(perseq_core::cpu::current().get()) * (4096 + (4 << 20));
                for (place, value) in garbage {
                    // In the claims, the settings, the types; the words, the pairs, the records.
                    let at = [place % 4096, place % (1 << 20), control + 128 + place % 8192, control + 4096];
                    file.write_all_at(&value.to_ne_bytes(), at[place as usize % 4] & !7).unwrap();
                }
                ready[0].store(3, SeqCst);
                until("the end", || false);
            });
            until("its events", || ready[0].load(SeqCst) == 1);
            if round % 2 == 0 {
                look(&mut recorder);
            }
            ready[0].store(2, SeqCst);
            until("the garbage", || ready[0].load(SeqCst) == 3);
            look(&mut recorder);
            // Who changes the filter waits for nobody.
            session.set_filter(&Filter::all()).unwrap();
            kill(bad);
            look(&mut recorder);
            damaged += u64::from(recorder.summary().damaged > recorder.problems().len() as u64);
            problems += recorder.problems().len();
            drop(recorder);
            // Unless it was completed.
            _ = std::fs::remove_dir_all(scratch.0.join(format!("process-{bad}")));
        }
        stop[0].store(1, SeqCst);
        assert_eq!(wait(good), 0);
        session.stop();
        let mut recorder = Recorder::open(&scratch.0).unwrap();
        recorder.finish().unwrap();
        assert!(recorder.problems().is_empty());
        let (seen, lost) = read(&scratch.0);
        let first = &seen[&(0, "test:first".to_owned())];
        assert_eq!(seen.len(), 2);
        assert!(
            first.iter().copied().eq(0..done[0].load(SeqCst)) && lost == 0,
            "the other one's are all there"
        );
        println!("{damaged} buffers, {problems} files were spoilt; {} events of the other one", first.len());
        assert!(damaged > 0 && problems > 0, "the test spoilt nothing");
    });
}

#[test]
fn processes_and_recorders_that_are_killed_anywhere_lose_nothing_that_was_committed() {
    let name = "processes_and_recorders_that_are_killed_anywhere_lose_nothing_that_was_committed";
    support::alone(name, &[], || {
        let scratch = Scratch::new("killed-own");
        let session = Session::create(&scratch.0, &OPTIONS).unwrap();
        session.attach().unwrap();
        step(0, 0);
        const VICTIMS: u64 = 150;
        const MOST: u64 = 20 * VICTIMS;
        const MOST_EVENTS: u64 = 2000;
        let (done, looks) = (shared(MOST as usize + 1), shared(1));
        let record = || {
            fork(|| {
                let mut recorder = Recorder::open(&scratch.0).unwrap();
                loop {
                    recorder.drain().unwrap();
                    looks[0].fetch_add(1, SeqCst);
                }
            })
        };
        let mut recorder = record();
        // From then on those that have ended are completed.
        assert_eq!(wait(fork(|| step(0, 1))), 0);
        until("the first one's end", || {
            let completed = |name: &String| !scratch.0.join(name).join(".session").exists();
            scratch.directories().iter().filter(|name| completed(name)).count() == 1
        });
        let (mut halves, mut victims) = (0, 0);
        // More than these, killed at once, until one was killed before its first event.
        while victims < VICTIMS || halves == 0 && victims < MOST {
            victims += 1;
            let victim = victims;
            // Killed while it makes its buffers, or later: half of them live until they have an event. One that is killed late has
            // written as many as its buffers have room for while no recorder looks, and waits.
            let child = fork(|| {
                for sequence in 0..MOST_EVENTS {
                    step(victim, sequence);
                    done[victim as usize].store(sequence + 1, SeqCst);
                    thread::sleep(Duration::from_micros(10));
                }
                thread::sleep(support::PATIENCE);
            });
            until("its first event", || victim % 2 == 0 || done[victim as usize].load(SeqCst) > 0);
            if victim <= VICTIMS {
                thread::sleep(Duration::from_micros(victim * 7919 % 1500));
            }
            kill(child);
            halves += u64::from(done[victim as usize].load(SeqCst) == 0);
            if victim % 5 == 0 {
                // At any time of what it does to complete those that have ended.
                thread::sleep(Duration::from_micros(victim * 104_729 % 60_000));
                kill(recorder);
                recorder = record();
            }
        }
        let before = looks[0].load(SeqCst);
        until("looks", || looks[0].load(SeqCst) > before + 5);
        let buffers = |name: &String| scratch.0.join(name).join(".session").exists();
        let sorted = || -> (Vec<_>, Vec<_>) {
            scratch.directories().into_iter().filter(|name| !name.starts_with('.')).partition(buffers)
        };
        // Each recorder has lived for a moment, and the last one lives as long as that takes.
        until("those that have ended to be completed", || sorted().1.len() > 20);
        kill(recorder);
        let (open, completed) = sorted();
        session.stop();
        let (summary, _) = complete(session, &scratch);
        let (seen, lost) = read(&scratch.0);
        assert_eq!((summary.damaged, lost), (0, summary.discarded), "{summary:?}");
        let all: u64 = seen.values().map(|events| events.len() as u64).sum();
        assert_eq!(all, summary.events, "{summary:?}");
        for (victim, done) in done.iter().enumerate().take(victims as usize + 1).skip(1) {
            let (done, key) = (done.load(SeqCst), (victim as u64, "test:first".to_owned()));
            let events = seen.get(&key).map_or(&[][..], |events| &events[..]);
            let whole = events.iter().copied().eq(0..events.len() as u64);
            assert!((done..=done + 1).contains(&(events.len() as u64)) && whole, "{done} of {victim}");
        }
        println!(
            "{summary:?}, {halves} were killed before their first event, {} looks",
            looks[0].load(SeqCst)
        );
        println!(
            "{} were completed and {} not when the last recorder was killed",
            completed.len(),
            open.len()
        );
        assert!(completed.len() > 20, "{completed:?}");
        assert!((1..victims).contains(&halves), "{halves} of {victims}");
        check_babeltrace(&scratch.0, all);
    });
}

#[test]
fn a_program_that_closes_what_it_does_not_know_is_recorded_to_its_end() {
    let name = "a_program_that_closes_what_it_does_not_know_is_recorded_to_its_end";
    support::alone(name, &[], || {
        let scratch = Scratch::new("closes");
        let session = Session::create(&scratch.0, &OPTIONS).unwrap();
        session.attach().unwrap();
        let (done, stop) = (shared(1), shared(1));
        let child = fork(|| {
            step(1, 0);
            // As daemons do; the lock is closed with the rest, and its number is something else's.
            assert_eq!(unsafe { libc::close_range(3, u32::MAX, 0) }, 0);
            let other = std::fs::File::open("/dev/null").unwrap();
            assert_eq!(wait(fork(|| _ = other.metadata().unwrap())), 0);
            step(1, 1);
            done[0].store(1, SeqCst);
            until("the end", || stop[0].load(SeqCst) == 1);
            step(1, 2);
        });
        until("its events", || done[0].load(SeqCst) == 1);
        let mut recorder = Recorder::open(&scratch.0).unwrap();
        let buffers = scratch.0.join(format!("process-{child}/.session"));
        let start = Instant::now();
        while start.elapsed() < Duration::from_millis(1500) {
            recorder.drain().unwrap();
            thread::sleep(Duration::from_millis(10));
        }
        assert!(buffers.exists(), "it is still there");
        stop[0].store(1, SeqCst);
        assert_eq!(wait(child), 0);
        until("its end", || {
            recorder.drain().unwrap();
            !buffers.exists()
        });
        let (seen, _) = read(&scratch.0.join(format!("process-{child}")));
        assert_eq!(seen[&(1, "test:first".to_owned())], [0, 1, 2]);
    });
}

#[test]
fn each_process_has_parts_and_a_snapshot_has_all_processes() {
    let name = "each_process_has_parts_and_a_snapshot_has_all_processes";
    support::alone(name, &[], || {
        let scratch = Scratch::new("parts-own");
        let session = Session::create(&scratch.0, &OPTIONS).unwrap();
        session.attach().unwrap();
        let mut recorder = Recorder::open(&scratch.0).unwrap();
        assert!(recorder.rotate().unwrap().is_empty());
        let mut completed = Vec::new();
        for round in 0..3 {
            step(0, round);
            assert_eq!(wait(fork(|| step(round + 1, 0))), 0);
            recorder.drain().unwrap();
            assert!(recorder.part_bytes() > 0);
            completed.push(recorder.rotate().unwrap());
        }
        let own = scratch.0.join(format!("process-{}", std::process::id()));
        let parts: Vec<_> = (1..4).map(|part| own.join(format!("part-{part:06}"))).collect();
        for (round, completed) in completed.iter().enumerate() {
            assert!(completed.contains(&parts[round]), "{completed:?}");
            assert_eq!(completed.len(), 2, "{completed:?}");
        }
        step(0, 3);
        step(5, 0);
        let to = scratch.snapshot();
        let Summary { events, processes, .. } = perseq_trace::snapshot(&scratch.0, &to).unwrap();
        assert_eq!((events, processes), (4, 1), "what was not taken, and nothing of those that have nothing");
        assert_eq!(read(&to).0.len(), 4);
        std::fs::remove_dir_all(&to).unwrap();
        session.stop();
        let summary = recorder.finish().unwrap();
        session.remove().unwrap();
        let (seen, lost) = read(&scratch.0);
        let all: u64 = seen.values().map(|events| events.len() as u64).sum();
        assert_eq!((all, lost, summary.events), (16, 0, 16));
        check_babeltrace(&scratch.0, all);
    });
}

/// A recorder that rotates may find processes that were there before it, and begin with one piece.
#[test]
fn what_was_recorded_before_the_first_rotation_is_read_with_the_parts() {
    let name = "what_was_recorded_before_the_first_rotation_is_read_with_the_parts";
    support::alone(name, &[], || {
        for taken in [false, true] {
            let scratch = Scratch::new("before-parts");
            let session = Session::create(&scratch.0, &OPTIONS).unwrap();
            session.attach().unwrap();
            step(0, 0);
            let mut recorder = Recorder::open(&scratch.0).unwrap();
            if taken {
                recorder.drain().unwrap();
            }
            assert!(recorder.rotate().unwrap().is_empty(), "none was begun before");
            let own = scratch.0.join(format!("process-{}", std::process::id()));
            assert_eq!(own.join("metadata").exists(), taken, "only what was taken is in one piece");
            step(0, 1);
            recorder.drain().unwrap();
            recorder.rotate().unwrap();
            step(0, 2);
            session.stop();
            assert_eq!(recorder.finish().unwrap().events, 6);
            let (seen, lost) = read(&scratch.0);
            assert_eq!((&seen[&(0, "test:first".to_owned())], lost), (&vec![0, 1, 2], 0), "taken: {taken}");
            perseq_trace::detach();
        }
    });
}

#[test]
fn a_flight_recorder_has_the_newest_events_of_each_process_also_of_the_dead() {
    let name = "a_flight_recorder_has_the_newest_events_of_each_process_also_of_the_dead";
    support::alone(name, &[], || {
        let scratch = Scratch::new("flight-own");
        let options = Options { sub_buffer: 4096, mode: Mode::Overwrite, ..OPTIONS };
        let session = Session::create(&scratch.0, &options).unwrap();
        session.attach().unwrap();
        assert!(matches!(Recorder::open(&scratch.0), Err(Error::Overwrites { .. })));
        step(0, 0);
        let done = shared(1);
        let chatty = fork(|| {
            for sequence in 0.. {
                step(1, sequence);
                done[0].store(sequence + 1, SeqCst);
            }
        });
        until("many events", || done[0].load(SeqCst) > 100_000);
        kill(chatty);
        let to = scratch.0.join("recovered");
        let summary = perseq_trace::snapshot(&scratch.0, &to).unwrap();
        let (seen, _) = read(&to);
        assert_eq!(seen[&(0, "test:first".to_owned())], [0], "the old one of the other process");
        let last = *seen[&(1, "test:first".to_owned())].last().unwrap();
        let done = done[0].load(SeqCst);
        assert!((done - 1..=done).contains(&last), "the newest one of the dead: {last} of {done}");
        assert!(summary.discarded > 100_000 && summary.processes == 2, "{summary:?}");
        assert_eq!(session.counts().0, summary.events + summary.discarded);
        check_babeltrace(&to, summary.events);
    });
}

#[test]
fn a_session_in_which_nobody_traced_is_a_trace_without_events() {
    let scratch = Scratch::new("nobody");
    let session = Session::create(&scratch.0, &OPTIONS).unwrap();
    assert_eq!(std::fs::metadata(scratch.0.join(".session")).unwrap().len(), 1 << 20, "no buffers");
    session.stop();
    let summary = Recorder::open(&scratch.0).unwrap().finish().unwrap();
    session.remove().unwrap();
    assert_eq!(summary, Summary::default());
    assert!(read(&scratch.0).0.is_empty());
}

/// What stays in buffers is of no trace yet, and the session's own must not be in its place.
#[test]
fn events_that_could_not_be_taken_at_first_are_in_the_trace_when_it_is_completed() {
    let name = "events_that_could_not_be_taken_at_first_are_in_the_trace_when_it_is_completed";
    support::alone(name, &[], || {
        let scratch = Scratch::new("at-first");
        let session = Session::create(&scratch.0, &OPTIONS).unwrap();
        session.attach().unwrap();
        let child = fork(|| step(7, 0));
        assert_eq!(wait(child), 0);
        session.stop();
        // In the way of its metadata.
        let in_the_way = scratch.0.join(format!("process-{child}/.metadata.new"));
        std::fs::create_dir(&in_the_way).unwrap();
        let mut recorder = Recorder::open(&scratch.0).unwrap();
        let summary = recorder.finish().unwrap();
        assert_eq!((summary.events, recorder.problems().len()), (0, 1), "{:?}", recorder.problems());
        drop(recorder);
        std::fs::remove_dir(&in_the_way).unwrap();
        let mut recorder = Recorder::open(&scratch.0).unwrap();
        let summary = recorder.finish().unwrap();
        assert!(summary.events > 0 && recorder.problems().is_empty(), "{:?}", recorder.problems());
        drop(recorder);
        session.remove().unwrap();
        assert_eq!(read(&scratch.0).0.len() as u64, summary.events);
    });
}
