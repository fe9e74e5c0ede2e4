//! The sections that only the allocator has.

perseq_core::critical_section! {
    /// Pushes `word` unless the row is full or closed, as `array_push_open` does, or `word` is the last one there already: an object that
    /// was just freed is freed again. (Of an empty row, the word before the slots is compared: its length, 0, which is no object.)
    ///
    /// # Safety
    ///
    /// * PLAIN, OWNED and GUARDED: `row` is row 0 of an array.
    pub(super) unsafe fn push_once(here: row; values: word) else full_closed_or_twice {
        limit(row[1]);
        load(row[2]);
        branch_outside(full_closed_or_twice);
        load_slot(row[2]);
        branch_eq(word, full_closed_or_twice);
        load(row[2]);
        store_slot(word, row[3]);
        add(1);
        commit_tmp(row[2]);
    }
}

perseq_core::critical_section! {
    /// Stores `word` to `*out` if it is the last one of the row.
    ///
    /// # Safety
    ///
    /// * PLAIN, OWNED and GUARDED: `row` is row 0 of an array, `out` is valid for a word.
    pub(super) unsafe fn is_last(guarded: row; pointers: out; values: word) else other {
        load(row[2]);
        load_slot(row[2]);
        branch_ne(word, other);
        commit(word, out);
    }
}
