//! The sections of the structures, each written once: of the `guarded` form, so that a guard's holder can keep them out.
//!
//! Row layouts, in words. Word 0 is always the guard.
//!
//! ```text
//!   array   guard, limit, length, slots…              array_*     (a stack of words)
//!   list    guard, first node                         list_*      (a linked list; each node holds the next one's address)
//!   queue   guard, head, tail, slots…                 queue_*     (free-running counts; a power of two slots)
//!   ring    guard, written, read; bytes from 64 on     ring_*      (free-running counts of bytes, a power of two of them)
//!   lock    guard, held                               lock_*
//!   flag    flag                                       flag_*      (0, or the name of the holder; it is in the guard's place)
//! ```
//!
//! Two of them look at no guard: `array_push_open` and `array_pop_open` compare with the row's **limit** where they compare
//! with the capacity anyway. A thread that takes a row sets its limit to 0 before the fence, which no length is below, so they are kept
//! out at no cost. (The limit is read before the length: a section that starts while the row is held must not find the length from
//! before the holder with the limit from after it.) Their exit means "full (or empty), or closed", and the guarded form tells which.
//!
//! An exit means what the name of the label says: `full`, `empty`, …
//!
//! # Safety
//!
//! Of every function here, contracts PLAIN, OWNED and GUARDED of `SAFETY.md`: `row` is row 0 of a
//! [`Guarded`](crate::guard::Guarded) of this index with the layout above, other pointers are valid for the words or
//! bytes that the documentation names, and rows are otherwise written by a guard's holder only.

/// Declares the sections, all with the module's contract.
macro_rules! sections {
    ($( $(#[$meta:meta])* $form:ident $name:ident ($($operands:tt)*) $(else $exit:ident)? { $($body:tt)* } )*) => {
        $( crate::critical_section! {
            $(#[$meta])*
            #[allow(clippy::missing_safety_doc, reason = "one contract for all, at the head of the module")]
            pub unsafe fn $name($form: $($operands)*) $(else $exit)? { $($body)* }
        } )*
    };
}

sections! {
    /// Pushes `word` unless the row is full or closed: the length is not below the limit.
    here array_push_open (row; values: word) else full_or_closed {
        limit(row[1]);
        load(row[2]);
        branch_outside(full_or_closed);
        store_slot(word, row[3]);
        add(1);
        commit_tmp(row[2]);
    }
    /// Pops a word into `*out` unless the row is empty or closed: the length − 1, unsigned, is not below the limit.
    here array_pop_open (row; pointers: out) else empty_or_closed {
        limit(row[1]);
        load(row[2]);
        add(-1);
        branch_outside(empty_or_closed);
        take_slot(row[3], out);
        commit_tmp(row[2]);
    }
    /// Pushes `word` unless there are `capacity` words.
    guarded array_push (row; values: word, capacity) else full {
        load(row[2]);
        branch_eq(capacity, full);
        store_slot(word, row[3]);
        add(1);
        commit_tmp(row[2]);
    }
    /// Pops a word into `*out`.
    guarded array_pop (row; pointers: out) else empty {
        load(row[2]);
        branch_zero(empty);
        add(-1);
        take_slot(row[3], out);
        commit_tmp(row[2]);
    }
    /// Pushes the `n` words at `source` unless more than `room` are there; `room` is the capacity − n, `bytes` is n in
    /// bytes, `scratch` any value.
    guarded array_push_batch (row; pointers: source, scratch; values: n, room, bytes) else full {
        load(row[2]);
        branch_above(room, full);
        slot(row[3]);
        set(scratch);
        copy(scratch, source, bytes);
        load(row[2]);
        add(n);
        commit_tmp(row[2]);
    }
    /// Pops `n` words to `target`, the last pushed last, unless fewer are there; `minus_n` is −n, `bytes` is n in bytes,
    /// `scratch` any value.
    guarded array_pop_batch (row; pointers: target, scratch; values: n, minus_n, bytes) else fewer {
        load(row[2]);
        branch_below(n, fewer);
        add(minus_n);
        slot(row[3]);
        set(scratch);
        copy(target, scratch, bytes);
        load(row[2]);
        add(minus_n);
        commit_tmp(row[2]);
    }
    /// Pushes the node at address `node`, whose link is the word at `link`. Never exits.
    guarded list_push (row; pointers: link; values: node) {
        load(row[1]);
        store_tmp(link);
        commit(node, row[1]);
    }
    /// Pops a node's address into `*out`; `offset` is that of the link in a node, in bytes.
    guarded list_pop (row; pointers: out; values: offset) else empty {
        load(row[1]);
        branch_zero(empty);
        store_tmp(out);
        load_at(offset);
        commit_tmp(row[1]);
    }
    /// Appends `word` unless there are `capacity` words, a power of two; `mask` is the capacity − 1.
    guarded queue_push (row; values: word, capacity, mask) else full {
        load(row[2]);
        sub_load(row[1]);
        branch_eq(capacity, full);
        load(row[2]);
        and(mask);
        store_slot(word, row[3]);
        load(row[2]);
        add(1);
        commit_tmp_release(row[2]);
    }
    /// Takes the oldest word into `*out`; `mask` is the capacity − 1.
    guarded queue_pop (row; pointers: out; values: mask) else empty {
        load(row[2]);
        sub_load(row[1]);
        branch_zero(empty);
        load(row[1]);
        and(mask);
        load_slot(row[3]);
        store_tmp(out);
        load(row[1]);
        add(1);
        commit_tmp(row[1]);
    }
    /// Appends a record of `len` bytes from `source`, unless the bytes from `read` to `written` and it are more than
    /// the capacity, or it would cross the end of the buffer. `need` is what it takes: a header of 8 bytes and `len`,
    /// rounded up to 8; `room` is the capacity − `need`, `mask` the capacity − 1, `scratch` any value.
    guarded ring_write (row; pointers: source, scratch; values: len, need, room, mask) else full {
        load(row[1]);
        sub_load(row[2]);
        branch_above(room, full);
        load(row[1]);
        and(mask);
        branch_above(room, full);
        add(row);
        add(64);
        set(scratch);
        store(len, scratch);
        add(8);
        set(scratch);
        copy(scratch, source, len);
        load(row[1]);
        add(need);
        commit_tmp_release(row[1]);
    }
    /// If `written` is `expected` and at most `room` bytes are used: puts `marker` there and moves `written` to
    /// `next`, the start of the buffer. `mask` is the capacity − 1, `scratch` any value.
    guarded ring_pad (row; pointers: scratch; values: expected, room, mask, marker, next) else moved {
        load(row[1]);
        branch_ne(expected, moved);
        sub_load(row[2]);
        branch_above(room, moved);
        load(row[1]);
        and(mask);
        add(row);
        add(64);
        set(scratch);
        store(marker, scratch);
        commit_release(next, row[1]);
    }
    /// On the row that the caller has looked at, with `read` still what it was there: moves `read` to `next`, past
    /// the oldest records. `there` is `expected` plus that row's address: another row may have the same `read`.
    guarded ring_discard (row; values: expected, there, next) else moved {
        load(row[2]);
        branch_ne(expected, moved);
        add(row);
        branch_ne(there, moved);
        commit(next, row[2]);
    }
    /// Takes the lock unless it is held, and stores the address of its row to `*out`; `free` is 0, `held` is not.
    guarded lock_acquire (row; pointers: out; values: free, held) else busy {
        load(row[1]);
        branch_ne(free, busy);
        store(row, out);
        commit(held, row[1]);
    }
    /// Sets the flag to `name`, which is not 0, and stores the flag's address to `*out`; leaves as if guarded where the flag is set. The
    /// holder clears it by a release store of 0, on any thread. Never exits.
    guarded flag_set (row; pointers: out; values: name) {
        store(row, out);
        commit(name, row);
    }
}
