//! A long packet's need of memory: alone in its program, for the peak is that of the whole process.

mod support;

use perseq_ctf::{ByteOrder, Data, PACKET_HEADER_LEN, Packet, Reader, Records, Width};
use std::{
    io::{self, Read, Seek, SeekFrom},
    path::PathBuf,
};

/// A packet that is made while it is read: as long as nothing in memory could be.
struct Long {
    head: Vec<u8>,
    record: Vec<u8>,
    len: u64,
    at: u64,
}

impl Read for Long {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let count = to.len().min(usize::try_from(self.len - self.at).unwrap());
        let mut filled = 0;
        while filled < count {
            let at = usize::try_from(self.at).unwrap();
            let from = match self.head.get(at..) {
                Some(head) if !head.is_empty() => head,
                _ => &self.record[(at - self.head.len()) % self.record.len()..],
            };
            let some = from.len().min(count - filled);
            to[filled..filled + some].copy_from_slice(&from[..some]);
            filled += some;
            self.at += some as u64;
        }
        Ok(count)
    }
}

impl Seek for Long {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        match to {
            SeekFrom::Start(at) => self.at = at,
            SeekFrom::End(0) => self.at = self.len,
            other => panic!("{other:?}"),
        }
        Ok(self.at)
    }
}

/// The largest size that this process had, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[test]
fn of_a_long_packet_a_part_is_in_memory() {
    let mut schema = support::schema(ByteOrder::Little);
    let text = "x".repeat(60_000);
    let class = perseq_ctf::EventClass {
        id: 7,
        name: "long".into(),
        loglevel: None,
        source: None,
        fields: vec![perseq_ctf::Field::new("text", perseq_ctf::FieldType::Text)],
    };
    schema.streams[0].events = vec![class];
    let mut records = Records::new(schema.byte_order);
    records.begin(5, 7).int(Width::W32, 9).fixed_text("main", 16).text(&text);
    let mut record = records.as_bytes().to_vec();
    record.resize(record.len().next_multiple_of(8), 0);
    let count = (32 << 20) / record.len() as u64;
    let packet = Packet {
        stream_id: 0,
        cpu_id: 0,
        timestamp_begin: 5,
        timestamp_end: 5,
        sequence: 0,
        events_discarded: 0,
    };
    // Without the padding after the last one.
    let content = record.len() * (count as usize - 1) + records.as_bytes().len();
    let head = packet.header(schema.byte_order, schema.uuid, content);
    let len = PACKET_HEADER_LEN as u64 + record.len() as u64 * count;
    let data: Box<dyn Data> = Box::new(Long { head: head.to_vec(), record, len, at: 0 });
    let metadata = schema.metadata().unwrap();
    let mut reader = Reader::from_streams(metadata.as_bytes(), [(PathBuf::from("s"), data)]).unwrap();
    let before = peak();
    let mut read = 0;
    while let Some(event) = reader.next_event().unwrap() {
        let context: Vec<_> = event.packet_context().collect();
        assert!(context.is_empty());
        assert_eq!(event.fields().get("text").map(|value| value.to_string().len()), Some(text.len() + 2));
        read += 1;
    }
    assert_eq!(read, count);
    let more = peak() - before;
    assert!(more < 8 << 10, "{more} KiB more than before");
}
