//! The event types that were made at run time, for ever.

use core::{
    hash::{Hash as _, Hasher as _},
    ptr::null_mut,
    sync::atomic::{
        AtomicPtr,
        Ordering::{AcqRel, Acquire},
    },
};
use std::hash::DefaultHasher;

use crate::DynamicType;

/// The types that were made, some of them: libraries that are unloaded and loaded again make theirs each time.
///
/// It has no lock: a forked child would wait for a thread that it does not have. Entries are only ever added, at the front, by one store.
pub(crate) struct Made(AtomicPtr<Entry>);

struct Entry {
    description: Vec<u8>,
    made: &'static DynamicType,
    next: Option<&'static Entry>,
}

impl Made {
    /// The list that a type with that description is in.
    pub(crate) fn of(description: &[u8]) -> &'static Self {
        const LISTS: usize = 64;
        static ALL: [Made; LISTS] = [const { Made(AtomicPtr::new(null_mut())) }; LISTS];
        let mut hasher = DefaultHasher::new();
        description.hash(&mut hasher);
        &ALL[hasher.finish() as usize % LISTS]
    }

    fn first(&self) -> Option<&'static Entry> {
        // SAFETY: null, or a leaked entry that `keep` stored, which does not change any more; acquired, so it is complete.
        unsafe { self.0.load(Acquire).as_ref() }
    }

    /// The type with that description, if there is one.
    pub(crate) fn find(&self, description: &[u8]) -> Option<&'static DynamicType> {
        let mut entries = core::iter::successors(self.first(), |entry| entry.next);
        entries.find(|entry| entry.description == description).map(|entry| entry.made)
    }

    /// Keeps a type, for ever; the one that another thread has kept meanwhile, if that is the same. Then `made` is never used.
    pub(crate) fn keep(&self, description: Vec<u8>, made: &'static DynamicType) -> &'static DynamicType {
        let entry = Box::into_raw(Box::new(Entry { description, made, next: None }));
        loop {
            let first = self.first();
            // SAFETY: from `into_raw` above, and not stored anywhere yet.
            let mine = unsafe { &mut *entry };
            if let Some(same) = self.find(&mine.description) {
                // SAFETY: as above; `mine` is not used any more.
                drop(unsafe { Box::from_raw(entry) });
                return same;
            }
            mine.next = first;
            let before = first.map_or(null_mut(), |first| core::ptr::from_ref(first).cast_mut());
            if self.0.compare_exchange(before, entry, AcqRel, Acquire).is_ok() {
                return made;
            }
        }
    }
}
