//! Orphans of processes that have buffers of their own, which they have mapped, too.

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
    sync::atomic::Ordering::SeqCst,
    thread,
    time::{Duration, Instant},
};

use perseq_trace::{Recorder, Session};

use own_buffers::{OPTIONS, read, step};
use processes::{Scratch, fork, kill, shared, until, wait};

/// A daemon's parents have ended, and all that it did not know is closed: neither shows that it may still write to its parent's buffers.
#[test]
fn a_child_without_parent_and_descriptors_that_can_make_no_buffers_is_recorded_to_its_end() {
    let name = "a_child_without_parent_and_descriptors_that_can_make_no_buffers_is_recorded_to_its_end";
    support::alone(name, &[], || {
        let scratch = Scratch::new("daemon-own");
        let session = Session::create(&scratch.0, &OPTIONS).unwrap();
        let numbers = shared(2);
        let (go, done) = (&numbers[0], &numbers[1]);
        let parent = fork(|| {
            session.attach().unwrap();
            step(1, 0);
            // Its event types are known by now. Not a child that dies with its parent.
            match unsafe { libc::fork() } {
                0 => {
                    assert_eq!(unsafe { libc::close_range(3, u32::MAX, 0) }, 0);
                    let none = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
                    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NOFILE, &none) }, 0);
                    done.store(1, SeqCst);
                    until("the word to go on", || go.load(SeqCst) == 1);
                    (1..100).for_each(|sequence| step(1, sequence));
                    unsafe { libc::_exit(0) };
                }
                child => assert!(child > 0),
            }
        });
        assert_eq!(wait(parent), 0);
        until("the child without descriptors", || done.load(SeqCst) == 1);
        let own = scratch.0.join(format!("process-{parent}"));
        let mut recorder = Recorder::open(&scratch.0).unwrap();
        // A child of the recorder's, which only has what it looks at: it must not be waited for.
        recorder.drain().unwrap();
        let idle = fork(|| until("the end", || false));
        let start = Instant::now();
        // Longer than the clock is measured, and than it takes to find that a process has ended.
        while start.elapsed() < Duration::from_millis(1500) {
            recorder.drain().unwrap();
            thread::sleep(Duration::from_millis(5));
        }
        assert!(own.join(".session").exists(), "the child can still write there");
        go.store(1, SeqCst);
        until("its end", || {
            recorder.drain().unwrap();
            !own.join(".session").exists()
        });
        kill(idle);
        let (seen, lost) = read(&own);
        let first = &seen[&(1, "test:first".to_owned())];
        assert!(first.iter().copied().eq(0..100) && lost == 0, "{first:?}, {lost} lost");
        session.stop();
        assert_eq!(recorder.finish().unwrap().events, 200);
    });
}
