//! Batches: several items in one section.

use std::vec::Vec;

use perseq_core::{Index, Result, guard::Attempt, section::guarded};

use super::ArrayStack;
use crate::{Word, moved::Moved, rows::Rows};

/// Most items that one section moves: it is interrupted more often the longer it is.
pub(crate) const BATCH: usize = 64;

impl<T: Word, I: Index> ArrayStack<T, I> {
    /// Puts all of `words` on this CPU's row in one section; `false` if they do not all fit. Unless it is `true` nothing has changed.
    ///
    /// # Safety
    ///
    /// * The words are values of `T`; if the result is `true` they belong to the stack.
    pub(crate) unsafe fn push_words(&self, words: &[usize]) -> Result<bool> {
        let Some(room) = self.capacity.checked_sub(words.len()) else { return Ok(false) };
        if words.is_empty() {
            return Ok(true);
        }
        let (source, none) = (words.as_ptr().cast_mut(), core::ptr::null_mut());
        let push = move || {
            let (n, bytes) = (words.len(), size_of_val(words));
            // SAFETY: PLAIN, OWNED, GUARDED: as in `push`; `source` holds `n` words, which are only read.
            self.rows
                .attempt(|base| unsafe { guarded::array_push_batch::<I>(base, source, none, n, room, bytes) })
        };
        match self.rows.run(push) {
            Attempt::Committed => Ok(true),
            Attempt::Exited => Ok(false),
            Attempt::Slow => Ok(self.view(self.rows.lock_here()?).push_words(words)),
        }
    }

    /// Takes the last `words.len()` items of this CPU's row in one section, the last one last; `false` if there are
    /// fewer. Unless it is `true` nothing has changed.
    pub(crate) fn pop_words(&self, words: &mut [usize]) -> Result<bool> {
        if words.is_empty() {
            return Ok(true);
        }
        let (target, none) = (words.as_mut_ptr(), core::ptr::null_mut());
        let (n, bytes) = (words.len(), size_of_val(words));
        let pop = move || {
            let minus_n = n.wrapping_neg();
            // SAFETY: as in `push`; `target` has room for `n` words.
            self.rows.attempt(|base| unsafe {
                guarded::array_pop_batch::<I>(base, target, none, n, minus_n, bytes)
            })
        };
        match self.rows.run(pop) {
            Attempt::Committed => Ok(true),
            Attempt::Exited => Ok(false),
            Attempt::Slow => Ok(self.view(self.rows.lock_here()?).pop_words(words)),
        }
    }

    /// As [`try_pop_batch`](Self::try_pop_batch); 0 also where the row cannot be looked at.
    pub fn pop_batch(&self, into: &mut impl Extend<T>, max: usize) -> usize {
        self.try_pop_batch(into, max).unwrap_or(0)
    }

    /// Moves up to `max` items from this CPU's row to `into`, at most 64 in one section, the last pushed first; returns how many.
    ///
    /// `into` is given the items of one section at a time. If it does not take all of them from its iterator, or panics, the others of
    /// them (63 at most, or 64 if it takes none) are dropped and not counted, and no more are moved.
    ///
    /// # Errors
    ///
    /// As [`try_pop`](Self::try_pop), if that kept the first batch back: nothing has moved then.
    pub fn try_pop_batch(&self, into: &mut impl Extend<T>, max: usize) -> Result<usize> {
        let mut words = [0; BATCH];
        let mut moved = 0;
        let mut batch = BATCH;
        while batch > 0 && moved < max {
            batch = batch.min(max - moved);
            match self.pop_words(&mut words[..batch]) {
                Ok(true) => {
                    let words = words[..batch].iter().rev();
                    // SAFETY: the words came from the row, and each is made an item once: by `into`, or by the drop of what that
                    // leaves.
                    let mut items = Moved(words.map(|&word| unsafe { T::from_word(word) }));
                    into.extend(items.0.by_ref());
                    let left = items.0.len();
                    moved += batch - left;
                    if left > 0 {
                        break;
                    }
                }
                Ok(false) => batch /= 2,
                Err(why) if moved == 0 => return Err(why),
                Err(_) => break,
            }
        }
        Ok(moved)
    }

    /// As [`try_push_batch`](Self::try_push_batch); 0 also where the row cannot be reached.
    pub fn push_batch(&self, from: &mut Vec<T>) -> usize {
        self.try_push_batch(from).unwrap_or(0)
    }

    /// Moves items from the end of `from` to this CPU's row while both have some and room, at most 64 in one section; returns
    /// how many. Items of one section keep their order in the vector, the last one on top; later sections come on top of earlier ones.
    ///
    /// # Errors
    ///
    /// As [`try_pop`](Self::try_pop), if that kept the first batch back: nothing has moved then.
    pub fn try_push_batch(&self, from: &mut Vec<T>) -> Result<usize> {
        let mut words = [0; BATCH];
        let mut moved = 0;
        let mut batch = BATCH.min(from.len());
        while batch > 0 {
            let items = from.drain(from.len() - batch..);
            words.iter_mut().zip(items).for_each(|(word, item)| *word = item.into_word());
            // SAFETY: the words are items, which this function owns.
            let pushed = unsafe { self.push_words(&words[..batch]) };
            if pushed == Ok(true) {
                moved += batch;
                batch = BATCH.min(from.len());
                continue;
            }
            // SAFETY: they were not taken.
            from.extend(words[..batch].iter().map(|&word| unsafe { T::from_word(word) }));
            match pushed {
                Err(why) if moved == 0 => return Err(why),
                Err(_) => break,
                Ok(_) => batch /= 2,
            }
        }
        Ok(moved)
    }
}
