//! Threads that work on the subjects while timers interrupt them, and the handler that works on them too.

use std::{
    cell::Cell,
    sync::atomic::{AtomicI64, Ordering::Relaxed},
    time::Duration,
};

use fastrand::Rng;
use perseq::perseq_core::cpu;

use super::{
    arena::{Arena, Post},
    sys,
    tally::Event,
};

/// Periods of the timers, in µs: 1 to 10 kHz.
const PERIODS: std::ops::Range<u64> = 100..1000;

/// 0, or the `errno` that an operation in a handler has left where another was.
pub(super) static ERRNO_CHANGED: AtomicI64 = AtomicI64::new(0);

thread_local! {
    /// The state of the handler's choices; 0 where handlers do nothing.
    static CHOICES: Cell<u64> = const { Cell::new(0) };
}

/// Works until the epoch is over.
pub(super) fn work(arena: &'static Arena, post: &Post, mut rng: Rng) {
    post.tid.store(sys::gettid().into(), Relaxed);
    CHOICES.set(rng.u64(1..));
    let timer = sys::Timer::start(Duration::from_micros(rng.u64(PERIODS)));
    if let Err(error) = &timer {
        arena.report(format!("no timer for a thread: {error}"));
    }
    let mut last = cpu::current();
    while !arena.is_over() {
        arena.turn(&mut rng, Some(post));
        let now = cpu::current();
        if now != last {
            arena.tally.count(Event::Migration);
            last = now;
        }
    }
    drop(timer);
    CHOICES.set(0);
    post.tid.store(0, Relaxed);
}

/// Operates on some subject, whatever it has interrupted. Async-signal-safe: no memory, no locks.
pub(super) extern "C" fn handler(_signal: i32) {
    let (Some(arena), seed) = (Arena::get(), CHOICES.get()) else { return };
    arena.tally.count(Event::Signal);
    if seed == 0 {
        return;
    }
    let errno = sys::errno();
    let mut rng = Rng::with_seed(seed);
    let entry = arena.pick(&mut rng);
    if entry.subject.in_handler(&mut rng) {
        entry.handled.fetch_add(1, Relaxed);
        arena.tally.count(Event::Handled);
    }
    CHOICES.set(rng.get_seed().max(1));
    if sys::errno() != errno {
        ERRNO_CHANGED.store(sys::errno().into(), Relaxed);
    }
}

/// The damage that a handler has done to the thread that it interrupted.
pub(super) fn fault() -> Option<String> {
    let errno = ERRNO_CHANGED.load(Relaxed);
    (errno != 0).then(|| format!("an operation in a handler has changed errno to {errno}"))
}
