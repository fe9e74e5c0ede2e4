//! The metadata of CTF 2: the same schema, and the same data files, as a stream of JSON fragments.
//!
//! babeltrace2 reads it from version 2.1 on.

use crate::metadata::ctf2::{ATTRIBUTES, LEVELS, SEPARATOR};
use crate::write::{
    check::{self, SchemaError},
    schema::{
        Base, ByteOrder, Clock, EnvValue, EventClass, Field, FieldType, Int, Schema, StreamClass, Width,
    },
};
use core::fmt::{self, Display, Write};

/// The namespace of the trace's name.
const NAMESPACE: &str = "perseq";

struct Json<'a>(&'a str);

impl Display for Json<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_char('"')?;
        for c in self.0.chars() {
            match c {
                '"' | '\\' => write!(f, "\\{c}")?,
                c if c < ' ' => write!(f, "\\u{:04x}", u32::from(c))?,
                c => f.write_char(c)?,
            }
        }
        f.write_char('"')
    }
}

/// The property that all field classes of a trace have in common.
#[derive(Clone, Copy)]
struct Writer {
    order: ByteOrder,
}

impl Writer {
    fn order(self) -> &'static str {
        if self.order == ByteOrder::Little { "little-endian" } else { "big-endian" }
    }

    fn int(self, int: Int, more: &str) -> String {
        let kind = if int.signed { "signed" } else { "unsigned" };
        let (bits, order) = (int.width.bits(), self.order());
        let base = match int.base {
            Base::Decimal => String::new(),
            other => format!(r#","preferred-display-base":{}"#, other.number()),
        };
        format!(
            r#"{{"type":"fixed-length-{kind}-integer","length":{bits},"byte-order":"{order}","alignment":8{base}{more}}}"#
        )
    }

    fn role(self, width: Width, align: u32, role: &str) -> String {
        let (bits, order) = (width.bits(), self.order());
        format!(
            r#"{{"type":"fixed-length-unsigned-integer","length":{bits},"byte-order":"{order}","alignment":{align},"roles":["{role}"]}}"#
        )
    }

    fn float(self, bits: u32) -> String {
        let order = self.order();
        format!(
            r#"{{"type":"fixed-length-floating-point-number","length":{bits},"byte-order":"{order}","alignment":8}}"#
        )
    }

    fn labels(labels: impl Iterator<Item = (String, i128, i128)>) -> String {
        let all: Vec<String> =
            labels.map(|(name, first, last)| format!("{}:[[{first},{last}]]", Json(&name))).collect();
        format!(r#","mappings":{{{}}}"#, all.join(","))
    }

    /// The members of a field: two for one with a length of its own.
    fn members(self, scope: &str, field: &Field) -> Vec<String> {
        let name = &field.name;
        let length = Int::unsigned(Width::W16);
        let member = |name: &str, class: &str| format!(r#"{{"name":{},"field-class":{class}}}"#, Json(name));
        let place = format!(r#"{{"origin":"{scope}","path":[{}]}}"#, Json(&format!("{name}_length")));
        let with_length =
            |class: &str| vec![member(&format!("{name}_length"), &self.int(length, "")), member(name, class)];
        let class = match &field.ty {
            FieldType::Int(int) => self.int(*int, ""),
            FieldType::F32 => self.float(32),
            FieldType::F64 => self.float(64),
            FieldType::Bool => {
                let labels = [("false".to_owned(), 0, 0), ("true".to_owned(), 1, 1)];
                self.int(Int::unsigned(Width::W8), &Self::labels(labels.into_iter()))
            }
            FieldType::Enum { int, labels } => {
                let labels = labels.iter().map(|label| (label.name.clone(), label.first, label.last));
                self.int(*int, &Self::labels(labels))
            }
            FieldType::CString => r#"{"type":"null-terminated-string"}"#.into(),
            FieldType::FixedText(len) => format!(r#"{{"type":"static-length-string","length":{len}}}"#),
            FieldType::Array(int, len) => {
                let element = self.int(*int, "");
                format!(r#"{{"type":"static-length-array","length":{len},"element-field-class":{element}}}"#)
            }
            FieldType::Text => {
                return with_length(&format!(
                    r#"{{"type":"dynamic-length-string","length-field-location":{place}}}"#
                ));
            }
            FieldType::Sequence(int) => {
                let element = self.int(*int, "");
                return with_length(&format!(
                    r#"{{"type":"dynamic-length-array","length-field-location":{place},"element-field-class":{element}}}"#
                ));
            }
        };
        vec![member(name, &class)]
    }

    fn structure(self, scope: &str, fields: &[Field]) -> String {
        let members: Vec<String> = fields.iter().flat_map(|field| self.members(scope, field)).collect();
        format!(r#"{{"type":"structure","member-classes":[{}]}}"#, members.join(","))
    }

    fn event(self, stream: u32, class: &EventClass) -> String {
        let mut attributes = Vec::new();
        if let Some(level) = class.loglevel.and_then(|level| LEVELS.get(usize::from(level))) {
            attributes.push(format!(r#""log-level":"{level}""#));
        }
        if let Some(source) = &class.source {
            attributes.push(format!(r#""emf-uri":{}"#, Json(source)));
        }
        let attributes = format!(r#""attributes":{{"{ATTRIBUTES}":{{{}}}}}"#, attributes.join(","));
        let (id, name) = (class.id, Json(&class.name));
        let payload = self.structure("event-record-payload", &class.fields);
        fragment(&format!(
            r#"{{"type":"event-record-class","id":{id},"data-stream-class-id":{stream},"name":{name},{attributes},"payload-field-class":{payload}}}"#
        ))
    }

    fn stream(self, class: &StreamClass, clock: &Clock) -> String {
        let member = |name: &str, class: String| format!(r#"{{"name":"{name}","field-class":{class}}}"#);
        let long = |name: &str, role: &str| member(name, self.role(Width::W64, 8, role));
        let packet = [
            long("timestamp_begin", "default-clock-timestamp"),
            long("timestamp_end", "packet-end-default-clock-timestamp"),
            long("content_size", "packet-content-length"),
            long("packet_size", "packet-total-length"),
            long("packet_seq_num", "packet-sequence-number"),
            long("events_discarded", "discarded-event-record-counter-snapshot"),
            member("cpu_id", self.int(Int::unsigned(Width::W32), "")),
        ];
        let header = [
            member("timestamp", self.role(Width::W64, 64, "default-clock-timestamp")),
            member("id", self.role(Width::W16, 8, "event-record-class-id")),
            member("words", r#"{"type":"structure","minimum-alignment":32,"member-classes":[]}"#.into()),
        ];
        let context = match &class.context[..] {
            [] => String::new(),
            fields => {
                let context = self.structure("event-record-common-context", fields);
                format!(r#","event-record-common-context-field-class":{context}"#)
            }
        };
        let mut text = fragment(&format!(
            r#"{{"type":"data-stream-class","id":{},"default-clock-class-id":{},"packet-context-field-class":{{"type":"structure","member-classes":[{}]}},"event-record-header-field-class":{{"type":"structure","member-classes":[{}]}}{context}}}"#,
            class.id,
            Json(&clock.name),
            packet.join(","),
            header.join(",")
        ));
        text.extend(class.events.iter().map(|event| self.event(class.id, event)));
        text
    }

    fn trace(self, schema: &Schema) -> String {
        let env = schema.env.iter().map(|(key, value)| match value {
            EnvValue::Text(text) => format!("{}:{}", Json(key), Json(text)),
            EnvValue::Int(number) => format!("{}:{number}", Json(key)),
        });
        let env: Vec<String> = env.collect();
        let magic = self.role(Width::W32, 8, "packet-magic-number");
        let stream = self.role(Width::W32, 8, "data-stream-class-id");
        let instance = self.role(Width::W64, 8, "data-stream-id");
        let uuid = r#"{"type":"static-length-blob","length":16,"roles":["metadata-stream-uuid"]}"#;
        fragment(&format!(
            r#"{{"type":"trace-class","namespace":"{NAMESPACE}","name":"{NAMESPACE}","uid":"{}","environment":{{{}}},"packet-header-field-class":{{"type":"structure","member-classes":[{{"name":"magic","field-class":{magic}}},{{"name":"uuid","field-class":{uuid}}},{{"name":"stream_id","field-class":{stream}}},{{"name":"stream_instance_id","field-class":{instance}}}]}}}}"#,
            schema.uuid,
            env.join(",")
        ))
    }
}

fn fragment(json: &str) -> String {
    format!("{}{json}\n", char::from(SEPARATOR))
}

fn bytes(uuid: crate::Uuid) -> String {
    let bytes: Vec<String> = uuid.0.iter().map(u8::to_string).collect();
    format!("[{}]", bytes.join(","))
}

fn clock_class(clock: &Clock) -> String {
    let uid = clock.uuid.map(|uuid| format!(r#","uid":"{uuid}""#)).unwrap_or_default();
    // The format wants the ticks to be less than a second.
    let seconds = i128::from(clock.offset_seconds) + i128::from(clock.offset_cycles / clock.frequency);
    let (name, cycles) = (Json(&clock.name), clock.offset_cycles % clock.frequency);
    fragment(&format!(
        r#"{{"type":"clock-class","id":{name},"name":{name}{uid},"description":{},"frequency":{},"origin":"unix-epoch","offset-from-origin":{{"seconds":{seconds},"cycles":{cycles}}}}}"#,
        Json(&clock.description),
        clock.frequency,
    ))
}

impl Schema {
    /// The metadata of CTF 2, instead of [`Schema::metadata`]; the data files are the same.
    ///
    /// The text of [`EventClass::metadata_ctf2`] can be appended while tracing continues.
    ///
    /// # Errors
    /// The first part of the schema that cannot be written.
    pub fn metadata_ctf2(&self) -> Result<String, SchemaError> {
        check::schema(self)?;
        let writer = Writer { order: self.byte_order };
        let uuid = bytes(self.uuid);
        let mut text = fragment(&format!(r#"{{"type":"preamble","version":2,"uuid":{uuid}}}"#));
        text += &writer.trace(self);
        text += &clock_class(&self.clock);
        text.extend(self.streams.iter().map(|class| writer.stream(class, &self.clock)));
        Ok(text)
    }
}

impl EventClass {
    /// A fragment of CTF 2 metadata that adds this class to the stream class with number `stream_id`, in a trace with this
    /// byte order.
    ///
    /// # Errors
    /// The first part of the class that cannot be written.
    pub fn metadata_ctf2(&self, stream_id: u32, byte_order: ByteOrder) -> Result<String, SchemaError> {
        check::event(self)?;
        Ok(Writer { order: byte_order }.event(stream_id, self))
    }
}
