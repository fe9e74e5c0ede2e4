//! The contents of an item, in every row.

use core::ffi::c_void;

use super::shape::Shape;

/// The value that an item is filled with.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Contents {
    /// With what is there.
    Any,
    Zero,
    /// With this word again and again.
    Word(usize),
    /// With the bytes at an address, and what is there after them.
    Bytes(*const c_void, usize),
}

impl Contents {
    /// The bytes at `init`, which is null where the caller wants any.
    pub(crate) fn of(init: *const c_void, len: usize) -> Self {
        if init.is_null() { Self::Any } else { Self::Bytes(init, len) }
    }

    /// Bytes that an item needs to have.
    pub(super) fn len(self) -> usize {
        if let Self::Bytes(_, len) = self { len } else { 0 }
    }

    /// Returns whether this is in the item at `at`.
    ///
    /// # Safety
    /// * `at` is an item of `len` bytes, aligned for a word, and nothing writes it during the call.
    unsafe fn is_at(self, at: *const u8, len: usize) -> bool {
        let is_all = |word: usize| {
            // SAFETY: the caller's promise. Volatile: the memory may be mapped elsewhere, too.
            (0..len)
                .step_by(size_of::<usize>())
                .all(|n| unsafe { at.wrapping_byte_add(n).cast::<usize>().read_volatile() } == word)
        };
        match self {
            Self::Any => true,
            Self::Zero => is_all(0),
            Self::Word(word) => is_all(word),
            // SAFETY: the caller's promise, and that of the pool's user for `bytes`.
            Self::Bytes(bytes, count) => unsafe { libc::memcmp(at.cast(), bytes, count) == 0 },
        }
    }

    /// Puts this into the item at `at`, if something else is there; whether that was so. A row that has it already keeps the page that it shares.
    ///
    /// # Safety
    /// * As [`is_at`](Self::is_at), for writes.
    unsafe fn put(self, at: *mut u8, len: usize) -> bool {
        // SAFETY: the caller's promise.
        if unsafe { self.is_at(at, len) } {
            return false;
        }
        let fill = |word: usize| {
            for n in (0..len).step_by(size_of::<usize>()) {
                // SAFETY: the caller's promise.
                unsafe { at.wrapping_byte_add(n).cast::<usize>().write_volatile(word) };
            }
        };
        match self {
            Self::Any => {}
            Self::Zero => fill(0),
            Self::Word(word) => fill(word),
            // SAFETY: the caller's promise, and that of the pool's user for `bytes`, which are not in a new item.
            Self::Bytes(bytes, count) => unsafe {
                libc::memcpy(at.cast(), bytes, count);
            },
        }
        true
    }
}

/// The places of the rows of a range, for as long as its pool.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rows {
    /// The first row.
    pub(super) base: *mut u8,
    /// The initial values' row, or null.
    pub(super) init: *mut u8,
}

impl Rows {
    pub(super) fn row(self, row: usize, shape: &Shape) -> *mut u8 {
        self.base.wrapping_byte_add(row * shape.stride)
    }

    /// Fills the item at `offset`, which is the caller's alone, in the initial values and in every row.
    ///
    /// A store to another item of the same page may be copying the page at the same time. Look at a row that still shared the page
    /// with the initial values when its copy began:
    ///
    /// ```text
    ///   kernel, for a store to the page in row n        this thread
    ///   k1  copies the page: old bytes of this item
    ///                                                   a  new initial values
    ///                                                   b  row n: still shared, so it has the new values
    ///   k2  row n is the copy from now on: old bytes
    /// ```
    ///
    /// So between a and b, `settle` waits for all copies that have begun. Those that begin later have the new values.
    pub(super) fn fill(self, shape: &Shape, offset: usize, contents: Contents) {
        if matches!(contents, Contents::Any) {
            return;
        }
        if !self.init.is_null() {
            // SAFETY: the initial values of an item of the caller's.
            let is_new = unsafe { contents.put(self.init.wrapping_byte_add(offset), shape.item_len) };
            if is_new {
                self.settle(shape);
            }
        }
        for row in 0..shape.rows {
            // SAFETY: the item's place in row `row`.
            unsafe { contents.put(self.row(row, shape).wrapping_byte_add(offset), shape.item_len) };
        }
    }

    /// Waits for the end of all page faults that are under way in the rows.
    ///
    /// A change of the mappings' advice takes the lock that page faults share (since Linux 6.4, each mapping's own; before, the one
    /// of all mappings). Advice that is given already changes nothing and waits for nothing, hence two of them: whatever other threads do here,
    /// one change at least comes after this call has begun. The advice is for reading ahead, which memory does not do.
    fn settle(self, shape: &Shape) {
        for advice in [libc::MADV_RANDOM, libc::MADV_NORMAL] {
            // SAFETY: advice changes no contents.
            unsafe { libc::madvise(self.base.cast(), shape.rows * shape.stride, advice) };
        }
    }

    /// The first word of the item at `offset`, in any row or in the initial values, that is not `word`.
    pub(super) fn differs(self, shape: &Shape, offset: usize, word: usize) -> bool {
        let rows = (0..shape.rows).map(|row| self.row(row, shape));
        let init = (!self.init.is_null()).then_some(self.init);
        // SAFETY: the item's places, which nothing writes that is right.
        rows.chain(init)
            .any(|row| !unsafe { Contents::Word(word).is_at(row.wrapping_byte_add(offset), shape.item_len) })
    }
}
