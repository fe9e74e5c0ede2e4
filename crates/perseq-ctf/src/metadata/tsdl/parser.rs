//! The blocks of metadata: `trace`, `env`, `clock`, `stream`, `event`.

use super::{
    cursor::{Attribute, Cursor, Result, byte_order},
    lexer::Token,
    resolve,
};
use crate::{
    metadata::model::{Class, MetadataProblem, Model, Stream, Type},
    write::schema::{Clock, EnvValue, Uuid},
};
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

/// `key = value;` or `key := type;`.
enum Entry {
    Attribute(String, Attribute),
    Type(String, Type),
}

/// Reads the whole metadata.
pub(super) fn model(cursor: &mut Cursor) -> Result<Model> {
    let (uuid, env, streams) = (None, Vec::new(), BTreeMap::new());
    let mut declared = Declared::default();
    let mut model = Model { uuid, packet_header: None, env, clock: None, streams };
    let mut clocks = HashMap::new();
    while *cursor.peek() != Token::End {
        cursor.blamed = None;
        if cursor.mark(";") || cursor.declaration()? {
            continue;
        }
        let Token::Word(word) = cursor.peek().clone() else { return cursor.unexpected("a block") };
        match &*word {
            "trace" if declared.trace => return twice(cursor, "trace", ""),
            "trace" => {
                declared.trace = true;
                trace(cursor, &mut model)?;
            }
            "env" => env_block(cursor, &mut model.env)?,
            "clock" => {
                let clock = clock(cursor)?;
                if clocks.contains_key(&clock.name) {
                    return twice(cursor, "clock", &clock.name);
                }
                clocks.insert(clock.name.clone(), clock);
            }
            "stream" => {
                let place = cursor.place();
                let number = stream(cursor, &mut model)?;
                if !declared.streams.insert(number) {
                    cursor.blamed = Some(place);
                    return twice(cursor, "stream", &number.to_string());
                }
            }
            "event" => {
                let place = cursor.place();
                let stream = event(cursor, &mut model)?;
                declared.used.insert(stream, place);
            }
            "callsite" => {
                cursor.next();
                cursor.skip_block()?;
            }
            "struct" | "enum" | "variant" => {
                cursor.type_specifier(false)?;
            }
            _ => return cursor.unexpected("trace, env, clock, stream, event or a type"),
        }
    }
    // Without any there is one, which nothing is said of.
    let unknown = |stream: &&u64| !declared.streams.is_empty() && !declared.streams.contains(stream);
    if let Some(stream) = declared.used.keys().filter(unknown).min() {
        cursor.blamed = declared.used.get(stream).copied();
        return cursor.error(MetadataProblem::Unknown { what: "stream", name: stream.to_string() });
    }
    cursor.blamed = None;
    resolve::resolve(cursor, &mut model)?;
    for name in &cursor.mapped {
        if !clocks.contains_key(name) {
            return cursor.error(MetadataProblem::Unknown { what: "clock", name: name.clone() });
        }
    }
    let only = if clocks.len() == 1 { clocks.values().next() } else { None };
    let mut numbers: Vec<u64> = model.streams.keys().copied().collect();
    numbers.sort_unstable();
    for number in numbers {
        let Some(stream) = model.streams.get_mut(&number) else { continue };
        let mapped = super::clocks::of(stream);
        if mapped.len() > 1 {
            return cursor.unsupported(format!("stream {number} with time stamps of several clocks"));
        }
        let name = mapped.first().and_then(|clock| cursor.mapped.get(*clock));
        stream.clock = name.and_then(|name| clocks.get(name)).or(only).cloned();
        if model.clock.is_none() {
            model.clock.clone_from(&stream.clock);
        }
    }
    model.clock = model.clock.or(only.cloned());
    Ok(model)
}

/// The declarations so far.
#[derive(Default)]
struct Declared {
    trace: bool,
    streams: HashSet<u64>,
    /// The place where an event says that it is of that stream.
    used: HashMap<u64, usize>,
}

fn twice<T>(cursor: &Cursor, what: &'static str, name: &str) -> Result<T> {
    cursor.error(MetadataProblem::Twice { what, name: name.to_owned() })
}

/// The entries of a block, up to its end.
fn entries(cursor: &mut Cursor) -> Result<Vec<(usize, Entry)>> {
    let block = cursor.word()?;
    cursor.need("{")?;
    cursor.names.push(HashMap::new());
    let (mut entries, mut keys) = (Vec::new(), HashSet::new());
    while !cursor.mark("}") {
        if cursor.declaration()? {
            continue;
        }
        let place = cursor.place();
        let key = cursor.path()?.join(".");
        // Attributes of a trace's environment may be given again.
        if !keys.insert(key.clone()) && block != "env" {
            cursor.blamed = Some(place);
            return twice(cursor, "attribute", &key);
        }
        if cursor.mark(":=") {
            let ty = cursor.type_specifier(false)?;
            if !matches!(ty, Type::Struct(_)) {
                return cursor.unexpected("a struct before this");
            }
            entries.push((place, Entry::Type(key, ty)));
        } else {
            cursor.need("=")?;
            entries.push((place, Entry::Attribute(key, cursor.attribute()?)));
        }
        cursor.need(";")?;
    }
    cursor.names.pop();
    Ok(entries)
}

fn uuid(cursor: &Cursor, text: &str) -> Result<Uuid> {
    let digits: Vec<u8> = text.bytes().filter(|&byte| byte != b'-').collect();
    let mut uuid = [0; 16];
    for (byte, pair) in uuid.iter_mut().zip(digits.chunks(2)) {
        let pair = core::str::from_utf8(pair).ok();
        let Some(value) = pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()) else {
            return cursor.error(MetadataProblem::Number(text.to_owned()));
        };
        *byte = value;
    }
    if digits.len() != 32 {
        return cursor.error(MetadataProblem::Number(text.to_owned()));
    }
    Ok(Uuid(uuid))
}

fn trace(cursor: &mut Cursor, model: &mut Model) -> Result<()> {
    for (place, entry) in entries(cursor)? {
        cursor.blamed = Some(place);
        match entry {
            Entry::Type(key, ty) if key == "packet.header" => model.packet_header = Some(ty),
            Entry::Attribute(key, value) => match (&*key, value) {
                ("major", Attribute::Number(1)) | ("minor", Attribute::Number(_)) => {}
                ("major", Attribute::Number(major)) => {
                    return cursor.unsupported(format!("version {major} of the format"));
                }
                ("uuid", Attribute::Text(text)) => model.uuid = Some(uuid(cursor, &text)?),
                ("byte_order", Attribute::Path(word)) if byte_order(&word.join(".")).is_some() => {}
                ("major" | "minor" | "uuid" | "byte_order", _) => {
                    return cursor.unsupported(format!("attribute {key} of a trace with this value"));
                }
                // Tracers have attributes of their own.
                _ => {}
            },
            Entry::Type(key, _) => return cursor.unsupported(format!("{key} of a trace")),
        }
    }
    Ok(())
}

fn env_block(cursor: &mut Cursor, env: &mut Vec<(String, EnvValue)>) -> Result<()> {
    for (place, entry) in entries(cursor)? {
        cursor.blamed = Some(place);
        let Entry::Attribute(key, value) = entry else { return cursor.unsupported("a type in env") };
        let value = match value {
            Attribute::Text(text) => EnvValue::Text(text),
            Attribute::Path(path) => EnvValue::Text(path.join(".")),
            Attribute::Number(value) => match i64::try_from(value) {
                Ok(value) => EnvValue::Int(value),
                Err(_) => EnvValue::Text(value.to_string()),
            },
        };
        env.push((key, value));
    }
    Ok(())
}

fn clock(cursor: &mut Cursor) -> Result<Clock> {
    let mut clock = Clock {
        name: String::new(),
        uuid: None,
        description: String::new(),
        frequency: 1_000_000_000,
        offset_seconds: 0,
        offset_cycles: 0,
    };
    for (place, entry) in entries(cursor)? {
        cursor.blamed = Some(place);
        let Entry::Attribute(key, value) = entry else { return cursor.unsupported("a type in clock") };
        match (&*key, value) {
            ("name", Attribute::Text(text)) => clock.name = text,
            ("name", Attribute::Path(path)) => clock.name = path.join("."),
            ("uuid", Attribute::Text(text)) => clock.uuid = Some(uuid(cursor, &text)?),
            ("description", Attribute::Text(text)) => clock.description = text,
            ("freq", Attribute::Number(value)) => {
                clock.frequency = cursor.ranged("frequency", value, 1, u64::MAX)?
            }
            ("offset_s", Attribute::Number(value)) => {
                let Ok(seconds) = i64::try_from(value) else {
                    return cursor.error(MetadataProblem::OutOfRange { what: "offset_s", value });
                };
                clock.offset_seconds = seconds;
            }
            ("offset", Attribute::Number(value)) => {
                clock.offset_cycles = cursor.ranged("offset", value, 0, u64::MAX)?
            }
            // A clock's precision, and whether it is comparable, change nothing here.
            _ => {}
        }
    }
    Ok(clock)
}

fn id(cursor: &Cursor, value: &Attribute) -> Result<u64> {
    match value {
        Attribute::Number(value) => cursor.ranged("id", *value, 0, u64::MAX),
        _ => cursor.unexpected("a number as id before this"),
    }
}

fn stream(cursor: &mut Cursor, model: &mut Model) -> Result<u64> {
    let mut stream = Stream::default();
    let mut number = 0;
    for (place, entry) in entries(cursor)? {
        cursor.blamed = Some(place);
        match entry {
            Entry::Attribute(key, value) if key == "id" => number = id(cursor, &value)?,
            // Tracers have attributes of their own.
            Entry::Attribute(..) => {}
            Entry::Type(key, ty) => match &*key {
                "packet.context" => stream.packet_context = Some(ty),
                "event.header" => stream.event_header = Some(ty),
                "event.context" => stream.event_context = Some(ty),
                _ => return cursor.unsupported(format!("{key} of a stream")),
            },
        }
    }
    stream.events = model.streams.remove(&number).unwrap_or_default().events;
    model.streams.insert(number, stream);
    cursor.blamed = None;
    Ok(number)
}

fn event(cursor: &mut Cursor, model: &mut Model) -> Result<u64> {
    let (mut number, mut stream) = (0, 0);
    let mut class = Class { name: String::new(), loglevel: None, source: None, context: None, fields: None };
    for (place, entry) in entries(cursor)? {
        cursor.blamed = Some(place);
        match entry {
            Entry::Attribute(key, value) => match (&*key, value) {
                ("name", Attribute::Text(text)) => class.name = text,
                ("name", Attribute::Path(path)) => class.name = path.join("."),
                ("id", value) => number = id(cursor, &value)?,
                ("stream_id", value) => stream = id(cursor, &value)?,
                ("loglevel", Attribute::Number(level)) => class.loglevel = i64::try_from(level).ok(),
                ("model.emf.uri", Attribute::Text(text)) => class.source = Some(text),
                // Other attributes describe an event to people.
                _ => {}
            },
            Entry::Type(key, ty) => match &*key {
                "context" => class.context = Some(ty),
                "fields" => class.fields = Some(ty),
                _ => return cursor.unsupported(format!("{key} of an event")),
            },
        }
    }
    match model.streams.entry(stream).or_default().events.insert(number, Arc::new(class)) {
        None => Ok(stream),
        Some(_) => twice(cursor, "event", &number.to_string()),
    }
}
