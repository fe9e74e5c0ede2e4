//! `perseq bare` and `perseq unguarded`: our array stack's sections and nothing around them, with the look at the guard and
//! without, to show what that costs.
//!
//! Nothing can take a row of the second, so this is a thing to measure and not to use.
#![allow(unsafe_code, reason = "sections on rows of our own")]

use std::{mem::MaybeUninit, ptr::null_mut};

use perseq::{
    ByCpuId, Index, Word,
    perseq_core::{
        Outcome, cpu, critical_section,
        pool::Item,
        section::{
            guarded::{array_pop_open, array_push_open},
            retry_here,
        },
    },
};

use super::cache::{CAPACITY, Made, Object, Pool, had};
use crate::{parallel::Width, workload::touch_memory};

critical_section! {
    /// Our push, which compares with the capacity and not with the row's limit.
    unsafe fn push(here: row; values: word, capacity) else full {
        load(row[2]);
        branch_eq(capacity, full);
        store_slot(word, row[3]);
        add(1);
        commit_tmp(row[2]);
    }
}

critical_section! {
    /// Our pop, which compares with 0 and not with the row's limit.
    unsafe fn pop(here: row; pointers: out) else empty {
        load(row[2]);
        branch_zero(empty);
        add(-1);
        take_slot(row[3], out);
        commit_tmp(row[2]);
    }
}

/// Rows as ours; their sections look at the guard or do not.
pub(super) struct Bare<const GUARDED: bool> {
    /// There until it is dropped.
    item: Option<Item>,
    /// In memory, as any structure's is.
    capacity: usize,
}

impl<const GUARDED: bool> Bare<GUARDED> {
    fn item(&self) -> &Item {
        self.item.as_ref().unwrap_or_else(|| unreachable!("there until it is dropped"))
    }

    #[inline(always)]
    fn base(&self) -> *mut usize {
        self.item.as_ref().map_or(null_mut(), Item::base).cast()
    }
}

impl<const GUARDED: bool> Pool for Bare<GUARDED> {
    type Own = ();

    fn new(_width: Width) -> Self {
        let bytes = (CAPACITY + 3) * size_of::<usize>();
        let item = had(ByCpuId::shared_pool().allocate(bytes, 64));
        for row in 0..cpu::bound() {
            // SAFETY: the second word of a row that no thread uses yet: its limit.
            unsafe { item.row(row).cast::<usize>().wrapping_add(1).write(CAPACITY) };
        }
        Self { item: Some(item), capacity: CAPACITY }
    }

    fn enter(&self) {}

    #[inline(always)]
    fn pair(&self, (): &(), made: &Made) {
        let base = self.base();
        let mut word = MaybeUninit::<usize>::uninit();
        let out = word.as_mut_ptr();
        let popped = retry_here::<ByCpuId>(move || match GUARDED {
            // SAFETY: a row has the layout of an array, and only these sections write it; `word` is a live local.
            true => unsafe { array_pop_open::<ByCpuId>(base, out) },
            // SAFETY: as above.
            false => unsafe { pop::<ByCpuId>(base, out) },
        });
        let object = match popped {
            Outcome::Committed => {
                // SAFETY: a section that commits has written it.
                let word = unsafe { word.assume_init() };
                // SAFETY: the word was a box, and is out of the row.
                unsafe { Word::from_word(word) }
            }
            _ => made.make(),
        };
        touch_memory();
        let word = Object::into_word(object);
        let capacity = self.capacity;
        let pushed = retry_here::<ByCpuId>(move || match GUARDED {
            // SAFETY: as above.
            true => unsafe { array_push_open::<ByCpuId>(base, word) },
            // SAFETY: as above.
            false => unsafe { push::<ByCpuId>(base, word, capacity) },
        });
        if pushed != Outcome::Committed {
            // SAFETY: the word was not taken.
            made.drop(unsafe { Word::from_word(word) });
        }
    }

    fn balance(&self) -> isize {
        // SAFETY: the length of a row of ours; no thread works any more.
        let len = |row| unsafe { self.item().row(row).cast::<usize>().wrapping_add(2).read() };
        (0..cpu::bound()).map(|row| len(row).cast_signed()).sum()
    }
}

impl<const GUARDED: bool> Drop for Bare<GUARDED> {
    fn drop(&mut self) {
        for row in 0..cpu::bound() {
            let words = self.item().row(row).cast::<usize>();
            // SAFETY: as in `balance`.
            let len = unsafe { words.wrapping_add(2).read() };
            for slot in 0..len {
                // SAFETY: as above.
                let word = unsafe { words.wrapping_add(3 + slot).read() };
                // SAFETY: slots below the length are boxes, dropped once.
                drop(unsafe { Object::from_word(word) });
            }
        }
        if let Some(item) = self.item.take() {
            // SAFETY: from this pool, and no thread uses it any more.
            unsafe { ByCpuId::shared_pool().free(item) };
        }
    }
}
