//! Affinity: the threads at work are sent from CPU to CPU.

use std::{sync::atomic::Ordering::Relaxed, time::Duration};

use fastrand::Rng;

use crate::torture::{
    arena::{Arena, Post},
    facilities::Facilities,
    sys,
    tally::Event,
};

/// Moves threads until the epoch is over.
pub(super) fn run(arena: &'static Arena, post: &Post, mut rng: Rng, facilities: &Facilities) {
    while !arena.is_over() {
        let posts = arena.posts();
        let tid = posts[rng.usize(..posts.len())].tid.load(Relaxed) as libc::pid_t;
        if tid != 0 {
            let one = [facilities.cpus[rng.usize(..facilities.cpus.len())]];
            let cpus = if rng.u8(..4) == 0 { &facilities.cpus } else { &one[..] };
            // It fails when the thread has just ended, and for a CPU that is offline.
            if sys::set_affinity(tid, cpus).is_ok() {
                arena.tally.count(Event::Affinity);
            }
        }
        super::pause(&mut rng, Duration::from_millis(2));
        post.has_done();
    }
}
