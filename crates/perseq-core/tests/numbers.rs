//! Threads' numbers, beyond those that 31 and 32 bits have: guards know their holders by them, also in forked children.

#![allow(
    clippy::undocumented_unsafe_blocks,
    clippy::multiple_unsafe_ops_per_block,
    clippy::std_instead_of_core,
    reason = "test code"
)]
#![cfg(all(target_os = "linux", target_pointer_width = "64", not(any(miri, perseq_model))))]

use perseq_testing as support;

use std::{
    collections::HashSet,
    sync::{
        Barrier, Mutex,
        atomic::{AtomicUsize, Ordering::Relaxed},
        mpsc,
    },
};

use perseq_core::{
    ByCpuId, Error,
    guard::{self, Exclusive, Guarded},
};

/// Numbers near which a width ends; each is the last but a few of its width.
const ENDS: [usize; 4] = [(1 << 31) - 4, 0x1_7fff_fffc, 0x7fff_7fff_fffc, 0xffff_7fff_ff00];
const THREADS: usize = 8;

/// Threads that compete for a row, before and after the end of a width: one at a time has it, and each knows itself.
fn compete(rows: &Guarded<ByCpuId>) -> Vec<usize> {
    let (inside, numbers) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let start = Barrier::new(THREADS);
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                numbers.lock().unwrap().push(guard::number());
                start.wait();
                for _ in 0..200 {
                    let held = rows.lock(0).unwrap();
                    assert_eq!(inside.fetch_add(1, Relaxed), 0, "two threads have the row");
                    assert_eq!(rows.lock(0).map(drop), Err(Error::GuardHeld { row: 0 }));
                    inside.fetch_sub(1, Relaxed);
                    drop(held);
                }
            });
        }
    });
    numbers.into_inner().unwrap()
}

#[test]
fn threads_beyond_any_width_exclude_each_other_and_are_told_apart() {
    const NAME: &str = "threads_beyond_any_width_exclude_each_other_and_are_told_apart";
    support::alone(NAME, &[], || {
        let rows = Guarded::<ByCpuId>::new(64, 64).unwrap();
        let mine = guard::number();
        let mut all = HashSet::from([mine]);
        for end in ENDS {
            guard::skip_numbers(end);
            for number in compete(&rows) {
                assert!(number >= end && number & (1 << 31) == 0, "{number:#x}");
                assert!(all.insert(number), "{number:#x} was given out twice");
            }
        }
        assert_eq!(guard::number(), mine);
    });
}

/// A child takes over what threads held that it does not have, and nothing that its own threads hold.
#[test]
fn a_child_tells_the_living_from_the_dead_beyond_any_width() {
    const NAME: &str = "a_child_tells_the_living_from_the_dead_beyond_any_width";
    support::alone(NAME, &[], || {
        for end in ENDS {
            guard::skip_numbers(end);
            // The last thread has the first number of the next width: it is the one that forks, after the others took theirs.
            let (rows, value) = (Guarded::<ByCpuId>::new(64, 64).unwrap(), Exclusive::new(1));
            let (held, is_held) = mpsc::channel();
            let (done, is_done) = mpsc::channel::<()>();
            std::thread::scope(|scope| {
                let (rows, value) = (&rows, &value);
                scope.spawn(move || {
                    let _held = (rows.lock(0).unwrap(), value.lock().unwrap());
                    held.send(guard::number()).unwrap();
                    let _ended = is_done.recv();
                });
                let dead = is_held.recv().unwrap();
                let status = scope.spawn(move || {
                    // Numbers in between, beyond the end.
                    (0..6).for_each(|_| drop(std::thread::spawn(guard::number).join()));
                    let _mine = rows.lock(1).unwrap();
                    support::in_child(|| in_child(rows, value, dead))
                });
                assert_eq!(status.join().unwrap(), 0, "from {end:#x} on");
                drop(done);
            });
        }
    });
}

fn in_child(rows: &Guarded<ByCpuId>, value: &Exclusive<i32>, dead: usize) -> i32 {
    let mine = guard::number();
    assert!(guard::is_gone(dead) && !guard::is_gone(mine) && !guard::is_gone(0));
    // The row of the thread that is not here is taken over, and its value is abandoned; this thread still has its own row.
    assert!(rows.lock(0).is_ok());
    assert!(matches!(value.lock().map(drop), Err(Error::Abandoned { .. })));
    assert_eq!(rows.lock(1).map(drop), Err(Error::GuardHeld { row: 1 }));
    // A thread of the child's own is alive: its row is not taken over.
    let (held, is_held) = mpsc::channel();
    let (done, is_done) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let _held = rows.lock(2).unwrap();
            held.send(guard::number()).unwrap();
            let _ended = is_done.recv();
        });
        let alive = is_held.recv().unwrap();
        assert!(alive > dead && !guard::is_gone(alive), "{alive:#x}");
        assert!(matches!(rows.try_lock(2), Ok(None)));
        drop(done);
    });
    0
}

/// The last number: numbers start again after it.
const LAST: usize = usize::MAX >> 16 & !(1 << 31);

/// Calls `body` on a thread with the number `mine`, which numbers have come to again.
fn as_namesake(mine: usize, body: impl FnOnce() + Send) {
    guard::skip_numbers(LAST);
    let mut body = Some(body);
    let mut is_namesake = || guard::number() == mine && body.take().map(|body| body()).is_some();
    let found =
        (0..mine + 2).any(|_| std::thread::scope(|scope| scope.spawn(&mut is_namesake).join().unwrap()));
    assert!(found, "no other thread has got the number {mine}");
}

#[test]
fn a_thread_that_holds_nothing_waits_for_one_with_its_number() {
    const NAME: &str = "a_thread_that_holds_nothing_waits_for_one_with_its_number";
    support::alone(NAME, &[], || {
        let (rows, value) = (&Guarded::<ByCpuId>::new(64, 64).unwrap(), &Exclusive::new(1));
        let (mine, released) = (guard::number(), &AtomicUsize::new(0));
        let (asks, is_asked) = mpsc::channel();
        std::thread::scope(|scope| {
            let held = (rows.lock(0).unwrap(), value.lock().unwrap());
            assert_eq!(rows.lock(0).map(drop), Err(Error::GuardHeld { row: 0 }));
            scope.spawn(move || {
                as_namesake(mine, || {
                    assert!(matches!(rows.try_lock(0), Ok(None)));
                    asks.send(()).unwrap();
                    assert_eq!(value.lock_innermost().map(|_| released.load(Relaxed)), Ok(1));
                    assert_eq!(value.lock().map(|_| released.load(Relaxed)), Ok(1));
                    assert_eq!(rows.lock(0).map(|_| released.load(Relaxed)), Ok(1));
                });
            });
            is_asked.recv().unwrap();
            std::thread::sleep(std::time::Duration::from_millis(20));
            released.store(1, Relaxed);
            drop(held);
        });
    });
}
