//! How fast records are checked and a trace is read: `cargo run --release -p perseq-ctf --example read_rate`.

use perseq_ctf::{
    ByteOrder, Clock, Data, EventClass, Field, FieldType, Int, Layout, Packet, Reader, Records, Schema,
    StreamClass, Uuid, Value, Width,
};
use std::{io::Cursor, time::Instant};

const PACKETS: u64 = 200;
const RECORDS: u64 = 5_000;

fn schema() -> Schema {
    let int = |width| FieldType::Int(Int::unsigned(width));
    let mixed = vec![
        Field::new("a", int(Width::W32)),
        Field::new("b", int(Width::W64)),
        Field::new("c", FieldType::F64),
        Field::new("d", FieldType::Text),
        Field::new("e", FieldType::Bool),
    ];
    let class =
        |id, fields| EventClass { id, name: format!("app:{id}"), loglevel: None, source: None, fields };
    let events = vec![class(0, vec![Field::new("value", int(Width::W32))]), class(1, mixed)];
    let (name, uuid, description) = ("tsc".into(), None, String::new());
    Schema {
        uuid: Uuid([1; 16]),
        byte_order: ByteOrder::NATIVE,
        clock: Clock {
            name,
            uuid,
            description,
            frequency: 2_600_000_000,
            offset_seconds: 1,
            offset_cycles: 1,
        },
        env: vec![],
        streams: vec![StreamClass { id: 0, context: vec![Field::new("vtid", int(Width::W32))], events }],
    }
}

fn main() -> Result<(), Box<dyn core::error::Error>> {
    let schema = schema();
    let layout = Layout::new(&schema.streams[0], schema.byte_order);
    for class in [0, 1] {
        let mut files = [Vec::new(), Vec::new()];
        let mut checked = core::time::Duration::ZERO;
        for (cpu, file) in (0_u32..).zip(&mut files) {
            for sequence in 0..PACKETS {
                let mut records = Records::new(schema.byte_order);
                for index in 0..RECORDS {
                    let time = (sequence * RECORDS + index) * 100 + u64::from(cpu);
                    records.begin(time, class).int(Width::W32, 77).int(Width::W32, index);
                    if class == 1 {
                        records
                            .int(Width::W64, time)
                            .f64(1.5)
                            .text("a text of middling length")
                            .int(Width::W8, 1);
                    }
                }
                let start = Instant::now();
                let walk = layout.walk(records.as_bytes())?;
                checked += start.elapsed();
                let (timestamp_begin, timestamp_end) = (walk.first, walk.last);
                let packet = Packet {
                    stream_id: 0,
                    cpu_id: cpu,
                    timestamp_begin,
                    timestamp_end,
                    sequence,
                    events_discarded: 0,
                };
                packet.write(file, schema.byte_order, schema.uuid, records.as_bytes(), walk.content_len)?;
            }
        }
        let streams =
            files.into_iter().map(|file| ("memory".into(), Box::new(Cursor::new(file)) as Box<dyn Data>));
        let mut reader = Reader::from_streams(schema.metadata()?.as_bytes(), streams)?;
        let (start, mut events, mut sum) = (Instant::now(), 0_u32, 0_u64);
        while let Some(event) = reader.next_event()? {
            events += 1;
            for (_, value) in event.context().chain(event.fields()) {
                sum = sum.wrapping_add(match value {
                    Value::Unsigned(value) => value,
                    Value::Text(text) => text.len() as u64,
                    _ => 1,
                });
            }
        }
        let rate = |time: core::time::Duration| f64::from(events) / time.as_secs_f64() / 1e6;
        let (read, checked) = (rate(start.elapsed()), rate(checked));
        let fields = schema.streams[0].events[class as usize].fields.len();
        println!(
            "{events} events of {fields} fields: {checked:.1} M/s checked, {read:.1} M/s read (sum {sum})"
        );
    }
    Ok(())
}
