//! A buffer that discards, and its consumer.

use std::sync::{
    Arc,
    atomic::Ordering::{Acquire, Relaxed},
};

use loom::thread;

use crate::{
    Count, RACE,
    buffer::{Buffer, LEN, Plain, RIGHT, Rules, SIZE, Seen, Word as _},
    check, check_finds,
};

/// What a test counts in all executions.
#[derive(Debug)]
struct Totals {
    seen: Seen,
    /// Records that were taken while a producer was still at work.
    early: Count,
    /// Executions in which all of the buffer was written over at least once.
    wrapped: Count,
}

impl Totals {
    const fn new() -> Self {
        Self { seen: Seen::new(), early: Count::new(), wrapped: Count::new() }
    }
}

/// `Consumer::take`: one chunk, if there is one.
fn take(buffer: &Buffer<Plain>) -> Option<Vec<usize>> {
    let (position, read) = (buffer.position(), buffer.read.load(Relaxed));
    if position == read {
        return None;
    }
    let start = read - read % SIZE;
    let inside = position - start < SIZE;
    let (end, next) =
        if inside { (position, position) } else { (buffer.pair(start)[0].load(Acquire), start + SIZE) };
    let give_back = || buffer.read.store(next, buffer.rules.give_back);
    if buffer.rules.give_back_first {
        give_back();
    }
    let records = (read..end).step_by(LEN).map(|at| {
        let [first, second] = [at, at + 1].map(|at| buffer.word(at).get());
        assert_eq!(first, second, "a torn record");
        first
    });
    let records = records.collect();
    if !buffer.rules.give_back_first {
        give_back();
    }
    Some(records)
}

/// Each of `producers` threads of one CPU records `each` events, `10 * me + n`, while the main thread takes `looks` chunks.
fn hand_over(
    rules: Rules,
    [producers, each, looks]: [usize; 3],
    totals: &'static Totals,
) -> impl Fn() + Sync + Send + 'static {
    move || {
        let buffer = Arc::new(Buffer::new(rules));
        let threads: Vec<_> = (1..=producers)
            .map(|me| {
                let buffer = Arc::clone(&buffer);
                thread::spawn(move || {
                    let values = (0..each).map(|n| 10 * me + n);
                    values.filter(|value| buffer.write(me, *value, &totals.seen)).collect::<Vec<_>>()
                })
            })
            .collect();
        let mut taken: Vec<usize> = (0..looks).filter_map(|_| take(&buffer)).flatten().collect();
        totals.early.add(taken.len());
        let written: Vec<Vec<usize>> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
        while let Some(records) = take(&buffer) {
            taken.extend(records);
        }
        for (values, me) in written.iter().zip(1..) {
            let its = taken.iter().copied().filter(|value| value / 10 == me);
            assert_eq!(&its.collect::<Vec<_>>(), values, "records of one producer, in order, each once");
        }
        assert_eq!(taken.len(), written.iter().map(Vec::len).sum::<usize>());
        totals.wrapped.add(usize::from(taken.len() > 2));
    }
}

/// loom must find `why` in a hand-over with these rules, of three records.
fn broken(why: &str, rules: Rules) {
    static TOTALS: Totals = Totals::new();
    check_finds(why, hand_over(rules, [1, 3, 2], &TOTALS));
}

#[test]
fn a_consumer_beside_a_producer_takes_each_record_whole_and_once() {
    static TOTALS: Totals = Totals::new();
    check(4, hand_over(RIGHT, [1, 4, 3], &TOTALS));
    let Totals { seen, early, wrapped } = &TOTALS;
    assert!(seen.discarded.get() > 0 && early.get() > 0 && wrapped.get() > 0, "{TOTALS:?}");
}

#[test]
fn a_consumer_beside_producers_that_interrupt_each_other_takes_each_record_whole_and_once() {
    static TOTALS: Totals = Totals::new();
    check(2, hand_over(RIGHT, [2, 2, 2], &TOTALS));
    let Totals { seen, early, wrapped } = &TOTALS;
    assert!(seen.aborted.get() > 0 && seen.discarded.get() > 0, "{TOTALS:?}");
    assert!(early.get() > 0 && wrapped.get() > 0, "{TOTALS:?}");
}

#[test]
fn a_sub_buffer_that_is_given_back_before_it_is_copied_is_written_over_meanwhile() {
    broken(RACE, Rules { give_back_first: true, ..RIGHT });
}

#[test]
fn a_relaxed_give_back_lets_records_be_written_over_that_are_still_read() {
    broken(RACE, Rules { give_back: Relaxed, ..RIGHT });
}

#[test]
fn a_producer_that_does_not_look_at_read_writes_over_what_nobody_has_taken() {
    broken("each once", Rules { room: None, ..RIGHT });
}

#[test]
fn a_relaxed_look_at_read_is_not_enough() {
    broken(RACE, Rules { room: Some(Relaxed), ..RIGHT });
}

#[test]
fn a_relaxed_commit_publishes_a_record_before_its_words() {
    broken(RACE, Rules { commit: Relaxed, ..RIGHT });
}

#[test]
fn a_position_that_is_stored_before_the_record_hands_over_nothing_whole() {
    broken(RACE, Rules { commit_first: true, ..RIGHT });
}
