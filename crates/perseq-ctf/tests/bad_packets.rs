//! The packets after a bad one.

mod support;

use perseq_ctf::{ByteOrder, Data, Item, Packet, ReadError, Reader, Records, Schema, StreamProblem, Width};
use std::{io::Cursor, path::PathBuf};

/// Packets with two events each, one after the other.
fn packets(schema: &Schema, count: u64) -> Vec<Vec<u8>> {
    let packet = |sequence: u64| {
        let mut records = Records::new(schema.byte_order);
        for index in 0..2 {
            records.begin(sequence * 10 + index, 60_000).int(Width::W32, 9).fixed_text("main", 16);
        }
        let (timestamp_begin, timestamp_end) = (sequence * 10, sequence * 10 + 9);
        let packet =
            Packet { stream_id: 0, cpu_id: 0, timestamp_begin, timestamp_end, sequence, events_discarded: 0 };
        let (mut bytes, len) = (Vec::new(), records.as_bytes().len());
        packet.write(&mut bytes, schema.byte_order, schema.uuid, records.as_bytes(), len).unwrap();
        bytes
    };
    (0..count).map(packet).collect()
}

/// Times of the events, errors, and packets that are told to be missing.
fn read(schema: &Schema, file: Vec<u8>) -> (Vec<u64>, Vec<ReadError>, u64) {
    let data: Box<dyn Data> = Box::new(Cursor::new(file));
    let metadata = schema.metadata().unwrap();
    let mut reader = Reader::from_streams(metadata.as_bytes(), [(PathBuf::from("s"), data)]).unwrap();
    let (mut times, mut errors) = (Vec::new(), Vec::new());
    loop {
        match reader.next_item() {
            Ok(Some(Item::Event(event))) => times.push(event.ticks()),
            Ok(Some(Item::Loss(_))) => {}
            Ok(None) => return (times, errors, reader.losses().packets),
            Err(error) => errors.push(error),
        }
    }
}

#[test]
fn packets_behind_a_bad_one_are_read() {
    for order in [ByteOrder::Little, ByteOrder::Big] {
        let schema = support::schema(order);
        let good = packets(&schema, 4);
        let spoil = |at: usize, with: u8| {
            let mut all = good.clone();
            all[1][at] ^= with;
            all.concat()
        };
        // The number that it begins with; the stream; the sizes, which are behind two times of 8 bytes; all of it.
        for at in [0, 20, 51, 52, 59, 60] {
            let (times, errors, missing) = read(&schema, spoil(at, 0x77));
            assert_eq!(times, [0, 1, 20, 21, 30, 31], "{order:?} {at} {errors:?}");
            assert_eq!((errors.len(), missing), (1, 1), "{order:?} {at}");
        }
        let mut all = good.clone();
        all[1] = vec![0xee; 70_001];
        let (times, errors, missing) = read(&schema, all.concat());
        assert_eq!((times, errors.len(), missing), (vec![0, 1, 20, 21, 30, 31], 1, 1));
        // Something else in front of the first one.
        let (times, errors, missing) = read(&schema, [vec![1, 2, 3], good.concat()].concat());
        assert_eq!((times.len(), errors.len(), missing), (8, 1, 0));
    }
}

#[test]
fn whole_events_of_a_packet_that_was_cut_are_read() {
    for order in [ByteOrder::Little, ByteOrder::Big] {
        let schema = support::schema(order);
        let good = packets(&schema, 3);
        let before: Vec<u64> = vec![0, 1, 10, 11];
        let (start, len) = (good[0].len() + good[1].len(), good[2].len());
        let mut seen = [0; 3];
        for left in 1..len {
            let mut cut = good.concat();
            cut.truncate(start + left);
            let (times, errors, missing) = read(&schema, cut);
            let rest = times.strip_prefix(&before[..]).expect("what is before is whole");
            assert_eq!(rest, &[20, 21][..rest.len()], "{left} of {len} bytes");
            assert_eq!((errors.len(), missing), (1, 0), "{left} of {len} bytes: {errors:?}");
            if !rest.is_empty() {
                let ReadError::Stream { problem: StreamProblem::Sizes { file_bytes, .. }, offset, .. } =
                    &errors[0]
                else {
                    panic!("{errors:?}")
                };
                assert!(*file_bytes == left as u64 && *offset > start as u64, "{errors:?}");
            }
            seen[rest.len()] += 1;
        }
        // Cut in the headers or the first event; in the second one.
        assert!(seen[0] > 0 && seen[1] > 0, "{seen:?}");
    }
}

#[test]
fn numbers_that_only_look_like_packets_are_passed_over_in_bounded_time() {
    let schema = support::schema(ByteOrder::Little);
    let good = packets(&schema, 1).concat();
    let false_ones = 0xc1fc_1fc1_u32.to_le_bytes().repeat(1 << 20);
    let (times, errors, _) = read(&schema, [false_ones, good].concat());
    assert_eq!((times.len(), errors.len()), (0, 1));
}
