//! The tests' shared code: directories that are removed, schemas, skipping.

#![allow(dead_code, reason = "each test binary uses a part")]
#![allow(unreachable_pub, clippy::std_instead_of_core, clippy::cast_precision_loss, reason = "test code")]

pub mod fragments;
pub mod random;

use perseq_ctf::{
    ByteOrder, Clock, EnvValue, EventClass, Field, FieldType, Int, Label, Records, Schema, StreamClass, Uuid,
    Width,
};
#[allow(unused_imports, reason = "as above")]
pub use perseq_testing::{Scratch, lacks, skip};

pub const UUID: Uuid = Uuid([0x11, 0x22, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0xff]);

/// Every kind of field once.
pub fn all_fields() -> Vec<Field> {
    let labels = vec![Label::new("no \"thing\"", 0), Label { name: "some".into(), first: -7, last: -3 }];
    let state = FieldType::Enum { int: Int::signed(Width::W16), labels };
    [
        ("u8", FieldType::Int(Int::unsigned(Width::W8))),
        ("i8", FieldType::Int(Int::signed(Width::W8))),
        ("u16", FieldType::Int(Int::unsigned(Width::W16))),
        ("event", FieldType::Int(Int::signed(Width::W32))),
        ("u64", FieldType::Int(Int::unsigned(Width::W64).hexadecimal())),
        ("i64", FieldType::Int(Int::signed(Width::W64))),
        ("f32", FieldType::F32),
        ("f64", FieldType::F64),
        ("bool", FieldType::Bool),
        ("state", state),
        ("text", FieldType::Text),
        ("_string", FieldType::CString),
        ("name", FieldType::FixedText(16)),
        ("array", FieldType::Array(Int::unsigned(Width::W16), 3)),
        ("sequence", FieldType::Sequence(Int::signed(Width::W32))),
    ]
    .map(|(name, ty)| Field::new(name, ty))
    .into()
}

/// A schema with one stream and two event classes: 0 has every kind of field, 60000 has none.
pub fn schema(byte_order: ByteOrder) -> Schema {
    let text = |text: &str| EnvValue::Text(text.into());
    let context = [("vpid", FieldType::Int(Int::signed(Width::W32))), ("comm", FieldType::FixedText(16))];
    let event = |id, name: &str, fields| EventClass {
        id,
        name: name.into(),
        loglevel: Some(6),
        source: Some("src/main.rs:12".into()),
        fields,
    };
    Schema {
        uuid: UUID,
        byte_order,
        clock: Clock {
            name: "monotonic".into(),
            uuid: Some(Uuid([7; 16])),
            description: "CLOCK_MONOTONIC".into(),
            frequency: 1_000_000_000,
            offset_seconds: 1_700_000_000,
            offset_cycles: 5,
        },
        env: vec![
            ("hostname".into(), text("a \\ \"host\"")),
            ("domain".into(), text("ust")),
            ("tracer_name".into(), text("perseq")),
            ("tracer_major".into(), EnvValue::Int(-1)),
        ],
        streams: vec![StreamClass {
            id: 0,
            context: context.map(|(name, ty)| Field::new(name, ty)).into(),
            events: vec![event(0, "app:all", all_fields()), event(60_000, "app:none \"µ\"", vec![])],
        }],
    }
}

/// A record of class 0 of [`schema`].
pub fn put_all(records: &mut Records, timestamp: u64, seed: u64) {
    records.begin(timestamp, 0);
    records.int(Width::W32, 0_u64.wrapping_sub(seed)).fixed_text("worker", 16);
    records.int(Width::W8, seed).int(Width::W8, seed).int(Width::W16, seed);
    records
        .int(Width::W32, u64::MAX)
        .int(Width::W64, seed.wrapping_mul(u64::MAX / 3))
        .int(Width::W64, 1 << 63);
    records.f32(seed as f32 / 2.0).f64(seed as f64 / 4.0).int(Width::W8, seed & 1);
    records.int(Width::W16, if seed & 1 == 0 { 0 } else { 0_u64.wrapping_sub(5) });
    records.text(&"é".repeat(seed as usize % 7)).c_string("a\\b\"c").fixed_text("0123456789abcdef0", 16);
    for index in 0..3 {
        records.int(Width::W16, seed + index);
    }
    records.int(Width::W16, seed % 4);
    for index in 0..seed % 4 {
        records.int(Width::W32, 0_u64.wrapping_sub(index));
    }
}
