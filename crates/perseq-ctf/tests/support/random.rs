//! Random schemas, and records of them with what was written.

#![allow(dead_code, reason = "each test binary uses a part")]
#![allow(unreachable_pub, clippy::std_instead_of_core, reason = "test code")]

use perseq_ctf::{
    Base, ByteOrder, Field, FieldType, Int, Label, Layout, Packet, Records, Schema, Value, Width, identifier,
};
use proptest::prelude::*;

pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ self.0 >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }
    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }
    fn text(&mut self) -> String {
        const SOME: [char; 9] = ['a', 'Z', '0', ' ', 'é', '"', '\\', '\n', '\u{1f600}'];
        (0..self.below(12)).map(|_| SOME[self.below(9) as usize]).collect()
    }
    fn int(&mut self, int: Int) -> i128 {
        let (least, most) = int.range();
        let at_will = (i128::from(self.next()) << (64 - int.width.bits()) & (i128::from(u64::MAX)))
            >> (64 - int.width.bits());
        match self.below(4) {
            0 => least,
            1 => most,
            _ => least + at_will,
        }
    }
}

/// A value that was written to a field.
#[derive(Debug, Clone)]
pub enum Datum {
    Int(Int, i128),
    Float(f64),
    Enum(Option<String>, i128),
    Text(String),
    Ints(Int, Vec<i128>),
}

fn int() -> impl Strategy<Value = Int> {
    let width = prop::sample::select(vec![Width::W8, Width::W16, Width::W32, Width::W64]);
    (width, any::<bool>(), any::<bool>()).prop_map(|(width, signed, hex)| {
        // How base 16 shows negative numbers is each reader's own affair.
        let base = if hex && !signed { Base::Hexadecimal } else { Base::Decimal };
        Int { width, signed, base }
    })
}

pub fn field_type() -> impl Strategy<Value = FieldType> {
    prop_oneof![
        int().prop_map(FieldType::Int),
        Just(FieldType::F32),
        Just(FieldType::F64),
        Just(FieldType::Bool),
        int().prop_map(|int| {
            let (least, most) = int.range();
            let labels = vec![
                Label::new("least \"one\"", least),
                Label { name: "_b".into(), first: 1, last: most / 2 },
            ];
            FieldType::Enum { int: Int { base: Base::Decimal, ..int }, labels }
        }),
        Just(FieldType::Text),
        Just(FieldType::CString),
        (4..20_u32).prop_map(FieldType::FixedText),
        (int(), 0..5_u32).prop_map(|(int, len)| FieldType::Array(int, len)),
        int().prop_map(FieldType::Sequence),
    ]
}

pub fn fields() -> impl Strategy<Value = Vec<Field>> {
    const NAMES: [&str; 6] = ["id", "struct", "_x", "timestamp", "event", "content_size"];
    prop::collection::vec(field_type(), 0..8).prop_map(|types| {
        let name = |index: usize| {
            NAMES.get(index).map_or_else(|| identifier(&format!("f.{index}")), |&name| name.into())
        };
        types.into_iter().enumerate().map(|(index, ty)| Field { name: name(index), ty }).collect()
    })
}

/// Writes a random value; `exact` leaves out what babeltrace2 2.0 does not show as it is: floats that `%g` rounds, and empty
/// text, which it shows as what the field was in an event before.
pub fn put(random: &mut Random, ty: &FieldType, records: &mut Records, exact: bool) -> Datum {
    let mut float = || (random.below(4001) as f64 - 2000.0) / 4.0;
    match ty {
        FieldType::Int(int) => {
            let value = random.int(*int);
            records.int(int.width, value as u64);
            Datum::Int(*int, value)
        }
        FieldType::F32 => {
            let value = if exact { float() as f32 } else { f32::from_bits(random.next() as u32) };
            records.f32(value);
            Datum::Float(value.into())
        }
        FieldType::F64 => {
            let value = if exact { float() } else { f64::from_bits(random.next()) };
            records.f64(value);
            Datum::Float(value)
        }
        FieldType::Bool => {
            let value = random.below(2);
            records.int(Width::W8, value);
            Datum::Enum(Some((value == 1).to_string()), value.into())
        }
        FieldType::Enum { int, labels } => {
            let value = random.int(*int);
            records.int(int.width, value as u64);
            let label = labels.iter().find(|label| (label.first..=label.last).contains(&value));
            Datum::Enum(label.map(|label| label.name.clone()), value)
        }
        FieldType::Array(int, len) => Datum::Ints(*int, ints(random, *int, (*len).into(), records)),
        FieldType::Sequence(int) => {
            let len = random.below(5);
            records.int(Width::W16, len);
            Datum::Ints(*int, ints(random, *int, len, records))
        }
        FieldType::Text | FieldType::CString | FieldType::FixedText(_) => {
            let mut text = random.text();
            if exact && text.is_empty() {
                text.push('-');
            }
            Datum::Text(match ty {
                FieldType::Text => {
                    records.text(&text);
                    text
                }
                FieldType::FixedText(len) => {
                    records.fixed_text(&text, *len);
                    text[..text.floor_char_boundary(*len as usize)].into()
                }
                _ => {
                    records.c_string(&text);
                    text
                }
            })
        }
    }
}

fn ints(random: &mut Random, int: Int, len: u64, records: &mut Records) -> Vec<i128> {
    let mut all = Vec::new();
    for _ in 0..len {
        let value = random.int(int);
        records.int(int.width, value as u64);
        all.push(value);
    }
    all
}

impl Datum {
    /// Returns whether the reader gives what was written.
    pub fn is(&self, value: &Value<'_>) -> bool {
        match (self, value) {
            (Datum::Int(int, wanted), value) => is_int(*int, *wanted, value),
            (Datum::Float(wanted), Value::Float(value)) => {
                wanted.to_bits() == value.to_bits() || wanted.is_nan() && value.is_nan()
            }
            (Datum::Enum(name, wanted), Value::Enum { label, value }) => {
                name.as_deref() == *label && wanted == value
            }
            (Datum::Text(wanted), Value::Text(text)) => wanted.as_bytes() == *text,
            (Datum::Ints(int, wanted), Value::Array(array)) => {
                let all: Vec<_> = array.clone().collect();
                array.len() == wanted.len() as u64
                    && all.len() == wanted.len()
                    && all.iter().zip(wanted).all(|(value, wanted)| is_int(*int, *wanted, value))
            }
            _ => false,
        }
    }

    /// As babeltrace2 shows it.
    pub fn shown(&self) -> String {
        match self {
            Datum::Int(int, value) => shown_int(*int, *value),
            Datum::Float(value) => format!("{value}"),
            Datum::Enum(Some(label), value) => format!("( {label:?} : container = {value} )"),
            Datum::Enum(None, value) => format!("( <unknown> : container = {value} )"),
            Datum::Text(text) => format!("{text:?}"),
            Datum::Ints(int, all) => {
                let one =
                    |(index, value): (usize, &i128)| format!(" [{index}] = {}", shown_int(*int, *value));
                let all: Vec<String> = all.iter().enumerate().map(one).collect();
                format!("[{} ]", all.join(","))
            }
        }
    }
}

fn is_int(int: Int, wanted: i128, value: &Value<'_>) -> bool {
    match (value, int.signed, int.base) {
        (Value::Unsigned(value), false, Base::Decimal) => i128::from(*value) == wanted,
        (Value::Hexadecimal(value), false, Base::Hexadecimal) => i128::from(*value) == wanted,
        (Value::Signed(value), true, _) => i128::from(*value) == wanted,
        _ => false,
    }
}

fn shown_int(int: Int, value: i128) -> String {
    if int.base == Base::Hexadecimal { format!("0x{value:X}") } else { value.to_string() }
}

/// A record that was written.
#[derive(Debug)]
pub struct Written {
    pub ticks: u64,
    pub cpu: u32,
    pub class: usize,
    pub context: Vec<Datum>,
    pub fields: Vec<Datum>,
}

/// Random schemas with the seed of a trace.
pub fn schema() -> impl Strategy<Value = (Schema, u64)> {
    let classes = prop::collection::vec(fields(), 1..4);
    let order = prop::sample::select(vec![ByteOrder::Little, ByteOrder::Big]);
    (fields(), classes, order, any::<u64>()).prop_map(|(context, classes, order, seed)| {
        let mut schema = super::schema(order);
        let stream = &mut schema.streams[0];
        let event = stream.events[1].clone();
        stream.context = context;
        stream.events.clear();
        for (index, fields) in classes.into_iter().enumerate() {
            let id = [3, 0, 1 << 15][index];
            stream.events.push(perseq_ctf::EventClass {
                id,
                name: format!("app:c{index}"),
                fields,
                ..event.clone()
            });
        }
        (schema, seed)
    })
}

/// Files of one stream per CPU, and all records in the order of time.
pub fn trace(schema: &Schema, seed: u64, exact: bool) -> (Vec<Vec<u8>>, Vec<Written>) {
    let random = &mut Random(seed);
    let stream = &schema.streams[0];
    let layout = Layout::new(stream, schema.byte_order);
    let (mut files, mut all) = (Vec::new(), Vec::new());
    for cpu_id in 0..3 {
        let mut file = Vec::new();
        let mut ticks = random.below(50);
        for sequence in 0..random.below(4) {
            let timestamp_begin = ticks;
            let mut records = Records::new(schema.byte_order);
            for _ in 0..random.below(6) {
                // Different on each CPU: so there is one order.
                ticks += 3 + random.below(9) / 3 * 3;
                let class = random.below(stream.events.len() as u64) as usize;
                let ticks = ticks / 3 * 3 + u64::from(cpu_id);
                records.begin(ticks, stream.events[class].id);
                let mut put = |fields: &[Field]| -> Vec<Datum> {
                    fields.iter().map(|field| put(random, &field.ty, &mut records, exact)).collect()
                };
                let (context, fields) = (put(&stream.context), put(&stream.events[class].fields));
                all.push(Written { ticks, cpu: cpu_id, class, context, fields });
            }
            ticks += 3;
            let packet = Packet {
                stream_id: stream.id,
                cpu_id,
                timestamp_begin,
                timestamp_end: ticks,
                sequence,
                events_discarded: 0,
            };
            let walk = layout.walk(records.as_bytes()).unwrap();
            assert_eq!(walk.content_len, records.as_bytes().len());
            packet
                .write(&mut file, schema.byte_order, schema.uuid, records.as_bytes(), walk.content_len)
                .unwrap();
        }
        files.push(file);
    }
    all.sort_by_key(|written| written.ticks);
    (files, all)
}
