//! A schema as metadata of CTF 2: some classes in their places, some by aliases.

use super::schema::{Class, Encoding, Int, Length, Member, Ranges, Ref, Schema, Stream, What};
use core::fmt::Write;
use std::collections::HashMap;

fn location(kind: &str, of: &Ref) -> String {
    format!(r#""{kind}-field-location":{}"#, of.written)
}

fn ranges(ranges: &Ranges) -> String {
    let all: Vec<String> = ranges.iter().map(|(first, last)| format!("[{first},{last}]")).collect();
    format!("[{}]", all.join(","))
}

fn bits(int: &Int) -> String {
    let order = if int.big { "big-endian" } else { "little-endian" };
    let bits = if int.big == int.reversed { "first-to-last" } else { "last-to-first" };
    format!(r#""length":{},"alignment":{},"byte-order":"{order}","bit-order":"{bits}""#, int.bits, int.align)
}

fn integer(int: &Int, labels: &[(String, Ranges)], what: What) -> String {
    let sign = if int.signed { "signed" } else { "unsigned" };
    let kind = if int.variable { "variable" } else { "fixed" };
    let role = match what {
        What::Plain => "",
        What::Magic => "packet-magic-number",
        What::StreamId => "data-stream-class-id",
        What::ContentSize => "packet-content-length",
        What::PacketSize => "packet-total-length",
        What::Begin | What::Time => "default-clock-timestamp",
        What::Id => "event-record-class-id",
    };
    let mut text =
        format!(r#"{{"type":"{kind}-length-{sign}-integer","preferred-display-base":{}"#, int.base);
    if !int.variable {
        write!(text, ",{}", bits(int)).unwrap();
    }
    if !role.is_empty() {
        write!(text, r#","roles":["{role}"]"#).unwrap();
    }
    if !labels.is_empty() {
        let all: Vec<String> = labels.iter().map(|(name, of)| format!("\"{name}\":{}", ranges(of))).collect();
        write!(text, r#","mappings":{{{}}}"#, all.join(",")).unwrap();
    }
    text + "}"
}

fn encoding(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Utf8 => "utf-8",
        Encoding::Utf16 { big: false } => "utf-16le",
        Encoding::Utf16 { big: true } => "utf-16be",
        Encoding::Utf32 { big: false } => "utf-32le",
        Encoding::Utf32 { big: true } => "utf-32be",
    }
}

/// The word for its kind, and what says how long it is.
fn length(length: &Length) -> (&'static str, String) {
    match length {
        Length::Fixed(length) => ("static", format!(r#""length":{length}"#)),
        Length::Field(of) => ("dynamic", location("length", of)),
    }
}

fn class(of: &Class, what: What, names: &mut Names) -> String {
    let text = in_place(of, what, names);
    names.of(of, text)
}

fn in_place(of: &Class, what: What, names: &mut Names) -> String {
    match of {
        Class::Int(int) => integer(int, &[], what),
        Class::Enum(int, labels) => integer(int, labels, what),
        Class::Bool(int) => format!(r#"{{"type":"fixed-length-boolean",{}}}"#, bits(int)),
        Class::Bits(int) => format!(r#"{{"type":"fixed-length-bit-array",{}}}"#, bits(int)),
        Class::Float { bits, align, big } => {
            let order = if *big { "big" } else { "little" };
            format!(
                r#"{{"type":"fixed-length-floating-point-number","length":{bits},"alignment":{align},"byte-order":"{order}-endian"}}"#
            )
        }
        Class::Text(of) => format!(r#"{{"type":"null-terminated-string","encoding":"{}"}}"#, encoding(*of)),
        Class::Characters(of, length) => {
            let (kind, length) = self::length(length);
            format!(r#"{{"type":"{kind}-length-string","encoding":"{}",{length}}}"#, encoding(*of))
        }
        Class::Blob(length) => {
            let (kind, length) = self::length(length);
            format!(r#"{{"type":"{kind}-length-blob",{length}}}"#)
        }
        Class::Array(align, length, element) => {
            let (kind, length) = self::length(length);
            let element = class(element, What::Plain, names);
            format!(
                r#"{{"type":"{kind}-length-array",{length},"minimum-alignment":{align},"element-field-class":{element}}}"#
            )
        }
        Class::Struct(align, members) => {
            let mut member = |Member { name, class: of, what, .. }: &Member| {
                format!(r#"{{"name":"{name}","field-class":{}}}"#, class(of, *what, names))
            };
            let all: Vec<String> = members.iter().map(&mut member).collect();
            format!(
                r#"{{"type":"structure","minimum-alignment":{align},"member-classes":[{}]}}"#,
                all.join(",")
            )
        }
        Class::Variant(of, choices) => {
            let mut all = Vec::new();
            for choice in choices {
                let (name, class) = (&choice.name, class(&choice.class, What::Plain, names));
                let ranges = ranges(&choice.ranges);
                all.push(format!(
                    r#"{{"name":"{name}","selector-field-ranges":{ranges},"field-class":{class}}}"#
                ));
            }
            let at = location("selector", of);
            format!(r#"{{"type":"variant",{at},"options":[{}]}}"#, all.join(","))
        }
        Class::Optional(of, all, inner) => {
            let (at, all, inner) = (location("selector", of), ranges(all), class(inner, What::Plain, names));
            format!(r#"{{"type":"optional",{at},"selector-field-ranges":{all},"field-class":{inner}}}"#)
        }
    }
}

fn scope(name: &str, of: Option<&Class>, names: &mut Names) -> String {
    of.map_or_else(String::new, |of| format!(r#","{name}-field-class":{}"#, in_place(of, What::Plain, names)))
}

fn fragments(stream: &Stream, names: &mut Names) -> Vec<String> {
    let mut all = vec![format!(
        r#"{{"type":"data-stream-class","id":{},"default-clock-class-id":"c"{}{}{}}}"#,
        stream.id,
        scope("packet-context", Some(&stream.packet_context), names),
        scope("event-record-header", Some(&stream.event_header), names),
        scope("event-record-common-context", stream.context.as_ref(), names)
    )];
    for event in &stream.events {
        all.push(format!(
            r#"{{"type":"event-record-class","id":{},"data-stream-class-id":{},"name":"{}"{}{}}}"#,
            event.id,
            stream.id,
            event.name,
            scope("specific-context", event.context.as_ref(), names),
            scope("payload", event.payload.as_ref(), names)
        ));
    }
    all
}

/// Classes that have aliases, and the fragments that declare them.
#[derive(Default)]
struct Names {
    declared: Vec<String>,
    known: HashMap<String, String>,
}

impl Names {
    /// The class as it is in its place, or its alias.
    fn of(&mut self, of: &Class, text: String) -> String {
        // As random as the text is. A class that refers to other fields does so from each place otherwise.
        let plain = !text.contains("-location\"");
        if !text.len().is_multiple_of(4)
            || !plain
            || !matches!(of, Class::Int(_) | Class::Bits(_) | Class::Struct(..))
        {
            return text;
        }
        if let Some(name) = self.known.get(&text) {
            return name.clone();
        }
        let name = format!("\"alias {}\"", self.known.len());
        self.declared.push(format!(r#"{{"type":"field-class-alias","name":{name},"field-class":{text}}}"#));
        self.known.insert(text, name.clone());
        name
    }
}

pub fn metadata(schema: &Schema) -> String {
    let names = &mut Names::default();
    let header = scope("packet-header", Some(&schema.packet_header), names);
    let rest: Vec<String> = schema.streams.iter().flat_map(|stream| fragments(stream, names)).collect();
    let mut all = vec![r#"{"type":"preamble","version":2}"#.to_owned()];
    all.append(&mut names.declared);
    all.push(format!(r#"{{"type":"trace-class"{header}}}"#));
    all.push(r#"{"type":"clock-class","id":"c","frequency":1000000000}"#.to_owned());
    all.extend(rest);
    all.iter().map(|fragment| format!("\u{1e}{fragment}\n")).collect()
}
