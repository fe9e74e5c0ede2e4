//! `perseq load_add_store`: an addition as librseq's users write it, in Rust. The thread reads its CPU's number, and the section adds to that
//! row. The row stands beside `librseq add`, which is the same in C; a [`Counter`](perseq::Counter)'s section finds its row itself.
#![allow(unsafe_code, reason = "sections on rows of our own")]

use std::{
    mem::ManuallyDrop,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
};

use perseq::{
    ByCpuId, Index,
    perseq_core::{
        Outcome, cpu,
        pool::{Item, STRIDE},
        section::{ops::load_add_store, retry},
    },
};

use super::{cache::had, counter::Adder};
use crate::{
    parallel::Width,
    workload::{COUNTERS, Workload},
};

pub(super) struct OnRow {
    item: ManuallyDrop<Item>,
    /// Taken where sections cannot commit. Elsewhere in memory: the compiler then knows that nothing here changes, and the loop has the base in
    /// a register.
    spilled: Box<AtomicU64>,
}

impl Workload for OnRow {
    type Own = ();

    fn enter(&self, _worker: usize) {}

    #[inline(always)]
    fn op(&self, _own: &(), which: usize) {
        let base: *mut usize = self.item.base().cast();
        let outcome = retry::<ByCpuId>(move |index| {
            let word = base.wrapping_add(which).wrapping_byte_add(index as usize * STRIDE);
            // SAFETY: PLAIN and OWNED: a word of that row of the item, which only this section writes while threads work.
            unsafe { load_add_store::<ByCpuId>(index, word, 1) }
        });
        if outcome != Outcome::Committed {
            self.spilled.fetch_add(1, Relaxed);
        }
    }
}

impl Adder for OnRow {
    fn new(_width: Width) -> Self {
        let item = had(ByCpuId::shared_pool().allocate(COUNTERS * size_of::<usize>(), 64));
        Self { item: ManuallyDrop::new(item), spilled: Box::new(AtomicU64::new(0)) }
    }

    fn total(&self) -> u64 {
        let words = |row| {
            let first = self.item.row(row).cast::<usize>();
            (0..COUNTERS).map(move |which| first.wrapping_add(which))
        };
        // SAFETY: words of the item; no thread works.
        let rows = (0..cpu::bound()).flat_map(words).map(|word| unsafe { word.read() } as u64);
        rows.sum::<u64>() + self.spilled.load(Relaxed)
    }
}

impl Drop for OnRow {
    fn drop(&mut self) {
        // SAFETY: taken once.
        let item = unsafe { ManuallyDrop::take(&mut self.item) };
        // SAFETY: of this pool, freed once, and no thread works.
        unsafe { ByCpuId::shared_pool().free(item) };
    }
}
