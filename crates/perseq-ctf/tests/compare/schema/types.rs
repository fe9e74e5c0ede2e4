//! The parts of schemas.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Ctf1,
    Ctf2,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    PacketHeader,
    PacketContext,
    EventHeader,
    StreamContext,
    EventContext,
    Payload,
}

#[derive(Debug, Clone)]
pub struct Int {
    pub bits: u32,
    pub align: u64,
    pub signed: bool,
    pub big: bool,
    /// The value's bits are in the other order than those of its byte order.
    pub reversed: bool,
    pub base: u32,
    /// Of 7 bits a byte, as many as it needs.
    pub variable: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16 { big: bool },
    Utf32 { big: bool },
}

/// A length or what chooses, in another field.
#[derive(Debug, Clone)]
pub struct Ref {
    pub id: usize,
    /// As each format writes it.
    pub written: String,
}

#[derive(Debug, Clone)]
pub enum Length {
    Fixed(u64),
    Field(Ref),
}

pub type Ranges = Vec<(i128, i128)>;

#[derive(Debug, Clone)]
pub enum Class {
    Int(Int),
    Enum(Int, Vec<(String, Ranges)>),
    Bool(Int),
    Bits(Int),
    Float {
        bits: u32,
        align: u64,
        big: bool,
    },
    /// Up to a zero.
    Text(Encoding),
    Characters(Encoding, Length),
    Blob(Length),
    /// The first one is aligned to so many bits at least.
    Array(u64, Length, Box<Class>),
    Struct(u64, Vec<Member>),
    Variant(Ref, Vec<Choice>),
    Optional(Ref, Ranges, Box<Class>),
}

#[derive(Debug, Clone)]
pub struct Choice {
    pub name: String,
    pub ranges: Ranges,
    pub class: Class,
}

/// The purpose of a header's field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    Plain,
    Magic,
    StreamId,
    ContentSize,
    PacketSize,
    Begin,
    Id,
    Time,
}

#[derive(Debug, Clone)]
pub struct Member {
    pub name: String,
    pub class: Class,
    pub what: What,
    pub id: usize,
}

#[derive(Debug, Clone)]
pub struct Event {
    pub id: u64,
    pub name: String,
    pub context: Option<Class>,
    pub payload: Option<Class>,
}

#[derive(Debug, Clone)]
pub struct Stream {
    pub id: u64,
    pub packet_context: Class,
    pub event_header: Class,
    pub context: Option<Class>,
    pub events: Vec<Event>,
}

#[derive(Debug, Clone)]
pub struct Schema {
    pub format: Format,
    pub big: bool,
    pub packet_header: Class,
    pub streams: Vec<Stream>,
    /// The values that each field may have, where something depends on it.
    pub allowed: Vec<Option<Vec<i128>>>,
}

pub fn unsigned(bits: u32, align: u64, big: bool) -> Int {
    Int { bits, align, signed: false, big, reversed: false, base: 10, variable: false }
}
