//! A recorder is killed at each of its steps, and its session is recovered, and resumed: each event is recorded once or counted once as lost.
//!
//! ```text
//!   steps        each system call that changes a file or directory, and each store to the recorder's words in the session's files
//!   recovered    trace + snapshot: recorded + lost = emitted
//!   resumed      trace:            recorded + lost = emitted
//! ```

#![cfg(target_pointer_width = "64")]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod steps;
use perseq_testing as support;

use std::{
    fs,
    path::Path,
    sync::atomic::{AtomicU64, Ordering::SeqCst},
};

use perseq_trace::{Buffers, Context, Mode, Options, Recorder, Session, Summary, event, snapshot};

use processes::{Scratch, fork, numbers_in, shared, until, wait};
use steps::{CHANGED, Ended, Place, STORED, Words, killed_at};

/// Some 340 events of each CPU.
const SMALL: Options = Options {
    sub_buffer: 4096,
    sub_buffers: 2,
    mode: Mode::Discard,
    context: Context::NONE,
    format: perseq_trace::Format::Ctf1,
    buffers: Buffers::Shared,
};

/// How many events were begun, and how many are done.
#[derive(Clone, Copy)]
struct Emitted<'a>(&'a [AtomicU64]);

impl Emitted<'_> {
    /// Emits as many, with numbers that follow each other.
    fn emit(&self, count: u64) {
        for _ in 0..count {
            let number = self.0[0].fetch_add(1, SeqCst);
            event!(test::number, number = number);
            self.0[1].fetch_add(1, SeqCst);
        }
    }

    /// Their number, unless one was interrupted.
    fn count(&self) -> u64 {
        let [begun, done] = [0, 1].map(|at| self.0[at].load(SeqCst));
        assert_eq!(begun, done, "the recorder was killed in the middle of an event");
        done
    }
}

/// Both traces together have each event once, or count it once.
fn check(what: &str, traces: &[(Vec<u64>, u64)], emitted: u64) {
    let mut numbers: Vec<u64> = traces.iter().flat_map(|(numbers, _)| numbers.iter().copied()).collect();
    let recorded = numbers.len() as u64;
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len() as u64, recorded, "{what}: events are there twice");
    let lost: Vec<u64> = traces.iter().map(|(_, lost)| *lost).collect();
    assert_eq!(recorded + lost.iter().sum::<u64>(), emitted, "{what}: {recorded} recorded, {lost:?} lost");
}

/// The same of one trace and what its recorder says of it.
fn check_whole(what: &str, summary: &Summary, trace: &(Vec<u64>, u64), emitted: u64) {
    check(what, core::slice::from_ref(trace), emitted);
    let told = (summary.events, summary.discarded, summary.losses.total(), summary.damaged);
    assert_eq!(told, (trace.0.len() as u64, trace.1, trace.1, 0), "{what}: {summary:?}");
}

/// More system calls than a recorder makes here.
const CALLS: usize = 10_000;

/// So many kills are enough, of each kind.
const ENOUGH: u64 = 11;
/// How often those at stores are tried for that.
const ROUNDS: usize = 8;

/// Kills recorders at each step of what `world` has them do, each in a session of its own; how many at system calls, and how many
/// at stores, where `enough` are wanted.
fn at_each_step(
    name: &str,
    enough: u64,
    world: impl Fn(&Path, &Path, Place, &[AtomicU64]) -> Ended,
) -> Option<[u64; 2]> {
    let (scratch, to) = (Scratch::in_memory(name), Scratch::in_memory(&format!("{name}-recovered")));
    let (result, done) = (shared(1), shared(CALLS));
    // In a process that may attach to the session.
    let run = |place: Place, done: &[AtomicU64]| {
        let process = fork(|| {
            let ended = world(&scratch.0, &to.0, place, done);
            result[0].store(ended as u64, SeqCst);
        });
        assert_eq!(wait(process), 0, "killed at {place:?}");
        for directory in [&scratch.0, &to.0] {
            _ = fs::remove_dir_all(directory);
        }
        let all = [Ended::Killed, Ended::Whole, Ended::Fewer, Ended::Forbidden];
        all.into_iter().find(|ended| *ended as u64 == result[0].load(SeqCst)).unwrap()
    };
    match run(Place { calls: CALLS as u64, stores: 0 }, done) {
        Ended::Forbidden => return None,
        ended => assert_eq!(ended, Ended::Whole),
    }
    let all: Vec<u64> = done.iter().map(|done| done.load(SeqCst)).collect();
    let mut killed = [0, 0];
    let places = |kind| (0..).zip(&all).filter(move |(_, what)| *what & kind != 0).map(|(calls, _)| calls);
    for calls in places(CHANGED) {
        killed[0] += u64::from(run(Place { calls: calls + 1, stores: 0 }, &[]) == Ended::Killed);
    }
    // A recorder looks for processes now and then, so that on a slow machine its calls have other numbers, and few places may be those of
    // stores: then they are tried again.
    for _ in 0..ROUNDS {
        for calls in places(STORED) {
            // Before that call, and after what was stored before it.
            let mut stores = 1;
            while run(Place { calls, stores }, &[]) == Ended::Killed {
                (killed[1], stores) = (killed[1] + 1, stores + 1);
            }
        }
        if killed[1] >= enough {
            break;
        }
    }
    Some(killed)
}

#[test]
fn what_a_killed_recorder_has_told_is_told_once() {
    let name = "what_a_killed_recorder_has_told_is_told_once";
    support::alone(name, &[], || {
        support::pin_to_any();
        let cpu = perseq_core::cpu::current().get();
        let killed = at_each_step("killed-shared", ENOUGH, |directory, to, place, done| {
            let session = Session::create(directory, &SMALL).unwrap();
            session.attach().unwrap();
            let emitted = Emitted(shared(2));
            // More than the buffer holds.
            emitted.emit(500);
            let words = Words::of(directory, &[&directory.join(".session")], cpu);
            let ended = killed_at(place, &words, done, || {
                let mut recorder = Recorder::open(directory).unwrap();
                recorder.rotate().unwrap();
                recorder.drain().unwrap();
                emitted.emit(500);
                recorder.drain().unwrap();
                recorder.rotate().unwrap();
                emitted.emit(10);
                recorder.drain().unwrap();
                emitted.emit(500);
                recorder.rotate().unwrap();
                recorder.finish().unwrap();
            });
            if matches!(ended, Ended::Forbidden | Ended::Fewer) {
                return ended;
            }
            let summary = snapshot(directory, to).unwrap();
            let (trace, recovered) = (numbers_in(directory), numbers_in(to));
            let says = (summary.events, summary.discarded, summary.damaged);
            assert_eq!(says, (recovered.0.len() as u64, recovered.1, 0), "{summary:?}");
            check("recovered", &[trace, recovered], emitted.count());
            // What is resumed gets all that was recovered, too.
            emitted.emit(5);
            session.stop();
            let summary = Recorder::open(directory).unwrap().finish().unwrap();
            check_whole("resumed", &summary, &numbers_in(directory), emitted.count());
            assert!(summary.discarded > 100, "{summary:?}");
            ended
        });
        let Some(killed) = killed else { return support::skip(name, "this program may not trace others") };
        println!("{killed:?} recorders were killed");
        assert!(killed.iter().all(|killed| *killed >= ENOUGH), "{killed:?}");
    });
}

/// The stream of a recorder before it was removed, and is begun anew.
#[test]
fn events_that_were_removed_are_told_once_if_the_recorder_is_killed_that_finds_it() {
    let name = "events_that_were_removed_are_told_once_if_the_recorder_is_killed_that_finds_it";
    support::alone(name, &[], || {
        support::pin_to_any();
        let cpu = perseq_core::cpu::current().get();
        let killed = at_each_step("killed-anew", ENOUGH, |directory, _, place, done| {
            let session = Session::create(directory, &SMALL).unwrap();
            session.attach().unwrap();
            let emitted = Emitted(shared(2));
            emitted.emit(200);
            assert_eq!(Recorder::open(directory).unwrap().drain().unwrap(), 200);
            fs::remove_file(directory.join(format!("stream_{cpu}"))).unwrap();
            emitted.emit(100);
            let words = Words::of(directory, &[&directory.join(".session")], cpu);
            let ended = killed_at(place, &words, done, || {
                let mut recorder = Recorder::open(directory).unwrap();
                recorder.drain().unwrap();
                emitted.emit(10);
                recorder.finish().unwrap();
            });
            if matches!(ended, Ended::Forbidden | Ended::Fewer) {
                return ended;
            }
            emitted.emit(5);
            session.stop();
            let summary = Recorder::open(directory).unwrap().finish().unwrap();
            check_whole("resumed", &summary, &numbers_in(directory), emitted.count());
            assert_eq!(summary.losses.removed, 200, "{summary:?}");
            ended
        });
        let Some(killed) = killed else { return support::skip(name, "this program may not trace others") };
        println!("{killed:?} recorders were killed");
        assert!(killed.iter().all(|killed| *killed >= ENOUGH), "{killed:?}");
    });
}

/// Each process has its own. One has ended, and its trace is completed; one that began before it and one that began after it end later.
#[test]
fn what_a_killed_recorder_of_processes_has_told_is_told_once() {
    let name = "what_a_killed_recorder_of_processes_has_told_is_told_once";
    support::alone(name, &[], || {
        support::pin_to_any();
        let cpu = perseq_core::cpu::current().get();
        let killed = at_each_step("killed-processes", ENOUGH, |directory, to, place, done| {
            let options = Options { buffers: Buffers::PerProcess, ..SMALL };
            let session = Session::create(directory, &options).unwrap();
            let (emitted, told) = (Emitted(shared(2)), shared(2));
            let [ready, go] = [&told[0], &told[1]];
            let producer = |more: bool| {
                let before = ready.load(SeqCst);
                let child = fork(|| {
                    session.attach().unwrap();
                    emitted.emit(500);
                    ready.fetch_add(1, SeqCst);
                    if more {
                        until("the word to go on", || go.load(SeqCst) == 1);
                    }
                });
                until("its events", || ready.load(SeqCst) > before);
                child
            };
            let [first, ending, last] = [true, false, true].map(producer);
            assert_eq!(wait(ending), 0);
            let own = directory.join(format!("process-{ending}/.session"));
            let words = Words::of(directory, &[&directory.join(".session"), &own], cpu);
            let ended = killed_at(place, &words, done, || {
                let mut recorder = Recorder::open(directory).unwrap();
                // The first time parts are begun, and the second time each has a next one.
                recorder.rotate().unwrap();
                recorder.rotate().unwrap();
                recorder.finish().unwrap();
            });
            let end = || {
                go.store(1, SeqCst);
                assert_eq!((wait(first), wait(last)), (0, 0));
            };
            if matches!(ended, Ended::Forbidden | Ended::Fewer) {
                end();
                return ended;
            }
            let summary = snapshot(directory, to).unwrap();
            let (trace, recovered) = (numbers_in(directory), numbers_in(to));
            let says = (summary.events, summary.discarded, summary.damaged);
            assert_eq!(says, (recovered.0.len() as u64, recovered.1, 0), "{summary:?}");
            let all = (trace.0.len() + recovered.0.len()) as u64;
            check("recovered", &[trace, recovered], emitted.count());
            assert_eq!(session.counts(), (all, emitted.count() - all), "as the session counts");
            end();
            session.stop();
            let mut recorder = Recorder::open(directory).unwrap();
            let summary = recorder.finish().unwrap();
            assert!(recorder.problems().is_empty(), "{:?}", recorder.problems());
            check_whole("resumed", &summary, &numbers_in(directory), emitted.count());
            assert_eq!(summary.processes, 3, "{summary:?}");
            ended
        });
        let Some(killed) = killed else { return support::skip(name, "this program may not trace others") };
        println!("{killed:?} recorders were killed");
        assert!(killed.iter().all(|killed| *killed >= ENOUGH), "{killed:?}");
    });
}

/// The trace is complete. If it is recovered or resumed all the same, it stays as it is.
#[test]
fn a_recorder_that_is_killed_while_it_removes_buffers_leaves_the_trace_whole() {
    let name = "a_recorder_that_is_killed_while_it_removes_buffers_leaves_the_trace_whole";
    support::alone(name, &[], || {
        support::pin_to_any();
        let cpu = perseq_core::cpu::current().get();
        for buffers in [Buffers::Shared, Buffers::PerProcess] {
            let killed = at_each_step("killed-removing", 0, |directory, to, place, done| {
                let session = Session::create(directory, &Options { buffers, ..SMALL }).unwrap();
                session.attach().unwrap();
                let emitted = Emitted(shared(2));
                emitted.emit(500);
                session.stop();
                let summary = Recorder::open(directory).unwrap().finish().unwrap();
                let file = directory.join(".session");
                let words = Words::of(directory, &[&file], cpu);
                let ended = killed_at(place, &words, done, || session.remove().unwrap());
                if matches!(ended, Ended::Forbidden | Ended::Fewer) {
                    return ended;
                }
                check_whole("removed", &summary, &numbers_in(directory), emitted.count());
                if file.exists() {
                    snapshot(directory, to).unwrap();
                    check("recovered", &[numbers_in(directory), numbers_in(to)], emitted.count());
                    let summary = Recorder::open(directory).unwrap().finish().unwrap();
                    check_whole("resumed", &summary, &numbers_in(directory), emitted.count());
                }
                ended
            });
            let Some(killed) = killed else {
                return support::skip(name, "this program may not trace others");
            };
            println!("{killed:?} recorders were killed");
            assert!(killed[0] > 0, "{killed:?}");
        }
    });
}
