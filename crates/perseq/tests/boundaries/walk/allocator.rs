//! The allocator's own sections, on rows of its layout: a free, and the question whether an object is the last one that was freed. Its other
//! sections are those of arrays, from the same table as in `guarded_arrays.rs` (`xtask/tests/walked.rs` holds that).

#[path = "../../../../perseq-alloc/src/rows/sections.rs"]
mod sections;

use perseq::{Index, perseq_core::Outcome};

use super::{
    families::Family,
    guarded::{Rows, answer},
    guarded_arrays::{CAPACITY, array_pop, array_slots, holders_of_array},
    scenario::{Answer, Words},
};

/// The object that is the last one of each row at first.
const LAST: usize = 13;
/// An object that is in no row.
const OTHER: usize = 77;

#[inline(never)]
fn is_last<I: Index>(rows: Rows<I>, word: usize) -> Answer {
    let mut out = 0;
    let to = &raw mut out;
    let committed = rows.run(|| unsafe { sections::is_last::<I>(rows.base(), to, word) });
    answer(committed, &[out])
}

/// Until it has committed, or the object is the last one there. (No row is full here. Of one that is held the question waits for its holder.)
#[inline(never)]
fn push_once<I: Index>(rows: Rows<I>, word: usize) -> Answer {
    loop {
        match unsafe { sections::push_once::<I>(rows.base(), word) } {
            Outcome::Committed => return answer(true, &[]),
            Outcome::Aborted => {}
            Outcome::Exited | Outcome::Guarded if is_last(rows, word) == answer(true, &[word]) => {
                return answer(false, &[]);
            }
            Outcome::Exited | Outcome::Guarded => {}
        }
    }
}

fn free(words: &mut Words, word: usize) -> Answer {
    if words.last() == Some(&word) {
        return answer(false, &[]);
    }
    words.push(word);
    answer(true, &[])
}

/// The family of the allocator's rows.
pub(super) fn family<I: Index>() -> Family {
    let rows = Rows::<I>::with_limit(CAPACITY);
    let family = rows
        .family("the allocator's array", |_| vec![0, CAPACITY, 3, 11, 12, LAST], array_slots)
        .operation("free", move |_| push_once(rows, OTHER), |_, words| free(words, OTHER))
        .operation("free of a free one", move |_| push_once(rows, LAST), |_, words| free(words, LAST))
        .operation(
            "look at the last one",
            move |_| is_last(rows, LAST),
            |_, words| match words.last() {
                Some(&LAST) => answer(true, &[LAST]),
                _ => answer(false, &[]),
            },
        )
        .operation(
            "allocation",
            move |_| array_pop(rows),
            |_, words| words.pop().map_or(answer(false, &[]), |word| answer(true, &[word])),
        );
    let mut family = holders_of_array(family, rows);
    // By concurrency id, any row may have been another thread's: an answer alone, which no row shows, is never wrong.
    family.is_resumable = I::ROWS_ARE_CPUS;
    family
}
