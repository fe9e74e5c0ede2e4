//! The watchdog: looks whether every thread makes progress, and says what each was doing when one does not.

use std::{
    sync::atomic::Ordering::Relaxed,
    time::{Duration, Instant},
};

use super::{
    arena::{Arena, Post},
    patience, sys,
};

/// Between two looks.
const PERIOD: Duration = Duration::from_millis(5);

/// Watches the threads that have a post in `arena` until all have ended. If one hangs, this process ends here, for its threads
/// cannot be ended.
///
/// Nothing is allocated once it watches: the allocator may be what all threads wait for.
pub(super) fn watch(arena: &'static Arena) {
    let (now, limit) = (Instant::now(), Duration::from_secs(patience().into()));
    let mut seen: Vec<(&Post, u64, Instant)> = arena.posts().into_iter().map(|post| (post, 0, now)).collect();
    while !seen.iter().all(|(post, ..)| post.ended.load(Relaxed)) {
        std::thread::sleep(PERIOD);
        let now = Instant::now();
        for (post, turns, since) in &mut seen {
            let count = post.turns.load(Relaxed);
            if *turns != count || post.ended.load(Relaxed) {
                (*turns, *since) = (count, now);
            }
        }
        if seen.iter().any(|(_, _, since)| now.duration_since(*since) > limit) {
            bark(arena, &seen, now, limit);
        }
    }
}

/// Says which thread hangs and what the others were doing, and ends the process.
fn bark(arena: &Arena, seen: &[(&Post, u64, Instant)], now: Instant, limit: Duration) -> ! {
    // Also if standard error is what hangs.
    sys::end_after(5);
    tell!("perseq: an operation has not ended in {} s; the threads and their last turns:", limit.as_secs());
    for (post, _, since) in seen {
        let hangs = if now.duration_since(*since) > limit { "HANGS  " } else { "       " };
        tell!("  {hangs}{}", arena.doing(post));
    }
    for fault in arena.faults() {
        tell!("wrong before that: {fault}");
    }
    sys::exit(1)
}
