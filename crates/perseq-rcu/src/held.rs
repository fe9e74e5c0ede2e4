//! Which guards this thread holds: so that who would wait for itself gets an error instead.
//!
//! Each domain has a random number, and each thread a sum: it adds the number for a guard and subtracts it again. What is
//! dropped on another thread than made it is subtracted from an entry of a shared table, which the first thread
//! adds to its sum when it wants to know. So the sum is n times the number where the thread holds n guards of that domain
//! alone.
//!
//! Threads have numbers in the order of their first guards, and share an entry where these differ by a multiple of its length. Then
//! a guard may go unnoticed, and so it may where guards of several domains are held; none is seen that is not there, but by a chance
//! of one in 2⁵⁴ (2²² on 32-bit targets).

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

/// A domain's number: odd, and otherwise by chance.
pub(crate) fn number() -> usize {
    RandomState::new().hash_one(0_u8) as usize | 1
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
    static NEXT: AtomicUsize = AtomicUsize::new(1);
    let thread = NEXT.fetch_add(1, Relaxed);
    sum.baseline.set(entry(thread).load(Relaxed));
    sum.thread.set(thread);
    Holder(thread)
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
    let sum = SUM.with(|sum| {
        let here = sum.added.get().wrapping_sub(sum.subtracted.get());
        let elsewhere = entry(sum.thread.get()).load(Relaxed).wrapping_sub(sum.baseline.get());
        here.wrapping_add(elsewhere)
    });
    if sum == 0 {
        return 0;
    }
    (1..=MOST).find(|count| number.wrapping_mul(*count) == sum).unwrap_or(0)
}
