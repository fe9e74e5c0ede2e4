//! Memory comes back by itself: rows that no thread uses are emptied, by any thread that comes by.
//!
//! The threads of a program may sleep, and its rows hold free objects. No code of theirs is needed to get these: a
//! holder of a row's guard has the row alone after a fence, wherever its last thread was. About once a second, one thread that is
//! on a slow path anyway looks at all rows.

use core::{
    ptr::NonNull,
    sync::atomic::{
        AtomicU64, AtomicUsize,
        Ordering::{AcqRel, Acquire, Relaxed},
    },
};

use perseq_core::{Index, cpu, guard::Held};

use super::{BY_CPU, BY_ID, HEADER, LENGTH, Rows, depth::Note};
use crate::{
    batch::Batch,
    classes::Class,
    middle::MIDDLE,
    pages::{Linux, Pages},
};

/// Milliseconds between looks at the heap, which expects four in a second.
const PERIOD: u64 = 250;
/// Looks at the heap for one at the rows.
const ROWS_EVERY: usize = 4;

/// When the next look is due, in the clock's milliseconds.
static NEXT: AtomicU64 = AtomicU64::new(0);
/// How many there were.
static LOOKS: AtomicUsize = AtomicUsize::new(0);
/// How many arrays were emptied by a holder.
static DRAINS: AtomicUsize = AtomicUsize::new(0);

/// Has no thread look from now on.
pub fn look_no_more() {
    NEXT.store(u64::MAX, Relaxed);
}

/// How many arrays were emptied by a holder so far, and how many looks there were.
pub(crate) fn drains_and_looks() -> [u64; 2] {
    [&DRAINS, &LOOKS].map(|count| count.load(Relaxed) as u64)
}

/// Looks at all rows and the heap if it is time. Called on slow paths, after their work, and by the background thread. Returns whether it
/// looked, and found something that has changed or could be given back.
pub(crate) fn tick() -> bool {
    let (now, next) = (Linux::new().now(), NEXT.load(Relaxed));
    if now < next || NEXT.compare_exchange(next, now + PERIOD, AcqRel, Acquire).is_err() {
        return false;
    }
    // The first one sets the clock: a program that has just started has nothing to give back.
    next != 0 && look()
}

/// Empties the rows and transfer caches that no thread has used since the last look, and gives the system what it can have.
#[cold]
fn look() -> bool {
    let mut is_stirred = false;
    if LOOKS.fetch_add(1, Relaxed) % ROWS_EVERY == ROWS_EVERY - 1 {
        is_stirred |= BY_ID.drain(false);
        is_stirred |= BY_CPU.drain(false);
        is_stirred |= MIDDLE.empty_idle_transfers();
    }
    is_stirred | (MIDDLE.quietly(|heap| heap.purge(false)) > 0)
}

/// Empties all rows and transfer caches and gives the system all free memory; how many bytes it got.
pub fn trim() -> usize {
    BY_ID.drain(true);
    BY_CPU.drain(true);
    Class::all().for_each(|class| MIDDLE.empty_transfer(class));
    MIDDLE.quietly(|heap| heap.purge(true))
}

/// How many objects of a class rows hold; out of date when it arrives.
pub(crate) fn cached(class: Class) -> usize {
    BY_ID.cached(class) + BY_CPU.cached(class)
}

impl<I: Index> Rows<I> {
    /// Empties rows: all, or those of which no array has changed since the last call. Returns whether one has.
    fn drain(&'static self, all: bool) -> bool {
        // A look would give rows without memory some.
        if !self.all.is_placed() {
            return false;
        }
        let mut is_stirred = false;
        for row in 0..cpu::rows() {
            // All arrays are looked at: each look is noted.
            let changed = Class::all().filter(|&class| self.has_changed(row, class)).count();
            is_stirred |= changed > 0;
            if all || changed == 0 {
                Class::all().for_each(|class| self.drain_array(row, class));
            }
        }
        is_stirred
    }

    /// Returns whether an array holds another number of objects than when this was last asked.
    fn has_changed(&'static self, row: u32, class: Class) -> bool {
        let Some(seen) = self.note(row, class, Note::Seen) else { return false };
        let now = self.length(row, class);
        seen.swap(now, Relaxed) != now
    }

    /// How many objects an array holds; out of date when it arrives.
    pub(super) fn length(&'static self, row: u32, class: Class) -> usize {
        let Some(Ok(row)) = self.array(class).map(|array| array.peek(row)) else { return 0 };
        // SAFETY: a word of the row, which sections and holders write as a whole.
        unsafe { AtomicUsize::from_ptr(row.cast_mut().wrapping_add(LENGTH)) }.load(Relaxed)
    }

    fn cached(&'static self, class: Class) -> usize {
        if !self.all.is_placed() {
            return 0;
        }
        (0..cpu::rows()).map(|row| self.length(row, class)).sum()
    }

    /// Gives the heap all objects of an array, unless another thread holds it.
    fn drain_array(&'static self, row: u32, class: Class) {
        if self.length(row, class) == 0 {
            return;
        }
        // Without a fence the row stays as it is.
        let Some(Ok(Some(mut held))) = self.array(class).map(|array| array.try_lock(row)) else { return };
        DRAINS.fetch_add(1, Relaxed);
        while let Some(batch) = take_last(&held) {
            MIDDLE.give_to_heap(class, batch.objects());
        }
        self.flatten(&mut held, class);
    }
}

/// Takes the last objects of a held row, as many as a batch has room for; `None` if it has none.
fn take_last<I: Index>(held: &Held<'_, I>) -> Option<Batch> {
    // SAFETY: GUARDED: the row is held.
    let mut length = unsafe { held.word(LENGTH).read() };
    let mut batch = Batch::new();
    while length > 0 {
        // SAFETY: GUARDED: as above; the slots below the length hold objects' addresses.
        let object: *mut u8 = unsafe { held.word(HEADER + length - 1).cast::<*mut u8>().read() };
        if !batch.push(NonNull::new(object)?) {
            break;
        }
        length -= 1;
    }
    // Before the heap has them: a child that is forked now loses this batch, and has no object twice.
    held.publish(LENGTH, length);
    (!batch.objects().is_empty()).then_some(batch)
}
