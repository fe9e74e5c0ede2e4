//! A writer's description of its trace: clock, streams, event classes and their fields.
//!
//! A schema describes records as producers write them: `timestamp: u64`, `id: u16`, `words: u16`, the stream's context fields, the
//! event's payload fields, without padding between them; each record starts at a multiple of 8 bytes, and `words` is how many times 8 bytes
//! there are to the next one.

/// A universally unique identifier, as 16 bytes in the order in which they are printed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Uuid(pub [u8; 16]);

impl core::fmt::Display for Uuid {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        for (index, byte) in self.0.iter().enumerate() {
            if matches!(index, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl core::fmt::Debug for Uuid {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{self}")
    }
}

/// The order of the bytes of a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ByteOrder {
    /// The least significant byte first.
    Little,
    /// The most significant byte first.
    Big,
}

impl ByteOrder {
    /// The order of the machine that this runs on.
    pub const NATIVE: ByteOrder =
        if cfg!(target_endian = "big") { ByteOrder::Big } else { ByteOrder::Little };

    /// The number that up to 16 bytes in this order are.
    pub(crate) fn number(self, bytes: &[u8]) -> u128 {
        let join = |number: u128, byte: &u8| number << 8 | u128::from(*byte);
        match self {
            ByteOrder::Little => bytes.iter().rev().fold(0, join),
            ByteOrder::Big => bytes.iter().fold(0, join),
        }
    }
}

/// A clock class: what the ticks in time stamps mean.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    /// Its name in the metadata, an identifier of C.
    pub name: String,
    /// The same for clocks whose ticks can be compared, between traces too.
    pub uuid: Option<Uuid>,
    /// For people.
    pub description: String,
    /// Ticks per second.
    pub frequency: u64,
    /// Seconds from 1970-01-01 00:00 UTC to the clock's zero.
    pub offset_seconds: i64,
    /// Ticks to add to that.
    pub offset_cycles: u64,
}

/// How a number is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Base {
    /// In base 10.
    #[default]
    Decimal,
    /// In base 16.
    Hexadecimal,
    /// In base 8.
    Octal,
    /// In base 2.
    Binary,
}

impl Base {
    /// As a number.
    pub(crate) fn number(self) -> u32 {
        match self {
            Base::Decimal => 10,
            Base::Hexadecimal => 16,
            Base::Octal => 8,
            Base::Binary => 2,
        }
    }
}

/// How many bits an integer has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Width {
    /// 8 bits.
    W8,
    /// 16 bits.
    W16,
    /// 32 bits.
    W32,
    /// 64 bits.
    W64,
}

impl Width {
    /// As a number of bits.
    #[must_use]
    pub const fn bits(self) -> u32 {
        match self {
            Width::W8 => 8,
            Width::W16 => 16,
            Width::W32 => 32,
            Width::W64 => 64,
        }
    }
    /// As a number of bytes.
    #[must_use]
    pub const fn bytes(self) -> usize {
        match self {
            Width::W8 => 1,
            Width::W16 => 2,
            Width::W32 => 4,
            Width::W64 => 8,
        }
    }
}

/// An integer's type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Int {
    /// How many bits.
    pub width: Width,
    /// True if it is in two's complement.
    pub signed: bool,
    /// How it is shown.
    pub base: Base,
}

impl Int {
    /// An unsigned integer, shown in base 10.
    #[must_use]
    pub const fn unsigned(width: Width) -> Int {
        Int { width, signed: false, base: Base::Decimal }
    }
    /// A signed integer, shown in base 10.
    #[must_use]
    pub const fn signed(width: Width) -> Int {
        Int { width, signed: true, base: Base::Decimal }
    }
    /// The same, shown in base 16.
    #[must_use]
    pub const fn hexadecimal(self) -> Int {
        Int { base: Base::Hexadecimal, ..self }
    }
    /// Smallest and largest value.
    #[must_use]
    pub const fn range(self) -> (i128, i128) {
        let bits = self.width.bits();
        if self.signed { (-(1 << (bits - 1)), (1 << (bits - 1)) - 1) } else { (0, (1 << bits) - 1) }
    }
}

/// A name for the values from `first` to `last` of an enumeration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The name.
    pub name: String,
    /// The first value that has it.
    pub first: i128,
    /// The last value that has it.
    pub last: i128,
}

impl Label {
    /// A name for one value.
    #[must_use]
    pub fn new(name: impl Into<String>, value: impl Into<i128>) -> Label {
        let value = value.into();
        Label { name: name.into(), first: value, last: value }
    }
}

/// The format of a field's bytes. Numbers have the trace's byte order; nothing is aligned to more than a byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldType {
    /// An integer.
    Int(Int),
    /// A `f32`.
    F32,
    /// A `f64`.
    F64,
    /// One byte: 0 is false, 1 is true.
    Bool,
    /// An integer whose values have names.
    Enum {
        /// How the value is stored.
        int: Int,
        /// The names; at least one.
        labels: Vec<Label>,
    },
    /// A number of bytes as `u16`, then so many bytes of UTF-8.
    Text,
    /// Bytes of UTF-8 up to and with a zero.
    CString,
    /// So many bytes of UTF-8; text that is shorter ends at a zero.
    FixedText(u32),
    /// So many integers.
    Array(Int, u32),
    /// A number of integers as `u16`, then so many integers.
    Sequence(Int),
}

/// A name and what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// An identifier of C; words that the format uses itself are allowed. [`identifier`] makes one of any text.
    pub name: String,
    /// The format of its bytes.
    pub ty: FieldType,
}

impl Field {
    /// A field.
    #[must_use]
    pub fn new(name: impl Into<String>, ty: FieldType) -> Field {
        Field { name: name.into(), ty }
    }
}

/// A kind of event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventClass {
    /// The number that its records have; each class of a stream has another.
    pub id: u16,
    /// By convention `provider:name`.
    pub name: String,
    /// 0 (emergency) to 14 (debug), the numbers of LTTng: 3 error, 4 warning, 6 information, 14 debug.
    pub loglevel: Option<u8>,
    /// Its place in the source, `file:line`.
    pub source: Option<String>,
    /// The payload's fields, in order.
    pub fields: Vec<Field>,
}

/// The properties that the records of a group of streams have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamClass {
    /// The number that its packets have.
    pub id: u32,
    /// The fields that each record begins with, after time stamp and id.
    pub context: Vec<Field>,
    /// The records that there are. More can be appended to the metadata later.
    pub events: Vec<EventClass>,
}

/// A value of the trace's environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EnvValue {
    /// A text.
    Text(String),
    /// A number.
    Int(i64),
}

/// All that the metadata says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schema {
    /// Identifies the trace; is in each packet.
    pub uuid: Uuid,
    /// Of all numbers.
    pub byte_order: ByteOrder,
    /// Of all time stamps.
    pub clock: Clock,
    /// The environment that the trace was made in: `hostname`, `domain`, `tracer_name`, …
    pub env: Vec<(String, EnvValue)>,
    /// The kinds of streams.
    pub streams: Vec<StreamClass>,
}

/// Makes an identifier of C from any text: what cannot be in one becomes `_`.
///
/// ```
/// assert_eq!(perseq_ctf::identifier("http.method"), "http_method");
/// assert_eq!(perseq_ctf::identifier("2nd"), "_2nd");
/// ```
#[must_use]
pub fn identifier(text: &str) -> String {
    let mut name: String =
        text.chars().map(|c| if c.is_ascii_alphanumeric() || c == '_' { c } else { '_' }).collect();
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        name.insert(0, '_');
    }
    name
}
