//! Forks: children work on their copies, find them sound and end; some while other threads hold rows.
//!
//! No thread forks while it holds a row itself: `fork` waits for the allocator's locks, and a thread that has one of
//! these may be interrupted by a handler that waits for the row.

use std::{
    sync::atomic::Ordering::SeqCst,
    time::{Duration, Instant},
};

use fastrand::Rng;

use crate::torture::{
    arena::{Arena, Post},
    childrens_patience,
    facilities::Facilities,
    slate::Slate,
    sys::{self, Side, Status},
    tally::Event,
};

/// Forks until the epoch is over.
pub(super) fn run(arena: &'static Arena, post: &Post, mut rng: Rng, _facilities: &Facilities) {
    let slate = match Slate::new() {
        Ok(slate) => slate,
        Err(error) => return arena.report(format!("no memory to share with children: {error}")),
    };
    while !arena.is_over() {
        fork(arena, slate, &mut rng);
        post.has_done();
        super::pause(&mut rng, Duration::from_millis(20));
    }
}

/// Waits until a thread holds a row, but not for long. That thread continues to hold it until the fork is made.
fn wait_for_holder(arena: &Arena) {
    arena.fork_waits.store(true, SeqCst);
    let start = Instant::now();
    while arena.holders.load(SeqCst) == 0 && !arena.is_over() && start.elapsed() < Duration::from_millis(500)
    {
        std::thread::sleep(Duration::from_micros(50));
    }
}

/// Forks once.
fn fork(arena: &'static Arena, slate: Slate, rng: &mut Rng) {
    slate.clear();
    if rng.bool() {
        wait_for_holder(arena);
    }
    let beside = arena.holders.load(SeqCst) > 0;
    let forked = sys::fork();
    arena.fork_waits.store(false, SeqCst);
    match forked {
        Err(error) => arena.report(format!("fork: {error}")),
        Ok(Side::Child) => {
            sys::end_after(childrens_patience());
            let work = std::panic::AssertUnwindSafe(|| check(arena, slate, rng));
            sys::exit(match std::panic::catch_unwind(work) {
                Ok(true) => 0,
                Ok(false) => 1,
                Err(_) => 2,
            });
        }
        Ok(Side::Parent(child)) => match sys::wait(child) {
            Ok(Status::Exited(0)) => {
                arena.tally.count(Event::Fork);
                arena.tally.add(Event::ForkBesideHolder, u64::from(beside));
            }
            Ok(Status::Exited(1)) => arena.report(format!("in a forked child, {}", slate.text())),
            Ok(Status::Killed(libc::SIGKILL | libc::SIGALRM)) => {
                arena.report(format!(
                    "a forked child made no end in {} s of {}",
                    childrens_patience(),
                    slate.text()
                ));
            }
            how => arena.report(format!("a forked child ended by {how:?} in {}", slate.text())),
        },
    }
}

/// In the child: works on the copy of each subject.
fn check(arena: &'static Arena, slate: Slate, rng: &mut Rng) -> bool {
    for entry in &arena.entries {
        slate.write(entry.subject.name());
        if let Err(fault) = entry.subject.check_copy(rng) {
            slate.write(&format!("{}: {fault}", entry.subject.name()));
            return false;
        }
    }
    true
}
