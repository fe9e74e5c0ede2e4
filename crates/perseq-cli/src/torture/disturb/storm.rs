//! Thread storms: many threads that do little, the last of it while they end.

use std::{cell::RefCell, time::Duration};

use fastrand::Rng;

use crate::torture::{
    arena::{Arena, Post},
    facilities::Facilities,
    tally::Event,
};

/// Most threads at once.
const THREADS: usize = 24;

/// Operates when it is dropped, which is when its thread ends.
struct LastWords(&'static Arena, Rng);

impl Drop for LastWords {
    fn drop(&mut self) {
        self.0.turn(&mut self.1, None);
        self.0.tally.count(Event::AtThreadEnd);
    }
}

thread_local! {
    static LAST_WORDS: RefCell<Option<LastWords>> = const { RefCell::new(None) };
}

/// Starts threads until the epoch is over.
pub(super) fn run(arena: &'static Arena, post: &Post, mut rng: Rng, _facilities: &Facilities) {
    while !arena.is_over() {
        std::thread::scope(|scope| {
            let mut threads = Vec::new();
            for _ in 0..rng.usize(1..=THREADS) {
                let mut rng = rng.fork();
                let short = move || {
                    let last = LastWords(arena, rng.fork());
                    LAST_WORDS.with_borrow_mut(|place| *place = Some(last));
                    // Some use nothing before their end.
                    (0..rng.u8(..3)).for_each(|_| arena.turn(&mut rng, None));
                };
                // If the system allows no more threads, there are fewer.
                if let Ok(thread) = std::thread::Builder::new().spawn_scoped(scope, short) {
                    arena.tally.count(Event::StormThread);
                    threads.push(thread);
                }
            }
            // A scope waits for what its threads return, and not for their last words.
            for thread in threads {
                if thread.join().is_err() {
                    arena.report("a thread of a storm panicked".to_owned());
                }
            }
        });
        post.has_done();
        super::pause(&mut rng, Duration::from_millis(10));
    }
}
