//! The metadata of CTF 1.8: a schema as text in TSDL, the Trace Stream Description Language.
//!
//! Field names get one underscore in front, which readers take away: so a field may be called `event` or `struct`.

use crate::write::{
    check::{self, SchemaError},
    schema::{
        Base, ByteOrder, Clock, EnvValue, EventClass, Field, FieldType, Int, Schema, StreamClass, Width,
    },
};
use core::fmt::{self, Write};

/// A text between quotes, with what ends it or a line escaped.
struct Quoted<'a>(&'a str);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for c in self.0.chars() {
            match c {
                '"' | '\\' => write!(f, "\\{c}")?,
                '\n' => f.write_str("\\n")?,
                '\t' => f.write_str("\\t")?,
                '\r' => f.write_str("\\r")?,
                // A zero would end the text for readers in C.
                '\0' => f.write_char('\u{fffd}')?,
                c if c.is_ascii_control() => write!(f, "\\{:03o}", u32::from(c))?,
                c => f.write_char(c)?,
            }
        }
        f.write_char('"')
    }
}

struct IntText(Int, bool);

impl fmt::Display for IntText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let IntText(int, text) = *self;
        write!(f, "integer {{ size = {}; align = 8; signed = {};", int.width.bits(), int.signed)?;
        if int.base != Base::Decimal {
            write!(f, " base = {};", int.base.number())?;
        }
        if text {
            f.write_str(" encoding = UTF8;")?;
        }
        f.write_str(" }")
    }
}

const BYTE: Int = Int::unsigned(Width::W8);
const LENGTH: IntText = IntText(Int::unsigned(Width::W16), false);

struct FieldText<'a>(&'a Field);

impl fmt::Display for FieldText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Field { name, ty } = self.0;
        match ty {
            FieldType::Int(int) => write!(f, "{} _{name};", IntText(*int, false)),
            FieldType::F32 => {
                write!(f, "floating_point {{ exp_dig = 8; mant_dig = 24; align = 8; }} _{name};")
            }
            FieldType::F64 => {
                write!(f, "floating_point {{ exp_dig = 11; mant_dig = 53; align = 8; }} _{name};")
            }
            FieldType::Bool => {
                let int = IntText(BYTE, false);
                write!(f, "enum : {int} {{ \"false\" = 0, \"true\" = 1 }} _{name};")
            }
            FieldType::Enum { int, labels } => {
                write!(f, "enum : {} {{", IntText(*int, false))?;
                for (index, label) in labels.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    write!(f, "{comma} {} = {}", Quoted(&label.name), label.first)?;
                    if label.last != label.first {
                        write!(f, " ... {}", label.last)?;
                    }
                }
                write!(f, " }} _{name};")
            }
            FieldType::CString => write!(f, "string {{ encoding = UTF8; }} _{name};"),
            FieldType::FixedText(len) => write!(f, "{} _{name}[{len}];", IntText(BYTE, true)),
            FieldType::Array(int, len) => write!(f, "{} _{name}[{len}];", IntText(*int, false)),
            FieldType::Text => {
                write!(f, "{LENGTH} _{name}_length; {} _{name}[_{name}_length];", IntText(BYTE, true))
            }
            FieldType::Sequence(int) => {
                write!(f, "{LENGTH} _{name}_length; {} _{name}[_{name}_length];", IntText(*int, false))
            }
        }
    }
}

struct Fields<'a>(&'a [Field]);

impl fmt::Display for Fields<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("struct {\n")?;
        for field in self.0 {
            writeln!(f, "\t\t{}", FieldText(field))?;
        }
        f.write_str("\t}")
    }
}

struct EventText<'a>(u32, &'a EventClass);

impl fmt::Display for EventText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let EventText(stream, class) = self;
        write!(
            f,
            "event {{\n\tname = {};\n\tid = {};\n\tstream_id = {stream};\n",
            Quoted(&class.name),
            class.id
        )?;
        if let Some(level) = class.loglevel {
            writeln!(f, "\tloglevel = {level};")?;
        }
        if let Some(source) = &class.source {
            writeln!(f, "\tmodel.emf.uri = {};", Quoted(source))?;
        }
        write!(f, "\tfields := {};\n}};\n\n", Fields(&class.fields))
    }
}

struct StreamText<'a>(&'a StreamClass, &'a Clock);

impl fmt::Display for StreamText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let StreamText(class, Clock { name, .. }) = self;
        let ticks = |align| format!("integer {{ size = 64; align = {align}; map = clock.{name}.value; }}");
        let [long, middle, short] =
            [64, 32, 16].map(|size| format!("integer {{ size = {size}; align = 8; }}"));
        write!(f, "stream {{\n\tid = {};\n\tpacket.context := struct {{\n", class.id)?;
        for field in ["timestamp_begin", "timestamp_end"] {
            writeln!(f, "\t\t{} {field};", ticks(8))?;
        }
        for field in ["content_size", "packet_size", "packet_seq_num", "events_discarded"] {
            writeln!(f, "\t\t{long} {field};")?;
        }
        write!(f, "\t\t{middle} cpu_id;\n\t}};\n\tevent.header := struct {{\n")?;
        // The record's length is at `words`. It is described as room alone: babeltrace2 warns of header fields that it does not know.
        write!(
            f,
            "\t\t{} timestamp;\n\t\t{short} id;\n\t\tstruct {{ }} align(32) words;\n\t}};\n",
            ticks(64)
        )?;
        if !class.context.is_empty() {
            writeln!(f, "\tevent.context := {};", Fields(&class.context))?;
        }
        f.write_str("};\n\n")?;
        class.events.iter().try_for_each(|event| write!(f, "{}", EventText(class.id, event)))
    }
}

struct SchemaText<'a>(&'a Schema);

impl fmt::Display for SchemaText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Schema { uuid, byte_order, clock, env, streams } = self.0;
        let order = if *byte_order == ByteOrder::Little { "le" } else { "be" };
        write!(f, "/* CTF 1.8 */\n\ntrace {{\n\tmajor = 1;\n\tminor = 8;\n\tuuid = \"{uuid}\";\n")?;
        write!(f, "\tbyte_order = {order};\n\tpacket.header := struct {{\n")?;
        f.write_str("\t\tinteger { size = 32; align = 8; base = 16; } magic;\n")?;
        f.write_str("\t\tinteger { size = 8; align = 8; } uuid[16];\n")?;
        f.write_str("\t\tinteger { size = 32; align = 8; } stream_id;\n")?;
        f.write_str("\t\tinteger { size = 64; align = 8; } stream_instance_id;\n\t};\n};\n\nenv {\n")?;
        for (key, value) in env {
            match value {
                EnvValue::Text(text) => writeln!(f, "\t{key} = {};", Quoted(text))?,
                EnvValue::Int(number) => writeln!(f, "\t{key} = {number};")?,
            }
        }
        write!(f, "}};\n\nclock {{\n\tname = {};\n", Quoted(&clock.name))?;
        if let Some(uuid) = clock.uuid {
            writeln!(f, "\tuuid = \"{uuid}\";")?;
        }
        write!(f, "\tdescription = {};\n\tfreq = {};\n", Quoted(&clock.description), clock.frequency)?;
        write!(f, "\toffset_s = {};\n\toffset = {};\n}};\n\n", clock.offset_seconds, clock.offset_cycles)?;
        streams.iter().try_for_each(|class| write!(f, "{}", StreamText(class, clock)))
    }
}

impl Schema {
    /// The metadata of CTF 1.8: the contents of the file `metadata`.
    ///
    /// The texts of [`EventClass::metadata`] and [`StreamClass::metadata`] can be appended while tracing continues.
    ///
    /// # Errors
    /// The first part of the schema that cannot be written.
    pub fn metadata(&self) -> Result<String, SchemaError> {
        check::schema(self)?;
        Ok(SchemaText(self).to_string())
    }
}

impl StreamClass {
    /// A paragraph of metadata that adds this stream and its events to a trace with this clock.
    ///
    /// # Errors
    /// The first part of the class that cannot be written.
    pub fn metadata(&self, clock: &Clock) -> Result<String, SchemaError> {
        check::stream(self)?;
        Ok(StreamText(self, clock).to_string())
    }
}

impl EventClass {
    /// A paragraph of metadata that adds this class to the stream class with number `stream_id`.
    ///
    /// # Errors
    /// The first part of the class that cannot be written.
    pub fn metadata(&self, stream_id: u32) -> Result<String, SchemaError> {
        check::event(self)?;
        Ok(EventText(stream_id, self).to_string())
    }
}
