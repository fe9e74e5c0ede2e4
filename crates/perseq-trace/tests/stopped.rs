//! A process that is stopped while it holds what others need: they go on, without what they would have recorded, and it is counted.

#![cfg(all(target_arch = "x86_64", target_env = "gnu"))]
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
    os::unix::fs::FileExt as _,
    sync::atomic::Ordering::SeqCst,
    time::{Duration, Instant},
};

use perseq_trace::{Context, Mode, Options, Session, event};

use processes::{Scratch, fork, give_up_sections, kill, shared, wait};

/// As `geometry.rs` has them.
const HEAD: u64 = 1 << 20;
const CONTROL: u64 = 4096;
const SUB_BUFFER: usize = 1 << 14;

#[test]
fn a_stopped_holder_of_a_guard_holds_up_no_other_process() {
    support::alone("a_stopped_holder_of_a_guard_holds_up_no_other_process", &[], || {
        let scratch = Scratch::in_memory("stopped");
        let cpu = perseq_core::cpu::allowed().unwrap().iter().next().unwrap();
        support::pin(cpu);
        let options = Options {
            sub_buffer: SUB_BUFFER,
            sub_buffers: 4,
            mode: Mode::Overwrite,
            context: Context::NONE,
            ..Options::default()
        };
        let session = Session::create(&scratch.0, &options).unwrap();
        // It writes by the guard, over and over.
        let holder = fork(|| {
            give_up_sections();
            Session::open(&scratch.0).unwrap().attach().unwrap();
            loop {
                event!(test::held, number = 1_u32);
            }
        });
        let file = std::fs::File::open(scratch.0.join(".session")).unwrap();
        let guard = HEAD + u64::from(cpu) * (CONTROL + 4 * SUB_BUFFER as u64);
        let is_held = || {
            let mut word = [0; 8];
            file.read_exact_at(&mut word, guard).unwrap();
            u64::from_ne_bytes(word) != 0
        };
        // Until it was stopped with the guard held.
        let start = Instant::now();
        loop {
            unsafe { libc::kill(holder, libc::SIGSTOP) };
            let mut status = 0;
            assert_eq!(unsafe { libc::waitpid(holder, &mut status, libc::WUNTRACED) }, holder);
            if is_held() {
                break;
            }
            assert!(start.elapsed() < support::PATIENCE, "it was never stopped with the guard held");
            unsafe { libc::kill(holder, libc::SIGCONT) };
            std::thread::sleep(Duration::from_micros(100));
        }
        let before = session.counts();
        let done = shared(1);
        let other = fork(|| {
            Session::open(&scratch.0).unwrap().attach().unwrap();
            for number in 0..300_u64 {
                event!(test::other, number = number);
                done[0].store(number + 1, SeqCst);
            }
            // And it can be ended.
            loop {
                event!(test::other, number = 0_u64);
            }
        });
        let start = Instant::now();
        while done[0].load(SeqCst) < 300 {
            assert!(start.elapsed() < support::PATIENCE, "held up after {} events", done[0].load(SeqCst));
            std::thread::sleep(Duration::from_millis(1));
        }
        assert!(is_held(), "all that time");
        unsafe { libc::kill(other, libc::SIGTERM) };
        assert_eq!(wait(other), -libc::SIGTERM);
        let after = session.counts();
        assert_eq!(after.0, before.0, "nothing is recorded beside the holder");
        assert!(after.1 >= before.1 + 300, "each is counted: {before:?}, {after:?}");
        let to = scratch.snapshot();
        let summary = perseq_trace::snapshot(&scratch.0, &to).unwrap();
        assert_eq!(summary.losses.barred, after.1, "by its reason: {summary:?}");
        // When the holder is gone, events are recorded again.
        kill(holder);
        let again = fork(|| {
            Session::open(&scratch.0).unwrap().attach().unwrap();
            event!(test::other, number = 1_u64);
        });
        assert_eq!(wait(again), 0);
        assert_eq!(session.counts().0, after.0 + 1);
    });
}
