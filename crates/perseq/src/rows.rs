//! What structures share that look at rows without holding them.

use core::sync::atomic::AtomicUsize;

use perseq_core::{Index, guard::Guarded};

/// The address of row `row`, which is below the bound.
pub(crate) fn row<I: Index>(rows: &Guarded<I>, row: u32) -> *mut usize {
    rows.peek(row).unwrap_or_else(|error| panic!("{error}")).cast_mut()
}

/// Word `word` of row `row`, to look at; also to write under `&mut` of the structure.
pub(crate) fn peek<I: Index>(rows: &Guarded<I>, row: u32, word: usize) -> &AtomicUsize {
    assert!((word + 1) * size_of::<usize>() <= rows.size());
    let address = self::row(rows, row).wrapping_add(word);
    // SAFETY: contract ROWS: a live, aligned word of the row, which lives as long as `rows`; it is written by sections, by
    // who holds the row and under `&mut`, all of it in whole words.
    unsafe { AtomicUsize::from_ptr(address) }
}
