//! The allocator of Rust programs.

use core::{
    alloc::{GlobalAlloc, Layout},
    fmt,
    ptr::{NonNull, null_mut},
};

use crate::{background, classes::Class, large, rows};

/// The allocator, for `#[global_allocator]`.
///
/// ```
/// #[global_allocator]
/// static ALLOCATOR: perseq_alloc::Perseq = perseq_alloc::Perseq::new();
///
/// fn main() {
///     let text: Vec<String> = (0..1000).map(|n| format!("{n}")).collect();
///     assert_eq!(text.concat().len(), 2890);
/// }
/// ```
///
/// All values of this type are the same allocator: there is one for each copy of this crate in a process.
///
/// # Cost
///
/// Some 2 ns for an object of up to 256 KiB that this CPU's row has, or has room for: the class is known when the program is
/// compiled, wherever the layout is. A way to the heap for each batch of them otherwise. Larger objects are mappings of their own.
///
/// Works on every Linux; by concurrency id since Linux 6.3, by CPU number since 4.18. If the kernel or a filter refuses restartable
/// sequences, every call goes to the heap, under a lock.
pub struct Perseq {
    _private: (),
}

impl Perseq {
    /// The allocator.
    #[must_use]
    pub const fn new() -> Self {
        Self { _private: () }
    }

    /// Gives the system all memory that is free: from every CPU's rows, wherever their threads are, and from the heap. Returns how
    /// many bytes that were. Costs a fence for each array that is not empty. Async-signal-safe.
    pub fn trim(&self) -> usize {
        rows::trim()
    }
}

impl Perseq {
    /// Starts a thread that gives the system memory that no thread uses, also while the whole program sleeps; without it the threads that
    /// allocate do that as they come by. `false` if there can be no more threads. There is one such thread at most.
    ///
    /// It wakes four times a second while memory comes and goes, and every two seconds else, and has all signals blocked. A forked child
    /// gets one of its own. A program that has to have one thread (`unshare` with a namespace for users) does not call this.
    ///
    /// ```
    /// #[global_allocator]
    /// static ALLOCATOR: perseq_alloc::Perseq = perseq_alloc::Perseq::new();
    ///
    /// fn main() {
    ///     assert!(ALLOCATOR.start_background_thread());
    /// }
    /// ```
    #[must_use]
    pub fn start_background_thread(&self) -> bool {
        background::start()
    }
}

impl Default for Perseq {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for Perseq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Perseq").finish_non_exhaustive()
    }
}

fn pointer(object: Option<NonNull<u8>>) -> *mut u8 {
    object.map_or(null_mut(), NonNull::as_ptr)
}

// SAFETY: the rows and the heap give out memory of the class's size at a multiple of the class's alignment, which `Class::of` has
// chosen by the layout, each object to one caller until that gives it back; large objects are mappings of at least the size asked for.
// No call unwinds.
unsafe impl GlobalAlloc for Perseq {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        match Class::of(layout.size(), layout.align()) {
            Some(class) => pointer(rows::allocate(class)),
            None => pointer(large::take(layout.size(), layout.align()).map(|large| large.start)),
        }
    }

    #[inline]
    unsafe fn dealloc(&self, object: *mut u8, layout: Layout) {
        // SAFETY: the caller's: an object that `alloc` has returned.
        let object = unsafe { NonNull::new_unchecked(object) };
        match Class::of(layout.size(), layout.align()) {
            // SAFETY: allocated by this layout, hence of this class; the caller uses it no more.
            Some(class) => unsafe { rows::free(class, object) },
            // SAFETY: the caller's: a large one by its layout, used no more.
            None => unsafe { large::give(object) },
        }
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if Class::of(layout.size(), layout.align()).is_none() {
            return pointer(large::take_zeroed(layout.size(), layout.align()));
        }
        // SAFETY: the caller's layout.
        let object = unsafe { self.alloc(layout) };
        if !object.is_null() {
            // SAFETY: new, and of at least that size.
            unsafe { object.write_bytes(0, layout.size()) };
        }
        object
    }

    #[inline]
    unsafe fn realloc(&self, object: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's: `size`, rounded up to the alignment, is at most `isize::MAX`.
        let new = unsafe { Layout::from_size_align_unchecked(size, layout.align()) };
        let classes = (Class::of(layout.size(), layout.align()), Class::of(size, layout.align()));
        if let (Some(old), Some(new)) = classes
            && old == new
        {
            return object;
        }
        if let (None, None) = classes {
            // SAFETY: the caller's: an object that `alloc` has returned.
            let object = unsafe { NonNull::new_unchecked(object) };
            // SAFETY: a large one by its layout.
            return pointer(unsafe { large::resize(object, layout.size(), size, layout.align()) });
        }
        // SAFETY: the caller's layout, with another size.
        let moved = unsafe { self.alloc(new) };
        if !moved.is_null() {
            // SAFETY: both are at least that long, and different objects.
            unsafe { moved.copy_from_nonoverlapping(object, size.min(layout.size())) };
            // SAFETY: the caller's object and layout; it is used no more.
            unsafe { self.dealloc(object, layout) };
        }
        moved
    }
}
