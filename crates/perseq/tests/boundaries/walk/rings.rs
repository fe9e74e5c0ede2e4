//! `RingBuffer`, looked at as a whole: the records in it and in hands, sorted. None may be lost, doubled or torn.

use std::sync::Mutex;

use perseq::{Index, Mode, RingBuffer};

use super::{
    counters::Fresh,
    families::{Family, Side},
    guarded::answer,
    scenario::{Answer, Words},
    structures::{leak, name},
};

/// Bytes of a record: two words and three bytes, which take 32 with the header.
const LEN: usize = 19;

/// The record of a number; every byte depends on it.
fn record(number: usize) -> [u8; LEN] {
    std::array::from_fn(|n| (number + n) as u8)
}

/// The number of a record, or what no number is if it is torn.
fn number(bytes: &[u8]) -> usize {
    let number = usize::from(bytes[0]);
    if bytes == record(number) { number } else { usize::MAX }
}

#[inline(never)]
fn write<I: Index>(ring: &RingBuffer<I>, number: usize) -> Answer {
    answer(ring.write(&record(number)).is_ok(), &[])
}

/// The records that readers have taken.
type Hands = &'static Mutex<Words>;

/// A ring, made afresh by `make` for each trial, in which writes never fail.
///
/// If records are overwritten, which ones depends on the moment: then they are only counted, and torn ones.
fn ring<I: Index>(what: &str, make: impl Fn(Hands) -> RingBuffer<I> + 'static, mode: Mode) -> Family {
    let ring = Fresh::<RingBuffer<I>>::new();
    let hands: Hands = leak(Mutex::new(Words::new()));
    let take = move |bytes: &[u8]| hands.lock().expect("no panic").push(number(bytes));
    let fresh = move || {
        hands.lock().expect("no panic").clear();
        ring.set(make(hands));
    };
    let observe = move |_| {
        let mut numbers = hands.lock().expect("no panic").clone();
        let looked = ring.get().snapshot(|_, bytes| numbers.push(number(bytes)));
        looked.expect("nobody reads");
        numbers.sort_unstable();
        match mode {
            Mode::Discard => numbers,
            Mode::Overwrite => {
                let torn = numbers.iter().filter(|&&number| number == usize::MAX).count();
                vec![numbers.len() + ring.get().lost() as usize, torn]
            }
        }
    };
    let initial = move |_| match mode {
        Mode::Discard => (1..=RECORDS).collect(),
        Mode::Overwrite => vec![RECORDS, 0],
    };
    let written = move |side: Side, words: &mut Words| {
        match mode {
            Mode::Discard => words.push(side.of(77, 88)),
            Mode::Overwrite => words[0] += 1,
        }
        words.sort_unstable_by_key(|&word| if mode == Mode::Discard { word } else { 0 });
        answer(true, &[])
    };
    let drain = move || _ = ring.get().drain(|_, bytes| take(bytes)).expect("nobody else reads");
    let read = move |row| {
        let mut reader = ring.get().reader(row).expect("nobody else reads");
        _ = reader.read(take).expect("nobody holds the row");
    };
    Family::new(name::<I>(what), I::current, 1, fresh, initial, observe)
        .operation("write", move |side| write(ring.get(), side.of(77, 88)), written)
        .steps("a drain", drain, |_| ())
        .stranger("a reader elsewhere", read, |_| ())
}

/// Records to begin with.
const RECORDS: usize = 6;

/// A ring of `capacity` bytes with the first records, after one of `before` bytes if there is one.
fn filled<I: Index>(capacity: usize, mode: Mode, before: Option<usize>) -> RingBuffer<I> {
    let ring = RingBuffer::try_indexed(capacity, mode).expect("memory");
    if let Some(len) = before {
        ring.write(&vec![0; len]).expect("room");
    }
    (1..=RECORDS).for_each(|number| drop(write(&ring, number)));
    ring
}

/// The families of rings, by one index.
pub(super) fn families<I: Index>() -> Vec<Family> {
    let with_room = |_: Hands| filled::<I>(512, Mode::Discard, None);
    // After 40 bytes and six times 32, 24 are left: less than a record takes. All before are free.
    let at_its_end = |hands: Hands| {
        let ring = filled::<I>(256, Mode::Discard, Some(32));
        let records = |_, bytes: &[u8]| {
            if bytes.len() == LEN {
                hands.lock().expect("no panic").push(number(bytes));
            }
        };
        ring.drain(records).expect("nobody else reads");
        ring
    };
    // Four records fit.
    let full = |_: Hands| filled::<I>(128, Mode::Overwrite, None);
    vec![
        ring("RingBuffer with room", with_room, Mode::Discard).with_slow_path(),
        ring("RingBuffer at the end of its buffer", at_its_end, Mode::Discard).with_slow_path(),
        ring("RingBuffer, full,", full, Mode::Overwrite),
    ]
}
