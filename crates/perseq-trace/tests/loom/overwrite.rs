//! A buffer that overwrites, and snapshots of it.

use std::sync::{
    Arc,
    atomic::Ordering::{Acquire, Relaxed},
};

use loom::{
    sync::atomic::{AtomicUsize, fence},
    thread,
};

use crate::{
    Count,
    buffer::{Buffer, COUNT, LEN, Look, RIGHT, Rules, SIZE, Seen, Word as _},
    check, check_finds,
};

const OVERWRITES: Rules = Rules { discards: false, ..RIGHT };

/// What a test counts in all executions.
#[derive(Debug)]
struct Totals {
    seen: Seen,
    /// Records that a snapshot has kept while producers were at work.
    kept: Count,
    /// Pieces that were given up at the second look.
    given_up: Count,
    /// Snapshots that were told of records before.
    before: Count,
}

impl Totals {
    const fn new() -> Self {
        Self { seen: Seen::new(), kept: Count::new(), given_up: Count::new(), before: Count::new() }
    }
}

/// From where on nothing is written over while producers are in the sub-buffer of `at`.
fn oldest(at: usize) -> usize {
    (at - at % SIZE).saturating_sub((COUNT - 1) * SIZE)
}

/// `snapshot.rs`'s `look`: the records, both words of each, and how many were before.
fn look(buffer: &Buffer<AtomicUsize>, totals: &Totals) -> (Vec<[usize; 2]>, usize) {
    let position = buffer.position();
    let mut read = oldest(buffer.claimed());
    let mut pieces = Vec::new();
    while read < position {
        let before = buffer.pair(read)[1].load(Relaxed);
        let (at, start) = (buffer.position(), read - read % SIZE);
        let inside = at - start < SIZE;
        let end = if inside { at } else { buffer.pair(start)[0].load(Acquire) };
        let len = if end < read || end > start + SIZE { 0 } else { end - read };
        let records =
            (0..len).step_by(LEN).map(|word| [0, 1].map(|next| buffer.word(read + word + next).get()));
        pieces.push((read, before, records.collect::<Vec<_>>()));
        read = if inside { at } else { start + SIZE };
    }
    if buffer.rules.fence_behind_copy {
        fence(Acquire);
    }
    let oldest = match buffer.rules.second_look {
        Look::Claimed => oldest(buffer.claimed()),
        Look::Position => oldest(buffer.position()),
        Look::Nowhere => 0,
    };
    let found = pieces.len();
    pieces.retain(|(start, ..)| *start >= oldest);
    totals.given_up.add(found - pieces.len());
    let before = pieces.first().map_or(0, |(_, before, _)| *before);
    (pieces.into_iter().flat_map(|(.., records)| records).collect(), before)
}

/// Each of `producers` threads of one CPU records `each` events while the main thread takes a snapshot.
fn snapshot(
    rules: Rules,
    [producers, each]: [usize; 2],
    totals: &'static Totals,
) -> impl Fn() + Sync + Send + 'static {
    move || {
        let buffer = Arc::new(Buffer::new(rules));
        let threads: Vec<_> = (1..=producers)
            .map(|me| {
                let buffer = Arc::clone(&buffer);
                thread::spawn(move || {
                    (0..each).for_each(|n| assert!(buffer.write(me, 10 * me + n, &totals.seen)))
                })
            })
            .collect();
        let (records, before) = look(&buffer, totals);
        threads.into_iter().for_each(|thread| thread.join().unwrap());
        totals.kept.add(records.len());
        totals.before.add(usize::from(before > 0));
        for [first, second] in &records {
            assert_eq!(first, second, "a torn record");
        }
        if producers == 1 {
            let last = before + records.len();
            let wanted = (before..last).map(|n| [10 + n; 2]);
            assert_eq!(records, wanted.collect::<Vec<_>>(), "records behind {before} others");
        }
        let (last, before) = look(&buffer, totals);
        assert_eq!(before + last.len(), producers * each, "all are there or told of, when nobody is at work");
    }
}

/// loom must find `why` in a snapshot with these rules, beside a producer of four records: what is written over twice is where a record's
/// words may be of two.
fn broken(why: &str, rules: Rules) {
    static TOTALS: Totals = Totals::new();
    check_finds(why, snapshot(rules, [1, 4], &TOTALS));
}

#[test]
fn a_snapshot_beside_a_producer_keeps_whole_records_and_knows_how_many_were_before() {
    static TOTALS: Totals = Totals::new();
    check(3, snapshot(OVERWRITES, [1, 4], &TOTALS));
    let Totals { kept, given_up, before, .. } = &TOTALS;
    assert!(kept.get() > 0 && given_up.get() > 0 && before.get() > 0, "{TOTALS:?}");
}

#[test]
fn a_snapshot_beside_producers_that_interrupt_each_other_keeps_whole_records() {
    static TOTALS: Totals = Totals::new();
    check(2, snapshot(OVERWRITES, [2, 2], &TOTALS));
    let Totals { seen, kept, given_up, before } = &TOTALS;
    assert!(seen.aborted.get() > 0 && kept.get() > 0, "{TOTALS:?}");
    assert!(given_up.get() > 0 && before.get() > 0, "{TOTALS:?}");
}

#[test]
fn without_a_second_look_a_snapshot_has_what_was_written_over() {
    broken("record", Rules { second_look: Look::Nowhere, ..OVERWRITES });
}

#[test]
fn a_second_look_at_position_comes_too_late() {
    broken("record", Rules { second_look: Look::Position, ..OVERWRITES });
}

#[test]
fn a_claim_without_a_fence_behind_it_is_seen_after_what_it_warns_of() {
    broken("record", Rules { fence_behind_claim: false, ..OVERWRITES });
}

#[test]
fn a_second_look_without_a_fence_before_it_is_a_first_one() {
    broken("record", Rules { fence_behind_copy: false, ..OVERWRITES });
}

#[test]
fn a_relaxed_commit_gives_a_snapshot_what_is_not_written_yet() {
    broken("record", Rules { commit: Relaxed, ..OVERWRITES });
}

#[test]
fn a_position_that_is_stored_before_the_record_gives_a_snapshot_half_of_it() {
    broken("record", Rules { commit_first: true, ..OVERWRITES });
}
