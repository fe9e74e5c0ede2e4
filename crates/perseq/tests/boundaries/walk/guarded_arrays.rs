//! The sections with guards, continued: arrays, with and without a look at the guard.

use perseq::{
    Index,
    perseq_core::{Outcome, section::guarded},
};

use super::{
    families::Family,
    guarded::{Rows, WORD, answer},
    scenario::{Answer, Words},
};

/// Slots of an array.
pub(super) const CAPACITY: usize = 8;

/// The items, or what a broken row has for their number.
pub(super) fn array_slots(words: &Words) -> Words {
    if words[2] > CAPACITY { vec![usize::MAX, words[2]] } else { words[3..3 + words[2]].to_vec() }
}

/// Words that a batch has. Three bytes more are copied, into or from a slot that is not its business.
const BATCH: usize = 2;
const BATCH_BYTES: usize = BATCH * WORD + 3;

#[inline(never)]
fn array_push<I: Index>(rows: Rows<I>, word: usize) -> Answer {
    answer(rows.run(|| unsafe { guarded::array_push::<I>(rows.base(), word, CAPACITY) }), &[])
}

#[inline(never)]
pub(super) fn array_pop<I: Index>(rows: Rows<I>) -> Answer {
    let mut word = 0;
    let out = &raw mut word;
    let committed = rows.run(|| unsafe { guarded::array_pop::<I>(rows.base(), out) });
    answer(committed, &[word])
}

/// By the section that looks at the limit, and by the exact one where that leaves.
#[inline(never)]
fn array_push_open<I: Index>(rows: Rows<I>, word: usize) -> Answer {
    match unsafe { guarded::array_push_open::<I>(rows.base(), word) } {
        Outcome::Committed => answer(true, &[]),
        Outcome::Aborted => array_push_open(rows, word),
        Outcome::Exited | Outcome::Guarded => array_push(rows, word),
    }
}

/// The same for a pop.
#[inline(never)]
fn array_pop_open<I: Index>(rows: Rows<I>) -> Answer {
    let mut word = 0;
    match unsafe { guarded::array_pop_open::<I>(rows.base(), &raw mut word) } {
        Outcome::Committed => answer(true, &[word]),
        Outcome::Aborted => array_pop_open(rows),
        Outcome::Exited | Outcome::Guarded => array_pop(rows),
    }
}

/// The family of arrays.
pub(super) fn array<I: Index>() -> Family {
    let rows = Rows::<I>::with_limit(CAPACITY);
    let (push, pop) = (move |word| array_push(rows, word), move || array_pop(rows));
    let family = rows
        .family("array", |row| vec![0, CAPACITY, 3, 11, 12, 13 + row as usize], array_slots)
        .operation(
            "push",
            move |side| push(side.of(77, 88)),
            |side, words| {
                words.push(side.of(77, 88));
                answer(true, &[])
            },
        )
        .operation(
            "pop",
            move |_| pop(),
            |_, words| words.pop().map_or(answer(false, &[]), |word| answer(true, &[word])),
        )
        .operation(
            "push below the limit",
            move |side| array_push_open(rows, side.of(77, 88)),
            |side, words| {
                words.push(side.of(77, 88));
                answer(true, &[])
            },
        )
        .operation(
            "pop below the limit",
            move |_| array_pop_open(rows),
            |_, words| words.pop().map_or(answer(false, &[]), |word| answer(true, &[word])),
        )
        .steps(
            "two pops and two pushes",
            move || drop(([pop(), pop()], [push(1), push(2)])),
            |words| {
                words.truncate(words.len().saturating_sub(2));
                words.extend([1, 2]);
            },
        );
    holders_of_array(batches(family, rows), rows)
}

const VICTIMS: [usize; BATCH + 1] = [0x7171_7171, 0x7272_7272, 0xff_ffff];
const OTHERS: [usize; BATCH + 1] = [0x8181_8181, 0x8282_8282, 0xee_eeee];

#[inline(never)]
fn array_push_batch<I: Index>(rows: Rows<I>, mut words: [usize; BATCH + 1]) -> Answer {
    let (source, scratch, room) = (words.as_mut_ptr(), std::ptr::null_mut(), CAPACITY - BATCH - 1);
    let push =
        || unsafe { guarded::array_push_batch::<I>(rows.base(), source, scratch, BATCH, room, BATCH_BYTES) };
    answer(rows.run(push), &[])
}

#[inline(never)]
fn array_pop_batch<I: Index>(rows: Rows<I>) -> Answer {
    let mut words = [0; BATCH + 1];
    let (target, scratch, minus) = (words.as_mut_ptr(), std::ptr::null_mut(), BATCH.wrapping_neg());
    let pop =
        || unsafe { guarded::array_pop_batch::<I>(rows.base(), target, scratch, BATCH, minus, BATCH_BYTES) };
    let committed = rows.run(pop);
    answer(committed, &words[..BATCH])
}

fn batches<I: Index>(family: Family, rows: Rows<I>) -> Family {
    family
        .operation(
            "push of a batch",
            move |side| array_push_batch(rows, side.of(VICTIMS, OTHERS)),
            |side, words| {
                words.extend(&side.of(VICTIMS, OTHERS)[..BATCH]);
                answer(true, &[])
            },
        )
        .operation(
            "pop of a batch",
            move |_| array_pop_batch(rows),
            |_, words| match words.len().checked_sub(BATCH) {
                Some(rest) => answer(true, &words.split_off(rest)),
                None => answer(false, &[]),
            },
        )
}

pub(super) fn holders_of_array<I: Index>(family: Family, rows: Rows<I>) -> Family {
    let mut family = family
        .holder(
            "a holder that pushes",
            move |row, hold| {
                rows.hold(row, hold, |words| {
                    words[2 + words[1]] = 99;
                    words[1] += 1;
                })
            },
            |words| words.push(99),
        )
        .holder(
            "a holder that replaces all",
            move |row, hold| rows.hold(row, hold, |words| words[2..2 + CAPACITY].fill(66)),
            |words| words.fill(66),
        )
        .holder(
            "a holder that takes all",
            move |row, hold| rows.hold(row, hold, |words| words[1] = 0),
            Vec::clear,
        );
    family.is_resumable = true;
    family
}
