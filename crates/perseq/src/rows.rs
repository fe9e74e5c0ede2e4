//! What structures share that look at rows without holding them.

use core::sync::atomic::AtomicUsize;

use perseq_core::{Index, guard::Guarded};

/// Word `word` of row `row`, to look at; also to write under `&mut` of the structure.
pub(crate) fn peek<I: Index>(rows: &Guarded<I>, row: u32, word: usize) -> &AtomicUsize {
    assert!((word + 1) * size_of::<usize>() <= rows.size());
    let row = rows.peek(row).unwrap_or_else(|error| panic!("{error}"));
    // SAFETY: contract ROWS: a live, aligned word of the row, which lives as long as `rows`; it is written by sections, by
    // who holds the row and under `&mut`, all of it in whole words.
    unsafe { AtomicUsize::from_ptr(row.cast_mut().wrapping_add(word)) }
}
