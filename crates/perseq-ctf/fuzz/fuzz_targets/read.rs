//! Any bytes as a trace: a length of metadata (two bytes, little-endian), the metadata, a stream. Reading it ends, and
//! whatever is shown of it is shown without a panic.

#![no_main]

use perseq_ctf::{Data, Item, Reader};
use std::{fmt::Write, io::Cursor};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Some((length, rest)) = bytes.split_first_chunk() else { return };
    let (metadata, stream) = rest.split_at(usize::from(u16::from_le_bytes(*length)).min(rest.len()));
    let data: Box<dyn Data> = Box::new(Cursor::new(stream.to_vec()));
    let Ok(mut reader) = Reader::from_streams(metadata, [("stream".into(), data)]) else { return };
    let (mut text, mut errors) = (String::new(), 0);
    // Hostile metadata can make each bit an event of many values: some of them are enough.
    for _ in 0..1000 {
        text.clear();
        match reader.next_item() {
            Ok(Some(Item::Event(event))) => {
                let first = event.context().chain(event.fields()).take(16);
                for (name, value) in first {
                    if text.len() < 10_000 {
                        write!(text, "{name} = {value}").unwrap();
                    }
                }
            }
            Ok(Some(Item::Loss(loss))) => assert!(loss.events > 0 || loss.packets > 0),
            Ok(None) => return,
            Err(error) => {
                errors += 1;
                assert!(errors <= stream.len() + 1, "more errors than bytes: {error}");
            }
        }
    }
});
