//! Checks whether a schema can be written: names, numbers, what is twice.

use crate::write::schema::{EventClass, Field, FieldType, Schema, StreamClass, identifier};
use core::fmt;
use std::{borrow::Cow, collections::HashSet};

/// Why a schema cannot be written.
#[non_exhaustive]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SchemaError {
    /// Not an identifier of C. [`identifier`] makes one of any text.
    Name {
        /// The kind of thing that it names.
        of: &'static str,
        /// The name.
        name: String,
    },
    /// A name or number that must be unique is there twice. A sequence `x` also has a field `x_length`.
    Twice {
        /// The kind of thing that is twice.
        what: &'static str,
        /// Its name or number.
        name: String,
    },
    /// A clock's frequency is 0.
    Frequency {
        /// The clock's name.
        clock: String,
    },
    /// An enumeration has no label, or one that is not inside of its integer's range.
    Labels {
        /// The field's name.
        field: String,
    },
    /// A log level is above 14.
    Loglevel {
        /// The event's name.
        event: String,
        /// The level.
        level: u8,
    },
}

impl fmt::Display for SchemaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            SchemaError::Name { of, name } => {
                write!(f, "the name {name:?} of a {of} is not an identifier; {:?} would be", identifier(name))
            }
            SchemaError::Twice { what, name } => write!(f, "{what} {name} is there twice; rename one"),
            SchemaError::Frequency { clock } => {
                write!(f, "clock {clock} has frequency 0; give its ticks per second")
            }
            SchemaError::Labels { field } => {
                write!(f, "enumeration {field} needs a label, and labels inside of its integer's range")
            }
            SchemaError::Loglevel { event, level } => {
                write!(f, "log level {level} of event {event} is above 14")
            }
        }
    }
}

impl core::error::Error for SchemaError {}

type Result<T = ()> = core::result::Result<T, SchemaError>;

fn name(of: &'static str, name: &str) -> Result {
    if name.is_empty() || identifier(name) != name {
        return Err(SchemaError::Name { of, name: name.to_owned() });
    }
    Ok(())
}

fn once<'a>(seen: &mut HashSet<Cow<'a, str>>, what: &'static str, name: Cow<'a, str>) -> Result {
    if seen.contains(&name) {
        return Err(SchemaError::Twice { what, name: name.into_owned() });
    }
    seen.insert(name);
    Ok(())
}

fn fields(all: &[Field]) -> Result {
    let mut seen = HashSet::new();
    for field in all {
        name("field", &field.name)?;
        once(&mut seen, "field", field.name.as_str().into())?;
        match &field.ty {
            FieldType::Text | FieldType::Sequence(_) => {
                once(&mut seen, "field", format!("{}_length", field.name).into())?;
            }
            FieldType::Enum { int, labels } => {
                let (least, most) = int.range();
                let inside =
                    |l: &crate::write::schema::Label| least <= l.first && l.first <= l.last && l.last <= most;
                if labels.is_empty() || !labels.iter().all(inside) {
                    return Err(SchemaError::Labels { field: field.name.clone() });
                }
            }
            _ => {}
        }
    }
    Ok(())
}

pub(crate) fn event(class: &EventClass) -> Result {
    if let Some(level) = class.loglevel.filter(|&level| level > 14) {
        return Err(SchemaError::Loglevel { event: class.name.clone(), level });
    }
    fields(&class.fields)
}

pub(crate) fn stream(class: &StreamClass) -> Result {
    fields(&class.context)?;
    let mut ids = HashSet::new();
    for class in &class.events {
        once(&mut ids, "event id", class.id.to_string().into())?;
        event(class)?;
    }
    Ok(())
}

pub(crate) fn schema(schema: &Schema) -> Result {
    name("clock", &schema.clock.name)?;
    if schema.clock.frequency == 0 {
        return Err(SchemaError::Frequency { clock: schema.clock.name.clone() });
    }
    let mut keys = HashSet::new();
    for (key, _) in &schema.env {
        name("value of the environment", key)?;
        once(&mut keys, "environment", key.as_str().into())?;
    }
    let mut ids = HashSet::new();
    for class in &schema.streams {
        once(&mut ids, "stream id", class.id.to_string().into())?;
        stream(class)?;
    }
    Ok(())
}
