//! A schema as metadata of CTF 1.8.

use super::schema::{Choice, Class, Encoding, Int, Length, Schema, Stream, What};
use core::fmt::Write;

fn order(big: bool) -> &'static str {
    if big { "be" } else { "le" }
}

fn int(int: &Int, map: bool, more: &str) -> String {
    let Int { bits, align, signed, big, base, .. } = int;
    let map = if map { " map = clock.c.value;" } else { "" };
    let order = order(*big);
    format!(
        "integer {{ size = {bits}; align = {align}; signed = {signed}; byte_order = {order}; base = {base};{map}{more} }}"
    )
}

/// A type, and what stands behind the name of its field.
fn class(of: &Class, what: What) -> (String, String) {
    match of {
        Class::Int(of) => (int(of, matches!(what, What::Begin | What::Time), ""), String::new()),
        Class::Enum(of, labels) => {
            let mut all = Vec::new();
            for (name, ranges) in labels {
                let range = |(first, last): &(i128, i128)| {
                    if first == last {
                        format!("{name} = {first}")
                    } else {
                        format!("{name} = {first} ... {last}")
                    }
                };
                all.extend(ranges.iter().map(range));
            }
            (format!("enum : {} {{ {} }}", int(of, false, ""), all.join(", ")), String::new())
        }
        Class::Float { bits, align, big } => {
            let [exponent, mantissa] = if *bits == 32 { [8, 24] } else { [11, 53] };
            let order = order(*big);
            let text = format!(
                "floating_point {{ exp_dig = {exponent}; mant_dig = {mantissa}; align = {align}; byte_order = {order}; }}"
            );
            (text, String::new())
        }
        Class::Text(Encoding::Utf8) => ("string { encoding = UTF8; }".to_owned(), String::new()),
        Class::Characters(Encoding::Utf8, length) => {
            let text = "integer { size = 8; align = 8; signed = false; encoding = UTF8; }";
            (text.to_owned(), format!("[{}]", self::length(length)))
        }
        Class::Array(_, length, element) => {
            let (text, behind) = class(element, What::Plain);
            (text, format!("[{}]{behind}", self::length(length)))
        }
        Class::Struct(align, members) => {
            let mut text = "struct {\n".to_owned();
            for member in members {
                let (class, behind) = class(&member.class, member.what);
                writeln!(text, "{class} {}{behind};", member.name).unwrap();
            }
            (text + &if *align > 1 { format!("}} align({align})") } else { "}".to_owned() }, String::new())
        }
        Class::Variant(of, choices) => {
            let mut text = format!("variant <{}> {{\n", of.written);
            for Choice { name, class: of, .. } in choices {
                let (class, behind) = class(of, What::Plain);
                writeln!(text, "{class} {name}{behind};").unwrap();
            }
            (text + "}", String::new())
        }
        other => unreachable!("{other:?} is not of CTF 1.8"),
    }
}

fn length(length: &Length) -> String {
    match length {
        Length::Fixed(length) => length.to_string(),
        Length::Field(of) => of.written.clone(),
    }
}

fn scope(text: &mut String, name: &str, of: Option<&Class>) {
    if let Some(of) = of {
        writeln!(text, "{name} := {};", class(of, What::Plain).0).unwrap();
    }
}

fn stream(text: &mut String, stream: &Stream) {
    writeln!(text, "stream {{ id = {};", stream.id).unwrap();
    scope(text, "packet.context", Some(&stream.packet_context));
    scope(text, "event.header", Some(&stream.event_header));
    scope(text, "event.context", stream.context.as_ref());
    text.push_str("};\n");
    for event in &stream.events {
        writeln!(text, "event {{ name = \"{}\"; id = {}; stream_id = {};", event.name, event.id, stream.id)
            .unwrap();
        scope(text, "context", event.context.as_ref());
        scope(text, "fields", event.payload.as_ref());
        text.push_str("};\n");
    }
}

pub fn metadata(schema: &Schema) -> String {
    let order = order(schema.big);
    let mut text = format!("/* CTF 1.8 */\ntrace {{ major = 1; minor = 8; byte_order = {order};\n");
    scope(&mut text, "packet.header", Some(&schema.packet_header));
    text.push_str("};\nclock { name = c; freq = 1000000000; };\n");
    for one in &schema.streams {
        stream(&mut text, one);
    }
    text
}
