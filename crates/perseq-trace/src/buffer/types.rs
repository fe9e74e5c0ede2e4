//! The session's table of event types: shared by all processes, written under the file's lock, read by the consumer.
//!
//! A type is found by the hash of its description, in a table with open addressing.

use core::{
    sync::atomic::{
        Ordering::{Acquire, Relaxed, Release, SeqCst},
        fence,
    },
    time::Duration,
};

use perseq_core::guard::RobustMutex;
use perseq_ctf::EventClass;
use rustix::io::Errno;

use crate::{
    Error, EventType, Result,
    buffer::{
        file::File,
        header::{DESCRIPTIONS, FIXED, Header, MAX_TYPES, SLOTS},
    },
    event::{
        describe::{fit, understand},
        field::Kind,
    },
    session::{filter::Filter, settings::Settings},
};

/// How long a change of the filter waits for the one of another process. One of this crate's own tests waits as long.
const WAIT: Duration = if cfg!(test) { Duration::from_millis(500) } else { RobustMutex::PATIENCE };

/// The outcome for a type.
pub(crate) enum Registration {
    /// It has that number.
    As(u32),
    /// The table is full.
    NoRoom,
    /// The file system has no room for its description now.
    NoMemory,
    /// Consumers would not understand it.
    Refused(String),
}

/// The result of a look into the table.
struct Found {
    id: Option<u32>,
    /// The place for a new one; none if others have filled the table with nonsense.
    slot: Option<usize>,
    /// Entries that were looked at.
    #[cfg_attr(not(test), expect(dead_code, reason = "what a test counts"))]
    looks: usize,
}

/// The place in the table where a description is looked for first (FNV-1a): the same in all processes.
fn hash(bytes: &[u8]) -> usize {
    let mix = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325, mix);
    // The upper bits depend on all bytes.
    (hash >> 32) as usize % SLOTS
}

impl Header {
    /// The description of type `id`, or what others have made of it.
    fn description(&self, id: u32) -> Vec<u8> {
        let Some(place) = self.places.get(id as usize) else { return Vec::new() };
        let place = place.load(Acquire);
        let (start, len) = (place as u32 as usize, (place >> 32) as usize);
        let Some(bytes) = start.checked_add(len).and_then(|end| self.descriptions.get(start..end)) else {
            return Vec::new();
        };
        bytes.iter().map(|byte| byte.load(Relaxed)).collect()
    }

    /// Returns whether that is the description of type `id`.
    fn is_described(&self, id: u32, by: &[u8]) -> bool {
        let place = self.places.get(id as usize).map_or(0, |place| place.load(Acquire));
        let (start, len) = (place as u32 as usize, (place >> 32) as usize);
        let there = self.descriptions.get(start..).unwrap_or_default().iter();
        len == by.len() && there.map(|byte| byte.load(Relaxed)).take(len).eq(by.iter().copied())
    }

    /// Looks for a description by its hash. Others can write there: it ends in any case.
    fn look_up(&self, bytes: &[u8]) -> Found {
        let first = hash(bytes);
        for looks in 0..SLOTS {
            let slot = (first + looks) % SLOTS;
            match self.slots[slot].load(Relaxed).checked_sub(1) {
                None => return Found { id: None, slot: Some(slot), looks: looks + 1 },
                Some(id) if self.is_described(id.into(), bytes) => {
                    return Found { id: Some(id.into()), slot: None, looks: looks + 1 };
                }
                Some(_) => {}
            }
        }
        Found { id: None, slot: None, looks: SLOTS }
    }

    /// How many types there are.
    pub(crate) fn count(&self) -> u32 {
        self.types.load(Acquire).min(MAX_TYPES as u32)
    }
}

impl File {
    /// Event type `id`; `None` if its description is none.
    pub(crate) fn event_class(&self, id: u32) -> Option<EventClass> {
        understand(id, &self.header().description(id))
    }

    /// The number of `event`, whose fields are of these kinds, or why it has none: its events are not recorded then.
    pub(crate) fn register(&self, event: &EventType, kinds: &[Kind]) -> Result<Registration> {
        let header = self.header();
        let bytes = match fit(event, kinds) {
            Ok(bytes) => bytes,
            Err(why) => return Ok(Registration::Refused(why)),
        };
        let settings = self.settings.map_or(header, Settings::header);
        self.measure();
        let held = header.lock.lock_within(self.patience());
        let _held = held.inspect_err(|error| self.lose_patience(error)).map_err(Error::Lock)?;
        let count = header.count();
        let enable = |id: u32| {
            settings.by_filter(|filter| {
                let enabled = filter.passes(event.provider, event.name, event.level as u8);
                header.enabled[id as usize].store(enabled.into(), Relaxed);
                // Last, of a new one: a process that dies before has described nothing.
                header.types.fetch_max(id + 1, Release);
            });
            self.after_enabling();
        };
        let found = header.look_up(&bytes);
        if let Some(same) = found.id {
            // A forked child has a copy of its parent's descriptions, none of which is enabled that this process has not asked for before.
            enable(same);
            return Ok(Registration::As(same));
        }
        let start = header.described.load(Relaxed) as usize;
        let Some(place) = header.places.get(count as usize).filter(|_| start + bytes.len() <= DESCRIPTIONS)
        else {
            return Ok(Registration::NoRoom);
        };
        if !self.has_room(FIXED + start, bytes.len()) {
            return Ok(Registration::NoMemory);
        }
        for (to, byte) in header.descriptions[start..].iter().zip(&bytes) {
            to.store(*byte, Relaxed);
        }
        place.store(start as u64 | (bytes.len() as u64) << 32, Release);
        header.described.store((start + bytes.len()) as u32, Relaxed);
        // Before the type is counted: a process that dies in between leaves an entry that the next description does not match, or completes.
        if let Some(slot) = found.slot {
            header.slots[slot].store(count as u16 + 1, Relaxed);
        }
        enable(count);
        Ok(Registration::As(count))
    }

    /// Takes the types of a file whose types this process knows by their numbers. None is enabled yet.
    ///
    /// # Errors
    /// `NOSPC` where the file system has no room for them.
    pub(crate) fn copy_types(&self, from: &Self) -> core::result::Result<(), Errno> {
        let (header, from) = (self.header(), from.header());
        // In this order: the types that the count covers are complete, and more than that does no harm.
        let count = from.count();
        let described = from.described.load(Relaxed).min(DESCRIPTIONS as u32);
        if !self.has_room(FIXED, described as usize) {
            return Err(Errno::NOSPC);
        }
        for (to, place) in header.places.iter().zip(&from.places).take(count as usize) {
            to.store(place.load(Relaxed), Relaxed);
        }
        for (to, byte) in header.descriptions.iter().zip(&from.descriptions).take(described as usize) {
            to.store(byte.load(Relaxed), Relaxed);
        }
        header.described.store(described, Relaxed);
        for (to, slot) in header.slots.iter().zip(&from.slots) {
            to.store(slot.load(Relaxed), Relaxed);
        }
        header.types.store(count, Release);
        Ok(())
    }

    /// From now on events of types that pass are recorded, and no others: those that are known and those that will be. The filter is what
    /// `change` makes of the one that there is; `also` has it next, while no other thread changes it.
    pub(crate) fn change_filter(
        &self,
        change: impl FnOnce(Filter) -> Filter,
        also: impl FnOnce(&Filter) -> Result<()>,
    ) -> Result<()> {
        let header = self.header();
        let _held = header.lock.lock_within(WAIT).map_err(Error::Lock)?;
        let filter = change(Filter::of(header)).folded();
        filter.keep(header)?;
        self.enable_by(&filter);
        also(&filter)
    }

    /// Enables what passes `filter` and nothing else, of the types that are known. It takes no lock.
    pub(crate) fn enable_by(&self, filter: &Filter) {
        // SeqCst, with `by_filter`: this sees the types that were there when that has seen the filter before.
        fence(SeqCst);
        let header = self.header();
        for id in 0..header.count() {
            let passes = self.event_class(id).is_some_and(|class| {
                let (provider, name) = class.name.split_once(':').unwrap_or(("", &class.name));
                filter.passes(provider, name, class.loglevel.unwrap_or(14))
            });
            header.enabled[id as usize].store(passes.into(), Relaxed);
        }
        self.after_enabling();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Level, event::describe::describe_type, session::place::Place};

    /// Of each type, one entry or two are compared, also of the last of thousands.
    #[test]
    fn a_type_is_found_among_thousands_by_few_looks() {
        let scratch = perseq_testing::Scratch::new("types");
        let directory = scratch.join("session");
        let options = crate::Options { sub_buffer: 4096, ..crate::Options::default() };
        let file = File::create(&directory, &options).unwrap();
        let other = File::open(&Place::open(file.path.parent().unwrap()).unwrap()).unwrap();
        let types: Vec<EventType> = (0..=MAX_TYPES as u32)
            .map(|number| EventType::new("server", "request", Level::Info, "main.rs", number, &["n"]))
            .collect();
        let kinds = [Kind::Int { bytes: 4, signed: false }];
        let register = |file: &File, event: &EventType| match file.register(event, &kinds) {
            Ok(Registration::As(id)) => Some(id),
            _ => None,
        };
        let (last, types) = types.split_last().unwrap();
        for (id, event) in types.iter().enumerate() {
            assert_eq!(register(&file, event), Some(id as u32));
        }
        assert_eq!(register(&file, last), None, "there is room for no more");
        let looks = |event: &EventType| file.header().look_up(&describe_type(event, &kinds)).looks;
        let (most, all) = (types.iter().map(looks).max().unwrap(), types.iter().map(looks).sum::<usize>());
        println!("{all} entries compared for {} types, {most} at most for one", types.len());
        assert!(all < 2 * types.len() && most < 100, "{all}, {most}");
        assert!(types.iter().enumerate().all(|(id, event)| register(&other, event) == Some(id as u32)));
        // A process that writes nonsense there makes types be described twice, and nothing worse.
        other.header().slots.iter().for_each(|slot| slot.store(0xffff, Relaxed));
        assert_eq!(register(&file, &types[0]), None, "the table of types is full");
        drop((file, other));
        std::fs::remove_dir_all(&directory).unwrap();
    }
}
