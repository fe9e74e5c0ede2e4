//! A schema as metadata of CTF 1.8: some types in their places, some by names that are declared before.

use super::schema::{Choice, Class, Encoding, Int, Length, Schema, Stream, What};
use core::fmt::Write;
use std::collections::HashMap;

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

/// A type, and the text after the name of its field.
fn class(of: &Class, what: What, names: &mut Names) -> (String, String) {
    let (text, behind) = in_place(of, what, names);
    (names.of(of, text), behind)
}

fn in_place(of: &Class, what: What, names: &mut Names) -> (String, String) {
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
            let (text, behind) = class(element, What::Plain, names);
            (text, format!("[{}]{behind}", self::length(length)))
        }
        Class::Struct(align, members) => {
            let mut text = "struct {\n".to_owned();
            for member in members {
                let (class, behind) = class(&member.class, member.what, names);
                writeln!(text, "{class} {}{behind};", member.name).unwrap();
            }
            (text + &if *align > 1 { format!("}} align({align})") } else { "}".to_owned() }, String::new())
        }
        Class::Variant(of, choices) => {
            let mut text = format!("variant <{}> {{\n", of.written);
            for Choice { name, class: of, .. } in choices {
                let (class, behind) = class(of, What::Plain, names);
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

fn scope(text: &mut String, name: &str, of: Option<&Class>, names: &mut Names) {
    if let Some(of) = of {
        writeln!(text, "{name} := {};", in_place(of, What::Plain, names).0).unwrap();
    }
}

fn stream(text: &mut String, stream: &Stream, names: &mut Names) {
    writeln!(text, "stream {{ id = {};", stream.id).unwrap();
    scope(text, "packet.context", Some(&stream.packet_context), names);
    scope(text, "event.header", Some(&stream.event_header), names);
    scope(text, "event.context", stream.context.as_ref(), names);
    text.push_str("};\n");
    for event in &stream.events {
        writeln!(text, "event {{ name = \"{}\"; id = {}; stream_id = {};", event.name, event.id, stream.id)
            .unwrap();
        scope(text, "context", event.context.as_ref(), names);
        scope(text, "fields", event.payload.as_ref(), names);
        text.push_str("};\n");
    }
}

/// Types that are declared before what uses them.
#[derive(Default)]
struct Names {
    declared: String,
    known: HashMap<String, String>,
}

impl Names {
    /// The type as it is in its place, or its name.
    fn of(&mut self, of: &Class, text: String) -> String {
        // babeltrace2 2.1.1 does not find fields with an underscore in structs that have a name.
        let odd = matches!(of, Class::Struct(..)) && text.contains(" _f");
        // As random as the text is.
        if odd
            || !text.len().is_multiple_of(4)
            || !matches!(of, Class::Int(_) | Class::Float { .. } | Class::Struct(..))
        {
            return text;
        }
        if let Some(name) = self.known.get(&text) {
            return name.clone();
        }
        let number = self.known.len();
        let name = match of {
            Class::Struct(..) => format!("struct s{number}"),
            _ => format!("t{number} long"),
        };
        if let Some(rest) = text.strip_prefix("struct") {
            writeln!(self.declared, "{name}{rest};").unwrap();
        } else {
            writeln!(self.declared, "typealias {text} := {name};").unwrap();
        }
        self.known.insert(text, name.clone());
        name
    }
}

pub fn metadata(schema: &Schema) -> String {
    let order = order(schema.big);
    let names = &mut Names::default();
    let mut rest = String::new();
    let mut header = String::new();
    scope(&mut header, "packet.header", Some(&schema.packet_header), names);
    for one in &schema.streams {
        stream(&mut rest, one, names);
    }
    format!(
        "/* CTF 1.8 */\nclock {{ name = c; freq = 1000000000; }};\n{}\
         trace {{ major = 1; minor = 8; byte_order = {order};\n{header}}};\n{rest}",
        names.declared
    )
}
