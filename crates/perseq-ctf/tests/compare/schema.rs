//! Random schemas: what both formats' metadata and bytes of packets are made of.

use super::support::random::Random;

/// A field that others can refer to.
#[derive(Debug, Clone)]
struct Candidate {
    id: usize,
    scope: Scope,
    path: Vec<String>,
    /// It is inside of an array, a variant or an optional.
    hidden: bool,
    class: Class,
}

/// A structure that is being made.
#[derive(Debug)]
struct Frame {
    name: String,
    /// It is in an array, a variant or an optional.
    hop: bool,
    members: Vec<Member>,
}

pub struct Maker<'r> {
    pub random: &'r mut Random,
    format: Format,
    big: bool,
    names: usize,
    allowed: Vec<Option<Vec<i128>>>,
    known: Vec<Candidate>,
    frames: Vec<Frame>,
    scope: Scope,
    /// Nothing that depends on another field is made.
    plain: bool,
    /// True if another field chooses what is made.
    inside: bool,
}

impl<'r> Maker<'r> {
    /// A schema in that format.
    pub fn schema(random: &'r mut Random, format: Format) -> Schema {
        let big = random.below(2) == 1;
        let mut maker = Maker {
            random,
            format,
            big,
            names: 0,
            allowed: Vec::new(),
            known: Vec::new(),
            frames: Vec::new(),
            scope: Scope::PacketHeader,
            plain: false,
            inside: false,
        };
        let packet_header = maker.root(Scope::PacketHeader, |maker| {
            maker.add("magic", Class::Int(unsigned(32, 8, big)), What::Magic);
            maker.add("stream_id", Class::Int(unsigned(8, 8, big)), What::StreamId);
        });
        let count = 1 + maker.random.below(2);
        let streams = (0..count).map(|id| maker.stream(id)).collect();
        Schema { format, big, packet_header, streams, allowed: maker.allowed }
    }

    pub fn chance(&mut self, one_in: u64) -> bool {
        self.random.below(one_in) == 0
    }

    fn stream(&mut self, id: u64) -> Stream {
        let (big, known) = (self.big, self.known.len());
        let time_bits = [27, 32, 48, 64][self.random.below(4) as usize];
        let packet_context = self.root(Scope::PacketContext, |maker| {
            maker.add("content_size", Class::Int(unsigned(32, 8, big)), What::ContentSize);
            maker.add("packet_size", Class::Int(unsigned(64, 8, big)), What::PacketSize);
            maker.add("timestamp_begin", Class::Int(unsigned(64, 8, big)), What::Begin);
            if maker.chance(2) {
                maker.members(3, 2);
            }
        });
        let event_header = self.root(Scope::EventHeader, |maker| maker.event_header(time_bits));
        let context = self.chance(3).then(|| self.root(Scope::StreamContext, |maker| maker.members(3, 2)));
        let here = self.known.len();
        let mut events = Vec::new();
        for index in 0..1 + self.random.below(3) {
            let number = if index == 2 { 40 } else { index };
            // babeltrace2 2.1.1 aborts where something depends on another field there in CTF 1.8.
            self.plain = self.format == Format::Ctf1 && !self.chance(8);
            let context = self.chance(4).then(|| self.root(Scope::EventContext, |maker| maker.members(3, 2)));
            self.plain = false;
            let payload = (!self.chance(9)).then(|| self.root(Scope::Payload, |maker| maker.members(6, 3)));
            self.known.truncate(here);
            events.push(Event { id: number, name: format!("e{id}_{number}"), context, payload });
        }
        self.known.truncate(known);
        Stream { id, packet_context, event_header, context, events }
    }

    /// Number and time, plainly or as short as can be.
    fn event_header(&mut self, time_bits: u32) {
        let big = self.big;
        if !self.chance(2) {
            self.add("id", Class::Int(unsigned(8, 8, big)), What::Id);
            self.add("timestamp", Class::Int(unsigned(time_bits, 8, big)), What::Time);
            return;
        }
        let labels = vec![("compact".to_owned(), vec![(0, 30)]), ("extended".to_owned(), vec![(31, 31)])];
        let int = unsigned(5, 1, big);
        let id = self.add("id", Class::Enum(int, labels), What::Id);
        let member = |name: &str, int, what| Member {
            name: name.to_owned(),
            class: Class::Int(int),
            what,
            id: usize::MAX,
        };
        let compact = vec![member("timestamp", unsigned(27, 1, big), What::Time)];
        let extended = vec![
            member("id", unsigned(32, 8, big), What::Id),
            member("timestamp", unsigned(time_bits, 8, big), What::Time),
        ];
        let choice = |name: &str, range, members| Choice {
            name: name.to_owned(),
            ranges: vec![range],
            class: Class::Struct(1, members),
        };
        let choices = vec![choice("compact", (0, 30), compact), choice("extended", (31, 31), extended)];
        let written = if self.format == Format::Ctf1 { "id" } else { r#"{"path":["id"]}"# }.to_owned();
        self.add("v", Class::Variant(Ref { id, written }, choices), What::Plain);
    }

    fn root(&mut self, scope: Scope, fill: impl FnOnce(&mut Self)) -> Class {
        self.scope = scope;
        self.structure("", false, fill)
    }

    fn structure(&mut self, name: &str, hop: bool, fill: impl FnOnce(&mut Self)) -> Class {
        self.frames.push(Frame { name: name.to_owned(), hop, members: Vec::new() });
        fill(self);
        let (depth, scope) = (self.frames.len(), self.scope);
        let frame = self.frames.pop().unwrap();
        if frame.hop {
            // From outside it is not one field but several, or none.
            let inside = |one: &Candidate| one.scope == scope && one.path.len() >= depth && one.hidden;
            let from = self.known.iter().position(|one| {
                inside(one)
                    && one.path[..depth - 1].last() == Some(&frame.name)
                    && self.frames[1..].iter().map(|frame| &frame.name).eq(&one.path[..depth - 2])
            });
            if let Some(from) = from {
                self.known.truncate(from);
            }
        }
        Class::Struct(self.align_at_least(), frame.members)
    }

    fn align_at_least(&mut self) -> u64 {
        if self.chance(6) { 1 << self.random.below(7) } else { 1 }
    }

    /// Adds a member to the innermost structure.
    fn add(&mut self, name: &str, class: Class, what: What) -> usize {
        let id = self.allowed.len();
        self.allowed.push(None);
        let depends = matches!(class, Class::Int(_) | Class::Enum(..));
        if what == What::Plain && depends {
            let mut path: Vec<String> = self.frames[1..].iter().map(|frame| frame.name.clone()).collect();
            path.push(name.to_owned());
            let hidden = self.frames.iter().any(|frame| frame.hop);
            self.known.push(Candidate { id, scope: self.scope, path, hidden, class: class.clone() });
        }
        let frame = self.frames.last_mut().unwrap();
        frame.members.push(Member { name: name.to_owned(), class, what, id });
        id
    }

    fn name(&mut self) -> String {
        self.names += 1;
        let under = if self.format == Format::Ctf1 && self.chance(3) { "_" } else { "" };
        format!("{under}f{}", self.names)
    }

    /// Up to so many members, and types inside of each other.
    pub fn members(&mut self, most: u64, depth: u32) {
        for _ in 0..1 + self.random.below(most) {
            let name = self.name();
            let optional = self.format == Format::Ctf2 && !self.plain && self.chance(8);
            let class = if optional {
                let (of, chosen, plain) = self.chooser(2);
                let class = self.chosen(&name, depth, plain);
                Class::Optional(of, chosen[..1].concat(), Box::new(class))
            } else {
                self.class(&name, depth, false)
            };
            self.add(&name, class, What::Plain);
        }
    }

    pub fn int(&mut self) -> Int {
        let any = 1 + self.random.below(64) as u32;
        let bits = [any, 8, 16, 32, 64, any][self.random.below(6) as usize];
        // A byte has bits in one order only.
        let other = bits.is_multiple_of(8) && self.chance(4);
        let big = self.big != other;
        let base = [10, 10, 10, 2, 8, 16][self.random.below(6) as usize];
        let at_least = if other { 3 } else { 0 };
        let align = 1 << if self.chance(3) { at_least } else { at_least.max(self.random.below(7)) };
        let align = if other && align < 8 { 8 } else { align };
        let reversed = self.format == Format::Ctf2 && self.chance(6);
        Int { bits, align, signed: self.chance(2), big, reversed, base, variable: false }
    }

    fn variable(&mut self) -> Int {
        Int { variable: true, align: 8, bits: 64, reversed: false, big: false, ..self.int() }
    }

    /// An integer that may have any form that the format has.
    fn any_int(&mut self) -> Int {
        if self.format == Format::Ctf2 && self.chance(5) { self.variable() } else { self.int() }
    }

    fn class(&mut self, name: &str, depth: u32, hop: bool) -> Class {
        let ctf2 = self.format == Format::Ctf2;
        match self.random.below(if depth > 0 { 15 } else { 9 }) {
            0..3 => Class::Int(self.any_int()),
            3 => {
                let int = self.any_int();
                let labels = self.labels(&int);
                Class::Enum(int, labels)
            }
            4 => {
                let bits = if self.chance(2) { 32 } else { 64 };
                Class::Float { bits, align: 8 << self.random.below(4), big: self.big != self.chance(4) }
            }
            5 => {
                let encoding = self.encoding();
                Class::Text(encoding)
            }
            6 => {
                let encoding = self.encoding();
                // babeltrace2 2.1.1 aborts where there is no whole character of more bytes than one.
                let length = match encoding {
                    Encoding::Utf8 => self.length(),
                    _ => Length::Fixed(4 * (1 + self.random.below(4))),
                };
                Class::Characters(encoding, length)
            }
            7 if ctf2 => Class::Bool(Int { signed: false, base: 10, ..self.int() }),
            8 if ctf2 && self.chance(2) => Class::Bits(Int { signed: false, base: 16, ..self.int() }),
            8 if ctf2 => match self.length() {
                // babeltrace2 2.1.1 finds no memory for none.
                Length::Fixed(0) => Class::Blob(Length::Fixed(1)),
                length => Class::Blob(length),
            },
            7 | 8 => Class::Int(self.int()),
            9..12 => {
                let align = if ctf2 { self.align_at_least() } else { 1 };
                let length = self.length();
                Class::Array(align, length, Box::new(self.class(name, depth - 1, true)))
            }
            12 | 13 => self.structure(name, hop, |maker| maker.members(4, depth - 1)),
            _ if self.plain => Class::Int(self.int()),
            _ => {
                let count = 1 + self.random.below(3) as usize;
                let (of, chosen, plain) = self.chooser(count);
                let labels = self.chosen_labels(of.id, count);
                let mut choices = Vec::new();
                for (ranges, label) in chosen.into_iter().zip(labels) {
                    let class = self.chosen(name, depth - 1, plain);
                    choices.push(Choice { name: label, ranges, class });
                }
                Class::Variant(of, choices)
            }
        }
    }

    /// A class that another field chooses.
    fn chosen(&mut self, name: &str, depth: u32, plain: bool) -> Class {
        let before = (self.plain, self.inside);
        (self.plain, self.inside) = (self.plain || plain, true);
        let class = self.class(name, if plain { 0 } else { depth }, true);
        (self.plain, self.inside) = before;
        class
    }

    fn encoding(&mut self) -> Encoding {
        let big = self.chance(2);
        match self.random.below(6) {
            0 if self.format == Format::Ctf2 => Encoding::Utf16 { big },
            1 if self.format == Format::Ctf2 => Encoding::Utf32 { big },
            _ => Encoding::Utf8,
        }
    }
}

mod reference;
mod types;

pub use reference::range;
pub use types::*;
