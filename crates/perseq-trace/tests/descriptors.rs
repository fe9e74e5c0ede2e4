//! Recorders that may have few files open: what they have no descriptors for now is taken later.

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
    collections::BTreeMap,
    path::Path,
    sync::atomic::Ordering::SeqCst,
    thread,
    time::{Duration, Instant},
};

use perseq_ctf::{Item, Reader, Value};
use perseq_trace::{Buffers, Context, Filter, Format, Mode, Options, Recorder, Session, event, snapshot};

use processes::{Scratch, fork, shared, until, wait};

const OPTIONS: Options = Options {
    sub_buffer: 1 << 12,
    sub_buffers: 2,
    mode: Mode::Discard,
    context: Context::IDS,
    format: Format::Ctf1,
    buffers: Buffers::PerProcess,
};

/// From now on this process may have so many files open, or as many as before if these are fewer, and has standard input, output and error.
fn limit(files: u64) {
    assert_eq!(unsafe { libc::close_range(3, u32::MAX, 0) }, 0);
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    assert_eq!(unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) }, 0);
    let files = files.min(limit.rlim_max);
    let limit = libc::rlimit { rlim_cur: files, rlim_max: files };
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &limit) }, 0);
}

/// An event of this producer.
fn step(producer: u64, sequence: u64) {
    event!(test::step, producer = producer, sequence = sequence);
}

/// How many events of each producer there are, each in its order; and that none is lost.
fn read(directory: &Path) -> BTreeMap<u64, u64> {
    let mut reader = Reader::open(directory).unwrap();
    let mut seen = BTreeMap::new();
    while let Some(item) = reader.next_item().unwrap() {
        let Item::Event(event) = item else { panic!("{item:?}") };
        let [producer, sequence] = ["producer", "sequence"].map(|name| match event.fields().get(name) {
            Some(Value::Unsigned(number)) => number,
            other => panic!("{other:?}"),
        });
        let next = seen.entry(producer).or_insert(0);
        assert_eq!(sequence, *next, "of producer {producer}");
        *next += 1;
    }
    seen
}

/// With every limit, so that whatever the recorder does is once the one that finds no descriptor left.
#[test]
fn a_recorder_with_few_descriptors_takes_what_all_processes_have_recorded() {
    let name = "a_recorder_with_few_descriptors_takes_what_all_processes_have_recorded";
    support::alone(name, &[], || {
        const PROCESSES: u64 = 30;
        for files in (8..=64).chain([1024]) {
            let scratch = Scratch::in_memory("descriptors");
            let session = Session::create(&scratch.0, &OPTIONS).unwrap();
            for producer in 0..PROCESSES {
                let child = fork(|| {
                    session.attach().unwrap();
                    step(producer, 0);
                    step(producer, 1);
                });
                assert_eq!(wait(child), 0);
            }
            session.stop();
            let recorder = fork(|| {
                limit(files);
                let mut recorder = Recorder::open(&scratch.0).unwrap();
                recorder.drain().unwrap();
                if files % 2 == 0 {
                    recorder.rotate().unwrap();
                }
                recorder.drain().unwrap();
                let summary = recorder.finish().unwrap();
                assert!(recorder.problems().is_empty(), "{:?}", recorder.problems());
                let found = (summary.processes, summary.events, summary.discarded, summary.damaged);
                assert_eq!(found, (PROCESSES as u32, 2 * PROCESSES, 0, 0), "{summary:?}");
            });
            assert_eq!(wait(recorder), 0, "{files} files");
            let left = |name: &String| scratch.0.join(name).join(".session").exists();
            assert!(
                !scratch.directories().iter().any(left),
                "{files} files: all have ended, and are completed"
            );
            assert_eq!(
                read(&scratch.0),
                (0..PROCESSES).map(|producer| (producer, 2)).collect(),
                "{files} files"
            );
        }
    });
}

/// More processes than there are descriptors for, none of which ends.
#[test]
fn processes_that_run_have_a_recorders_few_descriptors_by_turns() {
    let name = "processes_that_run_have_a_recorders_few_descriptors_by_turns";
    support::alone(name, &[], || {
        const PROCESSES: u64 = 20;
        const EVENTS: u64 = 1000;
        let scratch = Scratch::in_memory("turns");
        let session = Session::create(&scratch.0, &OPTIONS).unwrap();
        // Read by all: how many events each has recorded, and how many the recorder has taken.
        let (done, taken) = (shared(PROCESSES as usize), shared(2));
        let children: Vec<i32> = (0..PROCESSES)
            .map(|producer| {
                fork(|| {
                    session.attach().unwrap();
                    // A few at a time, less than its buffers hold; the next ones when all processes' were taken.
                    for sequence in 0..EVENTS {
                        step(producer, sequence);
                        done[producer as usize].store(sequence + 1, SeqCst);
                        if (sequence + 1) % 50 == 0 {
                            while taken[0].load(SeqCst) < (sequence + 1) * PROCESSES {
                                thread::sleep(Duration::from_millis(1));
                            }
                        }
                    }
                    while taken[1].load(SeqCst) == 0 {
                        thread::sleep(Duration::from_millis(1));
                    }
                })
            })
            .collect();
        let recorder = fork(|| {
            limit(24);
            let mut recorder = Recorder::open(&scratch.0).unwrap();
            let start = Instant::now();
            while taken[0].load(SeqCst) < EVENTS * PROCESSES {
                recorder.drain().unwrap();
                taken[0].store(recorder.summary().events, SeqCst);
                assert!(start.elapsed() < support::PATIENCE, "{:?}", recorder.summary());
                thread::sleep(Duration::from_micros(200));
            }
            let summary = recorder.finish().unwrap();
            assert!(recorder.problems().is_empty(), "{:?}", recorder.problems());
            let found = (summary.processes, summary.events, summary.discarded);
            assert_eq!(found, (PROCESSES as u32, EVENTS * PROCESSES, 0), "{summary:?}");
            taken[1].store(1, SeqCst);
        });
        assert_eq!(wait(recorder), 0);
        children.into_iter().for_each(|child| assert_eq!(wait(child), 0));
        session.stop();
        session.remove().unwrap();
        assert_eq!(read(&scratch.0), (0..PROCESSES).map(|producer| (producer, EVENTS)).collect());
    });
}

/// Some have their turn while their directories are removed, and others wait for it.
#[test]
fn events_of_processes_that_are_removed_while_they_wait_are_counted_as_lost() {
    let name = "events_of_processes_that_are_removed_while_they_wait_are_counted_as_lost";
    support::alone(name, &[], || {
        const PROCESSES: u64 = 20;
        let scratch = Scratch::in_memory("removed-turns");
        let session = Session::create(&scratch.0, &OPTIONS).unwrap();
        // How many have recorded, and whether all may end.
        let (done, over) = (shared(1), shared(1));
        let children: Vec<i32> = (0..PROCESSES)
            .map(|producer| {
                fork(|| {
                    session.attach().unwrap();
                    (0..5).for_each(|sequence| step(producer, sequence));
                    done[0].fetch_add(1, SeqCst);
                    until("the end", || over[0].load(SeqCst) > 0);
                })
            })
            .collect();
        until("all events", || done[0].load(SeqCst) == PROCESSES);
        let recorder = fork(|| {
            limit(24);
            let mut recorder = Recorder::open(&scratch.0).unwrap();
            until("all turns", || {
                recorder.drain().unwrap();
                recorder.summary().events == 5 * PROCESSES
            });
            for process in scratch.directories() {
                std::fs::remove_dir_all(scratch.0.join(process)).unwrap();
            }
            let summary = recorder.finish().unwrap();
            assert!(recorder.problems().is_empty(), "{:?}", recorder.problems());
            let found = (summary.processes, summary.events, summary.discarded, summary.losses.removed);
            assert_eq!(found, (PROCESSES as u32, 0, 5 * PROCESSES, 5 * PROCESSES), "{summary:?}");
        });
        let recorded = wait(recorder);
        over[0].store(1, SeqCst);
        children.into_iter().for_each(|child| assert_eq!(wait(child), 0));
        assert_eq!(recorded, 0);
    });
}

/// One buffer for all processes: a stream for each CPU, which have the last descriptors by turns.
#[test]
fn the_streams_of_all_cpus_are_written_with_few_descriptors() {
    let name = "the_streams_of_all_cpus_are_written_with_few_descriptors";
    support::alone(name, &[], || {
        let cpus: Vec<u32> = (0..perseq_core::cpu::bound()).filter(|cpu| support::try_pin(*cpu)).collect();
        for files in 7..12 {
            let scratch = Scratch::in_memory("streams");
            let session =
                Session::create(&scratch.0, &Options { buffers: Buffers::Shared, ..OPTIONS }).unwrap();
            session.attach().unwrap();
            for (sequence, cpu) in cpus.iter().enumerate() {
                support::pin(*cpu);
                step(0, sequence as u64);
            }
            session.stop();
            let recorder = fork(|| {
                limit(files);
                let mut recorder = Recorder::open(&scratch.0).unwrap();
                let summary = recorder.finish().unwrap();
                assert_eq!((summary.events, summary.streams), (cpus.len() as u64, cpus.len() as u32));
            });
            assert_eq!(wait(recorder), 0, "{files} files");
            assert_eq!(read(&scratch.0), [(0, cpus.len() as u64)].into());
            perseq_trace::detach();
        }
    });
}

/// A process without memory for other processes' buffers says that it could not look at them, and does not leave them out.
#[test]
fn filters_and_snapshots_leave_no_process_out_for_want_of_memory() {
    let name = "filters_and_snapshots_leave_no_process_out_for_want_of_memory";
    support::alone(name, &[], || {
        let scratch = Scratch::in_memory("want");
        let options = Options { sub_buffer: 1 << 24, sub_buffers: 4, ..OPTIONS };
        let session = Session::create(&scratch.0, &options).unwrap();
        session.attach().unwrap();
        step(0, 0);
        let child = fork(|| {
            let pages = std::fs::read_to_string("/proc/self/statm").unwrap();
            let pages: u64 = pages.split(' ').next().unwrap().parse().unwrap();
            let most = 4096 * pages + (16 << 20);
            let limit = libc::rlimit { rlim_cur: most, rlim_max: libc::RLIM_INFINITY };
            assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_AS, &limit) }, 0);
            assert!(session.set_filter(&Filter::none()).is_err());
            assert!(snapshot(&scratch.0, scratch.snapshot()).is_err());
            let limit = libc::rlimit { rlim_cur: libc::RLIM_INFINITY, ..limit };
            assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_AS, &limit) }, 0);
            session.set_filter(&Filter::none()).unwrap();
            assert_eq!(snapshot(&scratch.0, scratch.snapshot()).unwrap().events, 1);
        });
        assert_eq!(wait(child), 0);
    });
}
