//! A packet of a data stream: a header of fixed length, and records.

use crate::write::schema::{ByteOrder, Uuid};
use std::io::{self, Write};

/// Bytes before the first record: packet header, packet context and padding. A multiple of 8.
pub const PACKET_HEADER_LEN: usize = 88;

/// Bytes of the header without the padding.
const HEADER_CONTENT: usize = 84;

/// The number that each packet of CTF begins with.
pub const PACKET_MAGIC: u32 = 0xc1fc_1fc1;

/// The contents of a packet's header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Packet {
    /// Which stream class its records are of.
    pub stream_id: u32,
    /// On which CPU they were made.
    pub cpu_id: u32,
    /// Clock ticks, not after the first record.
    pub timestamp_begin: u64,
    /// Clock ticks, not before the last record.
    pub timestamp_end: u64,
    /// Counts the packets of this stream: a reader that finds a gap knows of a lost packet.
    pub sequence: u64,
    /// Events that were lost since the stream began, this packet included.
    pub events_discarded: u64,
}

impl Packet {
    /// The header of a packet whose records are `content_len` bytes long, in a trace with this byte order.
    ///
    /// `content_len` ends with the last record's last byte: readers take what follows for another record, so the
    /// padding between records does not belong to it. [`crate::Layout::walk`] finds it.
    #[must_use]
    pub fn header(&self, order: ByteOrder, uuid: Uuid, content_len: usize) -> [u8; PACKET_HEADER_LEN] {
        let content = if content_len == 0 { HEADER_CONTENT } else { PACKET_HEADER_LEN + content_len };
        let packet = self.packet_len(content_len);
        let mut header = [0; PACKET_HEADER_LEN];
        let mut at = 0;
        let mut put = |bytes: &[u8]| {
            header[at..at + bytes.len()].copy_from_slice(bytes);
            at += bytes.len();
        };
        put(&word32(order, PACKET_MAGIC));
        put(&uuid.0);
        put(&word32(order, self.stream_id));
        // Which of the streams of that class: readers put the files of a trace in parts together by it.
        put(&word64(order, self.cpu_id.into()));
        let (content, packet) = (content as u64 * 8, packet as u64 * 8);
        for word in
            [self.timestamp_begin, self.timestamp_end, content, packet, self.sequence, self.events_discarded]
        {
            put(&word64(order, word));
        }
        put(&word32(order, self.cpu_id));
        header
    }

    /// The packet of a trace with that identity whose [header](Self::header) `bytes` begin with; with its `content_len`. `None` if they are none.
    #[must_use]
    pub fn of_header(order: ByteOrder, uuid: Uuid, bytes: &[u8]) -> Option<(Packet, usize)> {
        let header = bytes.first_chunk::<PACKET_HEADER_LEN>()?;
        let number = |at: usize, len: usize| {
            let join = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
            match order {
                ByteOrder::Big => header[at..at + len].iter().fold(0, join),
                ByteOrder::Little => header[at..at + len].iter().rev().fold(0, join),
            }
        };
        let [timestamp_begin, timestamp_end, content, _, sequence, events_discarded] =
            [32, 40, 48, 56, 64, 72].map(|at| number(at, 8));
        let content_len = usize::try_from(content / 8).ok()?.saturating_sub(PACKET_HEADER_LEN);
        let (stream_id, cpu_id) = (u32::try_from(number(20, 4)).ok()?, u32::try_from(number(80, 4)).ok()?);
        let packet = Packet { stream_id, cpu_id, timestamp_begin, timestamp_end, sequence, events_discarded };
        // Written again it is the same: its magic number, identity and lengths are right, too.
        (content_len < usize::MAX / 16 && packet.header(order, uuid, content_len) == *header)
            .then_some((packet, content_len))
    }

    /// How many bytes the whole packet has: a multiple of 8.
    #[must_use]
    pub fn packet_len(&self, content_len: usize) -> usize {
        PACKET_HEADER_LEN + content_len.next_multiple_of(8)
    }

    /// Writes the header, the first `content_len` bytes of `records`, and padding to a multiple of 8. Returns the
    /// number of bytes.
    ///
    /// # Errors
    /// Those of `out`; `InvalidInput` where `records` is shorter than `content_len`.
    pub fn write(
        &self,
        out: &mut impl Write,
        order: ByteOrder,
        uuid: Uuid,
        records: &[u8],
        content_len: usize,
    ) -> io::Result<usize> {
        let content = records.get(..content_len).ok_or_else(|| {
            let text = format!("{content_len} bytes of records asked for, {} there", records.len());
            io::Error::new(io::ErrorKind::InvalidInput, text)
        })?;
        out.write_all(&self.header(order, uuid, content_len))?;
        out.write_all(content)?;
        out.write_all(&[0; 8][..content_len.next_multiple_of(8) - content_len])?;
        Ok(self.packet_len(content_len))
    }
}

pub(crate) fn word16(order: ByteOrder, word: u16) -> [u8; 2] {
    match order {
        ByteOrder::Little => word.to_le_bytes(),
        ByteOrder::Big => word.to_be_bytes(),
    }
}

pub(crate) fn word32(order: ByteOrder, word: u32) -> [u8; 4] {
    match order {
        ByteOrder::Little => word.to_le_bytes(),
        ByteOrder::Big => word.to_be_bytes(),
    }
}

pub(crate) fn word64(order: ByteOrder, word: u64) -> [u8; 8] {
    match order {
        ByteOrder::Little => word.to_le_bytes(),
        ByteOrder::Big => word.to_be_bytes(),
    }
}
