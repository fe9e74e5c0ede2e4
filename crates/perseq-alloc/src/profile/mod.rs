//! The sampled heap profile: which stacks have allocated the memory that the program has.
//!
//! ```text
//!   allocate:  interval: was there a point in these bytes?  ──no──► done
//!                 │ yes: 1 in 512 KiB, say
//!              stack ──► site (stack and size) ──► address of the object, kept while it lives
//!   free:      is the address kept?  ──no──► done
//!                 │ yes: counted as freed at its site
//! ```
//!
//! While the profile is off, the fast paths do not know of it: the word that tells them which rows are to be tried sends them elsewhere
//! while it is on. Sampled objects lie where all others of their class do.
//!
//! The lock is taken with signals blocked, and no lock of the heap with it. The stack is taken before: that may
//! allocate, and what it allocates may be sampled.

mod interval;
mod live;
#[cfg(all(feature = "profile", target_pointer_width = "64"))]
mod report;
mod sites;
#[cfg(all(feature = "profile", target_pointer_width = "64"))]
mod unwind;

use core::sync::atomic::{AtomicPtr, AtomicUsize, Ordering::Relaxed};

use perseq_core::{ByConcurrencyId, ByCpuId, Index, sys::with_signals_blocked};

pub(crate) use self::sites::SiteId;
pub use self::sites::{DEPTH, Site};
use self::{interval::Lines, live::Live, sites::Sites};
#[cfg(all(feature = "profile", target_pointer_width = "64"))]
pub use self::{report::Report, unwind::unwind};
use crate::{heap::PIECE, lock::Lock, middle::MIDDLE, pages::Pages, rows};

/// Takes the calling thread's stack: writes addresses in its functions, the innermost first, and returns how many. The function that
/// has a local at the address `base` and those that it has called are left out. It may be called in a signal handler, and may allocate.
pub type Capture = fn(frames: &mut [usize; DEPTH], base: usize) -> usize;

struct Profile {
    lines: Lines,
    sites: Sites,
    live: Live,
    /// A [`Capture`], or null before the first start.
    capture: AtomicPtr<()>,
    /// Samples for which there was no room.
    lost: AtomicUsize,
    /// Guards changes of sites and objects; `true` if their tables have a place.
    lock: Lock<bool>,
}

static PROFILE: Profile = Profile {
    lines: Lines::new(),
    sites: Sites::new(),
    live: Live::new(),
    capture: AtomicPtr::new(core::ptr::null_mut()),
    lost: AtomicUsize::new(0),
    lock: Lock::new(false),
};

/// Bytes between two samples, on average, that cost programs little: 512 KiB.
pub const INTERVAL: usize = 512 << 10;

/// Starts a profile, or starts it anew. One allocation in `interval` bytes is sampled on average (1: each), at random distances that are
/// drawn from `seed` on; `capture` takes its stack, and this call's before all others. `false` if there is no memory for the tables; then it is
/// as it was.
///
/// # Cost
///
/// While no profile is taken, none. While one is, each allocation and each free is a call that does not take the fast path, and counts
/// in a word of its CPU; one in `interval` bytes takes a stack and a lock. 3 MiB of tables, and 0.6 KiB for each site.
pub fn start(interval: usize, seed: usize, capture: Capture) -> bool {
    // An unwinder may allocate at its first walk: not with a sample in its hands.
    let here = 0_u8;
    _ = capture(&mut [0; DEPTH], (&raw const here).addr());
    with_signals_blocked(|| {
        let pages = MIDDLE.heap().pages();
        let mut is_placed = PROFILE.lock.lock(pages);
        if !PROFILE.grow(pages, &mut is_placed) {
            return false;
        }
        // Threads that saw the last profile may still add to this one what they were about to.
        PROFILE.live.clear();
        PROFILE.sites.clear();
        PROFILE.lost.store(0, Relaxed);
        PROFILE.lines.start(interval, seed);
        PROFILE.capture.store(capture as *mut (), Relaxed);
        rows::count(true);
        true
    })
}

/// Ends sampling. Samples stay until the next start; frees from now on are not noticed.
pub fn stop() {
    with_signals_blocked(|| {
        let _held = PROFILE.lock.lock(MIDDLE.heap().pages());
        rows::count(false);
    });
}

/// Returns whether a profile is taken.
#[must_use]
pub fn is_on() -> bool {
    rows::is_counting()
}

/// Bytes between two samples of this profile, or of the last one.
#[must_use]
pub fn interval() -> usize {
    PROFILE.lines.interval()
}

/// Samples of this profile for which there was no room: beyond 131,072 objects at a time or 16,384 sites.
#[must_use]
pub fn lost() -> usize {
    PROFILE.lost.load(Relaxed)
}

/// All sites that there are now: stacks and sizes, each with its counts, which may be 0. Sites of earlier profiles are among them.
///
/// An allocation of `size` bytes is sampled with the probability 1 − e^(−`size` ÷ [`interval`]), so its counts
/// divided by that are estimates of how many objects there were.
pub fn sites() -> impl Iterator<Item = Site> {
    (0..PROFILE.sites.len()).filter_map(|index| PROFILE.sites.get(index))
}

/// Notes a new object. `base` is the address of a local of the function from which on the stack is the program's.
pub(crate) fn allocated(object: usize, size: usize, base: usize) {
    let row = ByConcurrencyId::current().or_else(ByCpuId::current).unwrap_or(0);
    if PROFILE.lines.covers(row as usize, size) {
        PROFILE.sample(object, size, base);
    }
}

/// Notes that an object is about to be freed; its site, if it was sampled.
pub(crate) fn freed(object: usize) -> Option<SiteId> {
    if PROFILE.live.has(object) { PROFILE.forget(object) } else { None }
}

/// Notes that an object of this site, of which [`freed`] has told, was not freed.
#[cold]
pub(crate) fn kept(object: usize, site: SiteId) {
    with_signals_blocked(|| {
        let _held = PROFILE.lock.lock(MIDDLE.heap().pages());
        if PROFILE.live.add(object, site) {
            PROFILE.sites.note_kept(site);
        }
    });
}

/// Before a fork: no other thread is in the tables. Before the heap's locks are taken.
pub(crate) fn before_fork() {
    PROFILE.lock.hold(MIDDLE.heap().pages());
}

/// After it, in the parent and in the child.
///
/// # Safety
/// This thread, or the one that it is the forked copy of, called [`before_fork`].
pub(crate) unsafe fn after_fork() {
    // SAFETY: the caller's.
    unsafe { PROFILE.lock.let_go(MIDDLE.heap().pages()) };
}

impl Profile {
    /// Places the tables, once, and gives them memory. With the lock.
    fn grow(&self, pages: &impl Pages, is_placed: &mut bool) -> bool {
        if !*is_placed {
            let Some(start) = pages.reserve(Sites::BYTES + Live::BYTES, PIECE) else { return false };
            // SAFETY: the first part of a reservation that is kept for ever.
            unsafe { self.sites.place(start) };
            // SAFETY: the rest of it.
            unsafe { self.live.place(start.map_addr(|address| address.saturating_add(Sites::BYTES))) };
            *is_placed = true;
        }
        self.live.grow(pages)
    }

    #[cold]
    #[inline(never)]
    fn sample(&self, object: usize, size: usize, base: usize) {
        let capture = self.capture.load(Relaxed);
        let mut frames = [0; DEPTH];
        let depth = if capture.is_null() {
            0
        } else {
            // SAFETY: `start` has stored a function of this type.
            let capture = unsafe { core::mem::transmute::<*mut (), Capture>(capture) };
            capture(&mut frames, base)
        };
        let frames = &frames[..depth.min(DEPTH)];
        with_signals_blocked(|| {
            let pages = MIDDLE.heap().pages();
            let _held = self.lock.lock(pages);
            // Freed by a thread that saw no profile.
            if let Some(site) = self.live.remove(object) {
                self.sites.note_freed(site);
            }
            let is_kept = self.sites.find(pages, frames, size).is_some_and(|site| {
                let is_kept = self.live.add(object, site);
                if is_kept {
                    self.sites.note_allocated(site);
                }
                is_kept
            });
            if !is_kept {
                self.lost.fetch_add(1, Relaxed);
            }
        });
    }

    #[cold]
    #[inline(never)]
    fn forget(&self, object: usize) -> Option<SiteId> {
        with_signals_blocked(|| {
            let _held = self.lock.lock(MIDDLE.heap().pages());
            let site = self.live.remove(object)?;
            self.sites.note_freed(site);
            Some(site)
        })
    }
}
