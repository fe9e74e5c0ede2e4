//! Metadata of other writers: compact headers, packets of metadata, bits that are not bytes.

mod support;

use perseq_ctf::{Data, EnvValue, Item, Reader, Value};
use std::{io::Cursor, path::PathBuf};

/// With what other tracers write: types by name, a variant in the event header, 27 bits of time.
const COMPACT: &str = r#"/* CTF 1.8 */
typealias integer { size = 8; align = 8; signed = false; } := uint8_t;
typealias integer { size = 16; align = 8; signed = false; } := uint16_t;
typealias integer { size = 32; align = 8; signed = false; } := uint32_t;
typealias integer { size = 64; align = 8; signed = false; } := uint64_t;
typealias integer { size = 64; align = 8; signed = false; } := unsigned long;
typealias integer { size = 5; align = 1; signed = false; } := uint5_t;
typealias integer { size = 27; align = 1; signed = false; } := uint27_t;
trace {
	major = 1;
	minor = 8;
	uuid = "01020304-0506-0708-090a-0b0c0d0e0f10";
	byte_order = ORDER;
	packet.header := struct { uint32_t magic; uint8_t uuid[16]; uint32_t stream_id; uint64_t stream_instance_id; };
};
env { hostname = "h"; tracer_major = 2; };
clock { name = "monotonic"; freq = 1000000000; offset = 1000; };
typealias integer {
	size = 27; align = 1; signed = false;
	map = clock.monotonic.value;
} := uint27_clock_monotonic_t;
typealias integer { size = 64; align = 8; signed = false; map = clock.monotonic.value; } := uint64_clock_monotonic_t;
struct packet_context {
	uint64_clock_monotonic_t timestamp_begin;
	uint64_clock_monotonic_t timestamp_end;
	uint64_t content_size;
	uint64_t packet_size;
	uint64_t packet_seq_num;
	unsigned long events_discarded;
	uint32_t cpu_id;
};
struct event_header_compact {
	enum : uint5_t { compact = 0 ... 30, extended = 31 } id;
	variant <id> {
		struct { uint27_clock_monotonic_t timestamp; } compact;
		struct { uint32_t id; uint64_clock_monotonic_t timestamp; } extended;
	} v;
} align(8);
stream {
	id = 0;
	event.header := struct event_header_compact;
	packet.context := struct packet_context;
	event.context := struct { integer { size = 32; align = 8; signed = 1; base = 10; } _vpid; };
};
event {
	name = "a:small"; id = 2; stream_id = 0; loglevel = 13;
	fields := struct { integer { size = 3; align = 1; signed = 1; } _low; uint5_t _high[3]; string _text; };
};
event {
	name = "a:large"; id = 40; stream_id = 0;
	fields := struct {
		uint8_t __pairs_length;
		struct { uint8_t x; uint16_t y; } _pairs[ __pairs_length ];
	};
};
"#;

/// Bits of a packet in the order in which they are written.
struct Bits {
    bytes: Vec<u8>,
    at: usize,
    big: bool,
}

impl Bits {
    fn put(&mut self, value: u64, bits: usize) {
        for index in 0..bits {
            // Little: from the low bit on, from each byte's low bit on. Big: the other way round.
            let bit = value >> (if self.big { bits - 1 - index } else { index }) & 1;
            self.bytes.resize(self.bytes.len().max(self.at / 8 + 1), 0);
            let place = if self.big { 7 - self.at % 8 } else { self.at % 8 };
            self.bytes[self.at / 8] |= (bit as u8) << place;
            self.at += 1;
        }
    }
    fn align(&mut self) {
        self.at = self.at.next_multiple_of(8);
    }
    fn text(&mut self, text: &[u8]) {
        self.align();
        text.iter().for_each(|&byte| self.put(byte.into(), 8));
    }
}

fn packet(big: bool) -> Vec<u8> {
    let mut bits = Bits { bytes: Vec::new(), at: 0, big };
    bits.put(0xc1fc_1fc1, 32);
    bits.text(&(1..=16).collect::<Vec<u8>>());
    bits.put(0, 32);
    bits.put(99, 64);
    let begin = (5 << 27) + 100;
    // Content and size are put in their place at the end.
    for word in [begin, begin + (1 << 40), 0, 0, 0, 0] {
        bits.put(word, 64);
    }
    bits.put(7, 32);
    small(&mut bits, begin + 1);
    // Less than before in 27 bits: the next turn.
    small(&mut bits, begin + (1 << 27) - 50);
    bits.align();
    bits.put(31, 5);
    bits.align();
    bits.put(40, 32);
    bits.put(begin + (1 << 39), 64);
    bits.put(u64::from(u32::MAX), 32);
    bits.put(2, 8);
    for (x, y) in [(1, 500), (2, 65535)] {
        bits.put(x, 8);
        bits.put(y, 16);
    }
    let content = bits.at as u64;
    let len = bits.bytes.len() + 3;
    let mut sizes = Bits { bytes: Vec::new(), at: 0, big };
    sizes.put(content, 64);
    sizes.put(len as u64 * 8, 64);
    bits.bytes[48..64].copy_from_slice(&sizes.bytes);
    bits.bytes.resize(len, 0xee);
    bits.bytes
}

fn small(bits: &mut Bits, time: u64) {
    bits.align();
    bits.put(2, 5);
    bits.put(time & ((1 << 27) - 1), 27);
    bits.put(77, 32);
    bits.put(0b101, 3);
    (28..31).for_each(|value| bits.put(value, 5));
    bits.text(b"hi\0");
}

fn read(metadata: &[u8], file: Vec<u8>) -> Vec<(String, i64, u64, String, String)> {
    let data: Box<dyn Data> = Box::new(Cursor::new(file));
    let mut reader = Reader::from_streams(metadata, [(PathBuf::from("s"), data)]).unwrap();
    assert_eq!(reader.env()[1], ("tracer_major".into(), EnvValue::Int(2)));
    let mut all = Vec::new();
    while let Some(item) = reader.next_item().unwrap() {
        let Item::Event(event) = item else { panic!("{item:?}") };
        assert_eq!(event.cpu(), Some(7));
        let context: Vec<String> = event.context().map(|(name, value)| format!("{name} = {value}")).collect();
        all.push((
            event.name().into(),
            event.timestamp_ns(),
            event.id(),
            context.join(", "),
            event.fields().to_string(),
        ));
        if let Some(Value::Array(high)) = event.fields().get("high") {
            assert_eq!(high.len(), 3);
        }
    }
    all
}

#[test]
fn compact_headers_and_fields_of_any_bits_are_read_in_both_byte_orders() {
    for (big, order) in [(false, "le"), (true, "be")] {
        let metadata = COMPACT.replace("ORDER", order);
        let begin = (5 << 27) + 100 + 1000;
        let small = "{ low = -3, high = [ [0] = 28, [1] = 29, [2] = 30 ], text = \"hi\" }";
        let large = "{ pairs = [ [0] = { x = 1, y = 500 }, [1] = { x = 2, y = 65535 } ] }";
        let wanted = [
            ("a:small", begin + 1, 2, "vpid = 77", small),
            ("a:small", begin + (1 << 27) - 50, 2, "vpid = 77", small),
            ("a:large", begin + (1 << 39), 40, "vpid = -1", large),
        ];
        let wanted = wanted
            .map(|(name, ns, id, context, fields)| (name.into(), ns, id, context.into(), fields.into()));
        assert_eq!(read(metadata.as_bytes(), packet(big)), wanted, "{order}");
        assert_eq!(
            read(&packed(metadata.as_bytes(), big), packet(big)),
            wanted,
            "{order}, metadata in packets"
        );
    }
}

/// Metadata in packets of 300 bytes.
fn packed(text: &[u8], big: bool) -> Vec<u8> {
    let mut bits = Bits { bytes: Vec::new(), at: 0, big };
    for chunk in text.chunks(263) {
        bits.put(0x75d1_1d57, 32);
        bits.text(&[9; 16]);
        bits.put(0, 32);
        bits.put((37 + chunk.len() as u64) * 8, 32);
        bits.put(300 * 8, 32);
        bits.text(&[0, 0, 0, 1, 8]);
        bits.text(chunk);
        bits.text(&vec![0; 263 - chunk.len()]);
    }
    bits.bytes
}

#[test]
fn babeltrace2_reads_the_same_of_it() {
    let scratch = support::Scratch::new("compact");
    scratch.write("metadata", COMPACT.replace("ORDER", "be"));
    scratch.write("stream", packet(true));
    let output = std::process::Command::new("babeltrace2")
        .args(["--clock-cycles", "--no-delta"])
        .arg(scratch.path())
        .output();
    let Ok(output) = output else {
        return support::skip("babeltrace2_reads_the_same_of_it", "babeltrace2 is not installed");
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 3, "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(lines[0].contains("low = -3, high = [ [0] = 28, [1] = 29, [2] = 30 ], text = \"hi\""), "{text}");
    for (line, time) in lines.iter().zip([1, (1 << 27) - 50, 1_u64 << 39]) {
        assert!(line.starts_with(&format!("[{:020}]", (5 << 27) + 100 + time)), "{line}");
    }
}
