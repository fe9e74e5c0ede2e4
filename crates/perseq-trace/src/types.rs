//! The session's table of event types: shared by all processes, written under the file's lock, read by the consumer.
//!
//! A description is bytes: what two processes describe alike is one type.
//!
//! ```text
//!   level │ line as 4 bytes │ provider, name, file: length as 2 bytes, text │ fields: name, kind
//! ```

use core::sync::atomic::{
    Ordering::{Acquire, Relaxed, Release, SeqCst},
    fence,
};

use perseq_ctf::{EventClass, Field, FieldType, Int, Label, Width, identifier};
use rustix::io::Errno;

use crate::{
    Error, EventType, Level, Result,
    field::Kind,
    file::{DESCRIPTIONS, FIXED, File, Header, MAX_TYPES, SLOTS},
    filter::Filter,
    settings::Settings,
};

/// A type as it is described.
pub(crate) fn describe<'a>(
    level: Level,
    line: u32,
    texts: [&str; 3],
    fields: impl Iterator<Item = (&'a str, Kind)>,
) -> Vec<u8> {
    let mut bytes = vec![level as u8];
    bytes.extend(line.to_ne_bytes());
    for text in texts {
        put_text(&mut bytes, text);
    }
    for (name, kind) in fields {
        put_text(&mut bytes, name);
        put_kind(&mut bytes, kind);
    }
    bytes
}

/// The description of a type of this process.
fn describe_type(event: &EventType, kinds: &[Kind]) -> Vec<u8> {
    let fields = event.fields.iter().copied().zip(kinds.iter().copied());
    describe(event.level, event.line, [event.provider, event.name, event.file], fields)
}

/// Of a longer text the beginning, cut between characters.
fn put_text(bytes: &mut Vec<u8>, text: &str) {
    let text = &text[..text.floor_char_boundary(usize::from(u16::MAX))];
    bytes.extend((text.len() as u16).to_ne_bytes());
    bytes.extend(text.as_bytes());
}

fn put_kind(bytes: &mut Vec<u8>, kind: Kind) {
    match kind {
        Kind::Int { bytes: width, signed } => bytes.extend([0, width, signed.into()]),
        Kind::F32 => bytes.push(1),
        Kind::F64 => bytes.push(2),
        Kind::Bool => bytes.push(3),
        Kind::Text => bytes.push(4),
        Kind::Bytes => bytes.push(5),
        Kind::Array { bytes: width, signed, len } => {
            bytes.extend([6, width, signed.into()]);
            bytes.extend(len.to_ne_bytes());
        }
        Kind::Enum(names) => {
            bytes.push(7);
            bytes.extend((names.len() as u16).to_ne_bytes());
            for (name, value) in names {
                put_text(bytes, name);
                bytes.extend(value.to_ne_bytes());
            }
        }
    }
}

/// What is left of a description. `None` for what is none: others can write there.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*taken)
    }

    fn text(&mut self) -> Option<&'a str> {
        let len = u16::from_ne_bytes(self.take()?);
        let (text, rest) = self.0.split_at_checked(len.into())?;
        self.0 = rest;
        core::str::from_utf8(text).ok()
    }

    fn int(&mut self) -> Option<Int> {
        let [bytes, signed] = self.take()?;
        let width = [Width::W8, Width::W16, Width::W32, Width::W64].into_iter();
        let width = width.into_iter().find(|width| width.bytes() == usize::from(bytes))?;
        Some(if signed == 0 { Int::unsigned(width) } else { Int::signed(width) })
    }

    fn kind(&mut self) -> Option<FieldType> {
        let [kind] = self.take()?;
        Some(match kind {
            0 => FieldType::Int(self.int()?),
            1 => FieldType::F32,
            2 => FieldType::F64,
            3 => FieldType::Bool,
            4 => FieldType::Text,
            5 => FieldType::Sequence(Int::unsigned(Width::W8)),
            6 => {
                let int = self.int()?;
                FieldType::Array(int, u32::from_ne_bytes(self.take()?))
            }
            7 => {
                let count = u16::from_ne_bytes(self.take()?);
                let labels = (0..count).map(|_| {
                    let name = self.text()?;
                    Some(Label::new(name, i64::from_ne_bytes(self.take()?)))
                });
                FieldType::Enum { int: Int::signed(Width::W64), labels: labels.collect::<Option<_>>()? }
            }
            _ => return None,
        })
    }
}

/// What a description says, as the format has it; not yet whether it can be in metadata.
fn parse(id: u32, bytes: &[u8]) -> Option<EventClass> {
    let mut rest = Cursor(bytes);
    let [level] = rest.take()?;
    let line = u32::from_ne_bytes(rest.take()?);
    let (provider, name, file) = (rest.text()?, rest.text()?, rest.text()?);
    let (mut fields, mut taken) = (Vec::new(), Vec::<String>::new());
    while !rest.0.is_empty() {
        let (mut name, ty) = (identifier(rest.text()?), rest.kind()?);
        while names(&name, &ty).any(|name| taken.contains(&name)) {
            name.push('_');
        }
        taken.extend(names(&name, &ty));
        fields.push(Field::new(name, ty));
    }
    Some(EventClass {
        id: u16::try_from(id).ok()?,
        name: format!("{provider}:{name}"),
        loglevel: Some(level.min(14)),
        source: Some(format!("{file}:{line}")),
        fields,
    })
}

/// The names that a field takes: one with a length has a field for that, too.
fn names(name: &str, ty: &FieldType) -> impl Iterator<Item = String> + use<> {
    let length = matches!(ty, FieldType::Text | FieldType::Sequence(_)).then(|| format!("{name}_length"));
    [Some(name.to_owned()), length].into_iter().flatten()
}

/// What a description says. What cannot be in metadata is no type: the others' metadata must not suffer.
fn understand(id: u32, bytes: &[u8]) -> Option<EventClass> {
    parse(id, bytes).filter(|class| class.metadata(crate::schema::STREAM).is_ok())
}

/// The description of a type, or why consumers would not understand it.
fn fit(event: &EventType, kinds: &[Kind]) -> core::result::Result<Vec<u8>, String> {
    if event.fields.len() != kinds.len() {
        return Err(format!("they have {} values, and {} names for them", kinds.len(), event.fields.len()));
    }
    for (name, kind) in event.fields.iter().zip(kinds) {
        kind.fits().map_err(|why| format!("field {name}: {why}"))?;
    }
    let bytes = describe_type(event, kinds);
    let class = parse(0, &bytes).ok_or("their description cannot be read back")?;
    class.metadata(crate::schema::STREAM).map_err(|error| error.to_string())?;
    Ok(bytes)
}

/// What becomes of a type.
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

/// What a look into the table has found.
struct Found {
    id: Option<u32>,
    /// Where a new one belongs; none where others have filled the table with nonsense.
    slot: Option<usize>,
    /// Entries that were looked at.
    #[cfg_attr(not(test), expect(dead_code, reason = "what a test counts"))]
    looks: usize,
}

/// Where in the table a description is looked for first (FNV-1a): the same in all processes.
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

    /// Whether that is the description of type `id`.
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
                // Last, of a new one: who dies before has described nothing.
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
        // Before the type is counted: whoever dies in between leaves an entry that the next description does not match, or completes.
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
        // In this order: what is behind the count is complete, and more than that does no harm.
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
    /// `change` makes of the one that there is; `also` has it next, while nobody else changes it.
    pub(crate) fn change_filter(
        &self,
        change: impl FnOnce(Filter) -> Filter,
        also: impl FnOnce(&Filter) -> Result<()>,
    ) -> Result<()> {
        let header = self.header();
        let _held = header.lock.lock().map_err(Error::Lock)?;
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

    #[test]
    fn what_is_described_is_understood_and_anything_else_is_not() {
        let event =
            EventType::new("server", "request", Level::Info, "main.rs", 12, &["n", "text", "list", "state"]);
        let kinds = [
            Kind::Int { bytes: 4, signed: true },
            Kind::Text,
            Kind::Array { bytes: 2, signed: false, len: 3 },
            Kind::Enum(&[("idle", 0), ("busy", -1)]),
        ];
        let bytes = describe_type(&event, &kinds);
        let class = understand(5, &bytes).unwrap();
        assert_eq!(
            (class.id, class.name.as_str(), class.source.as_deref()),
            (5, "server:request", Some("main.rs:12"))
        );
        assert_eq!(class.fields[0], Field::new("n", FieldType::Int(Int::signed(Width::W32))));
        assert_eq!(class.fields[2], Field::new("list", FieldType::Array(Int::unsigned(Width::W16), 3)));
        let labels = vec![Label::new("idle", 0), Label::new("busy", -1)];
        assert_eq!(class.fields[3].ty, FieldType::Enum { int: Int::signed(Width::W64), labels });
        let whole_fields = |len: &usize| understand(5, &bytes[..*len]).is_some();
        assert_eq!((0..bytes.len()).filter(whole_fields).count(), 4, "only behind whole fields");
        let mut other = bytes.clone();
        for at in 0..other.len() {
            other[at] ^= 0xff;
            _ = understand(5, &other);
            other[at] ^= 0xff;
        }
    }

    /// Of each type, one entry or two are compared, also of the last of thousands.
    #[test]
    fn a_type_is_found_among_thousands_by_few_looks() {
        let directory = std::env::temp_dir().join(format!("perseq-trace-types-{}", std::process::id()));
        _ = std::fs::remove_dir_all(&directory);
        let options = crate::Options { sub_buffer: 4096, ..crate::Options::default() };
        let file = File::create(&directory, &options).unwrap();
        let other = File::open(&directory).unwrap();
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
        // Whoever writes nonsense there makes types be described twice, and nothing worse.
        other.header().slots.iter().for_each(|slot| slot.store(0xffff, Relaxed));
        assert_eq!(register(&file, &types[0]), None, "the table of types is full");
        drop((file, other));
        std::fs::remove_dir_all(&directory).unwrap();
    }
}
