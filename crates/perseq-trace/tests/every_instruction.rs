//! A producer is killed at each instruction of each section: what it has committed is there, and who comes later goes on. The sections are the same
//! code whether processes share the buffers or not: the walk is over both mappings.

#![cfg(all(target_arch = "x86_64", target_pointer_width = "64"))]
#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]

#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod processes;
use perseq_testing as support;
#[allow(unreachable_pub, reason = "shared by several test binaries")]
mod walk;

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::atomic::{AtomicU64, Ordering::SeqCst},
};

use perseq_ctf::{Reader, Value};
use perseq_trace::{Buffers, Mode, Options, Recorder, Session, event};

use processes::{Scratch, fork, shared, wait};

/// Whoever comes to `address` in this process dies there.
fn mine(address: usize) {
    extern "C" fn die(_signal: i32) {
        unsafe { libc::kill(libc::getpid(), libc::SIGKILL) };
    }
    unsafe { libc::signal(libc::SIGTRAP, die as extern "C" fn(i32) as libc::sighandler_t) };
    walk::unprotect(address);
    walk::Breakpoint::plant(address);
}

/// More than the buffer has room for: appended, sub-buffers switched, discarded.
fn produce(producer: u64, most: u64, done: &AtomicU64) {
    for sequence in 0..most {
        event!(test::count, producer = producer, sequence = sequence);
        done.store(sequence + 1, SeqCst);
    }
}

/// The events of both producers in the trace, which are there once each and in order.
fn count(directory: &PathBuf) -> [u64; 2] {
    let mut reader = Reader::open(directory).unwrap();
    let mut counts = [0; 2];
    while let Some(event) = reader.next_event().unwrap() {
        let [producer, sequence] = ["producer", "sequence"].map(|name| match event.fields().get(name) {
            Some(Value::Unsigned(number)) => number,
            other => panic!("{other:?}"),
        });
        assert_eq!(sequence, counts[producer as usize], "of producer {producer}");
        counts[producer as usize] += 1;
    }
    counts
}

/// Kills a producer at each instruction; how many were killed in which sections.
fn walk(scratch: &Scratch, buffers: Buffers) -> (usize, usize) {
    let directory = &scratch.0;
    let options =
        Options { sub_buffer: 4096, sub_buffers: 2, mode: Mode::Discard, buffers, ..Options::default() };
    let shared = shared(2);
    let mut kills: BTreeMap<usize, Vec<bool>> = BTreeMap::new();
    for section in walk::sections() {
        let start = section.start;
        for address in section.to_post_commit() {
            _ = std::fs::remove_dir_all(directory);
            shared.iter().for_each(|done| done.store(0, SeqCst));
            drop(Session::create(directory, &options).unwrap());
            let attach = || Session::open(directory).unwrap().attach().unwrap();
            let ended = wait(fork(|| {
                attach();
                mine(address);
                produce(0, 300, &shared[0]);
            }));
            assert!(ended == 0 || ended == -libc::SIGKILL, "{ended}");
            kills.entry(start).or_default().push(ended != 0);
            if ended == 0 {
                continue;
            }
            let mut recorder = Recorder::open(directory).unwrap();
            recorder.drain().unwrap();
            let later = fork(|| {
                attach();
                produce(1, 50, &shared[1]);
            });
            assert_eq!(wait(later), 0);
            let summary = recorder.finish().unwrap();
            let (counts, done) = (count(directory), shared[0].load(SeqCst));
            assert_eq!(
                (summary.damaged, counts[1]),
                (0, 50),
                "{summary:?}, killed at {address:#x} of {start:#x}"
            );
            // Where it was killed behind a commit there is one that it has not told of.
            let known = counts[0] + summary.discarded;
            assert!(
                (done..=done + 1).contains(&known),
                "{known} of {done}, killed at {address:#x} of {start:#x}, {buffers:?}"
            );
        }
    }
    let reached: Vec<&Vec<bool>> = kills.values().filter(|kills| kills.contains(&true)).collect();
    let killed: usize = reached.iter().map(|kills| kills.iter().filter(|killed| **killed).count()).sum();
    println!("{buffers:?}: {killed} kills in {} of {} sections", reached.len(), kills.len());
    (killed, reached.len())
}

#[test]
fn a_producer_may_be_killed_at_every_instruction_of_every_section() {
    let name = "a_producer_may_be_killed_at_every_instruction_of_every_section";
    support::alone(name, &[], || {
        let scratch = Scratch::in_memory("walk");
        support::pin(perseq_core::cpu::allowed().unwrap().iter().next().unwrap());
        for buffers in [Buffers::Shared, Buffers::PerProcess] {
            let (killed, sections) = walk(&scratch, buffers);
            // To append, to switch, and to count what is discarded.
            assert!(sections >= 3 && killed > 50, "{buffers:?}: {killed} kills in {sections} sections");
        }
    });
}
