//! Which guards this thread holds: so that who would wait for itself gets an error instead.
//!
//! Each domain has a number, and each thread a sum: it adds the number for a guard and subtracts it again. What is
//! dropped on another thread than made it is subtracted from an entry of a shared table, which the first thread
//! adds to its sum when it wants to know. The first domains have a field of the sum each, so that it tells of
//! each how many guards the thread holds; all later ones share the field on top, where each has a random number:
//!
//! ```text
//!   | n × random, of all others | domain 1 | domain 0 |
//! ```
//!
//! Threads have numbers in the order of their first guards, and share an entry where these differ by a multiple of the table's length.
//! Then a guard may go unnoticed. So it may where guards of several of the later domains are held; and for the rest of the thread's life
//! where a signal handler made one in the middle of this thread's making another, on a processor that needs several instructions to add to
//! memory: what the handler added is lost.
//!
//! None is seen that is not there, but by chance: one in 2¹⁸ (2¹⁰ on 32-bit targets) with guards of two of the later domains; and in a
//! shared entry, if others have dropped so many of the other thread's that their number is within this thread's own of a multiple of
//! 2²⁰ (2¹⁶).

use core::{
    cell::Cell,
    hash::BuildHasher,
    sync::atomic::{
        AtomicUsize,
        Ordering::{AcqRel, Acquire, Relaxed},
    },
};
use std::hash::RandomState;

/// Entries of the table: more than a process has threads that pass guards on.
const ENTRIES: usize = 4096;
/// Domains that have a field, and its bits: for more guards than a thread makes for all its tasks, and a sign.
const FIELDS: u32 = if cfg!(target_pointer_width = "64") { 2 } else { 1 };
const WIDTH: u32 = if cfg!(target_pointer_width = "64") { 20 } else { 16 };
/// Guards of a later domain on one thread that are told apart from chance.
const MOST: isize = 64;

/// A bit for each field that a domain has.
static TAKEN: AtomicUsize = AtomicUsize::new(0);
static ELSEWHERE: [AtomicUsize; ENTRIES] = [const { AtomicUsize::new(0) }; ENTRIES];

/// What was added and what was subtracted: two words, so that a guard's drop need not wait for what its making has stored.
struct Sum {
    /// The thread's number, from 1; 0 before its first guard.
    thread: Cell<usize>,
    /// What the entry was then: others had it before.
    baseline: Cell<usize>,
    added: Cell<usize>,
    subtracted: Cell<usize>,
}

thread_local! {
    static SUM: Sum = const { Sum {
        thread: Cell::new(0), baseline: Cell::new(0), added: Cell::new(0), subtracted: Cell::new(0),
    } };
}

/// The number that the next thread gets. From 1.
static NEXT: AtomicUsize = AtomicUsize::new(1);

/// A number for a new domain.
pub(crate) fn number() -> usize {
    let free = |taken: usize| taken.trailing_ones();
    let take = |taken| (free(taken) < FIELDS).then(|| taken | 1 << free(taken));
    match TAKEN.fetch_update(AcqRel, Acquire, take) {
        Ok(taken) => 1 << (free(taken) * WIDTH),
        Err(_) => (RandomState::new().hash_one(0_u8) as usize | 1) << (FIELDS * WIDTH),
    }
}

/// The domain of `number` is gone, and all its guards are.
pub(crate) fn give_back(number: usize) {
    let field = number.trailing_zeros() / WIDTH;
    if field < FIELDS {
        TAKEN.fetch_and(!(1 << field), AcqRel);
    }
}

/// Whose guard it is: the thread's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Holder(usize);

/// A guard of domain `number` was made.
#[inline(always)]
pub(crate) fn add(number: usize) -> Holder {
    SUM.with(|sum| {
        sum.added.set(sum.added.get().wrapping_add(number));
        match sum.thread.get() {
            0 => begin(sum),
            thread => Holder(thread),
        }
    })
}

/// The thread's first guard.
#[cold]
#[inline(never)]
fn begin(sum: &Sum) -> Holder {
    let thread = NEXT.fetch_add(1, Relaxed);
    sum.baseline.set(entry(thread).load(Relaxed));
    sum.thread.set(thread);
    Holder(thread)
}

/// Whether this thread made it.
#[inline(always)]
pub(crate) fn is_own(holder: Holder) -> bool {
    SUM.with(|sum| sum.thread.get() == holder.0)
}

/// One that this thread made was dropped.
#[inline(always)]
pub(crate) fn subtract(number: usize) {
    SUM.with(|sum| sum.subtracted.set(sum.subtracted.get().wrapping_add(number)));
}

/// It was dropped.
#[inline(always)]
pub(crate) fn remove(holder: Holder, number: usize) {
    SUM.with(|sum| {
        if sum.thread.get() == holder.0 {
            sum.subtracted.set(sum.subtracted.get().wrapping_add(number));
        } else {
            remove_elsewhere(holder, number);
        }
    });
}

#[cold]
#[inline(never)]
fn remove_elsewhere(holder: Holder, number: usize) {
    entry(holder.0).fetch_sub(number, Relaxed);
}

fn entry(thread: usize) -> &'static AtomicUsize {
    &ELSEWHERE[thread % ENTRIES]
}

/// How many guards of domain `number` this thread holds; 0 also where that cannot be told.
pub(crate) fn count(number: usize) -> usize {
    SUM.with(|sum| {
        let thread = sum.thread.get();
        if thread == 0 {
            // It never made a guard; the entry is others'.
            return 0;
        }
        let here = sum.added.get().wrapping_sub(sum.subtracted.get());
        let elsewhere = entry(thread).load(Relaxed).wrapping_sub(sum.baseline.get());
        let guards = decode(here.wrapping_add(elsewhere), number);
        // What was dropped elsewhere makes them fewer. Where it makes them more, it was so many of another thread's that their field is
        // full.
        if is_shared(thread) && guards > decode(here, number) { 0 } else { guards }
    })
}

/// Whether another thread has the same entry.
fn is_shared(thread: usize) -> bool {
    thread > ENTRIES || NEXT.load(Relaxed) > thread + ENTRIES
}

/// How many times `number` is in `sum`.
fn decode(sum: usize, number: usize) -> usize {
    let (mut sum, number) = (sum.cast_signed(), number.cast_signed());
    for field in 0..FIELDS {
        let count = sum << (isize::BITS - WIDTH) >> (isize::BITS - WIDTH);
        if number == 1 << (field * WIDTH) {
            return usize::try_from(count).unwrap_or(0);
        }
        sum = (sum - count) >> WIDTH;
    }
    let is_sum = |count: &isize| number.wrapping_mul(*count) >> (FIELDS * WIDTH) == sum;
    (1..=MOST).find(is_sum).map_or(0, isize::unsigned_abs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_domain_is_told_from_the_others() {
        let numbers = [1, 1 << ((FIELDS - 1) * WIDTH), 0x5a5b << (FIELDS * WIDTH)];
        let first = usize::from(FIELDS == 1);
        let numbers = &numbers[first..];
        // Also one that was lost: it shows as fewer guards of its own domain, and of no other.
        for counts in [[0, 0, 0], [1, 0, 0], [3, 2, 2], [9000, 400, 5], [-1, 1, 1], [1, -1, 8], [-2, -2, 64]]
        {
            let counts = &counts[first..];
            let sum = counts.iter().zip(numbers).fold(0_isize, |sum, (count, number): (&isize, &isize)| {
                sum.wrapping_add(number.wrapping_mul(*count))
            });
            for (count, number) in counts.iter().zip(numbers) {
                let counted = decode(sum.cast_unsigned(), number.cast_unsigned());
                assert_eq!(counted, usize::try_from(*count).unwrap_or(0), "{counts:?}");
            }
        }
    }

    #[test]
    fn a_field_is_one_domains_until_it_is_given_back() {
        let numbers: Vec<usize> = (0..=FIELDS).map(|_| number()).collect();
        let mut others = numbers.clone();
        others.sort_unstable();
        others.dedup();
        assert_eq!(others.len(), numbers.len());
        numbers.into_iter().for_each(give_back);
        assert!(number() < 1 << (FIELDS * WIDTH));
    }

    #[test]
    fn guards_that_others_pass_on_are_not_seen_however_many_they_are() {
        // What shows as many guards of the first domain, and of the second: half of a field, and more.
        let many = [(1 << (WIDTH - 1)) + 1, (1 << WIDTH) - 1];
        let first = 1_usize;
        let passed_on = move |thread: usize| {
            for many in many {
                remove_elsewhere(Holder(thread), first.wrapping_mul(many));
                assert_eq!(count(first), 0, "{many} guards that this thread never had");
            }
        };
        let thread = std::thread::spawn(move || {
            // It has made none: its entry is that of every 4096th.
            passed_on(ENTRIES);
            // Now it has one, with the same entry as another.
            let holder = add(first);
            assert_eq!(count(first), 1);
            remove(holder, first);
            NEXT.fetch_add(ENTRIES, Relaxed);
            passed_on(holder.0 + ENTRIES);
        });
        thread.join().unwrap();
    }
}
