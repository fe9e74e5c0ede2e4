//! Metadata of CTF 1.8, as text or in packets.

mod clocks;
mod cursor;
mod lexer;
mod parser;
mod resolve;
mod types;

use crate::metadata::model::{MetadataError, MetadataProblem, Model};
use std::borrow::Cow;

/// The number that metadata in packets begins with.
const PACKET_MAGIC: u32 = 0x75d1_1d57;
/// Length of such a packet's header.
const PACKET_HEADER: usize = 37;

/// Reads the contents of the file `metadata`.
pub(crate) fn parse(bytes: &[u8]) -> Result<Model, MetadataError> {
    let text = match bytes.first_chunk::<4>() {
        Some(&word) if u32::from_le_bytes(word) == PACKET_MAGIC => unpack(bytes, u32::from_le_bytes)?,
        Some(&word) if u32::from_be_bytes(word) == PACKET_MAGIC => unpack(bytes, u32::from_be_bytes)?,
        Some([b'[' | b'{', ..]) => {
            let what = "JSON without a record separator (0x1e) before each fragment";
            return Err(at_start(MetadataProblem::Unsupported(what.into())));
        }
        _ => Cow::Borrowed(bytes),
    };
    let text = String::from_utf8_lossy(&text);
    parser::model(&mut cursor::Cursor::new(lexer::tokens(&text)?))
}

fn at_start(problem: MetadataProblem) -> MetadataError {
    MetadataError { fragment: None, line: 1, column: 1, problem }
}

/// The text in packets of metadata.
fn unpack(mut bytes: &[u8], word: fn([u8; 4]) -> u32) -> Result<Cow<'_, [u8]>, MetadataError> {
    let mut text = Vec::new();
    let bad = |what| Err(at_start(MetadataProblem::Packet(what)));
    while !bytes.is_empty() {
        let Some(header) = bytes.first_chunk::<PACKET_HEADER>() else { return bad("truncated header") };
        let number = |at: usize| header[at..].first_chunk().map_or(0, |&chunk| word(chunk));
        let (magic, content, packet) = (number(0), number(24) as usize / 8, number(28) as usize / 8);
        if magic != PACKET_MAGIC {
            return bad("wrong magic number");
        }
        if header[32..35] != [0; 3] {
            return bad("compressed, encrypted or with a checksum: not read");
        }
        if content < PACKET_HEADER || content > packet || packet > bytes.len() {
            return bad("sizes that cannot be");
        }
        text.extend(&bytes[PACKET_HEADER..content]);
        bytes = &bytes[packet..];
    }
    Ok(Cow::Owned(text))
}
