//! Random values as bytes of packets, and as both readers are to show them.

use super::{
    datum::{Datum, Line},
    schema::{Choice, Class, Encoding, Int, Length, Member, Schema, Stream, What, range},
    support::random::Random,
};
use std::collections::HashMap;

/// Bits, in either order.
#[derive(Debug, Default)]
pub struct Bits {
    pub bytes: Vec<u8>,
    pub at: u64,
}

impl Bits {
    fn bit(&mut self, at: u64, bit: bool, big: bool) {
        let byte = (at / 8) as usize;
        self.bytes.resize(self.bytes.len().max(byte + 1), 0);
        let place = if big { 7 - at % 8 } else { at % 8 };
        let mask = 1 << place;
        self.bytes[byte] = self.bytes[byte] & !mask | if bit { mask } else { 0 };
    }

    pub fn put_at(&mut self, at: u64, value: u64, bits: u32, big: bool) {
        for index in 0..bits {
            let from = if big { bits - 1 - index } else { index };
            self.bit(at + u64::from(index), value >> from & 1 == 1, big);
        }
    }

    pub fn put(&mut self, value: u64, bits: u32, big: bool) {
        self.put_at(self.at, value, bits, big);
        self.at += u64::from(bits);
    }
}

/// One packet that is being written.
pub struct Writer<'a> {
    pub random: &'a mut Random,
    pub schema: &'a Schema,
    pub bits: Bits,
    /// The last value of each field that something depends on.
    values: HashMap<usize, i128>,
    pub time: u64,
    stream: u64,
    event: u64,
    extended: bool,
    /// The places of the sizes, and their lengths.
    sizes: Vec<(What, u64, Int)>,
}

pub fn align_of(class: &Class) -> u64 {
    match class {
        Class::Int(int) | Class::Enum(int, _) | Class::Bool(int) | Class::Bits(int) => int.align,
        Class::Float { align, .. } => *align,
        Class::Text(_) | Class::Characters(..) | Class::Blob(_) => 8,
        Class::Array(align, _, element) => align_of(element).max(*align),
        Class::Struct(align, members) => {
            members.iter().map(|member| align_of(&member.class)).fold(*align, u64::max)
        }
        Class::Variant(..) | Class::Optional(..) => 1,
    }
}

impl<'a> Writer<'a> {
    pub fn new(random: &'a mut Random, schema: &'a Schema, time: u64) -> Writer<'a> {
        Writer {
            random,
            schema,
            bits: Bits::default(),
            values: HashMap::new(),
            time,
            stream: 0,
            event: 0,
            extended: false,
            sizes: Vec::new(),
        }
    }

    /// A packet; a line for each of its events.
    pub fn packet(&mut self, stream: &Stream) -> Vec<Line> {
        self.stream = stream.id;
        self.scope(Some(&self.schema.packet_header));
        let packet = self.scope(Some(&stream.packet_context));
        let mut lines = Vec::new();
        for _ in 0..self.random.below(5) {
            let event = &stream.events[self.random.below(stream.events.len() as u64) as usize];
            // Less than a turn of the shortest time stamp.
            let most = 1 << self.random.below(27);
            self.time += self.random.below(most);
            self.event = event.id;
            self.extended = event.id > 30 || self.random.below(3) == 0;
            self.scope(Some(&stream.event_header));
            let common = self.scope(stream.context.as_ref());
            let specific = self.scope(event.context.as_ref());
            let payload = self.scope(event.payload.as_ref());
            let scopes = [packet.clone(), common, specific, payload];
            lines.push(Line { name: event.name.clone(), time: self.time, scopes });
        }
        let content = self.bits.at;
        let padding = self.random.below(9);
        let packet = (content.div_ceil(8) + padding) * 8;
        self.bits.bytes.resize((packet / 8) as usize, 0xa5);
        for (what, at, int) in core::mem::take(&mut self.sizes) {
            let value = if what == What::ContentSize { content } else { packet };
            self.bits.put_at(at, value, int.bits, int.big);
        }
        lines
    }

    fn align(&mut self, bits: u64) {
        // Zeroes: in which order the bits of padding are does not matter.
        self.bits.at = self.bits.at.next_multiple_of(bits);
        self.bits.bytes.resize(self.bits.bytes.len().max(self.bits.at.div_ceil(8) as usize), 0);
    }

    fn scope(&mut self, class: Option<&Class>) -> Datum {
        class.map_or(Datum::Struct(Vec::new()), |class| self.class(class, What::Plain, usize::MAX))
    }

    fn int(&mut self, int: &Int, value: i128) {
        self.align(int.align);
        let mut raw = value as u64;
        if int.variable {
            let mut rest = value;
            loop {
                let low = (rest & 0x7f) as u64;
                rest >>= 7;
                let done = match int.signed {
                    true => rest == 0 && low & 0x40 == 0 || rest == -1 && low & 0x40 != 0,
                    false => rest == 0,
                };
                self.bits.put(if done { low } else { low | 0x80 }, 8, false);
                if done {
                    return;
                }
            }
        }
        raw &= u64::MAX >> (64 - int.bits);
        if int.reversed {
            raw = raw.reverse_bits() >> (64 - int.bits);
        }
        self.bits.put(raw, int.bits, int.big);
    }

    /// A value for a field that is for `what`.
    fn value(&mut self, int: &Int, what: What, id: usize, is_enum: bool) -> i128 {
        let value = match what {
            What::Magic => 0xc1fc_1fc1,
            What::StreamId => self.stream.into(),
            What::ContentSize | What::PacketSize => {
                let at = self.bits.at.next_multiple_of(int.align);
                self.sizes.push((what, at, int.clone()));
                0
            }
            What::Begin => self.time.into(),
            What::Time => self.time.into(),
            What::Id if is_enum && self.extended => 31,
            What::Id => self.event.into(),
            What::Plain => match self.schema.allowed.get(id).and_then(Option::as_ref) {
                Some(allowed) => allowed[self.random.below(allowed.len() as u64) as usize],
                None => self.number(int),
            },
        };
        if id != usize::MAX {
            self.values.insert(id, value);
        }
        value
    }

    fn number(&mut self, int: &Int) -> i128 {
        let (least, most) = range(int);
        match self.random.below(5) {
            0 => least,
            1 => most,
            2 => (least.max(-6) + i128::from(self.random.below(12))).min(most),
            _ => {
                let shift = 64 - int.bits;
                least + i128::from(self.random.next() >> shift >> self.random.below(u64::from(int.bits)))
            }
        }
    }

    fn length(&mut self, length: &Length) -> u64 {
        match length {
            Length::Fixed(length) => *length,
            Length::Field(of) => self.values[&of.id] as u64,
        }
    }

    fn class(&mut self, class: &Class, what: What, id: usize) -> Datum {
        match class {
            Class::Int(int) => {
                let value = self.value(int, what, id, false);
                self.int(int, value);
                Datum::Int(value, int.base, int.signed)
            }
            Class::Bits(int) => {
                let value = self.value(int, what, id, false);
                self.int(int, value);
                Datum::Int(value, 16, false)
            }
            Class::Bool(int) => {
                let value = if self.random.below(2) == 0 { 0 } else { self.number(int) };
                self.int(int, value);
                Datum::Bool(value != 0)
            }
            Class::Enum(int, labels) => {
                let value = self.value(int, what, id, true);
                self.int(int, value);
                let has = |(_, ranges): &&(String, Vec<(i128, i128)>)| {
                    ranges.iter().any(|(first, last)| (*first..=*last).contains(&value))
                };
                let labels = labels.iter().filter(has).map(|(name, _)| name.clone());
                Datum::Enum(value, labels.collect())
            }
            Class::Float { bits, align, big } => {
                self.align(*align);
                let raw = self.random.next() >> (64 - bits);
                self.bits.put(raw, *bits, *big);
                let narrow = f64::from(f32::from_bits(raw as u32));
                Datum::Float(if *bits == 32 { narrow } else { f64::from_bits(raw) })
            }
            Class::Text(encoding) => {
                let text = self.text_of(*encoding, 8);
                self.align(8);
                self.encoded(&(text.clone() + "\0"), *encoding, usize::MAX);
                Datum::Text(text)
            }
            Class::Characters(encoding, length) => {
                let bytes = self.length(length) as usize;
                self.align(8);
                let text = self.text_of(*encoding, 6);
                Datum::Text(self.encoded(&text, *encoding, bytes))
            }
            Class::Blob(length) => {
                let length = self.length(length);
                self.align(8);
                Datum::List((0..length).map(|_| self.byte()).collect())
            }
            Class::Array(_, length, element) => {
                let length = self.length(length);
                self.align(align_of(class));
                Datum::List((0..length).map(|_| self.class(element, What::Plain, usize::MAX)).collect())
            }
            Class::Struct(_, members) => {
                self.align(align_of(class));
                Datum::Struct(members.iter().map(|member| self.member(member)).collect())
            }
            Class::Variant(of, choices) => {
                let value = self.values[&of.id];
                let choice = choices.iter().find(|choice| is_in(&choice.ranges, value)).unwrap();
                let Choice { class, .. } = choice;
                self.class(class, what, usize::MAX)
            }
            Class::Optional(of, ranges, class) => {
                if is_in(ranges, self.values[&of.id]) {
                    self.class(class, what, usize::MAX)
                } else {
                    Datum::Nothing
                }
            }
        }
    }

    fn byte(&mut self) -> Datum {
        let value = self.random.below(256);
        self.bits.put(value, 8, false);
        Datum::Int(value.into(), 10, false)
    }

    fn member(&mut self, member: &Member) -> (String, Datum) {
        (member.name.clone(), self.class(&member.class, member.what, member.id))
    }

    fn text_of(&mut self, encoding: Encoding, most: u64) -> String {
        const SOME: [char; 8] = ['a', 'Z', '0', ' ', 'é', '"', '€', '\u{1f600}'];
        let least = u64::from(encoding != Encoding::Utf8);
        (0..least + self.random.below(most)).map(|_| SOME[self.random.below(8) as usize]).collect()
    }

    /// Writes as much of a text as there is room for, and zeroes up to there if there is more; the part that was written.
    fn encoded(&mut self, text: &str, encoding: Encoding, room: usize) -> String {
        let (mut bytes, mut written) = (Vec::new(), String::new());
        for c in text.chars() {
            let mut one = Vec::new();
            match encoding {
                Encoding::Utf8 => one.extend(c.to_string().bytes()),
                Encoding::Utf16 { big } => {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        one.extend(if big { unit.to_be_bytes() } else { unit.to_le_bytes() });
                    }
                }
                Encoding::Utf32 { big } => {
                    let c = u32::from(c);
                    one.extend(if big { c.to_be_bytes() } else { c.to_le_bytes() });
                }
            }
            if bytes.len() + one.len() > room {
                break;
            }
            bytes.extend(one);
            written.push(c);
        }
        if room != usize::MAX {
            bytes.resize(room, 0);
        }
        for byte in bytes {
            self.bits.put(byte.into(), 8, false);
        }
        written
    }
}

fn is_in(ranges: &[(i128, i128)], value: i128) -> bool {
    ranges.iter().any(|(first, last)| (*first..=*last).contains(&value))
}
