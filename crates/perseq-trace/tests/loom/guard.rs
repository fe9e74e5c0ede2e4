//! A buffer that sections write to on its CPU, and a thread that cannot run sections, by the guard.

use std::sync::{
    Arc,
    atomic::Ordering::{Acquire, Relaxed},
};

use loom::thread;

use crate::{
    Count, RACE,
    buffer::{Buffer, COUNT, LEN, Plain, RIGHT, Rules, SIZE, Seen, Word as _},
    check, check_finds,
};

/// What a test counts in all executions.
#[derive(Debug)]
struct Totals {
    seen: Seen,
    /// Executions in which the holder came between two events of the section's thread.
    between: Count,
}

impl Totals {
    const fn new() -> Self {
        Self { seen: Seen::new(), between: Count::new() }
    }
}

/// All records, when no thread is at work.
fn records(buffer: &Buffer<Plain>) -> Vec<usize> {
    let (position, mut read) = (buffer.position(), 0);
    let mut all = Vec::new();
    while read < position {
        let start = read - read % SIZE;
        let end = if position - start < SIZE { position } else { buffer.pair(start)[0].load(Acquire) };
        all.extend((read..end).step_by(LEN).map(|at| buffer.word(at).get()));
        read = start + SIZE;
    }
    all
}

/// One thread records `sections` events, the main thread records `by_guard` events by the guard. There is room for all of them: each
/// is there once, in order.
fn beside_each_other(
    rules: Rules,
    [sections, by_guard]: [usize; 2],
    totals: &'static Totals,
) -> impl Fn() + Sync + Send + 'static {
    assert!(sections + by_guard <= COUNT, "a record in each sub-buffer");
    move || {
        let buffer = Arc::new(Buffer::<Plain>::new(rules));
        let writer = {
            let buffer = Arc::clone(&buffer);
            thread::spawn(move || {
                (0..sections).for_each(|n| assert!(buffer.write(1, 10 + n, &totals.seen)));
            })
        };
        (0..by_guard).for_each(|n| assert!(buffer.write_by_guard(2, 20 + n, &totals.seen)));
        writer.join().unwrap();
        let all = records(&buffer);
        for (producer, count) in [(1, sections), (2, by_guard)] {
            let its: Vec<usize> = all.iter().copied().filter(|value| value / 10 == producer).collect();
            let wanted: Vec<usize> = (0..count).map(|n| 10 * producer + n).collect();
            assert_eq!(its, wanted, "records of one producer, in order, each once");
        }
        assert_eq!(all.len(), sections + by_guard, "each once");
        totals.between.add(usize::from(all.first().is_some_and(|value| value / 10 == 2)));
    }
}

/// loom must find `why` with these rules.
fn broken(why: &str, rules: Rules) {
    static TOTALS: Totals = Totals::new();
    check_finds(why, beside_each_other(rules, [1, 1], &TOTALS));
}

#[test]
fn sections_and_the_holder_of_the_guard_keep_each_other_s_records() {
    static TOTALS: Totals = Totals::new();
    check(3, beside_each_other(RIGHT, [1, 1], &TOTALS));
    let Totals { seen, between } = &TOTALS;
    assert!(seen.aborted.get() > 0 && seen.guarded.get() > 0, "{TOTALS:?}");
    assert!(seen.by_guard.get() > 0 && between.get() > 0, "{TOTALS:?}");
}

#[test]
fn a_relaxed_look_at_the_guard_loses_what_its_holder_has_written() {
    broken(RACE, Rules { guard: Some(Relaxed), ..RIGHT });
}

#[test]
fn a_guard_that_is_opened_by_a_relaxed_store_loses_what_its_holder_has_written() {
    broken(RACE, Rules { open: Relaxed, ..RIGHT });
}

#[test]
fn sections_that_do_not_look_at_the_guard_write_beside_its_holder() {
    broken(RACE, Rules { guard: None, ..RIGHT });
}

#[test]
fn a_holder_that_does_not_visit_the_cpu_writes_beside_a_section_under_way() {
    broken(RACE, Rules { visits: false, ..RIGHT });
}
