//! Which guards this thread holds: so that who would wait for itself gets an error instead.
//!
//! Each domain has a random number, and each thread a sum: it adds the number for a guard and subtracts it again. What is
//! dropped on another thread than made it is subtracted from an entry of a shared table, which the first thread
//! adds to its sum when it wants to know. So the sum is n times the number where the thread holds n guards of that domain
//! alone; with guards of several domains each n is tried.
//!
//! Two threads may share an entry of the table. Then a guard may go unnoticed, and never is one seen that is not there.

use core::{
    cell::Cell,
    hash::BuildHasher,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};
use std::hash::RandomState;

/// Entries of the table: more than a process has threads that pass guards on.
const ENTRIES: usize = 4096;
/// Guards of one domain on one thread that are told apart from chance.
const MOST: usize = 1 << 10;

static ELSEWHERE: [AtomicUsize; ENTRIES] = [const { AtomicUsize::new(0) }; ENTRIES];

/// What was added and what was subtracted: two words, so that a guard's drop need not wait for what its making has stored.
struct Sum {
    added: Cell<usize>,
    subtracted: Cell<usize>,
}

thread_local! {
    static SUM: Sum = const { Sum { added: Cell::new(0), subtracted: Cell::new(0) } };
}

/// A domain's number: odd, and otherwise by chance.
pub(crate) fn number() -> usize {
    RandomState::new().hash_one(0_u8) as usize | 1
}

/// Whose guard it is: the address of its sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Holder(usize);

/// A guard of domain `number` was made.
#[inline(always)]
pub(crate) fn add(number: usize) -> Holder {
    SUM.with(|sum| {
        sum.added.set(sum.added.get().wrapping_add(number));
        Holder(core::ptr::from_ref(sum).addr())
    })
}

/// It was dropped.
#[inline(always)]
pub(crate) fn remove(holder: Holder, number: usize) {
    SUM.with(|sum| {
        if core::ptr::from_ref(sum).addr() == holder.0 {
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

fn entry(holder: usize) -> &'static AtomicUsize {
    // Thread-local memory is a stack's size apart, or a page.
    &ELSEWHERE[(holder >> 6 ^ holder >> 12 ^ holder >> 21) % ENTRIES]
}

/// How many guards of domain `number` this thread holds; 0 also where that cannot be told.
pub(crate) fn count(number: usize) -> usize {
    let sum = SUM.with(|sum| {
        let elsewhere = entry(core::ptr::from_ref(sum).addr()).load(Relaxed);
        sum.added.get().wrapping_sub(sum.subtracted.get()).wrapping_add(elsewhere)
    });
    (1..=MOST).find(|count| number.wrapping_mul(*count) == sum).unwrap_or(0)
}
