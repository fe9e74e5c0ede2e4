//! The format of `pprof`: `perftools.profiles.Profile`, in protocol buffers.

use std::{collections::HashMap, format, string::String, vec::Vec};

use super::{Report, names::Names};

/// A message: fields with numbers.
#[derive(Default)]
struct Message(Vec<u8>);

impl Message {
    fn varint(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// A number. 0 is what a field without one is.
    fn number(&mut self, field: u64, number: u64) {
        if number != 0 {
            self.varint(field << 3);
            self.varint(number);
        }
    }

    fn bytes(&mut self, field: u64, bytes: &[u8]) {
        self.varint(field << 3 | 2);
        self.varint(bytes.len() as u64);
        self.0.extend(bytes);
    }

    fn message(&mut self, field: u64, fill: impl FnOnce(&mut Self)) {
        let mut inner = Self::default();
        fill(&mut inner);
        self.bytes(field, &inner.0);
    }

    fn packed(&mut self, field: u64, numbers: impl IntoIterator<Item = u64>) {
        let mut inner = Self::default();
        numbers.into_iter().for_each(|number| inner.varint(number));
        self.bytes(field, &inner.0);
    }
}

/// Strings, each once. The first one is empty.
struct Strings {
    numbers: HashMap<String, u64>,
    all: Vec<String>,
}

impl Strings {
    fn number(&mut self, text: &str) -> u64 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.all.len() as u64;
        self.numbers.insert(text.into(), number);
        self.all.push(text.into());
        number
    }
}

/// The whole profile.
pub(super) fn encode(report: &Report, names: &mut Names) -> Vec<u8> {
    let mut profile = Message::default();
    let mut strings = Strings { numbers: HashMap::new(), all: Vec::new() };
    strings.number("");
    for (name, unit) in [
        ("alloc_objects", "count"),
        ("alloc_space", "bytes"),
        ("inuse_objects", "count"),
        ("inuse_space", "bytes"),
    ] {
        let (name, unit) = (strings.number(name), strings.number(unit));
        profile.message(1, |kind| {
            kind.number(1, name);
            kind.number(2, unit);
        });
    }
    let bytes = (strings.number("bytes"), strings.number("space"));
    let mut locations = HashMap::<usize, u64>::new();
    let mut addresses = Vec::new();
    for sample in &report.samples {
        let mut number = |address: &usize| {
            *locations.entry(*address).or_insert_with(|| {
                addresses.push(*address);
                addresses.len() as u64
            })
        };
        let stack: Vec<u64> = names.of_program(&sample.frames).iter().map(&mut number).collect();
        profile.message(2, |message| {
            message.packed(1, stack);
            message.packed(2, sample.values.map(i64::cast_unsigned));
            message.message(3, |label| {
                label.number(1, bytes.0);
                label.number(3, sample.size as u64);
                label.number(4, bytes.0);
            });
        });
    }
    for (index, map) in names.maps.iter().enumerate() {
        let file = strings.number(&map.file);
        profile.message(3, |mapping| {
            mapping.number(1, index as u64 + 1);
            mapping.number(2, map.start as u64);
            mapping.number(3, map.end as u64);
            mapping.number(4, map.offset);
            mapping.number(5, file);
            mapping.number(7, 1);
        });
    }
    let mut functions = HashMap::<(u64, u64), u64>::new();
    for (address, number) in addresses.iter().zip(1..) {
        let map = names.maps.iter().position(|map| map.has(*address));
        let mut lines = Vec::new();
        for function in names.functions(*address) {
            let key = (strings.number(&function.name), strings.number(&function.file));
            let next = functions.len() as u64 + 1;
            lines.push((*functions.entry(key).or_insert(next), function.line));
        }
        profile.message(4, |location| {
            location.number(1, number);
            location.number(2, map.map_or(0, |map| map as u64 + 1));
            location.number(3, *address as u64);
            for (function, line) in lines {
                location.message(4, |message| {
                    message.number(1, function);
                    message.number(2, line.into());
                });
            }
        });
    }
    for ((name, file), number) in functions {
        profile.message(5, |function| {
            function.number(1, number);
            function.number(2, name);
            function.number(3, name);
            function.number(4, file);
        });
    }
    let mut comments = Vec::new();
    if report.lost > 0 {
        comments
            .push(strings.number(&format!("{} samples were lost: there was no room for them", report.lost)));
    }
    if !report.is_on {
        comments.push(strings.number("the profile was ended before this report"));
    }
    let default = strings.number("inuse_space");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    profile.number(9, now.as_nanos() as u64);
    profile.message(11, |kind| {
        kind.number(1, bytes.1);
        kind.number(2, bytes.0);
    });
    profile.number(12, report.interval as u64);
    comments.into_iter().for_each(|comment| profile.number(13, comment));
    profile.number(14, default);
    for text in &strings.all {
        profile.bytes(6, text.as_bytes());
    }
    profile.0
}
