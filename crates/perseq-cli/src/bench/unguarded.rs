//! `perseq unguarded`: our array stack's sections without the look at the guard, to show what that costs.
//!
//! Nothing can take a row of these, so this is a thing to measure and not to use.
#![allow(unsafe_code, reason = "sections on rows of our own")]

use std::ptr::null_mut;

use perseq::{
    ByCpuId, Index, Word,
    core::{Outcome, cpu, critical_section, pool::Item, section::retry_here},
};

use super::{
    cache::{CAPACITY, Made, Object, Pool, had},
    parallel::Width,
    workload::touch_memory,
};

critical_section! {
    /// Our `array_push` without the guard's check.
    unsafe fn push(here: row; values: word, capacity) else full {
        load(row[1]);
        branch_eq(capacity, full);
        store_slot(word, row[2]);
        add(1);
        commit_tmp(row[1]);
    }
}

critical_section! {
    /// Our `array_pop` without the guard's check.
    unsafe fn pop(here: row; pointers: out) else empty {
        load(row[1]);
        branch_zero(empty);
        load_slot(row[1]);
        store_tmp(out);
        load(row[1]);
        add(-1);
        commit_tmp(row[1]);
    }
}

/// Rows as ours, whose sections look at no guard.
pub(super) struct Unguarded(Option<Item>);

impl Unguarded {
    fn item(&self) -> &Item {
        self.0.as_ref().unwrap_or_else(|| unreachable!("there until it is dropped"))
    }

    #[inline(always)]
    fn base(&self) -> *mut usize {
        self.0.as_ref().map_or(null_mut(), Item::base).cast()
    }
}

impl Pool for Unguarded {
    type Own = ();

    fn new(_width: Width) -> Self {
        let bytes = (CAPACITY + 2) * size_of::<usize>();
        Self(Some(had(ByCpuId::shared_pool().allocate(bytes, 64))))
    }

    fn enter(&self) {}

    #[inline(always)]
    fn pair(&self, (): &(), made: &Made) {
        let mut word = 0;
        // SAFETY: a row has the slots of the layout, and only these two sections write it; `word` is a live local.
        let popped = retry_here::<ByCpuId>(|| unsafe { pop::<ByCpuId>(self.base(), &raw mut word) });
        let object = match popped {
            // SAFETY: the word was a box, and is out of the row.
            Outcome::Committed => unsafe { Word::from_word(word) },
            _ => made.make(),
        };
        touch_memory();
        let word = Object::into_word(object);
        // SAFETY: as above.
        let pushed = retry_here::<ByCpuId>(|| unsafe { push::<ByCpuId>(self.base(), word, CAPACITY) });
        if pushed != Outcome::Committed {
            // SAFETY: the word was not taken.
            made.drop(unsafe { Word::from_word(word) });
        }
    }

    fn balance(&self) -> isize {
        // SAFETY: the length of a row of ours; nobody works any more.
        let len = |row| unsafe { self.item().row(row).cast::<usize>().wrapping_add(1).read() };
        (0..cpu::bound()).map(|row| len(row).cast_signed()).sum()
    }
}

impl Drop for Unguarded {
    fn drop(&mut self) {
        for row in 0..cpu::bound() {
            let words = self.item().row(row).cast::<usize>();
            // SAFETY: as in `balance`.
            let len = unsafe { words.wrapping_add(1).read() };
            for slot in 0..len {
                // SAFETY: as above.
                let word = unsafe { words.wrapping_add(2 + slot).read() };
                // SAFETY: slots below the length are boxes, dropped once.
                drop(unsafe { Object::from_word(word) });
            }
        }
        if let Some(item) = self.0.take() {
            // SAFETY: from this pool, and nobody uses it any more.
            unsafe { ByCpuId::shared_pool().free(item) };
        }
    }
}
