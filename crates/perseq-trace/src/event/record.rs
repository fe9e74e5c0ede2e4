//! A record, put together in words.

use core::mem::MaybeUninit;

/// Words of a record that need no allocation.
pub(crate) const WORDS: usize = 64;

/// A record under construction: fields one after the other, without padding.
///
/// Whole words are put together in a register, so that a copy of them does not wait for stores of parts of them.
#[derive(Debug)]
pub struct Record<'a> {
    words: &'a mut [MaybeUninit<u64>],
    /// Bytes so far, also those for which there was no room.
    pub(crate) len: usize,
    /// The word that is not complete yet.
    partial: u64,
}

impl<'a> Record<'a> {
    /// Of an event with this number. The fields of its context come next.
    #[inline(always)]
    pub(crate) fn new(words: &'a mut [MaybeUninit<u64>], id: u32) -> Self {
        Self { words, len: 12, partial: shifted(id.into(), 0, 2) }
    }

    /// Puts process and thread.
    #[inline(always)]
    pub(crate) fn ids(&mut self, ids: [u32; 2]) {
        ids.into_iter().for_each(|id| self.number(id.into(), 4));
    }

    /// Puts `bytes` (1, 2, 4 or 8) bytes of `value`, whose other bits are zero.
    #[inline(always)]
    pub(crate) fn number(&mut self, value: u64, bytes: usize) {
        let at = self.len % 8;
        self.partial |= shifted(value, at, bytes);
        if at + bytes >= 8 {
            if let Some(word) = self.words.get_mut(self.len / 8) {
                word.write(self.partial);
            }
            self.partial = if at == 0 { 0 } else { rest(value, 8 - at, bytes) };
        }
        self.len += bytes;
    }

    /// Puts any bytes.
    #[inline]
    pub(crate) fn bytes(&mut self, bytes: &[u8]) {
        let (at, whole) = (self.len % 8, self.len / 8);
        let end = self.len + bytes.len();
        if end.div_ceil(8) > self.words.len() {
            // For how much room is needed.
            self.len = end;
            self.partial = 0;
            return;
        }
        if bytes.is_empty() {
            return;
        }
        // The last word is complete but for what follows; the first one has what came before.
        self.words[(end - 1) / 8].write(0);
        self.words[whole].write(self.partial);
        let start = self.words.as_mut_ptr().cast::<u8>().wrapping_add(8 * whole + at);
        // SAFETY: in `words`, by the comparison above; `bytes` is another owner's.
        unsafe { core::ptr::copy_nonoverlapping(bytes.as_ptr(), start, bytes.len()) };
        self.len = end;
        // SAFETY: written above, if it is one of these words.
        self.partial = if end.is_multiple_of(8) { 0 } else { unsafe { self.words[end / 8].assume_init() } };
    }

    /// The record's words, the first of which is for the time, and which say how many they are; or that number, if there is no room for them.
    #[inline(always)]
    pub(crate) fn finish(self) -> Result<&'a mut [u64], usize> {
        let count = self.len.div_ceil(8);
        if count > self.words.len() {
            return Err(count);
        }
        if !self.len.is_multiple_of(8) {
            self.words[count - 1].write(self.partial);
        }
        self.words[0].write(0);
        // SAFETY: written by `number`, `bytes` or above: `len` was 12 at the start.
        let head = unsafe { self.words[1].assume_init() };
        self.words[1].write(head | shifted(count as u64, 2, 2));
        let words: &'a mut [MaybeUninit<u64>] = &mut self.words[..count];
        // SAFETY: all of them were written: whole ones by `number` and `bytes`, the first and the last one here.
        Ok(unsafe { words.assume_init_mut() })
    }
}

/// Puts the lower `bytes` bytes of a number.
pub(crate) fn widen(value: u64, bytes: usize, record: &mut Record<'_>) {
    record.number(if bytes < 8 { value & ((1 << (8 * bytes)) - 1) } else { value }, bytes);
}

/// The part of the `bytes` bytes of `value` that is in a word in memory where they begin at byte `at` of it.
#[inline(always)]
const fn shifted(value: u64, at: usize, bytes: usize) -> u64 {
    if cfg!(target_endian = "little") {
        value << (8 * at)
    } else if at + bytes <= 8 {
        value << (8 * (8 - at - bytes))
    } else {
        value >> (8 * (at + bytes - 8))
    }
}

/// The part that is in the next word, of which `done` bytes are in this one.
#[inline(always)]
const fn rest(value: u64, done: usize, bytes: usize) -> u64 {
    if done >= bytes {
        0
    } else if cfg!(target_endian = "little") {
        value >> (8 * done)
    } else {
        value << (8 * (8 - (bytes - done)))
    }
}
