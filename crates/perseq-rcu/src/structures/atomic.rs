//! The raw layer: pointers with a tag that readers follow, for structures of a program's own.

use core::{
    fmt,
    marker::PhantomData,
    ptr::{NonNull, null_mut},
    sync::atomic::{
        AtomicPtr,
        Ordering::{AcqRel, Acquire, Release},
    },
};

use crate::{Guard, Rcu, local::deferred::Deferred};

/// A pointer to a `T`, or null, with a tag in the bits that an aligned address leaves: the link of a list, a tree or a table that
/// readers walk while other threads change it.
///
/// To store is safe, to follow is not: nothing here knows of which domain an object is, or who frees it. [`RcuCell`](crate::RcuCell) and
/// [`RcuOption`](crate::RcuOption) do, in safe code, for an object with one link to it. A structure on top of this type keeps three rules:
///
/// 1. An object that a link leads to stays valid until it is out of every link, and after that until a grace period is over:
///    [`Rcu::retire_raw`].
/// 2. Readers load links and use what they lead to under one guard of that domain.
/// 3. A link is dropped without its object: the structure's own `Drop` frees those.
///
/// The tag is a number below [`TAGS`](Self::TAGS), which is the alignment of `T`: a mark that the object that has the link was removed, a
/// colour, a flag. It is loaded, stored and compared together with the pointer.
///
/// # Cost
///
/// One atomic instruction each: a load that acquires, a store that releases, an exchange that does both. One word.
///
/// ```
/// use std::ptr;
/// use perseq_rcu::{Atomic, Rcu, Tagged};
///
/// static RCU: Rcu = Rcu::polled();
/// static HEAD: Atomic<u64> = Atomic::null();
///
/// HEAD.store(Tagged::from_box(Box::new(1)));
/// {
///     let guard = RCU.read();
///     let head = HEAD.load(&guard);
///     // SAFETY: objects come from boxes, and are retired in `RCU` when they are out of `HEAD`.
///     assert_eq!(unsafe { head.as_ref() }, Some(&1));
///     // Only the thread whose exchange succeeds has taken it out.
///     let taken = HEAD.compare_exchange(head, Tagged::null(), &guard);
///     assert_eq!(taken, Ok(head));
///     // SAFETY: from a box, out of its only link, and retired once.
///     unsafe { RCU.retire_raw(head.pointer()) };
/// }
/// RCU.barrier()?;
/// # Ok::<(), perseq_rcu::Error>(())
/// ```
pub struct Atomic<T> {
    tagged: AtomicPtr<T>,
    /// So that it is for other threads only where its objects are.
    objects: PhantomData<*mut T>,
}

/// A pointer to a `T`, or null, and a tag: what an [`Atomic`] holds.
///
/// `'g` is the guard's under which it was loaded: as long as that lives, so does the object, if the structure keeps [its rules](Atomic).
pub struct Tagged<'g, T> {
    /// The tag is in the lowest bits.
    tagged: *mut T,
    guard: PhantomData<&'g T>,
}

// SAFETY: it is a word, and accessed by atomic instructions. The objects may be used and freed on any thread that has the link.
unsafe impl<T: Send + Sync> Send for Atomic<T> {}
// SAFETY: as above.
unsafe impl<T: Send + Sync> Sync for Atomic<T> {}

impl<T> Atomic<T> {
    /// How many tags there are: the alignment of `T`, a power of two. (1 is none to choose from.)
    pub const TAGS: usize = align_of::<T>();

    /// Null, with tag 0. `const`: works in a `static`.
    #[must_use]
    pub const fn null() -> Self {
        Self { tagged: AtomicPtr::new(null_mut()), objects: PhantomData }
    }

    /// That pointer and tag.
    #[must_use]
    pub fn new(tagged: Tagged<'_, T>) -> Self {
        Self { tagged: AtomicPtr::new(tagged.tagged), objects: PhantomData }
    }

    /// The pointer and the tag now.
    ///
    /// Acquire: what the thread that has stored them did before is seen. The guard is any: that it is of the right domain is for the code
    /// to answer that [follows](Tagged::as_ref) the pointer.
    #[inline]
    pub fn load<'g>(&self, _guard: &'g Guard<'_>) -> Tagged<'g, T> {
        Tagged::from_word(self.tagged.load(Acquire))
    }

    /// Puts that pointer and tag there. Release: a thread that loads them sees what this one did before.
    #[inline]
    pub fn store(&self, new: Tagged<'_, T>) {
        self.tagged.store(new.tagged, Release);
    }

    /// Puts that pointer and tag there; those that were there.
    #[inline]
    pub fn swap<'g>(&self, new: Tagged<'_, T>, _guard: &'g Guard<'_>) -> Tagged<'g, T> {
        Tagged::from_word(self.tagged.swap(new.tagged, AcqRel))
    }

    /// Puts `new` there if `current` is there, tag and all, and returns `current`.
    ///
    /// An object that was loaded under a guard that still lives is not freed, so no other one can have its address in the meantime; but it may have
    /// been out of the link and be in it again.
    ///
    /// # Errors
    ///
    /// The pointer and the tag that are there instead. It never fails without a reason.
    #[inline]
    pub fn compare_exchange<'g>(
        &self,
        current: Tagged<'_, T>,
        new: Tagged<'_, T>,
        _guard: &'g Guard<'_>,
    ) -> Result<Tagged<'g, T>, Tagged<'g, T>> {
        let exchanged = self.tagged.compare_exchange(current.tagged, new.tagged, AcqRel, Acquire);
        exchanged.map(Tagged::from_word).map_err(Tagged::from_word)
    }

    /// The pointer and the tag, without a guard: `&mut self` proves that no other thread uses the link.
    pub fn get_mut(&mut self) -> Tagged<'_, T> {
        Tagged::from_word(*self.tagged.get_mut())
    }
}

impl<'g, T> Tagged<'g, T> {
    /// Null, with tag 0.
    #[must_use]
    pub const fn null() -> Self {
        Self::from_word(null_mut())
    }

    /// The object of a box, which is not freed until [`Rcu::retire_raw`] or [`Box::from_raw`] takes it over. Tag 0.
    #[must_use]
    pub fn from_box(value: Box<T>) -> Self {
        Self::from_word(Box::into_raw(value))
    }

    /// That pointer, with tag 0: one from [`Box::into_raw`], or any other.
    ///
    /// # Panics
    ///
    /// If it is not aligned.
    #[must_use]
    pub fn from_raw(pointer: *mut T) -> Self {
        assert!(pointer.is_aligned(), "a pointer with a tag is aligned: the tag is in the bits that are 0");
        Self::from_word(pointer)
    }

    const fn from_word(tagged: *mut T) -> Self {
        Self { tagged, guard: PhantomData }
    }

    /// The pointer, without the tag.
    #[inline]
    #[must_use]
    pub fn pointer(self) -> *mut T {
        self.tagged.map_addr(|address| address & !(align_of::<T>() - 1))
    }

    /// The tag.
    #[inline]
    #[must_use]
    pub fn tag(self) -> usize {
        self.tagged.addr() & (align_of::<T>() - 1)
    }

    /// The same pointer with that tag.
    ///
    /// # Panics
    ///
    /// If the tag is not below [`Atomic::TAGS`].
    #[inline]
    #[must_use]
    #[track_caller]
    pub fn with_tag(self, tag: usize) -> Self {
        assert!(
            tag < align_of::<T>(),
            "tag {tag}: a pointer to this type has tags below {}",
            align_of::<T>()
        );
        Self::from_word(self.pointer().map_addr(|address| address | tag))
    }

    /// Returns whether the pointer is null, whatever the tag is.
    #[inline]
    #[must_use]
    pub fn is_null(self) -> bool {
        self.pointer().is_null()
    }

    /// The object, unless the pointer is null.
    ///
    /// # Safety
    ///
    /// * The pointer is null, or to a `T` that was initialised before it was stored.
    /// * The guard of `'g` is of the domain in which the object will be retired, and it was made before the load that has given this value, or this
    ///   thread is the only one that can have the object freed.
    /// * While the reference lives nothing changes the object but through atomics and cells.
    #[inline]
    #[must_use]
    pub unsafe fn as_ref(self) -> Option<&'g T> {
        // SAFETY: the caller vouches that it is null, or valid while the guard lives, and shared.
        NonNull::new(self.pointer()).map(|object| unsafe { object.as_ref() })
    }
}

impl Rcu {
    /// Frees the object when every reader that is inside now has left: as [`retire`](Self::retire), for an object that is a pointer.
    ///
    /// # Safety
    ///
    /// * `object` is from [`Box::into_raw`] (or [`Tagged::from_box`]) of a `Box<T>`, and this is the only time that it is given up.
    /// * It is out of every place where a reader that enters from now on could find it.
    /// * References to it are only under guards of this domain, made before now.
    pub unsafe fn retire_raw<T: Send + 'static>(&self, object: *mut T) {
        // SAFETY: the caller vouches that it was a box and is given up.
        self.later(unsafe { Deferred::free_raw(object) });
    }
}

impl<T> Default for Atomic<T> {
    fn default() -> Self {
        Self::null()
    }
}

impl<T> Clone for Tagged<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Tagged<'_, T> {}

impl<T> PartialEq for Tagged<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        core::ptr::eq(self.tagged, other.tagged)
    }
}

impl<T> Eq for Tagged<'_, T> {}

impl<T> fmt::Debug for Tagged<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tagged").field("pointer", &self.pointer()).field("tag", &self.tag()).finish()
    }
}

impl<T> fmt::Debug for Atomic<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let now: Tagged<'_, T> = Tagged::from_word(self.tagged.load(Acquire));
        f.debug_tuple("Atomic").field(&now).finish()
    }
}
