//! A trace of CTF 2 as other writers make them: aliases, compact headers, bits that are not bytes, optionals, variants,
//! lengths in other structures.

#![allow(dead_code, reason = "each test binary uses a part")]
#![allow(unreachable_pub, reason = "test code")]

/// Metadata of these fragments, the first of which is the preamble.
pub fn metadata(fragments: &[&str]) -> String {
    let all = ["{\"type\": \"preamble\", \"version\": 2}"].iter().chain(fragments);
    all.map(|fragment| format!("\u{1e}{fragment}\n")).collect()
}

pub const FRAGMENTS: [&str; 9] = [
    r#"{"type": "field-class-alias", "name": "u8",
        "field-class": {"type": "fixed-length-unsigned-integer", "length": 8, "byte-order": "little-endian", "alignment": 8}}"#,
    r#"{"type": "field-class-alias", "name": "byte", "field-class": "u8"}"#,
    r#"{"type": "field-class-alias", "name": "pair", "field-class": {"type": "structure", "member-classes": [
        {"name": "count", "field-class": "byte"},
        {"name": "items", "field-class": {"type": "dynamic-length-array", "length-field-location": {"path": ["count"]},
            "element-field-class": {"type": "fixed-length-signed-integer", "length": 16, "byte-order": "big-endian", "alignment": 8}}}]}}"#,
    r#"{"type": "trace-class", "environment": {"zebra": "first", "answer": 42}, "packet-header-field-class": {"type": "structure", "member-classes": [
        {"name": "the magic!", "field-class": {"type": "fixed-length-unsigned-integer", "length": 32, "byte-order": "little-endian",
            "preferred-display-base": 16, "roles": ["packet-magic-number"]}}]}}"#,
    r#"{"type": "clock-class", "id": "c", "name": "boot", "frequency": 1000000000, "offset-from-origin": {"seconds": 7, "cycles": 9}}"#,
    r#"{"type": "data-stream-class", "default-clock-class-id": "c",
        "packet-context-field-class": {"type": "structure", "member-classes": [
            {"name": "begin", "field-class": {"type": "fixed-length-unsigned-integer", "length": 64, "byte-order": "little-endian",
                "roles": ["default-clock-timestamp"]}},
            {"name": "content", "field-class": {"type": "fixed-length-unsigned-integer", "length": 32, "byte-order": "little-endian",
                "roles": ["packet-content-length"]}},
            {"name": "cpu_id", "field-class": "u8"},
            {"name": "n", "field-class": "u8"}]},
        "event-record-header-field-class": {"type": "structure", "minimum-alignment": 8, "member-classes": [
            {"name": "id", "field-class": {"type": "fixed-length-unsigned-integer", "length": 5, "byte-order": "little-endian",
                "mappings": {"compact": [[0, 30]], "extended": [[31, 31]]}, "roles": ["event-record-class-id"]}},
            {"name": "v", "field-class": {"type": "variant", "selector-field-location": {"path": ["id"]}, "options": [
                {"selector-field-ranges": [[0, 30]], "field-class": {"type": "structure", "member-classes": [
                    {"name": "timestamp", "field-class": {"type": "fixed-length-unsigned-integer", "length": 27, "byte-order": "little-endian",
                        "roles": ["default-clock-timestamp"]}}]}},
                {"selector-field-ranges": [[31, 31]], "field-class": {"type": "structure", "member-classes": [
                    {"name": "id", "field-class": {"type": "fixed-length-unsigned-integer", "length": 32, "alignment": 8, "byte-order": "little-endian",
                        "roles": ["event-record-class-id"]}},
                    {"name": "timestamp", "field-class": {"type": "fixed-length-unsigned-integer", "length": 64, "alignment": 8, "byte-order": "little-endian",
                        "roles": ["default-clock-timestamp"]}}]}}]}}]}}"#,
    r#"{"type": "event-record-class", "id": 3, "name": "a:choices",
        "attributes": {"babeltrace.org,2020": {"log-level": "warning", "emf-uri": "a.c:7"}},
        "payload-field-class": {"type": "structure", "member-classes": [
            {"name": "has", "field-class": {"type": "fixed-length-boolean", "length": 1, "byte-order": "little-endian"}},
            {"name": "kind", "field-class": {"type": "fixed-length-signed-integer", "length": 7, "byte-order": "little-endian"}},
            {"name": "maybe", "field-class": {"type": "optional", "selector-field-location": {"origin": "event-record-payload", "path": ["has"]},
                "field-class": {"type": "null-terminated-string"}}},
            {"name": "choice", "field-class": {"type": "variant", "selector-field-location": {"path": ["kind"]}, "options": [
                {"selector-field-ranges": [[-5, -1], [9, 9]], "field-class": "byte"},
                {"name": "word", "selector-field-ranges": [[0, 3]], "field-class": {"type": "static-length-string", "length": 4}}]}},
            {"name": "flags", "field-class": {"type": "fixed-length-bit-array", "length": 12, "byte-order": "little-endian"}},
            {"name": "more", "field-class": {"type": "optional", "selector-field-location": {"path": ["kind"]}, "selector-field-ranges": [[2, 4]],
                "field-class": "byte"}}]}}"#,
    r#"{"type": "event-record-class", "id": 40, "name": "a:places",
        "specific-context-field-class": {"type": "structure", "member-classes": [{"name": "m", "field-class": "u8"}]},
        "payload-field-class": {"type": "structure", "member-classes": [
            {"name": "pairs", "field-class": {"type": "dynamic-length-array", "element-field-class": "pair",
                "length-field-location": {"origin": "event-record-specific-context", "path": ["m"]}}},
            {"name": "text", "field-class": {"type": "dynamic-length-string", "length-field-location": {"origin": "packet-context", "path": ["n"]}}},
            {"name": "inner", "field-class": {"type": "structure", "member-classes": [
                {"name": "len", "field-class": "u8"},
                {"name": "deep", "field-class": {"type": "structure", "minimum-alignment": 32, "member-classes": [
                    {"name": "len", "field-class": "u8"},
                    {"name": "outer", "field-class": {"type": "dynamic-length-string", "length-field-location": {"path": [null, "len"]}}},
                    {"name": "again", "field-class": {"type": "dynamic-length-blob",
                        "length-field-location": {"origin": "event-record-payload", "path": ["inner", "len"]}}},
                    {"name": "own", "field-class": {"type": "dynamic-length-string", "length-field-location": {"path": ["len"]}}}]}}]}},
            {"name": "floats", "field-class": {"type": "static-length-array", "length": 2, "minimum-alignment": 64, "element-field-class":
                {"type": "fixed-length-floating-point-number", "length": 32, "byte-order": "big-endian", "alignment": 8}}}]}}"#,
    r#"{"type": "event-record-class", "id": 1, "name": "a:nothing"}"#,
];

/// Bytes of a packet, filled from the low bit of each on.
#[derive(Debug, Default)]
pub struct Bits {
    pub bytes: Vec<u8>,
    at: usize,
}

impl Bits {
    pub fn put(&mut self, value: u64, bits: usize) {
        for index in 0..bits {
            self.bytes.resize(self.bytes.len().max(self.at / 8 + 1), 0);
            self.bytes[self.at / 8] |= ((value >> index & 1) as u8) << (self.at % 8);
            self.at += 1;
        }
    }

    pub fn align(&mut self, bits: usize) {
        self.at = self.at.next_multiple_of(bits);
        self.bytes.resize(self.at.div_ceil(8), 0);
    }

    pub fn put_bytes(&mut self, bytes: &[u8]) {
        self.align(8);
        bytes.iter().for_each(|&byte| self.put(byte.into(), 8));
    }
}

/// A stream of one packet with four events.
pub fn stream() -> Vec<u8> {
    let mut bits = Bits::default();
    bits.put(0xc1fc_1fc1, 32);
    bits.put(100, 64);
    bits.put(0, 32);
    bits.put(2, 8);
    bits.put(5, 8);
    let compact = |bits: &mut Bits, id, time| {
        bits.align(8);
        bits.put(id, 5);
        bits.put(time, 27);
    };
    compact(&mut bits, 3, 200);
    bits.put(1, 1);
    bits.put(128 - 5, 7);
    bits.put_bytes(b"there\0\x07");
    bits.put(0xabc, 12);
    compact(&mut bits, 3, 300);
    bits.put(0, 1);
    bits.put(2, 7);
    bits.put_bytes(b"ab\0\0");
    bits.put(0x123, 12);
    bits.put_bytes(&[9]);
    // The extended header, with a time that has more bits.
    bits.align(8);
    bits.put(31, 5);
    bits.align(8);
    bits.put(40, 32);
    bits.put(1 << 40, 64);
    bits.put_bytes(&[2]);
    // A structure is aligned as its members are.
    bits.align(64);
    bits.put_bytes(&[1, 0xff, 0xfe, 0]);
    bits.put_bytes(b"12345");
    bits.align(32);
    bits.put_bytes(&[2]);
    bits.align(32);
    bits.put_bytes(&[3]);
    bits.put_bytes(b"xy\x01\x02abc");
    bits.align(64);
    bits.put_bytes(&[0x3f, 0xc0, 0, 0, 0xc0, 0, 0, 0]);
    compact(&mut bits, 1, 5);
    let content = u32::try_from(bits.bytes.len() * 8).expect("it is short");
    bits.bytes[12..16].copy_from_slice(&content.to_le_bytes());
    bits.bytes
}
