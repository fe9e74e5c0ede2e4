//! A batch: free objects of one class, which move together.

use core::{mem::MaybeUninit, ptr::NonNull};

/// Most objects of a batch.
pub(crate) const BATCH: usize = 32;

/// Up to [`BATCH`] objects, on the stack of the thread that moves them.
pub(crate) struct Batch {
    objects: [MaybeUninit<NonNull<u8>>; BATCH],
    /// So many of them, from the first, are there.
    len: usize,
}

impl Batch {
    pub(crate) const fn new() -> Self {
        Self { objects: [const { MaybeUninit::uninit() }; BATCH], len: 0 }
    }

    /// The objects.
    pub(crate) fn objects(&self) -> &[NonNull<u8>] {
        let objects: *const NonNull<u8> = self.objects.as_ptr().cast();
        // SAFETY: the first `len` of them are initialised, as `push` and `fill` see to.
        unsafe { core::slice::from_raw_parts(objects, self.len) }
    }

    /// One more; `false` where there is no room.
    pub(crate) fn push(&mut self, object: NonNull<u8>) -> bool {
        let Some(place) = self.objects.get_mut(self.len) else { return false };
        place.write(object);
        self.len += 1;
        true
    }

    /// The last one.
    pub(crate) fn pop(&mut self) -> Option<NonNull<u8>> {
        let object = self.objects().last().copied()?;
        self.len -= 1;
        Some(object)
    }

    /// Replaces what is there by what `fill` puts into the first `most` places; it returns how many it has filled, from the first.
    ///
    /// # Safety
    ///
    /// * `fill` has initialised as many places as it says.
    pub(crate) unsafe fn fill(
        &mut self,
        most: usize,
        fill: impl FnOnce(&mut [MaybeUninit<NonNull<u8>>]) -> usize,
    ) {
        self.len = 0;
        let places = &mut self.objects[..most.min(BATCH)];
        let room = places.len();
        self.len = fill(places).min(room);
    }
}
