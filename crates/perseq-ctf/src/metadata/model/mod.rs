//! The declarations of metadata, as the reader needs them, whichever way they were written.

mod error;

use crate::{
    metadata::{ctf2, tsdl},
    write::schema::{Base, ByteOrder, Clock, EnvValue, Uuid},
};
pub use error::{MetadataError, MetadataProblem};
use std::{collections::BTreeMap, sync::Arc};

/// How many types may be inside of each other.
pub(crate) const DEPTH: u32 = 128;

/// An integer's type, of up to 64 bits at any bit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct IntType {
    pub(crate) bits: u32,
    pub(crate) align: u64,
    pub(crate) signed: bool,
    pub(crate) base: Base,
    pub(crate) order: ByteOrder,
    /// Its bits are in the other order than those of its byte order.
    pub(crate) reversed: bool,
    /// It has as many bytes as it needs, of 7 bits each (LEB128), and not more than 64 bits.
    pub(crate) variable: bool,
    /// Characters rather than numbers.
    pub(crate) text: bool,
    /// Its value is a time stamp of that clock.
    pub(crate) clock: Option<usize>,
}

/// How a text has its characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// Those are shown as they are in the packet.
    Utf8,
    Utf16(ByteOrder),
    Utf32(ByteOrder),
}

#[derive(Debug)]
pub(crate) struct EnumType {
    pub(crate) int: IntType,
    pub(crate) labels: Vec<(String, i128, i128)>,
}

impl EnumType {
    pub(crate) fn label(&self, value: i128) -> Option<&str> {
        let found = self.labels.iter().find(|(_, first, last)| (*first..=*last).contains(&value));
        found.map(|(name, _, _)| &**name)
    }
}

/// A reference to another field.
#[derive(Debug, Clone)]
pub(crate) struct Reference {
    /// As it is written: in CTF 1.8 the way to the field, too.
    pub(crate) path: Vec<String>,
    /// The place where it is written, as the parser counts.
    pub(crate) place: usize,
    /// The number that the field has: 0 until it was found.
    pub(crate) tag: u32,
}

/// The six places that a field can be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    PacketHeader,
    PacketContext,
    EventHeader,
    StreamContext,
    EventContext,
    Payload,
}

/// The reader's use of a field of this name in headers and packet contexts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    None,
    Magic,
    StreamId,
    Begin,
    End,
    ContentSize,
    PacketSize,
    Sequence,
    Discarded,
    CpuId,
    Instance,
    Id,
    Timestamp,
}

impl Role {
    pub(crate) fn of(name: &str) -> Role {
        match name {
            "magic" => Role::Magic,
            "stream_id" => Role::StreamId,
            "stream_instance_id" => Role::Instance,
            "timestamp_begin" => Role::Begin,
            "timestamp_end" => Role::End,
            "content_size" => Role::ContentSize,
            "packet_size" => Role::PacketSize,
            "packet_seq_num" => Role::Sequence,
            "events_discarded" => Role::Discarded,
            "cpu_id" => Role::CpuId,
            "id" => Role::Id,
            "timestamp" => Role::Timestamp,
            _ => Role::None,
        }
    }
}

impl Role {
    /// Returns whether packet contexts have it.
    pub(crate) fn is_of_packets(self) -> bool {
        use Role::{Begin, ContentSize, CpuId, Discarded, End, PacketSize, Sequence};
        matches!(self, Begin | End | ContentSize | PacketSize | Sequence | Discarded | CpuId)
    }
}

#[derive(Debug, Clone)]
pub(crate) struct FieldDecl {
    /// Without the first underscore.
    pub(crate) name: String,
    pub(crate) ty: Type,
    pub(crate) role: Role,
    /// True if its name is written with an underscore in front.
    pub(crate) underscored: bool,
    /// Its own number if anything refers to it, else 0.
    pub(crate) tag: u32,
    /// The length of the sequence that follows: not shown.
    pub(crate) hidden: bool,
}

impl FieldDecl {
    /// Returns whether its name is written so.
    pub(crate) fn is_written(&self, name: &str) -> bool {
        name.strip_prefix(if self.underscored { "_" } else { "" }) == Some(&self.name)
    }

    /// Returns whether this only says how long `field` is, which comes right after it.
    pub(crate) fn is_length_of(&self, field: &FieldDecl) -> bool {
        let Type::Array(array) = &field.ty else { return false };
        let Length::Field(length) = &array.length else { return false };
        let stripped = self.name.trim_start_matches('_');
        let is_meant = match &length.path[..] {
            [name] if length.tag == 0 => self.is_written(name),
            _ => self.tag != 0 && self.tag == length.tag,
        };
        is_meant && stripped.strip_suffix("_length") == Some(field.name.trim_start_matches('_'))
    }
}

/// How many types are inside of each other in a type with these fields.
pub(crate) fn depth(fields: &[FieldDecl]) -> u32 {
    fields.iter().map(|field| field.ty.depth()).max().unwrap_or(0) + 1
}

#[derive(Debug, Clone)]
pub(crate) struct StructType {
    pub(crate) align: u64,
    pub(crate) fields: Vec<FieldDecl>,
    pub(crate) depth: u32,
    /// Something in it depends on another field.
    pub(crate) depends: bool,
}

impl StructType {
    /// At least with that alignment.
    pub(crate) fn new(align: u64, fields: Vec<FieldDecl>) -> StructType {
        let align = fields.iter().map(|field| field.ty.align()).fold(align, u64::max);
        let depends = fields.iter().any(|field| field.ty.depends());
        StructType { align, depth: depth(&fields), fields, depends }
    }
}

/// Values from the first to the last of each pair.
pub(crate) type Ranges = Vec<(i128, i128)>;

#[derive(Debug, Clone)]
pub(crate) struct VariantType {
    pub(crate) tag: Reference,
    pub(crate) options: Vec<FieldDecl>,
    /// For which values of the tag each option is.
    pub(crate) ranges: Vec<Ranges>,
    /// For other values there is nothing.
    pub(crate) optional: bool,
    pub(crate) depth: u32,
}

#[derive(Debug, Clone)]
pub(crate) struct ArrayType {
    pub(crate) element: Type,
    /// To how many bits the first element is aligned, at least to as many as each.
    pub(crate) align: u64,
    pub(crate) length: Length,
    pub(crate) depth: u32,
    /// Its length or something in it depends on another field.
    pub(crate) depends: bool,
    /// It is a text of so many bytes.
    pub(crate) text: Option<Encoding>,
}

impl ArrayType {
    /// At least with that alignment.
    pub(crate) fn new(align: u64, length: Length, element: Type) -> ArrayType {
        let depends = matches!(length, Length::Field(_)) || element.depends();
        let align = element.align().max(align);
        let text = match &element {
            Type::Int(int) if int.text && int.bits == 8 && int.align == 8 => Some(Encoding::Utf8),
            _ => None,
        };
        ArrayType { align, depth: element.depth() + 1, element, length, depends, text }
    }
}

#[derive(Debug, Clone)]
pub(crate) enum Length {
    Fixed(u64),
    Field(Reference),
}

/// A type; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) enum Type {
    Int(Arc<IntType>),
    Enum(Arc<EnumType>),
    /// Bits, alignment, order.
    Float(u32, u64, ByteOrder),
    /// Up to a zero.
    String(Encoding),
    Array(Arc<ArrayType>),
    Struct(Arc<StructType>),
    Variant(Arc<VariantType>),
}

impl Type {
    /// To how many bits it is aligned.
    pub(crate) fn align(&self) -> u64 {
        match self {
            Type::Int(int) => int.align,
            Type::Enum(of) => of.int.align,
            Type::Float(_, align, _) => *align,
            Type::String(_) => 8,
            Type::Array(array) => array.align,
            Type::Struct(of) => of.align,
            Type::Variant(_) => 1,
        }
    }

    /// How many types are inside of each other.
    pub(crate) fn depth(&self) -> u32 {
        match self {
            Type::Array(array) => array.depth,
            Type::Struct(of) => of.depth,
            Type::Variant(of) => of.depth,
            _ => 0,
        }
    }

    /// Returns whether something in it depends on another field.
    pub(crate) fn depends(&self) -> bool {
        match self {
            Type::Array(array) => array.depends,
            Type::Struct(of) => of.depends,
            Type::Variant(_) => true,
            _ => false,
        }
    }

    /// Bits of a number of fixed length, and to how many it is aligned.
    fn number(&self) -> Option<(u64, u64)> {
        let (bits, align) = match self {
            Type::Int(int) if !int.variable => (int.bits, int.align),
            Type::Enum(of) if !of.int.variable => (of.int.bits, of.int.align),
            Type::Float(bits, align, _) => (*bits, *align),
            _ => return None,
        };
        Some((bits.into(), align))
    }

    /// Bits from one to the next in an array, for numbers.
    pub(crate) fn stride(&self) -> Option<u64> {
        self.number().map(|(bits, align)| bits.next_multiple_of(align))
    }

    /// Bits of an array of so many, for numbers: there is padding between them, and none after the last one. `None` within for more bits than
    /// there can be.
    pub(crate) fn array_bits(&self, count: u64) -> Option<Option<u64>> {
        let (bits, align) = self.number()?;
        let Some(others) = count.checked_sub(1) else { return Some(Some(0)) };
        let padded = others.checked_mul(bits.next_multiple_of(align));
        Some(padded.and_then(|padded| padded.checked_add(bits)))
    }
}

#[derive(Debug)]
pub(crate) struct Class {
    pub(crate) name: String,
    pub(crate) loglevel: Option<i64>,
    pub(crate) source: Option<String>,
    pub(crate) context: Option<Type>,
    pub(crate) fields: Option<Type>,
}

#[derive(Debug, Default)]
pub(crate) struct Stream {
    pub(crate) packet_context: Option<Type>,
    pub(crate) event_header: Option<Type>,
    pub(crate) event_context: Option<Type>,
    pub(crate) events: BTreeMap<u64, Arc<Class>>,
    /// The clock of its time stamps.
    pub(crate) clock: Option<Clock>,
}

/// All that is declared.
#[derive(Debug)]
pub(crate) struct Model {
    pub(crate) uuid: Option<Uuid>,
    pub(crate) packet_header: Option<Type>,
    pub(crate) env: Vec<(String, EnvValue)>,
    /// That of the first stream that has one.
    pub(crate) clock: Option<Clock>,
    pub(crate) streams: BTreeMap<u64, Stream>,
}

impl Model {
    /// The clock of the time stamps of the stream with this number.
    pub(crate) fn clock_of(&self, stream: u64) -> Option<&Clock> {
        self.streams.get(&stream).and_then(|stream| stream.clock.as_ref()).or(self.clock.as_ref())
    }

    /// Reads the contents of the file `metadata`.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Model, MetadataError> {
        match bytes.first() {
            Some(&ctf2::SEPARATOR) => ctf2::parse(bytes),
            _ => tsdl::parse(bytes),
        }
    }
}
