//! How deep an array may be: deeper where it runs both empty and full within a moment.
//!
//! An array that only runs empty is a producer's, and one that only runs full is a consumer's: more room would keep more memory and
//! save no way to the heap. One that does both within a moment swings wider than its depth. So it gets twice the depth, until its
//! room or the row's budget is used up.

use core::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use perseq_core::{Index, cpu, guard::Held};

use super::{CAPACITY, HEADER, LIMIT, Rows};
use crate::{
    classes::Class,
    pages::{Linux, Pages},
};

/// Words after a row's slots, which no section touches. They are hints: threads that write them at the same time lose one.
pub(super) const NOTES: usize = 4;

/// The contents of a note.
#[derive(Clone, Copy)]
pub(super) enum Note {
    /// The moment in which the array ran empty last.
    Empty,
    /// The moment in which it ran full last.
    Full,
    /// How many objects there were when the row was looked at last.
    Seen,
    /// Of the row, in the notes of the smallest class: bytes that arrays have been deepened by.
    Deepened,
}

/// Bytes of objects by which all arrays of a row may be deepened.
const BUDGET: usize = 2 << 20;
/// Binary logarithm of a moment's milliseconds.
const MOMENT: u32 = 7;

/// How many arrays were made deeper.
static DEEPENED: AtomicUsize = AtomicUsize::new(0);

/// How many arrays were made deeper so far.
pub(crate) fn deepened() -> u64 {
    DEEPENED.load(Relaxed) as u64
}

/// The class whose notes are the row's.
const SMALLEST: Class = match Class::from_index(0) {
    Some(class) => class,
    None => unreachable!(),
};

/// How deep a class's arrays are at first.
pub(super) const fn first(class: Class) -> usize {
    2 * class.batch()
}

/// How deep they may become: 256 KiB of objects, but room for four batches.
const fn deepest(class: Class) -> usize {
    let fit = (256 << 10) / class.size();
    let least = 4 * class.batch();
    let deepest = if fit < least { least } else { fit };
    if deepest < CAPACITY { deepest } else { CAPACITY }
}

impl<I: Index> Rows<I> {
    /// A note of a row, if there is such a row and it has memory.
    pub(super) fn note(&'static self, row: u32, class: Class, note: Note) -> Option<&'static AtomicUsize> {
        let row = self.array(class)?.peek(row).ok()?;
        let word = row.cast_mut().wrapping_add(HEADER + CAPACITY + note as usize);
        // SAFETY: inside the row, which has room for the notes and is never freed; all accesses of a note are atomic.
        Some(unsafe { AtomicUsize::from_ptr(word) })
    }

    /// This thread's row of a class has just run empty.
    pub(super) fn ran_empty(&'static self, class: Class) {
        self.ran(class, Note::Empty, Note::Full);
    }

    /// This thread's row of a class has just run full.
    pub(super) fn ran_full(&'static self, class: Class) {
        self.ran(class, Note::Full, Note::Empty);
    }

    fn ran(&'static self, class: Class, this: Note, other: Note) {
        let Some(row) = I::current() else { return };
        let (Some(this), Some(other)) = (self.note(row, class, this), self.note(row, class, other)) else {
            return;
        };
        let moment = (Linux::new().now() >> MOMENT) as usize + 1;
        this.store(moment, Relaxed);
        if other.load(Relaxed) == moment {
            other.store(0, Relaxed);
            self.deepen(row, class);
        }
    }

    #[cold]
    fn deepen(&'static self, row: u32, class: Class) {
        let Some(deepened) = self.note(row, SMALLEST, Note::Deepened) else { return };
        let Some(Ok(Some(mut held))) = self.array(class).map(|array| array.try_lock(row)) else { return };
        let limit = held.limit();
        let deeper = (2 * limit).min(deepest(class));
        let bytes = (deeper - limit) * class.size();
        let charge = |now: usize| (now + bytes <= BUDGET).then_some(now + bytes);
        if bytes > 0 && deepened.fetch_update(Relaxed, Relaxed, charge).is_ok() {
            held.set_limit(deeper);
            DEEPENED.fetch_add(1, Relaxed);
        }
    }

    /// How deep the deepest array of a class is now; 0 if none was used.
    pub(super) fn depth(&'static self, class: Class) -> usize {
        if !self.all.is_placed() {
            return 0;
        }
        let limit = |row| {
            let row = self.array(class)?.peek(row).ok()?;
            // SAFETY: a word of the row, which holders write as a whole.
            Some(unsafe { AtomicUsize::from_ptr(row.cast_mut().wrapping_add(LIMIT)) }.load(Relaxed))
        };
        (0..cpu::rows()).filter_map(limit).max().unwrap_or(0)
    }

    /// Makes a row of a class as deep as it was at first.
    pub(super) fn flatten(&'static self, held: &mut Held<'_, I>, class: Class) {
        let bytes = held.limit().saturating_sub(first(class)) * class.size();
        if let Some(deepened) = self.note(held.index(), SMALLEST, Note::Deepened) {
            _ = deepened.fetch_update(Relaxed, Relaxed, |now| Some(now.saturating_sub(bytes)));
        }
        held.set_limit(first(class));
    }
}
