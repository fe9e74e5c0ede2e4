//! The sections that write to a CPU's buffer.
//!
//! ```text
//!   control page, in words
//!    0  guard: 1 while a thread that cannot run sections writes here; the rest of a `SharedGuard`
//!   16  position │ last time │ discarded, full │ discarded, too large │ both again, by atomic additions │ claimed
//!   23  discarded, by atomic additions: no room for the type │ type refused │ thread barred │ no memory
//!   27  1 if the file system is to be asked for each sub-buffer before it is written to
//!   32  how many bytes were read │ what else the consumer keeps: `consumer`
//!   64  a pair for each sub-buffer: where its records end, how many were before it
//! ```
//!
//! `position` is the word that commits. It holds how many bytes were ever written, in its low [`BYTES`] bits, and how many records are in the
//! current sub-buffer, in the bits above: one store publishes both. A sub-buffer is never filled to its end, so only a `switch` leads
//! from one to the next.
//!
//! `claimed` is stored before a `switch`, and is where the sub-buffer begins that the switch leads to: a thread that copies beside producers looks at
//! it after the copy. `position` would not do: the word that says how many records are before the new sub-buffer is stored before it, and so may be
//! the bytes that are written to that, as other CPUs see it.

use perseq_core::critical_section;

/// Bits of `position` that count bytes.
pub(crate) const BYTES: u32 = 44;
/// In `position`: one record.
pub(crate) const RECORD: usize = 1 << BYTES;
/// Most words of a record: its header has 16 bits for them.
pub(crate) const MOST_WORDS: usize = u16::MAX as usize;
/// Bytes of a sub-buffer that no record is put in.
pub(crate) const SPARE: usize = 8;

pub(crate) const POSITION: usize = 16;
pub(crate) const LAST: usize = 17;
pub(crate) const FULL: usize = 18;
pub(crate) const LARGE: usize = 19;
pub(crate) const FULL_ELSEWHERE: usize = 20;
pub(crate) const LARGE_ELSEWHERE: usize = 21;
pub(crate) const CLAIMED: usize = 22;
pub(crate) const UNTYPED: usize = 23;
pub(crate) const UNFIT: usize = 24;
pub(crate) const BARRED: usize = 25;
pub(crate) const MEMORY: usize = 26;
pub(crate) const GROWS: usize = 27;
/// The last time of a buffer in which nothing can be written yet: later than all.
pub(crate) const UNTOUCHED: usize = usize::MAX;
pub(crate) const CONSUMER: usize = 32;
pub(crate) const SUB_BUFFERS: usize = 64;

critical_section! {
    /// Appends the `len` bytes at `source`, a record of that `time`, to the current sub-buffer.
    ///
    /// Leaves if the guard is taken, if a record with a later time is there, or if more than `room` bytes of the sub-buffer are used.
    /// `data` is the start of the buffer, whose size − 1 is `mask`; `sub_mask` is that of a sub-buffer; `step` is `len` and one
    /// [`RECORD`].
    ///
    /// # Safety
    ///
    /// * `row` is the control page of CPU `index`, and `data` its buffer; `source` is valid for `len` bytes, a multiple of 8.
    #[allow(clippy::too_many_arguments, reason = "a section's operands")]
    pub(crate) unsafe fn append(on index, guarded: row; pointers: source, data; values: time, len, sub_mask, room, mask, step) else out {
        load(row[17]);
        branch_above(time, out);
        load(row[16]);
        and(sub_mask);
        branch_above(room, out);
        load(row[16]);
        and(mask);
        add(data);
        set(data);
        store(time, row[17]);
        copy(data, source, len);
        load(row[16]);
        add(step);
        commit_tmp_release(row[16]);
    }
}

critical_section! {
    /// Says that the sub-buffer that begins at `next` is about to be written over, where position is still `expected`.
    ///
    /// A section, not a store: a thread that was moved away in between would take back what others have claimed since.
    ///
    /// # Safety
    ///
    /// * `row` is the control page of CPU `index`.
    pub(crate) unsafe fn claim(on index, guarded: row; values: expected, next) else moved {
        load(row[16]);
        branch_ne(expected, moved);
        commit_release(next, row[22]);
    }
}

critical_section! {
    /// Moves to the next sub-buffer, if position is still `expected`: notes where the `old` one's records end and how many records
    /// are before the `new` one, and makes position `next`.
    ///
    /// # Safety
    ///
    /// * `row` is the control page of CPU `index`; `old` and `new` are pairs of it.
    #[allow(clippy::too_many_arguments, reason = "a section's operands")]
    pub(crate) unsafe fn switch(on index, guarded: row; pointers: old, new; values: expected, end, before, next) else moved {
        load(row[16]);
        branch_ne(expected, moved);
        store(end, old[0]);
        store(before, new[1]);
        commit_release(next, row[16]);
    }
}

critical_section! {
    /// Adds 1 to the `word` of CPU `index` that sections count in.
    ///
    /// # Safety
    ///
    /// * `word` is one of the control page of CPU `index`.
    pub(crate) unsafe fn count(on index; pointers: word; values: one) {
        commit_add(one, word);
    }
}
