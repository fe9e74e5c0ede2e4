//! Values of an event, borrowed from its packet.

use super::{
    bits::{extend, number, value as value_of},
    decode::Node,
};
use crate::{
    metadata::model::{EnumType, FieldDecl, IntType, Type},
    write::schema::Base,
};
use core::fmt;

/// The buffers that values are read from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) texts: &'a [u8],
    pub(super) nodes: &'a [Node],
}

/// A field's value.
#[derive(Debug, Clone)]
pub enum Value<'a> {
    /// An unsigned integer.
    Unsigned(u64),
    /// An unsigned integer that is to be shown in base 16.
    Hexadecimal(u64),
    /// An unsigned integer that is to be shown in base 8.
    Octal(u64),
    /// An unsigned integer that is to be shown in base 2.
    Binary(u64),
    /// A signed integer.
    Signed(i64),
    /// A `f32` or `f64`.
    Float(f64),
    /// An integer that may have a name.
    Enum {
        /// The name, if its value has one; the first one, if it has several.
        label: Option<&'a str>,
        /// The integer.
        value: i128,
    },
    /// A text: UTF-8 if its writer kept its word.
    Text(&'a [u8]),
    /// An array or a sequence.
    Array(Array<'a>),
    /// A struct.
    Struct(Fields<'a>),
}

/// The values of an array or sequence: iterate over a clone to keep it.
#[derive(Debug, Clone)]
pub struct Array<'a> {
    source: Source<'a>,
    element: &'a Type,
    left: u64,
    place: Place,
}

#[derive(Debug, Clone, Copy)]
enum Place {
    /// Numbers from this bit on.
    Bit(u64),
    /// Values from this node on.
    Node(usize),
}

/// The names and values of a struct's fields, in order. A sequence's length is not among them, nor an optional field that is not there.
#[derive(Debug, Clone)]
pub struct Fields<'a> {
    source: Source<'a>,
    left: &'a [FieldDecl],
    node: usize,
    /// Those that the reader uses itself are left out.
    plain: bool,
}

/// The value of type `ty` whose first node is number `at`, and the node after it.
fn value<'a>(source: Source<'a>, ty: &'a Type, at: usize) -> Option<(Value<'a>, usize)> {
    let node = *source.nodes.get(at)?;
    let value = match (node, ty) {
        (Node::Number(raw), ty) => scalar(ty, raw)?,
        (Node::Text(from, len), _) => Value::Text(source.bytes.get(from..from + len)?),
        (Node::Converted(from, len), _) => Value::Text(source.texts.get(from..from + len)?),
        (Node::Numbers(bit, left), Type::Array(array)) => {
            Value::Array(Array { source, element: &array.element, left, place: Place::Bit(bit) })
        }
        (Node::List(left, next), Type::Array(array)) => {
            let place = Place::Node(at + 1);
            return Some((Value::Array(Array { source, element: &array.element, left, place }), next));
        }
        (Node::Struct(next), Type::Struct(_)) => {
            return Some((Value::Struct(Fields::new(source, ty, at)), next));
        }
        (Node::Choice(option), Type::Variant(of)) => {
            return self::value(source, &of.options.get(option)?.ty, at + 1);
        }
        _ => return None,
    };
    Some((value, at + 1))
}

fn scalar(ty: &Type, raw: u64) -> Option<Value<'_>> {
    Some(match ty {
        Type::Int(int) => int_value(int, raw),
        Type::Enum(of) => enum_value(of, raw),
        Type::Float(32, ..) => Value::Float(f64::from(f32::from_bits(raw as u32))),
        Type::Float(..) => Value::Float(f64::from_bits(raw)),
        _ => return None,
    })
}

fn int_value<'a>(int: &IntType, raw: u64) -> Value<'a> {
    match (int.signed, int.base) {
        (true, _) => Value::Signed(raw.cast_signed()),
        (false, Base::Decimal) => Value::Unsigned(raw),
        (false, Base::Hexadecimal) => Value::Hexadecimal(raw),
        (false, Base::Octal) => Value::Octal(raw),
        (false, Base::Binary) => Value::Binary(raw),
    }
}

fn enum_value(of: &EnumType, raw: u64) -> Value<'_> {
    let value = if of.int.signed { i128::from(raw.cast_signed()) } else { i128::from(raw) };
    Value::Enum { label: of.label(value), value }
}

impl<'a> Fields<'a> {
    /// The fields of the struct whose node is number `at`; none where that is no struct.
    pub(super) fn new(source: Source<'a>, ty: &'a Type, at: usize) -> Fields<'a> {
        let left: &[FieldDecl] = match ty {
            Type::Struct(of) => &of.fields,
            _ => &[],
        };
        Fields { source, left, node: at + 1, plain: false }
    }

    pub(super) fn none() -> Fields<'a> {
        Fields { source: Source { bytes: &[], texts: &[], nodes: &[] }, left: &[], node: 0, plain: false }
    }

    /// Those of a packet context that the reader does not use itself.
    pub(super) fn without_roles(self) -> Fields<'a> {
        Fields { plain: true, ..self }
    }

    /// The value of the field with this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Value<'a>> {
        self.clone().find(|(field, _)| *field == name).map(|(_, value)| value)
    }
}

impl<'a> Iterator for Fields<'a> {
    type Item = (&'a str, Value<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let (field, left) = self.left.split_first()?;
            self.left = left;
            if matches!(self.source.nodes.get(self.node), Some(Node::Nothing)) {
                self.node += 1;
                continue;
            }
            let (value, next) = value(self.source, &field.ty, self.node)?;
            self.node = next;
            if !(field.hidden || self.plain && field.role.is_of_packets()) {
                return Some((&field.name, value));
            }
        }
    }
}

impl<'a> Array<'a> {
    /// How many values are left.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.left
    }

    /// Returns whether no value is left.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.left == 0
    }

    /// The values' bytes, where each value is one byte.
    #[must_use]
    pub fn bytes(&self) -> Option<&'a [u8]> {
        let Place::Bit(bit) = self.place else { return None };
        let Type::Int(int) = self.element else { return None };
        if int.bits != 8 || int.reversed || !int.align.is_multiple_of(8) || self.element.stride() != Some(8) {
            return None;
        }
        let from = (bit / 8) as usize;
        self.source.bytes.get(from..from + self.left as usize)
    }

    fn number(&self, bit: u64) -> Option<Value<'a>> {
        let bytes = self.source.bytes;
        let of_int = |int: &IntType| {
            let raw = self::value_of(number(bytes, bit, int.bits, int.order)?, int);
            Some(if int.signed { extend(raw, int.bits).cast_unsigned() } else { raw })
        };
        let raw = match self.element {
            Type::Int(int) => of_int(int)?,
            Type::Enum(of) => of_int(&of.int)?,
            Type::Float(bits, _, order) => number(bytes, bit, *bits, *order)?,
            _ => return None,
        };
        scalar(self.element, raw)
    }
}

impl<'a> Iterator for Array<'a> {
    type Item = Value<'a>;

    fn next(&mut self) -> Option<Value<'a>> {
        self.left = self.left.checked_sub(1)?;
        match &mut self.place {
            Place::Bit(at) => {
                let bit = *at;
                *at += self.element.stride()?;
                self.number(bit)
            }
            Place::Node(at) => {
                let (value, next) = value(self.source, self.element, *at)?;
                *at = next;
                Some(value)
            }
        }
    }
}

/// Between braces, as babeltrace2 shows them.
impl fmt::Display for Fields<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{")?;
        for (index, (name, value)) in self.clone().enumerate() {
            write!(f, "{} {name} = {value}", if index == 0 { "" } else { "," })?;
        }
        f.write_str(" }")
    }
}

/// As babeltrace2 shows it.
impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Unsigned(value) => write!(f, "{value}"),
            Value::Hexadecimal(value) => write!(f, "0x{value:X}"),
            // As C shows it: a zero in front, but for 0 itself.
            Value::Octal(value) => write!(f, "{}{value:o}", if *value == 0 { "" } else { "0" }),
            Value::Binary(value) => write!(f, "0b{value:b}"),
            Value::Signed(value) => write!(f, "{value}"),
            Value::Float(value) => write!(f, "{value}"),
            Value::Enum { label: Some(label), value } => write!(f, "( {label:?} : container = {value} )"),
            Value::Enum { label: None, value } => write!(f, "( <unknown> : container = {value} )"),
            Value::Text(text) => write!(f, "{:?}", String::from_utf8_lossy(text)),
            Value::Struct(fields) => write!(f, "{fields}"),
            Value::Array(array) => {
                f.write_str("[")?;
                for (index, value) in array.clone().enumerate() {
                    write!(f, "{} [{index}] = {value}", if index == 0 { "" } else { "," })?;
                }
                f.write_str(" ]")
            }
        }
    }
}
