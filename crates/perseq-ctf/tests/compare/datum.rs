//! Values as both readers show them.

use core::fmt::Write;

/// A value that was written.
#[derive(Debug, Clone)]
pub enum Datum {
    /// The value, its base, and whether it is signed: this crate shows those in base 10.
    Int(i128, u32, bool),
    /// Its labels, in the order in which they are declared.
    Enum(i128, Vec<String>),
    Bool(bool),
    Float(f64),
    Text(String),
    List(Vec<Datum>),
    Struct(Vec<(String, Datum)>),
    Nothing,
}

/// An event.
#[derive(Debug)]
pub struct Line {
    pub name: String,
    pub time: u64,
    /// Context of the packet, of all events, of this event's class, and payload.
    pub scopes: [Datum; 4],
}

/// Fields of packets that readers keep to themselves.
pub const ROLES: [&str; 3] = ["content_size", "packet_size", "timestamp_begin"];

impl Line {
    /// As babeltrace2 shows it, or as this crate: with the first of several labels, and one context for the two of an event.
    pub fn shown(&self, all: bool) -> String {
        let mut line = format!("{} {}", self.name, self.time);
        let mut scopes = self.scopes.to_vec();
        if !all && let (Datum::Struct(class), Datum::Struct(common)) = (scopes.remove(2), &mut scopes[1]) {
            common.extend(class);
        }
        for scope in &scopes {
            line.push(' ');
            scope.show(all, &mut line);
        }
        line
    }
}

impl Datum {
    fn show(&self, all: bool, out: &mut String) {
        match self {
            Datum::Int(value, base, signed) if *base == 10 || *signed && !all => write!(out, "{value}"),
            Datum::Int(value, base, _) => write!(out, "{value}@{base}"),
            Datum::Enum(value, labels) => {
                let mut labels = labels.clone();
                if all {
                    labels.sort();
                } else {
                    labels.truncate(1);
                }
                write!(out, "{value}({})", labels.join("|"))
            }
            Datum::Bool(value) => write!(out, "{value}"),
            Datum::Float(value) if value.is_nan() => write!(out, "nan"),
            Datum::Float(value) => write!(out, "{:016x}", value.to_bits()),
            Datum::Text(text) => write!(out, "\"{}\"", hexadecimal(text.as_bytes())),
            Datum::Nothing => write!(out, "none"),
            Datum::List(list) => {
                out.push('[');
                for (index, datum) in list.iter().enumerate() {
                    out.push_str(if index == 0 { "" } else { "," });
                    datum.show(all, out);
                }
                write!(out, "]")
            }
            Datum::Struct(members) => {
                out.push('{');
                let mut comma = "";
                for (name, datum) in members {
                    if matches!(datum, Datum::Nothing) || ROLES.contains(&&**name) {
                        continue;
                    }
                    write!(out, "{comma}{}=", name.strip_prefix('_').unwrap_or(name)).unwrap();
                    comma = ",";
                    datum.show(all, out);
                }
                write!(out, "}}")
            }
        }
        .unwrap();
    }
}

pub fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
