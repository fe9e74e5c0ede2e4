//! The sections with guards, continued: rings, locks and flags.

use perseq::{
    Index,
    perseq_core::{
        Outcome,
        pool::STRIDE_SHIFT,
        section::{self, guarded},
    },
};

use super::{
    families::Family,
    guarded::{Rows, WORD, answer},
    scenario::{Answer, Words},
};

/// Bytes of a ring.
const CAPACITY: usize = 256;
const MASK: usize = CAPACITY - 1;
/// In place of a record if the rest up to the end of the buffer is skipped.
const MARKER: usize = usize::MAX;
/// The place where the oldest record begins and ends at first.
const READ: usize = 3 * CAPACITY;
const WRITTEN: usize = READ + 24;
/// The place where the second turn begins.
const NEXT: usize = 4 * CAPACITY;
/// Most bytes that may be in use where the rest is skipped.
const ROOM: usize = WRITTEN - READ;
/// The word at which the bytes begin, and the words of a record's header.
const BYTES: usize = 64 / WORD;
const HEADER: usize = 8 / WORD;

/// The bytes that a record takes: a header, and its bytes, rounded up.
fn need(len: usize) -> usize {
    8 + len.next_multiple_of(8)
}

/// A record in two words: its length, and its bytes.
fn record(bytes: &[u8]) -> [usize; 2] {
    [
        bytes.len(),
        bytes.iter().fold(0, |sum: usize, &byte| sum.wrapping_mul(31).wrapping_add(usize::from(byte))),
    ]
}

/// `read`, `written`, and the records in between.
fn records(words: &Words) -> Words {
    let (written, mut at) = (words[1], words[2]);
    let mut list = vec![at, written];
    if written.wrapping_sub(at) > CAPACITY {
        return list;
    }
    while at < written {
        let header = words[BYTES + (at & MASK) / WORD];
        if header == MARKER {
            list.push(MARKER);
            at = (at + 1).next_multiple_of(CAPACITY);
        } else if header > CAPACITY - 8 - (at & MASK) {
            // A broken ring.
            return list;
        } else {
            let bytes: Vec<u8> = words[BYTES..].iter().flat_map(|word| word.to_ne_bytes()).collect();
            let start = (at & MASK) + 8;
            list.extend(record(&bytes[start..start + header]));
            at += need(header);
        }
    }
    list
}

const VICTIMS: [u8; 19] = *b"a victim's record..";
const OTHERS: [u8; 12] = *b"another one ";

#[inline(never)]
fn write<I: Index>(rows: Rows<I>, bytes: &[u8]) -> Answer {
    let (source, scratch) = (bytes.as_ptr().cast_mut().cast(), std::ptr::null_mut());
    let (len, need) = (bytes.len(), need(bytes.len()));
    let room = CAPACITY - need;
    let write = || unsafe { guarded::ring_write::<I>(rows.base(), source, scratch, len, need, room, MASK) };
    answer(rows.run(write), &[])
}

#[inline(never)]
fn pad<I: Index>(rows: Rows<I>) -> Answer {
    let scratch = std::ptr::null_mut();
    let pad = || unsafe { guarded::ring_pad::<I>(rows.base(), scratch, WRITTEN, ROOM, MASK, MARKER, NEXT) };
    answer(rows.run(pad), &[])
}

/// Looks at the row and discards there; looks again if it is on another row then, which the section finds out.
#[inline(never)]
fn discard<I: Index>(rows: Rows<I>) -> Answer {
    loop {
        let row = I::current().expect("this thread is registered");
        let there = rows.row(row).addr() + READ;
        let discard = || unsafe { guarded::ring_discard::<I>(rows.base(), READ, there, WRITTEN) };
        let committed = rows.run(discard);
        if committed || I::current() == Some(row) {
            return answer(committed, &[]);
        }
    }
}

fn written(words: &mut Words, bytes: &[u8]) -> Answer {
    let room = CAPACITY - need(bytes.len());
    if words[1] - words[0] > room || words[1] & MASK > room {
        return answer(false, &[]);
    }
    words[1] += need(bytes.len());
    words.extend(record(bytes));
    answer(true, &[])
}

/// The family of rings.
pub(super) fn ring<I: Index>() -> Family {
    let rows = Rows::<I>::new();
    let initial = |row: u32| {
        let mut words = vec![0, WRITTEN, READ];
        words.resize(BYTES + 24 / WORD, 0);
        (words[BYTES], words[BYTES + HEADER]) = (11, 40 + row as usize);
        words
    };
    let mut family = rows
        .family("ring", initial, records)
        .operation(
            "write",
            move |side| write(rows, side.of(&VICTIMS, &OTHERS)),
            |side, words| written(words, side.of(&VICTIMS, &OTHERS)),
        )
        .operation(
            "pad",
            move |_| pad(rows),
            |_, words| {
                if words[1] != WRITTEN || words[1] - words[0] > ROOM {
                    return answer(false, &[]);
                }
                words[1] = NEXT;
                words.push(MARKER);
                answer(true, &[])
            },
        )
        .operation(
            "discard",
            move |_| discard(rows),
            |_, words| {
                if words[0] != READ {
                    return answer(false, &[]);
                }
                words[0] = WRITTEN;
                words.drain(2..4);
                answer(true, &[])
            },
        );
    family = family.holder(
        "a holder that takes all",
        move |row, hold| rows.hold(row, hold, |words| words[1] = words[0]),
        |words| {
            words[0] = words[1];
            words.truncate(2);
        },
    );
    family = family.holder(
        "a holder that begins again",
        move |row, hold| rows.hold(row, hold, |words| (words[0], words[1]) = (0, 0)),
        |words| *words = vec![0, 0],
    );
    family.is_resumable = true;
    family
}

/// Returns whether it was acquired, and the address of its row.
#[inline(never)]
fn acquire<I: Index>(rows: Rows<I>) -> (bool, usize) {
    let mut row = 0;
    let out = &raw mut row;
    let committed = rows.run(|| unsafe { guarded::lock_acquire::<I>(rows.base(), out, 0, 1) });
    (committed, row)
}

/// The family of locks: the row's number, and whether it is locked.
pub(super) fn lock<I: Index>() -> Family {
    let rows = Rows::<I>::new();
    let acquire = move || acquire(rows);
    let number = move |row: usize| row.wrapping_sub(rows.base().addr()) >> STRIDE_SHIFT;
    let mut family = rows
        .family("lock", |row| vec![0, 0, row as usize], |words| vec![words[2], words[1]])
        .operation(
            "acquire",
            move |_| {
                let (committed, row) = acquire();
                answer(committed, &[number(row)])
            },
            |_, words| {
                let was_held = std::mem::replace(&mut words[1], 1) == 1;
                answer(!was_held, &[words[0]])
            },
        )
        .steps(
            "acquire and release",
            move || {
                if let (true, row) = acquire() {
                    unsafe { std::ptr::with_exposed_provenance_mut::<usize>(row).add(1).write_volatile(0) };
                }
            },
            |_| (),
        )
        .holder(
            "a holder that locks",
            move |row, hold| rows.hold(row, hold, |words| words[0] = 1),
            |words| words[1] = 1,
        )
        .holder("a holder that looks", move |row, hold| rows.hold(row, hold, |_| ()), |_| ());
    family.is_resumable = true;
    family
}

/// Returns whether the flag was set to `name`, and the address of its row. The flag is the row's second word, for the first is these rows' guard.
#[inline(never)]
fn set<I: Index>(rows: Rows<I>, name: usize) -> (bool, usize) {
    let (flag, mut at) = (rows.base().wrapping_add(1), 0_usize);
    let out = &raw mut at;
    loop {
        match section::retry_here::<I>(|| unsafe { guarded::flag_set::<I>(flag, out, name) }) {
            Outcome::Committed => return (true, at.wrapping_sub(WORD)),
            Outcome::Guarded => return (false, 0),
            Outcome::Aborted | Outcome::Exited => {}
        }
    }
}

/// The family of flags: the row's number, and the name of the holder, or 0.
pub(super) fn flag<I: Index>() -> Family {
    let rows = Rows::<I>::new();
    let number = move |row: usize| row.wrapping_sub(rows.base().addr()) >> STRIDE_SHIFT;
    let clear = |row: *mut usize| unsafe { row.add(1).write_volatile(0) };
    let mut family = rows
        .family("flag", |row| vec![0, 0, row as usize], |words| vec![words[2], words[1]])
        .operation(
            "set",
            move |side| {
                let (committed, row) = set(rows, side.of(77, 88));
                answer(committed, &[number(row)])
            },
            |side, words| {
                let was_clear = words[1] == 0;
                if was_clear {
                    words[1] = side.of(77, 88);
                }
                answer(was_clear, &[words[0]])
            },
        )
        .steps(
            "set and clear",
            move || {
                if let (true, row) = set(rows, 99) {
                    clear(std::ptr::with_exposed_provenance_mut(row));
                }
            },
            |_| (),
        )
        .stranger("a clearing elsewhere", move |row| clear(rows.row(row)), |words| words[1] = 0);
    family.is_resumable = true;
    family
}
