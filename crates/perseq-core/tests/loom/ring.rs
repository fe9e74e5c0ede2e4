//! A ring in discard mode: writers in sections on one CPU, and the reader beside them, with no guard and no fence.
//!
//! The buffer has places for whole records of two words, so that a record can be torn. One thing differs from the machine's
//! code: the writers load `read` with **acquire** here. In the sections it is a plain load, and the branch between keeps their
//! stores after it (a control dependency, which every architecture respects; `reader.rs` of the ring has the argument). C11
//! knows no such order, so loom cannot either: acquire is the weakest that the abstraction has for it, and
//! `c11_needs_more_than_a_relaxed_load_of_read` shows that the model depends on it. The plain Rust of the slow path loads with
//! acquire in truth.

use std::sync::{
    Arc,
    atomic::Ordering::{self, Acquire, Relaxed, Release},
};

use loom::{sync::atomic::AtomicUsize, thread};

use crate::{
    Attempt, Count, Outcome, RACE, check, check_finds,
    row::{Plain, RIGHT, Row, Rules, Seen},
};

/// Records that fit.
const CAPACITY: usize = 2;

/// The hand-over, or one with something wrong.
#[derive(Clone, Copy)]
struct Orders {
    /// Of the commit, the store of `written`.
    commit: Ordering,
    /// Of the reader's load of `written`.
    look: Ordering,
    /// Of the reader's store of `read`.
    give_back: Ordering,
    /// Of the writers' load of `read`.
    room: Ordering,
    /// True if the count is stored before the record.
    commit_first: bool,
}

const ORDERS: Orders =
    Orders { commit: Release, look: Acquire, give_back: Release, room: Acquire, commit_first: false };

struct Ring {
    orders: Orders,
    written: AtomicUsize,
    read: AtomicUsize,
    records: [[Plain; 2]; CAPACITY],
}

/// The sums that a test takes over all executions.
struct Totals {
    seen: Seen,
    lost: Count,
    received: Count,
    /// Records received while their writer was still at work: the two really went on beside each other.
    early: Count,
}

impl Totals {
    const fn new() -> Self {
        Self { seen: Seen::new(), lost: Count::new(), received: Count::new(), early: Count::new() }
    }
}

impl Ring {
    fn new(orders: Orders) -> Self {
        Self {
            orders,
            written: AtomicUsize::new(0),
            read: AtomicUsize::new(0),
            records: core::array::from_fn(|_| [Plain::new(0), Plain::new(0)]),
        }
    }

    fn record(&self, count: usize) -> &[Plain; 2] {
        &self.records[count % CAPACITY]
    }

    fn is_full(&self, written: usize) -> bool {
        written - self.read.load(self.orders.room) >= CAPACITY
    }
}

/// Writes a record of two words `value`, if there is room.
fn write(row: &Row<Ring>, me: u32, value: usize, totals: &Totals) -> bool {
    let ring = &row.data;
    let commit = |written| ring.written.store(written + 1, ring.orders.commit);
    let attempt = row.run(me, &totals.seen, |section| {
        let written = section.step(|| ring.written.load(Relaxed))?;
        if section.step(|| ring.is_full(written))? {
            return Ok(Outcome::Exited);
        }
        if ring.orders.commit_first {
            section.step(|| commit(written))?;
        }
        for word in ring.record(written) {
            section.step(|| word.set(value))?;
        }
        if !ring.orders.commit_first {
            section.step(|| commit(written))?;
        }
        Ok(Outcome::Committed)
    });
    let done = match attempt {
        Attempt::Committed => true,
        Attempt::Exited => false,
        Attempt::Slow => row.hold(me, |ring| {
            let written = ring.written.load(Relaxed);
            if ring.is_full(written) {
                return false;
            }
            ring.record(written).iter().for_each(|word| word.set(value));
            commit(written);
            true
        }),
    };
    if !done {
        totals.lost.add(1);
    }
    done
}

/// Takes what there is.
fn read(row: &Row<Ring>) -> Vec<usize> {
    let ring = &row.data;
    let written = ring.written.load(ring.orders.look);
    let start = ring.read.load(Relaxed);
    let values = (start..written).map(|count| {
        let [first, second] = ring.record(count).each_ref().map(Plain::get);
        assert_eq!(first, second, "a torn record");
        first
    });
    let values = values.collect();
    ring.read.store(written, ring.orders.give_back);
    values
}

/// Each of `writers` threads writes `each` records, with values `10 * me + n`, while the main thread reads `looks` times.
fn hand_over(
    orders: Orders,
    rules: Rules,
    [writers, each, looks]: [usize; 3],
    totals: &'static Totals,
) -> impl Fn() + Sync + Send + 'static {
    move || {
        let row = Arc::new(Row::new(rules, Ring::new(orders)));
        let threads: Vec<_> = (1..=writers)
            .map(|me| {
                let row = Arc::clone(&row);
                thread::spawn(move || {
                    let id = u32::try_from(me).unwrap();
                    let values = (0..each).map(|n| 10 * me + n);
                    values.filter(|&value| write(&row, id, value, totals)).collect::<Vec<_>>()
                })
            })
            .collect();
        let mut received = Vec::new();
        (0..looks).for_each(|_| received.extend(read(&row)));
        received.iter().for_each(|_| totals.early.add(1));
        let written: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        received.extend(read(&row));
        received.iter().for_each(|_| totals.received.add(1));
        for (values, me) in written.iter().zip(1..) {
            let its = received.iter().copied().filter(|value| value / 10 == me);
            assert_eq!(&its.collect::<Vec<_>>(), values, "records of one writer, in order, each once");
        }
        assert_eq!(received.len(), written.iter().map(Vec::len).sum::<usize>());
    }
}

/// loom must find `why` in a hand-over with these orders, from one writer of three records to a reader that looks twice.
fn broken(why: &str, orders: Orders) {
    static TOTALS: Totals = Totals::new();
    check_finds(why, hand_over(orders, RIGHT, [1, 3, 2], &TOTALS));
}

#[test]
fn a_reader_beside_a_writer_sees_whole_records_in_order() {
    static TOTALS: Totals = Totals::new();
    check(None, hand_over(ORDERS, RIGHT, [1, 4, 2], &TOTALS));
    let Totals { lost, early, .. } = &TOTALS;
    assert!(lost.get() > 0 && early.get() > 0, "{lost:?} {early:?}");
}

#[test]
fn a_reader_beside_two_writers_that_interrupt_each_other_sees_whole_records_in_order() {
    static TOTALS: Totals = Totals::new();
    check(3, hand_over(ORDERS, RIGHT, [2, 2, 1], &TOTALS));
    let Totals { seen, lost, received, early } = &TOTALS;
    assert!(seen.aborted.get() > 0 && seen.slow.get() > 0, "{seen:?}");
    assert!(lost.get() > 0 && early.get() > 0 && received.get() > early.get(), "{lost:?} {early:?}");
}

#[test]
fn a_relaxed_commit_publishes_a_record_before_its_words() {
    broken(RACE, Orders { commit: Relaxed, ..ORDERS });
}

#[test]
fn a_relaxed_look_sees_a_count_before_the_words_behind_it() {
    broken(RACE, Orders { look: Relaxed, ..ORDERS });
}

#[test]
fn a_relaxed_give_back_lets_words_be_overwritten_that_are_still_read() {
    broken(RACE, Orders { give_back: Relaxed, ..ORDERS });
}

#[test]
fn c11_needs_more_than_a_relaxed_load_of_read() {
    broken(RACE, Orders { room: Relaxed, ..ORDERS });
}

#[test]
fn a_count_that_is_stored_before_the_record_hands_over_nothing_whole() {
    broken(RACE, Orders { commit_first: true, ..ORDERS });
}

#[test]
fn writers_that_commit_after_an_interrupt_lose_records() {
    static TOTALS: Totals = Totals::new();
    let rules = Rules { aborts: false, ..RIGHT };
    check_finds("each once", hand_over(ORDERS, rules, [2, 1, 0], &TOTALS));
}
