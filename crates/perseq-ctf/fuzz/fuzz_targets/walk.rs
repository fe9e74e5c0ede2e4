//! Any bytes as records: what the walk accepts can be written as a packet, and the reader finds as many events in it.

#![no_main]

use perseq_ctf::{
    ByteOrder, Clock, Data, EventClass, Field, FieldType, Int, Layout, Packet, Reader, Schema, StreamClass,
    Uuid, Width,
};
use std::io::Cursor;

fn schema(byte_order: ByteOrder) -> Schema {
    let event = |id, types: Vec<FieldType>| {
        let fields =
            types.into_iter().enumerate().map(|(index, ty)| Field::new(format!("f{index}"), ty)).collect();
        EventClass { id, name: format!("e{id}"), loglevel: None, source: None, fields }
    };
    let word = Int::signed(Width::W32);
    let events = vec![
        event(0, vec![]),
        event(1, vec![FieldType::Text, FieldType::Int(word), FieldType::CString]),
        event(
            1 << 15,
            vec![
                FieldType::Sequence(word),
                FieldType::FixedText(5),
                FieldType::Array(word, 2),
                FieldType::F64,
            ],
        ),
    ];
    let (name, uuid, description) = ("c".into(), None, String::new());
    Schema {
        uuid: Uuid([3; 16]),
        byte_order,
        clock: Clock {
            name,
            uuid,
            description,
            frequency: 1_000_000_000,
            offset_seconds: 0,
            offset_cycles: 0,
        },
        env: vec![],
        streams: vec![StreamClass { id: 0, context: vec![Field::new("c", FieldType::Bool)], events }],
    }
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    for order in [ByteOrder::Little, ByteOrder::Big] {
        let schema = schema(order);
        let walk = match Layout::new(&schema.streams[0], order).walk(bytes) {
            Ok(walk) => walk,
            Err(bad) => bad.before,
        };
        let (timestamp_begin, timestamp_end) = (walk.first, walk.last);
        let packet = Packet {
            stream_id: 0,
            cpu_id: 0,
            timestamp_begin,
            timestamp_end,
            sequence: 0,
            events_discarded: 0,
        };
        let mut file = Vec::new();
        packet.write(&mut file, order, schema.uuid, bytes, walk.content_len).unwrap();
        let data: Box<dyn Data> = Box::new(Cursor::new(file));
        let metadata = schema.metadata().unwrap();
        let mut reader = Reader::from_streams(metadata.as_bytes(), [("stream".into(), data)]).unwrap();
        let mut events = 0;
        while let Some(event) = reader.next_event().unwrap() {
            events += 1;
            assert!((walk.first..=walk.last).contains(&event.ticks()));
        }
        assert_eq!(events, walk.records);
    }
});
