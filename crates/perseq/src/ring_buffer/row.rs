//! One row of a ring: its words, its bytes, where a record goes and where the next one is.

use core::{
    marker::PhantomData,
    sync::atomic::{
        AtomicUsize,
        Ordering::{Acquire, Relaxed, Release},
    },
};

use perseq_core::{Index, guard::Guarded};

/// Bytes of a row before its buffer: guard, counts, reader's lock.
pub(super) const BYTES: usize = 64;
/// Bytes of a record's header: its length as a word, in a place of 8.
pub(super) const HEADER: usize = 8;
/// In a header: no record, but padding up to the end of the buffer.
const PADDING: usize = 1 << 31;

/// Bytes that a record of `len` takes.
#[inline(always)]
pub(super) const fn need(len: usize) -> usize {
    (len + HEADER + 7) & !7
}

/// The place of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// After the record that was written last.
    Here,
    /// At the start of the buffer, after so many bytes of padding.
    Behind(usize),
    /// Nowhere before so many bytes are free.
    NoRoom(usize),
}

/// The place of a record that takes `need` bytes in a buffer of `capacity`.
pub(super) const fn place(written: usize, read: usize, need: usize, capacity: usize) -> Place {
    let free = capacity - written.wrapping_sub(read);
    let to_end = capacity - (written & (capacity - 1));
    if need <= to_end {
        if need <= free { Place::Here } else { Place::NoRoom(need) }
    } else if to_end + need <= free {
        Place::Behind(to_end)
    } else {
        Place::NoRoom(to_end + need)
    }
}

/// A header, understood.
#[derive(Debug, Clone, Copy)]
pub(super) struct Header(usize);

impl Header {
    pub(super) const fn of_record(len: usize) -> Self {
        Self(len)
    }

    pub(super) const fn of_padding(bytes: usize) -> Self {
        Self(PADDING | (bytes - HEADER))
    }

    /// The header at the start of `bytes`.
    pub(super) fn in_front_of(bytes: &[u8]) -> Self {
        let word = bytes.first_chunk().expect("a header is in front of every record");
        Self(usize::from_ne_bytes(*word))
    }

    /// The word, as it is in the row.
    pub(super) const fn word(self) -> usize {
        self.0
    }

    /// Bytes from it to the next one. Anything at all if it was not a header.
    pub(super) const fn size(self) -> usize {
        need(self.0 & (PADDING - 1))
    }

    /// The record's length, unless it is padding.
    pub(super) const fn len(self) -> Option<usize> {
        if self.0 & PADDING == 0 { Some(self.0) } else { None }
    }
}

/// A row to look at. Each method says which threads may store.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    start: *mut u8,
    mask: usize,
    owner: PhantomData<&'a ()>,
}

impl<'a> Row<'a> {
    /// Row `index` of `rows`, whose buffer has `capacity` bytes.
    pub(super) fn new<I: Index>(
        rows: &'a Guarded<I>,
        index: u32,
        capacity: usize,
    ) -> perseq_core::Result<Self> {
        assert!(rows.size() >= BYTES + capacity && capacity.is_power_of_two());
        Ok(Self { start: rows.peek(index)?.cast_mut().cast(), mask: capacity - 1, owner: PhantomData })
    }

    /// Its address, as sections compare it.
    pub(super) fn address(self) -> usize {
        self.start.addr()
    }

    pub(super) const fn capacity(self) -> usize {
        self.mask + 1
    }

    fn word_at(self, offset: usize) -> &'a AtomicUsize {
        // SAFETY: contract ROWS: the offset is a multiple of a word's size in the row (`new`), which lives as long as 'a.
        // Words of a row are written atomically, by sections, or, under records, by no thread while others look.
        unsafe { AtomicUsize::from_ptr(self.start.wrapping_add(offset).cast()) }
    }

    /// Bytes written since the start. Stored by sections and by the guard's holder.
    pub(super) fn written(self) -> &'a AtomicUsize {
        self.word_at(size_of::<usize>())
    }

    /// Bytes read or overwritten since the start. Stored by the reader in discard mode, by sections and the guard's holder
    /// in overwrite mode.
    pub(super) fn read(self) -> &'a AtomicUsize {
        self.word_at(2 * size_of::<usize>())
    }

    /// 1 while the row has a reader.
    pub(super) fn reader(self) -> &'a AtomicUsize {
        self.word_at(3 * size_of::<usize>())
    }

    /// Returns whether there is nothing to read.
    pub(super) fn is_empty(self) -> bool {
        self.read().load(Relaxed) == self.written().load(Relaxed)
    }

    /// Both counts of one moment, `(read, written)`, or `None` if they changed between the loads.
    pub(super) fn counts(self) -> Option<(usize, usize)> {
        let read = self.read().load(Acquire);
        let written = self.written().load(Acquire);
        // Nothing is read before it is written and nothing is written that has no room: with `read` the same all the time, the
        // two belong together.
        (self.read().load(Relaxed) == read).then_some((read, written))
    }

    fn offset(self, at: usize) -> usize {
        BYTES + (at & self.mask)
    }

    /// The word at count `at`, a multiple of 8: a header if the row has one there.
    pub(super) fn header(self, at: usize) -> Header {
        Header(self.word_at(self.offset(at)).load(Relaxed))
    }

    /// The `len` bytes at count `at`.
    ///
    /// # Safety
    ///
    /// * They do not cross the end of the buffer, were written before (in the sense of the memory model), and are not written
    ///   while the result lives.
    pub(super) unsafe fn bytes(self, at: usize, len: usize) -> &'a [u8] {
        let start = self.start.wrapping_add(self.offset(at)).cast_const();
        // SAFETY: in the row, by the caller's promise.
        unsafe { core::slice::from_raw_parts(start, len) }
    }

    /// The count after the oldest records, of which so many are left out that `free` bytes are free, and how many records
    /// that are; `None` if a word there is not a row's content: it has changed since.
    pub(super) fn behind_oldest(self, read: usize, written: usize, free: usize) -> Option<(usize, u64)> {
        let (mut at, mut records) = (read, 0);
        while self.capacity() - written.wrapping_sub(at) < free {
            let header = self.header(at);
            if header.size() > written.wrapping_sub(at) {
                return None;
            }
            at = at.wrapping_add(header.size());
            records += u64::from(header.len().is_some());
        }
        Some((at, records))
    }

    /// Writes `record` at count `at`, where there is room for it, and publishes it. The guard's holder's.
    pub(super) fn append(self, at: usize, record: &[u8]) {
        const WORD: usize = size_of::<usize>();
        self.word_at(self.offset(at)).store(Header::of_record(record.len()).word(), Relaxed);
        // Atomic, because a thread that has not noticed yet that it is late may look for a header here.
        for (place, chunk) in record.chunks(WORD).enumerate() {
            let mut word = [0; WORD];
            word[..chunk.len()].copy_from_slice(chunk);
            let offset = self.offset(at) + HEADER + place * WORD;
            self.word_at(offset).store(usize::from_ne_bytes(word), Relaxed);
        }
        self.written().store(at.wrapping_add(need(record.len())), Release);
    }

    /// Makes the rest of the buffer, `bytes` from count `at` on, padding. The guard's holder's.
    pub(super) fn pad(self, at: usize, bytes: usize) {
        self.word_at(self.offset(at)).store(Header::of_padding(bytes).word(), Relaxed);
        self.written().store(at.wrapping_add(bytes), Release);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_goes_where_it_fits_in_one_piece() {
        assert_eq!(place(0, 0, 64, 64), Place::Here);
        assert_eq!(place(8, 0, 64, 64), Place::NoRoom(56 + 64));
        assert_eq!(place(40, 24, 24, 64), Place::Here);
        assert_eq!(place(48, 24, 24, 64), Place::Behind(16));
        assert_eq!(place(48, 23, 24, 64), Place::NoRoom(40));
        assert_eq!(place(48, 0, 16, 64), Place::Here);
        assert_eq!(place(48, 0, 24, 64), Place::NoRoom(40));
        assert_eq!(place(56, 0, 8, 64), Place::Here);
        assert_eq!(place(64, 0, 8, 64), Place::NoRoom(8));
    }

    #[test]
    fn counts_may_wrap() {
        assert_eq!(place(0_usize.wrapping_sub(8), 0_usize.wrapping_sub(16), 16, 64), Place::Behind(8));
        assert_eq!(place(8, 0_usize.wrapping_sub(16), 16, 64), Place::Here);
        assert_eq!(place(48, 0_usize.wrapping_sub(8), 16, 64), Place::NoRoom(16));
    }

    #[test]
    fn a_header_says_where_the_next_one_is() {
        for len in 0..100 {
            let header = Header::of_record(len);
            assert_eq!((header.len(), header.size()), (Some(len), need(len)));
            assert!(header.size() >= len + HEADER && header.size().is_multiple_of(8));
        }
        for bytes in (8..100).step_by(8) {
            let header = Header::of_padding(bytes);
            assert_eq!((header.len(), header.size()), (None, bytes));
        }
    }
}
