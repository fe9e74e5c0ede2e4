//! Bits become nodes: one flat list per event, in the order of its fields, reused from event to event.

use super::{
    bits::{Beyond, Bits, extend, value},
    error::StreamProblem,
    tags::Tags,
};
use crate::metadata::model::{
    ArrayType, Encoding, FieldDecl, IntType, Length, Ranges, Reference, Role, Scope, StructType, Type,
    VariantType,
};

type Result<T = ()> = core::result::Result<T, StreamProblem>;

/// More values than this in one event are not read.
const MOST_NODES: usize = 1 << 20;

/// One value, or the head of several. Its type says how to read it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Node {
    /// A number's bits; the sign of a signed one is spread.
    Number(u64),
    /// Text in the packet: first byte, and how many.
    Text(usize, usize),
    /// Text that was written in another encoding: first byte, and how many, in [`Scratch::texts`].
    Converted(usize, usize),
    /// Numbers in the packet: the first bit, and how many.
    Numbers(u64, u64),
    /// Values that follow: how many, and the node after them.
    List(u64, usize),
    /// A struct's fields follow; the node after them.
    Struct(usize),
    /// An option of a variant, which follows.
    Choice(usize),
    /// An optional field that is not there.
    Nothing,
}

/// The facts from headers and packet contexts.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    pub(super) magic: Option<u64>,
    pub(super) stream_id: Option<u64>,
    /// Which of the streams of that class.
    pub(super) instance: Option<u64>,
    pub(super) begin: Option<u64>,
    pub(super) end: Option<u64>,
    pub(super) content_size: Option<u64>,
    pub(super) packet_size: Option<u64>,
    pub(super) sequence: Option<u64>,
    pub(super) discarded: Option<u64>,
    pub(super) cpu_id: Option<u64>,
    pub(super) event_id: Option<u64>,
    /// The clock's ticks, as far as they are known.
    pub(super) ticks: u64,
}

/// The buffers that decoding fills, kept from event to event.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    pub(super) nodes: Vec<Node>,
    /// Texts in UTF-8 that are otherwise in the packet.
    pub(super) texts: Vec<u8>,
    pub(super) tags: Tags,
    pub(super) facts: Facts,
}

/// Decodes one scope of a packet or event.
pub(super) struct Decoder<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) bits: Bits<'a>,
    pub(super) scratch: &'a mut Scratch,
    pub(super) scope: Scope,
    /// The field says when the packet ends.
    pub(super) is_end: bool,
}

impl From<Beyond> for StreamProblem {
    fn from(Beyond: Beyond) -> StreamProblem {
        StreamProblem::Truncated
    }
}

impl Decoder<'_> {
    fn push(&mut self, node: Node) -> Result<usize> {
        let index = self.scratch.nodes.len();
        if index >= MOST_NODES {
            return Err(StreamProblem::TooManyValues);
        }
        self.scratch.nodes.push(node);
        Ok(index)
    }

    /// Appends the nodes of a value of type `ty`.
    pub(super) fn value(&mut self, ty: &Type) -> Result {
        match ty {
            Type::Int(int) => self.int(int).and_then(|value| self.push(Node::Number(value)))?,
            Type::Enum(of) => self.int(&of.int).and_then(|value| self.push(Node::Number(value)))?,
            Type::Float(bits, align, order) => {
                self.bits.align(*align)?;
                let value = self.bits.number(*bits, *order)?;
                self.push(Node::Number(value))?
            }
            Type::String(encoding) => {
                self.bits.align(8)?;
                let (from, len) = self.bits.string(encoding.unit())?;
                let node = self.text(*encoding, from, len);
                self.push(node)?
            }
            Type::Array(array) => return self.array(array),
            Type::Struct(of) => return self.structure(of),
            Type::Variant(of) => return self.variant(of),
        };
        Ok(())
    }

    fn int(&mut self, int: &IntType) -> Result<u64> {
        self.bits.align(int.align)?;
        let (raw, bits) = if int.variable {
            self.bits.variable()?
        } else {
            (value(self.bits.number(int.bits, int.order)?, int), int.bits)
        };
        if int.clock.is_some() && !self.is_end {
            self.scratch.facts.ticks = self.time(raw, bits);
        }
        Ok(if int.signed && bits < 64 { extend(raw, bits).cast_unsigned() } else { raw })
    }

    /// A time stamp of `bits` bits: the low ones of the first time not before the last one that has them.
    fn time(&self, raw: u64, bits: u32) -> u64 {
        if bits >= 64 {
            return raw;
        }
        let (ticks, wrap) = (self.scratch.facts.ticks, 1_u64 << bits);
        let next = (ticks & !(wrap - 1)) | raw;
        if next < ticks { next.wrapping_add(wrap) } else { next }
    }

    /// As `time`, of a field that has one.
    fn time_of(&self, field: &FieldDecl, value: u64) -> u64 {
        match &field.ty {
            Type::Int(int) => self.time(value, int.bits),
            _ => value,
        }
    }

    fn structure(&mut self, of: &StructType) -> Result {
        self.bits.align(of.align)?;
        let head = self.push(Node::Struct(0))?;
        for field in &of.fields {
            let node = self.scratch.nodes.len();
            // When the packet ends is later than its events.
            self.is_end = self.scope == Scope::PacketContext && field.role == Role::End;
            self.value(&field.ty)?;
            if field.role != Role::None {
                self.note(field, node);
            }
            if field.tag != 0 {
                self.remember(field, node);
            }
        }
        self.scratch.nodes[head] = Node::Struct(self.scratch.nodes.len());
        Ok(())
    }

    fn number_at(&self, node: usize) -> Option<u64> {
        match self.scratch.nodes.get(node) {
            Some(Node::Number(value)) => Some(*value),
            _ => None,
        }
    }

    /// Keeps what a header or packet context says.
    fn note(&mut self, field: &FieldDecl, node: usize) {
        let Some(value) = self.number_at(node) else { return };
        // The clock is there already where the field says that it is one.
        let time = match (self.scope, field.role, &field.ty) {
            (Scope::PacketContext, Role::Begin, Type::Int(int)) if int.clock.is_some() => {
                self.scratch.facts.ticks
            }
            (Scope::PacketContext, Role::Begin | Role::End, _) => self.time_of(field, value),
            _ => value,
        };
        let facts = &mut self.scratch.facts;
        match (self.scope, field.role) {
            (Scope::PacketHeader, Role::Magic) => facts.magic = Some(value),
            (Scope::PacketHeader, Role::StreamId) => facts.stream_id = Some(value),
            (Scope::PacketHeader, Role::Instance) => facts.instance = Some(value),
            (Scope::PacketContext, Role::Begin) => (facts.begin, facts.ticks) = (Some(time), time),
            (Scope::PacketContext, Role::End) => facts.end = Some(time),
            (Scope::PacketContext, Role::ContentSize) => facts.content_size = Some(value),
            (Scope::PacketContext, Role::PacketSize) => facts.packet_size = Some(value),
            (Scope::PacketContext, Role::Sequence) => facts.sequence = Some(value),
            (Scope::PacketContext, Role::Discarded) => facts.discarded = Some(value),
            (Scope::PacketContext, Role::CpuId) => facts.cpu_id = Some(value),
            (Scope::EventHeader, Role::Id) => facts.event_id = Some(value),
            (Scope::EventHeader, Role::Timestamp) => {
                if let Type::Int(int) = &field.ty
                    && int.clock.is_none()
                {
                    self.scratch.facts.ticks = self.time(value, int.bits);
                }
            }
            _ => {}
        }
    }

    fn remember(&mut self, field: &FieldDecl, node: usize) {
        let Some(value) = self.number_at(node) else { return };
        let signed = match &field.ty {
            Type::Int(int) => int.signed,
            Type::Enum(of) => of.int.signed,
            _ => return,
        };
        let value = if signed { i128::from(value.cast_signed()) } else { i128::from(value) };
        self.scratch.tags.set(field.tag, value);
    }

    fn recall(&self, reference: &Reference) -> Result<i128> {
        let found = self.scratch.tags.get(reference.tag);
        found.ok_or_else(|| StreamProblem::Reference(reference.path.join(".")))
    }

    fn array(&mut self, array: &ArrayType) -> Result {
        let count = match &array.length {
            Length::Fixed(count) => *count,
            Length::Field(reference) => {
                let value = self.recall(reference)?;
                u64::try_from(value).map_err(|_| StreamProblem::Length(value))?
            }
        };
        self.bits.align(array.align)?;
        if let Some(bits) = array.element.array_bits(count) {
            let bits = bits.ok_or(StreamProblem::Truncated)?;
            let from = self.bits.skip(bits)?;
            let node = match array.text {
                Some(encoding) => self.characters(encoding, from, count),
                None => Node::Numbers(from, count),
            };
            return self.push(node).map(drop);
        }
        let head = self.push(Node::List(count, 0))?;
        for _ in 0..count {
            self.value(&array.element)?;
        }
        self.scratch.nodes[head] = Node::List(count, self.scratch.nodes.len());
        Ok(())
    }

    /// A text of so many bytes, up to the first zero if there is one.
    fn characters(&mut self, encoding: Encoding, from: u64, count: u64) -> Node {
        let (from, count) = ((from / 8) as usize, count as usize);
        let bytes = self.bytes.get(from..from + count).unwrap_or_default();
        let unit = encoding.unit();
        let end = bytes.chunks(unit).position(|unit| unit.iter().all(|&byte| byte == 0));
        self.text(encoding, from, end.map_or(bytes.len(), |end| end * unit))
    }

    /// A text of so many bytes, which are in the packet.
    fn text(&mut self, encoding: Encoding, from: usize, len: usize) -> Node {
        if encoding == Encoding::Utf8 {
            return Node::Text(from, len);
        }
        let start = self.scratch.texts.len();
        encoding.convert(self.bytes.get(from..from + len).unwrap_or_default(), &mut self.scratch.texts);
        Node::Converted(start, self.scratch.texts.len() - start)
    }

    fn variant(&mut self, of: &VariantType) -> Result {
        let value = self.recall(&of.tag)?;
        let has = |ranges: &Ranges| ranges.iter().any(|(first, last)| (*first..=*last).contains(&value));
        let option = of.ranges.iter().position(has);
        let Some(option) = option else {
            if of.optional {
                return self.push(Node::Nothing).map(drop);
            }
            return Err(StreamProblem::Choice(value));
        };
        let head = self.push(Node::Choice(option))?;
        self.value(&of.options[option].ty)?;
        let field = &of.options[option];
        if field.role != Role::None {
            self.note(field, head + 1);
        }
        Ok(())
    }
}
