//! Holding: rows are held for longer than any operation does, so that others wait.

use std::{
    sync::atomic::Ordering::SeqCst,
    time::{Duration, Instant},
};

use fastrand::Rng;

use crate::torture::{
    arena::{Arena, Post},
    facilities::Facilities,
    tally::Event,
};

/// Longest time that a row is held.
const LONGEST: Duration = Duration::from_micros(200);
/// The same while a thread wants to fork beside a holder.
const FORKED_BESIDE: Duration = Duration::from_millis(100);

/// Holds rows until the epoch is over.
pub(super) fn run(arena: &'static Arena, post: &Post, mut rng: Rng, _facilities: &Facilities) {
    while !arena.is_over() {
        let subject = &arena.pick(&mut rng).subject;
        let time = Duration::from_micros(rng.u64(..LONGEST.as_micros() as u64));
        // Some give their CPU away during that time, and others take it.
        let sleeps = rng.u8(..4) == 0;
        let held = subject.hold(&mut rng, &mut || {
            arena.holders.fetch_add(1, SeqCst);
            let start = Instant::now();
            let wanted = || arena.fork_waits.load(SeqCst) && start.elapsed() < FORKED_BESIDE;
            while start.elapsed() < time || wanted() {
                if sleeps {
                    std::thread::yield_now();
                }
            }
            arena.holders.fetch_sub(1, SeqCst);
        });
        if held {
            arena.tally.count(Event::Hold);
            super::pause(&mut rng, LONGEST);
        }
        post.has_done();
    }
}
