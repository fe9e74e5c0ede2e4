//! Reads fragments: preamble, trace class, clock classes, data stream classes, event record classes.

use super::{
    ATTRIBUTES, LEVELS, SEPARATOR,
    classes::Classes,
    json::{Depth, Json, Object, Result, TOO_DEEP},
    place::Place,
};
use crate::{
    metadata::model::{Class, MetadataError, MetadataProblem, Model, Scope, Stream},
    write::schema::{Clock, EnvValue, Uuid},
};
use serde_core::de::DeserializeSeed;
use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

/// A fragment and where it begins.
struct Fragment {
    number: u32,
    line: u32,
    json: Json,
}

/// Reads the contents of the file `metadata`.
pub(crate) fn parse(bytes: &[u8]) -> core::result::Result<Model, MetadataError> {
    let fragments = fragments(bytes)?;
    let mut reading = Reading::new(bytes.len());
    for Fragment { number, line, json } in &fragments {
        reading.fragment(json).map_err(|problem| MetadataError {
            fragment: Some(*number),
            line: *line,
            column: 1,
            problem,
        })?;
    }
    Ok(reading.finish())
}

/// All fragments; those without anything in them are none.
fn fragments(bytes: &[u8]) -> core::result::Result<Vec<Fragment>, MetadataError> {
    let mut line = 1_u32;
    let mut all = Vec::new();
    let mut texts = bytes.split(|&byte| byte == SEPARATOR).peekable();
    while let Some(text) = texts.next() {
        if !text.trim_ascii().is_empty() {
            let number = u32::try_from(all.len() + 1).unwrap_or(u32::MAX);
            match json(text) {
                Ok(json) => all.push(Fragment { number, line, json }),
                Err(error) => return Err(no_json(&error, number, line, texts.peek().is_none())),
            }
        }
        let lines = text.iter().filter(|&&byte| byte == b'\n').count();
        line = line.saturating_add(u32::try_from(lines).unwrap_or(u32::MAX));
    }
    Ok(all)
}

/// The value that a fragment is.
fn json(text: &[u8]) -> serde_json::Result<Json> {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    // Each value counts by itself how deep it is.
    deserializer.disable_recursion_limit();
    let json = Depth::default().deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(json)
}

fn no_json(error: &serde_json::Error, number: u32, line: u32, last: bool) -> MetadataError {
    let text = error.to_string();
    // The place is told otherwise.
    let text = text.rsplit_once(" at line ").map_or(&*text, |(text, _)| text);
    let problem = match text {
        _ if last && error.is_eof() => MetadataProblem::Endless("fragment"),
        TOO_DEEP => MetadataProblem::TooDeep,
        text => MetadataProblem::Json(text.to_owned()),
    };
    let place = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let line = line.saturating_add(place(error.line()).saturating_sub(1));
    MetadataError { fragment: Some(number), line, column: place(error.column()), problem }
}

/// The results of reading so far.
struct Reading<'a> {
    model: Model,
    classes: Classes<'a>,
    clocks: HashMap<&'a str, Clock>,
    last_tag: u32,
    begun: bool,
    has_trace: bool,
}

fn twice<T>(what: &'static str, name: impl ToString) -> Result<T> {
    Err(MetadataProblem::Twice { what, name: name.to_string() })
}

impl<'a> Reading<'a> {
    fn new(bytes: usize) -> Reading<'a> {
        let (env, streams) = (Vec::new(), BTreeMap::new());
        Reading {
            model: Model { uuid: None, packet_header: None, env, clock: None, streams },
            classes: Classes::new(bytes),
            clocks: HashMap::new(),
            last_tag: 0,
            begun: false,
            has_trace: false,
        }
    }

    fn fragment(&mut self, json: &'a Json) -> Result<()> {
        let fragment = json.object("as a fragment")?;
        let kind = fragment.need_text("type")?;
        if self.begun == (kind == "preamble") {
            let found = format!("a fragment of type {kind:?}");
            let wanted = if self.begun { "another one than the preamble" } else { "the preamble" };
            return Err(MetadataProblem::Unexpected { found, wanted });
        }
        match kind {
            "preamble" => self.preamble(fragment),
            "field-class-alias" => {
                self.classes.alias(fragment.need_text("name")?, fragment.need("field-class")?)
            }
            "trace-class" => self.trace(fragment),
            "clock-class" => self.clock(fragment),
            "data-stream-class" => self.stream(fragment),
            "event-record-class" => self.event(fragment),
            other => Err(MetadataProblem::Unsupported(format!("a fragment of type {other:?}"))),
        }
    }

    fn finish(mut self) -> Model {
        // As in CTF 1.8: an only clock is the one that is meant.
        let only = if self.clocks.len() == 1 { self.clocks.values().next() } else { None };
        for stream in self.model.streams.values_mut() {
            stream.clock = stream.clock.take().or(only.cloned());
        }
        let first =
            self.model.streams.iter().filter(|(_, stream)| stream.clock.is_some()).min_by_key(|(id, _)| **id);
        self.model.clock = first.and_then(|(_, stream)| stream.clock.clone()).or(only.cloned());
        self.model
    }

    fn preamble(&mut self, fragment: Object<'_>) -> Result<()> {
        self.begun = true;
        match fragment.int("version")? {
            Some(2) => {}
            Some(other) => {
                return Err(MetadataProblem::Unsupported(format!("version {other} of the format")));
            }
            None => return Err(MetadataProblem::Missing("version")),
        }
        if let Some((name, _)) = fragment.inner("extensions")?.properties().next() {
            // They may change what everything else means.
            return Err(MetadataProblem::Unsupported(format!("an extension of {name:?}")));
        }
        if let Some(json) = fragment.get("uuid") {
            let byte = |json: &Json| match json {
                Json::Int(value) => u8::try_from(*value).ok(),
                _ => None,
            };
            let bytes: Option<Vec<u8>> = fragment.list("uuid")?.iter().map(byte).collect();
            match bytes.and_then(|bytes| bytes.try_into().ok()) {
                Some(bytes) => self.model.uuid = Some(Uuid(bytes)),
                None => return json.unexpected("as \"uuid\"", "an array of 16 bytes"),
            }
        }
        Ok(())
    }

    fn trace(&mut self, fragment: Object<'a>) -> Result<()> {
        if self.has_trace {
            return twice("trace class", fragment.text("name")?.unwrap_or_default());
        }
        self.has_trace = true;
        for (key, value) in fragment.inner("environment")?.properties() {
            let value = match value {
                Json::Text(text) => EnvValue::Text(text.clone()),
                Json::Int(number) => match i64::try_from(*number) {
                    Ok(number) => EnvValue::Int(number),
                    Err(_) => EnvValue::Text(number.to_string()),
                },
                other => return other.unexpected("in the environment", "an integer or a text"),
            };
            self.model.env.push((key.to_owned(), value));
        }
        let place = Place::new(Scope::PacketHeader, [], &mut self.last_tag);
        self.model.packet_header = self.classes.root(fragment, "packet-header-field-class", place)?;
        Ok(())
    }

    fn clock(&mut self, fragment: Object<'a>) -> Result<()> {
        let id = fragment.need_text("id")?;
        let offset = fragment.inner("offset-from-origin")?;
        let seconds = offset.int("seconds")?.unwrap_or(0);
        let clock = Clock {
            name: fragment.text("name")?.unwrap_or(id).to_owned(),
            uuid: fragment.text("uid")?.and_then(uuid),
            description: fragment.text("description")?.unwrap_or_default().to_owned(),
            frequency: fragment.need_number("frequency", 1, u64::MAX)?,
            offset_seconds: i64::try_from(seconds)
                .map_err(|_| MetadataProblem::OutOfRange { what: "seconds", value: seconds })?,
            offset_cycles: offset.number("cycles", 0, u64::MAX)?.unwrap_or(0),
        };
        match self.clocks.insert(id, clock) {
            None => Ok(()),
            Some(_) => twice("clock class", id),
        }
    }

    fn stream(&mut self, fragment: Object<'a>) -> Result<()> {
        let id = fragment.number("id", 0, u64::MAX)?.unwrap_or(0);
        if self.model.streams.contains_key(&id) {
            return twice("data stream class", id);
        }
        let mut stream = Stream::default();
        if let Some(clock) = fragment.text("default-clock-class-id")? {
            let unknown = || MetadataProblem::Unknown { what: "clock class", name: clock.to_owned() };
            stream.clock = Some(self.clocks.get(clock).ok_or_else(unknown)?.clone());
        }
        let (classes, tag) = (&mut self.classes, &mut self.last_tag);
        let header = &mut self.model.packet_header;
        let place = Place::new(Scope::PacketContext, [(Scope::PacketHeader, header.as_mut())], tag);
        stream.packet_context = classes.root(fragment, "packet-context-field-class", place)?;
        let earlier =
            [(Scope::PacketHeader, header.as_mut()), (Scope::PacketContext, stream.packet_context.as_mut())];
        let place = Place::new(Scope::EventHeader, earlier, tag);
        stream.event_header = classes.root(fragment, "event-record-header-field-class", place)?;
        let earlier = [
            (Scope::PacketHeader, header.as_mut()),
            (Scope::PacketContext, stream.packet_context.as_mut()),
            (Scope::EventHeader, stream.event_header.as_mut()),
        ];
        let place = Place::new(Scope::StreamContext, earlier, tag);
        stream.event_context = classes.root(fragment, "event-record-common-context-field-class", place)?;
        self.model.streams.insert(id, stream);
        Ok(())
    }

    fn event(&mut self, fragment: Object<'a>) -> Result<()> {
        let id = fragment.number("id", 0, u64::MAX)?.unwrap_or(0);
        let of = fragment.number("data-stream-class-id", 0, u64::MAX)?.unwrap_or(0);
        let Some(stream) = self.model.streams.get_mut(&of) else {
            return Err(MetadataProblem::Unknown { what: "data stream class", name: of.to_string() });
        };
        let attributes = fragment.get("attributes").and_then(|json| json.object("").ok());
        let attributes = attributes.and_then(|all| all.get(ATTRIBUTES)).and_then(|json| json.object("").ok());
        let attribute = |key: &str| match attributes.and_then(|all| all.get(key)) {
            Some(Json::Text(text)) => Some(text.clone()),
            _ => None,
        };
        let level = attribute("log-level").and_then(|name| LEVELS.iter().position(|level| **level == *name));
        let (classes, tag) = (&mut self.classes, &mut self.last_tag);
        let header = &mut self.model.packet_header;
        let earlier = [
            (Scope::PacketHeader, header.as_mut()),
            (Scope::PacketContext, stream.packet_context.as_mut()),
            (Scope::EventHeader, stream.event_header.as_mut()),
            (Scope::StreamContext, stream.event_context.as_mut()),
        ];
        let place = Place::new(Scope::EventContext, earlier, tag);
        let mut context = classes.root(fragment, "specific-context-field-class", place)?;
        let earlier = [
            (Scope::PacketHeader, header.as_mut()),
            (Scope::PacketContext, stream.packet_context.as_mut()),
            (Scope::EventHeader, stream.event_header.as_mut()),
            (Scope::StreamContext, stream.event_context.as_mut()),
            (Scope::EventContext, context.as_mut()),
        ];
        let place = Place::new(Scope::Payload, earlier, tag);
        let fields = classes.root(fragment, "payload-field-class", place)?;
        let class = Class {
            name: fragment.text("name")?.unwrap_or_default().to_owned(),
            loglevel: level.and_then(|level| i64::try_from(level).ok()),
            source: attribute("emf-uri"),
            context,
            fields,
        };
        match stream.events.insert(id, Arc::new(class)) {
            None => Ok(()),
            Some(_) => twice("event record class", id),
        }
    }
}

/// An identifier that is a UUID; it can be any text.
fn uuid(text: &str) -> Option<Uuid> {
    let digits: Vec<u8> = text.bytes().filter(|&byte| byte != b'-').collect();
    let mut uuid = [0; 16];
    let pairs = digits.chunks_exact(2);
    if digits.len() != 32 || !digits.iter().all(u8::is_ascii_hexdigit) {
        return None;
    }
    for (byte, pair) in uuid.iter_mut().zip(pairs) {
        *byte = core::str::from_utf8(pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok())?;
    }
    Some(Uuid(uuid))
}
