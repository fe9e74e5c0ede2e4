//! How fast records are checked and a trace is read: `cargo run --release -p perseq-ctf --example read_rate`.

use core::time::Duration;
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

type Result<T> = core::result::Result<T, Box<dyn core::error::Error>>;

/// The file of one CPU with records of one class, and how long it took to check them.
fn file(schema: &Schema, class: u16, cpu_id: u32) -> Result<(Vec<u8>, Duration)> {
    let layout = Layout::new(&schema.streams[0], schema.byte_order);
    let (mut file, mut checked) = (Vec::new(), Duration::ZERO);
    for sequence in 0..PACKETS {
        let mut records = Records::new(schema.byte_order);
        for index in 0..RECORDS {
            let time = (sequence * RECORDS + index) * 100 + u64::from(cpu_id);
            records.begin(time, class).int(Width::W32, 77).int(Width::W32, index);
            if class == 1 {
                records.int(Width::W64, time).f64(1.5).text("a text of middling length").int(Width::W8, 1);
            }
        }
        let start = Instant::now();
        let walk = layout.walk(records.as_bytes())?;
        checked += start.elapsed();
        let (timestamp_begin, timestamp_end) = (walk.first, walk.last);
        let packet =
            Packet { stream_id: 0, cpu_id, timestamp_begin, timestamp_end, sequence, events_discarded: 0 };
        packet.write(&mut file, schema.byte_order, schema.uuid, records.as_bytes(), walk.content_len)?;
    }
    Ok((file, checked))
}

/// Reads all fields of all events; returns how many events there are, and a sum of what was read.
fn read(schema: &Schema, files: Vec<Vec<u8>>) -> Result<(u32, u64)> {
    let streams =
        files.into_iter().map(|file| ("memory".into(), Box::new(Cursor::new(file)) as Box<dyn Data>));
    let mut reader = Reader::from_streams(schema.metadata()?.as_bytes(), streams)?;
    let (mut events, mut sum) = (0, 0_u64);
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
    Ok((events, sum))
}

fn main() -> Result<()> {
    let schema = schema();
    for class in [0, 1] {
        let (mut files, mut checked) = (Vec::new(), Duration::ZERO);
        for cpu in 0..2 {
            let (file, time) = file(&schema, class, cpu)?;
            files.push(file);
            checked += time;
        }
        let start = Instant::now();
        let (events, sum) = read(&schema, files)?;
        let rate = |time: Duration| f64::from(events) / time.as_secs_f64() / 1e6;
        let (read, checked) = (rate(start.elapsed()), rate(checked));
        let fields = schema.streams[0].events[class as usize].fields.len();
        println!(
            "{events} events of {fields} fields: {checked:.1} M/s checked, {read:.1} M/s read (sum {sum})"
        );
    }
    Ok(())
}
