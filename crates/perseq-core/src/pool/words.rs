//! Words outside of all rows: one mapping, made at once, also in a signal handler.

use core::{
    fmt,
    mem::ManuallyDrop,
    ops::{Deref, DerefMut},
    ptr::NonNull,
    sync::atomic::{
        AtomicUsize,
        Ordering::{Relaxed, Release},
    },
};

use crate::{
    error::{Error, Result},
    sys,
};

/// Words that are 0 at first, in memory that comes from the system and goes back to it: no allocator has a part in it, so it is
/// async-signal-safe. Pages take memory when they are written.
pub struct Words {
    start: NonNull<usize>,
    /// Stored after `start`, which is dangling while this is 0.
    len: AtomicUsize,
}

// SAFETY: it owns its memory, like a vector.
unsafe impl Send for Words {}
// SAFETY: as above: `&Words` gives `&[usize]`.
unsafe impl Sync for Words {}

impl Words {
    /// No words: it has no memory.
    #[must_use]
    pub const fn none() -> Self {
        Self { start: NonNull::dangling(), len: AtomicUsize::new(0) }
    }

    /// `len` words. Costs a system call.
    ///
    /// # Errors
    ///
    /// [`Error::Syscall`] when there is no memory.
    pub fn new(len: usize) -> Result<Self> {
        if len == 0 {
            return Ok(Self::none());
        }
        let bytes = len.checked_mul(size_of::<usize>()).filter(|&bytes| isize::try_from(bytes).is_ok());
        let bytes = bytes.ok_or(Error::Syscall { call: "mmap", errno: sys::errno::ENOMEM })?;
        Ok(Self { start: sys::map_memory(bytes)?.cast(), len: AtomicUsize::new(len) })
    }

    /// Makes `len` words of none, as [`new`](Self::new); nothing happens if there are some. They come by one store: a child that was forked
    /// while another thread made them has none or all.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn place(&mut self, len: usize) -> Result<()> {
        if self.is_empty() {
            let words = ManuallyDrop::new(Self::new(len)?);
            self.start = words.start;
            self.len.store(words.len.load(Relaxed), Release);
        }
        Ok(())
    }
}

impl Deref for Words {
    type Target = [usize];

    fn deref(&self) -> &[usize] {
        // SAFETY: `len` words of a mapping, aligned as pages are, zeroed at first; or none.
        unsafe { core::slice::from_raw_parts(self.start.as_ptr(), self.len.load(Relaxed)) }
    }
}

impl DerefMut for Words {
    fn deref_mut(&mut self) -> &mut [usize] {
        // SAFETY: as above, and `&mut self`: this is the only reference.
        unsafe { core::slice::from_raw_parts_mut(self.start.as_ptr(), self.len.load(Relaxed)) }
    }
}

impl Drop for Words {
    fn drop(&mut self) {
        let len = *self.len.get_mut();
        if len > 0 {
            // SAFETY: the mapping of `new`, which code borrows from `self` to use.
            unsafe { sys::unmap_memory(self.start.cast(), len * size_of::<usize>()) };
        }
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({} at {:p})", self.len(), self.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_zero_at_first_and_keep_what_is_written() {
        assert!(Words::none().is_empty() && Words::new(0).unwrap().is_empty());
        let mut words = Words::new(1000).unwrap();
        assert!(words.len() == 1000 && words.iter().all(|&word| word == 0));
        words[999] = 7;
        assert_eq!(words[999], 7);
        assert!(Words::new(usize::MAX).is_err() && words.place(usize::MAX).is_ok());
        let mut later = Words::none();
        assert!(later.place(usize::MAX).is_err() && later.is_empty());
        later.place(10).unwrap();
        assert_eq!(*later, [0; 10]);
    }
}
