//! Which thread has made the guards that are counted: a flag names its thread, and a count names none.
//!
//! A table of words, each of one thread and one domain, with the number of guards that the thread has made of the domain and that were
//! not dropped. A word is free again when they were. It changes by compare-and-swap, on any thread, also in handlers.
//!
//! ```text
//!   thread, 32 bits │ domain, 24 bits │ guards, 8 bits          or 0
//! ```
//!
//! A thread with more guards has several words. A guard that finds no word within [`WINDOW`] is not known to be its thread's: there are
//! thousands of others then.

use core::sync::atomic::{AtomicU32, AtomicU64, Ordering::Relaxed};

use crate::name::Name;

/// Words of the table: 32 KiB.
const WORDS: usize = 4096;
/// Words in which the guards of one thread and domain may be.
const WINDOW: usize = 64;
/// Bits of the number of guards.
const GUARD_BITS: u32 = 8;
const MOST: u64 = (1 << GUARD_BITS) - 1;
/// Bits of a domain's number.
const DOMAIN_BITS: u32 = 24;

static TABLE: [AtomicU64; WORDS] = [const { AtomicU64::new(0) }; WORDS];
static NEXT: AtomicU32 = AtomicU32::new(0);

/// Where a guard is in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Entry(u32);

impl Entry {
    /// Nowhere.
    pub(crate) const NONE: Self = Self(u32::MAX);
}

/// A number for a new domain, never 0: its own, unless there were 2²⁴ others since.
pub(crate) fn number() -> u32 {
    NEXT.fetch_add(1, Relaxed) % ((1 << DOMAIN_BITS) - 1) + 1
}

/// What the words of a thread and a domain have on top.
fn key(name: Name, number: u32) -> u64 {
    u64::from(name.short()) << DOMAIN_BITS | u64::from(number)
}

/// The places where its words may be.
fn places(key: u64) -> impl Iterator<Item = usize> {
    // Multiplicative hashing: the upper bits depend on all.
    let first = (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 52) as usize;
    (0..WINDOW).map(move |n| (first + n) % WORDS)
}

/// A guard of domain `number` is made by thread `name`.
pub(crate) fn add(name: Name, number: u32) -> Entry {
    let key = key(name, number);
    let more = |word: u64| match word {
        0 => Some(key << GUARD_BITS | 1),
        _ if word >> GUARD_BITS == key && word & MOST < MOST => Some(word + 1),
        _ => None,
    };
    let taken = places(key).find(|&place| TABLE[place].fetch_update(Relaxed, Relaxed, more).is_ok());
    taken.map_or(Entry::NONE, |place| Entry(place as u32))
}

/// It is dropped.
pub(crate) fn remove(entry: Entry) {
    if let Some(word) = TABLE.get(entry.0 as usize) {
        let fewer = |word: u64| Some(if word & MOST == 1 { 0 } else { word - 1 });
        _ = word.fetch_update(Relaxed, Relaxed, fewer);
    }
}

/// How many guards of domain `number` thread `name` has made that were not dropped.
pub(crate) fn count(name: Name, number: u32) -> usize {
    let key = key(name, number);
    let words = places(key).map(|place| TABLE[place].load(Relaxed));
    words.filter(|word| word >> GUARD_BITS == key).map(|word| (word & MOST) as usize).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name;

    // One test, for what fills a part of the table is in the way of another.
    #[test]
    fn guards_are_counted_by_thread_and_domain_and_one_that_finds_no_word_is_nowhere() {
        let (here, there) = (name::get(), std::thread::spawn(name::get).join().unwrap());
        let numbers = [number(), number()];
        let mut entries = Vec::new();
        for n in 0..1000 {
            entries.push(add(here, numbers[0]));
            if n % 10 == 0 {
                entries.push(add(there, numbers[0]));
                entries.push(add(here, numbers[1]));
            }
        }
        assert_eq!(count(here, numbers[0]), 1000);
        assert_eq!(count(there, numbers[0]), 100);
        assert_eq!(count(here, numbers[1]), 100);
        assert_eq!(count(there, numbers[1]), 0);
        entries.drain(..).for_each(remove);
        assert_eq!(count(here, numbers[0]) + count(there, numbers[0]) + count(here, numbers[1]), 0);

        entries.extend((0..=WINDOW * MOST as usize).map(|_| add(here, numbers[0])));
        assert_eq!(entries.last(), Some(&Entry::NONE));
        assert!(count(here, numbers[0]) > 0);
        entries.drain(..).for_each(remove);
        assert_eq!(count(here, numbers[0]), 0);
    }
}
