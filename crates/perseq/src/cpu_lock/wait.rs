//! How a thread waits for a lock that another one has: by naps, and after some of them in line.
//!
//! A thread that naps may find the lock held at each look, while others take and release it in between for as long as they
//! like. So after [`BEFORE_LINE`] naps it gets in line, and the thread that releases the lock hands it to the first in line:
//!
//! ```text
//!   released, no thread in line for the row   holder: → 0         the next thread that looks takes it
//!   released, W is the first in line          holder: → W         no other thread can take it in between
//! ```
//!
//! The line is in the stacks of the threads that wait, under a guard; a release looks at one word before it takes that. In a forked
//! child it is empty: those threads are not there.

use core::{
    cell::Cell,
    sync::atomic::{
        AtomicUsize,
        Ordering::{Acquire, Relaxed, Release},
    },
};

use perseq_core::{
    Error, Index, Result,
    guard::{Exclusive, ExclusiveHeld},
    sys, thread,
};

use super::{CpuLock, me};

/// The first nap, in µs; each is twice as long as the one before, up to the last.
const FIRST_NAP: u32 = 20;
const LAST_NAP: u32 = 1000;
/// Naps before a thread gets in line: 620 µs.
const BEFORE_LINE: u32 = 5;
/// Naps of a thread that others may wait for: 50 ms, and more on a busy machine, where they take longer.
const NAPS: u32 = 50;

/// A thread's place in line.
pub(super) struct Place {
    /// The number of the thread, and the address of the row for whose lock it waits.
    number: usize,
    row: Cell<usize>,
    /// 0 until the lock is the thread's.
    given: AtomicUsize,
    /// The place after it. Like the row, it is looked at and changed with the line held.
    next: Cell<*const Self>,
}

/// The places of all rows, the oldest first.
struct Places {
    first: Cell<*const Place>,
    /// How many forks there had been: places from before another one are in stacks that this process does not have.
    forks: u32,
}

// SAFETY: a place outlives its membership, and is reached by the thread that holds the line (but for `given`, an atomic).
unsafe impl Send for Places {}

/// Threads that have waited for long.
pub(super) struct Line {
    places: Exclusive<Places>,
    /// 0 if no thread is in line. Changed with the line held.
    waiting: AtomicUsize,
}

// No caller's code runs while a thread changes the line, so no panic leaves it half changed.
impl core::panic::UnwindSafe for Line {}
impl core::panic::RefUnwindSafe for Line {}

impl Place {
    pub(super) fn new() -> Self {
        let (row, next) = (Cell::new(0), Cell::new(core::ptr::null()));
        Self { number: me(), row, given: AtomicUsize::new(0), next }
    }
}

impl Places {
    fn none() -> Self {
        Self { first: Cell::new(core::ptr::null()), forks: thread::forks() }
    }

    /// The link to the first place that is as asked, or the end.
    fn link(&self, is_it: impl Fn(&Place) -> bool) -> &Cell<*const Place> {
        let mut link = &self.first;
        // SAFETY: null, or a place in line: it lives until its thread has left, which takes the line as this caller has.
        while let Some(place) = unsafe { link.get().as_ref() }
            && !is_it(place)
        {
            link = &place.next;
        }
        link
    }

    /// Takes the first place out that is as asked.
    fn take(&self, is_it: impl Fn(&Place) -> bool) -> Option<&Place> {
        let link = self.link(is_it);
        // SAFETY: as in `link`.
        let place = unsafe { link.get().as_ref() }?;
        link.set(place.next.replace(core::ptr::null()));
        Some(place)
    }
}

impl Line {
    pub(super) fn new() -> Self {
        Self { places: Exclusive::new(Places::none()), waiting: AtomicUsize::new(0) }
    }

    /// Returns whether no thread is in line. One that has just got there may be missed: it looks at the lock after that.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.waiting.load(Relaxed) == 0
    }

    /// Calls `next` with the number of the first thread in line for `row`, or 0, and tells that thread.
    #[cold]
    #[inline(never)]
    pub(super) fn hand_over(&self, row: *mut usize, next: impl FnOnce(usize)) {
        self.change(|places| {
            let place = places.take(|place| place.row.get() == row.addr());
            next(place.map_or(0, |place| place.number));
            if let Some(place) = place {
                place.given.store(1, Release);
                sys::futex_wake_word(&place.given);
            }
        });
    }

    /// Calls `change` with the line held. No other guard is taken and no caller's code runs during the call, so this may wait for it
    /// whatever the thread holds, and never asks twice.
    fn change<R>(&self, change: impl FnOnce(&Places) -> R) -> R {
        let mut places = self.places();
        if places.forks != thread::forks() {
            *places = Places::none();
        }
        let result = change(&places);
        self.waiting.store(usize::from(!places.first.get().is_null()), Relaxed);
        result
    }

    fn places(&self) -> ExclusiveHeld<'_, Places> {
        loop {
            match self.places.lock_innermost() {
                Ok(places) => return places,
                // The thread that held it is not in this forked child, nor is any that was in line.
                Err(Error::Abandoned { .. }) => drop(self.places.replace_abandoned(Places::none())),
                // Another thread has it that has this one's number, which starts again on 32-bit targets.
                Err(_) => sys::nap(FIRST_NAP),
            }
        }
    }
}

/// A wait for a lock. When it is dropped, the thread has left the line, and a lock that it was given is released.
pub(super) struct Wait<'a, T, I: Index> {
    lock: &'a CpuLock<T, I>,
    place: &'a Place,
    /// The row for which the thread is in line.
    row: Option<*mut usize>,
    naps: u32,
    next: u32,
    /// How many guards and locks this thread holds: as long as it has any, another one may wait for that.
    held: u32,
}

impl<'a, T, I: Index> Wait<'a, T, I> {
    pub(super) const fn new(lock: &'a CpuLock<T, I>, place: &'a Place) -> Self {
        Self { lock, place, row: None, naps: 0, next: FIRST_NAP, held: 0 }
    }

    /// Naps, in a wait for the lock of row `row`, until the thread is given it or for a moment: each one is longer than that before,
    /// because a preempted holder on the same CPU must get to run.
    pub(super) fn nap(&mut self, row: u32) -> Result<()> {
        if self.naps == 0 {
            self.held = self.lock.held_here();
        }
        if self.held > 0 && self.naps >= NAPS {
            return Err(Error::RowBusy { row, held: self.held });
        }
        if self.row.is_none() && self.naps >= BEFORE_LINE {
            self.get_in_line(self.lock.row(row));
        } else if self.row.is_some() {
            sys::nap_while(&self.place.given, 0, self.next);
        } else {
            sys::nap(self.next);
        }
        self.naps = self.naps.saturating_add(1);
        self.next = (2 * self.next).min(LAST_NAP);
        Ok(())
    }

    fn get_in_line(&mut self, row: *mut usize) {
        self.row = Some(row);
        self.place.row.set(row.addr());
        let place = core::ptr::from_ref(self.place);
        self.lock.line.change(|places| places.link(|_| false).set(place));
    }

    /// Returns whether the thread has the lock of the row for which it is in line.
    pub(super) fn is_given(&self) -> bool {
        self.place.given.load(Acquire) != 0
    }

    /// Leaves the line; the row whose lock the thread was given, which is then the caller's to release.
    pub(super) fn leave(&mut self) -> Option<*mut usize> {
        let row = self.row.take()?;
        // Also if it was given the lock: the thread that gave it may still be looking at the place.
        self.lock.line.change(|places| {
            let _place = places.take(|place| core::ptr::eq(place, self.place));
        });
        self.is_given().then_some(row)
    }
}

impl<T, I: Index> Drop for Wait<'_, T, I> {
    fn drop(&mut self) {
        if let Some(row) = self.leave() {
            self.lock.release(row);
        }
    }
}
