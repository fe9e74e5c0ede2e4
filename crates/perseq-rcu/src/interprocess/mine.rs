//! A process's own membership, as it knows it, in a page that the kernel clears in forked children.

use core::{
    ptr::NonNull,
    sync::atomic::{AtomicU32, AtomicUsize, Ordering::Relaxed},
};

use rustix::mm::{Advice, MapFlags, ProtFlags, madvise, mmap_anonymous, munmap};

/// The page's size does not matter: the kernel rounds up.
const LENGTH: usize = 64;

/// Set in the line of a guard that has no flag. Lines are aligned, so the bit is none of a line's.
pub(super) const COUNTED: usize = 1;

/// All zero: this process is not a member, or not yet.
#[derive(Debug)]
pub(super) struct Membership {
    /// The address of its line in row 0, or 0: a forked child. If sections must not be used it is exclusively or-ed with
    /// [`UNPLACED`](crate::grace::side::UNPLACED), which gives one with which they abort.
    pub(super) line: AtomicUsize,
    /// Its number, plus 1.
    pub(super) member: AtomicU32,
}

impl Membership {
    /// Returns whether a guard with that line was made in the domain whose membership this is, by this process.
    ///
    /// Domains that are there have different lines, for each is an address in a mapping of its own; a guard's domain is there; and a forked child
    /// is no member of 0, or joins at a place that it has no copies of guards of.
    #[inline(always)]
    pub(super) fn has_line(&self, line: usize) -> bool {
        let own = self.line.load(Relaxed);
        own == line || own | COUNTED == line
    }
}

/// A [`Membership`] that is all zero in forked children.
#[derive(Debug)]
pub(super) struct Mine(NonNull<Membership>);

// SAFETY: the page is this value's own, and what it holds is atomic.
unsafe impl Send for Mine {}
// SAFETY: as above.
unsafe impl Sync for Mine {}

impl Mine {
    /// Without a member.
    ///
    /// # Errors
    /// The kernel's: no memory, or before Linux 4.14.
    pub(super) fn new() -> rustix::io::Result<Self> {
        let protection = ProtFlags::READ | ProtFlags::WRITE;
        // SAFETY: a new mapping touches no existing memory.
        let page = unsafe { mmap_anonymous(core::ptr::null_mut(), LENGTH, protection, MapFlags::PRIVATE) }?;
        let page = NonNull::new(page.cast()).ok_or(rustix::io::Errno::NOMEM)?;
        let mine = Self(page);
        // SAFETY: of the mapping above; the advice changes nothing in this process.
        unsafe { madvise(page.as_ptr().cast(), LENGTH, Advice::LinuxWipeOnFork) }?;
        Ok(mine)
    }

    #[inline(always)]
    pub(super) fn get(&self) -> &Membership {
        // SAFETY: mapped while `self` lives, and any bytes are atomics.
        unsafe { self.0.as_ref() }
    }
}

impl Drop for Mine {
    fn drop(&mut self) {
        // SAFETY: the mapping of `new`, which no other value has.
        // It cannot fail, being one whole mapping; if it did, it would leak.
        let _unmapped = unsafe { munmap(self.0.as_ptr().cast(), LENGTH) };
    }
}
