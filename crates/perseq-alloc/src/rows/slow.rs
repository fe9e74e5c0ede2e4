//! After a section has left: an array that was empty, full, held, not open yet or without memory, or a thread that runs no sections.

use core::{
    mem::MaybeUninit,
    ptr::{NonNull, null_mut},
};

use perseq_core::{
    Index,
    guard::{Attempt, Guarded},
    sanitizer,
    section::guarded,
    thread,
};

use super::{BY_CPU, BY_CPUS, Rows, WORD, begin_by, depth, drain, sections};
use crate::{
    batch::{BATCH, Batch},
    classes::Class,
    middle::MIDDLE,
};

/// How often a free tries to make room before the heap takes the object.
const TRIES: u32 = 3;

impl<I: Index> Rows<I> {
    #[cold]
    #[inline(never)]
    pub(super) fn allocate_slow(&'static self, class: Class) -> Option<NonNull<u8>> {
        let Some(array) = self.array(class) else { return take_one(class) };
        let mut word = MaybeUninit::<*mut u8>::uninit();
        let out = word.as_mut_ptr().cast();
        // The exact form, which tells empty from held, and waits for the holder.
        // SAFETY: PLAIN, OWNED, GUARDED: as in `allocate`.
        let pop = || array.attempt(|base| unsafe { guarded::array_pop::<I>(base, out) });
        match array.run(pop) {
            Attempt::Committed => {
                // SAFETY: a section that commits has written it.
                return NonNull::new(unsafe { sanitizer::output(&word) });
            }
            Attempt::Slow if has_no_ids::<I>() => return BY_CPU.allocate(class),
            // No rows, no sections, or none that was not interrupted: the heap does without.
            Attempt::Slow => return take_one(class),
            Attempt::Exited => {}
        }
        array.open_here();
        self.ran_empty(class);
        let mut batch = MIDDLE.take(class);
        let object = batch.pop()?;
        put_back(array, class, &batch);
        _ = drain::tick();
        Some(object)
    }

    #[cold]
    #[inline(never)]
    pub(super) fn free_slow(&'static self, class: Class, object: NonNull<u8>) {
        let Some(array) = self.array(class) else { return give_one(class, object) };
        let word = object.as_ptr().expose_provenance();
        for _ in 0..TRIES {
            // SAFETY: as in `free`.
            let push = || array.attempt(|base| unsafe { sections::push_once::<I>(base, word) });
            match array.run(push) {
                Attempt::Committed => {
                    _ = drain::tick();
                    return;
                }
                Attempt::Slow if has_no_ids::<I>() => return BY_CPU.free(class, object),
                Attempt::Slow => break,
                Attempt::Exited => {}
            }
            if is_last(array, word) {
                MIDDLE.heap().refuse_again(object.as_ptr(), class);
            }
            // Full, or not open yet.
            array.open_here();
            let mut batch = Batch::new();
            if take_last(array, class.batch().min(BATCH), &mut batch) {
                self.ran_full(class);
                MIDDLE.give(class, batch.objects());
            }
        }
        give_one(class, object);
    }
}

/// An object of the heap's. A program that runs no sections comes by nowhere else.
pub(crate) fn take_one(class: Class) -> Option<NonNull<u8>> {
    let object = MIDDLE.take_one(class);
    _ = drain::tick();
    object
}

/// Gives the heap an object.
pub(crate) fn give_one(class: Class, object: NonNull<u8>) {
    MIDDLE.give_to_heap(class, &[object]);
    _ = drain::tick();
}

/// Puts the rest of a batch into this thread's row, or back if there is no room: the thread may be on another one by now.
fn put_back<I: Index>(array: &Guarded<I>, class: Class, batch: &Batch) {
    let objects = batch.objects();
    if objects.is_empty() {
        return;
    }
    let (n, bytes) = (objects.len(), size_of_val(objects));
    let source: *mut usize = objects.as_ptr().cast_mut().cast();
    objects.iter().for_each(|object| _ = object.as_ptr().expose_provenance());
    let room = depth::first(class) - n;
    let push = || {
        // SAFETY: PLAIN, OWNED, GUARDED: as in `allocate`; `source` holds `n` words, which are only read; the array has room for
        // more than the limit that it starts with.
        array.attempt(|base| unsafe {
            guarded::array_push_batch::<I>(base, source, null_mut(), n, room, bytes)
        })
    };
    if array.run(push) != Attempt::Committed {
        MIDDLE.give_to_heap(class, objects);
    }
}

/// Returns whether an object that is being freed is the last one of this thread's row, which is free.
fn is_last<I: Index>(array: &Guarded<I>, word: usize) -> bool {
    let mut out = 0;
    let out = &raw mut out;
    // SAFETY: PLAIN, OWNED, GUARDED: as in `allocate`; `out` is a live local.
    array.run(|| array.attempt(|base| unsafe { sections::is_last::<I>(base, out, word) }))
        == Attempt::Committed
}

/// Takes the last `n` objects of this thread's row, at most [`BATCH`]; `false` if it has fewer or cannot be looked at.
fn take_last<I: Index>(array: &Guarded<I>, n: usize, batch: &mut Batch) -> bool {
    let bytes = n * WORD;
    let mut taken = false;
    let fill = |places: &mut [MaybeUninit<NonNull<u8>>]| {
        let target: *mut usize = places.as_mut_ptr().cast();
        let pop = || {
            // SAFETY: PLAIN, OWNED, GUARDED: as in `allocate`; `target` has room for `n` words.
            array.attempt(|base| unsafe {
                guarded::array_pop_batch::<I>(base, target, null_mut(), n, n.wrapping_neg(), bytes)
            })
        };
        taken = array.run(pop) == Attempt::Committed;
        if taken {
            sanitizer::written(target, bytes);
        }
        if taken { n } else { 0 }
    };
    // SAFETY: a section that commits has written `n` words, each of which is an object's address that `free` or `put_back` has put
    // into the row.
    unsafe { batch.fill(n, fill) };
    taken
}

/// Returns whether this thread has no concurrency id although it can run sections: from now on rows by CPU number are
/// tried first.
#[cold]
fn has_no_ids<I: Index>() -> bool {
    if I::ROWS_ARE_CPUS || I::current().is_some() || !thread::is_attached() {
        return false;
    }
    begin_by(BY_CPUS);
    true
}
