//! The event types that were made at run time, for ever: libraries that are unloaded and loaded again make theirs each time.
//!
//! ```text
//!   made (on its thread alone) → in its list, by one store: from then on it is a type of this process → asks the session, if there is one
//!   two threads make the same  → one is in the list, the other one is dropped
//! ```
//!
//! There is no lock: a forked child would wait for a thread that it does not have. Entries are only ever added, at the front.

use core::{
    hash::{Hash as _, Hasher as _},
    ptr::null_mut,
    sync::atomic::{
        AtomicPtr,
        Ordering::{Acquire, SeqCst},
    },
};
use std::hash::DefaultHasher;

use crate::{DynamicType, EventType, Kind, Level, event::describe::describe};

/// Those of some types, by the hash of their descriptions.
struct List(AtomicPtr<Entry>);

struct Entry {
    made: DynamicType,
    description: Vec<u8>,
    next: *const Entry,
    /// The texts of `made`: the provider, the name, the file, and names of fields. All of them are dropped together, or never.
    _texts: Vec<Box<str>>,
    _names: Vec<&'static str>,
}

const LISTS: usize = 64;
static ALL: [List; LISTS] = [const { List(AtomicPtr::new(null_mut())) }; LISTS];

impl List {
    fn of(description: &[u8]) -> &'static Self {
        let mut hasher = DefaultHasher::new();
        description.hash(&mut hasher);
        &ALL[hasher.finish() as usize % LISTS]
    }

    fn entries(&self) -> impl Iterator<Item = &'static Entry> + use<> {
        let entry = |entry: *const Entry| {
            // SAFETY: null, or a leaked entry that `keep` stored, which does not change any more; acquired, so it is complete.
            unsafe { entry.as_ref() }
        };
        core::iter::successors(entry(self.0.load(Acquire)), move |last| entry(last.next))
    }

    fn find(&self, description: &[u8]) -> Option<&'static DynamicType> {
        self.entries().find(|entry| entry.description == description).map(|entry| &entry.made)
    }

    /// Keeps a type, for ever; the one that another thread has kept by then, if that is the same.
    fn keep(&self, entry: Box<Entry>) -> &'static DynamicType {
        let mut mine = entry;
        loop {
            let first = self.0.load(Acquire);
            if let Some(same) = self.find(&mine.description) {
                return same;
            }
            mine.next = first;
            let kept = Box::into_raw(mine);
            // SeqCst, with `attach`: either that finds the type, or this the session.
            if self.0.compare_exchange(first, kept, SeqCst, Acquire).is_ok() {
                // SAFETY: from `into_raw`, and never dropped from now on.
                return &unsafe { &*kept }.made;
            }
            // SAFETY: from `into_raw`, and no other thread has seen it.
            mine = unsafe { Box::from_raw(kept) };
        }
    }
}

/// All types that were made.
pub(crate) fn types() -> impl Iterator<Item = &'static EventType> {
    ALL.iter().flat_map(List::entries).map(|entry| entry.made.event())
}

/// The type of that description, which is made if there is none.
pub(crate) fn type_of(
    level: Level,
    line: u32,
    texts: [&str; 3],
    fields: &[(&str, Kind)],
) -> &'static DynamicType {
    let names = fields.iter().map(|(name, _)| *name);
    let description = describe(level, line, texts, names.clone().zip(fields.iter().map(|(_, kind)| *kind)));
    let list = List::of(&description);
    let made = list.find(&description).unwrap_or_else(|| {
        let texts: Vec<Box<str>> = texts.into_iter().chain(names).map(Box::from).collect();
        let text = |text: &str| -> &'static str {
            // SAFETY: it is where it is as long as the entry, without which no other thread has it.
            unsafe { &*core::ptr::from_ref(text) }
        };
        let names: Vec<&'static str> = texts.iter().map(|one| text(one)).collect();
        // SAFETY: as above.
        let all: &'static [&'static str] = unsafe { &*core::ptr::from_ref(names.as_slice()) };
        let event = EventType::new(all[0], all[1], level, all[2], line, &all[3..]);
        let made = DynamicType::new(event, fields.iter().map(|(_, kind)| *kind).collect());
        list.keep(Box::new(Entry {
            made,
            description,
            next: core::ptr::null(),
            _texts: texts,
            _names: names,
        }))
    });
    // Also of one that another thread has just made: its first event is one as well.
    made.event().begin();
    made
}
