//! Readers, writers and deferred work in one process, on every system: see the test of this name of `perseq`.

#![forbid(unsafe_code)]
#![allow(clippy::std_instead_of_core, reason = "test code")]

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering::Relaxed},
    },
    thread,
};

use perseq_rcu::{Rcu, RcuCell, RcuHashMap};

const HAS_THREADS: bool = !cfg!(target_family = "wasm");
const ROUNDS: u64 = if cfg!(miri) { 10 } else { 2_000 };

/// A value that knows whether it was dropped.
struct Live {
    number: u64,
    alive: Arc<AtomicU64>,
}

impl Live {
    fn new(number: u64, alive: &Arc<AtomicU64>) -> Self {
        alive.fetch_add(1, Relaxed);
        Self { number, alive: Arc::clone(alive) }
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.alive.fetch_sub(1, Relaxed);
    }
}

#[test]
fn readers_see_whole_values_and_writers_wait_for_them() {
    static DOMAIN: Rcu = Rcu::polled();
    let alive = Arc::new(AtomicU64::new(0));
    let cell = RcuCell::new_in(Live::new(0, &alive), &DOMAIN);
    let read = |last: &mut u64| {
        let guard = DOMAIN.read();
        let value = cell.load(&guard);
        assert!(value.number >= *last, "an older value than before");
        *last = value.number;
    };
    thread::scope(|scope| {
        let readers: Vec<_> = (0..if HAS_THREADS { 3 } else { 0 })
            .map(|_| {
                scope.spawn(|| {
                    let mut last = 0;
                    while last < ROUNDS {
                        read(&mut last);
                    }
                })
            })
            .collect();
        let mut last = 0;
        for number in 1..=ROUNDS {
            drop(cell.swap(Live::new(number, &alive)));
            read(&mut last);
            if number % 50 == 0 {
                DOMAIN.synchronize().unwrap();
            }
        }
        readers.into_iter().for_each(|reader| reader.join().unwrap());
    });
    DOMAIN.barrier().unwrap();
    assert_eq!(alive.load(Relaxed), 1, "only the last value is alive");
    drop(cell);
    DOMAIN.barrier().unwrap();
    assert_eq!(alive.load(Relaxed), 0);
}

#[test]
fn maps_keep_what_is_put_in() {
    static DOMAIN: Rcu = Rcu::polled();
    let map: RcuHashMap<u64, u64, _, _> = RcuHashMap::new_in(&DOMAIN);
    for key in 0..ROUNDS {
        assert!(map.insert(key, key + 1).is_none());
    }
    for key in (0..ROUNDS).step_by(2) {
        assert!(map.remove(&key).is_some());
    }
    let guard = DOMAIN.read();
    for key in 0..ROUNDS {
        assert_eq!(map.get(&key, &guard).copied(), (key % 2 == 1).then_some(key + 1));
    }
}

#[test]
fn a_thread_that_would_wait_for_itself_is_told() {
    static DOMAIN: Rcu = Rcu::polled();
    let guard = DOMAIN.read();
    assert!(DOMAIN.synchronize().is_err());
    drop(guard);
    DOMAIN.synchronize().unwrap();
}
